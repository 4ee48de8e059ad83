"""Stamps on a document: its head -> how secret (độ mật) and how urgent (độ khẩn) it is.

Levels: Law on Protection of State Secrets 2018, decree 30/2020/NĐ-CP annex I box 10. A document stamped secret stays
out of the database, so a stamp is read wherever stamps stand, and never from a sentence or a title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from extractors.lines import Line, is_capital, split_cells
from extractors.rulebook import find_pattern

_SPACED: Final = re.compile(r"(?<![^\W_])(?:[^\W\d_][ ]{1,2}){2,9}[^\W\d_](?![^\W_])")
_LABEL: Final = re.compile(r"(?:ĐỘ|MỨC ĐỘ|DẤU CHỈ ĐỘ)[ ](?:MẬT|KHẨN)[ ]?:?[ ]*")
_EDGE: Final = ' .:;,()[]*-–_|"“”'
_LETTERS: Final = {"secrecy": "Ậậ", "declassified": "Ảả", "urgency": "ẨẩỐố"}
"""A letter that every stamp of a kind has: most cells have none, and are not looked at."""
_TOP: Final = 12
"""How far down a text without a letterhead a stamp may stand."""


def _close_up(text: str) -> str:
    """Return a text in capitals with letter-spaced words closed up: "M Ậ T" is MẬT."""
    upper = " ".join(text.upper().split(" "))
    return " ".join(_SPACED.sub(_join_letters, upper).split())


def _join_letters(match: re.Match[str]) -> str:
    """Close up the single letters; two spaces part the words."""
    return " ".join(part.replace(" ", "") for part in match.group().split("  "))


def _level(cell: str, rule: str, alone: bool) -> str | None:
    """Return the level that a cell stamps: the whole cell must be the stamp when `alone`."""
    if not any(letter in cell for letter in _LETTERS[rule]):
        return None
    closed = _close_up(cell).strip(_EDGE)
    bare = _LABEL.sub("", closed, count=1).strip(_EDGE)
    found = find_pattern("header", rule).search(bare)
    if found is None or (alone and found.group() != bare):
        return None
    return str(found["level"])


def is_stamp(cell: str) -> bool:
    """Tell whether a cell of a head is a stamp and nothing else."""
    return any(_level(cell, rule, alone=True) for rule in ("secrecy", "urgency"))


def _stamp(lines: Iterable[tuple[Line, bool]], rule: str) -> str | None:
    """Return the level of the first stamp; `glued` lines may carry it beside something else in capitals."""
    for line, glued in lines:
        for cell in split_cells(line.text):
            if found := _level(cell, rule, alone=not (glued and is_capital(_tail(cell)))):
                return found
    return None


def _tail(cell: str) -> str:
    return cell.rsplit(" ", 1)[-1].strip(_EDGE)


def _regular(level: str | None) -> str | None:
    if level is None:
        return None
    words = re.sub(r"(TỐI|TUYỆT|THƯỢNG|HỎA|HOẢ)(?=[MKT])", r"\1 ", level).replace("HOẢ", "HỎA")
    return words.capitalize()


def find_secrecy(lines: Sequence[Line], head: tuple[int, int, int], furniture: Sequence[Line] = ()) -> str | None:
    """Return "Mật", "Tối mật" or "Tuyệt mật" for a stamped document, else None.

    `head` is (first, type line, stop) of the letterhead, all 0 when there is none; `furniture` are the lines of
    running heads and text boxes, where a stamp may stand too. A stamp of declassification (giải mật) ends it.
    """
    region = _regions(lines, head) + [(line, False) for line in furniture]
    if any(_level(line.text, "declassified", alone=True) for line, _ in region if "GIẢI" in line.text.upper()):
        return None
    return _regular(_stamp(region, "secrecy"))


def find_urgency(lines: Sequence[Line], head: tuple[int, int, int]) -> str | None:
    """Return "Khẩn", "Thượng khẩn", "Hỏa tốc" (or "Hỏa tốc hẹn giờ") for a document stamped so, else None."""
    return _regular(_stamp(_regions(lines, head), "urgency"))


def _regions(lines: Sequence[Line], head: tuple[int, int, int]) -> list[tuple[Line, bool]]:
    """Return the lines where a stamp may stand, each with whether it may share the line with other cells."""
    _, kind, stop = head
    if not stop:
        return [(line, False) for line in lines[:_TOP]]
    return [(line, i <= kind) for i, line in enumerate(lines[: stop + 1])]
