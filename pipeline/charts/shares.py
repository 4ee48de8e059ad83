"""Ratings -> one bar of 100 % a place: the classes in their order, each with its count, the total at the end."""

from __future__ import annotations

from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from pipeline.charts.look import GRID, INK, MM, SOFT, TITLE_LETTERS, paint
from pipeline.charts.model import Chart, Series
from pipeline.charts.words import key, longest, number, wrapped
from pipeline.speech import Speech

_WIDTH: Final = 165.0
"""Millimetres of text across A4 with the margins of an official document."""
_ROW, _LINE, _HEAD, _FOOT = 7.0, 3.6, 16.0, 9.0
_NAME_LETTERS: Final = 34
_LETTER: Final = 1.75
_NARROWEST: Final = 0.035
"""The share of a bar that a count fits in."""


def draw_shares(figure: Figure, chart: Chart, speech: Speech) -> None:
    """Draw the distributions of a chart whose series are classes, best first."""
    names = [wrapped(label, _NAME_LETTERS) for label in chart.labels]
    lines = [name.count("\n") + 1 for name in names]
    heights = [max(_ROW, _LINE * count + 2.5) for count in lines]
    title = wrapped(chart.title, TITLE_LETTERS)
    head = _HEAD + 5 * title.count("\n")
    height = head + sum(heights) + _FOOT
    figure.set_size_inches(_WIDTH * MM, height * MM)
    left = (longest(names) * _LETTER + 4) / _WIDTH
    axes = figure.add_axes((left, _FOOT / height, 0.91 - left, sum(heights) / height))
    _bars(axes, chart, heights, names, speech)
    figure.text(2 / _WIDTH, 1 - 2.5 / height, title, size=10, weight="bold", va="top")
    figure.legend(
        handles=[_key(series) for series in chart.series], loc="upper left", frameon=False, ncols=len(chart.series),
        bbox_to_anchor=(0.0, 1 - (head - 8) / height), borderpad=0, handlelength=1.6, columnspacing=1.2, fontsize=8,
    )  # fmt: skip


def _key(series: Series) -> Patch:
    look = paint(series.tone)
    return Patch(
        facecolor=look.fill, hatch=look.hatch * 2, hatchcolor=look.lines, edgecolor=SOFT, lw=0.4, label=key(series.name)
    )


def _bars(axes: Axes, chart: Chart, heights: list[float], names: list[str], speech: Speech) -> None:
    top, middles = 0.0, []
    for row, height in enumerate(heights):
        middle = top + height / 2
        middles.append(middle)
        counts = [series.values[row] for series in chart.series]
        total = sum(count or 0 for count in counts)
        begin = 0.0
        for series, count in zip(chart.series, counts, strict=True):
            if count:
                _piece(axes, series, count, (begin, middle, count / total), speech)
                begin += count / total
        axes.text(1.015, middle, number(total, speech), va="center", weight="bold", size=8)
        top += height
    axes.set_ylim(top, 0)
    axes.set_xlim(0, 1)
    axes.set_yticks(middles, names, size=8)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"], size=7)
    axes.tick_params(length=0)
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.set_axisbelow(True)
    axes.xaxis.grid(True, color=GRID, lw=0.5)


def _piece(axes: Axes, series: Series, count: float, at: tuple[float, float, float], speech: Speech) -> None:
    """Draw a class of a bar, and its count where there is room; `at` is where it begins, its middle, its width."""
    begin, middle, width = at
    look = paint(series.tone)
    axes.barh(
        middle, width, left=begin, height=4.8, color=look.fill, hatch=look.hatch, hatchcolor=look.lines,
        edgecolor="#ffffff", lw=0.8,
    )  # fmt: skip
    words = number(count, speech)
    if width >= _NARROWEST + 0.008 * len(words):
        box = {"boxstyle": "round,pad=0.18", "fc": "#ffffff", "ec": "none"} if look.hatch else None
        axes.text(
            begin + width / 2, middle, words, ha="center", va="center_baseline", size=8,
            color=INK if look.hatch else look.words, bbox=box,
        )  # fmt: skip
