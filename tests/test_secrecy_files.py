"""Stamps in real files: every place of a Word, Excel, PDF, HTML and text file where a stamp may stand keeps it out."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.annotate import annotate
from pipeline.errors import ClassifiedDocument, MaybeClassified
from pipeline.readers.ingest import read_source
from tests.pdffiles import FONTS
from tests.sheetfiles import excel_file, rows, worksheet
from tests.wordfiles import paragraph, word_file

LETTER = """UBND TỈNH LÀO CAI\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ TÀI CHÍNH\tĐộc lập - Tự do - Hạnh phúc
Số: 215/BC-STC\tLào Cai, ngày 14 tháng 3 năm 2022
BÁO CÁO
kết quả công tác 3 tháng đầu năm 2022

Kính gửi: UBND tỉnh Lào Cai.
Sở đã tham mưu 12 văn bản, tổ chức 3 hội nghị với 214 người dự.
Nơi nhận:
- Lưu: VT."""
BODY = "".join(paragraph(line.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')) for line in LETTER.split("\n"))
STAMP = paragraph("TỐI MẬT")
TEXT_BOX = f"<w:txbxContent>{STAMP}</w:txbxContent>"
WORD_ART = '<w:p><w:r><w:pict><v:shape alt=""><v:textpath string="MẬT"/></v:shape></w:pict></w:r></w:p>'
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"


def drawn(inner: str) -> str:
    return f"<w:p><w:r>{inner}</w:r></w:p>"


def heads(kind: str) -> str:
    return f'<w:sectPr><w:{kind}Reference w:type="default" r:id="{kind}"/></w:sectPr>'


def core(name: str, value: str) -> dict[str, str]:
    return {"docProps/core.xml": f'<c:coreProperties xmlns:c="{CORE}"><c:{name}>{value}</c:{name}></c:coreProperties>'}


def custom(name: str, value: str) -> dict[str, str]:
    inner = f'<property name="{name}"><v:lpwstr xmlns:v="urn:v">{value}</v:lpwstr></property>'
    return {"docProps/custom.xml": f'<Properties xmlns="{CUSTOM}">{inner}</Properties>'}


WORD_FILES: dict[str, bytes] = {
    "header": word_file(BODY + heads("header"), header=paragraph("MẬT")),
    "header in a table": word_file(
        BODY + heads("header"), header=f"<w:tbl><w:tr><w:tc>{paragraph('M Ậ T')}</w:tc></w:tr></w:tbl>"
    ),
    "footer": word_file(BODY + heads("footer"), footer=paragraph("Tối mật")),
    "VML text box": word_file(drawn(f"<w:pict><v:shape><v:textbox>{TEXT_BOX}</v:textbox></v:shape></w:pict>") + BODY),
    "text box deep in the body": word_file(
        BODY * 3 + drawn(f"<w:pict><v:shape><v:textbox>{TEXT_BOX}</v:textbox></v:shape></w:pict>") + BODY
    ),
    "wps text box": word_file(
        drawn(f"<mc:AlternateContent><mc:Choice><w:drawing><wps:wsp><wps:txbx>{TEXT_BOX}</wps:txbx></wps:wsp></w:drawing>"
              f"</mc:Choice><mc:Fallback><w:pict/></mc:Fallback></mc:AlternateContent>") + BODY
    ),
    "WordArt": word_file(BODY + WORD_ART + BODY),
    "watermark": word_file(BODY + heads("header"), header=WORD_ART),
    "picture of a stamp": word_file(drawn('<w:drawing><docPr descr="Dấu MẬT"/></w:drawing>') + BODY),
    "cell of the letterhead": word_file(
        f"<w:tbl><w:tr><w:tc>{paragraph('UBND TỈNH LÀO CAI')}{paragraph('MẬT')}</w:tc>"
        f"<w:tc>{paragraph('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM')}</w:tc></w:tr></w:tbl>" + BODY
    ),
    "category": word_file(BODY, core("category", "TUYỆT MẬT")),
    "keywords": word_file(BODY, core("keywords", "báo cáo, mật")),
    "property of the office": word_file(BODY, custom("Độ mật", "Mật")),
}  # fmt: skip

CELLS = "UBND TỈNH LÀO CAI | | Biểu số 02", "STT | Xã | Dân số", "1 | Bảo Nhai | 9214", "2 | Cốc Ly | 6118"
DRAWING = (
    '<d:wsDr xmlns:d="urn:d" xmlns:a="urn:a"><d:sp><d:txBody><a:p><a:r><a:t>TỐI</a:t></a:r></a:p>'
    "<a:p><a:r><a:t>MẬT</a:t></a:r></a:p></d:txBody></d:sp></d:wsDr>"
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="d"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" Target="../drawings/d1.xml"/>'
    "</Relationships>"
)


def printed(heads: str) -> bytes:
    return excel_file(worksheet(rows(*CELLS), behind=f"<headerFooter>{heads}</headerFooter>"))


EXCEL_FILES: dict[str, bytes] = {
    "cell": excel_file(worksheet(rows("MẬT", *CELLS))),
    "cell in small letters": excel_file(worksheet(rows("Độ mật: | Mật", *CELLS))),
    "head for print": printed('<oddHeader>&amp;C&amp;"Arial,Bold"&amp;14MẬT</oddHeader>'),
    "foot of the first page": printed("<firstFooter>&amp;LTối mật&amp;RTrang &amp;P</firstFooter>"),
    "text box": excel_file(
        worksheet(rows(*CELLS), behind="<drawing/>"),
        parts={"xl/drawings/d1.xml": DRAWING, "xl/worksheets/_rels/sheet1.xml.rels": RELATIONS},
    ),
    "property": excel_file(worksheet(rows(*CELLS)), parts=core("subject", "Tối mật")),
}  # fmt: skip


Draw = Callable[[Canvas, int, str], None]


def pdf_file(draw: Draw, info: str = "") -> bytes:
    """Return a PDF of two pages, the report on the first; skips where no font has the letters of Vietnamese."""
    path = next((path for path in FONTS if Path(path).is_file()), None)
    if path is None:
        pytest.skip("no font with Vietnamese letters on this machine")
    font = "SecrecySerif"
    pdfmetrics.registerFont(TTFont(font, path))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.setSubject(info)
    for number in (1, 2):
        canvas.setFont(font, 11)
        if number == 1:
            for i, line in enumerate(LETTER.replace("\t", "      ").split("\n")):
                canvas.drawString(60, 740 - 18 * i, line)
        for i, line in enumerate(simpleSplit("Sở tiếp tục theo dõi, đôn đốc. " * 12, font, 11, 450)):
            canvas.drawString(60, 500 - 18 * i, line)
        draw(canvas, number, font)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def nothing(canvas: Canvas, number: int, font: str) -> None:
    """Draw a page without a stamp."""


def head_of_each_page(canvas: Canvas, number: int, font: str) -> None:
    canvas.drawString(280, 810, "MẬT")


def head_of_one_page(canvas: Canvas, number: int, font: str) -> None:
    if number == 2:
        canvas.drawString(280, 810, "TỐI MẬT")


def foot_of_one_page(canvas: Canvas, number: int, font: str) -> None:
    if number == 1:
        canvas.drawString(280, 40, "M Ậ T")


def across_the_page(canvas: Canvas, number: int, font: str) -> None:
    canvas.saveState()
    canvas.translate(297, 421)
    canvas.rotate(45)
    canvas.setFont(font, 60)
    canvas.drawCentredString(0, 0, "MẬT")
    canvas.restoreState()


def two_words_across_the_page(canvas: Canvas, number: int, font: str) -> None:
    canvas.saveState()
    canvas.translate(297, 300)
    canvas.rotate(55)
    canvas.setFont(font, 70)
    canvas.drawCentredString(0, 0, "TUYỆT MẬT")
    canvas.restoreState()


def annotation(canvas: Canvas, number: int, font: str) -> None:
    canvas.freeTextAnnotation("TUYỆT MẬT", (250, 760, 350, 790))


PDF_STAMPS: tuple[Draw, ...] = (
    head_of_each_page, head_of_one_page, foot_of_one_page, across_the_page, two_words_across_the_page, annotation,
)  # fmt: skip
PAGE = (
    "<html><head><title>{title}</title>{head}</head><body>{above}<p>" + LETTER.replace("\n", "</p><p>") + "</p></body>"
)
HTML_FILES: dict[str, bytes] = {
    name: PAGE.format(**{"title": "Báo cáo", "head": "", "above": "", **holes}).encode()
    for name, holes in {
        "line": {"above": "<p>MẬT</p>"},
        "frame": {"above": "<div><b>T Ố I&nbsp; M Ậ T</b></div>"},
        "header element": {"above": "<header><div>MẬT</div></header>"},
        "picture of a stamp": {"above": '<img src="a.png" alt="Dấu MẬT">'},
        "meta": {"head": '<meta name="category" content="MẬT">'},
        "title": {"title": "Báo cáo kết quả (MẬT)"},
    }.items()
}
TEXT_FILES: dict[str, bytes] = {
    "first line": f"MẬT\n{LETTER}".encode(),
    "utf-16": f"TUYỆT MẬT\r\n{LETTER}".encode("utf-16"),
    "last line": f"{LETTER}\nMẬT\n".encode(),
    "second page": f"{LETTER}\n\fMẬT\n{LETTER}".encode(),
    "decomposed": f"MA\u0323\u0302T\n{LETTER}".encode(),
}
CASES = [
    pytest.param(suffix, raw, id=f"{suffix}: {name}")
    for suffix, files in (
        ("docx", WORD_FILES), ("xlsx", EXCEL_FILES), ("html", HTML_FILES), ("txt", TEXT_FILES),
    )
    for name, raw in files.items()
]  # fmt: skip


@pytest.mark.parametrize(("suffix", "raw"), CASES)
def test_stamped_file_is_kept_out(suffix: str, raw: bytes, tmp_path: Path) -> None:
    assert_kept_out(suffix, raw, tmp_path)


@pytest.mark.parametrize("draw", PDF_STAMPS)
def test_stamped_pdf_is_kept_out(draw: Draw, tmp_path: Path) -> None:
    assert_kept_out("pdf", pdf_file(draw), tmp_path)


def test_pdf_with_a_stamp_in_its_properties_is_kept_out(tmp_path: Path) -> None:
    assert_kept_out("pdf", pdf_file(nothing, "Độ mật: Mật"), tmp_path)


def test_pdf_without_a_stamp_is_read(tmp_path: Path) -> None:
    assert_read("pdf", pdf_file(nothing, "Bảo vệ bí mật nhà nước"), tmp_path)


def assert_kept_out(suffix: str, raw: bytes, tmp_path: Path) -> None:
    file = tmp_path / f"van-ban.{suffix}"
    file.write_bytes(raw)
    source = read_source(file, f"kho/{file.name}")
    with pytest.raises(ClassifiedDocument, match=file.name) as caught:
        annotate(source)
    assert "215" not in str(caught.value), "the message says nothing of the document"
    assert annotate(source, allow_classified=True).metadata.secrecy


@pytest.mark.parametrize(
    ("suffix", "raw"),
    [
        ("docx", word_file(BODY)),
        ("xlsx", excel_file(worksheet(rows(*CELLS)))),
        ("html", PAGE.format(title="Báo cáo", head="", above="<p>Bảo mật</p>").encode()),
        ("txt", LETTER.encode()),
    ],
    ids=["docx", "xlsx", "html", "txt"],
)
def test_the_same_file_without_its_stamp_is_read(suffix: str, raw: bytes, tmp_path: Path) -> None:
    assert_read(suffix, raw, tmp_path)


def assert_read(suffix: str, raw: bytes, tmp_path: Path) -> None:
    file = tmp_path / f"van-ban.{suffix}"
    file.write_bytes(raw)
    assert annotate(read_source(file, file.name)).metadata.secrecy is None


def test_a_doubtful_stamp_says_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "bc-12.txt"
    file.write_text(
        LETTER.replace("Nơi nhận", "Sở đề nghị:\na;\nb;\nc.\nMẬT\nSở đã báo cáo.\nNơi nhận"), encoding="utf-8"
    )
    with pytest.raises(MaybeClassified, match="Hãy mở tệp xem") as caught:
        annotate(read_source(file, "2022/bc-12.txt"))
    assert "2022" not in str(caught.value)
