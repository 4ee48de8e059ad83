"""Questions about instruments as a whole: status over time, what is missing, cited most, or in conflict."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Any, Final

from extractors.text.folding import bare
from extractors.values.places import same_jurisdiction
from pipeline.archive.acts import ACTING, ENDING, citations_after_end
from pipeline.errors import QueryError
from pipeline.query import named_place, one_instrument

Row = dict[str, Any]

_STATES: Final = {"amends": "amended", "replaces": "replaced", "repeals": "repealed"}

_ACTS: Final = """
SELECT a.target_id, a.relation, a.pinpoint, a.date, a.effective, a.certain, c.sentence,
       CASE WHEN a.target_id <> :id THEN target.name WHEN actor.name IS NOT NULL THEN actor.name
            WHEN a.certain THEN d.name END AS other,
       d.name AS told_by, a.actor_id IS d.instrument_id AS by_itself
FROM acts a JOIN citations c ON c.document_id = a.document_id AND c.ord = a.ord JOIN documents d ON d.id = a.document_id
LEFT JOIN instruments actor ON actor.id = a.actor_id JOIN instruments target ON target.id = a.target_id
WHERE (a.target_id = :id OR a.actor_id = :id) AND a.actor_id IS NOT a.target_id
ORDER BY a.date IS NULL, a.date, other IS NULL, other, by_itself DESC, a.certain DESC, d.path, c.ord"""


def lineage(
    connection: sqlite3.Connection, words: str, place: str | None = None, year: int | None = None, on: str | None = None
) -> Row:
    """Return an instrument's status on a day (ISO; None: with all the archive knows), and the acts that made it so.

    `acts` lists what amends, replaces or repeals it (`direction` by) and what it does to others (of), oldest first,
    each once, with its sentence; `other` is None where a report does not say what did it. The status is the strongest
    of the former that a directive does or tells; a report or a press page decides nothing, and an act on a part
    (`pinpoint`) only amends. Documents that rest on it after its end are in `late`.
    """
    instrument = one_instrument(connection, words, place, year)
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


_COUNTED: Final = """
SELECT i.id, i.name, i.code, i.doc_type, i.jurisdiction, i.date, i.issuer, i.title, i.document_id IS NOT NULL AS held,
       count(DISTINCT coalesce(d.instrument_id, -d.id)) AS documents, count(*) AS times,
       min(d.date) AS first, max(d.date) AS last
FROM citations c JOIN instruments i ON i.id = c.instrument_id JOIN documents d ON d.id = c.document_id
WHERE {conditions} GROUP BY i.id ORDER BY documents DESC, times DESC, i.key LIMIT coalesce(:limit, -1)"""


def missing(connection: sqlite3.Connection, limit: int | None = None) -> list[Row]:
    """Return what the archive cites and does not hold, most citing documents first."""
    return _counted(connection, "i.document_id IS NULL", limit=limit)


def top(
    connection: sqlite3.Connection, years: tuple[int, int] | None, place: str | None, doc_type: str | None, limit: int
) -> list[Row]:
    """Return the most cited instruments, by the years and the place of the citing documents and the type cited.

    The type may be typed without capitals or diacritics; QueryError when no instrument is of that type.
    """
    connection.create_function("same_place", 2, lambda a, b: int(same_jurisdiction(a, b)), deterministic=True)
    first, last = (str(year) for year in years) if years else (None, None)
    conditions = (
        "(:first IS NULL OR substr(d.date, 1, 4) BETWEEN :first AND :last)"
        " AND (:type IS NULL OR i.doc_type = :type) AND (:place IS NULL OR same_place(d.place, :place))"
    )
    return _counted(
        connection, conditions, first=first, last=last, place=named_place(place) if place else None,
        type=_named_type(connection, doc_type) if doc_type else None, limit=limit,
    )  # fmt: skip


def _named_type(connection: sqlite3.Connection, words: str) -> str:
    types: list[str] = [
        row[0] for row in connection.execute("SELECT DISTINCT doc_type FROM instruments WHERE doc_type <> ''")
    ]
    found = [name for name in types if bare(name) == bare(words)]
    if not found:
        raise QueryError(f"Kho không có loại văn bản “{words}”. Các loại có trong kho: {', '.join(sorted(types))}.")
    return next((name for name in found if name.lower() == words.lower()), found[0])


def _counted(connection: sqlite3.Connection, conditions: str, **values: str | int | None) -> list[Row]:
    rows = connection.execute(_COUNTED.format(conditions=conditions), values)
    return [{**dict(row), "held": bool(row["held"])} for row in rows]


_CONFLICTS: Final = """
SELECT instrument, jurisdiction, document, kind, message, sentence, sides, document_id, start FROM (
  SELECT i.name AS instrument, i.jurisdiction, NULL AS document, p.kind, p.message, p.sentence, p.sides, 0 AS part,
         i.key AS place, NULL AS document_id, NULL AS start
  FROM problems p JOIN instruments i ON i.id = p.instrument_id
  UNION ALL
  SELECT NULL, NULL, d.name, p.kind, p.message, p.sentence, p.sides, 1, d.path, p.document_id, p.start
  FROM problems p JOIN documents d ON d.id = p.document_id
  WHERE p.kind IN ('symbol_contradicts_issuer', 'type_contradicts_symbol', 'year_contradicts_date', 'cites_ended',
                   'figures_disagree')
) ORDER BY part, place, start, message"""

_SAME_DAY: Final = """
SELECT other.name, other.document_id IS NOT NULL AS held, count(DISTINCT by.document_id) AS documents
FROM citations c JOIN instruments other ON other.number = c.number AND other.date = c.date
LEFT JOIN citations by ON by.instrument_id = other.id
WHERE c.document_id = :document AND c.start = :start AND other.id <> c.instrument_id
GROUP BY other.id ORDER BY other.key"""


_SAME_CODE: Final = """
SELECT i.name || ' ngày ' || strftime('%d/%m/%Y', i.date) AS name, i.document_id IS NOT NULL AS held,
       (SELECT count(DISTINCT by.document_id) FROM citations by WHERE by.instrument_id = i.id AND by.date = i.date)
         AS documents
FROM citations c JOIN instruments i ON i.id = c.instrument_id
WHERE c.document_id = :document AND c.start = :start AND i.date <> c.date"""

_EVIDENCE: Final = {
    "symbol_contradicts_issuer": _SAME_DAY, "type_contradicts_symbol": _SAME_DAY, "year_contradicts_date": _SAME_CODE,
}  # fmt: skip


def conflicts(connection: sqlite3.Connection) -> list[Row]:
    """Return where documents disagree on an instrument or a figure, where a citation contradicts itself or is late.

    `sides` holds the readings of a disagreement, the likelier first, each with the documents that give it. For a
    citation that contradicts itself `witnesses` holds what else the archive knows: of that number and day where the
    symbol is against issuer or type word, of that code where its year is against the date.
    """
    return [_conflict(connection, dict(row)) for row in connection.execute(_CONFLICTS)]


def _conflict(connection: sqlite3.Connection, row: Row) -> Row:
    place = {"document": row.pop("document_id"), "start": row.pop("start")}
    row["sides"] = json.loads(row["sides"]) if row["sides"] else []
    row["witnesses"] = []
    if row["kind"] in _EVIDENCE:
        row["witnesses"] = _witnesses(connection.execute(_EVIDENCE[row["kind"]], place))
    return row


def _witnesses(rows: Iterable[sqlite3.Row]) -> list[Row]:
    return [{"name": row["name"], "held": bool(row["held"]), "documents": row["documents"]} for row in rows]
