"""The consolidated table as a Word file: what stands in its cells is what the communes' table of truth tells."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docx import Document

from pipeline.cli import main
from tests.communes_sets import SAMPLE
from tests.table_scored import FORM

NOTED = "0123456789"
"""The sign of a note that is referred to again is text."""


def write(database: Path, file: Path, *more: str) -> None:
    words = ("table", "--period", "quý III/2025", "--place", "Phú Thọ", "--db", str(database), "-o", str(file), *more)
    assert main(list(words)) == 0


def tables_of(file: Path) -> list[list[list[str]]]:
    """Return the cells of the tables of a Word file, the head and the foot left out."""
    every = [[[cell.text for cell in row.cells] for row in table.rows] for table in Document(str(file)).tables]
    return [rows for rows in every if rows[0][0] == "Đơn vị"]


@pytest.fixture(scope="module")
def made(sample_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the table of a form as a Word file."""
    file = tmp_path_factory.mktemp("bieu") / "a.docx"
    write(sample_archive, file, "--form", str(FORM))
    return file


def test_cells_are_those_of_the_table_of_truth(made: Path) -> None:
    tables = tables_of(made)
    assert [len(rows[0]) - 1 for rows in tables] == [5, 6, 6, 7]
    cells = [cell for cell in SAMPLE.cells() if cell["period"] == "2025-Q3"]
    columns = {"dang_vien": (1, 2), "kiem_tra": (1, 4), "ho_ngheo": (3, 1), "bhyt": (3, 5)}
    told = 0
    for cell in cells:
        if cell["indicator"] not in columns or cell["stated"] != "1":
            continue
        table, column = columns[cell["indicator"]]
        row = next(row for row in tables[table] if row[0].rstrip(NOTED) == f"Xã {cell['commune']}")
        shown = row[column].rstrip("*?")
        if shown:
            assert float(shown.replace(".", "").replace(",", ".")) == float(cell["value"]), (cell, row)
            told += 1
    assert told >= 30


def test_what_may_not_be_added_has_no_total(made: Path) -> None:
    """Of the shares of party members who studied there is no sum; of the party members there is."""
    tables = tables_of(made)
    assert tables[0][-1][0] == tables[1][-1][0] == "Tổng cộng"
    assert tables[0][-1][4] == "–"
    assert re.fullmatch(r"[\d.]+ \(11/13\)", tables[1][-1][2])


def test_sources_doubts_and_who_is_silent_are_told(made: Path) -> None:
    document = Document(str(made))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Chưa báo cáo: Xã Lạc Sơn; Xã Đà Bắc" in text
    assert "Những ô cần xem lại" in text and "Xã Tam Đảo · Số đảng viên mới kết nạp" in text
    notes = next(part for part in document.part.package.parts if part.partname.endswith("footnotes.xml"))
    assert "39-BC/ĐU, 19/09/2025, Ban Thường vụ Đảng ủy xã Hạ Hòa" in notes.blob.decode()
    assert not re.search(r"\.(?:docx|pdf|txt)", notes.blob.decode() + text)
    assert "số liệu báo cáo quý III/2025, Phú Thọ" in text


def test_names_leave_room_for_the_heads(made: Path) -> None:
    """The column of names takes a third of a page at most, and no head of numbers a quarter of what another has."""
    tables = [table for table in Document(str(made)).tables if table.cell(0, 0).text == "Đơn vị"]
    assert len(tables) == 4
    for table in tables:
        widths = [column.width.mm for column in table.columns]
        assert widths[0] <= sum(widths) / 3
        lines = [len(cell.text) / width for cell, width in zip(table.rows[0].cells[1:], widths[1:], strict=True)]
        assert max(lines) < 4


def fills_of(file: Path) -> dict[tuple[str, str], str]:
    """Return the colour of each cell by its unit, without the mark of a note, and its text."""
    return {
        (row.cells[0].text.rstrip(NOTED), cell.text): cell._tc.xpath("string(.//w:shd/@w:fill)")
        for table in Document(str(file)).tables
        if table.cell(0, 0).text == "Đơn vị"
        for row in table.rows
        for cell in row.cells
    }


def test_a_cell_of_several_numbers_is_yellow(sample_archive: Path, tmp_path: Path) -> None:
    """Lạc Sơn tells how many poor households there are and by how many they fell: the first is marked."""
    write(sample_archive, tmp_path / "a.docx", "--form", str(FORM), "--period", "quý IV/2025")
    fills = fills_of(tmp_path / "a.docx")
    assert fills["Xã Lạc Sơn", "829*"] == "FFF2CC"


def test_a_colour_means_what_it_means_elsewhere(made: Path) -> None:
    """Xã Cẩm Khê's 101 is sure, since 260 turns are of militia; that of Tam Đảo's new members is only proposed."""
    fills = fills_of(made)
    assert fills["Xã Cẩm Khê", "101"] == ""
    assert fills["Xã Tam Đảo", "?"] == "F8CBAD"
    assert fills["Xã Hạ Hòa", "107"] == ""


def test_another_ending_is_refused(sample_archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.odt"
    words = ["table", "--period", "quý III/2025", "--place", "Phú Thọ", "--db", str(sample_archive), "-o", str(file)]
    assert main(words) == 2
    assert "a.odt" in capsys.readouterr().err and not file.exists()


def test_the_same_table_gives_the_same_bytes(made: Path, sample_archive: Path, tmp_path: Path) -> None:
    write(sample_archive, tmp_path / "b.docx", "--form", str(FORM))
    assert (tmp_path / "b.docx").read_bytes() == made.read_bytes()
