"""Persons of a make-up (cơ cấu) -> who they are: sex, people, faith, Party, age, learning, how they were chosen.

The class stands behind its noun (`18 đại biểu nữ, 7 đại biểu người dân tộc thiểu số, 21 đại biểu tái cử`) or before the
number (`đại biểu dưới 35 tuổi là 5 người; đại biểu ngoài Đảng là 3 người`). One alone proves no class: it needs another
or a total. Source: gold guidelines, "label"; words in `classes.toml`.
"""

from __future__ import annotations

from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.reading.bracketed_classes import Class
from extractors.figures.reading.counted import COUNTED
from extractors.figures.words import DIGITS, NUMBER, Lexicon
from extractors.model import Measure
from extractors.rulebook import load_table

_TABLE: Final[dict[str, list[str]]] = load_table(__package__, "classes")["words"]
_KINDS: Final = Lexicon(
    [*((word, True) for word in _TABLE["people"]), *((word, False) for word in _TABLE["people_of_their_own"])]
)
"""Kinds of people; True where more words may belong to the noun (`12 giáo viên nữ`, not `12 cán bộ nữ công`)."""
_LEADS: Final = Lexicon((word, True) for word in _TABLE["people_leads"])
_ENDS: Final = frozenset(_TABLE["people_ends"])
_AGES: Final = frozenset(_TABLE["people_ages"])
_AGE: Final = "tuổi"
_YOUNG: Final = "trẻ"
_SOME_OF: Final = ["số", "người"]
_LONGEST_AGE: Final = 6
_WORDS_OF_NOUN: Final = 12
_NUMBERS: Final = (NUMBER, DIGITS)


def kind_of_person(draft: Draft) -> Class | None:
    """Read who the persons of a number are, beside others of its sentence or a total before."""
    found = _kind_of(draft)
    if found is None:
        return None
    others = [other for other in draft.passage.drafts if other is not draft]
    total = any(o.at < draft.at and o.family == "person" and not o.numeral.percent for o in others)
    beside = total or any((kind := _kind_of(other)) and kind != found for other in others)
    return found if beside else None


def _kind_of(draft: Draft) -> Class | None:
    if draft.family == "person" and draft.measure is Measure.COUNT and draft.unit is not None:
        return _behind(draft) or _before(draft)
    return _before(draft) if draft.numeral.percent and draft.unit is None and draft.bracket < 0 else None


def _behind(draft: Draft) -> Class | None:
    """Return the kind right behind the noun: `57 người có trình độ trên đại học`, `3 đại biểu ngoài Đảng`."""
    keys, at = draft.keys, draft.resume
    while at < len(keys) and (lead := _LEADS.at(keys, at)):
        at = lead[0]
    end = _age_end(keys, at)
    if end:
        return at, end
    hit = _KINDS.at(keys, at)
    if hit is None:
        return None
    ends = hit[0] >= len(keys) or not keys[hit[0]].isalpha() or keys[hit[0]] in _ENDS
    return (at, hit[0]) if ends or not hit[1] else None


def _before(draft: Draft) -> Class | None:
    """Return the kind right before the number and its copulas, behind a noun of persons or `là`."""
    keys, end = draft.keys, draft.told_to
    if end == draft.at and draft.rule != "noun_behind":
        return None
    if end and keys[end - 1] == ")" and "(" in keys[draft.floor : end]:
        end = max(at for at in range(draft.floor, end) if keys[at] == "(")
    start = _age_start(keys, end)
    if start is None:
        hit = _KINDS.before(keys, end)
        start = hit[0] if hit is not None else None
    if start is None or start < draft.floor:
        return None
    start += keys[start - 1 : start + 1] == _SOME_OF
    told = any(
        (noun := COUNTED.at(keys, at)) is not None and noun[1][0].family == "person"
        for at in range(max(draft.floor, start - _WORDS_OF_NOUN), start)
    )
    return (start, end) if told else None


def _age_end(keys: list[str], at: int) -> int:
    """Return where an age ends (`dưới 35 tuổi`, `từ 40 đến 50 tuổi`), 0 where none stands."""
    start = at + (keys[at : at + 1] == [_YOUNG])
    if start >= len(keys) or keys[start] not in _AGES:
        return 0
    for end in range(start + 1, min(start + _LONGEST_AGE, len(keys))):
        if keys[end] == _AGE:
            return end + 1 if keys[start + 1] in _NUMBERS else 0
    return 0


def _age_start(keys: list[str], end: int) -> int | None:
    """Return where an age that ends at `end` begins."""
    if keys[end - 1 : end] != [_AGE]:
        return None
    start = next((at for at in range(end - 2, max(0, end - _LONGEST_AGE), -1) if keys[at] in _AGES), None)
    return None if start is None else start - (keys[start - 1 : start] == [_YOUNG])
