"""The viewer over HTTP: every page answers, nothing foreign gets in, text stays text, secrets never show."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PIL import Image, ImageChops
from starlette.routing import Route
from starlette.testclient import TestClient

from pipeline.cli import main
from pipeline.corrections.gold import corrections_in
from pipeline.corrections.model import Action
from pipeline.forms.colours import COLOURS
from pipeline.forms.model import State
from pipeline.questions import facets
from pipeline.questions.catalogue import QUESTIONS
from pipeline.readers.scan.engine import missing_tool
from pipeline.rows import rows_of
from pipeline.run.batch import run
from pipeline.run.store import connect, writing
from pipeline.viewer.app import make_app
from pipeline.viewer.guard import POLICY
from pipeline.viewer.routes import ROUTES
from pipeline.viewer.settings import Settings
from pipeline.viewer.work import Job, Work
from tests.conftest import CORPUS

BASE = "http://127.0.0.1:8765"
OURS = {"origin": BASE}

REPORT = """TỈNH ỦY LÀO CAI
BAN DÂN VẬN
*
Số 57-BC/BDVTU                     ĐẢNG CỘNG SẢN VIỆT NAM
                                   Lào Cai, ngày 12 tháng 7 năm 2022

BÁO CÁO
kết quả công tác dân vận 6 tháng đầu năm 2022

Thực hiện Chỉ thị số 33-CT/TU ngày 10/6/2021 của Tỉnh ủy, các cấp đã tổ chức 05 hội nghị với 320 lượt người dự.
Đã thành lập 12 tổ dân vận và 7 câu lạc bộ.
"""

HOSTILE = """TỈNH ỦY LÀO CAI
BAN DÂN VẬN
*
Số 58-BC/BDVTU                     ĐẢNG CỘNG SẢN VIỆT NAM
                                   Lào Cai, ngày 13 tháng 7 năm 2022

BÁO CÁO
kết quả <script>document.title = "hỏng"</script> công tác dân vận

Đã tổ chức 05 hội nghị "><img src=x onerror="document.title='hỏng'"> với 320 lượt người \u202egnod\u202c dự.
{{ 'a' * 9 }} <a href="javascript:alert(1)">Chỉ thị số 33-CT/TU ngày 10/6/2021</a> </article></main>
"""


def client(database: Path, **settings: object) -> TestClient:
    return TestClient(make_app(Settings(database, **settings)), base_url=BASE)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def viewer(sample_archive: Path) -> Iterator[TestClient]:
    with client(sample_archive) as opened:
        yield opened


@pytest.fixture
def office(tmp_path: Path, no_pool: None) -> Path:
    """Return a database of one report; its folder is `kho` beside it."""
    (tmp_path / "kho").mkdir()
    (tmp_path / "kho" / "bc-57.txt").write_text(REPORT, encoding="utf-8")
    run(tmp_path / "kho", tmp_path / "t.db", 1)
    return tmp_path / "t.db"


def number_of(database: Path, query: str) -> int:
    return int(connect(database).execute(query).fetchone()[0])


A_FIGURE = "SELECT page, start, end FROM figures WHERE document_id = ? AND page IS NOT NULL ORDER BY ord LIMIT 1"
REPORT_268 = "SELECT id FROM documents WHERE path LIKE '%bc-268%docx'"
A_PDF = "SELECT id FROM counted_documents WHERE format = 'pdf' ORDER BY path LIMIT 1"
FACT = "SELECT f.fact_id FROM figures f JOIN documents d ON d.id = f.document_id AND d.path LIKE '%bc-268%docx'"
REGULATION = "SELECT id FROM instruments WHERE code = '09-QC/TU' AND jurisdiction LIKE 'Lào Cai%'"

PAGES = {
    "/": "Tìm trong kho",
    "/holdings": "Văn bản",
    "/?words=dan+van+kheo": '<mark class="hit">khéo</mark>',
    "/?words=d%C3%A2n+v%E1%BA%ADn&place=L%C3%A0o+Cai&year=2022": "268-BC/BDVTU",
    "/documents/{doc}": "312",
    "/documents/{doc}?words=hoi+nghi": 'class="hit"',
    "/documents/{doc}/figure/0": "Ghi giá trị đúng",
    "/documents/{doc}/citation/0": "Mở văn bản được viện dẫn",
    "/documents/{doc}/task/0": "nhiệm vụ",
    "/documents/{pdf}": "/pages/1.png",
    "/open?name=bc-268-bdvtu-6-thang-2022": "268-BC/BDVTU",
    "/instruments/{instrument}": "268-BC/BDVTU",
    "/facts/{fact}": "268-BC/BDVTU",
    "/instruments?code=09-QC/TU": "Vĩnh Long",
    "/table": "Kỳ",
    "/table?period=qu%C3%BD+III/2025&place=Ph%C3%BA+Th%E1%BB%8D": "Câu gốc của từng ô",
    "/digest": "Tải Word",
    "/graph": "Ai viện dẫn ai",
    "/skipped": "bc-31-bdvtu-tinh-hinh-nhan-dan.docx",
    "/run": "Đọc một thư mục",
    "/run/progress": "",
    "/corrections": "Chưa sửa gì",
    "/ask/path?one=268-BC/BDVTU&other=05-CT/TW": "→",
    **{f"/ask/{name}": "<h1>" for name in QUESTIONS},
}


def _dear(address: str, language: str) -> bool:
    """A table is filled anew for each language, which tells its words otherwise and nothing else."""
    return address.startswith("/table?") and language == "en"


@pytest.mark.parametrize(
    ("address", "language"),
    [
        pytest.param(address, language, marks=[pytest.mark.slow] * _dear(address, language))
        for address in PAGES
        for language in ("vi", "en")
    ],
)
def test_every_page_answers(viewer: TestClient, sample_archive: Path, address: str, language: str) -> None:
    names = {
        "doc": number_of(sample_archive, REPORT_268),
        "pdf": number_of(sample_archive, A_PDF),
        "instrument": number_of(sample_archive, REGULATION),
        "fact": connect(sample_archive).execute(FACT).fetchone()[0],
    }
    answer = viewer.get(address.format(**names), headers={"cookie": f"trichyeu_lang={language}"})
    assert answer.status_code == 200
    assert answer.headers["content-security-policy"] == POLICY
    assert re.findall(r"<script(?![^>]* src=\"/static/)|<style| style=| on\w+=|https?://", answer.text) == []
    if language == "vi":
        assert PAGES[address] in answer.text


def test_what_there_is_not_is_said(viewer: TestClient) -> None:
    for address in (
        "/documents/1",
        "/documents/1/figure/0",
        "/instruments/1",
        "/ask/nothing",
        "/nothing",
        "/graph.pdf",
    ):
        answer = viewer.get(address)
        assert answer.status_code == 404
        assert 'role="alert"' in answer.text
    assert viewer.get("/ask/list?place=khong-co-noi-nay").status_code == 400
    assert viewer.get("/table?period=bao+gio").status_code == 400


def test_facets_narrow_what_is_found(viewer: TestClient) -> None:
    page = viewer.get("/?words=dan+van&place=Ph%C3%BA+Th%E1%BB%8D&indicator=conference").text
    found = re.findall(r'<p class="where">(.*?)</p>', page)
    assert found and all("Phú Thọ" in where for where in found)
    offered = re.findall(r'<a href="\?[^"]*year=(\d{4})[^"]*">\1</a> <span class="n">(\d+)</span>', page)
    year, count = offered[0]
    narrowed = viewer.get(f"/?words=dan+van&place=Ph%C3%BA+Th%E1%BB%8D&indicator=conference&year={year}").text
    assert f"{count} văn bản." in narrowed


@pytest.mark.parametrize("chosen", [{}, {"place": "Phú Thọ"}, {"indicator": "conference"}], ids=str)
def test_more_than_can_be_counted_are_those_of_the_latest_years(
    viewer: TestClient, sample_archive: Path, monkeypatch: pytest.MonkeyPatch, chosen: dict[str, str]
) -> None:
    connection = connect(sample_archive)
    whole = facets.found(connection, "dan van", chosen, most=100)
    assert not whole["more"] and whole["count"] > 10
    monkeypatch.setattr(facets, "MOST", 10)
    part = facets.found(connection, "dan van", chosen, most=100)
    assert (part["count"], part["more"]) == (10, True)
    years = sorted(((row["date"] or "")[:4] for row in whole["rows"]), reverse=True)
    assert [(row["date"] or "")[:4] for row in part["rows"]] == years[:10]
    assert {row["id"] for row in part["rows"]} <= {row["id"] for row in whole["rows"]}
    assert sum(count for _, count in part["facets"]["year"]) <= 10
    assert "Hơn 10 văn bản." in viewer.get("/", params={"words": "dan van", **chosen}).text


def test_who_begins_in_the_browser_is_led_to_read_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("uvicorn.Server.run", lambda server, sockets: [one.close() for one in sockets])
    assert main(["serve", "--port", "8997"]) == 0
    assert main(["serve", "--port", "8997", "--db", "khac.db"]) == 1
    assert [path.name for path in tmp_path.rglob("*.db")] == ["trichyeu.db"]
    monkeypatch.setattr("webbrowser.open", lambda address: True)
    assert main(["serve", "--port", "8997", "--db", "bao-cao.db", "--open"]) == 0
    assert (tmp_path / "bao-cao.db").is_file()
    with client(tmp_path / "outputs" / "trichyeu.db") as opened:
        assert '<a href="/run">' in opened.get("/holdings").text
        for address in (*(address for address in PAGES if "{" not in address), "/table?period=2022"):
            assert opened.get(address).status_code in (200, 400, 404), address


def test_each_cell_of_the_table_leads_to_its_own_page(viewer: TestClient) -> None:
    """Filled, proposed and blank ones: eleven units with thirty indicators."""
    page = viewer.get("/table?period=qu%C3%BD+III/2025&place=Ph%C3%BA+Th%E1%BB%8D").text
    cells = re.findall(r'<td class="number (\w+)"><a id="c\d+-\d+" href="([^"]+)"', page)
    assert len(cells) == 11 * 30 == page.count('<td class="number') - 30
    for state, told in (("value", "đã điền"), ("doubt", "chỉ đề xuất"), ("empty", "ô trống: không tìm thấy")):
        answer = viewer.get(unescape(next(address for one, address in cells if one == state)))
        assert answer.status_code == 200 and told in answer.text
    document, place = re.findall(r'<a href="(/documents/\d+)#(t\d+)">', page)[0]
    assert f'id="{place}"' in viewer.get(document).text


def test_the_table_takes_an_offices_own_form(viewer: TestClient) -> None:
    form = CORPUS.parent / "scripts" / "corpus_sources" / "bieu-xa.xlsx"
    asked = {"period": "quý III/2025", "place": "Phú Thọ", "form": str(form)}
    refused = viewer.get("/table", params=asked | {"form_token": "cũ"})
    assert (refused.status_code, "của lần mở cửa sổ trước" in refused.text) == (400, True)
    asked["form_token"] = viewer.app.state.settings.form_token  # type: ignore[attr-defined]
    page = viewer.get("/table", params=asked).text
    assert len(re.findall(r'<th scope="col">', page)) == 25
    assert viewer.get("/table.xlsx", params=asked).content.startswith(b"PK")
    assert viewer.get("/table", params=asked | {"form": "/khong/co.xlsx"}).status_code == 400


def test_the_table_says_what_the_command_line_says(viewer: TestClient) -> None:
    form = CORPUS.parent / "scripts" / "corpus_sources" / "bieu-xa.xlsx"
    token = viewer.app.state.settings.form_token  # type: ignore[attr-defined]
    asked = {"period": "quý III/2025", "place": "phu tho", "form": str(form), "form_token": token}
    page = viewer.get("/table", params=asked).text
    for told in (
        "11/13 đơn vị đã báo cáo", "Chưa báo cáo: Xã Lạc Sơn; Xã Đà Bắc.",
        "Đã bỏ qua vì có báo cáo thay thế: 46-BC/ĐU.",
        "506 <small>9/13 đơn vị</small>", "Xã Lạc Sơn <small>chưa báo cáo</small>",
    ):  # fmt: skip
        assert told in page
    assert "địa phương khác" not in page
    named = viewer.get("/table.docx", params=asked).headers["content-disposition"]
    assert named == 'attachment; filename="tong-hop-quy-iii-2025-phu-tho.docx"'
    asked |= {"period": "6 tháng đầu năm 2022", "place": "Lào Cai"}
    assert "biểu mẫu có thể của địa phương khác" in viewer.get("/table", params=asked).text
    asked["form"] = str(CORPUS / "lao-cai/2022/bc-268-bdvtu-6-thang-2022.docx")
    refused = viewer.get("/table", params=asked)
    assert refused.status_code == 400 and ".toml" in refused.text


def test_a_colour_of_the_table_is_that_of_excel(viewer: TestClient) -> None:
    sheet = viewer.get("/static/viewer.css").text
    for state, colour in COLOURS.items():
        assert re.search(rf"\.{state} {{ background: #{colour}; }}", sheet, re.IGNORECASE)
    guide = (CORPUS.parent / "docs" / "gio-dau.md").read_text(encoding="utf-8")
    page = viewer.get("/table?period=qu%C3%BD+III/2025&place=Ph%C3%BA+Th%E1%BB%8D").text
    for name, colour, meaning in (
        ("several", "vàng", "có số khác cũng gần đúng"),
        ("doubt", "cam", "chỉ đề xuất"), ("kept", "xanh", "do người nhập"),
    ):  # fmt: skip
        assert re.search(rf'<span class="{name}"><b>.</b> {colour}: {meaning}', page)
        assert re.search(rf"^\| {colour} \|.*{meaning}", guide, re.MULTILINE)


@pytest.mark.parametrize(
    ("language", "title", "words"),
    [("vi", "Chú giải màu", "vàng"), pytest.param("en", "Colours", "yellow", marks=pytest.mark.slow)],
)
def test_a_workbook_holds_the_legend_of_its_colours(viewer: TestClient, language: str, title: str, words: str) -> None:
    written = viewer.get(f"/table.xlsx?period=qu%C3%BD+III/2025&lang={language}").content
    rows = list(load_workbook(BytesIO(written))[title].iter_rows(min_row=2))
    assert rows[0][0].value == words and all(cell.value for row in rows[: len(State)] for cell in row)
    assert [row[0].fill.fgColor.rgb[-6:] for row in rows[:3]] == list(COLOURS.values())


def test_files_to_keep(viewer: TestClient, sample_archive: Path) -> None:
    document = number_of(sample_archive, REPORT_268)
    addresses = (
        "/ask/list.xlsx?place=L%C3%A0o+Cai",
        "/table.xlsx?period=qu%C3%BD+III/2025", "/table.docx?period=qu%C3%BD+III/2025",
        f"/digest.docx?doc={document}", f"/digest.xlsx?doc={document}",
    )  # fmt: skip
    for address in addresses:
        answer = viewer.get(address)
        assert answer.status_code == 200
        assert answer.content.startswith(b"PK")
        assert answer.headers["content-disposition"].startswith("attachment")


def test_the_graph_is_walked(viewer: TestClient, sample_archive: Path) -> None:
    node = f"i{number_of(sample_archive, REGULATION)}"
    near = viewer.get(f"/graph.json?node={node}").json()
    assert [one["id"] for one in near["nodes"] if one["centre"]] == [node]
    others = {one["id"] for one in near["nodes"]}
    assert len(others) > 5 and all({edge["source"], edge["target"]} <= others for edge in near["edges"])


# Who may ask


def test_another_host_name_is_refused(viewer: TestClient) -> None:
    assert viewer.get("/", headers={"host": "kho.example:8765"}).status_code == 421
    assert viewer.get("/", headers={"host": "127.0.0.1:80"}).status_code == 421
    assert viewer.get("/", headers={"host": "localhost:8765"}).status_code == 200


def test_beyond_this_computer_a_token_is_asked(sample_archive: Path) -> None:
    with TestClient(
        make_app(Settings(sample_archive, "0.0.0.0", token="of-ours")), base_url="http://10.0.0.5:8765"
    ) as outside:
        assert outside.get("/").status_code == 403
        assert outside.get("/?token=khac").status_code == 403
        assert outside.get("/static/viewer.css").status_code == 403
        let_in = outside.get("/ask/list?token=of-ours&level=commune", follow_redirects=False)
        assert let_in.headers["location"] == "/ask/list?level=commune"
        assert "HttpOnly" in let_in.headers["set-cookie"] and "samesite=strict" in let_in.headers["set-cookie"].lower()
        assert outside.get("/ask/list").status_code == 200
        assert outside.get("/ask/list", headers={"host": "kho.example:8765"}).status_code == 421


def test_a_forged_change_is_refused(office: Path) -> None:
    with client(office) as viewer:
        document = number_of(office, "SELECT id FROM documents")
        address = f"/documents/{document}/correct/figure"
        token = viewer.app.state.settings.form_token  # type: ignore[attr-defined]
        fields = {"ord": "0", "action": "reject", "by": "Lan", "reason": "thử"}
        forged: list[tuple[dict[str, str], dict[str, str]]] = [
            ({}, {"form_token": token}),
            ({"origin": "http://evil.example"}, {"form_token": token}),
            ({"origin": BASE, "sec-fetch-site": "cross-site"}, {"form_token": token}),
            (OURS, {}),
            (OURS, {"form_token": "khac"}),
        ]
        for headers, more in forged:
            assert viewer.post(address, data=fields | more, headers=headers).status_code == 403
    assert number_of(office, "SELECT count(*) FROM correction") == 0


@pytest.mark.parametrize(
    "address", [route.path for route in ROUTES if isinstance(route, Route) and "POST" in (route.methods or ())]
)
def test_every_form_needs_its_token_and_our_origin(viewer: TestClient, address: str) -> None:
    where = re.sub(r"\{kind:str\}", "figure", re.sub(r"\{\w+:int\}", "1", address))
    token = {"form_token": token_of(viewer)}
    assert viewer.post(where, data=token, headers={"origin": "http://evil.example"}).status_code == 403
    assert viewer.post(where, data={"form_token": "khac"}, headers=OURS).status_code == 403


# Text stays text


def test_a_hostile_document_is_text(tmp_path: Path) -> None:
    (tmp_path / "kho").mkdir()
    (tmp_path / "kho" / "bc-58.txt").write_text(HOSTILE, encoding="utf-8")
    run(tmp_path / "kho", tmp_path / "t.db", 1)
    document = number_of(tmp_path / "t.db", "SELECT id FROM documents")
    with client(tmp_path / "t.db") as viewer:
        addresses = [
            f"/documents/{document}", f"/documents/{document}/figure/0", "/?words=cong+tac+dan+van", "/ask/list",
            "/ask/figures", "/ask/facts", "/graph", "/?words=%3Cscript%3Ealert(1)%3C/script%3E",
            "/ask/list?text=%22%3E%3Cimg+src=x%3E", "/open?name=%3Cb%3E",
        ]  # fmt: skip
        for address in addresses:
            page = viewer.get(address).text
            assert re.findall(r"<script(?![^>]* src=\"/static/)|<img src=x|<b>|a{9}|href=\"javascript", page) == []
            assert "\u202e" not in page
        page = viewer.get(f"/documents/{document}").text
        assert "&lt;script&gt;" in page and r"\u202egnod" in page and page.count("</article>") == 1


def test_what_is_classified_never_shows(tmp_path: Path) -> None:
    folder = tmp_path / "kho"
    folder.mkdir()
    (folder / "bc-57.txt").write_text(REPORT, encoding="utf-8")
    secret = (
        REPORT.replace("57-BC", "59-BC").replace("ĐẢNG CỘNG", "MẬT\nĐẢNG CỘNG").replace("12 tổ", "một trăm lẻ ba tổ")
    )
    (folder / "bc-59.txt").write_text(secret, encoding="utf-8")
    run(folder, tmp_path / "t.db", 1, allow_classified=True)
    hidden = number_of(tmp_path / "t.db", "SELECT id FROM documents WHERE classified IS NOT NULL")
    with client(tmp_path / "t.db") as viewer:
        assert viewer.get(f"/documents/{hidden}").status_code == 404
        assert viewer.get(f"/documents/{hidden}/figure/0").status_code == 404
        for address in (
            "/?words=dan+van",
            *(f"/ask/{name}" for name in QUESTIONS if name not in ("search",)),
            "/graph",
        ):
            page = viewer.get(address).text
            assert "59-BC" not in page and "bc-59" not in page and "lẻ ba" not in page
        assert "57-BC" in viewer.get("/ask/list").text
        assert sent(viewer, f"/documents/{hidden}/correct/figure", ord="0", action="accept") == 404


# Corrections


def token_of(viewer: TestClient) -> str:
    return str(viewer.app.state.settings.form_token)  # type: ignore[attr-defined]


def sent(viewer: TestClient, address: str, **fields: str) -> int:
    data = {"form_token": token_of(viewer), "by": "Lê Thị Lan", "reason": "đối chiếu bản ký", **fields}
    return viewer.post(address, data=data, headers=OURS, follow_redirects=False).status_code


def test_a_folder_is_read_and_a_correction_survives_it(office: Path) -> None:
    """What the page starts is the program itself: read a folder, correct, read it again."""
    document = number_of(office, "SELECT id FROM documents")
    at = number_of(office, "SELECT ord FROM figures WHERE text = '320'")
    with client(office) as viewer:
        work: Work = viewer.app.state.work  # type: ignore[attr-defined]
        assert (
            sent(viewer, f"/documents/{document}/correct/figure", ord=str(at), action="correct", field_value="350")
            == 303
        )
        assert work.newest is not None and work.newest.status == 0
        (office.parent / "kho" / "bc-60.txt").write_text(REPORT.replace("57-BC", "60-BC"), encoding="utf-8")
        assert sent(viewer, "/run", folder=str(office.parent / "kho")) == 303
        work.wait(60)
        page = viewer.get("/run").text
        assert "Đã xong" in page and "1/2 tệp" not in page
        assert number_of(office, "SELECT value FROM figures WHERE text = '320' AND value <> 320") == 350
        assert number_of(office, "SELECT count(*) FROM documents") == 2
        assert "320 → <b>350</b>" in viewer.get("/corrections").text


def test_what_a_person_says_is_noted_scored_and_taken_back(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Work, "begin", lambda self, title, *words: Job(title, words))
    document = number_of(office, "SELECT id FROM documents")
    figures = [row["ord"] for row in connect(office).execute("SELECT ord FROM figures ORDER BY start")]
    text = connect(office).execute("SELECT text FROM documents").fetchone()[0]
    start = text.index("câu lạc bộ")
    with client(office) as viewer:
        address = f"/documents/{document}/correct/figure"
        for number, action in zip(figures, ("accept", "accept", "reject"), strict=False):
            assert sent(viewer, address, ord=str(number), action=action) == 303
        assert (
            sent(viewer, f"/documents/{document}/correct/citation", ord="0", action="correct", field_number="34") == 303
        )
        assert (
            sent(viewer, f"/documents/{document}/correct/task", action="add", start=str(start), end=str(start + 11))
            == 303
        )
        assert sent(viewer, address, action="add", start="9", end="5") == 400
        assert sent(viewer, address, ord="0", action="accept", by=" ") == 400
        assert sent(viewer, address, ord="0", action="correct", field_value="nhiều") == 400
        page = viewer.get("/corrections").text
        rows = [re.sub(r"(?:<[^>]+>\s*)+", "|", row) for row in re.findall(r"<tr><th scope=\"row\">.*?</tr>", page)]
        assert rows == [
            "|số liệu|2|0|1|0|2 trên 3 (66,7%)|2 trên 2 (100%)|2 trên 2 (100%)|",
            "|viện dẫn|0|1|0|0|1 trên 1 (100%)|1 trên 1 (100%)|0 trên 1 (0%)|số 1|",
            "|nhiệm vụ|0|0|0|1|0 trên 1 (0%)|",
        ]
        assert "33 → <b>34</b>" in page
        exported = json.loads(viewer.get("/corrections.json").content)
        assert [row["action"] for row in exported] == ["accept", "accept", "reject", "correct", "add"]
        assert sent(viewer, "/corrections/1/undo") == 303
        assert sent(viewer, "/corrections/99/undo") == 404
    assert number_of(office, "SELECT count(*) FROM correction") == 4


def test_enter_notes_the_value_typed_and_no_button_loses_it(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Enter presses the first button of a form, so that one corrects; `right` is refused where a value was changed."""
    monkeypatch.setattr(Work, "begin", lambda self, title, *words: Job(title, words))
    document = number_of(office, "SELECT id FROM documents")
    at = str(number_of(office, "SELECT ord FROM figures WHERE text = '320'"))
    address = f"/documents/{document}/correct/figure"
    with client(office) as viewer:
        form = viewer.get(f"/documents/{document}/figure/{at}").text.partition("<form class")[2].partition("</form>")[0]
        assert re.findall(r'<button name="action" value="(\w+)"', form) == ["correct", "accept", "reject"]
        above, folded = form.split("<details>")
        order = [above.index(f'name="{name}"') for name in ("field_value", "field_unit", "by", "reason", "action")]
        assert order == sorted(order) and 'name="field_measure"' in folded
        assert sent(viewer, address, ord=at, action="correct", field_value="320") == 400
        assert sent(viewer, address, ord=at, action="accept", field_value="350") == 400
        assert number_of(office, "SELECT count(*) FROM correction") == 0
        assert sent(viewer, address, ord=at, action="accept", field_value="320") == 303


def test_a_correction_leaves_its_trace(office: Path) -> None:
    """What it was, what it is, who and why: in the banner, on the number, in its panel, at the cell of a table."""
    document = number_of(office, "SELECT id FROM documents")
    at, other, third = (
        str(number_of(office, f"SELECT ord FROM figures WHERE text = '{words}'")) for words in ("320", "12", "05")
    )
    address = f"/documents/{document}/correct/figure"
    told = "đã sửa thành 1.350 · Lê Thị Lan, "
    with client(office) as viewer:
        assert sent(viewer, address, ord=at, action="correct", field_value="1.350") == 303
        assert sent(viewer, address, ord=other, action="accept") == 303
        assert sent(viewer, address, ord=third, action="correct", field_unit="cuộc", field_value="50") == 303
        corrected = viewer.get(f"/documents/{document}?noted=1").text
        assert "<b>sửa</b> “320” <b>thành 1.350</b>" in corrected
        titles = dict(re.findall(r'<a class="m ([^"]*)"[^>]*title="([^"]*)">(?:320|12)<', corrected))
        assert any("was_correct" in one and told in title and "đối chiếu" in title for one, title in titles.items())
        assert any("was_accept" in one and "đã xác nhận · Lê Thị Lan" in title for one, title in titles.items())
        assert '<mark class="was_correct">đã sửa</mark> 2' in corrected
        assert "thành 50; đơn vị: hội nghị → cuộc" in viewer.get(f"/documents/{document}?noted=3").text
        assert told in viewer.get(f"/documents/{document}/figure/{at}").text
        form = office.with_name("bieu.toml")
        form.write_text('[[indicator]]\nname = "Số lượt người dự hội nghị"\nunit = "lượt người"\n', encoding="utf-8")
        asked = {"period": "6 tháng đầu năm 2022", "form": str(form), "form_token": token_of(viewer)}
        assert f"“320” {told}" in viewer.get("/table", params=asked).text
        sheet = load_workbook(BytesIO(viewer.get("/table.xlsx", params=asked).content)).worksheets[0]
    notes = [cell.comment.text for line in sheet.iter_rows() for cell in line if cell.comment]
    assert any("320 lượt người" in one and f"“320” {told}" in one and "đối chiếu" in one for one in notes)


def test_a_folder_is_read_from_this_computer_alone(office: Path) -> None:
    settings = Settings(office, "0.0.0.0", token="t")
    with TestClient(make_app(settings), base_url="http://10.0.0.5:8765", cookies={"trichyeu": "t"}) as outside:
        told = {"form_token": settings.form_token, "folder": str(office.parent / "kho")}
        assert outside.post("/run", data=told, headers={"origin": "http://10.0.0.5:8765"}).status_code == 400
        assert "127.0.0.1" in outside.get("/run").text


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Return the words of each run that a page begins; none is done."""
    words: list[tuple[str, ...]] = []
    monkeypatch.setattr(Work, "begin", lambda self, title, *given: words.append(given))
    return words


def read_folder(viewer: TestClient, **data: str) -> tuple[int, str]:
    data["form_token"] = viewer.app.state.settings.form_token  # type: ignore[attr-defined]
    answer = viewer.post("/run", data=data, headers=OURS, follow_redirects=False)
    return answer.status_code, answer.text


def test_a_folder_elsewhere_is_read_under_a_name(office: Path, begun: list[tuple[str, ...]]) -> None:
    """The page says what to do in the browser, asks for a name, and gives it to the run as --add-root does."""
    other = office.parent / "khac"
    other.mkdir()
    (other / "bc-60.txt").write_text(REPORT.replace("57-BC", "60-BC"), encoding="utf-8")
    with client(office) as viewer:
        assert 'name="name"' not in viewer.get("/run").text
        status, page = read_folder(viewer, folder=str(other))
        assert (status, begun) == (400, [])
        assert str(office.parent / "kho") in page and "bao-cao.db" in page and "--add-root" not in page
        assert 'Tên của kho này <input name="name" value="khac"' in page and f'value="{other}"' in page
        assert read_folder(viewer, folder=str(other), name="a/b")[0] == 400
        assert read_folder(viewer, folder=str(office.parent), name="cha")[0] == 400
        assert "--db" not in read_folder(viewer, folder=str(office.parent))[1].partition("<form")[0]
        assert begun == []
        assert read_folder(viewer, folder=str(office.parent / "kho"), name="")[0] == 303
        assert read_folder(viewer, folder=str(other), name="huyện")[0] == 303
        assert begun[0][3:] == () and begun[1][3:] == ("--add-root=huyện",)
        assert main(["run", *begun[1], "--db", str(office), "--workers", "1"]) == 0
        assert number_of(office, "SELECT count(*) FROM documents WHERE path = 'huyện/bc-60.txt'") == 1
        assert read_folder(viewer, folder=str(other))[0] == 303, "it is known now"
        page = viewer.get("/").text
        assert f'<a href="/run">{office.name}</a>' in page
        assert ">kho</span>" in page and f'<span title="{other}">huyện</span>' in page
        assert str(office) in viewer.get("/run").text


def test_a_file_is_no_folder(tmp_path: Path, begun: list[tuple[str, ...]]) -> None:
    """A file would become an archive of its folder, and then no other folder could be read."""
    (tmp_path / "bc-57.txt").write_text(REPORT, encoding="utf-8")
    connect(tmp_path / "t.db", create=True).close()
    with client(tmp_path / "t.db") as viewer:
        assert "chưa đọc thư mục nào" in viewer.get("/").text
        status, page = read_folder(viewer, folder=str(tmp_path / "bc-57.txt"))
        assert status == 400 and f"Hãy ghi thư mục chứa nó: {tmp_path}." in page
        assert read_folder(viewer, folder=str(tmp_path / "không có"))[0] == 400
        assert begun == [] and number_of(tmp_path / "t.db", "SELECT count(*) FROM roots") == 0


def test_a_port_in_use_is_said(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["serve", "--db", str(office), "--port", str(port)]) == 1
    told = capsys.readouterr().err
    assert f"http://127.0.0.1:{port}/" in told and "--port" in told and "đầu ra chuẩn" not in told
    assert main(["serve", "--db", str(office), "--host", "203.0.113.9"]) == 1
    assert "203.0.113.9" in capsys.readouterr().err


def test_where_the_port_is_in_use_no_database_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert main(["serve", "--port", port]) == 1
        assert main(["serve", "--port", port, "--db", "bao-cao.db", "--open"]) == 1
    assert list(tmp_path.rglob("*")) == []


def test_a_picture_of_a_page(viewer: TestClient, sample_archive: Path) -> None:
    document = number_of(sample_archive, A_PDF)
    assert viewer.get(f"/documents/{document}/pages/1.png").content.startswith(b"\x89PNG")
    figure = connect(sample_archive).execute(A_FIGURE, (document,)).fetchone()
    boxed = viewer.get(f"/documents/{document}/pages/{figure['page']}.png?start={figure['start']}&end={figure['end']}")
    plain = viewer.get(f"/documents/{document}/pages/{figure['page']}.png")
    changed = ImageChops.difference(*(Image.open(BytesIO(one.content)).convert("RGB") for one in (boxed, plain)))
    left, top, right, bottom = changed.getbbox() or (0, 0, 0, 0)
    assert 10 < right - left < 200 and 10 < bottom - top < 60
    assert viewer.get(f"/documents/{document}/pages/999.png").status_code == 404
    assert viewer.get(f"/documents/{number_of(sample_archive, REPORT_268)}/pages/1.png").status_code == 404


@pytest.mark.slow
@pytest.mark.skipif(missing_tool() is not None, reason=f"not installed: {missing_tool()}")
def test_a_number_is_boxed_on_a_scan(viewer: TestClient, sample_archive: Path) -> None:
    with closing(connect(sample_archive)) as connection:
        scan = number_of(sample_archive, "SELECT id FROM documents WHERE path LIKE '%-quet.pdf'")
        sql = "SELECT start, end, page FROM figures WHERE document_id = ? AND length(text) > 1 ORDER BY start LIMIT 12"
        figures = connection.execute(sql, (scan,)).fetchall()
    boxes = []
    for start, end, page in figures:
        picture = viewer.get(f"/documents/{scan}/pages/{page}.png?start={start}&end={end}")
        red, green, _ = Image.open(BytesIO(picture.content)).convert("RGB").split()
        strong = ImageChops.subtract(red, green).point(lambda light: 255 if light > 120 else 0)
        boxes.append(strong.getbbox())
    found = [box for box in boxes if box]
    assert len(found) * 4 >= len(boxes) * 3
    assert all(right - left < 200 and bottom - top < 60 for left, top, right, bottom in found)


def test_a_limitation_comes_back_as_one(tmp_path: Path) -> None:
    (tmp_path / "kho").mkdir()
    admitted = "II- HẠN CHẾ\n- Công tác nắm tình hình Nhân dân ở một số nơi chưa kịp thời.\n"
    (tmp_path / "kho" / "bc-57.txt").write_text(REPORT + admitted, encoding="utf-8")
    run(tmp_path / "kho", tmp_path / "t.db", 1)
    kinds = [row["kind"] for row in connect(tmp_path / "t.db").execute("SELECT kind FROM tasks ORDER BY start")]
    assert "limitation" in kinds
    with writing(tmp_path / "t.db") as connection:
        record = {"id": "bc-57", "tasks": rows_of(connection, "SELECT * FROM tasks")}
        found, lost = corrections_in(connection, record, "Lê Lan", "đối chiếu")
    assert (lost, {one.action for one in found}, len(found)) == ([], {Action.ACCEPT}, len(kinds))


def test_gold_records_go_out_and_come_back(office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one office corrected is accepted, set, taken out and added in another that read the same file."""
    document = number_of(office, "SELECT id FROM documents")
    at = number_of(office, "SELECT ord FROM figures WHERE text = '320'")
    taken_out = number_of(office, "SELECT ord FROM figures WHERE text = '12'")
    other = tmp_path / "khac.db"
    run(tmp_path / "kho", other, 1)
    whole = number_of(other, "SELECT count(*) FROM figures")
    monkeypatch.setattr(Work, "begin", lambda self, title, *words: Job(title, words))
    with client(office) as viewer:
        assert (
            sent(viewer, f"/documents/{document}/correct/figure", ord=str(at), action="correct", field_value="350,5")
            == 303
        )
        assert sent(viewer, f"/documents/{document}/correct/figure", ord=str(taken_out), action="reject") == 303
        run(tmp_path / "kho", office, 1)
        gold = viewer.get("/corrections.jsonl").text
    record = json.loads(gold)
    assert [one["value"] for one in record["figures"] if one["text"] == "320"] == [350.5]
    assert "12" not in [one["text"] for one in record["figures"]]
    start = REPORT.index("7 câu")
    record["citations"] = []
    record["figures"] = [one for one in record["figures"] if one["text"] != "7"]
    record["tasks"] = [{"start": start, "end": start + 12, "text": "7 câu lạc bộ", "assignee": "Ban Dân vận"}]
    with client(other) as viewer:
        assert sent(viewer, "/corrections", content=json.dumps(record)) == 303
        assert sent(viewer, "/corrections", content="{}") == 400
        assert sent(viewer, "/corrections", content="không") == 400
    run(tmp_path / "kho", other, 1)
    assert number_of(other, "SELECT value * 2 FROM figures WHERE text = '320'") == 701
    assert number_of(other, "SELECT count(*) FROM figures") == whole - 2
    assert number_of(other, "SELECT count(*) FROM citations") == 0
    assert connect(other).execute("SELECT assignee FROM tasks").fetchone()[0] == "Ban Dân vận"
