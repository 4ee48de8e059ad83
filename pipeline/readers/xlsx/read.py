"""An Excel file -> Reading: each visible sheet under its name, tables row by row, letterhead and signatures as text.

Formulas are never worked out: what Excel stored as their result is read. Macros, charts, pictures and links to other
files are left alone; hidden sheets, rows and columns are not read, and a problem says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from extractors.model import BlockKind, Problem
from pipeline.errors import DamagedFile, EmptyFile, complaint
from pipeline.readers.old_fonts.decode import encoding_hints, make_decoder
from pipeline.readers.package import PROPERTY_PARTS, RELATIONSHIPS, Package, properties
from pipeline.readers.reading import Reading, TextBuilder
from pipeline.readers.xlsx.beside import read_beside
from pipeline.readers.xlsx.layout import sheet_lines
from pipeline.readers.xlsx.sheet import M, Sheet, Workbook, read_fonts, read_formats, read_sheet, read_strings

_UNNAMED: Final = re.compile(r"(?:Sheet|Trang[ _]?tính|Trang) ?\d*", re.IGNORECASE)
"""Names that Excel gave itself say nothing of the document."""
MOST_SHEETS: Final = 200


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    path: str
    hidden: bool


def read_xlsx(raw: bytes, name: str) -> Reading:
    """Read an Excel file (.xlsx, .xlsm); a ReadError for one that is damaged, encrypted, too large or without text."""
    package = Package(raw, name, "Excel")
    main = package.main_part("xl/workbook.xml")
    root = package.xml(main)
    if root is None:
        raise DamagedFile(complaint(name, "tệp Excel thiếu phần nội dung chính", "Hãy chép lại tệp gốc"))
    relations = package.relations(main)
    parts = {kind.rsplit("/", 1)[-1]: path for kind, path in relations.values()}
    strings = read_strings(package.xml(parts.get("sharedStrings", "")))
    styles = package.xml(parts.get("styles", ""))
    fonts = read_fonts(styles)
    calendar = root.find(f"{M}workbookPr")
    from_1904 = calendar is not None and calendar.get("date1904") in ("1", "true")
    decoder = make_decoder((piece for string in strings for piece in string), fonts)
    book = Workbook(name, strings, read_formats(styles), from_1904, fonts, decoder)
    builder = TextBuilder()
    entries = list(_entries(root, relations))
    problems = list(left_out([(entry.name, entry.hidden) for entry in entries]))
    beside: list[tuple[str, str]] = []
    for entry in entries[:MOST_SHEETS]:
        sheet = None if entry.hidden else _try_part(package, entry.path)
        if sheet is not None:
            beside += read_beside(package, entry.path, sheet)
        if not entry.hidden:
            problems += _write_sheet(builder, sheet, entry, book)
    text, blocks, cleaned = builder.finish()
    if not any(block.kind is not BlockKind.HEADING for block in blocks):
        if any(problem.kind == "part_unreadable" for problem in problems):
            raise DamagedFile(complaint(name, "các trang tính bị hỏng, không đọc được", "Hãy chép lại tệp gốc"))
        raise EmptyFile(complaint(name, "bảng tính không có ô nào có chữ", "Hãy kiểm tra lại tệp gốc"))
    hints = properties((package.xml(path) for path in PROPERTY_PARTS), "xlsx")
    return Reading(
        text, blocks, hints=(*hints, *dict.fromkeys(beside), *encoding_hints(decoder)), problems=(*problems, *cleaned)
    )


def _entries(root: etree._Element, relations: dict[str, tuple[str, str]]) -> Iterator[_Entry]:
    """Yield the worksheets of a workbook in the order of their tabs; sheets of charts alone have no cells."""
    for node in root.iterfind(f"{M}sheets/{M}sheet"):
        kind, path = relations.get(node.get(f"{{{RELATIONSHIPS}}}id", ""), ("", ""))
        if kind.endswith("/worksheet"):
            yield _Entry(node.get("name", ""), path, node.get("state", "visible") != "visible")


def left_out(sheets: Sequence[tuple[str, bool]]) -> Iterator[Problem]:
    """Yield what is not read of a workbook, by the names of its sheets and whether they are hidden."""
    hidden = ", ".join(f"“{name}”" for name, is_hidden in sheets if is_hidden)
    if hidden:
        yield Problem("hidden_text", f"Trang tính ẩn, không đọc: {hidden}.")
    if len(sheets) > MOST_SHEETS:
        yield Problem("truncated", f"Tệp có {len(sheets)} trang tính, chỉ đọc {MOST_SHEETS} trang đầu.")


def _try_part(package: Package, path: str) -> etree._Element | None:
    try:
        return package.xml(path)
    except DamagedFile:
        return None


def _write_sheet(builder: TextBuilder, root: etree._Element | None, entry: _Entry, book: Workbook) -> Iterator[Problem]:
    if root is None:
        yield Problem("part_unreadable", f"Trang tính “{entry.name}” bị hỏng, không đọc được.")
        return
    yield from write_sheet(builder, entry.name, read_sheet(root, book), book)


def write_sheet(builder: TextBuilder, name: str, sheet: Sheet, book: Workbook) -> Iterator[Problem]:
    """Write the rows of a sheet under its name; yields what was left out of it."""
    if sheet.rows:
        builder.blank()
        if not _UNNAMED.fullmatch(name.strip()):
            builder.add(name if book.decoder is None else book.decoder.text(name), BlockKind.HEADING)
        for line in sheet_lines(sheet.rows):
            builder.add(line.text, line.kind)
    if sheet.hidden:
        message = f"Trang tính “{name}” có {sheet.hidden} hàng hoặc nhóm cột ẩn, không đọc."
        yield Problem("hidden_text", message)
    if sheet.without_value:
        message = (
            f"Trang tính “{name}” có {sheet.without_value} ô công thức chưa lưu kết quả, để trống; "
            "hãy mở bằng Excel rồi lưu lại."
        )
        yield Problem("formula_without_value", message)
