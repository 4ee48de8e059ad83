"""Lines of all pages -> what is running head, footnote and paragraph, from where and how they are printed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from extractors.model import BlockKind
from pipeline.readers.pdf.page import PdfLine, PdfPage
from pipeline.readers.pdf.signing import set_signing_aside

_BAND: Final = 0.12
"""Share of the page's height, at the top and at the foot, in which running heads stand."""
_SAME_PLACE: Final = 10.0
_LEAST_SHARE: Final = 0.5
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"\W{0,3}(?:[Tt]rang\s?)?(?:(\d{1,4})(?:\s?/\s?\d{1,4})?|[ivx]{1,5})\W{0,3}")
_CENTRED: Final = 0.06
"""Share of the page's width by which a page number may stand beside the middle."""
_HEAD_GAP: Final = 1.6
"""Steps of the text from a running head to the first line below it at the least."""

_NOTE_START = re.compile(r"\W?(?:\d{1,3}(?!\d)|[¹²³⁰⁴-⁹]{1,3}|\*{1,3})")
_NOTE_SIZE: Final = 0.88
"""Size of a note's letters to those of the text: 10 or 11 points to 13 or 14."""

_LONG_LINE: Final = 40
_SHORT_BY: Final = 0.12
"""Share of the text's width by which the last line of a paragraph falls short at the least."""
_INDENT: Final = 12.0
_FAR: Final = 72.0
"""From the left edge, farther than any first line: text that is centred or stands in a column at the right."""
_WIDE_STEP: Final = 1.25
_LIST_ITEM = re.compile(r"Điều \d|Chương [IVXLC]|[-+•*]\s|\(?\d{1,3}[.)]\s|\(?[a-zđ][.)]\s|[IVXLC]{1,5}[.-]\s")
_CUT_WORD = re.compile(r"[^\W_][-/]$")
_SENTENCE_ENDS: Final = (".", ":", ";", "!", "?", ",")
_ASIDE: Final = (BlockKind.HEADER, BlockKind.FOOTER, BlockKind.FOOTNOTE)


class _Form(NamedTuple):
    """How a page is set, in points."""

    left: float
    right: float
    step: float


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, on the page where they begin."""

    lines: tuple[PdfLine, ...]
    kind: BlockKind
    page: int


def mark_running_heads(pages: Sequence[PdfPage]) -> None:
    """Mark, in place, signing boxes, page numbers and the lines that most pages repeat at the same height."""
    for page in pages:
        set_signing_aside(page)
    seen = Counter(key for page in pages for key in {_head_key(page, line) for line in page.lines})
    offsets = Counter(offset for page in pages for offset in {_offset(page, line) for line in page.lines})
    least = max(2, _LEAST_SHARE * len(pages))
    for page in pages:
        for index, line in enumerate(page.lines):
            band = _band(page, line)
            if band and (seen[_head_key(page, line)] >= least or _is_page_number(page, line, offsets)):
                page.lines[index] = replace(line, kind=band)
    for before, page in pairwise(pages):
        _mark_lone_head(before, page)


def _mark_lone_head(before: PdfPage, page: PdfPage) -> None:
    """Mark, in place, the line over the text of a page when it stands in the middle of a running sentence."""
    ended = [line for line in before.lines if line.kind not in _ASIDE]
    body = sorted((line for line in page.lines if line.kind not in _ASIDE), key=lambda line: line.box[1])
    if not ended or len(body) < 2 or not _band(page, body[0]):
        return
    head, below = body[:2]
    goes_on = not ended[-1].text.endswith(_SENTENCE_ENDS) and below.text[:1].islower()
    apart = below.box[1] - head.box[1] > _HEAD_GAP * _form(before).step
    if goes_on and apart and not head.text[:1].islower() and not head.text.endswith((",", ";")):
        page.lines[page.lines.index(head)] = replace(head, kind=BlockKind.HEADER)


def mark_footnotes(pages: Sequence[PdfPage]) -> None:
    """Mark, in place, the small lines at the foot of a page that begin with a note's mark."""
    sizes = [line.size for page in pages for line in page.lines if line.kind is BlockKind.PARAGRAPH]
    usual = median(sizes) if sizes else 0.0
    for page in pages:
        body = sorted(
            (index for index, line in enumerate(page.lines) if line.kind is BlockKind.PARAGRAPH),
            key=lambda index: page.lines[index].box[1],
        )
        notes: list[int] = []
        for index in reversed(body):
            if page.lines[index].size > _NOTE_SIZE * usual:
                break
            notes.append(index)
        while notes and not _NOTE_START.match(page.lines[notes[-1]].text):
            notes.pop()
        for index in notes:
            page.lines[index] = replace(page.lines[index], kind=BlockKind.FOOTNOTE)


def paragraphs(pages: Sequence[PdfPage]) -> Iterator[Paragraph]:
    """Yield the paragraphs of the body, one that runs over a page end as one.

    Footnotes follow the paragraph that is running when their page ends; running heads come last, each text once,
    so that neither breaks a sentence.
    """
    running: list[PdfLine] = []
    begun = 1
    notes: list[Paragraph] = []
    for page in pages:
        form = _form(page)
        body = [line for line in page.lines if line.kind not in _ASIDE]
        for position, line in enumerate(body):
            if running and _breaks(running[-1], line, form, same_page=position > 0):
                yield Paragraph(tuple(running), running[0].kind, begun)
                yield from notes
                running, notes = [], []
            begun = begun if running else page.number
            running.append(line)
        notes += _notes(page)
    if running:
        yield Paragraph(tuple(running), running[0].kind, begun)
    yield from notes
    yield from _furniture(pages)


def _form(page: PdfPage) -> _Form:
    """Measure the left and right edge of a page's text and the usual step from line to line."""
    body = [line for line in page.lines if line.kind is BlockKind.PARAGRAPH]
    long = [line for line in body if len(line.text) >= _LONG_LINE] or body
    steps = [below.box[1] - above.box[1] for above, below in pairwise(body) if below.box[1] > above.box[1]]
    return _Form(
        left=min((line.box[0] for line in long), default=0.0),
        right=max((line.box[2] for line in long), default=page.width),
        step=median(steps) if steps else page.height,
    )


def _breaks(above: PdfLine, line: PdfLine, form: _Form, same_page: bool) -> bool:
    """Tell whether a line begins a new paragraph."""
    if BlockKind.TABLE_ROW in (above.kind, line.kind):
        return True
    if _CUT_WORD.search(above.text):
        return False
    step = line.box[1] - above.box[1]
    if same_page and not 0 <= step <= _WIDE_STEP * form.step:
        return True
    if above.box[2] < form.right - _SHORT_BY * (form.right - form.left):
        return True
    if line.box[0] > above.box[0] + _INDENT or above.box[0] > form.left + _FAR:
        return True
    return above.text.endswith(_SENTENCE_ENDS) and _LIST_ITEM.match(line.text) is not None


def _notes(page: PdfPage) -> list[Paragraph]:
    """Return the footnotes of a page from top to bottom, a note of several lines as one."""
    notes: list[list[PdfLine]] = []
    for line in sorted((line for line in page.lines if line.kind is BlockKind.FOOTNOTE), key=lambda line: line.box[1]):
        if notes and not _NOTE_START.match(line.text):
            notes[-1].append(line)
        else:
            notes.append([line])
    return [Paragraph(tuple(lines), BlockKind.FOOTNOTE, page.number) for lines in notes]


def _furniture(pages: Sequence[PdfPage]) -> Iterator[Paragraph]:
    found: dict[tuple[BlockKind, str], Paragraph] = {}
    for page in pages:
        for line in page.lines:
            if line.kind in (BlockKind.HEADER, BlockKind.FOOTER):
                found.setdefault((line.kind, line.text), Paragraph((line,), line.kind, page.number))
    yield from found.values()


def _band(page: PdfPage, line: PdfLine) -> BlockKind | None:
    """Return whether a line stands in the band for running heads, at the top or at the foot of its page."""
    if line.kind is not BlockKind.PARAGRAPH:
        return None
    if line.box[3] < _BAND * page.height:
        return BlockKind.HEADER
    return BlockKind.FOOTER if line.box[1] > (1 - _BAND) * page.height else None


def _head_key(page: PdfPage, line: PdfLine) -> tuple[BlockKind | None, str, int]:
    """Return what repeated lines have in common: the band, their text but for the numbers, their height on the page."""
    return _band(page, line), _DIGITS.sub("#", line.text), round(line.box[1] / _SAME_PLACE)


def _offset(page: PdfPage, line: PdfLine) -> int | None:
    """Return by how much a number that stands alone in the band is ahead of the page; a cover has no number."""
    number = _PAGE_NUMBER.fullmatch(line.text) if _band(page, line) else None
    return int(number[1]) - page.number if number and number[1] else None


def _is_page_number(page: PdfPage, line: PdfLine, offsets: Counter[int | None]) -> bool:
    """Tell whether a line of the band is a page number: the page's own, in step with others, or in the middle."""
    if not _PAGE_NUMBER.fullmatch(line.text):
        return False
    offset = _offset(page, line)
    if offset is not None and (offset == 0 or offsets[offset] > 1):
        return True
    return abs((line.box[0] + line.box[2]) / 2 - page.width / 2) <= _CENTRED * page.width
