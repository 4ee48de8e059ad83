"""Word files: the official form of Party and State, footnotes that Word knows, templates of people, hostile text."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree
from PIL import Image

from pipeline.errors import UsageError
from pipeline.word.file import Field, Grid, WordFile
from pipeline.word.form import Form, Sphere, values
from pipeline.word.standard import standard

ROOT = Path(__file__).resolve().parent.parent
PARTY = Form(
    "báo cáo", "Kết quả công tác dân vận", Sphere.PARTY, "Tỉnh ủy Lào Cai", "Ban Dân vận", "31-BC/BDVTU", "Lào Cai",
    date(2022, 1, 2), "T/M Ban Dân vận", "Trưởng ban", "Giàng Văn Thử", ("Thường trực Tỉnh ủy",),
)  # fmt: skip
STATE = Form("báo cáo", "kết quả công tác dân vận")
HOSTILE = "=1+1 <w:p/> {{co_quan}} \x01\u202e & ]]>"


def read(content: bytes) -> Any:
    return Document(BytesIO(content))


def words(document: Any) -> list[str]:
    """Return the texts of all paragraphs of the body, those of tables among them, in their order."""
    return [
        "".join(part.text or "" for part in paragraph.iter(qn("w:t")))
        for paragraph in document.element.body.iter(qn("w:p"))
    ]


def test_the_head_of_the_party_and_its_foot() -> None:
    text = words(read(WordFile(PARTY).content()))
    head = ["TỈNH ỦY LÀO CAI", "BAN DÂN VẬN", "*", "Số 31-BC/BDVTU", "ĐẢNG CỘNG SẢN VIỆT NAM"]
    assert text[:5] == head
    assert "Lào Cai, ngày 02 tháng 01 năm 2022" in text
    assert text.index("BÁO CÁO") + 1 == text.index("kết quả công tác dân vận")
    assert [line for line in text if line in ("T/M BAN DÂN VẬN", "TRƯỞNG BAN", "Giàng Văn Thử")] == [
        "T/M BAN DÂN VẬN", "TRƯỞNG BAN", "Giàng Văn Thử",
    ]  # fmt: skip
    assert {"Nơi nhận:", "- Thường trực Tỉnh ủy,", "- Lưu."} <= set(text)
    assert not any("CỘNG HÒA" in line or "{{" in line for line in text)


def test_the_head_of_the_state_stays_open_where_nothing_is_known() -> None:
    text = words(read(WordFile(STATE).content()))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text and "Độc lập - Tự do - Hạnh phúc" in text
    assert any(line.startswith("Số:") for line in text) and any("ngày\u00a0" in line for line in text)
    assert "Kết quả công tác dân vận" in text and "- Lưu: VT." in text
    assert not any("ĐẢNG CỘNG SẢN" in line for line in text)


def test_the_page_is_that_of_the_decree() -> None:
    document = read(WordFile(STATE).content())
    (section,) = document.sections
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side.mm) for side in sides] == [20, 20, 30, 15]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert section.different_first_page_header_footer
    assert "PAGE" in etree.tostring(section.header._element, encoding="unicode")
    assert "PAGE" not in etree.tostring(section.first_page_header._element, encoding="unicode")
    assert document.styles["Body Text"].font.name == "Times New Roman"
    assert 13 <= document.styles["Body Text"].font.size.pt <= 14


def written() -> WordFile:
    file = WordFile(PARTY)
    file.heading("I. KẾT QUẢ", 1)
    file.paragraph("Mở 312 hội nghị.", [(7, "Câu bảy")])
    file.paragraph("Lại 312.", [(7, "Câu bảy"), (9, HOSTILE)])
    rows = tuple((Field(str(n)), Field(HOSTILE), Field("1.204", ((7, "Câu bảy"),), "#cfe8d8")) for n in range(3))
    total = (Field(""), Field("Cộng"), Field("3.612"))
    file.table(Grid(("TT", "Nội dung", "Người"), rows, (False, False, True), (None, None, "#ffffff"), total))
    return file


def test_footnotes_are_those_of_word_each_sentence_once() -> None:
    content = written().content()
    with zipfile.ZipFile(BytesIO(content)) as parts:
        notes = etree.fromstring(parts.read("word/footnotes.xml"))
        body = etree.fromstring(parts.read("word/document.xml"))
        assert "footnotes.xml" in parts.read("word/_rels/document.xml.rels").decode()
    told = {note.get(qn("w:id")): "".join(note.itertext()).strip() for note in notes}
    marks = [mark.get(qn("w:id")) for mark in body.iter(qn("w:footnoteReference"))]
    assert [told[mark] for mark in marks] == ["Câu bảy", "=1+1 <w:p/> {{co_quan}} \\x01\\u202e & ]]>"]
    again = [field.text for field in body.iter(qn("w:instrText")) if "NOTEREF" in (field.text or "")]
    assert len(again) == 4, "the second paragraph and three cells refer to the first note"


def test_a_table_has_lines_a_head_on_each_page_and_numbers_to_the_right() -> None:
    document = read(written().content())
    table = document.tables[1]
    assert [cell.text for cell in table.rows[0].cells] == ["TT", "Nội dung", "Người"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table._tbl.tblPr.find(qn("w:tblBorders")) is not None
    assert table.rows[1].cells[2].paragraphs[0].alignment == 2
    assert table.rows[-1].cells[1].paragraphs[0].runs[0].bold
    assert abs(sum(cell.width.mm for cell in table.rows[1].cells) - 165) < 1


def test_what_a_document_says_is_only_text() -> None:
    assert "=1+1 <w:p/> {{co_quan}} \\x01\\u202e & ]]>" in words(read(written().content()))


def test_the_same_calls_give_the_same_bytes() -> None:
    assert written().content() == written().content()


ORDER = {
    "tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan vMerge tcBorders shd vAlign",
    "pPr": "pStyle keepNext keepLines widowControl numPr pBdr shd tabs spacing ind contextualSpacing jc outlineLvl rPr",
    "rPr": "rStyle rFonts b bCs i iCs color spacing kern sz szCs u vertAlign lang",
}
"""What stands in which order in Word's own language (ISO/IEC 29500-1, wml.xsd), as far as it is written here."""


@pytest.mark.parametrize("form", [PARTY, STATE], ids=["party", "state"])
def test_parts_stand_in_the_order_of_the_schema(form: Form) -> None:
    file = WordFile(form)
    file.heading("I. KẾT QUẢ")
    file.paragraph("Mở 312.", [(1, "Câu")])
    file.table(Grid(("a",), ((Field("1", ((1, "Câu"),), "#cfe8d8"),),), (True,)))
    with zipfile.ZipFile(BytesIO(file.content())) as parts:
        roots = [etree.fromstring(parts.read(f"word/{name}.xml")) for name in ("document", "footnotes", "header1")]
    for name, order in ORDER.items():
        places = {qn(f"w:{child}"): place for place, child in enumerate(order.split())}
        for root in roots:
            for element in root.iter(qn(f"w:{name}")):
                stand = [places[child.tag] for child in element]
                assert stand == sorted(stand)


def test_a_picture_has_words_and_fits_the_page() -> None:
    file = WordFile(STATE)
    dot = BytesIO()
    Image.new("L", (1, 1)).save(dot, "PNG")
    file.picture(dot.getvalue(), 330.0, 100.0, "Xếp loại: tốt 74")
    document = read(file.content())
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr") == "Xếp loại: tốt 74"
    assert abs(shape.width - Mm(165)) < Mm(1) and abs(shape.height - Mm(50)) < Mm(1)


def own_template(folder: Path, *lines: str) -> Path:
    document = Document()
    for line in lines:
        paragraph = document.add_paragraph()
        for piece in line.split("|"):
            paragraph.add_run(piece)
    document.save(str(folder / "mau.docx"))
    return folder / "mau.docx"


def test_a_template_of_ones_own_is_filled(tmp_path: Path) -> None:
    mine = own_template(tmp_path, "VĂN PHÒNG: {{co_|quan}} - {{ so_ky_hieu }}", "{{noi_dung}}", "{{noi_nhan}}", "Hết")
    file = WordFile(PARTY, mine)
    file.heading("I. KẾT QUẢ", 1)
    file.paragraph("Nội dung.", [(1, "Câu")])
    lines = words(read(file.content()))
    assert lines == [
        "VĂN PHÒNG: BAN DÂN VẬN - Số 31-BC/BDVTU", "I. KẾT QUẢ", "Nội dung.", "- Thường trực Tỉnh ủy,", "- Lưu.", "Hết",
    ]  # fmt: skip


def test_endnotes_are_numbered_in_figures() -> None:
    file = WordFile(STATE, endnotes=True)
    file.paragraph("Mở 312.", [(1, "Câu")])
    with zipfile.ZipFile(BytesIO(file.content())) as parts:
        assert "word/footnotes.xml" not in parts.namelist()
        assert "Câu" in "".join(etree.fromstring(parts.read("word/endnotes.xml")).itertext())
        body = etree.fromstring(parts.read("word/document.xml"))
    assert len(list(body.iter(qn("w:endnoteReference")))) == 1
    (numbering,) = body.iter(qn("w:numFmt"))
    assert numbering.getparent().tag == qn("w:endnotePr") and numbering.get(qn("w:val")) == "decimal"
    kinds = [child.tag for child in numbering.getparent().getparent()]
    assert kinds.index(qn("w:headerReference")) < kinds.index(qn("w:endnotePr")) < kinds.index(qn("w:pgSz"))


def test_footnotes_of_a_template_stay(tmp_path: Path) -> None:
    (tmp_path / "mau.docx").write_bytes(written().content())
    file = WordFile(PARTY, tmp_path / "mau.docx")
    file.paragraph("Mới.", [(1, "Câu mới")])
    file.paragraph("Lại.", [(1, "Câu mới")])
    with zipfile.ZipFile(BytesIO(file.content())) as parts:
        notes = etree.fromstring(parts.read("word/footnotes.xml"))
        body = etree.fromstring(parts.read("word/document.xml"))
    ids = [note.get(qn("w:id")) for note in notes]
    assert len(ids) == len(set(ids)) == 5
    assert "".join(notes[-1].itertext()).strip() == "Câu mới" and "Câu bảy" in "".join(notes.itertext())
    names = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert len(names) == len(set(names)) == 3


def test_a_template_without_a_place_gets_the_content_at_its_end(tmp_path: Path) -> None:
    file = WordFile(PARTY, own_template(tmp_path, "Đầu", "{{nguoi_ky}}"))
    file.paragraph("Nội dung.")
    assert words(read(file.content())) == ["Đầu", "Giàng Văn Thử", "Nội dung."]


def test_a_name_that_stands_for_nothing_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ten_co_quan"):
        WordFile(PARTY, own_template(tmp_path, "{{ten_co_quan}}"))


def test_a_template_that_is_no_word_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "mau.docx").write_text("không phải Word", encoding="utf-8")
    with pytest.raises(UsageError, match=r"mau\.docx"):
        WordFile(PARTY, tmp_path / "mau.docx")


def test_what_is_not_known_goes_or_stays_open() -> None:
    empty = values(Form("báo cáo", ""))
    assert empty["trich_yeu"] == empty["co_quan_cap_tren"] == [] and empty["noi_nhan"] == ["- Lưu: VT."]
    assert set("".join(empty["co_quan"] + empty["nguoi_ky"])) == {"…"}


@pytest.mark.parametrize("sphere", list(Sphere))
def test_the_names_of_a_template_are_described(sphere: Sphere) -> None:
    told = set(re.findall(r"^\| `\{\{(\w+)\}\}`", (ROOT / "docs" / "mau-word.md").read_text(encoding="utf-8"), re.M))
    used = set(re.findall(r"\{\{(\w+)\}\}", " ".join(words(standard(sphere)))))
    assert told == used == {*values(PARTY), "noi_dung"}
