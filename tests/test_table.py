"""The consolidated table: forms read, matched, filled, added up, kept and checked; the truths are written by hand."""

from __future__ import annotations

import csv
import json
import shutil
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.cli import main
from pipeline.forms.asking import adding_of, asked_by
from pipeline.forms.concepts import concepts
from pipeline.forms.filling import Filled, fill, fill_earlier
from pipeline.forms.grid import read_grid
from pipeline.forms.layout import read_layout
from pipeline.forms.make import make_table, write
from pipeline.forms.model import Adding, Cell, Indicator, Report, Span, State, Time, Total
from pipeline.forms.placing import place_asked
from pipeline.forms.reports import Standing, fit, reports_in, standings
from pipeline.forms.sums import write_sum
from pipeline.forms.times import told_time
from pipeline.forms.totals import totals
from pipeline.forms.workbook import open_form
from pipeline.periods import read_period
from pipeline.run.batch import run
from pipeline.run.store import connect
from pipeline.speech import LANGUAGES, Speech
from tests.formfiles import FORMS, SETS, described, keys_of, write_form
from tests.table_scored import FORM, commune_outcomes, set_outcomes

QUARTER = Span(date(2025, 7, 1), date(2025, 9, 30))
VIETNAMESE = Speech("vi")


@pytest.fixture(scope="session")
def forms_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the database of the reports of all sets of `tests/forms`."""
    path = tmp_path_factory.mktemp("forms") / "a.db"
    run(FORMS, path, 1)
    return path


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    status = main(list(words))
    told = capsys.readouterr()
    assert status == 0, told.err
    return told.out


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert main(list(words)) != 0
    return capsys.readouterr().err


# How well forms are filled


ILL_FILLED = {
    "kinh-te": {("UBND xã Bảo Yên", "ocop")},  # those newly recognised, for all there are
    "so-nganh": {  # the number of a wider deed, and a rate of one of several funds
        ("Thanh tra tỉnh", "bn"),
        ("Sở Khoa học và Công nghệ", "gn"),
    },
    "mat-tran": {("Xã Hậu Lộc", "gs_mt")},  # what the Front did, without what the unions did
}
"""Cells of the forms that are known to be filled wrongly."""


@pytest.mark.parametrize("name", SETS)
def test_forms_of_other_boards_are_filled(name: str, forms_archive: Path, tmp_path: Path) -> None:
    cells = list(set_outcomes(name, forms_archive, tmp_path))
    outcomes = [told for told, _, _ in cells]
    assert {(unit, key) for told, unit, key in cells if told in ("wrong", "false")} <= ILL_FILLED.get(name, set())
    assert outcomes.count("right") >= 0.85 * (outcomes.count("right") + outcomes.count("missed"))


def test_communes_are_filled(sample_archive: Path) -> None:
    """One of the three quarters; `tests.table_scored` scores all, the communes held out among them."""
    told = [result[0] for held, _, result in commune_outcomes(sample_archive, ["2026-Q3"]) if held == "0"]
    filled = told.count("right") + told.count("wrong") + told.count("false")
    assert told.count("right") >= 0.98 * filled
    assert told.count("right") >= 0.95 * (told.count("right") + told.count("wrong") + told.count("missed"))
    assert told.count("false") <= 0.01 * (told.count("false") + told.count("left"))


def test_values_of_the_year_before_are_those_told(sample_archive: Path) -> None:
    """A value told beside this year's is the year before's; the four communes held out are not looked at."""
    with (Path(__file__).parent / "communes.tsv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream, delimiter="\t") if row["held_out"] == "0"]
    told = {(row["commune"], row["indicator"]): row["previous"] for row in rows if row["period"] == "2025-Q3"}
    keys = list(dict.fromkeys(row["indicator"] for row in rows))
    form = open_form(FORM)
    order = [one["key"] for one in _toml(FORM.with_suffix(".toml"))["indicator"]]
    assert sorted(order) == sorted(keys)
    with closing(connect(sample_archive)) as connection:
        reports = reports_in(connection, place_asked("Phú Thọ", QUARTER))
        before = fill_earlier(connection, form.indicators, form.units, reports, QUARTER)
    wrong = []
    for (unit, at), cell in before.cells.items():
        key = form.units[unit].removeprefix("Xã "), order[at]
        if key in told and (cell.value is not None or told[key]):
            wrong += [(key, cell.value)] if cell.value != (Decimal(told[key]) if told[key] else None) else []
    assert wrong == []


def _toml(file: Path) -> Any:
    import tomllib

    return tomllib.loads(file.read_text(encoding="utf-8"))


# What a name asks


@pytest.mark.parametrize(
    ("name", "heads", "unit", "adding"),
    [
        ("Số hội nghị quán triệt nghị quyết", (), "hội nghị", Adding.FLOW),
        ("Tổng số đảng viên", (), "đảng viên", Adding.STOCK),
        ("Số đảng viên chuyển đến", (), None, Adding.FLOW),
        ("Có đến đầu kỳ", ("Đảng viên",), None, Adding.OPENING),
        ("Tổng số", ("Đảng viên", "Có đến cuối kỳ"), None, Adding.STOCK),
        ("Kết nạp đảng viên lũy kế từ đầu năm", (), None, Adding.CUMULATIVE),
        ("Tỷ lệ hộ nghèo", (), "%", Adding.RATE),
        ("Số mô hình “Dân vận khéo” đang duy trì", (), "mô hình", Adding.STOCK),
        ("Số mô hình “Dân vận khéo” đăng ký mới", (), "mô hình", Adding.FLOW),
        ("Tổ chức đảng", ("Giám sát chuyên đề",), None, Adding.FLOW),
    ],
    ids=lambda value: str(value),
)
def test_how_an_indicator_adds_up(name: str, heads: tuple[str, ...], unit: str | None, adding: Adding) -> None:
    assert adding_of(name, heads, unit) is adding


@pytest.mark.parametrize(
    ("name", "heads", "needed"),
    [
        ("Khiển trách", ("Đảng viên bị thi hành kỷ luật", "Trong đó"), {"reprimand", "party_member", "discipline"}),
        ("Tổ chức đảng", ("Giám sát chuyên đề",), {"party_organisation", "supervise"}),
        ("Nơi khác chuyển đến", ("Đảng viên", "Tăng trong kỳ"), {"moved_in"}),
        ("Số tổ chức đảng được kiểm tra", ("Kiểm tra, giám sát",), {"party_organisation", "inspect"}),
    ],
    ids=lambda value: str(value),
)
def test_what_a_name_asks(name: str, heads: tuple[str, ...], needed: set[str]) -> None:
    indicator = Indicator(name, heads, None, adding_of(name, heads, None))
    assert {concept.name for concept in asked_by(indicator).needed} == needed


def test_concepts_know_each_other() -> None:
    known = concepts()
    assert {name for concept in known.values() for name in concept.implies} <= set(known)
    assert {concept.kind for concept in known.values()} == {"object", "act", "quality"}


@pytest.mark.parametrize(
    ("left", "right", "time"),
    [
        ("riêng quý III kết nạp", "đảng viên", Time.PERIOD),
        ("từ đầu năm đã kết nạp", "đảng viên", Time.YEAR),
        ("lũy kế đến ngày 20/9 là", "đồng chí", Time.YEAR),
        ("9 tháng thu được", "triệu đồng", Time.YEAR),
        ("6 tháng đầu năm thu được", "triệu đồng", Time.EARLIER),
        ("đầu quý có", "đảng viên", Time.OPENING),
        ("cùng kỳ năm trước", "đơn", Time.EARLIER),
        ("quý III/2024 có", "đơn", Time.EARLIER),
        ("phấn đấu kết nạp", "đảng viên", Time.AIM),
        ("đạt 96% so với kế hoạch, tiếp", "lượt", Time.UNTOLD),
        ("tổ chức", "hội nghị", Time.UNTOLD),
    ],
)
def test_time_told_beside_a_number(left: str, right: str, time: Time) -> None:
    assert told_time(left, right, QUARTER).time is time


# Forms


def test_heads_over_three_rows_are_read(tmp_path: Path) -> None:
    form = open_form(write_form("kiem-tra", tmp_path / "a.xlsx"))
    assert form.units == described("kiem-tra")["units"]
    assert [(*one.heads, one.name) for one in form.indicators] == [
        tuple(column[1:]) for column in described("kiem-tra")["columns"]
    ]
    assert not form.layout.down
    assert form.sheet.cell(form.layout.total, 2).value == "TỔNG CỘNG"


def test_indicators_down_the_side_are_read(tmp_path: Path) -> None:
    form = open_form(write_form("dan-van", tmp_path / "a.xlsx"))
    assert form.layout.down
    assert form.units == described("dan-van")["units"]
    assert len(form.indicators) == len(keys_of(described("dan-van")))
    people = form.indicators[2]
    assert (people.name, people.unit) == ("Số người tham gia tập huấn, bồi dưỡng", "Lượt người")
    assert people.heads == ("CÔNG TÁC LÃNH ĐẠO", "Số lớp, hội nghị tập huấn, bồi dưỡng nghiệp vụ dân vận")


def test_form_comes_back_filled(sample_archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Heads and merged cells are as before; each number has its sentence; a rate has no total."""
    out = tmp_path / "đầy đủ.xlsx"
    words = (
        "--form",
        str(FORM),
        "--period",
        "q4/2025",
        "--place",
        "Phú Thọ",
        "-o",
        str(out),
        "--db",
        str(sample_archive),
    )
    told = asked(capsys, "table", *words)
    assert "Chưa báo cáo" in told
    assert "Xã Đà Bắc" in told
    before, after = open_form(FORM).sheet, openpyxl.load_workbook(out).worksheets[0]
    assert sorted(map(str, before.merged_cells.ranges)) == sorted(map(str, after.merged_cells.ranges))
    assert [cell.value for cell in before[7]] == [cell.value for cell in after[7]]
    assert "quý IV/2025" in after["A4"].value
    assert (after.page_setup.orientation, after.page_setup.fitToWidth, after.page_setup.fitToHeight) == (
        "landscape",
        1,
        0,
    )
    assert (after.page_setup.paperSize, after.print_title_rows, after.print_title_cols) == (8, "$6:$8", "$A:$B")
    row = next(row for row in range(9, 22) if after.cell(row, 2).value == "Xã Cẩm Khê")
    documents = after.cell(row, 3)
    assert documents.value == 57
    assert "ban hành 57 văn bản" in documents.comment.text
    assert "118-BC/ĐU" in documents.comment.text
    for line in after.iter_rows(min_row=9, max_row=21, min_col=3):
        assert all(cell.comment for cell in line if cell.value is not None)
    total = next(row for row in range(9, 30) if after.cell(row, 1).value == "Tổng cộng")
    assert after.cell(total, 3).value == "=SUM(C9:C21)"
    shown = openpyxl.load_workbook(out, data_only=True).worksheets[0]
    assert shown.cell(total, 3).value == sum(after.cell(row, 3).value or 0 for row in range(9, 22))
    assert after.cell(total, 6).value is None  # the share of members who took part


def test_the_form_alone_is_selected_to_be_printed(
    sample_archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sheets of an office's workbook that were left selected together would be printed, and changed, together."""
    book = openpyxl.load_workbook(FORM)
    book.create_sheet("Hướng dẫn").sheet_view.tabSelected = True
    book.active = 1
    book.save(tmp_path / "mẫu.xlsx")
    words = ("--form", str(tmp_path / "mẫu.xlsx"), "--period", "quý III/2025", "--place", "Phú Thọ")
    asked(capsys, "table", *words, "-o", str(tmp_path / "a.xlsx"), "--db", str(sample_archive))
    written = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert [sheet.title for sheet in written.worksheets if sheet.sheet_view.tabSelected] == [written.active.title]
    assert written.active.title == book.worksheets[0].title and len(written.sheetnames) == 8


def test_the_printed_foot_tells_who_has_not_reported(
    sample_archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of 13 communes Lạc Sơn and Đà Bắc sent nothing on the third quarter of 2025; a filled form is a form again."""
    filled, again = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    words = ("table", "--place", "Phú Thọ", "--db", str(sample_archive))
    asked(capsys, *words, "--period", "quý III/2025", "--form", str(FORM), "-o", str(filled))
    foot = openpyxl.load_workbook(filled).worksheets[0].oddFooter.left.text
    assert foot.startswith("Có báo cáo: 11/13 đơn vị.") and foot.endswith("Chưa báo cáo: Xã Lạc Sơn, Xã Đà Bắc.")
    asked(capsys, *words, "--lang", "en", "--period", "quý III/2026", "--form", str(filled), "-o", str(again))
    foot = openpyxl.load_workbook(again).worksheets[0].oddFooter.left.text
    assert foot.startswith("Reported: 11/13 units.") and foot.endswith("Not reported: Xã Yên Lập, Xã Đà Bắc.")


def test_a_total_follows_what_is_typed(
    sample_archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that was filled is a form again, and is read again: its totals stay sums, one cell alone is kept."""
    database, out, again = tmp_path / "a.db", tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    shutil.copy(sample_archive, database)
    words = ("table", "--period", "quý III/2025", "--place", "Phú Thọ", "--db", str(database))
    asked(capsys, *words, "--form", str(FORM), "-o", str(out))
    book = openpyxl.load_workbook(out)
    assert (book.worksheets[0]["B9"].value, book.worksheets[0]["C9"].value) == ("Xã Cẩm Khê", 70)
    book.worksheets[0]["C9"] = 71
    book.save(out)
    told = asked(capsys, *words, "--form", str(out), "--keep", str(out), "--by", "Lan", "-o", str(again))
    assert "Đã giữ 1 ô" in told
    sheet = openpyxl.load_workbook(again, data_only=True).worksheets[0]
    assert (sheet["C9"].value, sheet["C22"].value) == (71, 507)
    checked = json.loads(asked(capsys, *words, "--check", str(again), "--json"))
    assert [one["cell"] for one in checked if one["verdict"] != "agrees"] == ["C9"]


def test_areas_of_a_sum_leave_out_what_is_no_unit() -> None:
    sheet = openpyxl.Workbook().worksheets[0]
    for place, value in (("C9", 1), ("C10", 2), ("C11", 100), ("C12", 4), ("C13", 7)):
        sheet[place] = value
    added = [sheet[place] for place in ("C9", "C10", "C12")]
    assert write_sum(sheet["C13"], Total(Decimal(7), 3, "added"), added)
    assert sheet["C13"].value == "=SUM(C9:C10,C12)"


@pytest.mark.parametrize(
    ("total", "typed", "place"),
    [
        (Total(Decimal(8), 3, "added"), 8, "C13"),  # a number of the form itself stands among the units
        (Total(Decimal(7), 3, "computed"), 7, "C13"),
        (Total(Decimal(7), 3, "added"), "=C9+C10", "C13"),  # the form's own formula
    ],
)
def test_another_total_is_no_sum(total: Total, typed: Any, place: str) -> None:
    sheet = openpyxl.Workbook().worksheets[0]
    sheet["C9"], sheet["C10"], sheet[place] = 3, 4, typed
    assert not write_sum(sheet[place], total, [sheet["C9"], sheet["C10"]])
    assert sheet[place].value == typed


def test_a_form_of_another_place_is_said(sample_archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--form", str(FORM), "--period", "6 tháng đầu năm 2022", "--place", "Lào Cai")
    told = asked(capsys, "table", *words, "--db", str(sample_archive))
    assert "biểu mẫu có thể của địa phương khác" in told
    own = asked(capsys, "table", *words[:2], "--period", "quý III/2025", "--db", str(sample_archive))
    assert "địa phương khác" not in own and "Đã bỏ qua vì có báo cáo thay thế: 46-BC/ĐU" in own


@pytest.mark.parametrize("name", ["bieu.docx", "bieu.csv", "bieu"])
def test_what_can_be_no_form_is_said(
    name: str, sample_archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(b"x")
    words = ("--form", str(tmp_path / name), "--period", "quý III/2025", "--db", str(sample_archive))
    told = refused(capsys, "table", *words)
    assert name in told and ".xlsx" in told and ".toml" in told and ".csv." not in told


def test_an_empty_cell_is_not_called_unsaid(
    sample_archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A report may tell a number in words that were not found: the sheet says what is known."""
    out = tmp_path / "a.xlsx"
    words = ("--form", str(FORM), "--period", "quý III/2025", "--place", "Phú Thọ", "-o", str(out))
    asked(capsys, "table", *words, "--db", str(sample_archive))
    reasons = {row[4] for row in openpyxl.load_workbook(out)["Ô để trống"].iter_rows(min_row=2, values_only=True)}
    assert {"không tìm thấy trong báo cáo", "đơn vị chưa báo cáo"} <= reasons
    assert not any(reason and "không nêu" in str(reason) for reason in reasons)


def test_a_later_report_stands_for_the_one_it_replaces(sample_archive: Path) -> None:
    with closing(connect(sample_archive)) as connection:
        held = standings(["Xã Cẩm Khê"], reports_in(connection, place_asked("Phú Thọ", QUARTER)), QUARTER)
    assert [report.code for report in held[0].reports] == ["52-BC/ĐU"]
    assert [report.code for report in held[0].replaced] == ["46-BC/ĐU"]


@pytest.mark.parametrize(
    ("unit", "fits"),
    [("Đảng ủy phường Thanh Miếu", True), ("UBKT Đảng ủy phường Thanh Miếu", True), ("Thanh Miếu", True),
     ("Xã Phù Ninh", False), ("Ban Tổ chức Đảng ủy phường Thanh Miếu", False)],
)  # fmt: skip
def test_whose_report_it_is(unit: str, fits: bool, forms_archive: Path) -> None:
    with closing(connect(forms_archive)) as connection:
        report = next(one for one in reports_in(connection) if one.code == "41-BC/UBKTĐU")
    assert bool(fit(unit, report)) is fits


def test_without_a_form_the_common_indicators(
    forms_archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.xlsx"
    words = ("--period", "6 tháng đầu năm 2026", "--place", "Phú Thọ")
    asked(capsys, "table", *words, "-o", str(out), "--db", str(forms_archive))
    sheet = openpyxl.load_workbook(out).worksheets[0]
    heads = [cell.value for cell in sheet[4]]
    assert "Số đảng viên bị kỷ luật (đảng viên)" in heads
    assert sheet["B5"].value == "Ủy ban Kiểm tra Đảng ủy (Hiền Lương)"


# Adding up


def table_of(indicators: list[Indicator], *rows: list[str | None]) -> Filled:
    """Return a filled table with these values."""
    cells = {
        (unit, at): Cell(unit, at, State.VALUE if value else State.EMPTY, Decimal(value) if value else None)
        for unit, row in enumerate(rows)
        for at, value in enumerate(row)
    }
    return Filled(QUARTER, tuple(indicators), tuple(Standing(f"Xã {at}") for at in range(len(rows))), cells)


RECEIVED = Indicator("Số đơn tiếp nhận", (), "đơn", Adding.FLOW)
SETTLED = Indicator("Số đơn đã giải quyết", (), "đơn", Adding.FLOW)
SHARE = Indicator("Tỷ lệ đơn đã giải quyết", (), "%", Adding.RATE)


def test_a_rate_is_computed_from_its_counts() -> None:
    filled = table_of([RECEIVED, SETTLED, SHARE], ["40", "30", "75"], ["10", "10", "100"])
    assert [total.value for total in totals(filled)] == [50, 40, 80]


@pytest.mark.parametrize(
    "rows",
    [
        [["40", "30", "75"], ["10", "10", "90"]],  # the counts do not give the rate that is stated
        [["40", "30", "75"], ["10", None, "100"]],  # a count is missing
        [["40", "30", "75"]],  # one unit proves nothing
    ],
)
def test_a_rate_is_left_empty_else(rows: list[list[str | None]]) -> None:
    assert totals(table_of([RECEIVED, SETTLED, SHARE], *rows))[2].value is None


def test_a_total_of_nothing_is_empty() -> None:
    assert totals(table_of([RECEIVED], [None], [None]))[0].value is None


REPORT = """ĐẢNG BỘ TỈNH PHÚ THỌ\tĐẢNG CỘNG SẢN VIỆT NAM
ĐẢNG ỦY XÃ MƯỜNG BI
*\tMường Bi, ngày {day}
Số {number}-BC/ĐU

BÁO CÁO
kết quả công tác quý {quarter} năm 2026

1. Trong quý, Đảng ủy xã Mường Bi ban hành {documents} văn bản; kết nạp {new} đảng viên.
2. Cuối quý, toàn Đảng bộ có {members} đảng viên. Tỷ lệ hộ nghèo {poor}%.
"""


def test_quarters_are_rolled_up(tmp_path: Path) -> None:
    """Flows of two quarters add up to the half-year, of what stands the last counts; without a third none is told."""
    archive = tmp_path / "kho"
    archive.mkdir()
    told = {"I": ("20 tháng 3 năm 2026", 11, 31, 4, 905, "2,6"), "II": ("19 tháng 6 năm 2026", 29, 24, 6, 909, "2,4")}
    for quarter, (day, number, documents, new, members, poor) in told.items():
        text = REPORT.format(
            day=day, number=number, quarter=quarter, documents=documents, new=f"{new:02}", members=members, poor=poor
        )
        (archive / f"bc-quy-{quarter}.txt").write_text(text, encoding="utf-8")
    run(archive, tmp_path / "a.db", 1)
    names = ("Số văn bản ban hành", "Số đảng viên kết nạp", "Tổng số đảng viên cuối kỳ", "Tỷ lệ hộ nghèo")
    units = ("văn bản", "đảng viên", "đảng viên", "%")
    indicators = [Indicator(n, (), u, adding_of(n, (), u)) for n, u in zip(names, units, strict=True)]
    with closing(connect(tmp_path / "a.db")) as connection:
        reports = reports_in(connection)
        half = fill(connection, indicators, ["Xã Mường Bi"], reports, Span(date(2026, 1, 1), date(2026, 6, 30)))
        year = fill(connection, indicators, ["Xã Mường Bi"], reports, Span(date(2026, 1, 1), date(2026, 9, 30)))
    assert [half.cells[0, at].value for at in range(4)] == [55, 10, 909, Decimal("2.4")]
    assert len(half.cells[0, 0].matches) == 2
    assert [year.cells[0, at].value for at in range(4)] == [None] * 4


# Kept, checked


def test_cells_that_a_person_changed_stay(
    forms_archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database, form = tmp_path / "a.db", write_form("dan-van", tmp_path / "bieu.xlsx")
    shutil.copy(forms_archive, database)
    out, again = tmp_path / "bang.xlsx", tmp_path / "lai.xlsx"
    words = ("table", "--form", str(form), "--period", "quý I/2026", "--db", str(database))
    asked(capsys, *words, "-o", str(out))
    book = openpyxl.load_workbook(out)
    sheet = book.worksheets[0]
    assert sheet["D7"].value == 4
    sheet["D7"], sheet["E7"], sheet["G7"] = 5, None, "1.204"
    book.save(out)
    assert "--by" in refused(capsys, *words, "--keep", str(out))
    told = asked(capsys, *words, "--keep", str(out), "--by", "Lan", "-o", str(again))
    assert "Đã giữ 3 ô" in told
    kept = openpyxl.load_workbook(again, data_only=True).worksheets[0]
    assert [kept[place].value for place in ("D7", "E7", "F7", "G7", "H7")] == [5, None, 5, 1204, 1214]
    assert "Lan" in kept["D7"].comment.text
    listed = json.loads(asked(capsys, "corrections", "--json", "--db", str(database)))
    assert [one["kind"] for one in listed] == ["cell"] * 3
    asked(
        capsys, "corrections", "--undo", str(listed[0]["id"]), "--by", "Lan", "--reason", "nhầm", "--db", str(database)
    )
    cells = json.loads(asked(capsys, *words, "--json"))["cells"]
    assert cells[0]["value"] == 4


def test_a_book_of_another_program_cannot_be_kept(
    forms_archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = write_form("dan-van", tmp_path / "bieu.xlsx")
    words = ("table", "--keep", str(form), "--by", "Lan", "--db", str(forms_archive))
    assert "bieu.xlsx" in refused(capsys, *words)


def test_typed_cells_are_held_against_the_reports(
    forms_archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = write_form("dan-van", tmp_path / "nhap.xlsx")
    book = openpyxl.load_workbook(form)
    sheet = book.active
    sheet["D7"], sheet["E7"], sheet["F8"] = 4, 17, 3
    book.save(form)
    words = ("table", "--check", str(form), "--period", "quý I/2026", "--db", str(forms_archive))
    checked = json.loads(asked(capsys, *words, "--json"))
    assert [(one["cell"], one["verdict"], one["value"]) for one in checked] == [
        ("D7", "agrees", 4), ("E7", "differs", 7), ("F8", "not_found", None),
    ]  # fmt: skip
    assert "07 văn bản" in checked[1]["sentence"]
    told = asked(capsys, *words, "-o", str(tmp_path / "doi-chieu.xlsx"))
    assert "KHÁC, báo cáo ghi 7" in told
    rows = list(openpyxl.load_workbook(tmp_path / "doi-chieu.xlsx").active.iter_rows(values_only=True))
    assert len(rows) == 4
    sheet["D7"] = "bốn văn bản"
    book.save(form)
    assert "D7" in refused(capsys, *words)


# What is wrong is said


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[indicator]]\nname = 3", "chỉ tiêu thứ 1"),
        ('[[indicator]]\nname = "Số đơn"\nadds = "gì"', "gì"),
        ('[[indicator]]\nname = "Số đơn"\ncolour = "đỏ"', "colour"),
        ('title = "Không có"', "không thấy chỉ tiêu"),
        ("không phải toml", "TOML"),
    ],
)
def test_wrong_forms_are_told(
    text: str, told: str, forms_archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bieu.toml"
    file.write_text(text, encoding="utf-8")
    words = ("table", "--form", str(file), "--period", "quý I/2026", "--db", str(forms_archive))
    assert told in refused(capsys, *words)


def test_a_form_in_toml(forms_archive: Path, tmp_path: Path) -> None:
    file = tmp_path / "bieu.toml"
    file.write_text(
        'title = "BIỂU"\nunits = ["Phường Hòa Bình", "Xã Cao Phong"]\n'
        '[[indicator]]\nkey = "a"\nname = "Số ý kiến đã giải quyết"\nunit = "ý kiến"\n'
        '[[indicator]]\nkey = "b"\nname = "Số ý kiến tại đối thoại"\nunit = "ý kiến"\n'
        '[[indicator]]\nname = "Tỷ lệ giải quyết ý kiến"\nunit = "%"\nof = ["a", "b"]\n',
        encoding="utf-8",
    )
    with closing(connect(forms_archive)) as connection:
        made = make_table(connection, read_period("quý I/2026"), VIETNAMESE, file)
    cells = made.shown.filled.cells
    assert [cells[unit, at].value for unit in (0, 1) for at in (0, 1)] == [49, 57, 23, 23]
    assert made.form.indicators[2].parts == (0, 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_report_of_a_period(language: str, forms_archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    error = refused(capsys, "table", "--period", "quý I/2019", "--db", str(forms_archive), "--lang", language)
    assert {"vi": "không có báo cáo", "en": "there is no report"}[language] in error


# Layouts


def layout_of(rows: list[list[Any]], *merged: str) -> Any:
    sheet = openpyxl.Workbook().active
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    return read_layout(read_grid(sheet))


def test_groups_of_units_and_the_total_are_no_units() -> None:
    rows: list[list[Any]] = [
        ["STT", "Tên đơn vị", "Tổ chức đảng được kiểm tra", None], [None, None, "Chấp hành", "Dấu hiệu vi phạm"],
        ["I", "Các xã"], [1, "1. Xã Cẩm Khê"], ["II", "Các phường"], [1, "Phường Việt Trì"], [None, "Tổng cộng (I+II)"],
    ]  # fmt: skip
    layout = layout_of(rows, "C1:D1", "A1:A2", "B1:B2")
    assert layout.units == ((4, "Xã Cẩm Khê"), (6, "Phường Việt Trì"))
    assert layout.total == 7
    assert [one.heads for _, one in layout.indicators] == [("Tổ chức đảng được kiểm tra",)] * 2


def test_rows_among_known_units_and_under_their_head_are_units_of_any_kind() -> None:
    known = layout_of([
        ["TT", "Đơn vị", "Số hội nghị đã tổ chức", "Số lượt người dự"],
        ["I", "Các huyện"], [1, "Huyện ủy Gio Linh"], [2, "Huyện ủy Hải Lăng", 3, 120],
        ["II", "Các sở"], [3, "Sở Y tế"], [4, "Chi cục Thủy lợi"], [None, "Tổng cộng"], [None, "Người lập biểu"],
    ])  # fmt: skip
    units = ["Huyện ủy Gio Linh", "Huyện ủy Hải Lăng", "Sở Y tế", "Chi cục Thủy lợi"]
    assert [name for _, name in known.units] == units
    assert known.total == 8
    headed = layout_of([
        ["BIỂU TỔNG HỢP"], ["Cơ quan, tổ chức", "Số hội nghị đã tổ chức", "Số lượt người dự"], ["A", 1, 2],
        ["Hội Cựu chiến binh tỉnh"], ["Báo Lạng Sơn"], ["Tổng"],
    ])  # fmt: skip
    assert [name for _, name in headed.units] == ["Hội Cựu chiến binh tỉnh", "Báo Lạng Sơn"]
    assert headed.total == 6


def report_of(issuer: str, place: str, commune: str | None = None) -> Report:
    return Report(1, "bc.docx", None, None, None, issuer, place, commune, None, "")


@pytest.mark.parametrize(
    ("unit", "report", "fits"),
    [
        ("Sở Y tế", report_of("Sở Y tế tỉnh Lai Châu", "Lai Châu"), True),
        ("Hội Liên hiệp Phụ nữ tỉnh", report_of("Ban Thường vụ Hội LHPN Việt Nam tỉnh Lai Châu", "Lai Châu"), True),
        ("Hội Nông dân tỉnh", report_of("Hội LHPN tỉnh Lai Châu", "Lai Châu"), False),
        ("Đảng ủy các cơ quan Đảng tỉnh", report_of("Đảng ủy các cơ quan Đảng tỉnh Lai Châu", "Lai Châu"), True),
        ("UBND tỉnh", report_of("UBND xã Mường Than", "Lai Châu", "Xã Mường Than"), False),
        ("Đảng ủy phường Lào Cai", report_of("Tỉnh ủy Lào Cai", "Lào Cai"), False),
    ],
)
def test_a_body_of_the_province_is_known_with_or_without_it(unit: str, report: Report, fits: bool) -> None:
    assert (fit(unit, report) > 0) is fits


def test_a_form_for_one_unit() -> None:
    layout = layout_of(
        [["Chỉ tiêu", "ĐVT", "Đảng ủy xã Cẩm Khê"], ["Số đảng viên kết nạp", "đảng viên"], ["Số đơn nhận", "đơn"]]
    )
    assert (layout.down, layout.units) == (True, ((3, "Đảng ủy xã Cẩm Khê"),))
    assert [one.unit for _, one in layout.indicators] == ["đảng viên", "đơn"]


def test_a_form_without_units_names_the_column_for_them() -> None:
    layout = layout_of([["TT", "Đơn vị", "Số hội nghị", "Số lượt người dự"], [], [], [None, "Tổng cộng"]])
    assert (layout.down, layout.units, layout.name_at, layout.free) == (False, (), 2, 2)


def test_units_are_added_to_a_form_that_names_none(forms_archive: Path, tmp_path: Path) -> None:
    """Two empty rows stand before the total and the signature: both move down by the two that lack."""
    book = openpyxl.Workbook()
    for row in (
        ["TT", "Đơn vị", "Số văn bản ban hành", "Số lượt công dân được tiếp"],
        [],
        [],
        [None, "Tổng cộng"],
        [],
        [None, "NGƯỜI LẬP BIỂU"],
    ):
        book.active.append(row)
    book.active.merge_cells("B6:C6")
    book.save(tmp_path / "bieu.xlsx")
    period = read_period("quý I/2026")
    with closing(connect(forms_archive)) as connection:
        units = ["Phường Hòa Bình", "Phường Vĩnh Yên", "Xã Cao Phong", "Xã Kim Bôi"]
        made = make_table(connection, period, VIETNAMESE, tmp_path / "bieu.xlsx", units=units)
        write(made, tmp_path / "bang.xlsx", period, VIETNAMESE, {})
    sheet = openpyxl.load_workbook(tmp_path / "bang.xlsx", data_only=True).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=8)]
    assert rows == [
        [1, "Phường Hòa Bình", 4, 86], [2, "Phường Vĩnh Yên", 7, 140], [3, "Xã Cao Phong", 5, 31],
        [4, "Xã Kim Bôi", None, None],
        [None, "Tổng cộng", 16, 257], [None] * 4, [None, "NGƯỜI LẬP BIỂU", None, None],
    ]  # fmt: skip
    assert [str(area) for area in sheet.merged_cells.ranges] == ["B8:C8"]


def test_a_head_over_two_columns_is_one_indicator() -> None:
    rows: list[list[Any]] = [["Đơn vị", "Số văn bản ban hành", None, "Số hội nghị"], ["Xã Cẩm Khê"], ["Xã Lập Thạch"]]
    assert [at for at, _ in layout_of(rows, "B1:C1").indicators] == [2, 4]


def test_formulas_of_a_form_stay(forms_archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write_form("dan-van", tmp_path / "bieu.xlsx")
    book = openpyxl.load_workbook(file)
    book.active["H7"] = "=SUM(D7:G7)"
    book.save(file)
    out = tmp_path / "bang.xlsx"
    words = ("table", "--form", str(file), "--period", "quý I/2026", "--db", str(forms_archive))
    asked(capsys, *words, "-o", str(out))
    sheet = openpyxl.load_workbook(out).worksheets[0]
    assert (sheet["D7"].value, sheet["H7"].value) == (4, "=SUM(D7:G7)")
    checked = json.loads(asked(capsys, *words[:1], "--check", str(out), *words[3:], "--json"))
    assert {one["verdict"] for one in checked} == {"agrees"}
