"""What reading a PDF costs beside pdfium alone: `python -m tests.pdf_cost` prints the ratio of each file.

pdfium's own cost is to load each page and give its text; ours is the whole reading, lines with their places, tables,
paragraphs. Processor time, the least of several rounds; scans are left out.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pypdfium2

from pipeline.errors import ReadError
from pipeline.readers.pdf.page import read_page
from pipeline.readers.pdf.read import read_pdf
from pipeline.readers.pdf.scans import SCAN_LETTERS, letters_of

ROUNDS = 5


def own_text(raw: bytes) -> int:
    """Return the letters that pdfium gives of all pages."""
    letters = 0
    with closing(pypdfium2.PdfDocument(raw)) as document:
        for page in document:
            with closing(page), closing(page.get_textpage()) as text:
                letters += len(text.get_text_range())
    return letters


def least(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return min(times)


def is_digital(raw: bytes) -> tuple[bool, bool]:
    """Tell whether every page has its text, and whether any has ruled tables."""
    with closing(pypdfium2.PdfDocument(raw)) as document:
        pages = [read_page(document, index) for index in range(len(document))]
    return all(letters_of(page) >= SCAN_LETTERS or not page.pictures for page in pages), any(p.ruled for p in pages)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path(__file__).parent.parent / "corpus")
    sums = {True: [0.0, 0.0], False: [0.0, 0.0]}
    for path in sorted(parser.parse_args().folder.rglob("*.pdf")):
        raw = path.read_bytes()
        digital, ruled = is_digital(raw)
        if not digital:
            continue
        try:
            alone, ours = least(lambda raw=raw: own_text(raw)), least(lambda raw=raw: read_pdf(raw, "a.pdf"))  # type: ignore[misc]
        except ReadError:
            continue
        sums[ruled][0] += alone
        sums[ruled][1] += ours
        kind = "tables" if ruled else "text"
        print(f"{ours / alone:5.1f}  {1000 * alone:6.1f} ms  {1000 * ours:6.1f} ms  {kind:6}  {path.name}")
    for ruled, (alone, ours) in sums.items():
        if alone:
            print(f"{ours / alone:5.1f}  all files {'with ruled tables' if ruled else 'without'}")


if __name__ == "__main__":
    main()
