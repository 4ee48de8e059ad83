"""The citation graph as a file: GraphML and GEXF for graph programs, DOT, JSON, and a drawing in SVG or PNG."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from pipeline.charts.draw import picture, svg
from pipeline.errors import UsageError
from pipeline.graph.drawing import citation_map
from pipeline.graph.graph import Edge, Graph, Node, load_graph, neighbourhood, node_key
from pipeline.speech import Speech

_TYPES: Final = {"held": "boolean", "times": "int", "year": "int"}
"""Of what is no text, as GraphML calls it."""
_GEXF_TYPES: Final = _TYPES | {"times": "integer", "year": "integer"}
_NODE: Final = ("type", "code", "date", "year", "place", "held")
_EDGE: Final = ("relation", "date", "year", "times")
_FORBIDDEN: Final = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]")
"""Control characters of damaged files, which XML does not allow."""


def export(
    connection: sqlite3.Connection, target: Path, speech: Speech, document: str | None = None, depth: int = 1
) -> Graph:
    """Write the graph, or the neighbourhood of one document, in the form that the file's ending names.

    graphml, gexf, dot, json, svg or png; UsageError for another ending. Returns what was written.
    """
    writers: dict[str, Callable[[Graph], str | bytes]] = {
        ".graphml": _graphml,
        ".gexf": _gexf,
        ".dot": _dot,
        ".json": _json,
        ".svg": lambda graph: _FORBIDDEN.sub("", svg(citation_map(graph, speech), speech)),
        ".png": lambda graph: picture(citation_map(graph, speech), speech).png,
    }
    writer = writers.get(target.suffix.lower())
    if writer is None:
        raise UsageError("usage.no_form", name=target.name, endings=", ".join(sorted(writers)))
    graph = load_graph(connection)
    if document:
        graph = neighbourhood(graph, graph.index(node_key(connection, document)), depth)
    target.parent.mkdir(parents=True, exist_ok=True)
    written = writer(graph)
    target.write_bytes(written.encode("utf-8") if isinstance(written, str) else written)
    return graph


def _node_fields(node: Node) -> dict[str, str]:
    fields = {"type": node.doc_type, "code": node.code, "date": node.date, "year": node.year, "place": node.place}
    return _told(fields) | {"held": "true" if node.held else "false"}


def _edge_fields(edge: Edge) -> dict[str, str]:
    return _told({"relation": edge.relation, "date": edge.date, "year": edge.year, "times": edge.times})


def _told(fields: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in fields.items() if value}


def _xml(root: ElementTree.Element) -> str:
    ElementTree.indent(root)
    for element in root.iter():
        element.text = element.text and _FORBIDDEN.sub("", element.text)
        for name, value in element.attrib.items():
            element.set(name, _FORBIDDEN.sub("", value))
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _graphml(graph: Graph) -> str:
    root = ElementTree.Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    for owner, names in (("node", ("label", *_NODE)), ("edge", _EDGE)):
        for name in names:
            kind = _TYPES.get(name, "string")
            attributes = {"id": f"{owner}-{name}", "for": owner, "attr.name": name, "attr.type": kind}
            ElementTree.SubElement(root, "key", attributes)
    body = ElementTree.SubElement(root, "graph", id="trichyeu", edgedefault="directed")
    for node in graph.nodes:
        element = ElementTree.SubElement(body, "node", id=node.key)
        for name, value in ({"label": node.label} | _node_fields(node)).items():
            ElementTree.SubElement(element, "data", key=f"node-{name}").text = value
    for edge in graph.edges:
        ends = {"source": graph.nodes[edge.source].key, "target": graph.nodes[edge.target].key}
        element = ElementTree.SubElement(body, "edge", ends)
        for name, said in _edge_fields(edge).items():
            ElementTree.SubElement(element, "data", key=f"edge-{name}").text = said
    return _xml(root)


def _gexf(graph: Graph) -> str:
    """Return the graph for Gephi: what is known of nodes and edges as attributes, which it filters and colours by."""
    root = ElementTree.Element("gexf", xmlns="http://gexf.net/1.3", version="1.3")
    body = ElementTree.SubElement(root, "graph", defaultedgetype="directed")
    for owner, names in (("node", _NODE), ("edge", _EDGE)):
        declared = ElementTree.SubElement(body, "attributes", {"class": owner})
        for name in names:
            attribute = {"id": f"{owner}-{name}", "title": name, "type": _GEXF_TYPES.get(name, "string")}
            ElementTree.SubElement(declared, "attribute", attribute)
    nodes = ElementTree.SubElement(body, "nodes")
    for node in graph.nodes:
        element = ElementTree.SubElement(nodes, "node", id=node.key, label=node.label)
        _add_values(element, "node", _node_fields(node))
    edges = ElementTree.SubElement(body, "edges")
    for i, edge in enumerate(graph.edges):
        ends = {"source": graph.nodes[edge.source].key, "target": graph.nodes[edge.target].key}
        more = {"id": str(i), "kind": edge.relation, "label": edge.relation, "weight": str(edge.times)}
        _add_values(ElementTree.SubElement(edges, "edge", ends | more), "edge", _edge_fields(edge))
    return _xml(root)


def _add_values(element: ElementTree.Element, owner: str, fields: Mapping[str, str]) -> None:
    values = ElementTree.SubElement(element, "attvalues")
    for name, value in fields.items():
        ElementTree.SubElement(values, "attvalue", {"for": f"{owner}-{name}", "value": value})


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
    nodes = [
        {"id": node.key, "label": node.label} | _node_fields(node) | {"year": node.year, "held": node.held}
        for node in graph.nodes
    ]
    edges = [
        {
            "source": graph.nodes[e.source].key, "target": graph.nodes[e.target].key, "relation": e.relation,
            "date": e.date, "year": e.year, "times": e.times, "sentence": e.sentence,
        }
        for e in graph.edges
    ]  # fmt: skip
    return json.dumps({"nodes": nodes, "edges": edges}, ensure_ascii=False, indent=1) + "\n"
