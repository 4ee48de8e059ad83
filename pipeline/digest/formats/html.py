"""A digest -> one HTML file that needs nothing beside it; whatever the documents hold is escaped.

The texts behind it are drawn by displaCy with what the database holds of them. It prints on A4 with page numbers; the
texts are left out of the print.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import partial
from typing import Final

from markupsafe import escape

from pipeline.charts.draw import svg
from pipeline.charts.model import COLOURS
from pipeline.digest.block import Digest, MarkedText, RatingTable
from pipeline.digest.formats.format import Format
from pipeline.digest.formats.templates import template
from pipeline.digest.printed import printed
from pipeline.speech import Speech

_COLOURS: Final = "".join(f".{tone} {{ background: {colour}; }}\n" for tone, colour in COLOURS.items())
_MARK: Final = '<mark class="{label}" id="{anchor}" title="{told}">{text}</mark>'


def write(digest: Digest, speech: Speech) -> bytes:
    """Return the digest as HTML."""
    digest = printed(digest, speech)
    page = template("digest.html", tones=_tones, drawn=partial(svg, speech=speech)).render(
        digest=digest, say=speech, language=speech.language, colours=_COLOURS, anchors=_anchors(digest),
        texts=[(text, _drawn(text)) for text in digest.texts], known={text.document_id for text in digest.texts},
    )  # fmt: skip
    return page.encode("utf-8")


def _tones(ratings: RatingTable) -> dict[str, str]:
    return {each.name: each.tone for each in ratings.classes}


def _anchors(digest: Digest) -> dict[int, str]:
    """Return what each footnote leads to: the first mark of its sentence in the text, else the text."""
    starts = {text.document_id: [mark.start for mark in text.marks] for text in digest.texts}
    anchors = {}
    for source in digest.sources:
        marks = starts.get(source.document_id, [])
        at = bisect_left(marks, source.start)
        anchors[source.number] = _anchor(source.document_id, marks[at]) if at < len(marks) else f"t{source.document_id}"
    return anchors


def _anchor(document: int, start: int) -> str:
    return f"t{document}-{start}"


def _drawn(text: MarkedText) -> str:
    """Return a document's text with its marks drawn by displaCy, which escapes the text; labels are escaped here."""
    from spacy import displacy  # 0.7 s, for this format alone

    ents = [
        {"start": mark.start, "end": mark.end, "label": mark.kind,
         "params": {"anchor": _anchor(text.document_id, mark.start), "told": str(escape(mark.label))}}
        for mark in text.marks
    ]  # fmt: skip
    given = {"text": text.text, "ents": ents, "title": None}
    drawn: str = displacy.render(given, style="ent", manual=True, options={"template": _MARK})
    return drawn


FORMAT: Final = Format("html", ".html", write)
