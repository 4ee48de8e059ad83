"""Reads the files of `shared/corpus/legacy` and compares them with their true transcripts: the measure of old fonts.

    python -m tests.legacy_accuracy --shared ../shared [--show 5]

Definitions. Text: NFC, case folded (a transcript keeps the small letters that fonts in H draw as capitals), without
white space and without the bar between cells, on both sides. Of spreadsheets, numbers are left out on both sides: a
transcript holds them as stored (`91.51047409`), a reading as shown (`91,5`).

Alignment: difflib over words, then over the characters of what differs. A passage of three words or more that the
reading has elsewhere (footnotes behind their paragraph, a letterhead column by column) counts as read where it is:
the order of blocks is not what this measures. Where a .doc holds tracked changes, deletions are read too for this
measure alone: the transcripts hold every letter of the file.

Diacritic accuracy: of the letters that carry a mark in the transcript (đ is one), the share that stand at their place
in the reading. Character accuracy: 1 - edits / characters of the transcript, where edits are the larger of what is
missing and what is extra at each place that differs. Overall is over all letters of all files. Strict is without the
allowance for order.
"""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from pipeline.errors import ReadError
from pipeline.readers.doc.read import read_doc
from pipeline.readers.ingest import read_source

_NUMBER = re.compile(r"[(+-]?[\d.,]+%?\)?")
_LEAST_MOVED = 3
_END, _OTHER_END, _TAKEN, _OTHER_TAKEN = "\x00", "\x01", "\x02", "\x03"
"""Marks in the lists of words that no word equals; those of the two sides differ, so that they never match."""
FLOORS = {"diacritics": 0.990, "worst": 0.95, "characters": 0.985}


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one file: marked letters, those read right, characters, edits; and the longest differences."""

    name: str
    marked: int
    right: int
    characters: int
    edits: int
    differences: tuple[tuple[str, str], ...] = ()

    @property
    def diacritics(self) -> float:
        return self.right / self.marked if self.marked else 1.0

    @property
    def accuracy(self) -> float:
        return max(0.0, 1 - self.edits / self.characters) if self.characters else 1.0


def is_marked(letter: str) -> bool:
    """Tell whether a letter carries a mark: a tone, a hat, a horn, or the bar of đ."""
    return letter in "đĐ" or (letter.isalpha() and len(unicodedata.normalize("NFD", letter)) > 1)


def words_of(text: str, sheet: bool = False) -> list[str]:
    """Return the words that are compared: NFC, case folded, bars between cells left out; of a sheet no numbers."""
    words = unicodedata.normalize("NFC", text).casefold().replace("|", " ").replace("\u00ad", "").split()
    return [word for word in words if not (sheet and _NUMBER.fullmatch(word))]


def compare(name: str, truth: str, read: str, strict: bool = False) -> Score:
    """Align a reading with its transcript and count."""
    sheet = name.endswith(".xls")
    wanted, got = words_of(truth, sheet), words_of(read, sheet)
    characters = sum(map(len, wanted))
    marked = sum(map(is_marked, "".join(wanted)))
    gaps = [
        (wanted[a:b], got[c:d])
        for tag, a, b, c, d in SequenceMatcher(None, wanted, got, autojunk=False).get_opcodes()
        if tag != "equal"
    ]
    if not strict:
        gaps = _without_moved(gaps)
    wrong = edits = 0
    for one, other in gaps:
        lost, changed = _count("".join(one), "".join(other))
        wrong += lost
        edits += changed
    longest = sorted(((" ".join(one), " ".join(other)) for one, other in gaps), key=lambda pair: -max(map(len, pair)))
    return Score(name, marked, marked - wrong, characters, edits, tuple(longest))


def _count(one: str, other: str) -> tuple[int, int]:
    """Return how many marked letters of a passage are not read, and how many edits make it the other."""
    wrong = edits = 0
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag != "equal":
            wrong += sum(map(is_marked, one[a:b]))
            edits += max(b - a, d - c)
    return wrong, edits


def _without_moved(gaps: list[tuple[list[str], list[str]]]) -> list[tuple[list[str], list[str]]]:
    """Take out of the gaps the passages that the reading has elsewhere, the longest first."""
    missing = [word for one, _ in gaps for word in (*one, _END)]
    extra = [word for _, other in gaps for word in (*other, _OTHER_END)]
    while True:
        found = SequenceMatcher(None, missing, extra, autojunk=False).find_longest_match()
        if found.size < _LEAST_MOVED:
            break
        missing[found.a : found.a + found.size] = [_TAKEN] * found.size
        extra[found.b : found.b + found.size] = [_OTHER_TAKEN] * found.size
    return list(zip(_cut(missing, _END, _TAKEN), _cut(extra, _OTHER_END, _OTHER_TAKEN), strict=True))


def _cut(words: list[str], end: str, taken: str) -> list[list[str]]:
    passages: list[list[str]] = [[]]
    for word in words:
        if word == end:
            passages.append([])
        elif word != taken:
            passages[-1].append(word)
    return passages[:-1]


def read_letters(file: Path) -> str:
    """Return the text of a file; of one with tracked changes all letters, since a transcript holds them all."""
    source = read_source(file, file.name)
    if any(problem.kind == "tracked_changes" for problem in source.problems) and source.format == "doc":
        return read_doc(file.read_bytes(), file.name, accepted=False).text
    return source.text


def measure(folder: Path, strict: bool = False) -> list[Score]:
    """Score every file of a folder that has a transcript beside it; a file that is refused scores nought."""
    scores = []
    for truth in sorted(folder.rglob("*.truth.txt")):
        file = truth.with_name(truth.name.removesuffix(".truth.txt"))
        try:
            read = read_letters(file)
        except ReadError as error:
            print(error, file=sys.stderr)
            read = ""
        scores.append(compare(file.name, truth.read_text(encoding="utf-8"), read, strict))
    return scores


def main() -> int:
    """Print one line a file and the totals; status 1 where a floor is not reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--show", type=int, default=0, help="differences to print of each file, the longest first")
    parser.add_argument("--strict", action="store_true", help="count passages that stand elsewhere as not read")
    options = parser.parse_args()
    scores = measure(options.shared / "corpus" / "legacy", options.strict)
    for score in sorted(scores, key=lambda one: one.diacritics):
        print(f"{score.diacritics:.4f}  {score.accuracy:.4f}  {score.marked:6d}  {score.name}")
        for one, other in score.differences[: options.show]:
            print(f"        {one[:150]!r} / {other[:150]!r}")
    if not scores:
        print("no transcripts found", file=sys.stderr)
        return 1
    diacritics = sum(one.right for one in scores) / sum(one.marked for one in scores)
    accuracy = 1 - sum(one.edits for one in scores) / sum(one.characters for one in scores)
    worst = min(one.diacritics for one in scores)
    print(f"files {len(scores)}  diacritics {diacritics:.4f}  worst {worst:.4f}  characters {accuracy:.4f}")
    found = {"diacritics": diacritics, "worst": worst, "characters": accuracy}
    return int(any(found[key] < floor for key, floor in FLOORS.items()))


if __name__ == "__main__":
    sys.exit(main())
