"""Mentions that a change reaches -> instruments, links to them, conflicts, doubts and successions in the database.

A change reaches the series (number and symbol) that its documents name, or named; the names that they give with a full
code, and so the mentions elsewhere that have such a name alone; and the series of these.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any, Final

from extractors.names.identity import known_by_key
from extractors.names.iri import akn_iri
from extractors.names.known import KnownTable
from extractors.text.folding import code_key
from pipeline.archive.clusters import Cluster, cluster_mentions
from pipeline.archive.conflicts import write_conflicts
from pipeline.archive.known import write_successions
from pipeline.archive.mention_keys import (
    ASKS,
    GIVES,
    HELD,
    SERIES,
    Place,
    asking_for,
    find_places,
    forget,
    in_shares,
    keep,
    keys_of,
    kind_of_key,
    move,
    of_kind,
)
from pipeline.archive.mentions import Mention, Mentions
from pipeline.archive.names import LAWS, names_asked, names_given
from pipeline.archive.sharing import in_parts
from pipeline.run.identity import free_id, hashed, stable_ids

_PART: Final = 4000
"""Mentions that are looked at together."""
_COLUMNS: Final = (
    "key", "name", "doc_type", "number", "symbol", "year", "code", "code_key", "jurisdiction", "date", "issuer",
    "title", "document_id", "akn", "series",
)  # fmt: skip
_TELLING: Final = ("name", "doc_type", "code", "date", "document_id")
"""The columns by which acts and what is told of them depend on an instrument."""
_NAMES: Final = ", ".join(("id", *_COLUMNS))
_WRITE: Final = (
    f"INSERT INTO instruments ({_NAMES}) VALUES ({', '.join('?' * (len(_COLUMNS) + 1))}) ON CONFLICT (key)"
    f" DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS if name != 'key')}"
)
_LINK: Final = """
UPDATE citations SET instrument_id = :link
WHERE document_id = :document AND coalesce(antecedent, ord) = :ord AND instrument_id IS NOT :link"""
_LINK_HELD: Final = "UPDATE documents SET instrument_id = :link WHERE id = :document AND instrument_id IS NOT :link"
_UNLINK: Final = """
UPDATE citations SET instrument_id = NULL WHERE document_id = ? AND instrument_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM counted_documents d WHERE d.id = citations.document_id)"""
_UNLINK_HELD: Final = """
UPDATE documents SET instrument_id = NULL WHERE id = ? AND instrument_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM counted_documents d WHERE d.id = documents.id AND d.number <> '' AND d.symbol <> '')"""
_DOUBT: Final = """
INSERT INTO problems (document_id, kind, start, end, sentence, message)
SELECT c.document_id, 'undated_name', c.start, c.end, s.text, ? FROM citations c
JOIN sentences s ON s.document_id = c.document_id AND s.ord = c.sentence WHERE c.document_id = ? AND c.ord = ?"""
_UNDOUBT: Final = """
DELETE FROM problems WHERE kind = 'undated_name' AND document_id = :document AND start =
  (SELECT start FROM citations WHERE document_id = :document AND ord = :ord)"""


@dataclass(slots=True)
class Found:
    """What has changed: documents of which a link did, instruments that came or went or are told of otherwise.

    `codes` are those of these instruments, before and now; `undated` the held documents without a date of all that
    were looked at. `displaced` tells that an instrument has not the first id that its key may have.
    """

    documents: set[int]
    instruments: set[int] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    undated: set[int] = field(default_factory=set)
    displaced: bool = False


def write_instruments(connection: sqlite3.Connection, known: KnownTable, changed: Set[int], anew: bool) -> Found:
    """Bring the instruments that changed documents name, or named, up to date, and all links to them."""
    mentions = Mentions(connection, known)
    series = _touched_series(connection, mentions, changed)
    if anew:
        series |= {key for (key,) in connection.execute("SELECT DISTINCT series FROM instruments")}
    for sql in (_UNLINK, _UNLINK_HELD):
        connection.executemany(sql, ((document,) for document in changed))
    found = Found(set(changed))
    for some in in_shares(connection, series, _PART):
        clusters = cluster_mentions(mentions.at(find_places(connection, some)))
        for cluster in clusters:
            cluster.known = known_by_key(known).get(cluster.handle.key())
        ids = _write_rows(connection, some, [_row(cluster) for cluster in clusters], found)
        _link(connection, clusters, ids, found)
        touched = [(ids[cluster.handle.key()], cluster) for cluster in clusters]
        write_successions(connection, known, {identity: cluster.known for identity, cluster in touched})
        write_conflicts(connection, [(identity, cluster.known, cluster.mentions) for identity, cluster in touched])
        _write_doubts(connection, clusters)
        held = (cluster.held() for cluster in clusters)
        found.undated |= {one.document for one in held if one and one.date is None}
    return found


def _touched_series(connection: sqlite3.Connection, mentions: Mentions, changed: Set[int]) -> set[int]:
    """Return the series that changed documents name, or named; keep the keys of their mentions."""
    before = keys_of(connection, changed)
    series, names = of_kind(SERIES, before), of_kind(GIVES, before)
    forget(connection, changed)
    unsure: list[Place] = []
    for some in in_parts(sorted(changed)):
        told: list[tuple[int, Place]] = []
        for one in mentions.rows_of(some):
            handle = mentions.handle(one)
            if handle is None:
                unsure.append(one.place)
                told += [(kind_of_key(ASKS, name), one.place) for name in names_asked(one.row)]
            else:
                series.add(_series(handle.stem))
                told.append((_series(handle.stem), one.place))
                told += [(kind_of_key(GIVES, name), one.place) for name in names_given(one.row, handle)]
        keep(connection, told)
        names |= of_kind(GIVES, (key for key, _ in told))
    places = sorted({*unsure, *find_places(connection, asking_for(names))})
    for at in range(0, len(places), _PART):
        named = mentions.at(places[at : at + _PART])
        series |= move(connection, ((_series(one.handle.stem), (one.document, _ord(one))) for one in named))
    return series


def _series(stem: str) -> int:
    return kind_of_key(SERIES, stem)


def _ord(mention: Mention) -> int:
    return HELD if mention.ord is None else mention.ord


def _row(cluster: Cluster) -> dict[str, Any]:
    held = cluster.held()
    first = held or next((m for m in cluster.mentions if m.code), cluster.mentions[0])
    best_date, issuer, title = (cluster.best(attrgetter(name)) for name in ("date", "issuer", "title"))
    year = cluster.handle.era if first.doc_type in LAWS and not first.code else None
    name = f"{first.label} năm {year}" if year and year not in first.label else first.label
    day = best_date.isoformat() if isinstance(best_date, date) else None
    owner = cluster.handle.jurisdiction or None
    values = (
        cluster.handle.key(), name, first.doc_type, first.number, first.symbol, cluster.best(attrgetter("year")),
        first.code, code_key(first.code) if first.code else None, owner, day, issuer, title,
        held.document if held else None, akn_iri(first.doc_type, first.symbol, first.code, day, owner),
        _series(cluster.handle.stem),
    )  # fmt: skip
    return dict(zip(_COLUMNS, values, strict=True))


def _write_rows(
    connection: sqlite3.Connection, series: Sequence[int], rows: Sequence[dict[str, Any]], found: Found
) -> dict[str, int]:
    """Write the instruments of some series that are new or changed, delete those that are no more; return the ids."""
    sql = f"SELECT {_NAMES} FROM instruments WHERE series = ?"
    old = {row["key"]: row for key in series for row in connection.execute(sql, (key,))}
    new = {row["key"]: row for row in rows}
    gone = [row for key, row in old.items() if key not in new]
    connection.executemany("DELETE FROM instruments WHERE id = ?", [(row["id"],) for row in gone])
    ids = {key: int(old[key]["id"]) if key in old else _free_id(connection, key, found) for key in new}
    changed = {key for key, row in new.items() if key not in old or tuple(row.values()) != tuple(old[key])[1:]}
    connection.executemany(_WRITE, [(ids[key], *new[key].values()) for key in sorted(changed)])
    told = {key for key in changed if key not in old or any(old[key][name] != new[key][name] for name in _TELLING)}
    found.instruments |= {row["id"] for row in gone} | {ids[key] for key in told}
    found.codes |= {row["code"] for row in gone} | {new[key]["code"] for key in told}
    found.codes |= {old[key]["code"] for key in told & old.keys()}
    return ids


def _free_id(connection: sqlite3.Connection, key: str, found: Found) -> int:
    taken = "SELECT 1 FROM instruments WHERE id = ?"
    identity = free_id(key, lambda one: connection.execute(taken, (one,)).fetchone() is None)
    found.displaced |= identity != hashed(key)
    connection.execute("INSERT INTO instruments (id, key, name, series) VALUES (?, ?, '', 0)", (identity, key))
    return identity


def _link(connection: sqlite3.Connection, clusters: Iterable[Cluster], ids: dict[str, int], found: Found) -> None:
    """Point each citation and each held document to its instrument, a short form to that of its antecedent."""
    for cluster in clusters:
        link = ids[cluster.handle.key()]
        for mention in cluster.mentions:
            if mention.linked == link and mention.document not in found.documents:
                continue
            found.documents.add(mention.document)
            values = {"link": link, "document": mention.document, "ord": mention.ord}
            connection.execute(_LINK_HELD if mention.ord is None else _LINK, values)


def _write_doubts(connection: sqlite3.Connection, clusters: Sequence[Cluster]) -> None:
    """Write anew the doubts about undated names, one for each instrument that a document names so."""
    first: dict[tuple[int, str], Mention] = {}
    for cluster in clusters:
        named = [mention for mention in cluster.mentions if mention.named]
        connection.executemany(_UNDOUBT, [{"document": one.document, "ord": one.ord} for one in named])
        for mention in named:
            if mention.doubt:
                first.setdefault((mention.document, cluster.handle.key()), mention)
    connection.executemany(_DOUBT, [(one.doubt, one.document, one.ord) for one in first.values()])


_REFERENCES: Final = (
    ("citations", "instrument_id"), ("documents", "instrument_id"), ("acts", "actor_id"), ("acts", "target_id"),
    ("successions", "target_id"), ("problems", "instrument_id"),
)  # fmt: skip


def settle_instruments(connection: sqlite3.Connection) -> bool:
    """Give every instrument the id that its key has among all; tell whether one has not the first that it may have."""
    rows = connection.execute("SELECT id, key FROM instruments").fetchall()
    ids = stable_ids(row["key"] for row in rows)
    moved = [(row["id"], ids[row["key"]]) for row in rows if ids[row["key"]] != row["id"]]
    connection.execute("PRAGMA defer_foreign_keys = ON")
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS moved (old INTEGER PRIMARY KEY, new INTEGER)")
    connection.execute("DELETE FROM temp.moved")
    connection.executemany("INSERT INTO temp.moved VALUES (?, ?)", moved)
    for table, column in (*_REFERENCES, ("instruments", "id")):
        connection.execute(
            f"UPDATE {table} SET {column} = -(SELECT new FROM temp.moved WHERE old = {column})"
            f" WHERE {column} IN (SELECT old FROM temp.moved)"
        )
        connection.execute(f"UPDATE {table} SET {column} = -{column} WHERE {column} < 0")
    return any(ids[row["key"]] != hashed(row["key"]) for row in rows)
