"""Reports written to one outline: tests/merging*/*.tsv (the truth and the text, line by line) -> files of an archive.

A line of a .tsv is a place of the outline and a text: `II.2.b` holds the paragraph, `H:II.2.b` is the heading of that
place, `-` is letterhead or signature, `^` opens the report, `$` closes it, `?` belongs to no place. The places were
written by hand, with the texts. What a text begins with says how it is written: `@1` a Word list of that level, which
has no number in the text (`%1` one with other numbers), `#2` a heading style without number, `L` and `S` two columns,
`T` a row of a table of its own for one signature, `|` a row of a ruled table, `=` centred.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

FOLDER: Final = Path(__file__).parent / "merging"
OUTLINE: Final = FOLDER / "de-cuong.txt"
UNITS: Final = FOLDER / "don-vi.txt"
_WIDTH: Final = 84
_LISTS: Final = {
    "@": ((("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)")), "9001"),
    "%": ((("decimal", "%1."), ("decimal", "%1.%2."), ("lowerLetter", "%3)")), "9002"),
}
_MARKS: Final = ("@", "%", "#")


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a report: its place by hand, how it is written, and its words without marks."""

    place: str
    mark: str
    text: str

    @property
    def words(self) -> str:
        """The text as a reader sees it, on one line."""
        return " ".join(self.text.replace("**", "").replace("//", "").replace("⏎", " ").replace("→", " ").split())


def reports(folder: Path = FOLDER) -> list[Path]:
    """Return the sources of the reports."""
    return sorted(folder.glob("*.tsv"))


def told(source: Path) -> list[Told]:
    """Return the lines of a report with their places."""
    found = []
    for line in source.read_text(encoding="utf-8").splitlines():
        place, _, text = line.partition("\t")
        first, _, rest = text.partition(" ")
        marked = first in ("L", "S", "T", "|", "=") or (len(first) == 2 and first[0] in _MARKS and first[1].isdigit())
        found.append(Told(place, first, rest) if marked else Told(place, "", text))
    return found


def write_archive(folder: Path, sources: Path = FOLDER) -> Path:
    """Write every report as a file of its format; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for source in reports(sources):
        file = folder / source.stem
        lines = told(source)
        if file.suffix == ".docx":
            write_word(file, lines)
        else:
            text = "\n".join(_plain(lines)) if file.suffix == ".txt" else _html(lines)
            file.write_text(text + "\n", encoding="utf-8")
    return folder


def _plain(lines: Sequence[Told]) -> Iterator[str]:
    """Yield the lines of a text that was wrapped by hand; the head and foot keep theirs."""
    for line in lines:
        yield from [line.text] if line.place == "-" else textwrap.wrap(line.text, _WIDTH) or [""]


def _html(lines: Sequence[Told]) -> str:
    body = []
    for mark, group in groupby(lines, key=lambda line: line.mark):
        rows = [line.text for line in group]
        if mark in ("L", "S"):
            cells = (row.split(" || ") for row in rows)
            shown = "".join(
                "<tr>" + "".join(f"<td>{escape(c).replace('⏎', '<br>')}</td>" for c in row) + "</tr>" for row in cells
            )
            body.append(f"<table>{shown}</table>")
        elif mark == "|":
            shown = "".join(
                "<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row.split(" | ")) + "</tr>" for row in rows
            )
            body.append(f'<table border="1">{shown}</table>')
        else:
            body += [f"<p{' align=center' if mark == '=' else ''}>{escape(row)}</p>" for row in rows]
    return f"<html><head><meta charset=utf-8><title>Báo cáo</title></head><body>{''.join(body)}</body></html>"


def write_word(file: Path, lines: Sequence[Told]) -> None:
    """Write lines as a Word file."""
    document = docx.Document()
    _define_lists(document)
    for mark, group in groupby(lines, key=lambda line: line.mark):
        rows = list(group)
        if mark in ("L", "S", "T", "|"):
            parted = [row.text.split("|" if mark == "|" else "||") for row in rows]
            table = document.add_table(len(parted), len(parted[0]), style="Table Grid" if mark == "|" else None)
            for row, cells in zip(table.rows, parted, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    _fill_cell(cell, text.strip())
            continue
        for row in rows:
            _add_paragraph(document, row)
    document.save(str(file))


def _fill_cell(cell: Any, text: str) -> None:
    for number, part in enumerate(text.split("⏎")):
        _add_runs(cell.paragraphs[0] if number == 0 else cell.add_paragraph(), part)


def _add_paragraph(document: Any, line: Told) -> None:
    style = f"Heading {line.mark[1]}" if line.mark.startswith("#") else None
    paragraph = document.add_paragraph(style=style)
    if line.mark[:1] in _LISTS:
        number = _LISTS[line.mark[0]][1]
        properties = paragraph._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{line.mark[1]}"/><w:numId w:val="{number}"/></w:numPr>')
        )
    if line.mark == "=":
        paragraph.alignment = 1
    _add_runs(paragraph, line.text)


def _add_runs(paragraph: Any, text: str) -> None:
    """Add a text as runs: `**` opens and closes bold, `→` is a tab."""
    for number, part in enumerate(text.replace("//", "").split("**")):
        if part:
            paragraph.add_run(part.replace("→", "\t")).bold = bool(number % 2)


def _define_lists(document: Any) -> None:
    numbering = document.part.numbering_part.element
    first = numbering.find(f"{{{numbering.nsmap['w']}}}num")
    for levels, number in _LISTS.values():
        shown = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
            f'<w:lvlText w:val="{template}"/></w:lvl>'
            for level, (style, template) in enumerate(levels)
        )
        abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{shown}</w:abstractNum>')
        first.addprevious(abstract)
        numbering.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>')
        )
