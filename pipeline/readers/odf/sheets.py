"""The sheets of an OpenDocument spreadsheet -> Reading, as for .xlsx; repeats are not believed blindly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Final

from lxml import etree

from extractors.model import BlockKind
from pipeline.errors import EmptyFile, complaint
from pipeline.readers.numbers import parse_number
from pipeline.readers.odf.styles import Styles, odf
from pipeline.readers.old_fonts.decode import Piece, encoding_hints, make_decoder
from pipeline.readers.reading import Reading, TextBuilder
from pipeline.readers.xlsx.number_formats import show_number
from pipeline.readers.xlsx.read import MOST_SHEETS, left_out, write_sheet
from pipeline.readers.xlsx.sheet import Cell, Sheet, Workbook

_LAST_COLUMN: Final = 16_384
_MOST_REPEATS: Final = 1_000
"""Rows that are written again when they hold text: more than any form has of one line."""
_NUMBERS: Final = ("float", "currency", "percentage")
_MARKS: Final = str.maketrans(".,", ",.")
_DIGITS: Final = re.compile(r"[-\d.,]+")


def read_sheets(body: etree._Element, styles: Styles, name: str, hints: tuple[tuple[str, str], ...]) -> Reading:
    """Return what the visible sheets show; EmptyFile when they show nothing, TooLarge beyond the limits of .xlsx."""
    tables = body.findall(odf("table", "table"))
    paragraphs = list(body.iter(odf("text", "p")))
    decoder = make_decoder(piece for node in paragraphs for piece in _pieces(node, None, styles))
    book = Workbook(name, (), (), False, (), decoder)
    builder = TextBuilder()
    named = [(table.get(odf("table", "name"), ""), _is_hidden(table, styles)) for table in tables]
    problems = list(left_out(named))
    for table, (title, hidden) in list(zip(tables, named, strict=True))[:MOST_SHEETS]:
        if not hidden:
            problems += write_sheet(builder, title, _read_sheet(table, styles, book), book)
    text, blocks, cleaned = builder.finish()
    if not any(block.kind is not BlockKind.HEADING for block in blocks):
        raise EmptyFile(complaint(name, "bảng tính không có ô nào có chữ", "Hãy kiểm tra lại tệp gốc"))
    return Reading(text, blocks, hints=(*hints, *encoding_hints(decoder)), problems=(*problems, *cleaned))


def _is_hidden(table: etree._Element, styles: Styles) -> bool:
    return styles.is_hidden_table(table.get(odf("table", "style-name")))


def _read_sheet(table: etree._Element, styles: Styles, book: Workbook) -> Sheet:
    sheet = Sheet()
    number = 0
    for row in table.iter(odf("table", "table-row")):
        repeats = parse_number(row.get(odf("table", "number-rows-repeated"))) or 1
        if row.get(odf("table", "visibility")) in ("collapse", "filter"):
            sheet.hidden += 1
        else:
            for offset in range(min(repeats, _MOST_REPEATS)):
                cells = list(_read_row(row, styles, book))
                if not cells:
                    break
                sheet.rows.append((number + offset + 1, cells))
        number += repeats
    return sheet


def _read_row(row: etree._Element, styles: Styles, book: Workbook) -> Iterator[Cell]:
    column = 0
    for cell in row.iterfind("*"):
        if not cell.tag.endswith("table-cell"):
            continue
        repeats = parse_number(cell.get(odf("table", "number-columns-repeated"))) or 1
        spanned = parse_number(cell.get(odf("table", "number-columns-spanned"))) or 1
        text = "" if "covered" in cell.tag else _shown(cell, styles, book)
        if text.strip():
            for offset in range(min(repeats, _LAST_COLUMN - column)):
                at = column + offset + 1
                yield Cell(at, at + spanned - 1, book.take(text))
        column += repeats
        if column >= _LAST_COLUMN:
            return


def _shown(cell: etree._Element, styles: Styles, book: Workbook) -> str:
    style = cell.get(odf("table", "style-name"))
    lines = []
    for node in cell.iterfind(odf("text", "p")):
        pieces = list(_pieces(node, styles.font(style), styles))
        lines.append(book.decoded(pieces, 0))
    text = "\n".join(lines)
    value = cell.get(odf("office", "value"))
    if value is not None and cell.get(odf("office", "value-type")) in _NUMBERS:
        return _vietnamese(text, value, cell.get(odf("office", "value-type")) == "percentage")
    return text


def _vietnamese(shown: str, value: str, percent: bool) -> str:
    """Return a number as shown, its marks those of Vietnamese: a sheet may have been saved in another language.

    >>> _vietnamese("1,234.50", "1234.5", False), _vietnamese("1.234,5", "1234.5", False)
    ('1.234,50', '1.234,5')
    """
    try:
        stored = Decimal(value).scaleb(2) if percent else Decimal(value)
    except InvalidOperation:
        return shown
    for written in (shown, shown.translate(_MARKS)):
        read = _DIGITS.search(written)
        if read and _agrees(read.group(), stored):
            return written
    return show_number(value, "General") if _DIGITS.search(shown) else shown


def _agrees(written: str, stored: Decimal) -> bool:
    """Tell whether digits written the Vietnamese way are a rounding of a number."""
    whole, _, fraction = written.partition(",")
    try:
        read = Decimal(f"{whole.replace('.', '')}.{fraction or 0}")
    except InvalidOperation:
        return False
    return abs(abs(read) - abs(stored)) <= Decimal(1).scaleb(-len(fraction)) / 2


def _pieces(node: etree._Element, font: str | None, styles: Styles) -> Iterator[Piece]:
    """Yield the text of a paragraph of a cell with its fonts."""
    if node.text:
        yield Piece(node.text, font)
    for inner in node:
        name = str(inner.tag).rpartition("}")[2]
        if name in ("s", "tab", "line-break"):
            yield Piece({"s": " ", "tab": "\t"}.get(name, "\n"), font)
        elif name == "span":
            yield from _pieces(inner, styles.font(inner.get(odf("text", "style-name"))) or font, styles)
        elif name != "annotation":
            yield from _pieces(inner, font, styles)
        if inner.tail:
            yield Piece(inner.tail, font)
