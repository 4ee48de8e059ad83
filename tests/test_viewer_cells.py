"""What a person decides of a cell of the consolidated table: not that number, this one, one of his own."""

from __future__ import annotations

import re
import shutil
from base64 import b64encode
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from pipeline.forms.colours import COLOURS
from pipeline.forms.model import State
from pipeline.run.batch import run
from pipeline.run.store import connect
from tests.conftest import CORPUS
from tests.test_viewer import REPORT, client, sent, token_of
from tests.test_viewer_browser import CHROMIUM
from tests.test_viewer_pages import opened

TRAINED = REPORT.replace(
    "Đã thành lập 12 tổ dân vận và 7 câu lạc bộ.", "Đã mở 12 lớp tập huấn. Các đoàn thể mở 9 lớp tập huấn."
)
OFFICE_FORM = CORPUS.parent / "scripts" / "corpus_sources" / "bieu-xa.xlsx"
UNIT, COLUMN = "Ban Dân vận Tỉnh ủy", "số lớp tập huấn"


@pytest.fixture
def office(tmp_path: Path, no_pool: None) -> Path:
    """Return a database of one report that tells of training twice; its folder is `kho`, the form `bieu.toml`."""
    (tmp_path / "kho").mkdir()
    (tmp_path / "kho" / "bc-57.txt").write_text(TRAINED, encoding="utf-8")
    (tmp_path / "bieu.toml").write_text('[[indicator]]\nname = "Số lớp tập huấn"\nunit = "lớp"\n', encoding="utf-8")
    run(tmp_path / "kho", tmp_path / "t.db", 1)
    return tmp_path / "t.db"


def asked(viewer: TestClient, database: Path) -> dict[str, str]:
    form = str(database.with_name("bieu.toml"))
    return {"period": "6 tháng đầu năm 2022", "form": form, "form_token": token_of(viewer)}


def offered(viewer: TestClient, database: Path) -> list[str]:
    """Return the value of the cell, `?` where it is only proposed, and the numbers beside it."""
    page = viewer.get("/table", params=asked(viewer, database)).text
    value = re.search(r'<a id="c1-1"[^>]*>([\d.,?]+)', page)
    return [value[1] if value else "", *re.findall(r"<b>([^<]+)</b> <q>", page)]


def decide(viewer: TestClient, database: Path, action: str, written: str = "", **more: str) -> int:
    told = asked(viewer, database) | {"unit": UNIT, "column": COLUMN}
    page = viewer.get("/table/cell", params=told).text
    places = {number: place for place, number in re.findall(r'name="number" value="([^"]+)"[^>]*> <b>([^<]+)<', page)}
    return sent(viewer, "/table/cell", **told, action=action, number=places.get(written, ""), **more)


def test_a_number_taken_out_of_a_cell_makes_room_for_the_next(office: Path) -> None:
    with client(office) as viewer:
        assert offered(viewer, office) == ["?", "12", "9"]
        assert decide(viewer, office, "refuse", "12") == 303
        assert offered(viewer, office)[1] == "9"
        assert connect(office).execute("SELECT value FROM figures WHERE text = '12'").fetchone()[0] == 12
        assert "| 12” ·" in viewer.get("/corrections").text
        assert sent(viewer, "/corrections/1/undo") == 303
        assert offered(viewer, office) == ["?", "12", "9"]


def test_what_was_refused_stays_so_in_a_later_version_of_the_report(office: Path) -> None:
    file = office.parent / "kho" / "bc-57.txt"
    with client(office) as viewer:
        assert decide(viewer, office, "refuse", "12") == 303
        file.write_text(TRAINED.replace("320 lượt", "330 lượt") + "\nNơi nhận: Lưu.\n", encoding="utf-8")
        run(office.parent / "kho", office, 1)
        assert offered(viewer, office)[1] == "9"
        file.write_text(TRAINED.replace("Đã mở 12 lớp", "Trong năm đã mở 15 lớp"), encoding="utf-8")
        run(office.parent / "kho", office, 1)
        assert "15" in offered(viewer, office)


def test_a_number_is_chosen_with_its_sentence_or_typed(office: Path) -> None:
    with client(office) as viewer:
        assert decide(viewer, office, "choose", "9") == 303
        assert offered(viewer, office) == ["9", "9"]
        page = viewer.get("/table", params=asked(viewer, office)).text
        assert "Do Lê Thị Lan chọn “9”" in page and '<td class="number kept">' in page
        sheet = load_workbook(BytesIO(viewer.get("/table.xlsx", params=asked(viewer, office)).content)).worksheets[0]
        cells = [cell for line in sheet.iter_rows() for cell in line if cell.value == 9]
        assert [cell.fill.fgColor.rgb[-6:] for cell in cells] == [COLOURS[State.KEPT]]
        assert "đối chiếu bản ký" in cells[0].comment.text
        assert decide(viewer, office, "typed", value="1.284,5") == 303
        assert offered(viewer, office) == ["1.284,5"]
        assert "– → <b>1.284,5</b>" in viewer.get("/corrections").text
        assert sent(viewer, "/corrections/2/undo") == 303
        assert offered(viewer, office) == ["9", "9"]


BLANKS = """Năm 2021 kết nạp 15 đảng viên. Phấn đấu năm 2023 xây dựng 20 mô hình dân vận khéo.
Tiếp nhận 30 đơn khiếu nại.
"""
BLANK_FORM = """[[indicator]]
name = "Số đơn khiếu nại"
unit = "đơn"
[[indicator]]
name = "Số đảng viên mới kết nạp"
unit = "đảng viên"
[[indicator]]
name = "Số mô hình dân vận khéo"
unit = "mô hình"
[[indicator]]
name = "Số hộ nghèo"
unit = "hộ"
[[indicator]]
name = "Số đơn khiếu nại quá hạn"
unit = "đơn"
"""


@pytest.fixture
def blanks(tmp_path: Path, no_pool: None) -> Path:
    """Return a database of a report that fills the first of five indicators, and leaves each other its own way."""
    (tmp_path / "kho").mkdir()
    text = REPORT.replace("Đã thành lập 12 tổ dân vận và 7 câu lạc bộ.", BLANKS)
    (tmp_path / "kho" / "bc-57.txt").write_text(text, encoding="utf-8")
    (tmp_path / "bieu.toml").write_text(BLANK_FORM, encoding="utf-8")
    run(tmp_path / "kho", tmp_path / "t.db", 1)
    return tmp_path / "t.db"


def test_a_blank_cell_says_why_and_shows_what_comes_near(blanks: Path) -> None:
    told = re.compile(r'<mark class="told">([^<]+)</mark>.*?<span class="where"><b>([^<]+)</b>', re.DOTALL)
    with client(blanks) as viewer:
        columns = re.findall(r'column=([^&"]+)', viewer.get("/table", params=asked(viewer, blanks)).text)
        pages = {
            column: viewer.get("/table/cell", params=asked(viewer, blanks) | {"unit": UNIT, "column": column}).text
            for column in map(unquote_plus, columns)
        }
    near = {column: told.findall(page) for column, page in pages.items()}
    assert "đã điền từ báo cáo" in pages["số đơn khiếu nại"]
    assert near["số đảng viên mới kết nạp"] == [("15", "không rõ là số của kỳ này")]
    assert near["số mô hình dân vận khéo"] == [("20", "là mục tiêu, kế hoạch")]
    assert near["số đơn khiếu nại quá hạn"] == [("30", "đã điền vào ô “Số đơn khiếu nại (đơn)”")]
    assert near["số hộ nghèo"] == [] and "Không thấy số nào" in pages["số hộ nghèo"]
    assert all("ô trống: không tìm thấy trong báo cáo" in pages[column] for column in list(near)[1:])


def test_a_blank_cell_is_filled_by_what_comes_near_or_what_is_typed(blanks: Path) -> None:
    with client(blanks) as viewer:
        told = asked(viewer, blanks) | {"unit": UNIT, "column": "số đảng viên mới kết nạp"}
        page = viewer.get("/table/cell", params=told).text
        (place,) = re.findall(r'name="number" value="([^"]+)"', page)
        assert sent(viewer, "/table/cell", **told, action="refuse", number=place) == 400
        assert sent(viewer, "/table/cell", **told, action="choose", number=place) == 303
        assert sent(viewer, "/table/cell", **told | {"column": "số hộ nghèo"}, action="typed", value="1.284") == 303
        page = viewer.get("/table", params=asked(viewer, blanks)).text
        assert re.findall(r'<td class="number kept"><a[^>]*>([^<]+)</a>', page) == ["15", "1.284"]
        assert 'Năm 2021 kết nạp <mark class="told">15</mark> đảng viên.' in page
        assert "Do Lê Thị Lan chọn “15”" in page


def workbook(file: Path, **changed: object) -> str:
    """Change cells of a workbook, and return it as the page sends it."""
    book = load_workbook(file)
    for place, value in changed.items():
        book.worksheets[0][place] = value
    book.save(file)
    return b64encode(file.read_bytes()).decode()


def first_cell(file: Path) -> str:
    """Return where the first number of a table stands: its cell has a comment, as that of the total has below."""
    lines = load_workbook(file).worksheets[0].iter_rows()
    return next(str(cell.coordinate) for line in lines for cell in line if cell.comment)


def test_a_workbook_that_was_changed_is_taken_in(office: Path) -> None:
    file = office.with_name("bang.xlsx")
    with client(office) as viewer:
        file.write_bytes(viewer.get("/table.xlsx", params=asked(viewer, office)).content)
        place = first_cell(file)
        told = asked(viewer, office) | {"file_name": "C:\\bang.xlsx"}
        assert sent(viewer, "/table/keep", **told, content=workbook(file, **{place: 21})) == 303
        assert offered(viewer, office) == ["21"]
        assert sent(viewer, "/table/keep", **told, content=workbook(file, **{place: "nhiều"})) == 400
        assert sent(viewer, "/table/keep", **told, content="không") == 400
        assert sent(viewer, "/table/keep", **told | {"file_name": "bang.exe"}, content=workbook(file)) == 400
        ours = workbook(Path(shutil.copy(OFFICE_FORM, office.with_name("khac.xlsx"))))
        assert sent(viewer, "/table/keep", **told, content=ours) == 400
    assert connect(office).execute("SELECT count(*) FROM correction").fetchone()[0] == 1


@pytest.mark.parametrize(
    ("action", "written", "more"),
    [
        ("choose", "", {}),
        ("refuse", "320", {}),
        ("typed", "", {"value": "nhiều"}),
        ("choose", "9", {"value": "8"}),
        ("choose", "9", {"reason": " "}),
    ],
)
def test_a_decision_without_what_it_needs_is_refused(
    office: Path, action: str, written: str, more: dict[str, str]
) -> None:
    with client(office) as viewer:
        assert decide(viewer, office, action, written, **more) == 400
    assert connect(office).execute("SELECT count(*) FROM correction").fetchone()[0] == 0


def test_decisions_go_with_a_report_that_becomes_classified(office: Path) -> None:
    with client(office) as viewer:
        assert decide(viewer, office, "refuse", "12") == 303
        assert decide(viewer, office, "choose", "9") == 303
    file = office.parent / "kho" / "bc-57.txt"
    file.write_text(TRAINED.replace("ĐẢNG CỘNG", "MẬT\nĐẢNG CỘNG"), encoding="utf-8")
    run(office.parent / "kho", office, 1)
    counts = "SELECT (SELECT count(*) FROM correction) + (SELECT count(*) FROM correction_log)"
    assert connect(office).execute(counts).fetchone()[0] == 0


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian: apt-get install chromium)")
def test_a_cell_is_decided_in_the_browser(sample_archive: Path, tmp_path: Path) -> None:
    """The report says `ban hành 04 văn bản; ... sửa đổi 25 văn bản`: another is offered, then chosen."""
    shutil.copy(sample_archive, tmp_path / "t.db")
    with opened(tmp_path / "t.db") as page:
        page.goto("/table?period=quý III/2025")
        cell = page.locator("tr", has_text="Ban Tuyên giáo và Dân vận Tỉnh ủy").locator(
            "a[href*='v%C4%83n+b%E1%BA%A3n+ban']"
        )
        for shown, first, action, reason in (
            ("4", "04", "refuse", "là văn bản tham mưu"),
            ("?", "25", "choose", "đúng số này"),
        ):
            assert cell.inner_text() == shown
            cell.click()
            page.wait_for_selector("form.cell")
            assert page.inner_text("q mark >> nth=0") == first
            page.fill("form.cell input[name=by]", "Lê Thị Lan")
            page.fill("form.cell input[name=reason]", reason)
            page.click(f"form.cell button[value={action}]")
            page.wait_for_url(re.compile("#c"))
        assert page.locator("td.kept a").inner_text() == "25" == page.inner_text("a:target")
        page.click("#sources summary")
        assert "Do Lê Thị Lan chọn “25”" in page.inner_text("#sources")


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian: apt-get install chromium)")
def test_a_changed_workbook_is_taken_in_by_the_browser(office: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import expect

    with opened(office) as page:
        page.goto("/table?period=6 tháng đầu năm 2022")
        page.fill("input[name=form]", str(office.with_name("bieu.toml")))
        page.click("form.asking button")
        page.wait_for_selector("table.consolidated")
        with page.expect_download() as saved:
            page.click("a[href^='/table.xlsx']")
        saved.value.save_as(office.with_name("bang.xlsx"))
        place = first_cell(office.with_name("bang.xlsx"))
        workbook(office.with_name("bang.xlsx"), **{place: 21})
        page.click("summary >> text=Lấy lại tệp Excel đã sửa")
        page.set_input_files("input[type=file]", office.with_name("bang.xlsx"))
        expect(page.locator("input[name=file_name]")).to_have_value("bang.xlsx")
        page.fill("form[action='/table/keep'] input[name=by]", "Lê Thị Lan")
        page.fill("form[action='/table/keep'] input[name=reason]", "theo bản ký")
        page.click("form[action='/table/keep'] button")
        page.wait_for_url(re.compile("kept=1"))
        assert page.locator("td.kept a").inner_text() == "21"
        page.click("td.kept a")
        page.wait_for_selector("form.cell")
        assert "Do Lê Thị Lan nhập tay" in page.inner_text(".noted")
        address = page.url
        assert page.context.browser is not None
        checked = page.context.browser.new_page(bypass_csp=True)
        checked.goto(address)
        found = Axe().run(checked).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian: apt-get install chromium)")
def test_blank_cells_are_filled_without_a_mouse(blanks: Path) -> None:
    """The arrow keys lead from the filled cell to the blank ones beside it, Enter opens one, and comes back to it."""
    with opened(blanks) as page:
        page.goto("/table")
        page.fill("input[name=period]", "6 tháng đầu năm 2022")
        page.fill("input[name=form]", str(blanks.with_name("bieu.toml")))
        page.keyboard.press("Enter")
        page.wait_for_selector("table.consolidated")
        page.focus("#c1-1")
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "ô trống"
        page.keyboard.press("Enter")
        page.wait_for_selector("form.cell")
        page.focus("summary >> text=Số gần nhất")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        assert page.locator("input[name=number]").is_checked()
        for name, words in (("by", "Lê Thị Lan"), ("reason", "đúng số này")):
            page.focus(f"form.cell input[name={name}]")
            page.keyboard.type(words)
        page.focus("button[value=choose]")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("#c1-2"))
        assert page.evaluate("document.activeElement.id") == "c1-2"
        page.keyboard.press("End")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Enter")
        page.wait_for_selector("form.cell")
        page.focus("form.cell input[name=value]")
        page.keyboard.type("1.284")
        page.focus("form.cell input[name=reason]")
        page.keyboard.type("điện thoại hỏi xã")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("#c1-4"))
        assert page.locator("td.kept a").all_inner_texts() == ["15", "1.284"]
