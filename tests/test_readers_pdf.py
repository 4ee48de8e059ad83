"""PDF files: paragraphs, tables, running heads, footnotes; and what pdfium alone would get wrong."""

from __future__ import annotations

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import PdfDocument
from reportlab.lib import pdfencrypt
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from extractors.model import BlockKind
from pipeline.errors import DamagedFile, EmptyFile, EncryptedFile, MissingTool, ReadError, TooLarge
from pipeline.readers.pdf import read as pdf
from pipeline.readers.pdf.read import read_pdf
from tests.checks import assert_sound, kinds, lines
from tests.pdffiles import BODY, drawn, raised, read, ruled, write
from tests.pdffiles import serif as serif

SHARED = Path(os.environ.get("TRICHYEU_SHARED", Path(__file__).parent.parent.parent / "shared"))


def test_vietnamese_letters(serif: str) -> None:
    text = "Sau 01 năm triển khai Đề án số 06-ĐA/TU, đã tổ chức 149 hội nghị với 6.558 người dự."

    def page(canvas: Canvas) -> None:
        canvas.setFont(serif, 11)
        canvas.drawString(60, 700, text)

    found = read(page)
    assert found.text == text
    assert found.pages == 1
    assert found.problems == ()
    assert found.blocks[0].page == 1


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        ([("Co 12.345", 0, 13), ("1", 5, 8), (" nguoi du", 0, 13)], "Co 12.345¹ nguoi du"),
        ([("ca 6.558", 0, 13), ("12", 5, 8)], "ca 6.558¹²"),
        ([("dat 50 m", 0, 13), ("2", 5, 8), (", khi CO", 0, 13), ("2", -2, 8)], "dat 50 m², khi CO2"),
        ([("1", 5, 7), ("So lieu nam 2021", 0, 10)], "¹So lieu nam 2021"),
        ([("nam ", 0, 13), ("2021", 0, 9), (" co 12.345", 0, 13)], "nam 2021 co 12.345"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_raised_digits_never_join_a_figure(pieces: list[tuple[str, float, int]], text: str) -> None:
    """12.345 with a footnote mark is not 12.3451."""
    assert read(lambda canvas: raised(canvas, "Helvetica", pieces)).text == text


def test_hyphens_at_line_ends_are_kept_and_lines_not_joined() -> None:
    """What pdfium reports as U+FFFE is the hyphen of a code that runs over the line."""
    found = read(lambda canvas: write(canvas, [BODY[0], "theo Quyet dinh so 1716/QD-", "UBND ngay 05/6/2022."]))
    assert "1716/QD-\nUBND ngay 05/6/2022." in found.text


def test_paragraphs_by_indent_and_short_last_line() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, BODY[:1], top=760, left=100)
        write(canvas, BODY[1:], top=742)
        write(canvas, BODY[:1], top=706, left=100)
        write(canvas, BODY[1:], top=688)

    assert read(page).text == "\n\n".join(["\n".join(BODY)] * 2)


def test_a_paragraph_runs_over_the_page_past_heads_and_notes() -> None:
    """Page number and running title stand at the end; the footnote follows the paragraph; the sentence is whole."""

    def page(number: int) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            write(canvas, [str(number)], top=810, left=290)
            write(canvas, ["Ban Dan van Tinh uy"], top=30, size=9)
            write(canvas, [BODY[0]] * 8 if number == 1 else ["nguoi du."])
            if number == 1:
                write(canvas, ["1 So lieu nam 2021, theo bao cao cua huyen"], top=70, size=9)

        return draw

    found = read(page(1), page(2))
    assert found.text == (
        "\n".join([BODY[0]] * 8)
        + "\nnguoi du.\n\n1 So lieu nam 2021, theo bao cao cua huyen\n1\nBan Dan van Tinh uy\n2"
    )
    assert [block.kind for block in found.blocks] == [
        BlockKind.PARAGRAPH, BlockKind.FOOTNOTE, BlockKind.HEADER, BlockKind.FOOTER, BlockKind.HEADER,
    ]  # fmt: skip
    assert found.blocks[-1].page == 2


def test_box_of_a_paragraph_counts_from_the_top_left() -> None:
    box = read(lambda canvas: write(canvas, BODY)).blocks[0].box
    assert box is not None
    left, top, right, bottom = box
    assert left == pytest.approx(72, abs=2)
    assert 842 - 760 - 14 < top < 842 - 760 < bottom < 842 - 760 + 2 * 18 + 8
    assert 400 < right < 595


def test_letters_drawn_out_of_order_are_put_together(serif: str) -> None:
    """A page whose accented letters come last in the file, as fallback fonts leave it, still reads as words."""
    text = "Toàn tỉnh đã tổ chức hội nghị quán triệt triển khai nội dung đề án ở các huyện ủy thành ủy"

    def page(canvas: Canvas) -> None:
        canvas.setFont(serif, 10)
        for accented in (False, True):
            for top in (700, 680, 660):
                left = 50.0
                for letter in text:
                    if letter.isascii() is not accented and letter != " ":
                        canvas.drawString(left, top, letter)
                    left += pdfmetrics.stringWidth(letter, serif, 10)

    assert read(page).text.count(text) == 3


def picture(canvas: Canvas) -> None:
    canvas.drawInlineImage(_image(), 0, 0, 595, 842)


def _image() -> object:
    from PIL import Image

    return Image.new("L", (40, 60), 200)


def test_a_page_without_text_is_told() -> None:
    found = read(lambda canvas: write(canvas, BODY), picture)
    assert kinds(found.problems) == ["no_text_layer"]
    assert "Trang 2" in found.problems[0].message
    assert found.pages == 2


def test_a_stamp_over_a_scan_does_not_make_it_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.readers.scan.pages.missing_tool", lambda: "tesseract-ocr-vie")

    def stamped(canvas: Canvas) -> None:
        picture(canvas)
        write(canvas, ["Nguoi ky: UBND tinh"])

    assert kinds(read(stamped).problems) == ["no_text_layer"]


def blank(canvas: Canvas) -> None:
    """Draw nothing."""


def cut(share: float) -> bytes:
    whole = drawn(*[lambda canvas: write(canvas, BODY)] * 5)
    return whole[: int(len(whole) * share)]


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (drawn(picture, picture), MissingTool),
        (drawn(blank), EmptyFile),
        (drawn(blank, encrypt=pdfencrypt.StandardEncryption("mat", canPrint=0)), EncryptedFile),
        (cut(0.3), DamagedFile),
        (b"%PDF-1.4\n", DamagedFile),
        (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj trailer<</Root 1 0 R>>", EmptyFile),
    ],
    ids=["scan", "blank", "password", "cut", "header only", "pages in a circle"],
)
def test_refused(raw: bytes, error: type[ReadError]) -> None:
    with pytest.raises(error, match=r"“bc\.pdf”: .+\. Hãy .+\."):
        read_pdf(raw, "bc.pdf")


def test_owner_password_alone_does_not_stop_reading() -> None:
    raw = drawn(lambda canvas: write(canvas, BODY), encrypt=pdfencrypt.StandardEncryption("", ownerPassword="chu"))
    assert read_pdf(raw, "x").text == "\n".join(BODY)


def test_a_file_without_its_end_is_doubtful() -> None:
    whole = cut(1.0)
    found = read_pdf(whole[: whole.rindex(b"startxref")], "x")
    assert kinds(found.problems) == ["truncated"]
    assert found.text.count(BODY[2]) == 5


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = drawn(*[lambda canvas: write(canvas, BODY)] * 3)
    for limit, value in (("MAX_PAGES", 2), ("MAX_CHARACTERS", 100)):
        with monkeypatch.context() as patched:
            patched.setattr(pdf, limit, value)
            with pytest.raises(TooLarge):
                read_pdf(raw, "x")


def test_hints() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setTitle("Báo cáo quý I")
        canvas.setAuthor("Văn thư")
        write(canvas, BODY)

    hints = dict(read(page).hints)
    assert (hints["pdf.title"], hints["pdf.author"]) == ("Báo cáo quý I", "Văn thư")


def test_turned_page() -> None:
    """A page shown on its side keeps its text, and its boxes lie on the page as shown."""

    def page(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.rotate(90)
        canvas.translate(0, -595)
        write(canvas, [*BODY[:2], "nhu sau: Luat so 64/2025/QH15, M12."], top=500)

    found = read(page)
    assert found.text == "\n".join([*BODY[:2], "nhu sau: Luat so 64/2025/QH15, M12."])
    box = found.blocks[0].box
    assert box is not None
    assert box[0] == pytest.approx(72, abs=3)
    assert box[1] < box[3] < 595


def test_text_that_runs_upwards_has_no_raised_digits() -> None:
    def page(canvas: Canvas) -> None:
        canvas.rotate(90)
        canvas.drawString(100, -300, "Luat so 64/2025/QH15, M12")

    assert read(page).text == "Luat so 64/2025/QH15, M12"


WHOLE = drawn(ruled([["TT", "Don vi"], ["1", "Sa Pa"]]), lambda canvas: write(canvas, BODY), picture)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_broken_files_are_read_or_refused(data: st.DataObject) -> None:
    """Bytes changed or cut anywhere: a sound reading or a ReadError, nothing else."""
    whole = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(0, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert_sound(read_pdf(bytes(whole[: data.draw(st.integers(0, len(whole)))]), "x.pdf"))
    except ReadError as error:
        assert str(error).startswith("“x.pdf”")


@pytest.mark.parametrize(
    ("pages", "notes", "furniture"), [(10, 11, 9), pytest.param(58, 26, 56, marks=pytest.mark.slow)]
)
def test_old_report_keeps_its_footnote_marks_apart(pages: int, notes: int, furniture: int) -> None:
    """A real report of 2004: the mark after 23,5% GDP and the one after 10,6% stand raised, notes follow."""
    path = SHARED / "corpus" / "legacy" / "tcvn3" / "2005-1ADDZ_Ke_hoach_2005__QH_lan_6_25-10.pdf"
    if not path.is_file():
        pytest.skip("the shared corpus is not on this machine")
    found = read_pdf(_first_pages(path.read_bytes(), pages), path.name)
    assert_sound(found)
    assert found.pages == pages
    assert "23,5% GDP¹" in found.text
    assert "10,6%²" in found.text
    assert len(lines(found, BlockKind.FOOTNOTE)) >= notes
    assert len(lines(found, BlockKind.HEADER, BlockKind.FOOTER)) >= furniture


def _first_pages(document: bytes, pages: int) -> bytes:
    part = PdfDocument.new()
    part.import_pages(PdfDocument(document), list(range(pages)))
    part.save(written := BytesIO())
    return written.getvalue()
