"""Words and what was chosen of place, year, type, body, indicator -> the documents found, and what more can be chosen.

What `search` finds, counted by what the documents are: the window's search. A value is chosen exactly as it stands in
the database.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from pipeline.questions.search import MATCHING, expression_of, sentence_with, words_in
from pipeline.rows import Row, rows_of

FACETS: Final[Mapping[str, str]] = {
    "place": "d.place",
    "district": "d.district",
    "commune": "d.commune",
    "year": "substr(d.date, 1, 4)",
    "doc_type": "d.doc_type",
    "body": "coalesce(d.issuer, d.author)",
}
"""What documents are told apart by, and where it stands; indicators are those of their figures."""
MOST: Final = 2_000
"""Documents that are put in order and counted; of more those of the latest years."""
_SHOWN: Final = 12
"""Values of a facet that are offered, those with most documents first."""

_COLUMNS: Final = f"d.id, {', '.join(f'{sql} AS {name}' for name, sql in FACETS.items())}, d.date, d.path"
_BEST: Final = f"SELECT {_COLUMNS} FROM {{source}} WHERE {{conditions}} ORDER BY {{score}}, {{newest}}"
_NEWEST_FIRST: Final = "d.date IS NULL, d.date DESC, d.path"
_MORE: Final = "SELECT 1 FROM {source} WHERE {conditions} LIMIT 1 OFFSET ?"
_LATEST: Final = f"""
WITH latest AS MATERIALIZED (
  SELECT n.id FROM documents n JOIN counted_documents d ON d.id = n.id
  WHERE {{conditions}} ORDER BY substr(n.date, 1, 4) DESC LIMIT ?)
SELECT {_COLUMNS} FROM latest JOIN counted_documents d ON d.id = latest.id ORDER BY {_NEWEST_FIRST}"""
"""Goes through the index of years from its end until there are enough: all would take seconds to put in order."""
_HOLDING: Final = "+n.id IN (SELECT rowid FROM documents_fts WHERE documents_fts MATCH ?)"
_WHOLE: Final = """
SELECT d.id, d.name AS document, d.code, d.title, d.date, d.date_from, d.date_to, d.doc_type,
       coalesce(d.issuer, d.author) AS body, d.place, d.district, d.commune, d.pages, d.path, d.text
FROM counted_documents d WHERE d.id IN (SELECT CAST(value AS INTEGER) FROM json_each(?))"""
_INDICATORS: Final = """
SELECT indicator, count(DISTINCT document_id) AS documents FROM figure_nouns
WHERE document_id IN (SELECT CAST(value AS INTEGER) FROM json_each(?))
GROUP BY indicator ORDER BY documents DESC, indicator"""


def found(connection: sqlite3.Connection, words: str, chosen: Mapping[str, str], first: int = 0, most: int = 20) -> Row:
    """Return `count`, the `rows` from `first` on, best or newest first, and `facets`: values with their documents.

    Each row has the `sentence` that shows the words and the `hits` in it. `chosen` holds values of FACETS and of
    `indicator`; with neither words nor a choice nothing is found. Where there are `more` than MOST, all of this is
    told of those of the latest years.
    """
    every, more = _every(connection, words, chosen)
    ids = [row["id"] for row in every]
    shown = ids[first : first + most]
    rows = {row["id"]: row for row in rows_of(connection, _WHOLE, json.dumps(shown))}
    return {
        "count": len(every),
        "more": more,
        "rows": [_with_hits(rows[one], words) for one in shown],
        "facets": {name: _counted(row[name] for row in every) for name in FACETS} | {
            "indicator": _indicators(connection, ids)
        },
    }  # fmt: skip


def hits_in(text: str, words: str) -> list[tuple[int, int]]:
    """Return where the words of a search stand in a text, as it finds them: with or without diacritics."""
    return words_in(text, words)


def _every(connection: sqlite3.Connection, words: str, chosen: Mapping[str, str]) -> tuple[list[Row], bool]:
    conditions, values = _conditions(chosen)
    source, score, first = "counted_documents d", "0", list[str]()
    if words.strip():
        source, _, holding = MATCHING.partition(" FROM ")[2].partition(" WHERE ")
        conditions, score, first = [holding, *conditions], "bm25(documents_fts)", [_HOLDING]
        values = [expression_of(connection, words), *values]
    if not conditions:
        return [], False
    asked = " AND ".join(conditions)
    if connection.execute(_MORE.format(source=source, conditions=asked), (*values, MOST)).fetchone():
        asked = " AND ".join((*first, *conditions[len(first) :]))
        return rows_of(connection, _LATEST.format(conditions=asked), *values, MOST), True
    sql = _BEST.format(source=source, score=score, conditions=asked, newest=_NEWEST_FIRST)
    return rows_of(connection, sql, *values), False


def _conditions(chosen: Mapping[str, str]) -> tuple[list[str], list[str]]:
    conditions, values = [], []
    for name, sql in FACETS.items():
        if chosen.get(name):
            conditions.append(f"{sql} = ?")
            values.append(chosen[name])
    if chosen.get("indicator"):
        conditions.append("d.id IN (SELECT f.document_id FROM figure_nouns f WHERE f.indicator = ?)")
        values.append(chosen["indicator"])
    return conditions, values


def _with_hits(row: Row, words: str) -> Row:
    text = row.pop("text")
    sentence, hits = sentence_with(text, words) if words.strip() else ("", [])
    return row | {"sentence": sentence, "hits": hits}


def _counted(values: Iterable[str | None]) -> list[tuple[str, int]]:
    counts = Counter(value for value in values if value)
    return sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))[:_SHOWN]


def _indicators(connection: sqlite3.Connection, ids: list[int]) -> list[tuple[str, int]]:
    return [(row["indicator"], row["documents"]) for row in connection.execute(_INDICATORS, (json.dumps(ids),))]
