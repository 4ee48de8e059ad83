"""Text with its citations, sections and metadata -> the figures (số liệu): each number that states a quantity.

The steps: find numerals, cut the sentences that hold them, leave out what is no quantity, find unit, label, hedge,
indicator and modality of each, link them, build the values. Source: gold guidelines, "Figures".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Final

from extractors.figures.draft import Draft, read_passages
from extractors.figures.fill_drafts import cut_drafts, read_drafts
from extractors.figures.links.closing_totals import link_closing_totals
from extractors.figures.links.link import link_figures
from extractors.figures.links.listed_parts import link_listed_parts
from extractors.figures.reading.abbreviations import written_short
from extractors.figures.reading.bare import is_ratio_of_many, is_stated
from extractors.figures.reading.free_classes import name_classes
from extractors.figures.reading.inherited import inherit_indicators
from extractors.figures.reading.linked_classes import label_linked
from extractors.figures.reading.modality import set_modality
from extractors.figures.reading.names import examples_in
from extractors.figures.reading.quantities import find_quantities
from extractors.figures.reading.stock import tell_stocks
from extractors.figures.reading.units import is_plan_in_bracket
from extractors.figures.setting import Setting
from extractors.figures.tables.find import multipliers_over, read_table
from extractors.figures.tables.grid import Table
from extractors.figures.tables.layouts import find_tables
from extractors.figures.tables.units import is_multiplier
from extractors.model import Citation, Figure, Indicator, Measure, Metadata, Relation, Rules, Section
from extractors.rulebook import any_of, load_table
from extractors.text.document import Document
from extractors.values.numerals import Numeral, find_numerals, stands_apart

_COUNT: Final = Measure.COUNT
_RATIO: Final = Measure.RATIO
_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["find"]
_BROKEN_BEFORE: Final = re.compile(r"(?<![\d/.,])(\d{1,3}),? \Z")
_BROKEN_GROUP: Final = re.compile(r"(?<![\d/.,\n])(\d{1,3}) ?\. \Z")
_BROKEN_BEHIND: Final = re.compile(r",? \d|\. \d{3}(?!\d)| ,\d|,,\d|\. \d{1,2} ?%")
_BROKEN_SHARE: Final = re.compile(r"(?<=[^\W\d_] )(\d{1,3})(?:\. | ,|,,)\Z")
"""The whole part of a share that is typed apart from its decimals: `12. 5%`, `98 ,5%`, `12,,5%`."""
_TOUCHES_ODDLY: Final = re.compile(r"\d(?: ?[‘`´\\]|[.,]{2}| ?→ ?)\Z")
"""A digit and a sign that no number is written with, right before a number: `16 ‘157`, `12..500`."""
_TOUCHES_BEHIND: Final = re.compile(r" \d{1,3}(?![\d/]|\.\d)")
_TOUCHES_BEFORE: Final = re.compile(r"\d[.,]\d{1,3} \Z")
"""Decimals or groups right before a number, nothing but a space between: `51,5 8 triệu` of a damaged PDF."""
_DIGIT: Final = re.compile(r"\d")
_LONGEST_BREAK: Final = 4
"""Characters from the last digit of a number to the rest of it, at most: `1 . 300`."""
_GROUP: Final = re.compile(r"(?<=\. )\d{3}(?!\d)")
_UNFINISHED: Final = re.compile(r"(?:,? |\s?[-–]\s?|\. )\d")
_AROUND: Final = load_table("extractors.figures.reading", "phrases_around")
_BOTH_ACTS: Final = re.compile(
    rf"(?:{'|'.join(_AROUND['taken_in'])})(?: và|,| ?/) ?(?:đã )?(?:{'|'.join(_AROUND['settled'])})(?: được)?:? \Z"
)
_ACTS: Final = 40
_CARRIED_OUT: Final = frozenset({Relation.IMPLEMENTS, Relation.LEGAL_BASIS, Relation.REVIEWS})
_TOLD_BEHIND_TITLE: Final = re.compile(
    r",?[ ]" + any_of(_WORDS["told_behind_title"]) + r"[ ](?:" + any_of(_WORDS["about"]) + r"[ ])?\d[\d.]*+(?![\d/])"
)
"""What a sentence goes on to tell behind a title that it names: `…, với 7.412 lượt cán bộ tham gia`."""
_YEAR_BEHIND: Final = re.compile(r"[ ,(]{1,2}(?:năm )?(?P<year>(?:19|20)\d\d)(?![\d/.,]\d|\d)")
_LONGEST_TITLE: Final = 300
_LEAST_TOLD_BARE: Final = 1_000_000
_LEAST_SCALED: Final = 1_000
_BEFORE_TITLE: Final = 160
_NOTHING_KNOWN: Final = Metadata()
_MOST_RULES: Final = 1 << 12
_same_rules: Final = lru_cache(_MOST_RULES)(Rules)
"""Many figures were decided by the same rules; they share one value."""
_INDICATORS: Final = {indicator.value: indicator for indicator in Indicator}


def find_figures(
    text: str | Document,
    citations: Sequence[Citation] = (),
    sections: Sequence[Section] = (),
    boilerplate: Sequence[tuple[int, int]] = (),
    metadata: Metadata = _NOTHING_KNOWN,
) -> tuple[Figure, ...]:
    """Return the figures of the text, ordered by start.

    Digits inside citations, cited titles and boilerplate are not figures; sections and metadata tell aims from results.
    Values are exact, multipliers applied, in the unit written; `of_figure` indexes the returned tuple.
    """
    document = Document.of(text)
    text = document.text
    cited = sorted((citation.start, citation.end) for citation in citations)
    years_behind = _years_behind(text, citations)
    blocked = _merged([*cited, *boilerplate, *_titles(text, citations), *years_behind])
    tables = find_tables(text)
    year = _year_of(metadata)
    since = metadata.period.start.year if metadata.period and metadata.kind == "report" else None
    setting = Setting(document, sections, metadata, _merged([*cited, *years_behind]))
    cells = [draft for table in tables for draft in read_table(table, metadata.date, setting.modality_of_table(table))]
    taken = [(draft.numeral.start, draft.numeral.end) for draft in cells]
    numerals = _parted(text, _outside_tables(text, find_numerals(document, _merged([*blocked, *taken])), tables))
    passages = read_passages(text, numerals, cited)
    short = written_short(text)
    for passage in passages:
        passage.short = short
    examples = None if metadata.kind == "report" else examples_in(text)
    stated = [find_quantities(text, passage.sentence, examples) for passage in passages]
    numbered = [cut_drafts(passage, places) for passage, places in zip(passages, stated, strict=True)]
    for passage, found in zip(passages, numbered, strict=True):
        if found:
            setting.enter(passage)
            read_drafts(passage, found)
    passages = [passage for passage in passages if passage.drafts]
    for passage in passages:
        setting.follow(passage)
        set_modality(text, passage, year, since)
        setting.leave(passage)
    for passage in passages:
        setting.date(passage)
    drafts = [draft for passage in passages for draft in passage.drafts]
    for passage in passages:
        name_classes(passage)
    link_figures(drafts)
    link_closing_totals(drafts)
    link_listed_parts(drafts)
    label_linked(drafts)
    inherit_indicators(drafts)
    drafts = _said(text, drafts)
    cells = [draft for draft in cells if not _is_blocked(draft, blocked)]
    for draft in cells:
        setting.settle_cell(draft)
    _inherit_scope(drafts)
    tell_stocks(drafts, cells)
    figures = _built(text, sorted([*drafts, *cells], key=attrgetter("numeral.start")), metadata)
    for passage in passages:
        passage.drafts.clear()  # Each draft holds its passage: without that circle all is freed at once.
    return figures


def _year_of(metadata: Metadata) -> int | None:
    """Return the year that a document was written in; of one without a date the last that it reports on."""
    day = metadata.date or (metadata.period.end if metadata.period else None)
    return day.year if day else None


def _parted(text: str, numerals: Sequence[Numeral]) -> list[Numeral]:
    """Part a/b into two counts where two acts stand before it and more came in than was settled.

    So in `thụ lý và giải quyết 179/29 vụ án; án lao động 1/1 vụ`: in the list that goes on as well.
    """
    parted: list[Numeral] = []
    list_from = list_to = -1
    for numeral in numerals:
        written = text[numeral.start : numeral.end]
        goes_on = 0 <= list_from < numeral.start <= list_to
        if (
            numeral.of is None
            or written.count("/") != 1
            or not (
                goes_on
                or (
                    numeral.value > numeral.of and _BOTH_ACTS.search(text, max(0, numeral.start - _ACTS), numeral.start)
                )
            )
        ):
            parted.append(numeral)
            continue
        cut = numeral.start + written.index("/")
        parted.append(replace(numeral, end=cut, tail=cut, of=None))
        parted.append(replace(numeral, start=cut + 1, value=numeral.of, of=None))
        list_to = text.find("\n", numeral.end)
        list_to = list_to if list_to >= 0 else len(text)
        list_from = text.find(";", numeral.end, list_to)
    return parted


def _titles(text: str, citations: Sequence[Citation]) -> list[tuple[int, int]]:
    """Return where the titles of documents that are carried out stand: a number there is part of a name.

    A document that is told to have been issued may say by its title what was decided; those stay figures.
    """
    found = []
    for citation in citations:
        if citation.relation in _CARRIED_OUT and citation.title and len(citation.title) <= _LONGEST_TITLE:
            start = text.find(citation.title, citation.end, citation.end + len(citation.title) + _BEFORE_TITLE)
            if start >= 0:
                told = _TOLD_BEHIND_TITLE.search(text, start, start + len(citation.title))
                found.append((start, told.start() if told else start + len(citation.title)))
    return found


def _years_behind(text: str, citations: Sequence[Citation]) -> list[tuple[int, int]]:
    """Return where the year of a document stands behind its code: `Quyết định 412/QĐ-TTg 2023`."""
    found = []
    for citation in citations:
        year = _YEAR_BEHIND.match(text, citation.end)
        if year and citation.year == int(year["year"]):
            found.append(year.span("year"))
    return found


def _outside_tables(text: str, numerals: Sequence[Numeral], tables: Sequence[Table]) -> list[Numeral]:
    """Leave out what tables only number their rows and name their columns by, and the multipliers of their units."""
    cells = {cell.start for table in tables for row in table.rows for cell in row if cell.words.isdigit()}
    cells.update(*map(multipliers_over, tables))
    return [n for n in numerals if n.start not in cells and not is_multiplier(text, n.start)]


def _is_blocked(draft: Draft, blocked: Sequence[tuple[int, int]]) -> bool:
    last = bisect_left(blocked, (draft.numeral.end,)) - 1
    return last >= 0 and draft.numeral.start < blocked[last][1]


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _said(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """Keep the numbers of which something is said, and that are whole.

    A bare number without noun, class or link, to which no other belongs, is no figure; one with a broken number
    before it (`15, 3 triệu`, `1. 300 tỷ` of a damaged PDF) may be the rest of it: a wrong value is worse than none.
    """
    kept: list[Draft] = []
    ends: set[int] = set()
    parents = {id(draft.parent) for draft in drafts if draft.parent is not None}
    for draft in drafts:
        unnamed = (draft.unit is None and not draft.family) or draft.rule == "noun_before"
        if unnamed and _is_first_of_broken(text, draft):
            continue
        if (
            id(draft) not in parents
            and _says_nothing(draft)
            and not (draft.hedge and not _UNFINISHED.match(text, draft.numeral.end))
        ):
            continue
        if _DIGIT.search(text, max(0, draft.numeral.start - _LONGEST_BREAK), draft.numeral.start) and (
            _is_rest_of_broken(text, draft, ends)
        ):
            continue
        kept.append(draft)
        ends.add(draft.numeral.end)
    return kept


def _is_rest_of_broken(text: str, draft: Draft, ends: Collection[int]) -> bool:
    """Tell whether a number right before it may begin what this one ends; `ends` are where those before end."""
    start = draft.numeral.start
    near = max(0, start - 8)
    before = _BROKEN_GROUP if _GROUP.match(text, start) else _BROKEN_BEFORE
    broken = before.search(text, near, start)
    if draft.numeral.percent and not broken:
        broken = _BROKEN_SHARE.search(text, near, start)
    if broken and stands_apart(text, broken.start(1)):
        broken = None
    if _TOUCHES_ODDLY.search(text, near, start) or _TOUCHES_BEFORE.search(text, max(0, start - 9), start):
        return True
    apart = broken is None or broken.end(1) in ends or draft.numeral.spelled
    return broken is not None and not apart and not _is_whole(draft, broken.group())


def _is_whole(draft: Draft, before: str) -> bool:
    """Tell whether the number cannot be decimals behind a comma: it counts things (`9 lớp mức 1, 3 lớp mức 2`)."""
    plain = not (draft.numeral.percent or draft.numeral.scaled) and draft.measure is _COUNT
    return "," in before and plain and draft.rule == "noun_behind"


def _is_first_of_broken(text: str, draft: Draft) -> bool:
    plain = not (draft.numeral.percent or draft.numeral.scaled or draft.numeral.of is not None)
    if plain and _TOUCHES_BEHIND.match(text, draft.numeral.end) and not draft.numeral.spelled:
        return True
    return plain and draft.label is None and _BROKEN_BEHIND.match(text, draft.numeral.end) is not None


def _says_nothing(draft: Draft) -> bool:
    """Tell whether neither noun, class, bracket nor link says what a bare number counts."""
    if draft.unit is not None or draft.family or draft.label is not None or draft.parent is not None:
        return False
    if _is_large_amount(draft):
        return False
    if draft.measure is _RATIO:
        told = draft.hedge is not None or draft.numeral.spelled or is_ratio_of_many(draft)
        return not told and draft.kinds.isdisjoint(("share", "part"))
    return draft.measure is _COUNT and draft.inherits and not _is_said_in_bracket(draft) and not is_stated(draft)


def _is_large_amount(draft: Draft) -> bool:
    """Tell whether a bare number is told in thousands, or is a million or more and no code: `tạm ứng 10.000.000`."""
    if draft.numeral.spelled or draft.passage.sentence.words[draft.at].isdecimal():
        return False
    return draft.numeral.value >= (_LEAST_SCALED if draft.numeral.scaled else _LEAST_TOLD_BARE)


def _is_said_in_bracket(draft: Draft) -> bool:
    """Tell whether a bare number in brackets may count something: no code, no sum (`B 05`, `8 + 11`).

    Alone in its bracket it counts what a figure before does: `nhiều nhất 171 cuộc, ít nhất là Pác Nặm (52)`.
    """
    if draft.bracket < 0:
        return False
    if draft.bracket == draft.at - 1:
        alone = draft.keys[draft.at + 1 : draft.at + 2] == [")"]
        return alone and any(other.family and other.at < draft.at for other in draft.passage.drafts)
    if is_plan_in_bracket(draft.keys, draft.bracket + 1, draft.at):
        return True
    word = draft.passage.sentence.words[draft.at - 1]
    return word.isalpha() and not word.isupper() and word != "x"


def _built(text: str, drafts: Sequence[Draft], metadata: Metadata) -> tuple[Figure, ...]:
    index = {id(draft): position for position, draft in enumerate(drafts)}
    return tuple([_figure(text, draft, index, metadata) for draft in drafts])


def _inherit_scope(drafts: Sequence[Draft]) -> None:
    """Give a number whose own sentence names no period or place those of the number that it belongs to."""
    for draft in drafts:
        parent = draft.parent
        if parent is None or parent.passage is draft.passage or draft.modality is not parent.modality:
            continue
        if draft.period_told is None or draft.period_told.told != "sentence":
            draft.period = parent.period
            draft.period_told = replace(parent.period_told, told="link") if parent.period_told else None
        if draft.unit_told is None or draft.unit_told.told != "sentence":
            draft.unit_of = parent.unit_of
            draft.unit_told = replace(parent.unit_told, told="link") if parent.unit_told else None


def _figure(text: str, draft: Draft, index: dict[int, int], metadata: Metadata) -> Figure:
    numeral, of_figure = draft.numeral, index.get(id(draft.parent))
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
        row=draft.row,
        column=draft.column,
        indicator=_INDICATORS[draft.indicator],
        label=draft.label,
        hedge=draft.hedge,
        modality=draft.modality,
        role=draft.role if of_figure is not None else None,
        of_figure=of_figure,
        direction=draft.direction,
        estimate=draft.estimate,
        actor=draft.actor,
        place=draft.unit_of.province if draft.unit_of else metadata.place,
        district=draft.unit_of.district if draft.unit_of else None,
        commune=draft.unit_of.commune if draft.unit_of else None,
        period=draft.period,
        evidence=tuple([told for told in (draft.period_told, draft.unit_told) if told and told.told != "document"]),
        rules=_rules(draft, of_figure is not None),
        link="likely" if draft.likely and of_figure is not None else None,
    )


def _rules(draft: Draft, linked: bool) -> Rules:
    """Return what decided the fields of a figure; the heads of a table decide all those of a cell but its link."""
    cell = draft.rule if draft.rule == "table" else None
    return _same_rules(
        unit=draft.rule or None,
        indicator=cell or draft.indicator_rule or None,
        label=(cell or draft.label_rule or None) if draft.label is not None else None,
        modality=cell or draft.modality_rule or None,
        link=draft.link_rule or None if linked else None,
    )


def _exact(value: Decimal) -> Decimal:
    """Return whole values without decimals (98000, not 98000.0)."""
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()
