"""Provinces of Viet Nam: text -> the province named; a province and a day -> what it was called then.

Names, districts and changes (mergers and splits of 1962-2025) are data in `places.toml`.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import cache
from typing import Final, NamedTuple

from extractors.rulebook import any_of, load_table, longest_of
from extractors.text.folding import bare, fold

CENTRAL: Final = "Trung ương"
"""The place of a body of the whole country."""

_HOST: Final = re.compile(r"[a-z0-9.-]{4,80}$")
_WORD_BEFORE: Final = re.compile(r"(\S+)[ \u00a0]$")
_REACH_BEFORE: Final = 16
"""How many characters before a name tell whose name it is."""


class PlaceSpan(NamedTuple):
    """One mention of a province; `name` is its regular name."""

    start: int
    end: int
    name: str


class Change(NamedTuple):
    """One merger, split or renaming: the units of `before` gave way to those of `after` on `day`."""

    day: date
    before: tuple[str, ...]
    after: tuple[str, ...]


@cache
def _names() -> dict[str, str]:
    """Return each spelling of a province's name, also in capitals, with its regular name."""
    table = load_table(__package__, "places")
    names: dict[str, str] = {}
    for block in table["province"]:
        for form in (block["name"], *block.get("aliases", ())):
            names[form] = names[form.upper()] = block["name"]
    for name in table["former"]["names"]:
        names[name] = names[name.upper()] = name
    return names


def province_names() -> tuple[str, ...]:
    """Return the regular names of all provinces, of today and of before."""
    return tuple(sorted(set(_names().values())))


@cache
def _name_pattern() -> re.Pattern[str]:
    followers = "|".join(map(re.escape, load_table(__package__, "places")["guards"]["followers"]))
    return re.compile(rf"{longest_of(_names())}(?![^\W_])(?![ ](?:{followers})(?![^\W_]))")


@cache
def _guards() -> tuple[frozenset[str], frozenset[str], re.Pattern[str]]:
    """Return names that are a person's too, surnames, and the words that make such a name a city's."""
    guards = load_table(__package__, "places")["guards"]
    persons = frozenset(guards["person"])
    words = "|".join(map(re.escape, sorted(guards["city_words"], key=len, reverse=True)))
    return persons, frozenset(guards["surnames"]), re.compile(rf"(?:{words})[ \u00a0]?$")


@cache
def _lower_unit() -> re.Pattern[str]:
    """Return what stands before the name of a unit below the province (huyện Quảng Ninh), in lower case."""
    words = any_of(load_table(__package__, "places")["guards"]["lower_units"])
    return re.compile(rf"(?<!thành )(?<!thị )(?<!các )(?<![^\W_])(?:{words})[ \u00a0]$")


@cache
def _once_provinces() -> frozenset[str]:
    """Return the names that a province bore once and a district bears now: Hà Đông, Sơn Tây, Vĩnh Linh."""
    table = load_table(__package__, "places")
    districts = {name for block in table["province"] for name in block.get("districts", ())}
    return frozenset(districts.intersection(table["former"]["names"]))


def guarding_surnames() -> tuple[str, ...]:
    """Return the surnames before which the name of a province is that of a person (Nguyễn Hòa Bình)."""
    return tuple(load_table(__package__, "places")["guards"]["surnames"])


@cache
def _districts() -> dict[str, str]:
    """Return the province of each district's name that one province has and that is no province's, keys folded."""
    found: dict[str, set[str]] = {}
    for block in load_table(__package__, "places")["province"]:
        for name in block.get("districts", ()):
            if fold(name) not in _keys():
                found.setdefault(fold(name), set()).add(block["name"])
    return {name: provinces.pop() for name, provinces in found.items() if len(provinces) == 1}


@cache
def _slugs() -> dict[str, str]:
    """Return the province of each name written without spaces and diacritics, as in an address of the web."""
    return {bare(name).replace(" ", "").replace("-", ""): regular for name, regular in _names().items()}


@cache
def _changes() -> tuple[Change, ...]:
    blocks = load_table(__package__, "places")["change"]
    changes = [Change(block["date"], tuple(block["from"]), tuple(block["to"])) for block in blocks]
    return tuple(sorted(changes, key=lambda change: change.day))


@cache
def _keys() -> dict[str, str]:
    return {fold(form): name for form, name in _names().items()}


def canonical(name: str) -> str | None:
    """Return the regular name of a province or city, however it is spelled and with or without "tỉnh", "TP.".

    >>> canonical("tỉnh Đăk Lăk"), canonical("TP. HCM"), canonical("Hàm Thuận Bắc")
    ('Đắk Lắk', 'Hồ Chí Minh', None)
    """
    if name in _names():
        return _names()[name]
    key = fold(name)
    if key in _keys():
        return _keys()[key]
    for word in ("tỉnh ", "thành phố ", "tp. ", "tp.", "tp "):
        if key.startswith(word):
            return _keys().get(key[len(word) :].strip())
    return None


def loosely_named(name: str) -> str | None:
    """Return the province that a person means who types without diacritics, spaces or capitals.

    >>> loosely_named("bac kan"), loosely_named("tinh Dak Lak"), loosely_named("xa")
    ('Bắc Kạn', 'Đắk Lắk', None)
    """
    key = bare(name)
    for word in ("", "tinh ", "thanh pho ", "tp. ", "tp "):
        slug = key.removeprefix(word).replace(" ", "").replace("-", "").replace(".", "")
        if key.startswith(word) and slug in _slugs():
            return _slugs()[slug]
    spoken = load_table(__package__, "places")["spoken"]
    return next((province for name, province in spoken.items() if bare(name) == key), None)


def find_places(text: str) -> list[PlaceSpan]:
    """Return the mentions of provinces in running text, in order.

    Persons and lower units of the same name are left out (huyện Quảng Ninh); a name that only a district bears today
    is a province's behind `tỉnh` alone.
    """
    found = []
    persons, surnames, city_word = _guards()
    for match in _name_pattern().finditer(text):
        if match.start() and text[match.start() - 1].isalnum():
            continue
        name = _names()[match.group()]
        before = text[max(0, match.start() - _REACH_BEFORE) : match.start()]
        if name in persons and match.group() in (name, name.upper()) and not city_word.search(before):
            continue
        word = _WORD_BEFORE.search(before)
        if word and (word[1] in surnames or _lower_unit().search(before.lower())):
            continue
        if name in _once_provinces() and not (word and word[1].lower() == "tỉnh"):
            continue
        found.append(PlaceSpan(match.start(), match.end(), name))
    return found


def find_place(text: str) -> str | None:
    """Return the province that a text names most, the first of equals; None when it names none.

    >>> find_place("Tỉnh ủy Bắc Kạn và các huyện ủy"), find_place("tư tưởng Hồ Chí Minh")
    ('Bắc Kạn', None)
    """
    counts = Counter(span.name for span in find_places(text))
    return counts.most_common(1)[0][0] if counts else None


@cache
def central_cities() -> frozenset[str]:
    """Return the cities that are provinces themselves (thành phố trực thuộc Trung ương)."""
    return frozenset(
        block["name"] for block in load_table(__package__, "places")["province"] if block["kind"] == "thành phố"
    )


def place_of_district(name: str) -> str | None:
    """Return the province of a district, town or city under it, None when unknown or when two provinces have one.

    >>> place_of_district("Buôn Ma Thuột"), place_of_district("Châu Thành")
    ('Đắk Lắk', None)
    """
    return _districts().get(fold(name))


def place_of_domain(text: str) -> str | None:
    """Return the province whose name stands in the first web address that holds one.

    >>> place_of_domain("Nguồn: baobackan.org.vn")
    'Bắc Kạn'
    """
    text = text.lower()
    at = text.find(".vn")
    while at >= 0:
        host = _HOST.search(text, max(0, at - 80), at)
        for label in host.group().split(".") if host else ():
            slug = label.replace("-", "")
            for prefix in ("bao", "tinhuy", "thanhuy", "tinhdoan", ""):
                if slug.startswith(prefix) and slug[len(prefix) :] in _slugs():
                    return _slugs()[slug[len(prefix) :]]
        at = text.find(".vn", at + 3)
    return None


def successors(name: str, on: date) -> tuple[str, ...]:
    """Return what the land of a province is called on a day, sorted: itself, or the units it went into.

    A name borne twice (Hậu Giang 1976-1991 and 2004-2025) is read as the latest unit before the day.

    >>> successors("Bắc Kạn", date(2025, 7, 1)), successors("Hà Tây", date(2020, 1, 1))
    (('Thái Nguyên',), ('Hà Nội',))
    """
    ended = None
    for change in _changes():
        if change.day > on:
            break
        if name in change.after:
            ended = None
        elif name in change.before:
            ended = change
    if ended is None:
        return (name,)
    return tuple(sorted({later for unit in ended.after for later in _onward(unit, ended.day, on)}))


def _onward(name: str, since: date, on: date) -> set[str]:
    """Return what a unit that existed on `since` has become by `on`."""
    for change in _changes():
        if since < change.day <= on and name in change.before and name not in change.after:
            return {later for unit in change.after for later in _onward(unit, change.day, on)}
    return {name}


def end_of(name: str, on: date) -> date | None:
    """Return the day since which a province is no more, as of a day; None while there is one of its name.

    >>> end_of("Vĩnh Phúc", date(2025, 9, 30)), end_of("Vĩnh Phúc", date(2025, 6, 30)), end_of("Phú Thọ", date.max)
    (datetime.date(2025, 7, 1), None, None)
    """
    ended = None
    for change in _changes():
        if change.day <= on and name in change.after:
            ended = None
        elif change.day <= on and name in change.before:
            ended = change.day
    return ended


def full_name(province: str) -> str:
    """Return the name of a province with its level.

    >>> full_name("Phú Thọ"), full_name("Hải Phòng")
    ('tỉnh Phú Thọ', 'thành phố Hải Phòng')
    """
    return f"{'thành phố' if province in central_cities() else 'tỉnh'} {province}"


def predecessors(name: str, on: date, since: date = date.max) -> tuple[str, ...]:
    """Return the provinces of an earlier day whose land the unit of this name on `since` (today) holds, sorted.

    >>> predecessors("Thái Nguyên", date(2020, 1, 1)), predecessors("Bắc Kạn", date(1990, 1, 1))
    (('Bắc Kạn', 'Thái Nguyên'), ('Bắc Thái',))
    """
    units = {name}
    for change in reversed(_changes()):
        if change.day > since:
            continue
        if change.day <= on:
            break
        if units & set(change.after):
            units = units - set(change.after) | set(change.before)
    return tuple(sorted(units))


def same_jurisdiction(one: str | None, other: str | None) -> bool:
    """Tell whether two places are one jurisdiction, by name or because one went into the other.

    Two provinces that went into the same third one are not: their numbers ran apart.

    >>> same_jurisdiction("Bắc Kạn", "Thái Nguyên"), same_jurisdiction("Hòa Bình", "Vĩnh Phúc")
    (True, False)
    """
    if one is None or other is None or one == other:
        return one is not None and one == other
    first, second = canonical(one) or one, canonical(other) or other
    return fold(first) == fold(second) or second in _lineage(first) or first in _lineage(second)


@cache
def _lineage(name: str) -> frozenset[str]:
    """Return every name that a province's land has had after it."""
    first = next((change.day for change in _changes() if name in change.before), date.max)
    later = (change.day for change in _changes() if change.day >= first)
    return frozenset(unit for day in later for unit in successors(name, day)) - {name}
