"""One page of a PDF -> its letters and the lines drawn on it, as pdfplumber's search for tables wants them (pypdfium2).

pdfplumber finds the cells among the lines and gathers the letters of each; to have it read the page itself, letter by
letter in Python, takes twenty times what pdfium takes.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice, pairwise
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.readers.pdf.page import MOST_OBJECTS
from pipeline.readers.reading import Box

_PLACES: Final = 3
"""Decimals of a point that are kept: pdfium's single precision tells no more."""
_LINE_ENDS: Final = (10, 13)
_ALIKE: Final = 0.8
"""As tall as the next letter of a word, of its height, a box is at the least where a font says how tall it is."""
_LOST_HYPHENS: Final = ("\ufffe", "\x02")

Character = dict[str, Any]
Edge = dict[str, Any]


class DrawnPage:
    """What pdfplumber's table finder asks of a page: `chars` and `edges`, in points from the top left corner.

    `is_whole` tells whether it shows all: lines inside a form, which has axes of its own, are left out.
    """

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        media = page.get_mediabox()
        self._left, self._top = media[0], media[3]
        self.bbox: Box = (0.0, 0.0, media[2] - media[0], media[3] - media[1])
        with closing(page.get_textpage()) as text:
            self.chars = list(self._characters(text))
        self.is_whole = True
        objects = (pdfium.FPDFPage_GetObject(page, index) for index in range(pdfium.FPDFPage_CountObjects(page)))
        self.edges = [edge for drawn in islice(objects, MOST_OBJECTS) for edge in self._edges_of(drawn)]

    def _characters(self, text: pypdfium2.PdfTextPage) -> Iterator[Character]:
        rect = pdfium.FS_RECTF()
        raw = text.raw
        letters: list[tuple[int, Character]] = []
        for index in range(pdfium.FPDFText_CountChars(raw)):
            code = pdfium.FPDFText_GetUnicode(raw, index)
            if code in _LINE_ENDS or not pdfium.FPDFText_GetLooseCharBox(raw, index, rect):
                continue
            letter = chr(code)
            top, bottom = self._top - rect.top, self._top - rect.bottom
            letters.append((index, {
                "text": "-" if letter in _LOST_HYPHENS else letter,
                "x0": rect.left - self._left, "x1": rect.right - self._left, "top": top, "bottom": bottom,
                "doctop": top, "size": bottom - top, "upright": True, "fontname": "",
            }))  # fmt: skip
        if any(_differ_in_height(left, right) for (_, left), (_, right) in pairwise(letters)):
            self._level(raw, letters)
        return (letter for _, letter in letters)

    def _level(self, raw: Any, letters: Sequence[tuple[int, Character]]) -> None:
        """Give, in place, the letters of one size boxes that reach alike above and below their base line.

        A font that does not say how tall it is has boxes as tall as each letter, and the letters of a word would
        stand on two lines.
        """
        x, y = ctypes.c_double(), ctypes.c_double()
        placed: dict[float, list[tuple[float, Character]]] = {}
        for index, letter in letters:
            pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
            placed.setdefault(pdfium.FPDFText_GetFontSize(raw, index), []).append((self._top - y.value, letter))
        for group in placed.values():
            told = [(base - one["top"], one["bottom"] - base) for base, one in group if one["text"].isalnum()]
            above, below = (max(reach) for reach in zip(*told, strict=True)) if told else (0.0, 0.0)
            for base, letter in group if told else ():
                top, bottom = base - above, base + below
                letter.update(top=top, bottom=bottom, doctop=top, size=bottom - top)

    def _edges_of(self, drawn: Any) -> Iterator[Edge]:
        """Yield the level and upright sides of a drawn path."""
        kind = pdfium.FPDFPageObj_GetType(drawn)
        self.is_whole &= kind != pdfium.FPDF_PAGEOBJ_FORM
        if kind != pdfium.FPDF_PAGEOBJ_PATH:
            return
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFPageObj_GetMatrix(drawn, matrix)
        for points in _outlines(drawn):
            shown = [self._shown(matrix, *point) for point in points]
            for (x0, y0), (x1, y1) in pairwise(shown):
                if x0 == x1 or y0 == y1:
                    yield _edge(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def _shown(self, matrix: Any, x: float, y: float) -> tuple[float, float]:
        across = matrix.a * x + matrix.c * y + matrix.e - self._left
        down = self._top - (matrix.b * x + matrix.d * y + matrix.f)
        return round(across, _PLACES), round(down, _PLACES)


def _differ_in_height(left: Character, right: Character) -> bool:
    """Tell whether the boxes of two plain letters side by side are as tall as each letter."""
    if not (left["text"].isascii() and left["text"].isalpha() and right["text"].isascii() and right["text"].isalpha()):
        return False
    low, high = sorted((left["size"], right["size"]))
    return bool(low < _ALIKE * high)


def _outlines(drawn: Any) -> Iterator[list[tuple[float, float]]]:
    """Yield the straight outlines of a path, closed ones back at their first point."""
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(pdfium.FPDFPath_CountSegments(drawn)):
        segment = pdfium.FPDFPath_GetPathSegment(drawn, index)
        if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            yield points
            points = []
        points.append((x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    yield points


def _edge(x0: float, top: float, x1: float, bottom: float) -> Edge:
    return {
        "x0": x0, "x1": x1, "top": top, "bottom": bottom, "doctop": top, "width": x1 - x0, "height": bottom - top,
        "orientation": "h" if top == bottom else "v", "object_type": "line",
    }  # fmt: skip
