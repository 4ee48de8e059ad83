"""`python -m tests.soak_files FOLDER N`: an archive of N made-up documents for a soak, and what is to become of each.

Reports of some 7,000 characters in four formats, some of them a second time in another format; one in fifty is bad: a
bomb, a circle, a stump, an empty file, a program, a document with a stamp. Every fifty documents are made of the same
kinds, so that one part of the archive costs as much to read as another. `FOLDER.tsv` holds what was planted, by number.
"""

from __future__ import annotations

import html
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pipeline.errors import ClassifiedDocument, DamagedFile, EmptyFile, TooLarge, UnsupportedFormat
from tests.hostile.files import FILES, WORD
from tests.increment_cost import reports
from tests.wordfiles import paragraph, word_file

READ: Final = "read"
ROUND: Final = 50
"""Documents after which the kinds begin again."""
_FORMATS: Final = ("txt", "txt", "docx", "txt", "html", "txt", "txt", "docx", "txt", "md")
_AGAIN: Final = 37
"""The one of a round that is the one before it in another format."""
_BAD: Final = 49
_STAMPED: Final = "TỈNH ỦY LÀO CAI\nMẬT\nSố 12-BC/TU\n\nBÁO CÁO\ntình hình\n\nĐã mở 14 lớp cho 300 người.\n"
BAD: Final[tuple[tuple[str, bytes, str], ...]] = (
    ("docx", FILES["bomb/flat.docx"].bytes(), TooLarge.reason),
    ("doc", FILES["loop/sectors.doc"].bytes(), DamagedFile.reason),
    ("docx", WORD[: len(WORD) // 2], DamagedFile.reason),
    ("txt", b"", EmptyFile.reason),
    ("pdf", b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 8, UnsupportedFormat.reason),
    ("txt", _STAMPED.encode(), ClassifiedDocument.reason),
)
"""Ending, bytes, and the reason for which a run sets the file aside, written by hand."""


def documents(count: int) -> Iterator[tuple[str, bytes, str]]:
    """Yield the path, the bytes and the outcome of each document."""
    found, text = reports(count), ""
    for number in range(count):
        stem, place = f"{number // 1000:03d}/{number:06d}", number % ROUND
        if place == _BAD:
            ending, raw, outcome = BAD[number // ROUND % len(BAD)]
            yield f"{stem}.{ending}", raw, outcome
            continue
        if place == _AGAIN:
            yield f"{stem}.docx", as_format("docx", text), READ
            continue
        _, text = next(found)
        ending = _FORMATS[place % len(_FORMATS)]
        yield f"{stem}.{ending}", as_format(ending, text), READ


def as_format(ending: str, text: str) -> bytes:
    """Return a report as a file of a format."""
    lines = text.split("\n")
    if ending == "docx":
        return word_file("".join(paragraph(html.escape(line)) for line in lines))
    if ending == "html":
        told = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
        return f'<html><head><meta charset="utf-8"></head><body>{told}</body></html>'.encode()
    return ("\n\n".join(lines) if ending == "md" else text).encode()


def write(folder: Path, count: int) -> Counter[str]:
    """Write the archive, and return how many documents have which outcome."""
    planted: Counter[str] = Counter()
    for path, raw, outcome in documents(count):
        file = folder / path
        if not file.parent.is_dir():
            file.parent.mkdir(parents=True)
        file.write_bytes(raw)
        planted[outcome] += 1
    return planted


def main() -> None:
    """Write the archive and what was planted."""
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    planted = write(folder, count)
    told = "".join(f"{outcome}\t{number}\n" for outcome, number in sorted(planted.items()))
    folder.with_name(f"{folder.name}.tsv").write_text(told, encoding="utf-8")


if __name__ == "__main__":
    main()
