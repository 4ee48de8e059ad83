"""The title of a consolidated table names the place whose bodies it holds, also where that is no more."""

from __future__ import annotations

import json
import re
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from pipeline.cli import main
from pipeline.errors import QueryError
from pipeline.forms.make import Made, make_table
from pipeline.forms.model import Span
from pipeline.forms.placing import place_asked
from pipeline.periods import read_period
from pipeline.run.batch import run
from pipeline.run.store import connect
from pipeline.speech import Speech
from tests.table_scored import FORM
from tests.test_viewer import client

REPORT = """TỈNH ỦY {upper}\tĐẢNG CỘNG SẢN VIỆT NAM
BAN DÂN VẬN
*\t{name}, ngày {day} tháng {month} năm 2025
Số {number}-BC/BDVTU

BÁO CÁO
kết quả công tác dân vận {period} năm 2025

Toàn tỉnh đã mở {number} hội nghị, tiếp {number} lượt công dân.
"""
INDICATORS = (
    '[[indicator]]\nname = "Số hội nghị"\nunit = "hội nghị"\n\n[[indicator]]\nname = "Số lượt công dân được tiếp"\n'
)


@pytest.fixture(scope="module")
def three_provinces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the database of the first quarter of 2025, in three provinces that became one in July."""
    home = tmp_path_factory.mktemp("tinh")
    for number, name in enumerate(("Phú Thọ", "Vĩnh Phúc", "Hòa Bình"), 21):
        text = REPORT.format(upper=name.upper(), name=name, day=20, month=3, number=number, period="quý I")
        (home / f"bc-{number}.txt").write_text(text, encoding="utf-8")
    run(home, home.parent / f"{home.name}.db", 1)
    return home.parent / f"{home.name}.db"


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """Return a form that names no units."""
    file = tmp_path / "bieu.toml"
    file.write_text(INDICATORS, encoding="utf-8")
    return file


def table(database: Path, period: str, place: str | None, form: Path | None = None) -> Made:
    with closing(connect(database)) as connection:
        return make_table(connection, read_period(period), Speech("vi"), form, place)


VINH_PHUC = {"Lập Thạch", "Tam Đảo", "Vĩnh Tường", "Yên Lạc"}
PHU_THO = {"Cẩm Khê", "Hạ Hòa", "Thanh Thủy", "Yên Lập", "Đoan Hùng"}
HOA_BINH = {"Kim Bôi", "Mai Châu"}


@pytest.mark.parametrize(
    ("place", "units", "title", "remark"),
    [
        ("Vĩnh Phúc", VINH_PHUC, "địa bàn Vĩnh Phúc cũ", "Từ 01/07/2025 Vĩnh Phúc thuộc Phú Thọ; bảng này chỉ gồm"),
        ("tinh hoa binh", HOA_BINH, "địa bàn Hòa Bình cũ", "Từ 01/07/2025 Hòa Bình thuộc Phú Thọ; bảng này chỉ gồm"),
        ("Phú Thọ", VINH_PHUC | PHU_THO | HOA_BINH, "Phú Thọ", None),
        (
            "huyện Lập Thạch",
            {"Lập Thạch"},
            "địa bàn huyện Lập Thạch cũ",
            "Từ 01/07/2025 huyện Lập Thạch thuộc",
        ),
        ("Tam Đảo", {"Tam Đảo"}, "Tam Đảo", "Bảng này của xã, phường Tam Đảo;"),
        ("xã Tử Du", {"Lập Thạch"}, "Lập Thạch", "Từ 01/07/2025 xã Tử Du thuộc Lập Thạch; bảng này của Lập Thạch."),
    ],
)
def test_a_place_that_is_no_more_is_its_land(
    place: str, units: set[str], title: str, remark: str | None, sample_archive: Path, form: Path
) -> None:
    made = table(sample_archive, "quý III/2025", place, form)
    assert {unit.removeprefix("Đảng ủy xã ") for unit in made.form.units} == units
    assert made.place == title
    assert [told.startswith(remark or "") for told in made.remarks] == ([True] if remark else [])


def test_where_a_form_lists_its_bodies_the_province_of_today_answers(sample_archive: Path) -> None:
    made = table(sample_archive, "quý III/2025", "Vĩnh Phúc", FORM)
    whole = table(sample_archive, "quý III/2025", "Phú Thọ", FORM)
    values = [{at: cell.value for at, cell in one.shown.filled.cells.items()} for one in (made, whole)]
    assert values[0] == values[1]
    assert (made.place, whole.place) == ("Phú Thọ", "Phú Thọ")
    assert made.remarks == ("Từ 01/07/2025 Vĩnh Phúc thuộc Phú Thọ; bảng này của Phú Thọ.",)


def test_before_the_merger_the_former_province_is_itself(three_provinces: Path, form: Path) -> None:
    for place, values in {"Vĩnh Phúc": {22}, "Hòa Bình": {23}, "Phú Thọ": {21, 22, 23}}.items():
        made = table(three_provinces, "quý I/2025", place, form)
        assert {cell.value for cell in made.shown.filled.cells.values()} == values
        assert len(made.form.units) == len(values)
        assert made.place == place
        wider = ("Bảng này có cả đơn vị của Hòa Bình, Vĩnh Phúc, nơi đã nhập vào Phú Thọ.",)
        assert made.remarks == (wider if place == "Phú Thọ" else ())


def test_without_a_place_the_title_is_what_is_held(sample_archive: Path, three_provinces: Path, form: Path) -> None:
    assert table(sample_archive, "quý III/2025", "  ").place == "các đơn vị trong kho"
    assert table(sample_archive, "quý III/2026", None).place == "Phú Thọ"
    assert table(three_provinces, "quý I/2025", None, form).place == "các đơn vị trong kho"


def test_a_land_without_a_report_names_who_has_it_now(sample_archive: Path, form: Path) -> None:
    for place, told in {"Thái Bình": "hãy hỏi Hưng Yên", "Hà Tây": "ở Hà Nội", "Nghệ An": "ở Nghệ An"}.items():
        with pytest.raises(QueryError) as error:
            table(sample_archive, "quý III/2025", place, form)
        assert told in error.value.said(Speech("vi"))


def test_towns_and_districts_of_one_name() -> None:
    asked = Span(read_period("quý III/2025").start, read_period("quý III/2025").end)
    lands = {}
    for words in ("huyện Cao Lãnh", "TP.Cao Lãnh"):
        place = place_asked(words, asked)
        assert place is not None and place.land is not None
        lands[words] = place.land.units
    assert "ba sao" in lands["huyện Cao Lãnh"] - lands["TP.Cao Lãnh"] and "cao lãnh" in lands["TP.Cao Lãnh"]


def test_the_place_is_said_wherever_the_table_goes(
    sample_archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    title, remark = "quý III/2025, địa bàn Vĩnh Phúc cũ", "Từ 01/07/2025 Vĩnh Phúc thuộc Phú Thọ"
    words = ["table", "--period", "quý III/2025", "--place", "Vĩnh Phúc", "--db", str(sample_archive)]
    assert main([*words, "-o", str(tmp_path / "a.xlsx")]) == 0
    told = capsys.readouterr().out
    assert title in told and remark in told
    assert main([*words, "-o", str(tmp_path / "a.docx")]) == 0
    written = "\n".join(line.text for line in Document(str(tmp_path / "a.docx")).paragraphs)
    assert title in written and remark in written
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert title in str(book.worksheets[0]["A2"].value)
    legend = [str(row[1]) for row in book[Speech("vi")("sheet.table_legend")].iter_rows(values_only=True)]
    assert title in legend and any(line.startswith(remark) for line in legend)
    capsys.readouterr()
    assert main([*words, "--json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert plain["place"] == "địa bàn Vĩnh Phúc cũ" and plain["remarks"][0].startswith(remark)
    with client(sample_archive) as viewer:
        page = viewer.get("/table", params={"period": "quý III/2025", "place": "Vĩnh Phúc"}).text
        assert re.search(rf"<h1>[^<]*{title}</h1>", page) and f"<p>{remark}" in page
        page = viewer.get("/table", params={"period": "quý III/2025", "place": ""}).text
        assert re.search(r"<h1>[^<]*quý III/2025, các đơn vị trong kho</h1>", page)
