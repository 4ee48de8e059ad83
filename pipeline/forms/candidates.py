"""A report in the database -> its numbers with the words around them, and its clauses that say that there is none."""

from __future__ import annotations

import json
import re
import sqlite3
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from extractors.text.folding import fold
from extractors.values.digits import parse_digits
from pipeline.forms.bare import bare_numbers, nothings
from pipeline.forms.clauses import (
    Clauses,
    Surroundings,
    headings_of,
    is_average,
    is_base,
    is_under,
    says_more,
)
from pipeline.forms.concepts import concepts, concepts_in, left_over, unit_group, words_of
from pipeline.forms.coupled import coupled
from pipeline.forms.headtimes import time_of_heads
from pipeline.forms.model import Candidate, Report, Span, Time, When
from pipeline.forms.standing import tells_rise
from pipeline.forms.telltale import is_sum
from pipeline.forms.times import (
    fits,
    names_period,
    names_time,
    opening_time,
    span_of_row,
    tells_of_tasks,
    time_of_days,
    time_words,
    told_time,
)

_FIGURES: Final = """
SELECT f.*, s.text AS sentence_text FROM figures f
JOIN sentences s ON s.document_id = f.document_id AND s.ord = f.sentence WHERE f.document_id = ? ORDER BY f.start"""
_SECTIONS: Final = "SELECT start, end, title FROM sections WHERE document_id = ? AND title IS NOT NULL ORDER BY start"
_LOCAL: Final = frozenset({"sentence", "before", "table", "correction"})
"""Where the reading found a period that holds for this number, rather than for the whole report."""
_CITED: Final = "SELECT start, end FROM citations WHERE document_id = ?"
_LONGEST_DEED: Final = 60
"""Letters before a number in which a deed is looked for."""
_OUT_OF: Final = "trên"
_SHARE_OF_PLAN: Final = re.compile(r"[^%.;()\n]{0,60}%\)? (?:so với )?(?:chỉ tiêu|kế hoạch|dự toán|KH)(?!\w)")
_OUT_OF_NUMBER: Final = re.compile(r"(?<![\w.,/])\d[\d.,]*(?P<noun>[^\d,;.()\n]{0,40})\strên\s+$")


def candidates_of(connection: sqlite3.Connection, report: Report, asked: Span) -> list[Candidate]:
    """Return every number of a report that may answer an indicator, in the order of the text; aims are left out.

    `asked` is the period of the table, against which the time of each is told.
    """
    rows = [dict(row) for row in connection.execute(_FIGURES, (report.id,))]
    sections = [(row["start"], row["end"], row["title"]) for row in connection.execute(_SECTIONS, (report.id,))]
    clauses = Clauses(report.text, [(row["start"], row["end"]) for row in rows], sections)
    around = {row["ord"]: clauses.around(row["start"], row["end"]) for row in rows}
    scene = _Scene(report, asked, clauses, rows, around)
    found = [_candidate(row, scene) for row in rows if row["value_max"] is None]
    found += [whole for row in rows if (whole := _whole_of_ratio(row, scene)) is not None]
    taken = [(row["start"], row["end"]) for row in (*rows, *connection.execute(_CITED, (report.id,)))]
    others = [*bare_numbers(report, asked, clauses, taken), *nothings(report, asked, clauses, rows)]
    return coupled(sorted([*found, *others], key=lambda one: one.start))


@dataclass(frozen=True, slots=True)
class _Scene:
    """A report with its figures in the order of the text, and the words around each by its place in that order."""

    report: Report
    asked: Span
    clauses: Clauses
    rows: Sequence[dict[str, Any]]
    around: Mapping[int, Surroundings]

    @property
    def ends(self) -> list[int]:
        """Where each figure ends."""
        return [row["end"] for row in self.rows]


def _candidate(row: dict[str, Any], scene: _Scene) -> Candidate:
    words = scene.around[row["ord"]]
    cell = row["row"] is not None
    heads = [head for head in (row["row"], row["column"]) if head]
    when = _when(row, words, scene)
    told = (words.near, row["label"], _of_same_thing(row, words, scene), _noun_of_whole(row, scene))
    after = scene.rows[row["ord"] + 1] if row["ord"] + 1 < len(scene.rows) else None
    out_of = after["unit"] if after is not None and not row["unit"] and _stands_on(row, after, scene) else None
    return Candidate(
        report=scene.report,
        start=row["start"],
        written=row["text"],
        value=Decimal(str(row["value"])),
        measure="money" if _is_money_of_money(row) else row["measure"],
        unit=out_of or _counted(row, words.right),
        near=" | ".join([*heads, row["unit"] or ""]) if cell else " | ".join(filter(None, (*told, out_of))),
        owner=_owner_of(row, scene),
        before="" if cell else _shared_before(row, scene, when),
        earlier="" if cell else words.earlier,
        above=words.above,
        row=row["row"],
        when=when,
        role=None if out_of else row["role"],
        bracketed=words.bracketed and not cell,
        base=not cell and _is_base(row, words, scene),
        sentence=" | ".join(heads) + f": {row['text']}" if cell and heads else row["sentence_text"],
        page=row["page"],
        facts={"indicator": row["indicator"], "modality": row["modality"], "direction": row["direction"] or ""},
        parted=any(other["of_figure"] == row["ord"] and other["role"] == "part" for other in scene.rows),
        order=row["ord"],
        wholes=_wholes(row, scene),
        column=row["column"],
        summed=_is_summed_beside(row, scene),
        rows=_rows_under(row, scene) if cell else 1,
        left="" if cell else words.left,
    )


def _rows_under(row: dict[str, Any], scene: _Scene) -> int:
    """Return how many rows have a number under the head of a cell; 1 where the row is a time."""
    if told_time(row["row"], "", scene.asked).time is not Time.UNTOLD:
        return 1
    return len({other["row"] for other in scene.rows if other["row"] is not None and other["column"] == row["column"]})


def _owner_of(row: dict[str, Any], scene: _Scene) -> str:
    """Return the words of the number that one belongs to, those of its heads for a cell, else the event beside it."""
    owner = scene.rows[row["of_figure"]] if row["of_figure"] is not None else None
    if owner is None:
        return _event_beside(row, scene) if row["row"] is not None else ""
    if owner["row"] is not None:
        return " | ".join(head for head in (owner["row"], owner["column"]) if head)
    return scene.around[owner["ord"]].near


def _is_summed_beside(row: dict[str, Any], scene: _Scene) -> bool:
    """Tell whether a cell is a part of another in its own row: `Cấp huyện 3 | Cấp xã 6 | Tổng 9`."""
    owner = scene.rows[row["of_figure"]] if row["role"] == "part" and row["of_figure"] is not None else None
    return owner is not None and row["row"] is not None and owner["row"] == row["row"]


def _event_beside(row: dict[str, Any], scene: _Scene) -> str:
    """Return the head of the nearest column to the left in the row of a cell that counts events, with that row."""
    for other in reversed(scene.rows[: row["ord"]]):
        if other["row"] != row["row"]:
            break
        if other["unit"] and unit_group(other["unit"]) == "events":
            return f"{other['row']} | {other['column'] or ''}"
    return ""


def _wholes(row: dict[str, Any], scene: _Scene) -> frozenset[int]:
    """Return the figures that a figure is a part of, and those that they are parts of."""
    found: set[int] = set()
    while row["role"] == "part" and row["of_figure"] is not None and row["of_figure"] not in found:
        found.add(row["of_figure"])
        row = scene.rows[row["of_figure"]]
    return frozenset(found)


def _of_same_thing(row: dict[str, Any], words: Surroundings, scene: _Scene) -> str:
    """Return what is said beside the last number of the same noun, where of this one only its time is said.

    `kiểm tra 03 chi bộ, cả năm 05 chi bộ` tells of those inspected twice. Empty where more is said of it, or no time.
    """
    noun = words_of(row["unit"] or "")[:1]
    if row["row"] is not None or not noun or not words_of(words.near) or _says_more_than_time(words.near, row["unit"]):
        return ""
    if told_time(words.left, words.right, scene.asked, words.lead).time is Time.UNTOLD:
        return ""
    for other in reversed(scene.rows[: row["ord"]]):
        if other["sentence"] != row["sentence"]:
            break
        beside = scene.around[other["ord"]]
        if words_of(other["unit"] or "")[:1] == noun and not beside.bracketed and other["role"] != "share":
            return beside.near
    return ""


def _noun_of_whole(row: dict[str, Any], scene: _Scene) -> str:
    """Return the noun of the number that one is a part of, which it repeats in short: `41 tin báo, xong 39 tin`."""
    whole = scene.rows[row["of_figure"]] if row["role"] == "part" and row["of_figure"] is not None else None
    if whole is None or row["row"] is not None:
        return ""
    noun, own = (words_of(scene.around[one["ord"]].right) for one in (whole, row))
    return " ".join(noun) if own and len(own) < len(noun) and noun[: len(own)] == own else ""


def _says_more_than_time(near: str, unit: str) -> bool:
    """Tell whether the words around a number say more than of what time it is, and which noun it counts."""
    rest = set(left_over(near)) - set(left_over(unit)) - set(time_words())
    return bool(concepts_in(near) - concepts_in(unit)) or bool(rest)


def _stands_on(row: dict[str, Any], base: dict[str, Any], scene: _Scene) -> bool:
    """Tell whether one number is out of the next: `02 trên 06 chi bộ`, `2.904 hộ trên 3.300 hộ`."""
    words = words_of(scene.report.text[row["end"] : base["start"]])
    return words[-1:] == (_OUT_OF,) and (len(words) == 1 or words[:-1] == words_of(row["unit"] or ""))


def _is_out_of(row: dict[str, Any], text: str) -> bool:
    """Tell whether a number of the same noun, or without one, stands before a number with `trên` between."""
    found = _OUT_OF_NUMBER.search(text, max(0, row["start"] - _LONGEST_DEED), row["start"])
    return found is not None and words_of(found["noun"]) in ((), words_of(row["unit"] or ""))


def _is_money_of_money(row: dict[str, Any]) -> bool:
    """Tell whether a figure is an amount out of another: `11,8/27,4 tỷ đồng`."""
    return row["measure"] == "ratio" and unit_group(row["unit"] or "") == "money"


def _whole_of_ratio(row: dict[str, Any], scene: _Scene) -> Candidate | None:
    """Return the whole that a ratio is of, as a number of what is there: `xong 31/37 nhiệm vụ được giao`.

    A ratio whose share is one of a plan is of that plan: `32/32 đảng viên, đạt 100% chỉ tiêu`.
    """
    if _SHARE_OF_PLAN.match(scene.report.text, row["end"]):
        return None
    _, stroke, whole = row["text"].partition("/")
    read = parse_digits(whole.strip()) if stroke and row["measure"] == "ratio" else None
    if read is None or row["modality"] != "actual" or _is_money_of_money(row):
        return None
    return replace(_candidate(row, scene), value=read[0], measure="count", role="whole", written=whole.strip())


def _shared_before(row: dict[str, Any], scene: _Scene, when: When) -> str:
    """Return the words before a number in its part of the sentence, without other numbers and what is said of its like.

    What stands beside another number of the same noun is said of that one (`04 đơn tố cáo, 09 đơn kiến nghị`), but for
    a label, which heads them all; a value of another time, and what another number rose to, is of the same thing.
    """
    words = scene.around[row["ord"]]
    of_now = when.time in (Time.PERIOD, Time.UNTOLD, Time.YEAR)
    of_now = of_now and not _only_narrows(words.near) and not tells_rise(words.near)
    group = unit_group(row["unit"]) if row["unit"] and of_now and says_more(words.near, row["unit"]) else None
    begins, text = words.before_start, words.before
    kept, at = [], 0
    for other in scene.rows[bisect_left(scene.ends, begins) : row["ord"]]:
        first, last = other["start"] - begins, other["end"] - begins
        if first < at or not other["unit"]:
            continue
        if group and other["ord"] != row["of_figure"] and unit_group(other["unit"]) == group:
            beside = scene.around[other["ord"]]
            first = max(beside.near_start - begins, text.rfind(":", 0, first) + 1, at)
            last = beside.near_end - begins
        kept.append(text[at:first])
        at = last
    return " ".join([*kept, text[at:]])


def _only_narrows(near: str) -> bool:
    """Tell whether the words of a number only say which of those counted before it is of: `người dân tộc chiếm 64`."""
    told = [concepts()[name] for name in concepts_in(near)]
    return bool(told) and all(one.kind == "quality" and one.family for one in told)


def _is_base(row: dict[str, Any], words: Surroundings, scene: _Scene) -> bool:
    """Tell whether a number is what another is of or out of."""
    led = is_base(words.lead) and not row["hedge"]
    averaged = is_average(scene.report.text[max(0, row["start"] - _LONGEST_DEED) : row["start"]])
    return (
        led
        or averaged
        or _is_over(row, scene)
        or _is_out_of(row, scene.report.text)
        or _behind_share(row["start"], scene)
    )


def _is_over(row: dict[str, Any], scene: _Scene) -> bool:
    """Tell whether a number is the whole of the one before it: `243.610 triệu đồng/518.320 triệu đồng`."""
    before = scene.rows[row["ord"] - 1] if row["ord"] else None
    if before is None or row["row"] is not None or before["unit"] != row["unit"] or before["value"] > row["value"]:
        return False
    return scene.report.text[before["end"] : row["start"]].rstrip().endswith("/")


def _behind_share(start: int, scene: _Scene) -> bool:
    """Tell whether a number stands behind a share with nothing between but the words of what the share is of."""
    before = max(
        (row["end"] for row in scene.rows if row["measure"] == "percent" and row["end"] <= start), default=None
    )
    return before is not None and scene.clauses.runs_on(before, start)


def _counted(row: dict[str, Any], right: str) -> str | None:
    """Return the noun that a number counts, with the words behind it that make it another (`lượt` -> `lượt hồ sơ`)."""
    unit: str | None = row["unit"]
    short = unit and fold(right).split()[: len(unit.split())] == unit.split()
    return right if unit and (short or words_of(right)[: len(words_of(unit))] == words_of(unit)) else unit or None


def _when(row: dict[str, Any], words: Surroundings, scene: _Scene) -> When:
    """Return the time of a figure: by the words around it, else by what the reading found, else by its report."""
    report, asked = scene.report, scene.asked
    days = span_of_row(row)
    target = row["modality"] == "target" and not _is_of_tasks(row, words)
    if target or is_under(words.above, "plans") or names_time(words.sentence, "postponed"):
        return When(Time.AIM, days)
    cell = row["row"] is not None
    heads = (row["row"], row["column"], asked)
    told = time_of_heads(*heads) if cell else told_time(words.left, words.right, asked, words.lead)
    if told.time is Time.AIM:
        return told
    if row["modality"] == "previous":
        return When(Time.EARLIER, told.span if told.time is Time.EARLIER and told.span else days, told.told)
    if told.time is not Time.UNTOLD:
        return told
    label = words.opening.rpartition(":")[0] if is_sum(words.left) else ""
    opening = opening_time(label or words.opening, asked)
    if opening is not None and not _is_dated_behind(len(words.opening), row, scene):
        return opening
    found = _time_found(row, days, scene)
    if found is not None:
        return found
    for heading in reversed(headings_of(words.above)):
        told = told_time(heading, "", asked)
        if told.time is Time.YEAR and not names_period(heading, asked):
            return told
    if report.span and not fits(report.span, asked):
        return When(time_of_days(report.span, asked), report.span)
    return When(Time.UNTOLD, report.span if _told_behind(row) else days)


def _is_dated_behind(opening: int, row: dict[str, Any], scene: _Scene) -> bool:
    """Tell whether a time was found between what opens a sentence and a number: `quý này 09, trong khi quý II 14`."""
    begins = scene.clauses.sentence_at(row["start"])[0] + opening
    pieces = [
        piece for piece in json.loads(row["evidence"]) if piece["what"] == "period" and piece["told"] == "sentence"
    ]
    return any(begins <= (piece["start"] or 0) < row["start"] for piece in pieces)


def _is_of_tasks(row: dict[str, Any], words: Surroundings) -> bool:
    """Tell whether a number counts tasks that were given, or none of them with another noun."""
    return tells_of_tasks(words.sentence) and (not row["unit"] or names_time(row["unit"], "tasks"))


def _told_behind(row: dict[str, Any]) -> bool:
    """Tell whether the time read for a number stands behind it, and so may be another's: `33 lượt, bằng 96% quý II`."""
    pieces = [piece for piece in json.loads(row["evidence"]) if piece["what"] == "period"]
    return bool(pieces) and all(piece["start"] is not None and piece["start"] > row["start"] for piece in pieces)


def _time_found(row: dict[str, Any], days: Span | None, scene: _Scene) -> When | None:
    """Return the time found beside a number; a month of the period, told in a sentence before, is none."""
    pieces = [piece for piece in json.loads(row["evidence"]) if piece["what"] == "period" and piece["told"] in _LOCAL]
    if days is None or not any(_leads(piece, row["start"], scene.ends) for piece in pieces):
        return None
    if scene.report.span and fits(scene.report.span, scene.asked) and _is_year_of(days, scene.asked):
        return None
    time = time_of_days(days, scene.asked)
    carried = all(piece["told"] == "before" for piece in pieces)
    if carried and time is Time.YEAR and not any(_opens_sentence(piece, scene) for piece in pieces):
        return None
    within = scene.asked.start <= days.start and days.end <= scene.asked.end
    return None if time is Time.OTHER and carried and within else When(time, days, row["period_text"] or "")


def _opens_sentence(piece: dict[str, Any], scene: _Scene) -> bool:
    """Tell whether a time opens the sentence that tells it, so that those behind it may be of that time too."""
    first, _ = scene.clauses.sentence_at(piece["start"] or 0)
    return piece["start"] is not None and not any(map(str.isalpha, scene.report.text[first + 1 : piece["start"]]))


def _is_year_of(days: Span, asked: Span) -> bool:
    """Tell whether days are the whole year in which a shorter period lies: it only dates what is told."""
    whole = days == Span(asked.year_start, asked.year_start.replace(month=12, day=31))
    return whole and not fits(days, asked)


def _leads(piece: dict[str, Any], start: int, ends: Sequence[int]) -> bool:
    """Tell whether a time was found before a number, with no other number between: else it may be another's."""
    if piece["start"] is None or piece["told"] == "before":
        return True
    return piece["start"] < start and not any(piece["end"] < end <= start for end in ends)
