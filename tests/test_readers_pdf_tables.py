"""PDF files: tables with and without lines, and frames that are not tables."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Callable
from contextlib import closing
from typing import Any, cast

import pdfplumber
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from pdfplumber.table import TableFinder
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from extractors.figures.find import find_figures
from extractors.model import BlockKind
from pipeline.readers.pdf.rules import DrawnPage
from tests.checks import lines
from tests.pdffiles import BODY, drawn, read, ruled, write
from tests.pdffiles import serif as serif


def test_table_on_a_ruled_page() -> None:
    found = read(ruled([["TT", "Don vi", "Tot", "Kha"], ["1", "Sa Pa", "16", ""], ["2", "Bat Xat", "19", "9"]]))
    assert found.text.split("\n") == [
        "Bieu 1. Ket qua xep loai",
        "TT | Don vi | Tot | Kha",
        "1 | Sa Pa | 16 |",
        "2 | Bat Xat | 19 | 9",
        "Tren day la bao cao.",
    ]
    assert len(lines(found, BlockKind.TABLE_ROW)) == 3


def test_footnote_mark_in_a_table_never_joins_the_figure() -> None:
    def page(canvas: Canvas) -> None:
        ruled([["TT", "Don vi", "Tot"], ["1", "Sa Pa", "16"]])(canvas)
        canvas.setFont("Helvetica", 7)
        canvas.drawString(72 + 220 + 4 + pdfmetrics.stringWidth("16", "Helvetica", 12), 740 - 22 - 10, "12")

    assert "1 | Sa Pa | 16¹²" in lines(read(page), BlockKind.TABLE_ROW)


def columns(rows: list[list[str]], top: float = 740) -> Callable[[Canvas], None]:
    """Draw a table without lines."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 12)
        for step, row in enumerate(rows):
            for left, text in zip((72, 100, 260, 350, 450), row, strict=False):
                canvas.drawString(left, top - 18 * step, text)

    return draw


UNRULED = [
    ["TT", "Dia phuong", "So hoi nghi", "So nguoi", "Ty le (%)"],
    ["1", "Huyen Ba To", "98", "1.240", "42,0"],
    ["2", "Huyen Minh Long", "41", "760", "48,3"],
    ["3", "Huyen Son Ha", "112", "2.300", "35,5"],
]


def test_table_without_lines_where_columns_are_evident() -> None:
    found = read(columns(UNRULED))
    assert found.text.split("\n") == [" | ".join(row) for row in UNRULED]
    assert [block.kind for block in found.blocks] == [BlockKind.TABLE_ROW] * 4


@pytest.mark.parametrize(
    "rows",
    [
        UNRULED[1:],
        UNRULED[:3],
        [UNRULED[0][:3], *UNRULED[1:]],
        [*UNRULED[:2], ["2", "Huyen Minh Long va cac xa vung cao cua huyen", "41", "760", "48,3"], UNRULED[3]],
        [["a)", "Muc", "Dieu", "khoan"], *([str(i), "ke hoach", "12", "thang"] for i in range(4))],
    ],
    ids=["no heads", "two rows", "a column without head", "over two columns", "words behind"],
)
def test_columns_that_are_not_evident_stay_lines(rows: list[list[str]]) -> None:
    assert " | " not in read(columns(rows)).text


REST = [
    ["4", "Huyen Tra Bong", "77", "910", "40,1"],
    ["5", "Huyen Tu Nghia", "65", "1.005", "51,7"],
    ["6", "Thi xa Duc Pho", "90", "1.410", "44,2"],
]


def test_table_without_lines_goes_on_over_a_page() -> None:
    found = read(columns(UNRULED), columns(REST))
    assert found.text.split("\n") == [" | ".join(row) for row in [*UNRULED, *REST]]
    people = [figure for figure in find_figures(found.text) if figure.column == "So nguoi"]
    assert [figure.row for figure in people] == [row[1] for row in [*UNRULED[1:], *REST]]


def test_other_columns_on_the_next_page_stay_lines() -> None:
    narrower = [[row[0], row[1], row[2], row[3]] for row in REST]
    assert read(columns(UNRULED), columns(narrower)).text.count(" | ") == 4 * len(UNRULED)


def test_a_frame_is_no_table() -> None:
    def page(canvas: Canvas) -> None:
        canvas.rect(60, 600, 450, 200)
        write(canvas, BODY)

    assert read(page).text == "\n".join(BODY)


ROWS = [["STT", "Don vi", "So hoi nghi"], ["1", "Xa A", "12"], ["2", "Xa B", "7"]]


def test_lines_and_letters_of_pdfium_give_the_table_that_pdfplumber_reads_itself() -> None:
    raw = drawn(ruled(ROWS))
    with closing(pypdfium2.PdfDocument(raw)) as document, closing(document[0]) as page:
        seen = DrawnPage(page)
    with pdfplumber.open(io.BytesIO(raw)) as other:
        (expected,) = other.pages[0].find_tables()
        rows = expected.extract()
    (found,) = TableFinder(cast(Any, seen)).tables
    assert found.bbox == pytest.approx(expected.bbox, abs=0.01)
    assert found.extract() == rows == ROWS


def test_a_table_inside_a_form_is_read_too() -> None:
    """The lines of a form have axes of their own, so the page is read by pdfplumber alone."""

    def page(canvas: Canvas) -> None:
        canvas.beginForm("bieu")
        ruled(ROWS)(canvas)
        canvas.endForm()
        canvas.translate(20, -30)
        canvas.doForm("bieu")

    found = read(page)
    assert lines(found, BlockKind.TABLE_ROW) == [" | ".join(row) for row in ROWS]


def test_letters_stay_in_their_word_where_a_font_does_not_say_how_tall_it_is(
    serif: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fonts in the PDF files of LibreOffice have an ascent of 0: each letter's box is as tall as the letter."""

    loose = pdfium.FPDFText_GetLooseCharBox

    def box_of_letter(raw: Any, index: int, rect: Any) -> bool:
        sides = [ctypes.c_double() for _ in range(4)]
        found = loose(raw, index, rect) and pdfium.FPDFText_GetCharBox(raw, index, *sides)
        rect.bottom, rect.top = sides[2].value, sides[3].value
        return bool(found)

    def page(canvas: Canvas) -> None:
        canvas.setFont(serif, 12)
        canvas.grid([72, 182, 292], [740, 718, 696])
        for x, y, cell in ((76, 725, "Tổng số"), (186, 725, "Xuất sắc"), (76, 703, "17"), (186, 703, "9")):
            canvas.drawString(x, y, cell)

    monkeypatch.setattr(pdfium, "FPDFText_GetLooseCharBox", box_of_letter)
    assert lines(read(page), BlockKind.TABLE_ROW) == ["Tổng số | Xuất sắc", "17 | 9"]
