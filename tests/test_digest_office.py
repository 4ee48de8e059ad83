"""Digests as Word and Excel files: every block is there, numbers and days are such, nothing of a document is obeyed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from pipeline.charts.model import Chart, ChartKind, CitationMap, MapEdge, MapNode, Series, Tone, pale
from pipeline.commands.template import COMMAND
from pipeline.digest.block import (
    Cell,
    Column,
    Digest,
    Fact,
    Items,
    Paragraph,
    Piece,
    RatingClass,
    RatingRow,
    RatingTable,
    Section,
    Source,
    Table,
)  # fmt: skip
from pipeline.digest.formats import excel, word
from pipeline.digest.formats.registry import FORMATS, format_of
from pipeline.errors import UsageError
from pipeline.speech import Speech

VI = Speech("vi")
HOSTILE = "=HYPERLINK(1) <b> \x01"
CLASSES = (RatingClass("tốt", Tone.BEST), RatingClass("yếu", Tone.WORST))


def rated(place: str, good: int) -> RatingRow:
    return RatingRow(Cell("khối"), Cell(place), Cell("2023"), (Cell(str(good), good, "khối", (1,)), None), None)


FIGURES = Table(
    "figures",
    (Column("Chỉ tiêu"), Column("Kết quả", True), Column("Ngày"), Column("Trống")),
    (
        (
            Cell(HOSTILE), Cell("18.746 lượt người", 18746, "lượt người", (1, 2)),
            Cell("15/06/2022", date(2022, 6, 15)), Cell(""),
        ),
        (Cell("Dân số"), Cell("trên 76 vạn", 760000, "người", worded=True), Cell(""), Cell("")),
    ),
    title="Số liệu / chính",
    total=(Cell("Cộng"), Cell("18.746", 18746), Cell(""), Cell("")),
    note="Còn 4 số liệu khác.",
)  # fmt: skip
RATINGS = RatingTable(
    "ratings", CLASSES, (rated("Sa Pa", 12), rated("Bát Xát", 8)), ("Đối tượng", "Địa phương", "Kỳ", "Tổng"),
    chart=Chart(ChartKind.STACKED, "Xếp loại", ("Sa Pa", "Bát Xát"), (
        Series("tốt", (12.0, 8.0), Tone.BEST), Series("yếu", (1.0, None), Tone.WORST)), "Sa Pa: tốt 12, yếu 1"),
)  # fmt: skip
MAP = CitationMap(
    "Sơ đồ", (MapNode("a", "09-QC/TU", True, 0), MapNode("b", "217-QĐ/TW", False, 1)), (MapEdge("a", "b", "mentions"),),
    "09-QC/TU nhắc đến 217-QĐ/TW",
)  # fmt: skip
DIGEST = Digest(
    "place", "Tổng hợp Lào Cai", "4 văn bản", (Fact("Kỳ", "năm 2022"),),
    (
        Section("summary", "Tóm tắt", (Items("summary", (Paragraph(HOSTILE, (2,)),), "Còn nữa."), Paragraph("Đoạn."))),
        Section("figures", "Số liệu", (FIGURES, replace(FIGURES, note=None))),
        Section("ratings", "Xếp loại", (RATINGS, MAP)),
    ),
    (
        Source(1, (Piece("Mở "), Piece("312", True), Piece(" hội nghị.")), "31-BC/BDVTU", 7, 0, 2),
        Source(2, (Piece("Câu hai."),), "87-KH/TU", 8, 0, None),
    ),
    party=True,
)  # fmt: skip


PLAIN = replace(DIGEST, sections=DIGEST.sections[:2])
"""Without pictures, which cost most."""


@pytest.fixture(scope="module")
def document() -> Any:
    return Document(BytesIO(word.write(DIGEST, VI)))


@pytest.fixture(scope="module")
def book() -> Any:
    return load_workbook(BytesIO(excel.write(DIGEST, VI)))


def test_word_has_every_block_in_its_order(document: Any) -> None:
    lines = [paragraph.text for paragraph in document.paragraphs if paragraph.text.strip()]
    wanted = [
        "BÁO CÁO", "tổng hợp Lào Cai", "Kỳ: năm 2022", "I. Tóm tắt",
        "- =HYPERLINK(1) <b> \\x01", "Còn nữa.", "Đoạn.", "II. Số liệu", "Số liệu / chính",
        "III. Xếp loại",
    ]  # fmt: skip
    assert [line for line in lines if line in wanted] == [*wanted[:8], wanted[8], wanted[8], wanted[9]]
    assert [shape._inline.docPr.get("descr") for shape in document.inline_shapes] == [RATINGS.chart.alt, MAP.alt]  # type: ignore[union-attr]


def test_word_tables_leave_empty_columns_out_and_colour_classes(document: Any) -> None:
    figures, _, ratings = document.tables[1:4]
    assert [cell.text for cell in figures.rows[0].cells] == ["Chỉ tiêu", "Kết quả", "Ngày"]
    assert [cell.text for cell in figures.rows[2].cells][:2] == ["Dân số", "trên 76 vạn"]
    assert figures.rows[-2].cells[1].text == "18.746"
    assert figures.rows[-1].cells[0].text == "Còn 4 số liệu khác.", "what is left out stands in the table"
    assert [cell.text for cell in ratings.rows[0].cells] == ["Đối tượng", "Địa phương", "Kỳ", "tốt"]
    shading = ratings.rows[0].cells[3]._tc.tcPr.find(qn("w:shd"))
    assert shading.get(qn("w:fill")) == pale(Tone.BEST).lstrip("#").upper()


def test_word_has_a_footnote_a_sentence(document: Any) -> None:
    notes = next(part for part in document.part.package.iter_parts() if part.partname.endswith("footnotes.xml"))
    text = notes.blob.decode()
    assert text.count("“Mở 312 hội nghị.” (31-BC/BDVTU, tr. 2)") == 1
    assert len(list(document.element.body.iter(qn("w:footnoteReference")))) == 2


def test_many_sentences_stand_behind_the_signature() -> None:
    sources = tuple(Source(number, (Piece(f"Câu {number}."),), "31-BC/BDVTU", 7, 0, None) for number in range(1, 91))
    lines = tuple(Paragraph(f"Việc {number}.", (number,)) for number in range(1, 91))
    many = replace(PLAIN, sections=(Section("a", "A", (Items("a", lines),)),), sources=sources)
    body = Document(BytesIO(word.write(many, VI))).element.body
    assert len(list(body.iter(qn("w:endnoteReference")))) == 90 and not list(body.iter(qn("w:footnoteReference")))


def test_excel_has_a_sheet_a_table_with_names_of_their_own(book: Any) -> None:
    assert book.sheetnames == ["Tóm tắt", "Số liệu   chính", "Số liệu   chính 2", "Xếp loại", VI("digest.sources")]


def test_excel_numbers_and_days_are_such(book: Any) -> None:
    sheet = book["Số liệu   chính"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["Chỉ tiêu", "Kết quả", "Đơn vị", "Ngày", "Trống", "Câu gốc số"]
    assert rows[1][1:3] == [18746, "lượt người"] and rows[1][3].date() == date(2022, 6, 15) and rows[1][5] == "1, 2"
    assert rows[2][1] == "trên 76 vạn", "a number that says more than its value keeps its words"
    assert rows[3][1] == 18746
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == "A1:F5"
    assert sheet.page_setup.paperSize == 9 and sheet.print_title_rows == "$1:$1"


def test_excel_cells_are_inert(book: Any) -> None:
    cell = book["Số liệu   chính"]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=HYPERLINK(1) <b> \\x01", "s", True)


def test_excel_classes_have_their_colours_and_sources_their_sentences(book: Any) -> None:
    heads = {cell.value: cell.fill.fgColor.rgb for cell in book["Xếp loại"][1]}
    assert heads["tốt"].endswith(pale(Tone.BEST).lstrip("#").upper())
    assert [cell.value for cell in book.worksheets[-1][2]] == [1, "Mở 312 hội nghị.", "31-BC/BDVTU", 2]
    told = [row[1].value for row in book["Tóm tắt"].iter_rows()]
    assert "Sơ đồ: 09-QC/TU nhắc đến 217-QĐ/TW" in told and "Đoạn." in told


@pytest.mark.parametrize("write", [word.write, excel.write], ids=["docx", "xlsx"])
def test_the_same_digest_gives_the_same_bytes(write: Any) -> None:
    assert write(PLAIN, VI) == write(PLAIN, VI)


def test_a_digest_by_a_template_of_ones_own(tmp_path: Path) -> None:
    template = tmp_path / "mau.docx"
    mine = Document()
    for line in ("CÔNG TY TÔI", "{{trich_yeu}}", "{{noi_dung}}", "Hết"):
        mine.add_paragraph(line)
    mine.save(str(template))
    content = format_of(None, Path("a.docx")).writer(template)(PLAIN, VI)
    lines = [paragraph.text for paragraph in Document(BytesIO(content)).paragraphs]
    assert lines[:2] == ["CÔNG TY TÔI", "tổng hợp Lào Cai"] and lines[-1] == "Hết"


def test_a_format_without_templates_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="xlsx"):
        FORMATS["xlsx"]().writer(tmp_path / "mau.docx")


def test_the_standard_template_is_written_to_be_changed(tmp_path: Path) -> None:
    from argparse import Namespace

    assert COMMAND.run(Namespace(output=tmp_path / "a" / "mau.docx", state=True), VI) == 0
    text = Document(str(tmp_path / "a" / "mau.docx")).tables[0].rows[0].cells[1].text
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text and "{{dia_danh_ngay}}" in text
    with pytest.raises(UsageError, match="docx"):
        COMMAND.run(Namespace(output=tmp_path / "mau.doc", state=False), VI)
