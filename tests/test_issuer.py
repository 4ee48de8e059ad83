"""The bodies in the cells of a letterhead, and the name of the one that issued the document."""

import pytest

from extractors.header.issuer import find_issuer, set_case, split_units


@pytest.mark.parametrize(
    ("cells", "units"),
    [
        (["BỘ", "LAO ĐỘNG – THƯƠNG BINH VÀ XÃ HỘI"], ["bộ lao động – thương binh và xã hội"]),
        (["BỘ NÔNG NGHIỆP VÀ PHÁT", "TRIỂN NÔNG THÔN"], ["bộ nông nghiệp và phát triển nông thôn"]),
        (["BAN CHẤP HÀNH", "TRUNG ƯƠNG", "BAN NỘI CHÍNH"], ["ban chấp hành trung ương", "ban nội chính"]),
        (["UBND XÃ SƠN HÀ", "BAN CHỈ ĐẠO XÂY DỰNG", "NÔNG THÔN MỚI"], None),
        (["UBND TỈNH PHÚ THỌ SỞ NỘI VỤ"], ["ubnd tỉnh phú thọ", "sở nội vụ"]),
        (["TỈNH ỦY SƠN LA BAN DÂN VẬN"], ["tỉnh ủy sơn la", "ban dân vận"]),
        (["VIỆN KIỂM SÁT", "NHÂN DÂN TỐI CAO"], ["viện kiểm sát nhân dân tối cao"]),
        (["SỞ Y TẾ", "Hà"], ["sở y tế"]),
        (["SỞ Y TẾ", "tháng 10 năm 2013"], ["sở y tế"]),
        (["Tháng 10 năm 2013"], []),
    ],
    ids=str,
)
def test_units(cells: list[str], units: list[str] | None) -> None:
    expected = ["ubnd xã sơn hà", "ban chỉ đạo xây dựng nông thôn mới"] if units is None else units
    assert split_units(cells) == expected


@pytest.mark.parametrize(
    ("units", "signed_for", "said", "issuer"),
    [
        (["ban chấp hành trung ương", "ban nội chính"], None, None, "Ban Nội chính Trung ương"),
        (["ủy ban kiểm tra", "tỉnh ủy hà nam"], None, None, "Ủy ban Kiểm tra Tỉnh ủy"),
        (
            ["hội nông dân việt nam", "ban chấp hành tỉnh hà nam"],
            "BAN THƯỜNG VỤ",
            None,
            "Ban Thường vụ Hội Nông dân tỉnh Hà Nam",
        ),
        (["tỉnh ủy hà nam"], None, "Ban Thường vụ Tỉnh uỷ", "Ban Thường vụ Tỉnh uỷ"),
    ],
    ids=str,
)
def test_issuer(units: list[str], signed_for: str | None, said: str | None, issuer: str) -> None:
    assert find_issuer(units, signed_for, said, "") == issuer


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("SỞ GIÁO DỤC VÀ ĐÀO TẠO LÀO CAI", "Sở Giáo dục và Đào tạo Lào Cai"),
        ("BỘ LAO ĐỘNG – THƯƠNG BINH VÀ XÃ HỘI", "Bộ Lao động - Thương binh và Xã hội"),
        ("PHÒNG CẢNH SÁT GIAO THÔNG", "Phòng Cảnh sát giao thông"),
        ("BAN CHỈ ĐẠO XÂY DỰNG NÔNG THÔN MỚI", "Ban Chỉ đạo xây dựng nông thôn mới"),
        ("HỘI ĐỒNG NHÂN DÂN TỈNH HẬU GIANG", "Hội đồng nhân dân tỉnh Hậu Giang"),
        ("TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM", "Tổng Liên đoàn Lao động Việt Nam"),
        ("TỈNH UỶ HÀ NAM", "Tỉnh uỷ Hà Nam"),
    ],
    ids=str,
)
def test_case(name: str, spelled: str) -> None:
    assert set_case(name) == spelled
