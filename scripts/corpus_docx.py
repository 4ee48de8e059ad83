"""Writes a Document as a Word file: letterhead in two columns, footnotes, tracked changes, merged cells.

The package is written by hand, so that the same source gives the same bytes: no clock, no random ids.
"""

from __future__ import annotations

import html
from itertools import count
from pathlib import Path

from corpus_markup import Block, Cell, Document, Run, Table, parse_runs
from corpus_package import OFFICE, PROLOG, write_package

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NAMESPACES = f'xmlns:w="{_W}" xmlns:r="{OFFICE}"'
_THIN = '<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
"""Word wants a paragraph after a table; this one takes no room and so opens no empty page."""

_TEXT_WIDTH = 9354
"""Twentieths of a point between the margins of an A4 page: 210 mm less 30 and 15 mm."""

_LOOKS = {
    "title": '<w:jc w:val="center"/>',
    "caption": '<w:keepNext/><w:spacing w:before="120"/><w:jc w:val="center"/>',
    "centre": '<w:jc w:val="center"/>',
    "space": "",
    "letterhead": '<w:jc w:val="center"/>',
    "address": '<w:spacing w:before="120" w:after="120"/><w:jc w:val="center"/>',
    "right": '<w:keepNext/><w:jc w:val="right"/>',
    "heading": '<w:keepNext/><w:spacing w:before="120" w:after="60"/><w:ind w:firstLine="720"/><w:jc w:val="both"/>',
    "body": '<w:spacing w:after="120"/><w:ind w:firstLine="720"/><w:jc w:val="both"/>',
    "last": '<w:keepNext/><w:spacing w:after="240"/><w:ind w:firstLine="720"/><w:jc w:val="both"/>',
    "stamp": '<w:pBdr><w:top {0}/><w:left {0}/><w:bottom {0}/><w:right {0}/></w:pBdr><w:spacing w:before="60"/>'
    '<w:ind w:left="1200" w:right="1200"/><w:jc w:val="center"/>'.format('w:val="single" w:sz="12" w:space="1"'),
}
_BOLD = {"title", "caption", "heading", "stamp"}


class _Writer:
    """Turns blocks into WordprocessingML and keeps the footnotes met on the way."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.notes: list[str] = []
        self._revisions = count(1)

    def run(self, run: Run, bold: bool, size: int | None = None) -> str:
        look = "<w:b/>" * (bold or run.bold) + "<w:i/>" * run.italic + (f'<w:sz w:val="{size}"/>' if size else "")
        look += '<w:u w:val="single"/>' * run.underline
        if run.note:
            self.notes.append(run.note)
            mark = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
            return f'<w:r>{mark}<w:footnoteReference w:id="{len(self.notes)}"/></w:r>'
        tag = "delText" if run.revision == "del" else "t"
        opened, closed = f'<w:{tag} xml:space="preserve">', f"</w:{tag}>"
        written = f"{opened}{html.escape(run.text, quote=False)}{closed}"
        for sign, element in (("‑", "<w:noBreakHyphen/>"), ("⏎", "<w:br/>")):
            written = written.replace(sign, f"{closed}{element}{opened}")
        text = f"<w:r><w:rPr>{look}</w:rPr>{written}</w:r>"
        if run.revision is None:
            return text
        day = self.document.fields["date"]
        who = f'w:id="{next(self._revisions)}" w:author="Văn phòng" w:date="{day}T08:00:00Z"'
        return f"<w:{run.revision} {who}>{text}</w:{run.revision}>"

    def paragraph(self, text: str, style: str) -> str:
        bold, size = style in _BOLD, 24 if style == "letterhead" else None
        named = '<w:pStyle w:val="Heading1"/>' if style == "heading" and "styles" in self.document.fields else ""
        runs = "".join(self.run(run, bold, size) for run in parse_runs(text))
        return f"<w:p><w:pPr>{named}{_LOOKS[style]}</w:pPr>{runs}</w:p>"

    def columns(self, left: str, right: str, widths: tuple[int, int]) -> str:
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'
            for width, content in zip(widths, (left, right), strict=True)
        )
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        layout = f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        whole = "<w:trPr><w:cantSplit/></w:trPr>"
        return f"<w:tbl><w:tblPr>{layout}</w:tblPr><w:tblGrid>{grid}</w:tblGrid><w:tr>{whole}{cells}</w:tr></w:tbl>"

    def letterhead(self) -> str:
        left = "".join(self.paragraph(line, "letterhead") for line in self.document.lines["left"])
        if "stamp" in self.document.fields:
            left += self.paragraph(self.document.fields["stamp"], "stamp")
        right = "".join(self.paragraph(line, "letterhead") for line in self.document.lines["right"])
        return self.columns(left, right, (4200, 5500)) + "<w:p/>"

    def close(self) -> str:
        first, *others = self.document.lines["recip"]
        recipients = [Run(first, bold=True, italic=True), *map(Run, others)]
        left = "".join(f"<w:p>{self.run(recipient, bold=False, size=22)}</w:p>" for recipient in recipients)
        right = "".join(self.paragraph(line, "centre") for line in self.document.lines["sign"])
        return self.columns(left, right, (4854, 4500))

    def table(self, table: Table) -> str:
        scale = _TEXT_WIDTH / sum(table.widths)
        widths = [round(width * scale) for width in table.widths]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        edges = "".join(
            f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
            for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        rows = "".join(self.row(table, row, widths) for row in range(len(table.grid)))
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
            f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
        )

    def row(self, table: Table, row: int, widths: list[int]) -> str:
        begun = {cell.column: cell for cell in table.cells(row)}
        head = row < table.heads
        parts = []
        for column, text in enumerate(table.grid[row]):
            if text == "<":
                continue
            if text == "^":
                above = self.above(table, row, column)
                parts.append(self.cell(Cell("", column, above.columns), widths, '<w:vMerge w:val="continue"/>', head))
            else:
                cell = begun[column]
                parts.append(self.cell(cell, widths, '<w:vMerge w:val="restart"/>' * (cell.rows > 1), head))
        repeated = "<w:trPr><w:tblHeader/></w:trPr>" if head else ""
        return f"<w:tr>{repeated}{''.join(parts)}</w:tr>"

    @staticmethod
    def above(table: Table, row: int, column: int) -> Cell:
        while table.grid[row][column] == "^":
            row -= 1
        return next(cell for cell in table.cells(row) if cell.column == column)

    def cell(self, cell: Cell, widths: list[int], merge: str, head: bool) -> str:
        width = sum(widths[cell.column : cell.column + cell.columns])
        span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
        left = cell.column == 1 and not head
        look = f'<w:pPr><w:spacing w:before="30" w:after="30"/><w:jc w:val="{"left" if left else "center"}"/></w:pPr>'
        runs = "".join(self.run(run, head, 24) for run in parse_runs(cell.text))
        properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/>'
        return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{look}{runs}</w:p></w:tc>"

    def block(self, block: Block | Table) -> str:
        return self.table(block) if isinstance(block, Table) else self.paragraph(block.text, block.style)

    def annex(self) -> str:
        if not self.document.annex:
            return ""
        page = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
        return page + "".join(map(self.block, self.document.annex)) + _THIN

    def body(self) -> str:
        footer = '<w:footerReference w:type="default" r:id="rId4"/>' if "running" in self.document.fields else ""
        section = (
            f'<w:sectPr><w:headerReference w:type="default" r:id="rId3"/>{footer}<w:pgSz w:w="11906" w:h="16838"/>'
            '<w:pgMar w:top="1134" w:right="851" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" '
            'w:gutter="0"/>'
            "<w:titlePg/></w:sectPr>"
        )
        blocks = "".join(map(self.block, self.document.blocks))
        content = f"{self.letterhead()}{blocks}{self.close()}{_THIN}{self.annex()}{section}"
        return f"{PROLOG}<w:document {_NAMESPACES}><w:body>{content}</w:body></w:document>"


def _styles() -> str:
    fonts = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
    return (
        f"{PROLOG}<w:styles {_NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{fonts}"
        '<w:sz w:val="28"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>'
        '<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style></w:styles>'
    )


def _footnotes(notes: list[str]) -> str:
    separators = (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
        "</w:footnote>"
    )
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/><w:sz w:val="20"/></w:rPr><w:footnoteRef/></w:r>'
    written = "".join(
        f'<w:footnote w:id="{i}"><w:p>{mark}<w:r><w:rPr><w:sz w:val="20"/></w:rPr>'
        f'<w:t xml:space="preserve"> {html.escape(note, quote=False)}</w:t></w:r></w:p></w:footnote>'
        for i, note in enumerate(notes, 1)
    )
    return f"{PROLOG}<w:footnotes {_NAMESPACES}>{separators}{written}</w:footnotes>"


def _header() -> str:
    field = "".join(
        f"<w:r>{part}</w:r>"
        for part in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>2</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    return f'{PROLOG}<w:hdr {_NAMESPACES}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{field}</w:p></w:hdr>'


def _footer(text: str) -> str:
    run = f'<w:r><w:rPr><w:i/><w:sz w:val="20"/></w:rPr><w:t>{html.escape(text, quote=False)}</w:t></w:r>'
    return f'{PROLOG}<w:ftr {_NAMESPACES}><w:p><w:pPr><w:jc w:val="right"/></w:pPr>{run}</w:p></w:ftr>'


def write_docx(document: Document, path: Path) -> None:
    """Write the document at `path` as .docx."""
    writer = _Writer(document)
    body = writer.body()
    main = {"word/document.xml": body, "word/styles.xml": _styles()}
    main |= {"word/footnotes.xml": _footnotes(writer.notes), "word/header1.xml": _header()}
    if "running" in document.fields:
        main["word/footer1.xml"] = _footer(document.fields["running"])
    kinds = {"document": "document.main"} | {"header1": "header", "footer1": "footer"}
    types = {}
    for name in main:
        stem = Path(name).stem
        types[name] = f"{_WORD_TYPE}.{kinds.get(stem, stem)}+xml"
    links = [("styles", "styles.xml"), ("footnotes", "footnotes.xml"), ("header", "header1.xml")]
    if "running" in document.fields:
        links.append(("footer", "footer1.xml"))
    write_package(path, document.fields, main, types, links)
