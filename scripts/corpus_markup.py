"""Reads the markup of corpus_sources/*.txt: one line is one block -> Document; inside a line, runs.

A line's first characters say what it is: `@key value` a field, `@annex` the end of the body, `=`
centred and bold, `~` centred, `>` centred address, `>>` right, `#` a heading, `|` a table row (`|!`
a head row; a cell `<` is merged with the one on its left, `^` with the one above), anything else a
paragraph. Inside a line: `**bold**`, `//italic//`, `__underlined__`, `{+inserted+}`, `{-deleted-}`,
`[^footnote]`, `⏎` a line break.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

_TOKEN = re.compile(r"\*\*|//|__|\{\+|\+\}|\{-|-\}|\[\^[^\]]*\]")
_LINE = re.compile(r"(?:(>>|\|!|[=~>#|]) )?(.*)")
_BAR = re.compile(r" \|(?= |$)")
"""Between two cells; ` | |` and a bar at the end of the line leave a cell empty."""
_STYLES = {"=": "title", "~": "centre", ">": "address", ">>": "right", "#": "heading", None: "body"}


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one look; `revision` is "ins" or "del", `note` the text of a footnote placed here."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    revision: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell with how many columns and rows it covers; `column` counts from 0."""

    text: str
    column: int
    columns: int = 1
    rows: int = 1


@dataclass(slots=True)
class Table:
    """Rows of cells as written, merge signs included; the first `heads` rows are the head."""

    widths: list[int]
    grid: list[list[str]] = field(default_factory=list)
    heads: int = 0

    def cells(self, row: int) -> list[Cell]:
        """Return the cells that begin in this row, with their extent."""
        found = []
        for column, text in enumerate(self.grid[row]):
            if text in {"<", "^"}:
                continue
            columns, rows = 1, 1
            while column + columns < len(self.grid[row]) and self.grid[row][column + columns] == "<":
                columns += 1
            while row + rows < len(self.grid) and self.grid[row + rows][column] == "^":
                rows += 1
            found.append(Cell(text, column, columns, rows))
        return found


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph; `style` is one of `_STYLES`, or caption, space (empty line), sheet or last (before the close)."""

    style: str
    text: str


@dataclass(slots=True)
class Document:
    """One source file: single fields, the lines of the letterhead and the close, the blocks between, the annex."""

    fields: dict[str, str] = field(default_factory=dict)
    lines: dict[str, list[str]] = field(default_factory=lambda: {k: [] for k in ("left", "right", "recip", "sign")})
    blocks: list[Block | Table] = field(default_factory=list)
    annex: list[Block | Table] = field(default_factory=list)


def parse_runs(text: str) -> list[Run]:
    """Split a line at its inline signs."""
    runs: list[Run] = []
    look = {"**": False, "//": False, "__": False}
    revision: str | None = None
    place = 0

    def put(part: str, note: str | None = None) -> None:
        if part or note:
            runs.append(Run(part, look["**"], look["//"], look["__"], revision, note))

    for match in _TOKEN.finditer(text):
        put(text[place : match.start()])
        place = match.end()
        token = match.group()
        if token in look:
            look[token] = not look[token]
        elif token.startswith("[^"):
            put("", token[2:-1])
        else:
            revision = {"{+": "ins", "{-": "del"}.get(token)
    put(text[place:])
    return runs


def _add_row(document: Document, part: list[Block | Table], line: str, head: bool) -> None:
    table = part[-1] if part else None
    if not isinstance(table, Table):
        table = Table([int(width) for width in document.fields.pop("widths").split()])
        part.append(table)
    table.grid.append([cell.strip() for cell in _BAR.split(line)])
    table.heads += head


def _add_field(document: Document, part: list[Block | Table], line: str) -> None:
    key, _, value = line[1:].partition(" ")
    if key in document.lines:
        document.lines[key].append(value)
    elif key in {"caption", "space", "sheet"}:
        part.append(Block(key, value))
    else:
        document.fields[key] = value


def read_document(path: Path) -> Document:
    """Read one source file; its `out` field names the file to make, relative to the corpus."""
    document = Document()
    part = document.blocks
    for line in path.read_text(encoding="utf-8").splitlines():
        if line == "@annex":
            part = document.annex
            continue
        if line.startswith("@"):
            _add_field(document, part, line)
            continue
        match = _LINE.fullmatch(line)
        assert match
        sign, text = match.groups()
        if sign in {"|", "|!"}:
            _add_row(document, part, text, sign == "|!")
        else:
            part.append(Block(_STYLES[sign], text))
    last = document.blocks[-1]
    if isinstance(last, Block):
        document.blocks[-1] = Block("last", last.text)
    return document
