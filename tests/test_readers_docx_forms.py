"""Word files as offices leave them: half-accepted changes, unfilled forms, lists without a definition."""

from __future__ import annotations

import pytest

from extractors.model import BlockKind
from pipeline.readers.docx.read import read_docx
from pipeline.readers.reading import Reading
from tests.checks import assert_sound, kinds, lines
from tests.wordfiles import both_openers as both_openers
from tests.wordfiles import paragraph, table, word_file

BY = 'w:id="1" w:author="a"'
RULED = '<w:tblPr><w:tblBorders><w:top w:val="single"/></w:tblBorders></w:tblPr>'
DELETED_MARK = f"<w:rPr><w:del {BY}/></w:rPr>"


def read(body: str, **inner: str) -> Reading:
    found = read_docx(word_file(body, None, **inner), "bc.docx")
    assert_sound(found)
    return found


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(instruction: str) -> str:
    kinds_of = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end")]
    return f"{kinds_of[0]}<w:r><w:instrText>{instruction}</w:instrText></w:r>{kinds_of[1]}"


def box(inner: str, choice: str | None = None) -> str:
    """A text box in both of Word's forms, wps and VML; `choice` replaces the first."""
    wps = f"<wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx>" if choice is None else choice
    vml = f"<w:pict><v:shape><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{wps}</w:drawing></mc:Choice>'
        f"<mc:Fallback>{vml}</mc:Fallback></mc:AlternateContent></w:r>"
    )


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (paragraph("Toàn tỉnh có 125 ", DELETED_MARK) + paragraph("hội nghị."), ["Toàn tỉnh có 125 hội nghị."]),
        (
            paragraph("Toàn ", DELETED_MARK) + paragraph("tỉnh ", DELETED_MARK) + paragraph("có 125 hội nghị."),
            ["Toàn tỉnh có 125 hội nghị."],
        ),
        (paragraph("Biểu 1", DELETED_MARK) + table([["a", "b"]]), ["Biểu 1", "a | b"]),
        (
            f"<w:tbl>{RULED}<w:tr><w:trPr><w:ins {BY}/></w:trPr><w:tc>{paragraph('Sa Pa')}</w:tc>"
            f"<w:tc><w:tcPr><w:cellDel {BY}/></w:tcPr>{paragraph('9')}</w:tc><w:tc>{paragraph('12')}</w:tc>"
            "</w:tr></w:tbl>",
            ["Sa Pa | 12"],
        ),
    ],
)
def test_tracked_changes_are_read_as_accepted(body: str, text: list[str]) -> None:
    assert lines(read(body)) == text


def test_a_paragraph_joined_to_the_next_is_told() -> None:
    found = read(paragraph("Toàn tỉnh có 125 ", DELETED_MARK) + paragraph("hội nghị."))
    assert kinds(found.problems) == ["tracked_changes"]


def test_prompts_of_unfilled_controls_are_not_text() -> None:
    empty = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    filled = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    inline = f"<w:p>{run('Số ')}{filled.format(run('268-BC/BDVTU'))}{empty.format(run('Bấm để nhập ngày'))}</w:p>"
    found = read(inline + empty.format(paragraph("Bấm để nhập văn bản")) + filled.format(paragraph("Toàn văn")))
    assert lines(found) == ["Số 268-BC/BDVTU", "Toàn văn"]
    assert kinds(found.problems) == ["hidden_text"]


@pytest.mark.parametrize("choice", [None, ""], ids=["wps and VML", "VML alone"])
def test_a_text_box_is_read_once(choice: str | None) -> None:
    letterhead = paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + table([["Số", "12"]])
    found = read(f"<w:p>{run('ỦY BAN NHÂN DÂN')}{box(letterhead, choice)}</w:p>")
    assert lines(found) == ["ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số | 12"]


def test_fields_that_number_by_themselves() -> None:
    simple = f'<w:p><w:fldSimple w:instr=" AUTONUM "/>{run(" Công tác tuyên truyền")}</w:p>'
    complex_one = f"<w:p>{field(' AUTONUM ')}{run(' Công tác vận động')}</w:p>"
    other = f"<w:p>{field(' PAGE ')}{run('Kết quả')}</w:p>"
    assert lines(read(simple + complex_one + other)) == ["1. Công tác tuyên truyền", "2. Công tác vận động", "Kết quả"]


def test_numbers_without_a_definition_are_told() -> None:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr>'
    found = read(paragraph("Công tác tuyên truyền", numbered.format(3)))
    assert kinds(found.problems) == ["part_unreadable"]
    assert not read(paragraph("Công tác tuyên truyền", numbered.format(0))).problems


CAPS = '<w:style w:type="paragraph" w:styleId="ten"><w:name w:val="Tên loại"/><w:rPr><w:caps/></w:rPr></w:style>'

NO_CAPS = '<w:caps w:val="0"/>'


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (run("Báo cáo", "<w:caps/>"), "BÁO CÁO"),
        (f'<w:pPr><w:pStyle w:val="ten"/></w:pPr>{run("Quyết định")}', "QUYẾT ĐỊNH"),
        (f'<w:pPr><w:pStyle w:val="ten"/></w:pPr>{run("số 5", NO_CAPS)}', "số 5"),
    ],
)
def test_capitals_are_read_as_printed(inner: str, text: str) -> None:
    assert lines(read(f"<w:p>{inner}</w:p>", styles=CAPS)) == [text]


SECTION = '<w:sectPr><w:headerReference w:type="first" r:id="header"/><w:titlePg/></w:sectPr>'
LETTERHEAD = ["ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Số: 12/BC-UBND"]


def test_a_letterhead_in_the_header_goes_before_the_body() -> None:
    head = "".join(map(paragraph, LETTERHEAD))
    assert lines(read(paragraph("BÁO CÁO") + SECTION, header=head)) == [*LETTERHEAD, "BÁO CÁO"]


def test_a_header_that_repeats_the_letterhead_stays_a_header() -> None:
    head = "".join(map(paragraph, LETTERHEAD))
    found = read(head + paragraph("BÁO CÁO") + SECTION, header=paragraph(LETTERHEAD[2]))
    assert lines(found) == [*LETTERHEAD, "BÁO CÁO", LETTERHEAD[2]]
    assert found.blocks[-1].kind is BlockKind.HEADER


def test_nested_tables_and_lists_in_cells() -> None:
    data = table([["Đơn vị", "Số cuộc"], ["Sa Pa", "12"]])
    assert lines(read(f"<w:tbl><w:tr><w:tc>{data}</w:tc></w:tr></w:tbl>")) == ["Đơn vị | Số cuộc", "Sa Pa | 12"]
    listed = table([["Nội dung", "Kết quả"], ["Hội nghị", "- Cấp huyện: 45 hội nghị\n- Cấp xã: 80 hội nghị"]])
    assert lines(read(listed)) == [
        "Nội dung | Kết quả", "Hội nghị | - Cấp huyện: 45 hội nghị - Cấp xã: 80 hội nghị",
    ]  # fmt: skip
