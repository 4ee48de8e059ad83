"""Hostile and damaged Word files: refused by name, with the reason, before anything is unpacked."""

from __future__ import annotations

import pytest

from pipeline.errors import DamagedFile, EmptyFile, EncryptedFile, MissingTool, ReadError, TooLarge
from pipeline.readers import package
from pipeline.readers.docx.read import read_docx
from tests.wordfiles import W, paragraph, part, word_file, zip_file
from tests.wordfiles import both_openers as both_openers

BILLION_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>'
)
EXTERNAL_ENTITY = BILLION_LAUGHS.replace('"ha"', 'SYSTEM "file:///etc/passwd"')


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (word_file(paragraph("x"))[:-30], DamagedFile),
        (word_file(paragraph("x"))[:60], DamagedFile),
        (zip_file({"word/document.xml": "<w:document"}), DamagedFile),
        (zip_file({"word/document.xml": f'<w:document xmlns:w="{W}"/>'}), DamagedFile),
        (zip_file({"word/styles.xml": "<a/>"}), DamagedFile),
        (zip_file({"word/document.xml": BILLION_LAUGHS}), DamagedFile),
        (zip_file({"word/document.xml": EXTERNAL_ENTITY}), DamagedFile),
        (zip_file({"word/document.xml": EXTERNAL_ENTITY.replace('version="1.0"', "").encode("utf-16")}), DamagedFile),
        (word_file("<w:sdt>" * 300 + paragraph("x") + "</w:sdt>" * 300), DamagedFile),
        (word_file(paragraph("  ")), EmptyFile),
        (word_file(paragraph(""), {"word/media/image1.png": "x"}), MissingTool),
    ],
    ids=["no directory", "stump", "bad xml", "no body", "no document", "entities", "external entity", "utf-16 entity",
         "deep", "empty", "pictures only"],
)  # fmt: skip
def test_refused(raw: bytes, error: type[ReadError]) -> None:
    with pytest.raises(error, match=r"“bc\.docx”: .+\. Hãy .+\."):
        read_docx(raw, "bc.docx")


def test_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    """Thirty megabytes of one letter, thirty kilobytes packed."""
    bomb = word_file(paragraph("x" * 30_000_000))
    assert len(bomb) < 100_000
    with pytest.raises(TooLarge, match="bom nén"):
        read_docx(bomb, "x.docx")


def test_declared_size_that_lies_does_not_get_by() -> None:
    """The directory says ten bytes: no more are unpacked, and they do not fit the checksum."""
    raw = bytearray(word_file(paragraph("x" * 3_000_000)))
    real = len(part("document", f"<w:body>{paragraph('x' * 3_000_000)}</w:body>").encode())
    lying = bytes(raw).replace(real.to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != bytes(raw)
    with pytest.raises(DamagedFile):
        read_docx(lying, "x.docx")


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = word_file(paragraph("thân bài"))
    for limit, value in (("MAX_PARTS", 1), ("MAX_UNPACKED", 100), ("MAX_XML", 50)):
        with monkeypatch.context() as patched:
            patched.setattr(package, limit, value)
            with pytest.raises(TooLarge):
                read_docx(raw, "x.docx")


def test_encrypted_part() -> None:
    raw = bytearray(word_file(paragraph("x")))
    for start in (raw.find(b"PK\x03\x04") + 6, raw.find(b"PK\x01\x02") + 8):
        raw[start] |= 1
    with pytest.raises(EncryptedFile):
        read_docx(bytes(raw), "x.docx")
