"""Tables copied from Word with one cell a line -> tables: heads, then rows of the same number of lines.

    STT / Xã / Số con đã tiêm / Tỷ lệ % / 1 / Xã Mường Lát / 1.240 / 92,5 / 2 / Xã Trung Lý / 980 / 88,1

Believed only where the heads begin with that of a numbering column, rows number themselves from one (or begin with
words, under heads that name them), and every row has a line for each head: plain lists and the counters of web pages
have none of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from extractors.figures.tables.grid import NUMBER_CELL, Cell, Table, lines_above
from extractors.figures.tables.heads import is_total
from extractors.rulebook import load_table

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["stacked"]
_LINE: Final = re.compile(r"[^\n]+")
_ORDINAL: Final = re.compile(r"(?:(?P<number>\d{1,3})|[IVX]{1,5}|[A-ZĐ])[.)]?")
_NONE: Final = frozenset("-–—…")
_NUMBERED: Final = frozenset(_WORDS["heads_of_numbering"])
_ROW_HEADS: Final = frozenset(words.lower() for words in load_table(__package__, "tables")["heads"]["rows"])
_FIRST_HEAD: Final = re.compile(
    rf"\n[^\S\n]*(?:{'|'.join(map(re.escape, _NUMBERED | _ROW_HEADS))})\.*[^\S\n]*(?:\n|\Z)",
    re.IGNORECASE,
)
"""A line that may be the first head of a table, for a quick no."""
_COLUMN_NUMBER: Final = re.compile(r"\(?(?:[A-DĐ]|\d{1,2})\)?(?:\s?=.{1,40})?")
_LEFT_EMPTY: Final = frozenset({"ghi chú"})
"""A last column that holds nothing leaves no lines."""
_MOST_HEADS: Final = 30
_WIDEST: Final = 16
_LONGEST_HEAD: Final = 120
_LONGEST_CELL: Final = 300
_MOST_ROWS: Final = 2_000
_LEAST_ROWS: Final = 2
_BETWEEN_PAGES: Final = 3
_MOST_WRAPPED: Final = 3
"""Lines that a name may take beyond its first."""


class _Line(NamedTuple):
    """A line that is not empty, without the space around it."""

    start: int
    end: int
    words: str


def find_stacked(text: str) -> list[Table]:
    """Return the tables of one cell a line, from top to bottom."""
    if not _FIRST_HEAD.search("\n" + text):
        return []
    tables: list[Table] = []
    lines = _lines(text)
    at = 0
    while at < len(lines):
        found = _table_at(lines, at) if _opens(lines[at].words) else None
        if found is None:
            at += 1
            continue
        rows, end = found
        table = Table(lines[at].start, lines[end - 1].end, rows, [len(cells) for cells in rows])
        table.above = lines_above(text, table.start)
        tables.append(table)
        at = end
    return tables


def _lines(text: str) -> list[_Line]:
    found = []
    for match in _LINE.finditer(text):
        words = match.group().strip()
        if words:
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            found.append(_Line(start, start + len(words), words))
    return found


def _opens(words: str) -> bool:
    """Tell whether a line may be the first head of a table."""
    return len(words) < _LONGEST_HEAD and (_is_numbering(words) or words.lower() in _ROW_HEADS)


def _is_numbering(words: str) -> bool:
    return words.rstrip(".").lower() in _NUMBERED


def _table_at(lines: Sequence[_Line], at: int) -> tuple[list[list[Cell]], int] | None:
    """Return the rows of the table whose first head stands at `at`, heads first, and where it ends."""
    numbered = _is_numbering(lines[at].words)
    first = _first_row(lines, at + 1, numbered)
    if first is None:
        return None
    data = _sum_before(lines, first)
    for width in _widths(lines, first, numbered):
        heads = _heads(lines[at:data], width)
        if heads is None:
            continue
        rows, end = _rows(lines, first, width, numbered, lines[at:data])
        if data < first and (total := _total(lines[data:first], 0, width)):
            rows.insert(0, total)
        cut_off = not numbered and end < len(lines) and _is_value(lines[end].words)
        if sum(len(cells) == width for cells in rows) >= _LEAST_ROWS and not cut_off:
            return [heads, *rows], end
    return None


def _first_row(lines: Sequence[_Line], at: int, numbered: bool) -> int | None:
    """Return where the first row begins: an ordinal with words behind it, or the words before the first number."""
    for index in range(at, min(at + _MOST_HEADS, len(lines) - 1)):
        words, behind = lines[index].words, lines[index + 1].words
        if len(words) > _LONGEST_HEAD or "|" in words or "\t" in words:
            return None
        if numbered and _is_first(words) and not _is_number(behind) and not _ORDINAL.fullmatch(behind):
            return index
        if not numbered and _is_number(words):
            return None
        if not numbered and _is_number(behind):
            return index
    return None


def _sum_before(lines: Sequence[_Line], first: int) -> int:
    """Return where the row that sums up begins if it stands over the first row, else where that one begins."""
    at = first - 1
    while at > first - _WIDEST and _is_value(lines[at].words):
        at -= 1
    return at if at < first - 1 and is_total(lines[at].words) else first


def _is_first(words: str) -> bool:
    return _ORDINAL.fullmatch(words) is not None and words.rstrip(".)") in ("1", "01", "I", "A")


def _is_number(words: str) -> bool:
    return NUMBER_CELL.fullmatch(words) is not None


def _widths(lines: Sequence[_Line], first: int, numbered: bool) -> Iterator[int]:
    """Yield how many lines a row may have: up to the next ordinal, or to the next words behind numbers."""
    if numbered and _is_section(lines, first):
        first += 2
    for index in range(first + 2, min(first + _WIDEST, len(lines) - 1)):
        ordinal = _ORDINAL.fullmatch(lines[index].words)
        words = not _is_number(lines[index + 1].words)
        if numbered and ordinal and words and not _is_first(lines[index].words):
            yield index - first
        elif not numbered and not _is_value(lines[index].words):
            yield index - first
            return


def _is_value(words: str) -> bool:
    return words in _NONE or _is_number(words)


def _heads(lines: Sequence[_Line], width: int) -> list[Cell] | None:
    """Return the heads of the columns, lines that go on joined; None where there are not as many as columns."""
    if len(lines) >= 2 * width and all(_COLUMN_NUMBER.fullmatch(line.words) for line in lines[-width:]):
        lines = lines[:-width]
    heads: list[list[_Line]] = []
    for line in lines:
        if heads and len(lines) > width and (line.words[0].islower() or line.words[0] in "(%"):
            heads[-1].append(line)
        else:
            heads.append([line])
    if len(heads) == width + 1 and heads[-1][0].words.lower() in _LEFT_EMPTY:
        heads.pop()
    if len(heads) != width or any(_ORDINAL.fullmatch(parts[0].words) for parts in heads):
        return None
    return [
        Cell(parts[0].start, parts[-1].end, column, " ".join(part.words for part in parts))
        for column, parts in enumerate(heads)
    ]


def _cells(lines: Sequence[_Line], column: int = 0) -> list[Cell]:
    return [Cell(line.start, line.end, column + index, line.words) for index, line in enumerate(lines)]


def _rows(
    lines: Sequence[_Line], at: int, width: int, numbered: bool, heads: Sequence[_Line]
) -> tuple[list[list[Cell]], int]:
    """Return the rows from `at` on, over pages that repeat the heads, and where they end."""
    rows: list[list[Cell]] = []
    while at < len(lines) and len(rows) < _MOST_ROWS:
        if numbered and (wrapped := _wrapped_row(lines, at, width)):
            rows.append(wrapped[0])
            at += wrapped[1]
            continue
        cells = _row_at(lines, at, width, numbered)
        if cells is not None:
            rows.append(cells)
            at += len(cells)
            continue
        again = next(
            (
                skip
                for skip in range(_BETWEEN_PAGES)
                if [line.words for line in lines[at + skip : at + skip + len(heads)]] == [line.words for line in heads]
            ),
            None,
        )
        if again is None:
            break
        at += again + len(heads)
    return rows, at


def _row_at(lines: Sequence[_Line], at: int, width: int, numbered: bool) -> list[Cell] | None:
    """Return the row that begins at a line: a numbered one, a section with a name alone, or one that sums up."""
    row = lines[at : at + width]
    if any(len(line.words) > _LONGEST_CELL for line in row) or not row:
        return None
    if is_total(row[0].words):
        return _total(lines, at, width)
    if not numbered:
        whole = len(row) == width and not _is_value(row[0].words) and all(_is_value(line.words) for line in row[1:])
        return _cells(row) if whole else None
    if not _ORDINAL.fullmatch(row[0].words) or len(row) < 2 or _is_value(row[1].words):
        return None
    if is_total(row[1].words) and width > 2:
        total = _total(lines, at + 1, width)
        return [Cell(row[0].start, row[0].end, 0, row[0].words), *total] if total else None
    if _is_section(lines, at):
        return _cells(row[:2])
    return _cells(row) if len(row) == width and any(_is_value(line.words) for line in row[2:]) else None


def _wrapped_row(lines: Sequence[_Line], at: int, width: int) -> tuple[list[Cell], int] | None:
    """Return a numbered row whose name takes several lines, and how many lines it has; another row follows it."""
    if not _ORDINAL.fullmatch(lines[at].words):
        return None
    for extra in range(1, _MOST_WRAPPED + 1):
        row = lines[at : at + width + extra]
        name, rest, after = row[1 : 2 + extra], row[2 + extra :], lines[at + width + extra : at + width + extra + 1]
        told = all(not _is_value(line.words) and len(line.words) < _LONGEST_CELL for line in name)
        ends = not after or _ORDINAL.fullmatch(after[0].words) or is_total(after[0].words)
        if len(rest) == width - 2 and told and ends and all(_is_value(line.words) for line in rest):
            joined = Cell(name[0].start, name[-1].end, 1, " ".join(line.words for line in name))
            return [*_cells(row[:1]), joined, *_cells(rest, 2)], len(row)
    return None


def _is_section(lines: Sequence[_Line], at: int) -> bool:
    """Tell whether a letter or Roman number and a name stand alone: a numbered row follows."""
    name, number, words = lines[at + 1 : at + 2], lines[at + 2 : at + 3], lines[at + 3 : at + 4]
    if not (name and number and words) or lines[at].words[0].isdigit():
        return False
    follows = _ORDINAL.fullmatch(number[0].words)
    return follows is not None and bool(follows["number"]) and not _is_value(words[0].words)


def _total(lines: Sequence[_Line], at: int, width: int) -> list[Cell] | None:
    """Return a row that sums up: its head over the first cells, its numbers under the last columns."""
    behind = []
    for line in lines[at + 1 : at + width]:
        if not _is_value(line.words):
            break
        behind.append(line)
    head = Cell(lines[at].start, lines[at].end, 1 if width > len(behind) + 1 else 0, lines[at].words)
    return [head, *_cells(behind, width - len(behind))] if behind else None
