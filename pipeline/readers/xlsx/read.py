"""An Excel file -> Reading: each visible sheet under its name, tables row by row, letterhead and signatures as text.

Formulas are never worked out: what Excel stored as their result is read. Macros, charts, pictures and links to other
files are left alone; hidden sheets, rows and columns are not read, and a problem says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from extractors.model import BlockKind, Problem
from pipeline.errors import DamagedFile, EmptyFile, complaint
from pipeline.readers.package import PROPERTY_PARTS, RELATIONSHIPS, Package, properties
from pipeline.readers.reading import Reading, TextBuilder
from pipeline.readers.xlsx.layout import sheet_lines
from pipeline.readers.xlsx.sheet import M, Workbook, read_formats, read_sheet, read_strings

_UNNAMED: Final = re.compile(r"(?:Sheet|Trang[ _]?tính|Trang) ?\d*", re.IGNORECASE)
"""Names that Excel gave itself say nothing of the document."""
_MOST_SHEETS: Final = 200


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
    formats = read_formats(package.xml(parts.get("styles", "")))
    calendar = root.find(f"{M}workbookPr")
    book = Workbook(name, strings, formats, calendar is not None and calendar.get("date1904") in ("1", "true"))
    builder = TextBuilder()
    entries = list(_entries(root, relations))
    problems = list(_left_out(entries))
    for entry in entries[:_MOST_SHEETS]:
        if not entry.hidden:
            problems += _write_sheet(builder, package, entry, book)
    text, blocks, cleaned = builder.finish()
    if not any(block.kind is not BlockKind.HEADING for block in blocks):
        raise EmptyFile(complaint(name, "bảng tính không có ô nào có chữ", "Hãy kiểm tra lại tệp gốc"))
    hints = properties((package.xml(path) for path in PROPERTY_PARTS), "xlsx")
    return Reading(text, blocks, hints=hints, problems=(*problems, *cleaned))


def _entries(root: etree._Element, relations: dict[str, tuple[str, str]]) -> Iterator[_Entry]:
    """Yield the worksheets of a workbook in the order of their tabs; sheets of charts alone have no cells."""
    for node in root.iterfind(f"{M}sheets/{M}sheet"):
        kind, path = relations.get(node.get(f"{{{RELATIONSHIPS}}}id", ""), ("", ""))
        if kind.endswith("/worksheet"):
            yield _Entry(node.get("name", ""), path, node.get("state", "visible") != "visible")


def _left_out(entries: list[_Entry]) -> Iterator[Problem]:
    hidden = ", ".join(f"“{entry.name}”" for entry in entries if entry.hidden)
    if hidden:
        yield Problem("hidden_text", f"Trang tính ẩn, không đọc: {hidden}.")
    if len(entries) > _MOST_SHEETS:
        yield Problem("truncated", f"Tệp có {len(entries)} trang tính, chỉ đọc {_MOST_SHEETS} trang đầu.")


def _write_sheet(builder: TextBuilder, package: Package, entry: _Entry, book: Workbook) -> Iterator[Problem]:
    try:
        root = package.xml(entry.path)
    except DamagedFile:
        root = None
    if root is None:
        yield Problem("part_unreadable", f"Trang tính “{entry.name}” bị hỏng, không đọc được.")
        return
    sheet = read_sheet(root, book)
    if sheet.rows:
        builder.blank()
        if not _UNNAMED.fullmatch(entry.name.strip()):
            builder.add(entry.name, BlockKind.HEADING)
        for line in sheet_lines(sheet.rows):
            builder.add(line.text, line.kind)
    if sheet.hidden:
        message = f"Trang tính “{entry.name}” có {sheet.hidden} hàng hoặc nhóm cột ẩn, không đọc."
        yield Problem("hidden_text", message)
    if sheet.without_value:
        message = (
            f"Trang tính “{entry.name}” có {sheet.without_value} ô công thức chưa lưu kết quả, để trống; "
            "hãy mở bằng Excel rồi lưu lại."
        )
        yield Problem("formula_without_value", message)
