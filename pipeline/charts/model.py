"""What a chart shows, as data: what stands along its axis, its series, the tone of each, and a text that tells it all.

A `Chart` or a `CitationMap` says nothing of size, font or format; who draws it decides those. Every word in it is in
the language of the reader already.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class ChartKind(StrEnum):
    """How the numbers of a chart stand to one another.

    BARS: a bar for each label and series, side by side. STACKED: the series of a label add up to a whole, such as the
    classes of a rating. LINE: labels are times in their order.
    """

    BARS = "bars"
    STACKED = "stacked"
    LINE = "line"


class Tone(StrEnum):
    """What a colour means: the place of a class from the best to the worst, the time of a value, or nothing."""

    BEST = "best"
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    WORST = "worst"
    NOW = "now"
    BEFORE = "before"
    AIM = "aim"
    PLAIN = "plain"


COLOURS: Final[dict[Tone, str]] = {
    Tone.BEST: "#14532d",
    Tone.GOOD: "#4d8f5b",
    Tone.FAIR: "#e0b64d",
    Tone.POOR: "#d9795d",
    Tone.WORST: "#8c1c1c",
    Tone.NOW: "#1f4e79",
    Tone.BEFORE: "#a9bdd2",
    Tone.AIM: "#6b6b6b",
    Tone.PLAIN: "#44546a",
}
"""The colour of each tone, as #rrggbb. Neighbours on the scale of classes differ in lightness, for print in black."""

SCALE: Final = (Tone.BEST, Tone.GOOD, Tone.FAIR, Tone.POOR, Tone.WORST)
"""The tones of a scale of five classes, the best first."""

_GROUND: Final = 0.25
"""How much of a tone's colour the ground of a cell has; the rest is white."""
_ROUNDED: Final = 0.3
"""Added before a fraction is cut off: what lies between two tones gets the better one."""


def tones_of(classes: int) -> tuple[Tone, ...]:
    """Return the tones of a scale of so many classes, the best first; its two ends are always those of the scale.

    Of four classes the third is passed still (hoàn thành, trung bình), so that it is fair, and only the last is red.

    >>> [tone.value for tone in tones_of(3)], [tone.value for tone in tones_of(4)]
    (['best', 'fair', 'worst'], ['best', 'good', 'fair', 'worst'])
    """
    if classes <= 1:
        return SCALE[:classes]
    steps = (len(SCALE) - 1) / (classes - 1)
    return tuple(SCALE[int(place * steps + _ROUNDED)] for place in range(classes))


def pale(tone: Tone) -> str:
    """Return the colour of a tone as the ground of a cell, on which black words can be read.

    >>> pale(Tone.BEST), pale(Tone.WORST)
    ('#c4d4ca', '#e2c6c6')
    """
    parts = (int(COLOURS[tone][at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * _GROUND):02x}" for part in parts)


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one series, one for each label of its chart; None where the documents tell none."""

    name: str
    values: tuple[float | None, ...]
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: `labels` along its axis, `series` over them, `unit` of the values, `alt` that tells it in words."""

    kind: ChartKind
    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    alt: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class MapNode:
    """A document on a citation map: its short name (a code), whether the archive holds it, how many cite it.

    `central` tells that a body of the centre issued it; `full` is its whole name, for a pointer that rests on it.
    """

    key: str
    label: str
    held: bool
    cited: int
    central: bool = False
    full: str | None = None


@dataclass(frozen=True, slots=True)
class MapEdge:
    """`citing` cites `cited` (keys of nodes), with a relation of [drawing] in messages.toml: mentions, amends ..."""

    citing: str
    cited: str
    relation: str


@dataclass(frozen=True, slots=True)
class CitationMap:
    """Which documents cite which; `centre` is the key of the one it is about, None when it is about none."""

    title: str
    nodes: tuple[MapNode, ...]
    edges: tuple[MapEdge, ...]
    alt: str
    centre: str | None = None
