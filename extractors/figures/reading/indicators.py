"""What a figure counts towards (indicator): by its noun, by the act that governs it, by the figure it belongs to.

Source: gold guidelines, "indicator"; nouns in `nouns.toml`, acts in `cues.toml`.
"""

from __future__ import annotations

from typing import Final

from extractors.figures.draft import CUES, Draft
from extractors.figures.reading.act_on_noun import governed, is_checked_itself
from extractors.figures.reading.counted import COUNTED, STOPS, Counted
from extractors.figures.reading.subjects import SUBJECTS, subject_indicator
from extractors.figures.words import NUMBER, Lexicon, keys_of
from extractors.model import Measure
from extractors.rulebook import load_table

_COUNT: Final = Measure.COUNT
_LENGTH: Final = Measure.LENGTH
_PERCENT: Final = Measure.PERCENT
_VOLUME: Final = Measure.VOLUME
_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "indicators")["words"]
_TABLE: Final = load_table(__package__, "indicators")
_BEHIND: Final[Lexicon[str]] = Lexicon(
    (word, indicator) for indicator, words in _TABLE["behind"].items() for word in words
)
_NAMED_BEHIND: Final = _BEHIND.firsts | SUBJECTS.firsts
_EVENTS: Final = frozenset({"conference", "training", "session", "inspection"})
_OCCASIONS: Final = Lexicon((word, indicator) for indicator, words in _TABLE["occasions"].items() for word in words)
_SCHOOLS: Final = Lexicon((word, True) for word in _TABLE["schools"]["words"])
_JUSTICE: Final = Lexicon((word, True) for word in _TABLE["justice"]["words"])
_NOT_JUSTICE: Final = Lexicon((word, True) for word in _TABLE["justice"]["not"])
_WORKS: Final = Lexicon((word, True) for word in _TABLE["works"]["words"])
_APART: Final = Lexicon((word, True) for word in _TABLE["works"]["apart"])
_STAFF: Final = Lexicon((word, True) for word in _TABLE["staff"]["words"])
_EMPLOYED: Final = Lexicon((word, True) for word in _TABLE["staff"]["employed"])
_DIVISIONS: Final = tuple(phrase.split() for phrase in load_table(__package__, "words")["lone"]["divisions"])
_FILES: Final = Lexicon((word, True) for word in _WORDS["files"])
_WITH: Final = frozenset(_WORDS["with"])
_RECEIVING: Final = frozenset(_WORDS["receiving"])
_PAYING: Final = frozenset(_WORDS["paying"])
"""Behind one of these a share is of what is paid: `được tỉnh hỗ trợ 30%`."""
_WORKS_BEFORE: Final = 20
_STAFF_BEFORE: Final = 12
_WORKS_BEHIND: Final = 6
_SUITS: Final = frozenset(_TABLE["justice"]["suits"])


def set_indicator(draft: Draft, what: Counted | None, first: int) -> None:
    """Set the indicator that the figure's own words give it, links apart, and the rule that gave it.

    `first` is the token where an unknown noun stands.
    """
    if what is None:
        draft.inherits = True
        draft.indicator = _without_noun(draft, first)
        return
    draft.indicator, draft.family, draft.bare = what.indicator, what.family, what.bare
    draft.indicator_rule = "noun"
    if draft.unit == "lớp" and _names(_SCHOOLS, draft):
        draft.indicator, draft.family, draft.indicator_rule = "organisation", "org", "class_of_school"
        return
    if what.measure is _LENGTH and not _is_of_works(draft):
        draft.indicator, draft.indicator_rule = "other", "length_of_no_work"
    if what.measure is _VOLUME and not _is_of_goods(draft):
        draft.indicator, draft.indicator_rule = "other", "volume_of_no_goods"
    if what.measure not in (_COUNT, _PERCENT):
        return
    if (draft.unit in _SUITS or draft.unit == "vụ") and (suit := _suit(draft)):
        draft.indicator = draft.family = suit
        draft.indicator_rule = "suit"
        return
    ruled, rule = _ruled(draft, what)
    if ruled:
        draft.indicator, draft.indicator_rule = ruled, rule
    draft.inherits = ruled is None and not what.head_words


def _ruled(draft: Draft, what: Counted) -> tuple[str | None, str]:
    """Return the indicator that the words around the noun give it, None if they give none, and the rule."""
    if what.bare and not (what.prefix and draft.unit != "lượt"):
        return _event_kind(draft, draft.passage.activity), "kind_of_event"
    if what.instance:
        return _kind_of_instance(draft), "instance"
    if draft.unit == "hợp đồng" and _is_of_people(draft):
        draft.family = "person"
        return "person", "employed_by_contract"
    if what.prefix and _is_of_staff(draft):
        return "person", "work_on_staff"
    if draft.unit == "đơn vị" and "máu" in draft.keys[draft.floor : draft.at]:
        return "goods", "units_of_blood"
    if draft.unit == "nhóm" and draft.keys[draft.at - 2 : draft.at] in _DIVISIONS:
        return "other", "division"
    if draft.unit == "bộ" and _FILES.scan(draft.keys[: draft.at]):
        return "other", "sets_of_papers"
    if what.family == "project" and is_checked_itself(draft):
        return "inspection", "act_on_noun"
    if what.family in ("person", "org", "household"):
        act = governed(draft, what)
        came = act == "case" and what.indicator == "attendance" and draft.keys[draft.at - 1] in _RECEIVING
        return None if came else act, "act_on_noun"
    return None, ""


def _kind_of_instance(draft: Draft) -> str:
    """Return what cases (trường hợp) are: what is named behind them, persons of work on staff, cases, else persons."""
    named = SUBJECTS.at(draft.keys, draft.resume)
    if named and named[1] in ("money", "land"):
        return "other"
    if _is_of_staff(draft):
        return "person"
    before = _kind_before(draft)
    if before == "complaint" and draft.unit == "đối tượng":
        return "case"
    return before or ("case" if _near_activity(draft, "case") else "person")


def _is_of_works(draft: Draft) -> bool:
    """Tell whether a road, a canal or another work stands near a length: `bê tông hóa 4,7 km đường xóm`."""
    near = draft.keys[max(0, draft.at - _WORKS_BEFORE) : draft.at + _WORKS_BEHIND]
    own = draft.keys[draft.floor : draft.at + _WORKS_BEHIND]
    if any(_APART.at(own, at) for at in range(len(own)) if own[at] in _APART.firsts):
        return False
    return any(_WORKS.at(near, at) for at in range(len(near)) if near[at] in _WORKS.firsts)


def _is_of_goods(draft: Draft) -> bool:
    """Tell whether a volume is of a thing named behind it: `35 m3 gỗ`; one of no thing only says how much."""
    behind = draft.keys[draft.resume : draft.resume + 1]
    return bool(behind) and behind[0].isalpha() and not STOPS.at(draft.keys, draft.resume)


def _suit(draft: Draft) -> str | None:
    """Return what suits (vụ việc) are: cases where the sentence speaks of a court, else the noun's own; None for vụ án.

    A bare `vụ` stands for the suits named before it: `Tổng số vụ việc loại này là 3.194 vụ`, `Số vụ khiếu kiện: 7 vụ`.
    """
    keys = draft.keys
    told = [at for at in range(len(keys)) if keys[at] in _JUSTICE.firsts and _JUSTICE.at(keys, at)]
    if any(not (_NOT_JUSTICE.at(keys, at) or _NOT_JUSTICE.at(keys, at - 1)) for at in told):
        return "case"
    if draft.unit != "vụ":
        return None
    named = [COUNTED.at(keys, at) for at in range(draft.at) if keys[at] == "vụ" and keys[at - 1] != NUMBER]
    said = [hit[1][0].indicator for hit in named if hit and hit[1][0].indicator in ("complaint", "other")]
    return said[-1] if said else None


def _without_noun(draft: Draft, first: int) -> str:
    named = None
    if first < len(draft.keys) and draft.keys[first] in _NAMED_BEHIND:
        named = _BEHIND.at(draft.keys, first) or SUBJECTS.at(draft.keys, first)
    if named:
        draft.inherits, draft.indicator_rule = False, "noun_behind_share"
        return named[1]
    acts = draft.cues
    of_something = draft.unit is not None and draft.numeral.percent
    if not of_something and acts and acts[-1][2].value in ("case", "inspection") and draft.at - acts[-1][1] <= 1:
        draft.inherits, draft.indicator_rule = False, "act_before"
        return acts[-1][2].value
    paying = draft.keys[draft.at - 1 - (draft.keys[draft.at - 1] == "thêm")]
    if draft.numeral.percent and paying in _PAYING:
        draft.inherits, draft.indicator_rule = False, "paid_share"
        return "money"
    draft.indicator_rule = "no_noun"
    if not draft.numeral.percent:
        return "other"
    subject = subject_indicator(draft)
    draft.inherits = subject is None
    draft.indicator_rule = "rate" if subject is None else "subject"
    return subject or "rate"


def heading_activity(title: str) -> str | None:
    """Return the kind of event that a heading speaks of, None if it names none."""
    kinds = [cue.value for _, _, cue in CUES.scan(keys_of(title)) if cue.kind == "activity" and cue.value in _EVENTS]
    return kinds[0] if kinds else None


def _event_kind(draft: Draft, heading: str | None) -> str | None:
    """Return the kind of a bare cuộc, buổi, đợt by the act named behind it, before it, or in the heading."""
    behind = [cue for start, _, cue in draft.passage.cues if draft.resume <= start <= draft.resume + 1]
    if behind and behind[0].kind == "activity" and behind[0].value in _EVENTS:
        return behind[0].value
    if draft.unit == "lượt":
        if _has_people_behind(draft):
            return "session"
        said = [hit[1] for at in range(draft.floor, draft.at) if (hit := _OCCASIONS.at(draft.keys, at))]
        return said[-1] if said else None
    counted = [(other.at, other.resume) for other in draft.passage.drafts]
    for start, _, cue in reversed(draft.cues_before(0)):
        if ";" in draft.keys[start : draft.at] and heading:
            return heading
        if cue.kind == "activity" and cue.value in _EVENTS and not any(first < start < last for first, last in counted):
            return cue.value
    return heading or ("other" if draft.unit == "lần" else None)


def _kind_before(draft: Draft) -> str | None:
    """Return the indicator of the cases or complaints that the figure before it counts: `26 vụ, 32 đối tượng`."""
    before = None
    for other in draft.passage.drafts:
        if other is draft:
            break
        before = other
    return before.indicator if before is not None and before.indicator in ("case", "complaint") else None


def _is_of_staff(draft: Draft) -> bool:
    """Tell whether the cases are of work on staff: `điều động, luân chuyển 06 trường hợp`."""
    keys = draft.keys
    start = max(draft.floor, draft.at - _STAFF_BEFORE)
    return any(_STAFF.at(keys, at) for at in range(start, draft.at) if keys[at] in _STAFF.firsts)


def _has_people_behind(draft: Draft) -> bool:
    """Tell whether those who came are counted right behind: `46 lượt với 51 công dân` are occasions."""
    keys, at = draft.keys, draft.resume
    at += keys[at : at + 2] == [",", "với"]
    led = keys[at + 1 : at + 2] == [NUMBER] and (
        keys[at] in _WITH or (keys[at] == "," and "tiếp" in keys[max(0, draft.at - 4) : draft.at])
    )
    noun = COUNTED.at(keys, at + 2) if led and keys[at + 2 : at + 3] != ["lượt"] else None
    return noun is not None and noun[1][0].family == "person"


def _is_of_people(draft: Draft) -> bool:
    """Tell whether contracts stand for persons employed by them: `1 cán bộ và 3 hợp đồng`, `giảm 704 hợp đồng`."""
    before = next((other for other in reversed(draft.passage.drafts) if other.at < draft.at), None)
    beside = before is not None and draft.keys[before.resume : draft.at][-1:] in ([","], ["và"], [";"])
    if beside and before is not None and before.family == "person":
        return True
    return _names(_EMPLOYED, draft)


def _names(words: Lexicon[bool], draft: Draft) -> bool:
    """Tell whether the sentence of a number holds one of the words."""
    if not draft.passage.sentence.holds(words.firsts):
        return False
    return any(words.at(draft.keys, at) for at in range(len(draft.keys)))


def _near_activity(draft: Draft, value: str) -> bool:
    behind = [cue for start, _, cue in draft.passage.cues if draft.resume <= start <= draft.resume + 12]
    before = [cue for _, _, cue in draft.cues_before(0)][-4:]
    return any(cue.value in (value, "breach") for cue in (*before, *behind))
