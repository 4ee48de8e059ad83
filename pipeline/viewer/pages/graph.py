"""The citation graph, walked from one document to those beside it: a page that draws, and the part that it draws."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from starlette.responses import JSONResponse, Response

from pipeline.graph.graph import Graph, load_graph, neighbourhood, node_key
from pipeline.questions.catalogue import QUESTIONS
from pipeline.terminal import legible
from pipeline.viewer.archive import Archive, State
from pipeline.viewer.visit import Visit

MOST: Final = 120
"""Documents in one drawing; more are no drawing that a person reads."""
_OFFERED: Final = 12


@lru_cache(1)
def _whole(archive: Archive, state: State) -> Graph:
    with archive.opened() as connection:
        return load_graph(connection)


def graph(visit: Visit) -> Response:
    """Show the graph around a document, or the most cited to begin with."""
    with visit.opened() as connection:
        offered = QUESTIONS["top"]().ask(connection, years=None, place=None, doc_type=None, limit=_OFFERED)
        node = visit.given.get("node") or (f"i{offered[0]['id']}" if offered else "")
        if visit.given.get("doc"):
            node = node_key(connection, visit.given["doc"])
    return visit.page("graph.html", offered=offered, node=node)


def part(visit: Visit) -> Response:
    """Return a node with those beside it, as the page draws them."""
    whole = _whole(visit.archive, visit.archive.state())
    near = neighbourhood(whole, whole.index(visit.given.get("node", "")), 1)
    speech = visit.speech
    centre = near.index(visit.given["node"])
    linked = sorted(range(len(near.nodes)), key=lambda i: (i != centre, not near.nodes[i].held, near.nodes[i].key))
    kept = set(linked[:MOST])
    nodes = [
        {"id": node.key, "label": legible(node.code or node.label), "name": legible(node.label), "held": node.held,
         "day": speech.day(node.date) if node.date else "", "centre": at == centre}
        for at, node in enumerate(near.nodes) if at in kept
    ]  # fmt: skip
    edges = [
        {"source": near.nodes[edge.source].key, "target": near.nodes[edge.target].key, "relation": edge.relation,
         "label": speech.short("relation", edge.relation), "sentence": legible(edge.sentence)}
        for edge in near.edges if edge.source in kept and edge.target in kept
    ]  # fmt: skip
    return JSONResponse({"nodes": nodes, "edges": edges, "left": len(near.nodes) - len(nodes)})
