"""Builds scans of our own documents under fixed conditions, with the digital PDF of each beside them.

    python scripts/make_scans.py OUT [--only stamped-200] [--pages 5]

OUT/digital/NAME.pdf has the text layer; OUT/CONDITION/NAME.pdf holds pictures alone. The conditions were fixed before
the reader of scans was written. The same versions of Pillow, NumPy and pdfium give the same bytes. It wants the Debian
packages fonts-liberation2 and fonts-dejavu-extra.
"""

from __future__ import annotations

import argparse
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
from corpus_markup import read_document
from corpus_pdf import FONT_DIR, LIBERATION_SERIF, write_pdf
from numpy.random import PCG64, Generator
from PIL import Image
from scan_marks import STAMP_MM, arrival_stamp, millimetres, press, round_stamp, signature
from scan_wear import photocopied, scanned, turned

_HERE = Path(__file__).resolve().parent
_DEJAVU = Path("/usr/share/fonts/truetype/dejavu")
_SANS = {name: FONT_DIR / path.name.replace("Serif", "Sans") for name, path in LIBERATION_SERIF.items()}
_FACES = {"Serif": "", "Serif-Bold": "-Bold", "Serif-Italic": "-Italic", "Serif-BoldItalic": "-BoldItalic"}
_SANS_FACES = {**_FACES, "Serif-Italic": "-Oblique", "Serif-BoldItalic": "-BoldOblique"}
_CONDENSED = {name: _DEJAVU / f"DejaVuSerifCondensed{face}.ttf" for name, face in _FACES.items()}
FONTS = (LIBERATION_SERIF, _SANS, _CONDENSED)
UNSEEN_FONTS = (
    {name: _DEJAVU / f"DejaVuSerif{face}.ttf" for name, face in _FACES.items()},
    {name: _DEJAVU / f"DejaVuSansCondensed{face}.ttf" for name, face in _SANS_FACES.items()},
)
_LEFT_OUT = ("README", "bieu-268", "bc-31")
"""A workbook, and the document stamped MẬT, which is not read."""
JPEG_QUALITY = 40


@dataclass(frozen=True, slots=True)
class Condition:
    """How pages were scanned: dots an inch, whether stamped and signed, worn, and how often copied.

    `unseen` has documents and fonts that the reader was not tuned on.
    """

    name: str
    dpi: int
    marked: bool = False
    worn: bool = True
    copies: int = 0
    unseen: bool = False


CONDITIONS = (
    Condition("clean-200", 200, worn=False),
    Condition("worn-200", 200),
    Condition("stamped-150", 150, marked=True),
    Condition("stamped-200", 200, marked=True),
    Condition("stamped-300", 300, marked=True),
    Condition("copied-200", 200, copies=2),
    Condition("unseen-200", 200, marked=True, unseen=True),
)


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A line that holds digits, in points from the top left corner: its height, and the middle of its digits."""

    y: float
    x: float
    digits: int


def sources() -> list[Path]:
    """Return the documents in a fixed order; each takes the next of the three fonts."""
    found = [*(_HERE / "corpus_sources").glob("*.txt"), *(_HERE / "scan_sources").glob("*.txt")]
    return sorted((p for p in found if not p.name.startswith(_LEFT_OUT)), key=lambda path: path.name)


def unseen_sources() -> list[Path]:
    """Return every other report of the communes, none of which the reader was tuned on."""
    return sorted((_HERE / "corpus_sources" / "tong-hop-xa").glob("*.txt"), key=lambda path: path.name)[::2]


def write_digital(out: Path, unseen: bool = False) -> list[Path]:
    """Write the PDF with a text layer of every document, and return them."""
    (out / "digital").mkdir(parents=True, exist_ok=True)
    fonts = UNSEEN_FONTS if unseen else FONTS
    made = []
    for index, source in enumerate(unseen_sources() if unseen else sources()):
        document = read_document(source)
        document.fields.setdefault("running", "")
        target = out / "digital" / f"{source.stem}.pdf"
        write_pdf(document, target, fonts[index % len(fonts)])
        made.append(target)
    return made


def write_scan(digital: Path, condition: Condition, out: Path, most_pages: int | None = None) -> Path:
    """Write the pages of a digital PDF as pictures, in a PDF of the condition's folder."""
    target = out / condition.name / digital.name
    target.parent.mkdir(parents=True, exist_ok=True)
    scan_pages(digital, condition, target, _signer_of(digital.stem), most_pages)
    return target


def scan_pages(digital: Path, condition: Condition, target: Path, signer: str, most_pages: int | None = None) -> None:
    """Write the pages of a digital PDF as pictures into the PDF `target`."""
    pages = []
    with pypdfium2.PdfDocument(digital) as document:
        for index in range(min(len(document), most_pages or len(document))):
            chance = Generator(PCG64(zlib.crc32(f"{digital.stem} {condition.name} {index}".encode())))
            pages.append(_scan(document[index], condition, index, signer, chance))
    first, *others = pages
    never = time.gmtime(0)
    first.save(
        target, save_all=True, append_images=others, resolution=condition.dpi, quality=JPEG_QUALITY,
        creationDate=never, modDate=never,
    )  # fmt: skip


def _signer_of(stem: str) -> str:
    (source,) = (path for path in (*sources(), *unseen_sources()) if path.stem == stem)
    return next(iter(read_document(source).lines["sign"][-1:]), "").strip("*")


def _scan(page: Any, condition: Condition, index: int, signer: str, chance: Generator) -> Image.Image:
    picture = page.render(scale=condition.dpi / 72).to_pil().convert("RGB")
    if condition.marked:
        _mark(picture, page, condition.dpi, index, signer, chance)
    if not condition.worn:
        return picture
    picture = turned(picture, chance)
    for _ in range(condition.copies):
        picture = photocopied(turned(picture, chance) if condition.copies > 1 else picture, chance)
    return scanned(picture, chance)


def _mark(picture: Image.Image, page: Any, dpi: int, index: int, signer: str, chance: Generator) -> None:
    """Press the office's stamp on the numbers, a second one over the edge of the sheets, and one on the signature."""
    scale = dpi / 72
    x, y = _most_numbers(page)
    press(picture, round_stamp(dpi, chance), (x * scale, y * scale))
    edge = picture.width - millimetres(12, dpi)
    press(picture, round_stamp(dpi, chance), (edge, picture.height * float(chance.uniform(0.35, 0.7))))
    if index == 0:
        press(picture, arrival_stamp(dpi, chance), (millimetres(55, dpi), millimetres(66, dpi)))
    place = _signer(page, signer)
    if place:
        press(picture, signature(dpi, chance), (place[0] * scale, place[1] * scale - millimetres(14, dpi)))
        press(picture, round_stamp(dpi, chance), (place[0] * scale - millimetres(22, dpi), place[1] * scale))


def _signer(page: Any, name: str) -> tuple[float, float] | None:
    """Return the middle of the signer's name in points; None where the page does not hold it."""
    text_page = page.get_textpage()
    at = text_page.get_text_range().rfind(name)
    if at < 0:
        return None
    first, last = text_page.get_charbox(at), text_page.get_charbox(at + len(name) - 1)
    return (first[0] + last[2]) / 2, page.get_height() - (first[1] + first[3]) / 2


def _most_numbers(page: Any) -> tuple[float, float]:
    """Return where a stamp's middle covers the most lines with numbers, in points."""
    lines = list(_number_lines(page))
    reach = STAMP_MM / 25.4 * 72 * 0.45
    best, place = -1, (page.get_width() / 2, page.get_height() / 2)
    for middle in lines:
        near = [line for line in lines if abs(line.y - middle.y) < reach and abs(line.x - middle.x) < reach]
        weight = sum(min(line.digits, 6) for line in near)
        if weight > best:
            best, place = weight, (middle.x, middle.y)
    return place


def _number_lines(page: Any) -> Iterator[NumberLine]:
    text_page = page.get_textpage()
    text, height = text_page.get_text_range(), page.get_height()
    rows: dict[int, list[float]] = {}
    for index, letter in enumerate(text[: text_page.count_chars()]):
        if letter.isdigit():
            left, bottom, right, top = text_page.get_charbox(index)
            rows.setdefault(round((height - (top + bottom) / 2) / 8), []).append((left + right) / 2)
    for row, middles in sorted(rows.items()):
        for middle in middles:
            yield NumberLine(row * 8.0, middle, len(middles))


def main() -> int:
    """Read the command line, build, and print what was made."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", choices=tuple(condition.name for condition in CONDITIONS))
    parser.add_argument("--pages", type=int, help="pages of each document at the most")
    arguments = parser.parse_args()
    for condition in CONDITIONS:
        if arguments.only in (None, condition.name):
            for path in write_digital(arguments.out, condition.unseen):
                print(write_scan(path, condition, arguments.out, arguments.pages))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
