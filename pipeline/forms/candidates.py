"""A report in the database -> its numbers with the words around them, and its clauses that say that there is none."""

from __future__ import annotations

import re
import sqlite3
from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from extractors.text.folding import fold
from pipeline.forms.bare import bare_numbers, lone_ones, nothings
from pipeline.forms.clauses import (
    Clauses,
    Surroundings,
    is_average,
    is_base,
    says_more,
)
from pipeline.forms.concepts import concepts, concepts_in, left_over, unit_group, words_of
from pipeline.forms.coupled import coupled
from pipeline.forms.figuretimes import time_of_figure
from pipeline.forms.model import Candidate, Report, Span, Time, When
from pipeline.forms.ratios import numbers_of_ratio
from pipeline.forms.scene import Scene
from pipeline.forms.standing import tells_rise
from pipeline.forms.telltale import is_sum
from pipeline.forms.times import (
    time_words,
    told_time,
)

_FIGURES: Final = """
SELECT f.*, s.text AS sentence_text FROM figures f
JOIN sentences s ON s.document_id = f.document_id AND s.ord = f.sentence WHERE f.document_id = ? ORDER BY f.start"""
_SECTIONS: Final = "SELECT start, end, title FROM sections WHERE document_id = ? AND title IS NOT NULL ORDER BY start"
_CITED: Final = "SELECT start, end FROM citations WHERE document_id = ?"
_LONGEST_DEED: Final = 60
"""Letters before a number in which a deed is looked for."""
_LONGEST_SHARE: Final = 100
"""Letters behind a ratio in which its share is looked for."""
_SIGNS: Final = " .,;:"
_OUT_OF: Final = "trên"
_OUT_OF_NUMBER: Final = re.compile(r"(?<![\w.,/])\d[\d.,]*(?P<noun>[^\d,;.()\n]{0,40})\strên\s+$")


def candidates_of(connection: sqlite3.Connection, report: Report, asked: Span) -> list[Candidate]:
    """Return every number of a report that may answer an indicator, in the order of the text; aims are left out.

    `asked` is the period of the table, against which the time of each is told.
    """
    rows = [dict(row) for row in connection.execute(_FIGURES, (report.id,))]
    sections = [(row["start"], row["end"], row["title"]) for row in connection.execute(_SECTIONS, (report.id,))]
    clauses = Clauses(report.text, [(row["start"], row["end"]) for row in rows], sections)
    around = {row["ord"]: clauses.around(row["start"], row["end"]) for row in rows}
    scene = Scene(report, asked, clauses, rows, around)
    found = [one for row in rows for one in _candidates(row, scene)]
    taken = [(row["start"], row["end"]) for row in (*rows, *connection.execute(_CITED, (report.id,)))]
    others = [*bare_numbers(report, asked, clauses, taken), *lone_ones(report, asked, clauses, taken)]
    others += nothings(report, asked, clauses, rows)
    return coupled(sorted([*found, *others], key=lambda one: one.start))


def _candidates(row: dict[str, Any], scene: Scene) -> Iterator[Candidate]:
    """Yield what a figure tells: one number, several for a ratio, none for a range."""
    if row["value_max"] is not None:
        return
    if row["measure"] == "ratio" and not _is_money_of_money(row):
        words, text = scene.around[row["ord"]], scene.report.text
        yield from numbers_of_ratio(_candidate(row, scene), words.right, text[row["end"] : row["end"] + _LONGEST_SHARE])
    else:
        yield _candidate(row, scene)


def _candidate(row: dict[str, Any], scene: Scene) -> Candidate:
    words = scene.around[row["ord"]]
    cell = row["row"] is not None
    heads = [head for head in (row["row"], row["column"]) if head]
    when = time_of_figure(row, words, scene)
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


def _rows_under(row: dict[str, Any], scene: Scene) -> int:
    """Return how many rows have a number under the head of a cell; 1 where the row is a time."""
    if told_time(row["row"], "", scene.asked).time is not Time.UNTOLD:
        return 1
    return len({other["row"] for other in scene.rows if other["row"] is not None and other["column"] == row["column"]})


def _owner_of(row: dict[str, Any], scene: Scene) -> str:
    """Return the words of the number that one belongs to, those of its heads for a cell, else the event beside it."""
    owner = scene.rows[row["of_figure"]] if row["of_figure"] is not None else None
    if owner is None:
        return _event_beside(row, scene) if row["row"] is not None else ""
    if owner["row"] is not None:
        return " | ".join(head for head in (owner["row"], owner["column"]) if head)
    return scene.around[owner["ord"]].near


def _is_summed_beside(row: dict[str, Any], scene: Scene) -> bool:
    """Tell whether a cell is a part of another in its own row: `Cấp huyện 3 | Cấp xã 6 | Tổng 9`."""
    owner = scene.rows[row["of_figure"]] if row["role"] == "part" and row["of_figure"] is not None else None
    return owner is not None and row["row"] is not None and owner["row"] == row["row"]


def _event_beside(row: dict[str, Any], scene: Scene) -> str:
    """Return the head of the nearest column to the left in the row of a cell that counts events, with that row."""
    for other in reversed(scene.rows[: row["ord"]]):
        if other["row"] != row["row"]:
            break
        if other["unit"] and unit_group(other["unit"]) == "events":
            return f"{other['row']} | {other['column'] or ''}"
    return ""


def _wholes(row: dict[str, Any], scene: Scene) -> frozenset[int]:
    """Return the figures that a figure is a part of, and those that they are parts of."""
    found: set[int] = set()
    while row["role"] == "part" and row["of_figure"] is not None and row["of_figure"] not in found:
        found.add(row["of_figure"])
        row = scene.rows[row["of_figure"]]
    return frozenset(found)


def _of_same_thing(row: dict[str, Any], words: Surroundings, scene: Scene) -> str:
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


def _noun_of_whole(row: dict[str, Any], scene: Scene) -> str:
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


def _stands_on(row: dict[str, Any], base: dict[str, Any], scene: Scene) -> bool:
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


def _shared_before(row: dict[str, Any], scene: Scene, when: When) -> str:
    """Return the words before a number in its part of the sentence, without other numbers and what is said of its like.

    What stands beside another number of the same noun is said of that one (`04 đơn tố cáo, 09 đơn kiến nghị`), but for
    a label, which heads them all; a value of another time, and what another number rose to, is of the same thing.
    """
    words = scene.around[row["ord"]]
    of_now = when.time in (Time.PERIOD, Time.UNTOLD, Time.YEAR)
    of_now = of_now and not _only_narrows(words.near) and not tells_rise(words.near) and not is_sum(words.left)
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


def _is_base(row: dict[str, Any], words: Surroundings, scene: Scene) -> bool:
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


def _is_over(row: dict[str, Any], scene: Scene) -> bool:
    """Tell whether a number is the whole of the one before it: `243.610 triệu đồng/518.320 triệu đồng`."""
    before = scene.rows[row["ord"] - 1] if row["ord"] else None
    if before is None or row["row"] is not None or before["unit"] != row["unit"] or before["value"] > row["value"]:
        return False
    return scene.report.text[before["end"] : row["start"]].rstrip().endswith("/")


def _behind_share(start: int, scene: Scene) -> bool:
    """Tell whether a number stands behind a share with nothing between but the words of what the share is of."""
    before = max(
        (row["end"] for row in scene.rows if row["measure"] == "percent" and row["end"] <= start), default=None
    )
    return before is not None and scene.clauses.runs_on(before, start)


def _counted(row: dict[str, Any], right: str) -> str | None:
    """Return the noun that a number counts, with the words behind it that make it another (`lượt` -> `lượt hồ sơ`)."""
    unit: str | None = row["unit"]
    short = unit and fold(right.strip(_SIGNS)).split()[: len(unit.split())] == unit.split()
    return right if unit and (short or words_of(right)[: len(words_of(unit))] == words_of(unit)) else unit or None
