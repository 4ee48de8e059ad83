"""A page of a PDF or a picture -> PNG, drawn in a process of its own with a limit of time: files are not trusted."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable
from concurrent.futures import TimeoutError as DrawnTooLong
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from pebble import ProcessExpired, ProcessPool

from pipeline.errors import QueryError

if TYPE_CHECKING:
    from PIL import Image

PICTURED: Final = frozenset({"pdf", "image"})
"""Formats whose pages have a picture."""
WIDTH: Final = 1000
"""Points across; enough to read a page of A4 by."""
_SCAN_WIDTH: Final = 1654
_SCAN_DPI: Final = 200
"""What Tesseract is given of a scan: a page of A4 at 200 dots an inch."""
_BOX: Final = "#b3261e"
_AROUND: Final = (24, 12, 6, 3, 0)
"""Letters on either side by which words are told from the same words elsewhere on the page."""
_SECONDS: Final = 20
_MOST_PIXELS: Final = 60_000_000
_LOCK: Final = Lock()


@lru_cache(1)
def _pool() -> ProcessPool:
    return ProcessPool(max_workers=1, max_tasks=200, context=multiprocessing.get_context("spawn"))


Words = tuple[str, str, str]
"""What stands before some words, the words, and what stands behind them."""
Box = tuple[float, float, float, float]
"""Left, top, right and bottom in points of a picture."""
Drawn = tuple["Image.Image", Box | None]
"""A page and where the words that are looked for stand on it, as far as that is known."""


def page_picture(file: Path, sha256: str, kind: str, page: int, words: Words | None = None) -> bytes:
    """Return page `page` (from 1) of a file as PNG, with a box around words where the page tells where they stand.

    Raises QueryError when there is none, or the file has changed.
    """
    from pipeline.run.batch import file_hash  # the process that draws imports this module, and needs no more

    if kind not in PICTURED or file_hash(file) != sha256:
        raise QueryError("viewer.no_picture")
    try:
        with _LOCK:
            drawing = _pool().schedule(_drawn, args=[str(file), kind == "pdf", page, words], timeout=_SECONDS)
        content: bytes | None = drawing.result()
    except (DrawnTooLong, ProcessExpired, OSError, ValueError, RuntimeError) as error:
        raise QueryError("viewer.no_picture") from error
    if content is None:
        raise QueryError("viewer.no_picture")
    return content


def _drawn(name: str, is_pdf: bool, page: int, words: Words | None) -> bytes | None:
    """Draw one page; None when the file has no such page. It runs in the other process."""
    from PIL import Image, ImageDraw

    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    picture = (_page_of_pdf if is_pdf else _page_of_image)(name, page, words)
    if picture is None:
        return None
    image, box = picture
    if words and box is None:
        box = _box_on_scan(image, words)
    scale = WIDTH / image.width
    image = image.resize((WIDTH, round(image.height * scale))) if scale < 1 else image
    if box is not None:
        outline = [min(scale, 1) * one + shift for one, shift in zip(box, (-5, -5, 5, 5), strict=True)]
        ImageDraw.Draw(image).rectangle(outline, outline=_BOX if image.mode == "RGB" else 0, width=3)
    content = BytesIO()
    image.save(content, "PNG")
    return content.getvalue()


def _page_of_pdf(name: str, page: int, words: Words | None) -> Drawn | None:
    """Return a page of a PDF and the box around words that its text holds."""
    import pypdfium2

    with pypdfium2.PdfDocument(name) as pdf:
        if not 1 <= page <= len(pdf):
            return None
        width, height = pdf[page - 1].get_size()
        letters = pdf[page - 1].get_textpage()
        text = letters.get_text_range()
        span = found_in(text, words) if words else None
        scale = (WIDTH if span or not words else _SCAN_WIDTH) / width
        image = pdf[page - 1].render(scale=scale).to_pil().convert("RGB")
        if span is None:
            return image, None
        left, bottom, right, top = _around(letters.get_charbox(at) for at in range(*span))
        return image, (scale * left, scale * (height - top), scale * right, scale * (height - bottom))


def _page_of_image(name: str, page: int, words: Words | None) -> Drawn | None:
    """Return a page of an image file, large enough to be read where words are looked for on it."""
    from PIL import Image

    with Image.open(name) as opened:
        if not 1 <= page <= getattr(opened, "n_frames", 1):
            return None
        opened.seek(page - 1)
        image = opened.convert("L" if opened.mode in ("1", "L", "I;16") else "RGB")
        width = _SCAN_WIDTH if words else WIDTH
        image.thumbnail((width, 4 * width))
        return image, None


def _box_on_scan(image: Image.Image, words: Words) -> Box | None:
    """Return the box around words that Tesseract reads on the picture of a page; None without it, or without them."""
    from pipeline.readers.scan.engine import engine, missing_tool

    if missing_tool():
        return None
    read = [word for line in engine().page(image.convert("L"), _SCAN_DPI) for word in line.words]
    span = found_in(" ".join(word.text for word in read), words)
    if span is None:
        return None
    owners = [word for word in read for _ in f"{word.text} "]
    return _around(word.box for word in owners[slice(*span)])


def _around(boxes: Iterable[tuple[float, float, float, float]]) -> Box:
    """Return the box around some: the least of their first two sides, the greatest of the others."""
    first, second, third, fourth = zip(*boxes, strict=True)
    return min(first), min(second), max(third), max(fourth)


def found_in(text: str, words: Words) -> tuple[int, int] | None:
    """Return where words stand in the text of a page, white space aside; None where they do not, or several may.

    The less of what stands around them agrees, the less is asked of it: a page orders its lines in its own way.

    >>> found_in("tổ chức 05\\r\\nhội nghị, 05 lớp", ("đã tổ chức ", "05", " hội nghị"))
    (8, 10)
    """
    places = [at for at, letter in enumerate(text) if not letter.isspace()]
    dense = "".join(text[at] for at in places)
    before, inner, after = ("".join(part.split()) for part in words)
    for letters in _AROUND:
        head, tail = before[-letters:] if letters else "", after[:letters]
        at = dense.find(head + inner + tail)
        if at >= 0 and dense.find(head + inner + tail, at + 1) < 0:
            first = at + len(head)
            return places[first], places[first + len(inner) - 1] + 1
    return None


def close_pool() -> None:
    """End the process that draws."""
    if _pool.cache_info().currsize:
        _pool().stop()  # type: ignore[no-untyped-call]
        _pool().join()
        _pool.cache_clear()
