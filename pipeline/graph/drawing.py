"""The citation graph -> the map of it that charts draw: its best linked documents, if a page cannot hold all."""

from __future__ import annotations

from collections import Counter
from typing import Final

from pipeline.charts.model import CitationMap, MapEdge, MapNode
from pipeline.graph.graph import Graph, Node
from pipeline.speech import Speech

MOST_NODES: Final = 150
"""Documents whose names can be read on a page of A4."""
_NAMED: Final = 3
"""How many of the most cited the words that stand for the picture name."""
_CENTRE: Final = "Trung ương"
"""The place of what a body of the centre issued, as the database names it."""


def citation_map(graph: Graph, speech: Speech, centre: str | None = None, most: int = MOST_NODES) -> CitationMap:
    """Return the map of a graph, of at most so many documents; `centre` is the key of the one that it is about."""
    kept = _best_linked(graph, most)
    nodes = graph.nodes
    edges = [edge for edge in graph.edges if edge.source in kept and edge.target in kept]
    cited = Counter(edge.target for edge in edges)
    named = "; ".join(f"{_label(nodes[place])} ({times})" for place, times in cited.most_common(_NAMED))
    shown = tuple(
        MapNode(
            nodes[place].key, _label(nodes[place]), nodes[place].held, cited[place], nodes[place].place == _CENTRE,
            nodes[place].label,
        )
        for place in sorted(kept)
    )  # fmt: skip
    title = speech("drawing.title")
    if len(kept) < len(nodes):
        title += f" ({speech('drawing.part', shown=len(kept), all=len(nodes))})"
    return CitationMap(
        title,
        shown,
        tuple(MapEdge(nodes[edge.source].key, nodes[edge.target].key, edge.relation) for edge in edges),
        speech("drawing.alt", nodes=len(shown), edges=len(edges), most=named),
        centre,
    )


def _label(node: Node) -> str:
    return node.code or node.label


def _best_linked(graph: Graph, most: int) -> set[int]:
    """Return the places of the documents to draw: the ends of the citations between those that have most of them."""
    if len(graph.nodes) <= most:
        return set(range(len(graph.nodes)))
    degree = [graph.links.in_degree(place) + graph.links.out_degree(place) for place in range(len(graph.nodes))]
    chosen: set[int] = set()
    for edge in sorted(graph.edges, key=lambda e: (-degree[e.source] - degree[e.target], e.source, e.target)):
        if len(chosen | {edge.source, edge.target}) <= most:
            chosen |= {edge.source, edge.target}
    return chosen
