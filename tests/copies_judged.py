"""How many pairs of `tests/copies.py` are judged rightly, a row a seed: `python -m tests.copies_judged 7 11`.

    python -m tests.copies_judged --pictures [--folder DIR] 12

draws the pages of every scan, presses two stamps on each, wears them as `tests/scans.py` does, and reads them; what was
read is kept in DIR, for it costs four seconds a scan. Printed with it is how scans are read: the rates that
`tests/copies.py` makes its scans with are to be no better; and how many documents that differ from a scan in one place
are taken for it.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import pickle
import re
import sqlite3
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from random import Random

from numpy.random import PCG64, Generator
from PIL import Image

from extractors.model import Source
from pipeline.readers.ingest import read_source, read_text
from pipeline.run.store import connect
from tests.copies import File, Pair, others_of, pairs, sheets
from tests.test_groups import groups, judged, source_of, write_all

sys.path.append(str(Path(__file__).resolve().parent.parent / "scripts"))
marks, wear = import_module("scan_marks"), import_module("scan_wear")
DPI = 200
_PARTS = re.compile(r"(?<=\d)[.,:/] ?(?=\d)")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(slots=True)
class Rates:
    """What became of the numbers and words of printed pages."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, printed: str, read: Source) -> None:
        """Count one document; a number is right when its digits are, whatever parts them."""
        doubts = [p for p in read.problems if p.kind == "doubtful_digits" and p.start is not None]
        numbers = Counter(_numbers(printed))
        missing = numbers - Counter(_numbers(read.text))
        named = Counter({_digits(reading) for doubt in doubts for reading in doubt.readings})
        words = Counter(_WORD.findall(printed))
        right = [doubt for doubt in doubts if _digits(read.text[doubt.start : doubt.end]) in numbers]
        self.counts.update(
            words=words.total(), words_misread=(words - Counter(_WORD.findall(read.text))).total(),
            numbers=numbers.total(), misread=missing.total(), misread_named=(missing & named).total(),
            right_doubted=len(right),
            right_beside=sum(_beside(read.text[d.start : d.end], d.readings) for d in right),
        )  # fmt: skip

    def __str__(self) -> str:
        return ", ".join(f"{name} {count}" for name, count in self.counts.items())


def _beside(number: str, readings: Iterable[str]) -> bool:
    pairs_ = [list(zip(_digits(number), _digits(one), strict=False)) for one in readings if len(one) == len(number)]
    return any(sum(a != b for a, b in pair) == 1 for pair in pairs_)


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d+", _PARTS.sub("", text))


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def stamped(text: str, name: str) -> bytes:
    """Return a text as a PDF of scanned pages: stamped twice, askew, lit from one side, grainy."""
    pages: list[Image.Image] = []
    for number, sheet in enumerate(sheets(text)):
        page = sheet.convert("RGB")
        chance = Generator(PCG64(zlib.crc32(f"{name} {number}".encode())))
        for _ in range(2):
            across, down = float(chance.uniform(0.25, 0.8)), float(chance.uniform(0.2, 0.8))
            marks.press(page, marks.round_stamp(DPI, chance), (page.width * across, page.height * down))
        pages.append(wear.scanned(wear.turned(page, chance), chance))
    held = io.BytesIO()
    pages[0].save(held, "PDF", save_all=True, append_images=pages[1:], resolution=DPI, quality=40)
    return held.getvalue()


def read_really(file: File, name: str, folder: Path) -> Source:
    """Return a scan as the reader of scans reads its pages, or as it read them before."""
    kept = folder / f"{hashlib.sha256(f'{name} {file.printed}'.encode()).hexdigest()}.pickle"
    if kept.exists():
        source: Source = pickle.loads(kept.read_bytes())
        return source
    path = folder / file.name
    path.write_bytes(stamped(file.printed, name))
    source = read_source(path, file.name)
    path.unlink()
    kept.write_bytes(pickle.dumps(source))
    return source


def judge(connection: sqlite3.Connection, told: list[Pair], sources: list[Source]) -> tuple[list[str], list[str]]:
    """Return the copies missed and the documents joined wrongly."""
    write_all(connection, sources)
    return judged(groups(connection), told)


def held_against(told: list[Pair], folder: Path, seed: int) -> str:
    """Return how many documents that differ in one place are taken for what a scan shows that was really read."""
    chance, counts = Random(seed), Counter[str]()
    for pair in told:
        if pair.other.report is None:
            continue
        scan = read_really(pair.other, f"{seed} {pair.other.name}", folder)
        with tempfile.TemporaryDirectory() as name, closing(connect(Path(name) / "a.db", create=True)) as connection:
            texts = dict(enumerate(others_of(pair.other.report, chance)))
            write_all(connection, [scan, *(read_text(text, f"{at}.txt") for at, (_, text) in texts.items())])
            found = groups(connection)
            joined = [why for at, (why, _) in texts.items() if found[f"{at}.txt"] == found[scan.path]]
            counts.update(["held against scans"] * len(texts), **Counter(f"joined: {why}" for why in joined))
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))


def main() -> None:
    """Print the pairs judged rightly, the copies missed and the documents joined wrongly."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seeds", nargs="*", type=int, default=[7])
    parser.add_argument("--pictures", action="store_true")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "trichyeu-copies")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    print("seed\tright\tof\tmissed\twrong", flush=True)
    for seed in options.seeds:
        told, rates = pairs(seed), Rates()
        with tempfile.TemporaryDirectory() as name:
            folder, sources = Path(name), []
            for pair in told:
                for file in (pair.one, pair.other):
                    if options.pictures and file.scanned:
                        sources.append(read_really(file, f"{seed} {file.name}", options.folder))
                        rates.add(file.printed, sources[-1])
                    else:
                        sources.append(source_of(file, folder))
            connection = connect(folder / "copies.db", create=True)
            missed, wrong = judge(connection, told, sources)
            connection.close()
        print(seed, len(told) - len(missed) - len(wrong), len(told), len(missed), len(wrong), sep="\t", flush=True)
        for line in (*missed, *wrong):
            print(f"  {line}", flush=True)
        if options.pictures:
            print(f"  {rates}", flush=True)
            print(f"  {held_against(told, options.folder, seed)}", flush=True)


if __name__ == "__main__":
    main()
