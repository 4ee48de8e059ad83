"""Letterheads whose cells a page broke over lines, and what they then say of their documents."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.header.find import read_metadata
from extractors.layout.find import find_boilerplate, find_sections
from extractors.layout.headcells import join_head
from extractors.model import Metadata, SectionKind
from extractors.text.lines import split_lines
from tests.growing import grows_with_length


def read(text: str) -> Metadata:
    boilerplate = find_boilerplate(text)
    return read_metadata(text, find_sections(text, (), boilerplate), boilerplate)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("Số:\n117/2009/QĐ-UBND", ["Số: 117/2009/QĐ-UBND"]),
        ("Số: 40 -\nKH/BTGTW", ["Số: 40 - KH/BTGTW"]),
        ("Số: 9/2012/\nTT-BKHCN", ["Số: 9/2012/ TT-BKHCN"]),
        ("Số: 88/BC-UBND\nHà Nội", ["Số: 88/BC-UBND", "Hà Nội"]),
        ("Số:\nKính gửi: Sở Nội vụ", ["Số:", "Kính gửi: Sở Nội vụ"]),
        ("Lạng\nSơn, ngày 3 tháng 2 năm 2011", ["Lạng Sơn, ngày 3 tháng 2 năm 2011"]),
        ("Hậu Giang, ngày 3\ntháng 2 năm 2011", ["Hậu Giang, ngày 3 tháng 2 năm 2011"]),
        ("Hậu Giang,\nngày 3 tháng 2\nnăm 2011", ["Hậu Giang, ngày 3 tháng 2 năm 2011"]),
        ("BAN DÂN VẬN\nYên Bái, ngày 3 tháng 2 năm 2011", ["BAN DÂN VẬN", "Yên Bái, ngày 3 tháng 2 năm 2011"]),
        ("CỘNG\nHÒA XÃ HỘI\nCHỦ NGHĨA VIỆT NAM", ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]),
        ("ĐẢNG CỘNG SẢN\nVIỆT NAM", ["ĐẢNG CỘNG SẢN VIỆT NAM"]),
        ("Độc lập - Tự do\n- Hạnh phúc", ["Độc lập - Tự do - Hạnh phúc"]),
        ("KẾ\nHOẠCH\nSố:\n5/KH-UBND", ["KẾ HOẠCH", "Số:", "5/KH-UBND"]),
        ("SỞ Y TẾ\n|\nSố: 5/SYT-VP\n|", ["SỞ Y TẾ", "Số: 5/SYT-VP"]),
        ("SỞ Y TẾ |\nĐẢNG CỘNG SẢN\nVIỆT NAM |", ["SỞ Y TẾ", "ĐẢNG CỘNG SẢN VIỆT NAM"]),
        ("Kết quả\n12 xã đạt chuẩn", ["Kết quả", "12 xã đạt chuẩn"]),
    ],
    ids=repr,
)
def test_each_cell_is_one_line(text: str, cells: list[str]) -> None:
    joined = join_head(split_lines(text))
    assert [line.text for line in joined] == cells
    assert all(" ".join(text[line.start : line.end].split()) == line.text for line in joined)


BARS = """BỘ
TÀI NGUYÊN VÀ MÔI TRƯỜNG
-------
|
CỘNG
HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập – Tự do – Hạnh phúc
--------------
|
Số:
71/BC-BTNMT
|
Hà
Nội, ngày 21 tháng 09 năm 2011
|
BÁO CÁO
KẾT QUẢ KIỂM KÊ ĐẤT ĐAI
CỦA 63 TỈNH, THÀNH PHỐ NĂM 2010
Sau một năm thực hiện tổng kiểm kê đất đai trên
phạm vi cả nước, các địa phương đã hoàn thành 98,2% khối lượng công việc. Bộ
Tài nguyên và Môi trường báo cáo kết quả như sau:
I.
ĐẶC ĐIỂM CHUNG
II. KẾT QUẢ VÀ
TỒN TẠI
1. Diện tích đất nông nghiệp: 26,1 triệu ha.
"""
PARTY_BOARD = """BAN CHẤP HÀNH
TRUNG ƯƠNG
BAN KINH TẾ
--------
|
ĐẢNG CỘNG SẢN
VIỆT NAM
---------------
|
Số: 8 -
HD/BKTTW
|
Hà Nội, ngày
4 tháng 3 năm 2016
|
HƯỚNG DẪN
BÁO CÁO ĐỊNH KỲ VỀ
TÌNH HÌNH KINH TẾ - XÃ HỘI
Thực hiện Quy định
số 99-QĐ/TW, Ban Kinh tế Trung ương hướng dẫn như sau:
I. MỤC ĐÍCH
"""
COUNCIL = """HỘI ĐỒNG NHÂN DÂN
TỈNH NINH BÌNH
-------

Số: 31/2013/NQ-HĐND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Ninh Bình, ngày 20 tháng 12 năm 2013

NGHỊ QUYẾT

VỀ QUY HOẠCH PHÁT TRIỂN DU LỊCH ĐẾN NĂM 2025

HỘI ĐỒNG NHÂN DÂN TỈNH NINH BÌNH
KHÓA XIII - KỲ HỌP THỨ 9

Căn cứ Luật Du lịch ngày 14 tháng 6 năm 2005;

QUYẾT NGHỊ:
Điều 1. Đón 6,5 triệu lượt khách.
"""
LETTER = """BỘ TƯ
PHÁP
-------
|
Số: 902/BTP-HCTP
V/v
cấp bản sao hộ tịch
|
Hà Nội,
ngày 9 tháng 4 năm 2012
|
Kính gửi: Sở Tư pháp tỉnh Nam Định
Trả lời Công văn số 77/STP-HCTP, Bộ Tư pháp có ý kiến như sau:
"""
OUTLINE = """BAN DÂN VẬN TRUNG ƯƠNG
ĐẢNG CỘNG SẢN VIỆT NAM
Số: 14-HD/BDVTW
Hà Nội, ngày 6 tháng 5 năm 2009

HƯỚNG DẪN

ĐÁNH GIÁ PHONG TRÀO THI ĐUA

A -YÊU CẦU CHUNG
- Đánh giá đúng thực chất.
"""
MARKDOWN = """| UBND TỈNH ĐỒNG NAI SỞ TÀI CHÍNH | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc |
| --- | --- |
| Số: 615/STC-NS V/v quyết toán ngân sách năm 2020 | Đồng Nai, ngày 12 tháng 3 năm 2021 |

Kính gửi: UBND các huyện
"""
PAGE = """Kết quả công tác Hội năm 2015

Ngày đăng: 09:22 14/01/2016 Lượt xem: 199

BÁO CÁO

Kết quả công tác Hội năm 2015,
nhiệm vụ năm 2016

I. Tổ chức
Có thêm 13 huyện hội.
"""
RESOLUTION_PAGE = """Nghị quyết số 57/2012/QH13 của Quốc hội: Về phân bổ ngân sách
NGHỊ QUYẾT
VỀ PHÂN BỔ NGÂN SÁCH TRUNG ƯƠNG
QUỐC HỘI
NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Căn cứ Luật Ngân sách nhà nước;
QUYẾT NGHỊ:
1. Giao Chính phủ thực hiện.
"""
SHORT_DAY = """UBND TỈNH PHÚ YÊN
Số: 12/CT-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Tuy Hòa, ngày 9/5/2003
CHỈ THỊ
V/v phòng, chống hạn
Chủ tịch UBND tỉnh chỉ thị:
"""
PLAIN_START = """BỘ CÔNG AN
Số: 31/BC-BCA
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Hà Nội, ngày 2 tháng 6 năm 1997
BÁO CÁO NHANH TÌNH HÌNH TRẬT TỰ QUÝ I
Trong quý có 812 vụ.
1. Công tác chỉ đạo
"""
ISSUER_IN_TITLE = """TỈNH ỦY HÀ TĨNH
ĐẢNG CỘNG SẢN VIỆT NAM
Số: 6-NQ/TU
Hà Tĩnh, ngày 8 tháng 10 năm 1997
NGHỊ QUYẾT
của Ban Thường vụ Tỉnh uỷ về công tác khuyến nông
Toàn tỉnh có 12 trạm khuyến nông.
"""
QUICK = PLAIN_START.replace("BÁO CÁO NHANH TÌNH HÌNH TRẬT TỰ QUÝ I", "BÁO CÁO NHANH\nTình hình trật tự quý I")
DATABASE = "Văn bản hợp nhất\nCSDL Trung ương\nTóm tắt\nVB gốc\n" + SHORT_DAY


BARS_AT_ENDS = """Nghị quyết 9/2024/NQ-HĐND sửa đổi mức chi tại Điều 2 Nghị quyết 31/2019/NQ-HĐND
Số hiệu | 9/2024/NQ-HĐND |
Ngày ban hành | 11/07/2024 |
Loại văn bản | Nghị quyết |
Cơ quan ban hành | Tỉnh Lai Châu |
Người ký | Giàng Páo Mỷ |
HỘI ĐỒNG NHÂN DÂN |
CỘNG HÒA XÃ HỘI
CHỦ NGHĨA VIỆT NAM |
Số: 9/2024/NQ-HĐND |
Lai Châu, ngày 11 tháng 7 năm 2024 |
Căn cứ Luật Tổ chức chính quyền địa phương;
Điều 1. Sửa đổi mức chi.
"""
LOST_PROVINCE = """ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |
Số: 12/2018/QĐ-UBND | Hải Phòng, ngày 9 tháng 5 năm 2018 |
QUYẾT ĐỊNH
BAN HÀNH QUY ĐỊNH VỀ QUẢN LÝ CHỢ
ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG
Căn cứ Luật Tổ chức chính quyền địa phương;
Điều 1. Phạm vi
"""
DECREE = """HỘI ĐỒNG BỘ TRƯỞNG
CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 77-HĐBT
Hà Nội, ngày 2 tháng 5 năm 1989
NGHỊ ĐỊNH
CỦA HỘI ĐỒNG BỘ TRƯỞNG SỐ 77-HĐBT NGÀY 2-5-1989 QUY ĐỊNH VỀ TRỒNG CÂY PHÂN TÁN
HỘI ĐỒNG BỘ TRƯỞNG
Căn cứ Luật Tổ chức Hội đồng Bộ trưởng;
Điều 1. Phạm vi
"""
PRINTED = """NGHỊ QUYẾT CỦA QUỐC HỘI VỀ DỰ TOÁN NGÂN SÁCH NĂM 2006 (Trích)

(Nghị quyết này đã được Quốc hội khoá XI,

kỳ họp thứ 8 thông qua ngày 12/11/2005)

CÁC CHỈ TIÊU

1. Thu ngân sách tăng 9%.
"""


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        (BARS_AT_ENDS, "title", "sửa đổi mức chi tại Điều 2 Nghị quyết 31/2019/NQ-HĐND"),
        (BARS_AT_ENDS, "issuer", "Hội đồng nhân dân tỉnh Lai Châu"),
        (BARS_AT_ENDS, "place", "Lai Châu"),
        (BARS_AT_ENDS, "date", date(2024, 7, 11)),
        (LOST_PROVINCE, "title", "BAN HÀNH QUY ĐỊNH VỀ QUẢN LÝ CHỢ"),
        (LOST_PROVINCE, "issuer", "Ủy ban nhân dân thành phố Hải Phòng"),
        (DECREE, "title", "QUY ĐỊNH VỀ TRỒNG CÂY PHÂN TÁN"),
        (DECREE, "issuer", "Hội đồng Bộ trưởng"),
        (DECREE, "code", "77-HĐBT"),
        (PRINTED, "kind", "directive"),
        (PRINTED, "doc_type", "Nghị quyết"),
        (PRINTED, "title", "VỀ DỰ TOÁN NGÂN SÁCH NĂM 2006"),
        (PRINTED, "issuer", "Quốc hội"),
        (PRINTED, "place", "Trung ương"),
        (PRINTED, "date", date(2005, 11, 12)),
        (BARS, "kind", "report"),
        (BARS, "code", "71/BC-BTNMT"),
        (BARS, "date", date(2011, 9, 21)),
        (BARS, "issuer", "Bộ Tài nguyên và Môi trường"),
        (BARS, "place", "Trung ương"),
        (BARS, "title", "KẾT QUẢ KIỂM KÊ ĐẤT ĐAI CỦA 63 TỈNH, THÀNH PHỐ NĂM 2010"),
        (PARTY_BOARD, "code", "8-HD/BKTTW"),
        (PARTY_BOARD, "date", date(2016, 3, 4)),
        (PARTY_BOARD, "issuer", "Ban Kinh tế Trung ương"),
        (PARTY_BOARD, "place", "Trung ương"),
        (PARTY_BOARD, "title", "BÁO CÁO ĐỊNH KỲ VỀ TÌNH HÌNH KINH TẾ - XÃ HỘI"),
        (COUNCIL, "title", "VỀ QUY HOẠCH PHÁT TRIỂN DU LỊCH ĐẾN NĂM 2025"),
        (COUNCIL, "issuer", "Hội đồng nhân dân tỉnh Ninh Bình"),
        (LETTER, "issuer", "Bộ Tư pháp"),
        (LETTER, "code", "902/BTP-HCTP"),
        (LETTER, "title", "V/v cấp bản sao hộ tịch"),
        (LETTER, "date", date(2012, 4, 9)),
        (OUTLINE, "title", "ĐÁNH GIÁ PHONG TRÀO THI ĐUA"),
        (MARKDOWN, "code", "615/STC-NS"),
        (MARKDOWN, "issuer", "Sở Tài chính"),
        (MARKDOWN, "title", "V/v quyết toán ngân sách năm 2020"),
        (PAGE, "kind", "report"),
        (PAGE, "date", date(2016, 1, 14)),
        (PAGE, "title", "Kết quả công tác Hội năm 2015, nhiệm vụ năm 2016"),
        (RESOLUTION_PAGE, "code", "57/2012/QH13"),
        (RESOLUTION_PAGE, "issuer", "Quốc hội"),
        (RESOLUTION_PAGE, "title", "VỀ PHÂN BỔ NGÂN SÁCH TRUNG ƯƠNG"),
        (SHORT_DAY, "date", date(2003, 5, 9)),
        (SHORT_DAY, "issuer", "UBND tỉnh Phú Yên"),
        (DATABASE, "doc_type", "Chỉ thị"),
        (DATABASE, "code", "12/CT-UBND"),
        (PLAIN_START, "title", "NHANH TÌNH HÌNH TRẬT TỰ QUÝ I"),
        (QUICK, "title", "Tình hình trật tự quý I"),
        (ISSUER_IN_TITLE, "title", "về công tác khuyến nông"),
        (ISSUER_IN_TITLE, "issuer", "Ban Thường vụ Tỉnh uỷ"),
    ],
    ids=lambda value: value.split("\n")[0][:24] if isinstance(value, str) and "\n" in value else str(value)[:40],
)
def test_field(text: str, field: str, value: object) -> None:
    assert getattr(read(text), field) == value


def test_headings_broken_over_lines_are_whole() -> None:
    titles = [part.title for part in find_sections(BARS) if part.kind is SectionKind.HEADING]
    assert titles == ["I. ĐẶC ĐIỂM CHUNG", "II. KẾT QUẢ VÀ TỒN TẠI", "1. Diện tích đất nông nghiệp"]


def test_bars_of_a_letterhead_are_no_furniture() -> None:
    assert find_boilerplate(BARS) == ()


@given(st.text(alphabet="SốHàNộingày thángnăm:/-.,|\n0123456789QĐUBNDCỘNGHÒA", max_size=300))
def test_joined_lines_keep_their_spans(text: str) -> None:
    for line in join_head(split_lines(text)):
        assert " ".join(text[line.start : line.end].split()) == " ".join(line.text.split())


@pytest.mark.parametrize("line", ["Số:\n", "CỘNG\n", "Hà\n", "ngày\n", "|\n"], ids=repr)
def test_cost_grows_with_length_only(line: str) -> None:
    assert grows_with_length(lambda text: join_head(split_lines(text)), line, 40_000)


DRAWN = [
    (
        "|\n**ỦY BAN NHÂN\nDÂN **\nTỈNH LÀO CAI\n-----\n|\n**CỘNG HÒA XÃ\nHỘI CHỦ NGHĨA VIỆT NAM**\n"
        "Độc lập - Tự do - Hạnh phúc\n------\n|\n|\nSố: 31/KH-UBND\n|\n*Lào Cai, ngày\n04 tháng 3 năm 2025*\n|\n\n"
        "**KẾ HOẠCH**\n\nPHÒNG CHÁY RỪNG\n\nThực hiện chỉ đạo, Ủy ban nhân dân tỉnh yêu cầu.\n",
        ("31/KH-UBND", date(2025, 3, 4), "Ủy ban nhân dân tỉnh Lào Cai"),
    ),
    (
        "|\n**BỘ XÂY\nDỰNG**\n-----\n|\n"
        "**CỘNG HÒA XÃ HỘI\nCHỦ NGHĨA VIỆT NAM**\nĐộc lập - Tự do - Hạnh phúc\n------\n|\n|\n"
        "Số: 1188/QĐ-BXD\n|\n*Hà Nội, ngày 12\ntháng 8 năm 2025*\n|\n\n**QUYẾT ĐỊNH**\n\nVỀ\nVIỆC CÔNG BỐ ĐỊNH MỨC\n",
        ("1188/QĐ-BXD", date(2025, 8, 12), "Bộ Xây dựng"),
    ),
    (
        "|\n**THỦ TƯỚNG\nCHÍNH PHỦ**\n-----\n|\n"
        "**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**\nĐộc lập - Tự do - Hạnh phúc\n-----\n|\n|\n"
        "Số: 77/CĐ-TTg\n|\n*Hà Nội, ngày\n1 tháng 9 năm 2024*\n|\n\n**CÔNG ĐIỆN**\n\nVỀ VIỆC ỨNG PHÓ BÃO\n",
        ("77/CĐ-TTg", date(2024, 9, 1), "Thủ tướng Chính phủ"),
    ),
    (
        "|\n**HỘI ĐỒNG NHÂN DÂN\n**\nTỈNH SƠN LA\n-----\n|\n**CỘNG HÒA XÃ HỘI\nCHỦ NGHĨA VIỆT NAM**\n"
        "Độc lập - Tự do - Hạnh phúc\n-----\n|\n|\nSố: 54/NQ-HĐND\n|\n*Sơn La, ngày 10\ntháng 12 năm 2024*\n|\n\n"
        "**NGHỊ QUYẾT**\n\nVỀ DỰ TOÁN NGÂN SÁCH\n",
        ("54/NQ-HĐND", date(2024, 12, 10), "Hội đồng nhân dân tỉnh Sơn La"),
    ),
    (
        "|\n**BỘ TÀI CHÍNH**\n-----\n|\n"
        "**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**\nĐộc lập - Tự do - Hạnh phúc\n-----\n|\n|\n"
        "Số: 902/TB-BTC\n|\n*Hà Nội, ngày 2\ntháng 6 năm 2023*\n|\n\n**THÔNG BÁO**\n\nKẾT\nLUẬN HỌP GIAO BAN\n",
        ("902/TB-BTC", date(2023, 6, 2), "Bộ Tài chính"),
    ),
]


@pytest.mark.parametrize(("text", "expected"), DRAWN, ids=[row[1][0] for row in DRAWN])
def test_a_head_drawn_with_bars_and_broken_marks(text: str, expected: tuple[str, date, str]) -> None:
    metadata = read_metadata(text, find_sections(text), find_boilerplate(text))
    assert (metadata.code, metadata.date, metadata.issuer) == expected
