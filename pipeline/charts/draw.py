"""A chart or a citation map -> SVG text or a PNG picture, the same bytes for the same chart.

matplotlib is loaded when the first picture is drawn, and nothing of it before: its fonts hold every Vietnamese letter.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree

from PIL import Image

from pipeline.charts.model import Chart, CitationMap
from pipeline.charts.words import clean
from pipeline.speech import Speech

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DOTS: Final = 200
"""Dots an inch of a picture in a Word file: sharp in print, some 40 kB."""
_COLOURS_KEPT: Final = 128
_REFERRED: Final = re.compile(r"#([\w-]+)")
_SVG: Final = "http://www.w3.org/2000/svg"


logging.getLogger("matplotlib").setLevel(logging.ERROR)
"""It would tell, in English, where it keeps the list of this machine's fonts."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as PNG, its size on paper in millimetres, and what stands for it where it cannot be seen."""

    png: bytes
    width: float
    height: float
    alt: str


def svg(chart: Chart | CitationMap, speech: Speech) -> str:
    """Return the drawing as an SVG element of its own, with title and description for screen readers."""
    from pipeline.charts.look import our_look

    with our_look():
        figure, hints = _figure(chart, speech)
        content = BytesIO()
        figure.savefig(content, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return _described(content.getvalue(), chart, hints)


def picture(chart: Chart | CitationMap, speech: Speech) -> Picture:
    """Return the drawing as a picture for a Word file."""
    from pipeline.charts.look import MM, our_look

    with our_look():
        figure, _ = _figure(chart, speech)
        content = BytesIO()
        figure.savefig(content, format="png", dpi=DOTS, metadata={"Software": None})
        width, height = figure.get_size_inches()
    return Picture(_smaller(content), width / MM, height / MM, chart.alt)


def _smaller(png: BytesIO) -> bytes:
    """Return a PNG in the few colours that a chart has: a fifth of the bytes, and nobody sees a difference."""
    few = Image.open(png).convert("RGB").quantize(_COLOURS_KEPT, Image.Quantize.MAXCOVERAGE)
    content = BytesIO()
    few.save(content, format="PNG", optimize=True, dpi=(DOTS, DOTS))
    return content.getvalue()


def _figure(chart: Chart | CitationMap, speech: Speech) -> tuple[Figure, dict[str, str]]:
    """Return the figure, and what the parts of it with a name tell when a pointer rests on them."""
    from matplotlib.figure import Figure

    from pipeline.charts.citations import draw_map
    from pipeline.charts.columns import draw_columns
    from pipeline.charts.look import rates
    from pipeline.charts.shares import draw_shares

    figure = Figure()
    if isinstance(chart, CitationMap):
        return figure, draw_map(figure, chart, speech)
    if rates(tuple(series.tone for series in chart.series)):
        draw_shares(figure, chart, speech)
    else:
        draw_columns(figure, chart, speech)
    return figure, {}


def _described(content: bytes, chart: Chart | CitationMap, hints: dict[str, str]) -> str:
    """Return an SVG with its title, its description and its hints, without the head that only files need."""
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    root = ElementTree.fromstring(content)  # noqa: S314 - what we have just drawn
    for name, words in (("desc", chart.alt), ("title", chart.title)):
        element = ElementTree.Element(f"{{{_SVG}}}{name}")
        element.text = clean(words)
        root.insert(0, element)
    root.set("role", "img")
    root.set("aria-label", clean(chart.alt))
    for group in root.iter(f"{{{_SVG}}}g"):
        hint = hints.get(group.get("id", ""))
        if hint:
            element = ElementTree.Element(f"{{{_SVG}}}title")
            element.text = hint
            group.insert(0, element)
    _drop_names(root)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _drop_names(root: ElementTree.Element) -> None:
    """Take out the names that nothing refers to: they would stand twice in a page with two pictures."""
    used = {found for element in root.iter() for value in element.attrib.values() for found in _REFERRED.findall(value)}
    for element in root.iter():
        if element.get("id") not in used:
            element.attrib.pop("id", None)
