"""A sentence -> its figures in the making: each number with its unit, measure, class, hedge and own indicator.

Source: gold guidelines, "Figures"; links between figures and their modality come later.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from extractors.figures.draft import CUES, Draft, Passage
from extractors.figures.links.changes import change_cue, is_level_compared
from extractors.figures.links.kin import plan_behind
from extractors.figures.reading.bare_measures import is_money, is_yield
from extractors.figures.reading.classes import CUES_OF_CLASS, LABELS, label_of, opens_class
from extractors.figures.reading.counted import SEXES, STOPS, Counted, back_over_copulas
from extractors.figures.reading.headed import headed_unit
from extractors.figures.reading.hedges import hedge_of
from extractors.figures.reading.indicators import set_indicator
from extractors.figures.reading.unit import Unit
from extractors.figures.reading.units import is_plan_in_bracket, unit_behind
from extractors.figures.reading.units_before import counts_people_before, unit_before
from extractors.model import Measure
from extractors.rulebook import load_table
from extractors.values.digits import parse_digits

_COUNT: Final = Measure.COUNT
_DURATION: Final = Measure.DURATION
_MONEY: Final = Measure.MONEY
_PERCENT: Final = Measure.PERCENT
_RATIO: Final = Measure.RATIO
_SCORE: Final = Measure.SCORE
_WEIGHT: Final = Measure.WEIGHT
_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["fill_drafts"]
_MOVES: Final = tuple(phrase.split() for phrase in _WORDS["moves"])
_DISCRETE: Final = frozenset(
    {"person", "household", "org", "event", "media", "complaint", "document", "case", "project", "goods", "model"}
)
_TO: Final = tuple(phrase.split() for phrase in _WORDS["up_to"])
_MOST_COUNTED: Final = 12
_LONGEST_ACT: Final = 5
_DAYS_OVER_TIME: Final = frozenset(_WORDS["days_over_time"])
_BEFORE_SCORES: Final = tuple(phrase.split() for phrase in _WORDS["before_scores"])
_RECEIVING: Final = frozenset({("tiếp", "dân"), ("tiếp", "công"), ("tiếp", "nhân"), ("tiếp", "cử")})
_TO_NEW_LEVEL: Final = tuple(phrase.split() for phrase in _WORDS["to_new_level"])
_OF_WHOLE: Final[list[str]] = load_table(f"{__package__}.reading", "words")["lone"]["of_whole"]
_NEXT_OF_LIST: Final = ([","], ["và"], ["/"], *(phrase.split() for phrase in _OF_WHOLE))
_LARGEST_SHORT: Final = 1000
_TIME_OPENS: Final = frozenset(_WORDS["time_opens"])
_ENDS_COUNTED: Final = STOPS.firsts | LABELS.firsts | CUES_OF_CLASS.firsts | _TIME_OPENS


Numbered = list[tuple[Draft, Unit | None]]
"""The drafts of a sentence, each with the noun behind its number."""


def cut_drafts(passage: Passage, positions: Sequence[int]) -> Numbered:
    """Fill in the cues of a sentence and return the drafts of its numbers at `positions`, which state quantities."""
    if not positions:
        return []
    passage.cues = CUES.scan(passage.sentence.keys)
    passage.brackets = brackets = _brackets(passage.sentence.keys)
    found: Numbered = []
    for at in positions:
        if found and at < found[-1][0].resume:
            continue
        draft = Draft(passage.sentence.numerals[at], passage, at, bracket=brackets[at])
        draft.floor = found[-1][0].resume if found else 0
        draft.told_to = back_over_copulas(draft.keys, at, draft.floor)
        draft.cues = draft.cues_before(draft.floor)
        if draft.cues:
            draft.kinds = frozenset([cue.kind for _, _, cue in draft.cues])
        draft.change, draft.compared, draft.plan = change_cue(draft), is_level_compared(draft), plan_behind(draft)
        unit = unit_behind(draft)
        draft.resume = draft.reach = unit.resume if unit else at + 1
        if found and _join_range(found[-1], draft, unit):
            continue
        if _is_section_number(draft, unit) or (found and _restates(found[-1][0], draft)):
            continue
        found.append((draft, unit))
    return found


def read_drafts(passage: Passage, found: Numbered) -> None:
    """Fill in what the words of a sentence say of each of its numbers."""
    passage.drafts += [draft for draft, _ in found]
    for index, (draft, unit) in enumerate(found):
        _describe(draft, unit, found[index - 1][0].reach if index else 0)
        if index:
            _take_old_level(draft, found[index - 1][0])
    for index in range(len(found) - 2, -1, -1):
        _take_multiplier(found[index][0], found[index + 1][0])
        _take_following_noun(found[index][0], found[index + 1][0])


def _brackets(keys: Sequence[str]) -> list[int]:
    """Return for each word the position of the bracket that it stands in, -1 outside."""
    if "(" not in keys:
        return [-1] * len(keys)
    inside, stack = [], [-1]
    for at, key in enumerate(keys):
        if key == ")" and len(stack) > 1:
            stack.pop()
        inside.append(stack[-1])
        if key == "(":
            stack.append(at)
    return inside


def _join_range(before: tuple[Draft, Unit | None], draft: Draft, unit: Unit | None) -> bool:
    """Join `từ 1.000.000 đồng đến 3.000.000 đồng` into one range; True when it was one."""
    first, noun = before
    low, high = first.numeral, draft.numeral
    if noun is None or unit is None or noun.text != unit.text or low.value_max is not None or low.value >= high.value:
        return False
    between = draft.keys[_over_aside(draft.keys, first.resume) : draft.at]
    if between not in _TO or draft.keys[first.at - 1 : first.at] != ["từ"]:
        return False
    if first.change or first.keys[first.at - 2 : first.at - 1] in _MOVES:
        return False
    low.value_max, low.end, low.tail = high.value, high.end, high.tail
    first.resume = draft.resume
    return True


def _over_aside(keys: Sequence[str], at: int) -> int:
    """Return the word behind a bracket that only says a unit again: `20 mét khối (m3) đến dưới 40 mét khối`."""
    return at + 3 if keys[at : at + 1] == ["("] and keys[at + 2 : at + 3] == [")"] else at


def _restates(before: Draft, draft: Draft) -> bool:
    """Tell whether a bracket only says the figure before again: `50.000.000 đồng (năm mươi triệu đồng)`."""
    said_again = draft.numeral.value == before.numeral.value and draft.numeral.spelled != before.numeral.spelled
    return said_again and draft.bracket == before.resume and draft.at == draft.bracket + 1


def _is_section_number(draft: Draft, unit: Unit | None) -> bool:
    """Tell whether a decimal with a dot counts nothing and so is no quantity (`mục 1.5`, `công nghiệp 4.0`)."""
    numeral = draft.numeral
    timed = unit is not None and unit.what is not None and unit.what.time
    return (
        (unit is None or timed)
        and numeral.loose
        and "." in str(numeral.value)
        and not numeral.percent
        and not numeral.scaled
    )


def _describe(draft: Draft, unit: Unit | None, taken: int) -> None:
    """Fill in what the words of the sentence say of one number; those before `taken` say it of the number before."""
    if unit is not None and unit.text in SEXES and _is_only_sex(draft, unit):
        unit = None
    what = unit.what if unit else None
    if unit is None and not draft.numeral.percent:
        is_plan = is_plan_in_bracket(draft.keys, draft.bracket + 1, draft.at)
        direct = not any(cue.kind == "part" for _, _, cue in draft.cues_before(_clause(draft)))
        unit = None if is_plan else headed_unit(draft) or unit_before(draft, direct)
        unit = None if _is_group(draft, unit) else unit
        what = unit.what if unit else None
        draft.rule = "noun_before" if unit else "no_noun"
    else:
        draft.rule = "noun_behind" if what else "unknown_noun" if unit else "percent"
    draft.unit = unit.text if unit else None
    draft.family = what.family if what else ""
    draft.measure = _measure(draft, what)
    if draft.numeral.loose:
        _read_loose(draft)
    label = label_of(draft, taken)
    draft.label = label[0] if label else _sex(draft) if draft.passage.sentence.holds(SEXES) else None
    draft.label_rule = "sex" if label is None else "level_of_scale" if label[1] else "named_class"
    draft.hedge = hedge_of(draft)
    set_indicator(draft, what, unit.first if unit else draft.at + 1)
    if draft.unit in _DAYS_OVER_TIME and _is_how_many_days(draft):
        draft.indicator, draft.inherits = "session", False
    if draft.measure in (_MONEY, _DURATION):
        draft.indicator, draft.inherits = ("money" if draft.measure is _MONEY else "other"), False
        draft.indicator_rule = "measure"
    if draft.measure is _WEIGHT and draft.unit is None:
        draft.indicator, draft.inherits, draft.indicator_rule = "goods", False, "measure"
    if draft.measure is _SCORE and draft.unit is None:
        draft.indicator, draft.inherits, draft.indicator_rule = "score", False, "measure"
    if label and label[1] and label[1].indicator and draft.inherits and draft.family != "household":
        draft.indicator, draft.inherits, draft.indicator_rule = label[1].indicator, False, "label"
    if unit and unit.first > draft.at:
        draft.counted = _counted_phrase(draft, unit)


def _is_group(draft: Draft, unit: Unit | None) -> bool:
    """Tell whether a people classes persons told before: `486 đảng viên; dân tộc thiểu số: 203`."""
    peoples = unit is not None and unit.what is not None and unit.what.name == "people"
    return peoples and counts_people_before(draft)


def _take_old_level(draft: Draft, old: Draft) -> None:
    """Let the new level of a movement count what the old one did: `giảm từ 5 xuống còn 2`; a share, the old as well."""
    between = draft.keys[old.resume : draft.at]
    if (
        draft.keys[old.at - 1 : old.at] == ["từ"]
        and draft.unit is None
        and 0 < len(between) <= 3
        and "," not in between
    ):
        draft.label, draft.label_rule = draft.label or old.label, draft.label_rule or old.label_rule
        if draft.numeral.percent:
            old.measure = _PERCENT if old.unit is None else old.measure
            return
        draft.unit, draft.family, draft.measure = old.unit, old.family, old.measure
        draft.indicator, draft.inherits, draft.indicator_rule = old.indicator, old.inherits, "old_level"


def _take_multiplier(draft: Draft, new: Draft) -> None:
    """Let the old level of a movement have the multiplier of the new one: `nâng từ 30 lên 50 triệu đồng`."""
    keys, old, higher = draft.keys, draft.numeral, new.numeral
    moved = keys[draft.at - 1 : draft.at] == ["từ"] and keys[draft.resume : new.at] in _TO_NEW_LEVEL
    if not moved or old.scaled or not higher.scaled or old.spelled or higher.spelled or draft.unit is not None:
        return
    digits = parse_digits(new.passage.sentence.words[new.at].split(" ")[0])
    if digits is None or not digits[0] or old.value >= _LARGEST_SHORT or old.value >= digits[0] * 10:
        return
    old.value, old.scaled = old.value * (higher.value / digits[0]), True
    draft.measure, draft.indicator, draft.inherits = new.measure, new.indicator, new.inherits
    draft.indicator_rule = "following_noun"


def _take_following_noun(draft: Draft, following: Draft) -> None:
    """Let a number count what the next of its list names; its own unit stays unsaid but before a slash.

    The numbers follow each other (`61, 58 và 64 đại biểu`) or acts (`bổ nhiệm 15, bổ nhiệm lại 9 cán bộ`).
    """
    between = draft.keys[draft.resume : following.at]
    moved = draft.keys[draft.at - 1 : draft.at] == ["từ"] and len(between) <= 2 and between[:1] in (["lên"], ["xuống"])
    acted = between[:1] == [","] and len(between) <= _LONGEST_ACT and following.measure is _COUNT
    acted = acted and draft.keys[draft.at - 1 : draft.at] != [","]
    if (
        draft.unit is None
        and not (following.numeral.scaled or draft.numeral.scaled)
        and not (draft.numeral.scaled and between == ["/"])
        and (between in _NEXT_OF_LIST or moved or (acted and all(key.isalpha() for key in between[1:])))
        and following.family
        and not draft.numeral.percent
        and draft.label is None
    ):
        draft.family, draft.indicator, draft.inherits = following.family, following.indicator, following.inherits
        draft.indicator_rule = "following_noun"
        draft.unit = following.unit if between == ["/"] else None


def _measure(draft: Draft, what: Counted | None) -> Measure:
    if draft.numeral.percent:
        return _PERCENT
    if draft.numeral.of is not None:
        return _SCORE if _is_score(draft) else _RATIO
    if what is not None and what.measure is not _COUNT:
        return _COUNT if draft.unit in _DAYS_OVER_TIME and _is_how_many_days(draft) else what.measure
    if what is None and draft.unit is None:
        if is_money(draft):
            return _MONEY
        if _goes_on_scoring(draft):
            return _SCORE
        if is_yield(draft):
            return _WEIGHT
    if what is not None and what.bare and draft.keys[max(0, draft.at - 3) : draft.at][:2] == ["thời", "gian"]:
        return _DURATION
    return _COUNT


def _is_how_many_days(draft: Draft) -> bool:
    """Tell whether days over a longer time are occasions, by the act before: `tiếp dân ít nhất 02 ngày/tháng`."""
    return any(pair in _RECEIVING for pair in pairwise(draft.keys[: draft.at]))


def _is_score(draft: Draft) -> bool:
    """Tell whether a ratio with decimals behind a word of scores is one: `điểm bình quân 4,26/5`."""
    whole = draft.numeral.value == draft.numeral.value.to_integral_value()
    return draft.unit is None and not whole and "điểm" in draft.keys[max(draft.floor, draft.at - 8) : draft.at]


def _clause(draft: Draft) -> int:
    """Return where the clause of the number begins, behind the last semicolon."""
    return next((at + 1 for at in range(draft.at - 1, -1, -1) if draft.keys[at] == ";"), 0)


def _is_only_sex(draft: Draft, unit: Unit) -> bool:
    """Tell whether `nữ` classes persons told before (`52 hội viên, 19 nữ`) and opens no noun (`1 nữ hộ sinh`)."""
    behind = draft.keys[unit.resume : unit.resume + 1]
    goes_on = bool(behind) and behind[0].isalpha() and STOPS.at(draft.keys, unit.resume) is None
    return counts_people_before(draft) and not goes_on


def _sex(draft: Draft) -> str | None:
    """Return nữ or nam where it is the class of a bare number: `88 đảng viên (nữ 41)`, `614 đảng viên, 302 là nữ`."""
    if draft.unit is not None:
        return None
    behind = draft.keys[draft.at + 1 : draft.at + 3]
    behind = behind[behind[:1] == ["là"] :][:1]
    if behind and behind[0] in SEXES and counts_people_before(draft):
        return behind[0]
    word = draft.keys[draft.told_to - 1] if draft.told_to else ""
    return word if draft.bracket >= 0 and word in SEXES else None


def _goes_on_scoring(draft: Draft) -> bool:
    """Tell whether a bare number is a mark: the highest, or one behind a mark (`đạt 84,6 điểm, năm trước là 82,3`)."""
    keys = draft.keys
    if keys[draft.at - 1] == "nhất" and "điểm" in keys[max(draft.floor, draft.at - 4) : draft.at]:
        return True
    scores = any(d.measure is _SCORE and d.at < draft.at for d in draft.passage.drafts)
    return scores and (draft.numeral.value_max is not None or draft.keys[draft.at - 1 : draft.at] in _BEFORE_SCORES)


def _read_loose(draft: Draft) -> None:
    """Read `6,558 người` as thousands: what is counted whole has no decimals."""
    numeral = draft.numeral
    if draft.measure is _COUNT and draft.family in _DISCRETE and "," in str(numeral.value).replace(".", ","):
        thousands = numeral.value * 1000
        if thousands == thousands.to_integral_value() and len(str(numeral.value).partition(".")[2]) == 3:
            numeral.value = thousands


def _counted_phrase(draft: Draft, unit: Unit) -> str:
    """Return the whole counted phrase: the noun with what follows it up to a verb, a particle or a sign."""
    sentence, end = draft.passage.sentence, unit.resume
    keys = sentence.keys
    while end < len(keys) and end - unit.first < _MOST_COUNTED and keys[end][0].isalpha():
        if keys[end] in _ENDS_COUNTED and (
            STOPS.at(keys, end) or LABELS.at(keys, end) or opens_class(keys, end) or keys[end] in _TIME_OPENS
        ):
            break
        end += 1
    return sentence.written(unit.first, end)
