"""Every reader and parser on a few examples of a fixed seed, and what longer runs found."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import DamagedFile
from pipeline.readers.containers import open_container
from pipeline.readers.reader import Read
from pipeline.readers.registry import READERS
from tests.fuzz import SEEDS, targets
from tests.hostile.model import REPORT
from tests.wordfiles import zip_file

EXAMPLES = 8


def test_every_reader_has_a_sound_file_to_begin_with() -> None:
    assert set(SEEDS) == {reader.kind for reader in READERS}
    for reader in READERS:
        if reader.kind != "image":  # a picture of nothing
            assert reader.load()(SEEDS[reader.kind], "a").text


@pytest.mark.parametrize(("name", "run"), list(targets()), ids=lambda value: value if isinstance(value, str) else "")
def test_whatever_is_changed_is_read_or_refused(name: str, run: Callable[[int, int], None]) -> None:
    run(EXAMPLES, 20261130)


def test_a_place_that_cannot_be_decoded_is_told_where_it_stands_in_the_text() -> None:
    """Found by fuzzing: it was told where it stands in the file, behind the end of a short text."""
    broken = b"<html><body><p>" + REPORT.encode()[:-4] + b"\xe1</p></body></html>"
    for raw in (broken, b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" + broken):
        kind = "html" if raw is broken else "mht"
        read = _reader(kind)(raw, "a")
        (problem,) = [one for one in read.problems if one.kind == "doubtful_bytes"]
        assert read.text[problem.start : problem.end] == "\ufffd"


def test_lines_that_end_as_on_windows_shift_no_place() -> None:
    read = _reader("txt")(b"\r\n" * 9 + REPORT.encode()[:-4] + b"\xe1 x", "a")
    (problem,) = [one for one in read.problems if one.kind == "doubtful_bytes"]
    assert read.text[problem.start : problem.end] == "\ufffd"


def test_a_charset_that_is_no_name_is_passed_over() -> None:
    """Found by fuzzing: a NUL in the name of the charset."""
    raw = b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=\x00tf-8\r\n\r\n<html><p>149</p></html>"
    assert _reader("mht")(raw, "a").text == "149"


def test_an_old_workbook_that_breaks_its_reader_is_damaged() -> None:
    """Found by fuzzing: a sector of no size, by which it divides; an entry of the directory beside itself."""
    no_size, circle = bytearray(SEEDS["xls"]), bytearray(SEEDS["xls"])
    no_size[30:34] = bytes(4)
    (directory,) = struct.unpack_from("<I", circle, 48)
    struct.pack_into("<I", circle, 512 * (directory + 1) + 128 + 68, 1)
    for raw in (no_size, circle):
        with pytest.raises(DamagedFile):
            _reader("xls")(bytes(raw), "a")


def test_a_storage_that_holds_itself_is_damaged() -> None:
    """Found by fuzzing: the root of an old Office file, said to be a storage, stands among what it holds."""
    for kind in ("doc", "ppt", "msg"):
        circle = bytearray(SEEDS[kind])
        (directory,) = struct.unpack_from("<I", circle, 48)
        root = 512 * (directory + 1)
        (first,) = struct.unpack_from("<I", circle, root + 76)
        circle[root + 66] = 1
        struct.pack_into("<I", circle, root + 128 * first + 72, 0)
        with pytest.raises(DamagedFile):
            _reader(kind)(bytes(circle), "a")


def test_a_workbook_behind_the_head_of_a_zip_is_damaged() -> None:
    """Found by fuzzing."""
    with pytest.raises(DamagedFile):
        _reader("xls")(b"PK\x03\x04" + SEEDS["xls"], "a")


def test_a_file_of_a_zip_without_a_name_is_read(tmp_path: Path) -> None:
    """Found by fuzzing: the name of a file in a zip is cut at a NUL, here its first letter."""
    raw = zip_file({"a.txt": REPORT.encode()}).replace(b"a.txt", b"\x00.txt")
    (inner,) = open_container(raw, "a.zip", tmp_path).members
    assert inner.path == "a.zip/không-tên" and inner.file.read_bytes() == REPORT.encode()


def _reader(kind: str) -> Read:
    return next(reader for reader in READERS if reader.kind == kind).load()
