"""Figures and ratings -> what does not add up: parts and totals, shares, increases, averages, words against digits.

Nothing is corrected: each Problem shows both numbers and the arithmetic, in Vietnamese.
What rounding explains is no problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from typing import Final

from extractors.figures.mislinked import without_mislinked
from extractors.figures.reading.classes import same_level
from extractors.figures.share_checks import check_shares_told
from extractors.figures.tables.checks import check_tables
from extractors.figures.tables.heads import is_total
from extractors.figures.typing_checks import check_typing
from extractors.model import Figure, Hedge, Measure, Modality, Problem, Rating, Role
from extractors.rulebook import load_table
from extractors.text.document import Document
from extractors.values.numerals import restated_value, said_again_value

_ABOUT: Final = Hedge.ABOUT
_ATTENDEES: Final = Role.ATTENDEES
_CHANGE: Final = Role.CHANGE
_COUNT: Final = Measure.COUNT
_OTHER: Final = Measure.OTHER
_PART: Final = Role.PART
_PERCENT: Final = Measure.PERCENT
_PREVIOUS: Final = Modality.PREVIOUS
_RATIO: Final = Measure.RATIO
_SHARE: Final = Role.SHARE
_TARGET: Final = Modality.TARGET
_TABLE: Final = load_table(__package__, "figure_checks")
_DIMENSIONS: Final[dict[str, str]] = {
    label: dimension for dimension, labels in _TABLE["dimensions"].items() for label in labels
}
_COMPLETE: Final = tuple(_TABLE["parts"]["complete"])
_PARTIAL: Final = tuple(_TABLE["parts"]["partial"])
_OTHER_BASES: Final = tuple(_TABLE["share"]["other_bases"])
_AVERAGE: Final = tuple(_TABLE["average"]["cues"])
_PLANNED: Final = tuple(_TABLE["ratio"]["plans"])
_DECIMALS: Final = re.compile(r",(\d+)")
_HEADLINE: Final = re.compile(r"\s*(?P<words>[^\n|\t]{8,200}[^\n|\t.;:,])(?=\n)")
_NEXT_SENTENCE: Final = re.compile(r"\.[ ]+[^\W\d_a-zà-ỹ]")
_BASE: Final = re.compile(r"\s*so với [^();\n]{3,80}\((?:là |đạt )?")
"""Between a change and what it is reckoned from: `tăng 25% so với cùng kỳ năm 2021 (1.100 lao động)`."""
_MOST_OF_IT: Final = Decimal("0.8")
_SUMS: Final = frozenset({"parts_sum", "parts_exceed_total", "rating_sum"})
_MOST_ADDED: Final = 40
_MOST_SHOWN: Final = 6
_HUNDRED: Final = Decimal(100)
_LITTLE: Final = Decimal("0.01")
_NEAR: Final = 160


def check_figures(text: str | Document, figures: Sequence[Figure], ratings: Sequence[Rating]) -> tuple[Problem, ...]:
    """Return the contradictions between the figures of one text, ordered by start."""
    document = Document.of(text)
    text = document.text
    rated = {frozenset(rating.figures) for rating in ratings}
    problems = [
        *_check_parts(text, figures, rated),
        *check_tables(text, figures, _rounded, show),
        *_check_shares(figures),
        *_check_plans(text, figures),
        *check_shares_told(text, figures, _ulp, show),
        *_check_ratios(text, figures),
        *_check_changes(text, figures),
        *_check_averages(text, figures),
        *_check_words(text, figures),
        *_check_headline(text, figures),
        *check_typing(document, figures),
    ]
    problems = without_mislinked(text, figures, problems)
    told = {problem.start for problem in problems if problem.kind in _SUMS}
    kept = (problem for problem in problems if problem.kind != "row_sum" or problem.start not in told)
    return tuple(sorted(kept, key=lambda problem: problem.start or 0))


def _check_parts(text: str, figures: Sequence[Figure], rated: set[frozenset[int]]) -> Iterator[Problem]:
    by_total: dict[int, list[int]] = {}
    for index, figure in enumerate(figures):
        if figure.role is _PART and figure.of_figure is not None and not _is_rate(figure):
            by_total.setdefault(figure.of_figure, []).append(index)
    for total_index, parts in by_total.items():
        total = figures[total_index]
        if total.value_max is not None or _is_rate(total) or _is_total_row(total):
            continue
        if sum((figures[index].value for index in parts), Decimal(0)) == total.value:
            continue
        for run in _runs(text, figures, total, parts):
            members = [figures[index] for index in run]
            added = sum((member.value for member in members), Decimal(0))
            if not added and len(run) < len(parts):
                continue
            if any(member.is_cell and member.label is None for member in members):
                continue
            exceeds = added > total.value
            listed = _is_complete(text, total, members) or _nearly_all(total, members)
            complete = added >= total.value * _MOST_OF_IT if frozenset(run) in rated else listed
            hedged = any(member.hedge for member in (total, *members))
            if added != total.value and (exceeds or complete) and not hedged and not _rounded(total, members, added):
                yield _parts_problem(total, members, added, frozenset(run) in rated)


def _is_total_row(figure: Figure) -> bool:
    return figure.is_cell and is_total((figure.counted or "").partition(": ")[0]) and figure.label is None


def _is_rate(figure: Figure) -> bool:
    return figure.measure in (_PERCENT, _RATIO)


def _runs(text: str, figures: Sequence[Figure], total: Figure, parts: Sequence[int]) -> Iterator[list[int]]:
    """Split the parts of a total into the lists they were told in: by case, stage or kind of class, each on its own."""
    run: list[int] = []
    for index in parts:
        if run:
            last = figures[run[-1]]
            full = sum((figures[i].value for i in run), Decimal(0)) >= total.value
            between = text[last.end : figures[index].start]
            apart = (")" in between and "(" not in between) or _NEXT_SENTENCE.search(between) is not None
            classed = len(run) > 1 and bool(last.label) != bool(figures[index].label) and not last.is_cell
            crossing = _DIMENSIONS.get(last.label or "") != _DIMENSIONS.get(figures[index].label or "")
            if full or apart or classed or crossing:
                yield run
                run = []
        run.append(index)
    if run:
        yield run


def _is_complete(text: str, total: Figure, members: Sequence[Figure]) -> bool:
    """Tell whether the list claims to be whole: gồm, chia ra; not trong đó, not with `khác` or `còn lại` behind it."""
    if len(members) < 2:
        return False
    first, last = (members[0], members[-1]) if total.start < members[0].start else (total, total)
    opening = text[total.end : first.start].lower()
    if any(word in opening for word in _PARTIAL):
        return False
    behind = text[last.end : last.end + 60].lower()
    if any(word in behind for word in _TABLE["parts"]["more"]):
        return False
    return any(word in opening for word in _COMPLETE) or all(m.is_cell for m in members)


def _nearly_all(total: Figure, members: Sequence[Figure]) -> bool:
    """Tell whether a list of several parts leaves out so little that it must have been meant as whole."""
    left = total.value - sum((member.value for member in members), Decimal(0))
    return len(members) > 2 and 0 < left <= total.value * _LITTLE


def _rounded(total: Figure, members: Sequence[Figure], added: Decimal) -> bool:
    """Tell whether rounding of the numbers as written explains the difference."""
    slack = sum((_ulp(figure) for figure in (total, *members)), Decimal(0)) / 2
    whole = all(_ulp(figure) == 1 for figure in (total, *members))
    return not whole and abs(added - total.value) <= slack


def _ulp(figure: Figure) -> Decimal:
    return last_digit(figure.text, figure.value)


def last_digit(text: str, value: Decimal) -> Decimal:
    """Return the worth of the last digit written: 1 for 149, 0.1 for 47,4.

    >>> last_digit("1,2 tỷ", Decimal(1_200_000_000))
    Decimal('100000000')
    """
    digits = text.replace(".", "").replace("%", "").split()[0].split("/")[0]
    decimals = _DECIMALS.search(digits)
    written = Decimal(digits.replace(",", ".")) if digits.replace(",", "").isdigit() else None
    if not written:
        return Decimal(1)
    step = Decimal(1).scaleb(-len(decimals[1])) if decimals else Decimal(1)
    return step * (value / written)


def _parts_problem(total: Figure, members: Sequence[Figure], added: Decimal, rated: bool) -> Problem:
    arithmetic = " + ".join(show(member.value) for member in members)
    what = "Các mức xếp loại" if rated else "Các phần"
    gap = show(abs(added - total.value))
    message = f"{what} cộng lại là {show(added)} ({arithmetic}), tổng nêu là {show(total.value)}, chênh {gap}."
    kind = "rating_sum" if rated else "parts_sum" if added < total.value else "parts_exceed_total"
    return Problem(kind, message, total.start, total.end)


def _is_plain_share(figure: Figure) -> bool:
    """Tell whether a share can be worked out: not about so much, and no excess over a plan (`vượt 5% kế hoạch`)."""
    exact = figure.hedge is None and figure.value_max is None
    return figure.role is _SHARE and exact and figure.direction is None


def _check_shares(figures: Sequence[Figure]) -> Iterator[Problem]:
    on_another_base = {figure.of_figure for figure in figures if figure.role is _SHARE}
    for figure in figures:
        if figure.of_figure is None or not _is_plain_share(figure):
            continue
        part = figures[figure.of_figure]
        if part.of is not None:
            whole = part.of
        elif part.of_figure in on_another_base and not part.is_cell:
            continue
        elif part.role is _PART and part.of_figure is not None and part.measure is figures[part.of_figure].measure:
            whole = figures[part.of_figure].value if _row(figures[part.of_figure]) == _row(part) else Decimal(0)
        else:
            continue
        if not whole or part.hedge or (figure.unit or "").startswith(_OTHER_BASES):
            continue
        exact = part.value / whole * _HUNDRED
        if abs(exact - figure.value) > _ulp(figure) * Decimal("0.5000001") + part_slack(part, whole):
            shown = show(exact.quantize(_ulp_of_percent(figure), ROUND_HALF_UP))
            message = f"Tỷ lệ ghi {show(figure.value)}%, nhưng {show(part.value)}/{show(whole)} = {shown}%."
            yield Problem("share_mismatch", message, figure.start, figure.end)


def _check_plans(text: str, figures: Sequence[Figure]) -> Iterator[Problem]:
    """Compare the share of a plan with the plan told beside: `450 tỷ đồng/400 tỷ đồng kế hoạch, đạt 115%`."""
    for index, share in enumerate(figures):
        if share.of_figure is None or not _is_plain_share(share):
            continue
        result = figures[share.of_figure]
        for plan in (*figures[share.of_figure + 1 : share.of_figure + 2], *figures[index + 1 : index + 2]):
            beside = text[min(result.end, share.end) if plan.start < share.start else share.end : plan.start]
            told = "/" in beside if plan.start < share.start else "so với" in beside and "(" in beside
            if not told or plan.modality is not _TARGET or result.modality is _TARGET:
                continue
            if not plan.value or plan.measure is not result.measure or not _same_unit(plan, result) or result.hedge:
                continue
            exact = result.value / plan.value * _HUNDRED
            if abs(exact - share.value) > _ulp(share) * Decimal("0.5000001") + part_slack(result, plan.value):
                shown = show(exact.quantize(_ulp_of_percent(share), ROUND_HALF_UP))
                message = f"Tỷ lệ ghi {show(share.value)}%, nhưng {show(result.value)}/{show(plan.value)} = {shown}%."
                yield Problem("share_mismatch", message, share.start, share.end)


def _check_ratios(text: str, figures: Sequence[Figure]) -> Iterator[Problem]:
    """Doubt a ratio above one that no plan and no share above 100 % explains: `đã hòa giải 45/32 vụ`."""
    explained = {f.of_figure for f in figures if f.measure is _PERCENT and f.value > _HUNDRED}
    for index, figure in enumerate(figures):
        if figure.measure is not _RATIO or figure.of is None or figure.value <= figure.of:
            continue
        around = text[max(0, figure.start - _NEAR) : figure.end + _NEAR].lower()
        if index not in explained and not any(plan in around for plan in _PLANNED):
            message = f"Ghi {figure.text}: số trước lớn hơn số sau, có thể là hai số riêng chứ không phải tỷ lệ."
            yield Problem("ratio_above_one", message, figure.start, figure.end)


def part_slack(part: Figure, whole: Decimal) -> Decimal:
    """Return by how many percent the rounding of a part as written moves its share; 0 for whole numbers."""
    step = _ulp(part)
    return Decimal(0) if step == 1 else step / 2 / whole * _HUNDRED


def _row(figure: Figure) -> str | None:
    return (figure.counted or "").partition(": ")[0] if figure.is_cell else None


def _ulp_of_percent(figure: Figure) -> Decimal:
    return min(_ulp(figure), Decimal("0.1"))


def _check_changes(text: str, figures: Sequence[Figure]) -> Iterator[Problem]:
    for index, change in enumerate(figures):
        if change.role is not _CHANGE or change.of_figure is None or change.direction is None or change.hedge:
            continue
        now = figures[change.of_figure]
        before = _earlier_value(text, figures, index, now)
        if before is None or now.hedge or before.hedge or not before.value:
            continue
        if change.measure is _OTHER:
            continue
        sign = 1 if change.direction == "up" else -1
        relative = change.measure is _PERCENT and now.measure is not _PERCENT
        if relative:
            exact = (now.value - before.value) / before.value * _HUNDRED * sign
            expected = f"({show(now.value)} − {show(before.value)})/{show(before.value)}"
        else:
            exact = (now.value - before.value) * sign
            expected = f"{show(now.value)} − {show(before.value)}"
        slack = _ulp(change) * Decimal("0.5000001") + (Decimal(0) if relative else (_ulp(now) + _ulp(before)) / 2)
        if abs(exact - change.value) > (slack if relative or _ulp(now) != 1 else Decimal(0)):
            word = "tăng" if sign > 0 else "giảm"
            percent = "%" if change.measure is _PERCENT else ""
            shown = show((exact * sign).quantize(Decimal("0.01"), ROUND_HALF_UP))
            message = f"Ghi {word} {show(change.value)}{percent}, nhưng {expected} = {shown}{percent}."
            yield Problem("change_mismatch", message, change.start, change.end)


def _earlier_value(text: str, figures: Sequence[Figure], index: int, now: Figure) -> Figure | None:
    """Return the value of the earlier period told beside a change, in the unit of the value now."""
    change = figures[index]
    told = figures[(change.of_figure or 0) - 1]
    if _moved_from(text, told, now) and not _NEXT_SENTENCE.search(text, now.end, change.start):
        return told
    for other in figures[index + 1 : index + 3]:
        between = text[change.end : other.start]
        if len(between) > _NEAR or "\n" in between or _NEXT_SENTENCE.search(between):
            return None
        earlier = other.modality is _PREVIOUS or _BASE.fullmatch(between) is not None
        if earlier and other.measure is now.measure and _same_unit(other, now):
            return other
    return None


def _moved_from(text: str, before: Figure, now: Figure) -> bool:
    """Tell whether a value is the level that another moved from: `từ 12,5% xuống còn 8,3%`."""
    moved = text[max(0, before.start - 3) : before.start] == "từ " and 0 < now.start - before.end < _NEAR
    return moved and before.modality is _PREVIOUS and before.measure is now.measure and _same_unit(before, now)


def _same_unit(one: Figure, other: Figure) -> bool:
    if one.label != other.label and (
        one.label is None or other.label is None or not same_level(one.label, other.label)
    ):
        return False
    return one.unit is None or other.unit is None or one.unit.split()[0] == other.unit.split()[0]


def _check_averages(text: str, figures: Sequence[Figure]) -> Iterator[Problem]:
    """Compare `bình quân 89 người một hội nghị` with the attendance of all divided by the number of events."""
    for index, average in enumerate(figures):
        if average.role is not _ATTENDEES or average.of_figure is None or average.measure is not _COUNT:
            continue
        before = text[max(0, average.start - 40) : average.start].lower()
        if not any(cue in before for cue in _AVERAGE):
            continue
        events = figures[average.of_figure]
        for other in figures[max(0, index - 3) : index + 4]:
            same = other.of_figure == average.of_figure and other.role is _ATTENDEES and other is not average
            if same and other.measure is _COUNT and events.value > 1 and other.value > average.value * 2:
                exact = other.value / events.value
                allowed = Decimal(1) if average.hedge is None else max(Decimal(1), exact / 10)
                if abs(exact - average.value) > allowed and other.hedge is None and events.hedge is None:
                    shown = show(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))
                    division = f"{show(other.value)} : {show(events.value)} = {shown}"
                    message = f"Bình quân ghi {show(average.value)}, nhưng {division}."
                    yield Problem("average_mismatch", message, average.start, average.end)


def _check_words(text: str, figures: Sequence[Figure]) -> Iterator[Problem]:
    for figure in figures:
        if figure.hedge is _ABOUT or "(" not in text[figure.end : figure.end + len(" đồng. (")]:
            continue
        words = restated_value(text, figure.end)
        if words is None and figure.measure is Measure.MONEY:
            words = said_again_value(text, figure.end)
        if words is not None and words != figure.value and figure.value % words != 0:
            message = f"Số ghi là {show(figure.value)}, bằng chữ là {show(words)}."
            yield Problem("words_contradict_digits", message, figure.start, figure.end)


def _check_headline(text: str, figures: Sequence[Figure]) -> Iterator[Problem]:
    """Look in the body for what the headline counts; rounding and adding two numbers may explain the headline's."""
    headline = _HEADLINE.match(text)
    if headline is None or headline["words"].isupper():
        return
    body = [figure for figure in figures if figure.start >= headline.end()]
    for figure in figures[: len(figures) - len(body)]:
        if figure.unit is None or figure.value_max is not None or _is_rate(figure):
            continue
        noun = figure.unit.split()[0]
        same = [other.value for other in body if other.unit and other.unit.split()[0] == noun]
        if not same:
            continue
        step = Decimal(1).scaleb(int(figure.value.normalize().as_tuple().exponent))
        sums = (one + other for one, other in combinations(same[:_MOST_ADDED], 2))
        if not any(abs(value - figure.value) < step for value in (*(other.value for other in body), *sums)):
            listed = ", ".join(dict.fromkeys(show(value) for value in same[:_MOST_SHOWN]))
            message = f"Tiêu đề nêu {show(figure.value)} {figure.unit}, trong bài không có số này, chỉ có {listed}."
            yield Problem("headline_mismatch", message, figure.start, figure.end)


def show(value: Decimal) -> str:
    """Write a number as Vietnamese does: dots between thousands, a comma before decimals.

    >>> show(Decimal("6558")), show(Decimal("36.240"))
    ('6.558', '36,24')
    """
    plain = f"{value:f}"
    whole, _, decimals = plain.partition(".")
    decimals = decimals.rstrip("0")
    sign, whole = ("−", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(whole):,}".replace(",", ".")
    return sign + grouped + ("," + decimals if decimals else "")
