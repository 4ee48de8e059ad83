"""Tables as they stand in plain text: one cell a line, wrapped tabs, spaces, pages; and what only looks like one.

The values were written by hand from the tables.
"""

from __future__ import annotations

import pytest

from extractors.figures.find import find_figures
from extractors.figures.tables.layouts import find_tables
from extractors.model import Figure, Role


def read(text: str) -> list[tuple[str, str | None, str | None, str | None]]:
    """Return of each figure of a table its text, unit, row and column."""
    return [(f.text, f.unit, f.row, f.column) for f in find_figures(text) if f.is_cell]


def owners(figures: tuple[Figure, ...]) -> list[tuple[str, Role | None, str | None]]:
    return [(f.text, f.role, None if f.of_figure is None else figures[f.of_figure].text) for f in figures]


STACKED = {
    "percent and marks": (
        "STT\nCơ quan\nTỷ lệ\nđúng hạn (%)\nĐiểm đạt\n(tối đa 25 điểm)\n"
        "1\nSở Xây dựng \n98,2\n24,5\n2\nSở Y tế\n91\n22.75\n",
        [
            ("98,2", None, "Sở Xây dựng", "Tỷ lệ đúng hạn (%)"),
            ("24,5", "điểm", "Sở Xây dựng", "Điểm đạt (tối đa 25 điểm)"),
            ("91", None, "Sở Y tế", "Tỷ lệ đúng hạn (%)"),
            ("22.75", "điểm", "Sở Y tế", "Điểm đạt (tối đa 25 điểm)"),
        ],
    ),
    "blank lines between": (
        "TT\n\nXã\n\nSố hộ nghèo\n\n1\n\nXã Tân Lập\n\n35\n\n2\n\nXã Vân Hồ\n\n41\n",
        [("35", "hộ nghèo", "Xã Tân Lập", "Số hộ nghèo"), ("41", "hộ nghèo", "Xã Vân Hồ", "Số hộ nghèo")],
    ),
    "a sum under it": (
        "TT\nĐơn vị\nSố lớp\n1\nHuyện Sốp Cộp\n4\n2\nHuyện Yên Châu\n6\nTổng cộng\n10\nNơi nhận:\n",
        [
            ("4", "lớp", "Huyện Sốp Cộp", "Số lớp"),
            ("6", "lớp", "Huyện Yên Châu", "Số lớp"),
            ("10", "lớp", "Tổng cộng", "Số lớp"),
        ],
    ),
    "numbers of columns and sections": (
        "STT\nNội dung\nKế hoạch\nThực hiện\n1\n2\n3\n4\nI\nCấp tỉnh\n1\nGiám sát\n5\n4\n2\nKiểm tra\n3\n3\n"
        "II\nCấp huyện\n1\nGiám sát\n12\n11\n",
        [
            ("5", None, "Giám sát", "Kế hoạch"), ("4", None, "Giám sát", "Thực hiện"),
            ("3", None, "Kiểm tra", "Kế hoạch"), ("3", None, "Kiểm tra", "Thực hiện"),
            ("12", None, "Giám sát", "Kế hoạch"), ("11", None, "Giám sát", "Thực hiện"),
        ],
    ),
    "over pages": (
        "TT\nXã\nSố hộ\n1\nXã Lóng Sập\n120\n2\nXã Chiềng Khừa\n95\n7\nTT\nXã\nSố hộ\n3\nXã Tân Hợp\n88\n",
        [
            ("120", "hộ", "Xã Lóng Sập", "Số hộ"), ("95", "hộ", "Xã Chiềng Khừa", "Số hộ"),
            ("88", "hộ", "Xã Tân Hợp", "Số hộ"),
        ],
    ),
    "an empty last column": (
        "TT\nTên xã\nSố hộ\nGhi chú\n1\nXã Bình Lư\n1.200\n2\nXã Sơn Bình\n800\n",
        [("1.200", "hộ", "Xã Bình Lư", "Số hộ"), ("800", "hộ", "Xã Sơn Bình", "Số hộ")],
    ),
    "a sum over it": (
        "TT\nXã\nSố hộ\nTổng số\n203\n1\nXã Quy Hướng\n120\n2\nXã Tà Lại\n83\n",
        [("203", "hộ", "Tổng số", "Số hộ"), ("120", "hộ", "Xã Quy Hướng", "Số hộ"), ("83", "hộ", "Xã Tà Lại", "Số hộ")],
    ),
    "a name of two lines and dashes": (
        "TT\nĐơn vị\nSố lớp\nSố học viên\n1\nSở Nội vụ\n4\n160\n2\nBan Quản lý\nkhu công nghiệp\n2\n75\n"
        "3\nSở Y tế\n-\n-\n4\nSở Tư pháp\n1\n30\n",
        [
            ("4", "lớp", "Sở Nội vụ", "Số lớp"), ("160", "học viên", "Sở Nội vụ", "Số học viên"),
            ("2", "lớp", "Ban Quản lý khu công nghiệp", "Số lớp"),
            ("75", "học viên", "Ban Quản lý khu công nghiệp", "Số học viên"),
            ("1", "lớp", "Sở Tư pháp", "Số lớp"), ("30", "học viên", "Sở Tư pháp", "Số học viên"),
        ],
    ),
    "rows without ordinals": (
        "Đơn vị\nSố cuộc\nSố người\nHuyện Phù Yên\n12\n340\nHuyện Bắc Yên\n9\n210\nTổng\n21\n550\n",
        [
            ("12", "cuộc", "Huyện Phù Yên", "Số cuộc"), ("340", "người", "Huyện Phù Yên", "Số người"),
            ("9", "cuộc", "Huyện Bắc Yên", "Số cuộc"), ("210", "người", "Huyện Bắc Yên", "Số người"),
            ("21", "cuộc", "Tổng", "Số cuộc"), ("550", "người", "Tổng", "Số người"),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "figures"), STACKED.values(), ids=list(STACKED))
def test_one_cell_a_line(text: str, figures: list[tuple[str, str | None, str | None, str | None]]) -> None:
    assert read(text) == figures


def test_sum_of_one_cell_a_line_owns_its_column() -> None:
    figures = find_figures(STACKED["a sum under it"][0])
    assert owners(figures) == [("4", Role.PART, "10"), ("6", Role.PART, "10"), ("10", None, None)]


NOT_TABLES = {
    "visitors of a page": "Đang truy cập\n12\nHôm nay\n340\nTháng này\n1.250\nTổng lượt truy cập\n42.000\n",
    "a numbered list": "1\nNguyễn Văn An\n2\nTrần Thị Bình\n3\nLê Văn Chung\n",
    "names and years": "STT\nHọ và tên\nNăm sinh\nĐịa chỉ\n1\nNguyễn Văn A\n1967\nXóm 3\n2\nTrần Thị B\n1970\nXóm 5\n",
    "addresses": "Đơn vị\nCông an huyện\n113\nPhòng Y tế\nSố 12, đường Trần Phú\n",
    "heads of two levels that cannot be told": "TT\nXã\nKết quả\nGhi nhận\nĐạt\n1\nXã A\n12\n340\n2\nXã B\n3\n60\n",
    "forms without numbers": "TT\nTên biểu\nKỳ báo cáo\n1\n2\n3\n1\nB01\nQuý\n2\nB02\nNăm\n",
    "levels of service": "TT\nTên thủ tục\nMức độ\n1\nCấp phép xây dựng\n3\n2\nĐăng ký kết hôn\n4\n",
    "telephone numbers": "Văn phòng  0212  3852   011\nPhòng TC   0212  3852   012\nĐội 3      0212  3852   013\n",
    "a spread line": "Đã có  12 hội nghị,  34 lớp\nĐã có  11 hội nghị,  30 lớp\nĐã có  10 hội nghị,  20 lớp\n",
    "numbers without heads": "1   Mường La   12   13\n2   Bắc Yên   14   15\n3   Phù Yên   16   17\n",
}


@pytest.mark.parametrize("text", NOT_TABLES.values(), ids=list(NOT_TABLES))
def test_lists_counters_and_addresses_are_no_tables(text: str) -> None:
    assert read(text) == []


SPACED = """Đơn vị tính: triệu đồng
                              Kế hoạch      Giải       Tỷ lệ
  TT  Chủ đầu tư                vốn         ngân        (%)
  ---------------------------------------------------------
   1  Ban QLDA huyện           25.400      18.950       74,6
   2  Phòng Kinh tế - Hạ
      tầng                      7.600       7.120       93,7
   3  UBND xã Tà Hộc            1.200         600       50,0
      Tổng cộng                34.200      26.670       78,0
"""


def test_columns_set_with_spaces() -> None:
    figures = find_figures(SPACED)
    assert [(f"{f.value:f}", f.unit, f.modality.value) for f in figures[3:6]] == [
        ("7600000000", "đồng", "target"), ("7120000000", "đồng", "actual"), ("93.7", None, "actual"),
    ]  # fmt: skip
    assert {f.row for f in figures[3:6]} == {"Phòng Kinh tế - Hạ tầng"}
    assert [f.column for f in figures[:3]] == ["Kế hoạch vốn", "Giải ngân", "Tỷ lệ (%)"]
    assert owners(figures)[3:6] == [
        ("7.600", Role.PART, "34.200"), ("7.120", Role.PART, "26.670"), ("93,7", Role.SHARE, "7.120"),
    ]  # fmt: skip


def test_heads_over_the_columns_by_their_order() -> None:
    text = (
        "STT  Đơn vị          Số hội nghị  Số người dự\n"
        "1    Huyện Mường La           12        1.240\n"
        "2    Huyện Bắc Yên             5          430\n"
        "3    Huyện Phù Yên             7          610\n"
    )
    assert read(text)[:2] == [
        ("12", "hội nghị", "Huyện Mường La", "Số hội nghị"), ("1.240", "người", "Huyện Mường La", "Số người dự"),
    ]  # fmt: skip


def test_rows_set_with_spaces_may_leave_cells_empty_under_heads_of_two_lines() -> None:
    text = (
        "  Tiêu chí                           Kế hoạch    Thực hiện    Năm 2023\n"
        "                                       2024        2024\n"
        "  --------------------------------------------------------------------\n"
        "  Thu phí chợ (triệu đồng)              1.420       1.388       1.295\n"
        "  Rác được thu gom (%)                     90        87,5        81,2\n"
        "  Hộ cận nghèo (hộ)                                   148\n"
        "  Dân số dùng nước sạch (%)                          96,3        95,1\n"
    )
    assert [(f.text, f.unit, f.modality.value) for f in find_figures(text)] == [
        ("1.420", "đồng", "target"), ("1.388", "đồng", "actual"), ("1.295", "đồng", "previous"),
        ("90", None, "target"), ("87,5", None, "actual"), ("81,2", None, "previous"),
        ("148", "hộ", "actual"), ("96,3", None, "actual"), ("95,1", None, "previous"),
    ]  # fmt: skip


SHORT_HEADS = (
    (
        " STT  Chỉ tiêu                                     Đvt          Quý I     Quý I\n"
        "                                                                  2025      2024\n"
        "  1   Lượt người bệnh khám tại trạm y tế xã        lượt          1.204     1.118\n"
        "  2   Trẻ em được tiêm chủng đầy đủ theo lịch       trẻ            310       305\n"
        "  3   Ca mắc sốt xuất huyết trên địa bàn            ca               4        11\n",
        [
            ("1.204", "actual"),
            ("1.118", "previous"),
            ("310", "actual"),
            ("305", "previous"),
            ("4", "actual"),
            ("11", "previous"),
        ],
    ),
    (
        "  TT   Tên công trình                                    Kế hoạch     Thực hiện\n"
        "                                                         (tr.đồng)    (tr.đồng)\n"
        "   1   Đường liên thôn Bàu Sen đi Hố Chuối                 4.200        3.150\n"
        "   2   Kênh tưới nội đồng cánh đồng Cây Da                 1.850        1.850\n"
        "   3   Sửa chữa nhà văn hóa thôn Phú Lộc                      640          410\n",
        [
            ("4.200", "target"),
            ("3.150", "actual"),
            ("1.850", "target"),
            ("1.850", "actual"),
            ("640", "target"),
            ("410", "actual"),
        ],
    ),
    (
        " Số   Môn thi đấu và nội dung tham gia hội khỏe    Số vận       Huy\n"
        " TT                                                động viên    chương\n"
        "  1   Điền kinh nam nữ các cự ly ngắn, vừa           46           12\n"
        "  2   Bóng chuyền hơi trung niên nam nữ              72            3\n"
        "  3   Kéo co giữa các khối thi đua                   88            4\n",
        [("46", "actual"), ("12", "actual"), ("72", "actual"), ("3", "actual"), ("88", "actual"), ("4", "actual")],
    ),
)


@pytest.mark.parametrize(("text", "cells"), SHORT_HEADS)
def test_short_head_at_the_left_of_a_wide_column(text: str, cells: list[tuple[str, str]]) -> None:
    assert [(f.text, f.modality.value) for f in find_figures(text)] == cells
    assert all(f.row and f.column for f in find_figures(text))


FRAMES = (
    (
        "+-----+-------------------------+----------+---------+\n"
        "| TT  | Nội dung                | KH 2025  | 9 tháng |\n"
        "+-----+-------------------------+----------+---------+\n"
        "| 1   | Trồng cây phân tán      | 12.000   | 9.640   |\n"
        "| 2   | Ao nuôi được kiểm dịch  |          | 31      |\n"
        "+-----+-------------------------+----------+---------+\n"
    ),
    (
        "+-----+-------------------------+----------+---------+\n"
        "| TT  | Nội dung                | KH 2025  | 9 tháng |\n"
        "+=====+=========================+==========+=========+\n"
        "| 1   | Trồng cây phân tán      | 12.000   | 9.640   |\n"
        "+-----+-------------------------+----------+---------+\n"
        "| 2   | Ao nuôi được kiểm dịch  |          | 31      |\n"
        "+-----+-------------------------+----------+---------+\n"
    ),
    (
        "├─────┼─────────────────────────┼──────────┼─────────┤\n"
        "| TT  | Nội dung                | KH 2025  | 9 tháng |\n"
        "├─────┼─────────────────────────┼──────────┼─────────┤\n"
        "| 1   | Trồng cây phân tán      | 12.000   | 9.640   |\n"
        "| 2   | Ao nuôi được kiểm dịch  |          | 31      |\n"
    ),
)


@pytest.mark.parametrize("text", FRAMES)
def test_frame_drawn_with_signs_parts_no_table(text: str) -> None:
    assert [(f.text, f.row, f.column, f.modality.value) for f in find_figures(text)] == [
        ("12.000", "Trồng cây phân tán", "KH 2025", "target"),
        ("9.640", "Trồng cây phân tán", "9 tháng", "actual"),
        ("31", "Ao nuôi được kiểm dịch", "9 tháng", "actual"),
    ]


ADDED = {
    "a sum of its own time": (
        "Nội dung | Phòng Khám số 1 | Phòng Khám số 2 | Tổng 9 tháng năm 2025 | 9 tháng năm 2024\n"
        "Lượt khám | 410 | 360 | 770 | 702\nCa cấp cứu | 12 | 7 | 19 | 23\n",
        {"410": "770", "360": "770", "770": None, "702": None, "12": "19", "7": "19", "19": None, "23": None},
    ),
    "a sum before its parts": (
        "Loại rừng | Tổng diện tích (ha) | Doanh nghiệp (ha) | Hộ dân (ha)\n"
        "Rừng trồng | 640 | 410 | 230\nRừng tự nhiên | 1.205 | 1.100 | 105\n",
        {"640": None, "410": "640", "230": "640", "1.205": None, "1.100": "1.205", "105": "1.205"},
    ),
    "a sum that does not close in each row": (
        "Nội dung | Ca sáng | Ca chiều | Tổng số lượt\nBơi | 30 | 20 | 50\nCầu lông | 12 | 9 | 22\n",
        {"30": None, "20": None, "50": None, "12": None, "9": None, "22": None},
    ),
}


@pytest.mark.parametrize(("text", "parts"), ADDED.values(), ids=ADDED)
def test_column_that_sums_up_those_beside_it(text: str, parts: dict[str, str | None]) -> None:
    figures = find_figures(text)
    assert {f.text: None if f.of_figure is None else figures[f.of_figure].text for f in figures} == parts


def test_cell_that_wraps_in_a_list_by_tabs() -> None:
    text = (
        "TT\tNội dung\tSố cuộc\tSố người\n"
        "1\tHội nghị tuyên truyền,\nphổ biến nghị quyết\ncủa Đảng\t12\t640\n"
        "2\tTọa đàm với\t3\t120\n\tthanh niên\t\t\n"
    )
    assert [(row, figure) for figure, _, row, _ in read(text)] == [
        ("Hội nghị tuyên truyền, phổ biến nghị quyết của Đảng", "12"),
        ("Hội nghị tuyên truyền, phổ biến nghị quyết của Đảng", "640"),
        ("Tọa đàm với thanh niên", "3"), ("Tọa đàm với thanh niên", "120"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "between", ["\n- 4 -\n\nTT | Huyện | Số chi bộ\n", "\f\n", "\nTrang 5/7\n\n", "TT | Huyện | Số chi bộ\n"]
)
def test_table_goes_on_over_a_page(between: str) -> None:
    text = f"TT | Huyện | Số chi bộ\n1 | Mường La | 120\n2 | Bắc Yên | 95\n{between}3 | Phù Yên | 100\nCộng | | 315\n"
    figures = find_figures(text)
    assert owners(figures) == [
        ("120", Role.PART, "315"), ("95", Role.PART, "315"), ("100", Role.PART, "315"), ("315", None, None),
    ]  # fmt: skip
    assert {f.unit for f in figures} == {"chi bộ"}


def test_table_with_a_title_of_its_own_is_another() -> None:
    text = "TT | Huyện | Số chi bộ\n1 | A | 12\n2 | B | 9\n\nBiểu 2\nTT | Huyện | Số chi bộ\n1 | A | 30\n2 | B | 31\n"
    assert len(find_tables(text)) == 2


def test_heads_and_sums_in_bold() -> None:
    text = "**Đơn vị** | **Số cuộc**\n--- | ---\nXã A | 12\nXã B | 3\n**Cộng** | **15**\n"
    figures = find_figures(text)
    assert [(f.text, f.row, f.column, f.of_figure) for f in figures] == [
        ("12", "Xã A", "Số cuộc", 2), ("3", "Xã B", "Số cuộc", 2), ("15", "Cộng", "Số cuộc", None),
    ]  # fmt: skip
