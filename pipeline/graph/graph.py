"""Who cites whom, as a graph: nodes, edges, neighbourhoods, the shortest path between two documents.

A node is an instrument, or a document that is no instrument itself (a press page). An edge goes from the
citing document to what it cites, with its relation and its date. Where a document tells what one instrument does to
another (`A đã được sửa đổi bởi B`), a further edge runs between those two, and its own citation is a mention; so is
what a report or a press page says that was replaced or repealed.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

import rustworkx as rx

from pipeline.errors import QueryError
from pipeline.lookup import find_document, one_instrument

Row = dict[str, Any]

_EDGES: Final = """
SELECT coalesce('i' || d.instrument_id, 'd' || d.id), 'i' || c.instrument_id,
       CASE WHEN a.ord IS NULL AND c.relation IN ('amends', 'replaces', 'repeals') THEN 'mentions'
            WHEN a.certain = 0 OR (a.actor_id IS NOT NULL AND a.actor_id IS NOT d.instrument_id) THEN 'mentions'
            ELSE c.relation END AS does,
       d.date, s.text AS sentence, 0 AS part, d.path AS first, c.ord AS ord, d.path AS path
FROM citations c JOIN counted_documents d ON d.id = c.document_id
LEFT JOIN acts a ON a.document_id = c.document_id AND a.ord = c.ord
LEFT JOIN sentences s ON s.document_id = c.document_id AND s.ord = c.sentence
WHERE c.instrument_id IS NOT d.instrument_id AND c.instrument_id IS NOT NULL
UNION ALL
SELECT 'i' || a.actor_id, 'i' || a.target_id, a.relation, a.date, s.text, 1, '', c.ord, d.path
FROM acts a JOIN citations c ON c.document_id = a.document_id AND c.ord = a.ord
JOIN counted_documents d ON d.id = a.document_id
LEFT JOIN sentences s ON s.document_id = c.document_id AND s.ord = c.sentence
WHERE a.actor_id IS NOT d.instrument_id AND a.actor_id <> a.target_id
ORDER BY part, first, ord, path"""
"""A citation a row; of those that make one edge the first tells its day and its sentence."""

_UNNUMBERED: Final = """
SELECT id, name, doc_type, date, place FROM counted_documents d WHERE instrument_id IS NULL
  AND EXISTS (SELECT 1 FROM citations c WHERE c.document_id = d.id AND c.instrument_id IS NOT NULL) ORDER BY path"""

_LINKS: Final = """
SELECT DISTINCT coalesce('i' || d.instrument_id, 'd' || d.id) AS citing, 'i' || c.instrument_id AS cited
FROM citations c JOIN counted_documents d ON d.id = c.document_id
WHERE c.instrument_id IS NOT NULL ORDER BY citing, cited"""

_STEP: Final = """
SELECT coalesce(own.name, d.name) AS citing, i.name AS cited, c.relation, d.date, s.text AS sentence
FROM citations c JOIN counted_documents d ON d.id = c.document_id JOIN instruments i ON i.id = c.instrument_id
LEFT JOIN instruments own ON own.id = d.instrument_id
LEFT JOIN sentences s ON s.document_id = c.document_id AND s.ord = c.sentence
WHERE c.instrument_id = :cited AND {citing} ORDER BY d.path, c.ord LIMIT 1"""


def _year(day: str | None) -> int | None:
    return int(day[:4]) if day else None


@dataclass(frozen=True, slots=True)
class Node:
    """An instrument (`i12`), or a document that is not an instrument (`d7`)."""

    key: str
    label: str
    doc_type: str | None
    code: str | None
    date: str | None
    year: int | None
    place: str | None
    held: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """How one document cites one instrument, as indexes into the nodes; the first sentence that says so."""

    source: int
    target: int
    relation: str
    date: str | None
    sentence: str
    times: int

    @property
    def year(self) -> int | None:
        """The year of its date."""
        return _year(self.date)


@dataclass(frozen=True, slots=True)
class Graph:
    """The archive's citations; `links` holds the same edges for the algorithms."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    links: rx.PyDiGraph

    def index(self, key: str) -> int:
        """Return where a node stands; QueryError when a document cites nothing and nothing cites it."""
        for i, node in enumerate(self.nodes):
            if node.key == key:
                return i
        raise QueryError("query.unlinked")


def load_graph(connection: sqlite3.Connection) -> Graph:
    """Read the whole graph, nodes and edges in a fixed order."""
    rows = connection.execute("SELECT * FROM instruments ORDER BY key").fetchall()
    nodes = {f"i{row['id']}": _instrument(row) for row in rows}
    for row in connection.execute(_UNNUMBERED):
        nodes[f"d{row['id']}"] = Node(
            f"d{row['id']}", row["name"], row["doc_type"], None, row["date"], _year(row["date"]), row["place"], True
        )
    place_of = {key: i for i, key in enumerate(nodes)}
    edges: dict[tuple[int, int, str], Edge] = {}
    times: Counter[tuple[int, int, str]] = Counter()
    for citing, cited, relation, day, sentence, *_ in connection.execute(_EDGES):
        ends = place_of[citing], place_of[cited], relation
        times[ends] += 1
        edges.setdefault(ends, Edge(*ends, day, sentence, 1))
    edges = {ends: replace(edge, times=times[ends]) for ends, edge in edges.items()}
    return _graph(tuple(nodes.values()), tuple(edges[ends] for ends in sorted(edges)))


def _instrument(row: sqlite3.Row) -> Node:
    return Node(
        f"i{row['id']}", row["name"], row["doc_type"], row["code"], row["date"], _year(row["date"]) or row["year"],
        row["jurisdiction"], row["document_id"] is not None,
    )  # fmt: skip


def _graph(nodes: tuple[Node, ...], edges: tuple[Edge, ...]) -> Graph:
    return Graph(nodes, edges, link_edges(len(nodes), [(e.source, e.target) for e in edges]))


def link_edges(nodes: int, edges: Sequence[tuple[int, int]]) -> rx.PyDiGraph:
    """Return the directed graph of `nodes` numbered nodes; an edge's weight is its place in `edges`."""
    links = rx.PyDiGraph(multigraph=True)
    links.add_nodes_from(range(nodes))
    links.extend_from_weighted_edge_list([(a, b, i) for i, (a, b) in enumerate(edges)])
    return links


def closure(links: rx.PyDiGraph, start: int) -> set[int]:
    """Return every node that `start` rests on, directly or through others."""
    return set(rx.descendants(links, start))


def neighbourhood(graph: Graph, centre: int, depth: int) -> Graph:
    """Return the part of the graph within `depth` citations of a node, whichever way they point."""
    near = {centre}
    for _ in range(depth):
        reached = {n for i in near for n in (*graph.links.predecessor_indices(i), *graph.links.successor_indices(i))}
        if reached <= near:
            break
        near |= reached
    keep = sorted(near)
    place_of = {old: new for new, old in enumerate(keep)}
    edges = tuple(
        replace(e, source=place_of[e.source], target=place_of[e.target])
        for e in graph.edges
        if e.source in near and e.target in near
    )
    return _graph(tuple(graph.nodes[i] for i in keep), edges)


def path(connection: sqlite3.Connection, one: str, other: str) -> list[Row]:
    """Return the shortest chain of citations from one document or instrument to another, in either direction.

    Each step names who cites whom, how, and in which sentence; empty when nothing connects them.
    """
    start, end = (node_key(connection, words) for words in (one, other))
    pairs = [tuple(row) for row in connection.execute(_LINKS)]
    place_of = {key: i for i, key in enumerate(dict.fromkeys(key for pair in pairs for key in pair))}
    if start not in place_of or end not in place_of:
        return []
    links = link_edges(len(place_of), [(place_of[a], place_of[b]) for a, b in pairs])
    keys = list(place_of)
    for a, b in ((start, end), (end, start)):
        found = rx.dijkstra_shortest_paths(links, place_of[a], target=place_of[b], default_weight=1.0)
        if place_of[b] in found:
            return [_step(connection, keys[x], keys[y]) for x, y in pairwise(found[place_of[b]])]
    return []


def node_key(connection: sqlite3.Connection, words: str) -> str:
    """Return the node of a document or of an instrument; QueryError when the words mean none or several."""
    try:
        document = find_document(connection, words)
    except QueryError:
        return f"i{one_instrument(connection, words)['id']}"
    own = document["instrument_id"]
    return f"i{own}" if own is not None else f"d{document['id']}"


def _step(connection: sqlite3.Connection, citing: str, cited: str) -> Row:
    condition = "d.instrument_id = :citing" if citing.startswith("i") else "d.id = :citing"
    values = {"citing": int(citing[1:]), "cited": int(cited[1:])}
    return dict(connection.execute(_STEP.format(citing=condition), values).fetchone())
