"""The same document in every format at hand -> a table of what differs in what is read from it.

    python -m tests.same_document [--verbose]

Sources of the sample archive are written as .txt, .html, .docx and .pdf, and by LibreOffice, where it is installed,
as .doc, .rtf, .odt, .pdf and .html; pages drawn as pictures (.pdf without text) where Tesseract is. The Word file is
what the others are compared with. Exit status 1 when code, date, issuer, citations or figures differ.
"""

from __future__ import annotations

import argparse
import html
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from extractors.model import Record
from pipeline.annotate import annotate
from pipeline.errors import ReadError
from pipeline.readers.ingest import read_source
from pipeline.readers.scan.engine import missing_tool

_SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
sys.path.insert(0, str(_SCRIPTS))

from corpus_docx import write_docx  # type: ignore[import-not-found]  # noqa: E402
from corpus_markup import (  # type: ignore[import-not-found]  # noqa: E402
    Block,
    Document,
    Table,
    parse_runs,
    read_document,
)
from corpus_pdf import has_font, write_pdf  # type: ignore[import-not-found]  # noqa: E402

SOURCES = (
    "bc-241-bc-ubnd-quy-iii-2022", "bc-412-ubkttu-nam-2023", "ct-37-ct-tu-tiep-dan-doi-thoai", "bc-187-mttq-nam-2024",
)  # fmt: skip
"""A report with an annex table, one with prose and a table, a directive, one with ratings in a table."""
REFERENCE = "docx"
_SECONDS = 120
_DPI = 200


@dataclass(frozen=True, slots=True)
class Facts:
    """What is compared: the head of a document, its citations and its figures, whatever their places in the text."""

    head: dict[str, object]
    citations: Counter[str]
    figures: Counter[str]


def facts(record: Record) -> Facts:
    """Return the facts of a record."""
    metadata = record.metadata
    head = {name: getattr(metadata, name) for name in ("code", "date", "issuer", "doc_type", "place")}
    citations = Counter(
        f"{one.code or ' '.join(one.text.split())} | {one.date} | {one.issuer} | {one.relation.value}"
        for one in record.citations
    )
    figures = Counter(
        f"{' '.join(one.text.split())} | {one.value} | {_flat(one.unit)} | {one.modality.value} | {one.indicator}"
        for one in record.figures
    )
    return Facts(head, citations, figures)


def _flat(unit: str | None) -> str | None:
    """Return a unit with its raised figure on the line, as a scan has it: m2."""
    return unit.translate(str.maketrans("²³", "23")) if unit else None


def differences(found: Facts, wanted: Facts) -> list[str]:
    """Return one line for each fact that one of two readings has and the other has not."""
    lines = [f"{name}: {found.head[name]!r}, not {value!r}" for name, value in wanted.head.items()
             if found.head[name] != value]  # fmt: skip
    for kind, ours, theirs in (
        ("citation", found.citations, wanted.citations),
        ("figure", found.figures, wanted.figures),
    ):
        lines += [f"{kind} missing: {item}" for item in (theirs - ours).elements()]
        lines += [f"{kind} beside: {item}" for item in (ours - theirs).elements()]
    return lines


def write_txt(document: Document, path: Path) -> None:
    """Write a document as text: the letterhead column by column, a line a paragraph, ` | ` between cells."""
    lines = [*document.lines["left"], *document.lines["right"], ""]
    lines += [line for block in document.blocks for line in _text_lines(block)]
    lines += ["", *document.lines["recip"], "", *document.lines["sign"]]
    lines += [line for block in document.annex for line in _text_lines(block)]
    path.write_text("\n".join(map(plain, lines)) + "\n", encoding="utf-8")


def _text_lines(block: Block | Table) -> Iterator[str]:
    if isinstance(block, Table):
        for row in block.grid:
            yield " | ".join("" if cell in "<^" else cell for cell in row)
    elif block.style != "space":
        yield block.text


def plain(text: str) -> str:
    """Return a line of the markup as it is printed."""
    return "".join(run.text for run in parse_runs(text) if run.revision != "del").replace("⏎", "\n")


def write_html(document: Document, path: Path) -> None:
    """Write a document as a page of a document site: letterhead and close as tables without lines."""
    parts = [_columns(document.lines["left"], document.lines["right"]), *map(_html_block, document.blocks)]
    parts += [_columns(document.lines["recip"], document.lines["sign"]), *map(_html_block, document.annex)]
    body = "\n".join(parts)
    path.write_text(f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{body}</body></html>', "utf-8")


def _columns(left: list[str], right: list[str]) -> str:
    cells = ("".join(f"<p>{_escaped(line)}</p>" for line in lines) for lines in (left, right))
    return "<table><tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr></table>"


def _html_block(block: Block | Table) -> str:
    if isinstance(block, Block):
        tag = "h3" if block.style == "heading" else "p"
        return f"<{tag}>{_escaped(block.text)}</{tag}>" if block.style != "space" else ""
    rows = (
        "".join(f'<td colspan="{cell.columns}" rowspan="{cell.rows}">{_escaped(cell.text)}</td>' for cell in cells)
        for cells in map(block.cells, range(len(block.grid)))
    )
    return '<table border="1">' + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def _escaped(text: str) -> str:
    return html.escape(plain(text)).replace("\n", "<br>")


def write_scan(document: Document, path: Path) -> None:
    """Write a PDF of pictures of the pages."""
    import pypdfium2
    from PIL import Image

    with tempfile.TemporaryDirectory() as folder:
        printed = Path(folder) / "printed.pdf"
        write_pdf(document, printed)
        with closing(pypdfium2.PdfDocument(printed)) as pages:
            pictures: list[Image.Image] = [page.render(scale=_DPI / 72).to_pil().convert("RGB") for page in pages]
    pictures[0].save(path, save_all=True, append_images=pictures[1:], resolution=_DPI)


def converted(source: Path, suffix: str) -> Path | None:
    """Return a file as LibreOffice saves it in another format, None where it does not."""
    profile = source.parent / "profile"
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", suffix]
    try:
        subprocess.run(
            [*command, "--outdir", str(source.parent), str(source)], check=True, capture_output=True, timeout=_SECONDS
        )
    except (subprocess.SubprocessError, OSError):
        return None
    made = source.with_suffix(f".{suffix}")
    return made if made.is_file() else None


def render(document: Document, folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield every format that can be made here, with its file; the Word file first."""
    document.fields.setdefault("running", document.fields["title"])
    writers: dict[str, tuple[str, Callable[[Document, Path], None]]] = {
        REFERENCE: ("docx", write_docx), "txt": ("txt", write_txt), "html": ("html", write_html),
    }  # fmt: skip
    if has_font():
        writers["pdf"] = "pdf", write_pdf
        if missing_tool() is None:
            writers["scan"] = "pdf", write_scan
    for name, (suffix, write) in writers.items():
        path = folder / name / f"document.{suffix}"
        path.parent.mkdir()
        write(document, path)
        yield name, path
    if shutil.which("soffice"):
        for suffix in ("doc", "rtf", "odt", "pdf", "html"):
            made = converted(folder / REFERENCE / "document.docx", suffix)
            if made is not None:
                yield f"{suffix} (LibreOffice)", made


def compare(name: str, verbose: bool) -> bool:
    """Print a line a format for one source, and what differs; tell whether nothing does."""
    document = read_document(_SCRIPTS / "corpus_sources" / f"{name}.txt")
    wanted: Facts | None = None
    same = True
    with tempfile.TemporaryDirectory() as folder:
        for kind, path in render(document, Path(folder)):
            try:
                found = facts(annotate(read_source(path, path.name)))
            except ReadError as error:
                print(f"{name[:32]:32} {kind:18} not read: {error}")
                continue
            wanted = wanted or found
            lines = differences(found, wanted)
            same = same and not lines
            head = sum(found.head[field] != value for field, value in wanted.head.items())
            counts = [sum(1 for line in lines if line.startswith(what)) for what in ("citation", "figure")]
            sizes = found.citations.total(), found.figures.total()
            print(f"{name[:32]:32} {kind:18} head {head:2}  citations {sizes[0]:3} differ {counts[0]:3}"
                  f"  figures {sizes[1]:3} differ {counts[1]:3}")  # fmt: skip
            for line in lines if verbose else ():
                print(f"    {line}")
    return same


def main() -> int:
    """Read the command line and compare each source in every format."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verbose", action="store_true", help="print each difference")
    parser.add_argument("sources", nargs="*", default=SOURCES)
    arguments = parser.parse_args()
    results = [compare(name, arguments.verbose) for name in arguments.sources]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
