"""Districts and communes: name and day -> provinces; the bodies of a letterhead -> where they belong."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.flow import Findings
from extractors.header.locality import Locality, read_locality
from extractors.rulebook import load_table
from extractors.text.folding import bare
from extractors.values.local_units import (
    TWO_LEVELS,
    lands_of_districts,
    loosely_named_units,
    provinces_of_commune,
    provinces_of_district,
    spelled_unit,
)
from extractors.values.places import successors


@pytest.mark.parametrize(
    ("name", "on", "provinces"),
    [
        ("Hoàng Su Phì", date(2024, 6, 12), ("Hà Giang",)),
        ("Hoàng Su Phì", date(2026, 3, 3), ("Tuyên Quang",)),
        ("Hoàng Su Phì", date(1985, 5, 1), ("Hà Tuyên",)),
        ("huyện không có thật", date(2020, 1, 1), ()),
        ("Bù Gia Mập", None, ("Bình Phước",)),
        ("Đăk Glei", date(2017, 1, 1), ("Kon Tum",)),
        ("Hòa Bình", None, ("Bạc Liêu",)),
        ("Thạnh Phú", date(2025, 6, 30), ("Bến Tre",)),
        ("Thạnh Phú", date(2025, 7, 1), ("Vĩnh Long",)),
        ("Chợ Mới", date(2020, 1, 1), ("An Giang", "Bắc Kạn")),
        ("Quận 5", date(2020, 1, 1), ("Hồ Chí Minh",)),
    ],
    ids=str,
)
def test_district_is_of_the_province_of_its_day(name: str, on: date | None, provinces: tuple[str, ...]) -> None:
    assert provinces_of_district(name, on) == provinces


@pytest.mark.parametrize(
    ("level", "name", "on", "provinces"),
    [
        ("phường", "Hòa Xuân", date(2025, 8, 18), ("Đà Nẵng",)),
        ("đặc khu", "Phú Quốc", date(2025, 7, 30), ("An Giang",)),
        ("xã", "Chợ Mới", date(2025, 10, 9), ("An Giang", "Thái Nguyên")),
        ("xã", "Bắc Mê", date(2025, 12, 22), ("Tuyên Quang",)),
        ("xã", "Bắc Mê", date(2024, 12, 22), ()),
        ("thị trấn", "Bắc Mê", date(2025, 12, 22), ()),
    ],
    ids=str,
)
def test_commune_is_of_its_province_since_july_2025(
    level: str, name: str, on: date, provinces: tuple[str, ...]
) -> None:
    assert provinces_of_commune(level, name, on) == provinces


def test_names_are_spelled_as_the_tables_spell_them() -> None:
    assert [spelled_unit(name) for name in ("CƯ M'GAR", "nam tuấn", "quận 5")] == ["Cư M'gar", "Nam Tuấn", "Quận 5"]


IN_2024, IN_2026 = date(2024, 6, 12), date(2026, 3, 3)


@pytest.mark.parametrize(
    ("units", "town", "on", "body", "where"),
    [
        (["huyện ủy hoàng su phì"], None, IN_2024, "", Locality("Hà Giang", "Hoàng Su Phì")),
        (["huyện ủy hoàng su phì"], None, IN_2026, "", Locality("Tuyên Quang", "Hoàng Su Phì")),
        (["huyện ủy", "ban dân vận"], "Thạnh Phú", IN_2024, "", Locality("Bến Tre", "Thạnh Phú")),
        (["đảng ủy xã chợ mới"], "Chợ Mới", IN_2026, "", Locality(None, None, "Chợ Mới")),
        (["đảng ủy xã chợ mới"], "Chợ Mới", IN_2026, "tỉnh Thái Nguyên", Locality("Thái Nguyên", None, "Chợ Mới")),
        (["đảng ủy xã chợ mới"], "Chợ Mới", IN_2026, "tỉnh Bắc Kạn (cũ)", Locality("Thái Nguyên", None, "Chợ Mới")),
        (["đảng bộ tỉnh an giang", "đảng ủy xã chợ mới"], None, IN_2026, "", Locality("An Giang", None, "Chợ Mới")),
        (["ubnd huyện hòa bình", "phòng y tế"], None, IN_2024, "", Locality("Bạc Liêu", "Hòa Bình")),
        (["ubnd thành phố hòa bình"], None, IN_2024, "", Locality("Hòa Bình", "Hòa Bình")),
        (["ubnd thành phố hải phòng", "sở y tế"], "Hải Phòng", IN_2024, "", Locality("Hải Phòng")),
        (["ubnd quận 5", "phòng nội vụ"], "Quận 5", IN_2024, "", Locality("Hồ Chí Minh", "Quận 5")),
        (["thị ủy nghĩa lộ"], "Nghĩa Lộ", IN_2024, "", Locality("Yên Bái", "Nghĩa Lộ")),
        (["sở lao động - thương binh và xã hội"], "Bắc Kạn", IN_2024, "", Locality("Bắc Kạn")),
        (["ủy ban nhân dân phường bắc kạn"], "Bắc Kạn", IN_2026, "", Locality("Thái Nguyên", None, "Bắc Kạn")),
        (["bộ nội vụ"], "Hà Nội", IN_2024, "", Locality("Trung ương")),
    ],
    ids=str,
)
def test_locality(units: list[str], town: str | None, on: date, body: str, where: Locality) -> None:
    assert read_locality(units, town, on, body) == where


@pytest.mark.parametrize(
    ("words", "units"),
    [
        ("thị trấn Bằng Lũng", [("Thái Nguyên", "Chợ Đồn", False)]),
        ("thi tran bang lung", [("Thái Nguyên", "Chợ Đồn", False)]),
        ("Thị trấn Thứ Ba", [("An Giang", "An Biên", False)]),
        ("xã Không Có Ở Đâu", []),
    ],
)
def test_a_commune_of_before_july_2025_means_the_one_it_went_into(
    words: str, units: list[tuple[str, str, bool]]
) -> None:
    assert list(loosely_named_units(words)) == units


@pytest.mark.parametrize(
    ("superior", "own", "town", "body", "expected"),
    [
        ("HUYỆN ỦY BẮC HÀ", "ĐẢNG ỦY XÃ BẢN PHỐ", "Bản Phố", "", ("Lào Cai", "Bắc Hà", "Bản Phố")),
        ("HUYỆN ỦY", "ĐẢNG ỦY XÃ CAO LÂU", "Cao Lâu", "", ("Lạng Sơn", None, "Cao Lâu")),
        ("ĐẢNG BỘ HUYỆN", "ĐẢNG ỦY XÃ CHIỀNG PHA", "Chiềng Pha", "", ("Sơn La", None, "Chiềng Pha")),
        ("HUYỆN ỦY", "ĐẢNG ỦY THỊ TRẤN MỘ ĐỨC", "Mộ Đức", "", ("Quảng Ngãi", "Mộ Đức", "Mộ Đức")),
        ("HUYỆN ỦY", "ĐẢNG ỦY THỊ TRẤN BẰNG LŨNG", "Bằng Lũng", "Theo tỉnh Bắc Kạn, ", ("Bắc Kạn", None, "Bằng Lũng")),
        ("THÀNH ỦY", "ĐẢNG ỦY PHƯỜNG NÔNG TIẾN", "Nông Tiến", "", (None, None, "Nông Tiến")),
        ("HUYỆN ỦY", "ĐẢNG ỦY XÃ NGHĨA AN", "Nghĩa An", "", (None, None, "Nghĩa An")),
    ],
)
def test_head_of_a_former_commune_tells_its_province(
    superior: str, own: str, town: str, body: str, expected: tuple[str | None, ...]
) -> None:
    """A name that several provinces had, or one of land that several had, tells none unless the text names it."""
    text = (
        f"{superior}\n{own}\n*\nSố 12-BC/ĐU\nĐẢNG CỘNG SẢN VIỆT NAM\n{town}, ngày 12 tháng 6 năm 2022\n\nBÁO CÁO\n"
        f"kết quả công tác dân vận 6 tháng đầu năm 2022\n-----\n{body}Đảng ủy tổ chức 05 hội nghị, 312 lượt người dự.\n"
    )
    found = Findings(text).metadata
    assert (found.place, found.district, found.commune) == expected


def test_lands_of_before_are_those_of_units_of_today() -> None:
    """Each district of 30 June 2025 has a land, of units that the province it went into has."""
    districts = {(block["name"], bare(name)) for block in load_table("extractors.values", "places")["province"]
                 for name in block.get("districts", ())}  # fmt: skip
    lost = []
    for province, name in districts:
        lands = [land for land in lands_of_districts(name) if land.province == province]
        lost += [] if lands else [name]
        for unit in (unit for land in lands for unit in land.units):
            (now,) = successors(province, TWO_LEVELS)
            levels = [
                level for level in ("xã", "phường", "đặc khu") if now in provinces_of_commune(level, unit, TWO_LEVELS)
            ]
            assert levels, (province, name, unit)
    assert lost == []
