"""A report's parts and an outline -> where each part belongs: by number, title and place of its headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from extractors.rulebook import find_pattern
from pipeline.merging.alike import Titles, telling_words
from pipeline.merging.headings import Heading, Nesting
from pipeline.merging.outline import Node
from pipeline.merging.report import Part

_ENOUGH: Final = 0.6
"""Of title, number and place together: below it a heading stays in the part that it lies in."""
_LEAST_TITLE: Final = 0.34
_LEAST_LOOSE: Final = 0.72
"""Of the title of a paragraph that only may begin with a heading: `- Tài chính: ...`, or a line without number."""
_CHILD, _DEEPER, _NUMBER, _OUTSIDE, _BESIDE = 0.25, -0.1, 0.1, -0.15, 0.1
_ELSEWHERE: Final = -2.0
"""More than any title can outweigh."""
_CLOSING_PARTS: Final = 3
"""Among how many last paragraphs the closing sentence is sought."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A part of a report and where it belongs: `node` None where nothing of the outline fits.

    `kind` is heading (the heading of `node`, nothing else), content, opening, closing, or unmatched. `text` is what is
    printed of it, `title` the heading that ran into it, as the unit wrote it.
    """

    part: Part
    kind: str
    node: Node | None
    text: str
    title: str = ""
    inner: bool = False
    """A heading of the unit's own, which the outline does not have."""


@dataclass(slots=True)
class _Met:
    """A heading of a report, in which of them it lies, and the node that it was placed at."""

    heading: Heading
    parent: int | None
    at: int
    node: Node | None = None


@dataclass(frozen=True, slots=True)
class _Where:
    """Where a heading stands: `home` is the node that it lies in, `path` what is open, `beside` the node before it."""

    home: Node | None
    path: Sequence[Node]
    beside: Node | None
    root: Node

    def speaks_for(self, node: Node, numbered: bool) -> float:
        """Return what the place says for a node: a numbered heading lies below `home`, another below what is open.

        Out of its part a heading moves to a part of its own alone (`Dân vận`), or forward where nothing is numbered:
        the size of schools among the tasks is no result.
        """
        goes_on = _BESIDE if self.beside is not None and node.parent is self.beside.parent else 0.0
        open_ = [self.home or self.root] if numbered else [self.root, *self.path]
        inside = self.home or self.root if numbered else (self.path or [self.root])[-1]
        if node.parent in open_:
            return _CHILD + goes_on
        if inside is self.root or inside in node.path():
            return _DEEPER + goes_on
        allowed = node.parent is self.root or (not numbered and self._is_ahead(node))
        return _OUTSIDE + goes_on if allowed else _ELSEWHERE

    def _is_ahead(self, node: Node) -> bool:
        order = list(self.root.walk())
        return not self.path or order.index(node) > order.index(self.path[0])


def place(parts: Sequence[Part], root: Node, by_number: bool = True) -> list[Placed]:
    """Return every part of a report once, in its order, with its place.

    Headings are read first, each measured by title, number and place against the headings of the outline; then what
    follows a heading belongs to it, up to the next one of its level. `by_number` lets the number alone place a heading
    whose title says nothing.
    """
    titles = Titles(title for node in root.walk() for title in node.titles)
    met = _headings(parts, root, titles)
    if by_number:
        _by_number_alone(met, root)
    by_part = {one.at: index for index, one in enumerate(met)}
    last = _closing(parts)
    placed: list[Placed] = []
    current: int | None = None
    for at, part in enumerate(parts):
        if at >= last:
            placed.append(Placed(part, "closing", None, part.text))
            continue
        if at in by_part:
            current = by_part[at]
            placed.append(_headed(part, met[current], _home(met, current)))
            continue
        home = None if current is None else _home(met, current)
        kind = "content" if home else "opening" if current is None and met else "unmatched"
        placed.append(Placed(part, kind, home, part.text))
    return placed


def _headed(part: Part, one: _Met, home: Node | None) -> Placed:
    """Return the part that a heading stands in, alone or with the paragraph that it runs into."""
    if one.node is None:
        return Placed(part, "content" if home else "unmatched", home, part.text, inner=not one.heading.rest)
    if not one.heading.rest:
        sentence = not one.heading.firm and telling_words(one.heading.title) != telling_words(one.node.title)
        return Placed(part, "content" if sentence else "heading", one.node, part.text, "" if sentence else part.text)
    title = part.text[: one.heading.rest].strip()
    return Placed(part, "content", one.node, part.text[one.heading.rest :], title)


def _home(met: Sequence[_Met], index: int | None) -> Node | None:
    """Return the node of a heading, else that of the nearest one that it lies in.

    A style without number has lost its level: what fits nowhere then stays in the part that is going on.
    """
    at = index
    while at is not None:
        if met[at].node is not None:
            return met[at].node
        at = met[at].parent
    if index is not None and met[index].heading.style == "plain":
        before = next((one.node for one in reversed(met[:index]) if one.node), None)
        return before.path()[-1] if before else None
    return None


def _headings(parts: Sequence[Part], root: Node, titles: Titles) -> list[_Met]:
    """Return the headings in order; a paragraph that only may begin with one needs its title in the outline."""
    nesting, met = Nesting(), list[_Met]()
    for at, part in enumerate(parts):
        heading = part.heading
        if heading is None:
            continue
        parent = nesting.parent(heading)
        path = _path(met, parent if heading.number else (len(met) - 1 if met else None))
        beside = next((one.node for one in reversed(met) if one.parent == parent and one.node), None)
        node = _fitting(heading, _Where(_home(met, parent), path, beside, root), titles)
        if node is None and not heading.firm:
            continue
        nesting.enter(heading, len(met))
        met.append(_Met(heading, parent, at, node))
    return met


def _path(met: Sequence[_Met], index: int | None) -> list[Node]:
    """Return the node of a heading and those that it lies in, innermost first."""
    home = _home(met, index)
    return home.path() if home else []


def _fitting(heading: Heading, where: _Where, titles: Titles) -> Node | None:
    """Return the node of the outline that a heading is, None when none fits well enough."""
    best: tuple[float, Node | None] = (0.0, None)
    above = where.home.path() if where.home else []
    for node in where.root.walk():
        if node in above:
            continue
        title = max(titles.alike(one, heading.title) for one in node.titles)
        if title < (_LEAST_TITLE if heading.firm else _LEAST_LOOSE):
            continue
        score = title + where.speaks_for(node, bool(heading.number) and heading.value is not None)
        if heading.value is not None and heading.value == node.value:
            score += _NUMBER
        if score > best[0]:
            best = score, node
    return best[1] if best[0] >= (_ENOUGH if heading.firm else _LEAST_LOOSE + _CHILD / 2) else None


def _by_number_alone(met: Sequence[_Met], root: Node) -> None:
    """Place a heading whose title says nothing by its number, where those beside it have the numbers of the outline."""
    for one in met:
        if one.node is not None or not _counts(one.heading):
            continue
        over = root if one.parent is None else met[one.parent].node
        siblings = [other for other in met if other.parent == one.parent]
        beside = [other for other in siblings if other.node and other.heading.style == one.heading.style]
        if over is None or not beside or not all(_agrees(other, over) for other in beside):
            continue
        taken = {other.node for other in met}
        free = next((node for node in over.children if node.value == one.heading.value and node not in taken), None)
        if free is not None and (len(beside) > 1 or len(siblings) == len(over.children)):
            one.node = free


def _agrees(one: _Met, over: Node) -> bool:
    return one.node is not None and one.node.parent is over and one.node.value == one.heading.value


def _counts(heading: Heading) -> bool:
    """Tell whether the number of a heading may place it: a heading of other things (`Công tác khác`) is beside them."""
    others = find_pattern(__package__, "headings", "others")
    return heading.value is not None and heading.firm and not heading.rest and not others.search(heading.title)


def _closing(parts: Sequence[Part]) -> int:
    """Return from which part on a report only closes."""
    closes = find_pattern(__package__, "headings", "closing")
    for at in range(max(0, len(parts) - _CLOSING_PARTS), len(parts)):
        if not parts[at].rows and closes.match(parts[at].text):
            return at
    return len(parts)
