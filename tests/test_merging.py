"""Reports merged under one outline: each paragraph under its heading, once, from whom, and who left out what.

The truths stand in tests/merging, written by hand with the reports.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from pipeline.cli import main
from pipeline.merging.alike import Titles
from pipeline.merging.headings import read_heading
from pipeline.merging.merged import Merged, merge, rows
from pipeline.merging.outline import Node, read_outline
from pipeline.merging.place import place
from pipeline.merging.report import body_parts
from pipeline.merging.reports import choose_reports
from pipeline.run.store import connect
from pipeline.units import units_in
from tests.outline_reports import OUTLINE, UNITS, reports, told, write_archive

LEFT = {"unmatched": "?", "opening": "^", "closing": "$"}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the database of the nine reports."""
    archive = write_archive(tmp_path_factory.mktemp("kho"))
    path = tmp_path_factory.mktemp("out") / "a.db"
    assert main(["run", str(archive), "--db", str(path), "--workers", "1"]) == 0
    return path


def merged_of(database: Path, outline: Node | None) -> Merged:
    with closing(connect(database)) as connection:
        return merge(choose_reports(connection, units=units_in(str(UNITS))), outline)


@pytest.fixture(scope="module")
def merged(database: Path) -> Merged:
    """Return the reports merged under their outline."""
    return merged_of(database, read_outline(OUTLINE))


@pytest.fixture(scope="module")
def common(database: Path) -> Merged:
    """Return the reports merged under the headings that they share."""
    return merged_of(database, None)


def words(text: str) -> str:
    return " ".join(text.replace("|", " ").split())


def places(merged: Merged, path: str) -> list[tuple[str, str]]:
    """Return the place of every piece of a report, with its words."""
    found = []
    for home, passage in rows(merged):
        if passage.report.path == path:
            key = home.key if isinstance(home, Node) else LEFT[home]
            found += [(key, words(piece.part.text)) for piece in passage.pieces]
    return found


@pytest.mark.parametrize("source", reports(), ids=lambda source: source.stem)
def test_each_paragraph_stands_under_its_heading(merged: Merged, source: Path) -> None:
    found = places(merged, source.stem)
    wrong = []
    for line in told(source):
        holding = {place for place, text in found if words(line.words) in text} if line.words else set()
        if line.place == "-":
            wrong += [(line.words, holding)] if holding else []
        elif not line.place.startswith("H:") and line.place not in holding:
            wrong.append((line.words, holding))
    assert wrong == []


def test_reports_and_an_outline_that_nothing_was_tried_on(tmp_path: Path) -> None:
    """Four reports of inspection committees: 69 of 75 stood right when they were first merged."""
    unseen = OUTLINE.parent.parent / "merging_unseen"
    archive, path = write_archive(tmp_path / "kho", unseen), tmp_path / "a.db"
    assert main(["run", str(archive), "--db", str(path), "--workers", "1"]) == 0
    with closing(connect(path)) as connection:
        made = merge(choose_reports(connection), read_outline(unseen / OUTLINE.name))
    right, every = 0, 0
    for source in reports(unseen):
        found = places(made, source.stem)
        for line in told(source):
            if line.words and not line.place.startswith("H:"):
                holding = {home for home, text in found if words(line.words) in text}
                every += 1
                right += not holding if line.place == "-" else line.place in holding
    assert every == 75
    assert right >= 72


@pytest.mark.parametrize("source", reports(), ids=lambda source: source.stem)
def test_a_body_is_read_whole_in_its_order(merged: Merged, source: Path) -> None:
    """Line by line, with nothing between but the numbers that Word makes itself."""
    (report,) = [report for report in merged.chosen.reports if report.path == source.stem]
    stream, at = words(" ".join(part.text for part in report.parts)), 0
    for line in told(source):
        if line.place != "-":
            found = stream.find(words(line.words), at)
            assert 0 <= found - at <= len("1.1. ")
            at = found + len(words(line.words)) + 1
    assert at >= len(stream)


def test_every_part_of_a_report_stands_once(merged: Merged, common: Merged) -> None:
    """In one passage, or as the heading of the outline that it was taken for."""
    for made in (merged, common):
        printed = Counter((passage.report.path, piece.part) for _, passage in rows(made) for piece in passage.pieces)
        for report in made.chosen.reports:
            printed.update((report.path, one.part) for one in place(report.parts, made.root) if one.kind == "heading")
        assert printed == Counter((report.path, part) for report in made.chosen.reports for part in report.parts)


def test_what_the_outline_has_not_stays_in_its_part(database: Path, tmp_path: Path) -> None:
    """The size of schools stands among results and among tasks; an outline that has it once leaves the tasks alone."""
    file = tmp_path / "a.txt"
    file.write_text("I. KẾT QUẢ THỰC HIỆN\n1. Quy mô trường, lớp\nII. NHIỆM VỤ TRỌNG TÂM\n", encoding="utf-8")
    made = merged_of(database, read_outline(file))
    for path, sentence in (("bac-ha.docx", "Sắp xếp còn 13 trường"), ("phong-hai.docx", "Giữ ổn định 08 trường")):
        assert [home for home, text in places(made, path) if text.startswith(sentence)] == ["II"]
        assert [home for home, text in places(made, path) if "trường, " in text and "lớp, " in text][:1] == ["I.1"]


def test_who_left_out_what(merged: Merged) -> None:
    by_key = {node.key: merged.absent(node) for node in merged.root.walk()}
    assert by_key["I"].units == ("xã Cốc Lầu",)
    assert by_key["II.2.c"].units == ("Ủy ban nhân dân xã Si Ma Cai", "UBND xã Phong Hải")
    assert by_key["II.5"].units == ("UBND xã Phong Hải",)
    assert by_key["II.5"].above == ("xã Cốc Lầu",)
    assert by_key["V.1"].above == ("UBND xã Bản Lầu", "UBND xã Phong Hải", "xã Cốc Lầu")
    assert merged.chosen.silent == ("xã Gia Phú",)


def test_units_stand_in_the_order_of_the_list(merged: Merged) -> None:
    assert list(merged.chosen.units) == [unit for unit in units_in(str(UNITS)) if unit != "xã Gia Phú"]


def test_the_reports_themselves_make_the_outline(common: Merged) -> None:
    """Of 23 headings all are found in their places, and all but three have the words of the outline."""
    found = [(node.key, node.title.lower()) for node in common.root.walk()]
    given = [(node.key, node.title.lower()) for node in read_outline(OUTLINE).walk()]
    assert [key for key, _ in found] == [key for key, _ in given]
    assert sum(pair in given for pair in found) >= 20


def ask(database: Path, *more: str) -> int:
    return main(["merge", "--db", str(database), "--outline", str(OUTLINE), "--units", str(UNITS), *more])


def test_the_word_file_holds_the_words_and_tables(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "a.db"
    shutil.copy(database, copy)
    assert ask(copy, "-o", str(tmp_path / "gop.docx")) == 0
    made = docx.Document(str(tmp_path / "gop.docx"))
    texts = [paragraph.text for paragraph in made.paragraphs]
    assert texts.count("Toàn xã có 118 phòng học, 92,3% kiên cố; đã sửa 05 nhà vệ sinh và mua 14 bộ máy chiếu.") == 1
    assert texts.index("II. KẾT QUẢ THỰC HIỆN") < texts.index("III. TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN")
    assert "Chưa có báo cáo: xã Gia Phú." in texts
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in made.tables]
    assert [row for table in tables for row in table if row[-1] == "2.104"] == [["Mầm non", "5", "82", "2.104"]]


def test_the_excel_file_has_every_paragraph_and_the_matrix(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "a.db"
    shutil.copy(database, copy)
    assert ask(copy, "-o", str(tmp_path / "gop.xlsx")) == 0
    book = openpyxl.load_workbook(tmp_path / "gop.xlsx")
    assert book.sheetnames == [
        "Gộp theo đề cương", "Ngoài đề cương", "Đối chiếu đề mục", "Đề mục của đơn vị", "Báo cáo được gộp",
    ]  # fmt: skip
    said = [[cell.value for cell in row] for row in book["Gộp theo đề cương"].iter_rows(min_row=2)]
    assert ["II.5", "Chuyển đổi số trong giáo dục", "UBND xã Bản Lầu", "96/BC-UBND"] in [row[1:5] for row in said]
    matrix = {row[1].value: row for row in book["Đối chiếu đề mục"].iter_rows(min_row=2)}
    assert matrix["II.2.c"][3].value == 6
    assert book["Báo cáo được gộp"].cell(11, 7).value == "chưa có báo cáo"


def test_reading_leaves_the_database_alone(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = database.read_bytes()
    capsys.readouterr()
    assert ask(database, "--json") == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert [row["key"] for row in answer["headings"]][:3] == ["I", "I.1", "I.2"]
    assert ask(database) == ask(database, "--lang", "en") == 0
    assert "Left out by: xã Cốc Lầu." in capsys.readouterr().out
    assert database.read_bytes() == before


def test_what_cannot_be_asked_is_said(database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "trong.txt").write_text("\n", encoding="utf-8")
    (tmp_path / "sai.toml").write_text("[[heading]]\nname = 1\n", encoding="utf-8")
    for words_ in (
        ["--outline", str(tmp_path / "trong.txt")], ["--outline", str(tmp_path / "sai.toml")], ["-o", "gop.pdf"],
        ["--period", "quý III/1999"],
    ):  # fmt: skip
        assert main(["merge", "--db", str(database), *words_]) != 0
    said = capsys.readouterr().err
    assert said.count("Lỗi") == 4
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("b) Cơ sở vật chất: Toàn xã có 118 phòng học.", ("point", 2, "Cơ sở vật chất", True)),
        ("1.\tViệc ban hành văn bản", ("number", 1, "Việc ban hành văn bản", True)),
        ("III- NHIỆM VỤ QUÝ IV/2025", ("roman", 3, "NHIỆM VỤ QUÝ IV/2025", True)),
        ("2.3. Chất lượng giáo dục", ("decimal1", 3, "Chất lượng giáo dục", True)),
        ("- Tài chính: thu, chi bảo đảm đúng quy định.", ("dash", None, "Tài chính", False)),
        ("đ) Công tác y tế", ("point", 5, "Công tác y tế", True)),
        ("2. Rà soát, sửa chữa bàn ghế trước ngày 20/8/2026.", None),
        ("1.1. Hội đồng nhân dân xã ban hành 01 nghị quyết.", None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_headings_are_read(text: str, read: tuple[Any, ...] | None) -> None:
    found = read_heading(text)
    assert (found and (found.style, found.value, found.title, found.firm)) == read


@pytest.mark.parametrize(
    ("outline", "alike", "other"),
    [
        ("Tồn tại, hạn chế", "Khó khăn, vướng mắc", "Nguyên nhân"),
        ("Cơ sở vật chất, thiết bị dạy học", "CSVC, TBDH", "Đội ngũ nhà giáo"),
        ("Nhiệm vụ trọng tâm 6 tháng cuối năm 2026", "Phương hướng thời gian tới", "Kết quả 6 tháng đầu năm 2026"),
        ("Kiến nghị, đề xuất", "Những đề nghị với cấp trên", "Tình hình chung"),
    ],
)
def test_titles_are_measured_by_what_they_say(outline: str, alike: str, other: str) -> None:
    titles = Titles([outline, alike, other])
    assert titles.alike(outline, alike) > 0.5 > titles.alike(outline, other)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.toml", '[[heading]]\nnumber="I."\ntitle="Kết quả"\n[[heading.heading]]\nnumber="1."\ntitle="Dân vận"\n'),
        ("a.txt", "Kết quả\n  Dân vận\n"),
        (
            "a.txt",
            "ĐỀ CƯƠNG BÁO CÁO\n\nI. Kết quả (nêu ngắn gọn)\nĐánh giá, so với cùng kỳ.\n1. Dân vận: nêu số mô hình;\n",
        ),
    ],
    ids=["toml", "indented", "numbered with guidance"],
)
def test_outlines_are_read(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    assert [(node.level, node.title) for node in read_outline(file).walk()] == [(1, "Kết quả"), (2, "Dân vận")]


def test_an_outline_of_word_styles_is_read(tmp_path: Path) -> None:
    made = docx.Document()
    for level, title in ((1, "Kết quả"), (2, "Dân vận"), (1, "Kiến nghị")):
        made.add_paragraph(title, style=f"Heading {level}")
    made.save(str(tmp_path / "a.docx"))
    found = [(node.level, node.title) for node in read_outline(tmp_path / "a.docx").walk()]
    assert found == [(1, "Kết quả"), (2, "Dân vận"), (1, "Kiến nghị")]


def test_a_table_of_signatures_is_no_content() -> None:
    text = "Kết quả tốt.\nNGƯỜI LẬP BIỂU | T/M BAN THƯỜNG VỤ\n | BÍ THƯ\nLê Văn A | Trần Thị B"
    assert [part.text for part in body_parts(text, (), ())] == ["Kết quả tốt."]
