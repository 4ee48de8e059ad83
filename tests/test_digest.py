"""Digests of the sample archive: kinds, figures told once, comparable values, names, doubts, masks, inert pages, cost.

What is expected was read in the documents of `corpus/` by hand.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.digest.block import Digest, Items, RatingTable, Table
from pipeline.digest.formats.registry import format_of
from pipeline.digest.make import make_digest
from pipeline.digest.masking import Mask
from pipeline.digest.printed import printed
from pipeline.digest.request import Request
from pipeline.errors import QueryError
from pipeline.periods import read_period
from pipeline.run import batch
from pipeline.run.store import connect
from pipeline.speech import Speech
from tests.digest_cost import enlarge
from tests.gate import ROOT
from tests.test_languages import VIETNAMESE, unquoted

VI = Speech("vi")
REPORT = "bc-268-bdvtu-6-thang-2022"


@pytest.fixture(scope="module")
def lao_cai(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the nine documents of Lào Cai."""
    database = tmp_path_factory.mktemp("digest") / "a.db"
    batch.run(ROOT / "corpus" / "lao-cai", database, workers=1)
    return database


@pytest.fixture
def archive(lao_cai: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(lao_cai)) as connection:
        yield connection


def table_of(digest: Digest, name: str) -> Table:
    found = [block for section in digest.sections for block in section.blocks if isinstance(block, Table)]
    return next(table for table in found if table.name == name)


def rows_of(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


@pytest.fixture(scope="module")
def report(lao_cai: Path) -> Digest:
    with closing(connect(lao_cai)) as connection:
        return make_digest(connection, VI, Request(document=REPORT))


def test_a_number_keeps_its_wording_and_says_what_it_measures(report: Digest) -> None:
    told = {row[0]: row[1] for row in rows_of(table_of(report, "figures"))}
    assert told["Dân số"] == "trên 76 vạn người (66,2%)"
    assert told["Tiếp nhận ý kiến"] == "1.937 ý kiến"
    assert told["Toàn tỉnh đăng ký xây dựng"] == "1.284 mô hình"
    assert told["Góp tiền"] == "12 tỷ 750 triệu đồng", "a number joined to the one before has its verb"
    assert told["Làm mới đường giao thông nông thôn"] == "86,4 km"


def test_parts_shares_changes_and_earlier_values_stand_on_the_line_of_their_figure(report: Digest) -> None:
    told = {row[0]: " ".join(row[2:]) for row in rows_of(table_of(report, "figures"))}
    assert "1.812 ý kiến (93,5%)" in told["Tiếp nhận ý kiến"]
    assert "kinh tế: 467; văn hóa - xã hội: 512" in told["Toàn tỉnh đăng ký xây dựng"]
    assert "giảm 8,3%" in told["UBND các cấp tiếp"]
    assert "tăng 1,4 lần" in told["Làm mới đường giao thông nông thôn"]
    assert "61,7 km (6 tháng đầu năm 2021)" in told["Làm mới đường giao thông nông thôn"]


def test_conferences_are_told_by_level_and_add_up(report: Digest) -> None:
    levels = {(row[0], row[1]): row[2:] for row in rows_of(table_of(report, "conferences_by_level"))}
    conference = VI.value("indicator", "conference").capitalize()
    assert levels[conference, "Cấp tỉnh"] == ["1", "285"]
    assert levels[conference, "Cấp huyện"] == ["27", "3.164"]
    assert levels[conference, "Cấp xã"] == ["284", "15.297"]


def test_ratings_are_one_table_of_classes_in_their_order(archive: sqlite3.Connection) -> None:
    digest = make_digest(archive, VI, Request(place="Lào Cai", year=2022))
    (ratings,) = [b for s in digest.sections for b in s.blocks if isinstance(b, RatingTable)]
    assert [each.name for each in ratings.classes] == ["tốt", "khá", "trung bình", "yếu"]
    assert len({each.tone for each in ratings.classes}) == 4
    rows = {(row.place.text, row.period.text): row for row in ratings.rows}
    sa_pa = rows["Thị xã Sa Pa", "6 tháng đầu năm 2022"]
    assert [cell and cell.value for cell in sa_pa.counts] == [8, 6, 2, 0]
    before = rows["Toàn bộ: Lào Cai", "6 tháng đầu năm 2021"]
    assert [cell and cell.value for cell in before.counts] == [70, None, None, 5], "a class that is not told is no zero"


def test_the_head_counts_each_fact_once(archive: sqlite3.Connection) -> None:
    """The figures of the press page and of the report's annex that tell the report's facts again count once."""
    digest = make_digest(archive, VI, Request(place="Lào Cai", year=2022))
    (told,) = [fact.text for fact in digest.head if fact.name == VI("digest.documents")]
    ids = "(SELECT id FROM counted_documents WHERE substr(coalesce(period_end, date), 1, 4) = '2022')"
    statements, facts = archive.execute(
        f"SELECT count(*), count(DISTINCT fact_id) FROM figures WHERE document_id IN {ids}"
    ).fetchone()
    assert told.endswith(VI("digest.facts", count=facts)) and facts < statements


def test_summary_sentences_are_the_documents_own(report: Digest, archive: sqlite3.Connection) -> None:
    text = " ".join(archive.execute("SELECT text FROM documents WHERE name = ?", (REPORT,)).fetchone()[0].split())
    (summary,) = [b for s in report.sections if s.name == "summary" for b in s.blocks if isinstance(b, Items)]
    assert 2 <= len(summary.lines) <= 4
    assert all(line.text in text for line in summary.lines)


def test_doubts_are_at_most_ten_the_worst_first(archive: sqlite3.Connection) -> None:
    digest = printed(make_digest(archive, VI, Request()), VI)
    (doubts,) = [b for s in digest.sections if s.name == "doubts" for b in s.blocks if isinstance(b, Items)]
    assert len(doubts.lines) <= 10
    assert "18.746" in doubts.lines[0].text and "18.476" in doubts.lines[0].text
    assert not any("OCR" in line.text for line in doubts.lines)


def test_a_comparison_takes_only_what_both_tell(archive: sqlite3.Connection) -> None:
    digest = make_digest(archive, VI, Request(place="Lào Cai", compare=("6 tháng đầu năm 2022", "2023")))
    rows = [row for s in digest.sections for b in s.blocks if isinstance(b, Table) and b.name == "compared_figures"
            for row in rows_of(b)]  # fmt: skip
    assert all(row[1] and row[2] for row in rows)


def test_an_instrument_is_followed_to_who_carries_it_out(archive: sqlite3.Connection) -> None:
    digest = make_digest(archive, VI, Request(instrument="09-QC/TU", place="Lào Cai"))
    rows = rows_of(table_of(digest, "carried_out"))
    assert {row[1] for row in rows} == {
        "87-KH/TU", "268-BC/BDVTU", "", "412-BC/UBKTTU", "1583-CV/BDVTU",
    }  # fmt: skip
    assert next(row for row in rows if row[1] == "87-KH/TU")[0] == "thực hiện"


def test_a_theme_takes_sentences_and_sections_with_its_words(archive: sqlite3.Connection) -> None:
    told = rows_of(table_of(make_digest(archive, VI, Request(about="dan van kheo")), "figures"))
    assert any("1.284 mô hình" in row for row in told)
    assert not any("1.106 lượt công dân" in cell for row in told for cell in row)


def test_news_are_the_documents_of_a_day_and_later(archive: sqlite3.Connection) -> None:
    digest = make_digest(archive, VI, Request(since="2023-01-01"))
    assert {row[0] for row in rows_of(table_of(digest, "documents"))} == {"412-BC/UBKTTU", "1583-CV/BDVTU"}
    with pytest.raises(QueryError):
        make_digest(archive, VI, Request(since="2030-01-01"))


def test_nothing_is_empty_and_no_footnote_is_lost(archive: sqlite3.Connection) -> None:
    requests = [Request(), Request(document=REPORT), Request(place="Lào Cai", period=read_period("2022"))]
    for digest in (make_digest(archive, VI, request) for request in requests):
        numbers = [source.number for source in digest.sources]
        shown: set[int] = set()
        for section in digest.sections:
            assert section.blocks
            for block in section.blocks:
                table = block.as_table() if isinstance(block, RatingTable) else block
                if isinstance(table, Table):
                    assert table.rows and all(any(cell.text for cell in row) for row in table.rows)
                    shown |= {number for row in table.rows for cell in row for number in cell.sources}
                if isinstance(block, Items):
                    assert block.lines and not any(re.match(r"[-•*+]\s", line.text) for line in block.lines)
                    shown |= {number for line in block.lines for number in line.sources}
        assert numbers == list(range(1, len(numbers) + 1)) and shown <= set(numbers)
        assert "trichyeu" not in json.dumps([section.title for section in digest.sections])


def test_a_footnote_ends_with_its_sentence(archive: sqlite3.Connection) -> None:
    """Behind the last mark stand at most a few words more than are shown, whatever has no space there."""
    for request in (Request(), Request(document=REPORT)):
        for source in make_digest(archive, VI, request).sources:
            assert sum(len(piece.text) for piece in source.pieces[-1:]) < 300


def test_private_people_are_left_out_and_those_in_office_are_not() -> None:
    mask = Mask(on=True)
    text = "Bà Lò Thị Inh hiến đất; ông Hà Quang Lưỡng, Phó Bí thư Đảng ủy xã dự; Bí thư Mạc Thị Trinh ký"
    assert mask(text) == "Bà … hiến đất; ông Hà Quang Lưỡng, Phó Bí thư Đảng ủy xã dự; Bí thư Mạc Thị Trinh ký"
    assert len(mask.blacked(text)) == len(text) and "Inh" not in mask.blacked(text)
    assert Mask(on=False)(text) == text


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Digest:
    folder = tmp_path_factory.mktemp("hostile")
    lines = [
        "BÁO CÁO", "kết quả năm 2022",
        "=HYPERLINK(\"x\") <script>alert(1)</script> đã mở 15 lớp tập huấn cho 300 người.",
        "<img src=x onerror=y> Toàn xã vận động 20 triệu đồng | [a](b) *c*.",
    ]  # fmt: skip
    (folder / "a.txt").write_text("\n".join(lines), encoding="utf-8")
    batch.run(folder, folder / "a.db", workers=1)
    with closing(connect(folder / "a.db")) as connection:
        return make_digest(connection, VI, Request(document="a"))


def test_markup_of_documents_is_inert(hostile: Digest) -> None:
    page = format_of("html", None).write(hostile, VI).decode()
    assert "<script" not in page and "<img" not in page
    assert "&lt;script&gt;" in page
    markdown = format_of("md", None).write(hostile, VI).decode()
    assert not re.search(r"(?<!\\)(?:<script|<img|\]\(b\))", markdown)
    rows = list(csv.reader(io.StringIO(format_of("csv", None).write(hostile, VI).decode("utf-8-sig"))))
    assert len({len(row) for row in rows}) == 1
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)


def test_a_page_needs_nothing_beside_it_and_leads_to_the_texts(report: Digest) -> None:
    page = format_of("html", None).write(report, VI).decode()
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:|//)", page)
    ids = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= ids
    assert "@page" in page and "counter(page)" in page
    assert '<mark class="figure"' in page and '<mark class="citation"' in page


def test_json_holds_days_and_values(report: Digest) -> None:
    told = json.loads(format_of("json", None).write(report, VI))
    assert told["kind"] == "document" and told["party"] is True
    cells = [c for s in told["sections"] for b in s["blocks"] for row in b.get("rows", []) for c in row if "text" in c]
    assert 18746 in [cell["value"] for cell in cells]
    assert "2022-02-18" in [cell["value"] for cell in cells]


def test_english_is_complete(archive: sqlite3.Connection) -> None:
    digest = make_digest(archive, Speech("en"), Request(document=REPORT))
    assert [section.title for section in digest.sections][:2] == ["Summary", "Main figures"]


@pytest.mark.parametrize(
    "request_",
    [Request(), Request(document=REPORT), Request(instrument="09-QC/TU", place="Lào Cai"), Request(since="2023-01-01"),
     Request(place="Lào Cai", compare=("6 tháng đầu năm 2022", "2023"))],
    ids=["archive", "document", "instrument", "news", "comparison"],
)  # fmt: skip
def test_english_labels_and_doubts_hold_no_vietnamese(archive: sqlite3.Connection, request_: Request) -> None:
    """What a document says stays in its language; names of measures and classes, kinds of documents are its words."""
    digest = printed(make_digest(archive, Speech("en"), request_), Speech("en"))
    told = [fact.name for fact in digest.head]
    for section in digest.sections:
        told.append(section.title)
        for block in section.blocks:
            table = block.as_table() if isinstance(block, RatingTable) else block
            classes = {each.name for each in block.classes} if isinstance(block, RatingTable) else set()
            if isinstance(table, Table):
                told += [column.head for column in table.columns if column.head not in classes]
            if isinstance(block, Table | RatingTable | Items):
                told.append(block.note or "")
            if isinstance(block, Items) and block.name == "doubts":
                told += [unquoted(line.text) for line in block.lines]
    assert [words for words in told if VIETNAMESE.search(words.replace("Lào Cai", ""))] == []


def test_work_grows_with_the_documents_and_the_page_does_not(lao_cai: Path, tmp_path: Path) -> None:
    """Counted are the steps of the database and the names that are looked for, which no other process disturbs."""
    work, sizes = [], []
    for copies in (4, 16):
        database = tmp_path / f"{copies}.db"
        count = enlarge(lao_cai, database, 9 * copies)
        with closing(connect(database)) as connection:
            steps = 0

            def step() -> int:
                nonlocal steps
                steps += 1
                return 0

            connection.set_progress_handler(step, 1000)
            digest = make_digest(connection, VI, Request())
            connection.set_progress_handler(None, 0)
        work.append(steps / count)
        sizes.append(len(format_of("html", None).write(digest, VI)))
    assert work[1] < 2 * work[0], "a square takes four times as much a document"
    assert sizes[1] < 2 * sizes[0] and sizes[1] < 1_000_000
