"""The head of an official document (thể thức) -> where its lines stand and which part each one is.

Two columns of a Word table often run together in plain text ("TỈNH ỦY BẮC KẠN ĐẢNG CỘNG SẢN VIỆT NAM"), so the
lines are read by pattern, not by position (decree 30/2020/NĐ-CP annex I; guideline 36-HD/VPTW).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from extractors.lines import Line, is_capital
from extractors.rulebook import Rule, load_rules, load_table

_REACH: Final = 45
"""How many lines of a document may belong to its head."""
_RULE_LINE: Final = re.compile(r"[-–—_=*.&\s|]{3,}")
_OPENING: Final = re.compile(
    r"[-–+•*]?\s*(?:Căn cứ|CĂN CỨ|Thực hiện|Theo |Xét |Để |Kính gửi|Kính trình|Nơi nhận|Điều \d|Chương |Phần |I[.\-/ ])"
)

_BASIS: Final = re.compile(r"[-–+•*]?\s*(?:Căn cứ|Xét |Theo |Để |Thực hiện)")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Indexes into the lines of a document: its head runs over `lines[first:stop]`.

    `type_line` is the line of the document's type (tên loại), `title` the lines of its abstract (trích yếu).
    """

    first: int
    stop: int
    type_line: int | None = None
    title: tuple[int, ...] = ()


@cache
def _heads() -> tuple[tuple[Rule, ...], Rule]:
    rules = load_rules("letterhead")
    return tuple(rule for rule in rules if rule.name != "number_line"), rules[-1]


@cache
def type_pattern() -> re.Pattern[str]:
    """Return the pattern of a line that opens with the name of a document type (group `type`)."""
    names = [block["name"] for block in load_table("letterhead")["type"]]
    names.sort(key=len, reverse=True)
    forms = [form for name in names for form in (name.upper(), name, name.lower())]
    return re.compile(rf"(?P<type>{'|'.join(map(re.escape, forms))})(?![^\W\d_])")


def _is_mark(line: Line) -> bool:
    """Tell whether a line carries a sure sign of a letterhead."""
    heads, number = _heads()
    if any(rule.pattern.search(line.text) for rule in heads[:5]):
        return True
    found = number.pattern.match(line.text)
    return bool(found and found["code"])


def find_letterhead(lines: Sequence[Line]) -> Letterhead | None:
    """Return where the head of an official document stands among its lines, None for a text without one."""
    reach = lines[:_REACH]
    marks = [i for i, line in enumerate(reach) if len(line.text) < 300 and _is_mark(line)]
    first = marks[0] if marks else 0
    if marks and first > 30:
        return None
    type_line = _find_type(reach, first, marks)
    if type_line is None:
        if not marks:
            return None
        return Letterhead(_climb(reach, first), _skip_rules(reach, marks[-1] + 1))
    title = _find_title(reach, type_line)
    stop = (title[-1] if title else type_line) + 1
    return Letterhead(_climb(reach, min(first, type_line)), _skip_rules(reach, stop), type_line, title)


def _find_type(lines: Sequence[Line], first: int, marks: Sequence[int]) -> int | None:
    if not marks and lines:
        found = type_pattern().match(lines[0].text)
        return 0 if found and (found.end() == len(lines[0].text) or is_capital(lines[0].text)) else None
    for i in range(first, len(lines)):
        text = lines[i].text
        found = type_pattern().match(text)
        if found and i not in marks and _closes_type(text, found):
            return i
        if len(text) > 400:
            return None
    return None


def _closes_type(text: str, found: re.Match[str]) -> bool:
    """Tell whether a line that opens with a type name is the line of the type, not running text."""
    rest = text[found.end() :].strip(" :.-–*")
    if not rest or is_capital(text):
        return True
    return found["type"][0].isupper() is False or rest.lower().startswith(("của ", "liên tịch"))


def _find_title(lines: Sequence[Line], type_line: int) -> tuple[int, ...]:
    title: list[int] = []
    for i in range(type_line + 1, min(len(lines), type_line + 14)):
        line = lines[i]
        if _RULE_LINE.fullmatch(line.text):
            if title:
                break
            continue
        if _OPENING.match(line.text) or len(line.text) > 700:
            break
        if title and line.gap and (line.text[-1] in ".:;" or is_capital(line.text)):
            break
        title.append(i)
    return tuple(title)


def _climb(lines: Sequence[Line], first: int) -> int:
    """Return the first line of the issuer's block that ends at the line `first`."""
    while first and (is_capital(lines[first - 1].text) or _RULE_LINE.fullmatch(lines[first - 1].text)):
        first -= 1
    return first


def _skip_rules(lines: Sequence[Line], stop: int) -> int:
    """Return where the body begins: after rules, the addressee, and the issuer named again above the legal basis."""
    while stop < len(lines) and (_RULE_LINE.fullmatch(lines[stop].text) or lines[stop].key.startswith("kính gửi")):
        stop += 1
    issuer = stop
    while issuer < len(lines) and issuer < stop + 3 and is_capital(lines[issuer].text):
        issuer += 1
    if stop < issuer < len(lines) and _BASIS.match(lines[issuer].text):
        return issuer
    return stop
