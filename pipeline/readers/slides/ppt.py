"""A PowerPoint 97-2003 file (.ppt) -> Reading: the text of its slides in order.

Source: [MS-PPT] 2.1 (the edits of a file, the newest first), 2.4.14.3 (the texts of slides), 2.9 (fonts of runs).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from pipeline.errors import EncryptedFile, complaint
from pipeline.readers.old_fonts.decode import Piece
from pipeline.readers.ole import Ole
from pipeline.readers.reading import Reading
from pipeline.readers.slides.boxes import Box, Words, read_slides

_DOCUMENT, _SLIDE, _SLIDE_LIST, _SLIDE_REF = 0x03E8, 0x03EE, 0x0FF0, 0x03F3
_HEADER, _CHARACTERS, _BYTES, _LOOKS, _OUTLINE_REF = 0x0F9F, 0x0FA0, 0x0FA8, 0x0FA1, 0x0F9E
_FONT, _EDIT, _PLACES, _TEXT_BOX = 0x0FB7, 0x0FF5, 0x1772, 0xF00D
_ENCRYPTED: Final = 0x2F14
_CONTAINER: Final = 0xF
_TITLES: Final = (0, 6)
_MOST_EDITS: Final = 1_000
_MOST_SLIDES: Final = 2_000
_DEEPEST: Final = 30
_BREAKS: Final = str.maketrans({"\x0b": "\n"})
_PARAGRAPH_FIELDS: Final = (
    (0x000F, 2), (0x0080, 2), (0x0010, 2), (0x0040, 2), (0x0020, 4), (0x0800, 2), (0x1000, 2), (0x2000, 2),
    (0x4000, 2), (0x0100, 2), (0x0400, 2), (0x8000, 2),
)  # fmt: skip
_LATE_PARAGRAPH_FIELDS: Final = ((0x10000, 2), (0xE0000, 2), (0x200000, 2))
_TAB_STOPS: Final = 0x100000
_STYLE_BITS: Final = 0xFFFF
_TYPEFACE: Final = 0x10000
_RUN_FIELDS: Final = ((0x200000, 2), (0x400000, 2), (0x800000, 2), (0x20000, 2), (0x40000, 4), (0x80000, 2))


class _Record(NamedTuple):
    kind: int
    instance: int
    is_container: bool
    start: int
    end: int


@dataclass(slots=True)
class _Text:
    """One text of a slide: what it is (title, body), its characters, the records of its looks."""

    kind: int = -1
    text: str = ""
    looks: bytes = b""


@dataclass(slots=True)
class _Slide:
    identity: int
    texts: list[_Text] = field(default_factory=list)


def read_ppt(raw: bytes, name: str) -> Reading:
    """Read a .ppt; a ReadError for one that is damaged, encrypted or without text."""
    ole = Ole(raw, name)
    try:
        file = _File(ole.stream("PowerPoint Document") or b"", ole.stream("Current User") or b"")
        if file.is_encrypted():
            raise EncryptedFile(complaint(name, "tệp có mật khẩu", "Hãy mở bằng PowerPoint, bỏ mật khẩu rồi lưu lại"))
        slides = file.slides()
    except (struct.error, IndexError, RecursionError) as error:
        raise ole.damaged("tệp PowerPoint bị hỏng") from error
    hints, _ = ole.properties("ppt")
    return read_slides(slides, name, hints)


class _File:
    """The records of one file; an edit that was saved later hides what it replaced."""

    def __init__(self, stream: bytes, user: bytes) -> None:
        self._stream = stream
        self._places: dict[int, int] = {}
        self._document = 0
        self._follow_edits(struct.unpack_from("<I", user, 16)[0])
        self._fonts = [
            stream[one.start : min(one.end, one.start + 64)].decode("utf-16-le", "replace").partition("\x00")[0]
            for one in self._inside(self._places.get(self._document, 0), _FONT)
        ]

    def is_encrypted(self) -> bool:
        """Tell whether the document begins with a record of encryption."""
        return any(record.kind == _ENCRYPTED for record in self._records(0, len(self._stream)))

    def slides(self) -> list[list[Box]]:
        """Return the boxes of each slide, in the order in which they are shown."""
        found = []
        for slide in self._slide_list()[:_MOST_SLIDES]:
            texts = list(self._drawn(slide)) or slide.texts
            drawn = {id(text) for text in texts}
            texts += [text for text in slide.texts if id(text) not in drawn]
            found.append([self._box(text) for text in texts if text.text.strip()])
        return found

    def _follow_edits(self, offset: int) -> None:
        for _ in range(_MOST_EDITS):
            if not offset:
                return
            edit = self._record(offset)
            if edit is None or edit.kind != _EDIT:
                return
            last, places, document = struct.unpack_from("<8xIII", self._stream, edit.start)
            self._document = self._document or document
            self._add_places(places)
            offset = last

    def _add_places(self, offset: int) -> None:
        record = self._record(offset)
        if record is None or record.kind != _PLACES:
            return
        at = record.start
        while at + 4 <= record.end:
            (head,) = struct.unpack_from("<I", self._stream, at)
            first, count = head & 0xFFFFF, head >> 20
            at += 4
            for index in range(min(count, (record.end - at) // 4)):
                (place,) = struct.unpack_from("<I", self._stream, at + 4 * index)
                self._places.setdefault(first + index, place)
            at += 4 * count

    def _record(self, offset: int) -> _Record | None:
        if offset + 8 > len(self._stream):
            return None
        version, kind, length = struct.unpack_from("<HHI", self._stream, offset)
        end = min(offset + 8 + length, len(self._stream))
        return _Record(kind, version >> 4, version & 0xF == _CONTAINER, offset + 8, end)

    def _records(self, start: int, end: int) -> Iterator[_Record]:
        """Yield the records between two places, not those inside them; none reaches beyond, whatever it claims."""
        while start < end:
            record = self._record(start)
            if record is None:
                return
            yield record._replace(end=min(record.end, end))
            start = record.end

    def _inside(self, offset: int, *kinds: int) -> Iterator[_Record]:
        """Yield the records of some kinds in the record at a place, at any depth, in order."""
        root = self._record(offset)
        stack = [iter((root,))] if root is not None else []
        while stack:
            record = next(stack[-1], None)
            if record is None:
                stack.pop()
            elif record.kind in kinds:
                yield record
            elif record.is_container and len(stack) < _DEEPEST:
                stack.append(self._records(record.start, record.end))

    def _slide_list(self) -> list[_Slide]:
        slides: list[_Slide] = []
        for table in self._inside(self._places.get(self._document, 0), _SLIDE_LIST):
            if table.instance:
                continue
            for record in self._records(table.start, table.end):
                if record.kind == _SLIDE_REF:
                    slides.append(_Slide(struct.unpack_from("<I", self._stream, record.start)[0]))
                elif slides:
                    self._add_text(slides[-1].texts, record)
        return slides

    def _add_text(self, texts: list[_Text], record: _Record) -> None:
        raw = self._stream[record.start : record.end]
        if record.kind == _HEADER and len(raw) >= 4:
            texts.append(_Text(struct.unpack_from("<I", raw)[0]))
        elif not texts:
            return
        elif record.kind == _CHARACTERS:
            texts[-1].text = raw[: len(raw) // 2 * 2].decode("utf-16-le", errors="replace")
        elif record.kind == _BYTES:
            texts[-1].text = raw.decode("latin-1")
        elif record.kind == _LOOKS:
            texts[-1].looks = raw

    def _drawn(self, slide: _Slide) -> Iterator[_Text]:
        """Yield the texts of a slide as its shapes have them: their own, or one of the outline by its number."""
        place = self._places.get(slide.identity)
        if place is None:
            return
        for box in self._inside(place, _TEXT_BOX):
            own: list[_Text] = []
            for record in self._records(box.start, box.end):
                if record.kind == _OUTLINE_REF:
                    (index,) = struct.unpack_from("<I", self._stream, record.start)
                    own += slide.texts[index : index + 1]
                else:
                    self._add_text(own, record)
            yield from own

    def _box(self, text: _Text) -> Box:
        paragraphs: list[Words] = [[]]
        for piece in self._pieces(text):
            first, *others = piece.text.split("\r")
            paragraphs[-1].append(Piece(first, piece.font))
            paragraphs += [[Piece(other, piece.font)] for other in others]
        return Box(paragraphs, is_title=text.kind in _TITLES)

    def _pieces(self, text: _Text) -> Iterator[Piece]:
        """Yield the characters of a text with their fonts; without fonts what its looks do not reach."""
        at = 0
        try:
            for count, font in _runs(text.looks, len(text.text)):
                name = self._fonts[font] if font is not None and font < len(self._fonts) else None
                yield Piece(text.text[at : at + count].translate(_BREAKS), name)
                at += count
        except struct.error:
            pass
        if at < len(text.text):
            yield Piece(text.text[at:].translate(_BREAKS))


def _runs(raw: bytes, length: int) -> Iterator[tuple[int, int | None]]:
    """Yield the runs of characters: how many, and the number of their font; struct.error where the looks are broken."""
    at = covered = 0
    while raw and covered <= length:
        count, _, mask = struct.unpack_from("<IHI", raw, at)
        at += 10 + sum(size for bits, size in _PARAGRAPH_FIELDS if mask & bits)
        if mask & _TAB_STOPS:
            at += 2 + 4 * struct.unpack_from("<H", raw, at)[0]
        at += sum(size for bits, size in _LATE_PARAGRAPH_FIELDS if mask & bits)
        covered += count
        if not count:
            return
    covered = 0
    while raw and covered < length:
        count, mask = struct.unpack_from("<II", raw, at)
        at += 8 + (2 if mask & _STYLE_BITS else 0)
        font = struct.unpack_from("<H", raw, at)[0] if mask & _TYPEFACE else None
        at += (2 if mask & _TYPEFACE else 0) + sum(size for bits, size in _RUN_FIELDS if mask & bits)
        if not count:
            return
        yield min(count, length - covered), font
        covered += count
