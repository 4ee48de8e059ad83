"""The citation graph -> a drawing in SVG: springs lay the nodes out, labels are pushed apart until none overlap.

Held documents are filled, those only cited are hollow; what amends, replaces or repeals is drawn in colour.
A graph of more nodes than a page can show is drawn by its best linked ones, and the drawing says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import hypot
from typing import Final
from xml.etree import ElementTree

import rustworkx as rx

from pipeline.graph.graph import Edge, Graph, Node, link_edges
from pipeline.speech import Speech

MOST_NODES: Final = 300
_LONGEST: Final = 34
_CHARACTER: Final = 6.9
_RADIUS: Final = 5.0
_HEIGHT: Final = 19.0
_ROOM: Final = 105.0
"""Side of the square that each node has on average, in pixels."""
_LEGEND: Final = 810.0
_ROUNDS: Final = 400
_INK: Final = "#1d1d1b"
_RED: Final = "#8f1d14"
_COLOURS: Final = {"amends": "#b36b00", "replaces": "#c0261a", "repeals": "#c0261a", "mentions": "#d3cdc2"}
_PLAIN: Final = "#9a9386"

Point = tuple[float, float]


def draw(graph: Graph, speech: Speech) -> ElementTree.Element:
    """Return the drawing of a graph; words of its legend in the language of `speech`."""
    drawn = _best_linked(graph)
    labels = [_label(node) for node in drawn.nodes]
    at = _apart(_lay_out(drawn), [_width(label) for label in labels])
    return _paint(drawn, labels, at, _note(graph, drawn, speech), speech)


def _best_linked(graph: Graph) -> Graph:
    if len(graph.nodes) <= MOST_NODES:
        return graph
    degree = [graph.links.in_degree(i) + graph.links.out_degree(i) for i in range(len(graph.nodes))]
    chosen: set[int] = set()
    for edge in sorted(graph.edges, key=lambda e: (-degree[e.source] - degree[e.target], e.source, e.target)):
        if len(chosen | {edge.source, edge.target}) <= MOST_NODES:
            chosen |= {edge.source, edge.target}
    keep = sorted(chosen)
    place_of = {old: new for new, old in enumerate(keep)}
    edges = tuple(
        replace(e, source=place_of[e.source], target=place_of[e.target])
        for e in graph.edges
        if e.source in place_of and e.target in place_of
    )
    nodes = tuple(graph.nodes[i] for i in keep)
    return Graph(nodes, edges, link_edges(len(nodes), [(e.source, e.target) for e in edges]))


def _label(node: Node) -> str:
    label = node.code or node.label
    return label if len(label) <= _LONGEST else label[: _LONGEST - 1].rstrip() + "…"


def _width(label: str) -> float:
    return 2 * _RADIUS + 12 + _CHARACTER * len(label)


def _lay_out(graph: Graph) -> list[Point]:
    """Return a place for each node: the parts that hang together side by side in rows, the largest first."""
    at: list[Point] = [(0.0, 0.0)] * len(graph.nodes)
    parts = sorted((sorted(part) for part in rx.weakly_connected_components(graph.links)), key=lambda p: (-len(p), p))
    page = 1.5 * _side(len(parts[0]) if len(parts[0]) > 1 else len(graph.nodes)) if parts else 0.0
    left = top = row = 0.0
    for part in parts:
        places = _springs(graph, part)
        width = _side(len(part)) * 1.5 + _ROOM if len(part) > 1 else 2 * _ROOM
        height = _side(len(part)) + _HEIGHT if len(part) > 1 else _HEIGHT + 4
        if left and left + width > page + 2 * _ROOM:
            left, top, row = 0.0, top + row + _HEIGHT, 0.0
        for node, (x, y) in zip(part, places, strict=True):
            at[node] = left + x * (width - _ROOM), top + y * height
        left, row = left + width, max(row, height)
    return at


def _side(nodes: int) -> float:
    return float(_ROOM * nodes**0.5 * 0.8)


def _springs(graph: Graph, part: Sequence[int]) -> list[Point]:
    """Return the places of a part's nodes in the unit square; crowded middles are spread by rank."""
    if len(part) == 1:
        return [(0.0, 0.0)]
    springs = rx.spring_layout(graph.links.subgraph(list(part)), seed=1, num_iter=300)
    axes = [_spread([float(springs[i][axis]) for i in range(len(part))]) for axis in (0, 1)]
    return list(zip(*axes, strict=True))


def _spread(values: Sequence[float]) -> list[float]:
    low, high = min(values), max(values)
    order = sorted(range(len(values)), key=lambda i: (values[i], i))
    rank = {i: place / (len(values) - 1) for place, i in enumerate(order)}
    return [0.4 * (value - low) / ((high - low) or 1.0) + 0.6 * rank[i] for i, value in enumerate(values)]


def _apart(at: Sequence[Point], widths: Sequence[float]) -> list[Point]:
    """Push labelled nodes apart, a little each round, until no two boxes overlap."""
    xs, ys = [x for x, _ in at], [y for _, y in at]
    for _ in range(_ROUNDS):
        order = sorted(range(len(xs)), key=lambda i: (xs[i], i))
        moved = False
        for place, i in enumerate(order):
            for j in order[place + 1 :]:
                if xs[j] >= xs[i] + widths[i]:
                    break
                wide, high = xs[i] + widths[i] - xs[j], _HEIGHT - abs(ys[j] - ys[i])
                if high <= 0:
                    continue
                moved = True
                if high < wide:
                    step = (high / 2 + 0.5) * (1 if ys[j] >= ys[i] else -1)
                    ys[i], ys[j] = ys[i] - step, ys[j] + step
                else:
                    xs[i], xs[j] = xs[i] - wide / 2 - 0.5, xs[j] + wide / 2 + 0.5
        if not moved:
            break
    return list(zip(xs, ys, strict=True))


def _note(graph: Graph, drawn: Graph, speech: Speech) -> str | None:
    if len(drawn.nodes) == len(graph.nodes):
        return None
    return speech("drawing.part", shown=len(drawn.nodes), all=len(graph.nodes))


def _paint(
    graph: Graph, labels: Sequence[str], at: Sequence[Point], note: str | None, speech: Speech
) -> ElementTree.Element:
    boxes = [(x - _RADIUS, y, x + _width(label)) for (x, y), label in zip(at, labels, strict=True)]
    left, top = min((b[0] for b in boxes), default=0) - 30, min((b[1] for b in boxes), default=0) - 30
    right, bottom = max((b[2] for b in boxes), default=0) + 30, max((b[1] for b in boxes), default=0) + 110
    right = max(right, left + _LEGEND)
    width, height = right - left, bottom - top
    root = ElementTree.Element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        width=f"{width:.0f}",
        height=f"{height:.0f}",
        viewBox=f"{left:.0f} {top:.0f} {width:.0f} {height:.0f}",
        attrib={"font-family": "'Noto Sans', 'DejaVu Sans', Arial, sans-serif", "font-size": "12"},
    )
    _heads(root)
    box = {"x": f"{left:.0f}", "y": f"{top:.0f}", "width": f"{width:.0f}", "height": f"{height:.0f}", "fill": "#ffffff"}
    ElementTree.SubElement(root, "rect", box)
    for edge in sorted(graph.edges, key=lambda e: e.relation in ("amends", "replaces", "repeals")):
        _line(root, edge, at[edge.source], at[edge.target], speech)
    for node, label, place in zip(graph.nodes, labels, at, strict=True):
        _node(root, node.held, label, place, node.label)
    _key(root, left + 30, bottom - 50, note, speech)
    return root


def _heads(root: ElementTree.Element) -> None:
    """Define an arrow head of each colour."""
    definitions = ElementTree.SubElement(root, "defs")
    for colour in sorted({_PLAIN, *_COLOURS.values()}):
        shape = {
            "id": f"head{colour[1:]}",
            "viewBox": "0 0 8 8",
            "refX": "7",
            "refY": "4",
            "markerUnits": "userSpaceOnUse",
        }
        marker = ElementTree.SubElement(
            definitions, "marker", shape | {"markerWidth": "8", "markerHeight": "8", "orient": "auto"}
        )
        ElementTree.SubElement(marker, "path", d="M0 1 L8 4 L0 7 z", fill=colour)


def _line(root: ElementTree.Element, edge: Edge, start: Point, end: Point, speech: Speech) -> None:
    """Draw an edge from rim to rim, so that its arrow head shows."""
    length = hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    dx, dy = (end[0] - start[0]) / length * (_RADIUS + 1), (end[1] - start[1]) / length * (_RADIUS + 1)
    colour = _COLOURS.get(edge.relation, _PLAIN)
    ends = {"x1": start[0] + dx, "y1": start[1] + dy, "x2": end[0] - dx, "y2": end[1] - dy}
    look = {
        "stroke": colour,
        "stroke-width": "1.6" if edge.relation in ("amends", "replaces", "repeals") else "0.9",
        "marker-end": f"url(#head{colour[1:]})",
    }
    line = ElementTree.SubElement(root, "line", {name: f"{value:.1f}" for name, value in ends.items()} | look)
    ElementTree.SubElement(line, "title").text = speech(f"relation.{edge.relation}")


def _node(root: ElementTree.Element, held: bool, label: str, at: Point, full: str) -> None:
    x, y = at
    fill = _RED if held else "#ffffff"
    circle = ElementTree.SubElement(
        root, "circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=f"{_RADIUS:g}", fill=fill, stroke=_RED
    )
    ElementTree.SubElement(circle, "title").text = full
    _text(root, x + _RADIUS + 4, y + 4, label, halo=True)


def _text(root: ElementTree.Element, x: float, y: float, words: str, halo: bool = False) -> None:
    around = {"stroke": "#ffffff", "stroke-width": "3", "paint-order": "stroke"} if halo else {}
    text = ElementTree.SubElement(root, "text", {"x": f"{x:.1f}", "y": f"{y:.1f}", "fill": _INK} | around)
    text.text = words


def _key(root: ElementTree.Element, x: float, y: float, note: str | None, speech: Speech) -> None:
    """Draw the legend: what the circles and the colours of the lines mean."""
    for held, name in ((True, "held"), (False, "not_held")):
        words = speech(f"show.{name}")
        _node(root, held, words, (x, y), words)
        x += _width(words) + 24
    for relation in ("mentions", "implements", "amends", "replaces"):
        sample = Edge(0, 0, relation, None, "", 1)
        _line(root, sample, (x, y), (x + 34, y), speech)
        words = speech(f"drawing.{relation}")
        _text(root, x + 40, y + 4, words)
        x += 40 + _CHARACTER * len(words) + 18
    if note:
        _text(root, x, y + 4, note)
