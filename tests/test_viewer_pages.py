"""Pages that lead on, in a real browser: both sides of a conflict, filters counted by hand, the graph walked by mouse
and by keys, a run that is stopped, corrections carried to another office.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

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
ORDERS: Final = """TỈNH ỦY LÀO CAI
*
Số 33-CT/TU                     ĐẢNG CỘNG SẢN VIỆT NAM
                                   Lào Cai, ngày 10 tháng 1 năm 2022

CHỈ THỊ
về tăng cường công tác dân vận

Ban Thường vụ Tỉnh ủy yêu cầu:
1. Ban Dân vận Tỉnh ủy mở 05 lớp tập huấn trước ngày 31/3/2022.
2. Ban Dân vận Tỉnh ủy tham mưu kiểm tra 12 đơn vị, hoàn thành trước ngày 30/6/2022.
3. Đảng ủy Công an tỉnh xây dựng kế hoạch trước ngày 15/6/2022.
4. Ban Dân vận Tỉnh ủy báo cáo kết quả trước ngày 31/12/2022.
5. Ban Tuyên giáo Tỉnh ủy tuyên truyền rộng rãi Chỉ thị này.
"""
TOO_MANY: Final = "Đã tiếp nhận {} đơn, trong đó khiếu nại 40 đơn, tố cáo 30 đơn.\n"
"""Parts of 70 beside a total, which is less where it is said to be 50 or 60."""
AGAIN: Final = (
    REPORT.replace("57-BC", "58-BC").replace("ngày 12", "ngày 13").replace("320 lượt", "420 lượt")
    + TOO_MANY.format(60) + "Thực hiện Chỉ thị 15 CT/TU của Tỉnh ủy.\n"
)  # fmt: skip


@contextmanager
def opened(database: Path) -> Iterator[Page]:
    """Open a browser at the viewer of a database."""
    from playwright.sync_api import sync_playwright

    with served(database) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(base_url=address, viewport={"width": 1280, "height": 900})
        page.set_default_timeout(60_000)
        yield page
        browser.close()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a folder with an archive `kho` of a directive and two reports, read into `t.db`."""
    (tmp_path / "kho").mkdir()
    for name, text in (("ct-33", ORDERS), ("bc-57", REPORT + TOO_MANY.format(50)), ("bc-58", AGAIN)):
        (tmp_path / "kho" / f"{name}.txt").write_text(text, encoding="utf-8")
    run(tmp_path / "kho", tmp_path / "t.db", 1)
    return tmp_path


def test_an_instrument_shows_both_sides_and_who_carries_it_out(sample_archive: Path) -> None:
    with opened(sample_archive) as page:
        page.goto("/ask/conflicts")
        page.click("td a >> text=Quy chế số 09-QC/TU")
        page.wait_for_url(re.compile("/instruments/"))
        sides = page.locator("ul.sides > li").all_inner_texts()
        assert [side.split()[0] for side in sides] == ["28/12/2021", "30/12/2021"]
        assert "theo bản đang lưu" in sides[0] and "87-KH/TU" in sides[0] and "412-BC/UBKTTU" in sides[0]
        assert "trọng tâm là triển khai Quy chế số 09-QC/TU, ngày 30/12/2021" in sides[1]
        carried = page.locator("h2 >> text=Triển khai thực hiện (3)").locator("xpath=following-sibling::div[1]")
        rows = [row.split("\t") for row in carried.locator("tbody tr").all_inner_texts()]
        assert [(row[0], row[3]) for row in rows] == [
            ("Ban Thường vụ Tỉnh ủy", "87-KH/TU"), ("Ban Dân vận Tỉnh ủy", "268-BC/BDVTU"),
            ("Ban Dân vận Tỉnh ủy", "1583-CV/BDVTU"), ("Ủy ban Kiểm tra Tỉnh ủy", "412-BC/UBKTTU"),
        ]  # fmt: skip
        page.click("ul.sides >> text=268-BC/BDVTU")
        page.wait_for_url(re.compile("/documents/"))
        assert "268-BC/BDVTU" in page.inner_text("h1")
        said = page.locator("#text :target").evaluate("(one) => one.textContent + one.nextSibling.textContent")
        assert said.startswith("Quy chế số 09-QC/TU, ngày 30/12/2021")


def test_tasks_and_problems_are_filtered(place: Path) -> None:
    with opened(place / "t.db") as page:
        page.goto("/ask/tasks")
        assert page.inner_text("main .count").startswith("5 kết quả")
        page.get_by_label("Cơ quan làm").fill("ban dan van")
        page.get_by_label("Tính đến ngày").fill("1/6/2022")
        page.get_by_label("Tính đến ngày").press("Enter")
        page.wait_for_url(re.compile("on="))
        assert "Cộng: 3 việc, trong đó 1 việc quá hạn" in page.inner_text("main")
        page.get_by_label("Còn tối đa số ngày").fill("30")
        page.click("form.asking button")
        page.wait_for_url(re.compile("due=30"))
        deadlines = [row.split("\t")[8] for row in page.locator("tbody tr").all_inner_texts()]
        assert deadlines == ["31/03/2022", "30/06/2022"]
        assert page.get_by_label("Cơ quan làm").input_value() == "ban dan van"
        page.get_by_label("Còn tối đa số ngày").fill("nhiều")
        page.click("form.asking button")
        page.wait_for_url(re.compile("due=nhi"))
        assert "Ô “Còn tối đa số ngày”: phải là số nguyên" in page.inner_text("main .refused")

        page.goto("/ask/problems")
        assert page.locator("tbody tr").count() == 3
        page.get_by_label("Loại nghi vấn").select_option("các phần lớn hơn tổng")
        page.click("form.asking button")
        page.wait_for_url(re.compile("kind="))
        told = [row.split("\t")[:2] for row in page.locator("tbody tr").all_inner_texts()]
        assert [code for code, _ in told] == ["57-BC/BDVTU", "58-BC/BDVTU"] and all("70" in one for _, one in told)
        page.fill("input[name=doc]", "bc-58")
        page.click("form.asking button")
        page.wait_for_url(re.compile("doc=bc-58"))
        assert page.locator("tbody tr").count() == 1


AT: Final = """(code) => {
  const node = drawing.nodes().filter((one) => one.data("label") === code)[0].renderedPosition();
  const box = document.getElementById("graph").getBoundingClientRect();
  return [box.left + node.x, box.top + node.y];
}"""


def test_the_graph_is_walked_by_mouse_and_keys(sample_archive: Path) -> None:
    from playwright.sync_api import expect

    with opened(sample_archive) as page:
        page.goto("/graph?doc=268-BC/BDVTU")
        centre = page.locator("#graph-centre")
        expect(centre).to_contain_text("268-BC/BDVTU")
        page.mouse.click(*page.evaluate(AT, "217-QĐ/TW"))
        expect(centre).to_have_text("Quyết định số 217-QĐ/TW")
        walked = page.url
        page.focus("#graph-list a >> text=37-CT/TU")
        page.keyboard.press("Enter")
        expect(centre).to_contain_text("37-CT/TU")
        assert page.url != walked
        assert page.evaluate("document.activeElement.parentElement.id") == "graph-centre"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('ul').id") == "graph-list"
        page.go_back()
        expect(centre).to_have_text("Quyết định số 217-QĐ/TW")
        centre.locator("a").focus()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("/(instruments|documents)/"))
        assert "217-QĐ/TW" in page.inner_text("h1")


MANY: Final = 1_000
"""So many reports that a stop is clicked before the last is read."""


def test_a_run_is_stopped_and_goes_on(tmp_path: Path) -> None:
    from playwright.sync_api import expect

    (tmp_path / "kho").mkdir()
    for number in range(100, 100 + MANY):
        text = REPORT.replace("57-BC", f"{number}-BC").replace("320", str(1000 + number))
        (tmp_path / "kho" / f"bc-{number}.txt").write_text(text, encoding="utf-8")
    connect(tmp_path / "t.db", create=True).close()
    with opened(tmp_path / "t.db") as page:
        page.goto("/run")
        page.fill("input[name=folder]", str(tmp_path / "kho"))
        page.click("form.asking button")
        page.wait_for_selector("#progress ul.lines li")
        page.click("#progress button")
        told = page.locator("#progress [role=status]")
        expect(told).to_contain_text("Đã dừng. Những gì đã đọc vẫn còn", timeout=60_000)
        held = connect(tmp_path / "t.db").execute("SELECT count(*) FROM documents").fetchone()[0]
        assert 0 < held < MANY
        assert "đã dừng giữa chừng" in page.inner_text("tbody tr")
        page.click("form.asking button")
        expect(told).to_contain_text("Đã xong", timeout=120_000)
        assert f"đọc {MANY - held} (" in page.inner_text("#progress pre") and f"{held} không đổi" in page.inner_text(
            "#progress pre"
        )
    assert connect(tmp_path / "t.db").execute("SELECT count(*) FROM documents").fetchone()[0] == MANY


def judge(page: Page, name: str, number: str, action: str, value: str | None = None) -> None:
    page.goto(f"/open?name={name}")
    page.click(f"#text a.figure >> text={number}")
    page.wait_for_selector("#item h2")
    page.fill("#item input[name=by]", "Lê Thị Lan")
    page.fill("#item input[name=reason]", "bản ký")
    if value is not None:
        page.fill("#item input[name=field_value]", value)
    page.click(f"#item [value={action}]")
    page.wait_for_url(re.compile("noted="))


@pytest.mark.parametrize(("ending", "taken"), [("json", 4), ("jsonl", 3)])
def test_corrections_go_to_another_office(place: Path, ending: str, taken: int) -> None:
    """The other has one of the two reports: what was corrected in the second has no place there, and is listed."""
    from playwright.sync_api import expect

    (place / "khac").mkdir()
    (place / "khac" / "bc-57.txt").write_bytes((place / "kho" / "bc-57.txt").read_bytes())
    run(place / "khac", place / "khac.db", 1)
    with opened(place / "t.db") as page:
        judge(page, "bc-57", "320", "correct", "350")
        judge(page, "bc-57", "12", "reject")
        judge(page, "bc-57", "05", "accept")
        judge(page, "bc-58", "420", "correct", "450")
        page.goto("/corrections")
        with page.expect_download() as saved:
            page.click(f"a[href='/corrections.{ending}']")
        saved.value.save_as(place / f"da-sua.{ending}")
    with opened(place / "khac.db") as page:
        page.goto("/corrections")
        page.click("summary >> text=Lấy điều đã sửa")
        page.set_input_files("input[type=file]", place / f"da-sua.{ending}")
        expect(page.locator("textarea")).not_to_be_empty()
        page.fill("form[action='/corrections'] input[name=by]", "Trần Văn Bình")
        page.fill("form[action='/corrections'] input[name=reason]", "từ Lào Cai")
        page.click("form[action='/corrections'] button")
        expect(page.locator("#lost-title")).to_have_text("1 mục không có chỗ trong kho này")
        assert "bc-58.txt" in page.inner_text("section.refused")
        assert f"Đã lấy {taken} điều sửa." in page.inner_text("main .noted")
    other = connect(place / "khac.db")
    found = {row["words"]: (row["action"], row["placed"]) for row in other.execute("SELECT * FROM correction")}
    assert {words: found[words] for words in ("320", "12", "05")} == {
        "320": ("correct", 1), "12": ("reject", 1), "05": ("accept", 1),
    }  # fmt: skip
    values = dict(other.execute("SELECT text, value FROM figures").fetchall())
    assert values["320"] == 350 and "12" not in values and values["7"] == 7
