"""The commands as a person types them, on a small archive read for real."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest

from pipeline.cli import main

REGULATION = """TỈNH ỦY LÀO CAI    ĐẢNG CỘNG SẢN VIỆT NAM
*    Lào Cai, ngày 15 tháng 3 năm 2021
Số 09-QC/TU

QUY CHẾ
công tác dân vận của hệ thống chính trị tỉnh Lào Cai

Căn cứ Điều lệ Đảng, Ban Thường vụ Tỉnh ủy ban hành Quy chế.

T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ
Giàng Văn Thử
"""
REPORT = """TỈNH ỦY LÀO CAI    ĐẢNG CỘNG SẢN VIỆT NAM
BAN DÂN VẬN
*    Lào Cai, ngày 12 tháng 7 năm 2022
Số 31-BC/BDVTU

BÁO CÁO
kết quả công tác dân vận 6 tháng đầu năm 2022

I- KẾT QUẢ
Thực hiện Quy chế số 09-QC/TU ngày 16/3/2021 của Ban Thường vụ Tỉnh ủy, toàn tỉnh mở 17 hội nghị với 1.204 người dự.
Kết quả xếp loại 20 đơn vị: 12 đơn vị xếp loại tốt, 8 đơn vị xếp loại khá.

II- NHIỆM VỤ
1. Mở 05 lớp tập huấn.

T/M BAN DÂN VẬN
TRƯỞNG BAN
<script>alert("x")</script>
"""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kho")
    (folder / "quy-che.txt").write_text(REGULATION, encoding="utf-8")
    (folder / "bao-cao.txt").write_text(REPORT, encoding="utf-8")
    path = tmp_path_factory.mktemp("out") / "a.db"
    assert main(["run", str(folder), "--db", str(path)]) == 0
    return path


def ask(database: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    status = main([words[0], *words[1:], "--db", str(database)])
    out = capsys.readouterr()
    assert status == 0, out.err
    return out.out


@pytest.mark.parametrize("typed", ["09-QC/TU", "9-qc/tu", "09 QC/TU", "09–QC/TU"])
def test_cites_takes_codes_typed_loosely(database: Path, capsys: pytest.CaptureFixture[str], typed: str) -> None:
    (row,) = json.loads(ask(database, capsys, "cites", typed, "--json"))
    assert (row["document"], row["relation"]) == ("bao-cao", "implements")
    assert "17 hội nghị" in row["sentence"]


def test_cites_by_place(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Thực hiện Quy chế" in ask(database, capsys, "cites", "09-QC/TU", "--place", "lao cai")
    assert main(["cites", "09-QC/TU", "--place", "Cà Mau", "--db", str(database)]) == 1


def test_unknown_code_suggests_near_ones(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cites", "19-QC/TU", "--db", str(database)]) == 1
    assert "09-QC/TU" in capsys.readouterr().err


def test_refs_tell_what_is_held(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(ask(database, capsys, "refs", "bao-cao", "--json"))
    assert [(row["code"], row["held"]) for row in rows] == [("09-QC/TU", 1)]


@pytest.mark.parametrize("name", ["bao-cao", "bao-cao.txt", "31-bc/bdvtu"])
def test_document_is_found_by_name_path_and_code(database: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert "09-QC/TU" in ask(database, capsys, "refs", name)


QUESTIONS = [
    ("cites", "09-QC/TU"), ("refs", "bao-cao"), ("lineage", "09-QC/TU", "--as-of", "2022-01-01"),
    ("path", "bao-cao", "09-QC/TU"), ("missing",), ("conflicts",), ("top", "--years", "2022", "--place", "lao cai"),
]  # fmt: skip


@pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
def test_questions_answer_in_words_and_in_json(
    database: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert ask(database, capsys, *words).strip()
    assert json.loads(ask(database, capsys, *words, "--json"))


def test_graph_tells_what_it_wrote(database: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    target = tmp_path / "g.svg"
    told = json.loads(ask(database, capsys, "graph", "-o", str(target), "--doc", "bao-cao", "--json"))
    assert (told["path"], told["nodes"], target.exists()) == (str(target), 2, True)


def test_what_cannot_be_written_is_said(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph", "-o", str(database / "g.svg"), "--db", str(database)]) == 1
    assert "Hãy kiểm tra đường dẫn và quyền" in capsys.readouterr().err


@pytest.mark.parametrize("years", ["2023-2021", "20x1"])
def test_periods_that_are_none(database: Path, years: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["top", "--years", years, "--db", str(database)])
    assert "không đúng dạng" in capsys.readouterr().err


def test_figures_show_what_they_belong_to(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(ask(database, capsys, "figures", "--indicator", "attendance", "--year", "2022", "--json"))
    assert [(row["value"], row["belongs_to"]) for row in rows] == [(1204, "17")]


@pytest.mark.parametrize("words", ["dan van", "dân vận", "DÂN VẬN", "dang cong san"])
def test_search_with_and_without_diacritics(database: Path, capsys: pytest.CaptureFixture[str], words: str) -> None:
    rows = json.loads(ask(database, capsys, "search", words, "--json"))
    assert {row["document"] for row in rows} == {"bao-cao", "quy-che"}


def test_search_with_diacritics_keeps_them(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(ask(database, capsys, "search", "dàn văn", "--json")) == []


@pytest.mark.parametrize("words", ['"', "*", "AND", "x OR (", "NEAR(", "-"])
def test_search_takes_no_syntax(database: Path, capsys: pytest.CaptureFixture[str], words: str) -> None:
    assert main(["search", "--db", str(database), "--", words]) in (0, 1)


def test_status_counts(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = json.loads(ask(database, capsys, "status", "--json"))
    assert status["counts"]["documents"] == 2
    assert status["counts"]["conflicts"] == 1, "two dates of 09-QC/TU"


def test_html_digest_links_each_number_to_its_sentence(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = ask(database, capsys, "digest", "--doc", "bao-cao", "--format", "html")
    links = set(re.findall(r'href="#(c\d+)"', page))
    assert links, "no number leads anywhere"
    assert links <= set(re.findall(r'<li id="(c\d+)"', page))
    assert "<mark>1.204</mark>" in page
    assert "<script>" not in page


def test_markdown_digest_has_footnotes(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = ask(database, capsys, "digest", "--place", "Lào Cai", "--year", "2022", "--format", "md")
    notes = set(re.findall(r"\[\^(\d+)\]:", text))
    assert notes
    assert set(re.findall(r"\[\^(\d+)\](?!:)", text)) == notes


def test_digest_of_nothing_is_said(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["digest", "--place", "Cà Mau", "--db", str(database)]) == 1
    assert "Không có văn bản" in capsys.readouterr().err


def test_extract_prints_one_line_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    status = main(["extract", *(str(tmp_path / f"{name}.txt") for name in ("a", "empty", "b"))])
    out = capsys.readouterr()
    assert status == 0
    assert [json.loads(line)["id"] for line in out.out.splitlines()] == ["a", "b"]
    assert "empty.txt" in out.err


def test_extract_reads_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(REPORT.encode())))
    assert main(["extract", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["metadata"]["code"] == "31-BC/BDVTU"


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["extract", "/khong/co"], 2), (["run", "/khong/co"], 2), (["run"], 2), (["cites"], 2), (["nonsense"], 2),
        (["figures", "--indicator", "x"], 2), (["status", "--db", "/khong/co.db"], 1),
    ],
    ids=str,
)  # fmt: skip
def test_exit_status_of_wrong_words(words: list[str], status: int, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        assert main(words) == status
    except SystemExit as error:
        assert error.code == status
    assert capsys.readouterr().err


def test_run_on_an_empty_folder_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "kho").mkdir()
    assert main(["run", str(tmp_path / "kho"), "--db", str(tmp_path / "a.db")]) == 1
    assert "không có tệp nào" in capsys.readouterr().err


@pytest.mark.parametrize(("language", "phrase"), [("vi", "cách dùng"), ("en", "usage")])
def test_help_speaks_the_language(
    language: str, phrase: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (["--lang", language, "--help"], ["--help", f"--lang={language}"]):
        with pytest.raises(SystemExit):
            main(words)
        assert capsys.readouterr().out.startswith(phrase)
    monkeypatch.setenv("TRICHYEU_LANG", language)
    with pytest.raises(SystemExit):
        main(["run", "--help"])
    assert capsys.readouterr().out.startswith(phrase)
