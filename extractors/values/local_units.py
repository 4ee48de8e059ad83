"""The name of a district, a commune or a ward, and a day -> the provinces that had such a unit on that day.

Districts are those of 30 June 2025, carried to other days by the changes of their provinces (`places.toml`); communes
are those since 1 July 2025 (`communes.toml`), when the districts ended. Several provinces have a Châu Thành: callers
must choose among them by what else the document says.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from functools import cache
from typing import Final, NamedTuple

from extractors.rulebook import load_table
from extractors.text.folding import bare, fold
from extractors.values.places import predecessors, successors

TWO_LEVELS: Final = date(2025, 7, 1)
"""The day since which there are provinces and communes, and no districts between them."""
LAST_DAY_OF_DISTRICTS: Final = date(2025, 6, 30)
_Units = dict[str, tuple[tuple[str, str], ...]]
_SPOKEN_LEVELS: Final = ("huyen", "thi xa", "thanh pho", "quan", "xa", "phuong", "thi tran", "dac khu", "tp", "tx")
_OF_DISTRICTS: Final = frozenset(_SPOKEN_LEVELS[:3])
_EITHER: Final = frozenset({"thanh pho", "quan", "tp", "tx"})
"""Levels that a unit may have kept in its name, or that are abbreviated."""
_ABBREVIATED: Final = {"tp": "thanh pho", "tx": "thi xa"}
_LEVELS: Final[dict[str, str]] = load_table(__package__, "communes")["levels"]


@cache
def _districts() -> _Units:
    """Return by folded name the districts of 30 June 2025, as (province, name); a town's level word is left off."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for block in load_table(__package__, "places")["province"]:
        for written in block.get("districts", ()):
            name = written
            for level in ("Thành Phố ", "Thị Xã "):
                name = name.removeprefix(level)
            found[fold(name)].append((block["name"], name))
    return {key: tuple(units) for key, units in found.items()}


@cache
def _communes(level: str) -> _Units:
    """Return by folded name the communes, wards or zones since 1 July 2025, as (province, name)."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for block in load_table(__package__, "communes")["province"]:
        for name in " ".join(block.get(_LEVELS[level], "").split()).split(", "):
            if name:
                found[fold(name)].append((block["name"], name))
    return {key: tuple(units) for key, units in found.items()}


def provinces_of_district(name: str, on: date | None = None) -> tuple[str, ...]:
    """Return the provinces that had a district of this name on a day, sorted; without a day those of 30 June 2025.

    A province that was split before that day is left out, since nothing says which part the district was in.

    >>> [provinces_of_district("Hoàng Su Phì", day) for day in (date(2024, 6, 12), date(2026, 3, 3))]
    [('Hà Giang',), ('Tuyên Quang',)]
    """
    provinces = {province for province, _ in _look_up(_districts(), name)}
    return tuple(sorted({then for province in provinces for then in _on_day(province, on)}))


def _on_day(province: str, on: date | None) -> tuple[str, ...]:
    if on is None:
        return (province,)
    if on >= TWO_LEVELS:
        return successors(province, on)
    earlier = predecessors(province, on, since=LAST_DAY_OF_DISTRICTS)
    return earlier if len(earlier) == 1 else ()


def districts_named(name: str) -> tuple[tuple[str, str], ...]:
    """Return the districts of 30 June 2025 that are spelt so but for case and the place of tones: (province, name).

    >>> districts_named("văn bàn"), districts_named("Nơi Khác")
    ((('Lào Cai', 'Văn Bàn'),), ())
    """
    return _districts().get(fold(name), ())


def loosely_named_units(words: str) -> tuple[tuple[str, str, bool], ...]:
    """Return the districts and communes that a person means, with or without level and diacritics.

    Each as (province, name, is a district); districts those of 30 June 2025, communes those since. A level that is
    said tells the two apart; diacritics that are typed count. A commune that ended in 2025 means those it went into.

    >>> loosely_named_units("huyen van ban"), loosely_named_units("xã Văn Bàn")
    ((('Lào Cai', 'Văn Bàn', True),), (('Lào Cai', 'Văn Bàn', False),))
    """
    words = _dotless(words)
    key = bare(words)
    level = next((level for level in _SPOKEN_LEVELS if key.startswith(f"{level} ")), None)
    said = " ".join(words.split()[len(level.split()) if level else 0 :])
    tables = [(_districts(), True), *((_communes(kind), False) for kind in _LEVELS)]
    found = tuple(
        (province, name, district)
        for table, district in tables
        if level is None or level in _EITHER or district is (level in _OF_DISTRICTS)
        for units in table.values()
        for province, name in units
        if bare(name) == bare(said)
    )
    if not found:
        return tuple((province, name, False) for province, name in heirs_of_commune(said, level))
    return tuple(unit for unit in found if fold(unit[1]) == fold(said)) or found


@cache
def _former_communes() -> dict[str, tuple[tuple[str, str, str], ...]]:
    """Return by bare name the communes up to 30 June 2025, as (level and name, province now, unit now)."""
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for block in load_table(__package__, "former_communes")["province"]:
        for unit, former in block["into"].items():
            for name in former.split(", "):
                words = bare(name)
                level = next(level for level in _SPOKEN_LEVELS if words.startswith(f"{level} "))
                found[words.removeprefix(f"{level} ")].append((name, block["name"], unit))
    return {key: tuple(units) for key, units in found.items()}


class Land(NamedTuple):
    """What a province or a district (`name`, with its level) held on 30 June 2025: the units of today that lie there.

    They are bare and folded, `districts` are the bare names of the districts, without diacritics.
    """

    name: str
    province: str
    units: frozenset[str]
    districts: frozenset[str]


@cache
def _lands() -> dict[str, dict[str, frozenset[str]]]:
    """Return by province of 30 June 2025 its districts, with their level, and the keys of the units on their land."""
    return {
        block["name"]: {
            district: frozenset(fold(_without_level(unit)) for unit in units.split(", "))
            for district, units in block["districts"].items()
        }
        for block in load_table(__package__, "former_lands")["province"]
    }


def land_of_province(province: str) -> Land | None:
    """Return the land that a province had on 30 June 2025, None for one that was none then.

    >>> "tam đảo" in land_of_province("Vĩnh Phúc").units, land_of_province("Hà Tây")
    (True, None)
    """
    districts = _lands().get(province)
    if districts is None:
        return None
    names = frozenset(bare(_without_level(name)) for name in districts)
    return Land(province, province, frozenset[str]().union(*districts.values()), names)


def lands_of_districts(words: str) -> tuple[Land, ...]:
    """Return the lands of the districts of 30 June 2025 that a person means, with or without level and diacritics.

    >>> [land.name for words in ("huyen tam dao", "TP. Vĩnh Yên") for land in lands_of_districts(words)]
    ['Huyện Tam Đảo', 'Thành phố Vĩnh Yên']
    """
    words = _dotless(words)
    first, _, rest = bare(words).partition(" ")
    key = f"{_ABBREVIATED[first]} {rest}" if first in _ABBREVIATED else bare(words)
    found = [
        Land(name, province, units, frozenset((bare(_without_level(name)),)))
        for province, districts in _lands().items()
        for name, units in districts.items()
        if key in (bare(name), bare(_without_level(name)))
    ]
    return tuple(land for land in found if fold(words).endswith(fold(_without_level(land.name)))) or tuple(found)


def says_district(words: str) -> bool:
    """Tell whether a person says that a unit is a district: `huyện Tam Đảo`, `TX. Phú Thọ`.

    >>> says_district("huyen tam dao"), says_district("TX. Phú Thọ"), says_district("Tam Đảo")
    (True, True, False)
    """
    key = bare(_dotless(words))
    return any(key.startswith(f"{level} ") for level in (*_SPOKEN_LEVELS[:4], *_ABBREVIATED))


def _dotless(words: str) -> str:
    """Return a typed name without the dot of an abbreviated level.

    >>> _dotless("TP.Việt Trì"), _dotless("TX. Phú Thọ")
    ('TP Việt Trì', 'TX Phú Thọ')
    """
    return re.sub(r"(?i)^(tp|tx)\. *", r"\1 ", words)


def _without_level(name: str) -> str:
    level = next(level for level in _SPOKEN_LEVELS if bare(name).startswith(f"{level} "))
    return " ".join(name.split()[len(level.split()) :])


def heirs_of_commune(name: str, level: str | None = None) -> tuple[tuple[str, str], ...]:
    """Return the units since 1 July 2025 that a commune, ward or town of before went into, as (province, name).

    `level` is bare (`xa`, `phuong`, `thi tran`); diacritics that are typed count.

    >>> heirs_of_commune("Bằng Lũng", "thi tran")
    (('Thái Nguyên', 'Chợ Đồn'),)
    """
    former = [
        (province, unit)
        for written, province, unit in _former_communes().get(bare(name), ())
        if (level is None or bare(written).startswith(f"{level} "))
        and (name == bare(name) or fold(name) in fold(written))
    ]
    return tuple(dict.fromkeys(former))


def provinces_of_commune(level: str, name: str, on: date | None) -> tuple[str, ...]:
    """Return the provinces that had a commune of this level and name on a day, sorted; () without a day.

    For a day before July 2025 those of the former communes: each province whose land lies in the one of today, since
    nothing says in which of them the commune was. One that kept level and name is not known to have been there.

    >>> [provinces_of_commune("xã", "Chợ Mới", day) for day in (date(2025, 10, 9), date(2024, 1, 2))]
    [('An Giang', 'Thái Nguyên'), ()]
    >>> provinces_of_commune("thị trấn", "Bằng Lũng", date(2023, 5, 4))
    ('Bắc Kạn', 'Thái Nguyên')
    """
    if on is None:
        return ()
    if on >= TWO_LEVELS:
        kept = _look_up(_communes(level), name) if level in _LEVELS else ()
        return tuple(sorted({province for province, _ in kept}))
    words, opening = fold(name), f"{bare(level)} "
    former = {
        province
        for written, province, _ in _former_communes().get(bare(name), ())
        if bare(written).startswith(opening) and fold(written).endswith(f" {words}")
    }
    return tuple(sorted({then for province in former for then in predecessors(province, on)}))


def _look_up(table: _Units, name: str) -> tuple[tuple[str, str], ...]:
    """Return the units of a name, else those that differ from it in diacritics only (Đăk Glei, Đắk Glei)."""
    if found := table.get(fold(name)):
        return found
    key = bare(name)
    return tuple(unit for units in table.values() for unit in units if bare(unit[1]) == key)


def spelled_unit(name: str) -> str:
    """Return the name of a district or commune as the tables spell it, else with a capital on each of its words.

    >>> spelled_unit("CƯ M'GAR"), spelled_unit("nam tuấn")
    ("Cư M'gar", 'Nam Tuấn')
    """
    key = fold(name)
    for table in (_districts(), *map(_communes, _LEVELS)):
        if key in table:
            return table[key][0][1]
    return " ".join(word[:1].upper() + word[1:].lower() for word in name.split())
