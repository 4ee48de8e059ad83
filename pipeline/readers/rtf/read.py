"""An RTF file -> Reading, by way of the same trees as a .docx.

Labels of lists stand in the file as they were printed (\\listtext), so no counting is needed; fields show their last
result; pictures and embedded objects are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from pipeline.errors import DamagedFile, TooLarge, complaint
from pipeline.readers.docx.read import read_parts
from pipeline.readers.docx.tree import (
    CellShape,
    Paragraph,
    Story,
    add_note,
    child,
    element,
    new_package,
)
from pipeline.readers.old_fonts.decode import font_says
from pipeline.readers.reading import Reading
from pipeline.readers.rtf.tokens import ESCAPES, SIGNS, RtfFonts, Token, tokens
from pipeline.readers.rtf.words import (
    DESTINATIONS,
    FURNITURE,
    KEPT_STARS,
    KNOWN,
    LINES,
    LOOKS,
    PLAIN,
    PROPERTIES,
    SKIPPED,
    STATES,
    Group,
)

_DEEPEST_GROUP: Final = 500
MAX_CHARACTERS: Final = 20_000_000
_HEADING: Final = re.compile(r"heading (\d)", re.IGNORECASE)
_MOST_CELLS: Final = 63
_BULLET: Final = "•"


@dataclass(slots=True)
class _RowShape:
    """The definition of a row under way: cells so far, and what is said of the next one."""

    left: int = 0
    cells: list[CellShape] = field(default_factory=list)
    joined: bool = False
    above: str | None = None
    ruled: bool = False


@dataclass(slots=True)
class _Flow:
    """One story under way: where its paragraphs go, and the paragraph at hand."""

    story: Story
    paragraph: Paragraph | None = None


def read_rtf(raw: bytes, name: str) -> Reading:
    """Read an RTF file; a ReadError for one that is damaged, too large or without text."""
    reader = _Reader(name)
    for token in tokens(raw):
        reader.take(token)
    reader.finish()
    return read_parts(reader.package, name, tuple(reader.hints))


class _Reader:
    """Follows the tokens of one file."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.hints: list[tuple[str, str]] = []
        self.package, body = new_package(("footnotes", "endnotes"))
        self._styles = element("styles")
        self.package.parts["word/styles.xml"] = self._styles
        self._flows = [_Flow(Story(body))]
        self._groups: list[Group] = []
        self._now = Group()
        self._fonts = RtfFonts()
        self._usual_font: int | None = None
        self._rows: dict[bool, _RowShape] = {False: _RowShape(), True: _RowShape()}
        self._bytes = bytearray()
        self._units: list[int] = []
        self._run: list[str] = []
        self._words: list[str] = []
        self._to_skip = 0
        self._notes = 0
        self._characters = 0

    def take(self, token: Token) -> None:
        """Follow one token."""
        if token.kind == "{":
            self._open()
        elif token.kind == "}":
            self._close()
        elif token.kind == "word":
            self._word(token.value, token.number)
        elif token.kind == "sign":
            self._sign(token.value)
        elif not self._now.skipped:
            self._text(token.raw)

    def finish(self) -> None:
        """Close what a file that was cut off leaves open; DamagedFile for one that holds no group at all."""
        while self._groups:
            self._close()
        self._end_paragraph()
        self._flows[0].story.finish()

    def _open(self) -> None:
        self._flush()
        if len(self._groups) >= _DEEPEST_GROUP:
            raise DamagedFile(complaint(self._name, "tệp RTF lồng quá sâu", "Hãy mở bằng Word rồi lưu thành .docx"))
        self._groups.append(self._now)
        skipped = self._now.skipped or self._now.alternatives
        self._now = replace(self._now, skipped=skipped, starred=False, ends=None, alternatives=False)

    def _close(self) -> None:
        self._flush()
        if not self._groups:
            return
        if self._now.ends is not None:
            self._now.ends()
        self._now = self._groups.pop()

    def _word(self, word: str, number: int | None) -> None:
        if word == "ud":
            self._now = replace(self._now, skipped=self._groups[-2].skipped if len(self._groups) > 1 else False)
        if self._now.skipped:
            return
        if word == "u":
            self._unicode(number or 0)
            return
        if word in SIGNS:
            self._gather()
            self._run.append(SIGNS[word])
        elif word in KNOWN or self._now.starred:
            self._flush()
            if not (self._starts_group(word) or self._sets(word, number) or self._shapes_row(word, number)):
                self._ends(word)

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._now = replace(self._now, starred=True)
        elif not self._now.skipped:
            self._gather()
            self._run.append(ESCAPES.get(sign, ""))
            if sign in "\r\n":
                self._flush()
                self._end_paragraph()

    def _text(self, raw: bytes) -> None:
        skipped = min(self._to_skip, len(raw))
        self._to_skip -= skipped
        if skipped < len(raw):
            if self._units:
                self._gather()
            self._bytes += raw[skipped:]

    def _unicode(self, number: int) -> None:
        if self._bytes:
            self._gather()
        self._units.append(number & 0xFFFF)
        self._to_skip = self._now.fallback

    def _gather(self) -> None:
        """Turn bytes in the font at hand, or UTF-16 units, into characters of one run."""
        if self._bytes:
            raw = bytes(self._bytes)
            is_name = self._now.destination == "font"
            self._run.append(raw.decode("latin-1") if is_name else self._fonts.decode(raw, self._now.font))
            self._bytes.clear()
        elif self._units:
            raw = b"".join(unit.to_bytes(2, "little") for unit in self._units)
            self._run.append(raw.decode("utf-16-le", errors="replace"))
            self._units.clear()

    def _flush(self) -> None:
        """Write the run that was gathered, before anything changes how what follows is set."""
        self._gather()
        if self._run:
            text = "".join(self._run)
            self._run.clear()
            self._write(text)

    def _write(self, text: str) -> None:
        self._characters += len(text)
        if self._characters > MAX_CHARACTERS:
            raise TooLarge(complaint(self._name, "tệp RTF có quá nhiều chữ", "Hãy tách thành nhiều tệp"))
        if self._now.destination in ("font", "style", "property"):
            self._words.append(text)
            return
        font = self._fonts.names.get(self._now.font if self._now.font is not None else 0)
        if self._now.destination == "label":
            text = text.replace("\t", " ")
            if font_says(font).pictures and text.strip():
                text = text.replace(text.strip(), _BULLET)
        self._paragraph().text(text, self._now.look._replace(font=font))

    def _paragraph(self) -> Paragraph:
        flow = self._flows[-1]
        if flow.paragraph is None:
            flow.paragraph = Paragraph(self._now.shape)
        return flow.paragraph

    def _end_paragraph(self, depth: int | None = None) -> None:
        flow = self._flows[-1]
        paragraph = flow.paragraph or Paragraph(self._now.shape)
        flow.story.add(paragraph.node, self._now.depth if depth is None else depth)
        flow.paragraph = None

    def _starts_group(self, word: str) -> bool:
        """Follow a word that says what its group is; False for any other word."""
        now = self._now
        if word in SKIPPED or (now.starred and word not in KEPT_STARS):
            self._now = replace(now, skipped=True)
        elif word in DESTINATIONS:
            self._now = replace(now, destination=DESTINATIONS[word])
        elif word in PROPERTIES and now.destination == "info":
            self._now = replace(now, destination="property", ends=lambda: self._add_property(word))
        elif word in FURNITURE:
            self._begin_furniture(FURNITURE[word])
        elif word == "footnote":
            self._begin_note()
        elif word in ("shptxt", "dptxbxtext"):
            self._begin(Story(self._paragraph().box()))
        elif word == "upr":
            self._now = replace(now, alternatives=True)
        else:
            return word == "ud"
        return True

    def _begin(self, story: Story, then: Callable[[], None] | None = None) -> None:
        """Write what follows in this group into a story of its own."""
        self._flows.append(_Flow(story))

        def ends() -> None:
            if self._flows[-1].paragraph is not None:
                self._end_paragraph()
            self._flows.pop().story.finish()
            if then is not None:
                then()

        self._now = Group(destination="story", font=self._usual_font, ends=ends)

    def _begin_furniture(self, kind: str) -> None:
        story = etree.Element("story")
        self._begin(Story(story), lambda: self.package.add_furniture(kind, story))

    def _begin_note(self) -> None:
        self._notes += 1
        self._paragraph().note("footnote", self._notes, False, self._now.look)
        self._begin(Story(add_note(self.package, "footnotes", self._notes)))

    def _add_property(self, word: str) -> None:
        value = " ".join("".join(self._words).split())
        self._words.clear()
        if value:
            self.hints.append((f"rtf.{word}", value))

    def _sets(self, word: str, number: int | None) -> bool:
        """Follow a word that sets how characters or paragraphs look; False for any other word."""
        now = self._now
        if word in LOOKS:
            self._now = replace(now, look=LOOKS[word](now.look, number != 0))
        elif word in STATES:
            self._now = STATES[word](now, number or 0)
        elif word == "plain":
            self._now = replace(now, look=PLAIN, font=self._usual_font)
        elif word == "ansicpg":
            self._fonts.set_page(number)
        elif word == "deff":
            self._usual_font = number
            self._now = replace(now, font=number)
        elif word == "fcharset" and now.destination == "font":
            self._fonts.charsets[now.font or 0] = number or 0
        else:
            return False
        self._name_entry(word, number or 0)
        return True

    def _name_entry(self, word: str, number: int) -> None:
        """In the tables of fonts and styles, the text of a group is the name of the font or style that it sets."""
        if word in ("f", "fcharset") and self._now.destination == "font":
            font = self._now.font or 0
            self._now = replace(self._now, ends=lambda: self._add_font(font))
        elif word == "s" and self._now.destination == "style":
            self._words.clear()
            self._now = replace(self._now, ends=lambda: self._add_style(number))

    def _add_font(self, number: int) -> None:
        self._fonts.names[number] = "".join(self._words).strip().rstrip(";").strip()
        self._words.clear()

    def _add_style(self, number: int) -> None:
        name = "".join(self._words).strip().rstrip(";")
        self._words.clear()
        style = child(self._styles, "style", styleId=str(number), type="paragraph")
        heading = _HEADING.match(name)
        child(style, "name", val=f"heading {heading[1]}" if heading else "")

    def _shapes_row(self, word: str, number: int | None) -> bool:
        """Follow a word of the definition of a row; False for any other word."""
        row = self._rows[self._now.depth > 1]
        if word == "trowd":
            self._rows[self._now.depth > 1] = _RowShape()
        elif word == "trleft":
            row.left = number or 0
        elif word == "clmrg":
            row.joined = True
        elif word in ("clvmgf", "clvmrg"):
            row.above = "restart" if word == "clvmgf" else "continue"
        elif word in LINES:
            row.ruled = True
        elif word == "cellx":
            if len(row.cells) < _MOST_CELLS:
                row.cells.append(CellShape(number or 0, row.joined, row.above, row.ruled))
            row.joined, row.above, row.ruled = False, None, False
        else:
            return False
        return True

    def _ends(self, word: str) -> None:
        """Follow a word that ends a paragraph, a cell or a row."""
        depth = max(self._now.depth, 1)
        flow = self._flows[-1]
        if word in ("par", "sect"):
            self._end_paragraph()
        elif word in ("cell", "nestcell"):
            depth = max(depth, 2) if word == "nestcell" else 1
            self._end_paragraph(depth)
            flow.story.end_cell(depth)
        elif word in ("row", "nestrow"):
            depth = max(depth, 2) if word == "nestrow" else 1
            row = self._rows[depth > 1]
            flow.paragraph = None
            flow.story.end_row(depth, row.cells, row.left)
