"""A text -> the provinces, districts and communes named in it, and the unit that a number of it is of.

`Huyện Bắc Hà tổ chức nhiều nhất (47 cuộc), huyện Si Ma Cai ít nhất (12 cuộc)`: each number takes the unit named before
it in its sentence, else the row of its table, else the heading over it, else the unit of the document. Units named in
one breath (`huyện A, huyện B và thị xã C`) are a list, and no number is of one of them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from extractors.layout.outline import Outline
from extractors.model import Evidence, Metadata, Section
from extractors.rulebook import any_of, load_table, longest_of
from extractors.scope.brackets import leaves_bracket
from extractors.text.folding import fold
from extractors.values.local_units import LAST_DAY_OF_DISTRICTS, districts_named
from extractors.values.places import canonical, central_cities, find_place, predecessors

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "scope")["places"]
_DISTRICTS: Final = frozenset(fold(word) for word in _WORDS["districts"])
_COMMUNES: Final = frozenset(fold(word) for word in _WORDS["communes"])
_PROVINCES: Final = frozenset(fold(word) for word in _WORDS["provinces"])


def _cased(*names: str) -> str:
    words = {word for name in names for word in _WORDS[name]}
    return longest_of(words | {word[:1].upper() + word[1:] for word in words})


_NAME: Final = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
_NAMES: Final = rf"{_NAME}(?:[ ]{_NAME}){{0,3}}"
_MENTION: Final = re.compile(
    rf"(?:{_cased('whole')})(?!\w)"
    rf"|(?P<level>{_cased('districts', 'communes', 'provinces')})[ ](?=(?P<name>(?=[^\W\d_a-zđ]){_NAMES}))"
    rf"|(?P<numbered>Phường|Quận)[ ](?P<number>\d{{1,2}})(?!\d)"
)
_LISTED: Final = re.compile(r"[ ]?" + any_of(_WORDS["listed"]) + "[ ]?")
_IN_CELL: Final = re.compile(rf"(?:(?P<level>{_cased('districts', 'communes', 'provinces')})[ ])?(?P<name>{_NAMES})\Z")
_TITLED: Final = re.compile(rf"(?P<name>{_NAME}(?:[ ]{_NAME}){{0,2}}):[ ]")
_ENUMERATOR: Final = re.compile(r"(?:[\dIVXa-zđ]{1,5}[.)/-]+[ ]*|[-+•*–][ ]*)+")
_LAST_WORDS: Final = frozenset(
    fold(word).rstrip(".").split(" ")[-1] for name in ("districts", "communes", "provinces") for word in _WORDS[name]
) | frozenset(fold(word).split(" ")[0] for word in _WORDS["whole"])
_WHOLE_WORDS: Final = frozenset(fold(word).split(" ")[0] for word in _WORDS["whole"])
_ATTACHED: Final = re.compile(r"\([Kk]èm theo [^\n)]{10,250}\)")
_HEAD: Final = 1500
_MOST_NAMES: Final = 4096


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the country: its province, and the district and the commune in it."""

    province: str | None = None
    district: str | None = None
    commune: str | None = None


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    unit: Unit | None


Found = tuple[Unit, Evidence | None]


@lru_cache(_MOST_NAMES)
def _district(name: str, province: str | None) -> tuple[str, str] | None:
    """Return the province and the spelling of a district that the province has or had, None for another name."""
    known = districts_named(name)
    if province is not None:
        held = {province, *predecessors(province, LAST_DAY_OF_DISTRICTS)}
        known = tuple(unit for unit in known if unit[0] in held)
    return known[0] if len({unit[0] for unit in known}) == 1 else None


def names_units(words: Sequence[str], keys: Sequence[str]) -> bool:
    """Tell whether a sentence, cut into words, may name a unit: a quick no for most.

    >>> names_units(["tại", "huyện", "Văn", "Bàn"], ["tại", "huyện", "văn", "bàn"])
    True
    """
    if _LAST_WORDS.isdisjoint(keys):
        return False
    near = [(key, after) for key, after in zip(keys, words[1:], strict=False) if key in _LAST_WORDS]
    return any(key in _WHOLE_WORDS or not after[0].islower() for key, after in near)


class Places:
    """The units named in one document; `cited` are the spans of its citations, which name other bodies' places."""

    def __init__(self, text: str, outline: Outline, metadata: Metadata, cited: Sequence[tuple[int, int]]) -> None:
        self._text = text
        self._outline = outline
        self._cited = cited
        self._cite_starts = [start for start, _ in cited]
        self._headings: dict[int, _Mention | None] = {}
        self._own = Unit(metadata.place, metadata.district, metadata.commune)
        self._from: Evidence | None = Evidence("place", "document") if metadata.place else None
        attached = _ATTACHED.search(text, 0, _HEAD) if self._own == Unit() else None
        if attached and (place := find_place(attached.group())):
            self._own, self._from = Unit(place), Evidence("place", "title", *attached.span())
        titled = _TITLED.match(metadata.title or "")
        told = metadata.district or metadata.commune
        known = _district(titled["name"], metadata.place) if titled and not told else None
        if known:
            self._own, self._from = Unit(metadata.place or known[0], known[1]), Evidence("place", "title")
        self._read_from, self._read_to = 0, 0
        self._mentions: list[_Mention] = []

    def _named_in(self, start: int, end: int) -> list[_Mention]:
        """Return the units named in a stretch of the text, in order; a sentence is read once for all its numbers."""
        if (start, end) != (self._read_from, self._read_to):
            found = (match for match in _MENTION.finditer(self._text, start, end))
            apart = (match for match in found if not self._text[match.start() - 1 : match.start()].isalnum())
            self._mentions = [mention for match in apart if (mention := self._mention(match))]
            self._read_from, self._read_to = start, end
        return self._mentions

    def _mention(self, match: re.Match[str]) -> _Mention | None:
        if match["numbered"]:
            own = self._own
            name = match.group()
            unit = Unit(own.province, name) if match["numbered"] == "Quận" else Unit(own.province, own.district, name)
            return _Mention(match.start(), match.end(), unit)
        if not match["level"]:
            return _Mention(match.start(), match.end(), self._whole(fold(match.group())))
        read = self._read(fold(match["level"]), match["name"])
        return _Mention(match.start(), match.start("name") + read[1], read[0]) if read else None

    def _whole(self, words: str) -> Unit:
        level = words.rpartition("toàn ")[2]
        if level == "huyện" or level in _DISTRICTS:
            return Unit(self._own.province, self._own.district) if self._own.district else self._own
        return self._own if level in _COMMUNES or level == "đảng bộ" else Unit(self._own.province)

    def _read(self, level: str, names: str) -> tuple[Unit, int] | None:
        """Return the unit that a level and the words behind it name, and how long its name is."""
        words = names.split(" ")
        capital = next((at for at, word in enumerate(words) if not word[0].isupper()), len(words))
        for count in range(capital, 0, -1):
            name = " ".join(words[:count])
            unit = self._unit(level, name, count == capital)
            if unit:
                return unit, len(name)
        return None

    def _unit(self, level: str, name: str, whole: bool) -> Unit | None:
        own = self._own
        if level in _COMMUNES:
            return Unit(own.province, own.district, name) if whole else None
        known = _district(name, own.province) if level in _DISTRICTS else None
        if known:
            return Unit(own.province or known[0], known[1])
        if level in _PROVINCES and (province := canonical(name)):
            if level in _DISTRICTS and province not in central_cities():
                return Unit(own.province or province, province)
            return own if province == own.province else Unit(province)
        unknown = whole and level in _DISTRICTS and not level.endswith(".") and not districts_named(name)
        return Unit(own.province, name) if unknown and " " in name else None

    def of_number(self, sentence: tuple[int, int], start: int) -> Found | None:
        """Return the unit that the sentence of the number at `start` names for it, None if it names none."""
        mentions = self._named_in(*sentence)
        for at in range(len(mentions) - 1, -1, -1):
            mention = mentions[at]
            if (
                mention.start < start
                and not self._is_cited(mention)
                and not leaves_bracket(self._text, mention.end, start)
            ):
                return None if self._is_listed(mentions, at) else self._found(mention, "sentence")
        return None

    def _found(self, mention: _Mention, told: str) -> Found | None:
        return (mention.unit, Evidence("place", told, mention.start, mention.end)) if mention.unit else None

    def _is_cited(self, mention: _Mention) -> bool:
        """Tell whether a unit names the issuer of a cited document: `Quyết định 12/QĐ-UBND của UBND huyện X`."""
        at = bisect_right(self._cite_starts, mention.start) - 1
        if at < 0:
            return False
        between = self._text[self._cited[at][1] : mention.start]
        return mention.start < self._cited[at][1] or (len(between) < 60 and " của " in between)

    def _is_listed(self, mentions: Sequence[_Mention], at: int) -> bool:
        near = [pair for pair in ((at - 1, at), (at, at + 1)) if pair[0] >= 0 and pair[1] < len(mentions)]
        return any(_LISTED.fullmatch(self._text, mentions[one].end, mentions[other].start) for one, other in near)

    def of_row(self, words: str, start: int) -> Found | None:
        """Return the unit that a row of a table is of: `Huyện Văn Bàn`, `Thành ủy Lào Cai`, a bare `Bình Sơn`."""
        cell = _IN_CELL.match(words.strip())
        if cell is None:
            return None
        if cell["level"]:
            read = self._read(fold(cell["level"]), cell["name"])
            unit = read[0] if read else None
        else:
            known = _district(cell["name"], self._own.province)
            unit = Unit(self._own.province or known[0], known[1]) if known else None
        return (unit, Evidence("place", "table", start, start + len(words))) if unit else None

    def over(self, start: int) -> Found:
        """Return the unit of the heading over `start`, else that of the document."""
        for index in self._outline.over(start):
            if index not in self._headings:
                self._headings[index] = self._in_heading(self._outline.titled[index])
            mention = self._headings[index]
            if mention and mention.unit:
                return mention.unit, Evidence("place", "heading", mention.start, mention.end)
        return self._own, self._from

    def _in_heading(self, section: Section) -> _Mention | None:
        """Return the unit that a heading is: `2. Huyện Văn Bàn`, not one that names a unit among other words."""
        title = section.title or ""
        opened = _ENUMERATOR.match(title)
        begin = section.start + (opened.end() if opened else 0)
        found = _MENTION.match(self._text, begin)
        mention = self._mention(found) if found else None
        whole = section.start + len(title.rstrip(" :."))
        return mention if mention and mention.end >= whole else None
