"""Word files: everything that a reader of the printed page sees, in order, and nothing that he does not."""

from __future__ import annotations

import io
import zipfile
import zlib

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.model import BlockKind
from pipeline.errors import ReadError
from pipeline.readers.docx.read import read_docx
from pipeline.readers.reading import Reading
from tests.checks import assert_sound, kinds, lines
from tests.wordfiles import R, W, paragraph, part, table, word_file, zip_file
from tests.wordfiles import both_openers as both_openers


def read(body: str, parts: dict[str, str] | None = None, **inner: str) -> Reading:
    found = read_docx(word_file(body, parts, **inner), "bc.docx")
    assert_sound(found)
    return found


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


@pytest.mark.parametrize(
    ("inline", "text"),
    [
        ("<w:ins>" + run("thêm") + "</w:ins>", "thêm"),
        ("<w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>" + run("giữ"), "giữ"),
        ("<w:moveFrom>" + run("cũ") + "</w:moveFrom><w:moveTo>" + run("mới") + "</w:moveTo>", "mới"),
        ('<w:hyperlink r:id="x">' + run("liên kết") + "</w:hyperlink>", "liên kết"),
        ("<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>" + run("ô nhập") + "</w:sdtContent></w:sdt>", "ô nhập"),
        ("<w:smartTag>" + run("thẻ") + "</w:smartTag>", "thẻ"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>", "a\tb\nc"),
        ("<w:r><w:t>số 16</w:t><w:noBreakHyphen/><w:t>NQ</w:t><w:softHyphen/></w:r>", "số 16\u2011NQ\u00ad"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B7"/></w:r>', "\uf0b7"),
        ('<w:r><w:sym w:char="xyz"/></w:r>', "\ufffd"),
        (run("12.345") + run("1", '<w:vertAlign w:val="superscript"/>'), "12.345¹"),
        (run("m") + run("2", '<w:vertAlign w:val="superscript"/>'), "m²"),
        (run("CO") + run("2", '<w:vertAlign w:val="subscript"/>'), "CO2"),
        (run("thấy") + run("ẩn", "<w:vanish/>") + run(" rõ", '<w:vanish w:val="0"/>'), "thấy rõ"),
        (
            field("begin") + "<w:r><w:instrText>PAGE</w:instrText></w:r>" + field("separate") + run("7") + field("end"),
            "7",
        ),
        (field("begin") + run("lệnh") + field("separate") + run("kết quả") + field("end") + run(" sau"), "kết quả sau"),
        ('<w:fldSimple w:instr="DATE">' + run("hôm nay") + "</w:fldSimple>", "hôm nay"),
        ("<w:ruby><w:rt>" + run("âm") + "</w:rt><w:rubyBase>" + run("chữ") + "</w:rubyBase></w:ruby>", "chữ"),
        (run("hô\u0323i"), "hội"),
    ],
    ids=lambda value: value if "<" not in value else "",
)
def test_inline(inline: str, text: str) -> None:
    assert read(f"<w:p>{inline}</w:p>" + paragraph("cuối")).text == f"{text}\ncuối"


def test_a_field_that_never_ends_hides_nothing() -> None:
    assert read(f"<w:p>{field('begin')}{run('lệnh')}</w:p>" + paragraph("thân bài")).text == "thân bài"


def test_body_in_document_order() -> None:
    """Paragraphs, tables and content controls alternate as they stand; empty paragraphs leave one empty line."""
    control = f"<w:sdt><w:sdtContent>{paragraph('ba')}</w:sdtContent></w:sdt>"
    body = paragraph("một") + table([["TT", "Tên", "Số"], ["1", "Sa Pa", "16"]]) + control + paragraph("") * 3
    found = read(body + paragraph("bốn") + "<w:sectPr/>")
    assert found.text == "một\nTT | Tên | Số\n1 | Sa Pa | 16\nba\n\nbốn"
    assert lines(found, BlockKind.TABLE_ROW) == ["TT | Tên | Số", "1 | Sa Pa | 16"]


def test_letterhead_and_signature_read_cell_by_cell() -> None:
    head = table([["TỈNH ỦY LÀO CAI\n*\nSố 09-QC/TU", "ĐẢNG CỘNG SẢN VIỆT NAM\nLào Cai, ngày 28"]], ruled=False)
    tail = table([["Nơi nhận:\n- Như trên", "T/M BAN THƯỜNG VỤ\nBÍ THƯ"]], ruled=False)
    found = read(head + paragraph("QUY CHẾ") + tail)
    assert lines(found, BlockKind.PARAGRAPH) == [
        "TỈNH ỦY LÀO CAI", "*", "Số 09-QC/TU", "ĐẢNG CỘNG SẢN VIỆT NAM", "Lào Cai, ngày 28", "QUY CHẾ",
        "Nơi nhận:", "- Như trên", "T/M BAN THƯỜNG VỤ", "BÍ THƯ",
    ]  # fmt: skip


def test_merged_cells_stand_once_and_keep_columns() -> None:
    rows = (
        f'<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{paragraph("Đơn vị")}</w:tc>'
        f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{paragraph("Xếp loại")}</w:tc></w:tr>'
        f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{paragraph('lặp')}</w:tc>"
        f"<w:tc>{paragraph('Tốt')}</w:tc><w:tc>{paragraph('Khá')}</w:tc></w:tr>"
        '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>'
        f"<w:tc>{paragraph('62')}</w:tc><w:tc>{paragraph('42')}</w:tc></w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('hàng đã xóa')}</w:tc></w:tr>"
    )
    found = read(f"<w:tbl>{rows}</w:tbl>")
    assert found.text == "Đơn vị | Xếp loại |\n | Tốt | Khá\n | 62 | 42"


def test_nested_table_is_flattened_into_its_cell() -> None:
    inner = table([["a", "b", "c"]])
    body = f"<w:tbl><w:tr><w:tc>{paragraph('x')}</w:tc><w:tc>{inner}</w:tc><w:tc>{paragraph('y')}</w:tc></w:tr></w:tbl>"
    assert read(body).text == "x | a; b; c | y"


def test_text_box_follows_its_paragraph_once() -> None:
    """Word writes a box twice, for new and old readers; it is read once, after the paragraph that anchors it."""
    box = f"<w:txbxContent>{paragraph('MẬT')}</w:txbxContent>"
    choice = f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
    fallback = f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
    body = f"<w:p><w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r>{run('neo')}</w:p>"
    assert read(body + paragraph("sau")).text == "neo\nMẬT\nsau"


def test_word_art_is_text() -> None:
    assert read('<w:p><w:r><w:pict><v:textpath string="DỰ THẢO"/></w:pict></w:r></w:p>').text == "DỰ THẢO"


def test_notes_follow_their_paragraph_with_their_mark() -> None:
    reference = '<w:r><w:footnoteReference w:id="5"/></w:r>'
    end = '<w:r><w:endnoteReference w:id="2"/></w:r>'
    body = (
        f"<w:p>{run('12.345')}{reference}{run(' người')}</w:p>" + paragraph("giữa") + f"<w:p>{run('cuối')}{end}</w:p>"
    )
    notes = f'<w:footnote w:id="0" w:type="separator">{paragraph("--")}</w:footnote>'
    notes += f'<w:footnote w:id="5"><w:p><w:r><w:footnoteRef/></w:r>{run("Số liệu năm 2021.")}</w:p></w:footnote>'
    ends = f'<w:endnote w:id="2">{paragraph("Theo báo cáo")}{paragraph("của huyện.")}</w:endnote>'
    found = read(body, footnotes=notes, endnotes=ends)
    assert found.text == "12.345¹ người\n¹ Số liệu năm 2021.\ngiữa\ncuối²\n² Theo báo cáo\ncủa huyện."
    assert lines(found, BlockKind.FOOTNOTE) == ["¹ Số liệu năm 2021.", "² Theo báo cáo\ncủa huyện."]


def test_a_note_that_refers_to_itself_ends() -> None:
    reference = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    found = read(
        f"<w:p>{run('a')}{reference}</w:p>", footnotes=f'<w:footnote w:id="1"><w:p>{reference}</w:p></w:footnote>'
    )
    assert found.text == "a¹\n¹ ¹"


def test_notes_of_a_table_follow_the_table() -> None:
    cell = f'<w:tc><w:p>{run("16")}<w:r><w:footnoteReference w:id="1"/></w:r></w:p></w:tc>'
    body = f"<w:tbl><w:tr><w:tc>{paragraph('Sa Pa')}</w:tc>{cell}</w:tr></w:tbl>" + paragraph("sau")
    found = read(body, footnotes=f'<w:footnote w:id="1">{paragraph("cả thị trấn")}</w:footnote>')
    assert found.text == "Sa Pa | 16¹\n¹ cả thị trấn\nsau"


def test_headers_and_footers_come_last_and_once() -> None:
    sections = '<w:headerReference w:type="default" r:id="header"/><w:footerReference r:id="footer"/>'
    breaks = f"<w:p><w:pPr><w:sectPr>{sections}</w:sectPr></w:pPr></w:p>"
    body = breaks + paragraph("QUY CHẾ") + f"<w:sectPr>{sections}</w:sectPr>"
    found = read(body, header=paragraph("Tỉnh ủy Lào Cai"), footer=paragraph("Trang 1"))
    assert found.text == "QUY CHẾ\n\nTỉnh ủy Lào Cai\n\nTrang 1"
    assert [block.kind for block in found.blocks] == [BlockKind.PARAGRAPH, BlockKind.HEADER, BlockKind.FOOTER]


STYLES = (
    '<w:style w:type="paragraph" w:styleId="u1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="con"><w:name w:val="Của tôi"/><w:basedOn w:val="u1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="vong"><w:basedOn w:val="vong"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="dieu"><w:name w:val="Điều"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="table" w:styleId="luoi">'
    '<w:tblPr><w:tblBorders><w:top w:val="single"/></w:tblBorders></w:tblPr></w:style>'
)


@pytest.mark.parametrize(
    ("properties", "kind"),
    [
        ('<w:pStyle w:val="u1"/>', BlockKind.HEADING),
        ('<w:pStyle w:val="con"/>', BlockKind.HEADING),
        ('<w:outlineLvl w:val="2"/>', BlockKind.HEADING),
        ('<w:outlineLvl w:val="9"/>', BlockKind.PARAGRAPH),
        ('<w:pStyle w:val="vong"/>', BlockKind.PARAGRAPH),
        ('<w:pStyle w:val="lạ"/>', BlockKind.PARAGRAPH),
        ("", BlockKind.PARAGRAPH),
    ],
)
def test_headings(properties: str, kind: BlockKind) -> None:
    assert read(paragraph("I. KẾT QUẢ", properties), styles=STYLES).blocks[0].kind is kind


def test_a_table_style_with_lines_makes_a_data_table() -> None:
    body = table([["Nội dung", "Kết quả"], ["Một\nHai", "149"]], ruled=False)
    styled = body.replace("<w:tblPr>", '<w:tblPr><w:tblStyle w:val="luoi"/>')
    assert read(styled, styles=STYLES).text == "Nội dung | Kết quả\nMột Hai | 149"
    assert read(body, styles=STYLES).text == "Nội dung\nKết quả\nMột\nHai\n149"


def level(index: int, style: str, template: str, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{template}"/>{extra}</w:lvl>'
    )


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "decimal", "Điều %1.")
    + level(1, "decimal", "%2.")
    + level(2, "lowerLetter", "%3)")
    + level(3, "upperRoman", "%4-", '<w:suff w:val="nothing"/>')
    + level(4, "decimal", "%1.%5")
    + "</w:abstractNum>"
    + '<w:abstractNum w:abstractNumId="1">'
    + level(0, "bullet", "-") + level(1, "bullet", "\uf0b7")
    + "</w:abstractNum>"
    + '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    + '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    + '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
    + '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
)  # fmt: skip


def numbered(text: str, list_id: int, depth: int = 0) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>')


def test_automatic_numbers_are_written_out() -> None:
    """Deeper levels start anew under each number above; a list that starts elsewhere says so; 0 means no list."""
    body = (
        numbered("Phạm vi", 1) + numbered("Khoản", 1, 1) + numbered("Điểm", 1, 2) + numbered("Điểm", 1, 2)
        + numbered("Khoản", 1, 1) + numbered("Điểm", 1, 2) + numbered("Phần", 1, 3) + numbered("Mục", 1, 4)
        + numbered("Đối tượng", 1) + numbered("Khoản", 1, 1) + numbered("gạch", 2) + numbered("chấm", 2, 1)
        + numbered("Từ bảy", 3) + numbered("không số", 0) + numbered("không có", 99)
        + paragraph("Theo kiểu", '<w:pStyle w:val="dieu"/>')
        + paragraph("Bỏ số", '<w:pStyle w:val="dieu"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )  # fmt: skip
    assert read(body, numbering=NUMBERING, styles=STYLES).text.split("\n") == [
        "Điều 1. Phạm vi", "1. Khoản", "a) Điểm", "b) Điểm", "2. Khoản", "a) Điểm", "I-Phần", "1.1 Mục",
        "Điều 2. Đối tượng", "1. Khoản", "- gạch", "• chấm", "Điều 7. Từ bảy", "không số", "không có",
        "Điều 8. Theo kiểu", "Bỏ số",
    ]  # fmt: skip


def test_own_level_goes_before_that_of_the_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="diem"><w:pPr><w:numPr><w:ilvl w:val="2"/><w:numId w:val="1"/></w:numPr>'
        "</w:pPr></w:style>"
    )
    body = paragraph("Điểm", '<w:pStyle w:val="diem"/>')
    body += paragraph("Điều", '<w:pStyle w:val="diem"/><w:numPr><w:ilvl w:val="0"/></w:numPr>')
    assert read(body, numbering=NUMBERING, styles=styles).text == "a) Điểm\nĐiều 1. Điều"


def test_properties_become_hints() -> None:
    core = '<p xmlns:dc="d"><dc:title>Báo cáo</dc:title><dc:creator>Văn thư</dc:creator><dc:nothing>x</dc:nothing></p>'
    app = "<Properties><Pages>4</Pages><Company>Tỉnh ủy</Company></Properties>"
    found = read(paragraph("x"), {"docProps/core.xml": core, "docProps/app.xml": app})
    assert found.hints == (("docx.title", "Báo cáo"), ("docx.creator", "Văn thư"), ("docx.company", "Tỉnh ủy"))
    assert found.pages == 4


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (f"<w:p><w:ins>{run('x')}</w:ins></w:p>", "tracked_changes"),
        (f"<w:p>{run('x')}{run('y', '<w:vanish/>')}</w:p>", "hidden_text"),
        (paragraph("x") + '<w:altChunk r:id="a"/>', "embedded_part"),
    ],
)
def test_what_is_left_out_is_told(body: str, kind: str) -> None:
    assert kinds(read(body).problems) == [kind]


def test_damaged_minor_part_is_a_problem_of_the_document() -> None:
    found = read(paragraph("thân bài"), {"word/styles.xml": "<w:styles"}, styles="")
    assert (found.text, kinds(found.problems)) == ("thân bài", ["part_unreadable"])


@pytest.mark.parametrize(
    "missing", ["word/styles.xml", "word/footnotes.xml", "_rels/.rels", "word/_rels/document.xml.rels"]
)
def test_missing_minor_part_is_no_matter(missing: str) -> None:
    whole = word_file(paragraph("thân bài"), styles=STYLES, footnotes="")
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        files = {name: archive.read(name) for name in archive.namelist() if name != missing}
    assert read_docx(zip_file(files), "x.docx").text == "thân bài"


def test_strict_open_xml_reads_the_same() -> None:
    strict = part("document", f"<w:body>{paragraph('Điều 1')}</w:body>").replace(
        W, "http://purl.oclc.org/ooxml/wordprocessingml/main"
    )
    assert read("", {"word/document.xml": strict}).text == "Điều 1"


def test_external_relationships_are_left_alone() -> None:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="{R}/styles" Target="http://nowhere.invalid/s.xml" TargetMode="External"/>'
        f'<Relationship Id="b" Type="{R}/footnotes" Target="../../../etc/passwd"/></Relationships>'
    )
    assert read(paragraph("x"), {"word/_rels/document.xml.rels": rels}).text == "x"


def test_file_of_python_docx_reads_whole() -> None:
    """A file as another program writes it: styles, tables, header, properties."""
    document = docx.Document()
    document.core_properties.title = "Báo cáo quý I"
    document.add_heading("I. KẾT QUẢ", level=1)
    document.add_paragraph("Tổ chức 149 hội nghị.", style="List Number")
    document.add_paragraph("Có 6.558 người dự.", style="List Number")
    grid = document.add_table(rows=2, cols=3, style="Table Grid")
    texts = ["TT", "Đơn vị", "Tốt", "1", "Sa Pa", "16"]
    for cell, text in zip([*grid.rows[0].cells, *grid.rows[1].cells], texts, strict=True):
        cell.text = text
    document.sections[0].header.paragraphs[0].text = "Tỉnh ủy"
    out = io.BytesIO()
    document.save(out)
    found = read_docx(out.getvalue(), "x.docx")
    assert_sound(found)
    assert found.text == (
        "I. KẾT QUẢ\n1. Tổ chức 149 hội nghị.\n2. Có 6.558 người dự.\nTT | Đơn vị | Tốt\n1 | Sa Pa | 16\n\nTỉnh ủy"
    )
    assert ("docx.title", "Báo cáo quý I") in found.hints


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_broken_files_are_read_or_refused(data: st.DataObject) -> None:
    """Bytes changed or cut anywhere: a sound reading or a ReadError, nothing else."""
    whole = bytearray(word_file(paragraph("một") + table([["a", "b", "c"]]), styles=STYLES, numbering=NUMBERING))
    for _ in range(data.draw(st.integers(0, 5))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    raw = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    try:
        assert_sound(read_docx(raw, "x.docx"))
    except ReadError as error:
        assert str(error).startswith("“x.docx”")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_broken_xml_is_read_or_refused(data: st.DataObject) -> None:
    """Pieces of a valid part doubled, dropped or moved: a sound reading or a ReadError."""
    xml = part("document", f"<w:body>{numbered('một', 1)}{table([['a', 'b'], ['c', 'd']])}<w:sectPr/></w:body>")
    start, end = sorted((data.draw(st.integers(0, len(xml))), data.draw(st.integers(0, len(xml)))))
    place = data.draw(st.integers(0, len(xml)))
    mangled = xml[:place] + xml[start:end] + xml[place + data.draw(st.integers(0, 30)) :]
    try:
        assert_sound(read_docx(word_file("", {"word/document.xml": mangled}, numbering=NUMBERING), "x.docx"))
    except ReadError as error:
        assert str(error).startswith("“x.docx”")


def test_no_part_is_unpacked_that_is_not_read() -> None:
    """A damaged picture does not matter."""
    path = "word/media/image1.png"
    raw = bytearray(word_file(paragraph("x"), {path: "hình" * 100}))
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        raw[archive.getinfo(path).header_offset + 30 + len(path)] ^= 0xFF
    with zipfile.ZipFile(io.BytesIO(raw)) as archive, pytest.raises(zlib.error):
        archive.read(path)
    assert read_docx(bytes(raw), "x.docx").text == "x"
