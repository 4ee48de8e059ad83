"""Secrecy decides whether a document enters the database: stamps must be found, and nothing else taken for one."""

import pytest

from extractors.header.find import read_metadata
from extractors.header.secrecy import Stamp, find_stamp
from extractors.layout.find import find_boilerplate, find_sections

PARTY = """TỈNH ỦY YÊN BÁI\t\tĐẢNG CỘNG SẢN VIỆT NAM
BAN NỘI CHÍNH{stamp_a}
*{stamp_b}\t\tYên Bái, ngày 12 tháng 4 năm 2021
Số 31-BC/BNCTU{stamp_c}
{stamp_d}
BÁO CÁO{stamp_e}
{title}
-----
{stamp_f}
Thực hiện Công văn số 12-CV/TU, ngày 01/4/2021 của Tỉnh ủy, Ban Nội chính Tỉnh ủy báo cáo như sau:
I- TÌNH HÌNH
Đã tiếp 14 lượt công dân, nhận 9 đơn.
Nơi nhận:
- Thường trực Tỉnh ủy,
- Lưu Ban Nội chính.
TRƯỞNG BAN
Lò Văn Pành
"""


def party(title: str = "tình hình an ninh trật tự quý I", **stamps: str) -> str:
    places = dict.fromkeys(("stamp_a", "stamp_b", "stamp_c", "stamp_d", "stamp_e", "stamp_f"), "")
    return PARTY.format(title=title, **{**places, **stamps})


def stamp(text: str) -> Stamp | None:
    return find_stamp(text, boilerplate=find_boilerplate(text))


def urgency_of(text: str) -> str | None:
    boilerplate = find_boilerplate(text)
    return read_metadata(text, find_sections(text, (), boilerplate), boilerplate).urgency


@pytest.mark.parametrize(
    ("text", "level"),
    [
        (party(stamp_d="MẬT"), "Mật"),
        (party(stamp_d="TỐI MẬT"), "Tối mật"),
        (party(stamp_d="TUYỆT MẬT"), "Tuyệt mật"),
        (party(stamp_d="M Ậ T"), "Mật"),
        (party(stamp_d="T Ố I  M Ậ T"), "Tối mật"),
        (party(stamp_d="Độ mật: Mật"), "Mật"),
        (party(stamp_d="ĐỘ MẬT: TUYỆT MẬT"), "Tuyệt mật"),
        (party(stamp_d="[MẬT]"), "Mật"),
        (party(stamp_d="mật"), "Mật"),
        (party(stamp_d="MẬT - Bản số: 03"), "Mật"),
        (party(stamp_c=" MẬT"), "Mật"),
        (party(stamp_c="\t\tTối mật"), "Tối mật"),
        (party(stamp_c="    TUYỆT MẬT"), "Tuyệt mật"),
        (party(stamp_a=" MẬT"), "Mật"),
        (party(stamp_b=" MẬT"), "Mật"),
        (party(stamp_e=" MẬT"), "Mật"),
        (party(stamp_f="TỐI MẬT"), "Tối mật"),
        ("MẬT\n" + party(), "Mật"),
        ("TUYỆT MẬT\n\n" + party(), "Tuyệt mật"),
        ("Trang chủ | Tin tức\n" + party(stamp_d="MẬT"), "Mật"),
        ("TỐI MẬT\n\nDanh sách cán bộ luân chuyển\n1. Nguyễn Văn A\n2. Trần Thị B", "Tối mật"),
        (party(stamp_d="HỎA TỐC\nMẬT"), "Mật"),
        (party(stamp_d="MẬT\n").replace("BÁO CÁO\n", "", 1), "Mật"),
        (party(stamp_d="MẬT").lower(), "Mật"),
        (party(stamp_d="| MẬT | |"), "Mật"),
    ],
    ids=lambda value: repr(value[-60:]) if len(value) > 60 else value,
)
def test_stamped_document_is_secret(text: str, level: str) -> None:
    found = stamp(text)
    assert found is not None
    assert (found.level, found.certain) == (level, True)


ARTICLE = """Công an tỉnh triệt phá đường dây buôn lậu
12/3/2022 - 08:15

Sáng 12/3, Công an tỉnh Hà Tĩnh họp báo công bố kết quả chuyên án. Tài liệu được đóng dấu tuyệt mật trong quá trình
điều tra, bảo đảm bí mật nghiệp vụ và an toàn cho trinh sát tham gia chuyên án kéo dài sáu tháng.
"""


@pytest.mark.parametrize(
    "text",
    [
        party(),
        party(title="kết quả công tác bảo vệ bí mật nhà nước năm 2020"),
        party(title="VỀ CÔNG TÁC BẢO VỆ BÍ MẬT NHÀ NƯỚC"),
        party(title="danh mục bí mật nhà nước độ Tuyệt mật, Tối mật và Mật"),
        party(title="BAN HÀNH DANH MỤC BÍ MẬT NHÀ NƯỚC ĐỘ TỐI MẬT"),
        party(stamp_d="ĐÃ GIẢI MẬT"),
        party(stamp_d="MẬT\nĐÃ GIẢI MẬT"),
        party(stamp_d="Độ mật: Không"),
        party(stamp_d="KHẨN"),
        party(stamp_f="Tuyệt mật là thông tin quan trọng nhất, nếu lộ gây nguy hại đặc biệt nghiêm trọng."),
        party().replace("BAN NỘI CHÍNH", "BAN CHỈ ĐẠO BẢO VỆ BÍ MẬT"),
        party().replace("BAN NỘI CHÍNH", "HỌC VIỆN KỸ THUẬT MẬT MÃ"),
        party().replace("BAN NỘI CHÍNH", "HỢP TÁC XÃ ONG MẬT"),
        party().replace("I- TÌNH HÌNH", "I- ĐỘ MẬT\nMẬT\nTỐI MẬT\nTUYỆT MẬT"),
        ARTICLE,
        "Hồ sơ mật về vụ án\n" + ARTICLE,
        "Số liệu\nCấp độ\tMật\tTối mật\tTuyệt mật\nHồ sơ\t3\t2\t1\nCộng\t3\t2\t1",
        "QUỐC HỘI\nLuật số: 29/2018/QH14\n\nLUẬT\nBẢO VỆ BÍ MẬT NHÀ NƯỚC\n\nCăn cứ Hiến pháp;\n"
        "Điều 8. Phân loại bí mật nhà nước\n1. Bí mật nhà nước độ Tuyệt mật;\n2. Tối mật;\n3. Mật.",
        "BỘ CÔNG AN\nSố: 24/2020/TT-BCA\n\nTHÔNG TƯ\nBan hành biểu mẫu dùng trong bảo vệ\nbí mật nhà nước\n\n"
        "Căn cứ Luật Bảo vệ bí mật nhà nước;\nPhụ lục\nMẫu dấu\nMẬT\nTỐI MẬT",
    ],
    ids=lambda value: repr(value[-70:]),
)
def test_open_document_stays_open(text: str) -> None:
    assert stamp(text) is None


@pytest.mark.parametrize(
    ("text", "level"),
    [
        (party(stamp_d="KHẨN"), "Khẩn"),
        (party(stamp_d="THƯỢNG KHẨN"), "Thượng khẩn"),
        (party(stamp_d="HOẢ TỐC"), "Hỏa tốc"),
        (party(stamp_d="HỎA TỐC HẸN GIỜ"), "Hỏa tốc hẹn giờ"),
        (party(stamp_c="   HỎA TỐC"), "Hỏa tốc"),
        (party(stamp_d="Độ khẩn: Khẩn"), "Khẩn"),
        (party(stamp_a=" KHẨN"), "Khẩn"),
        (party(title="tình huống KHẨN CẤP về thiên tai"), None),
        (party(), None),
    ],
    ids=lambda value: repr(value[-60:]) if value and len(value) > 60 else str(value),
)
def test_urgency_is_read_from_its_stamp(text: str, level: str | None) -> None:
    assert urgency_of(text) == level
