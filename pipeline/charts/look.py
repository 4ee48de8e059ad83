"""How a chart looks: its fonts, the hatch and the words' colour of a tone, the same in every picture.

Hatches tell tones apart where a page is printed in black; the colours are those of `model.COLOURS`.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from matplotlib import style

from pipeline.charts.model import COLOURS, SCALE, Tone

MM: Final = 1 / 25.4
"""Inches of a millimetre: matplotlib measures pages in inches."""
INK: Final = "#1d1d1b"
SOFT: Final = "#6b6b6b"
GRID: Final = "#d9d9d9"
TEXT_SIZE: Final = 8.5
"""Points; a picture is set into a page without being made smaller."""
TITLE_LETTERS: Final = 64
"""Bold letters of a title across a page."""

_SETTINGS: Final = {
    "font.family": ["DejaVu Sans"],
    "font.size": TEXT_SIZE,
    "text.color": INK,
    "text.parse_math": False,
    "axes.labelcolor": INK,
    "axes.edgecolor": SOFT,
    "axes.titlesize": TEXT_SIZE + 1.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.6,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "hatch.linewidth": 0.5,
    "svg.fonttype": "none",
    "svg.hashsalt": "trichyeu",
    "figure.dpi": 100,
}


@dataclass(frozen=True, slots=True)
class Paint:
    """How an area of a tone is filled: its colour, its hatch, the hatch's colour, the colour of words on it."""

    fill: str
    hatch: str
    lines: str
    words: str


_HATCHES: Final = {
    Tone.FAIR: "---", Tone.POOR: "////", Tone.WORST: "xxxx", Tone.BEFORE: "////", Tone.AIM: "\\\\\\\\",
}  # fmt: skip
_DARK: Final = (Tone.BEST, Tone.NOW, Tone.PLAIN)


def paint(tone: Tone) -> Paint:
    """Return how the areas of a tone are filled."""
    words = "#ffffff" if tone in _DARK else "#000000"
    return Paint(COLOURS[tone], _HATCHES.get(tone, ""), "#ffffff", words)


def rates(tones: tuple[Tone, ...]) -> bool:
    """Tell whether tones are classes of a scale, whose shares are told."""
    return len(tones) > 1 and all(tone in SCALE for tone in tones)


@contextmanager
def our_look() -> Iterator[None]:
    """Draw with our settings alone, whatever the machine's own are, and without a word to the terminal.

    A letter that the font lacks is drawn as a box; a machine without a place for the list of its fonts makes it anew.
    """
    with style.context(["default", _SETTINGS]), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
