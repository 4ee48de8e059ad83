"""How a number is meant: a result, an aim or an earlier value.

Sources: gold guidelines, "modality"; words in the rules `cues` and `modality`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extractors.figures.draft import Cue, Draft, Passage
from extractors.figures.reading.announced import BACK, LEVELS, LOOKS_BACK, YEAR
from extractors.figures.reading.counted import VERBS
from extractors.figures.reading.earlier import (
    is_earlier_year,
    is_previous,
    is_told_as_done,
    only_copulas,
    opens_in_earlier_year,
)
from extractors.figures.reading.norms import is_fixed, is_told_as_fact
from extractors.figures.reading.put_off import is_put_off
from extractors.figures.reading.reach import is_attribute, is_supposed, reaches, stands_now
from extractors.figures.words import DIGITS, NUMBER, Lexicon
from extractors.model import Measure, Modality
from extractors.rulebook import load_table

_ACTUAL: Final = Modality.ACTUAL
_MONEY: Final = Measure.MONEY
_PREVIOUS: Final = Modality.PREVIOUS
_TARGET: Final = Modality.TARGET
_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "modality")["words"]
_JOINS_PASSIVE: Final = frozenset(_WORDS["joins_passive"])
_CHANGES_BEHIND: Final = tuple(phrase.split() for phrase in _WORDS["changes_behind"])
_TABLE: Final = load_table(__package__, "modality")
_PLANS: Final = Lexicon((word, True) for word in load_table(__package__, "phrases_around")["plans"])
_PLAN_ENDS: Final = _PLANS.lasts
_ISSUED: Final[tuple[str, ...]] = tuple(_TABLE["directive"]["issued"])
_MEASURED_BY: Final = frozenset({NUMBER, *_WORDS["measured_by"]})
_PLAN_WORDS: Final = frozenset(_WORDS["plan_words"])
_OF_PLANS: Final = frozenset(_WORDS["of_plans"])
_ASSIGNED: Final = ["được", "giao"]
_ASSIGNED_BY: Final = Lexicon((word, True) for word in _TABLE["assigned"]["behind"])
_OF_WHOLES: Final = frozenset(_TABLE["assigned"]["of_wholes"])
_AGAINST: Final = ["so", "với"]
_MISSED: Final = (["chưa", "đạt"], ["không", "đạt"])
_TELLING: Final = frozenset({"done", "completion", "request", "target", "doing"})
"""Kinds of the cues by which the words before a number say how it is meant."""
_STRIVES: Final = [";", "phấn"]
_EVERYDAY: Final = frozenset({"được"})
"""Of the words that look back, those that an aim may hold."""
_REQUESTS: Final = tuple(phrase.split() for phrase in _WORDS["requests"])
_REQUEST_NOUNS: Final = Lexicon((word, True) for word in _TABLE["requests"]["nouns_before"])
_OF_REQUESTS: Final = Lexicon((word, True) for word in _TABLE["requests"]["nouns_behind"])
_ASKED: Final = Lexicon((word, True) for word in _TABLE["requests"]["asked"])
_TOLD_BY: Final = Lexicon((word, True) for word in _TABLE["requests"]["told_by"])
_COUNTED_REQUESTS: Final = frozenset(_TABLE["requests"]["counted"])
_TURNS: Final = frozenset({"nhưng", "mà"})
"""Words that turn one clause of a list only: `đề nghị thu hồi 8 quyết định có đơn nhưng sai; thu hồi 1 quyết định`."""
_REACHED: Final = frozenset(_WORDS["reached"])
_WORDS_OF_PASSIVE: Final = 8
_WORDS_OF_PLAN: Final = 7
_WORDS_OF_NOUN: Final = 2


def set_modality(text: str, passage: Passage, year: int | None, since: int | None = None) -> None:
    """Set the modality of each figure of a sentence from its words, else the default, and the rule that gave it.

    `year` is the document's, `since` the first one of the period that it reports on.
    """
    drafts, default = passage.drafts, passage.default
    before = text[passage.sentence.start : drafts[0].numeral.start] if default is _TARGET else ""
    issued = bool(before) and any(word in before for word in _ISSUED)
    for index, draft in enumerate(drafts):
        draft.estimate = "estimate" in draft.kinds
        draft.modality, draft.modality_rule = _of_sentence(draft, default, year)
        if (index and _is_plan_beside(draft, drafts[index - 1])) or _is_named_plan(draft):
            draft.modality, draft.modality_rule = _TARGET, "plan_beside"
        elif rule := _earlier_by(text, draft, index, year, since):
            draft.modality, draft.modality_rule = _PREVIOUS, rule
        elif draft.modality is _ACTUAL and (rule := _no_result_by(draft, index)):
            draft.modality, draft.modality_rule = _TARGET, rule
        elif draft.modality is _TARGET is default and (
            is_told_as_fact(draft)
            or is_told_as_done(text, draft, year)
            or stands_now(draft)
            or _goes_on_telling(draft, drafts[index - 1 : index])
        ):
            draft.modality, draft.modality_rule = _ACTUAL, "told_as_fact"
        if issued:
            draft.modality, draft.modality_rule = _ACTUAL, "issued"
    _set_beside_limits(drafts)
    if default is _ACTUAL and (aimed_from := _aims_of_list(passage)):
        for draft in drafts:
            if draft.at < aimed_from and draft.modality_rule == "default":
                draft.modality, draft.modality_rule = _TARGET, "list_of_aims"


def _set_beside_limits(drafts: Sequence[Draft]) -> None:
    """Take for fixed what a list says of the same noun as its limits: `từ 200 đến 250 đại biểu; … không quá 300 …`."""
    limited = [draft for draft in drafts if draft.modality_rule == "fixed_by_rule" and draft.unit]
    for draft in drafts if len(limited) > 1 else ():
        if draft.modality_rule == "default" and any(draft.unit == other.unit for other in limited):
            draft.modality, draft.modality_rule = _TARGET, "beside_limits"


def _goes_on_telling(draft: Draft, before: Sequence[Draft]) -> bool:
    """Tell whether a number goes on with facts told among orders: `mới có 46 đảng bộ trình đề án, 11 đảng bộ chưa`."""
    if not before or before[0].modality_rule != "told_as_fact":
        return False
    between = draft.keys[before[0].resume : draft.at]
    ordered = any(cue.kind in ("target", "request") for _, _, cue in draft.cues_before(before[0].resume))
    return not ordered and ";" not in between


def _aims_of_list(passage: Passage) -> int:
    """Return where an item of a list strives for its numbers, when nothing in the sentence looks back; else 0.

    The items before it are aims as well: `Tỷ lệ huy động trẻ đạt 38%; phấn đấu 99% trẻ được học 2 buổi/ngày`.
    """
    keys = passage.sentence.keys
    said = passage.sentence.vocabulary
    if ";" not in said or "phấn" not in said or not BACK.isdisjoint(said - _EVERYDAY):
        return 0
    if any(cue.kind in LOOKS_BACK for _, _, cue in passage.cues):
        return 0
    return next((at for at, _, cue in passage.cues if cue.kind == "target" and keys[at - 1 : at + 1] == _STRIVES), 0)


def _earlier_by(text: str, draft: Draft, index: int, year: int | None, since: int | None) -> str:
    """Return the rule by which the number is an earlier value, an empty text if it is not."""
    drafts = draft.passage.drafts
    if is_previous(draft, index, drafts):
        return "earlier_time"
    if DIGITS not in draft.passage.sentence.vocabulary:
        return ""
    if is_earlier_year(text, draft, drafts, year):
        return "earlier_year"
    return "opens_in_earlier_year" if opens_in_earlier_year(draft, since, year) else ""


def _no_result_by(draft: Draft, index: int) -> str:
    """Return the rule by which the number was not reached: put off, or fixed for those whom a rule is for."""
    if is_put_off(draft):
        return "put_off"
    return "fixed_by_rule" if is_fixed(draft) or _is_of_fixed(draft, index) else ""


def _is_named_plan(draft: Draft) -> bool:
    """Tell whether the plan itself is told by the number right behind it: `so với kế hoạch 40 cuộc, đã làm 44 cuộc`.

    So is one that was missed: `03 sở chưa đạt chỉ tiêu 98%`. Who fixed it may stand between: `chỉ tiêu được giao
    là 96%`.
    """
    end = draft.at - (draft.keys[draft.at - 1] == "là")
    assigned = _ASSIGNED_BY.before(draft.keys, end)
    end = assigned[0] if assigned and draft.keys[assigned[0] - 1] in _PLAN_ENDS else end
    if draft.keys[end - 1] not in _PLAN_ENDS:
        return False
    plan = _PLANS.before(draft.keys, end)
    before = draft.keys[plan[0] - 2 : plan[0]] if plan is not None else []
    named = draft.unit is not None or draft.keys[draft.at - 1] == "là"
    return before in _MISSED or (before == _AGAINST and named)


def _is_of_fixed(draft: Draft, index: int) -> bool:
    """Tell whether the number only measures the one before, which is fixed: `dự toán là 300 tỷ đồng, bằng 47% ...`."""
    if not index or not draft.numeral.percent:
        return False
    before = draft.passage.drafts[index - 1]
    fixed = before.modality_rule == "fixed_by_rule" and before.measure is _MONEY
    return fixed and draft.keys[before.resume : draft.at] in _CHANGES_BEHIND


def _of_sentence(draft: Draft, default: Modality, year: int | None) -> tuple[Modality, str]:
    """Return the modality that the words before the number give it, and the rule; the default if they say nothing."""
    modality, rule, done, aimed_at, ahead = default, "default", False, -1, False
    for start, end, cue in draft.passage.cues:
        if start >= draft.at:
            obliged = modality is default and (_is_obliged(draft, start, cue) or _is_foretold(draft, start))
            return (_TARGET, "obliged") if obliged else (modality, rule)
        if cue.kind not in _TELLING:
            continue
        inside = start + (draft.keys[start] == "(")
        if draft.passage.brackets[inside] >= 0 and draft.is_aside(inside):
            continue
        told = cue.kind == "done" or (cue.kind in ("completion", "doing") and draft.keys[start] == "đã")
        told = told and not (is_supposed(draft, start) or is_attribute(draft, start, end))
        told = told and not (draft.keys[start] in _TURNS and ";" in draft.keys[end : draft.at])
        done = done or told
        if cue.kind in ("request", "target") and _is_no_aim(draft, start, end):
            continue
        asked = cue.kind == "request" and modality is default and not (done or _asks_to_discipline(draft, start))
        aimed = cue.kind == "target" and not (_is_about_plan(draft, start) or _is_past_year(draft, end, year))
        if asked or aimed:
            modality, rule = _TARGET, "asked" if asked else "aimed"
            aimed_at, ahead = end, draft.keys[end - 1] == "tới"
            continue
        doing = cue.kind == "doing" and draft.keys[end : end + 1] == [NUMBER] and aimed_at != start and not ahead
        if (told or doing) and modality is _TARGET is not default:
            modality, rule = default, "done"
    return modality, rule


def _is_no_aim(draft: Draft, start: int, end: int) -> bool:
    """Tell whether a word of aims or requests at `start:end` asks for nothing here, or not for this number."""
    keys = draft.keys
    if any(other.at < start < other.resume for other in draft.passage.drafts) or not reaches(draft, end):
        return True
    if keys[start:end] in _REQUESTS and _is_told_request(draft, start, end):
        return True
    if keys[start] == "nhằm" and "," in keys[end : draft.at] and LEVELS.isdisjoint(keys[draft.at - 2 : draft.at]):
        return True
    if keys[start] == "phải" and (_is_suffered(draft, start) or keys[start - 1] == "không"):
        return True
    if _is_measure_of_first(draft, start, end):
        return True
    if keys[start:end] == _ASSIGNED and (_counted_before(draft, start) or _goes_on_to_deed(draft, end)):
        return True
    if keys[start:end] == ["nhu", "cầu"] and "," in keys[end : draft.at]:
        return True
    return _is_passive(draft, start) or _is_attribute(draft, start)


def _is_told_request(draft: Draft, start: int, end: int) -> bool:
    """Tell whether a request at `start:end` is a noun (`các kiến nghị`), or told as made with other deeds.

    So in `Qua giám sát, kiến nghị 12 nội dung`, `thanh tra 14 đơn vị, kiến nghị xử lý 30 người`; not where somebody
    is asked (`đề nghị tỉnh bổ sung 15 biên chế`).
    """
    keys, words = draft.keys, draft.passage.sentence.words
    if keys[start:end] == ["kiến", "nghị"] and (
        _REQUEST_NOUNS.before(keys, start) or keys[start - 1] == NUMBER or _OF_REQUESTS.at(keys, end)
    ):
        return True
    if end == draft.at and draft.indicator in _COUNTED_REQUESTS:
        return True
    asked_for = next((other.at for other in draft.passage.drafts if other.at >= end), draft.at)
    if keys[asked_for - 1] == "được" and asked_for - end > 1:
        return True
    asked = words[end][:1].isupper() or _ASKED.at(keys, end) is not None
    opened = next((at for at, key in enumerate(keys) if key[0].isalpha()), 0)
    told = _TOLD_BY.at(keys, opened) is not None or any(o.at < start for o in draft.passage.drafts)
    return told and start > opened and not asked


def _is_measure_of_first(draft: Draft, start: int, end: int) -> bool:
    """Tell whether a comparison holds the aim, which so is told by the next number alone.

    So in `thiếu 03 người so với biên chế được giao là 10 người; mỗi công chức phụ trách 180 cơ sở`.
    """
    keys = draft.keys[max(0, start - _WORDS_OF_PLAN) : start]
    compared = any(keys[at : at + 2] == ["so", "với"] for at in range(len(keys)))
    return compared and any(end <= other.at < draft.at for other in draft.passage.drafts)


def _is_passive(draft: Draft, start: int) -> bool:
    """Tell whether what was asked is told as done to it: `các hạn chế được chỉ ra và yêu cầu khắc phục; ...`."""
    keys = draft.keys
    if keys[start : start + 2] != ["yêu", "cầu"]:
        return False
    before = keys[max(0, start - _WORDS_OF_PASSIVE) : start]
    return bool(before) and ("được" in before or "bị" in before) and (before[-1] in _JOINS_PASSIVE)


def _is_attribute(draft: Draft, start: int) -> bool:
    """Tell whether a request only says which things are counted: `Số thủ tục đề nghị sửa đổi là 09 thủ tục`."""
    keys = draft.keys
    opened = next((at for at in range(start - 1, -1, -1) if keys[at] in (";", ".", ":", ",")), -1) + 1
    named = keys[opened : opened + 1] == ["số"] or keys[opened : opened + 2] == ["tổng", "số"]
    return named and keys[draft.at - 1] in ("là", ":", "được") and start - opened > 1


def _asks_to_discipline(draft: Draft, start: int) -> bool:
    """Tell whether the request at `start` is the last of acts of checking that are told: it was made as they were.

    So in `kiểm tra 14 tổ chức đảng; đề nghị Ban Bí thư thi hành kỷ luật 3 đảng viên`.
    """
    told = any(o.at < start and o.indicator in ("inspection", "case") for o in draft.passage.drafts)
    return told and any(start < at and cue.value == "case" for at, _, cue in draft.cues_before(0))


def _is_suffered(draft: Draft, start: int) -> bool:
    """Tell whether `phải` right behind those counted tells what befell them: `30 trường hợp phải cấp cứu`."""
    behind = start - (draft.keys[start - 1] == "số")
    first = behind - _WORDS_OF_NOUN * (draft.passage.default is _ACTUAL)
    counted = next((other for other in draft.passage.drafts if first <= other.resume <= behind), None)
    if counted is not None and not all(key.isalpha() for key in draft.keys[counted.resume : behind]):
        return False
    if counted is None or counted is draft:
        return False
    return not counted.numeral.percent or draft.keys[counted.at - 1] in _REACHED


def _counted_before(draft: Draft, start: int) -> Draft | None:
    """Return the other number whose counted noun ends right before the word at `start`."""
    return next((other for other in draft.passage.drafts if other.resume == start and other is not draft), None)


def _goes_on_to_deed(draft: Draft, end: int) -> bool:
    """Tell whether a deed follows what was assigned: `Năm 2022 được giao 1.126 tỷ đồng, giải ngân 968 tỷ đồng`.

    Its parts may stand between: `được giao 156 tỷ đồng, gồm vốn đầu tư 121 tỷ đồng; giải ngân được 61 tỷ đồng`.
    """
    given = next((other for other in draft.passage.drafts if end <= other.at < draft.at), None)
    if given is None:
        return False
    signs = [at for at in range(given.resume, draft.at) if draft.keys[at] in (",", ";")]
    return any(draft.keys[at] == ";" or at == signs[0] for at in signs if VERBS.at(draft.keys, at + 1) is not None)


def _is_obliged(draft: Draft, start: int, cue: Cue) -> bool:
    """Tell whether a word of duty stands right behind the counted noun: `100% kiến nghị phải được trả lời`.

    `98,4% số phải triệu tập` names those who had to come: it is no duty; nor is `đạt 96% diện tích phải giao`.
    """
    return (
        draft.numeral.percent
        and cue.kind == "target"
        and draft.keys[start] in ("phải", "cần")
        and draft.keys[start - 1] != "số"
        and start - draft.resume <= 1
        and draft.keys[draft.at - 1] not in _REACHED
    )


def _is_foretold(draft: Draft, start: int) -> bool:
    """Tell whether `sẽ` stands right behind those counted: `19.000 người sẽ không còn phải nộp thuế`."""
    return draft.keys[start] == "sẽ" and start == draft.resume and draft.unit is not None


def _is_past_year(draft: Draft, end: int, year: int | None) -> bool:
    """Tell whether a cue ends in a year that is over for the document: `đến năm 1998` in a report of 2001."""
    sentence = draft.passage.sentence
    named = YEAR.fullmatch(sentence.words[end]) if end < draft.at and sentence.keys[end] == DIGITS else None
    return named is not None and year is not None and sentence.keys[end - 1] == "năm" and int(named[0]) < year


def _is_about_plan(draft: Draft, start: int) -> bool:
    """Tell whether a word of plans only names what a result is measured by, or some of what is counted.

    So in `đạt 99% chỉ tiêu tỉnh giao`, `121 cuộc theo kế hoạch và 10 cuộc đột xuất`, `theo kế hoạch 12, đột xuất 3`,
    `13/20 lớp của kế hoạch năm`.
    """
    if draft.keys[start] == "theo" and any(other.resume == start for other in draft.passage.drafts):
        return True
    if draft.keys[start] == "theo" and "đột" in draft.keys:
        return True
    if draft.keys[start - 1] == "của" and any(other.resume == start - 1 for other in draft.passage.drafts):
        return True
    first = start
    while first > 0 and draft.keys[first - 1] in _OF_PLANS:
        first -= 1
    return first > 0 and draft.keys[first - 1] in _MEASURED_BY and draft.keys[start] in _PLAN_WORDS


def _is_plan_beside(draft: Draft, before: Draft) -> bool:
    """Tell whether the number is the plan that the result before it in the sentence is measured by.

    So stand `đạt 51,8% so với dự toán giao (23.600 tỷ đồng)`, `450 tỷ đồng/400 tỷ đồng kế hoạch`, `83,2%/50%`,
    `đạt 82% kế hoạch (50 tỷ đồng)`, `35 tỷ đồng/dự toán 49 tỷ đồng`, `70,6% của mức 141 tỷ đồng được giao`.
    """
    keys = draft.keys
    whole = draft.numeral.of is None and not draft.numeral.percent
    if before.numeral.percent and whole:
        assigned = _ASSIGNED_BY.at(keys, draft.resume) is not None and keys[before.at + 1] in _OF_WHOLES
        if assigned or _is_plan_of_share(keys, before.at + 1, draft.at):
            return True
    if keys[before.resume : draft.at] == ["/"] and before.measure is draft.measure:
        planned = _PLANS.at(keys, draft.resume) is not None and before.unit == draft.unit
        return draft.numeral.percent or planned
    if keys[before.resume : before.resume + 1] == ["/"] and before.measure is draft.measure:
        return _PLANS.before(keys, draft.at) == (before.resume + 1, True)
    alone = draft.bracket == draft.at - 1 and keys[draft.at + 1 : draft.at + 2] == [")"]
    if draft.bracket < before.at or (draft.numeral.percent and not alone):
        return False
    compared = [
        end for start, end, cue in draft.passage.cues if cue.kind == "compare" and before.at < start < draft.bracket
    ]
    planned = any(_PLANS.at(keys, at) for end in compared for at in range(end, draft.bracket))
    return planned and only_copulas(keys, draft.bracket + 1, draft.at)


def _is_plan_of_share(keys: list[str], start: int, end: int) -> bool:
    """Tell whether the words behind a share name the plan that it is of, up to the number of that plan."""
    plan = _PLANS.at(keys, start)
    if plan is None or end - plan[0] > _WORDS_OF_PLAN:
        return False
    between = keys[plan[0] : end]
    if between[-1:] == ["("]:
        between.pop()
    return all(key.isalpha() for key in between)
