"""A figure of a report with the words around it -> its time against the period asked (`model.When`)."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, Final

from extractors.text.folding import fold
from pipeline.forms.clauses import Surroundings, headings_of, is_under
from pipeline.forms.headtimes import time_of_heads
from pipeline.forms.model import Span, Time, When
from pipeline.forms.scene import Scene
from pipeline.forms.telltale import is_sum
from pipeline.forms.times import (
    fits,
    names_period,
    names_time,
    opening_time,
    span_of_row,
    tells_of_tasks,
    time_of_days,
    told_time,
)

_LOCAL: Final = frozenset({"sentence", "before", "table", "correction"})
"""Where the reading found a period that holds for this number, rather than for the whole report."""
_WILL: Final = re.compile(r"(?<!\w)(?:sẽ|phải|phấn đấu|dự kiến)(?!\w)", re.IGNORECASE)


def time_of_figure(row: dict[str, Any], words: Surroundings, scene: Scene) -> When:
    """Return the time of a figure: by the words around it, else by what the reading found, else by its report."""
    report, asked = scene.report, scene.asked
    days = span_of_row(row)
    target = row["modality"] == "target" and not _is_of_tasks(row, words) and not _ends_an_aim(words, asked)
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
    opening = opening_time(_opening_of(row, words, scene), asked)
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


def _opening_of(row: dict[str, Any], words: Surroundings, scene: Scene) -> str:
    """Return what opens a sentence and holds for a number in it; of a sum, where its parts have times, the label alone.

    `Đào tạo nghề từ đầu năm: quý I 26 người, quý II 31 người; cộng 57 người`.
    """
    label = words.opening.rpartition(":")[0]
    if not (label and is_sum(words.left)):
        return words.opening
    begins = scene.clauses.sentence_at(row["start"])[0] + len(words.opening)
    behind = scene.report.text[begins : row["start"]]
    parted = told_time(behind, "", scene.asked).time is not Time.UNTOLD
    return label if parted else words.opening


def _is_dated_behind(opening: int, row: dict[str, Any], scene: Scene) -> bool:
    """Tell whether a time was found between what opens a sentence and a number: `quý này 09, trong khi quý II 14`."""
    begins = scene.clauses.sentence_at(row["start"])[0] + opening
    pieces = [
        piece for piece in json.loads(row["evidence"]) if piece["what"] == "period" and piece["told"] == "sentence"
    ]
    return any(begins <= (piece["start"] or 0) < row["start"] for piece in pieces)


def _ends_an_aim(words: Surroundings, asked: Span) -> bool:
    """Tell whether an aim was told in an earlier part of a sentence, and a number's own part begins with the period.

    `quý IV sẽ kiểm tra 03 chi bộ; quý này giám sát 04 đảng viên`.
    """
    own = told_time(words.before, "", asked)
    begins = own.time is Time.PERIOD and fold(words.before).lstrip(" -+").startswith(fold(own.told))
    return begins and bool(words.earlier) and not names_time(words.before, "aim") and not _WILL.search(words.before)


def _is_of_tasks(row: dict[str, Any], words: Surroundings) -> bool:
    """Tell whether a number counts tasks that were given, or none of them with another noun."""
    return tells_of_tasks(words.sentence) and (not row["unit"] or names_time(row["unit"], "tasks"))


def _told_behind(row: dict[str, Any]) -> bool:
    """Tell whether the time read for a number stands behind it, and so may be another's: `33 lượt, bằng 96% quý II`."""
    pieces = [piece for piece in json.loads(row["evidence"]) if piece["what"] == "period"]
    return bool(pieces) and all(piece["start"] is not None and piece["start"] > row["start"] for piece in pieces)


def _time_found(row: dict[str, Any], days: Span | None, scene: Scene) -> When | None:
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


def _opens_sentence(piece: dict[str, Any], scene: Scene) -> bool:
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
