"""Small Excel files made part by part, so that a test holds the very XML that it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tests.wordfiles import R, zip_file

M: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def cell(reference: str, content: str, style: int = 0) -> str:
    """Return a cell: a number where the content is one, else text of its own."""
    if content.replace(".", "", 1).replace("-", "", 1).isdecimal():
        return f'<c r="{reference}" s="{style}"><v>{content}</v></c>'
    return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{content}</t></is></c>'


def rows(*lines: str, first: int = 1, style: int = 0) -> str:
    """Return the rows of a sheet, one a line, cells parted by bars; an empty line leaves a row out."""
    written = ""
    for number, line in enumerate(lines, first):
        cells = [(i, part.strip()) for i, part in enumerate(line.split("|")) if part.strip()]
        inner = "".join(cell(f"{_LETTERS[i]}{number}", part, style) for i, part in cells)
        written += f'<row r="{number}">{inner}</row>' if inner else ""
    return written


def worksheet(data: str, before: str = "", behind: str = "") -> str:
    """Return a worksheet with its rows, and what stands before and behind them."""
    return f'<worksheet xmlns="{M}">{before}<sheetData>{data}</sheetData>{behind}</worksheet>'


def excel_file(
    *sheets: str,
    names: tuple[str, ...] = ("Sheet1", "Sheet2", "Sheet3"),
    states: Mapping[int, str] | None = None,
    formats: tuple[str, ...] = ("General",),
    strings: str | None = None,
    parts: Mapping[str, str] | None = None,
    book: str = "",
) -> bytes:
    """Return an .xlsx of worksheets; style i of a cell has the i-th format; `parts` adds or replaces whole parts."""
    states = states or {}
    entries = "".join(
        f'<sheet name="{names[i]}" sheetId="{i + 1}" state="{states.get(i, "visible")}" r:id="rId{i + 1}"/>'
        for i in range(len(sheets))
    )
    codes = "".join(f'<numFmt numFmtId="{200 + i}" formatCode="{code}"/>' for i, code in enumerate(formats))
    styles = "".join(f'<xf numFmtId="{200 + i}"/>' for i in range(len(formats)))
    targets = {f"rId{i + 1}": ("worksheet", f"worksheets/sheet{i + 1}.xml") for i in range(len(sheets))}
    targets |= {"rId90": ("styles", "styles.xml"), "rId91": ("sharedStrings", "sharedStrings.xml")}
    files = {
        "_rels/.rels": _relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f'<workbook xmlns="{M}" xmlns:r="{R}">{book}<sheets>{entries}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(targets),
        "xl/styles.xml": f'<styleSheet xmlns="{M}"><numFmts>{codes}</numFmts><cellXfs>{styles}</cellXfs></styleSheet>',
    }
    files |= {f"xl/worksheets/sheet{i}.xml": sheet for i, sheet in enumerate(sheets, 1)}
    if strings is not None:
        files["xl/sharedStrings.xml"] = f'<sst xmlns="{M}">{strings}</sst>'
    return zip_file(files | dict(parts or {}))


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{key}" Type="{R}/{kind}" Target="{target}"/>' for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'
