"""The builder, the cleaning of text, and the tests for Vietnamese that all readers share."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.model import BlockKind
from pipeline.readers.numbers import print_number
from pipeline.readers.reading import Reading, TextBuilder, clean, superscript
from pipeline.readers.tables import Line, is_layout, table_lines
from pipeline.readers.vietnamese import is_syllable, syllable_share, wrong_encoding
from tests.checks import assert_sound, kinds

SYLLABLES = "nghiêng quyết thuỷ thủy khuỷu Đảng ƯỚC giếng hoạ oằn rượu Lắk ngoằn xoong yêu uống ấp gìn quốc huơ"
SENTENCE = "Toàn tỉnh đã tổ chức 149 hội nghị quán triệt, triển khai nội dung Đề án với 6.558 người dự. "
TCVN3 = "Toµn tØnh ®· tæ chøc 149 héi nghÞ qu¸n triÖt, triÓn khai néi dung §Ò ¸n víi 6.558 ng­êi dù. "
VNI = "Toaøn tænh ñaõ toå chöùc 149 hoäi nghò quaùn trieät, trieån khai noäi dung Ñeà aùn vôùi 6.558 ngöôøi döï. "


@given(st.lists(st.tuples(st.text(), st.sampled_from(BlockKind), st.booleans())))
def test_builder_offsets_are_exact(pieces: list[tuple[str, BlockKind, bool]]) -> None:
    """Whatever is added, the spans that `add` returns are the blocks, in order, and hold all that is printed."""
    builder = TextBuilder()
    spans = []
    for text, kind, blank in pieces:
        span = builder.add(text, kind)
        if span[0] < span[1]:
            spans.append((*span, kind))
        if blank:
            builder.blank()
    text, blocks, problems = builder.finish()
    assert [(block.start, block.end, block.kind) for block in blocks] == spans
    assert_sound(Reading(text, blocks, problems=problems))


def test_builder_keeps_one_empty_line() -> None:
    """Any number of requests between two blocks gives one empty line, none at the ends."""
    builder = TextBuilder()
    for text in ("", "Một", " ", "\n", "Hai", "Ba", ""):
        builder.add(text, BlockKind.PARAGRAPH)
    assert builder.finish()[0] == "Một\n\nHai\nBa"


@given(st.text(max_size=40))
def test_clean_is_stable(text: str) -> None:
    """Cleaning twice is cleaning once."""
    once = clean(text).text
    assert clean(once).text == once


@pytest.mark.parametrize(
    ("written", "read", "found"),
    [
        ("Một\r\nHai\rBa\fBốn", "Một\nHai\nBa\nBốn", []),
        ("Đề án\x00 số 06", "Đề án\ufffd số 06", ["invalid_characters"]),
        ("trang\x03 hai", "trang\x03 hai", ["control_characters"]),
        (unicodedata.normalize("NFD", "hội nghị"), "hội nghị", ["not_nfc"]),
        ("lẻ \ud800", "lẻ \ufffd", ["invalid_characters"]),
    ],
)
def test_clean(written: str, read: str, found: list[str]) -> None:
    builder = TextBuilder()
    builder.add(written, BlockKind.PARAGRAPH)
    text, _, problems = builder.finish()
    assert (text, kinds(problems)) == (read, found)


@pytest.mark.parametrize(
    ("text", "raised"), [("1", "¹"), ("2", "²"), ("10", "¹⁰"), ("th", "th"), ("1a", "1a"), ("", "")]
)
def test_superscript(text: str, raised: str) -> None:
    assert superscript(text) == raised


@pytest.mark.parametrize("word", SYLLABLES.split())
def test_is_syllable(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["Uû", "nh", "world", "strength", "Äáº£ng", "Ñaûng", "hộị", "nghiêngg"])
def test_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (SENTENCE, None),
        (TCVN3, "legacy_encoding"),
        (VNI, "legacy_encoding"),
        (SENTENCE.encode().decode("latin-1"), "mojibake"),
        ("The conference was attended by six thousand people. ", None),
        ("L'été dernier, les élèves étaient présents à la fête; voilà ce qu'ils ont reçu en août. ", None),
        ("Der Bürgermeister größerer Städte fährt über die schöne Straße nach Österreich. ", None),
        ("§1. Microsoft® Word © 2021, nhiệt độ 37°C, diện tích 50m². ", None),
    ],
    ids=["unicode", "tcvn3", "vni", "mojibake", "english", "french", "german", "signs"],
)
def test_wrong_encoding(text: str, kind: str | None) -> None:
    problem = wrong_encoding(text * 5)
    assert (problem and problem.kind) == kind
    if problem is not None:
        assert problem.start is not None


def test_syllable_share_tells_pages_apart() -> None:
    """A sound page is nearly all syllables, a page whose accents fell out is not."""
    broken = "Tn tnh t chc hi ngh qun trit ni dung n vi ngi d Ngh quyt Tnh y".replace(" ", "  ")
    assert syllable_share(SENTENCE) > 0.95
    assert syllable_share(broken) < 0.7


@pytest.mark.parametrize(
    ("number", "style", "printed"),
    [
        (5, "decimal", "5"), (5, "decimalZero", "05"), (4, "lowerLetter", "d"), (27, "upperLetter", "AA"),
        (9, "upperRoman", "IX"), (14, "lowerRoman", "xiv"), (7, "none", ""), (3, "chineseCounting", "3"),
        (0, "lowerLetter", "0"), (5000, "upperRoman", "5000"),
    ],
)  # fmt: skip
def test_print_number(number: int, style: str, printed: str) -> None:
    assert print_number(number, style) == printed


def _rows(*rows: str) -> list[list[list[Line]]]:
    return [[[Line(text) for text in cell.split("/") if text] for cell in row.split("|")] for row in rows]


@pytest.mark.parametrize(
    ("rows", "bordered", "layout"),
    [
        (["TỈNH ỦY LÀO CAI/BAN DÂN VẬN|ĐẢNG CỘNG SẢN VIỆT NAM"], False, True),
        (["UBND TỈNH|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM/Độc lập – Tự do – Hạnh phúc", "Số: 1|Hà Nội"], True, True),
        (["Nơi nhận:/- Như trên;|TM. ỦY BAN/CHỦ TỊCH"], False, True),
        (["NGƯỜI LẬP/Lò A|KẾ TOÁN/Vàng B|CHỦ TỊCH/Tẩn C"], False, True),
        (["Khung một ô", "nhiều dòng"], True, True),
        (["TT|Đơn vị|Số khối", "1|Sa Pa|16"], True, False),
        (["TT|Đơn vị|Số khối", "1|Sa Pa|16"], False, False),
        (["Chỉ tiêu|Kết quả", "Hội nghị|149"], False, False),
        (["Nội dung|Kết quả", "Một/Hai|149"], True, False),
    ],
    ids=lambda value: str(value)[:40],
)
def test_is_layout(rows: list[str], bordered: bool, layout: bool) -> None:
    assert is_layout(_rows(*rows), bordered) is layout


def test_table_rows_keep_columns_aligned() -> None:
    """Empty cells keep their place, an empty row is no line, cells of several paragraphs are one."""
    rows = _rows("TT|Đơn vị|Tốt|Khá", "|||", "1|Sa Pa/(thị xã)||7")
    assert [line.text for line in table_lines(rows, bordered=True)] == [
        "TT | Đơn vị | Tốt | Khá",
        "1 | Sa Pa (thị xã) |  | 7",
    ]
