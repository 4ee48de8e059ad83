"""Word 97-2003: what a .doc shows is read as of a .docx; broken and hostile ones are refused."""

from __future__ import annotations

import contextlib
import struct

import pytest

from extractors.model import BlockKind
from pipeline.errors import DamagedFile, EmptyFile, EncryptedFile, MissingTool, ReadError
from pipeline.readers import office
from pipeline.readers.doc.read import read_doc
from tests.checks import kinds
from tests.oldfiles import IN_TABLE, Par, Run, doc_file, in_font, ole_file, row_end

SPECIAL = struct.pack("<HB", 0x0855, 1)
RAISED = struct.pack("<HB", 0x2A48, 1)
HIDDEN = struct.pack("<HB", 0x083C, 1)
DELETED = struct.pack("<HB", 0x0800, 1)
INSERTED = struct.pack("<HB", 0x0801, 1)


def lines(raw: bytes) -> list[str]:
    return read_doc(raw, "a.doc").text.split("\n")


def test_paragraphs_and_signs() -> None:
    raw = doc_file([Par([Run("Kính g\x0bx\x1ey\x1fz\xa0")]), Par([Run("")]), Par([Run("hai\tba")])])
    assert lines(raw) == ["Kính g", "x\u2011yz", "", "hai\tba"]


@pytest.mark.parametrize("wide", [False, True])
def test_old_fonts_by_run(wide: bool) -> None:
    raw = doc_file(
        [
            Par(
                [
                    Run("quyÕt ®Þnh", in_font(1)),
                    Run(" sè 5/Q§-CP, ", in_font(0)),
                    Run("kế hoạch" if wide else "ké", in_font(2)),
                ]
            )
        ],
        (".VnTime", ".VnTimeH", "Times New Roman"),
        wide=wide,
    )
    read = read_doc(raw, "a.doc")
    assert read.text == f"QUYẾT ĐỊNH số 5/QĐ-CP, {'kế hoạch' if wide else 'ké'}"
    assert dict(read.hints)["text.encoding"] == "TCVN3"


def test_letters_of_vps_in_the_places_of_control_codes() -> None:
    """VPS keeps Ọ where Word has its own sign; only what is marked as special is one."""
    raw = doc_file([Par([Run("H\x11P, TR\x11NG, TH\x02CH, N\xf1\xe5o", in_font(0))])], ("VPS Times",))
    assert read_doc(raw, "a.doc").text.startswith("HỌP, TRỌNG, THẠCH, ")


def test_table_with_merged_cells() -> None:
    cells = [
        Par([Run("STT")], IN_TABLE, "\x07"), Par([Run("Nôi dung")], IN_TABLE, "\x07"),
        Par([Run("Sô")], IN_TABLE, "\x07"), Par([Run("")], row_end([0, 500, 2000, 3000]), "\x07"),
        Par([Run("Tông")], IN_TABLE, "\x07"), Par([Run("12")], IN_TABLE, "\x07"),
        Par([Run("")], row_end([0, 2000, 3000]), "\x07"), Par([Run("sau")]),
    ]  # fmt: skip
    read = read_doc(doc_file(cells), "a.doc")
    assert read.text.split("\n") == ["STT | Nôi dung | Sô", "Tông |  | 12", "sau"]
    assert [block.kind for block in read.blocks] == [BlockKind.TABLE_ROW, BlockKind.TABLE_ROW, BlockKind.PARAGRAPH]


def test_footnote_stands_behind_its_paragraph() -> None:
    raw = doc_file(
        [Par([Run("12.345"), Run("\x02", SPECIAL + RAISED), Run(" ha")]), Par([Run("sau")])],
        notes=[Par([Run("\x02", SPECIAL), Run(" chú thích")])],
    )
    assert lines(raw) == ["12.345¹ ha", "¹ chú thích", "sau"]


def test_fields_show_their_result() -> None:
    runs = [Run("\x13", SPECIAL), Run(" PAGE "), Run("\x14", SPECIAL), Run("7"), Run("\x15", SPECIAL), Run(" trang")]
    assert lines(doc_file([Par(runs)])) == ["7 trang"]


def test_tracked_and_hidden() -> None:
    raw = doc_file([Par([Run("còn "), Run("xóa ", DELETED), Run("thêm", INSERTED), Run(" kín", HIDDEN)])])
    read = read_doc(raw, "a.doc")
    assert read.text == "còn thêm"
    assert kinds(read.problems) == ["tracked_changes", "hidden_text"]
    assert read_doc(raw, "a.doc", accepted=False).text == "còn xóa thêm"


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (doc_file([Par([Run("x")])], flags=0x0100), EncryptedFile),
        (doc_file([Par([Run(" ")])]), EmptyFile),
        (ole_file({"WordDocument": b"rubbish" * 900}), DamagedFile),
        (ole_file({"WordDocument": struct.pack("<HH", 0xA5EC, 0xC1) + bytes(5000), "0Table": bytes(9)}), DamagedFile),
        (doc_file([Par([Run("x")])])[:700], DamagedFile),
    ],
    ids=["password", "empty", "rubbish", "no pieces", "cut off"],
)
def test_refused(raw: bytes, error: type[ReadError]) -> None:
    with pytest.raises(error, match=r"a\.doc"):
        read_doc(raw, "a.doc")


def test_word_before_97_wants_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_office", lambda: None)
    with pytest.raises(MissingTool, match=r"libreoffice-writer.*\.docx"):
        read_doc(doc_file([Par([Run("x")])], version=0x65), "a.doc")


@pytest.mark.parametrize("seed", range(60))
def test_broken_bytes_cost_a_read_error_at_most(seed: int) -> None:
    """Any byte may be wrong: the reader gives text or a ReadError."""
    raw = bytearray(
        doc_file(
            [Par([Run("Diu 5", in_font(1)), Run("\x02", SPECIAL)]), Par([Run("x")], IN_TABLE, "\x07"),
             Par([Run("")], row_end([0, 9]), "\x07")],
            ("Arial", ".VnTime"), notes=[Par([Run("\x02", SPECIAL), Run("n")])],
        )
    )  # fmt: skip
    state = seed * 7919 + 1
    for _ in range(12):
        state = (state * 1103515245 + 12345) % (1 << 31)
        raw[512 + state % (len(raw) - 512)] = state >> 8 & 0xFF
    with contextlib.suppress(ReadError):
        read_doc(bytes(raw), "a.doc")
