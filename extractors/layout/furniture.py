"""Tells page furniture from a document's own lines: a line -> its zone in `boilerplate.toml`, None for text."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from extractors.rulebook import Rule, load_rules, load_table
from extractors.text.lines import Line, split_cells

_LONGEST: Final = 260
"""A longer line is running text, whatever it says."""
_SENTENCE: Final = 120
"""A line longer than this that ends like a sentence is one."""


@cache
def _rules() -> tuple[Rule, ...]:
    return load_rules(__package__, "boilerplate")


@cache
def _any_rule() -> re.Pattern[str]:
    """Return one pattern of all the rules, to pass over text quickly."""
    return re.compile("|".join(f"(?:{rule.pattern.pattern})" for rule in _rules()), re.VERBOSE)


@lru_cache(maxsize=1 << 14)
def _zone_of_cell(cell: str) -> str | None:
    if not _any_rule().fullmatch(cell):
        return None
    for rule in _rules():
        if rule.pattern.fullmatch(cell):
            return str(rule.data["zone"])
    return None


def is_furniture(cell: str) -> bool:
    """Tell whether a part of a line is a button or counter of a page."""
    return _zone_of_cell(" ".join(cell.lower().split()).strip(" -|•")) == "tool"


def is_menu(cell: str) -> bool:
    """Tell whether a part of a line is an entry of a menu."""
    return _zone_of_cell(" ".join(cell.lower().split())) == "menu"


def is_section(cell: str) -> bool:
    """Tell whether a part of a line is the name of a page's section."""
    return _zone_of_cell(" ".join(cell.lower().split()).strip(" -|•,:")) == "section"


def find_zone(line: Line) -> str | None:
    """Return what furniture a line is (the zone of `boilerplate.toml`), None for the document's own text."""
    if len(line.text) > _LONGEST or (len(line.text) > _SENTENCE and line.text[-1] in ".;:"):
        return None
    key = line.key
    if line.marked and key in load_table(__package__, "boilerplate")["marked"]["tools"]:
        return "tool"
    if whole := _zone_of_cell(key.strip("*_ ") or key):
        return whole
    if key.startswith("•") and (entry := _zone_of_cell(key.lstrip("• "))):
        return entry
    cells = split_cells(line.text.lower())
    if len(cells) < 2:
        return None
    zones = [_zone_of_cell(" ".join(cell.split())) for cell in cells if not cell.isdigit()]
    if zones.count("section") + zones.count("menu") >= max(2, len(zones) - 1):
        return "menu"
    known = {zone for zone in zones if zone}
    if zones and None not in zones:
        return next((zone for zone in ("close", "tail", "menu", "day", "tool", "print") if zone in known), None)
    return None
