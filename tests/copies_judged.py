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
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from importlib import import_module
from pathlib import Path
from random import Random

from numpy.random import PCG64, Generator
from PIL import Image

from extractors.model import Problem, Source
from pipeline.readers.ingest import read_source, read_text
from pipeline.run.store import connect
from tests.copies import File, Pair, others_of, pairs
from tests.copies_scanned import sheets
from tests.test_groups import groups, judged, source_of, write_all

sys.path.append(str(Path(__file__).resolve().parent.parent / "scripts"))
marks, wear = import_module("scan_marks"), import_module("scan_wear")
DPI = 200
_NUMBER = re.compile(r"\d+(?:[.,:/] ?\d+)*")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(slots=True)
class Rates:
    """What became of the numbers and words of printed pages."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, printed: str, read: Source) -> None:
        """Count one document; a number is right when its digits are, whatever parts them."""
        words = Counter(_WORD.findall(printed))
        misread = (words - Counter(_WORD.findall(read.text))).total()
        self.counts.update(scans=1, words=words.total(), words_misread=misread)
        lines = [line for line in read.text.split("\n") if line.strip()]
        dirt = [line for line in lines if not _LETTERS.search(line) and line.strip() not in "*+"]
        self.counts.update(lines=len(lines), dirt=len(dirt), dirt_with_digits=sum(map(bool, map(_digits, dirt))))
        told = [_digits(match[0]) for match in _NUMBER.finditer(printed)]
        here = list(_NUMBER.finditer(read.text))
        self.counts.update(numbers=len(told))
        read_as = [_digits(match[0]) for match in here]
        for kind, a, b, c, d in SequenceMatcher(None, told, read_as, autojunk=False).get_opcodes():
            if kind == "equal":
                for match in here[c:d]:
                    self._add_right(match, _doubts_on(match, read))
            elif kind != "insert":
                doubts = [doubt for match in here[c:d] for doubt in _doubts_on(match, read)]
                named = {_digits(reading) for doubt in doubts for reading in doubt.readings}
                self.counts.update(
                    misread=b - a, misread_doubted=b - a if doubts else 0,
                    misread_named=sum(number in named for number in told[a:b]), misread_lost=b - a if c == d else 0,
                )  # fmt: skip

    def _add_right(self, match: re.Match[str], doubts: Sequence[Problem]) -> None:
        beside = any(_beside(match[0], doubt.readings) for doubt in doubts)
        self.counts.update(right_doubted=bool(doubts), right_beside=beside)

    def __str__(self) -> str:
        return ", ".join(f"{name} {count}" for name, count in self.counts.items())


def _beside(number: str, readings: Iterable[str]) -> bool:
    said = [_digits(one) for one in readings]
    pairs_ = [list(zip(_digits(number), one, strict=True)) for one in said if len(one) == len(_digits(number))]
    return any(sum(a != b for a, b in pair) == 1 for pair in pairs_)


def _doubts_on(match: re.Match[str], read: Source) -> list[Problem]:
    doubts = (doubt for doubt in read.problems if doubt.kind == "doubtful_digits")
    return [doubt for doubt in doubts if (doubt.start or 0) < match.end() and match.start() < (doubt.end or 0)]


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
    path = kept.with_suffix(".pdf")
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
