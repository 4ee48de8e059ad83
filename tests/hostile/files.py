"""Hostile files: bombs, loops, stumps, false names. What is made of each was written by hand, before any was read.

`FILES` are cheap, `DEAR_FILES` cost seconds each; `place` adds what is no file of bytes: links, pipes, devices, names.
`python -m tests.hostile.files FOLDER` writes them all, to be looked at.
"""

from __future__ import annotations

import codecs
import io
import struct
import sys
import tarfile
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Final

from tests.hostile.model import MEGABYTE, READ, REPORT, Hostile, deflated
from tests.hostile.pdf import DEAR_PDF_FILES, PDF_FILES
from tests.hostile.places import place
from tests.oldfiles import Par, Run, doc_file, msg_file, ole_file, ppt_file, rar_file
from tests.sheetfiles import excel_file, rows, worksheet
from tests.test_readers_odf import odf_file as odf_parts
from tests.test_readers_slides import pptx_file, shape
from tests.wordfiles import W, paragraph, table, word_file, zip_file


def odf_file(kind: str, body: str, extra: dict[str, str] | None = None) -> bytes:
    return odf_parts(kind, body, extra={"META-INF/manifest.xml": "<a/>", **(extra or {})})


@cache
def _nuls(megabytes: int) -> tuple[bytes, int]:
    """Return some megabytes of NULs deflated, and their sum."""
    check, block = 0, bytes(MEGABYTE)
    for _ in range(megabytes):
        check = zlib.crc32(block, check)
    return deflated(megabytes), check


def zip_entries(entries: list[tuple[str, int]], overlap: bool = False, declared: int | None = None) -> bytes:
    """Return a zip of names with so many megabytes of NULs each; `overlap`: all share the bytes of the first."""
    body: list[bytes] = []
    directory: list[bytes] = []
    end = 0
    for name, megabytes in entries:
        packed, check = _nuls(megabytes)
        size = megabytes * MEGABYTE if declared is None else declared
        head = struct.pack("<5H3I2H", 20, 0, 8, 0, 33, check, len(packed), size, len(name.encode()), 0)
        at = 0 if overlap else end
        if not (overlap and body):
            body.append(b"PK\x03\x04" + head + name.encode() + packed)
            end += len(body[-1])
        place = struct.pack("<3H2I", 0, 0, 0, 0, at)
        directory.append(b"PK\x01\x02" + struct.pack("<H", 20) + head + place + name.encode())
    count, length = len(entries), sum(map(len, directory))
    tail = b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, count, count, length, end, 0)
    return b"".join((*body, *directory, tail))


def nested(depth: int, width: int, leaf: bytes) -> bytes:
    raw = leaf
    for _ in range(depth):
        raw = zip_file({f"{number}.zip": raw for number in range(width)})
    return raw


def entities(kind: str) -> str:
    inner = {
        "laughs": '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">',
        "file": '<!ENTITY c SYSTEM "file:///etc/passwd">',
        "device": '<!ENTITY c SYSTEM "file:///dev/zero">',
        "net": '<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;',
    }[kind]
    return f'<?xml version="1.0"?><!DOCTYPE d [{inner}]><a xmlns:w="{W}">&c;</a>'


def tenths(raw: bytes) -> Iterator[tuple[int, bytes]]:
    for tenth in range(1, 10):
        yield tenth, raw[: len(raw) * tenth // 10]


def tar_gz(size: int) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz", compresslevel=1) as archive:
        info = tarfile.TarInfo("to.txt")
        info.size = size
        archive.addfile(info, _Zeros(size))
    return out.getvalue()


class _Zeros(io.RawIOBase):
    def __init__(self, size: int) -> None:
        self._left = size

    def read(self, size: int = -1) -> bytes:
        count = min(self._left, size if size >= 0 else self._left)
        self._left -= count
        return bytes(count)


def message(attached: Mapping[str, bytes]) -> bytes:
    made = EmailMessage()
    made["Subject"], made["From"] = "Báo cáo", "a@x.vn"
    made.set_content(REPORT)
    for name, raw in attached.items():
        made.add_attachment(raw, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def messages_in_messages(depth: int) -> bytes:
    raw = b"Subject: trong\r\n\r\n" + REPORT.encode()
    for _ in range(depth):
        raw = b"Subject: a\r\nMIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\n" + raw
    return raw


def multiparts(depth: int) -> bytes:
    heads = "".join(f'Content-Type: multipart/mixed; boundary="b{i}"\r\n\r\n--b{i}\r\n' for i in range(depth))
    return f"Subject: a\r\nMIME-Version: 1.0\r\n{heads}Content-Type: text/plain\r\n\r\n{REPORT}".encode()


def twice(first: str, second: str) -> bytes:
    """Return a Word file with its main part twice."""
    inner = '<w:document xmlns:w="{}"><w:body>{}</w:body></w:document>'
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for text in (first, second):
                archive.writestr("word/document.xml", inner.format(W, paragraph(text)))
    return out.getvalue()


def locked_zip(raw: bytes) -> bytes:
    made = bytearray(raw)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.find(mark) + at] |= 1
    return bytes(made)


def looping_ole() -> bytes:
    """Return a .doc in whose table of sectors each sector follows itself."""
    raw = bytearray(doc_file([Par([Run(REPORT)])], wide=True))
    (table_at,) = struct.unpack_from("<I", raw, 76)
    for index in range(128):
        struct.pack_into("<I", raw, 512 * (table_at + 1) + 4 * index, index)
    return bytes(raw)


def png(width: int, height: int) -> bytes:
    """Return the head of a picture of white pixels, and of its pixels what a row has."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">2I5B", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(MEGABYTE)))
        + chunk(b"IEND", b"")
    )


WORD: Final = word_file(paragraph(REPORT) + "".join(paragraph(f"Mục {n}: {n * 7919 % 1000}") for n in range(60)))
EXCEL: Final = excel_file(worksheet(rows("Đơn vị | Hội nghị", *(f"Xã {n} | {n * 37 % 90}" for n in range(60)))))
ODT: Final = odf_file("text", "".join(f"<text:p>Mục {n}: {n * 7919 % 1000}</text:p>" for n in range(60)))
OLD_WORD: Final = doc_file([Par([Run(REPORT)])], wide=True)
RTF: Final = rb"{\rtf1\ansi " + b"Toan tinh mo 149 hoi nghi.\\par " * 40 + b"}"
EMAIL: Final = message({"bc.docx": word_file(paragraph(REPORT))})
PAGE: Final = f"<html><body>{''.join(f'<p>{REPORT}</p>' for _ in range(40))}</body></html>".encode()
FLAT_TEXT: Final = "x" * 30_000_000

_STUMPS: Final = {
    # Their directory stands at the end, so a stump has none.
    **{f"cut/{n}.docx": Hostile(raw, "damaged") for n, raw in tenths(WORD)},
    **{f"cut/{n}.xlsx": Hostile(raw, "damaged") for n, raw in tenths(EXCEL)},
    **{f"cut/{n}.odt": Hostile(raw, "damaged") for n, raw in tenths(ODT)},
    # The stream of the text and the table of the pieces are each a part of their own: without either there is no text.
    **{f"cut/{n}.doc": Hostile(raw, "damaged") for n, raw in tenths(OLD_WORD)},
    # What streams is read as far as it goes.
    **{f"cut/{n}.rtf": Hostile(raw, READ) for n, raw in tenths(RTF)},
    **{f"cut/{n}.html": Hostile(raw, READ) for n, raw in tenths(PAGE)},
}

FILES: Final[dict[str, Hostile]] = {
    **_STUMPS,
    **PDF_FILES,
    # Bombs.
    "bomb/flat.docx": Hostile(lambda: word_file(paragraph(FLAT_TEXT)), "too_large"),
    "bomb/flat.xlsx": Hostile(lambda: excel_file(worksheet(rows(FLAT_TEXT))), "too_large"),
    "bomb/flat.odt": Hostile(lambda: odf_file("text", f"<text:p>{FLAT_TEXT}</text:p>"), "too_large"),
    "bomb/flat.pptx": Hostile(lambda: pptx_file(shape(FLAT_TEXT)), "too_large"),
    "bomb/flat.zip": Hostile(lambda: zip_entries([("to.txt", 300)]), None, {"to.txt": "too_large"}),
    "bomb/liar.zip": Hostile(lambda: zip_entries([("to.txt", 20)], declared=10), None, {"to.txt": "damaged"}),
    "bomb/many.zip": Hostile(lambda: zip_entries([(f"{n}.txt", 100) for n in range(30)]), "too_large"),
    "bomb/overlapping.zip": Hostile(
        lambda: zip_entries([(f"{n}.txt", 100) for n in range(3000)], overlap=True),
        "too_large",
    ),
    "bomb/nested.zip": Hostile(
        lambda: nested(4, 2, zip_entries([("to.txt", 300)])),
        None,
        {f"{a}.zip/{b}.zip/{c}.zip": "unsupported_format" for a in range(2) for b in range(2) for c in range(2)},
    ),
    "bomb/files.zip": Hostile(lambda: zip_entries([(f"{n}.txt", 0) for n in range(20_001)]), "too_large"),
    "bomb/strings.xlsx": Hostile(
        lambda: excel_file(
            worksheet("".join(f'<row r="{i}"><c t="s"><v>0</v></c></row>' for i in range(1, 1001))),
            strings=f"<si><t>{'đ' * 30_000}</t></si>",
        ),
        "too_large",
    ),
    "bomb/parts.docx": Hostile(
        lambda: word_file(paragraph(REPORT), {f"word/media/{n}.png": "x" for n in range(5_001)}), "too_large"
    ),
    "bomb/pixels.png": Hostile(lambda: png(20_000, 20_000), "too_large"),
    "bomb/pixels-claimed.png": Hostile(png(2_000_000_000, 2_000_000_000), "too_large"),
    "bomb/spaces.odt": Hostile(odf_file("text", f'<text:p>{REPORT}<text:s text:c="2000000000"/></text:p>'), READ),
    "bomb/far-cell.xlsx": Hostile(excel_file(worksheet('<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>')), READ),
    "bomb/spans.html": Hostile(
        b"<html><table><tr><td colspan=100000 rowspan=100000>7</td><td>8</td></tr></table></html>", READ
    ),
    "bomb/attributes.html": Hostile(
        lambda: f"<html><body><p {' '.join(f'a{n}=x' for n in range(100_000))}>{REPORT}</p></body></html>".encode(),
        READ,
    ),
    "bomb/attributes.docx": Hostile(
        lambda: word_file(
            "<w:p "
            + " ".join(f"w:a{n}='{n * 7919 % 100_003}'" for n in range(100_000))
            + f"><w:r><w:t>{REPORT}</w:t></w:r></w:p>"
        ),
        READ,
    ),
    # Loops and depth.
    "loop/sectors.doc": Hostile(looping_ole, "damaged"),
    "loop/message.eml": Hostile(
        messages_in_messages(30), READ, {"1.eml": READ, "1.eml/1.eml": READ, "1.eml/1.eml/1.eml": READ}
    ),
    "loop/multiparts.eml": Hostile(multiparts(1_200), "damaged"),
    "loop/boxes.docx": Hostile(word_file("<w:sdt>" * 300 + paragraph("x") + "</w:sdt>" * 300), "damaged"),
    "loop/groups.rtf": Hostile(rb"{\rtf1\ansi " + b"{" * 100_000 + b"x", "damaged"),
    "loop/tags.html": Hostile(b"<html>" + b"<div>" * 20_000 + REPORT.encode(), READ),
    "loop/style.docx": Hostile(
        word_file(
            paragraph(REPORT, '<w:pStyle w:val="A"/>'),
            styles='<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
            '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>',
        ),
        READ,
    ),
    # Entities.
    "entity/laughs.docx": Hostile(zip_file({"word/document.xml": entities("laughs")}), "damaged"),
    "entity/file.docx": Hostile(zip_file({"word/document.xml": entities("file")}), "damaged"),
    "entity/device.docx": Hostile(zip_file({"word/document.xml": entities("device")}), "damaged"),
    "entity/net.docx": Hostile(zip_file({"word/document.xml": entities("net")}), "damaged"),
    "entity/wide.docx": Hostile(zip_file({"word/document.xml": entities("laughs")[21:].encode("utf-16")}), "damaged"),
    "entity/laughs.odt": Hostile(odf_file("text", "", extra={"content.xml": entities("laughs")}), "damaged"),
    "entity/laughs.xlsx": Hostile(
        excel_file(worksheet(rows("A | 1")), parts={"xl/workbook.xml": entities("laughs")}), "damaged"
    ),
    "entity/relations.docx": Hostile(word_file(paragraph(REPORT), {"_rels/.rels": entities("laughs")}), "damaged"),
    "entity/laughs.xml": Hostile(entities("laughs").encode(), "unsupported_format"),
    "entity/laughs.html": Hostile(
        f'<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><html><p>{REPORT} &b;</p></html>'.encode(), READ
    ),
    # Passwords.
    "locked/a.docx": Hostile(ole_file({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "encrypted"),
    "locked/part.docx": Hostile(locked_zip(word_file(paragraph(REPORT))), "encrypted"),
    "locked/a.doc": Hostile(doc_file([Par([Run("x")])], flags=0x0100), "encrypted"),
    "locked/a.zip": Hostile(locked_zip(zip_file({"bc.txt": REPORT})), None, {"bc.txt": "encrypted"}),
    "locked/a.rar": Hostile(rar_file({"bc.txt": REPORT.encode()}, locked=True), None, {"bc.txt": "encrypted"}),
    "locked/a.odt": Hostile(
        zip_file(
            {
                "mimetype": "application/vnd.oasis.opendocument.text",
                "content.xml": b"\x8f\x02\x91" * 90,
                "META-INF/manifest.xml": '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
                '<m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry></m:manifest>',
            }
        ),
        "encrypted",
    ),
    # Names that say something else.
    "name/word.pdf": Hostile(WORD, f"{READ}: wrong_extension"),
    "name/old.docx": Hostile(OLD_WORD, f"{READ}: wrong_extension"),
    "name/rich.doc": Hostile(RTF, f"{READ}: wrong_extension"),
    "name/sheet.txt": Hostile(EXCEL, f"{READ}: wrong_extension"),
    "name/page.docx": Hostile(PAGE, f"{READ}: wrong_extension"),
    "name/word.zip": Hostile(WORD, f"{READ}: wrong_extension"),
    "name/zip.docx": Hostile(zip_file({"bc.txt": REPORT}), None, {"bc.txt": READ}),
    "name/program.pdf": Hostile(b"MZ\x90\x00\x03\x00\x00\x00" + bytes(500), "unsupported_format"),
    "name/program.txt": Hostile(b"\x7fELF\x02\x01\x01" + bytes(500), "unsupported_format"),
    "name/sound.docx": Hostile(b"ID3\x04" + bytes(500), "unsupported_format"),
    "name/zeros.docx": Hostile(bytes(4096), "unsupported_format"),
    "name/nothing.pdf": Hostile(b"", "empty"),
    "name/head.pdf": Hostile(b"%PDF-1.7\n", "damaged"),
    "name/head.docx": Hostile(b"PK\x03\x04", "damaged"),
    "name/head.doc": Hostile(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "damaged"),
    "name/head.7z": Hostile(b"7z\xbc\xaf\x27\x1c" + bytes(10), "damaged"),
    "name/head.rar": Hostile(b"Rar!\x1a\x07\x00" + bytes(10), "damaged"),
    "name/words.json": Hostile(b'{"a": 1}', "unsupported_format"),
    # Two parts of one name: no program agrees with the next on which one counts.
    "twice/other.docx": Hostile(twice("Tỉnh mở 149 hội nghị.", "Tỉnh mở 941 hội nghị."), "damaged"),
    "twice/same.docx": Hostile(twice(REPORT, REPORT), READ),
    # Letters.
    "letters/bom-of-wide.txt": Hostile(codecs.BOM_UTF16_LE + REPORT.encode("utf-16-be"), f"{READ}: doubtful_bytes"),
    "letters/bom-of-narrow.txt": Hostile(codecs.BOM_UTF8 + REPORT.encode("utf-16-le"), f"{READ}: doubtful_bytes"),
    "letters/bom-false.txt": Hostile(codecs.BOM_UTF16_LE + (REPORT * 3).encode(), f"{READ}: doubtful_bytes"),
    "letters/utf7.txt": Hostile((REPORT * 3).encode("utf-7"), READ),
    "letters/utf7.html": Hostile(
        b'<html><meta charset="utf-7"><p>' + (REPORT * 3).encode("utf-7") + b"</p></html>", READ
    ),
    "letters/marks.txt": Hostile(f"\u202e{REPORT}\u202c\u2066 x\u2069".encode(), READ),
    "letters/nuls.txt": Hostile(REPORT.encode() + bytes(3) + b" " + REPORT.encode(), f"{READ}: invalid_characters"),
    "letters/surrogates.txt": Hostile(b"\xed\xa0\x80 " + REPORT.encode() * 3, f"{READ}: doubtful_bytes"),
    "letters/zalgo.txt": Hostile(("a" + "\u0301" * 5_000 + REPORT).encode(), READ),
    "letters/one-line.txt": Hostile(("dữ liệu " * 20_000).encode(), READ),
    # Parts that break their own rules.
    "broken/sheet.xlsx": Hostile(excel_file("<worksheet"), "damaged"),
    "broken/slide.ppt": Hostile(ole_file({"PowerPoint Document": b"\xff" * 5000, "Current User": b"x"}), "empty"),
    "broken/lengths.ppt": Hostile(
        ppt_file([["Báo cáo quý I"]]).replace(struct.pack("<I", 26), struct.pack("<I", 0x7FFFFFFF)), READ
    ),
    "broken/bin.rtf": Hostile(rb"{\rtf1\ansi mo 149 hoi nghi \bin2000000000 x}", READ),
    "broken/negative.rtf": Hostile(rb"{\rtf1\ansi mo 149 hoi nghi \bin-5 \uc-9 \u-99999 \fs-7 x}", READ),
    "broken/attached.msg": Hostile(msg_file("Báo cáo", REPORT, {"bc.docx": WORD[:300]}), READ, {"bc.docx": "damaged"}),
    "broken/attached.eml": Hostile(EMAIL, READ, {"bc.docx": READ}),
    "broken/climbs.zip": Hostile(
        zip_file({"../../../etc/bc.txt": REPORT, "/abs.txt": REPORT, "..\\..\\lùi.txt": REPORT, "C:\\a.txt": REPORT}),
        None,
        {"etc/bc.txt": READ, "abs.txt": READ, "lùi.txt": READ, "C:/a.txt": READ},
    ),
}

DEAR_FILES: Final[dict[str, Hostile]] = {
    **DEAR_PDF_FILES,
    "bomb/repeats.ods": Hostile(
        odf_file(
            "spreadsheet",
            '<table:table table:name="A"><table:table-row table:number-rows-repeated="1048576"><table:table-cell'
            ' table:number-columns-repeated="16384"><text:p>7</text:p></table:table-cell></table:table-row>'
            "</table:table>",
        ),
        READ,
    ),
    "dear/cells.docx": Hostile(
        lambda: word_file(table([[str(n * 7919 % 9973 + row) for n in range(50)] for row in range(2_000)])), READ
    ),
    # As many numbers as a hundred statistical yearbooks: to tell which belongs to which would take a gigabyte.
    "dear/paragraphs.docx": Hostile(
        lambda: word_file("".join(f"<w:p><w:r><w:t>{n * 7919 % 299_993}</w:t></w:r></w:p>" for n in range(300_000))),
        "too_large",
    ),
    "dear/cells.xlsx": Hostile(
        lambda: excel_file(
            worksheet(
                "".join(
                    f'<row r="{row}">' + "".join(f"<c><v>{row * 7919 % 9973 + n}</v></c>" for n in range(50)) + "</row>"
                    for row in range(1, 2_001)
                )
            )
        ),
        READ,
    ),
    "dear/cells.html": Hostile(
        lambda: (
            "<html><table>"
            + "".join("<tr>" + "".join(f"<td>{row + n}</td>" for n in range(50)) + "</tr>" for row in range(2_000))
            + "</table></html>"
        ).encode(),
        READ,
    ),
    "dear/flat.tar.gz": Hostile(lambda: tar_gz(300 * MEGABYTE), None, {"to.txt": "too_large"}),
    "dear/text.txt": Hostile(lambda: (REPORT + "\n").encode() * 800_000, "too_large"),
}


def write(folder: Path, files: Mapping[str, Hostile]) -> dict[str, str]:
    """Write files into a folder; return what is made of each, those inside containers too."""
    found: dict[str, str] = {}
    for path, hostile in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(hostile.bytes())
        if hostile.outcome is not None:
            found[path] = hostile.outcome
        found |= {f"{path}/{name}": outcome for name, outcome in hostile.inside.items()}
    return found


if __name__ == "__main__":
    target = Path(sys.argv[1])
    print(len(write(target, {**FILES, **DEAR_FILES}) | place(target)))
