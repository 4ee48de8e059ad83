"""The viewer in a real browser: search, open, follow a citation, correct, read again; a hostile document runs nothing.

Playwright drives Debian's Chromium (`apt-get install chromium`), nothing is fetched.
"""

from __future__ import annotations

import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pypdfium2
import pytest
import uvicorn

from pipeline.run.batch import run
from pipeline.run.store import connect
from pipeline.viewer.app import make_app
from pipeline.viewer.settings import Settings
from tests.test_viewer import HOSTILE, REPORT

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = shutil.which("chromium")
A_PDF = Path(__file__).parent.parent / "corpus/tong-hop-xa/quy-iii-2026/bc-219-du-tam-dao-quy-iii-2026.pdf"
A_FORM = Path(__file__).parent.parent / "scripts/corpus_sources/bieu-xa.xlsx"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian: apt-get install chromium)"),
]

PLAN = """TỈNH ỦY LÀO CAI
*
Số 33-CT/TU                     ĐẢNG CỘNG SẢN VIỆT NAM
                                   Lào Cai, ngày 10 tháng 6 năm 2021

CHỈ THỊ
về tăng cường công tác dân vận

Các cấp ủy mở 05 lớp tập huấn trước ngày 30/9/2021.
"""


@contextmanager
def served(database: Path) -> Iterator[str]:
    """Serve a database at a free port of this computer."""
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    port = bound.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(make_app(Settings(database, port=port)), log_level="error"))
    thread = threading.Thread(target=server.run, args=([bound],), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an archive `kho` of three documents, read into `t.db`."""
    folder = tmp_path_factory.mktemp("browser")
    (folder / "kho").mkdir()
    for name, text in (("bc-57", REPORT), ("bc-58", HOSTILE), ("ct-33", PLAN)):
        (folder / "kho" / f"{name}.txt").write_text(text, encoding="utf-8")
    shutil.copy(A_PDF, folder / "kho" / "bc-219.pdf")
    run(folder / "kho", folder / "t.db", 1)
    return folder


@pytest.fixture(scope="module")
def page(place: Path) -> Iterator[Page]:
    """Return a page of a browser at the viewer."""
    from playwright.sync_api import sync_playwright

    with served(place / "t.db") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        opened = browser.new_page(base_url=address)
        yield opened
        browser.close()


def test_search_open_follow_correct_read_again(page: Page, place: Path) -> None:
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto("/")
    page.wait_for_selector("dl.holdings")
    page.fill("input[type=search]", "to dan van")
    page.keyboard.press("Enter")
    page.click("ol.found a.title >> text=57-BC/BDVTU")

    page.click("#text a.citation >> text=33-CT/TU")
    page.click("#item >> text=Mở văn bản được viện dẫn")
    assert "33-CT/TU" in page.inner_text("h1")
    page.click("text=Đọc văn bản")
    assert "lớp tập huấn" in page.inner_text("#text")
    page.go_back()
    page.click("ol.found a.title >> text=57-BC/BDVTU")

    page.click("#text a.figure >> text=320")
    page.fill("#item input[name=by]", "Lê Thị Lan")
    page.fill("#item input[name=reason]", "đối chiếu bản ký")
    page.fill("#item input[name=field_value]", "350")
    page.click("#item button[value=correct]")
    page.wait_for_url(re.compile("noted="))
    page.click("#text a.figure >> text=320")
    assert page.input_value("#item input[name=field_value]") == "350"
    assert "đối chiếu bản ký" in page.inner_text("#item .noted")

    page.goto("/run")
    page.fill("input[name=folder]", str(place / "kho"))
    page.click("text=Đọc >> nth=-1")
    page.wait_for_selector("#progress >> text=Đã xong", timeout=60_000)
    run(place / "kho", place / "t.db", 1)
    value = (
        connect(place / "t.db").execute("SELECT value FROM figures WHERE text = '320' ORDER BY value DESC").fetchone()
    )
    assert value[0] == 350
    assert told == []


def test_keys_and_what_is_selected(page: Page) -> None:
    from playwright.sync_api import expect

    page.goto("/open?name=bc-57")
    page.keyboard.press("n")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.textContent") != first
    page.keyboard.press("Enter")
    page.wait_for_selector("#item h2")
    page.keyboard.press("Escape")
    assert page.locator("#item h2").count() == 0
    words = "câu lạc bộ"
    page.evaluate(
        """(words) => {
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
        }""",
        words,
    )
    expect(page.locator("form[data-add] input[name=end]")).not_to_have_value("")
    start = int(page.input_value("form[data-add] input[name=start]"))
    assert REPORT[start : start + len(words)] == words


def test_the_number_under_the_pointer_is_boxed_on_its_page(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/open?name=bc-219")
    with page.expect_response("**/pages/1.png?start=*") as drawn:
        page.hover("#text a.figure[data-page='1'] >> nth=2")
    assert drawn.value.status == 200
    top = "document.querySelector('#page-1').getBoundingClientRect().top"
    assert page.evaluate(top + " - document.querySelector('#panel').getBoundingClientRect().top < 40")


_WIDER: Final = """() => {
  const table = document.querySelector("table.consolidated");
  const rows = Array.from(table.rows);
  while (rows[0].cells.length < 31) rows.forEach((row) => row.append(row.cells[row.cells.length - 1].cloneNode(true)));
  rows[0].lastElementChild.textContent = "cuốicột";
  rows[1].cells[1].className = "number doubt";
  rows[1].cells[1].firstElementChild.textContent = "?";
  rows[1].cells[2].className = "number kept";
  rows[1].cells[2].firstElementChild.textContent = "7531";
  while (table.rows.length < 90) table.tBodies[0].append(table.tBodies[0].rows[0].cloneNode(true));
}"""
"""Makes a table of 30 indicators higher than a page, with a cell that is only proposed, and one that a person typed."""


def test_a_table_is_printed_whole_on_one_page(page: Page) -> None:
    page.goto("/table")
    page.fill("input[name=period]", "quý III/2026")
    page.fill("input[name=form]", str(A_FORM))
    page.click("form.asking button")
    page.wait_for_selector("table.consolidated")
    heads = page.locator("table.consolidated thead th").all_inner_texts()
    printed: Any = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert len(printed) == 1 and printed[0].get_width() > printed[0].get_height()
    text = " ".join(printed[0].get_textpage().get_text_bounded().split())
    assert len(heads) > 15 and all(head.split()[-1] in text for head in heads)
    assert "Chưa báo cáo: Xã Cẩm Khê" in text and "bấm vào ô" not in text
    page.evaluate("window.print = () => { document.title = 'in'; }")
    page.click("button[data-print]")
    assert page.title() == "in"
    page.evaluate(_WIDER)
    printed = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    pages = [" ".join(one.get_textpage().get_text_bounded().split()) for one in printed]
    assert len(pages) > 1 and all("cuốicột" in one and " ? 7531✎ " in one for one in pages)
    assert "* vàng: có số khác cũng gần đúng ? cam: chỉ đề xuất, chưa điền ✎ xanh: do người nhập" in pages[0]
    assert sum("Tổng cộng" in one for one in pages) == 1
    page.goto("/open?name=bc-57")
    printed = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert "đã tổ chức 05 hội nghị" in " ".join(printed[0].get_textpage().get_text_bounded().split())


def test_a_hostile_document_runs_nothing(page: Page) -> None:
    page.goto("/open?name=bc-58")
    assert "<script>" in page.inner_text("main")
    assert page.locator("#text img, #text script").count() == 0
    assert "hỏng" not in page.title()
    blocked: list[str] = []
    page.on("console", lambda message: blocked.append(message.text))
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"document.title=1\">')")
    page.wait_for_timeout(300)
    assert "Content Security Policy" in " ".join(blocked) and page.title() != "1"


CONTRAST = """() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (rgb) => {
    const linear = (one) => (one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = rgb.map((one) => linear(one / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let one = element; one !== null; one = one.parentElement) {
      const found = channels(getComputedStyle(one).backgroundColor);
      if (found.length === 3 || found[3] > 0) return found.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const element of document.querySelectorAll('body *')) {
    const own = Array.from(element.childNodes).some((node) => node.nodeType === 3 && node.textContent.trim() !== '');
    if (!own || element.getClientRects().length === 0 || element.disabled) continue;
    const [one, two] = [light(channels(getComputedStyle(element).color).slice(0, 3)), light(ground(element))];
    const ratio = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    if (ratio < 4.5) poor.push(`${element.tagName}.${element.className}: ${ratio.toFixed(2)}`);
  }
  return poor;
}"""
UNNAMED = """() => Array.from(document.querySelectorAll('input:not([type=hidden]), select, textarea, button, a, img'))
  .filter((one) => !(one.labels && one.labels.length) && !one.getAttribute('aria-label'))
  .filter((one) => !one.textContent.trim() && !one.alt)
  .map((one) => one.outerHTML)"""


PAGES = pytest.mark.parametrize(
    "address",
    [
        "/",
        "/?words=dan+van",
        "/open?name=bc-57",
        "/ask/facts",
        "/ask/tasks",
        "/table",
        "/digest",
        "/graph",
        "/run",
        "/corrections",
    ],
)


@PAGES
def test_axe_finds_nothing(page: Page, address: str) -> None:
    """WCAG 2 A and AA and what axe holds for good practice; its own script is let past the policy, nothing else."""
    from axe_playwright_python.sync_playwright import Axe

    page.goto("/")
    assert page.context.browser is not None
    context = page.context.browser.new_context(base_url=page.url, bypass_csp=True)
    opened = context.new_page()
    opened.goto(address)
    found = Axe().run(opened).response["violations"]
    context.close()
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


@PAGES
@pytest.mark.parametrize("width", [1280, 360])
def test_words_stand_out_and_inputs_have_names(page: Page, address: str, width: int) -> None:
    """WCAG AA: a contrast of 4.5 to 1, a name for what can be used; nothing wider than a narrow screen."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(CONTRAST) == []
    assert page.evaluate(UNNAMED) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
