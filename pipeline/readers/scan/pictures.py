"""A picture file (.jpg, .png, .tif, .bmp) of a document -> Reading, each frame of a .tif a page."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from functools import partial
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from extractors.model import Problem
from pipeline.errors import DamagedFile, EmptyFile, MissingTool, TooLarge, complaint
from pipeline.readers.pdf.assemble import assemble
from pipeline.readers.pdf.page import PdfPage
from pipeline.readers.reading import Reading
from pipeline.readers.scan.pages import PictureReader, quality_hints, quality_problems, stamp_hints

MAX_PIXELS: Final = 100_000_000
"""Of one frame: A3 at 600 dpi has 70 million; a file of some kilobytes can claim billions."""
_FORMATS: Final = ("PNG", "JPEG", "TIFF", "BMP")
_A4_INCHES: Final = 8.27
_LIKELY_DPI: Final = (70, 700)
_FAILURES: Final = (OSError, SyntaxError, ValueError, EOFError, ArithmeticError, LookupError)
"""What Pillow is known to raise on files that break their format."""


def read_pictures(raw: bytes, name: str) -> Reading:
    """Read a picture file; a ReadError for one that is damaged, too large, or holds no text, or without Tesseract."""
    reader = PictureReader(raw)
    if reader.missing:
        raise MissingTool(complaint(name, "tệp ảnh cần nhận dạng chữ (OCR)", f"Hãy cài {reader.missing} rồi đọc lại"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        pages = list(_pages(raw, name, reader))
    text, blocks, doubts = assemble(pages)
    if not text:
        raise EmptyFile(complaint(name, "ảnh không có chữ nào đọc được", "Hãy quét lại rõ hơn, từ 200 dpi"))
    problems = (*quality_problems(pages), *doubts)
    return Reading(text, blocks, len(pages), (*stamp_hints(pages), *quality_hints(pages)), (*_cut(reader), *problems))


def _pages(raw: bytes, name: str, reader: PictureReader) -> Iterator[PdfPage]:
    try:
        with Image.open(io.BytesIO(raw), formats=_FORMATS) as picture:
            for index in range(getattr(picture, "n_frames", 1)):
                picture.seek(index)
                width, height = picture.size
                if width * height > MAX_PIXELS:
                    limit = f"ảnh {width} x {height} điểm, quá giới hạn {MAX_PIXELS // 1_000_000} triệu điểm"
                    raise TooLarge(complaint(name, limit, "Hãy quét lại ở 200-300 dpi"))
                page = reader.read(index + 1, partial(_drawn, picture))
                if page is None:
                    return
                yield page
    except Image.DecompressionBombError as error:
        raise TooLarge(complaint(name, "ảnh quá lớn", "Hãy quét lại ở 200-300 dpi")) from error
    except (UnidentifiedImageError, *_FAILURES) as error:
        raise DamagedFile(complaint(name, "ảnh hỏng hoặc bị cắt cụt", "Hãy chép lại tệp gốc")) from error


def _drawn(picture: Image.Image) -> tuple[Image.Image, int]:
    """Return the frame upright, and its dots an inch: as the file says if that can be, else as if it were A4."""
    upright = ImageOps.exif_transpose(picture) or picture
    stated = picture.info.get("dpi", (0, 0))[0]
    least, most = _LIKELY_DPI
    if least <= stated <= most:
        return upright, round(stated)
    guessed = round(min(upright.size) / _A4_INCHES)
    return upright, max(least, min(most, guessed))


def _cut(reader: PictureReader) -> tuple[Problem, ...]:
    if reader.left:
        return ()
    return (Problem("too_many_pages", "Tệp ảnh có quá nhiều trang; chỉ nhận dạng những trang đầu."),)
