"""Web pages: all visible text in order, furniture marked, the document never marked."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.model import BlockKind
from pipeline.errors import EmptyFile, ReadError
from pipeline.readers.html.read import read_html
from pipeline.readers.reading import Reading
from tests.checks import assert_sound, kinds, lines

SHARED = Path(os.environ.get("TRICHYEU_SHARED", Path(__file__).parent.parent.parent / "shared"))
PIECES = (
    "<p> </p> <table> <tr> <td> </table> <ol> <li> </ol> <a> </a> <br> <h1> <sup>2 <div> </div> <nav> </nav> <pre>"
    " </pre> <tbody> <th> <svg> <![CDATA[ <?xml <!-- --> <form> </form> một hai\n &nbsp; \x00 <template> <b> </i>"
)
LONG = "Toàn tỉnh đã tổ chức 149 hội nghị quán triệt, triển khai nội dung Đề án với 6.558 lượt cán bộ, đảng viên dự. "


def read(body: str, head: str = "") -> Reading:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    found = read_html(page.encode(), "trang.html")
    assert_sound(found)
    return found


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>  một \n hai\t ba </p><p>bốn</p>", "một hai ba\nbốn"),
        ("<p>số 16-<b>NQ</b>/<i>TW</i></p>", "số 16-NQ/TW"),
        ("<p>a<br>b<br><br>c</p>", "a\nb\nc"),
        ("<div>đầu<p>giữa</p>cuối</div>", "đầu\ngiữa\ncuối"),
        ("<pre>  cột 1\n    cột 2</pre>", "  cột 1\n    cột 2"),
        ("<p>12.345<sup>1</sup> người, 50 m<sup>2</sup>, H<sub>2</sub>O</p>", "12.345¹ người, 50 m², H2O"),
        ("<p>a&nbsp;b &amp; c &lt;d&gt; &#7897;</p>", "a\u00a0b & c <d> ộ"),
        ("<p>thấy<script>x()</script><style>p{}</style><template>mẫu</template><!-- lời --></p>", "thấy"),
        ('<p>thấy</p><input type="hidden" value="mật"><svg><text>hình</text></svg>', "thấy"),
        ('<p>thấy</p><p hidden>ẩn</p><p style="display: none">ẩn</p><p style="visibility:hidden">ẩn</p>', "thấy"),
        ("<ol><li>một<li>hai</ol><ol type=a start=3><li>ba</ol>", "1. một\n2. hai\nc. ba"),
        ('<ol style="list-style:none"><li>một</ol><ul><li>hai</ul>', "một\nhai"),
        ("<ol><li>một<li value=5>năm<li>sáu</ol>", "1. một\n5. năm\n6. sáu"),
        ("<ol><li></li></ol><p>sau</p>", "sau"),
        ("<p>ho&#x323;i</p>", "họi"),
    ],
)
def test_visible_text(body: str, text: str) -> None:
    assert read(body).text == text


def test_headings() -> None:
    found = read("<h1>Kết quả</h1><h4>1. Quán triệt</h4><p>thân bài</p>")
    assert lines(found, BlockKind.HEADING) == ["Kết quả", "1. Quán triệt"]


def test_data_table_row_by_row_with_spans() -> None:
    table = (
        "<table border=1><tr><th rowspan=2>Đơn vị<th colspan=2>Xếp loại<tr><th>Tốt<th>Khá"
        "<tr><td>Sa Pa<td>16<td>7<tr><td><td><td></table>"
    )
    assert read(table).text == "Đơn vị | Xếp loại |\n | Tốt | Khá\nSa Pa | 16 | 7"


def test_letterhead_table_cell_by_cell() -> None:
    table = (
        "<table><tr><td>CHÍNH PHỦ<br>-------<td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc"
        "<tr><td>Số: 309/2025/NĐ-CP<td>Hà Nội, ngày 29 tháng 11 năm 2025</table>"
    )
    assert read(table).text.split("\n") == [
        "CHÍNH PHỦ", "-------", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "Số: 309/2025/NĐ-CP", "Hà Nội, ngày 29 tháng 11 năm 2025",
    ]  # fmt: skip


def test_page_laid_out_with_tables() -> None:
    """Menu left, article in the middle with its own data table: the inner table keeps its rows."""
    inner = "<table border=1><tr><td>TT<td>Đơn vị<td>Tốt<tr><td>1<td>Sa Pa<td>16</table>"
    found = read(
        "<table><tr><td><a href=a>Trang chủ</a><br><a href=b>Tin tức</a>"
        f"<td><b>TIÊU ĐỀ</b><p>{LONG}</p><p>{LONG}</p>{inner}</table>"
    )
    assert lines(found, BlockKind.BOILERPLATE) == ["Trang chủ", "Tin tức"]
    assert lines(found, BlockKind.TABLE_ROW) == ["TT | Đơn vị | Tốt", "1 | Sa Pa | 16"]
    assert lines(found, BlockKind.PARAGRAPH) == ["TIÊU ĐỀ", LONG.strip(), LONG.strip()]


@pytest.mark.parametrize(
    "furniture",
    [
        "<nav><a href=/>Trang chủ</a></nav>",
        "<footer>Điện thoại: 0214.3840.007</footer>",
        '<div role="navigation">Giới thiệu</div>',
        '<div class="breadcrumb">Trang chủ » Tin tức</div>',
        '<div id="sidebar"><p>Hôm nay: 1.318</p></div>',
        '<div class="NavigationMenu_list__x1">Văn bản</div>',
        '<div class="box tin-lien-quan related-news">Sa Pa: 25 cuộc đối thoại</div>',
        '<div class="post-share">Chia sẻ: Facebook Zalo</div>',
        "<form><label>Họ và tên (*)</label><textarea>nội dung</textarea><button>Gửi</button></form>",
        "<select><optgroup label=x>Chọn năm</optgroup></select>",
        '<div style="position: fixed; top: 0">Mục lục</div>',
        '<div class="flex fixed top-0">Mục lục</div>',
    ],
)
@pytest.mark.parametrize("before", [True, False], ids=["above", "below"])
def test_furniture_is_marked(furniture: str, before: bool) -> None:
    article = f"<div class=content><h1>Tiêu đề</h1><p>{LONG}</p><p>Nông Thị Vân</p></div>"
    found = read(furniture + article if before else article + furniture)
    assert lines(found, BlockKind.PARAGRAPH) == [LONG.strip(), "Nông Thị Vân"]
    assert lines(found, BlockKind.HEADING) == ["Tiêu đề"]
    assert lines(found, BlockKind.BOILERPLATE) or "select" in furniture


@pytest.mark.parametrize(
    "page",
    [
        '<form id="aspnetForm">{}</form>',
        '<body class="has-sidebar menu-left">{}</body>',
        '<div class="comment-list nav">{}</div>',
        "<nav>{}</nav>",
    ],
)
def test_nothing_that_holds_the_prose_is_furniture(page: str) -> None:
    found = read(page.format(f"<p>{LONG}</p>" * 3))
    assert lines(found, BlockKind.BOILERPLATE) == []


def test_links_inside_the_document_are_text() -> None:
    """Legal pages link every act that they cite; a list of such lines is the legal basis, not a menu."""
    basis = "".join(f"<p>Căn cứ <a href=x>Luật số {n}/2025/QH15 ngày 12 tháng 6</a>;</p>" for n in range(60, 66))
    found = read(f"<ul><li><a href=/>Trang chủ</a></ul><div>{basis}<p>{LONG}</p><p>{LONG}</p></div>")
    assert len(lines(found, BlockKind.PARAGRAPH)) == 8
    assert lines(found, BlockKind.BOILERPLATE) == ["Trang chủ"]


def test_what_lies_beyond_the_first_link_outside_is_furniture() -> None:
    """Author and title next to the document stay; other articles and the counter behind them do not."""
    article = f"<div><p>{LONG}</p><p>{LONG}</p></div>"
    others = "<div><b>Tin khác</b><ul><li><a href=1>Sa Pa: 25 cuộc đối thoại</a> (28/3/2024)</ul></div>"
    counter = "<div>Lượt truy cập: 3.612.845</div>"
    found = read(f"<div>BÁO CÁO</div>{article}<div>Thùy Dung</div>{others}{counter}")
    assert lines(found, BlockKind.BOILERPLATE) == [
        "Tin khác", "Sa Pa: 25 cuộc đối thoại (28/3/2024)", "Lượt truy cập: 3.612.845",
    ]  # fmt: skip
    assert lines(found, BlockKind.PARAGRAPH) == ["BÁO CÁO", LONG.strip(), LONG.strip(), "Thùy Dung"]


def test_the_lead_above_a_share_bar_is_text() -> None:
    share = '<div class="social">Chia sẻ</div>'
    found = read(f"<h1>Tiêu đề</h1><p>{LONG}</p>{share}<div>{f'<p>{LONG}</p>' * 6}</div>")
    assert len(lines(found, BlockKind.PARAGRAPH)) == 7
    assert lines(found, BlockKind.BOILERPLATE) == ["Chia sẻ"]


def test_hints_of_the_head() -> None:
    head = (
        "<title> Kết quả\n một năm </title><meta name=Author content='Nông Thị Vân'>"
        "<meta property='article:published_time' content='2024-04-11T08:00:00+07:00'><meta charset=utf-8>"
        '<script type="application/ld+json">{"headline": "Kết quả", "author": {"name": "Vân"}, "image": []}</script>'
        "<script type='application/ld+json'>{hỏng</script>"
    )
    found = read("<p>x</p>", head)
    assert found.text == "x"
    assert found.hints == (
        ("html.title", "Kết quả một năm"),
        ("meta.author", "Nông Thị Vân"),
        ("meta.article:published_time", "2024-04-11T08:00:00+07:00"),
        ("ld.headline", "Kết quả"),
        ("ld.author", "Vân"),
    )


@pytest.mark.parametrize(
    "raw",
    [
        b"<html><meta charset=windows-1258><p>" + "ha\u0300 Nô\u0323i".encode("cp1258"),
        "<html><p>hà Nội".encode("utf-8-sig"),
        "<html><p>hà Nội".encode("utf-16"),
        b'<html><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><p>' + "hà Nội".encode(),
    ],
    ids=["1258", "bom", "utf-16", "wrong meta"],
)
def test_charsets(raw: bytes) -> None:
    assert read_html(raw, "x").text == "hà Nội"


def test_hidden_text_is_told() -> None:
    found = read(f"<p>thấy</p><div hidden>{LONG * 3}</div>")
    assert (found.text, kinds(found.problems)) == ("thấy", ["hidden_text"])


@pytest.mark.parametrize("body", ["", "<script>x</script>", "<p>&nbsp;</p>", "<div hidden>ẩn</div>"])
def test_empty_page(body: str) -> None:
    with pytest.raises(EmptyFile, match=r"trang\.html"):
        read(body)


def test_entities_of_a_doctype_are_not_expanded() -> None:
    raw = b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>a&x;b</p></body></html>'
    assert "root:" not in read_html(raw, "x").text


@pytest.mark.parametrize("tag", ["div", "span", "nav", "table><tr><td"])
def test_deep_nesting(tag: str) -> None:
    """Twenty thousand elements in one another are read without a crash."""
    found = read(f"<{tag}>" * 20_000 + f"<p>{LONG}</p>" if tag != "table><tr><td" else f"<{tag}>" * 3_000 + LONG)
    assert found.text == LONG.strip()


def test_spans_made_to_fill_the_memory() -> None:
    found = read("<table border=1>" + "<tr><td rowspan=1000 colspan=63>x" * 300 + "</table>")
    assert len(found.text) < 300 * 1100


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(PIECES.split(" ")), max_size=60))
def test_any_markup_is_read_or_refused(pieces: list[str]) -> None:
    try:
        found = read_html("".join(pieces).encode(), "x.html")
    except ReadError:
        return
    assert_sound(found)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        found = read_html(raw, "x.html")
    except ReadError:
        return
    assert_sound(found)


@pytest.mark.parametrize(
    ("page", "first", "last"),
    [
        ("vbpl-000071-nghi.html", "ỦY BAN THƯỜNG VỤ QUỐC HỘI", "Trần Thanh Mẫn"),
        ("vbpl-000261-nghi-dinh-so-309-2025-nd-cp.html", "CHÍNH PHỦ", "Trần Hồng Hà"),
        ("vbpl-000456-thong-tu-so-58-2025-tt-nhnn.html", "NGÂN HÀNG NHÀ NƯỚC", "Phạm Quang Dũng"),
    ],
)
def test_legal_body_of_real_pages(page: str, first: str, last: str) -> None:
    """The act is whole, from letterhead to signature; tabs, breadcrumbs and the table of contents are marked."""
    path = SHARED / "corpus" / "web" / page
    if not path.is_file():
        pytest.skip("the shared corpus is not on this machine")
    found = read_html(path.read_bytes(), page)
    assert_sound(found)
    body = lines(found, BlockKind.PARAGRAPH, BlockKind.TABLE_ROW)
    assert body[0] == first
    assert body[-1] == last
    marked = lines(found, BlockKind.BOILERPLATE)
    assert {"Trang chủ", "Thuộc tính", "Mục lục", "Bộ Tư pháp"} <= set(marked)
    articles, contents = ([line[:7] for line in part if re.match(r"Điều\s\d", line)] for part in (body, marked))
    assert articles
    assert articles == contents


def test_lists_of_other_documents_inside_the_document_are_furniture() -> None:
    """Pages of Party committees put them in the element of the document, with a table of codes."""
    row = "<tr><td>95-KH/TU</td><td><a href=1>Kế hoạch thực hiện Nghị quyết</a></td><td>12/3/2019</td></tr>"
    found = read(f"<div><p>{LONG}</p><p>{LONG}</p><h3>Văn bản khác</h3><table border=1>{row}{row}</table></div>")
    assert lines(found, BlockKind.BOILERPLATE)[0] == "Văn bản khác"
    assert "95-KH/TU" not in "\n".join(lines(found, BlockKind.PARAGRAPH, BlockKind.TABLE_ROW))


def test_a_heading_like_that_of_a_list_is_text_without_links() -> None:
    found = read(f"<div><p>{LONG}</p><h3>Văn bản liên quan</h3><p>Báo cáo số 12.</p></div>")
    assert not lines(found, BlockKind.BOILERPLATE)


def test_counters_in_cells_of_their_own_are_furniture() -> None:
    counters = (
        "<table><tr><td>Lượt truy cập</td></tr><tr><td>Hôm nay: 318</td></tr><tr><td>Tất cả: 884.206</td></tr></table>"
    )
    found = read(f"<table><tr><td>{counters}</td><td><p>{LONG}</p><p>{LONG}</p></td></tr></table>")
    assert lines(found, BlockKind.BOILERPLATE) == ["Lượt truy cập", "Hôm nay: 318", "Tất cả: 884.206"]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p><time>15/6/2022 08:30</time><span>Thanh Nam</span>", "15/6/2022 08:30 Thanh Nam"),
        ("<p><a href=1>Thời sự</a><a href=2>Kinh tế</a>", "Thời sự Kinh tế"),
        ("<p><span>Qu</span><span>yết</span> định", "Quyết định"),
        ("<p style='text-transform: uppercase'>Báo cáo", "BÁO CÁO"),
        ("<p>có <del>76.310</del><ins>78.465</ins> hội viên", "có 78.465 hội viên"),
    ],
)
def test_inline_elements_as_shown(body: str, text: str) -> None:
    assert read(body).text == text
