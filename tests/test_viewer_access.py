"""Every kind of page by keys alone, and by axe, on a screen and on a telephone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from pipeline.run.store import connect
from tests.test_viewer import A_PDF, FACT, REGULATION, REPORT_268, number_of
from tests.test_viewer_browser import CHROMIUM
from tests.test_viewer_pages import opened

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian: apt-get install chromium)"),
]
TABLE: Final = "period=quý III/2025&place=Phú Thọ"
KINDS: Final = [
    "/", "/?words=dan+van", "/ask/list?place=Cẩm Khê", "/ask/facts?place=Cẩm Khê", "/ask/tasks?place=Phú Thọ",
    "/ask/conflicts", "/ask/problems", "/documents/{doc}", "/documents/{pdf}", "/documents/{doc}/figure/0",
    "/instruments/{instrument}", "/instruments?code=09-QC/TU", "/facts/{fact}", "/table", f"/table?{TABLE}",
    f"/table/cell?{TABLE}&unit=Đảng ủy xã Tam Đảo&column={{blank}}", "/table?period=bao giờ", "/digest", "/graph",
    "/corrections", "/skipped", "/run", "/khong-co",
]  # fmt: skip
BLANK: Final = "số đảng viên chuyển đến"
"""A column in which Tam Đảo's cell is blank, with three numbers near it."""

STOPS: Final = """() => {
  const chosen = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  const all = Array.from(document.querySelectorAll(chosen))
    .filter((one) => !one.disabled && one.checkVisibility({ visibilityProperty: true }));
  const first = (one) => all.find((other) => other.type === 'radio' && other.name === one.name && other.checked)
    || all.find((other) => other.type === 'radio' && other.name === one.name);
  window.stops = all.filter((one) => one.type !== 'radio' || first(one) === one);
  window.met = new Set();
  window.poor = [];
  window.order = [];
  window.look = () => {
    const one = document.activeElement;
    if (!window.stops.includes(one)) return;
    window.order.push(one.className);
    window.met.add(one);
    const style = getComputedStyle(one), box = one.getClientRects()[0];
    const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    if (!ring) window.poor.push('no ring: ' + one.outerHTML);
    if (one.tabIndex === 0 && one.matches('[role=region], #graph')) return;
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    if (top === null || !(one.contains(top) || top.contains(one))) window.poor.push('covered: ' + one.outerHTML);
  };
  document.addEventListener('keydown', () => window.look(), true);
  return window.stops.length;
}"""
"""Notes each stop of the Tab key: reached, with a ring around it, and not covered; a group of radio buttons is one."""
MISSED: Final = "() => window.stops.filter((one) => !window.met.has(one)).map((one) => one.outerHTML)"


@pytest.fixture(scope="module")
def addresses(sample_archive: Path) -> list[str]:
    """Return an address of every kind of page."""
    names: dict[str, Any] = {
        "doc": number_of(sample_archive, REPORT_268), "pdf": number_of(sample_archive, A_PDF),
        "instrument": number_of(sample_archive, REGULATION), "blank": BLANK,
        "fact": connect(sample_archive).execute(FACT).fetchone()[0],
    }  # fmt: skip
    return [address.format(**names) for address in KINDS]


def by_keys(page: Page) -> dict[str, list[str]]:
    """Press Tab until every stop of a page must have been met; return what was not, and what could not be seen."""
    count = page.evaluate(STOPS)
    for _ in range(count + 4):
        page.keyboard.press("Tab")
    page.evaluate("window.look()")
    return {"missed": page.evaluate(MISSED), "poor": page.evaluate("window.poor")}


def test_every_page_is_walked_through_by_keys(sample_archive: Path, addresses: list[str]) -> None:
    """No stop is out of reach, none holds the focus, each is seen; the first leads past the head of the page."""
    with opened(sample_archive) as page:
        found: dict[str, dict[str, list[str]]] = {}
        for address in addresses:
            page.goto(address)
            page.wait_for_load_state("networkidle")
            begins = page.evaluate("document.activeElement === document.body")
            found[address] = {kind: told[:3] for kind, told in by_keys(page).items() if told}
            assert not begins or page.evaluate("window.order[0]") == "skip", address
        assert {address: told for address, told in found.items() if told} == {}
        page.goto("/ask/tasks")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize(("width", "height"), [(1280, 600), (375, 667)])
def test_a_cell_is_come_back_to_under_its_heads(sample_archive: Path, width: int, height: int) -> None:
    """A cell far down and to the right is in sight with its head and the name of its unit, by the arrow keys too."""
    seen = """(one) => {
      const box = one.getBoundingClientRect();
      const top = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 12));
      return top !== null && one.contains(top);
    }"""
    with opened(sample_archive) as page:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"/table?{TABLE}#c7-20")
        page.wait_for_load_state("networkidle")
        for keys, row, column in (
            ([], 7, 20),
            (["ArrowUp"] * 6 + ["ArrowLeft"] * 12, 1, 8),
            (["ArrowDown"] * 9, 10, 8),
        ):
            for key in keys:
                page.keyboard.press(key)
            rows = page.locator("table.consolidated tr")
            assert rows.nth(row).locator("a").nth(column - 1).evaluate(seen), (row, column)
            assert rows.nth(row).locator("th").evaluate(seen) and rows.nth(0).locator("th").nth(column).evaluate(seen)


@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing_on_any_kind_of_page(sample_archive: Path, addresses: list[str], width: int) -> None:
    """WCAG 2 A and AA and good practice; its script is let past the policy. Nothing is wider than the screen."""
    from axe_playwright_python.sync_playwright import Axe

    with opened(sample_archive) as first:
        assert first.context.browser is not None
        first.goto("/")
        page = first.context.browser.new_page(
            base_url=first.url, bypass_csp=True, viewport={"width": width, "height": 800}
        )
        found = {}
        for address in addresses:
            page.goto(address)
            page.wait_for_load_state("networkidle")
            told = [(one["id"], one["nodes"][0]["html"]) for one in Axe().run(page).response["violations"]]
            wide = page.evaluate("document.documentElement.scrollWidth")
            if told or wide > width:
                found[address] = (told, wide)
    assert found == {}
