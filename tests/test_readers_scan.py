"""Pictures of pages: what is done before and after Tesseract, and one page read by it."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors.model import BlockKind, Source
from pipeline.annotate import annotate
from pipeline.errors import ClassifiedDocument, DamagedFile, EmptyFile, MissingTool, TooLarge
from pipeline.readers.pdf.read import read_pdf
from pipeline.readers.scan import pictures
from pipeline.readers.scan.cache import PageCache, forget
from pipeline.readers.scan.engine import TextLine, Word, missing_tool
from pipeline.readers.scan.lines import in_reading_order
from pipeline.readers.scan.page import Read, read_picture
from pipeline.readers.scan.pages import page_list
from pipeline.readers.scan.pictures import read_pictures
from pipeline.readers.scan.pixels import ink_of, skew_of, turned, without_red
from pipeline.readers.scan.rules import find_grids, find_rules
from pipeline.readers.scan.second import compared, has_digits, others, parted, voted
from pipeline.readers.vietnamese import lacks_letters
from tests.checks import assert_sound, kinds

REPORT = Path(__file__).resolve().parent.parent / "corpus" / "lao-cai" / "2023" / "bc-412-ubkttu-nam-2023.pdf"
BOLD = "/usr/share/fonts/truetype/liberation2/LiberationSerif-Bold.ttf"
needs_tesseract = pytest.mark.skipif(missing_tool() is not None, reason=f"wants {missing_tool()}")


def word(text: str, left: int = 0, top: int = 0, sure: float = 0.95, digits: float = 0.99) -> Word:
    signs = tuple(digits if sign.isdigit() else sure for sign in text)
    return Word(text, (left, top, left + 20 * len(text), top + 30), sure, signs)


def line(text: str, left: int, top: int) -> TextLine:
    words = []
    for part in text.split():
        words.append(word(part, left, top))
        left = words[-1].box[2] + 15
    return TextLine(tuple(words), 30.0)


def texts_of(part: Read) -> str:
    return " ".join(word.text for word in (part.words if isinstance(part, TextLine) else part.all_words))


def texts(found: list[TextLine]) -> list[str]:
    return [" ".join(word.text for word in one.words) for one in found]


def test_columns_of_a_letterhead_are_read_one_after_the_other() -> None:
    read = [
        TextLine((*line("HUYỆN ỦY", 100, 0).words, *line("ĐẢNG CỘNG SẢN", 700, 0).words), 30.0),
        line("Số 56-KH/HU", 100, 50),
        line("Krông Pắc, ngày 15", 700, 55),
        line("KẾ HOẠCH kiểm tra, giám sát của Ban Thường vụ", 200, 120),
    ]
    assert texts(in_reading_order(read)) == [
        "HUYỆN ỦY", "Số 56-KH/HU", "ĐẢNG CỘNG SẢN", "Krông Pắc, ngày 15",
        "KẾ HOẠCH kiểm tra, giám sát của Ban Thường vụ",
    ]  # fmt: skip


def test_set_text_is_not_cut_into_columns() -> None:
    read = [line("Thực hiện Kế hoạch số 95", 100, 0), line("của Ủy ban nhân dân tỉnh", 100, 45)]
    assert texts(in_reading_order(read)) == ["Thực hiện Kế hoạch số 95", "của Ủy ban nhân dân tỉnh"]


def test_a_number_that_two_readings_give_differently_is_doubtful() -> None:
    first = (word("thu"), word("3.702", sure=0.9), word("đồng"))
    second = (word("thu"), word("3.762", sure=0.8), word("đồng"))
    found = compared(first, second)
    assert [one.text for one in found] == ["thu", "3.702", "đồng"]
    assert [one.doubts for one in found] == [(), ((0, 5),), ()]


def test_what_else_a_doubtful_number_may_be_is_what_readings_took_it_for() -> None:
    read = compared((word("tổ"), word("197", sure=0.9)), (word("tổ"), word("191", sure=0.8)))
    read = voted(read, (word("tố", sure=0.99), word("797", sure=0.99)))
    assert [one.text for one in read] == ["tổ", "197"]
    assert [one.doubts for one in read] == [(), ((0, 3),)]
    assert others(read[1], (0, 3)) == ("191", "797")


def test_a_reading_that_is_outvoted_is_a_slip_of_one_look() -> None:
    read = compared((word("197"),), (word("191", sure=0.8),))
    for _ in range(2):
        read = voted(read, (word("197"),))
    assert others(read[0], (0, 3)) == ("191",)
    read = voted(read, (word("197"),))
    assert others(read[0], (0, 3)) == ()
    assert read[0].doubts == ((0, 3),)


def test_numbers_of_one_word_are_told_apart() -> None:
    (read,) = compared((word("34/2007/PL-UBTVQH11"),), (word("34/2001/PL-UBTVQH11", sure=0.8),))
    assert [others(read, span) for span in read.doubts] == [("34/2001",), ()]


def test_a_digit_of_which_neither_reading_is_sure_is_doubtful() -> None:
    unsure = word("12-QĐ/TW", sure=0.6, digits=0.4)
    assert compared((unsure,), (unsure,))[0].doubts == ((0, 2),)
    assert compared((unsure,), (word("12-QĐ/TW"),))[0].doubts == ()


def test_a_number_that_one_reading_leaves_out_is_doubtful() -> None:
    assert compared((word("có"), word("12")), (word("có"),))[1].doubts == ((0, 2),)


@pytest.mark.parametrize(
    ("said", "doubtful"),
    [("4G", "4G"), ("l5", "l5"), ("1.2O8", "1.2O8"), ("(7S%)", "7S"), ("15-CT/TU", None), ("A4", None), ("46", None)],
)
def test_a_number_in_which_both_readings_see_a_letter_is_doubtful(said: str, doubtful: str | None) -> None:
    (found,) = compared([word(said)], [word(said)])
    assert [found.text[start:end] for start, end in found.doubts] == ([doubtful] if doubtful else [])


def test_the_surer_syllable_is_taken_and_no_word_is_mended() -> None:
    found = compared((word("tố", sure=0.8), word("chưc", sure=0.6)), (word("tổ", sure=0.9), word("chưc", sure=0.7)))
    assert [one.text for one in found] == ["tổ", "chưc"]


def test_a_hook_is_lost_more_often_than_invented() -> None:
    found = compared(
        (word("kiếm", sure=0.96), word("tổng", sure=0.93)), (word("kiểm", sure=0.95), word("tống", sure=0.96))
    )
    assert [one.text for one in found] == ["kiểm", "tổng"]


@pytest.mark.parametrize(
    ("broken", "number", "read"),
    [
        ("A77", "477", "477"), ("T8", "18", "18"), ("44G", "446", "446"), ("41#,", "417,", "417,"),
        ("30a", "308", "30a"), ("QH15", "15", "QH15"),
    ],
)  # fmt: skip
def test_of_a_number_and_a_number_with_a_letter_the_number_is_taken(broken: str, number: str, read: str) -> None:
    for first, second in ((broken, number), (number, broken)):
        sure = {broken: 0.97, number: 0.9}
        (found,) = compared((word(first, sure=sure[first]),), (word(second, sure=sure[second]),))
        assert found.text == read
        assert bool(found.doubts) is (read == number or broken == "30a")


def test_a_number_in_which_all_looks_see_a_letter_may_be_the_one_that_it_looks_like() -> None:
    (read,) = compared((word("37B"),), (word("37B"),))
    assert (read.text, others(read, (0, 3))) == ("37B", ("378",))


def test_a_number_that_one_look_gave_is_outvoted_by_three() -> None:
    read = compared((word("44,8%", sure=0.5),), (word("44,8%", sure=0.5),))
    read = compared(read, (word("44,854", sure=0.9),))
    assert [one.text for one in read] == ["44,854"]
    (read_again,) = voted(read, (word("44,8%"),))
    assert read_again.text == "44,8%"
    assert [read_again.text[start:end] for start, end in read_again.doubts] == ["44,8"]


@pytest.mark.parametrize("first", ["II", "III"])
def test_a_numeral_loses_a_stroke_and_gains_none(first: str) -> None:
    second = "III" if first == "II" else "II"
    (read,) = compared((word(first, sure=0.9),), (word(second, sure=0.8),))
    assert read.text == "III"


def test_a_number_read_as_the_end_of_a_word_stands_by_itself() -> None:
    (read,) = compared((word("mới426", sure=0.9),), (word("mới436", sure=0.8),))
    one, two = parted((read,))
    assert (one.text, two.text, two.doubts, others(two, (0, 3))) == ("mới", "426", ((0, 3),), ("436",))
    assert parted((word("QH15"),)) == (word("QH15"),)


def test_lines_with_numbers_are_known() -> None:
    assert has_digits((word("năm"), word("(2024)")))
    assert not has_digits((word("toàn"), word("tỉnh")))


def test_red_ink_goes_and_print_under_it_stays() -> None:
    page = Image.new("RGB", (60, 60), "white")
    ImageDraw.Draw(page).rectangle((10, 10, 50, 50), fill=(205, 38, 52))
    ImageDraw.Draw(page).rectangle((25, 25, 30, 30), fill=(20, 20, 20))
    grey = np.asarray(without_red(page))
    assert grey[15, 15] > 200
    assert grey[27, 27] < 30


def ruled(width: int = 900, height: int = 700) -> Image.Image:
    """A page with a table of three rows and three columns; the two last cells of the first row are one."""
    page = Image.new("L", (width, height), 255)
    pen = ImageDraw.Draw(page)
    for y in (100, 160, 220, 280):
        pen.line((100, y, 700, y), fill=0, width=2)
    for x in (100, 300, 700):
        pen.line((x, 100, x, 280), fill=0, width=2)
    pen.line((500, 160, 500, 280), fill=0, width=2)
    return page


def test_the_cells_of_a_ruled_table_are_found_merged_ones_once() -> None:
    (grid,) = find_grids(*find_rules(ink_of(ruled()), 200), 200)
    assert (grid.rows, grid.columns) == (3, 3)
    assert [(cell.row, cell.column) for cell in grid.cells] == [
        (0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2),
    ]  # fmt: skip


def test_an_underline_is_no_table() -> None:
    page = Image.new("L", (900, 300), 255)
    ImageDraw.Draw(page).line((300, 150, 600, 150), fill=0, width=2)
    assert find_grids(*find_rules(ink_of(page), 200), 200) == []


@pytest.mark.parametrize("degrees", [-1.5, -0.5, 0.0, 1.0])
def test_the_skew_of_a_page_is_found(degrees: float) -> None:
    page = Image.new("L", (900, 900), 255)
    for y in range(100, 800, 40):
        for x in range(100, 800, 25):
            ImageDraw.Draw(page).rectangle((x, y, x + 14, y + 12), fill=0)
    assert skew_of(turned(page, -degrees)) == pytest.approx(degrees, abs=0.11)


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("Ban Dân vận Tỉnh ủy báo cáo kết quả công tác dân vận 6 tháng đầu năm " * 3, False),
        ("Ban D n v n T nh y b o c o k t qu c ng t c d n v n 6 th ng u n m " * 3, True),
        ("Ban D\ufffdn v\ufffdn T\ufffdnh \ufffdy b\ufffdo c\ufffdo kết quả công tác " * 4, True),
        ("Lưu: VT", False),
    ],
)
def test_a_text_layer_without_vietnamese_letters_is_known(text: str, lacks: bool) -> None:
    assert lacks_letters(text) is lacks


def test_page_numbers_are_written_as_people_do() -> None:
    assert page_list([1, 2, 3, 7, 9, 10]) == "1-3, 7, 9-10"


SHA = "ab" * 32


def cache(folder: Path) -> PageCache:
    found = PageCache()
    found.folder = folder
    found.begin(SHA, "tesseract 5")
    return found


def test_what_is_kept_is_found_by_the_same_engine_alone(tmp_path: Path) -> None:
    first = cache(tmp_path)
    first.put(SHA, 2, {"number": 2})
    first.keep()
    assert cache(tmp_path).get(SHA, 2) == {"number": 2}
    other = PageCache()
    other.folder = tmp_path
    other.begin(SHA, "tesseract 6")
    assert other.get(SHA, 2) is None


def test_the_text_of_a_classified_document_leaves_the_cache(tmp_path: Path) -> None:
    first = cache(tmp_path)
    first.put(SHA, 1, {"text": "MẬT"})
    first.erase()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    first.put(SHA, 1, {"text": "MẬT"})
    first.keep()
    cache(tmp_path).erase()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_an_entry_is_forgotten_by_its_hash(tmp_path: Path) -> None:
    first = cache(tmp_path)
    first.put(SHA, 1, {"number": 1})
    first.keep()
    assert forget(tmp_path, SHA)
    assert not forget(tmp_path, SHA)


def test_a_damaged_entry_is_read_anew(tmp_path: Path) -> None:
    first = cache(tmp_path)
    first.put(SHA, 1, {"number": 1})
    first.keep()
    (entry,) = (path for path in tmp_path.rglob("*") if path.is_file())
    entry.write_text("{cut off", encoding="utf-8")
    assert cache(tmp_path).get(SHA, 1) is None


def saved(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


@needs_tesseract
def test_a_scanned_page_gives_its_text_its_table_and_its_quality() -> None:
    with pypdfium2.PdfDocument(REPORT) as document:
        picture = document[1].render(scale=150 / 72).to_pil()
    found = read_pictures(saved(picture, dpi=(150, 150)), "bieu.png")
    assert_sound(found)
    assert "Kiểm tra 247 tổ chức đảng về thu, nộp đảng phí; 96 cuộc" in found.text
    rows = [found.text[b.start : b.end] for b in found.blocks if b.kind is BlockKind.TABLE_ROW]
    assert rows[2] == "1 | Thành ủy Lào Cai | 42 | 27 | 10 | 1 | 4"
    assert rows[-1] == "Tổng cộng |  | 302 | 188 | 74 | 11 | 29"
    assert found.pages == 1
    assert kinds(found.problems)[0] == "read_by_ocr"
    ((name, quality),) = found.hints
    assert name == "ocr.page.1"
    assert float(quality) > 0.85


@needs_tesseract
@pytest.mark.parametrize(
    ("turn", "number"),
    [(90, 0), (180, 0), (270, 1)],
)
@pytest.mark.slow
def test_a_page_that_was_laid_on_the_glass_wrongly_is_turned_first(turn: int, number: int) -> None:
    with pypdfium2.PdfDocument(REPORT) as document:
        picture = document[number].render(scale=150 / 72, grayscale=True).to_pil()
    upright = read_picture(picture, 150)
    turned = read_picture(picture.rotate(turn, expand=True), 150)
    assert turned.size == upright.size
    assert [texts_of(part) for part in turned.parts] == [texts_of(part) for part in upright.parts]


@needs_tesseract
def test_a_page_without_text_is_left_as_it_lies() -> None:
    plan = Image.new("L", (1200, 1800), 255)
    pen = ImageDraw.Draw(plan)
    for step in range(40):
        pen.ellipse((100 + 20 * step, 200 + 30 * step, 260 + 20 * step, 330 + 30 * step), outline=0, width=3)
        pen.text((60 + 27 * step, 1600 - 35 * step), f"B{step}", fill=0, font=ImageFont.truetype(BOLD, 22))
    assert read_picture(plan, 150).size == (1600, 2400)


@needs_tesseract
def test_a_stamp_of_secrecy_in_red_ink_is_no_text_but_is_seen() -> None:
    page = Image.new("RGB", (1000, 700), "white")
    pen = ImageDraw.Draw(page)
    pen.rectangle((95, 95, 265, 175), outline=(205, 38, 52), width=4)
    pen.text((120, 105), "MẬT", fill=(205, 38, 52), font=ImageFont.truetype(BOLD, 54))
    pen.text((120, 300), "Báo cáo tình hình nhân dân", fill=(20, 20, 20), font=ImageFont.truetype(BOLD, 36))
    found = read_pictures(saved(page, dpi=(200, 200)), "trang.png")
    assert "MẬT" not in found.text
    assert "tình hình nhân dân" in found.text
    with pytest.raises(ClassifiedDocument):
        annotate(Source("trang.png", "", "image", found.text, found.blocks, 1, found.hints))


@needs_tesseract
@pytest.mark.parametrize(("said", "seen"), [("MẬT", True), ("mặt, mật", False)])
def test_a_stamp_of_secrecy_is_set_in_capitals(said: str, seen: bool) -> None:
    page = Image.new("RGB", (700, 400), "white")
    ImageDraw.Draw(page).text((120, 105), said, fill=(205, 38, 52), font=ImageFont.truetype(BOLD, 54))
    assert bool(read_picture(page, 200).stamps) is seen


@needs_tesseract
def test_a_blank_picture_holds_no_text() -> None:
    with pytest.raises(EmptyFile):
        read_pictures(saved(Image.new("L", (400, 500), 255)), "trang.png")


@needs_tesseract
def test_a_picture_that_claims_too_much_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_PIXELS", 1_000)
    with pytest.raises(TooLarge):
        read_pictures(saved(Image.new("L", (400, 500), 255)), "lon.png")


@needs_tesseract
def test_a_picture_that_is_cut_off_is_damaged() -> None:
    whole = saved(ruled())
    with pytest.raises(DamagedFile):
        read_pictures(whole[: len(whole) // 2], "cut.png")


def test_without_tesseract_the_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.readers.scan.pages.missing_tool", lambda: "tesseract-ocr-vie")
    with pytest.raises(MissingTool, match="tesseract-ocr-vie"):
        read_pictures(saved(ruled()), "anh.png")
    scan = saved(ruled(), "PDF")
    monkeypatch.setattr("pipeline.readers.pdf.read.missing_tool", lambda: "tesseract-ocr-vie")
    with pytest.raises(MissingTool, match="tesseract-ocr-vie"):
        read_pdf(scan, "quet.pdf")


def test_words_moved_into_place_keep_what_is_doubtful() -> None:
    doubtful = replace(word("12"), doubts=((0, 2),))
    assert compared((doubtful,), ())[0].doubts == ((0, 2),)
