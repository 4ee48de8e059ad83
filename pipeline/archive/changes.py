"""What has changed since the archive was resolved -> the documents of which it is to be resolved anew.

Triggers note the documents that are written, taken out, gone or back (`touched_documents`). What the facts of a
document depend on outside its own rows has a hash in `resolved_documents`; one whose rows were replaced has lost it.
Other code, rules or known instruments make the whole archive anew.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from pipeline.run.fingerprint import fingerprint
from pipeline.run.identity import hashed

BETWEEN: Final = (
    "copies_differ", "same_head_other_text", "undated_name", "cites_ended", "figures_disagree",
    "conflicting_dates", "conflicting_issuers", "conflicting_titles",
)  # fmt: skip
"""Kinds of problems that resolving finds."""
_KEPT: Final = (
    "resolved_documents", "fact_keys", "fact_keys_of", "told_settings", "disagreements", "group_keys", "group_keys_of",
    "decided_groups", "mention_keys",
    "acts", "successions",
)  # fmt: skip
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


def begin(connection: sqlite3.Connection, anew: bool) -> bool:
    """Begin a resolving; where it is one of everything, forget what the last one had found, and return True."""
    row = connection.execute("SELECT rules FROM resolved_by").fetchone()
    if not anew and row is not None and row["rules"] == _rules(connection):
        return False
    for table in _KEPT:
        connection.execute(f"DELETE FROM {table}")
    connection.executemany("DELETE FROM problems WHERE kind = ?", [(kind,) for kind in BETWEEN])
    connection.execute("UPDATE citations SET instrument_id = NULL WHERE instrument_id IS NOT NULL")
    connection.execute("INSERT OR IGNORE INTO touched_documents SELECT id FROM documents")
    return True


def touched(connection: sqlite3.Connection) -> set[int]:
    """Return the documents that were written, taken out, gone or back since the archive was resolved."""
    return {document for (document,) in connection.execute("SELECT document_id FROM touched_documents")}


def find_changes(connection: sqlite3.Connection, anew: bool) -> Changed:
    """Return the documents whose facts have changed since the last resolving; all of them for `anew`."""
    told = dict(_told(connection))
    if anew:
        found = connection.execute("SELECT DISTINCT document_id FROM figure_rows WHERE statements IS NOT NULL")
        facts = {document for (document,) in found}
        return Changed(frozenset(told), frozenset(facts - told.keys()), told)
    before = dict(connection.execute("SELECT document_id, told FROM resolved_documents").fetchall())
    documents = frozenset(document for document, says in told.items() if before.get(document) != says)
    return Changed(documents, frozenset(before.keys() - told.keys()), told)


def keep_changes(connection: sqlite3.Connection, changed: Changed, displaced: bool) -> None:
    """Remember what the archive was resolved by; the end of a resolving."""
    connection.execute("DELETE FROM resolved_by")
    rules = _rules(connection)
    connection.execute("INSERT INTO resolved_by (rules, displaced) VALUES (?, ?)", (rules, int(displaced)))
    connection.executemany("DELETE FROM resolved_documents WHERE document_id = ?", [(one,) for one in changed.gone])
    connection.executemany(
        "INSERT OR REPLACE INTO resolved_documents (document_id, told) VALUES (?, ?)",
        [(document, changed.told[document]) for document in sorted(changed.documents)],
    )
    connection.execute("DELETE FROM touched_documents")
    connection.execute("DELETE FROM touched_problems")


def was_displaced(connection: sqlite3.Connection) -> bool:
    """Tell whether the last resolving left an id that is not the first one that its name may have."""
    row = connection.execute("SELECT displaced FROM resolved_by").fetchone()
    return bool(row and row["displaced"])


def _told(connection: sqlite3.Connection) -> Iterator[tuple[int, int]]:
    """Yield each document that counts with a hash of what its facts depend on besides its own rows, never 0."""
    corrected: dict[str, set[str]] = defaultdict(set)
    for row in connection.execute("SELECT sha256, path, words FROM correction WHERE kind = 'figure'"):
        corrected[row["sha256"]].add(row["words"])
        corrected[row["path"]].add(row["words"])
    for row in connection.execute(_TOLD):
        words = corrected.get(row["sha256"], set()) | corrected.get(row["path"], set())
        yield row["id"], hashed(json.dumps([*row, *sorted(words)], ensure_ascii=False))


def _rules(connection: sqlite3.Connection) -> str:
    """Return a hash of the code, rules and known instruments by which documents are read and resolved."""
    digest = hashlib.sha256(_code().encode())
    for row in connection.execute("SELECT name, content FROM known_file"):
        digest.update(f"\0{row['name']}\0{row['content']}".encode())
    return digest.hexdigest()


@cache
def _code() -> str:
    digest = hashlib.sha256(fingerprint().encode())
    for entry in sorted(resources.files(__package__).iterdir(), key=lambda e: e.name):
        if entry.name.endswith((".py", ".toml")):
            digest.update(entry.name.encode() + b"\0" + entry.read_bytes() + b"\0")
    return digest.hexdigest()
