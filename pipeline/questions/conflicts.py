"""Where documents disagree on an instrument or a figure, with both sides; where a citation contradicts itself."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Final

from pipeline.questions.question import ROWS, Question
from pipeline.questions.settled import replaced_in, replaced_reports, settled
from pipeline.questions.wording import wrapped
from pipeline.rows import Row
from pipeline.speech import Speech
from pipeline.table import Column, Table, as_they_are, plain

BY_DOCUMENT: Final = """('symbol_contradicts_issuer', 'type_contradicts_symbol', 'year_contradicts_date', 'cites_ended',
                   'figures_disagree', 'copies_differ', 'same_head_other_text')"""
"""Kinds of problems of a document that are conflicts; all that are told of an instrument are."""


_CONFLICTS: Final = f"""
SELECT instrument, jurisdiction, document, kind, message, sentence, sides, document_id, start FROM (
  SELECT i.name AS instrument, i.jurisdiction, NULL AS document, p.kind, p.message, p.sentence, p.sides, 0 AS part,
         i.key AS place, NULL AS document_id, NULL AS start
  FROM problems p JOIN instruments i ON i.id = p.instrument_id
  UNION ALL
  SELECT NULL, NULL, d.name, p.kind, p.message, p.sentence, p.sides, 1, d.path, p.document_id, p.start
  FROM problems p JOIN counted_documents d ON d.id = p.document_id
  WHERE p.kind IN {BY_DOCUMENT}
) AS every ORDER BY part, place, start, message"""


_OF_INSTRUMENT: Final = """
SELECT i.name AS instrument, i.jurisdiction, NULL AS document, p.kind, p.message, p.sentence, p.sides,
       NULL AS document_id, NULL AS start
FROM problems p JOIN instruments i ON i.id = p.instrument_id WHERE p.instrument_id = ? ORDER BY p.message"""


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


_CODES: Final = """
SELECT name, min(code) AS code FROM counted_documents
WHERE name IN (SELECT value FROM json_each(?)) AND code IS NOT NULL GROUP BY name HAVING count(*) = 1"""


_EVIDENCE: Final = {
    "symbol_contradicts_issuer": _SAME_DAY, "type_contradicts_symbol": _SAME_DAY, "year_contradicts_date": _SAME_CODE,
}  # fmt: skip


def conflicts(connection: sqlite3.Connection) -> list[Row]:
    """Return where documents disagree on an instrument or a figure, where a citation contradicts itself or is late.

    `sides` holds the readings of a disagreement, the likelier first, each with the documents that give it. For a
    citation that contradicts itself `witnesses` holds what else the archive knows: of that number and day where the
    symbol is against issuer or type word, of that code where its year is against the date. `replaced` are the reports
    that a later one took the place of, where without them nobody disagrees: these come last.
    """
    rows = [_conflict(connection, dict(row)) for row in connection.execute(_CONFLICTS)]
    replaced = replaced_reports(connection, rows)
    for row in rows:
        row["replaced"] = list(replaced_in(row, replaced))
    return _with_codes(connection, sorted(rows, key=lambda row: bool(row["replaced"])))


def conflicts_of(connection: sqlite3.Connection, instrument: int) -> list[Row]:
    """Return where documents disagree on one instrument, with both sides."""
    rows = [_conflict(connection, dict(row)) for row in connection.execute(_OF_INSTRUMENT, (instrument,))]
    return _with_codes(connection, rows)


def _conflict(connection: sqlite3.Connection, row: Row) -> Row:
    place = {"document": row.pop("document_id"), "start": row.pop("start")}
    row["sides"] = json.loads(row["sides"]) if row["sides"] else []
    row["witnesses"] = []
    if row["kind"] in _EVIDENCE:
        row["witnesses"] = _witnesses(connection.execute(_EVIDENCE[row["kind"]], place))
    return row


def _with_codes(connection: sqlite3.Connection, rows: list[Row]) -> list[Row]:
    """Add to each row, as `called`, what the documents of its sides are called by: their code, where they have one."""
    names = sorted({name for row in rows for side in row["sides"] for name in side["documents"]})
    codes = {row["name"]: row["code"] for row in connection.execute(_CODES, (json.dumps(names),))}
    for row in rows:
        mine = {name for side in row["sides"] for name in side["documents"]}
        row["called"] = {name: codes[name] for name in sorted(mine) if name in codes}
    return rows


def _witnesses(rows: Iterable[sqlite3.Row]) -> list[Row]:
    return [{"name": row["name"], "held": bool(row["held"]), "documents": row["documents"]} for row in rows]


def show(rows: list[Row], speech: Speech) -> Iterator[str]:
    """Yield where documents disagree, each with both sides."""
    if not rows:
        yield speech("show.none")
    for row in rows:
        where = row["document"] or row["jurisdiction"]
        yield from wrapped(f"{doubt(row, speech)}{f' ({where})' if where else ''}", "")
        for other in row["witnesses"]:
            yield f"    {_witness(other, speech)}"
        for words in _told(row):
            yield from wrapped(words, "    ")


def doubt(row: Row, speech: Speech) -> str:
    """Return what a conflict tells, its documents called by their codes: `theo 268-BC/BDVTU`."""
    told, called = speech.problem(row["kind"], row["message"]), row["called"]
    told = settled(told, tuple(row["replaced"]), speech) if row.get("replaced") else told
    if not called:
        return told
    names = "|".join(map(re.escape, sorted(called, key=len, reverse=True)))
    return re.sub(rf"(?<![\w-])(?:{names})(?![\w-])", lambda found: str(called[found[0]]), told)


def _witness(other: Row, speech: Speech) -> str:
    held = speech("show.held" if other["held"] else "show.not_held")
    counted = speech("show.by_documents", documents=other["documents"])
    return f"{speech('show.witness', name=other['name'])} ({held}; {counted})"


def _told(row: Row) -> list[str]:
    """Return the sentences of a conflict: of each side with its documents, else its own."""
    told = [
        f"“{side['sentence']}” ({', '.join(row['called'].get(name, name) for name in side['documents'])})"
        for side in row["sides"]
        if side.get("sentence")
    ]
    return told or ([f"“{row['sentence']}”"] if row["sentence"] else [])


TABLE: Final = Table(
    (
        Column("document", lambda row, speech: row["instrument"] or row["document"]), plain("place", "jurisdiction"),
        Column("doubt", lambda row, speech: doubt(row, speech)),
        Column("sentence", lambda row, speech: "; ".join(_told(row))),
        Column("witness", lambda row, speech: "; ".join(_witness(other, speech) for other in row["witnesses"])),
    ),
    as_they_are,
)  # fmt: skip
QUESTION: Final = Question("conflicts", (), conflicts, show, TABLE, ROWS)
