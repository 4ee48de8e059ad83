"""A mention's place -> the pinpoint beside it (điểm đ khoản 2 Điều 5 Chương II); a pinpoint -> what it covers.

The units, their numbers and what may stand between are in `pinpoints.toml`.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from extractors.citations.mention import Mention
from extractors.rulebook import any_of, load_rules, load_table
from extractors.text.folding import fold

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "pinpoints")["words"]
_RULES: Final = {rule.name: rule.pattern for rule in load_rules(__package__, "pinpoints")}
_REACH: Final = 160
_VALUE_BEFORE: Final = re.compile(
    rf"(?<!\w){load_table(__package__, 'pinpoints')['fragments']['value']}(?:{_RULES['before'].pattern})\Z", re.VERBOSE
)
_VALUE_REACH: Final = 50


def find_pinpoint(view: str, mention: Mention, following: int | None) -> tuple[int, int] | None:
    """Return the span of the mention's pinpoint in a plain view, None where there is none.

    It stands before the mention, or behind it or its attributes; `following` is where the next mention begins.
    """
    return (
        _before(view, mention.start)
        or _behind(view, mention.end, following)
        or (_behind(view, mention.tail, following) if mention.tail > mention.end else None)
    )


def _before(view: str, start: int) -> tuple[int, int] | None:
    if not _VALUE_BEFORE.search(view, max(0, start - _VALUE_REACH), start):
        return None
    floor = max(0, start - _REACH)
    floor = max(floor, view.rfind("\n\n", floor, start))
    units = [match.span() for match in _RULES["unit"].finditer(view, floor, start)]
    if not units or not _RULES["before"].fullmatch(view, units[-1][1], start):
        return None
    first, last = units[-1]
    for unit in reversed(units[:-1]):
        if not _RULES["joint"].fullmatch(view, unit[1], first):
            break
        first = unit[0]
    return first, last


def _behind(view: str, end: int, following: int | None) -> tuple[int, int] | None:
    lead = _RULES["behind"].match(view, end)
    unit = _RULES["unit"].match(view, lead.end()) if lead else None
    if not lead or not unit:
        return None
    last = unit.end()
    while (joint := _RULES["joint"].match(view, last)) and (unit := _RULES["unit"].match(view, joint.end())):
        last = unit.end()
    if following is not None and (last > following or _RULES["before"].fullmatch(view, last, following)):
        return None
    return lead.end(), last


_LEVELS: Final = tuple(_WORDS["levels"])
_UNIT: Final = "|".join(_LEVELS)
_VALUE: Final = r"(?:[0-9]{1,3}(?:\.[0-9]{1,2}){0,2}[a-zđ]?|[ivxl]{1,6}|[a-zđ][0-9]?)(?!\w)"
_PART: Final = re.compile(
    rf"(?P<unit>{_UNIT})\s(?:số )?(?P<values>{_VALUE}(?:(?:, | và | đến | ?- ?)(?!{_UNIT}){_VALUE}){{0,20}})"
)
_UNIT_AGAIN: Final = re.compile(rf"\b({any_of(_WORDS['numbered_in_range'])}) ([0-9]{{1,3}}) đến \1 ")
_RANGE: Final = re.compile(r"([0-9]{1,3})(?: đến | ?- ?)([0-9]{1,3})")
_Part = dict[str, frozenset[str]]


def covers(pinpoint: str, wanted: str) -> bool:
    """Tell whether a pinpoint names the part wanted, in either order of units; lists and ranges are read.

    >>> covers("khoản 2 Điều 5, 8", "Điều 8"), covers("từ Điều 5 đến Điều 9", "điều 8"), covers("Điều 80", "Điều 8")
    (True, True, False)
    >>> [covers("khoản 2 Điều 5, khoản 1 Điều 8", wanted) for wanted in ("Điều 8 khoản 1", "khoản 2 Điều 8")]
    [True, False]
    """
    asked = _parts(wanted)
    return bool(asked) and all(
        any(all(values <= part.get(unit, frozenset()) for unit, values in one.items()) for part in _parts(pinpoint))
        for one in asked
    )


def is_part(words: str) -> bool:
    """Tell whether the words name a part of a document.

    >>> is_part("khoản 2 Điều 8"), is_part("phần đầu")
    (True, False)
    """
    return bool(_parts(words))


def _parts(pinpoint: str) -> list[_Part]:
    """Return the places that a pinpoint names, each as the numbers of its units."""
    words = _UNIT_AGAIN.sub(r"\1 \2 đến ", fold(pinpoint))
    units = [(match["unit"], _values(match["values"])) for match in _PART.finditer(words)]
    parts: list[list[tuple[str, frozenset[str]]]] = []
    for unit in units:
        if parts and _goes_on(parts[-1], unit[0]):
            parts[-1].append(unit)
        else:
            parts.append([unit])
    found = [dict(part) for part in parts]
    for smaller, larger in reversed(list(pairwise(found))):
        top = max(_LEVELS.index(unit) for unit in smaller)
        smaller |= {u: v for u, v in larger.items() if _LEVELS.index(u) > top and _LEVELS.index(u) > 3 >= top}
    return found


def _goes_on(part: list[tuple[str, frozenset[str]]], unit: str) -> bool:
    """Tell whether a unit goes on from small to large, or from large to small, as its part began."""
    levels = [_LEVELS.index(name) for name, _ in part] + [_LEVELS.index(unit)]
    steps = [b - a for a, b in pairwise(levels)]
    return all(step > 0 for step in steps) or all(step < 0 for step in steps)


def _values(text: str) -> frozenset[str]:
    ranged = {str(n) for m in _RANGE.finditer(text) for n in range(int(m[1]), int(m[2]) + 1)}
    return frozenset(re.findall(r"\w[\w.]*", re.sub(r" (?:và|đến) ", " ", text))) | ranged
