"""The fonts, styles and lists of a Word 97-2003 file -> styles.xml and numbering.xml as trees.

Source: [MS-DOC] 2.9.271 (STSH), 2.9.287 (SttbfFfn), 2.9.147 (LVL), 2.9.131 (LFO).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from lxml import etree

from pipeline.readers.doc.file import DocFile, sprms
from pipeline.readers.docx.tree import Look, Shape, child, element, font_properties

_FONT_NAME: Final = 40
_NO_BASE: Final = 0xFFF
_HEADINGS: Final = range(1, 10)
_TITLE: Final = 62
_PARAGRAPH_STYLE: Final = 1
_CHARACTER_STYLE: Final = 2
_SIMPLE: Final = 1
_LEVELS: Final = 9
_NUMBER_FORMATS: Final = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 22: "decimalZero",
    23: "bullet", 255: "none",
}  # fmt: skip
_NO_GAP: Final = 2
_OUTLINE_LEVELS: Final = 9
_SUPERSCRIPT: Final = 1
_ON: Final = (b"\x01", b"\x81")


class CharacterCode:
    """The property modifications of characters that are followed."""

    DELETED: Final = 0x0800
    INSERTED: Final = 0x0801
    HIDDEN: Final = 0x083C
    SPECIAL: Final = 0x0855
    RAISED: Final = 0x2A48
    STYLE: Final = 0x4A30
    FONTS: Final = (0x4A4F, 0x4A51)
    SYMBOL: Final = 0x6A09


class ParagraphCode:
    """The property modifications of paragraphs that are followed."""

    LEVEL: Final = 0x260A
    LIST: Final = 0x460B
    OUTLINE: Final = 0x2640
    STYLE: Final = 0x4600


class CharacterLook(NamedTuple):
    """A look, and what only a .doc says: whether a character is a sign of Word's own, which symbol it stands for."""

    look: Look
    special: bool = False
    symbol: tuple[str | None, str] | None = None


@dataclass(frozen=True, slots=True)
class Fonts:
    """The fonts of one file by number."""

    names: tuple[str, ...] = ()

    def name(self, number: int) -> str | None:
        """Return the name of a font; None for a number that is not in the table."""
        return self.names[number] if number < len(self.names) else None


def read_fonts(raw: bytes) -> Fonts:
    """Return the fonts of a font table."""
    names = []
    at = 4
    while at < len(raw):
        entry = raw[at : at + raw[at] + 1]
        name = entry[_FONT_NAME : len(entry) // 2 * 2].decode("utf-16-le", errors="replace")
        names.append(name.partition("\x00")[0])
        at += len(entry)
    return Fonts(tuple(names))


def character_look(grpprl: bytes, fonts: Fonts) -> CharacterLook:
    """Return how characters with these modifications are set."""
    look, special, symbol = Look(), False, None
    for code, operand in sprms(grpprl):
        if code in CharacterCode.FONTS and len(operand) == 2:
            look = look._replace(font=fonts.name(_word(operand)))
        elif code == CharacterCode.RAISED:
            look = look._replace(raised=operand[:1] == bytes((_SUPERSCRIPT,)))
        elif code == CharacterCode.HIDDEN:
            look = look._replace(hidden=operand in _ON)
        elif code == CharacterCode.DELETED:
            look = look._replace(deleted=operand in _ON)
        elif code == CharacterCode.INSERTED:
            look = look._replace(inserted=operand in _ON)
        elif code == CharacterCode.STYLE and len(operand) == 2:
            look = look._replace(style=str(_word(operand)))
        elif code == CharacterCode.SPECIAL:
            special = operand in _ON
        elif code == CharacterCode.SYMBOL and len(operand) == 4:
            symbol = fonts.name(_word(operand)), chr(_word(operand[2:]))
    return CharacterLook(look, special, symbol)


def paragraph_shape(style: int, grpprl: bytes) -> Shape:
    """Return a paragraph's style, list and place in the outline."""
    shape = Shape(str(style))
    for code, operand in sprms(grpprl):
        if code == ParagraphCode.LEVEL and operand:
            shape = replace(shape, level=operand[0])
        elif code == ParagraphCode.LIST and len(operand) == 2:
            shape = replace(shape, list_id=str(_word(operand)))
        elif code == ParagraphCode.OUTLINE and operand:
            shape = replace(shape, outline=operand[0] if operand[0] < _OUTLINE_LEVELS else None)
        elif code == ParagraphCode.STYLE and len(operand) == 2:
            shape = replace(shape, style=str(_word(operand)))
    return shape


def read_styles(document: DocFile, fonts: Fonts) -> etree._Element:
    """Return the styles of a file as styles.xml; what a broken table does not say is left out."""
    raw = document.table("styles")
    root = element("styles")
    if len(raw) < 4:
        return root
    size, count, base_size = struct.unpack_from("<HHH", raw)
    if size >= 18:
        usual = child(child(child(root, "docDefaults"), "rPrDefault"), "rPr")
        for node in font_properties(fonts.name(struct.unpack_from("<H", raw, 2 + 12)[0])):
            usual.append(node)
    at = 2 + size
    for number in range(count):
        if at + 2 > len(raw):
            break
        (length,) = struct.unpack_from("<H", raw, at)
        if length >= base_size + 4:
            _add_style(root, number, raw[at + 2 : at + 2 + length], base_size, fonts)
        at += 2 + length + length % 2
    return root


def _add_style(root: etree._Element, number: int, std: bytes, base_size: int, fonts: Fonts) -> None:
    identity, kind_and_base, counts = struct.unpack_from("<HHH", std)
    identity, kind, base = identity & 0xFFF, kind_and_base & 0xF, kind_and_base >> 4
    (letters,) = struct.unpack_from("<H", std, base_size)
    name = std[base_size + 2 : base_size + 2 + 2 * letters].decode("utf-16-le", errors="replace")
    if identity in _HEADINGS:
        name = f"heading {identity}"
    elif identity == _TITLE:
        name = "Title"
    style = child(root, "style", styleId=str(number), type="paragraph" if kind == _PARAGRAPH_STYLE else "character")
    if number == 0:
        style.set(style.tag.replace("style", "default"), "1")
    child(style, "name", val=name.translate(_UNPRINTED))
    if base != _NO_BASE:
        child(style, "basedOn", val=str(base))
    parts = list(_parts(std, base_size + 2 + 2 * letters + 2, counts & 0xF))
    if kind == _PARAGRAPH_STYLE and len(parts) >= 2:
        _add_paragraph_properties(style, paragraph_shape(number, parts[0][2:]))
        style.append(font_properties(character_look(parts[1], fonts).look.font))
    elif kind == _CHARACTER_STYLE and parts:
        style.append(font_properties(character_look(parts[0], fonts).look.font))


_UNPRINTED: Final = dict.fromkeys((*range(32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF))


def _parts(std: bytes, at: int, count: int) -> Iterator[bytes]:
    """Yield the property lists of a style: of a paragraph style those of paragraph and characters."""
    for _ in range(count):
        at += at % 2
        if at + 2 > len(std):
            return
        (length,) = struct.unpack_from("<H", std, at)
        yield std[at + 2 : at + 2 + length]
        at += 2 + length


def _add_paragraph_properties(style: etree._Element, shape: Shape) -> None:
    properties = child(style, "pPr")
    if shape.list_id is not None:
        numbered = child(properties, "numPr")
        child(numbered, "ilvl", val=str(shape.level or 0))
        child(numbered, "numId", val=shape.list_id)
    if shape.outline is not None:
        child(properties, "outlineLvl", val=str(shape.outline))


def read_lists(document: DocFile) -> etree._Element:
    """Return the lists of a file as numbering.xml."""
    root = element("numbering")
    raw = document.table("lists")
    if len(raw) < 2:
        return root
    (count,) = struct.unpack_from("<H", raw)
    reader = _LevelReader(document.after_table("lists"))
    for index in range(count):
        at = 2 + 28 * index
        if at + 28 > len(raw):
            break
        (identity,) = struct.unpack_from("<i", raw, at)
        abstract = child(root, "abstractNum", abstractNumId=str(identity))
        for level in range(1 if raw[at + 26] & _SIMPLE else _LEVELS):
            if not reader.read(abstract, level):
                return root
    _add_uses(root, document.table("list_uses"))
    return root


def _add_uses(root: etree._Element, raw: bytes) -> None:
    """Add the uses of lists: a paragraph names a use, which names a list and may start it anew."""
    if len(raw) < 4:
        return
    (count,) = struct.unpack_from("<I", raw)
    count = min(count, (len(raw) - 4) // 16)
    reader = _LevelReader(raw, 4 + 16 * count)
    for index in range(count):
        identity, changes = struct.unpack_from("<i8xB", raw, 4 + 16 * index)
        use = child(root, "num", numId=str(index + 1))
        child(use, "abstractNumId", val=str(identity))
        reader.at += 4
        for _ in range(changes):
            if reader.at + 8 > len(raw):
                return
            start, flags = struct.unpack_from("<iI", raw, reader.at)
            reader.at += 8
            override = child(use, "lvlOverride", ilvl=str(flags & 0xF))
            if flags & 0x10 and not flags & 0x20:
                child(override, "startOverride", val=str(start))
            if flags & 0x20 and not reader.read(override, flags & 0xF):
                return


class _LevelReader:
    """Reads list levels that follow each other."""

    def __init__(self, raw: bytes, at: int = 0) -> None:
        self._raw = raw
        self.at = at

    def read(self, parent: etree._Element, level: int) -> bool:
        """Add the next level to a list; False where the table ends."""
        raw, at = self._raw, self.at
        if at + 30 > len(raw):
            return False
        start, style, flags = struct.unpack_from("<iBB", raw, at)
        follow, characters, paragraph, restart = raw[at + 15], raw[at + 24], raw[at + 25], raw[at + 26]
        at += 28 + characters + paragraph
        if at + 2 > len(raw):
            return False
        (length,) = struct.unpack_from("<H", raw, at)
        text = raw[at + 2 : at + 2 + 2 * length].decode("utf-16-le", errors="replace")
        self.at = at + 2 + 2 * length
        node = child(parent, "lvl", ilvl=str(level))
        child(node, "start", val=str(max(start, 0)))
        child(node, "numFmt", val=_NUMBER_FORMATS.get(style, "decimal"))
        child(node, "lvlText", val=text.translate(_PLACEHOLDERS))
        if follow == _NO_GAP:
            child(node, "suff", val="nothing")
        if flags & 0x08:
            child(node, "lvlRestart", val=str(restart))
        if flags & 0x04:
            child(node, "isLgl")
        return True


_PLACEHOLDERS: Final[Mapping[int, str | None]] = {**_UNPRINTED, **{level: f"%{level + 1}" for level in range(_LEVELS)}}


def _word(operand: bytes) -> int:
    return int.from_bytes(operand[:2], "little")
