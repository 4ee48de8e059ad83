"""Text with its citations, sections and metadata -> the figures (số liệu): each number that states a quantity.

The steps: find numerals, cut the sentences that hold them, leave out what is no quantity, find unit, label, hedge,
indicator and modality of each, link them, build the values. Source: gold guidelines, "Figures".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from extractors.counted import STOPS, Counted
from extractors.exclusions import find_quantities
from extractors.figure_context import Draft, Passage, read_passages
from extractors.figure_labels import LABELS, free_label, label_of, opens_class
from extractors.figure_links import change_cue, link_figures
from extractors.figure_setting import Periods, actor_of
from extractors.indicators import heading_activity, inherit_indicators, set_indicator
from extractors.modality import Expectations, hedge_of, is_proposed, set_modality
from extractors.model import Citation, Figure, Measure, Metadata, Modality, Role, Section
from extractors.numerals import Numeral, find_numerals
from extractors.tables import Table, find_tables, read_table
from extractors.units import Unit, is_money, unit_before, unit_behind

_DISCRETE: Final = frozenset(
    {"person", "household", "org", "event", "media", "complaint", "document", "case", "project", "goods", "model"}
)
_BROKEN_BEFORE: Final = re.compile(r"(?<![\d/.,])(\d{1,3}),? \Z")
_BROKEN_BEHIND: Final = re.compile(r",? \d")
_MOST_COUNTED: Final = 12
_TIME_OPENS: Final = frozenset({"năm", "cuối", "đầu", "tháng", "quý", "giai"})


def find_figures(
    text: str,
    citations: Sequence[Citation] = (),
    sections: Sequence[Section] = (),
    boilerplate: Sequence[tuple[int, int]] = (),
    metadata: Metadata = Metadata(),
) -> tuple[Figure, ...]:
    """Return the figures of the text, ordered by start.

    Digits inside citations and boilerplate are none; sections and metadata tell aims from results.
    Values are exact, multipliers applied, in the unit written; `of_figure` indexes the returned tuple.
    """
    cited = sorted((citation.start, citation.end) for citation in citations)
    blocked = _merged([*cited, *boilerplate])
    tables = find_tables(text)
    cells = [draft for table in tables for draft in read_table(table, metadata.date.year if metadata.date else None)]
    taken = [(draft.numeral.start, draft.numeral.end) for draft in cells]
    numerals = _outside_tables(find_numerals(text, _merged([*blocked, *taken])), tables)
    expectations = Expectations(text, sections, metadata)
    headings = _Headings(sections)
    periods = Periods(text, sections, metadata.date, metadata.period)
    drafts: list[Draft] = []
    for passage in read_passages(text, numerals, cited):
        _read_passage(text, passage, headings)
        if passage.drafts:
            default = Modality.TARGET if is_proposed(text, passage) else expectations.default_at(passage.sentence.start)
            set_modality(text, passage, default, expectations.year)
            actor = actor_of(passage)
            for draft, period in zip(passage.drafts, periods.of_passage(passage), strict=True):
                draft.period, draft.actor = period, actor
            drafts.extend(passage.drafts)
    link_figures(drafts)
    _label_parts(text, drafts)
    inherit_indicators(drafts)
    drafts = _said(text, drafts)
    cells = [draft for draft in cells if not _is_blocked(draft, blocked)]
    drafts = sorted([*drafts, *cells], key=lambda draft: draft.numeral.start)
    return _built(text, drafts, metadata)


def _outside_tables(numerals: Sequence[Numeral], tables: Sequence[Table]) -> list[Numeral]:
    """Leave out what tables only number their rows and name their columns by."""
    cells = {cell.start for table in tables for row in table.rows for cell in row if cell.words.isdigit()}
    return [numeral for numeral in numerals if numeral.start not in cells]


def _is_blocked(draft: Draft, blocked: Sequence[tuple[int, int]]) -> bool:
    at = bisect_right(blocked, (draft.numeral.start, draft.numeral.end + 1)) - 1
    return at >= 0 and draft.numeral.start < blocked[at][1]


class _Headings:
    """The acts that headings name, for the numbers below them."""

    def __init__(self, sections: Sequence[Section]) -> None:
        named = [(s.start, s.end, s.title) for s in sections if s.title]
        self._parts = [(start, end, act) for start, end, title in named if (act := heading_activity(title))]
        self._starts = [start for start, _, _ in self._parts]

    def at(self, position: int) -> str | None:
        """Return the act named by the innermost heading over `position`."""
        for index in range(bisect_right(self._starts, position) - 1, -1, -1):
            if position < self._parts[index][1]:
                return self._parts[index][2]
        return None


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _read_passage(text: str, passage: Passage, headings: _Headings) -> None:
    """Make the drafts of one sentence: units, measures, labels, hedges and own indicators."""
    positions = find_quantities(text, passage)
    if not positions:
        return
    brackets = _brackets(passage.sentence.keys)
    found: list[tuple[Draft, Unit | None]] = []
    for at in positions:
        draft = Draft(passage.sentence.numerals[at], passage, at, bracket=brackets[at])
        draft.floor = found[-1][0].resume if found else 0
        unit = unit_behind(text, draft)
        draft.resume = draft.reach = unit.resume if unit else at + 1
        if found and _join_range(found[-1], draft, unit):
            continue
        if _is_section_number(draft, unit) or (found and _restates(found[-1][0], draft)):
            continue
        found.append((draft, unit))
    heading = headings.at(passage.sentence.start)
    passage.drafts.extend(draft for draft, _ in found)
    for index, (draft, unit) in enumerate(found):
        _describe(text, draft, unit, heading)
        if index:
            _take_old_level(draft, found[index - 1][0])
    for index in range(len(found) - 2, -1, -1):
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
    between = draft.keys[first.resume : draft.at]
    if between not in (["đến"], ["tới"], ["-"], ["–"]) or draft.keys[first.at - 1 : first.at] != ["từ"]:
        return False
    if change_cue(first) or first.keys[first.at - 2 : first.at - 1] in (["tăng"], ["giảm"], ["nâng"]):
        return False
    low.value_max, low.end, low.tail = high.value, high.end, high.tail
    first.resume = draft.resume
    return True


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
        and "." in draft_text(draft)
        and not numeral.percent
        and not numeral.scaled
    )


def draft_text(draft: Draft) -> str:
    """Return the digits of the value, to see how its decimals were written."""
    return str(draft.numeral.value)


def _describe(text: str, draft: Draft, unit: Unit | None, heading: str | None) -> None:
    what = unit.what if unit else None
    if unit is None and not draft.numeral.percent:
        unit = unit_before(text, draft, direct=not any(cue.kind == "part" for _, _, cue in draft.cues_before(0)))
        what = unit.what if unit else None
        draft.rule = "noun_before" if unit else "no_noun"
    else:
        draft.rule = "noun_behind" if what else "unknown_noun" if unit else "percent"
    draft.unit = unit.text if unit else None
    draft.family = what.family if what else ""
    draft.measure = _measure(draft, what)
    _read_loose(draft)
    label = label_of(text, draft)
    draft.label = label[0] if label else None
    draft.hedge = hedge_of(draft)
    set_indicator(draft, what, unit.first if unit else draft.at + 1, heading)
    if draft.measure in (Measure.MONEY, Measure.DURATION):
        draft.indicator, draft.inherits = ("money" if draft.measure is Measure.MONEY else "other"), False
    if label and label[1] and label[1].indicator and draft.inherits:
        draft.indicator = label[1].indicator
    if unit and unit.first > draft.at:
        draft.counted = _counted_phrase(text, draft, unit)


def _take_old_level(draft: Draft, old: Draft) -> None:
    """Let the new level of a movement count what the old one did: `giảm từ 5 xuống còn 2`."""
    between = draft.keys[old.resume : draft.at]
    if (
        draft.keys[old.at - 1 : old.at] == ["từ"]
        and draft.unit is None
        and 0 < len(between) <= 3
        and "," not in between
    ):
        draft.unit, draft.family, draft.measure = old.unit, old.family, old.measure
        draft.label = draft.label or old.label
        draft.indicator, draft.inherits = old.indicator, old.inherits


def _take_following_noun(draft: Draft, following: Draft) -> None:
    """Let a number count what the next of its list names: `61, 58 và 64 đại biểu`; its own unit stays unsaid."""
    between = draft.keys[draft.resume : following.at]
    moved = draft.keys[draft.at - 1 : draft.at] == ["từ"] and len(between) <= 2 and between[:1] in (["lên"], ["xuống"])
    if (
        draft.unit is None
        and not following.numeral.scaled
        and (between in ([","], ["và"]) or moved)
        and following.family
        and not draft.numeral.percent
        and draft.label is None
    ):
        draft.family, draft.indicator, draft.inherits = following.family, following.indicator, following.inherits


def _measure(draft: Draft, what: Counted | None) -> Measure:
    if draft.numeral.percent:
        return Measure.PERCENT
    if what is not None and what.measure is not Measure.COUNT:
        return what.measure
    if draft.numeral.of is not None:
        return Measure.RATIO
    if what is None and draft.unit is None and is_money(draft):
        return Measure.MONEY
    if what is not None and what.bare and draft.keys[max(0, draft.at - 3) : draft.at][:2] == ["thời", "gian"]:
        return Measure.DURATION
    return Measure.COUNT


def _read_loose(draft: Draft) -> None:
    """Read `6,558 người` as thousands: what is counted whole has no decimals."""
    numeral = draft.numeral
    if (
        numeral.loose
        and draft.measure is Measure.COUNT
        and draft.family in _DISCRETE
        and "," in str(numeral.value).replace(".", ",")
    ):
        thousands = numeral.value * 1000
        if thousands == thousands.to_integral_value() and len(str(numeral.value).partition(".")[2]) == 3:
            numeral.value = thousands


def _counted_phrase(text: str, draft: Draft, unit: Unit) -> str:
    """Return the whole counted phrase: the noun with what follows it up to a verb, a particle or a sign."""
    sentence, end = draft.passage.sentence, unit.resume
    keys = sentence.keys
    while end < len(keys) and end - unit.first < _MOST_COUNTED and keys[end][0].isalpha():
        if STOPS.at(keys, end) or LABELS.at(keys, end) or opens_class(keys, end) or keys[end] in _TIME_OPENS:
            break
        end += 1
    return sentence.written(unit.first, end)


def _said(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """Keep the numbers of which something is said, and that are whole.

    A bare number without noun, class or link is no figure; one with a broken number before it (`15, 3 triệu`,
    `1 66,9 tỷ` of a damaged PDF) may be the rest of it, and a wrong value is worse than none.
    """
    kept: list[Draft] = []
    ends: set[int] = set()
    for draft in drafts:
        if draft.unit is None and not draft.family and _is_first_of_broken(text, draft):
            continue
        if _says_nothing(draft) and not (draft.hedge and not _BROKEN_BEHIND.match(text, draft.numeral.end)):
            continue
        broken = _BROKEN_BEFORE.search(text, max(0, draft.numeral.start - 6), draft.numeral.start)
        if broken and broken.end(1) not in ends and not draft.numeral.spelled:
            continue
        kept.append(draft)
        ends.add(draft.numeral.end)
    return kept


def _is_first_of_broken(text: str, draft: Draft) -> bool:
    plain = not (draft.numeral.percent or draft.numeral.scaled or draft.numeral.of is not None)
    return plain and draft.label is None and _BROKEN_BEHIND.match(text, draft.numeral.end) is not None


def _says_nothing(draft: Draft) -> bool:
    """Tell whether neither noun, class, bracket nor link says what a bare number counts."""
    if draft.unit is not None or draft.family or draft.label is not None or draft.parent is not None:
        return False
    if draft.measure is Measure.RATIO:
        return draft.hedge is None and not any(
            cue.kind in ("share", "part") for _, _, cue in draft.cues_before(draft.floor)
        )
    return draft.measure is Measure.COUNT and draft.bracket < 0 and draft.inherits


def _label_parts(text: str, drafts: Sequence[Draft]) -> None:
    """Give bare parts the words before them as their class, and shares, changes and earlier values that of their figure."""
    for index, draft in enumerate(drafts):
        if draft.label is not None:
            continue
        parent = draft.parent
        if draft.role is Role.PART and draft.unit is None and draft.measure is Measure.COUNT:
            listed = [d for d in drafts[max(0, index - 4) : index] if d.parent is parent and d.label]
            draft.label = free_label(text, draft, bool(listed))
        elif parent is not None and draft.role in (Role.SHARE, Role.CHANGE):
            draft.label = parent.label
        elif draft.modality is Modality.PREVIOUS and index:
            _label_earlier(drafts, index)


def _label_earlier(drafts: Sequence[Draft], index: int) -> None:
    """Give an earlier value in brackets the class of the figure before; a list of them (`tương ứng là 66; 23`) theirs in order."""
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
                later.label = later.label or earlier.label


def _built(text: str, drafts: Sequence[Draft], metadata: Metadata) -> tuple[Figure, ...]:
    index = {id(draft): position for position, draft in enumerate(drafts)}
    return tuple(_figure(text, draft, index, metadata) for draft in drafts)


def _figure(text: str, draft: Draft, index: dict[int, int], metadata: Metadata) -> Figure:
    numeral = draft.numeral
    return Figure(
        start=numeral.start,
        end=numeral.end,
        text=text[numeral.start : numeral.end],
        value=_exact(numeral.value),
        measure=draft.measure,
        value_max=None if numeral.value_max is None else _exact(numeral.value_max),
        of=None if numeral.of is None else _exact(numeral.of),
        unit=draft.unit,
        counted=draft.counted,
        indicator=draft.indicator,
        label=draft.label,
        hedge=draft.hedge,
        modality=draft.modality,
        role=draft.role if id(draft.parent) in index else None,
        of_figure=index.get(id(draft.parent)),
        direction=draft.direction,
        estimate=draft.estimate,
        actor=draft.actor,
        place=metadata.place,
        period=draft.period or metadata.period,
        rule=draft.rule,
    )


def _exact(value: Decimal) -> Decimal:
    """Return whole values without decimals (98000, not 98000.0)."""
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()
