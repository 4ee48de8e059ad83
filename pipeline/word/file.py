"""A Word file in the official form, written from its beginning to its end: headings, text, tables, pictures, notes.

    file = WordFile(Form("BÁO CÁO", "kết quả công tác dân vận"), template=None)
    file.heading("I. KẾT QUẢ", 1)
    file.paragraph("Toàn tỉnh mở 312 hội nghị", notes=((7, "“… mở 312 hội nghị …” (Báo cáo số 31-BC/BDVTU, trang 2)"),))
    file.table(Grid(("TT", "Nội dung"), ((Field("1"), Field("a")),)))
    content = file.content()

What a document says is never obeyed: what Word cannot hold (control characters, marks of direction) is spelt out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from pipeline.steady import steady
from pipeline.terminal import legible
from pipeline.word.form import Form
from pipeline.word.notes import END, FOOT, Notes
from pipeline.word.parts import describe, keep_whole, repeat_head, set_borders, set_margins, set_widths, shade
from pipeline.word.styles import TEXT_WIDTH
from pipeline.word.template import opened
from pipeline.word.widths import column_widths, named_widths

Note = tuple[int, str]
"""A footnote: what tells it from others, and its text. The text is written once, and referred to again."""

_LEVELS: Final = 3
_TALLEST: Final = 235.0
"""Millimetres of a page that a picture may take."""
_KEPT: Final = 2
"""Paragraphs, or tables, at the end of the content that stay with the signature."""
_MANY_COLUMNS: Final = 8
"""More columns than these are set in smaller letters."""
_SMALL: Final = 9.0


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text with a look of its own."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A cell of a table: its text, its footnotes, and the colour behind it, #rrggbb."""

    text: str
    notes: tuple[Note, ...] = ()
    fill: str | None = None
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its heads, its rows, which columns are numbers, the colours of heads, the last row in bold.

    `note` stands below the rows, across all columns, so that it never stands alone on the next page. `named` tells that
    the first column names the rows, and that the others are numbers under long heads.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[Field, ...], ...]
    numeric: tuple[bool, ...] = ()
    fills: tuple[str | None, ...] = ()
    total: tuple[Field, ...] | None = None
    note: str | None = None
    named: bool = False


class WordFile:
    """A file that grows from its beginning to its end; `content` returns its bytes, the same for the same calls."""

    def __init__(self, form: Form, template: Path | None = None, endnotes: bool = False) -> None:
        """Open the standard template of the form's sphere, or the one that a person made; UsageError as `opened`.

        Notes stand below their page, or all of them behind the signature (`endnotes`).
        """
        self.document, self._place = opened(_plain_form(form), template)
        self._styles = {style.name: style.style_id for style in self.document.styles}
        self._notes: Notes | None = None
        self._noted = END if endnotes else FOOT

    def heading(self, text: str, level: int = 1) -> Paragraph:
        """Write a heading of level 1 to 3."""
        return self._paragraph(text, f"Heading {min(max(level, 1), _LEVELS)}")

    def paragraph(self, text: str | Sequence[Run], notes: Sequence[Note] = (), style: str = "Body Text") -> Paragraph:
        """Write a paragraph; `style` is one of `styles.LOOKS`."""
        written = self._paragraph("" if not isinstance(text, str) else text, style)
        for piece in () if isinstance(text, str) else text:
            run = written.add_run(_piece(piece.text))
            run.bold, run.italic = piece.bold or None, piece.italic or None
        self._refer(written, notes)
        return written

    def item(self, text: str, notes: Sequence[Note] = ()) -> Paragraph:
        """Write a line of a list, as official documents do: with a dash and the first line indented."""
        return self.paragraph(f"- {text}", notes, "List Dash")

    def remark(self, text: str) -> Paragraph:
        """Write what stands below a list, on its page: what was left out, and why."""
        self._keep_before(1)
        return self.paragraph(text, style="Remark")

    def caption(self, text: str) -> Paragraph:
        """Write the title of a table or a picture, above it."""
        return self.paragraph(text, style="Caption")

    def table(self, grid: Grid) -> None:
        """Write a table with lines, its head at the top of each page, numbers to the right, A4 wide at most."""
        every = [*grid.rows, *([grid.total] if grid.total else [])]
        columns = len(grid.heads) or max((len(row) for row in every), default=1)
        table = self.document.add_table(rows=0, cols=columns)
        self._place._p.addprevious(table._tbl)
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        set_borders(table)
        set_margins(table, 1.2 if columns <= _MANY_COLUMNS else 0.6)
        fitted = named_widths if grid.named else column_widths
        widths = fitted(grid.heads, [list(map(_shown, row)) for row in every], TEXT_WIDTH)
        size = _SMALL if columns > _MANY_COLUMNS else None
        if grid.heads:
            fills = grid.fills or (None,) * columns
            fields = [Field(head, (), fill) for head, fill in zip(grid.heads, fills, strict=True)]
            repeat_head(self._row(table, fields, (), "Table Head", size))
        for fields_ in grid.rows:
            self._row(table, fields_, grid.numeric, "Table Text", size)
        if grid.total:
            for cell in table._tbl.tr_lst[-1].tc_lst:
                Paragraph(cell.p_lst[0], table).paragraph_format.keep_with_next = True
            bold = [Field(field.text, field.notes, field.fill, True) for field in grid.total]
            self._row(table, bold, grid.numeric, "Table Text", size)
        set_widths(table, widths)
        if grid.note:
            self._note(table, grid.note, sum(widths))
        self._gap()

    def picture(self, png: bytes, width: float, height: float, alt: str) -> None:
        """Set a picture of `width` × `height` millimetres, made smaller where the page is; `alt` stands for it."""
        scale = min(1.0, TEXT_WIDTH / width, _TALLEST / height)
        paragraph = self._paragraph("", "Normal")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        describe(paragraph.add_run().add_picture(BytesIO(png), Mm(width * scale), Mm(height * scale)), plain(alt))

    def content(self) -> bytes:
        """Return the bytes of the file; nothing may be written behind."""
        self._keep_end()
        self._place._p.getparent().remove(self._place._p)
        if self._notes is not None:
            self._notes.close()
        properties = self.document.core_properties
        properties.author = properties.last_modified_by = properties.comments = ""
        made = BytesIO()
        self.document.save(made)
        return steady(made.getvalue())

    def _keep_end(self) -> None:
        """Keep the end of the content on the page of the signature, which never stands alone."""
        self._keep_before(_KEPT)

    def _keep_before(self, most: int) -> None:
        """Keep the last paragraphs, or rows of tables, that are written on the page of what follows."""
        before = self._place._p.getprevious()
        for _ in range(most):
            if before is None:
                return
            for paragraph in [before] if before.tag == qn("w:p") else before.findall(f".//{qn('w:p')}")[-1:]:
                Paragraph(paragraph, self._place._parent).paragraph_format.keep_with_next = True
            before = before.getprevious()

    def _paragraph(self, text: str, style: str) -> Paragraph:
        written: Paragraph = self._place.insert_paragraph_before(plain(text))
        written._p.style = self._styles[style]
        return written

    def _gap(self) -> None:
        """Leave room below a table: two tables without it would become one."""
        gap = self._paragraph("", "Normal").paragraph_format
        gap.line_spacing = gap.space_after = Pt(4)

    def _refer(self, paragraph: Paragraph, notes: Sequence[Note]) -> None:
        for number, (key, text) in enumerate(notes):
            if self._notes is None:
                self._notes = Notes(self.document, self._noted)
            if number:
                paragraph.add_run(",")._r.style = self._styles[f"{self._noted.name} reference"]
            self._notes.refer(paragraph, key, plain(text))

    def _note(self, table: Any, text: str, width: float) -> None:
        """Write what a table leaves out as its last row, kept with the row before."""
        for cell in table._tbl.tr_lst[-1].tc_lst:
            Paragraph(cell.p_lst[0], table).paragraph_format.keep_with_next = True
        row = table._tbl.add_tr()
        keep_whole(row)
        cell = row.add_tc()
        cell.width = Mm(width)
        cell.grid_span = len(table._tbl.tblGrid.gridCol_lst)
        paragraph = Paragraph(cell.p_lst[0], table)
        paragraph._p.style = self._styles["Table Text"]
        paragraph.add_run(plain(text)).italic = True

    def _row(self, table: Any, fields: Sequence[Field], numeric: Sequence[bool], style: str, size: float | None) -> Any:
        row = table._tbl.add_tr()
        keep_whole(row)
        for place in range(len(table._tbl.tblGrid.gridCol_lst)):
            field = fields[place] if place < len(fields) else Field("")
            cell = row.add_tc()
            paragraph = Paragraph(cell.p_lst[0], table)
            paragraph._p.style = self._styles[style]
            run = paragraph.add_run(plain(field.text))
            if field.bold:
                run.bold = True
            if size:
                run.font.size = Pt(size)
            if place < len(numeric) and numeric[place]:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if field.fill:
                shade(cell, field.fill)
            self._refer(paragraph, field.notes)
        return row


def plain(text: str) -> str:
    """Return a text as Word may hold it, in one line.

    >>> plain("a\\x00b\\n c")
    'a\\\\x00b c'
    """
    return legible(" ".join(text.split())).replace("\ufffe", "").replace("\uffff", "")


def _shown(field: Field) -> str:
    """Return a text as long as the cell is, with the marks of its notes."""
    return field.text + "00" * len(field.notes)


def _piece(text: str) -> str:
    """Return a piece of a line, with the spaces at its ends."""
    before, after = (" " * (text != text.lstrip())), (" " * (text != text.rstrip()))
    return f"{before}{plain(text)}{after}" if text.strip() else " "


def _plain_form(form: Form) -> Form:
    """Return a form whose texts Word may hold."""
    told = {each.name: getattr(form, each.name) for each in fields(form)}
    texts: dict[str, Any] = {name: plain(value) for name, value in told.items() if type(value) is str}
    return replace(form, **texts, recipients=tuple(map(plain, form.recipients)))
