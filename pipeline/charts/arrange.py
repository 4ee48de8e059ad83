"""Documents and citations -> columns of a map: what is cited stands beside those that cite it, near in height.

Those that cite stand in the middle, what the centre issued on their left, what others issued on their right. A column
is as high as a page allows; a side with more documents takes several columns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from pipeline.charts.model import CitationMap

LEFT, MIDDLE, RIGHT = 0, 1, 2
MOST_ROWS: Final = 44
"""Rows of a page of A4 with names of 6.5 points."""
_WIDE_COLUMNS: Final = 4
_LOW: Final = 22
_ROUNDS: Final = 12


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a document stands: its column from the left, its height in rows from the top."""

    column: int
    row: float


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The spots of the nodes, how many rows and columns there are, and which columns each side has."""

    spots: tuple[Spot, ...]
    rows: int
    columns: int
    sides: tuple[range, range, range]


def arrange(chart: CitationMap) -> Arrangement:
    """Return where the documents of a map stand; the same map is always arranged alike."""
    place_of = {node.key: place for place, node in enumerate(chart.nodes)}
    links = [(place_of[edge.citing], place_of[edge.cited]) for edge in chart.edges]
    citing = {source for source, target in links if source != target}
    members: tuple[list[int], list[int], list[int]] = ([], [], [])
    for place, node in enumerate(chart.nodes):
        members[MIDDLE if place in citing else LEFT if node.central else RIGHT].append(place)
    rows = _rows([len(side) for side in members])
    heights = _heights(members, links)
    spots: dict[int, Spot] = {}
    sides, first = [], 0
    for number, side in enumerate(members):
        count = ceil(len(side) / rows)
        for turn, place in enumerate(_in_rows(side, count, heights, links, number == LEFT)):
            spots[place] = Spot(first + turn % max(1, count), _row(turn, len(side), count, rows))
        sides.append(range(first, first + count))
        first += count
    ordered = tuple(spots[place] for place in range(len(chart.nodes)))
    return Arrangement(ordered, rows, first, (sides[LEFT], sides[MIDDLE], sides[RIGHT]))


def _in_rows(
    side: Sequence[int], columns: int, heights: dict[int, float], links: Sequence[tuple[int, int]], left: bool
) -> list[int]:
    """Return the members row by row; of a row, who has most links stands next to the middle."""
    ordered = sorted(side, key=lambda one: (heights[one], one))
    many = Counter(place for link in links for place in link)
    rows = [ordered[begin : begin + columns] for begin in range(0, len(ordered), max(1, columns))]
    return [place for row in rows for place in sorted(row, key=lambda one: (many[one] if left else -many[one], one))]


def _rows(counts: Sequence[int]) -> int:
    """Return the rows of a map: a column a side while it is low, then the fewest that leave wide columns.

    Of 150 documents, as many as a page has: they fill five columns.
    """
    if max(counts) <= _LOW:
        return max(1, *counts)
    for rows in range(_LOW, MOST_ROWS):
        if sum(ceil(count / rows) for count in counts) <= _WIDE_COLUMNS:
            return rows
    return MOST_ROWS


def _row(turn: int, members: int, columns: int, rows: int) -> float:
    """Return the height of a member: its columns are filled by turns and spread over all rows."""
    used = ceil(members / columns)
    return (turn // columns + 0.5) * rows / used


def _heights(members: Sequence[Sequence[int]], links: Sequence[tuple[int, int]]) -> dict[int, float]:
    """Return a height between 0 and 1 for each document: the mean of its neighbours', evened out side by side."""
    near: dict[int, list[int]] = {place: [] for side in members for place in side}
    for source, target in links:
        near[source].append(target)
        near[target].append(source)
    heights = {place: (turn + 0.5) / len(side) for side in members for turn, place in enumerate(side)}
    for _ in range(_ROUNDS):
        for side in (MIDDLE, LEFT, RIGHT):
            wanted = {
                place: sum(heights[other] for other in near[place]) / len(near[place])
                if near[place]
                else heights[place]
                for place in members[side]
            }
            for turn, place in enumerate(sorted(members[side], key=lambda one: (wanted[one], one))):
                heights[place] = (turn + 0.5) / len(members[side])
    return heights
