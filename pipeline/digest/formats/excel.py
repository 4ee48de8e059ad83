"""A digest -> an Excel file: what it tells in words on the first sheet, a sheet a table, the sources on the last.

Numbers and days are such, and can be counted with; a cell that tells more than its number (`trên 76 vạn`) keeps its
words. The last column of a table names the sentences that a row comes from.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.charts.model import Chart, CitationMap, pale
from pipeline.digest.block import Cell, Digest, Items, Paragraph, RatingTable, Table
from pipeline.digest.formats.format import Format
from pipeline.sheets import Sheet, book_content
from pipeline.speech import Speech
from pipeline.table import Value

_LONGEST: Final = 31
"""Letters of the name of a sheet."""


def write(digest: Digest, speech: Speech) -> bytes:
    """Return the digest as an Excel file."""
    sheets = [_words(digest, speech), *_tables(digest, speech)]
    if digest.sources:
        sheets.append(_sources(digest, speech))
    content, _ = book_content(_named_apart(sheets), speech("sheet.page"), f"digest{FORMAT.ending}")
    return content


def _words(digest: Digest, speech: Speech) -> Sheet:
    """Return the sheet of what stands in no table: the title, the head, paragraphs and lists under their sections."""
    rows: list[list[Value]] = [[digest.title, digest.scope, ""]]
    rows += [[fact.name, fact.text, ""] for fact in digest.head]
    for section in digest.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph):
                rows.append([section.title, block.text, _numbers(block.sources)])
            elif isinstance(block, Items):
                rows += [[section.title, line.text, _numbers(line.sources)] for line in block.lines]
                rows += [[section.title, note, ""] for note in _remarks(block, speech)]
            elif isinstance(block, Chart | CitationMap):
                rows.append([section.title, f"{block.title}: {block.alt}", ""])
    heads = [speech(f"digest.{name}") for name in ("sheet_part", "sheet_content", "sheet_sources")]
    return Sheet(speech("digest.sheet_words"), heads, rows)


def _tables(digest: Digest, speech: Speech) -> Iterator[Sheet]:
    for section in digest.sections:
        for block in section.blocks:
            if isinstance(block, RatingTable):
                fills = {each.name: pale(each.tone) for each in block.classes}
                yield _table(block.as_table(), section.title, fills, speech)
            elif isinstance(block, Table):
                yield _table(block, section.title, {}, speech)


def _table(table: Table, section: str, fills: dict[str, str], speech: Speech) -> Sheet:
    """Return the sheet of a table; units that its columns do not tell stand in columns of their own behind them.

    `fills` are the colours of classes by their names; what is counted in classes is told by the sheet's title.
    """
    every = [*table.rows, *([table.total] if table.total else [])]
    columns = max((len(row) for row in every), default=0)
    counted = [not fills and any(_has_unit(row[place]) for row in every) for place in range(columns)]
    heads: list[str] = []
    for place in range(columns):
        heads.append(table.columns[place].head if table.columns else "")
        heads += [speech("digest.sheet_unit")] * counted[place]
    rows: list[list[Value]] = []
    for row in every:
        line: list[Value] = []
        for cell, has in zip(row, counted, strict=True):
            line.append(_value(cell))
            line += [cell.unit if _has_unit(cell) else ""] * has
        rows.append([*line, _numbers(_sources_of(row))])
    if any(line[-1] for line in rows):
        heads.append(speech("digest.sheet_sources"))
    rows += [[note, *[""] * len(heads)] for note in _remarks(table, speech)]
    return Sheet(
        table.title or section, heads, [line[: len(heads)] for line in rows], [fills.get(head) for head in heads]
    )


def _remarks(block: Table | Items, speech: Speech) -> list[str]:
    """Return what stands below a block: its note, and how many rows no format holds."""
    beyond = block.cut.beyond if block.cut else 0
    told = speech("digest.beyond", count=speech.number(beyond)) if beyond else None
    return [note for note in (block.note, told) if note]


def _has_unit(cell: Cell) -> bool:
    """Tell whether a cell is shown as a number whose unit its column does not tell."""
    return bool(cell.unit) and cell.value is not None and not cell.worded


def _value(cell: Cell) -> Value:
    """Return what a sheet can count with, else the words of a cell."""
    return cell.text if cell.value is None or cell.worded else cell.value


def _sources_of(row: tuple[Cell, ...]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(number for cell in row for number in cell.sources))


def _numbers(sources: tuple[int, ...]) -> Value:
    """Return the numbers of footnotes in one cell: a number, or several in words."""
    return sources[0] if len(sources) == 1 else ", ".join(map(str, sources))


def _sources(digest: Digest, speech: Speech) -> Sheet:
    heads = [speech(f"digest.{name}") for name in ("sheet_number", "sentence", "document", "sheet_page")]
    rows = [
        [source.number, "".join(piece.text for piece in source.pieces), source.document, source.page]
        for source in digest.sources
    ]
    return Sheet(speech("digest.sources"), heads, rows)


def _named_apart(sheets: list[Sheet]) -> Iterator[Sheet]:
    """Yield the sheets, those that share a name numbered: Excel takes a name once, and its first letters alone."""
    seen: dict[str, int] = {}
    for sheet in sheets:
        name = sheet.title[:_LONGEST].lower()
        seen[name] = seen.get(name, 0) + 1
        again = f" {seen[name]}" if seen[name] > 1 else ""
        yield sheet._replace(title=sheet.title[: _LONGEST - len(again)] + again)


FORMAT: Final = Format("xlsx", ".xlsx", write, text=False)
