"""Paragraph marks that a tracked change deletes -> the paragraphs joined, as they are once the change is accepted.

`Toàn tỉnh có 125` / `hội nghị.` with the mark between them deleted is one sentence on the printed page.
Source: ECMA-376 part 1, 17.13.5.15 (deleted paragraph).
"""

from __future__ import annotations

from lxml import etree

from pipeline.readers.docx.wordml import W


def join_paragraphs(body: etree._Element) -> int:
    """Join, in place, each paragraph whose mark is deleted to the one after it; return how many were joined.

    The joined paragraph has the form of the second one, whose mark is kept. Before a table, or at the end, the
    mark stays, as in Word.
    """
    joined = 0
    for mark in [node for node in body.iter(f"{W}del") if node.getparent().tag == f"{W}rPr"]:
        paragraph = mark.getparent().getparent().getparent()
        after = None if paragraph is None else paragraph.getnext()
        if paragraph is None or after is None or not paragraph.tag == after.tag == f"{W}p":
            continue
        properties = after.find(f"{W}pPr")
        place = 0 if properties is None else after.index(properties) + 1
        for child in [child for child in paragraph if child.tag != f"{W}pPr"]:
            after.insert(place, child)
            place += 1
        paragraph.getparent().remove(paragraph)
        joined += 1
    return joined
