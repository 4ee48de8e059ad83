"""Small PDF files drawn page by page, and how they are read."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.readers.pdf.read import read_pdf
from pipeline.readers.reading import Reading
from tests.checks import assert_sound

FONTS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf",
    "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf",
    "/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf",
)
BODY = [
    "Thuc hien Chuong trinh so 30-CTr/TU, Ban Dan van Tinh uy bao cao ket qua",
    "cong tac dan van 6 thang dau nam, phuong huong nhiem vu 6 thang cuoi nam",
    "nhu sau.",
]


@pytest.fixture(scope="session")
def serif() -> str:
    """The name of an embedded font with all Vietnamese letters."""
    found = next((path for path in FONTS if Path(path).is_file() and _has_vietnamese(path)), None)
    if found is None:
        pytest.skip("no font with Vietnamese letters on this machine (DejaVu, Liberation 2 or Noto)")
    pdfmetrics.registerFont(TTFont("Serif", found))
    return "Serif"


def _has_vietnamese(path: str) -> bool:
    return ord("ữ") in TTFont("Tried", path).face.charToGlyph


def drawn(*pages: Callable[[Canvas], None], encrypt: object = None) -> bytes:
    """Return a PDF with each function drawing one A4 page."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), encrypt=encrypt)
    for draw in pages:
        canvas.setFont("Helvetica", 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def write(canvas: Canvas, texts: list[str], top: float = 760, left: float = 72, size: int = 12) -> None:
    canvas.setFont("Helvetica", size)
    for step, text in enumerate(texts):
        canvas.drawString(left, top - 18 * step, text)


def read(*pages: Callable[[Canvas], None]) -> Reading:
    found = read_pdf(drawn(*pages), "bc.pdf")
    assert_sound(found)
    return found


def raised(canvas: Canvas, font: str, pieces: list[tuple[str, float, int]]) -> None:
    """Write pieces of text one after another, each with its rise and size."""
    text = canvas.beginText(72, 700)
    for piece, rise, size in pieces:
        text.setFont(font, size)
        text.setRise(rise)
        text.textOut(piece)
    canvas.drawText(text)


def ruled(rows: list[list[str]]) -> Callable[[Canvas], None]:
    """Return a page with a line of text, a table drawn with lines, and a line of text."""

    def draw(canvas: Canvas) -> None:
        write(canvas, ["Bieu 1. Ket qua xep loai"], top=760)
        xs = [72 + 110 * index for index in range(len(rows[0]) + 1)]
        ys = [740 - 22 * index for index in range(len(rows) + 1)]
        canvas.grid(xs, ys)
        for y, row in zip(ys, rows, strict=False):
            for x, cell in zip(xs, row, strict=False):
                canvas.drawString(x + 4, y - 15, cell)
        write(canvas, ["Tren day la bao cao."], top=ys[-1] - 30)

    return draw
