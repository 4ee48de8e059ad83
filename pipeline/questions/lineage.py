"""An instrument -> its legal status on a day, and the acts that made it so, each with its sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

from extractors.names.identity import NATIONAL, known_by_key
from extractors.names.iri import akn_iri, eli
from extractors.names.known import KnownInstrument, KnownTable
from pipeline.archive.ended import DEEDS, ENDING, citations_after_end
from pipeline.archive.known import table_of
from pipeline.arguments import CODE, ISSUED, PLACE, Argument, day
from pipeline.errors import QueryError
from pipeline.lookup import known_as, one_instrument
from pipeline.questions.question import Question
from pipeline.questions.wording import wrapped
from pipeline.rows import Row
from pipeline.speech import Speech
from pipeline.table import Table, dated, plain

_STATES: Final = {"amends": "amended", "replaces": "replaced", "repeals": "repealed"}


_ACTS: Final = """
SELECT a.target_id, a.relation,
       CASE WHEN a.target_id <> :id THEN target.code ELSE actor.code END AS other_code,
       a.pinpoint, a.date, a.effective, a.certain, s.text AS sentence,
       CASE WHEN a.target_id <> :id THEN target.name WHEN actor.name IS NOT NULL THEN actor.name
            WHEN a.certain = 1 THEN d.name END AS other,
       d.name AS told_by, a.actor_id IS d.instrument_id AS by_itself
FROM acts a JOIN citations c ON c.document_id = a.document_id AND c.ord = a.ord
JOIN counted_documents d ON d.id = a.document_id
LEFT JOIN sentences s ON s.document_id = c.document_id AND s.ord = c.sentence
LEFT JOIN instruments actor ON actor.id = a.actor_id JOIN instruments target ON target.id = a.target_id
WHERE (a.target_id = :id OR a.actor_id = :id) AND a.actor_id IS NOT a.target_id
ORDER BY a.date NULLS LAST, other NULLS LAST, by_itself DESC, a.certain DESC, d.path, c.ord"""


def lineage(
    connection: sqlite3.Connection, code: str, place: str | None = None, year: int | None = None, on: str | None = None
) -> Row:
    """Return an instrument's status on a day (ISO; None: with all that is known), and the acts that made it so.

    `acts` lists what amends, replaces or repeals it (`direction` by) and what it does to others (of), oldest first,
    each once, with its sentence; `other` is None where a report does not say what did it. What the table of well-known
    instruments says came before and after stands among them, with `source` in place of a sentence, for an instrument
    that the archive does not cite, too. The status is the strongest of what a directive does or tells, or the table
    knows; a report or a press page decides nothing, and an act on a part (`pinpoint`) only amends. Documents that rest
    on it after its end are in `late`.
    """
    table = table_of(connection)
    instrument, known = _meant(connection, table, code, place, year)
    acts = _acts(connection, instrument["id"]) if instrument["id"] is not None else []
    if known is not None:
        acts = sorted([*acts, *_successions(table, known, acts)], key=lambda act: (act["date"] is None, act["date"]))
    late = citations_after_end(connection, instrument["id"]) if instrument["id"] is not None else []
    return {
        "instrument": {k: instrument[k] for k in ("name", "code", "date", "issuer", "title", "jurisdiction")}
        | _identifiers(instrument),
        "held": instrument["document_id"] is not None,
        "on": on,
        "status": _status([act for act in acts if act["direction"] == "by"], on),
        "acts": acts,
        "late": [{k: row[k] for k in ("document", "date", "relation", "ended", "sentence")} for row in late],
    }


def _meant(
    connection: sqlite3.Connection, table: KnownTable, code: str, place: str | None, year: int | None
) -> tuple[Row, KnownInstrument | None]:
    """Return the instrument that a code means, and its row in the table; QueryError when neither has it."""
    try:
        row = one_instrument(connection, code, place, year)
    except QueryError as error:
        named = known_as(connection, code)
        found = table.coded(code) or ((named,) if named else ())
        coded = [known for known in found if year is None or known.date.year == year]
        if error.message.key not in ("query.no_instrument", "query.known_instrument") or place or not coded:
            raise
        known = coded[-1]
        name = f"{known.doc_type} số {known.code}"
        fields = {"id": None, "document_id": None, "name": name, "code": known.code, "date": known.date.isoformat()}
        fields |= {"doc_type": known.doc_type, "symbol": known.symbol}
        return fields | {"issuer": known.issuer, "title": known.title, "jurisdiction": NATIONAL}, known
    return row, known_by_key(table).get(row["key"])


def _identifiers(instrument: Row) -> Row:
    """Return what other collections of law know an instrument by."""
    names = ("doc_type", "symbol", "code", "date", "jurisdiction")
    doc_type, symbol, code, day_, owner = (instrument[name] for name in names)
    return {name: make(doc_type, symbol, code, day_, owner) for name, make in (("akn", akn_iri), ("eli", eli))}


def _acts(connection: sqlite3.Connection, instrument: int) -> list[Row]:
    """Return the acts of and on an instrument; one that several documents tell stands once, as the best tells it."""
    found: dict[tuple[object, ...], Row] = {}
    for row in connection.execute(_ACTS, {"id": instrument}):
        act = dict(row)
        act["direction"] = "by" if act.pop("target_id") == instrument else "of"
        act["certain"] = bool(act["certain"])
        act["by_itself"] = bool(act["by_itself"])
        act |= {"source": None, "checked": None}
        found.setdefault((act["direction"], act["relation"], act["other"], act["pinpoint"]), act)
    return list(found.values())


def _successions(table: KnownTable, known: KnownInstrument, acts: list[Row]) -> Iterator[Row]:
    """Yield what the table says that an instrument ended, and what ended it, unless the archive tells it.

    Where a document of the archive replaces or repeals the other itself, its own words and day hold.
    """
    told = {
        (act["direction"], act["other_code"])
        for act in acts
        if act["relation"] in ENDING and act["certain"] and act["pinpoint"] is None
    }
    for direction, others in (("by", table.successors(known)), ("of", table.predecessors(known))):
        for other in others:
            if (direction, other.code) in told:
                continue
            actor, former = (other, known) if direction == "by" else (known, other)
            yield {
                "relation": "repeals" if table.repeals(actor, former) else "replaces",
                "other_code": other.code, "pinpoint": None, "date": actor.date.isoformat(),
                "effective": actor.begins.isoformat(), "certain": True, "sentence": None,
                "other": f"{other.doc_type} số {other.code}", "told_by": None, "by_itself": False,
                "direction": direction, "source": actor.seen or actor.source, "checked": actor.seen is not None,
            }  # fmt: skip


def _status(acts: list[Row], on: str | None) -> str:
    """Return the status that the acts on an instrument give it on a day; what only a report tells changes nothing."""
    done = {_state(act) for act in acts if act["certain"] and _has_begun(act, on)}
    return next((_STATES[relation] for relation in reversed(DEEDS) if _STATES[relation] in done), "in_force")


def _state(act: Row) -> str:
    return "amended" if act["pinpoint"] and act["relation"] in ENDING else _STATES[act["relation"]]


def _has_begun(act: Row, on: str | None) -> bool:
    begins = act["effective"] or act["date"]
    return on is None or (begins is not None and begins <= on)


def show(answer: Row, speech: Speech) -> Iterator[str]:
    """Yield an instrument's status and the acts that made it so, each with its sentence."""
    instrument = answer["instrument"]
    yield " · ".join(filter(None, (instrument["name"], instrument["jurisdiction"], speech.day(instrument["date"]))))
    if instrument["akn"]:
        yield f"  {instrument['akn']}"
    yield _status_line(answer, speech)
    for act in answer["acts"]:
        yield f"  {speech.day(act['date'])}  {_act_words(act, speech)}"
        yield from wrapped(f"“{act['sentence']}”" if act["sentence"] else _source(act, speech), "      ")
    if answer["late"]:
        yield speech("show.late") + ":"
    for row in answer["late"]:
        ended = speech("show.ended", day=speech.day(row["ended"]))
        yield f"  {speech.day(row['date'])}  {row['document']} · {speech('relation.' + row['relation'])} ({ended})"
        yield from wrapped(f"“{row['sentence']}”", "      ")


def _status_line(answer: Row, speech: Speech) -> str:
    status = speech(f"legal_status.{_status_words(answer)}")
    if answer["on"]:
        return speech("show.as_of", day=speech.day(answer["on"]), status=status)
    return speech("show.status_now", status=status)


def _table_rows(answer: Row, speech: Speech) -> Iterator[Row]:
    """Yield the status, the acts that made it so, and who rests on the instrument after its end."""
    nothing = {"effective": None, "told_by": None, "sentence": None, "other": None, "path": None}
    instrument = answer["instrument"]
    yield nothing | {
        "document": instrument["name"], "date": instrument["date"], "act": _status_line(answer, speech)
    }  # fmt: skip
    for act in answer["acts"]:
        told = act["sentence"] or _source(act, speech)
        yield nothing | {key: act[key] for key in ("date", "effective", "told_by", "other")} | {
            "document": act["other"], "act": _act_words(act, speech), "sentence": told
        }  # fmt: skip
    for row in answer["late"]:
        act = f"{speech('show.late')} ({speech('show.ended', day=speech.day(row['ended']))})"
        yield nothing | {key: row[key] for key in ("document", "date", "sentence")} | {
            "act": act, "path": row["document"]
        }  # fmt: skip


def _status_words(answer: Row) -> str:
    """Return the message that says the status: one in force is not said to have been left alone, if acts follow."""
    by = [act for act in answer["acts"] if act["direction"] == "by"]
    if answer["status"] != "in_force" or not by:
        return str(answer["status"])
    return "told" if any(_has_begun(act, answer["on"]) for act in by) else "later"


def _source(act: Row, speech: Speech) -> str:
    return speech("show.known_checked" if act["checked"] else "show.known_unchecked", source=act["source"])


def _act_words(act: Row, speech: Speech) -> str:
    """Return one act in words: who does what to whom, on which part, from when, and who tells it."""
    relation = speech(f"relation.{act['relation']}")
    what = speech(f"show.act_{act['direction']}", other=act["other"], relation=relation) if act["other"] else relation
    part = speech("show.act_part", pinpoint=act["pinpoint"]) if act["pinpoint"] else None
    since = act["effective"] if act["effective"] != act["date"] else None
    begins = speech("show.act_from", day=speech.day(since)) if since else None
    teller = None if act["by_itself"] or act["told_by"] is None else speech("show.told_by", document=act["told_by"])
    doubt = None if act["certain"] else speech("show.told")
    return " · ".join(filter(None, (what, part, begins, teller, doubt)))


ON: Final = Argument("on", "on", "day", ("--as-of", "--on"), day)
TABLE: Final = Table(
    (plain("document"), dated("date"), plain("act"), dated("effective"), plain("told_by"), plain("sentence")),
    _table_rows,
)
QUESTION: Final = Question("lineage", (CODE, PLACE, ISSUED, ON), lineage, show, TABLE)
