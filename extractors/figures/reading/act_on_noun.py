"""What is done to the persons and bodies that a figure counts: they are checked, disciplined, taught, or have come.

Source: gold guidelines, "indicator"; acts in `cues.toml`.
"""

from __future__ import annotations

from typing import Final

from extractors.figures.draft import Cue, Draft, Passage
from extractors.figures.reading.counted import COUNTED, Counted
from extractors.figures.words import NUMBER, Lexicon, keys_of
from extractors.rulebook import load_table
from extractors.text.lines import line_start

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["act_on_noun"]
_BEFORE_OCCASIONS: Final = tuple(phrase.split() for phrase in _WORDS["before_occasions"])
_TABLE: Final = load_table(__package__, "indicators")
_NO_EVENT: Final = frozenset(_TABLE["participation"]["in"])
_AUDIENCE: Final = frozenset({"attendance", "training"})
_CHECKED: Final = frozenset({"plain", "project", "breach"})
"""What may be told of a check behind it: what was checked."""
_WORK_OF_CHECKING: Final = tuple(phrase.split() for phrase in _WORDS["work_of_checking"])
_THROUGH_CHECKS: Final = tuple(phrase.split() for phrase in _WORDS["through_checks"])
_GOVERNING: Final = frozenset({"inspection", "case", "project", "attendance", "training", "plain"})
_TAUGHT_ACTS: Final = frozenset(_WORDS["taught_acts"])
_RECRUITED: Final = frozenset(_TABLE["recruiting"]["professions"])
_TO_WORK: Final = Lexicon((word, True) for word in _TABLE["recruiting"]["behind"])
_INSURANCE: Final[tuple[str, ...]] = tuple(_TABLE["insurance"]["words"])
_SENTENCE_BEFORE: Final = 250
_BUILDINGS: Final = Lexicon((word, True) for word in _TABLE["buildings"]["words"])
_PUPILS: Final = frozenset(_WORDS["pupils"])
_PLAIN_PEOPLE: Final = frozenset(_WORDS["plain_people"])
_EVENT_HEADS: Final = frozenset(_WORDS["event_heads"])
_TAUGHT: Final = frozenset({"training", "conference", "session"})
_OPENING: Final = 3
_ELECTING: Final = frozenset(_WORDS["electing"])
_BEFORE_NEW: Final = frozenset(_WORDS["before_new"])
_MEMBERS: Final = frozenset(_WORDS["members"])
_NEAR: Final = 5
_FAR: Final = 16
_TIMES: Final = frozenset(_WORDS["times"])
_BESIDE: Final = 3
_SUBJECT_OF_CHECK: Final = frozenset(_WORDS["subject_of_check"])
"""Behind one of these stands what those counted were checked on: `2 tổ chức đảng về thi hành kỷ luật đảng`."""
_CLAUSE_OPENS: Final = frozenset(",;:.(")
_HELPING: Final = Lexicon((word, True) for word in _WORDS["helping"])
_ELECTIONS: Final = Lexicon((word, True) for word in _WORDS["elections"])
_PASSIVE: Final = frozenset({"bị", "được"})
_DELEGATES: Final = frozenset({"đại biểu", "đb"})
_FOUND: Final = ["phát", "hiện"]


def governed(draft: Draft, what: Counted) -> str | None:
    """Return the indicator by the act done to the persons or bodies counted: checked, disciplined, taught."""
    if what.family == "person" and draft.keys[draft.at - 2 : draft.at] == ["tố", "cáo"]:
        return "complaint"
    if (what.family == "org" and _is_inspected_place(draft)) or (
        what.indicator in ("person", "organisation") and _is_looked_into(draft)
    ):
        return "inspection"
    if _is_found_at_fault(draft) or _is_gone_through(draft, what):
        return "inspection"
    if what.prefix and what.family == "person" and _came_to_help(draft):
        return "person"
    if what.family == "person" and (draft.keys[draft.at - 1] == "bầu" or _is_chosen(draft)):
        return "person"
    behind = _act_behind(draft)
    if behind == "case" or (
        behind in ("inspection", "plain") and draft.keys[draft.resume : draft.resume + 1] == ["được"]
    ):
        return behind if behind != "plain" else None
    if behind == "project" and _is_building(draft):
        return behind
    if what.family == "person" and behind in _AUDIENCE:
        return None if is_schooled(draft.keys, draft.at, draft.resume) else "attendance"
    if what.family == "person" and behind == "participation":
        return "attendance" if _takes_part_in_event(draft) else None
    return _governed_from_before(draft, what)


def _came_to_help(draft: Draft) -> bool:
    """Tell whether those counted by turns were sent to help: `260 lượt dân quân giúp dân gặt lúa`."""
    keys = draft.keys
    if draft.passage.drafts[0].family == "event" and draft.passage.drafts[0] is not draft:
        return False
    for at in range(draft.resume, min(len(keys), draft.resume + _NEAR)):
        if keys[at] in _CLAUSE_OPENS or keys[at] == NUMBER:
            return False
        if _HELPING.at(keys, at):
            return True
    return False


def _is_chosen(draft: Draft) -> bool:
    """Tell whether a sentence of an election counts delegates, who have come to nothing: `bầu đủ 85 đại biểu`."""
    keys = draft.keys
    if (
        draft.unit not in _DELEGATES
        or draft.numeral.percent
        or any(cue.value == "attendance" for _, _, cue in draft.passage.cues)
    ):
        return False
    return any(_ELECTIONS.at(keys, at) for at in range(len(keys)) if keys[at] in _ELECTIONS.firsts)


def is_schooled(keys: list[str], start: int, end: int) -> bool:
    """Tell whether the words `start:end` name children, who go to school, to no event: `99% trẻ được học bán trú`."""
    return not _PUPILS.isdisjoint(keys[start:end])


def _is_found_at_fault(draft: Draft) -> bool:
    """Tell whether checks told before found those: `kiểm tra 24 lượt tổ chức đảng; phát hiện 9 tổ chức đảng`."""
    if draft.keys[draft.at - 1 : draft.at] != ["hiện"] or draft.keys[draft.at - 2 : draft.at - 1] != ["phát"]:
        return False
    before = next((other for other in reversed(draft.passage.drafts) if other.at < draft.at), None)
    same = before is not None and before.family == draft.family and before.indicator == "inspection"
    return same and before is not None and (draft.unit or "-") in (before.unit or "")


def _is_gone_through(draft: Draft, what: Counted) -> bool:
    """Tell whether a check led to what is told next: `Qua kiểm tra 58 bếp ăn, phát hiện …`."""
    led = draft.keys[draft.at - 3 : draft.at] in _THROUGH_CHECKS
    return led and what.family in ("person", "org") and (what.prefix or what.indicator in ("person", "organisation"))


def _governed_from_before(draft: Draft, what: Counted) -> str | None:
    """Return the indicator by the nearest act before the figure that reaches it."""
    person = what.family == "person"
    for start, end, cue in reversed(_acts_before(draft)):
        if cue.value in ("inspection", "case"):
            if _opens_share(draft, end):
                return None
            done_to = what.prefix or what.indicator in ("person", "organisation")
            done_to = done_to and not (draft.floor > end and draft.keys[draft.at - 1] == "của")
            done_to = done_to and (cue.value == "case" or draft.keys[draft.at - 2 : draft.at] != _FOUND)
            return cue.value if done_to and _reaches(draft, start, end) else None
        if cue.value == "project":
            return "project" if _is_building(draft) and start >= draft.floor - 4 else None
        if cue.value == "attendance" and person:
            return "attendance" if start >= draft.floor and not _is_recruited(draft, start) else None
        if cue.value == "training" and person and end == draft.at and " ".join(draft.keys[start:end]) in _TAUGHT_ACTS:
            return "attendance"
        if cue.value == "plain":
            return _elected(draft, what, start, end) or ("attendance" if person and _at_event(draft) else None)
    return "attendance" if person and _at_event(draft) else None


def _opens_share(draft: Draft, act: int) -> bool:
    """Tell whether a share begins a clause behind another number, so that no act before it is done to it.

    So in `tổ chức 01 cuộc điều tra với 300 phiếu, 100% chi bộ sinh hoạt chuyên đề`.
    """
    opens = draft.numeral.percent and draft.keys[draft.at - 1 : draft.at] == [","] and draft.floor > act
    before = next((other for other in reversed(draft.passage.drafts) if other.at < draft.at), None)
    return opens and before is not None and before.family != draft.family


def _is_building(draft: Draft) -> bool:
    """Tell whether the noun counted begins with a building (`nhà văn hóa thôn`)."""
    hit = _BUILDINGS.at(keys_of((draft.unit or "").partition(",")[0]), 0)
    return hit is not None


def _is_inspected_place(draft: Draft) -> bool:
    """Tell whether an inspection is told to have been made at the bodies: `kiểm tra việc ... tại 42 cơ quan`."""
    return _before_hedges(draft) == "tại" and _is_checked(draft)


def _is_looked_into(draft: Draft) -> bool:
    """Tell whether a check is told to have been of those counted: `giám sát việc kê khai đối với 56 đơn vị`."""
    beside = _beside_before(draft)
    if beside is not None and beside.indicator == "inspection" and beside.indicator_rule == "act_on_noun":
        return _is_checked(beside) and beside.keys[beside.at - 2 : beside.at] == ["đối", "với"]
    return draft.keys[draft.at - 2 : draft.at] == ["đối", "với"] and _is_checked(draft)


def is_checked_itself(draft: Draft) -> bool:
    """Tell whether works are what a check was of, right behind it or beside such: `kiểm toán 14 đơn vị và 22 dự án`."""
    beside = _beside_before(draft)
    if beside is not None and beside.indicator == "inspection" and beside.indicator_rule == "act_on_noun":
        return True
    return any(end == draft.at and cue.value == "inspection" for _, end, cue in draft.cues)


def _beside_before(draft: Draft) -> Draft | None:
    """Return the figure that stands right before, only `và` or a comma between."""
    before = next((other for other in reversed(draft.passage.drafts) if other.at < draft.at), None)
    return before if before and draft.keys[before.resume : draft.at] in (["và"], [","]) else None


def _is_checked(draft: Draft) -> bool:
    """Tell whether the last act before the number is a check, no other number between."""
    floor = next((at + 1 for at in range(draft.at - 1, -1, -1) if draft.keys[at] in (";", ".")), 0)
    keys, cues = draft.keys, draft.cues_before(floor)
    acts = [
        (start, cue.value) for start, _, cue in cues if cue.value and cue.kind != "change" and keys[start] != "đoàn"
    ]
    checks = [start for start, value in acts if value == "inspection"]
    checks += [start for start, end, cue in cues if cue.kind == "mask" and keys[start:end] in _WORK_OF_CHECKING]
    if not checks or any(start > checks[-1] and value not in _CHECKED for start, value in acts):
        return False
    return not any(checks[-1] < other.at < draft.at for other in draft.passage.drafts)


def _is_recruited(draft: Draft, start: int) -> bool:
    """Tell whether those drawn in at `start` have come to work: `thu hút 12 bác sĩ về làm việc`."""
    keys, resume = draft.keys, draft.resume
    if keys[start : start + 2] != ["thu", "hút"]:
        return False
    if draft.unit in _MEMBERS and keys[draft.at - 1] in _BEFORE_NEW:
        return True
    return draft.unit in _RECRUITED or any(_TO_WORK.at(keys, at) for at in range(resume, min(resume + 4, len(keys))))


def _opens_with_event(draft: Draft) -> bool:
    """Tell whether the sentence speaks of one event as its subject: `Lớp bồi dưỡng ... có 65 quần chúng`."""
    noun = COUNTED.at(draft.keys, 0)
    return noun is not None and noun[1][0].family == "event" and draft.passage.drafts[0] is draft


def _elected(draft: Draft, what: Counted, start: int, end: int) -> str | None:
    """Return `person` for delegates that the act at `start:end` elects or names; they have come to nothing yet."""
    if what.indicator != "attendance" or draft.bracket >= start or draft.keys[start] not in _ELECTING:
        return None
    beside = any(end <= o.at < draft.at and o.unit == draft.unit for o in draft.passage.drafts)
    return "person" if draft.at - end <= 1 or beside else None


def _acts_before(draft: Draft) -> list[tuple[int, int, Cue]]:
    """Return the acts of the clause before the figure, without those that other figures count (5 cuộc kiểm tra)."""
    keys = draft.keys
    start = draft.at
    while start > 0 and keys[start - 1] != ";":
        start -= 1
    acts = [cue for cue in draft.cues_before(start) if cue[2].value in _GOVERNING]
    if not acts:
        return []
    counted = [(other.at, other.resume) for other in draft.passage.drafts]
    return [
        cue
        for cue in acts
        if keys[cue[0] - 1 : cue[0]] != ["theo"] and not any(first < cue[0] < last for first, last in counted)
    ]


def _at_event(draft: Draft) -> bool:
    """Tell whether the persons attend an event that is named without a number: `có buổi ... dự kiến 80 người`."""
    keys = draft.keys
    if keys[draft.at - 1 : draft.at] == ["có"] and _opens_with_event(draft):
        return True
    if _came_on_occasions(draft):
        return True
    acts = [(end, cue.value) for _, end, cue in draft.cues if cue.kind == "activity"]
    led = _before_hedges(draft) if acts else ""
    if led == "cho" and acts[-1][1] in _TAUGHT and ";" not in keys[acts[-1][0] : draft.at]:
        return True
    if led == "cho" and _is_taught_course(draft):
        return True
    if acts and acts[0][1] == "participation" and acts[0][0] <= _OPENING and "có" in keys[draft.at - 2 : draft.at]:
        return draft is draft.passage.drafts[0]
    if draft.unit not in _PLAIN_PEOPLE:
        return False
    for at in range(max(draft.floor, draft.at - 12), draft.at):
        noun = COUNTED.at(keys, at) if keys[at] in _EVENT_HEADS else None
        if noun and keys[at] == "kỳ" and noun[0] - at == 1:
            continue
        if noun and noun[1][0].family == "event":
            return True
    return False


def _came_on_occasions(draft: Draft) -> bool:
    """Tell whether the figure right before counts the occasions on which they came: `tiếp 46 lượt với 51 công dân`."""
    before = next((other for other in reversed(draft.passage.drafts) if other.at < draft.at), None)
    if before is None:
        return False
    between = draft.keys[before.resume : draft.at]
    if before.indicator == "attendance":
        return between == ["/"] and (before.unit or "").startswith("lượt")
    return before.indicator == "session" and between in _BEFORE_OCCASIONS


def _is_taught_course(draft: Draft) -> bool:
    """Tell whether the figure right before, no sign between, is of courses: `3 lớp về an toàn điện cho 86 thợ`."""
    before = next((other for other in reversed(draft.passage.drafts) if other.at < draft.at), None)
    if before is None or before.family != "event" or before.indicator not in _TAUGHT:
        return False
    return _CLAUSE_OPENS.isdisjoint(draft.keys[before.resume : draft.at])


def _before_hedges(draft: Draft) -> str:
    """Return the word before the number and its hedges: `cho` in `cho trên 50 đảng viên`."""
    keys = draft.keys
    end = draft.told_to
    return keys[end - 1] if end else ""


def _reaches(draft: Draft, start: int, end: int) -> bool:
    """Tell whether an act at `start:end` governs the figure: no copula between, but for `số ... bị kỷ luật là 23`."""
    keys = draft.keys
    between = keys[end : draft.at]
    copula = "là" in between and keys[start] not in _PASSIVE and not _suffers(draft, start)
    return not copula and "mà" not in between and "có" not in keys[max(end, draft.at - 3) : draft.at]


def _suffers(draft: Draft, act: int) -> bool:
    """Tell whether the noun before the number undergoes the act: `Số chi bộ được Đảng ủy xuống kiểm tra là 02`.

    Nothing else is told to be done to it first: `Số đảng viên được biểu dương qua kiểm tra là 02`.
    """
    if draft.rule != "noun_before":
        return False
    keys, first = draft.keys, act
    while first > draft.floor and keys[first - 1] not in _PASSIVE:
        first -= 1
        if keys[first] in _CLAUSE_OPENS:
            return False
    others = (start for start, _, cue in draft.passage.cues if cue.kind == "activity" and first - 1 <= start < act)
    return first > draft.floor and next(others, None) is None


def _act_behind(draft: Draft) -> str | None:
    """Return the act that the same clause states of the counted persons, right behind them.

    What is done to them (`bị`) may stand farther, behind where they belong or what they have done.
    """
    keys = draft.keys
    if (beside := _counted_beside(draft)) is not None:
        return _act_behind(beside)
    for start, _, cue in draft.passage.cues:
        if start < draft.resume:
            continue
        between = keys[draft.resume : start]
        if not _SUBJECT_OF_CHECK.isdisjoint(between):
            return None
        if len(between) > _FAR or NUMBER in between or any(key in ",;.:(" for key in between):
            return None
        suffered = cue.value == "case" and keys[start] == "bị"
        if cue.kind == "activity" and cue.value != "breach" and (suffered or len(between) <= _NEAR):
            return cue.value
    return None


def _counted_beside(draft: Draft) -> Draft | None:
    """Return the next figure where it counts other persons or bodies of the same clause.

    So in `98% đảng viên và 13.114 quần chúng tham dự`; `Có 12 đảng viên, 2 tổ chức đảng bị kỷ luật`.
    """
    keys, resume = draft.keys, draft.resume
    if keys[resume : resume + 1] not in (["và"], [","], ["cùng"]):
        return None
    beside = next((other for other in draft.passage.drafts if other.at > draft.at), None)
    if beside is None or beside.at - resume > _BESIDE or beside.resume <= beside.at + 1:
        return None
    if any(resume <= start < beside.at and cue.kind == "activity" for start, _, cue in draft.passage.cues):
        return None
    noun = COUNTED.at(keys, beside.at + 1)
    if noun is None or noun[1][0].family not in ("person", "org"):
        return None
    return beside if keys[resume] != "," or _opens_clause(draft) else None


def _opens_clause(draft: Draft) -> bool:
    """Tell whether nothing but a time and `có` stands before the figure in its clause."""
    keys = draft.keys
    if keys[draft.at - 1 : draft.at] != ["có"]:
        return False
    start = draft.at - 1
    while start > 0 and keys[start - 1] not in _CLAUSE_OPENS:
        start -= 1
    return start == draft.at - 1 or keys[start] in _TIMES


def _takes_part_in_event(draft: Draft) -> bool:
    """Tell whether `tham gia` means coming to an event, not belonging to a body or scheme."""
    keys = draft.keys
    for start, end, cue in draft.passage.cues:
        if start >= draft.resume and cue.value == "participation":
            end += keys[end : end + 1] == ["vào"]
            if (end >= len(keys) or not keys[end].isalpha()) and _is_of_insurance(draft.passage):
                return False
            return (end >= len(keys) or keys[end] not in _NO_EVENT) and not _belongs(draft, end)
    return False


def _is_of_insurance(passage: Passage) -> bool:
    """Tell whether the sentence or the words of its paragraph before speak of insurance, which the insured are in."""
    text, start, end = passage.text, passage.sentence.start, passage.sentence.end
    near = line_start(text, start, _SENTENCE_BEFORE)
    return any(text.find(word, near, end) >= 0 for word in _INSURANCE)


def _belongs(draft: Draft, end: int) -> bool:
    """Tell whether the persons are members of the body before them: `239 nhóm với 5.051 thành viên tham gia`."""
    keys = draft.keys
    if draft.unit not in _MEMBERS | {"người"} or (end < len(keys) and keys[end].isalpha()):
        return False
    before = next((other for other in reversed(draft.passage.drafts) if other.at < draft.at), None)
    return before is not None and before.family == "org" and keys[before.resume : draft.at] in (["với"], ["có"], [","])
