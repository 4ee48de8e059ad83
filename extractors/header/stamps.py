"""One cell -> the level of secrecy (độ mật) or urgency (độ khẩn) that it stamps.

Levels: Laws on Protection of State Secrets 2018 and 2025, decree 30/2020/NĐ-CP annex I box 10. Where stamps stand in
a document, and what only looks like one, `secrecy` decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from extractors.rulebook import find_pattern, load_table
from extractors.text.folding import bare
from extractors.text.lines import is_capital
from extractors.text.stamp_view import CANDIDATE, stamp_view, strip_frame

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "stamps")["words"]
LEVELS: Final = tuple(_WORDS["levels"])
"""The levels of secrecy, the lowest first."""
_SPACED: Final = re.compile(r"(?<![^\W_])(?:[^\W\d_][ ]{1,2}){2,9}[^\W\d_](?![^\W_])")
_EDGE: Final = ' .:;,()[]*-–_/|"“”'
_LONGEST: Final = 120
_URGENT_LETTERS: Final = "ẨẩỐố"
"""A letter that every stamp of urgency has: most cells have none, and are not looked at."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell stamps.

    `labelled`: it says what it is (Độ mật: Mật). `named`: it names the level as laws do (bí mật nhà nước độ Mật).
    """

    level: str
    labelled: bool = False
    named: bool = False


def read_stamp(cell: str) -> Reading | None:
    """Return what a cell of `stamp_cells` stamps when it is a stamp and nothing else.

    >>> read_stamp("MẬT (Bản số: 02"), read_stamp("Độ mật: Tối mật"), read_stamp("BÍ MẬT")
    (Reading(level='Mật', labelled=False, named=False), Reading(level='Tối mật', labelled=True, named=False), None)
    """
    if len(cell) > _LONGEST:
        return None
    found = find_pattern(__package__, "stamps", "secrecy").fullmatch(cell.lower()) or _split_word(cell.lower())
    if found is None:
        return None
    return Reading(_level(found["level"]), found["label"] is not None, found["named"] is not None)


def run_in_level(cell: str) -> str | None:
    """Return the level that opens or ends a cell in capitals: "TỈNH ỦY BẮC KẠN MẬT"."""
    if len(cell) > _LONGEST:
        return None
    found = find_pattern(__package__, "stamps", "secrecy_run_in").search(strip_frame(stamp_view(cell)))
    return _level(found["first"] or found["last"]) if found else None


def aside_level(text: str) -> str | None:
    """Return the level that ends a title in brackets or behind a dash: "Báo cáo kết quả (MẬT)"."""
    found = find_pattern(__package__, "stamps", "secrecy_aside").search(stamp_view(text).strip())
    return _level(next(filter(None, found.groups()))) if found else None


def level_behind_number(cell: str) -> str | None:
    """Return the level that follows the number of a document in its cell: "Số: 215/BC-STC-MẬT"."""
    found = find_pattern(__package__, "stamps", "behind_number").search(strip_frame(stamp_view(cell)))
    if found is None:
        return None
    if found["level"]:
        return _level(found["level"])
    reading = read_stamp(strip_frame(found["rest"]))
    return reading.level if reading else None


def is_unlevelled(cell: str) -> bool:
    """Tell whether a cell of `stamp_cells` says that a document is a state secret, and not of which level."""
    return cell.isupper() and bool(find_pattern(__package__, "stamps", "unlevelled").fullmatch(cell.lower()))


def _split_word(cell: str) -> re.Match[str] | None:
    """Return the match of a stamp that a gap splits at a wrong place: "MẬ T"; only with its marks."""
    joined = re.sub(r"[\W_]+", "", cell)
    whole = len(joined) <= len("tuyệtmật") and "ậ" in joined
    return find_pattern(__package__, "stamps", "secrecy").fullmatch(joined) if whole else None


def is_label(cell: str) -> bool:
    """Tell whether a cell of `stamp_cells` is the label of a level: "Độ mật"."""
    return bool(find_pattern(__package__, "stamps", "labelled").fullmatch(cell.lower()))


def is_declassified(cell: str) -> bool:
    """Tell whether a cell of `stamp_cells` is the stamp that ends secrecy: "ĐÃ GIẢI MẬT"."""
    lowered = cell.lower()
    rules = ("declassified", "declassified_close")
    return len(cell) <= _LONGEST and any(find_pattern(__package__, "stamps", rule).fullmatch(lowered) for rule in rules)


def is_stamp(cell: str) -> bool:
    """Tell whether a cell of a letterhead is a stamp and nothing else.

    >>> is_stamp("M Ậ T"), is_stamp("Độ mật: Tối mật"), is_stamp("BAN BẢO VỆ BÍ MẬT")
    (True, True, False)
    """
    if CANDIDATE.search(cell[:_LONGEST]) and read_stamp(strip_frame(stamp_view(cell))):
        return True
    return _urgent(cell) is not None


def find_urgency(cells: Sequence[str], lines: Sequence[str]) -> str | None:
    """Return "Khẩn", "Thượng khẩn", "Hỏa tốc" or "Hỏa tốc hẹn giờ" for a document stamped so, else None.

    `cells` are what is left of a letterhead when number, date and the right-hand column are off: a stamp may be one of
    them, or run into one in capitals. `lines` are others where a stamp may stand alone: around letterhead and title.
    """
    for cell in cells:
        if level := _urgent(cell) or _urgent_run_in(cell):
            return _regular(level)
    for line in lines:
        if (is_capital(line) or ":" in line) and (level := _urgent(line)):
            return _regular(level)
    return None


def _level(written: str) -> str:
    """Return a level as sentences write it: "TỐIMẬT" and "toi mat" are Tối mật."""
    first = bare(written)[:2]
    return LEVELS[{"tu": 2, "to": 1, "te": 1}.get(first, 0)]


def _urgent(cell: str) -> str | None:
    if not _may_be_urgent(cell):
        return None
    found = find_pattern(__package__, "stamps", "urgency").fullmatch(_close_up(cell))
    return found["level"] if found else None


def _urgent_run_in(cell: str) -> str | None:
    if not _may_be_urgent(cell):
        return None
    found = find_pattern(__package__, "stamps", "urgency_run_in").search(cell.strip(_EDGE))
    return (found["first"] or found["last"]) if found else None


def _may_be_urgent(cell: str) -> bool:
    return len(cell) <= _LONGEST and any(letter in cell for letter in _URGENT_LETTERS)


def _close_up(text: str) -> str:
    """Return a text in capitals with letter-spaced words closed up: "K H Ẩ N" is KHẨN; two spaces part the words."""
    closed = _SPACED.sub(lambda match: " ".join(part.replace(" ", "") for part in match[0].split("  ")), text.upper())
    return " ".join(closed.split()).strip(_EDGE)


def _regular(level: str) -> str:
    spaced = re.sub(r"(?<=[GAẢ])(?=KHẨN|TỐC)", " ", level.replace("HOẢ", "HỎA").replace(" ", ""))
    return spaced.replace("HẸN", " HẸN ").capitalize().replace("  ", " ")
