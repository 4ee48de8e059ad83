"""Keys of mentions, kept in the database: by which series, or by which name, those that a change touches are found."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Final

from pipeline.run.identity import hashed

HELD: Final = -1
"""In place of a citation's number: the document itself."""
SERIES, GIVES, ASKS = range(3)
"""Kinds of keys: number and symbol, or the name that stands for them; a name with its full code; a name without."""
_KINDS: Final = 4
Place = tuple[int, int]
"""A document, and the number of a citation in it."""


def kind_of_key(kind: int, told: str) -> int:
    """Return the key of a series or a name."""
    return hashed(told) // _KINDS * _KINDS + kind


def of_kind(kind: int, keys: Iterable[int]) -> set[int]:
    """Return the keys of one kind."""
    return {key for key in keys if key % _KINDS == kind}


def asking_for(names: Iterable[int]) -> list[int]:
    """Return the keys of mentions that ask for names that others give."""
    return sorted(key - GIVES + ASKS for key in names)


def find_places(connection: sqlite3.Connection, keys: Iterable[int]) -> list[Place]:
    """Return where mentions with one of some keys stand."""
    sql = "SELECT document_id, ord FROM mention_keys WHERE key = ?"
    return [(document, ord_) for key in keys for document, ord_ in connection.execute(sql, (key,))]


def keys_of(connection: sqlite3.Connection, documents: Iterable[int]) -> set[int]:
    """Return the keys that documents have."""
    sql = "SELECT key FROM mention_keys WHERE document_id = ?"
    return {key for document in documents for (key,) in connection.execute(sql, (document,))}


def forget(connection: sqlite3.Connection, documents: Iterable[int]) -> None:
    """Delete the keys of documents."""
    connection.executemany("DELETE FROM mention_keys WHERE document_id = ?", ((one,) for one in documents))


def keep(connection: sqlite3.Connection, keys: Iterable[tuple[int, Place]]) -> None:
    """Keep the keys of mentions, each with its place, beside those that are there."""
    connection.executemany(
        "INSERT INTO mention_keys (key, document_id, ord) VALUES (?, ?, ?)",
        sorted({(key, document, ord_) for key, (document, ord_) in keys}),
    )


def move(connection: sqlite3.Connection, series: Iterable[tuple[int, Place]]) -> set[int]:
    """Keep the series of mentions in place of those that they had; return both."""
    found: set[int] = set()
    for key, place in series:
        sql = "SELECT key FROM mention_keys WHERE document_id = ? AND ord = ?"
        before = of_kind(SERIES, (old for (old,) in connection.execute(sql, place)))
        if before != {key}:
            connection.executemany(
                "DELETE FROM mention_keys WHERE key = ? AND document_id = ? AND ord = ?",
                [(old, *place) for old in before],
            )
            keep(connection, [(key, place)])
        found |= before | {key}
    return found


def in_shares(connection: sqlite3.Connection, keys: Iterable[int], most: int) -> Iterator[list[int]]:
    """Yield keys in parts of which the mentions fit into memory; one that many have is a part of its own."""
    some: list[int] = []
    many = 0
    for key in sorted(keys):
        (count,) = connection.execute("SELECT count(*) FROM mention_keys WHERE key = ?", (key,)).fetchone()
        if some and many + count > most:
            yield some
            some, many = [], 0
        some.append(key)
        many += count
    if some:
        yield some
