"""The classes of figures that belong to others: parts of a total, shares and changes, earlier values beside theirs.

Source: gold guidelines, "label"; words in `ratings.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.reading.classes import LABELS, as_written, leads_part
from extractors.figures.reading.counted import COUNTED, STOPS
from extractors.figures.reading.dictionary import no_thing_end, noun_end
from extractors.figures.reading.lists_of_classes import holds_verb, sector_behind, topic_of_list, two_nouns
from extractors.figures.reading.states import state_of_part
from extractors.figures.words import NUMBER, Lexicon
from extractors.model import Measure, Modality, Role
from extractors.rulebook import load_table
from extractors.values.local_units import districts_named
from extractors.values.periods import find_periods

_CHANGE: Final = Role.CHANGE
_COUNT: Final = Measure.COUNT
_RATIO: Final = Measure.RATIO
_CLASSED: Final = frozenset({_COUNT, _RATIO, Measure.AREA, Measure.LENGTH})
"""Measures whose parts are told by class; kinds of money and goods are none."""
_PART: Final = Role.PART
_PREVIOUS: Final = Modality.PREVIOUS
_SHARE: Final = Role.SHARE
_WORDS: Final[dict[str, list[str]]] = load_table("extractors.figures", "ratings")["words"]
_PLANS: Final = frozenset(load_table(__package__, "phrases_around")["plans"])
_STRIPPED: Final = Lexicon((word, True) for word in _WORDS["stripped"])
_STEPS: Final = Lexicon((word, True) for word in _WORDS["steps"])
_WHOLE: Final = Lexicon((word, True) for word in _WORDS["whole"])
_FIELD: Final = Lexicon((word, True) for word in _WORDS["field"])
_LANDS: Final = frozenset(_WORDS["lands"])
_PLACES: Final = frozenset(_WORDS["places"])
_TIMES: Final = frozenset(_WORDS["times"])
_JOINS: Final = frozenset({",", "và", "/"})
_OWNERS: Final = Lexicon((word, True) for word in load_table(__package__, "classes")["words"]["owners"])
_DASHES: Final = frozenset({"-", "–"})
_DONE: Final = frozenset(load_table(__package__, "classes")["words"]["done"])
_SIGNS: Final = frozenset(",;:.()+")
_LONGEST_FREE: Final = 8
_LONGEST_CLASS: Final = 6
_COMPARED: Final = frozenset(_WORDS["compared"])
_PLAIN_ENOUGH: Final = 4
_PAIRING: Final = ([","], ["với"], [",", "với"])


def label_linked(drafts: Sequence[Draft]) -> None:
    """Label a part without a noun by the words before it; shares, changes and earlier values take their parent's."""
    for index, draft in enumerate(drafts):
        parent = draft.parent
        if draft.label is not None:
            continue
        if draft.role is _PART and parent is not None:
            _label_part(draft, parent, drafts[max(0, index - 4) : index])
        elif parent is not None and (told := _class_of_share(draft, drafts[max(0, index - 1) : index + 2])):
            draft.label, draft.label_rule = told, "class_of_share"
        elif parent is not None and draft.role in (_SHARE, _CHANGE):
            draft.label, draft.label_rule = None if draft.unit in _PLANS else parent.label, "link"
        elif draft.modality is _PREVIOUS and index:
            _label_earlier(drafts, index)
        elif parent is None and (topic := _topic(draft)):
            draft.label, draft.label_rule = topic, "topic_of_list"
        if draft.label is None and index and _is_paired(draft, drafts[index - 1]):
            draft.label, draft.label_rule = drafts[index - 1].label, "pair"


def _is_paired(draft: Draft, before: Draft) -> bool:
    """Tell whether the number tells the same class of a second thing: `cấp tỉnh 5 vụ, 20 bị can; cấp huyện 3 vụ, …`.

    The class stands before the first of the two; cases and those charged are parted by a comma or `với` as well.
    """
    if before.passage is not draft.passage or before.label is None or before.unit in (None, draft.unit):
        return False
    if draft.unit is None or draft.measure is not _COUNT or before.measure is not _COUNT:
        return False
    between = draft.keys[before.resume : draft.at]
    told = between == ["/"] or (between in _PAIRING and draft.indicator == before.indicator == "case")
    return told and _stands_before(before)


def _stands_before(draft: Draft) -> bool:
    """Tell whether the class of a number stands right before it."""
    start = max(draft.floor, draft.told_to - len((draft.label or "").split()))
    return as_written(draft, start, draft.told_to) == draft.label


def _label_part(draft: Draft, parent: Draft, before: Sequence[Draft]) -> None:
    """Label a part by the words before it, where its total stands before them."""
    if parent.passage is draft.passage and parent.at > draft.at:
        return
    if draft.unit is None and draft.measure is _COUNT:
        listed = any(other.parent is parent and other.label for other in before)
        draft.label, draft.label_rule = _free_label(draft, listed), "part_of_total"
        return
    if draft.unit == parent.unit:
        if draft.passage is not parent.passage and (state := state_of_part(draft)):
            draft.label, draft.label_rule = as_written(draft, *state), "state"
            return
        if sector := sector_behind(draft):
            draft.label, draft.label_rule = as_written(draft, *sector), "sector_behind"
            return
        field = _topic(draft) or _field_label(draft, before)
        draft.label, draft.label_rule = field or _kind_label(draft, parent), "field" if field else "kind"
    if draft.label is None and draft.measure in _CLASSED:
        draft.label, draft.label_rule = _listed_class(draft), "listed_class"


def _topic(draft: Draft) -> str | None:
    """Return what a number of a list of topics is about."""
    topic = topic_of_list(draft)
    return as_written(draft, *topic) if topic else None


def _listed_class(draft: Draft) -> str | None:
    """Return the class before a part in a list of such: `gồm nghề nông nghiệp 4.300 người, phi nông nghiệp 2.200 …`.

    One alone stands right behind a word of parts: `312 thủ tục, trong đó toàn trình 168 thủ tục`.
    """
    phrase = _class_phrase(draft)
    if phrase is None or (draft.measure not in (_COUNT, _RATIO) and not _names_thing(draft, *phrase)):
        return None
    beside = (o for o in draft.passage.drafts if o is not draft and o.parent is draft.parent and o.role is draft.role)
    led = _is_led(draft, *phrase) or any(_class_phrase(other) for other in beside)
    return as_written(draft, *phrase) if led else None


def _is_led(draft: Draft, start: int, end: int) -> bool:
    """Tell whether a word of parts leads to what is no deed: `trong đó quốc lộ`, not `trong đó có kết luận`."""
    acts = any(start <= at < end and cue.kind == "activity" for at, _, cue in draft.passage.cues)
    return leads_part(draft, start) and not acts and _names_thing(draft, start, end)


def _names_thing(draft: Draft, start: int, end: int) -> bool:
    """Tell whether a phrase is a letter or opens with no verb; of areas, whether it names land: `rừng trồng`."""
    keys = draft.keys
    if draft.measure is Measure.AREA and keys[start] not in _LANDS:
        return False
    return len(keys[start]) == 1 or (end - start > 1 and not no_thing_end(keys, start))


def _item_start(keys: list[str], start: int, floor: int) -> int | None:
    """Return where an item of two joined names begins behind a semicolon: `; kiến nghị, phản ánh 345 đơn`."""
    if start - 2 <= floor or keys[start - 1] != ",":
        return None
    first = start - 1
    while first > floor and keys[first - 1] not in _SIGNS and start - first <= _LONGEST_CLASS:
        first -= 1
    led = (lead := _STRIPPED.at(keys, first)) is not None and lead[0] == start - 1
    return first if keys[first - 1] == ";" and not led and NUMBER not in keys[first:start] else None


def _class_phrase(draft: Draft) -> tuple[int, int] | None:
    """Return the short phrase, no verb, name or body, between a sign or cue and a number with its noun behind it."""
    keys, words = draft.keys, draft.passage.sentence.words
    if draft.unit is None or draft.rule == "noun_before":
        return None
    end = draft.told_to
    start = end
    while start > draft.floor and end - start <= _LONGEST_CLASS and keys[start - 1] not in _SIGNS:
        start -= 1
    start = _item_start(keys, start, draft.floor) or start
    while start < end and (lead := _STRIPPED.at(keys, start)):
        start = lead[0]
    start += keys[start] == "riêng"
    if not 0 < end - start <= _LONGEST_CLASS or keys[start] in _TIMES or holds_verb(keys, start, end, _DASHES):
        return None
    noun = COUNTED.at(keys, start)
    body = noun is not None and noun[1][0].family == "org" and noun_end(keys, start) <= noun[0]
    body = body and _OWNERS.at(keys, start) is None
    named = any(word[0].isupper() and len(word) > 1 for word in words[start:end])
    return None if body or named or not _COMPARED.isdisjoint(keys[start : draft.at]) else (start, end)


def _class_of_share(draft: Draft, near: Sequence[Draft]) -> str | None:
    """Return what a share of a list is of: `1.942 kiến nghị: đất đai chiếm 41,3%, hạ tầng 28%, …`; None alone."""
    paid = draft.parent is not None and draft.parent.measure is Measure.MONEY
    if draft.role is not _SHARE or paid or draft.unit is not None or _share_phrase(draft) is None:
        return None
    beside = (o for o in near if o is not draft and o.parent is draft.parent and o.passage is draft.passage)
    if not any(other.role is _SHARE and _share_phrase(other) for other in beside):
        return None
    start, end = _share_phrase(draft) or (0, 0)
    return as_written(draft, start, end)


def _share_phrase(draft: Draft) -> tuple[int, int] | None:
    """Return the short phrase without a verb that stands between a sign and a percentage: `hạ tầng 28%`."""
    keys = draft.keys
    end = draft.told_to
    start = end
    while start > draft.floor and end - start <= _LONGEST_CLASS and keys[start - 1] not in _SIGNS:
        start -= 1
    while start < end and (lead := _STRIPPED.at(keys, start)):
        start = lead[0]
    told = holds_verb(keys, start, end)
    compared = not _COMPARED.isdisjoint(keys[start : draft.at])
    return (start, end) if 0 < end - start <= _LONGEST_CLASS and not (told or compared) else None


def _label_earlier(drafts: Sequence[Draft], index: int) -> None:
    """Give earlier values in brackets the classes of the figures before, in order: `(năm 2022 tương ứng là 66; 23)`."""
    draft = drafts[index]
    stop = index
    while stop < len(drafts) and drafts[stop].bracket == draft.bracket and drafts[stop].passage is draft.passage:
        stop += 1
    listed = drafts[index:stop] if draft.bracket >= 0 else [draft]
    before = drafts[max(0, index - len(listed)) : index]
    if len(before) == len(listed) and all(
        d.unit is None or d.unit == e.unit for d, e in zip(listed, before, strict=True)
    ):
        for later, earlier in zip(listed, before, strict=True):
            if earlier.passage is draft.passage:
                later.label, later.label_rule = (
                    later.label or earlier.label,
                    "earlier_value" if later.label is None else later.label_rule,
                )


def _free_label(draft: Draft, listed: bool) -> str | None:
    """Return the noun phrase right before a bare part of a total as its class (`lĩnh vực kinh tế 23`), None for verbs.

    In a list that has named classes before (`listed`) a phrase may open with a verb (`xây dựng hệ thống chính trị 6`).
    """
    keys = draft.keys
    end = draft.told_to
    start = end
    while (
        start > draft.floor
        and end - start < _LONGEST_FREE
        and keys[start - 1] not in _SIGNS
        and (keys[start - 1] != NUMBER or not any(o.at == start - 1 for o in draft.passage.drafts))
    ):
        start -= 1
    cut = start > draft.floor and keys[start - 1].isalpha() and keys[start - 1] != NUMBER
    if cut and not any(_FIELD.at(keys, at) for at in range(start, end)):
        return None
    start = two_nouns(keys, start, draft.floor) or start
    start = max((hit[0] for at in range(start, end) if (hit := _FIELD.at(keys, at)) and hit[0] < end), default=start)
    while start < end:
        lead = _STRIPPED.at(keys, start)
        if lead is None or _WHOLE.at(keys, start) or keys[lead[0] : lead[0] + 1] == [NUMBER]:
            break
        start = lead[0]
    if start >= end or keys[start] == "riêng" or _is_place(draft.passage.sentence.words[start:end], listed):
        return None
    if keys[start] in _TIMES and _names_time(draft, start, end):
        return None
    step = _STEPS.at(keys, start)
    if step is not None and (step[0] == end or keys[step[0]] in _JOINS):
        return None
    if STOPS.at(keys, start) and not (listed or LABELS.at(keys, start) or _WHOLE.at(keys, start)):
        return None
    return as_written(draft, start, end)


def _names_time(draft: Draft, start: int, end: int) -> bool:
    """Tell whether words say only when: `33 đảng viên, quý III được 11`; no class is told so."""
    text = " ".join(draft.passage.sentence.words[start:end]).replace(" / ", "/")
    return any((span.start, span.end) == (0, len(text)) for span in find_periods(text, None))


def _is_place(words: list[str], listed: bool) -> bool:
    """Tell whether words are a place; among named classes (`Phật giáo 12, Cao Đài 9`) only a name that a place has."""
    return _is_place_name(words) and not (listed and not districts_named(" ".join(words)))


def _is_place_name(words: list[str]) -> bool:
    """Tell whether two words or more are a name (`Hà Nội`, `huyện Krông Pa`): a capital and small letters each."""
    names = [word for word in words if word.isalpha() and word.lower() not in _PLACES]
    return len(words) > 1 and bool(names) and all(word.istitle() for word in names)


def _field_label(draft: Draft, before: Sequence[Draft]) -> str | None:
    """Return the field that a part refers to when it repeats the total's noun: `lĩnh vực kinh tế có 182 mô hình`.

    In a list of fields the word need not stand again, nor the noun (`quốc phòng có 72 mô hình`).
    """
    keys = draft.keys
    start = draft.at
    while start > draft.floor and keys[start - 1] not in _SIGNS:
        start -= 1
    if any(_FIELD.at(keys, at) for at in range(start, draft.at)):
        return _free_label(draft, True)
    listed = any(other.parent is draft.parent and other.label and other.unit == draft.unit for other in before)
    named = listed and (keys[draft.at - 1] == "có" or not STOPS.at(keys, start))
    return _free_label(draft, True) if named and keys[start] not in _DONE else None


def _kind_label(draft: Draft, total: Draft) -> str | None:
    """Return the kind that stands right before a part and among those of the total: `trâu, bò 95 con (bò 70 con)`."""
    keys = draft.keys
    end = draft.told_to
    start = end
    while start > draft.floor and keys[start - 1].isalpha():
        start -= 1
    kind, named = keys[start:end], total.keys[max(total.floor, total.at - _LONGEST_FREE) : total.at]
    told = any(
        named[at : at + len(kind)] == kind
        and not _JOINS.isdisjoint((*named[at - 1 : at], *named[at + len(kind) :][:1]))
        for at in range(len(named))
    )
    return (
        as_written(draft, start, end) if told and 0 < len(kind) < _PLAIN_ENOUGH and not STOPS.at(keys, start) else None
    )
