"""Reports and an outline -> what stands under each heading, from whom, who left it out, and what belongs nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.merging.alike import telling_words
from pipeline.merging.common import common_outline
from pipeline.merging.headings import read_heading
from pipeline.merging.outline import Node
from pipeline.merging.place import Placed, place
from pipeline.merging.reports import Chosen, Report

UNMATCHED, OPENING, CLOSING = "unmatched", "opening", "closing"
LEFT_OVER: Final = (UNMATCHED, OPENING, CLOSING)


@dataclass(frozen=True, slots=True)
class Passage:
    """What one report says under one heading, in its order; `titles` are its own headings where they say otherwise."""

    report: Report
    titles: tuple[str, ...]
    pieces: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Absent:
    """Who says nothing under a heading; `above` are those that wrote of all that it lies in together."""

    units: tuple[str, ...]
    above: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged text: `passages` by node, each in the order of the units; `left` by why it belongs nowhere."""

    chosen: Chosen
    root: Node
    passages: dict[Node, tuple[Passage, ...]]
    left: dict[str, tuple[Passage, ...]]

    def said(self, node: Node, unit: str) -> int:
        """Return how many pieces a unit has under a heading and those in it."""
        return sum(self.own(one, unit) for one in (node, *node.walk()))

    def own(self, node: Node, unit: str) -> int:
        """Return how many pieces a unit has under a heading itself."""
        return sum(len(passage.pieces) for passage in self.passages.get(node, ()) if passage.report.unit == unit)

    def _wrote_of_all(self, node: Node, unit: str) -> bool:
        """Tell whether a unit wrote under a heading, and under none of those in it."""
        own = self.own(node, unit)
        return bool(own) and own == self.said(node, unit)

    def absent(self, node: Node) -> Absent:
        """Return who left a heading out; who left out what it lies in is not told again."""
        silent = [
            unit
            for unit in self.chosen.units
            if not self.said(node, unit) and (node.level == 1 or node.parent is None or self.said(node.parent, unit))
        ]
        above = [unit for unit in silent if any(self._wrote_of_all(over, unit) for over in node.path()[1:])]
        return Absent(tuple(unit for unit in silent if unit not in above), tuple(above))


def merge(chosen: Chosen, outline: Node | None = None) -> Merged:
    """Return the reports merged under an outline, under the one that they have in common where none is given.

    Every part of every report stands in one passage, once.
    """
    root = outline or common_outline([report.parts for report in chosen.reports])
    passages: dict[Node, list[Passage]] = {}
    left: dict[str, list[Passage]] = {kind: [] for kind in LEFT_OVER}
    for report in chosen.reports:
        placed = place(report.parts, root)
        for node in root.walk():
            own = [one for one in placed if one.node is node]
            if own:
                passages.setdefault(node, []).append(_passage(report, node, own))
        for kind in LEFT_OVER:
            rest = tuple(one for one in placed if one.kind == kind)
            if rest:
                left[kind].append(Passage(report, (), rest))
    return Merged(
        chosen, root, {node: tuple(found) for node, found in passages.items()}, {k: tuple(v) for k, v in left.items()}
    )


def _passage(report: Report, node: Node, own: Sequence[Placed]) -> Passage:
    titles = [one.title for one in own if one.title and not _says_the_same(one.title, node)]
    return Passage(report, tuple(dict.fromkeys(titles)), tuple(one for one in own if one.kind != "heading"))


def _says_the_same(title: str, node: Node) -> bool:
    """Tell whether a heading has the telling words of the outline's, whatever its number and its letters."""
    read = read_heading(title)
    return telling_words(read.title if read else title) == telling_words(node.title)


def rows(merged: Merged) -> Iterator[tuple[Node | str, Passage]]:
    """Yield every passage with its heading, or why it has none, in the order in which it is printed."""
    for node in merged.root.walk():
        for passage in merged.passages.get(node, ()):
            yield node, passage
    for kind in LEFT_OVER:
        for passage in merged.left[kind]:
            yield kind, passage
