"""Registers of the sample archive and their Excel files; the truths are read from its documents by hand."""

from __future__ import annotations

import json
import shutil
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from extractors.model import Metadata, Relation, Task
from pipeline import sheets
from pipeline.archive.resolve import resolve_archive
from pipeline.cli import main
from pipeline.errors import UsageError
from pipeline.questions.cascade import cascade
from pipeline.questions.catalogue import QUESTIONS
from pipeline.questions.tasks import show, tasks
from pipeline.run.store import connect
from pipeline.run.write import write_record
from pipeline.sheets import write_sheet
from pipeline.speech import LANGUAGES, Speech
from tests.making import citing, record, regulation

CORPUS = Path(__file__).parent.parent / "corpus"
PROVINCES = ("ben-tre", "lao-cai", "quang-ngai", "vinh-long")
PLAN = "lao-cai/2022/kh-87-kh-tu-quan-triet-quy-che.txt"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the database of the four provinces' documents, one of them in a second file."""
    archive = tmp_path_factory.mktemp("kho")
    for name in PROVINCES:
        shutil.copytree(CORPUS / name, archive / name)
    shutil.copy(CORPUS / PLAN, archive / "kh-87-ban-sao.txt")
    path = tmp_path_factory.mktemp("out") / "a.db"
    assert main(["run", str(archive), "--db", str(path), "--workers", "1"]) == 0
    return path


def ask(database: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    status = main([*words, "--db", str(database)])
    out = capsys.readouterr()
    assert status == 0, out.err
    return out.out


def rows(database: Path, capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    return json.loads(ask(database, capsys, *words, "--json"))


def opened(file: Path) -> Any:
    (sheet,) = openpyxl.load_workbook(file).worksheets
    return sheet


# The Excel file


def test_cells_have_types_and_are_inert(tmp_path: Path) -> None:
    file = tmp_path / "mới" / "a.xlsx"
    written = ["=1+1", "+84", "-5", "@SUM(A1)", "a\x1b\u202eb", "dòng một\ndòng hai", "\ufffex", "\ud800"]
    read = ["=1+1", "+84", "-5", "@SUM(A1)", "a\\x1b\\u202eb", "dòng một dòng hai", "x", "\\ud800"]
    values = [[word, 1234, 1.25, 2.0, date(2022, 6, 15), date(1890, 5, 19), None] for word in written]
    assert (
        write_sheet(file, "Thử: a/b?", ["Chữ", "Số", "Lẻ", "Tròn", "Ngày", "Ngày xưa", "Trống"], values, "Trang") == 8
    )
    sheet = opened(file)
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == read
    assert {row[0].data_type for row in sheet.iter_rows(min_row=2)} == {"s"}
    assert [row[0].quotePrefix for row in sheet.iter_rows(min_row=2)] == [True] * 4 + [False] * 4
    assert [cell.value for cell in sheet[2][1:]] == [1234, 1.25, 2, datetime(2022, 6, 15), "19/05/1890", None]
    assert [cell.number_format for cell in sheet[2][1:5]] == ["#,##0", "#,##0.0##", "#,##0", "dd/mm/yyyy"]
    assert sheet.title == "Thử  a b"
    with zipfile.ZipFile(file) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_page_head_and_filter(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    write_sheet(file, "Mục lục", ["STT", "Câu gốc"], [[1, "dài " * 40], [2, "ngắn"]], "Trang")
    sheet = opened(file)
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A2", "A1:B3", "$1:$1")
    page = sheet.page_setup
    assert (page.orientation, page.paperSize, page.fitToWidth, page.fitToHeight) == ("landscape", 9, 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.oddHeader.center.text, sheet.oddFooter.center.text) == ("Mục lục", "Trang &P/&N")
    assert sheet.column_dimensions["A"].width < 10 < 50 < sheet.column_dimensions["B"].width <= 56
    assert sheet["A1"].font.bold
    assert sheet["B2"].alignment.wrap_text


def test_a_wide_table_can_be_read_on_paper(tmp_path: Path) -> None:
    heads = ["STT", *(f"Cột {number}" for number in range(8))]
    write_sheet(tmp_path / "a.xlsx", "Rộng", heads, [[1, "39-BC/ĐU", *["dài " * 30] * 7]], "Trang")
    widths = [column.width for column in opened(tmp_path / "a.xlsx").column_dimensions.values()]
    assert sum(widths) <= 200
    assert widths[1] == 9
    assert len(set(widths[2:])) == 1


def test_a_table_without_rows_has_its_head(tmp_path: Path) -> None:
    write_sheet(tmp_path / "a.xlsx", "Trống", ["STT", "Văn bản"], [], "Trang")
    assert [cell.value for cell in opened(tmp_path / "a.xlsx")[1]] == ["STT", "Văn bản"]


def test_more_rows_than_a_sheet_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)
    with pytest.raises(UsageError) as refused:
        write_sheet(tmp_path / "a.xlsx", "Nhiều", ["STT"], [[1], [2], [3]], "Trang")
    assert "3 dòng" in refused.value.said(Speech("vi"))
    assert not (tmp_path / "a.xlsx").exists()


@pytest.mark.parametrize("name", [name for name, load in QUESTIONS.items() if load().table])
def test_heads_are_told_in_both_languages(name: str) -> None:
    table = QUESTIONS[name]().table
    assert table is not None
    for language in LANGUAGES:
        heads = table.heads(Speech(language))
        assert Speech(language)(f"sheet.{name}")
        assert len(set(heads)) == len(heads) == len(table.columns) + 1


QUESTIONS_WITH_SHEETS = [
    ("cites", "09-QC/TU", "--place", "Lào Cai"), ("refs", "bc-268-bdvtu-6-thang-2022"), ("lineage", "05-QC/TU"),
    ("missing",), ("conflicts",), ("top", "--limit", "5"), ("figures", "--doc", "bc-268-bdvtu-6-thang-2022"),
]  # fmt: skip


@pytest.mark.parametrize("words", QUESTIONS_WITH_SHEETS, ids=lambda words: words[0])
def test_questions_are_written_to_excel(
    words: tuple[str, ...], database: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "a.xlsx"
    told = rows(database, capsys, *words, "-o", str(file))
    assert told == {"path": str(file), "rows": opened(file).max_row - 1}
    sheet = opened(file)
    assert (sheet["A1"].value, sheet["A2"].value, sheet.freeze_panes) == ("STT", 1, "A2")
    days = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.is_date]
    assert bool(days) == (words[0] != "conflicts")
    if words[0] != "lineage":
        assert told["rows"] == len(rows(database, capsys, *words))


def test_a_sheet_needs_its_ending(database: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["missing", "--db", str(database), "-o", str(tmp_path / "a.ods")]) == 2
    assert "Hãy dùng đuôi .xlsx" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


# The register of documents


LISTED = {
    ("--type", "kế hoạch"): {"87-KH/TU", "128/KH-UBND"},
    ("--type", "chi thi"): {"37-CT/TU"},
    ("--issuer", "ban dan van", "--place", "vinh long"): {"07-HD/BDVTU", "119-BC/BDVTU"},
    ("--place", "Quảng Ngãi", "--years", "2021-2022"): {"128/KH-UBND", "241/BC-UBND"},
    ("--period", "quý III/2022"): {"241/BC-UBND"},
    ("--period", "năm 2024", "--type", "báo cáo"): {"187/BC-MTTQ-BTT"},
    ("--text", "khu lien hop san xuat gang thep"): {"37-CT/TU"},
}


@pytest.mark.parametrize(("words", "codes"), LISTED.items(), ids=lambda words: " ".join(words))
def test_documents_are_listed_by_what_is_asked(
    words: tuple[str, ...], codes: set[str], database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert {row["code"] for row in rows(database, capsys, "list", *words)} == codes


def test_all_documents_are_listed_once(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = rows(database, capsys, "list")
    assert len(listed) == 22
    assert listed[0]["code"] == "37-CT/TU"
    assert [row["date"] for row in listed] == sorted(row["date"] for row in listed)
    assert not any("bc-31" in row["path"] for row in listed)
    (plan,) = (row for row in listed if row["code"] == "87-KH/TU")
    assert {plan["path"], *plan["copies"]} == {PLAN, "kh-87-ban-sao.txt"}
    out = ask(database, capsys, "list").splitlines()
    assert (out[0].startswith("1. 37-CT/TU · 12/08/2019"), out[-1]) == (True, "Cộng: 22 văn bản.")


def test_the_register_of_documents_in_excel(database: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "muc-luc.xlsx"
    assert ask(database, capsys, "list", "--place", "Lào Cai", "-o", str(file)) == f"Đã ghi {file}: 8 dòng.\n"
    sheet = opened(file)
    assert [cell.value for cell in sheet[1]] == [
        "STT", "Số, ký hiệu", "Ngày, tháng, năm", "Tên loại và trích yếu nội dung", "Tác giả văn bản", "Địa phương",
        "Số trang", "Tệp", "Ghi chú",
    ]  # fmt: skip
    by_code = {row[1].value: [cell.value for cell in row] for row in sheet.iter_rows(min_row=2)}
    assert by_code["412-BC/UBKTTU"] == [
        7, "412-BC/UBKTTU", datetime(2023, 12, 15),
        "Báo cáo kết quả công tác kiểm tra, giám sát, thi hành kỷ luật đảng năm 2023, nhiệm vụ trọng tâm năm 2024",
        "Ủy ban Kiểm tra Tỉnh ủy", "Lào Cai", 3, "lao-cai/2023/bc-412-ubkttu-nam-2023.pdf", None,
    ]  # fmt: skip
    ask(database, capsys, "list", "-o", str(file), "--lang", "en")
    assert [cell.value for cell in opened(file)[1]][:4] == ["No.", "Code", "Date", "Type and abstract"]


def test_a_written_sheet_is_noted(database: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    ask(database, capsys, "list", "-o", str(tmp_path / "m.xlsx"))
    noted = connect(database).execute(
        "SELECT command, documents FROM exports WHERE path = ?", [str(tmp_path / "m.xlsx")]
    )
    assert [tuple(row) for row in noted] == [("list", None)]


def test_a_period_that_is_none(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["list", "--period", "hồi trước", "--db", str(database)])
    assert "không đúng dạng kỳ" in capsys.readouterr().err


# The register of tasks


def test_tasks_due_in_a_month_overdue_first(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    due = rows(database, capsys, "tasks", "--place", "Lào Cai", "--on", "2022-06-20", "--due", "30")
    states = [row["state"] for row in due]
    assert states == ["overdue"] * (len(due) - 1) + ["due"]
    days = [row["deadline_date"] for row in due]
    assert days == sorted(days)
    assert {"2020-11-30", "2020-12-05", "2020-12-31", "2022-04-30", "2022-05-10"} <= set(days)
    last = due[-1]
    assert (last["code"], last["deadline_date"], last["days"]) == ("87-KH/TU", "2022-06-30", 10)
    assert last["lead"] == "Đảng đoàn Hội đồng nhân dân tỉnh, Ban cán sự đảng UBND tỉnh"


def test_tasks_of_a_body(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    of_body = rows(database, capsys, "tasks", "--body", "so noi vu", "--on", "2023-01-01")
    assert [(row["code"], row["deadline_date"], row["state"]) for row in of_body] == [
        ("4127/UBND-NC", "2020-12-31", "overdue"),
        ("128/KH-UBND", "2023-12-31", "due"),
        ("128/KH-UBND", None, "open"),
    ]
    assert [row["joint"] for row in of_body] == [None, None, "Thanh tra tỉnh"]
    own = rows(database, capsys, "tasks", "--body", "Ủy ban Kiểm tra Tỉnh ủy", "--place", "Lào Cai")
    assert [(row["code"], row["number"]) for row in own] == [("412-BC/UBKTTU", number) for number in "1234"]
    joined = rows(database, capsys, "tasks", "--body", "Ban Nội chính Tỉnh ủy", "--place", "Quảng Ngãi")
    assert [(row["code"], row["lead"]) for row in joined] == [("37-CT/TU", "Ban Dân vận Tỉnh ủy")]


def test_what_later_documents_tell_of_a_task(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (classes,) = (
        row for row in rows(database, capsys, "tasks", "--body", "Ban Dân vận Tỉnh ủy") if "mở 06 lớp" in row["counted"]
    )
    assert [(told["document"], told["date"]) for told in classes["reports"]] == [
        ("bc-268-bdvtu-6-thang-2022", "2022-06-15"),
        ("tin-so-ket-dan-van-6-thang", "2022-06-30"),
    ]
    assert [told["sentence"].split(";")[0] for told in classes["reports"]] == [
        "Mở 06 lớp bồi dưỡng nghiệp vụ cho 538 cán bộ dân vận cơ sở, mỗi lớp 02 ngày",
        "Căn cứ Kế hoạch số 87-KH/TU, Ban Dân vận Tỉnh ủy mở 06 lớp bồi dưỡng nghiệp vụ cho 538 học viên là cán bộ dân"
        " vận cơ sở.",
    ]


def test_nothing_earlier_and_nothing_of_another_province_is_told(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = rows(database, capsys, "tasks", "--on", "2022-06-20")
    places = {row["path"]: row["place"] for row in rows(database, capsys, "list")}
    told = [(row, report) for row in listed for report in row["reports"]]
    assert told
    assert all(report["date"] > row["date"] for row, report in told)
    assert all(places[report["path"]] == row["place"] for row, report in told)


def test_the_register_of_tasks_in_excel(database: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "nhiem-vu.xlsx"
    ask(database, capsys, "tasks", "--body", "Sở Nội vụ", "--on", "2023-01-01", "-o", str(file))
    sheet = opened(file)
    first, second = ({head.value: cell.value for head, cell in zip(sheet[1], row, strict=True)} for row in sheet[2:3])
    assert (first["Văn bản"], first["Hạn"], first["Số ngày còn lại (âm: quá hạn)"]) == (
        "4127/UBND-NC",
        datetime(2020, 12, 31),
        -731,
    )
    assert (second["Chủ trì"], second["Tình trạng"]) == ("Sở Nội vụ", "còn hạn")


def test_tasks_that_come_again_are_never_over(tmp_path: Path) -> None:
    text = "1. Sở A báo cáo hằng quý.\n2. Sở B báo cáo.\n3. Sở C báo cáo trước ngày 01/6/2024."
    made = (
        Task(0, 25, text[:25], "task", assignee="Sở A", deadline="hằng quý", recurs="quarter"),
        Task(26, 41, text[26:41], "task", assignee="Sở B"),
        Task(42, len(text), text[42:], "task", assignee="Sở C", deadline_date=date(2024, 6, 1)),
    )
    connection = connect(tmp_path / "a.db", create=True)
    write_record(connection, replace(record("kh.txt", text), tasks=made), "test")
    resolve_archive(connection)
    assert [(row["lead"], row["state"], row["days"]) for row in tasks(connection, on="2024-06-11")] == [
        ("Sở C", "overdue", -10), ("Sở A", "recurring", None), ("Sở B", "open", None),
    ]  # fmt: skip
    assert [row["lead"] for row in tasks(connection, on="2024-06-11", due=0)] == ["Sở C"]
    assert [row["lead"] for row in tasks(connection, on="2024-05-01", due=30)] == []
    assert "định kỳ hằng quý" in "\n".join(show(tasks(connection, on="2024-06-11"), Speech("vi")))


# Who carries a document out


def test_who_carries_out_a_regulation(database: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    units = tmp_path / "don-vi.txt"
    names = ["Tỉnh ủy Lào Cai", "Ban Dân vận Tỉnh ủy", "UBND tỉnh Lào Cai", "", "Ủy ban Kiểm tra Tỉnh ủy Quảng Ngãi"]
    units.write_text("\n".join(names), encoding="utf-8-sig")
    asked = ("cascade", "09-QC/TU", "--place", "Lào Cai", "--units", str(units))
    answer = rows(database, capsys, *asked)
    assert [
        (body["body"], body["unit"], [(told["code"], told["date"], told["state"]) for told in body["documents"]])
        for body in answer["bodies"]
    ] == [
        ("Ban Thường vụ Tỉnh ủy", "Tỉnh ủy Lào Cai", [("87-KH/TU", "2022-02-18", "issued")]),
        (
            "Ban Dân vận Tỉnh ủy", "Ban Dân vận Tỉnh ủy",
            [("268-BC/BDVTU", "2022-06-15", "reported"), ("1583-CV/BDVTU", "2024-08-19", "issued")],
        ),
        ("Ủy ban Kiểm tra Tỉnh ủy", None, [("412-BC/UBKTTU", "2023-12-15", "reported")]),
    ]  # fmt: skip
    assert answer["missing"] == ["UBND tỉnh Lào Cai", "Ủy ban Kiểm tra Tỉnh ủy Quảng Ngãi"]
    sentences = answer["bodies"][1]["documents"][0]["sentences"]
    assert any("312 hội nghị quán triệt Quy chế 09-QC/TU" in sentence for sentence in sentences)
    assert not any("sơ kết một năm" in sentence for sentence in sentences)
    out = ask(database, capsys, *asked).splitlines()
    assert out[-1] == "Cộng: 3 cơ quan có văn bản; 2 trên 4 đơn vị trong danh sách chưa thấy."
    assert "3. Ủy ban Kiểm tra Tỉnh ủy · Lào Cai · ngoài danh sách" in out


def test_what_a_plan_hands_on(database: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The report of the People's Committee names the plan for the directive, among its tasks."""
    answer = rows(database, capsys, "cascade", "37-CT/TU")
    committee, front = answer["bodies"]
    assert [(told["code"], told["state"], told["via"]) for told in committee["documents"]] == [
        ("128/KH-UBND", "issued", None),
        ("241/BC-UBND", "planned", "128/KH-UBND"),
    ]
    assert [told["code"] for told in front["documents"]] == ["187/BC-MTTQ-BTT"]
    assert "Thêm --units TỆP" in ask(database, capsys, "cascade", "37-CT/TU")
    file = tmp_path / "a.xlsx"
    ask(database, capsys, "cascade", "37-CT/TU", "-o", str(file))
    sheet = opened(file)
    assert [(row[4].value, row[5].value, row[6].value) for row in sheet.iter_rows(min_row=2)] == [
        ("ban hành", "128/KH-UBND", datetime(2021, 9, 22)),
        ("nêu trong nhiệm vụ", "241/BC-UBND", datetime(2022, 9, 28)),
        ("báo cáo", "187/BC-MTTQ-BTT", datetime(2024, 12, 10)),
    ]


COMMUNES = ("Ban Thường vụ Đảng ủy xã Mai Châu", "Mai Châu"), ("UBND xã Tam Đảo", "Tam Đảo")
UNITS = {
    "Mai Châu": 0, "xã Mai Châu": 0, "Đảng ủy xã Mai Châu": 0, "Đảng uỷ Xã Mai Châu": 0, "Xã Tam Đảo": 1,
    "Ủy ban nhân dân xã Tam Đảo": 1, "Đảng ủy xã Tam Đảo": None, "Xã Tam": None, "Đảng ủy": None, "Phú Thọ": None,
}  # fmt: skip


def test_units_of_a_list_are_found_by_their_names(tmp_path: Path) -> None:
    connection = connect(tmp_path / "a.db", create=True)
    text = "Thực hiện Quy chế số 22-QC/TU."
    for number, (issuer, commune) in enumerate(COMMUNES):
        metadata = Metadata("report", issuer=issuer, place="Phú Thọ", commune=commune, date=date(2025, 9, number + 1))
        cited = citing(text, "Quy chế số 22-QC/TU", **regulation(None), relation=Relation.IMPLEMENTS)
        write_record(connection, record(f"{number}.txt", text, metadata=metadata, citations=(cited,)), "test")
    resolve_archive(connection)
    for unit, meant in UNITS.items():
        answer = cascade(connection, "22-QC/TU", units=[unit])
        assert [body["unit"] for body in answer["bodies"]] == [unit if meant == n else None for n in range(2)], unit
        assert answer["missing"] == ([unit] if meant is None else []), unit


def test_documents_without_an_issuer_are_of_no_common_body(tmp_path: Path) -> None:
    connection = connect(tmp_path / "a.db", create=True)
    text = "Thực hiện Quy chế số 22-QC/TU."
    for name in ("a.txt", "b.txt"):
        cited = citing(text, "Quy chế số 22-QC/TU", **regulation(None), relation=Relation.IMPLEMENTS)
        metadata = Metadata("report", place="Phú Thọ", date=None)
        write_record(connection, record(name, f"{text} {name}", metadata=metadata, citations=(cited,)), "test")
    resolve_archive(connection)
    assert [body["body"] for body in cascade(connection, "22-QC/TU")["bodies"]] == ["a", "b"]


@pytest.mark.parametrize(("content", "message"), [(b"\xff\xfe\x00", "không đọc được"), (b" \n", "không có tên đơn vị")])
def test_lists_of_units_that_are_none(
    content: bytes, message: str, database: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "u.txt").write_bytes(content)
    for file in ("u.txt", "khong-co.txt") if "đọc" in message else ("u.txt",):
        with pytest.raises(SystemExit, match="2"):
            main(["cascade", "09-QC/TU", "--units", str(tmp_path / file), "--db", str(database)])
        assert message in capsys.readouterr().err.lower()
