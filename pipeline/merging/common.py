"""Reports -> the outline that they have in common, where nobody gives one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.merging.alike import Titles
from pipeline.merging.headings import Heading, Nesting, number_of
from pipeline.merging.outline import Node
from pipeline.merging.place import place
from pipeline.merging.report import Part

_SHARE: Final = 3
"""A heading is common that every third report has, and two of them at least."""
_FEWEST: Final = 2
_TWIN: Final = 0.8
_COUNT: Final = re.compile(r"(?<![\w/.,])\d{1,3}(?:[.,]\d+)*%?(?![\w/])(?! tháng| năm)(?=\s+[^\W\d_])", re.IGNORECASE)
_SYLLABLES: Final = (1, 22)


@dataclass(slots=True)
class _Votes:
    """Who has a heading, how they write it, and how far down in their reports it stands."""

    reports: set[int] = field(default_factory=set)
    titles: Counter[str] = field(default_factory=Counter)
    places: list[float] = field(default_factory=list)


def common_outline(reports: Sequence[Sequence[Part]]) -> Node:
    """Return the outline of the headings that several reports share, in the order in which most have them.

    The reports are taken in turn, that of most headings first: a heading that the tree has is a vote for it, another
    one is put into it where it stands. What too few have is left out; its reports keep it as their own.
    """
    order = sorted(range(len(reports)), key=lambda index: (-_count(reports[index]), index))
    root, votes = Node(), dict[Node, _Votes]()
    for index in order:
        _take(index, reports[index], root, votes)
    _join_twins(root, votes)
    needed = min(len(reports), max(_FEWEST, -(-len(reports) // _SHARE)))
    kept = Node()
    _keep(root, kept, votes, needed, 1)
    return kept


def _join_twins(root: Node, votes: dict[Node, _Votes]) -> None:
    """Make one of two headings that say the same in different places, where no report has both."""
    titles = Titles(title for node in root.walk() for title in votes[node].titles)
    nodes = sorted(root.walk(), key=lambda node: -len(votes[node].reports))
    gone: set[Node] = set()
    for at, node in enumerate(nodes):
        for other in nodes[at + 1 :]:
            apart = node not in other.path() and other not in node.path() and not {node, other} & gone
            if apart and not votes[node].reports & votes[other].reports and _is_twin(node, other, votes, titles):
                gone.add(other)
                _join(node, other, votes)


def _is_twin(node: Node, other: Node, votes: dict[Node, _Votes], titles: Titles) -> bool:
    pairs = ((one, two) for one in votes[node].titles for two in votes[other].titles)
    return any(min(titles.alike(one, two), titles.alike(two, one)) >= _TWIN for one, two in pairs)


def _join(node: Node, other: Node, votes: dict[Node, _Votes]) -> None:
    mine, others = votes[node], votes[other]
    mine.reports |= others.reports
    mine.titles += others.titles
    mine.places += others.places
    if other.parent is not None:
        other.parent.children.remove(other)
    for child in other.children:
        node.add(child)


def _count(parts: Iterable[Part]) -> int:
    return sum(heading is not None and heading.firm for heading in (part.heading for part in parts))


def _take(index: int, parts: Sequence[Part], root: Node, votes: dict[Node, _Votes]) -> None:
    """Let one report vote for the headings that the tree has, and put its others into it."""
    placed = place(parts, root, by_number=False)
    nesting, nodes = Nesting(), list[Node]()
    for at, one in enumerate(placed):
        heading = one.part.heading
        if heading is None or not heading.firm or not _is_title(heading) or one.kind == "closing":
            continue
        parent = nesting.enter(heading, len(nodes))
        node = one.node if one.kind == "heading" or one.title else None
        if node is None:
            over = root if parent is None else nodes[parent]
            node = over.add(Node(heading.title, heading.number, heading.value))
        vote = votes.setdefault(node, _Votes())
        vote.reports.add(index)
        vote.titles[heading.title] += 1
        vote.places.append(at / len(placed))
        nodes.append(node)


def _is_title(heading: Heading) -> bool:
    """Tell whether a heading names a part: an item that is a sentence with counts names none."""
    words = len(heading.title.split())
    return _SYLLABLES[0] <= words <= _SYLLABLES[1] and not _COUNT.search(heading.title)


def _keep(source: Node, target: Node, votes: dict[Node, _Votes], needed: int, level: int) -> None:
    """Copy the nodes that enough reports have, numbered anew; what lies in one that is left out stands in its place."""
    chosen = sorted(_chosen(source, votes, needed), key=lambda node: sum(votes[node].places) / len(votes[node].places))
    for value, node in enumerate(chosen, 1):
        title = max(votes[node].titles.items(), key=lambda item: (item[1], len(item[0]), item[0]))[0]
        others = tuple(sorted(set(votes[node].titles) - {title}))
        title = title.upper() if level == 1 else title
        kept = target.add(Node(title, number_of(level, value), value, others))
        _keep(node, kept, votes, needed, level + 1)


def _chosen(source: Node, votes: dict[Node, _Votes], needed: int) -> Iterator[Node]:
    for node in source.children:
        if len(votes[node].reports) >= needed:
            yield node
        else:
            yield from _chosen(node, votes, needed)
