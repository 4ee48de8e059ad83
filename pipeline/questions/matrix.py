"""Who cites whom: the level of the citing body against the relation, and against the level of what is cited."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from extractors.text.folding import fold
from extractors.values.places import CENTRAL, same_jurisdiction
from pipeline.arguments import LEVEL, RELATION, option
from pipeline.arguments import years as parse_years
from pipeline.lookup import level_of, named_place
from pipeline.questions.question import Question
from pipeline.rows import Row, rows_of
from pipeline.speech import Speech
from pipeline.table import Column, Table, as_they_are

LEVELS: Final = (*LEVEL.choices, "unknown")
"""From the centre down; a body or an instrument whose place nobody tells is unknown."""
RELATIONS: Final = RELATION.choices
_CITED: Final = """
SELECT DISTINCT d.id, d.place, d.district, d.commune, d.date, c.relation, c.instrument_id, i.jurisdiction, i.issuer,
       h.place AS held_place, h.district AS held_district, h.commune AS held_commune
FROM citations c JOIN counted_documents d ON d.id = c.document_id JOIN instruments i ON i.id = c.instrument_id
LEFT JOIN counted_documents h ON h.id = i.document_id
WHERE i.document_id IS NOT d.id"""
_COMMUNE: Final = re.compile(r"\b(?:(?<!thị )xã|phường|thị trấn|đặc khu)\b")
_PLACED: Final = ("place", "district", "commune")


def matrix(
    connection: sqlite3.Connection,
    years: tuple[int, int] | None = None,
    place: str | None = None,
    relation: str | None = None,
) -> list[Row]:
    """Return a row for each level of citing bodies, none where nothing cites: documents, citations, by what they are.

    A document that cites an instrument several times in one relation counts once. `years` and `place` are those of the
    citing documents, `relation` keeps that relation alone. QueryError for a place that there is not.
    """
    province = named_place(place) if place else None
    documents: dict[str, set[int]] = defaultdict(set)
    relations: dict[str, Counter[str]] = defaultdict(Counter)
    cited: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows_of(connection, _CITED):
        if not _is_asked(row, years, province, relation):
            continue
        level = level_of(row) or "unknown"
        documents[level].add(row["id"])
        relations[level][row["relation"]] += 1
        cited[level][_level_cited(row)] += 1
    if not documents:
        return []
    return [
        {
            "level": level,
            "documents": len(documents[level]),
            "citations": relations[level].total(),
            "relations": {name: relations[level][name] for name in RELATIONS},
            "cited": {name: cited[level][name] for name in LEVELS},
        }
        for level in LEVELS
        if level in LEVEL.choices or documents[level]
    ]


def _is_asked(row: Row, years: tuple[int, int] | None, province: str | None, relation: str | None) -> bool:
    if relation and row["relation"] != relation:
        return False
    if province and not (row["place"] and same_jurisdiction(row["place"], province)):
        return False
    return years is None or bool(row["date"] and years[0] <= int(row["date"][:4]) <= years[1])


def _level_cited(row: Row) -> str:
    """Return the level of an instrument: that of the held document, else as its jurisdiction and issuer tell it."""
    held = level_of({name: row[f"held_{name}"] for name in _PLACED})
    if held:
        return held
    place, _, body = (row["jurisdiction"] or "").partition(" / ")
    if not place:
        return "unknown"
    if place == CENTRAL:
        return "central"
    if not body:
        return "province"
    return "commune" if _COMMUNE.search(fold(row["issuer"] or "")) else "district"


def show(rows: list[Row], speech: Speech) -> Iterator[str]:
    """Yield two tables: levels by relation, levels by level cited."""
    if not rows:
        yield speech("show.none")
        return
    yield from _table_lines(rows, "relations", "relation", speech)
    yield ""
    yield from _table_lines(rows, "cited", "citing_level", speech)


def _table_lines(rows: list[Row], part: str, section: str, speech: Speech) -> Iterator[str]:
    """Yield a table whose columns are as wide as what stands in them; a column without any count is left out."""
    names = [name for name in rows[0][part] if any(row[part][name] for row in rows)]
    heads = [
        speech("matrix.level"),
        speech("matrix.documents"),
        *(_short(f"{section}.{name}", speech) for name in names),
    ]
    lines = [[_level(row, speech), str(row["documents"]), *(_count(row[part], name) for name in names)] for row in rows]
    total = [speech("matrix.all"), str(sum(row["documents"] for row in rows))]
    total += [str(sum(row[part][name] for row in rows)) for name in names]
    widths = [max(len(line[at]) for line in (heads, *lines, total)) for at in range(len(heads))]
    yield speech(f"matrix.by_{part}")
    for line in (heads, *lines, total):
        first, *others = zip(line, widths, strict=True)
        yield "  ".join((first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others))).rstrip()


def _short(key: str, speech: Speech) -> str:
    """Return the first of the words that a value goes by, so that a line has room for all."""
    return speech(key).partition(",")[0]


def _count(counts: Mapping[str, int], name: str) -> str:
    return str(counts[name]) if counts[name] else "·"


def _level(row: Row, speech: Speech) -> str:
    return speech(f"citing_level.{row['level']}")


def _counted(part: str, section: str, name: str) -> Column:
    return Column(f"{section}.{name}", lambda row, speech: row[part][name])


TABLE: Final = Table(
    (
        Column("matrix.level", _level), Column("matrix.documents", lambda row, speech: row["documents"]),
        Column("matrix.citations", lambda row, speech: row["citations"]),
        *(_counted("relations", "relation", name) for name in RELATIONS),
        *(_counted("cited", "level_cited", name) for name in LEVELS),
    ),
    as_they_are,
)  # fmt: skip
QUESTION: Final = Question(
    "matrix",
    (option("years", "years", "years", parse_years), option("place", "citing_place", "place"), RELATION),
    matrix,
    show,
    TABLE,
)
