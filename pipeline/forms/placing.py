"""The place that was typed and a period -> whose reports a table holds, what its title calls them, what to say of it.

A province or a district that was no more in that period stands for the bodies on its land; where no table tells whose
land it was, or the form lists its bodies, for what it went into. Whoever reads the table is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple

from extractors.text.folding import bare, fold
from extractors.values.local_units import (
    TWO_LEVELS,
    Land,
    land_of_province,
    lands_of_districts,
    loosely_named_units,
    says_district,
)
from extractors.values.places import canonical, end_of, loosely_named, same_jurisdiction, successors
from pipeline.forms.model import Report, Span
from pipeline.lookup import in_place, typed_place
from pipeline.rows import Row
from pipeline.speech import Speech

_BETWEEN: Final = ", "


class Ended(NamedTuple):
    """A place that is no more: its name, the day since which, what it went into."""

    name: str
    day: date
    heirs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a table, as it was typed: what its title calls it, what became of it by the period asked.

    `land` is where the bodies lie that are meant, None where those of the place itself are; `is_commune` tells that
    a district that is no more had the name as well.
    """

    words: str
    name: str
    land: Land | None = None
    ended: Ended | None = None
    is_commune: bool = False

    def holds(self, row: Row) -> bool:
        """Tell whether a document with place, district and commune is of this place."""
        if self.land is None:
            return in_place(row, self.words)
        if not same_jurisdiction(row["place"], self.land.province):
            return False
        if fold(row["commune"] or "") in self.land.units or bare(row["district"] or "") in self.land.districts:
            return True
        later = successors(self.land.province, date.max)
        return self.land.name == self.land.province and (canonical(row["place"]) or row["place"]) not in later

    def title(self, speech: Speech) -> str:
        """Return what the title of a table calls the place."""
        return speech("table.land", place=self.name) if self.land and self.ended else self.name

    def remarks(self, speech: Speech, reports: Iterable[Report]) -> Iterator[str]:
        """Yield what must be said of the place of a table that these reports filled."""
        if self.ended:
            told = {"place": self.ended.name, "heirs": _BETWEEN.join(self.ended.heirs)}
            day = speech.day(self.ended.day.isoformat())
            yield speech("table.place_land" if self.land else "table.place_heir", day=day, **told)
        if self.is_commune:
            yield speech("table.place_commune", place=self.name)
        own = loosely_named(self.words)
        others = {canonical(report.place) or report.place for report in reports if report.place} - {own}
        if own and others and not self.ended:
            yield speech("table.place_wider", place=own, others=_BETWEEN.join(sorted(others)))

    def of_heirs(self) -> Place:
        """Return what a place that is no more went into; another as it is."""
        if self.ended is None:
            return self
        heirs = self.ended.heirs
        return replace(self, words=heirs[0] if len(heirs) == 1 else self.words, name=_BETWEEN.join(heirs), land=None)


def place_asked(words: str | None, asked: Span) -> Place | None:
    """Return the place that was typed, for a period; None where none was, QueryError for one that there is not."""
    if not words or not words.strip():
        return None
    province = loosely_named(words)
    return _province(words, province, asked.end) if province else _unit(words, asked.end)


def _province(words: str, province: str, end: date) -> Place:
    day = end_of(province, end)
    land = land_of_province(province) if end_of(province, date.max) else None
    if day is None:
        return Place(words, province, land)
    place = Place(words, province, land, Ended(province, day, successors(province, end)))
    return place if land else place.of_heirs()


def _unit(words: str, end: date) -> Place:
    """Return the district or commune that was typed: of later times a district's land, a former commune's heirs."""
    name = typed_place(words)
    units = loosely_named_units(words)
    if end < TWO_LEVELS or not units:
        return Place(words, name)
    heirs = tuple(dict.fromkeys(unit for _, unit, _ in units))
    lands = [land for land in lands_of_districts(words) if land.province in {province for province, _, _ in units}]
    if lands and (says_district(words) or all(is_district for _, _, is_district in units)):
        land = _joined(lands)
        return Place(words, land.name, land, Ended(land.name, TWO_LEVELS, successors(land.province, end)))
    if not any(bare(words).endswith(bare(unit)) for unit in heirs):
        return Place(words, name, None, Ended(name, TWO_LEVELS, heirs)).of_heirs()
    return Place(words, name, is_commune=any(is_district for _, _, is_district in units))


def _joined(lands: Sequence[Land]) -> Land:
    """Return the land of districts of one name, such as a town and the district around it."""
    units = frozenset[str]().union(*(land.units for land in lands))
    names = _BETWEEN.join(land.name[:1].lower() + land.name[1:] for land in lands)
    return lands[0]._replace(name=names, units=units)


def title_of_all(reports: Iterable[Report], end: date, speech: Speech) -> str:
    """Return what a table of all reports is called: the one province that they are of, else the whole archive."""
    places = {report.place for report in reports if report.place}
    found = {now for place in places for now in successors(canonical(place) or place, end)}
    return found.pop() if len(found) == 1 else speech("table.whole_archive")
