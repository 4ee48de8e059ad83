"""An instrument -> its legal status on a day, and the acts that made it so, each with its sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

from pipeline.archive.acts import ACTING, ENDING, citations_after_end
from pipeline.arguments import CODE, ISSUED, PLACE, Argument, day
from pipeline.lookup import one_instrument
from pipeline.questions.question import Question
from pipeline.questions.wording import wrapped
from pipeline.rows import Row
from pipeline.speech import Speech

_STATES: Final = {"amends": "amended", "replaces": "replaced", "repeals": "repealed"}


_ACTS: Final = """
SELECT a.target_id, a.relation, a.pinpoint, a.date, a.effective, a.certain, c.sentence,
       CASE WHEN a.target_id <> :id THEN target.name WHEN actor.name IS NOT NULL THEN actor.name
            WHEN a.certain THEN d.name END AS other,
       d.name AS told_by, a.actor_id IS d.instrument_id AS by_itself
FROM acts a JOIN citations c ON c.document_id = a.document_id AND c.ord = a.ord
JOIN counted_documents d ON d.id = a.document_id
LEFT JOIN instruments actor ON actor.id = a.actor_id JOIN instruments target ON target.id = a.target_id
WHERE (a.target_id = :id OR a.actor_id = :id) AND a.actor_id IS NOT a.target_id
ORDER BY a.date IS NULL, a.date, other IS NULL, other, by_itself DESC, a.certain DESC, d.path, c.ord"""


def lineage(
    connection: sqlite3.Connection, code: str, place: str | None = None, year: int | None = None, on: str | None = None
) -> Row:
    """Return an instrument's status on a day (ISO; None: with all the archive knows), and the acts that made it so.

    `acts` lists what amends, replaces or repeals it (`direction` by) and what it does to others (of), oldest first,
    each once, with its sentence; `other` is None where a report does not say what did it. The status is the strongest
    of the former that a directive does or tells; a report or a press page decides nothing, and an act on a part
    (`pinpoint`) only amends. Documents that rest on it after its end are in `late`.
    """
    instrument = one_instrument(connection, code, place, year)
    acts = _acts(connection, instrument["id"])
    done = [_state(act) for act in acts if act["direction"] == "by" and act["certain"] and _has_begun(act, on)]
    late = citations_after_end(connection, instrument["id"])
    return {
        "instrument": {k: instrument[k] for k in ("name", "code", "date", "issuer", "title", "jurisdiction")},
        "held": instrument["document_id"] is not None,
        "on": on,
        "status": next((_STATES[r] for r in reversed(ACTING) if _STATES[r] in done), "in_force"),
        "acts": acts,
        "late": [{k: row[k] for k in ("document", "date", "relation", "ended", "sentence")} for row in late],
    }


def _acts(connection: sqlite3.Connection, instrument: int) -> list[Row]:
    """Return the acts of and on an instrument; one that several documents tell stands once, as the best tells it."""
    found: dict[tuple[object, ...], Row] = {}
    for row in connection.execute(_ACTS, {"id": instrument}):
        act = dict(row)
        act["direction"] = "by" if act.pop("target_id") == instrument else "of"
        act["certain"] = bool(act["certain"])
        act["by_itself"] = bool(act["by_itself"])
        found.setdefault((act["direction"], act["relation"], act["other"], act["pinpoint"]), act)
    return list(found.values())


def _state(act: Row) -> str:
    return "amended" if act["pinpoint"] and act["relation"] in ENDING else _STATES[act["relation"]]


def _has_begun(act: Row, on: str | None) -> bool:
    begins = act["effective"] or act["date"]
    return on is None or (begins is not None and begins <= on)


def show(answer: Row, speech: Speech) -> Iterator[str]:
    """Yield an instrument's status and the acts that made it so, each with its sentence."""
    instrument = answer["instrument"]
    yield " · ".join(filter(None, (instrument["name"], instrument["jurisdiction"], speech.day(instrument["date"]))))
    status = speech(f"legal_status.{answer['status']}")
    if answer["on"]:
        yield speech("show.as_of", day=speech.day(answer["on"]), status=status)
    else:
        yield speech("show.status_now", status=status)
    for act in answer["acts"]:
        yield f"  {speech.day(act['date'])}  {_act_words(act, speech)}"
        yield from wrapped(f"“{act['sentence']}”", "      ")
    if answer["late"]:
        yield speech("show.late") + ":"
    for row in answer["late"]:
        ended = speech("show.ended", day=speech.day(row["ended"]))
        yield f"  {speech.day(row['date'])}  {row['document']} · {speech('relation.' + row['relation'])} ({ended})"
        yield from wrapped(f"“{row['sentence']}”", "      ")


def _act_words(act: Row, speech: Speech) -> str:
    """Return one act in words: who does what to whom, on which part, from when, and who tells it."""
    relation = speech(f"relation.{act['relation']}")
    what = speech(f"show.act_{act['direction']}", other=act["other"], relation=relation) if act["other"] else relation
    part = speech("show.act_part", pinpoint=act["pinpoint"]) if act["pinpoint"] else None
    since = act["effective"] if act["effective"] != act["date"] else None
    begins = speech("show.act_from", day=speech.day(since)) if since else None
    teller = None if act["by_itself"] else speech("show.told_by", document=act["told_by"])
    doubt = None if act["certain"] else speech("show.told")
    return " · ".join(filter(None, (what, part, begins, teller, doubt)))


ON: Final = Argument("on", "on", "day", ("--as-of", "--on"), day)
QUESTION: Final = Question("lineage", (CODE, PLACE, ISSUED, ON), lineage, show)
