"""The panel beside a document as a clerk uses it: Enter, one screen, a closed program, the language of what it asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.run.batch import run
from tests.test_viewer import REPORT
from tests.test_viewer_browser import CHROMIUM, served
from tests.test_viewer_corrections import figures

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian: apt-get install chromium)"),
]
LONG = REPORT + "".join(f"\nĐã tổ chức {number} buổi sinh hoạt chi bộ tại xã.\n" for number in range(101, 160))
TOPS = """(parts) => parts.map((part) => {
  const box = document.querySelector(part).getBoundingClientRect();
  return [box.top, box.bottom];
})"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a folder with an archive `kho` of one long report, read into `t.db`."""
    (tmp_path / "kho").mkdir()
    (tmp_path / "kho" / "bc-57.txt").write_text(LONG, encoding="utf-8")
    run(tmp_path / "kho", tmp_path / "t.db", 1)
    return tmp_path


@pytest.fixture
def server(place: Path) -> Iterator[tuple[ExitStack, str]]:
    """Return the address of the viewer, and what closes it."""
    with ExitStack() as stack:
        yield stack, stack.enter_context(served(place / "t.db"))


@pytest.fixture
def page(server: tuple[ExitStack, str]) -> Iterator[Page]:
    """Return a page of a browser at the viewer, on the screen of an office."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        opened = browser.new_page(base_url=server[1], viewport={"width": 1366, "height": 700})
        opened.set_default_timeout(30_000)
        opened.goto("/open?name=bc-57")
        yield opened
        browser.close()


def open_number(page: Page, words: str) -> None:
    page.click(f"#text a.figure >> text={words}")
    page.wait_for_selector("#item h2")


def fill(page: Page, value: str) -> None:
    page.fill("#item input[name=by]", "Lê Thị Lan")
    page.fill("#item input[name=reason]", "bản ký")
    page.fill("#item input[name=field_value]", value)


def test_enter_notes_what_was_typed(page: Page, place: Path) -> None:
    open_number(page, "320")
    fill(page, "320")
    page.press("#item input[name=reason]", "Enter")
    assert "Chưa có giá trị nào" in page.inner_text("#item .refused") and figures(place, "320") == [320]
    fill(page, "350")
    page.press("#item input[name=field_value]", "Enter")
    page.wait_for_url(re.compile("noted="))
    assert figures(place, "320") == [350]


def test_the_form_stands_in_one_screen_below_the_bar(page: Page, place: Path) -> None:
    for number in ("320", "151"):
        open_number(page, number)
        parts = ["header", "#item h2", "#item [name=field_value]", "#item [name=reason]", "#item [value=correct]"]
        spans = page.evaluate(TOPS, [*parts, "#item [value=reject]"])
        assert all(before[1] <= after[1] for before, after in pairwise(spans))
        assert spans[0][1] <= spans[1][0] and spans[-1][1] <= 700
    fill(page, "351")
    page.click("#item [value=correct]")
    page.wait_for_url(re.compile("noted="))
    assert "“151” thành 351" in page.inner_text(".noted.now")
    open_number(page, "150")
    bar, noted, head = page.evaluate(TOPS, ["header", ".noted.now", "#item h2"])
    assert bar[1] <= noted[1] <= head[0]


def test_a_closed_program_is_told(page: Page, server: tuple[ExitStack, str]) -> None:
    from playwright.sync_api import expect

    open_number(page, "320")
    fill(page, "350")
    server[0].close()
    page.click("#item [value=correct]")
    expect(page.locator("#lost")).to_contain_text("chưa được ghi")
    assert page.is_visible("#lost") and page.input_value("#item input[name=field_value]") == "350"
    page.click("#text a.figure >> text=12")
    expect(page.locator("#lost")).not_to_contain_text("chưa được ghi")
    assert "không còn chạy" in page.inner_text("#lost")


@pytest.mark.parametrize(("language", "told"), [("vi", "Hãy điền ô “Lý do, căn cứ”."), ("en", "Fill in “Why”.")])
def test_an_empty_reason_is_asked_in_the_language_of_the_page(page: Page, language: str, told: str) -> None:
    page.goto(page.url.partition("#")[0] + f"?lang={language}")
    open_number(page, "320")
    page.fill("#item input[name=by]", "Lê Thị Lan")
    page.fill("#item input[name=field_value]", "350")
    page.click("#item [value=correct]")
    reason = "document.querySelector('#item input[name=reason]')"
    assert page.evaluate(f"{reason}.validationMessage") == told
    page.fill("#item input[name=reason]", "bản ký")
    assert page.evaluate(f"{reason}.validity.valid")
