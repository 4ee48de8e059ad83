"""Values by period or year -> columns, stacked columns or lines, each value told in figures above its mark."""

from __future__ import annotations

from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from pipeline.charts.look import GRID, INK, MM, SOFT, TITLE_LETTERS, paint
from pipeline.charts.model import COLOURS, Chart, ChartKind, Series, Tone
from pipeline.charts.words import key, longest, number, wrapped
from pipeline.speech import Speech

_WIDTH, _PLOT, _HEAD = 165.0, 48.0, 13.0
_LETTER: Final = 1.75
_SIDES: Final = 24.0
_MOST_LETTERS: Final = 18
_SEVERAL: Final = (Tone.NOW, Tone.BEFORE, Tone.AIM, Tone.PLAIN)
"""The tones of series that mean nothing by themselves, so that they can be told apart."""
_DASHES: Final = ("-", "--", ":", "-.")
_MARKS: Final = "osD^"


def draw_columns(figure: Figure, chart: Chart, speech: Speech) -> None:
    """Draw a chart of values over groups; a value that is not told leaves its place empty, with a dash."""
    room = (_WIDTH - _SIDES) / max(1, len(chart.labels))
    upright = max(int(room / _LETTER), 4)
    slanted = longest(wrapped(label, upright) for label in chart.labels) > upright
    names = [wrapped(label, _MOST_LETTERS if slanted else upright) for label in chart.labels]
    lines = max((name.count("\n") for name in names), default=0) + 1
    foot = (longest(names) * _LETTER + 4) if slanted else 4.0 * lines + 5
    title = wrapped(chart.title, TITLE_LETTERS)
    legend = 6.0 if len(chart.series) > 1 else 0.0
    head = _HEAD + legend + 5 * title.count("\n")
    height = head + _PLOT + foot
    figure.set_size_inches(_WIDTH * MM, height * MM)
    axes = figure.add_axes((15 / _WIDTH, foot / height, (_WIDTH - _SIDES + 4) / _WIDTH, _PLOT / height))
    _draw(axes, chart, speech)
    tight = not slanted and longest(names) * _LETTER > room - 2
    axes.set_xticks(range(len(names)), names, size=7 if tight else 8, rotation=90 if slanted else 0)
    _axis(axes, speech)
    figure.text(2 / _WIDTH, 1 - 2.5 / height, title, size=10, weight="bold", va="top")
    if chart.unit:
        figure.text(2 / _WIDTH, 1 - (head - 3.5) / height, f"({wrapped(chart.unit, 60)})", size=7.5, color=SOFT)
    if legend:
        figure.legend(
            *axes.get_legend_handles_labels(), loc="upper left", bbox_to_anchor=(0.0, 1 - (head - 11) / height),
            frameon=False, ncols=len(chart.series), borderpad=0, handlelength=2.0, columnspacing=1.4, fontsize=8,
        )  # fmt: skip


def _draw(axes: Axes, chart: Chart, speech: Speech) -> None:
    if chart.kind is ChartKind.LINE:
        _lines(axes, chart, speech)
    elif chart.kind is ChartKind.STACKED:
        _stacks(axes, chart, speech)
    else:
        _beside(axes, chart, speech)


def _tone(chart: Chart, place: int) -> Tone:
    """Return the tone of a series; those that mean nothing, and are several, get tones that differ."""
    tone = chart.series[place].tone
    return _SEVERAL[place % len(_SEVERAL)] if tone is Tone.PLAIN and len(chart.series) > 1 else tone


def _bar(axes: Axes, chart: Chart, place: int, at: tuple[float, float, float, float], first: bool) -> None:
    """Draw one column of a series: its middle, its width, where it begins, how high it is."""
    middle, width, bottom, high = at
    look = paint(_tone(chart, place))
    label = key(chart.series[place].name) if first else "_"
    axes.bar(
        middle, high, width, bottom=bottom, color=look.fill, hatch=look.hatch, hatchcolor=look.lines,
        edgecolor="#ffffff", lw=0.6, label=label,
    )  # fmt: skip


def _beside(axes: Axes, chart: Chart, speech: Speech) -> None:
    width = 0.72 / max(1, len(chart.series))
    size = 8 if len(chart.labels) * len(chart.series) <= _ROOM_FOR_NUMBERS else 6
    for place, series in enumerate(chart.series):
        first = True
        for group, value in enumerate(series.values):
            middle = group + (place - (len(chart.series) - 1) / 2) * width
            _bar(axes, chart, place, (middle, width * 0.94, 0.0, value or 0.0), first)
            first = False
            axes.annotate(
                "–" if value is None else number(value, speech), (middle, value or 0), (0, 2),
                textcoords="offset points", ha="center", size=size, color=SOFT if value is None else INK,
            )  # fmt: skip


_ROOM_FOR_NUMBERS: Final = 14
"""Columns of a page that numbers of eight points fit above."""


def _stacks(axes: Axes, chart: Chart, speech: Speech) -> None:
    below = [0.0] * len(chart.labels)
    for place, series in enumerate(chart.series):
        for group, value in enumerate(series.values):
            _bar(axes, chart, place, (group, 0.66, below[group], value or 0.0), group == 0)
            below[group] += value or 0.0
    for group, total in enumerate(below):
        axes.annotate(
            number(total, speech), (group, total), (0, 2), textcoords="offset points", ha="center", size=8,
            weight="bold",
        )  # fmt: skip


def _lines(axes: Axes, chart: Chart, speech: Speech) -> None:
    for place, series in enumerate(chart.series):
        told = [(group, value) for group, value in enumerate(series.values) if value is not None]
        colour = COLOURS[_tone(chart, place)]
        axes.plot(
            [group for group, _ in told], [value for _, value in told], _DASHES[place % len(_DASHES)],
            color=colour, marker=_MARKS[place % len(_MARKS)], ms=4, lw=1.4, label=key(series.name),
        )  # fmt: skip
        _tell_points(axes, series, speech)
    axes.set_xlim(-0.5, len(chart.labels) - 0.5)


def _tell_points(axes: Axes, series: Series, speech: Speech) -> None:
    for group, value in enumerate(series.values):
        if value is not None:
            axes.annotate(
                number(value, speech), (group, value), (0, 4), textcoords="offset points", ha="center", size=7.5
            )


def _axis(axes: Axes, speech: Speech) -> None:
    axes.set_ylim(bottom=min(0.0, axes.get_ylim()[0]), top=axes.get_ylim()[1] * 1.08)
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, speech)))
    axes.tick_params(axis="y", labelsize=7, length=0)
    axes.tick_params(axis="x", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_axisbelow(True)
    axes.yaxis.grid(True, color=GRID, lw=0.5)
