"""Plain text and Markdown: every encoding in, the file's own characters out."""

from __future__ import annotations

import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.model import BlockKind
from pipeline.errors import EmptyFile, ReadError, UnsupportedFormat
from pipeline.readers.encodings import decode, is_binary
from pipeline.readers.text import read_markdown, read_plain
from tests.checks import assert_sound, kinds, lines

REPORT = """BÁO CÁO
kết quả công tác dân vận quý I năm 2022

Các cấp ủy đã tổ chức 149 hội nghị quán triệt với 6.558 lượt người dự, đạt 98,2%.
"""


def as_cp1258(text: str) -> bytes:
    """Encode as Windows does: base letters composed, tones as marks of their own."""
    out = []
    for letter in text:
        try:
            out.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            base, *marks = list(unicodedata.normalize("NFD", letter))
            tones = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
            body = unicodedata.normalize("NFC", base + "".join(mark for mark in marks if mark not in tones))
            out.append((body + "".join(tones)).encode("cp1258"))
    return b"".join(out)


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (REPORT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + REPORT.encode(), "utf-8"),
        (REPORT.replace("\n", "\r\n").encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + REPORT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + REPORT.encode("utf-16-be"), "utf-16-be"),
        (REPORT.encode("utf-16-le"), "utf-16-le"),
        (REPORT.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + REPORT.encode("utf-32-le"), "utf-32-le"),
        (as_cp1258(REPORT), "cp1258"),
    ],
    ids=["utf8", "utf8-bom", "crlf", "utf16-le-bom", "utf16-be-bom", "utf16-le", "utf16-be", "utf32-le-bom", "cp1258"],
)
def test_text_is_the_same_in_every_encoding(raw: bytes, encoding: str) -> None:
    read = read_plain(raw, "bc.txt")
    assert read.text == REPORT
    assert read.problems == ()
    assert read.hints == (("text.encoding", encoding),)
    assert_sound(read)


def test_text_is_the_file_itself() -> None:
    """Spaces, tabs, empty lines at the ends and inside stay as they are; blocks leave them out."""
    written = "\n\n  Số 06-ĐA/TU \t\n\n\n\u00a0\n- mục một;  \n"
    read = read_plain(written.encode(), "x.txt")
    assert read.text == written
    assert lines(read) == ["Số 06-ĐA/TU", "- mục một;"]


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (unicodedata.normalize("NFD", REPORT).encode(), ["not_nfc"]),
        (REPORT.encode()[:-20] + b"\xff\xfe\xfd cu\xe1\xbb\x91i", ["doubtful_bytes"]),
        (REPORT.encode()[:-4] + b"\xe1\xbb", ["doubtful_bytes"]),
        (b"caf\xe9 au lait, 12 personnes", ["doubtful_bytes"]),
        (REPORT.replace("hội", "h\x00ội").encode(), ["invalid_characters"]),
    ],
    ids=["nfd", "bad bytes", "cut in a letter", "latin-1", "nul"],
)
def test_doubtful_text_is_read_with_a_problem(raw: bytes, found: list[str]) -> None:
    read = read_plain(raw, "x.txt")
    assert kinds(read.problems) == found
    assert_sound(read)


def test_damaged_utf8_keeps_what_is_sound() -> None:
    """A bad byte costs its own place only."""
    read = read_plain(REPORT.encode().replace(b"6.558", b"6.5\xff58"), "x.txt")
    assert "149 hội nghị quán triệt với 6.5\ufffd58 lượt người" in read.text


def test_old_fonts_are_not_silent_garbage() -> None:
    """TCVN3 bytes are no windows-1258 Vietnamese: their letters tell the font's encoding."""
    tcvn3 = "Toµn tØnh tæ chøc 149 héi nghÞ qu¸n triÖt néi dung víi 6.558 ng­êi dù, kh¸ vµ tèt. " * 4
    read = read_plain(tcvn3.encode("latin-1"), "x.txt")
    assert read.text == "Toàn tỉnh tổ chức 149 hội nghị quán triệt nội dung với 6.558 người dự, khá và tốt. " * 4
    assert read.hints == (("text.encoding", "TCVN3"),)
    assert read.problems == ()


@pytest.mark.parametrize("raw", [b"\n \t\n", codecs.BOM_UTF8, "\u3000\n".encode(), codecs.BOM_UTF16_LE], ids=repr)
def test_white_space_is_empty(raw: bytes) -> None:
    with pytest.raises(EmptyFile, match=r"bc\.txt"):
        read_plain(raw, "bc.txt")


@pytest.mark.parametrize("raw", [bytes(range(256)) * 8, b"\x00\x01\x02\x03" * 50], ids=["all bytes", "low bytes"])
def test_binary_is_no_text(raw: bytes) -> None:
    assert is_binary(raw)
    with pytest.raises(UnsupportedFormat, match="không phải là văn bản"):
        read_plain(raw, "x.txt")


def test_declared_charset_is_believed_when_it_gives_vietnamese() -> None:
    assert decode(as_cp1258(REPORT), "x", declared="windows-1258").encoding == "cp1258"
    assert decode(REPORT.encode(), "x", declared="windows-1252").text == REPORT
    assert decode(as_cp1258(REPORT), "x", declared="no-such-charset").text == REPORT


def test_markdown_marks_headings_and_rows() -> None:
    written = "# Báo cáo\n\nThân bài.\n\n| TT | Đơn vị |\n|---|---|\n| 1 | Sa Pa |\n#không phải tiêu đề\n"
    read = read_markdown(written.encode(), "x.md")
    assert read.text == written
    assert lines(read, BlockKind.HEADING) == ["# Báo cáo"]
    assert len(lines(read, BlockKind.TABLE_ROW)) == 3
    assert lines(read, BlockKind.PARAGRAPH) == ["Thân bài.", "#không phải tiêu đề"]


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    """Nothing but a ReadError comes out, and what is read is sound."""
    try:
        read = read_plain(raw, "x.txt")
    except ReadError:
        return
    assert_sound(read)


@given(st.text(min_size=1).filter(lambda text: bool(text.strip()) and "\ufeff" not in text[:1]))
def test_utf8_round_trip(text: str) -> None:
    """A UTF-8 file that is clean already comes out as it is."""
    normal = unicodedata.normalize("NFC", text.replace("\r", "").replace("\f", "").replace("\v", ""))
    if not normal.strip() or "\x00" in normal or is_binary(normal.encode()):
        return
    read = read_plain(normal.encode(), "x.txt")
    if not read.problems and dict(read.hints)["text.encoding"] == "utf-8":
        assert read.text == normal
