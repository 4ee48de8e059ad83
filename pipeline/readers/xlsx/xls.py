"""An Excel 97-2003 file (.xls, and its elders) -> Reading, sheet by sheet as for .xlsx.

xlrd reads the records and keeps the font of each cell and run, which text in old encodings needs; of formulas the
stored result is read, macros and charts are left alone.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Any, Final
from zipfile import BadZipFile

import xlrd
from xlrd.biffh import error_text_from_code
from xlrd.compdoc import CompDocError

from extractors.model import BlockKind, Problem
from pipeline.errors import DamagedFile, EmptyFile, EncryptedFile, complaint
from pipeline.readers.old_fonts.decode import Decoder, Piece, encoding_hints, make_decoder
from pipeline.readers.ole import Ole
from pipeline.readers.reading import Reading, TextBuilder
from pipeline.readers.xlsx.number_formats import show_number
from pipeline.readers.xlsx.read import MOST_SHEETS, left_out, write_sheet
from pipeline.readers.xlsx.sheet import Cell, Sheet, Workbook

_FAILURES: Final = (
    xlrd.XLRDError, CompDocError, struct.error, AssertionError, LookupError, ValueError, TypeError, AttributeError,
    ArithmeticError, EOFError, RecursionError, BadZipFile,
)  # fmt: skip
"""What xlrd is known to raise on files that break the format, or that begin as a zip; UnicodeError is a ValueError."""
_ENCRYPTED: Final = ("encrypted", "password")


def read_xls(raw: bytes, name: str) -> Reading:
    """Read an Excel 97-2003 file; a ReadError for one that is damaged, encrypted, too large or without text."""
    try:
        book = xlrd.open_workbook(file_contents=raw, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
        sheets = [book.sheet_by_index(index) for index in range(book.nsheets)]
        reader = _Reader(book, name)
        builder, problems = TextBuilder(), list(left_out([(one.name, one.visibility != 0) for one in sheets]))
        for sheet in sheets[:MOST_SHEETS]:
            if sheet.visibility == 0:
                problems += reader.write(builder, sheet)
    except _FAILURES as error:
        if any(word in str(error) for word in _ENCRYPTED):
            advice = "Hãy mở bằng Excel, bỏ mật khẩu rồi lưu lại"
            raise EncryptedFile(complaint(name, "tệp có mật khẩu", advice)) from error
        advice = "Hãy chép lại tệp gốc, hoặc mở bằng Excel rồi lưu thành .xlsx"
        raise DamagedFile(complaint(name, "bảng tính bị cắt cụt hoặc hỏng", advice)) from error
    text, blocks, cleaned = builder.finish()
    if not any(block.kind is not BlockKind.HEADING for block in blocks):
        raise EmptyFile(complaint(name, "bảng tính không có ô nào có chữ", "Hãy kiểm tra lại tệp gốc"))
    hints, _ = Ole(raw, name).properties("xls") if raw.startswith(_OLE) else ((), None)
    return Reading(text, blocks, hints=(*hints, *encoding_hints(reader.decoder)), problems=(*problems, *cleaned))


_OLE: Final = b"\xd0\xcf\x11\xe0"


class _Reader:
    """Reads the sheets of one book; `decoder` is given where some text is in old fonts."""

    def __init__(self, book: Any, name: str) -> None:
        self._book = book
        pieces = [piece for sheet in book.sheets() for piece in self._texts(sheet)]
        self.decoder: Decoder | None = make_decoder(pieces)
        self._shared = Workbook(name, (), (), bool(book.datemode), (), self.decoder)

    def write(self, builder: TextBuilder, source: Any) -> Iterator[Problem]:
        """Write one sheet; yields what was left out of it."""
        sheet = Sheet()
        merged = {(first, left): right - 1 for first, _, left, right in source.merged_cells}
        hidden = {column for column, info in source.colinfo_map.items() if info.hidden}
        for row in range(source.nrows):
            info = source.rowinfo_map.get(row)
            if info is not None and info.hidden:
                sheet.hidden += 1
                continue
            cells = []
            for column in range(source.row_len(row)):
                text = "" if column in hidden else self._shown(source, row, column)
                if text.strip():
                    last = merged.get((row, column), column)
                    cells.append(Cell(column + 1, last + 1, self._shared.take(text)))
            if cells:
                sheet.rows.append((row + 1, cells))
        sheet.hidden += len(hidden)
        yield from write_sheet(builder, source.name, sheet, self._shared)

    def _texts(self, sheet: Any) -> Iterator[Piece]:
        for row in range(sheet.nrows):
            for column, kind in enumerate(sheet.row_types(row)):
                if kind == xlrd.XL_CELL_TEXT:
                    yield from self._pieces(sheet, row, column)

    def _pieces(self, sheet: Any, row: int, column: int) -> Iterator[Piece]:
        """Yield the text of a cell by its runs, each with its font."""
        text = sheet.cell_value(row, column)
        start, font = 0, self._font(sheet, row, column)
        for position, number in sheet.rich_text_runlist_map.get((row, column), ()):
            if position > start:
                yield Piece(text[start:position], font)
                start = position
            font = self._book.font_list[number].name
        yield Piece(text[start:], font)

    def _font(self, sheet: Any, row: int, column: int) -> str | None:
        style = self._book.xf_list[sheet.cell_xf_index(row, column)]
        name = self._book.font_list[style.font_index].name
        return str(name) if name else None

    def _shown(self, sheet: Any, row: int, column: int) -> str:
        kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
        if kind == xlrd.XL_CELL_TEXT:
            return self._shared.decoded(tuple(self._pieces(sheet, row, column)), 0)
        if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
            style = self._book.xf_list[sheet.cell_xf_index(row, column)]
            code = self._book.format_map[style.format_key].format_str
            stored = str(int(value)) if float(value).is_integer() else repr(value)
            shown = show_number(stored, code, bool(self._book.datemode))
            if self.decoder is None or shown.isascii():
                return shown
            return self.decoder.text(shown, self._font(sheet, row, column))
        if kind == xlrd.XL_CELL_BOOLEAN:
            return "TRUE" if value else "FALSE"
        return str(error_text_from_code.get(value, "")) if kind == xlrd.XL_CELL_ERROR else ""
