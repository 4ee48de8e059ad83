"""Stamps on a document -> how secret (độ mật) and how urgent (độ khẩn) it is.

Levels: Law on Protection of State Secrets 2018, decree 30/2020/NĐ-CP annex I box 10. A document stamped secret stays
out of the database, so a stamp is read wherever stamps stand, and never from a sentence, a title or a body's name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractors.rulebook import find_pattern
from extractors.text.lines import is_capital

_SPACED: Final = re.compile(r"(?<![^\W_])(?:[^\W\d_][ ]{1,2}){2,9}[^\W\d_](?![^\W_])")
_EDGE: Final = ' .:;,()[]*-–_/|"“”'
_LONGEST: Final = 120
_LETTERS: Final = {"secrecy": "Ậậ", "urgency": "ẨẩỐố"}
"""A letter that every stamp of a kind has: most cells have none, and are not looked at."""


def find_secrecy(cells: Sequence[str], lines: Sequence[str]) -> str | None:
    """Return "Mật", "Tối mật" or "Tuyệt mật" for a stamped document, else None.

    `cells` are what is left of a letterhead when number, date and the right-hand column are off: a stamp may be one of
    them, or run into one in capitals. `lines` are others where a stamp may stand alone: above the letterhead, around
    the title, in running heads. A stamp of declassification (giải mật) ends secrecy.
    """
    if any("iải" in text.lower() and _is_declassified(text) for text in (*cells, *lines)):
        return None
    return _find_stamp("secrecy", cells, lines)


def find_urgency(cells: Sequence[str], lines: Sequence[str]) -> str | None:
    """Return "Khẩn", "Thượng khẩn", "Hỏa tốc" or "Hỏa tốc hẹn giờ" for a document stamped so, else None."""
    return _find_stamp("urgency", cells, lines)


def is_stamp(cell: str) -> bool:
    """Tell whether a cell of a letterhead is a stamp and nothing else.

    >>> is_stamp("M Ậ T"), is_stamp("Độ mật: Tối mật"), is_stamp("BAN BẢO VỆ BÍ MẬT")
    (True, True, False)
    """
    return any(_whole(cell, kind) for kind in _LETTERS)


def _find_stamp(kind: str, cells: Sequence[str], lines: Sequence[str]) -> str | None:
    for cell in cells:
        if level := _whole(cell, kind) or _run_in(cell, kind):
            return _regular(level)
    for line in lines:
        if _stands_out(line) and (level := _whole(line, kind)):
            return _regular(level)
    return None


def _whole(cell: str, kind: str) -> str | None:
    """Return the level that a cell stamps when it is nothing but a stamp, its label, its spacing and a copy number."""
    if not _may_hold(cell, kind):
        return None
    found = find_pattern(__package__, "stamps", kind).fullmatch(_close_up(cell))
    return found["level"] if found else None


def _run_in(cell: str, kind: str) -> str | None:
    """Return the level that opens or ends a cell in capitals: "TỈNH ỦY BẮC KẠN MẬT"."""
    if not _may_hold(cell, kind):
        return None
    found = find_pattern(__package__, "stamps", f"{kind}_run_in").search(cell.strip(_EDGE))
    return (found["first"] or found["last"]) if found else None


def _may_hold(cell: str, kind: str) -> bool:
    return len(cell) <= _LONGEST and any(letter in cell for letter in _LETTERS[kind])


def _is_declassified(text: str) -> bool:
    return len(text) <= _LONGEST and bool(
        find_pattern(__package__, "stamps", "declassified").fullmatch(_close_up(text))
    )


def _stands_out(line: str) -> bool:
    """Tell whether a line is set like a stamp: in capitals, or under the label of its kind."""
    return is_capital(line) or ":" in line


def _close_up(text: str) -> str:
    """Return a text in capitals with letter-spaced words closed up: "M Ậ T" is MẬT; two spaces part the words."""
    closed = _SPACED.sub(lambda match: " ".join(part.replace(" ", "") for part in match[0].split("  ")), text.upper())
    return " ".join(closed.split()).strip(_EDGE)


def _regular(level: str) -> str:
    """Return a level as sentences write it: "TỐIMẬT" is Tối mật."""
    spaced = re.sub(r"(?<=[IYTGAẢ])(?=MẬT|KHẨN|TỐC)", " ", level.replace("HOẢ", "HỎA").replace(" ", ""))
    return spaced.replace("HẸN", " HẸN ").capitalize().replace("  ", " ")
