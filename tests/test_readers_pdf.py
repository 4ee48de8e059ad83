"""PDF files: paragraphs, tables, running heads, footnotes; and what pdfium alone would get wrong."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib import pdfencrypt
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from extractors.figures.find import find_figures
from extractors.model import BlockKind
from pipeline.errors import DamagedFile, EmptyFile, EncryptedFile, MissingTool, ReadError, TooLarge
from pipeline.readers.pdf import read as pdf
from pipeline.readers.pdf.read import read_pdf
from pipeline.readers.reading import Reading
from tests.checks import assert_sound, kinds, lines

FONTS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf",
    "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf",
    "/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf",
)
SHARED = Path(os.environ.get("TRICHYEU_SHARED", Path(__file__).parent.parent.parent / "shared"))
BODY = [
    "Thuc hien Chuong trinh so 30-CTr/TU, Ban Dan van Tinh uy bao cao ket qua",
    "cong tac dan van 6 thang dau nam, phuong huong nhiem vu 6 thang cuoi nam",
    "nhu sau.",
]


@pytest.fixture(scope="session")
def serif() -> str:
    """The name of an embedded font with all Vietnamese letters."""
    found = next((path for path in FONTS if Path(path).is_file()), None)
    if found is None:
        pytest.skip("no font with Vietnamese letters on this machine (DejaVu, Liberation 2 or Noto)")
    pdfmetrics.registerFont(TTFont("Serif", found))
    return "Serif"


def drawn(*pages: Callable[[Canvas], None], encrypt: object = None) -> bytes:
    """Return a PDF with each function drawing one A4 page."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), encrypt=encrypt)
    for draw in pages:
        canvas.setFont("Helvetica", 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def write(canvas: Canvas, texts: list[str], top: float = 760, left: float = 72, size: int = 12) -> None:
    canvas.setFont("Helvetica", size)
    for step, text in enumerate(texts):
        canvas.drawString(left, top - 18 * step, text)


def read(*pages: Callable[[Canvas], None]) -> Reading:
    found = read_pdf(drawn(*pages), "bc.pdf")
    assert_sound(found)
    return found


def raised(canvas: Canvas, font: str, pieces: list[tuple[str, float, int]]) -> None:
    """Write pieces of text one after another, each with its rise and size."""
    text = canvas.beginText(72, 700)
    for piece, rise, size in pieces:
        text.setFont(font, size)
        text.setRise(rise)
        text.textOut(piece)
    canvas.drawText(text)


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


def ruled(rows: list[list[str]]) -> Callable[[Canvas], None]:
    """Return a page with a line of text, a table drawn with lines, and a line of text."""

    def draw(canvas: Canvas) -> None:
        write(canvas, ["Bieu 1. Ket qua xep loai"], top=760)
        xs = [72 + 110 * index for index in range(len(rows[0]) + 1)]
        ys = [740 - 22 * index for index in range(len(rows) + 1)]
        canvas.grid(xs, ys)
        for y, row in zip(ys, rows, strict=False):
            for x, cell in zip(xs, row, strict=False):
                canvas.drawString(x + 4, y - 15, cell)
        write(canvas, ["Tren day la bao cao."], top=ys[-1] - 30)

    return draw


def test_table_on_a_ruled_page() -> None:
    found = read(ruled([["TT", "Don vi", "Tot", "Kha"], ["1", "Sa Pa", "16", ""], ["2", "Bat Xat", "19", "9"]]))
    assert found.text.split("\n") == [
        "Bieu 1. Ket qua xep loai",
        "TT | Don vi | Tot | Kha",
        "1 | Sa Pa | 16 |",
        "2 | Bat Xat | 19 | 9",
        "Tren day la bao cao.",
    ]
    assert len(lines(found, BlockKind.TABLE_ROW)) == 3


def test_footnote_mark_in_a_table_never_joins_the_figure() -> None:
    def page(canvas: Canvas) -> None:
        ruled([["TT", "Don vi", "Tot"], ["1", "Sa Pa", "16"]])(canvas)
        canvas.setFont("Helvetica", 7)
        canvas.drawString(72 + 220 + 4 + pdfmetrics.stringWidth("16", "Helvetica", 12), 740 - 22 - 10, "12")

    assert "1 | Sa Pa | 16¹²" in lines(read(page), BlockKind.TABLE_ROW)


def columns(rows: list[list[str]], top: float = 740) -> Callable[[Canvas], None]:
    """Draw a table without lines."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 12)
        for step, row in enumerate(rows):
            for left, text in zip((72, 100, 260, 350, 450), row, strict=False):
                canvas.drawString(left, top - 18 * step, text)

    return draw


UNRULED = [
    ["TT", "Dia phuong", "So hoi nghi", "So nguoi", "Ty le (%)"],
    ["1", "Huyen Ba To", "98", "1.240", "42,0"],
    ["2", "Huyen Minh Long", "41", "760", "48,3"],
    ["3", "Huyen Son Ha", "112", "2.300", "35,5"],
]


def test_table_without_lines_where_columns_are_evident() -> None:
    found = read(columns(UNRULED))
    assert found.text.split("\n") == [" | ".join(row) for row in UNRULED]
    assert [block.kind for block in found.blocks] == [BlockKind.TABLE_ROW] * 4


@pytest.mark.parametrize(
    "rows",
    [
        UNRULED[1:],
        UNRULED[:3],
        [UNRULED[0][:3], *UNRULED[1:]],
        [*UNRULED[:2], ["2", "Huyen Minh Long va cac xa vung cao cua huyen", "41", "760", "48,3"], UNRULED[3]],
        [["a)", "Muc", "Dieu", "khoan"], *([str(i), "ke hoach", "12", "thang"] for i in range(4))],
    ],
    ids=["no heads", "two rows", "a column without head", "over two columns", "words behind"],
)
def test_columns_that_are_not_evident_stay_lines(rows: list[list[str]]) -> None:
    assert " | " not in read(columns(rows)).text


REST = [
    ["4", "Huyen Tra Bong", "77", "910", "40,1"],
    ["5", "Huyen Tu Nghia", "65", "1.005", "51,7"],
    ["6", "Thi xa Duc Pho", "90", "1.410", "44,2"],
]


def test_table_without_lines_goes_on_over_a_page() -> None:
    found = read(columns(UNRULED), columns(REST))
    assert found.text.split("\n") == [" | ".join(row) for row in [*UNRULED, *REST]]
    people = [figure for figure in find_figures(found.text) if figure.column == "So nguoi"]
    assert [figure.row for figure in people] == [row[1] for row in [*UNRULED[1:], *REST]]


def test_other_columns_on_the_next_page_stay_lines() -> None:
    narrower = [[row[0], row[1], row[2], row[3]] for row in REST]
    assert read(columns(UNRULED), columns(narrower)).text.count(" | ") == 4 * len(UNRULED)


def test_a_frame_is_no_table() -> None:
    def page(canvas: Canvas) -> None:
        canvas.rect(60, 600, 450, 200)
        write(canvas, BODY)

    assert read(page).text == "\n".join(BODY)


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


def test_old_report_keeps_its_footnote_marks_apart() -> None:
    """A real report of 2004: the mark after 23,5% GDP and the one after 10,6% stand raised, notes follow."""
    path = SHARED / "corpus" / "legacy" / "tcvn3" / "2005-1ADDZ_Ke_hoach_2005__QH_lan_6_25-10.pdf"
    if not path.is_file():
        pytest.skip("the shared corpus is not on this machine")
    found = read_pdf(path.read_bytes(), path.name)
    assert_sound(found)
    assert found.pages == 58
    assert "23,5% GDP¹" in found.text
    assert "10,6%²" in found.text
    assert len(lines(found, BlockKind.FOOTNOTE)) > 25
    assert len(lines(found, BlockKind.HEADER, BlockKind.FOOTER)) >= 56
