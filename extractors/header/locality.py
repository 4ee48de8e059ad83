"""Where the issuer of an official document belongs: letterhead, day and body -> province, district, commune."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Final

from extractors.rulebook import any_of, find_pattern, load_table
from extractors.values.local_units import TWO_LEVELS, provinces_of_commune, provinces_of_district, spelled_unit
from extractors.values.places import CENTRAL, canonical, central_cities, find_place, find_places, successors

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "locality")["words"]
_NAMED_WITHIN: Final = 6000
"""Within how many characters of the body the issuer's province is looked for."""
_TOWN_LEVEL: Final = re.compile(r"^(?:TP|TX|Tp|Tx)\.? ?|^" + any_of(_WORDS["town_levels"]) + r" ")
_FEWEST_WORDS: Final = 2
_MOST_WORDS: Final = 3
"""How many words a district's name has that stands in a body's name without its level."""

_LAST_DAY: Final = TWO_LEVELS - timedelta(days=1)
_TOWNS: Final = ("thành phố", "thị xã")

_pattern = partial(find_pattern, __package__, "locality")
_body_pattern = partial(find_pattern, __package__, "header")


@dataclass(frozen=True, slots=True)
class Locality:
    """Province, district and commune of an issuer, by name without the level; None where the document does not say."""

    place: str | None = None
    district: str | None = None
    commune: str | None = None


@dataclass(frozen=True, slots=True)
class _Unit:
    """A district or commune in the name of a body: its level, and its name in lower case."""

    level: str
    name: str

    @property
    def key(self) -> str:
        """The name by which tables know the unit: that of a numbered one has its level (quận 5)."""
        return f"{self.level} {self.name}" if self.name.isdigit() else self.name


def read_locality(units: Sequence[str], town: str | None, on: date | None, body: str) -> Locality:
    """Return where an issuer belongs on the day of its document.

    `units` are the bodies of the letterhead in lower case, superior first; `town` stands before the date. The province
    is that in the names of the bodies, else the town, else the one that had such a commune or district on that day (of
    several the one that the body of the document names), else the one that the body names most. A national body's is
    `Trung ương`. A bare HUYỆN ỦY over a commune does not have the commune's name for its own.
    """
    bare_town = _TOWN_LEVEL.sub("", town or "")
    district, commune = _named_unit("district", units, bare_town), _named_unit("commune", units, bare_town)
    if district and commune and district.name == commune.name and not provinces_of_district(district.key, on):
        district = None
    place = (
        _named_province(units)
        or _national(units)
        or _of_town(town, on)
        or _of_units(district, commune, on, body)
        or _of_names(units, bare_town, on, body)
        or find_place(body[:_NAMED_WITHIN])
    )
    return Locality(
        place, spelled_unit(district.key) if district else None, spelled_unit(commune.key) if commune else None
    )


def _named_unit(kind: str, units: Sequence[str], town: str) -> _Unit | None:
    """Return the district or commune in the name of the lowest body that has one.

    The name that a head leaves out (HUYỆN ỦY / BAN DÂN VẬN) is the town's, unless the town is a province.
    """
    levels: dict[str, str] = load_table(__package__, "locality")["levels"]
    for unit in reversed(units):
        for found in _pattern(kind).finditer(unit):
            level = levels.get(found["level"], found["level"])
            name = (found["name"] or "").strip(" .,-–*")
            if level == "thành phố" and canonical(name) in central_cities():
                continue
            if name or (town and canonical(town) is None and level != "thành phố"):
                return _Unit(level, name or town.lower())
    return None


def _named_province(units: Sequence[str]) -> str | None:
    """Return the province in the name of a body; a commune or district that has a province's name is not it."""
    for unit in units:
        own = _without_units(unit)
        if found := find_place(own.title()) or find_place(own.upper()):
            return found
    return None


def _without_units(unit: str) -> str:
    """Return the name of a body without its commune and its district; a city that is a province stays."""
    without = _pattern("commune").sub(" ", unit)
    return _pattern("district").sub(
        lambda found: found[0] if canonical(found["name"] or "") in central_cities() else " ", without
    )


def _national(units: Sequence[str]) -> str | None:
    if any(_body_pattern("place_tail").search(unit) or _pattern("commune").search(unit) for unit in units):
        return None
    return CENTRAL if any(_body_pattern("national_body").search(unit) for unit in units) else None


def _of_town(town: str | None, on: date | None) -> str | None:
    """Return the province whose seat bears its name, by what it is called on that day."""
    named = canonical(town or "")
    later = successors(named, on or _LAST_DAY) if named else ()
    return later[0] if len(later) == 1 else None


def _of_units(district: _Unit | None, commune: _Unit | None, on: date | None, body: str) -> str | None:
    if district and district.level in _TOWNS and (found := _of_town(district.name, on)):
        return found
    of_commune = provinces_of_commune(commune.level, commune.key, on) if commune else ()
    of_district = provinces_of_district(district.key, on) if district else ()
    both = tuple(province for province in of_commune if province in of_district)
    return _chosen(both or of_commune or of_district, on, body)


def _of_names(units: Sequence[str], town: str, on: date | None, body: str) -> str | None:
    """Return the province of the town, or of a district that a body's name holds without its level."""
    if town and (found := _chosen(provinces_of_district(town, on), on, body)):
        return found
    for unit in units:
        words = unit.split()
        for size in range(_MOST_WORDS, _FEWEST_WORDS - 1, -1):
            for start in range(len(words) - size + 1):
                provinces = provinces_of_district(" ".join(words[start : start + size]), on)
                if len(provinces) == 1:
                    return provinces[0]
    return None


def _chosen(provinces: Sequence[str], on: date | None, body: str) -> str | None:
    """Return the only province, or of several the one that the body names most, by its own or by a former name."""
    if len(provinces) <= 1:
        return provinces[0] if provinces else None
    counts: Counter[str] = Counter()
    for span in find_places(body[:_NAMED_WITHIN]):
        now = {span.name, *(successors(span.name, on) if on else ())}
        counts.update(province for province in provinces if province in now)
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]
