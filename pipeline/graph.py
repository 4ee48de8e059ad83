"""Who cites whom, as a graph: lineage of an instrument, paths, what is missing, what is cited most.

A node is an instrument, or a document that is no instrument itself (a press page). An edge goes from the
citing document to what it cites, with its relation and its date. An act that tells that another was
"amended by" a third says something of those two: such an edge runs from the third to the second.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

import rustworkx as rx

from extractors.places import same_jurisdiction
from pipeline.errors import QueryError
from pipeline.query import find_document, find_instruments, named_place

Row = dict[str, Any]

ENDINGS: Final = {"repeals": "repealed", "replaces": "replaced", "amends": "amended"}
"""What an act does to another, and the state that leaves it in, strongest first."""

_EDGES = """
SELECT d.id AS document_id, d.name AS document, d.date, d.place, d.kind = 'directive' AS own_voice, d.path,
       own.id AS own_id, i.id AS instrument_id, c.relation, c.cue, c.sentence, c.start, c.end, c.page, c.ord
FROM citations c JOIN documents d ON d.id = c.document_id JOIN instruments i ON i.id = c.instrument_id
LEFT JOIN instruments own ON own.document_id = d.id
WHERE own.id IS NOT i.id ORDER BY d.path, c.ord"""


@dataclass(frozen=True, slots=True)
class Node:
    """An instrument (`i12`) or a document that is none (`d7`)."""

    key: str
    label: str
    code: str | None
    date: str | None
    place: str | None
    held: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """One document's citation of one instrument, as indexes into the nodes; the first sentence that says so.

    `own_voice` tells a directive, which does what it says, from a report or a press page, which tells of it.
    """

    source: int
    target: int
    relation: str
    date: str | None
    sentence: str
    times: int
    own_voice: bool


@dataclass(frozen=True, slots=True)
class Graph:
    """The archive's citations; `links` holds the same edges for the algorithms."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    links: rx.PyDiGraph

    def index(self, key: str) -> int:
        """Return where a node stands; KeyError when there is none."""
        return {node.key: i for i, node in enumerate(self.nodes)}[key]


def load_graph(connection: sqlite3.Connection) -> Graph:
    """Read the whole graph, nodes and edges in a fixed order."""
    rows = [dict(row) for row in connection.execute(_EDGES)]
    nodes: dict[str, Node] = {}
    for row in connection.execute("SELECT * FROM instruments ORDER BY key"):
        held = row["document_id"] is not None
        nodes[f"i{row['id']}"] = Node(f"i{row['id']}", row["name"], row["code"], row["date"], row["jurisdiction"], held)
    for row in rows:
        if row["own_id"] is None:
            key = f"d{row['document_id']}"
            nodes.setdefault(key, Node(key, row["document"], None, row["date"], row["place"], True))
    place_of = {key: i for i, key in enumerate(nodes)}
    times = Counter((_citing_key(row), row["instrument_id"], row["relation"]) for row in rows)
    edges, seen = [], set()
    for row in rows:
        identity = (_citing_key(row), row["instrument_id"], row["relation"])
        if identity not in seen:
            seen.add(identity)
            source, target = place_of[identity[0]], place_of[f"i{row['instrument_id']}"]
            told = row["relation"], row["date"], row["sentence"], times[identity], bool(row["own_voice"])
            edges.append(Edge(source, target, *told))
    return Graph(tuple(nodes.values()), tuple(edges), link_edges(len(nodes), [(e.source, e.target) for e in edges]))


def _citing_key(row: Row) -> str:
    return f"i{row['own_id']}" if row["own_id"] is not None else f"d{row['document_id']}"


def link_edges(nodes: int, edges: Sequence[tuple[int, int]]) -> rx.PyDiGraph:
    """Return the directed graph of `nodes` numbered nodes; an edge's weight is its place in `edges`."""
    links = rx.PyDiGraph(multigraph=True)
    links.add_nodes_from(range(nodes))
    links.extend_from_weighted_edge_list([(a, b, i) for i, (a, b) in enumerate(edges)])
    return links


def closure(links: rx.PyDiGraph, start: int) -> set[int]:
    """Return every node that `start` rests on, directly or through others."""
    return set(rx.descendants(links, start))


def _one_instrument(connection: sqlite3.Connection, words: str, place: str | None = None) -> Row:
    rows = find_instruments(connection, words, place)
    if len(rows) > 1:
        several = "; ".join(f"{r['name']} ({', '.join(filter(None, (r['jurisdiction'], r['date'])))})" for r in rows)
        raise QueryError(f"“{words}” chỉ nhiều văn bản: {several}. Hãy thêm --place hoặc ghi rõ tên.")
    return rows[0]


def lineage(connection: sqlite3.Connection, words: str, place: str | None = None, on: str | None = None) -> Row:
    """Return an instrument's status on a day (ISO; None: with all the archive knows), and the acts that made it so.

    `acts` lists what amends, replaces or repeals it and what it does to others, oldest first, each with its
    sentence; the status is the strongest of the former that a directive itself does (a report or a press page only
    tells of it). Documents that cite it after it was replaced or repealed
    are in `late`.
    """
    instrument = _one_instrument(connection, words, place)
    graph = load_graph(connection)
    here = graph.index(f"i{instrument['id']}")
    acts = [
        _act(graph, edge, here)
        for edge in graph.edges
        if edge.relation in ENDINGS and here in (edge.source, edge.target)
    ]
    acts.sort(key=lambda act: (act["date"] is None, act["date"] or "", act["other"]))
    done = [a for a in acts if a["direction"] == "by" and a["own_voice"] and (on is None or (a["date"] or "") <= on)]
    status = next(
        (state for relation, state in ENDINGS.items() if any(a["relation"] == relation for a in done)), "in_force"
    )
    return {
        "instrument": {k: instrument[k] for k in ("name", "code", "date", "issuer", "title", "jurisdiction")},
        "held": instrument["document_id"] is not None,
        "on": on,
        "status": status,
        "acts": acts,
        "late": _late(graph, here, done),
    }


def _act(graph: Graph, edge: Edge, here: int) -> Row:
    by = edge.target == here
    other = graph.nodes[edge.source if by else edge.target]
    return {
        "direction": "by" if by else "of", "relation": edge.relation, "other": other.label,
        "date": edge.date, "sentence": edge.sentence, "own_voice": edge.own_voice,
    }  # fmt: skip


def _late(graph: Graph, here: int, done: Iterable[Row]) -> list[Row]:
    ended = [act["date"] for act in done if act["relation"] in ("replaces", "repeals") and act["date"]]
    if not ended:
        return []
    end = min(ended)
    return [
        {
            "document": graph.nodes[e.source].label,
            "date": e.date,
            "relation": e.relation,
            "ended": end,
            "sentence": e.sentence,
        }
        for e in graph.edges
        if e.target == here and e.date and e.date > end and e.relation in ("legal_basis", "implements", "guides")
    ]


def path(connection: sqlite3.Connection, one: str, other: str) -> list[Row]:
    """Return the shortest chain of citations from one document or instrument to another, in either direction.

    Each step names who cites whom, how, and in which sentence; empty when nothing connects them.
    """
    graph = load_graph(connection)
    start, end = (graph.index(node_key(connection, words)) for words in (one, other))
    for a, b in ((start, end), (end, start)):
        found = rx.dijkstra_shortest_paths(graph.links, a, target=b, default_weight=1.0)
        if b in found:
            steps = list(found[b])
            return [_step(graph, x, y) for x, y in pairwise(steps)]
    return []


def node_key(connection: sqlite3.Connection, words: str) -> str:
    """Return the node of a document or of an instrument; QueryError when the words mean none or several."""
    try:
        document = find_document(connection, words)
    except QueryError:
        return f"i{_one_instrument(connection, words)['id']}"
    own = connection.execute("SELECT id FROM instruments WHERE document_id = ?", (document["id"],)).fetchone()
    return f"i{own['id']}" if own else f"d{document['id']}"


def _step(graph: Graph, source: int, target: int) -> Row:
    edge = graph.edges[min(graph.links.get_all_edge_data(source, target))]
    return {
        "citing": graph.nodes[source].label, "cited": graph.nodes[target].label, "relation": edge.relation,
        "date": edge.date, "sentence": edge.sentence,
    }  # fmt: skip


_COUNTED = """
SELECT i.id, i.name, i.code, i.doc_type, i.jurisdiction, i.date, i.issuer, i.title, i.document_id IS NOT NULL AS held,
       count(DISTINCT c.document_id) AS documents, count(*) AS times, min(d.date) AS first, max(d.date) AS last
FROM citations c JOIN instruments i ON i.id = c.instrument_id JOIN documents d ON d.id = c.document_id
WHERE {conditions} GROUP BY i.id ORDER BY documents DESC, times DESC, i.key"""


def missing(connection: sqlite3.Connection, limit: int | None = None) -> list[Row]:
    """Return what the archive cites and does not hold, most citing documents first."""
    return _counted(connection, "i.document_id IS NULL")[:limit]


def top(
    connection: sqlite3.Connection, years: tuple[int, int] | None, place: str | None, doc_type: str | None, limit: int
) -> list[Row]:
    """Return the most cited instruments, by the years and the place of the citing documents and the type cited."""
    province = named_place(place) if place else None
    connection.create_function("same_place", 2, lambda a, b: int(same_jurisdiction(a, b)), deterministic=True)
    first, last = (str(year) for year in years) if years else (None, None)
    conditions = (
        "(:first IS NULL OR substr(d.date, 1, 4) BETWEEN :first AND :last)"
        " AND (:type IS NULL OR i.doc_type = :type) AND (:place IS NULL OR same_place(d.place, :place))"
    )
    values = {"first": first, "last": last, "type": doc_type, "place": province}
    return _counted(connection, conditions, **values)[:limit]


def _counted(connection: sqlite3.Connection, conditions: str, **values: str | None) -> list[Row]:
    return [dict(row) for row in connection.execute(_COUNTED.format(conditions=conditions), values)]


_CONFLICTS = """
SELECT instrument, jurisdiction, document, kind, message, sentence FROM (
  SELECT i.name AS instrument, i.jurisdiction, NULL AS document, p.kind, p.message, p.sentence, 0 AS part,
         i.key AS place
  FROM problems p JOIN instruments i ON i.id = p.instrument_id
  UNION ALL
  SELECT NULL, NULL, d.name, p.kind, p.message, p.sentence, 1, d.path FROM problems p
  JOIN documents d ON d.id = p.document_id
  WHERE p.kind IN ('symbol_contradicts_issuer', 'type_contradicts_symbol', 'year_contradicts_date')
) ORDER BY part, place, message"""


def conflicts(connection: sqlite3.Connection) -> list[Row]:
    """Return where documents disagree about an instrument, or a symbol contradicts its issuer."""
    return [dict(row) for row in connection.execute(_CONFLICTS)]


def neighbourhood(graph: Graph, centre: int, depth: int) -> Graph:
    """Return the part of the graph within `depth` citations of a node, whichever way they point."""
    near = {centre}
    for _ in range(depth):
        near |= {n for i in near for n in (*graph.links.predecessor_indices(i), *graph.links.successor_indices(i))}
    keep = sorted(near)
    place_of = {old: new for new, old in enumerate(keep)}
    edges = tuple(
        replace(e, source=place_of[e.source], target=place_of[e.target])
        for e in graph.edges
        if e.source in near and e.target in near
    )
    nodes = tuple(graph.nodes[i] for i in keep)
    return Graph(nodes, edges, link_edges(len(nodes), [(e.source, e.target) for e in edges]))
