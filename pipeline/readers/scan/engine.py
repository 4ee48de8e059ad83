"""Tesseract (tesserocr, the language data of Debian's tesseract-ocr-vie) -> words with boxes and confidences.

Measured on a page of 2,000 letters at 200 dpi: 1.25 s by tesserocr, 1.9 s by the program, which loads its model and
decodes the picture each time; a second reading of single lines would pay that again.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from PIL import Image

from pipeline.readers.scan.rules import PixelBox

LANGUAGE: Final = "vie"
PACKAGES: Final = "tesseract-ocr-vie"
_FOLDERS: Final = (
    "/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tesseract-ocr/4.00/tessdata", "/usr/share/tessdata",
    "/usr/local/share/tessdata", "/opt/homebrew/share/tessdata", "C:/Program Files/Tesseract-OCR/tessdata",
)  # fmt: skip
MILLISECONDS: Final = 60_000
"""Time for one recognition: a dense page needs 2 to 6 seconds, a picture of grain would need hours."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as read, in NFC; `sure` is Tesseract's confidence from 0 to 1, `signs` that of each sign.

    `doubts` are the places in it of numbers that may be wrong, `readings` what each reading of it took its numbers
    for, where there was more than one.
    """

    text: str
    box: PixelBox
    sure: float
    signs: tuple[float, ...]
    doubts: tuple[tuple[int, int], ...] = ()
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextLine:
    """The words of one printed line from left to right; `height` is from the tops of its letters to their feet."""

    words: tuple[Word, ...]
    height: float = 0.0

    @property
    def box(self) -> PixelBox:
        """The box around all words."""
        boxes = [word.box for word in self.words]
        return (
            min(box[0] for box in boxes), min(box[1] for box in boxes),
            max(box[2] for box in boxes), max(box[3] for box in boxes),
        )  # fmt: skip


def tessdata(language: str = LANGUAGE) -> str | None:
    """Return the folder that holds a language's model; None where it is not on this machine."""
    folders = (os.environ.get("TESSDATA_PREFIX", ""), *_FOLDERS)
    return next((folder for folder in folders if folder and Path(folder, f"{language}.traineddata").is_file()), None)


def missing_tool() -> str | None:
    """Return the name of what must be installed before scans can be read; None when all is there."""
    try:
        _library()
    except ImportError:
        return "tesserocr (pip)"
    return None if tessdata() else f"{PACKAGES} (apt-get install {PACKAGES})"


@cache
def _library() -> Any:
    """Load tesserocr with one thread: two OpenMP threads are slower than one, and the run has its own workers."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    import tesserocr

    return tesserocr


def version() -> str:
    """Return the version of the Tesseract library."""
    return str(_library().tesseract_version()).split("\n", 1)[0]


@cache
def engine(language: str = LANGUAGE) -> Engine:
    """Return the engine of a language, loaded once a process."""
    return Engine(language)


class Engine:
    """One loaded model."""

    def __init__(self, language: str) -> None:
        library = _library()
        self._modes: Final = library.PSM
        self._levels: Final = library.RIL
        self._api: Final = library.PyTessBaseAPI(path=tessdata(language), lang=language)

    def page(self, picture: Image.Image, dpi: int) -> list[TextLine]:
        """Read a page whose layout is not known."""
        return self._read(picture, dpi, self._modes.AUTO)

    def paragraph(self, picture: Image.Image, dpi: int) -> list[TextLine]:
        """Read a block of text of one column."""
        return self._read(picture, dpi, self._modes.SINGLE_BLOCK)

    def scattered(self, picture: Image.Image, dpi: int) -> list[TextLine]:
        """Read words that stand anywhere, as on stamps."""
        return self._read(picture, dpi, self._modes.SPARSE_TEXT)

    def line(self, picture: Image.Image, dpi: int) -> list[TextLine]:
        """Read a picture of one line; a list of one line, or of none."""
        return self._read(picture, dpi, self._modes.SINGLE_LINE)

    def _read(self, picture: Image.Image, dpi: int, mode: Any) -> list[TextLine]:
        self._api.SetPageSegMode(mode)
        self._api.SetImage(picture)
        self._api.SetSourceResolution(dpi)
        try:
            if not self._api.Recognize(MILLISECONDS):
                return []
            return list(self._lines())
        finally:
            self._api.Clear()

    def _lines(self) -> Iterator[TextLine]:
        found = self._api.GetIterator()
        if found is None:
            return
        levels = self._levels
        words: list[Word] = []
        signs: list[tuple[str, float]] = []
        while True:
            written = "" if found.Empty(levels.SYMBOL) else found.GetUTF8Text(levels.SYMBOL)
            signs += [(sign, found.Confidence(levels.SYMBOL) / 100) for sign in unicodedata.normalize("NFC", written)]
            if found.IsAtFinalElement(levels.WORD, levels.SYMBOL):
                words += self._word(found, signs)
                signs = []
                if words and found.IsAtFinalElement(levels.TEXTLINE, levels.WORD):
                    yield TextLine(tuple(words), float(found.RowAttributes()["row_height"]))
                    words = []
            if not found.Next(levels.SYMBOL):
                break

    def _word(self, found: Any, signs: Sequence[tuple[str, float]]) -> list[Word]:
        """Return the word at hand in a list, made of its signs; none where there is nothing but white space."""
        text = "".join(sign for sign, _ in signs)
        box = found.BoundingBox(self._levels.WORD)
        if not text.strip() or box is None:
            return []
        sure = round(found.Confidence(self._levels.WORD) / 100, 3)
        return [Word(text, tuple(box), sure, tuple(round(one, 3) for _, one in signs))]
