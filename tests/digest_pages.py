"""How many pages digests have in print: `python -m tests.digest_pages outputs/trichyeu.db`.

For every place and year of a database, every place and reported time shorter than a year, and one of each other kind
of digest, the digest is written as Word and as HTML and printed to PDF by LibreOffice and Chromium, which must be
installed. Printed are the pages of both, and the page of Word on which the signature stands. `--keep`
leaves the files in a folder, to be looked at.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Final

import pypdfium2

from extractors.model import Period
from pipeline.digest.formats.registry import format_of
from pipeline.digest.make import make_digest
from pipeline.digest.request import Request
from pipeline.periods import period_name
from pipeline.run.store import connect
from pipeline.speech import Speech

_YEARS: Final = """
SELECT DISTINCT place, CAST(substr(coalesce(period_end, date), 1, 4) AS INTEGER) FROM counted_documents
WHERE place IS NOT NULL AND coalesce(period_end, date) IS NOT NULL ORDER BY 1, 2"""
_TIMES: Final = """
SELECT DISTINCT place, period_start, period_end FROM counted_documents
WHERE place IS NOT NULL AND period_end IS NOT NULL AND julianday(period_end) - julianday(period_start) < 360
UNION SELECT DISTINCT commune, period_start, period_end FROM counted_documents
WHERE commune IS NOT NULL AND period_end IS NOT NULL AND julianday(period_end) - julianday(period_start) < 360
ORDER BY 1, 2"""
_SIGNATURE: Final = "Nơi nhận"
MOST_PAGES: Final = 3


def requests(database: Path, speech: Speech) -> Iterator[tuple[str, Request]]:
    """Yield what a digest is asked of, by a name: every place and year, every place and time."""
    with closing(connect(database)) as connection:
        for place, year in connection.execute(_YEARS):
            yield f"{place} {year}", Request(place=place, year=year)
        for place, first, last in connection.execute(_TIMES):
            start, end = date.fromisoformat(first), date.fromisoformat(last)
            name = period_name(start, end, speech)
            yield f"{place} {name}", Request(place=place, period=Period(start, end))
    yield "document 268-BC", Request(document="bc-268-bdvtu-6-thang-2022")
    yield "theme dân vận khéo", Request(about="dân vận khéo")
    yield "theme đối thoại", Request(about="đối thoại")
    yield "instrument 09-QC-TU", Request(instrument="09-QC/TU", place="Lào Cai")
    yield "new since 2024", Request(since="2024-01-01")
    yield "new since 2026", Request(since="2026-01-01")
    yield "compared times", Request(place="Phú Thọ", compare=("quý III/2025", "quý III/2026"))
    yield "compared places", Request(compare=("Lào Cai", "Quảng Ngãi"))
    yield "archive", Request()


def printed(files: list[Path], folder: Path) -> None:
    """Print Word files and pages to PDF beside them."""
    words = [str(file) for file in files if file.suffix == ".docx"]
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), *words], check=True,
        capture_output=True,
    )  # fmt: skip
    for file in files:
        if file.suffix == ".html":
            made = file.with_suffix(".html.pdf")
            subprocess.run(
                ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
                 f"--print-to-pdf={made}", file.as_uri()], check=True, capture_output=True,
            )  # fmt: skip


def pages_of(file: Path) -> tuple[int, int]:
    """Return how many pages a PDF has, and on which the signature stands, 0 for none."""
    with closing(pypdfium2.PdfDocument(file)) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    return len(texts), next((at for at, text in enumerate(texts, 1) if _SIGNATURE in text), 0)


def print_all(database: Path, keep: Path | None, only: str) -> int:
    """Print the pages of the digests whose names hold `only`; return the most that any has."""
    speech = Speech("vi")
    with tempfile.TemporaryDirectory() as scratch:
        folder = keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        files = []
        with closing(connect(database)) as connection:
            for name, request in requests(database, speech):
                if only not in name:
                    continue
                digest = make_digest(connection, speech, request)
                for ending in ("docx", "html"):
                    file = folder / f"{name.replace('/', '-')}.{ending}"
                    file.write_bytes(format_of(ending, None).write(digest, speech))
                    files.append(file)
        printed(files, folder)
        most = 0
        for word, html in zip(files[::2], files[1::2], strict=True):
            of_word, signed = pages_of(word.with_suffix(".pdf"))
            of_html, _ = pages_of(html.with_suffix(".html.pdf"))
            most = max(most, of_word, of_html)
            print(f"{word.stem:50} Word {of_word} (signed on {signed})  HTML {of_html}", flush=True)
    return most


def main() -> int:
    """Print the pages of the digests of a database; 1 where any has more than MOST_PAGES."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--only", default="", help="words that the name of a digest holds")
    options = parser.parse_args()
    for tool in ("soffice", "chromium"):
        if shutil.which(tool) is None:
            sys.exit(f"{tool} is not installed")
    return int(print_all(options.database, options.keep, options.only) > MOST_PAGES)


if __name__ == "__main__":
    sys.exit(main())
