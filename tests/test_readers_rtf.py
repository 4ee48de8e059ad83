"""RTF: letters by the fonts of runs, tables, notes, lists, and what prints nothing."""

from __future__ import annotations

import pytest

from extractors.model import BlockKind
from pipeline.errors import DamagedFile, EmptyFile
from pipeline.readers.rtf.read import read_rtf
from tests.checks import kinds

FONTS = (
    r"{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fnil .VnTime;}{\f2\fnil .VnTimeH;}{\f3\fcharset163 Arial;}"
    r"{\f4\fcharset2 Symbol;}{\f5 VNI-Times;}}"
)


def rtf(body: str, head: str = "") -> bytes:
    """Return an RTF file; letters outside ASCII are written as the bytes of Latin-1."""
    written = "".join(one if one < "\x80" else f"\\'{ord(one):02x}" for one in body)
    return (r"{\rtf1\ansi\ansicpg1252\deff0" + FONTS + head + written + "}").encode("ascii")


def lines(raw: bytes) -> list[str]:
    return read_rtf(raw, "a.rtf").text.split("\n")


def test_fonts_of_runs() -> None:
    body = r"{\f2 quyÕt ®Þnh\par}{\f1 C¨n cø sè 5/Q§\par}{\f5 Ñaûng boä\par}{\f0 Größe}"
    read = read_rtf(rtf(body), "a.rtf")
    assert read.text.split("\n") == ["QUYẾT ĐỊNH", "Căn cứ số 5/QĐ", "Đảng bộ", "Größe"]
    assert dict(read.hints)["text.encoding"] == "TCVN3, VNI"


def test_unicode_and_code_pages() -> None:
    """\\u stands before its fallback; a font of charset 163 has the bytes of Windows-1258."""
    assert lines(rtf(r"Ngh\u7883? quy\u7871\'3ft; \uc0 \u272 i\u7873 u; {\uc2\u432\'3f\'3f}")) == [
        "Nghị quyết; Điều; ư"
    ]
    assert lines(rtf(r"{\f3 c\'f4ng t\'e1c\'f2}".replace(r"\'f2", "")))[0] == "công tác"


def test_signs() -> None:
    assert lines(rtf(r"a\tab b\emdash c\~d\_e\-f\{\}\line g\bullet")) == ["a\tb—c\xa0d\u2011ef{}", "g•"]


def test_table_and_nested_cells() -> None:
    row = r"\trowd\trleft0\clbrdrt\brdrs\cellx500\cellx2000\cellx3000 \pard\intbl A\cell B\cell C\cell\row "
    wide = r"\trowd\trleft0\cellx2000\cellx3000 \pard\intbl T\cell 12\cell\row "
    read = read_rtf(
        rtf(row.replace("{}", "A", 1).replace("{}", "B", 1).replace("{}", "C", 1) + wide + r"\pard sau"), "a"
    )
    assert read.text.split("\n") == ["A | B | C", "T |  | 12", "sau"]
    assert read.blocks[0].kind is BlockKind.TABLE_ROW


def test_labels_of_lists_are_read_as_printed() -> None:
    body = r"\pard{\listtext\pard\plain\f0 1.\tab}\ls1\ilvl0 mot\par{\listtext\f4\'b7\tab}hai\par"
    assert lines(rtf(body)) == ["1. mot", "• hai"]


def test_notes_fields_and_furniture() -> None:
    body = (
        r"{\header\pard tren {\field{\*\fldinst PAGE}{\fldrslt 3}}\par}"
        r"12.345{\super\chftn}{\footnote\pard\plain {\super\chftn} ghi chu\par} ha\par"
        r"{\field{\*\fldinst HYPERLINK x}{\fldrslt trang}}\par"
    )
    assert lines(rtf(body)) == ["12.345¹ ha", "¹ ghi chu", "trang", "", "tren 3"]


def test_what_prints_nothing() -> None:
    body = (
        r"{\info{\title Bao cao}}{\*\generator x;}{\pict\pngblip 8950}{\object{\*\objdata 01}{\result ket}} "
        r"{\v kin}{\deleted xoa}{\revised them}\bin3 {}{ con{\upr{ cu}{\*\ud{ moi}}}"
    )
    read = read_rtf(rtf(body), "a.rtf")
    assert read.text == "ket them con moi"
    assert ("rtf.title", "Bao cao") in read.hints
    assert kinds(read.problems) == ["tracked_changes", "hidden_text"]


def test_text_box_and_heading() -> None:
    head = r"{\stylesheet{\s1 heading 1;}{\s0 Normal;}}"
    body = r"\pard\s1 Muc\par\pard{\shp{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt\pard trong\par}}{\shprslt trong}}xa\par"
    read = read_rtf(rtf(body, head), "a.rtf")
    assert read.text.split("\n") == ["Muc", "xa", "trong"]
    assert read.blocks[0].kind is BlockKind.HEADING


def test_a_file_cut_off_keeps_what_it_has() -> None:
    assert lines(rtf(r"mot\par hai{\b ba")[:-1]) == ["mot", "haiba"]


@pytest.mark.parametrize("body", ["", r"{\*\x y}", r"\par\par"])
def test_empty(body: str) -> None:
    with pytest.raises(EmptyFile, match=r"a\.rtf"):
        read_rtf(rtf(body), "a.rtf")


def test_groups_without_end_are_refused() -> None:
    with pytest.raises(DamagedFile, match="lồng quá sâu"):
        read_rtf(rtf("{" * 10_000 + "x"), "a.rtf")


def test_unknown_code_page_and_unprintable_font() -> None:
    assert lines(rb"{\rtf1\ansi\ansicpg1{\fonttbl{\f0 A" + b"\x01" + rb";}}\f0 m\'f4t}") == ["môt"]
