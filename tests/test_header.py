"""What official documents say of themselves, in the letterheads of State, Party and mass organisations."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.header.find import read_metadata
from extractors.layout.find import find_boilerplate, find_sections
from extractors.model import Metadata


def read(text: str, *hints: tuple[str, str]) -> Metadata:
    boilerplate = find_boilerplate(text)
    return read_metadata(text, find_sections(text, (), boilerplate), boilerplate, hints)


PARTY_COLUMNS = """TỈNH ỦY SƠN LA                    ĐẢNG CỘNG SẢN VIỆT NAM
*                                 Sơn La, ngày 05 tháng 7 năm 2019
Số 07-NQ/TU

NGHỊ QUYẾT
HỘI NGHỊ BAN CHẤP HÀNH ĐẢNG BỘ TỈNH LẦN THỨ MƯỜI
về phát triển nông nghiệp sạch
-----

Sau khi nghe báo cáo, Ban Chấp hành Đảng bộ tỉnh quyết nghị:
1. Phấn đấu đến năm 2025 có 20.000 ha cây ăn quả được chứng nhận.

Nơi nhận:                         T/M TỈNH ỦY
- Bộ Chính trị (để báo cáo),      BÍ THƯ
- Lưu Văn phòng Tỉnh ủy.
                                  Hoàng Quốc Khánh
"""
BOARD_ONE_SPACE = """HUYỆN ỦY QUỲNH LƯU ĐẢNG CỘNG SẢN VIỆT NAM
BAN TỔ CHỨC Quỳnh Lưu, ngày 3 tháng 12 năm 2020
*
Số 214 -BC/BTCHU

BÁO CÁO
tổng kết công tác tổ chức xây dựng Đảng năm 2020,
nhiệm vụ năm 2021

Năm 2020, Ban Tổ chức Huyện ủy đã hoàn thành kế hoạch.

I- KẾT QUẢ
Kết nạp 214 đảng viên.

Nơi nhận: K/T TRƯỞNG BAN
- Ban Tổ chức Tỉnh ủy, PHÓ TRƯỞNG BAN
- Lưu Ban.
Phan Thị Hà
"""
STATE_DEPARTMENT = """UBND TỈNH CÀ MAU\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ NỘI VỤ\tĐộc lập - Tự do - Hạnh phúc
Số: 1127/SNV-CCHC\tCà Mau, ngày 09 tháng 8 năm 2023
V/v đôn đốc báo cáo cải cách hành chính
quý III năm 2023
Kính gửi:
- Các sở, ban, ngành tỉnh;
- UBND các huyện, thành phố.
Thực hiện Kế hoạch số 15/KH-UBND ngày 10/01/2023 của UBND tỉnh, Sở Nội vụ đề nghị các đơn vị thực hiện:
1. Gửi báo cáo trước ngày 15/9/2023.
Nơi nhận:\tKT. GIÁM ĐỐC
- Như trên;\tPHÓ GIÁM ĐỐC
- Lưu: VT.
\tLê Thanh Phương
"""
STATE_DECISION = """ỦY BAN NHÂN DÂN
THÀNH PHỐ ĐÀ NẴNG
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: 18/2022/QĐ-UBND
Đà Nẵng, ngày 20 tháng 10 năm 2022

QUYẾT ĐỊNH
BAN HÀNH QUY ĐỊNH QUẢN LÝ CÂY XANH ĐÔ THỊ
ỦY BAN NHÂN DÂN THÀNH PHỐ ĐÀ NẴNG
Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Quy định quản lý cây xanh.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lê Trung Chinh
"""
MINISTRY = """BỘ Y TẾ
CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập – Tự do – Hạnh phúc
Số: 04/2021/TT-BYT
Hà Nội, ngày 29 tháng 4 năm 2021
THÔNG TƯ
Hướng dẫn thanh toán chi phí khám bệnh theo định suất
Căn cứ Luật Bảo hiểm y tế ngày 14 tháng 11 năm 2008;
Bộ trưởng Bộ Y tế ban hành Thông tư hướng dẫn như sau:
Điều 1. Phạm vi điều chỉnh
"""
LAW = """QUỐC HỘI
--------
Luật số: 10/2020/QH14
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

LUẬT
HÒA GIẢI, ĐỐI THOẠI TẠI TÒA ÁN

Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Quốc hội ban hành Luật Hòa giải, đối thoại tại Tòa án.
Điều 1. Phạm vi điều chỉnh
Luật này quy định nguyên tắc hòa giải.
Luật này được Quốc hội khóa XIV, kỳ họp thứ 9 thông qua ngày 16 tháng 6 năm 2020.
CHỦ TỊCH QUỐC HỘI
Nguyễn Thị Kim Ngân
"""
LOWERED = """bộ thương mại
cộng hoà xã hội chủ nghĩa việt nam
Độc lập - Tự do - Hạnh phúc
Số: 21/2001/TT-BTM
Hà nội, ngày  8  tháng 10 năm 2001

thông tư
Hướng dẫn thực hiện Nghị định số 44/2001/NĐ-CP
về xuất khẩu, nhập khẩu

Căn cứ Nghị định số 44/2001/NĐ-CP ngày 02/8/2001 của Chính phủ;
"""
GAZETTE = """THÔNG TƯ
CỦA BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI SỐ 20/2000/TT-BLĐTBXH NGÀY 7 THÁNG 8 NĂM 2000
HƯỚNG DẪN CHÍNH SÁCH ĐỐI VỚI NGƯỜI CÓ CÔNG

Căn cứ Pháp lệnh ưu đãi người hoạt động cách mạng;
I. ĐỐI TƯỢNG
"""
UNION = """LIÊN ĐOÀN LAO ĐỘNG TỈNH BẾN TRE     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
CÔNG ĐOÀN VIÊN CHỨC TỈNH               Độc lập - Tự do - Hạnh phúc
Số: 33/KH-CĐVC                          Bến Tre, ngày 14 tháng 02 năm 2022

KẾ HOẠCH
Tổ chức Tháng Công nhân năm 2022

Công đoàn Viên chức tỉnh xây dựng Kế hoạch tổ chức như sau:
I. MỤC ĐÍCH
TM. BAN THƯỜNG VỤ
CHỦ TỊCH
Trần Thị Lan
"""
BLANK_NUMBER = """UBND HUYỆN MỘC CHÂU   CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
PHÒNG NỘI VỤ            Độc lập - Tự do - Hạnh phúc
Số:      /BC-PNV       Mộc Châu, ngày     tháng     năm 2024

BÁO CÁO
Kết quả công tác tôn giáo 9 tháng năm 2024

Phòng Nội vụ báo cáo như sau:
"""
DRAFT_OF_BODY = """Mẫu số 3
Tên đơn vị: ..........     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: ........               Độc lập - Tự do - Hạnh phúc
Kính gửi: Phòng Đăng ký kinh doanh
1. Tên doanh nghiệp: ......
2. Địa chỉ: ......
"""


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        (PARTY_COLUMNS, "kind", "directive"),
        (PARTY_COLUMNS, "doc_type", "Nghị quyết"),
        (PARTY_COLUMNS, "code", "07-NQ/TU"),
        (PARTY_COLUMNS, "number", "7"),
        (PARTY_COLUMNS, "symbol", "NQ/TU"),
        (PARTY_COLUMNS, "date", date(2019, 7, 5)),
        (PARTY_COLUMNS, "place", "Sơn La"),
        (PARTY_COLUMNS, "signer", "Hoàng Quốc Khánh"),
        (PARTY_COLUMNS, "signer_title", "T/M TỈNH ỦY, BÍ THƯ"),
        (BOARD_ONE_SPACE, "kind", "report"),
        (BOARD_ONE_SPACE, "code", "214-BC/BTCHU"),
        (BOARD_ONE_SPACE, "date", date(2020, 12, 3)),
        (BOARD_ONE_SPACE, "issuer", "Ban Tổ chức Huyện ủy"),
        (BOARD_ONE_SPACE, "place", "Nghệ An"),
        (BOARD_ONE_SPACE, "title", "tổng kết công tác tổ chức xây dựng Đảng năm 2020, nhiệm vụ năm 2021"),
        (BOARD_ONE_SPACE, "signer", "Phan Thị Hà"),
        (BOARD_ONE_SPACE, "recipients", ("Ban Tổ chức Tỉnh ủy", "Lưu Ban")),
        (STATE_DEPARTMENT, "doc_type", "Công văn"),
        (STATE_DEPARTMENT, "code", "1127/SNV-CCHC"),
        (STATE_DEPARTMENT, "title", "V/v đôn đốc báo cáo cải cách hành chính quý III năm 2023"),
        (STATE_DEPARTMENT, "issuer", "Sở Nội vụ"),
        (STATE_DEPARTMENT, "place", "Cà Mau"),
        (STATE_DEPARTMENT, "signer", "Lê Thanh Phương"),
        (
            STATE_DEPARTMENT,
            "recipients",
            ("Các sở, ban, ngành tỉnh", "UBND các huyện, thành phố", "Như trên", "Lưu: VT"),
        ),
        (STATE_DECISION, "title", "BAN HÀNH QUY ĐỊNH QUẢN LÝ CÂY XANH ĐÔ THỊ"),
        (STATE_DECISION, "issuer", "Ủy ban nhân dân thành phố Đà Nẵng"),
        (STATE_DECISION, "place", "Đà Nẵng"),
        (STATE_DECISION, "code", "18/2022/QĐ-UBND"),
        (STATE_DECISION, "symbol", "QĐ-UBND"),
        (MINISTRY, "issuer", "Bộ Y tế"),
        (MINISTRY, "place", "Trung ương"),
        (MINISTRY, "date", date(2021, 4, 29)),
        (LAW, "doc_type", "Luật"),
        (LAW, "code", "10/2020/QH14"),
        (LAW, "title", "HÒA GIẢI, ĐỐI THOẠI TẠI TÒA ÁN"),
        (LAW, "date", date(2020, 6, 16)),
        (LAW, "issuer", "Quốc hội"),
        (LAW, "place", "Trung ương"),
        (LOWERED, "doc_type", "Thông tư"),
        (LOWERED, "code", "21/2001/TT-BTM"),
        (LOWERED, "date", date(2001, 10, 8)),
        (LOWERED, "title", "Hướng dẫn thực hiện Nghị định số 44/2001/NĐ-CP về xuất khẩu, nhập khẩu"),
        (LOWERED, "place", "Trung ương"),
        (GAZETTE, "code", "20/2000/TT-BLĐTBXH"),
        (GAZETTE, "date", date(2000, 8, 7)),
        (GAZETTE, "issuer", "Bộ Lao động - Thương binh và Xã hội"),
        (GAZETTE, "title", "HƯỚNG DẪN CHÍNH SÁCH ĐỐI VỚI NGƯỜI CÓ CÔNG"),
        (UNION, "issuer", "Công đoàn Viên chức tỉnh"),
        (UNION, "place", "Bến Tre"),
        (UNION, "code", "33/KH-CĐVC"),
        (BLANK_NUMBER, "code", None),
        (BLANK_NUMBER, "symbol", "BC-PNV"),
        (BLANK_NUMBER, "date", None),
        (BLANK_NUMBER, "doc_type", "Báo cáo"),
        (BLANK_NUMBER, "place", "Sơn La"),
        (BLANK_NUMBER, "issuer", "Phòng Nội vụ"),
        (DRAFT_OF_BODY, "kind", "other"),
        (DRAFT_OF_BODY, "code", None),
    ],
    ids=lambda value: value.split("\n")[0][:24] if isinstance(value, str) and "\n" in value else str(value)[:40],
)
def test_field(text: str, field: str, value: object) -> None:
    assert getattr(read(text), field) == value


OLD_ORDER = """SẮC LỆNH
CỦA CHỦ TỊCH CHÍNH PHỦ LÂM THỜI SỐ 49 NGÀY 10 THÁNG 10 NĂM 1945

CHỦ TỊCH CHÍNH PHỦ LÂM THỜI VIỆT NAM DÂN CHỦ CỘNG HOÀ

Chiểu Sắc lệnh ngày 2 tháng 9 năm 1945;
RA SẮC LỆNH:
Điều thứ nhất: Từ nay đều dùng niên hiệu mới.
"""
CENTRAL_PARTY = """BAN CHẤP HÀNH TRUNG ƯƠNG       ĐẢNG CỘNG SẢN VIỆT NAM
*                              Hà Nội, ngày 3 tháng 2 năm 2018
Số 99-CT/TW

CHỈ THỊ
về chăm lo Tết cho Nhân dân

Ban Bí thư yêu cầu các cấp ủy:
1. Tổ chức thăm hỏi gia đình chính sách.

Nơi nhận:                      T/M BAN BÍ THƯ
- Các tỉnh ủy, thành ủy.       Trần Quốc Vượng
"""
YOUTH = """BCH TỈNH ĐOÀN LONG AN            ĐOÀN TNCS HỒ CHÍ MINH
***                              Long An, ngày 20 tháng 11 năm 2023
Số: 31-KH/TĐTN-VP

KẾ HOẠCH
Tổ chức Tháng Thanh niên năm 2024

Đơn vị triển khai theo các nội dung sau:
TM. BAN THƯỜNG VỤ TỈNH ĐOÀN
BÍ THƯ
Võ Thị Cẩm Nhung
"""


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        (OLD_ORDER, "doc_type", "Sắc lệnh"),
        (OLD_ORDER, "number", "49"),
        (OLD_ORDER, "code", None),
        (OLD_ORDER, "date", date(1945, 10, 10)),
        (OLD_ORDER, "title", None),
        (CENTRAL_PARTY, "issuer", "Ban Bí thư"),
        (CENTRAL_PARTY, "place", "Trung ương"),
        (CENTRAL_PARTY, "code", "99-CT/TW"),
        (
            YOUTH.replace("BCH TỈNH ĐOÀN LONG AN", "HỘI LHPN VIỆT NAM\nHUYỆN MỘC CHÂU").replace("Long An", "Mộc Châu"),
            "place",
            "Sơn La",
        ),
        (YOUTH, "issuer", "Ban Thường vụ Tỉnh đoàn"),
        (YOUTH, "place", "Long An"),
        (YOUTH, "code", "31-KH/TĐTN-VP"),
    ],
    ids=str,
)
def test_field_of_special_heads(text: str, field: str, value: object) -> None:
    assert getattr(read(text), field) == value


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        (BOARD_ONE_SPACE, date(2020, 1, 1), date(2020, 12, 31)),
        (UNION, date(2022, 1, 1), date(2022, 12, 31)),
        (BLANK_NUMBER, date(2024, 1, 1), date(2024, 9, 30)),
    ],
    ids=lambda value: str(value)[:24],
)
def test_title_tells_the_reporting_period(text: str, start: date, end: date) -> None:
    period = read(text).period
    assert period is not None
    assert (period.start, period.end) == (start, end)


def test_soft_hyphens_of_a_page_layout_are_those_of_the_symbol() -> None:
    head = read(PARTY_COLUMNS.replace("07-NQ/TU", "1961/QĐ\u00adUBND"))
    assert (head.code, head.issuer) == ("1961/QĐ-UBND", read(PARTY_COLUMNS).issuer)


def test_title_ends_at_a_table() -> None:
    head = "UBND TỈNH BẾN TRE\nSỞ NỘI VỤ\nSố: 152/BC-SNV\nBến Tre, ngày 20 tháng 12 năm 2023\n\nBÁO CÁO\n"
    text = f"{head}Kết quả bồi dưỡng cán bộ năm 2023\nĐơn vị tính: lớp\n\nTT | Đơn vị | Số lớp\n1 | Ba Tri | 5\n"
    assert read(text).title == "Kết quả bồi dưỡng cán bộ năm 2023"
    assert read(text.replace("Đơn vị tính: lớp\n", "")).title == "Kết quả bồi dưỡng cán bộ năm 2023"


def test_a_law_has_no_reporting_period() -> None:
    assert read(LAW).period is None


DATABASE_PAGE = """Trang chủ
>
Văn bản pháp luật Trung ương
Toàn văn
Thuộc tính
Tải về
Thông tư số 07/2019/TT-BTP Hướng dẫn đăng ký thế chấp quyền sử dụng đất
Còn hiệu lực
Số hiệu07/2019/TT-BTP
Loại văn bảnThông tư
Ngày ban hành25/11/2019
Cơ quan ban hànhBộ Tư pháp
Chức danhThứ trưởng
Người kýNguyễn Khánh Ngọc
"""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("doc_type", "Thông tư"),
        ("code", "07/2019/TT-BTP"),
        ("date", date(2019, 11, 25)),
        ("issuer", "Bộ Tư pháp"),
        ("place", "Trung ương"),
        ("title", "Hướng dẫn đăng ký thế chấp quyền sử dụng đất"),
        ("signer", "Nguyễn Khánh Ngọc"),
    ],
    ids=str,
)
def test_attributes_of_a_database_page(field: str, value: object) -> None:
    assert getattr(read(DATABASE_PAGE), field) == value


ROWS_OF_TWO = """Nghị định 81/2014/NĐ-CP quy định về dự trữ quốc gia
Thuộc tính Nội dung Tiếng Anh Lược đồ Tải về
Số hiệu: 81/2014/NĐ-CP Loại văn bản: Nghị định
Nơi ban hành: Chính phủ Người ký: Nguyễn Tấn Dũng
Ngày ban hành: 14/08/2014 Ngày hiệu lực: Đã biết
"""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "directive"),
        ("code", "81/2014/NĐ-CP"),
        ("signer", "Nguyễn Tấn Dũng"),
        ("date", date(2014, 8, 14)),
        ("place", "Trung ương"),
        ("title", "quy định về dự trữ quốc gia"),
    ],
    ids=str,
)
def test_attributes_two_in_a_row(field: str, value: object) -> None:
    assert getattr(read(ROWS_OF_TWO), field) == value


@given(st.text(alphabet="SốQĐ-/:. \n\t|0123456789ÀỦYBANTỈNHĐảng,ngàythángnăm*V/v", max_size=400))
def test_any_text_is_read_without_error(text: str) -> None:
    assert read(text).kind in ("report", "directive", "news", "other")


@pytest.mark.parametrize(
    "text", ["", "\n\n", "|", "a\n|||\nb", "Số", "BÁO CÁO", "MẬT", "Kính gửi:", "Nơi nhận:", "*\n*\n*"], ids=repr
)
def test_scraps_are_read_without_error(text: str) -> None:
    assert read(text).code is None
