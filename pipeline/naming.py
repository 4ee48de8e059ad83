"""A document's name as a person types it (`báo cáo 268`, `QC 22/TU`) -> the rows that it means, and those near it.

A row is one of `counted_documents` or of `instruments`. Words are held against its kind, number, symbol, title, issuer,
place, day and file name; those without diacritics find words with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from extractors.names.kinds import typed_kind
from extractors.text.folding import bare, fold
from extractors.toml_file import read_toml
from pipeline.rows import Row

_TOKEN: Final = re.compile(r"\d+|[^\W\d_]+")
_CODE: Final = re.compile(r"\s*\d{1,5}[a-z]?\s?[-/]\s?(?:\d{4}/)?[^\W\d_]")
"""A number with its symbol behind it, as 15-BC/TU: no other document has both because a 15 stands in its date."""
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_FIELDS: Final = (
    "doc_type", "number", "symbol", "code", "title", "issuer", "author", "place", "district", "commune", "jurisdiction",
    "date", "name",
)  # fmt: skip
_NUMBER_WEIGHT: Final = 3
"""A number tells a document from others as well as three words do."""
_NEAR: Final = 0.5
"""The share of a name that a near one has at least."""
_LIKE: Final = 0.6
"""How like a name or a code is that may be a slip of the one typed."""
_AS_NEAR: Final = 0.75
"""How near another is shown beside the nearest."""


class _Name(NamedTuple):
    """A typed name: its kind, the number right behind that or of a code, and its words, those of the kind left out."""

    kind: str | None
    number: str | None
    words: tuple[str, ...]


def named(words: str, rows: Iterable[Row]) -> list[Row]:
    """Return the rows that have every word of a typed name; those of its kind before those that only name that."""
    name = _parsed(words)
    if not name.words:
        return []
    found = [row for row in rows if _share(name, row) == 1]
    return [row for row in found if row["doc_type"] == name.kind] or found if name.kind else found


def nearest(words: str, rows: Iterable[Row], most: int = 3) -> list[Row]:
    """Return the rows that have at least half of a typed name, or whose code or name looks like it, nearest first."""
    name, key = _parsed(words), bare(words)
    scored = []
    for row in rows:
        likeness = max(SequenceMatcher(None, key, bare(row[field] or "")).ratio() for field in ("code", "name"))
        share = _share(name, row)
        if share >= _NEAR or likeness >= _LIKE:
            scored.append((share + likeness, row))
    scored.sort(key=lambda one: (-one[0], one[1]["name"]))
    return [row for score, row in scored[:most] if score >= _AS_NEAR * scored[0][0]]


def _parsed(words: str) -> _Name:
    kind, rest = typed_kind(words) or (None, words)
    tokens = tuple(token for token in _tokens(fold(rest)) if token not in _empty())
    numbered = tokens and tokens[0].isdecimal() and not _YEAR.fullmatch(tokens[0])
    number = tokens[0] if numbered and (kind or _CODE.match(rest)) else None
    return _Name(kind, number, tokens or tuple(_tokens(fold(kind or ""))))


@cache
def _empty() -> frozenset[str]:
    table = read_toml(Path(__file__).with_name("naming.toml"))
    return frozenset(table["words"]["empty"])


def _tokens(key: str) -> list[str]:
    return [token.lstrip("0") or "0" if token.isdecimal() else token for token in _TOKEN.findall(key)]


def _share(name: _Name, row: Row) -> float:
    """Return the share of a typed name that a row has, 1 for all of it."""
    text = " ".join(str(row[field]) for field in _FIELDS if row.get(field))
    held = {*_tokens(fold(text)), *_tokens(bare(text))}
    weights = [(token in held, _NUMBER_WEIGHT if token.isdecimal() else 1) for token in name.words]
    if name.number:
        weights[0] = row["number"] == name.number, _NUMBER_WEIGHT
    if name.kind:
        weights.append((row["doc_type"] == name.kind or held.issuperset(_tokens(fold(name.kind))), 2))
    return sum(weight for has, weight in weights if has) / sum(weight for _, weight in weights)
