"""A citation map -> its drawing: columns of names that never cover one another, curves from who cites to what is cited.

Documents held have a full dot and bold letters. What amends, replaces or repeals is drawn heavier and otherwise dashed
than what only mentions, so that it shows in black and white.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch
from matplotlib.path import Path as Curve

from pipeline.charts.arrange import LEFT, MIDDLE, RIGHT, Arrangement, arrange
from pipeline.charts.look import INK, MM, SOFT, TITLE_LETTERS
from pipeline.charts.model import CitationMap, MapEdge
from pipeline.charts.words import clean, wrapped
from pipeline.speech import Speech

_WIDTH, _NARROWEST = 165.0, 33.0
_ROW, _HEAD, _FOOT = 5.1, 19.0, 9.0
_EDGE: Final = 3.0
_LETTER: Final = 1.38
_BESIDE: Final = 6.0
"""Millimetres of a column that its names leave to dots and arrows."""
_SIZE: Final = 6.5
_GAP: Final = 1.6
"""Millimetres between a dot and its name, and between a name and the arrows at its end."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a relation is drawn: colour, dashes, width in points."""

    colour: str
    dashes: str
    width: float


_PLAIN: Final = Stroke("#5b7285", "-", 0.55)
_STROKES: Final = {
    "mentions": Stroke("#a3a3a3", ":", 0.7),
    "amends": Stroke("#b36b00", "--", 1.1),
    "replaces": Stroke("#c0261a", "-", 1.5),
    "repeals": Stroke("#c0261a", "-", 1.5),
}
_KEYS: Final = ("mentions", "implements", "amends", "replaces")


@dataclass(frozen=True, slots=True)
class _Box:
    """A name on the page, in millimetres: its dot, its right end, its height, its column."""

    dot: float
    end: float
    middle: float
    column: int


def draw_map(figure: Figure, chart: CitationMap, speech: Speech) -> dict[str, str]:
    """Draw a map; return the whole names of documents by the names of their groups in an SVG."""
    plan = arrange(chart)
    column = max(_NARROWEST, _WIDTH / max(3, plan.columns))
    title = wrapped(chart.title, TITLE_LETTERS)
    head = _HEAD + 5 * title.count("\n")
    width, height = max(_WIDTH, column * plan.columns), head + _ROW * plan.rows + _FOOT
    figure.set_size_inches(width * MM, height * MM)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    axes.set_axis_off()
    axes.text(2, 3, title, size=10, weight="bold", va="top")
    _side_names(axes, plan, column, head, speech)
    letters = int((column - _BESIDE) / _LETTER)
    at = [(_EDGE + spot.column * column, head + spot.row * _ROW, spot.column) for spot in plan.spots]
    _dots(axes, chart, at)
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    boxes = [_name(axes, chart, place, at[place], letters, renderer) for place in range(len(at))]
    place_of = {node.key: place for place, node in enumerate(chart.nodes)}
    for edge in chart.edges:
        _arrow(axes, edge, boxes[place_of[edge.citing]], boxes[place_of[edge.cited]])
    _legend(figure, speech)
    return {f"n{place}": clean(node.full or node.label) for place, node in enumerate(chart.nodes)}


def _side_names(axes: Axes, plan: Arrangement, column: float, head: float, speech: Speech) -> None:
    """Write above each side what stands in it."""
    right = "local" if plan.sides[LEFT] else "cited"
    for side, name in ((LEFT, "central"), (MIDDLE, "citing"), (RIGHT, right)):
        if plan.sides[side]:
            left = _EDGE + plan.sides[side][0] * column - 1
            end = _EDGE + (plan.sides[side][-1] + 1) * column - 7
            axes.text(left, head - 4.5, speech(f"drawing.{name}"), size=7.5, weight="bold", color=SOFT, va="bottom")
            axes.plot([left, end], [head - 3.5, head - 3.5], color=SOFT, lw=0.6)


def _dots(axes: Axes, chart: CitationMap, at: list[tuple[float, float, int]]) -> None:
    """Draw the dots of what the archive holds, and the circles of what it does not."""
    for held, fill in ((True, INK), (False, "#ffffff")):
        some = [spot for node, spot in zip(chart.nodes, at, strict=True) if node.held == held]
        axes.plot(
            [dot for dot, _, _ in some], [middle for _, middle, _ in some], "o", ms=4, mfc=fill, mec=INK, mew=0.7,
            zorder=4,
        )  # fmt: skip


def _name(
    axes: Axes, chart: CitationMap, place: int, at: tuple[float, float, int], letters: int, renderer: RendererAgg
) -> _Box:
    """Write the name of a document behind its dot; `at` is the dot, its height and its column."""
    node = chart.nodes[place]
    dot, middle, column = at
    text = axes.text(
        dot + _GAP, middle, wrapped(node.label, letters, 2), size=_SIZE, va="center", linespacing=1.0,
        weight="bold" if node.held or node.key == chart.centre else "normal", zorder=5, gid=f"n{place}",
        bbox={"boxstyle": "square,pad=0.05", "fc": "#ffffff", "ec": "none", "alpha": 0.85},
    )  # fmt: skip
    if node.key == chart.centre:
        text.set_bbox({"boxstyle": "round,pad=0.15", "fc": "#ffffff", "ec": INK, "lw": 0.8})
    end = axes.transData.inverted().transform(text.get_window_extent(renderer))[1][0]
    return _Box(dot, float(end) + 0.6, middle, column)


def _arrow(axes: Axes, edge: MapEdge, start: _Box, end: _Box) -> None:
    """Draw a curve to the near side of the name that is cited; two of one column are joined on their left."""
    stroke = _STROKES.get(edge.relation, _PLAIN)
    if start.column == end.column:
        bend = min(start.dot, end.dot) - 2.2
        points = [
            (start.dot - 0.8, start.middle),
            (bend, start.middle),
            (bend, end.middle),
            (end.dot - 0.8, end.middle),
        ]
    elif start.column < end.column:
        points = _across((start.end, start.middle), (end.dot - 0.9, end.middle))
    else:
        points = _across((start.dot - 0.9, start.middle), (end.end, end.middle))
    curve = Curve(points, [Curve.MOVETO, Curve.CURVE4, Curve.CURVE4, Curve.CURVE4])
    axes.add_artist(
        FancyArrowPatch(
            path=curve,
            arrowstyle="-|>,head_length=2.4,head_width=1.1",
            mutation_scale=1,
            color=stroke.colour,
            lw=stroke.width,
            ls=stroke.dashes,
            zorder=3 if edge.relation in _STROKES else 2,
        )
    )


def _across(start: tuple[float, float], end: tuple[float, float]) -> list[tuple[float, float]]:
    half = (end[0] - start[0]) * 0.5
    return [start, (start[0] + half, start[1]), (end[0] - half, end[1]), end]


def _legend(figure: Figure, speech: Speech) -> None:
    """Tell what the dots and the lines mean."""
    dots = [
        Line2D([], [], ls="", marker="o", ms=4, mfc=INK if held else "#ffffff", mec=INK, label=speech(f"show.{name}"))
        for held, name in ((True, "held"), (False, "not_held"))
    ]
    lines = []
    for relation in _KEYS:
        stroke = _STROKES.get(relation, _PLAIN)
        name = speech(f"drawing.{relation}")
        lines.append(Line2D([], [], color=stroke.colour, ls=stroke.dashes, lw=stroke.width + 0.3, label=name))
    figure.legend(
        handles=[*dots, *lines], loc="lower left", frameon=False, ncols=6, fontsize=7, borderpad=0.3, handlelength=2.2,
        columnspacing=1.2,
    )  # fmt: skip
