"""From a path to a Source: content decides, every refusal names the file, the reason and what to do."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import DamagedFile, EmptyFile, EncryptedFile, ReadError, TooLarge, UnsupportedFormat
from pipeline.readers import sniff
from pipeline.readers.ingest import read_source, read_text
from pipeline.readers.registry import READERS
from tests.checks import assert_sound, kinds
from tests.oldfiles import Par, Run, doc_file, msg_file, ole_file, ppt_file
from tests.wordfiles import paragraph, word_file, zip_file

SENTENCE = "Toàn tỉnh đã tổ chức 149 hội nghị với 6.558 người dự."
TCVN3 = "Toµn tØnh tæ chøc 149 héi nghÞ qu¸n triÖt víi 6.558 ng­êi dù. " * 4
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
ROOT = Path(__file__).parent.parent


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + bytes(512)


def test_source_of_a_text_file(tmp_path: Path) -> None:
    path = tmp_path / "bao-cao.txt"
    path.write_text(SENTENCE + "\n", encoding="utf-8")
    source = read_source(path, "2023/bao-cao.txt")
    assert source.path == "2023/bao-cao.txt"
    assert source.format == "txt"
    assert source.text == SENTENCE + "\n"
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert source.problems == ()
    assert read_source(path).path == path.as_posix()
    assert_sound(source)


def test_standard_input() -> None:
    source = read_text(SENTENCE, "-")
    assert (source.path, source.format, source.text) == ("-", "txt", SENTENCE)
    assert source.sha256 == hashlib.sha256(SENTENCE.encode()).hexdigest()
    with pytest.raises(EmptyFile):
        read_text(" \n", "-")


@pytest.mark.parametrize(
    ("name", "content", "kind", "found"),
    [
        ("a.txt", SENTENCE.encode(), "txt", []),
        ("a.md", SENTENCE.encode(), "md", []),
        ("a", SENTENCE.encode(), "txt", []),
        ("a.log", SENTENCE.encode(), "txt", []),
        ("a.TXT", SENTENCE.encode(), "txt", []),
        ("a.docx", word_file(paragraph(SENTENCE)), "docx", []),
        ("a.DOCX", word_file(paragraph(SENTENCE)), "docx", []),
        ("a.html", f"<p>{SENTENCE}</p>".encode(), "html", []),
        ("a.htm", f"<!-- x -->\n<HTML><p>{SENTENCE}</p>".encode(), "html", []),
        ("a.xhtml", f'<?xml version="1.0"?>\n<html xmlns="x"><p>{SENTENCE}</p></html>'.encode(), "html", []),
        ("a.html", f"<html><p>{SENTENCE}</p>".encode("utf-16"), "html", []),
        ("a.txt", f"  <!DOCTYPE html><p>{SENTENCE}</p>".encode(), "html", ["wrong_extension"]),
        ("a.doc", f"<html><body><p>{SENTENCE}</p></body></html>".encode(), "html", ["wrong_extension"]),
        ("a.doc", word_file(paragraph(SENTENCE)), "docx", ["wrong_extension"]),
        ("a.pdf", word_file(paragraph(SENTENCE)), "docx", ["wrong_extension"]),
        ("a.docx", SENTENCE.encode(), "txt", ["wrong_extension"]),
        ("a.html", SENTENCE.encode(), "txt", ["wrong_extension"]),
        ("a.exe", SENTENCE.encode(), "txt", ["wrong_extension"]),
        ("a.txt", ("MZ và BM là hai ký hiệu. " + SENTENCE).encode(), "txt", []),
        ("a.txt", f"Thẻ <p> và <table> trong trang web. {SENTENCE}".encode(), "txt", []),
        ("a.txt", TCVN3.encode(), "txt", []),
        ("a.rtf", rb"{\rtf1\ansi T\'ec\'e0n 149}", "rtf", []),
        ("a.doc", rb"{\rtf1\ansi 149}", "rtf", ["wrong_extension"]),
        ("a.doc", doc_file([Par([Run("149")])]), "doc", []),
        ("a.ppt", ppt_file([["149"]]), "ppt", []),
        ("a.msg", msg_file("149", "x"), "msg", []),
        ("a.eml", b"Subject: 149\r\n\r\nx", "eml", []),
        ("a.mht", b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>149</p>", "mht", []),
    ],
)
def test_content_decides(tmp_path: Path, name: str, content: bytes, kind: str, found: list[str]) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    source = read_source(path, name)
    assert source.format == kind
    assert kinds(source.problems) == found
    assert "149" in source.text
    assert_sound(source)


@pytest.mark.parametrize(
    ("name", "content", "error", "reason"),
    [
        ("a.txt", b"", EmptyFile, "tệp trống"),
        ("a.txt", b" \r\n\t", EmptyFile, "không có chữ"),
        ("a.docx", ole_file({"EncryptedPackage": b"x"}), EncryptedFile, "mật khẩu"),
        ("a.doc", ole("WordDocument"), DamagedFile, "cắt cụt hoặc hỏng"),
        ("a.xls", ole_file({"Workbook": b"x"}), DamagedFile, r"hỏng.*\.xlsx"),
        ("a.ppt", ole_file({"PowerPoint Document": b"x", "Current User": b""}), EmptyFile, "không có chữ"),
        ("a.pub", ole_file({"Quill": b"x"}), UnsupportedFormat, "Office cũ"),
        ("a.rtf", rb"{\rtf1\ansi }", EmptyFile, "không có chữ"),
        ("a.xlsx", zip_file({"xl/workbook.xml": "<a/>"}), EmptyFile, "không có ô nào"),
        ("a.xlsb", zip_file({"xl/workbook.bin": "x"}), UnsupportedFormat, "Excel nhị phân"),
        ("a.pptx", zip_file({"ppt/presentation.xml": "<a/>"}), EmptyFile, "không có chữ"),
        ("a.odt", zip_file({"mimetype": "x", "content.xml": "<a/>"}), UnsupportedFormat, "tệp nén"),
        ("a.zip", zip_file({"báo cáo.txt": SENTENCE}), UnsupportedFormat, "giải nén"),
        ("a.docx", word_file(paragraph("x"))[:-40], DamagedFile, "cắt cụt"),
        ("a.mht", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", EmptyFile, "mht"),
        ("a.xml", b'<?xml version="1.0"?><rss><title>x</title></rss>', UnsupportedFormat, "XML"),
        ("a.gif", b"GIF89a" + bytes(200), UnsupportedFormat, "tệp ảnh"),
        ("a.exe", b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200), UnsupportedFormat, "không phải văn bản"),
        ("a.bin", bytes(range(256)) * 8, UnsupportedFormat, "không phải văn bản"),
        ("a.pdf", b"%PDF-1.7\nbroken", DamagedFile, "hỏng"),
    ],
)
@pytest.mark.parametrize("libmagic", [True, False], ids=["with libmagic", "without libmagic"])
def test_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, libmagic: bool, name: str, content: bytes,
    error: type[ReadError], reason: str,
) -> None:  # fmt: skip
    """The message names the file, why, and what to do; the same with libmagic and without."""
    if not libmagic:
        monkeypatch.setitem(sys.modules, "magic", None)
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(error) as caught:
        read_source(path, f"kho/{name}")
    message = caught.value.args[0]
    assert message.startswith(f"“kho/{name}”: ")
    assert re.search(reason, message)
    assert re.search(r"\. \S.+\.$", message)


def test_paths_that_are_no_files(tmp_path: Path) -> None:
    (tmp_path / "liên kết").symlink_to(tmp_path / "không có")
    (tmp_path / "vòng").symlink_to(tmp_path / "vòng")
    (tmp_path / "thư mục.txt").mkdir()
    os.mkfifo(tmp_path / "ống.txt")
    for name, reason in (
        ("không có.txt", "không có tệp"),
        ("liên kết", "liên kết dẫn tới"),
        ("vòng", "liên kết vòng"),
        ("thư mục.txt", "là thư mục"),
        ("ống.txt", "không phải tệp thường"),
        ("x" * 300, "đường dẫn quá dài"),
    ):
        with pytest.raises(ReadError, match=reason):
            read_source(tmp_path / name, name)


def test_two_hundred_megabytes_of_text_are_not_read(tmp_path: Path) -> None:
    """The size is known before the content is: only the head of the file comes into memory."""
    path = tmp_path / "lớn.txt"
    with path.open("wb") as stream:
        stream.write(SENTENCE.encode() + b" " * sniff.HEAD_BYTES)
        stream.truncate(200 << 20)
    tracemalloc.start()
    with pytest.raises(TooLarge, match="200 MB"):
        read_source(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1 << 20


def test_start_up_loads_no_reader() -> None:
    """Importing the stage leaves the heavy libraries alone."""
    heavy = {"lxml", "docx", "pypdfium2", "pdfplumber", "resiliparse", "magic"}
    code = f"import sys, pipeline.readers.ingest; print(*(n for n in {heavy} if sys.modules.get(n)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == ""


@settings(max_examples=100, deadline=None)
@given(
    raw=st.one_of(
        st.binary(min_size=1, max_size=300),
        st.tuples(
            st.sampled_from([b"PK\x03\x04", OLE[:8], b"%PDF-1.4", b"<html>", b"{\\rtf1", b"\xff\xfe", b"<?xml "]),
            st.binary(max_size=200),
        ).map(b"".join),
    ),
    suffix=st.sampled_from([".txt", ".docx", ".pdf", ".html", ".md", ".doc", ""]),
)
def test_any_file_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, raw: bytes, suffix: str) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(raw)
    try:
        source = read_source(path)
    except ReadError:
        return
    assert_sound(source)
    assert source.format in {reader.kind for reader in READERS}
