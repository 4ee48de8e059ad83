"""The citation graph as a file: GraphML and GEXF for graph programs, DOT, JSON, and a drawing in SVG."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from xml.etree import ElementTree

import rustworkx as rx

from pipeline.errors import UsageError
from pipeline.graph import Graph, Node, load_graph, neighbourhood, node_key


def export(connection: sqlite3.Connection, target: Path, document: str | None = None, depth: int = 1) -> Graph:
    """Write the graph, or the neighbourhood of one document, in the form that the file's ending names.

    graphml, gexf, dot, json or svg; UsageError for another ending. Returns what was written.
    """
    writers = {".graphml": _graphml, ".gexf": _gexf, ".dot": _dot, ".json": _json, ".svg": _svg}
    writer = writers.get(target.suffix.lower())
    if writer is None:
        raise UsageError(f"Không biết ghi {target.name}. Hãy dùng đuôi {', '.join(sorted(writers))}.")
    graph = load_graph(connection)
    if document:
        graph = neighbourhood(graph, graph.index(node_key(connection, document)), depth)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(writer(graph), encoding="utf-8", newline="\n")
    return graph


def _node_fields(node: Node) -> dict[str, str]:
    fields = {"label": node.label, "code": node.code, "date": node.date, "place": node.place}
    return {name: value for name, value in fields.items() if value} | {"held": "true" if node.held else "false"}


def _xml(root: ElementTree.Element) -> str:
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _graphml(graph: Graph) -> str:
    root = ElementTree.Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    for owner, names in (("node", ("label", "code", "date", "place", "held")), ("edge", ("relation", "date", "times"))):
        for name in names:
            attributes = {"id": f"{owner}-{name}", "for": owner, "attr.name": name, "attr.type": "string"}
            ElementTree.SubElement(root, "key", attributes)
    body = ElementTree.SubElement(root, "graph", id="trichyeu", edgedefault="directed")
    for node in graph.nodes:
        element = ElementTree.SubElement(body, "node", id=node.key)
        for name, value in _node_fields(node).items():
            ElementTree.SubElement(element, "data", key=f"node-{name}").text = value
    for edge in graph.edges:
        ends = {"source": graph.nodes[edge.source].key, "target": graph.nodes[edge.target].key}
        element = ElementTree.SubElement(body, "edge", ends)
        for name, said in (("relation", edge.relation), ("date", edge.date), ("times", str(edge.times))):
            if said:
                ElementTree.SubElement(element, "data", key=f"edge-{name}").text = said
    return _xml(root)


def _gexf(graph: Graph) -> str:
    root = ElementTree.Element("gexf", xmlns="http://gexf.net/1.3", version="1.3")
    body = ElementTree.SubElement(root, "graph", defaultedgetype="directed")
    names = ("code", "date", "place", "held")
    kinds = ElementTree.SubElement(body, "attributes", {"class": "node"})
    for name in names:
        ElementTree.SubElement(kinds, "attribute", id=name, title=name, type="string")
    nodes = ElementTree.SubElement(body, "nodes")
    for node in graph.nodes:
        element = ElementTree.SubElement(nodes, "node", id=node.key, label=node.label)
        values = ElementTree.SubElement(element, "attvalues")
        for name, value in _node_fields(node).items():
            if name in names:
                ElementTree.SubElement(values, "attvalue", {"for": name, "value": value})
    edges = ElementTree.SubElement(body, "edges")
    for i, edge in enumerate(graph.edges):
        ends = {"source": graph.nodes[edge.source].key, "target": graph.nodes[edge.target].key}
        more = {"id": str(i), "kind": edge.relation, "label": edge.relation, "weight": str(edge.times)}
        ElementTree.SubElement(edges, "edge", ends | more)
    return _xml(root)


def _dot(graph: Graph) -> str:
    def quoted(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    lines = ["digraph trichyeu {", "  rankdir=LR; node [shape=box];"]
    for node in graph.nodes:
        style = "" if node.held else ", style=dashed"
        lines.append(f"  {node.key} [label={quoted(node.label)}{style}];")
    for edge in graph.edges:
        ends = f"{graph.nodes[edge.source].key} -> {graph.nodes[edge.target].key}"
        lines.append(f"  {ends} [label={quoted(edge.relation)}];")
    return "\n".join([*lines, "}"]) + "\n"


def _json(graph: Graph) -> str:
    nodes = [{"id": node.key} | _node_fields(node) | {"held": node.held} for node in graph.nodes]
    edges = [
        {
            "source": graph.nodes[e.source].key, "target": graph.nodes[e.target].key, "relation": e.relation,
            "date": e.date, "times": e.times, "sentence": e.sentence,
        }
        for e in graph.edges
    ]  # fmt: skip
    return json.dumps({"nodes": nodes, "edges": edges}, ensure_ascii=False, indent=1) + "\n"


def _svg(graph: Graph) -> str:
    """Draw the nodes by the springs of their links; held ones filled, cited-only ones hollow."""
    places = rx.spring_layout(graph.links, seed=1, num_iter=200) if graph.nodes else {}
    size = max(900, 60 * len(graph.nodes) ** 0.5 * 4)
    at = [(size * (0.5 + 0.42 * places[i][0]), size * (0.5 + 0.42 * places[i][1])) for i in range(len(graph.nodes))]
    root = ElementTree.Element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {size:.0f} {size:.0f}",
        attrib={"font-family": "serif", "font-size": "13"},
    )
    head = {"id": "head", "viewBox": "0 0 8 8", "refX": "17", "refY": "4", "markerWidth": "8", "orient": "auto"}
    marker = ElementTree.SubElement(ElementTree.SubElement(root, "defs"), "marker", head)
    ElementTree.SubElement(marker, "path", d="M0 1 L8 4 L0 7 z", fill="#b9b2a6")
    for edge in graph.edges:
        (x1, y1), (x2, y2) = at[edge.source], at[edge.target]
        ends = {"x1": f"{x1:.1f}", "y1": f"{y1:.1f}", "x2": f"{x2:.1f}", "y2": f"{y2:.1f}"}
        line = ElementTree.SubElement(root, "line", ends | {"stroke": "#b9b2a6", "marker-end": "url(#head)"})
        ElementTree.SubElement(line, "title").text = edge.relation
    for node, (x, y) in zip(graph.nodes, at, strict=True):
        fill = "#8f1d14" if node.held else "#fffdf9"
        circle = ElementTree.SubElement(
            root, "circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r="6", fill=fill, stroke="#8f1d14"
        )
        ElementTree.SubElement(circle, "title").text = node.label
        place = {"x": f"{x + 9:.1f}", "y": f"{y + 4:.1f}", "fill": "#1d1d1b"}
        halo = {"stroke": "#fffdf9", "stroke-width": "4", "paint-order": "stroke"}
        text = ElementTree.SubElement(root, "text", place | halo)
        text.text = node.code or node.label[:40]
    return _xml(root)
