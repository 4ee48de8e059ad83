"""Footnotes and endnotes of Word, which python-docx cannot write: a part that holds them, and marks in the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from pipeline.word.parts import add_field, element

_BOOKMARKS: Final = 1 << 20
"""Numbers of bookmarks from here are ours; a template may have bookmarks of its own."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where notes stand: what Word calls them, and what stands behind them in its settings."""

    name: str
    content: str
    relation: str
    following: tuple[str, ...]


_HEADS_OF_SECTION: Final = (qn("w:headerReference"), qn("w:footerReference"), qn("w:footnotePr"))
"""What stands before the notes in the properties of a section."""
_LAST: Final = ("w:compat", "w:docVars", "w:rsids", "m:mathPr", "w:themeFontLang")
FOOT: Final = Place(
    "footnote", CONTENT_TYPE.WML_FOOTNOTES, RELATIONSHIP_TYPE.FOOTNOTES, ("w:endnotePr", *_LAST)
)  # fmt: skip
END: Final = Place("endnote", CONTENT_TYPE.WML_ENDNOTES, RELATIONSHIP_TYPE.ENDNOTES, _LAST)


class Notes:
    """The notes of a document, below each page or at its end. A note that is referred to again keeps its number."""

    def __init__(self, document: Any, place: Place = FOOT) -> None:
        """Find the notes that the template has, or begin new ones."""
        self._document = document
        self._place = place
        self._text, self._mark = (document.styles[f"{place.name} {kind}"].style_id for kind in ("text", "reference"))
        self._part = self._find()
        self._root = parse_xml(self._part.blob)
        self._first = max((int(note.get(qn("w:id"))) for note in self._root), default=0)
        self._before = sum(1 for _ in document.element.body.iter(qn(f"w:{place.name}Reference")))
        self._numbers: dict[int, int] = {}

    def _find(self) -> Any:
        part, place = self._document.part, self._place
        for relation in part.rels.values():
            if relation.reltype == place.relation:
                return relation.target_part
        made = Part(PackURI(f"/word/{place.name}s.xml"), place.content, _empty(place.name), part.package)
        part.relate_to(made, place.relation)
        self._tell_settings()
        self._number_in_figures()
        return made

    def _tell_settings(self) -> None:
        """Tell Word how notes are numbered, and which of them are the lines above notes."""
        settings, name = self._document.settings.element, self._place.name
        told = OxmlElement(f"w:{name}Pr")
        told.append(element("w:numFmt", val="decimal"))
        for identity in ("-1", "0"):
            told.append(element(f"w:{name}", id=identity))
        for following in self._place.following:
            found = settings.find(qn(following))
            if found is not None:
                found.addprevious(told)
                return
        settings.append(told)

    def _number_in_figures(self) -> None:
        """Number the notes of every section in figures: endnotes have Roman numerals else."""
        for section in self._document.sections:
            told = OxmlElement(f"w:{self._place.name}Pr")
            told.append(element("w:numFmt", val="decimal"))
            heads = [child for child in section._sectPr if child.tag in _HEADS_OF_SECTION]
            if heads:
                heads[-1].addnext(told)
            else:
                section._sectPr.insert(0, told)

    def refer(self, paragraph: Any, key: int, text: str) -> None:
        """Put the mark of a note at the end of a paragraph; `text` is written where `key` is new."""
        run = paragraph.add_run()
        run._r.style = self._mark
        if key in self._numbers:
            identity = self._numbers[key]
            add_field(run, f"NOTEREF _tyn{identity} \\h", str(self._before + identity - self._first))
            return
        identity = self._numbers[key] = self._first + len(self._numbers) + 1
        mark = str(_BOOKMARKS + identity)
        run._r.append(element(f"w:{self._place.name}Reference", id=str(identity)))
        run._r.addprevious(element("w:bookmarkStart", id=mark, name=f"_tyn{identity}"))
        run._r.addnext(element("w:bookmarkEnd", id=mark))
        self._root.append(self._note(str(identity), text))

    def _note(self, identity: str, text: str) -> Any:
        name = self._place.name
        note = element(f"w:{name}", id=identity)
        paragraph = OxmlElement("w:p")
        properties = OxmlElement("w:pPr")
        properties.append(element("w:pStyle", val=self._text))
        mark = OxmlElement("w:r")
        looks = OxmlElement("w:rPr")
        looks.append(element("w:rStyle", val=self._mark))
        mark.extend((looks, OxmlElement(f"w:{name}Ref")))
        words = OxmlElement("w:r")
        written = OxmlElement("w:t")
        written.set(qn("xml:space"), "preserve")
        written.text = f" {text}"
        words.append(written)
        paragraph.extend((properties, mark, words))
        note.append(paragraph)
        return note

    def close(self) -> None:
        """Write the notes into their part."""
        self._part._blob = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _empty(name: str) -> bytes:
    """Return a part with the two lines that stand above notes."""
    lines = "".join(
        f'<w:{name} w:type="{kind}" w:id="{identity}"><w:p><w:r><w:{kind}/></w:r></w:p></w:{name}>'
        for kind, identity in (("separator", -1), ("continuationSeparator", 0))
    )
    return f"<w:{name}s {nsdecls('w', 'r')}>{lines}</w:{name}s>".encode()
