"""A digest -> a Word file in the official form: head of Party or State, sections, tables, charts, sources as notes.

What the office knows of itself (its name, who signs) is in a template of its own; in the standard one it stays open.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from pipeline.charts.draw import picture
from pipeline.charts.model import Chart, CitationMap, pale
from pipeline.digest.block import Block, Cell, Digest, Items, Paragraph, RatingTable, Table
from pipeline.digest.formats.format import Format, Writer
from pipeline.digest.printed import printed, told
from pipeline.speech import Speech
from pipeline.word.file import Field, Grid, Note, Run, WordFile
from pipeline.word.form import Form, Sphere

_FEWEST_BARS, _MOST_BARS = 2, 30
"""Bars that a chart of ratings compares on a page; of one or of more the table tells."""
_MOST_FOOTNOTES: Final = 60
"""Of more sentences, pages would hold more notes than text: they stand behind the signature."""
_NUMERALS: Final = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def write(digest: Digest, speech: Speech, template: Path | None = None) -> bytes:
    """Return the digest as a Word file, by a person's own template where one is given (UsageError as `word.opened`)."""
    sphere = Sphere.PARTY if digest.party else Sphere.STATE
    digest = printed(digest, speech)
    notes = {source.number: (source.number, told(source, speech)) for source in digest.sources}
    many = len(notes) > _MOST_FOOTNOTES
    file = WordFile(Form(speech("digest.word_kind"), digest.title, sphere), template, endnotes=many)
    writer = _Writer(file, speech, notes)
    writer.head(digest)
    for number, section in enumerate(digest.sections, 1):
        file.heading(f"{_numeral(number)}. {section.title}")
        for block in section.blocks:
            writer.block(block)
    return file.content()


def by_template(template: Path) -> Writer:
    """Return what writes digests by a template."""
    return partial(write, template=template)


class _Writer:
    """What is written so far, and the footnotes that it may refer to."""

    def __init__(self, file: WordFile, speech: Speech, notes: dict[int, Note]) -> None:
        self._file = file
        self._speech = speech
        self._notes = notes

    def head(self, digest: Digest) -> None:
        """Write what the digest is of."""
        for fact in digest.head:
            self._file.paragraph([Run(f"{fact.name}: ", bold=True), Run(fact.text)])

    def block(self, block: Block) -> None:
        """Write any block."""
        if isinstance(block, Paragraph):
            self._file.paragraph(block.text, self._of(block.sources))
        elif isinstance(block, Items):
            self._items(block)
        elif isinstance(block, Table):
            self._table(block, {})
        elif isinstance(block, RatingTable):
            self._table(block.as_table(), {each.name: pale(each.tone) for each in block.classes})
            if block.chart and _FEWEST_BARS <= len(block.chart.labels) <= _MOST_BARS:
                self._picture(block.chart)
        else:
            self._picture(block)

    def _items(self, items: Items) -> None:
        for line in items.lines:
            self._file.item(line.text, self._of(line.sources))
        if items.note:
            self._file.remark(items.note)

    def _table(self, table: Table, fills: dict[str, str]) -> None:
        if table.title:
            self._file.caption(table.title)
        every = [*table.rows, *([table.total] if table.total else [])]
        kept = [place for place in range(max(map(len, every), default=0)) if any(row[place].text for row in every)]
        columns = [table.columns[place] for place in kept] if table.columns else []
        rows = [tuple(self._field(row[place]) for place in kept) for row in every]
        grid = Grid(
            tuple(column.head for column in columns),
            tuple(rows[: len(table.rows)]),
            tuple(column.numeric for column in columns),
            tuple(fills.get(column.head) for column in columns),
            rows[-1] if table.total else None,
            table.note,
        )
        self._file.table(grid)

    def _field(self, cell: Cell) -> Field:
        return Field(cell.text, self._of(cell.sources))

    def _picture(self, chart: Chart | CitationMap) -> None:
        drawn = picture(chart, self._speech)
        self._file.picture(drawn.png, drawn.width, drawn.height, drawn.alt)

    def _of(self, sources: tuple[int, ...]) -> tuple[Note, ...]:
        return tuple(dict.fromkeys(self._notes[number] for number in sources))


def _numeral(number: int) -> str:
    """Return a number as parts of a document have it.

    >>> [_numeral(number) for number in (1, 4, 9, 14)]
    ['I', 'IV', 'IX', 'XIV']
    """
    written = ""
    for value, sign in _NUMERALS:
        times, number = divmod(number, value)
        written += sign * times
    return written


FORMAT: Final = Format("docx", ".docx", write, text=False, templated=by_template)
