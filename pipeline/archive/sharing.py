"""Keys that documents share -> which documents a change reaches, and parts of an archive that share nothing.

A table of keys has `key` and `document_id`; a key is a hash. Documents are together where they share a key; one with
the negative of a key shares it with those of the key itself alone.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import chain, groupby, pairwise
from operator import itemgetter
from typing import Any, Final

from pipeline.run.identity import hashed

SELECTED: Final = "SELECT document_id FROM temp.selected"
"""The documents that `select_documents` chose last."""
_PART: Final = 100
Together = Iterable[Iterable[tuple[int, int]]]
"""Documents, each with a number of something in it, that are together without a key."""


def select_documents(connection: sqlite3.Connection, documents: Iterable[int]) -> None:
    """Choose documents for the next queries."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS selected (document_id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM temp.selected")
    connection.executemany("INSERT OR IGNORE INTO temp.selected VALUES (?)", ((one,) for one in documents))


def in_parts(documents: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield documents in parts of which the figures fit into memory."""
    for at in range(0, len(documents), _PART):
        yield documents[at : at + _PART]


def key_of(told: Any) -> int:
    """Return a key of what documents may share."""
    return hashed(repr(told))


@dataclass(frozen=True, slots=True)
class SharedKeys:
    """A table of keys; `negative` tells that it has negative ones."""

    table: str
    negative: bool = False

    def keep(self, connection: sqlite3.Connection, documents: Iterable[int], keys: Iterable[tuple[int, int]]) -> None:
        """Keep the keys of documents in place of those that they had; `keys` are pairs of a key and a document."""
        connection.executemany(f"DELETE FROM {self.table} WHERE document_id = ?", [(one,) for one in documents])
        connection.executemany(f"INSERT INTO {self.table} (key, document_id) VALUES (?, ?)", sorted(set(keys)))

    def sharing(self, connection: sqlite3.Connection, documents: Iterable[int]) -> set[int]:
        """Return the documents that share a key with one of these."""
        select_documents(connection, documents)
        met = "IN (abs(own.key), -own.key)" if self.negative else "= own.key"
        rows = connection.execute(
            f"SELECT DISTINCT other.document_id FROM temp.selected s CROSS JOIN {self.table} own"
            f" ON own.document_id = s.document_id CROSS JOIN {self.table} other ON other.key {met}"
        )
        return {document for (document,) in rows}

    def reached(self, connection: sqlite3.Connection, documents: Iterable[int], together: Together = ()) -> set[int]:
        """Return the documents that can be reached from some by shared keys, or by being `together`."""
        beside: dict[int, set[int]] = defaultdict(set)
        for places in together:
            found = {document for document, _ in places}
            for document in found:
                beside[document] |= found
        closed: set[int] = set()
        frontier = set(documents)
        while frontier:
            closed |= frontier
            near = self.sharing(connection, frontier)
            near |= {other for document in frontier & beside.keys() for other in beside[document]}
            frontier = near - closed
        return closed

    def parts_apart(
        self, connection: sqlite3.Connection, documents: Set[int], together: Together = ()
    ) -> Iterator[set[int]]:
        """Yield documents in parts that share no key and are not together with one another, as small as may be."""
        if len(documents) <= _PART:
            yield set(documents)
            return
        up = {document: document for document in documents}

        def root(document: int) -> int:
            while up[document] != document:
                up[document] = up[up[document]]
                document = up[document]
            return document

        for group in chain(self._by_key(connection), ([document for document, _ in places] for places in together)):
            for one, other in pairwise(document for document in group if document in up):
                first, second = sorted((root(one), root(other)))
                up[second] = first
        part: set[int] = set()
        for _, members in groupby(sorted(documents, key=lambda one: (root(one), one)), key=root):
            part |= set(members)
            if len(part) >= _PART:
                yield part
                part = set()
        yield part

    def _by_key(self, connection: sqlite3.Connection) -> Iterator[list[int]]:
        """Yield the documents of each key; those of a negative alone share nothing."""
        if not self.negative:
            plain = connection.execute(f"SELECT key, document_id FROM {self.table} ORDER BY key")
            yield from ([document for _, document in group] for _, group in groupby(plain, key=itemgetter(0)))
            return
        signed = connection.execute(f"SELECT abs(key), document_id, key > 0 FROM {self.table} ORDER BY abs(key)")
        for _, rows in groupby(signed, key=itemgetter(0)):
            members = list(rows)
            if any(positive for _, _, positive in members):
                yield [document for _, document, _ in members]


FACTS: Final = SharedKeys("fact_keys")
GROUPS: Final = SharedKeys("group_keys", negative=True)
