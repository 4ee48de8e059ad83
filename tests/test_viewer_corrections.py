"""Every kind of correction clicked in a real browser, and each taken back: accept, correct, reject, add, join, part."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.run.batch import run
from pipeline.run.store import connect
from tests.test_viewer import REPORT
from tests.test_viewer_browser import CHROMIUM, served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian: apt-get install chromium)"),
]
COPY = REPORT.replace("320 lượt người", "302 lượt người")
SELECT = """(words) => {
  for (const piece of document.querySelectorAll('#text [data-s]')) {
    const at = piece.textContent.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(piece.firstChild, at);
    range.setEnd(piece.firstChild, at + words.length);
    document.getSelection().removeAllRanges();
    document.getSelection().addRange(range);
    return;
  }
}"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a folder with an archive `kho` of a report and one like it with another number, read into `t.db`."""
    (tmp_path / "kho").mkdir()
    for name, text in (("bc-57", REPORT), ("bc-57-khac", COPY)):
        (tmp_path / "kho" / f"{name}.txt").write_text(text, encoding="utf-8")
    run(tmp_path / "kho", tmp_path / "t.db", 1)
    return tmp_path


@pytest.fixture
def page(place: Path) -> Iterator[Page]:
    """Return a page of a browser at the viewer."""
    from playwright.sync_api import sync_playwright

    with served(place / "t.db") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        opened = browser.new_page(base_url=address)
        opened.set_default_timeout(60_000)
        yield opened
        browser.close()


def figures(place: Path, words: str) -> list[float]:
    sql = "SELECT f.value FROM figures f JOIN documents d ON d.id = f.document_id WHERE d.name = 'bc-57' AND f.text = ?"
    return [row[0] for row in connect(place / "t.db").execute(sql, (words,))]


def groups(place: Path) -> int:
    return int(connect(place / "t.db").execute("SELECT count(*) FROM counted_documents").fetchone()[0])


def noted(page: Page, form: str, button: str, reason: str) -> str:
    """Say who and why in a form, press its button, and return what the next page says of it."""
    page.fill(f"{form} input[name=by]", "Lê Thị Lan")
    page.fill(f"{form} input[name=reason]", reason)
    before = page.url
    page.click(f"{form} button{button}")
    page.wait_for_url(lambda now: "noted=" in now and now != before)
    return page.inner_text("main .noted")


def take_back_the_newest(page: Page) -> None:
    page.click(".noted.now a")
    entry = page.locator("ol.found > li:target")
    entry.locator("input[name=reason]").fill("nhầm")
    entry.locator("button").click()
    page.wait_for_url(re.compile("undone="))
    assert page.inner_text(".noted") == "Đã rút lại."


def test_reject_and_add_and_take_back(page: Page, place: Path) -> None:
    from playwright.sync_api import expect

    page.goto("/open?name=bc-57.txt")
    page.click("#text a.figure >> text=12")
    page.wait_for_selector("#item h2")
    assert "bỏ" in noted(page, "#item form", "[value=reject]", "không phải số liệu")
    assert page.locator("#text a.figure >> text=12").count() == 0
    assert page.locator("#text mark.taken_out").inner_text() == "12" and figures(place, "12") == []
    take_back_the_newest(page)
    assert figures(place, "12") == [12]

    page.goto("/open?name=bc-57.txt")
    page.click("text=Thêm mục máy bỏ sót")
    page.evaluate(SELECT, "câu lạc bộ")
    expect(page.locator("form[data-add] input[name=end]")).not_to_have_value("")
    form = "form[data-add]"
    page.fill(f"{form} input[name=by]", "Lê Thị Lan")
    page.fill(f"{form} input[name=reason]", "máy bỏ sót")
    page.click(f"{form} button")
    page.wait_for_selector(f"{form} .refused")  # words without a number are no figure, and nothing typed is lost
    assert page.input_value(f"{form} input[name=reason]") == "máy bỏ sót"
    page.select_option(f"{form} [data-kind]", "task")
    assert "thêm" in noted(page, form, "", "việc phải làm")
    told = connect(place / "t.db").execute("SELECT text FROM tasks").fetchall()
    assert [row[0] for row in told] == ["câu lạc bộ"]
    take_back_the_newest(page)
    assert connect(place / "t.db").execute("SELECT count(*) FROM tasks").fetchone()[0] == 0


def test_accept_and_correct_and_carry_on(page: Page, place: Path) -> None:
    from playwright.sync_api import expect

    page.goto("/open?name=bc-57.txt")
    page.click("#text a.figure >> text=05")
    page.wait_for_selector("#item h2")
    assert "xác nhận" in noted(page, "#item form", "[value=accept]", "đối chiếu bản ký")
    page.click("#text a.figure >> text=320")
    page.wait_for_selector("#item h2")
    assert page.input_value("#item input[name=by]") == "Lê Thị Lan"
    page.fill("#item input[name=reason]", "bản ký")
    page.fill("#item input[name=field_value]", "nhiều")
    page.click("#item button[value=correct]")
    assert "nhiều" in page.inner_text("#item .refused")
    page.fill("#item input[name=field_value]", "1.320,5")
    assert "sửa" in noted(page, "#item form", "[value=correct]", "bản ký")
    assert figures(place, "320") == [1320.5]
    page.click("text=Sửa thông tin văn bản")
    page.fill("form[action$=metadata] input[name=field_title]", "kết quả dân vận")
    noted(page, "form[action$=metadata]", "", "bản ký")

    page.goto("/corrections")
    listed = page.inner_text("main")
    assert "giá trị: 320 → 1.320,5" in listed and "ngày:" not in listed
    assert page.locator("tbody td.number").first.inner_text() == "1"
    with page.expect_download() as saved:
        page.click("a[href='/corrections.json']")
    export = place / "da-sua.json"
    saved.value.save_as(export)
    assert {one["action"] for one in json.loads(export.read_text())} == {"accept", "correct"}
    while page.locator("ol.found > li").count():
        entry = page.locator("ol.found > li").first
        entry.locator("summary").click()
        entry.locator("input[name=reason]").fill("thử")
        entry.locator("button").click()
        page.wait_for_url(re.compile(f"undone={(entry.get_attribute('id') or '')[1:]}"))
    assert figures(place, "320") == [320]

    page.click("summary >> text=Lấy điều đã sửa")
    page.set_input_files("input[type=file]", export)
    expect(page.locator("textarea")).not_to_be_empty()
    page.fill("form[action='/corrections'] input[name=by]", "Lê Thị Lan")
    page.fill("form[action='/corrections'] input[name=reason]", "từ máy khác")
    page.click("form[action='/corrections'] button")
    page.wait_for_url(re.compile("taken=3"))
    assert figures(place, "320") == [1320.5]


def test_join_and_part_and_take_back(page: Page, place: Path) -> None:
    assert groups(place) == 2
    page.goto("/open?name=bc-57-khac.txt")
    page.click("text=Là một hay hai văn bản")
    page.fill("form[action$=pair] input[name=other]", "không có đâu")
    page.fill("form[action$=pair] input[name=by]", "Lê Thị Lan")
    page.fill("form[action$=pair] input[name=reason]", "cùng bản")
    page.click("form[action$=pair] button[value=join]")
    assert "không có đâu" in page.inner_text("form[action$=pair] .refused")
    page.fill("form[action$=pair] input[name=other]", "bc-57.txt")
    noted(page, "form[action$=pair]", "[value=join]", "cùng bản")
    assert groups(place) == 1
    take_back_the_newest(page)
    assert groups(place) == 2

    (place / "kho" / "bc-57-lan-2.txt").write_text(REPORT + "\nNơi nhận: Lưu.\n", encoding="utf-8")
    run(place / "kho", place / "t.db", 1)
    assert groups(place) == 2
    page.goto("/open?name=bc-57-lan-2.txt")
    page.click("text=Là một hay hai văn bản")
    page.fill("form[action$=pair] input[name=other]", "bc-57.txt")
    noted(page, "form[action$=pair]", "[value=part]", "hai bản")
    assert groups(place) == 3
    page.goto("/corrections")
    assert "bc-57.txt" in page.inner_text("ol.found > li")
    page.go_back()
    take_back_the_newest(page)
    assert groups(place) == 2


def test_a_number_on_a_narrow_screen_opens_over_its_text(page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 740})
    page.goto("/open?name=bc-57.txt")
    page.click("#text a.figure >> text=320")
    page.wait_for_selector("#item h2")
    for shown in ("#item h2", "#text a.on"):
        box = page.locator(shown).bounding_box()
        assert box is not None and 0 <= box["y"] <= 740 - box["height"]
