"""How well scans are read: our own documents under fixed conditions against their digital PDF (`make scans`).

    python -m tests.scans [--only stamped-200] [--folder DIR] [--plain]

For each condition: word recall; citation F1 and the F1 of figures' values against what the digital PDF gives; numbers
read wrong without a problem beside them, in share of all numbers; numbers read right that carry a problem, in share of
those read right. `--plain` adds the word recall of Tesseract on the pages as they are. Exit 1 under a floor.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

import pypdfium2

from extractors.model import Record
from pipeline.annotate import annotate
from pipeline.readers.ingest import read_source
from pipeline.readers.scan.engine import engine

ROOT = Path(__file__).resolve().parent.parent
CONDITIONS = ("clean-200", "worn-200", "stamped-150", "stamped-200", "stamped-300", "copied-200", "unseen-200")
_WORD = re.compile(r"\w+(?:[./,-]\w+)*")
_NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")


class Limits(NamedTuple):
    """What a condition must reach."""

    recall: float = 0.0
    citations: float = 0.0
    values: float = 0.0
    wrong: float = 1.0
    doubted: float = 1.0


LIMITS = {
    "stamped-150": Limits(wrong=0.01, doubted=0.15),
    "stamped-200": Limits(0.985, 0.93, 0.93, 0.005, 0.15),
}


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    hits: int = 0
    of: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.hits + other.hits, self.of + other.of)

    @property
    def value(self) -> float:
        return self.hits / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """What was counted on one document, or on all of a condition."""

    recall: Share = Share()
    citations: Share = Share()
    values: Share = Share()
    wrong: Share = Share()
    doubted: Share = Share()
    plain: Share = Share()

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


def score(scan: Path, digital: Path, plain: bool = False) -> Score:
    """Compare what a scan gives with what the digital PDF of the same pages gives."""
    truth = annotate(read_source(digital, digital.name))
    read = annotate(read_source(scan, scan.name))
    words = Counter(_WORD.findall(truth.source.text))
    numbers = Counter(_NUMBER.findall(truth.source.text))
    spans = [p for p in read.problems if p.kind == "doubtful_digits" and p.start is not None and p.end is not None]
    silent: Counter[str] = Counter()
    doubted: Counter[str] = Counter()
    for match in _NUMBER.finditer(read.source.text):
        marked = any((p.start or 0) < match.end() and match.start() < (p.end or 0) for p in spans)
        (doubted if marked else silent)[match.group()] += 1
    right = (silent + doubted) & numbers
    return Score(
        recall=Share((words & Counter(_WORD.findall(read.source.text))).total(), words.total()),
        citations=_f1(_citations(truth), _citations(read)),
        values=_f1(_values(truth), _values(read)),
        wrong=Share((silent - numbers).total(), numbers.total()),
        doubted=Share((right - silent).total(), right.total()),
        plain=Share((words & Counter(_WORD.findall(_plainly(scan)))).total(), words.total()) if plain else Share(),
    )


def _f1(truth: Counter[Hashable], read: Counter[Hashable]) -> Share:
    return Share(2 * (truth & read).total(), truth.total() + read.total())


def _citations(record: Record) -> Counter[Hashable]:
    return Counter((c.form, c.code or c.name or c.text.lower(), c.date) for c in record.citations)


def _values(record: Record) -> Counter[Hashable]:
    return Counter((f.value, f.value_max, f.of, f.unit) for f in record.figures)


def _plainly(scan: Path) -> str:
    """Return what Tesseract reads of the pages as they are."""
    dpi = int(scan.parent.name.rpartition("-")[2])
    with pypdfium2.PdfDocument(scan) as document:
        pictures = [page.render(scale=dpi / 72).to_pil() for page in document]
    lines = [line for picture in pictures for line in engine().page(picture, dpi)]
    return "\n".join(" ".join(word.text for word in line.words) for line in lines)


def _make(folder: Path, conditions: Iterable[str]) -> None:
    for condition in conditions:
        if not (folder / condition).is_dir():
            command = [sys.executable, str(ROOT / "scripts" / "make_scans.py"), str(folder), "--only", condition]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _report(condition: str, total: Score) -> list[str]:
    parts = [f"{condition:12}", f"recall {total.recall.value:.4f}", f"citations {total.citations.value:.3f}"]
    parts += [f"values {total.values.value:.3f}"]
    parts += [f"{name} {share.value:.2%} ({share.hits}/{share.of})"
              for name, share in (("wrong", total.wrong), ("doubted", total.doubted))]  # fmt: skip
    if total.plain.of:
        parts.append(f"plain {total.plain.value:.3f}")
    print("  ".join(parts), flush=True)
    limits = LIMITS.get(condition, Limits())
    under = [n for n in ("recall", "citations", "values") if getattr(total, n).value < getattr(limits, n)]
    over = [n for n in ("wrong", "doubted") if getattr(total, n).value > getattr(limits, n)]
    return [f"{condition}: {name}" for name in under + over]


def main() -> int:
    """Make the scans that are not there, print a line for each condition and what misses its limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "trichyeu-scans")
    parser.add_argument("--only", choices=CONDITIONS, action="append")
    parser.add_argument("--plain", action="store_true")
    options = parser.parse_args()
    conditions = options.only or CONDITIONS
    _make(options.folder, conditions)
    failures = []
    with Pool(os.cpu_count()) as pool:
        for condition in conditions:
            scans = sorted((options.folder / condition).glob("*.pdf"))
            jobs = [(scan, options.folder / "digital" / scan.name, options.plain) for scan in scans]
            failures += _report(condition, sum(pool.starmap(score, jobs, chunksize=1), Score()))
    print("\n".join(["missed:", *failures]) if failures else "every limit holds")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
