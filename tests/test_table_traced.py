"""A number that a person corrected in its document is a person's in the table too: its colour, who and why."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from docx import Document

from pipeline.cli import main
from pipeline.forms.colours import COLOURS
from pipeline.forms.model import State
from pipeline.speech import Speech
from tests.test_corrections import BY, say
from tests.test_corrections import place as place
from tests.test_table_word import fills_of
from tests.test_viewer import client, token_of

INDICATORS = """[[indicator]]
name = "Số hội nghị"
unit = "hội nghị"

[[indicator]]
name = "Số lượt người dự hội nghị"
unit = "lượt người"
"""
BLUE = COLOURS[State.KEPT]


@pytest.fixture
def form(place: Path) -> Path:
    file = place / "bieu.toml"
    file.write_text(INDICATORS, encoding="utf-8")
    return file


def table(place: Path, form: Path, name: str) -> Path:
    words = ["table", "--form", str(form), "--period", "6 tháng đầu năm 2022", "--db", str(place / "t.db")]
    assert main([*words, "-o", str(place / name)]) == 0
    return place / name


def colours(file: Path) -> dict[object, str]:
    """Return the colour of each number on the form of a workbook, empty for none."""
    lines = openpyxl.load_workbook(file).worksheets[0].iter_rows()
    cells = [cell for line in lines for cell in line if isinstance(cell.value, int) and cell.comment]
    return {cell.value: cell.fill.fgColor.rgb[-6:] if cell.fill.fill_type else "" for cell in cells}


def test_a_number_corrected_in_its_document_is_blue(place: Path, form: Path) -> None:
    assert say(place, "correct", "bc-57", "--at", "320", "--accept", *BY) == 0
    assert colours(table(place, form, "a.xlsx")) == {5: "", 320: ""}, "what is confirmed was not changed"
    assert say(place, "correct", "bc-57", "--at", "320", "--set", "value=350", *BY) == 0
    file = table(place, form, "b.xlsx")
    assert colours(file) == {5: "", 350: BLUE}
    told = f"“320” {Speech('vi')('correct.was_correct')} thành 350 · Lê Thị Lan"
    sources = openpyxl.load_workbook(file)[Speech("vi")("sheet.table_sources")]
    lines = [str(line[-1]) for line in sources.iter_rows(values_only=True)]
    assert sum(line.startswith(told) and "đối chiếu bản ký" in line for line in lines) == 1


def test_a_number_corrected_in_its_document_is_blue_in_word_and_on_the_page(place: Path, form: Path) -> None:
    assert say(place, "correct", "bc-57", "--at", "320", "--set", "value=350", *BY) == 0
    file = table(place, form, "a.docx")
    fills = {text.rstrip("✎"): fill for (unit, text), fill in fills_of(file).items() if unit != "Tổng cộng"}
    assert (fills["5"], fills["350"]) == ("", BLUE)
    lines = [line.text for line in Document(str(file)).paragraphs]
    assert any("Số lượt người dự hội nghị: 350. “320” đã sửa thành 350 · Lê Thị Lan" in line for line in lines)
    with client(place / "t.db") as viewer:
        asked = {"period": "6 tháng đầu năm 2022", "form": str(form), "form_token": token_of(viewer)}
        page = viewer.get("/table", params=asked).text
    assert page.count('<td class="number kept"') == 1 and "hoặc sửa trong văn bản" in page


def test_a_cell_that_was_emptied_is_listed_in_word(place: Path, form: Path) -> None:
    file = table(place, form, "a.xlsx")
    book = openpyxl.load_workbook(file)
    (cell,) = [one for line in book.worksheets[0].iter_rows() for one in line if one.value == 320 and one.comment]
    cell.value = None
    book.save(file)
    words = ["table", "--form", str(form), "--period", "6 tháng đầu năm 2022", "--db", str(place / "t.db")]
    assert main([*words, "--keep", str(file), "--by", "Lê Thị Lan", "-o", str(place / "a.docx")]) == 0
    lines = [line.text for line in Document(str(place / "a.docx")).paragraphs]
    told = [line for line in lines if "Số lượt người dự hội nghị: để trống. Do Lê Thị Lan nhập tay ngày" in line]
    assert len(told) == 1 and "sửa trong a.xlsx" in told[0]
