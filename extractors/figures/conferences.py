"""Text with its figures -> one statement for each number of conferences, courses and sessions (hội nghị, lớp, buổi).

What it was about and who held it are read around the number; who came are the figures of role `attendees`, and
persons told ahead of it (`với sự tham gia của 1.250 đại biểu, huyện ... tổ chức 12 hội nghị`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import dropwhile, takewhile
from typing import Final

from extractors.figures.tables.heads import is_total
from extractors.model import Conference, Figure, Measure, Role
from extractors.rulebook import any_of, load_table

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "conferences")["words"]
_ACTORS: Final[list[str]] = load_table(__package__, "actors")["heads"]
_UNITS: Final[list[str]] = load_table(__package__, "actors")["units"]


def _any(*lists: Sequence[str]) -> str:
    words = sorted({word for listed in lists for word in listed}, key=len, reverse=True)
    return "|".join(re.escape(word).replace("ủy", "(?:ủy|uỷ)") for word in words)


_NO_GATHERING: Final = frozenset(_WORDS["no_gathering"])
_WENT_OUT: Final = re.compile(rf"\b(?:{_any(_WORDS['went_out'])})\b")
_EVENTS: Final = frozenset({"conference", "training", "session"})
_SUBJECT_ENDS: Final = re.compile(
    rf"\n|[;:()|\t“”]|\.(?=\s|$)|,(?!\s(?:{_any(_WORDS['joined'])})\b)|\s(?:{_any(_WORDS['ends'])})(?!\w)"
    rf"|\s(?:{_any(_WORDS['before_number'])})\s(?=[^\d\n,;.()]{{0,25}}\d)"
    rf"|\s(?:{_any(_WORDS['before_time'])})\s(?=(?:{_any(_WORDS['time'])})\b)"
)
_LOOSE_END: Final = re.compile(r"(?:[\s,–-]|\b" + any_of(_WORDS["loose_ends"]) + r"\b)++\Z")
_HELD_FOR: Final = re.compile(
    rf"\bdo (?P<body>[^\d\n,;.()]{{3,100}}?) (?:{_any(_WORDS['verbs'], ['phối hợp', 'thực hiện'])})\b"
)
_SENTENCE_START: Final = re.compile(r"[.;!?]\s+(?=[^\W\d_])|\n|[|\t]")
_VERB: Final = re.compile(rf"\b(?:{_any(_WORDS['verbs'])})\b", re.IGNORECASE)
_TRAILING: Final = re.compile(rf"(?:[\s,]|\b(?:{_any(_WORDS['held_by'])})\b)++\Z")
_LOCALITY: Final = rf"(?i:{_any(_WORDS['localities'])}) (?=[^\W\d_a-zđ])"
_BODY: Final = re.compile(rf"(?:(?i:{_any(_ACTORS, _WORDS['bodies'])})\b|{_LOCALITY})[^\d\n,;:.()]{{0,90}}")
_BARE: Final = re.compile(_any(_UNITS), re.IGNORECASE)
"""A unit without a name, which a list only goes on with (`các xã, phường, thị trấn`) and never begins with."""
_CLAUSE: Final = re.compile(r"[,:()–]")
_EACH: Final = re.compile(rf"\b(?:{_any(_WORDS['each'])})\b", re.IGNORECASE)
_FOR_ONE: Final = re.compile(r"[^\n,;.]{0,25}/" + any_of(_WORDS["events"]) + r"\b")
_EXTREME: Final = re.compile(rf"\b(?:{_any(_WORDS['extreme'])})\b", re.IGNORECASE)
_ITEM: Final = re.compile(r"(?:^|\n)[ \t]*[-+*•]?[ \t]*(?P<head>[^:\n]{3,100}):\s?\Z")
_MOST_FOLLOWING: Final = 20
_LONGEST_ITEM: Final = 120
_AND: Final = tuple(phrase.split() for phrase in _WORDS["and"])
_LONGEST_KIND: Final = 80
_CAME: Final = re.compile(rf"\b(?:{_any(_WORDS['came'])})\b", re.IGNORECASE)
_LONGEST_SUBJECT: Final = 240
_BACK: Final = 500
_NEAR: Final = 40
_FAR: Final = 300
_LONGEST_MEMBER: Final = 40


def is_each(unit: str | None) -> bool:
    """Tell whether a unit counts for one of something or in each time: `đồng/cuộc`, `buổi mỗi ngày`."""
    return unit is not None and ("/" in unit or " mỗi " in unit)


def find_conferences(text: str, figures: Sequence[Figure]) -> tuple[Conference, ...]:
    """Return what was held, in order: one for each number that counts conferences, courses or sessions."""
    came: dict[int, list[int]] = {}
    for index, figure in enumerate(figures):
        if figure.role is not Role.ATTENDEES or figure.of_figure is None or figure.measure is not Measure.COUNT:
            continue
        if _is_of_its_time(figure, figures[figure.of_figure]):
            came.setdefault(figure.of_figure, []).append(index)
    return tuple(
        _read(
            text, figures, index, _with_joined(text, figures, came.get(index, [])) or _told_ahead(text, figures, index)
        )
        for index, figure in enumerate(figures)
        if _is_event(figure) and not _went_out(text, figure)
    )


def _is_of_its_time(figure: Figure, event: Figure) -> bool:
    """Tell whether those who came are not of a time before the event: `04 cuộc, 521 lượt, quý III/2025 có 290 lượt`."""
    return not (figure.period and event.period and figure.period.end < event.period.start)


def _is_event(figure: Figure) -> bool:
    """Tell whether a figure counts events, and not how many there are to be in each month."""
    counts = figure.indicator in _EVENTS and figure.measure is Measure.COUNT
    if figure.unit in _NO_GATHERING:
        return False
    return counts and figure.role is not Role.CHANGE and not is_each(figure.unit)


def _went_out(text: str, figure: Figure) -> bool:
    """Tell whether cadres went out in so many rounds: `28 đợt, 3.260 lượt cán bộ, đảng viên xuống cơ sở`."""
    clause = text[figure.end : figure.end + _FAR].partition("\n")[0].partition(";")[0]
    return figure.unit == "đợt" and _WENT_OUT.search(clause) is not None


def _read(text: str, figures: Sequence[Figure], index: int, came: Sequence[int]) -> Conference:
    figure = figures[index]
    each = [i for i in came if _is_told(_EACH, text, figures[i]) or _FOR_ONE.match(text, figures[i].end)]
    whole = [figures[i] for i in came if i not in each and not _is_told(_EXTREME, text, figures[i])]
    return Conference(
        figure=index,
        subject=_subject_of_cell(figure) if figure.is_cell else _subject(text, figures, index),
        organiser=_row_of(figure) if figure.is_cell else _organiser(text, figures, index),
        attendees=_all_who_came(figure, whole),
        attendees_each=figures[each[0]].value if each else None,
        came=tuple(came),
    )


def _all_who_came(event: Figure, numbers: Sequence[Figure]) -> Decimal | None:
    """Return how many came: several kinds of persons add up, a number that is the sum of the others is the whole."""
    if not numbers:
        return None
    values = [number.value for number in numbers]
    largest, added = max(values), sum(values, Decimal(0))
    kinds = {number.unit for number in numbers}
    apart = len(kinds) == len(numbers) or len(numbers) == event.value
    return added if apart and added != 2 * largest else largest


def _is_told(words: re.Pattern[str], text: str, came: Figure) -> bool:
    """Tell whether the words stand before a number in its own clause."""
    before = text[max(0, came.start - _NEAR) : came.start]
    return words.search(_CLAUSE.split(before)[-1]) is not None


def _with_joined(text: str, figures: Sequence[Figure], came: list[int]) -> list[int]:
    """Add the other kinds of persons told in one breath: `cho 280 học viên và 65 cộng tác viên`."""
    found = list(came)
    while found and found[-1] + 1 < len(figures):
        last, other = figures[found[-1]], figures[found[-1] + 1]
        between = text[last.end : min(other.start, last.end + _LONGEST_KIND)].lower().split()
        kind = (last.unit or "").split()
        if not (_is_free(other) and between[: len(kind)] == kind and between[len(kind) :] in _AND):
            break
        found.append(found[-1] + 1)
    return found


def _is_free(figure: Figure) -> bool:
    """Tell whether a figure counts persons that belong to no other number."""
    persons = figure.indicator in ("attendance", "person") and figure.measure is Measure.COUNT
    return persons and figure.role is None and figure.unit is not None


def _told_ahead(text: str, figures: Sequence[Figure], index: int) -> list[int]:
    """Return the persons that the same sentence tells ahead of an event to which no others came."""
    figure = figures[index]
    start = _sentence_start(text, figure.start)
    found = []
    for earlier in range(index - 1, -1, -1):
        other = figures[earlier]
        if other.start < start or other.indicator in _EVENTS:
            break
        if _is_free(other) and _CAME.search(text, max(start, other.start - _NEAR), other.start):
            found.append(earlier)
    return found[::-1]


def _subject(text: str, figures: Sequence[Figure], index: int) -> str | None:
    """Return the words behind the noun of an event, up to who came, where, when, or the next number."""
    figure = figures[index]
    start = figure.end
    if figure.unit:
        behind = re.compile(r"\s+".join(map(re.escape, figure.unit.split())), re.IGNORECASE).search(
            text, start, start + len(figure.unit) + 8
        )
        start = behind.end() if behind else start
    following = figures[index + 1 : index + 1 + _MOST_FOLLOWING]
    after = next((other.start for other in following if other.start >= start), len(text))
    stop = min(after, start + _LONGEST_SUBJECT)
    end = _SUBJECT_ENDS.search(text, start, stop)
    words = " ".join(_LOOSE_END.sub("", text[start : end.start() if end else stop]).split()).lstrip(", ")
    return words or _subject_before(text, figure)


def _subject_before(text: str, figure: Figure) -> str | None:
    """Return what the item of a list says ahead of its number: `- Hội nghị cấp huyện: 19 hội nghị`."""
    item = _ITEM.search(text, max(0, figure.start - _LONGEST_ITEM), figure.start)
    at = item["head"].lower().find(figure.unit.lower()) if item and figure.unit else -1
    return item["head"][at + len(figure.unit) :].strip() or None if item and figure.unit and at >= 0 else None


def _organiser(text: str, figures: Sequence[Figure], index: int) -> str | None:
    """Return who held it: `do ... tổ chức` behind the number, else the body before the verb."""
    figure = figures[index]
    following = figures[index + 1 : index + 1 + _MOST_FOLLOWING]
    after = next((other.start for other in following if other.indicator in _EVENTS), len(text))
    reach = min(after, figure.end + _FAR)
    line_end = text.find("\n", figure.end, reach)
    behind = _HELD_FOR.search(text, figure.end, line_end if line_end >= 0 else reach)
    if behind:
        return " ".join(_TRAILING.sub("", behind["body"]).split())
    start = _sentence_start(text, figure.start)
    for verb in reversed(list(_VERB.finditer(text, start, figure.start))):
        clauses = _CLAUSE.split(text[start : verb.start()])
        body = _BODY.match(clauses[-1].strip())
        between = _CLAUSE.split(text[verb.end() : figure.start])[1:]
        if body and not any(_BODY.match(clause.strip()) for clause in between):
            listed = [clause.strip() for clause in reversed(clauses[:-1])]
            before = reversed(list(takewhile(_is_member, listed)))
            named = [*dropwhile(_BARE.fullmatch, before), _TRAILING.sub("", body.group())]
            if _BARE.fullmatch(named[0]):
                break
            told = " ".join(", ".join(named).split())
            return figure.actor if told and figure.actor and told in figure.actor else told or None
    return " ".join(_TRAILING.sub("", _VERB.split(figure.actor)[0]).split()) or None if figure.actor else None


def _is_member(clause: str) -> bool:
    """Tell whether a clause is one of several bodies that held something together."""
    return len(clause) < _LONGEST_MEMBER and bool(_BODY.fullmatch(clause) or _BARE.fullmatch(clause))


def _sentence_start(text: str, position: int) -> int:
    start = max(0, position - _BACK)
    breaks = list(_SENTENCE_START.finditer(text, start, position))
    return breaks[-1].end() if breaks else start


def _row_of(figure: Figure) -> str | None:
    row = (figure.counted or "").rpartition(": ")[0]
    return row if row and not is_total(row) else None


def _subject_of_cell(figure: Figure) -> str | None:
    """Return what the head of the column says behind its noun: `Số lớp bồi dưỡng lý luận` -> bồi dưỡng lý luận."""
    head = (figure.counted or "").rpartition(": ")[2]
    at = head.lower().find(figure.unit) if figure.unit else -1
    return head[at + len(figure.unit) :].strip() or None if figure.unit and at >= 0 else None
