"""A number in its sentence -> whether a rule, a tariff, a budget or a scale of marks fixes it.

Source: gold guidelines, "modality": amounts fixed by a rule are aims; words in `norms.toml`.
"""

from __future__ import annotations

from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.reading.counted import COPULAS
from extractors.figures.words import CITATION, NUMBER, Lexicon, keys_of
from extractors.model import Hedge, Measure
from extractors.rulebook import load_table

_AT_LEAST: Final = Hedge.AT_LEAST
_MONEY: Final = Measure.MONEY
_PERCENT: Final = Measure.PERCENT
_SCORE: Final = Measure.SCORE
_UNDER: Final = Hedge.UNDER
_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "norms")["words"]
_TABLE: Final[dict[str, list[str]]] = load_table(__package__, "norms")["words"]


def _lexicon(name: str) -> Lexicon[bool]:
    return Lexicon((word, True) for word in _TABLE[name])


_TARIFFS: Final = _lexicon("tariffs")
_RULES: Final = _lexicon("rules")
_UNDER_RULES: Final = _lexicon("under_rules")
_LAYS_DOWN: Final = _lexicon("lays_down")
_LIMITS: Final = _lexicon("limits")
_PRIVILEGES: Final = _lexicon("privileges")
_BUDGETS: Final = _lexicon("budgets")
_SCALES: Final = _lexicon("scales")
_CLASSED: Final = _lexicon("classed")
_FACTS: Final = _lexicon("facts")
_MARKED: Final = _lexicon("marked")
_DOING: Final = _lexicon("doing")
_COVERING: Final = _lexicon("covering")
_ANYBODY: Final = _lexicon("anybody")
_HEADS: Final = _lexicon("heads")
_FOLLOWS: Final = _lexicon("follows")
_GIVES: Final = _lexicon("gives")
_PRIZES: Final = _lexicon("prizes")
_RULERS: Final = _lexicon("rulers")
_LEAST: Final = _lexicon("least")
_EACH: Final = _lexicon("each")
_SUPPOSING: Final = _lexicon("supposing")
_TIMES: Final = frozenset(_WORDS["times"])
_RECKONING: Final = frozenset(_WORDS["reckoning"])
_COVERS: Final = _lexicon("covers")
_SETS_ANEW: Final = _lexicon("sets_anew")
_BEFORE_VERB: Final = frozenset(_WORDS["before_verb"])
_DEEDS: Final = frozenset(_WORDS["deeds"])
_MOVES: Final = frozenset(_WORDS["moves"])
_NOT_VERBS_BEHIND: Final = frozenset(_TABLE["not_verbs_behind"])
_ONLY_NOW: Final = tuple(phrase.split() for phrase in _WORDS["only_now"])
_SMALL_ENTERPRISES: Final = tuple(phrase.split() for phrase in _WORDS["small_enterprises"])
_LEADS_LIST: Final = tuple(phrase.split() for phrase in _WORDS["leads_list"])
_GIVEN: Final = (["được", "hỗ", "trợ"],)
_TOLD_REACHED: Final = frozenset({"được", "lên"})
_CLAUSE_ENDS: Final = frozenset(";.")
_OPENS_THRESHOLD: Final = frozenset({"từ", "có"})
_AND_UP: Final = ["trở", "lên"]
_LOOKS_BACK: Final = frozenset({"done", "past", "compare", "estimate"})
_WORDS_FROM_RULE_TO_VERB: Final = 8
_WORDS_FROM_MARK_TO_CLASS: Final = 7
_WORDS_FROM_DEED_TO_LIMIT: Final = 6
_WORDS_FROM_DEED_TO_TARIFF: Final = 8
_TELLING: Final = (["(", "tăng"], ["(", "giảm"])
_WORDS_BEFORE_LIMITED_NUMBER: Final = 1


def is_fixed(draft: Draft) -> bool:
    """Tell whether the number is what a rule lays down, a tariff asks, a budget gives or a scale of marks holds.

    So in `lệ phí cấp thẻ là 120.000 đồng/thẻ`, `Dự toán chi được giao là 126 tỷ đồng`, `Dưới 50 điểm: loại yếu`; a
    sentence that tells what was done (`Đã thu lệ phí 320 triệu đồng`) states a result.
    """
    if _is_limited(draft):
        reached = draft.keys[draft.at - 3 : draft.at - 2] == ["đạt"] and _is_done(draft)
        return not (reached or "đã" in draft.keys[max(0, draft.at - _WORDS_FROM_DEED_TO_LIMIT) : draft.at])
    if _is_set_anew(draft):
        return True
    if _is_done(draft):
        return False
    if _is_covered(draft) or _is_budget(draft) or _is_of_scale(draft) or _is_threshold(draft):
        return True
    if _is_given_by_threshold(draft) or _is_least_of_each(draft) or _is_prize(draft) or _is_condition(draft):
        return True
    return _is_tariff(draft) or _is_laid_down(draft)


def is_told_as_fact(draft: Draft) -> bool:
    """Tell whether a sentence among orders says how things stand: `Hiện nay, toàn tỉnh chỉ có 318 trụ sở ...`.

    So does `mới có` right before the number: `Đến hết tháng 4/2021 mới có 68% đảng viên ký cam kết`.
    """
    keys = draft.keys
    opened = next((at for at, key in enumerate(keys) if key[0].isalpha()), 0)
    if keys[draft.at - 2 : draft.at] in _ONLY_NOW:
        return True
    told = _FACTS.at(keys, opened) is not None or _is_done(draft)
    ordered = any(cue.kind in ("target", "request") for _, _, cue in draft.cues_before(0))
    return told and not ordered


def announces_marks(opener: str) -> bool:
    """Tell whether the line that opens a list says what marks are given for: `Điểm gồm 03 tiêu chí:`."""
    return _opens_marks(keys_of(opener))


def announces_rule(opener: str) -> bool:
    """Tell whether the line that opens a list lays a rule down: `Nghị định quy định mức phạt như sau:`."""
    keys = keys_of(opener)
    follows = keys[-3:-1] in _LEADS_LIST or keys[-4:-2] in _LEADS_LIST
    return follows and "đã" not in keys and bool(_HEADS.scan(keys))


def _opens_marks(keys: list[str]) -> bool:
    return "điểm" in keys and "gồm" in keys and any(_MARKED.at(keys, at) is not None for at in range(len(keys)))


def _is_done(draft: Draft) -> bool:
    if "đã" not in draft.passage.sentence.vocabulary:
        return False
    floor = _clause_start(draft)
    if "đã" not in draft.keys[floor : draft.at]:
        return False
    return any(draft.keys[at] == "đã" and not draft.is_aside(at) for at in range(floor, draft.at))


def _clause_start(draft: Draft) -> int:
    keys, start = draft.keys, draft.at
    while start and keys[start - 1] not in _CLAUSE_ENDS:
        start -= 1
    return start


def _last(lexicon: Lexicon[bool], draft: Draft, floor: int = 0) -> tuple[int, int] | None:
    """Return where the last phrase of a lexicon before the number stands, as (start, end)."""
    if not draft.passage.sentence.holds(lexicon.firsts):
        return None
    found = [(start, end) for start, end, _ in lexicon.scan(draft.keys[floor : draft.at])]
    return (found[-1][0] + floor, found[-1][1] + floor) if found else None


def _is_tariff(draft: Draft) -> bool:
    """Tell whether the number is a price that somebody sets: named before it, for each of something or behind `là`."""
    if draft.measure not in (_MONEY, _PERCENT) and not f"{draft.unit} ".startswith("lần "):
        return False
    if not draft.passage.sentence.holds(_TARIFFS.firsts):
        return False
    of_each = "/" in (draft.unit or "")
    tariff = _last(_TARIFFS, draft, 0 if of_each else _clause_start(draft))
    if tariff is None or _MOVES.intersection(draft.keys[tariff[1] : draft.at]) or draft.keys[draft.at - 1] == "chiếm":
        return False
    before = draft.keys[max(0, tariff[0] - _WORDS_FROM_DEED_TO_TARIFF) : tariff[0]]
    if _DOING.scan(before[-2:]) or "hơn" in before:
        return False
    if draft.keys[draft.at - 1] in _TOLD_REACHED:
        return False
    copula = COPULAS.before(draft.keys, draft.at) is not None or draft.keys[draft.at - 1] in ("từ", "đến", ":")
    told = copula or (tariff[1] == draft.at and draft.keys[tariff[0]] == "bị")
    return of_each or (told and not _DOING.scan(draft.keys[tariff[1] : draft.at]))


def _is_laid_down(draft: Draft) -> bool:
    """Tell whether a rule is the subject of the sentence (`Nghị định quy định hộ nghèo được vay 90 triệu đồng`)."""
    keys = draft.keys
    verb = _last(_LAYS_DOWN, draft)
    if verb and keys[verb[0] - 1] not in _NOT_VERBS_BEHIND:
        rule = _last(_RULES, draft)
        subject = keys[max(0, verb[0] - _WORDS_FROM_RULE_TO_VERB) : verb[0]]
        ruled = rule and 0 <= verb[0] - rule[1] <= _WORDS_FROM_RULE_TO_VERB and keys[rule[0] - 1] not in _DEEDS
        if ruled or CITATION in subject or _RULERS.before(keys, verb[0]) is not None:
            return True
    if draft.measure not in (_MONEY, _PERCENT):
        return False
    opened = next((at for at, key in enumerate(keys) if key[0].isalpha() or key == CITATION), 0)
    return _UNDER_RULES.at(keys, opened) is not None or (draft.measure is _PERCENT and _is_privilege(draft))


def _is_set_anew(draft: Draft) -> bool:
    """Tell whether an instrument is told to have moved a tariff: `Nghị quyết đã tăng mức phụ cấp lên 1,6 lần`."""
    if not draft.passage.sentence.holds(_SETS_ANEW.firsts):
        return False
    keys = draft.keys
    opened = next((at for at, key in enumerate(keys) if key[0].isalpha() or key == CITATION), 0)
    rule = _RULES.at(keys, opened)
    at = rule[0] if rule else opened + (keys[opened : opened + 1] == [CITATION])
    while at < draft.at and keys[at] in (CITATION, *_BEFORE_VERB):
        at += 1
    verb = _SETS_ANEW.at(keys, at) if at > opened else None
    return verb is not None and _TARIFFS.at(keys, verb[0]) is not None and not _DOING.scan(keys[verb[0] : draft.at])


def _is_privilege(draft: Draft) -> bool:
    """Tell whether a share is left or given to anybody of a kind: `Hộ nghèo được hỗ trợ 100% tiền đóng`."""
    privilege = _last(_PRIVILEGES, draft)
    told = draft.keys[draft.at - 2 : draft.at] in _TELLING or draft.keys[draft.at - 1] == "chiếm"
    if privilege is None or told:
        return False
    floor = _clause_start(draft)
    counted = any(floor <= other.at < privilege[0] for other in draft.passage.drafts)
    given = draft.keys[privilege[0] : privilege[1]] in _GIVEN
    return not given or (not counted and any(_ANYBODY.at(draft.keys, at) for at in range(floor, privilege[0] + 1)))


def _is_threshold(draft: Draft) -> bool:
    """Tell whether something follows from reaching the number: `từ 8.000 người trở lên thì được công nhận`.

    Thresholds may stand in a row: `thôn có từ 350 hộ trở lên, tổ dân phố có từ 500 hộ trở lên bố trí 4 thành viên`.
    """
    keys = draft.keys
    if draft.hedge is not _AT_LEAST or keys[draft.at - 1] not in _OPENS_THRESHOLD:
        return False
    stop = next((at for at in range(draft.resume, len(keys)) if keys[at] in _CLAUSE_ENDS), len(keys))
    return any(_FOLLOWS.at(keys, up + 2) is not None for up in _ups(keys, draft.resume, stop))


def _ups(keys: list[str], start: int, stop: int) -> list[int]:
    return [at for at in range(start, stop - 1) if keys[at : at + 2] == _AND_UP]


def _is_given_by_threshold(draft: Draft) -> bool:
    """Tell whether the number is what reaching a threshold gives: `từ 350 hộ trở lên bố trí 4 thành viên`."""
    keys = draft.keys
    if "trở" not in draft.passage.sentence.vocabulary:
        return False
    ups = _ups(keys, _clause_start(draft), draft.at)
    gives = _GIVES.at(keys, ups[-1] + 2) if ups else None
    return gives is not None and not any(gives[0] <= other.at < draft.at for other in draft.passage.drafts)


def _is_least_of_each(draft: Draft) -> bool:
    """Tell whether the number is the least that each of many is asked: `mỗi xã có ít nhất 1 công trình`.

    Times may have it behind them: `họp ít nhất hai lần mỗi năm`, not where it is so by now.
    """
    keys = draft.keys
    if _LEAST.before(keys, draft.at) is None:
        return False
    each = _last(_EACH, draft, _clause_start(draft)) is not None
    if (draft.unit or "").startswith("lần"):
        behind = "/" in (draft.unit or "") or _EACH.at(keys, draft.resume) is not None
        each = each or (behind and "nay" not in keys[: draft.at])
    return each and not any(cue.kind in _LOOKS_BACK for _, _, cue in draft.cues_before(0))


def _is_condition(draft: Draft) -> bool:
    """Tell whether a rule supposes the number: `Nếu chưa đủ 3 đảng viên thì …`, `nơi có dưới 30 đảng viên thì …`.

    A clause that tells of a time compares what is told: `Nếu năm trước có 30 hộ thì nay còn 12 hộ`; one that reckons
    lays nothing down: `Nếu loại trừ yếu tố giá 9% thì chỉ tăng 8%`.
    """
    if "thì" not in draft.passage.sentence.vocabulary:
        return False
    keys, floor = draft.keys, _clause_start(draft)
    stop = next((at for at in range(draft.resume, len(keys)) if keys[at] in _CLAUSE_ENDS), len(keys))
    if "thì" not in keys[draft.resume : stop] or not _TIMES.isdisjoint(keys[floor:stop]):
        return False
    if any(floor <= other.at < draft.at for other in draft.passage.drafts):
        return False
    found = _last(_SUPPOSING, draft, floor)
    supposed = found is not None and keys[found[1]] not in _RECKONING
    bounded = draft.hedge in (_UNDER, _AT_LEAST, Hedge.OVER) or draft.numeral.value_max is not None
    return supposed or (bounded and not _OPENS_THRESHOLD.isdisjoint(keys[draft.told_to : draft.at]))


def _is_prize(draft: Draft) -> bool:
    """Tell whether a contest sets so many prizes out: `Cơ cấu giải thưởng gồm: 02 giải nhất, 04 giải nhì`."""
    if not draft.passage.sentence.holds(_PRIZES.firsts):
        return False
    prizes = _last(_PRIZES, draft, _clause_start(draft))
    return prizes is not None and not any(cue.kind in _LOOKS_BACK for _, _, cue in draft.cues_before(0))


def _is_covered(draft: Draft) -> bool:
    """Tell whether a plan or a rule is told to cover so many: `Đề án thực hiện tại 63 tỉnh`."""
    keys = draft.keys
    if keys[draft.at - 1] not in _COVERING.lasts or _COVERING.before(keys, draft.at) is None:
        return False
    opened = next((at for at, key in enumerate(keys) if key[0].isalpha()), 0)
    return _COVERS.at(keys, opened) is not None


def _is_limited(draft: Draft) -> bool:
    """Tell whether words of a limit stand right before the number: `không vượt quá 20% sản lượng`."""
    limit = _last(_LIMITS, draft)
    if limit is None or draft.at - limit[1] > _WORDS_BEFORE_LIMITED_NUMBER:
        return False
    return draft.keys[limit[0] - 2 : limit[0] + 1] not in _SMALL_ENTERPRISES


def _is_budget(draft: Draft) -> bool:
    """Tell whether the amount is what a budget gives, not what a result is measured by (`bằng 101% dự toán`)."""
    if draft.measure is not _MONEY:
        return False
    budget = _last(_BUDGETS, draft)
    if budget is None or any(budget[0] < other.at < draft.at for other in draft.passage.drafts):
        return False
    return not _DOING.scan(draft.keys[budget[1] : draft.at])


def _is_of_scale(draft: Draft) -> bool:
    """Tell whether a mark is a bound of a class or the top of a scale: `Từ 90 đến dưới 100 điểm xếp loại: Xuất sắc`."""
    keys = draft.keys
    scaled = keys[draft.at - 1] in _SCALES.lasts and _SCALES.before(keys, draft.at) is not None
    if scaled or (draft.passage.opens_list and _opens_marks(keys)):
        return True
    if draft.unit != "điểm" and draft.measure is not _SCORE:
        return False
    bounded = draft.numeral.value_max is not None or draft.hedge in (_UNDER, _AT_LEAST)
    conditional = "thì" in keys[draft.resume : draft.resume + 2] or keys[draft.resume : draft.resume + 1] == [":"]
    conditional = conditional or (NUMBER in keys[draft.resume + 1 : draft.resume + 3] and keys[draft.resume] == "đến")
    if not (bounded or conditional):
        return False
    behind = range(draft.resume, min(len(keys), draft.resume + _WORDS_FROM_MARK_TO_CLASS))
    return any(_CLASSED.at(keys, at) is not None for at in behind)
