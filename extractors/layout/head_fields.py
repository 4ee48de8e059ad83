"""The cells of a letterhead -> issuers and stamps, number and symbol, town and day, and the subject of a letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from extractors.layout.datelines import day_of, find_dateline, is_dateline
from extractors.layout.letterhead import Letterhead, cells_of, column_marks, find_marks, number_in, pattern, without
from extractors.text.folding import fold_code
from extractors.text.lines import Line
from extractors.text.plain import printed_hyphens
from extractors.values.dates import parse_date

_PARTS: Final = " ,;–-"
"""What stands between a number and the town of one line."""
_LAST_LINES: Final = 1200
"""How many of a law's last characters tell when it was passed."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the cells above the type say. `cells` are issuers and stamps, in order; `code` is made regular.

    `youth` tells of the Youth Union's name at the head of the right-hand column.
    """

    cells: tuple[str, ...]
    number: str | None
    symbol: str | None
    code: str | None
    town: str | None
    day: date | None
    named_type: str | None
    subject: str = ""
    youth: bool = False


def read_head(lines: Sequence[Line], head: Letterhead) -> Head:
    """Return what the cells of a letterhead say, those of its right-hand column set apart."""
    cells: list[str] = []
    code: re.Match[str] | None = None
    dated: re.Match[str] | None = None
    subject: list[str] = []
    youth = False
    end = _end_of_cells(lines, head)
    for i, line in enumerate(lines[head.first : end], start=head.first):
        text = printed_hyphens(line.text)
        if pattern("addressee").match(text):
            break
        dateline, text = _cut_dateline(text)
        dated = dated or dateline
        youth = youth or bool(pattern("youth").search(text))
        for mark in column_marks():
            text = mark.sub("   ", text)
        if head.type_line is None and i in head.title:
            cell, *others = cells_of(text) or [""]
            subject.append(cell)
            text = "   ".join(others)
        for cell in cells_of(text):
            number = number_in(cell) if code is None else None
            if number:
                code = number
            rest = cell[number.end() :].strip() if number else cell
            if number and pattern("subject").match(rest):
                subject.append(rest)
            elif rest and not pattern("ruling").fullmatch(rest):
                cells.append(rest)
    number_text, symbol, regular = _parse_code(code)
    return Head(
        cells=tuple(cells),
        number=number_text,
        symbol=symbol,
        code=regular,
        town=" ".join(dated["town"].split()) if dated and dated["town"] else None,
        day=day_of(dated) if dated else None,
        named_type=code["named"].strip() if code and code["named"] else None,
        subject=" ".join(subject),
        youth=youth,
    )


def _cut_dateline(text: str) -> tuple[re.Match[str] | None, str]:
    """Return town and day of a line and what is left of it; they may run on behind the number without a wide blank."""
    if found := find_dateline(text):
        return found, without(text, found)
    number = number_in(text)
    behind = text[number.end() :].lstrip(_PARTS) if number else ""
    found = find_dateline(behind) if is_dateline(behind) else None
    return found, text[: number.end()] if number and found else text


def _end_of_cells(lines: Sequence[Line], head: Letterhead) -> int:
    """Return the line at which the cells end: the type, else the last of subject, number and day.

    Below them a body may stand again on the legal basis.
    """
    if head.type_line is not None:
        return head.type_line
    told = (i for i in range(head.first, head.stop) if _is_told(printed_hyphens(lines[i].text)))
    return max((*head.title, *told), default=head.stop - 1) + 1


def _is_told(text: str) -> bool:
    """Tell whether a line states a number, a day, or the heading of the right-hand column."""
    return bool(find_dateline(text)) or bool(find_marks(text)) or any(map(number_in, cells_of(text)))


def _parse_code(found: re.Match[str] | None) -> tuple[str | None, str | None, str | None]:
    """Return number, symbol and the whole code; a blank number (an unsigned copy) gives the symbol alone."""
    if found is None or found["code"] is None:
        return None, None, None
    symbol = fold_code(found["symbol"]).rstrip(".,;") if found["symbol"] else None
    if not found["number"]:
        return None, symbol, None
    return found["number"].lstrip("0") or "0", symbol, fold_code(found["code"]).rstrip(".,;")


def parse_code(text: str) -> tuple[str | None, str | None, str | None]:
    """Return number, symbol and regular code of a text that is a code, Nones where it is not one."""
    return _parse_code(number_in(f"Số {text.strip()}"))


def find_attached_day(note: str) -> date | None:
    """Return the day of the decision that a note under the title names as issuing the text with it."""
    found = pattern("attached_day").search(note)
    return parse_date(found["day"]) if found else None


def find_law_day(text: str) -> date | None:
    """Return the day on which the National Assembly passed the law that a text is, said in its last lines."""
    found = pattern("law_day").search(text, max(0, len(text) - _LAST_LINES))
    return parse_date(found["day"]) if found else None
