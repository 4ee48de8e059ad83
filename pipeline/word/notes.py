"""Real footnotes of Word, which python-docx cannot write: a part of the file that holds them, and marks in the text."""

from __future__ import annotations

from typing import Any, Final

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from pipeline.word.parts import add_field, element

_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_EMPTY: Final = (
    f"<w:footnotes {nsdecls('w', 'r')}>"
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
    "</w:footnotes>"
)
_BOOKMARKS: Final = 1 << 20
"""Numbers of bookmarks from here are ours; a template may have bookmarks of its own."""
_BEFORE_IN_SETTINGS: Final = ("w:endnotePr", "w:compat", "w:docVars", "w:rsids", "m:mathPr", "w:themeFontLang")


class Notes:
    """The footnotes of a document. A note that is referred to again keeps its number."""

    def __init__(self, document: Any) -> None:
        """Find the footnotes that the template has, or begin new ones."""
        self._document = document
        self._style = document.styles["footnote text"].style_id
        self._mark = document.styles["footnote reference"].style_id
        self._part = self._find()
        self._root = parse_xml(self._part.blob)
        self._first = max((int(note.get(qn("w:id"))) for note in self._root), default=0)
        self._before = sum(1 for _ in document.element.body.iter(qn("w:footnoteReference")))
        self._numbers: dict[int, int] = {}

    def _find(self) -> Any:
        part = self._document.part
        for relation in part.rels.values():
            if relation.reltype == RELATIONSHIP_TYPE.FOOTNOTES:
                return relation.target_part
        made = Part(PackURI("/word/footnotes.xml"), _TYPE, _EMPTY.encode(), part.package)
        part.relate_to(made, RELATIONSHIP_TYPE.FOOTNOTES)
        self._tell_settings()
        return made

    def _tell_settings(self) -> None:
        """Tell Word which notes are the lines above notes."""
        settings = self._document.settings.element
        told = OxmlElement("w:footnotePr")
        for identity in ("-1", "0"):
            told.append(element("w:footnote", id=identity))
        for name in _BEFORE_IN_SETTINGS:
            following = settings.find(qn(name))
            if following is not None:
                following.addprevious(told)
                return
        settings.append(told)

    def refer(self, paragraph: Any, key: int, text: str) -> None:
        """Put the mark of a note at the end of a paragraph; `text` is written where `key` is new."""
        run = paragraph.add_run()
        run.style = self._document.styles["footnote reference"]
        if key in self._numbers:
            identity = self._numbers[key]
            add_field(run, f"NOTEREF _tyn{identity} \\h", str(self._before + identity - self._first))
            return
        identity = self._numbers[key] = self._first + len(self._numbers) + 1
        mark = str(_BOOKMARKS + identity)
        run._r.append(element("w:footnoteReference", id=str(identity)))
        run._r.addprevious(element("w:bookmarkStart", id=mark, name=f"_tyn{identity}"))
        run._r.addnext(element("w:bookmarkEnd", id=mark))
        self._root.append(self._note(str(identity), text))

    def _note(self, identity: str, text: str) -> Any:
        note = element("w:footnote", id=identity)
        paragraph = OxmlElement("w:p")
        properties = OxmlElement("w:pPr")
        properties.append(element("w:pStyle", val=self._style))
        mark = OxmlElement("w:r")
        looks = OxmlElement("w:rPr")
        looks.append(element("w:rStyle", val=self._mark))
        mark.extend((looks, OxmlElement("w:footnoteRef")))
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
