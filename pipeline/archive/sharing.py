"""Keys that documents share -> which documents a change reaches, and parts of an archive that share nothing.

A table of keys has `key` and `document_id`, another one the keys of each document; a key is a hash. Documents are
together where they share a key; one with the negative of a key shares it with those of the key itself alone.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import chain, groupby, pairwise
from operator import itemgetter
from struct import pack, unpack
from typing import Any, Final

from pipeline.run.identity import hashed

SELECTED: Final = "SELECT document_id FROM temp.selected"
"""The documents that `select_documents` chose last."""
_PART: Final = 100
_FEW: Final = 2000
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
        before = [(key, one) for one in documents for key in self._keys_of(connection, one)]
        connection.executemany(f"DELETE FROM {self.table} WHERE key = ? AND document_id = ?", before)
        connection.executemany(f"DELETE FROM {self.table}_of WHERE document_id = ?", [(one,) for one in documents])
        found: dict[int, set[int]] = defaultdict(set)
        for key, document in keys:
            found[document].add(key)
        rows = sorted((key, document) for document, told in found.items() for key in told)
        connection.executemany(f"INSERT INTO {self.table} (key, document_id) VALUES (?, ?)", rows)
        connection.executemany(
            f"INSERT INTO {self.table}_of (document_id, keys) VALUES (?, ?)",
            [(document, pack(f"<{len(told)}q", *sorted(told))) for document, told in sorted(found.items())],
        )

    def _keys_of(self, connection: sqlite3.Connection, document: int) -> tuple[int, ...]:
        row = connection.execute(f"SELECT keys FROM {self.table}_of WHERE document_id = ?", (document,)).fetchone()
        return unpack(f"<{len(row['keys']) // 8}q", row["keys"]) if row else ()

    def sharing(self, connection: sqlite3.Connection, documents: Iterable[int]) -> set[int]:
        """Return the documents that share a key with one of these."""
        sql = f"SELECT document_id FROM {self.table} WHERE key = ?"
        return {
            other
            for document in documents
            for key in self._keys_of(connection, document)
            for met in ({abs(key), -key} if self.negative else (key,))
            for (other,) in connection.execute(sql, (met,))
        }

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

        for group in chain(
            self._by_key(connection, documents), ([document for document, _ in places] for places in together)
        ):
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

    def _by_key(self, connection: sqlite3.Connection, documents: Set[int]) -> Iterator[list[int]]:
        """Yield the documents of each key that some share; of few documents their own keys are read, else all keys."""
        rows = self._keys_of_all(connection, documents) if len(documents) <= _FEW else self._every_key(connection)
        for _, group in groupby(rows, key=itemgetter(0)):
            members = list(group)
            if len(members) > 1 and any(positive for _, _, positive in members):
                yield [document for _, document, _ in members]

    def _keys_of_all(self, connection: sqlite3.Connection, documents: Set[int]) -> list[tuple[int, int, bool]]:
        keys = ((key, document) for document in documents for key in self._keys_of(connection, document))
        return sorted((abs(key), document, key > 0) for key, document in keys)

    def _every_key(self, connection: sqlite3.Connection) -> Iterable[tuple[int, int, bool]]:
        signed = "abs(key)" if self.negative else "key"
        return connection.execute(f"SELECT {signed}, document_id, key > 0 FROM {self.table} ORDER BY {signed}")


FACTS: Final = SharedKeys("fact_keys")
GROUPS: Final = SharedKeys("group_keys", negative=True)
