"""A mention's place -> the pinpoint that stands before or behind it (điểm đ khoản 2 Điều 5 Chương II).

The units, their numbers and what may stand between are in `rules/pinpoints.toml`.
"""

from __future__ import annotations

import re
from typing import Final

from extractors.mention import Mention
from extractors.rulebook import load_rules, load_table

_RULES: Final = {rule.name: rule.pattern for rule in load_rules("pinpoints")}
_REACH: Final = 160
_VALUE_BEFORE: Final = re.compile(
    rf"(?<!\w){load_table('pinpoints')['fragments']['value']}(?:{_RULES['before'].pattern})\Z", re.VERBOSE
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
