"""Readers and parsers against what nobody wrote: sound files changed at random, and text put together at random.

A reader gives a sound reading or a ReadError, a parser a value, nothing or the error that it names; anything else is a
finding, which hypothesis makes as small as it can. `python -m tests.fuzz --minutes N` goes on with new examples until
the time is over and prints what it found; `tests/test_fuzz.py` runs the same targets on a few examples of a fixed seed.
"""

from __future__ import annotations

import argparse
import io
import random
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

import xlwt
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from extractors.model import Source
from extractors.values.dates import find_dates, parse_date
from extractors.values.numerals import find_numerals, parse_numeral
from pipeline.annotate import annotate
from pipeline.errors import ReadError, TrichyeuError
from pipeline.periods import read_day, read_period
from pipeline.readers.containers import open_container
from pipeline.readers.registry import READERS
from pipeline.readers.text import line_blocks
from tests.checks import assert_sound
from tests.hostile.files import EMAIL, EXCEL, ODT, OLD_WORD, PAGE, RTF, WORD, png
from tests.hostile.model import REPORT
from tests.hostile.pdf import WHOLE
from tests.oldfiles import msg_file, ppt_file, rar_file
from tests.test_readers_slides import pptx_file, shape
from tests.wordfiles import zip_file

_MHT: Final = b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + PAGE


def _old_excel() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("A")
    for number in range(9):
        sheet.write(number, 0, f"Xã {number}")
        sheet.write(number, 1, number * 37)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


SEEDS: Final[dict[str, bytes]] = {
    "docx": WORD, "doc": OLD_WORD, "rtf": RTF, "odf": ODT, "xlsx": EXCEL, "xls": _old_excel(),
    "pptx": pptx_file(shape(REPORT)), "ppt": ppt_file([["Báo cáo quý I", "149 hội nghị"]]), "pdf": WHOLE,
    "image": png(40, 40), "eml": EMAIL, "msg": msg_file("Báo cáo", REPORT, {"a.txt": b"149"}), "mht": _MHT,
    "html": PAGE, "txt": REPORT.encode() * 9, "md": f"# Mục\n\n| A | 1 |\n\n{REPORT}".encode(),
}  # fmt: skip
"""A sound file of each format that is read."""
CONTAINERS: Final[dict[str, bytes]] = {
    "zip": zip_file({"a.txt": REPORT, "b/c.eml": EMAIL}), "rar": rar_file({"a.txt": REPORT.encode()}),
    "eml": EMAIL, "msg": SEEDS["msg"],
}  # fmt: skip
WORDS: Final = (
    "toàn tỉnh", "đã mở", "hội nghị", "lượt người", "trong đó", "gồm", "tỷ lệ", "%", "quý I", "năm 2022", "từ ngày",
    "đến", "Nghị quyết", "số 05-CT/TW", "30/2020/NĐ-CP", "ngày 15/5/2016", "149", "6.558", "1,5", "12/20", "-", ":",
    ";", ".", ",", "(", ")", "\n", "\t", " | ", "Điều 3", "khoản 2", "MẬT", "hai mươi mốt", "triệu", "31/02/2020",
    "\u202e", "\u0301", "0" * 40, "1" * 400, "I.", "a)", "Chính phủ", "sửa đổi, bổ sung", "của", "Tỉnh ủy Lào Cai",
    "so với", "tăng", "tháng 13", "giai đoạn 2020-2025", "99.999.999.999.999.999.999",
)  # fmt: skip
"""What sentences of reports are made of, and what none holds."""


@st.composite
def changed(draw: st.DrawFn, raw: bytes) -> bytes:
    """Draw a file with up to eight changes: bytes set, cut out, doubled, put in, the end cut off."""
    made = bytearray(raw)
    for _ in range(draw(st.integers(0, 8))):
        at = draw(st.integers(0, max(0, len(made) - 1)))
        width = draw(st.integers(1, 64))
        kind = draw(st.sampled_from(("set", "set", "cut", "double", "put", "number", "end")))
        if kind == "set":
            made[at : at + 1] = bytes([draw(st.integers(0, 255))])
        elif kind == "cut":
            del made[at : at + width]
        elif kind == "double":
            made[at:at] = made[at : at + width]
        elif kind == "put":
            made[at:at] = draw(st.binary(max_size=16))
        elif kind == "number":
            made[at : at + 4] = draw(st.sampled_from((b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"\xff\xff\xff\x7f")))
        else:
            del made[max(1, at) :]
    return bytes(made)


@st.composite
def changed_inside(draw: st.DrawFn, raw: bytes) -> bytes:
    """Draw a zip in one part of which something is changed: most changes of a packed file only break its sum."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = draw(st.sampled_from(sorted(parts)))
    return zip_file(parts | {name: draw(changed(parts[name]))})


def files(raw: bytes) -> st.SearchStrategy[bytes]:
    """Return the changes of one sound file, inside its parts too where it is a zip."""
    return st.one_of(changed(raw), changed_inside(raw)) if raw.startswith(b"PK") else changed(raw)


texts: Final = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), max_size=40).map(" ".join)


def reads(kind: str, raw: bytes) -> None:
    read = next(reader for reader in READERS if reader.kind == kind).load()
    try:
        assert_sound(read(raw, f"a.{kind}"))
    except ReadError:
        return


def opens(kind: str, raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            found = open_container(raw, f"a.{kind}", Path(folder))
        except ReadError:
            return
        assert all(member.file.parent == Path(folder) for member in found.members)


def annotates(text: str) -> None:
    try:
        record = annotate(Source("a.txt", "0", "txt", text, line_blocks(text)), True)
    except TrichyeuError:
        return
    for figure in record.figures:
        assert text[figure.start : figure.end] == figure.text
    for citation in record.citations:
        assert text[citation.start : citation.end] == citation.text


def parses(text: str) -> None:
    for parse in (parse_numeral, parse_date, find_numerals, find_dates):
        parse(text)
    for ask in (read_day, read_period):
        try:
            ask(text)
        except TrichyeuError:
            continue


def targets() -> Iterator[tuple[str, Callable[[int, int], None]]]:
    """Yield the name of each target and what runs it on some examples of a seed."""
    for kind, raw in SEEDS.items():
        yield f"read {kind}", partial(_run, partial(reads, kind), files(raw))
    for kind, raw in CONTAINERS.items():
        yield f"open {kind}", partial(_run, partial(opens, kind), files(raw))
    yield "annotate", partial(_run, annotates, texts)
    yield "parse", partial(_run, parses, texts)


def _run(check: Callable[..., None], strategy: st.SearchStrategy[object], examples: int, number: int) -> None:
    quick = settings(
        max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=False
    )
    seed(number)(quick(given(strategy)(lambda drawn: check(drawn))))()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--examples", type=int, default=200, help="of each target in one round")
    chosen = parser.parse_args()
    last, rounds, findings = time.monotonic() + 60 * chosen.minutes, 0, set[str]()
    while time.monotonic() < last:
        for name, run in targets():
            if time.monotonic() > last:
                break
            try:
                run(chosen.examples, random.SystemRandom().getrandbits(32))
            except Exception:  # noqa: BLE001 - whatever it is, it is the finding
                told = traceback.format_exc()
                place = told.rpartition("  File ")[2]
                if (name + place) not in findings:
                    findings.add(name + place)
                    print(f"== {name}\n{told}", flush=True)
        rounds += 1
        print(
            f"{rounds} rounds, {chosen.examples} examples of each target in each, {len(findings)} findings", flush=True
        )


if __name__ == "__main__":
    main()
