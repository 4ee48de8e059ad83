"""PDF pages as offices make them: letterheads row by row, running heads, signing boxes, turned pages, watermarks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.model import BlockKind
from pipeline.readers.pdf.read import read_pdf
from pipeline.readers.reading import Reading
from tests.checks import assert_sound, lines
from tests.pdffiles import drawn, raised
from tests.pdffiles import serif as serif

SENTENCE = [
    "Thực hiện Chương trình số 30-CTr/TU ngày 12/5/2022 của Tỉnh ủy, toàn tỉnh đã tổ chức",
    "125 hội nghị với 4.320 lượt người tham dự, trong đó cấp huyện có 45 hội nghị và cấp",
    "xã có 80 hội nghị; các cấp ủy đã chỉ đạo xây dựng được 56 mô hình dân vận khéo trong",
    "năm.",
]
BODY = "\n".join(SENTENCE)
Draw = Callable[[Canvas], None]


@pytest.fixture(autouse=True)
def font(serif: str) -> str:
    return serif


def read(*pages: Draw) -> Reading:
    found = read_pdf(drawn(*pages), "bc.pdf")
    assert_sound(found)
    return found


def write(canvas: Canvas, texts: list[str], top: float, left: float = 72, size: int = 12) -> None:
    canvas.setFont("Serif", size)
    for step, text in enumerate(texts):
        canvas.drawString(left, top - 18 * step, text)


def rows(canvas: Canvas, top: float, left: float, right: float, pairs: list[tuple[str, str]]) -> None:
    """Draw two columns row by row, as programs do that set them with tabs."""
    canvas.setFont("Serif", 12)
    for step, (one, other) in enumerate(pairs):
        if one:
            canvas.drawString(left, top - 18 * step, one)
        if other:
            canvas.drawString(right, top - 18 * step, other)


PARTY = [("TỈNH ỦY LÀO CAI", "ĐẢNG CỘNG SẢN VIỆT NAM"), ("BAN DÂN VẬN", ""), ("*", ""),
         ("Số 268-BC/BDVTU", "Lào Cai, ngày 15 tháng 6 năm 2022")]  # fmt: skip
STATE = [("UBND TỈNH QUẢNG NGÃI", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
         ("SỞ NỘI VỤ", "Độc lập - Tự do - Hạnh phúc"),
         ("Số: 241/BC-SNV", "Quảng Ngãi, ngày 28 tháng 9 năm 2022")]  # fmt: skip


@pytest.mark.parametrize(("pairs", "left", "right"), [(PARTY, 100, 330), (STATE, 40, 225)], ids=["Party", "narrow gap"])
def test_letterhead_drawn_row_by_row_reads_column_by_column(
    pairs: list[tuple[str, str]], left: float, right: float
) -> None:
    def page(canvas: Canvas) -> None:
        rows(canvas, 780, left, right, pairs)
        write(canvas, SENTENCE, 640)

    columns = [text for column in zip(*pairs, strict=True) for text in column if text]
    assert lines(read(page)) == [*columns, BODY]


def test_letterhead_set_apart_by_blanks() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, [f"{one}{' ' * 14}{other}" for one, other in STATE], 780)
        write(canvas, SENTENCE, 640)

    columns = [text for column in zip(*STATE, strict=True) for text in column]
    assert lines(read(page)) == [*columns, BODY]


def test_recipients_stand_before_the_signature() -> None:
    close = [("Nơi nhận:", "T/M BAN THƯỜNG VỤ"), ("- Thường trực Tỉnh ủy,", "PHÓ BÍ THƯ"), ("- Lưu Văn phòng.", ""),
             ("", "Trần Văn An")]  # fmt: skip

    def page(canvas: Canvas) -> None:
        write(canvas, SENTENCE, 740)
        rows(canvas, 640, 72, 360, close)

    assert lines(read(page)) == [BODY, *[text for column in zip(*close, strict=True) for text in column if text]]


def test_a_motto_inside_a_sentence_parts_nothing() -> None:
    sentence = [
        "Dưới sự lãnh đạo của Đảng, nước ta giữ vững tiêu ngữ Độc lập - Tự do - Hạnh phúc, toàn",
        "dân đoàn kết.",
    ]
    assert lines(read(lambda canvas: write(canvas, sentence, 700))) == ["\n".join(sentence)]


@pytest.mark.parametrize(
    "number",
    [str, lambda page: str(page + 4), "{}/3".format, "Trang {}/3".format, "- {} -".format,
     lambda page: ("", "i", "ii", "iii")[page]],
    ids=["own", "after a cover", "of all", "named", "dashes", "Roman"],
)  # fmt: skip
def test_page_numbers_break_no_sentence(number: Callable[[int], str]) -> None:
    def page(index: int, text: str) -> Draw:
        def draw(canvas: Canvas) -> None:
            canvas.setFont("Serif", 12)
            canvas.drawCentredString(297, 800, number(index))
            write(canvas, [text], 730)

        return draw

    found = read(*(page(index + 1, text) for index, text in enumerate(SENTENCE[:3])))
    assert lines(found, BlockKind.PARAGRAPH) == ["\n".join(SENTENCE[:3])]


def test_a_running_head_of_the_second_page_alone_breaks_no_sentence() -> None:
    def second(canvas: Canvas) -> None:
        write(canvas, ["Báo cáo số 268-BC/BDVTU"], 800)
        write(canvas, SENTENCE[2:], 760)

    found = read(lambda canvas: write(canvas, SENTENCE[:2], 740), second)
    assert lines(found) == [BODY, "Báo cáo số 268-BC/BDVTU"]


SIGNED = ["Người ký: Văn phòng Tỉnh ủy", "Email: vanphong@example.vn", "Cơ quan: Tỉnh Lào Cai",
          "Thời gian ký: 16.06.2022 15:21:07 +07:00"]  # fmt: skip


@pytest.mark.parametrize(
    "box",
    [SIGNED, ["Ký bởi: Sở Nội vụ", "Ngày ký: 16/06/2022", "15:21:07 +07:00"],
     ["Signature Not Verified", "Digitally signed by SỞ NỘI VỤ", "Date: 2022.06.16 15:21:07 +07:00"]],
)  # fmt: skip
def test_a_signing_box_is_no_text_of_the_document(box: list[str]) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Serif", 8)
        for step, text in enumerate(box):
            canvas.drawString(400, 825 - 9 * step, text)
        write(canvas, SENTENCE, 700)

    found = read(page)
    assert lines(found, BlockKind.PARAGRAPH) == [BODY]
    assert lines(found, BlockKind.HEADER) == box


def test_attributes_of_a_document_are_no_signing_box() -> None:
    attributes = ["Người ký: Nguyễn Văn Bình", "Chức vụ: Chủ tịch"]
    assert lines(read(lambda canvas: write(canvas, attributes, 700)), BlockKind.PARAGRAPH) == ["\n".join(attributes)]


@pytest.mark.parametrize("angle", [45, 0, -30])
@pytest.mark.parametrize("place", [0, 2, 4], ids=["drawn first", "amid", "last"])
def test_a_watermark_breaks_no_sentence(angle: int, place: int) -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, SENTENCE[:place], 700)
        canvas.saveState()
        canvas.setFont("Serif", 60)
        canvas.translate(120, 660)
        canvas.rotate(angle)
        canvas.drawString(0, 0, "DỰ THẢO")
        canvas.restoreState()
        write(canvas, SENTENCE[place:], 700 - 18 * place)

    found = read(page)
    assert lines(found) == [BODY, "DỰ THẢO"]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_a_turned_page_reads_as_a_level_one(angle: int, rotation: int) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setPageRotation(rotation)
        canvas.translate(297, 421)
        canvas.rotate(angle)
        write(canvas, ["PHỤ LỤC", *SENTENCE], 200, -240)

    found = read(page)
    assert lines(found) == ["PHỤ LỤC", BODY]
    assert found.blocks[0].box is not None
    assert found.blocks[1].box is not None
    assert found.blocks[0].box[3] <= found.blocks[1].box[1] + 5


def test_digits_behind_a_large_bracket_are_not_raised(serif: str) -> None:
    """The box of a bracket is taller than that of digits in the PDF files of LibreOffice."""
    pieces = [("khởi công ", 0.0, 12), ("(", -3.0, 18), ("27/42 công trình, đạt 64,3%)", 0.0, 12)]
    found = read(lambda canvas: raised(canvas, serif, pieces))
    assert " ".join(found.text.split()) == "khởi công (27/42 công trình, đạt 64,3%)"


def test_a_lone_digit_behind_a_large_bracket_is_not_raised(serif: str) -> None:
    pieces = [("hoàn thành ", 0.0, 12), ("(", -3.0, 18), ("7,7%)", 0.0, 12)]
    found = read(lambda canvas: raised(canvas, serif, pieces))
    assert " ".join(found.text.split()) == "hoàn thành (7,7%)"
