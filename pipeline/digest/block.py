"""What a digest shows, before it has a format: sections of blocks, and the sentences that they come from.

    Digest ── head: what it is of, who made the documents, of which time, on what basis, as lines (`Fact`)
           ├─ sections ── Section(name, title, blocks)     no section without a block, no block without a line
           │                └─ Paragraph | Items | Table | RatingTable | Chart | CitationMap
           ├─ sources ─── Source(number ...)               the footnotes
           └─ texts ───── MarkedText                       the documents with what was read in them, marked

Every word is in the language of the reader already (pipeline/messages.toml) or a document's own. Nothing is escaped: a
format makes markup and formulas inert. Who writes a format shows every section in its order and every block of it.

A text may have `sources`, numbers of `Digest.sources` from 1; a format shows them as footnotes behind the text. A
`Cell` has its text as people read it, and beside it the value that a sheet can count with: a number, a day or
nothing. `worded` says that the text tells more than the value (`trên 76 vạn`, `từ 10 đến 12`): such a text is shown,
never the value in its place. `unit` is that of the value where the column does not tell it.

`Table.name` is a short English key, the same in every language, for the names of files and sheets; `title` is for
people and may be None under a section that says it. `Column.numeric` columns stand to the right. `total` is the last
row, of sums. `note` stands below.

Sheets and data files hold every row. Of a block with a `Cut` a page shows as many as fit, and says how many there are
(pipeline/digest/printed.py).

A `RatingTable` is one table of places × classes: `classes` in their order, the best first, each with its tone, whose
colour is COLOURS[tone] in pipeline/charts/model.py; `rows[i].counts[j]` is the cell of class j, None where the
document tells none (not zero). `chart` draws the shares of it. A `Chart` or `CitationMap` is data;
pipeline/charts draws it, and its `alt` stands for it where no picture can.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.charts.model import Chart, CitationMap, Tone

Value = int | float | date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its text, the value that it holds, and the numbers of the sentences that it comes from."""

    text: str
    value: Value = None
    unit: str | None = None
    sources: tuple[int, ...] = ()
    worded: bool = False


EMPTY = Cell("")


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column, and whether its cells are numbers."""

    head: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """How many rows, or lines, of a block a page shows: at most `most`, at least `fewest` where pages are short.

    `ranks[i]` tells how much row i matters, 0 the most; empty: the first matters most. `beyond`: how many more there
    are that no format holds.
    """

    most: int
    fewest: int
    ranks: tuple[int, ...] = ()
    beyond: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table; each row has a cell for each column. `columns` is empty for pairs of a name and a value."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str | None = None
    total: tuple[Cell, ...] | None = None
    note: str | None = None
    cut: Cut | None = None


@dataclass(frozen=True, slots=True)
class RatingClass:
    """A class of a scale as written, and the tone that it is drawn in."""

    name: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class RatingRow:
    """One distribution: of whom, where, when; how many in each class; how many in all."""

    subject: Cell
    place: Cell
    period: Cell
    counts: tuple[Cell | None, ...]
    total: Cell | None


@dataclass(frozen=True, slots=True)
class RatingTable:
    """The ratings of one scale, a row each; `heads` are those of subject, place, time and total."""

    name: str
    classes: tuple[RatingClass, ...]
    rows: tuple[RatingRow, ...]
    heads: tuple[str, str, str, str]
    title: str | None = None
    chart: Chart | None = None
    note: str | None = None
    cut: Cut | None = None

    def as_table(self) -> Table:
        """Return the ratings as a plain table; a column in which no row holds anything is left out."""
        heads = [*(Column(head) for head in self.heads[:3]), *(Column(each.name, True) for each in self.classes)]
        columns = [*heads, Column(self.heads[3], True)]
        rows = [
            (row.subject, row.place, row.period, *(count or EMPTY for count in row.counts), row.total or EMPTY)
            for row in self.rows
        ]
        kept = [place for place in range(len(columns)) if any(row[place].text for row in rows)]
        shown = tuple(tuple(row[place] for place in kept) for row in rows)
        return Table(
            self.name, tuple(columns[place] for place in kept), shown, self.title, note=self.note, cut=self.cut
        )


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text."""

    text: str
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list, one line an item; a format puts its own sign before each, for no text begins with one."""

    name: str
    lines: tuple[Paragraph, ...]
    note: str | None = None
    cut: Cut | None = None


Block = Paragraph | Items | Table | RatingTable | Chart | CitationMap


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it; `name` is a short English key."""

    name: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a sentence, and whether it is what a cell shows."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A footnote: a sentence in pieces, those that are meant marked; the document as people name it, its page.

    `document` is empty where the digest is of that document alone. A sentence has one footnote, whatever number of
    cells come from it; `pieces` is empty where the sentence itself is shown above. `document_id` and `start` (offset
    of the sentence) lead to its place in `Digest.texts`.
    """

    number: int
    pieces: tuple[Piece, ...]
    document: str
    document_id: int
    start: int
    page: int | None


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the head: its name and what it says."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What was read at text[start:end]: `kind` is figure, citation, task or problem, `label` what it is, in words."""

    start: int
    end: int
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A document's text with what was read in it; `whole` is False where only the beginning is kept."""

    document_id: int
    name: str
    text: str
    marks: tuple[Mark, ...]
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest; `party`: most of its documents are the Party's; `documents`: the paths that it was made from."""

    kind: str
    title: str
    scope: str
    head: tuple[Fact, ...]
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    party: bool = False
    texts: tuple[MarkedText, ...] = ()
    documents: tuple[str, ...] = ()
