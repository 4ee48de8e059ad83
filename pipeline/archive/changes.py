"""What has changed since the archive was resolved -> the documents whose facts and disagreements are made anew.

For each document that counted, `resolved_documents` keeps a hash of all that its facts depend on outside its own rows;
one whose rows were replaced has lost it. A change reaches every document that shares a key with the changed one, before
or after, and those that share one with these. Other code or rules make the whole archive anew.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import chain, groupby, pairwise
from operator import itemgetter
from typing import Any, Final

from pipeline.run.fingerprint import fingerprint
from pipeline.run.identity import hashed

SELECTED: Final = "SELECT document_id FROM temp.selected"
"""The documents that `select_documents` chose last."""
_PART: Final = 200
_KEPT: Final = ("resolved_by", "resolved_documents", "fact_keys", "told_settings", "disagreements")
_TOLD: Final = """
SELECT id, path, name, sha256, kind, date, issuer, period_start, place, district, commune,
       id IN (SELECT id FROM replaced_documents) AS replaced
FROM counted_documents"""


@dataclass(frozen=True, slots=True)
class Changed:
    """The documents that count and are new or told otherwise, and those that counted before and do no more.

    `told` are the hashes of all documents that count.
    """

    documents: frozenset[int]
    gone: frozenset[int]
    told: Mapping[int, int]


def select_documents(connection: sqlite3.Connection, documents: Iterable[int]) -> None:
    """Choose documents for the next queries."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS selected (document_id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM temp.selected")
    connection.executemany("INSERT OR IGNORE INTO temp.selected VALUES (?)", ((one,) for one in documents))


def find_changes(connection: sqlite3.Connection, anew: bool) -> Changed:
    """Return what has changed since the last resolving; all has where other code or rules did that, or for `anew`."""
    told = dict(_told(connection))
    row = connection.execute("SELECT rules FROM resolved_by").fetchone()
    if anew or row is None or row["rules"] != _rules():
        for table in _KEPT:
            connection.execute(f"DELETE FROM {table}")
        facts = {
            document
            for (document,) in connection.execute(
                "SELECT DISTINCT document_id FROM figures WHERE statements IS NOT NULL"
            )
        }
        return Changed(frozenset(told), frozenset(facts - told.keys()), told)
    before = dict(connection.execute("SELECT document_id, told FROM resolved_documents").fetchall())
    documents = frozenset(document for document, says in told.items() if before.get(document) != says)
    return Changed(documents, frozenset(before.keys() - told.keys()), told)


def keep_changes(connection: sqlite3.Connection, changed: Changed) -> None:
    """Remember what the archive was resolved by; the end of a resolving."""
    connection.execute("DELETE FROM resolved_by")
    connection.execute("INSERT INTO resolved_by (rules) VALUES (?)", (_rules(),))
    connection.executemany("DELETE FROM resolved_documents WHERE document_id = ?", [(one,) for one in changed.gone])
    connection.executemany(
        "INSERT OR REPLACE INTO resolved_documents (document_id, told) VALUES (?, ?)",
        [(document, changed.told[document]) for document in sorted(changed.documents)],
    )


def keep_keys(connection: sqlite3.Connection, documents: Iterable[int], keys: Iterable[tuple[int, Any]]) -> None:
    """Keep the keys of documents in place of those that they had; `keys` are pairs of a document and a key of it."""
    connection.executemany("DELETE FROM fact_keys WHERE document_id = ?", [(one,) for one in documents])
    rows = sorted({(hashed(repr(key)), document) for document, key in set(keys)})
    connection.executemany("INSERT INTO fact_keys (key, document_id) VALUES (?, ?)", rows)


def sharing_keys(connection: sqlite3.Connection, documents: Iterable[int]) -> set[int]:
    """Return the documents that share a key with one of these."""
    select_documents(connection, documents)
    rows = connection.execute(
        "SELECT DISTINCT other.document_id FROM temp.selected s"
        " CROSS JOIN fact_keys own ON own.document_id = s.document_id CROSS JOIN fact_keys other ON other.key = own.key"
    )
    return {document for (document,) in rows}


def reached(
    connection: sqlite3.Connection, documents: Iterable[int], together: Iterable[Iterable[tuple[int, int]]]
) -> set[int]:
    """Return the documents that can be reached from some by shared keys, or by being `together` in a disagreement."""
    beside: dict[int, set[int]] = defaultdict(set)
    for places in together:
        found = {document for document, _ in places}
        for document in found:
            beside[document] |= found
    closed: set[int] = set()
    frontier = set(documents)
    while frontier:
        closed |= frontier
        near = sharing_keys(connection, frontier)
        near |= {other for document in frontier & beside.keys() for other in beside[document]}
        frontier = near - closed
    return closed


def in_parts(documents: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield documents in parts of which the figures fit into memory."""
    for at in range(0, len(documents), _PART):
        yield documents[at : at + _PART]


def parts_apart(
    connection: sqlite3.Connection, documents: Set[int], together: Iterable[Iterable[tuple[int, int]]]
) -> Iterator[set[int]]:
    """Yield documents in parts that share no key and no disagreement with one another, as small as may be."""
    if len(documents) <= _PART:
        yield set(documents)
        return
    up = {document: document for document in documents}

    def root(document: int) -> int:
        while up[document] != document:
            up[document] = up[up[document]]
            document = up[document]
        return document

    shared = groupby(connection.execute("SELECT key, document_id FROM fact_keys ORDER BY key"), key=itemgetter(0))
    by_key = ([document for _, document in rows] for _, rows in shared)
    for group in chain(by_key, ([document for document, _ in places] for places in together)):
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


def _told(connection: sqlite3.Connection) -> Iterator[tuple[int, int]]:
    """Yield each document that counts with a hash of what its facts depend on besides its own rows, never 0."""
    corrected: dict[str, set[str]] = defaultdict(set)
    for row in connection.execute("SELECT sha256, path, words FROM correction WHERE kind = 'figure'"):
        corrected[row["sha256"]].add(row["words"])
        corrected[row["path"]].add(row["words"])
    for row in connection.execute(_TOLD):
        words = corrected.get(row["sha256"], set()) | corrected.get(row["path"], set())
        yield row["id"], hashed(json.dumps([*row, *sorted(words)], ensure_ascii=False))


@cache
def _rules() -> str:
    """Return a hash of the code and rules by which documents are read and resolved."""
    digest = hashlib.sha256(fingerprint().encode())
    for entry in sorted(resources.files(__package__).iterdir(), key=lambda e: e.name):
        if entry.name.endswith((".py", ".toml")):
            digest.update(entry.name.encode() + b"\0" + entry.read_bytes() + b"\0")
    return digest.hexdigest()
