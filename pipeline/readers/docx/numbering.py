"""Word's automatic numbering: numbering.xml and the order of paragraphs -> the label that Word prints.

"Điều 5.", "1.", "a)" are not in the text of a numbered paragraph: Word makes them from counters.
Source of the rules: ECMA-376 part 1, 17.9 (numbering).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from pipeline.readers.docx.wordml import W, is_on, number_of, value_of
from pipeline.readers.numbers import parse_number, print_number

_LEVELS: Final = 9
_PLACE = re.compile(r"%([1-9])")
_AUTOMATIC = re.compile(r"\s*AUTONUM(LGL|OUT)?\b")
_NO_LIST: Final = ("", "0")
"""List ids that say "no number" (17.9.18)."""
_PRINTED_BULLETS: Final = frozenset("-–—+*•●○■□▪►")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list; `restart` is the level whose step restarts this one, 0 for never, None for any above."""

    start: int = 1
    style: str = "decimal"
    template: str = ""
    gap: str = " "
    restart: int | None = None
    legal: bool = False


@dataclass(frozen=True, slots=True)
class _List:
    """One w:num: the abstract list whose counters it shares, its levels, and where it starts anew."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counters of one document; ask for labels in document order.

    `missing` counts the paragraphs whose list the file does not define: neither Word nor we can print their numbers.
    """

    def __init__(self, root: etree._Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._counted = 0
        self.missing = 0
        if root is not None:
            self._read(root)

    def label(self, list_id: str, level: int) -> str:
        """Count one paragraph and return its label with the gap that follows; empty for a list that is not defined."""
        found = self._lists.get(list_id)
        self.missing += found is None and list_id not in _NO_LIST
        if found is None or level not in found.levels:
            return ""
        counters = self._counters.setdefault(found.abstract, [None] * _LEVELS)
        if (list_id, level) not in self._begun:
            self._begun.add((list_id, level))
            if level in found.starts:
                counters[level] = found.starts[level] - 1
        self._step(counters, found, level)
        return self._render(counters, found, level)

    def field_label(self, instruction: str) -> str:
        """Count one AUTONUM field, which old files number paragraphs with, and return what Word shows for it.

        Word stores no result of these fields and no definition: they count 1., 2. ... or I., II. by themselves.
        """
        field = _AUTOMATIC.match(instruction)
        if field is None:
            return ""
        self._counted += 1
        return print_number(self._counted, "upperRoman" if field[1] == "OUT" else "decimal") + "."

    def _step(self, counters: list[int | None], found: _List, level: int) -> None:
        value = counters[level]
        counters[level] = found.levels[level].start if value is None else value + 1
        for index in range(level + 1, _LEVELS):
            restart = found.levels.get(index, Level()).restart
            if restart is None or level < restart:
                counters[index] = None

    def _render(self, counters: list[int | None], found: _List, level: int) -> str:
        own = found.levels[level]
        if own.style == "bullet":
            bullet = own.template if own.template in _PRINTED_BULLETS else "•"
            return bullet + own.gap

        def place(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            shown = found.levels.get(index, Level())
            value = counters[index]
            return print_number(shown.start if value is None else value, "decimal" if own.legal else shown.style)

        label = _PLACE.sub(place, own.template)
        return label + own.gap if label else ""

    def _read(self, root: etree._Element) -> None:
        abstracts = {node.get(f"{W}abstractNumId", ""): node for node in root.iterfind(f"{W}abstractNum")}
        levels = {key: _levels(node) for key, node in abstracts.items()}
        by_style = {value_of(node, "styleLink"): levels[key] for key, node in abstracts.items()}
        for key, node in abstracts.items():
            style = value_of(node, "numStyleLink")
            if style is not None:
                levels[key] = by_style.get(style, levels[key])
        for node in root.iterfind(f"{W}num"):
            abstract = value_of(node, "abstractNumId") or ""
            own = dict(levels.get(abstract, {}))
            starts = {}
            for override in node.iterfind(f"{W}lvlOverride"):
                own.update(_levels(override))
                level, start = parse_number(override.get(f"{W}ilvl")), number_of(override, "startOverride")
                if level is not None and start is not None:
                    starts[level] = start
            self._lists[node.get(f"{W}numId", "")] = _List(abstract, own, starts)


def _levels(parent: etree._Element) -> dict[int, Level]:
    found = ((parse_number(node.get(f"{W}ilvl")), node) for node in parent.iterfind(f"{W}lvl"))
    return {index: _level(node) for index, node in found if index is not None and index < _LEVELS}


def _level(node: etree._Element) -> Level:
    return Level(
        start=number_of(node, "start") or 0,
        style=value_of(node, "numFmt") or "decimal",
        template=value_of(node, "lvlText") or "",
        gap="" if value_of(node, "suff") == "nothing" else " ",
        restart=number_of(node, "lvlRestart"),
        legal=is_on(node, "isLgl"),
    )
