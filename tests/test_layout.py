"""Where the parts of a document begin and end, and how they nest."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.layout.find import find_sections
from extractors.layout.sections import match_heading
from extractors.model import Block, BlockKind, SectionKind
from extractors.rulebook import load_rules
from extractors.text.lines import Line, regular, split_cells, split_lines
from tests.growing import grows_with_length, long_texts

REPORT = """TỈNH ỦY LAI CHÂU          ĐẢNG CỘNG SẢN VIỆT NAM
BAN TUYÊN GIÁO
*                         Lai Châu, ngày 15 tháng 6 năm 2022
Số 88-BC/BTGTU

BÁO CÁO
kết quả công tác 6 tháng đầu năm 2022
-----

Thực hiện Kế hoạch số 12-KH/TU, Ban Tuyên giáo Tỉnh ủy báo cáo như sau:

Phần thứ nhất
KẾT QUẢ CÔNG TÁC

A. Tuyên truyền
1. Công tác báo chí
Đã đăng 214 tin, bài.
2. Phát hành 1.200 cuốn tài liệu; mở 4 lớp.
3. Văn hóa, văn nghệ: tổ chức 12 buổi.
B- KHOA GIÁO
1.1. Biểu tổng hợp
TT | Đơn vị | Số lớp
1 | Tam Đường | 4
2 | Nậm Nhùn | 3
C- HẠN CHẾ
Còn 2 đơn vị báo cáo chậm.

Phần thứ hai
NHIỆM VỤ 6 THÁNG CUỐI NĂM
1. Mở 3 lớp.

Nơi nhận:                 TRƯỞNG BAN
- Tỉnh ủy,
- Lưu Ban.                Vàng Thị Pà

Phụ lục 1: Danh mục văn bản
1. Kế hoạch số 3-KH/BTG
"""
LONG_ARTICLE = (
    "Điều 3. Bãi bỏ khoản 2 Điều 9 Nghị định số 24a/2016/NĐ-CP ngày 05 tháng 4 năm 2016 của Chính phủ về quản lý "
    "vật liệu xây dựng và các quy định trước đây trái với Nghị định này kể từ ngày Nghị định có hiệu lực."
)
LAW = f"""CHÍNH PHỦ
Số: 9/2021/NĐ-CP
NGHỊ ĐỊNH
VỀ QUẢN LÝ VẬT LIỆU

Căn cứ Luật Tổ chức Chính phủ;
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
1. Nghị định này quy định về vật liệu.
2. Không áp dụng với khoáng sản.
Chương II QUẢN LÝ
Mục 1. QUY HOẠCH
Điều 2. Lập quy hoạch
a) Bộ Xây dựng chủ trì;
{LONG_ARTICLE}
TM. CHÍNH PHỦ
THỦ TƯỚNG
"""


def outline(text: str) -> list[tuple[int, str, str | None]]:
    return [(part.level, part.kind.value, part.title) for part in find_sections(text)]


def test_report_nests_by_its_outline() -> None:
    assert outline(REPORT) == [
        (0, "header", None),
        (0, "body", None),
        (1, "heading", "Phần thứ nhất KẾT QUẢ CÔNG TÁC"),
        (2, "heading", "A. Tuyên truyền"),
        (3, "heading", "1. Công tác báo chí"),
        (3, "heading", "3. Văn hóa, văn nghệ"),
        (2, "heading", "B- KHOA GIÁO"),
        (3, "heading", "1.1. Biểu tổng hợp"),
        (4, "table", None),
        (2, "heading", "C- HẠN CHẾ"),
        (1, "heading", "Phần thứ hai NHIỆM VỤ 6 THÁNG CUỐI NĂM"),
        (0, "footer", None),
        (1, "annex", "Phụ lục 1: Danh mục văn bản"),
        (2, "heading", "1. Kế hoạch số 3-KH/BTG"),
    ]


def test_law_nests_by_rank() -> None:
    assert outline(LAW) == [
        (0, "header", None),
        (0, "body", None),
        (1, "heading", "Chương I QUY ĐỊNH CHUNG"),
        (2, "heading", "Điều 1. Phạm vi điều chỉnh"),
        (1, "heading", "Chương II QUẢN LÝ"),
        (2, "heading", "Mục 1. QUY HOẠCH"),
        (3, "heading", "Điều 2. Lập quy hoạch"),
        (3, "heading", LONG_ARTICLE.removesuffix(" hiệu lực.")),
        (0, "footer", None),
    ]


def test_a_part_runs_to_the_next_one_of_its_level() -> None:
    parts = {part.title: REPORT[part.start : part.end] for part in find_sections(REPORT)}
    assert parts["1. Công tác báo chí"] == "1. Công tác báo chí\nĐã đăng 214 tin, bài."
    assert parts["A. Tuyên truyền"].endswith("tổ chức 12 buổi.")
    assert parts["Phần thứ nhất KẾT QUẢ CÔNG TÁC"].endswith("Còn 2 đơn vị báo cáo chậm.")
    assert parts["Phần thứ hai NHIỆM VỤ 6 THÁNG CUỐI NĂM"].endswith("1. Mở 3 lớp.")


def test_header_holds_letterhead_and_title_and_footer_the_signature() -> None:
    parts = find_sections(REPORT)
    header = next(part for part in parts if part.kind is SectionKind.HEADER)
    footer = next(part for part in parts if part.kind is SectionKind.FOOTER)
    assert REPORT[header.start : header.end].endswith("-----")
    assert REPORT[footer.start : footer.end].startswith("Nơi nhận")
    assert REPORT[footer.start : footer.end].endswith("Vàng Thị Pà")


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("I. Kết quả", "I. Kết quả"),
        ("IV/ Kiến nghị", "IV/ Kiến nghị"),
        ("A- LÃNH ĐẠO", "A- LÃNH ĐẠO"),
        ("2.3. Công tác kiểm tra", "2.3. Công tác kiểm tra"),
        ("a) Công tác tuyên truyền", "a) Công tác tuyên truyền"),
        ("Một là, tiếp tục quán triệt nghị quyết.", "Một là"),
        ("Thứ hai, đẩy mạnh tuyên truyền đến cơ sở.", "Thứ hai"),
        ("1. An sinh. Vận động 21 tỷ đồng; làm 286 nhà.", "1. An sinh"),
        ("2. Giám sát. Đã chủ trì 4 cuộc ở cấp tỉnh.", "2. Giám sát"),
        ("TỔ CHỨC THỰC HIỆN", "TỔ CHỨC THỰC HIỆN"),
        ("## Đánh giá chung", "Đánh giá chung"),
        ("**II. Hạn chế**", "II. Hạn chế"),
    ],
    ids=repr,
)
def test_line_is_a_heading(line: str, title: str) -> None:
    parts = find_sections(f"Mở đầu của văn bản.\n{line}\nĐã tổ chức 3 hội nghị.\n")
    assert [part.title for part in parts if part.kind is SectionKind.HEADING] == [title]


@pytest.mark.parametrize(
    "line",
    [
        "1.208 tổ chức đảng được kiểm tra",
        "30/6/2024 là hạn nộp",
        "15 xã hoàn thành",
        "1. Mở 03 lớp tập huấn cho 120 cán bộ.",
        "- Vận động quỹ 20 tỷ đồng",
        "Năm 2022, được sự quan tâm của các cấp",
        "Điều kiện làm việc khó khăn",
        "Chương trình hành động được ban hành",
        "UBND",
        "Mục tiêu đến năm 2025",
    ],
    ids=repr,
)
def test_line_is_no_heading(line: str) -> None:
    parts = find_sections(f"Mở đầu của văn bản.\n{line}\nĐã tổ chức 3 hội nghị.\n")
    assert [part.title for part in parts if part.kind is SectionKind.HEADING] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (text, rule.name)
        for rule in load_rules("extractors.layout", "sections")
        if rule.data.get("part") != "footer"
        for text in rule.data["examples"]
    ],
    ids=str,
)
def test_heading_is_read_by_its_own_rule_first(text: str, name: str) -> None:
    found = match_heading(Line(0, len(text), text))
    assert found is not None
    assert found[0].name == name


def test_blocks_of_the_reader_make_headings_and_tables() -> None:
    text = "Mở đầu.\nĐánh giá chung\nĐạt khá.\nA B\nC D\n"
    blocks = (
        Block(8, 22, BlockKind.HEADING),
        Block(32, 35, BlockKind.TABLE_ROW),
        Block(36, 39, BlockKind.TABLE_ROW),
    )
    kinds = [(part.kind.value, part.title) for part in find_sections(text, blocks)]
    assert kinds == [("body", None), ("heading", "Đánh giá chung"), ("table", None)]


def test_furniture_is_in_no_part() -> None:
    text = "Trang chủ | Tin tức | Liên hệ\nTin ngắn\nĐã tổ chức 3 hội nghị.\nCác tin khác\nHỌC TẬP BÁC\n"
    parts = find_sections(text)
    assert [text[part.start : part.end] for part in parts] == ["Tin ngắn\nĐã tổ chức 3 hội nghị."]


def test_cells_of_a_line() -> None:
    assert split_cells("|a||b  c|\td") == ["a", "b  c", "d"]
    assert split_cells("|") == []


@pytest.mark.parametrize("text", ["", " \n\n", "|", "Điều 1.", "Phần thứ nhất", "PHỤ LỤC", "A\x0cB"], ids=repr)
def test_scraps_have_parts_within_the_text(text: str) -> None:
    assert all(0 <= part.start < part.end <= len(text) for part in find_sections(text))


@given(st.text(alphabet="IVX1.a)-Điều Phần thứ nhất\nKẾTQUẢ|\tTM.Nơinhận:", max_size=500))
def test_parts_are_ordered_and_nest(text: str) -> None:
    parts = [part for part in find_sections(text) if part.kind is not SectionKind.TABLE]
    assert parts == sorted(parts, key=lambda part: (part.start, -part.end, part.level))
    for outer, inner in pairwise(parts):
        assert inner.start >= outer.end or inner.end <= outer.end


@given(st.text(alphabet="# *ab\n\t \u00a0", max_size=200))
def test_lines_are_exact(text: str) -> None:
    assert all(regular(text[line.start : line.end]) == line.text != "" for line in split_lines(text))


@long_texts(15_000, 80_000)
@pytest.mark.parametrize("unit", ["1. a\n", "Điều 1. x\n", "I- A\n", "| a | b |\n", "A B\n", "số "], ids=repr)
def test_work_grows_with_the_text_and_not_faster(unit: str, size: int) -> None:
    assert grows_with_length(find_sections, unit, size)
