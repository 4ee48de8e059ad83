"""A page of a PDF or a picture -> PNG, drawn in a process of its own with a limit of time: files are not trusted."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import TimeoutError as DrawnTooLong
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Final

from pebble import ProcessExpired, ProcessPool

from pipeline.errors import QueryError

PICTURED: Final = frozenset({"pdf", "image"})
"""Formats whose pages have a picture."""
WIDTH: Final = 1000
"""Points across; enough to read a page of A4 by."""
_SECONDS: Final = 20
_MOST_PIXELS: Final = 60_000_000
_LOCK: Final = Lock()


@lru_cache(1)
def _pool() -> ProcessPool:
    return ProcessPool(max_workers=1, max_tasks=200, context=multiprocessing.get_context("spawn"))


def page_picture(file: Path, sha256: str, kind: str, page: int) -> bytes:
    """Return page `page` (from 1) of a file as PNG; QueryError when there is none, or the file has changed."""
    from pipeline.run.batch import file_hash  # the process that draws imports this module, and needs no more

    if kind not in PICTURED or file_hash(file) != sha256:
        raise QueryError("viewer.no_picture")
    try:
        with _LOCK:
            drawing = _pool().schedule(_drawn, args=[str(file), kind == "pdf", page], timeout=_SECONDS)
        content: bytes | None = drawing.result()
    except (DrawnTooLong, ProcessExpired, OSError, ValueError, RuntimeError) as error:
        raise QueryError("viewer.no_picture") from error
    if content is None:
        raise QueryError("viewer.no_picture")
    return content


def _drawn(name: str, is_pdf: bool, page: int) -> bytes | None:
    """Draw one page; None when the file has no such page. It runs in the other process."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    if is_pdf:
        import pypdfium2

        with pypdfium2.PdfDocument(name) as pdf:
            if not 1 <= page <= len(pdf):
                return None
            width, _ = pdf[page - 1].get_size()
            image = pdf[page - 1].render(scale=WIDTH / width).to_pil()
    else:
        with Image.open(name) as opened:
            if not 1 <= page <= getattr(opened, "n_frames", 1):
                return None
            opened.seek(page - 1)
            image = opened.convert("L" if opened.mode in ("1", "L", "I;16") else "RGB")
            image.thumbnail((WIDTH, 4 * WIDTH))
    content = BytesIO()
    image.save(content, "PNG")
    return content.getvalue()


def close_pool() -> None:
    """End the process that draws."""
    if _pool.cache_info().currsize:
        _pool().stop()  # type: ignore[no-untyped-call]
        _pool().join()
        _pool.cache_clear()
