"""Walks through the viewer by mouse and by keys: what a search is narrowed by, a fact and where it is told, why files
were skipped, Word and Excel files to keep, a correction made without a mouse.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import docx
import pytest
from openpyxl import load_workbook

from pipeline.run.batch import run
from pipeline.run.store import connect
from tests.test_viewer import REPORT
from tests.test_viewer_browser import CHROMIUM, PLAN
from tests.test_viewer_pages import opened

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian: apt-get install chromium)"),
]
DISTRICT: Final = """TỈNH ỦY LÀO CAI
HUYỆN ỦY BẮC HÀ
*
Số 61-BC/HU                      ĐẢNG CỘNG SẢN VIỆT NAM
                                   Bắc Hà, ngày 3 tháng 3 năm 2023

BÁO CÁO
kết quả công tác dân vận quý I năm 2023

Các cấp đã tổ chức 6 hội nghị với 210 lượt người dự.
"""
COMMUNE: Final = """ĐẢNG BỘ TỈNH PHÚ THỌ
ĐẢNG ỦY XÃ CẨM KHÊ
*
Số 46-BC/ĐU                      ĐẢNG CỘNG SẢN VIỆT NAM
                                   Cẩm Khê, ngày 22 tháng 9 năm 2025

BÁO CÁO
kết quả công tác dân vận quý III năm 2025

Xã có 64 mô hình “Dân vận khéo”.
"""
ALL: Final = ["33-CT/TU", "46-BC/ĐU", "57-BC/BDVTU", "61-BC/HU"]
REPORTS: Final = ALL[1:]
FACETS: Final[dict[str, dict[str, list[str]]]] = {
    "Tỉnh": {"Lào Cai": ["33-CT/TU", "57-BC/BDVTU", "61-BC/HU"], "Phú Thọ": ["46-BC/ĐU"]},
    "Huyện": {"Bắc Hà": ["61-BC/HU"]},
    "Xã": {"Cẩm Khê": ["46-BC/ĐU"]},
    "Năm": {"2021": ["33-CT/TU"], "2022": ["57-BC/BDVTU"], "2023": ["61-BC/HU"], "2025": ["46-BC/ĐU"]},
    "Loại văn bản": {"Báo cáo": REPORTS, "Chỉ thị": ["33-CT/TU"]},
    "Cơ quan": {
        "Ban Dân vận Tỉnh ủy": ["57-BC/BDVTU"], "Huyện ủy Bắc Hà": ["61-BC/HU"],
        "Tỉnh ủy Lào Cai": ["33-CT/TU"], "Đảng ủy xã Cẩm Khê": ["46-BC/ĐU"],
    },
    "Chỉ tiêu có số liệu": {"người dự": ["57-BC/BDVTU", "61-BC/HU"]},
}  # fmt: skip
"""What the four documents below are told apart by, read by hand; of the indicators one."""


def archive(folder: Path) -> Path:
    """Read four documents, of a province, a district and a commune, into a database."""
    (folder / "kho").mkdir()
    for name, text in (("bc-57", REPORT), ("ct-33", PLAN), ("bc-61", DISTRICT), ("bc-46", COMMUNE)):
        (folder / "kho" / f"{name}.txt").write_text(text, encoding="utf-8")
    run(folder / "kho", folder / "t.db", 1)
    return folder / "t.db"


def codes(page: Page) -> list[str]:
    """Return the numbers of the documents found."""
    return sorted(title.split()[-1] for title in page.locator("ol.found a.title").all_inner_texts())


def choose(page: Page, facet: str, value: str) -> int:
    """Click a value of a facet, wait for what is found; return how many were promised."""
    chosen = page.locator("a.chosen").count()
    group = page.locator("#filters details", has=page.locator(f"summary:text-is('{facet}')"))
    if group.get_attribute("open") is None:
        group.locator("summary").click()
    line = group.locator("li", has=page.locator(f"a:text-is('{value}')"))
    promised = int(line.locator(".n").inner_text())
    line.locator("a").click()
    page.locator("a.chosen").nth(chosen).wait_for()
    return promised


def test_a_search_is_narrowed_by_each_facet_and_by_several(tmp_path: Path) -> None:
    with opened(archive(tmp_path)) as page:
        page.goto("/")
        page.fill("input[type=search]", "dan van")
        page.keyboard.press("Enter")
        page.wait_for_selector("ol.found")
        found = page.url
        assert codes(page) == ALL
        assert {mark.lower() for mark in page.locator("ol.found mark").all_inner_texts()} == {"dân", "vận"}
        assert page.locator("#filters summary").all_inner_texts() == list(FACETS)
        for facet, values in FACETS.items():
            for value, expected in values.items():
                page.goto(found)
                assert (choose(page, facet, value), codes(page)) == (len(expected), expected)
        page.goto(found)
        choose(page, "Tỉnh", "Lào Cai")
        choose(page, "Loại văn bản", "Báo cáo")
        assert codes(page) == ["57-BC/BDVTU", "61-BC/HU"]
        assert choose(page, "Năm", "2023") == 1 and codes(page) == ["61-BC/HU"]
        page.click("a.chosen >> text=Tỉnh")
        page.wait_for_function("document.querySelectorAll('a.chosen').length === 2")
        assert codes(page) == ["61-BC/HU"]


def test_a_fact_leads_to_the_number_in_each_document(sample_archive: Path) -> None:
    with opened(sample_archive) as page:
        page.goto("/")
        page.click("nav >> text=Số liệu")
        page.get_by_label("Địa phương").fill("Cẩm Khê")
        page.click("form.asking button")
        page.wait_for_url(re.compile("place="))
        row = page.locator("tbody tr", has=page.locator("a:text-is('5.826')"))
        row.locator("a:text-is('5.826')").click()
        page.wait_for_url(re.compile("/documents/"))
        assert "52-BC/ĐU" in page.inner_text("h1") and page.inner_text("#text :target") == "5.826"
        page.go_back()
        row.locator("a:text-is('4')").click()
        page.wait_for_url(re.compile("/facts/"))
        assert page.inner_text("h1").startswith("5.826 hồ sơ")
        told = page.locator("ol.found > li")
        heads = [one.split("\n")[0] for one in told.all_inner_texts()]
        assert [head.split()[0] for head in heads] == [
            "46-BC/ĐU", "52-BC/ĐU", "tin-cam-khe-hoi-nghi-quy-iii", "307-BC/ĐU",
        ]  # fmt: skip
        assert [at for at, head in enumerate(heads) if "nguồn được chọn" in head] == [1]
        assert told.locator("p.sentence mark").all_inner_texts() == ["5.826", "5.826", "5.800", "5.826"]
        assert "hơn 5.800 hồ sơ" in page.inner_text("ul.problems")
        assert page.inner_text("ul.problems mark") == "5.800"
        for at, written in ((1, "5.826"), (2, "5.800"), (3, "5.826")):
            told.nth(at).locator("a").click()
            page.wait_for_url(re.compile("/documents/"))
            number = page.locator("#text :target")
            assert number.inner_text() == written
            top = number.evaluate("(one) => one.getBoundingClientRect().top")
            assert 0 < top < 900
            page.go_back()
            page.wait_for_url(re.compile("/facts/"))
        page.click("ul.problems a")
        page.wait_for_url(re.compile("/documents/"))
        assert page.inner_text("#text :target") == "5.800"


def test_skipped_files_stand_under_their_reasons(tmp_path: Path) -> None:
    kho = tmp_path / "kho"
    kho.mkdir()
    (kho / "bc-57.txt").write_text(REPORT, encoding="utf-8")
    (kho / "trong.txt").write_bytes(b"")
    (kho / "hong.pdf").write_bytes(b"%PDF-1.7 khong phai PDF")
    (kho / "anh.bin").write_bytes(bytes(range(256)))
    for number in range(20):
        text = REPORT.replace("ĐẢNG CỘNG", "MẬT\nĐẢNG CỘNG").replace("57-BC", f"{100 + number}-BC")
        (kho / f"mat-{number:02}.txt").write_text(text, encoding="utf-8")
    run(kho, tmp_path / "t.db", 1)
    with opened(tmp_path / "t.db") as page:
        page.goto("/")
        page.click("nav >> text=Bị bỏ qua")
        page.wait_for_url(re.compile("/skipped"))
        kinds: dict[str, tuple[bool, list[str]]] = {}
        for kind in page.locator("main details").all():
            shut = kind.get_attribute("open") is None
            if shut:
                kind.locator("summary").click()
            kinds[kind.locator("summary b").inner_text()] = (shut, kind.locator("li").all_inner_texts())
            assert kind.locator("li").first.is_visible()
    assert kinds == {
        "có dấu mật": (True, [f"mat-{number:02}.txt" for number in range(20)]),
        "tệp hỏng": (False, ["hong.pdf"]), "tệp rỗng": (False, ["trong.txt"]),
        "định dạng chưa hỗ trợ": (False, ["anh.bin"]),
    }  # fmt: skip


def saved(page: Page, press: str, folder: Path) -> Path:
    """Click what gives a file, and keep the file."""
    with page.expect_download() as given:
        page.click(press)
    file = folder / given.value.suggested_filename
    given.value.save_as(file)
    return file


def ask_for_the_quarter(page: Page) -> None:
    page.fill("input[name=period]", "quý III/2025")
    page.fill("input[name=place]", "Phú Thọ")


def lines_of(word: Path) -> list[list[str]]:
    """Return the rows of all tables of a Word file."""
    return [
        [cell.text.strip() for cell in row.cells] for table in docx.Document(str(word)).tables for row in table.rows
    ]


def test_tables_and_digests_are_kept_as_word_and_excel(sample_archive: Path, tmp_path: Path) -> None:
    """The budget of the eleven communes adds up to 559.151 million by hand."""
    with opened(sample_archive) as page:
        page.goto("/")
        page.click("nav >> text=Bảng tổng hợp")
        ask_for_the_quarter(page)
        page.click("form.asking button")
        page.wait_for_selector("table.consolidated")
        table = saved(page, "text=Tải Word", tmp_path)
        page.click("nav >> text=Tóm tắt")
        page.wait_for_url(re.compile("/digest"))
        ask_for_the_quarter(page)
        digest = saved(page, "text=Tải Word", tmp_path)
        book = saved(page, "text=Tải Excel", tmp_path)
        page.fill("input[name=place]", "Không Có")
        page.click("text=Tải Word")
        assert "Không có tỉnh, huyện, xã nào tên “Không Có”" in page.inner_text("main .refused")
    rows = {row[0]: row[1] for row in reversed(lines_of(table)) if len(row) > 1}
    assert (rows["Đảng ủy xã Cẩm Khê"], rows["Tổng cộng"]) == ("37.737", "559.151")
    budget = next(row for row in lines_of(digest) if row[0].startswith("Thu ngân sách trên địa bàn"))
    assert budget[1:3] == ["11/11", "559.151"]
    values = [cell for sheet in load_workbook(book).worksheets for line in sheet.values for cell in line]
    assert 559151 in values


def test_a_number_is_found_and_corrected_without_a_mouse(tmp_path: Path) -> None:
    database = archive(tmp_path)
    with opened(database) as page:
        focused = "document.activeElement.textContent.trim()"

        def tab_to(words: str) -> None:
            for _ in range(40):
                page.keyboard.press("Tab")
                if page.evaluate(focused) == words:
                    return
            raise AssertionError(words)

        page.goto("/")
        page.keyboard.type("to dan van")
        page.keyboard.press("Enter")
        page.wait_for_selector("ol.found")
        tab_to("Báo cáo 57-BC/BDVTU")
        page.keyboard.press("Enter")
        page.wait_for_selector("#text")
        while page.evaluate(focused) != "320":
            page.keyboard.press("n")
        page.keyboard.press("Enter")
        page.wait_for_selector("#item h2")
        for name, words in (("field_value", "350"), ("by", "Lê Thị Lan"), ("reason", "bản ký")):
            for _ in range(10):
                if page.evaluate("document.activeElement.name") == name:
                    break
                page.keyboard.press("Tab")
            page.keyboard.press("Control+A")
            page.keyboard.type(words)
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("noted="))
        assert "“320” thành 350" in page.inner_text(".noted.now")
    assert connect(database).execute("SELECT value FROM figures WHERE text = '320'").fetchone()[0] == 350


@pytest.mark.parametrize("width", [1280, 375])
def test_what_opens_in_pages_is_within_reach_of_all(sample_archive: Path, tmp_path: Path, width: int) -> None:
    """axe on forms that are opened and on what an import says; nothing is wider than a telephone."""
    from axe_playwright_python.sync_playwright import Axe

    def sound(page: Page) -> None:
        found = Axe().run(page).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    database = tmp_path / "t.db"
    database.write_bytes(sample_archive.read_bytes())
    with opened(database) as first:
        assert first.context.browser is not None
        first.goto("/")
        page = first.context.browser.new_page(
            base_url=first.url, bypass_csp=True, viewport={"width": width, "height": 800}
        )
        page.goto("/table?period=quý III/2025&place=Phú Thọ")
        page.click("summary >> text=Lấy lại tệp Excel đã sửa")
        sound(page)
        page.click("#sources summary")
        sound(page)
        page.click("text=Chọn số khác >> nth=0")
        page.wait_for_selector("form.cell")
        sound(page)
        for address in ("/ask/facts?place=Cẩm Khê", "/skipped"):
            page.goto(address)
            sound(page)
        page.goto("/corrections")
        page.click("summary >> text=Lấy điều đã sửa")
        sound(page)
        page.fill("textarea", '{"id": "khong-co", "path": "khong-co.txt"}')
        page.fill("form[action='/corrections'] input[name=by]", "Trần Văn Bình")
        page.fill("form[action='/corrections'] input[name=reason]", "từ nơi khác")
        page.click("form[action='/corrections'] button")
        page.wait_for_selector("#lost-title")
        sound(page)
