"""Provinces in text, and what became of them through the mergers and splits of 1962-2025."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.rulebook import load_table
from extractors.values.places import (
    canonical,
    find_place,
    find_places,
    place_of_district,
    place_of_domain,
    predecessors,
    same_jurisdiction,
    successors,
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Tỉnh ủy Bắc Cạn họp với tỉnh Cao Bằng", ["Bắc Kạn", "Cao Bằng"]),
        ("UBND TỈNH ĐĂK LĂK", ["Đắk Lắk"]),
        ("BÀ RỊA – VŨNG TÀU và TPHCM", ["Bà Rịa - Vũng Tàu", "Hồ Chí Minh"]),
        ("thành phố Hồ Chí Minh", ["Hồ Chí Minh"]),
        ("Thành ủy TP. Hồ Chí Minh", ["Hồ Chí Minh"]),
        ("tỉnh Thừa Thiên - Huế", ["Huế"]),
        ("Học viện Chính trị quốc gia Hồ Chí Minh", []),
        ("tư tưởng, đạo đức, phong cách Hồ Chí Minh", []),
        ("khu vực châu Á - Thái Bình Dương", []),
        ("đồng chí Nguyễn Thái Bình phát biểu", []),
        ("tỉnh Minh Hải trước năm 1997", ["Minh Hải"]),
        ("HuếLongAn", []),
        ("huyện Quảng Ninh, tỉnh Quảng Bình", ["Quảng Bình"]),
        ("HUYỆN ỦY QUẢNG NINH", []),
        ("các huyện Nghệ An; thị xã Hà Tĩnh; thành phố Thái Nguyên", ["Nghệ An", "Hà Tĩnh", "Thái Nguyên"]),
        ("phường Thái Bình, đường Hà Nội, phố Lạng Sơn", []),
        ("quận Hà Đông, Thị ủy Sơn Tây, Vĩnh Linh", []),
        ("tỉnh Sơn Tây năm 1962", ["Sơn Tây"]),
    ],
    ids=repr,
)
def test_mentions(text: str, names: list[str]) -> None:
    assert [span.name for span in find_places(text)] == names


def test_the_place_named_most_is_the_place() -> None:
    assert find_place("Hà Nội, Sơn La, tỉnh Sơn La") == "Sơn La"
    assert find_place("không có tên tỉnh") is None


@pytest.mark.parametrize(
    ("name", "regular"),
    [
        ("tỉnh Thanh Hoá", "Thanh Hóa"),
        ("TP Hà Nội", "Hà Nội"),
        ("THÀNH PHỐ HẢI PHÒNG", "Hải Phòng"),
        ("Mường Ảng", None),
    ],
    ids=repr,
)
def test_canonical_name(name: str, regular: str | None) -> None:
    assert canonical(name) == regular


@pytest.mark.parametrize(
    ("name", "province"),
    [("Quy Nhơn", "Bình Định"), ("ĐỒNG XOÀI", "Bình Phước"), ("Chợ Mới", None), ("Hà Nội", None)],
    ids=repr,
)
def test_district_tells_its_province_when_only_one_has_it(name: str, province: str | None) -> None:
    assert place_of_district(name) == province


@pytest.mark.parametrize(
    ("text", "province"),
    [
        ("Theo tinhuy.soctrang.gov.vn", "Sóc Trăng"),
        ("(hoabinh.gov.vn) -", "Hòa Bình"),
        ("nhandan.vn rồi baolangson.vn", "Lạng Sơn"),
        ("vnexpress.net", None),
        (".vn", None),
    ],
    ids=repr,
)
def test_domain(text: str, province: str | None) -> None:
    assert place_of_domain(text) == province


@pytest.mark.parametrize(
    ("name", "day", "names"),
    [
        ("Bắc Kạn", date(2025, 6, 30), ("Bắc Kạn",)),
        ("Bắc Kạn", date(2025, 7, 1), ("Thái Nguyên",)),
        ("Bắc Kạn", date(1980, 1, 1), ("Bắc Thái",)),
        ("Hà Tây", date(2008, 8, 1), ("Hà Nội",)),
        ("Hậu Giang", date(2000, 1, 1), ("Cần Thơ", "Sóc Trăng")),
        ("Hậu Giang", date(2020, 1, 1), ("Hậu Giang",)),
        ("Hoàng Liên Sơn", date(2026, 1, 1), ("Lào Cai",)),
        ("Cao Bằng", date(2026, 1, 1), ("Cao Bằng",)),
        ("Quảng Nam - Đà Nẵng", date(2026, 1, 1), ("Đà Nẵng",)),
    ],
    ids=str,
)
def test_successors(name: str, day: date, names: tuple[str, ...]) -> None:
    assert successors(name, day) == names


@pytest.mark.parametrize(
    ("name", "day", "names"),
    [
        ("Phú Thọ", date(2024, 1, 1), ("Hòa Bình", "Phú Thọ", "Vĩnh Phúc")),
        ("Phú Thọ", date(1990, 1, 1), ("Hà Sơn Bình", "Vĩnh Phú")),
        ("Cao Bằng", date(2024, 1, 1), ("Cao Bằng",)),
        ("Nghệ An", date(1985, 1, 1), ("Nghệ Tĩnh",)),
    ],
    ids=str,
)
def test_predecessors(name: str, day: date, names: tuple[str, ...]) -> None:
    assert predecessors(name, day) == names


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Bắc Kạn", "Bắc Cạn", True),
        ("Bắc Kạn", "Thái Nguyên", True),
        ("Thái Nguyên", "Bắc Kạn", True),
        ("Bắc Thái", "Bắc Kạn", True),
        ("Hà Tây", "Hà Nội", True),
        ("Kon Tum", "Quảng Ngãi", True),
        ("Hòa Bình", "Vĩnh Phúc", False),
        ("Nghệ An", "Hà Tĩnh", False),
        ("Hòa Bình", "Hà Nội", False),
        ("Trung ương", "Trung ương", True),
        ("Trung ương", "Hà Nội", False),
        (None, "Hà Nội", False),
        (None, None, False),
    ],
    ids=str,
)
def test_same_jurisdiction(one: str | None, other: str | None, same: bool) -> None:
    assert same_jurisdiction(one, other) is same


def test_the_34_provinces_of_2025_hold_all_63() -> None:
    names = [block["name"] for block in load_table("extractors.values", "places")["province"]]
    today = date(2025, 7, 1)
    assert len(names) == 63
    assert len({later for name in names for later in successors(name, today)}) == 34
    assert all(name in predecessors(later, date(2025, 6, 30)) for name in names for later in successors(name, today))


NAMES = st.sampled_from(
    [
        *(block["name"] for block in load_table("extractors.values", "places")["province"]),
        *load_table("extractors.values", "places")["former"]["names"],
    ]
)


@given(NAMES, NAMES)
def test_same_jurisdiction_has_no_direction(one: str, other: str) -> None:
    assert same_jurisdiction(one, other) is same_jurisdiction(other, one)


@given(st.text(alphabet="Bắc KạnHồChíMinhTP. -", max_size=200))
def test_spans_are_exact(text: str) -> None:
    for span in find_places(text):
        assert canonical(text[span.start : span.end]) == span.name
