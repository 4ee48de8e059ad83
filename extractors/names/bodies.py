"""A place in the text -> the name of the body that begins or ends there (Ban Thường vụ Tỉnh ủy, Bộ trưởng Bộ Y tế).

The heads of names, the fields of ministries and the words that end a name are in `issuers.toml`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from extractors.names.purposes import further_purpose, purpose_end
from extractors.rulebook import any_of, load_table
from extractors.text.phrases import PhraseBook
from extractors.text.plain import UPPER
from extractors.text.wrapped import is_wrapped
from extractors.values.places import province_names

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "issuers")["words"]
_HEADS: Final = PhraseBook(_WORDS["heads"])
_FIELDS: Final = PhraseBook(_WORDS["fields"])
_LEVELS: Final = PhraseBook(_WORDS["levels"])
_STOPS: Final = PhraseBook(_WORDS["stops"])
_PERSONS: Final = PhraseBook(_WORDS["persons"])
_SURNAMES: Final = frozenset(_WORDS["surnames"])
_PLACE_WORDS: Final = frozenset(_WORDS["place_words"])
_CLOSED: Final = frozenset(_WORDS["closed"])
_PLACES: Final = frozenset(_WORDS["places"])
_OPEN_HEADS: Final = PhraseBook(_WORDS["open_heads"])
_OPEN_STOPS: Final = frozenset(_WORDS["open_stops"])
_FIELD_HEADS: Final = frozenset(_WORDS["fields_after"])
_FIXED: Final = PhraseBook([*_WORDS["fixed_parts"], *province_names()])
_ABBREVIATIONS: Final = frozenset(_WORDS["abbreviations"])

_SPACE: Final = re.compile(r"[ \t]{1,3}|[ \t]?\n[ \t]{0,3}(?=[^\s])")
_WORD: Final = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+){0,3}\.?(?=\s|[^\w]|$)")
_NUMBERED_PLACES: Final = frozenset(_WORDS["numbered_places"])
_PLACE_NUMBER: Final = re.compile(r"\s[0-9]{1,2}(?![\w/-]|[.,][0-9])")
_TERM: Final = re.compile(
    r"\s{0,2}\(\s?[Kk]h[óo]a\s[IVXL0-9]{1,6}\s?\)|,?\s{1,2}[Kk]hóa\s(?:[IVXL]{1,6}|[0-9]{1,2})(?!\w)"
)
_JOINED: Final = re.compile(r"(?:\s?-\s?|,\s|\svà\s)(?=[^\W\d_])")
_WHOLE_COUNTRY: Final = (["trung", "ương"], ["quốc", "gia"])
_OWNED: Final = re.compile(any_of(_WORDS["owned"]) + r"\s")
_OWNER: Final = re.compile(r"\s{1,3}của\s{1,3}(?=" + "|".join(_WORDS["owners"]) + r")")
_DASH: Final = re.compile(r"\s?-\s?(?=[^\W\d_]{2})")
_STARTS: Final = re.compile(r"(?<![^\W_])[^\W\d_]")
_REACH: Final = 110
_LONGEST: Final = 16
_SMALL_WORDS: Final = 5
_LONG_HEAD: Final = 3
"""Where a body's name may continue in small letters behind its head noun (Chủ tịch hội đồng bộ trưởng)."""


# Patterns that few names need are compiled for the first of them: a question starts without.


@cache
def _plenum() -> re.Pattern[str]:
    """Return the name of a meeting of the Central Committee."""
    return re.compile(
        rf"Hội nghị\s(?:(?:lần )?thứ\s[^\W_]{{1,6}}(?:\s{any_of(_WORDS['last_of_ordinals'])})?,?\s)?"
        r"(?:(?:của\s)?(?:Ban\s)?(?:Chấp hành|BCH)\s)?"
        r"(?:Trung ương|TW|T\.Ư)(?:\sĐảng)?(?:\s(?:lần\s)?(?:thứ\s)?(?:[0-9]{1,2}(?![0-9/-]|\.[0-9])|[IVX]{1,5}(?!\w)"
        rf"|(?:{'|'.join(_WORDS['ordinals'])}|mười(?:\s{any_of(_WORDS['last_of_teens'])})?)(?!\w)))?"
    )


@cache
def _person() -> re.Pattern[str]:
    """Return three words with capitals."""
    return re.compile(rf"(?:[{UPPER}][^\W\d_]*\s){{2}}[{UPPER}]")


@cache
def _wider() -> re.Pattern[str]:
    """Return the wider places that may stand behind the name of a body."""
    return re.compile(rf"(?:,\s{any_of(_WORDS['wider_levels'])}(?:\s[{UPPER}][^\W\d_]{{0,7}}){{1,4}}){{1,2}}")


@cache
def _lower_place() -> re.Pattern[str]:
    """Return the name of a place below the province."""
    return re.compile(rf"{any_of(_WORDS['lower_levels'])}\s[{UPPER}]")


@cache
def _person_name() -> re.Pattern[str]:
    """Return two to four words with capitals."""
    return re.compile(rf"(?:\s[{UPPER}][^\W\d_]{{0,7}}){{2,4}}")


class _Name:
    """A name while it is read: `inner` is where its last head begins, `placed` tells that a place has been named."""

    __slots__ = ("end", "inner", "person", "placed", "start")

    def __init__(self, start: int, end: int, person: bool) -> None:
        self.start = start
        self.end = end
        self.inner = start
        self.person = person
        self.placed = False


def match_body(view: str, start: int, joint: bool = False) -> int | None:
    """Return the end of the name of a body that begins at `start` of a plain view, None where none does.

    `joint` lets further bodies follow (`Bộ Tài chính, Bộ Nội vụ và Bộ Y tế`).

    >>> text = "Ban Thường vụ Tỉnh ủy Nghệ An về công tác dân vận"
    >>> text[:match_body(text, 0)]
    'Ban Thường vụ Tỉnh ủy Nghệ An'
    """
    plenum = _plenum().match(view, start) if _may_be_plenum(view, start) else None
    end = plenum.end() if plenum else match_name(view, start)
    if end is not None and joint:
        end = _joint(view, end)
    if end is not None and view.startswith(", ", end) and (wider := _wider().match(view, end)):
        end = wider.end() if _lower_place().search(view, start, end) else end
    term = _TERM.match(view, end) if end is not None else None
    return term.end() if term else end


def _may_be_plenum(view: str, start: int) -> bool:
    """Tell at little cost whether a meeting of the Central Committee may be named at `start`."""
    return view.startswith("Hội nghị", start) and (
        view.find("Trung ương", start, start + _REACH) > 0
        or view.find("TW", start, start + _REACH) > 0
        or view.find("T.Ư", start, start + _REACH) > 0
    )


def match_name(view: str, start: int) -> int | None:
    """Return the end of the name of a body that begins at `start`, without its term (khóa XV)."""
    head = _head(view, start)
    if head is None:
        return None
    name = _Name(start, purpose_end(view, start, head), person=_PERSONS.match(view, start) is not None)
    for _ in range(_LONGEST):
        following = _next_part(view, name)
        if following is None:
            break
        name.end = following
    end = _joint(view, name.end) if view[start : start + 4].lower() == "liên" else name.end
    owner = _OWNER.match(view, end) if _OWNED.match(view, start) else None
    return (match_name(view, owner.end()) or end) if owner else end


def _joint(view: str, end: int) -> int:
    """Go on over the further bodies of a joint one (`liên Bộ Tài chính - Nội vụ - Tổng cục Hải quan`)."""
    while joined := _JOINED.match(view, end):
        further = _FIELDS.match(view, joined.end()) or match_body(view, joined.end())
        if further is None:
            break
        end = further
    return end


def _head(view: str, start: int) -> int | None:
    end = _HEADS.match(view, start)
    if end is not None and not view[end : end + 1].isalnum():
        return end
    word = _WORD.match(view, start)
    if word and word.group().rstrip(".") in _ABBREVIATIONS:
        return start + len(word.group().rstrip("."))
    return None


def _next_part(view: str, name: _Name) -> int | None:
    """Return the end of the next part of the name: a field, a further head, a level, a capitalised word."""
    space = _SPACE.match(view, name.end)
    if not space:
        return None
    at = space.end()
    last = view[max(name.start, name.end - 24) : name.end].lower().split()
    if last[-1] in _FIELD_HEADS and (field := _FIELDS.match(view, at)):
        return field
    if last[-1] in _NUMBERED_PLACES and (number := _PLACE_NUMBER.match(view, name.end)):
        return number.end()
    capital = view[at : at + 1].isupper()
    if capital and _STOPS.match(view, at) is not None:
        return None
    if capital and (fixed := _FIXED.match(view, at)) is not None:
        name.placed = True
        return fixed
    head = _head_inside(view, name, at, last[-1])
    office = name.person and head is not None and view[head + 1 : head + 2].isupper()
    if head is not None and (capital or office or " " in view[at:head]):
        name.inner = at
        return purpose_end(view, at, head)
    if (level := _level(view, at)) is not None:
        return level
    if not capital:
        return _dashed(view, name) or _further(view, name, last) or _small_word(view, name, at, last[-1])
    placed = last[-1] in _PLACE_WORDS
    broken = "\n" in space.group()
    if (broken and not is_wrapped(view, view.index("\n", space.start()))) or (_in_capitals(view, at) and not placed):
        return None
    end = _capitalised(view, at, name.end, name.person)
    name.placed = name.placed or placed or (end is not None and view[at:end] == "Nam" and last[-1] == "việt")
    return end


def _head_inside(view: str, name: _Name, at: int, last: str) -> int | None:
    """Return the end of the head at `at`; in small letters behind a chairman only a long one (hội đồng bộ trưởng)."""
    head = _head(view, at)
    short = head is not None and view[at].islower() and view.count(" ", at, head) < _LONG_HEAD
    return None if short and name.person and last == "tịch" else head


def _in_capitals(view: str, at: int) -> bool:
    """Tell whether the text at `at` is a heading in capitals, where a capital letter tells no name."""
    words = view[at : at + 24].split()[:3]
    return len(words) > 1 and all(word.isupper() for word in words[:2]) and words[0] not in _ABBREVIATIONS


def _capitalised(view: str, at: int, end: int, person: bool) -> int | None:
    word = _WORD.match(view, at)
    if not word:
        return None
    if person and word.group() in _SURNAMES and _is_person(view, at, end):
        return None
    stop = word.end()
    if word.group().endswith(".") and word.group() not in {"TP.", "TX.", "TT.", "Tp."}:
        stop -= 1
    return stop


def _dashed(view: str, name: _Name) -> int | None:
    """Return the end of a capitalised word that a dash joins on (Hội đồng Thi đua - Khen thưởng)."""
    dash = _DASH.match(view, name.end)
    if not dash or name.placed or not (view[dash.end()].isupper() and view[dash.end() + 1].islower()):
        return None
    if _OPEN_HEADS.match(view, name.inner) is None:
        return None
    from extractors.names.kinds import type_at  # a question that looks for names seldom comes to need this table

    if type_at(view, dash.end()) is not None:
        return None
    return _capitalised(view, dash.end(), name.end, name.person)


def _further(view: str, name: _Name, last: list[str]) -> int | None:
    """Return the end of the purpose of a committee of the whole country."""
    end = further_purpose(view, name.start, name.end) if last[-2:] in _WHOLE_COUNTRY else name.end
    return end if end > name.end else None


def _small_word(view: str, name: _Name, at: int, last: str) -> int | None:
    """Return the end of a small word inside an open name (`Viện Nghiên cứu phát triển ...`), None at a stop."""
    word = _WORD.match(view, at)
    head = _OPEN_HEADS.match(view, name.inner)
    if (
        not word
        or name.placed
        or last in _PLACE_WORDS
        or last in _CLOSED
        or head is None
        or word.group().rstrip(".").lower() in _OPEN_STOPS
        or head >= at - 2
    ):
        return None
    parts = view[head:at].split()
    smalls = sum(part[:1].islower() for part in parts)
    return word.start() + len(word.group().rstrip(".")) if smalls < min(len(parts), _SMALL_WORDS) else None


def _is_person(view: str, at: int, end: int) -> bool:
    """Tell whether a family name opens a person's name: no level word (`xã Lê Lợi`) stands before it."""
    before = view[:end].rsplit(None, 1)[-1] if end < _REACH else view[end - _REACH : end].rsplit(None, 1)[-1]
    return before not in _PLACES or (before != "huyện" and _person().match(view, at) is not None)


def _level(view: str, at: int) -> int | None:
    """Return the end of a word of level (`tỉnh`, `nhân dân`) when it ends the name or a capitalised word follows."""
    end = _LEVELS.match(view, at)
    if end is None or view[end : end + 1].isalnum():
        return None
    return end


def body_before(view: str, floor: int, end: int) -> tuple[int, int] | None:
    """Return the span of the name of a body that ends at `end`, looking back no further than `floor`.

    The longest is taken; white space before `end` is allowed.
    """
    while end > floor and view[end - 1].isspace():
        end -= 1
    for start in _STARTS.finditer(view, max(floor, end - _REACH), end):
        reached = match_body(view, start.start())
        if reached == end and (view[start.start()].isupper() or " " in view[start.start() : end]):
            return start.start(), end
        if reached is not None and _is_name_of(view, start.start(), reached, end):
            return start.start(), reached
    return None


def person_end(view: str, start: int, end: int) -> int:
    """Return where the person's name behind an office ends (Chủ tịch UBND tỉnh Nguyễn Văn A), `end` without one."""
    name = _person_name().match(view, end)
    return name.end() if name and _is_name_of(view, start, end, name.end()) else end


def _is_name_of(view: str, start: int, reached: int, end: int) -> bool:
    """Tell whether a person's name stands behind the office (Chủ tịch UBND tỉnh Nguyễn Văn A)."""
    if _PERSONS.match(view, start) is None or not _person_name().fullmatch(view, reached, end):
        return False
    return view[reached:end].split()[0] in _SURNAMES
