"""Statements of the whole archive -> facts: what several documents tell once, and how each may be summed.

`joining` tells which statements are one fact, document by document that `changes` reach; where one fact has two values,
both are kept.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from typing import Final

from pipeline.archive.changes import Changed
from pipeline.archive.disagreements import places_of_disagreements
from pipeline.archive.fact import Fact, Where, kind_of
from pipeline.archive.joining import join_statements
from pipeline.archive.kept import keep_flags, summed_facts
from pipeline.archive.sharing import FACTS, SELECTED, in_parts, key_of, select_documents
from pipeline.archive.statements import Statement, keys_between_documents, read_statements
from pipeline.archive.summing import Flagged, rating_flag, tell_summing
from pipeline.archive.within import Kind, TouchedKinds, days_of, settle_within

_TOLD: Final = ("fact_id", "summing", "statements", "differing", "alike", "fact_kind", "subject", "body")
"""The columns of `figure_rows` that tell of its fact; those from `statements` on only where it tells that best."""
_WRITE: Final = f"UPDATE figure_rows SET {', '.join(f'{name} = ?' for name in _TOLD)} WHERE document_id = ? AND ord = ?"
_FORGET: Final = ", ".join(f"{name} = NULL" for name in _TOLD[2:])
_ALIKE: Final = """
SELECT w.wording, f.fact_id AS id, d.path, f.start
FROM temp.wordings w CROSS JOIN figure_rows f ON f.fact_id = w.wording AND f.statements IS NOT NULL AND f.alike IS NULL
JOIN documents d ON d.id = f.document_id
UNION ALL SELECT w.wording, f.fact_id, d.path, f.start
FROM temp.wordings w CROSS JOIN figure_rows f ON f.alike = w.wording JOIN documents d ON d.id = f.document_id"""
_LEFT: Final = f"""
SELECT wording, indicator, measure, unit, label, place, district, commune, period_end, summed FROM left_facts
UNION ALL
SELECT coalesce(alike, fact_id), indicator, measure, unit, label, place, district, commune, period_end, 0
FROM figures WHERE statements IS NOT NULL AND document_id IN ({SELECTED})"""
_FLAGGED: Final = "SELECT ord, summing, role, of_figure FROM figures WHERE document_id = ? AND fact_id IS NOT NULL"
_UNCOUNTED: Final = "SELECT id FROM documents EXCEPT SELECT id FROM counted_documents"
_ID_LENGTH: Final = 16


def write_facts(connection: sqlite3.Connection, changed: Changed, disagreeing: Set[int]) -> None:
    """Bring the fact and the flag of each figure, and the flag of each rating, up to date.

    `disagreeing` are documents of which disagreements have changed; those of the database must be up to date.
    """
    together = places_of_disagreements(connection)
    touched = changed.documents | changed.gone
    before = FACTS.sharing(connection, touched)
    _write_keys(connection, changed)
    everything = changed.told.keys() <= changed.documents
    closed = touched if everything else FACTS.reached(connection, touched | before | disagreeing, together)
    summed = {} if everything else summed_facts(connection, closed)
    kinds = TouchedKinds()
    left = set() if everything else _leaving(connection, closed, kinds)
    _take_out(connection, closed)
    for table, forgotten in (
        ("figure_rows", f"fact_id = NULL, summing = NULL, {_FORGET}"),
        ("ratings", "summing = NULL"),
    ):
        connection.execute(
            f"UPDATE {table} SET {forgotten} WHERE summing IS NOT NULL AND document_id IN ({_UNCOUNTED})"
        )
    for part in FACTS.parts_apart(connection, closed, together):
        made = _write_part(connection, part, [places for places in together if places[0][0] in part])
        kinds.add(made if everything else ())
    _name(connection, (), left)
    if not everything:
        kinds.add(keep_flags(connection, summed, summed_facts(connection, closed), touched))
    _write_ratings(connection, settle_within(connection, kinds) | closed)


def _write_keys(connection: sqlite3.Connection, changed: Changed) -> None:
    """Keep the keys of what changed documents tell, some documents at a time."""
    FACTS.keep(connection, changed.gone, ())
    for some in in_parts(sorted(changed.documents)):
        told = set(keys_between_documents(connection, some))
        FACTS.keep(connection, some, ((key_of(key), document) for document, key in told))


def _write_part(
    connection: sqlite3.Connection, documents: Set[int], disagreeing: Iterable[Sequence[Where]]
) -> set[Kind]:
    """Write the facts of documents that share none with others; return their kinds with the places."""
    facts = _facts_of(read_statements(connection, documents), disagreeing)
    tell_summing(facts, {statement.where: fact for fact in facts for statement in fact.group})
    _name(connection, facts, ())
    nothing = (None,) * len(_TOLD[2:])
    told = (
        (fact.id, fact.flag_of(statement), *(fact.told() if statement is fact.first else nothing), *statement.where)
        for fact in facts
        for statement in fact.group
    )
    connection.executemany(_WRITE, told)
    return {(kind, fact.first.place[1:], days_of(fact.first.row)) for fact in facts if (kind := fact.kind())}


def _facts_of(statements: Sequence[Statement], disagreeing: Iterable[Sequence[Where]]) -> list[Fact]:
    """Return the facts that statements tell; what joined them is not held beyond that."""
    return [Fact(group) for _, group in sorted(join_statements(statements, disagreeing).members().items())]


def _leaving(connection: sqlite3.Connection, documents: Set[int], kinds: TouchedKinds) -> set[str]:
    """Return the hashes of the wordings of facts that leave, and note kinds and places of those that have left.

    Where all facts are made anew nothing of this is needed: each is named and flagged with all others.
    """
    select_documents(connection, documents)
    left = set()
    for row in connection.execute(_LEFT):
        left |= {row["wording"]} - {None}
        days = "", row["period_end"]
        kinds.add([(kind_of(row), (row["district"], row["commune"]), days)] if row["summed"] else ())
    return left


def _take_out(connection: sqlite3.Connection, documents: Set[int]) -> None:
    """Delete the facts of documents."""
    select_documents(connection, documents)
    connection.execute("DELETE FROM left_facts")
    connection.execute(f"UPDATE figure_rows SET {_FORGET} WHERE statements IS NOT NULL AND document_id IN ({SELECTED})")


def _name(connection: sqlite3.Connection, facts: Sequence[Fact], left: Iterable[str]) -> None:
    """Give each fact its id: a hash of what it is; those that are worded alike are told apart by where they stand.

    No order is counted, so that an id never passes from one fact to another when one of them comes or goes. `left` are
    the hashes of the wordings of facts that are no more, so that what was alike with one may be the only one now.
    """
    alike: dict[str, list[Fact]] = {wording: [] for wording in left}
    for fact in facts:
        alike.setdefault(_short(fact.key()), []).append(fact)
    renamed = []
    held = _worded(connection, alike)
    for wording, group in alike.items():
        others = held.get(wording, ())
        single = len(group) + len(others) == 1
        for fact in group:
            row = fact.first.row
            fact.id = wording if single else _apart(wording, row.path, row.start)
            fact.alike = None if single else wording
        for other in others:
            id_ = wording if single else _apart(wording, other["path"], other["start"])
            renamed += [(id_, None if single else wording, other["id"])] if id_ != other["id"] else []
    alike_now = "UPDATE figure_rows SET alike = ? WHERE fact_id = ? AND statements IS NOT NULL"
    connection.executemany(alike_now, [(wording, old) for _, wording, old in renamed])
    connection.executemany(
        "UPDATE figure_rows SET fact_id = ? WHERE fact_id = ?", [(new, old) for new, _, old in renamed]
    )


def _worded(connection: sqlite3.Connection, wordings: Iterable[str]) -> dict[str, list[sqlite3.Row]]:
    """Return the facts of the database that have one of some wordings, by wording."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS wordings (wording TEXT PRIMARY KEY) WITHOUT ROWID")
    connection.execute("DELETE FROM temp.wordings")
    connection.executemany("INSERT INTO temp.wordings VALUES (?)", ((one,) for one in sorted(wordings)))
    found: dict[str, list[sqlite3.Row]] = defaultdict(list)
    for row in connection.execute(_ALIKE):
        found[row["wording"]].append(row)
    return found


def _apart(wording: str, path: str, start: int) -> str:
    return _short(f"{wording}|{path}|{start}")


def _short(said: str) -> str:
    return hashlib.sha256(said.encode()).hexdigest()[:_ID_LENGTH]


def _write_ratings(connection: sqlite3.Connection, documents: Set[int]) -> None:
    """Tell how each distribution of documents may be summed: by the fact of its total, else by those of its classes."""
    select_documents(connection, documents)
    rated = connection.execute(f"SELECT document_id, ord, figures FROM ratings WHERE document_id IN ({SELECTED})")
    flags = []
    for row in rated.fetchall():
        figures = {
            one["ord"]: Flagged(one["summing"], one["role"], one["of_figure"])
            for one in connection.execute(_FLAGGED, (row["document_id"],))
        }
        members = [ord_ for ord_ in json.loads(row["figures"]) if ord_ in figures]
        flags.append((rating_flag(members, figures), row["document_id"], row["ord"]))
    connection.executemany("UPDATE ratings SET summing = ? WHERE document_id = ? AND ord = ?", flags)
