"""A Word file and findings -> a copy of it with a Word comment at each; its text is left as it is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.text.run import Run
from lxml import etree

from extractors.text.folding import unify
from pipeline.errors import UsageError
from pipeline.reviewing.find import Finding
from pipeline.speech import Speech
from pipeline.terminal import legible

_AUTHOR, _INITIALS = "Trích yếu", "TY"
_UNSEEN: Final = frozenset(map(qn, ("w:del", "w:moveFrom", "w:pPr", "w:txbxContent")))
_SIGNS: Final = {qn("w:tab"): " ", qn("w:br"): " ", qn("w:cr"): " ", qn("w:noBreakHyphen"): "-"}
_TEXT: Final = qn("w:t")
_WORD: Final = re.compile(r"[\w%]+")


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph of the file: its text as it is compared, and the run of each character of it."""

    element: Any
    text: str
    runs: tuple[Any, ...]
    places: tuple[int, ...]
    """The place of each character in the text of its run."""


def commented(file: Path, text: str, findings: Sequence[Finding], speech: Speech) -> bytes:
    """Return the Word file with a comment for each finding on the words that it is about.

    `text` is the draft as it was read, which the findings have their places in. A finding whose words are not found
    in the file's paragraphs (in a foot note) is told at the first paragraph, none is dropped. Raises UsageError for a
    file that is not a .docx or that python-docx does not open.
    """
    if file.suffix.lower() != ".docx":
        raise UsageError("review.no_word", file=file)
    try:
        document = docx.Document(str(file))
    except (PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise UsageError("review.not_opened", file=file) from error
    paragraphs = [paragraph for paragraph in map(_read, document.element.body.iter(qn("w:p"))) if paragraph.runs]
    finder = _Finder(text, paragraphs)
    spots = [(finder.spot(one), one) for one in sorted(findings, key=lambda one: (one.start, one.severity))]
    for spot, one in spots:
        if spot is not None:
            paragraph, start, end = spot
            first, last = _cut(_read(paragraph.element), start, end)  # read again: a comment before it cut its runs
            runs = [Run(run, document) for run in (first, last)]
            document.add_comment(runs, legible(_words(one, speech)), _AUTHOR, _INITIALS)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _words(one: Finding, speech: Speech) -> str:
    """Return a finding as a comment: how serious, why, and what to do."""
    severity = speech(f"review.{one.severity.name.lower()}")
    return f"{severity}: {speech.problem(one.kind, one.message)}\n{speech(f'advice.{one.kind}')}"


def _read(element: Any) -> _Paragraph:
    letters: list[tuple[str, Any, int]] = []
    for run in _runs(element):
        place = 0
        for node in run:
            written = (node.text or "") if node.tag == _TEXT else _SIGNS.get(node.tag, "")
            letters += [(letter, run, place + at) for at, letter in enumerate(written)]
            place += len(written)
    return _Paragraph(
        element,
        "".join(letter for letter, _, _ in letters),
        tuple(run for _, run, _ in letters),
        tuple(place for _, _, place in letters),
    )


def _runs(element: Any) -> Iterator[Any]:
    """Yield the runs of a paragraph whose text is seen; those of a text box are of its own paragraphs."""
    for child in element:
        if child.tag == qn("w:r"):
            yield child
        elif child.tag not in _UNSEEN:
            yield from _runs(child)


class _Finder:
    """Finds the words of a finding in the paragraphs: by their number among the same words of the whole text."""

    def __init__(self, text: str, paragraphs: Sequence[_Paragraph]) -> None:
        self._text = text
        self._paragraphs = paragraphs
        self._starts: list[int] = []
        whole: list[str] = []
        length = 0
        for paragraph in paragraphs:
            self._starts.append(length)
            whole.append(paragraph.text)
            length += len(paragraph.text) + 1
        self._whole = "\n".join(whole)
        self._read_words = [(match.group(), match.start()) for match in _WORD.finditer(unify(text))]
        self._file_words = [(match.group(), match.start()) for match in _WORD.finditer(_regular(self._whole))]

    def spot(self, one: Finding) -> tuple[_Paragraph, int, int] | None:
        """Return the paragraph of a finding's words with their first and last character; None for an empty file."""
        found = self._by_context(one)
        if found is None:
            first = self._paragraphs[0] if self._paragraphs else None
            return None if first is None else (first, 0, len(first.text) - 1)
        start, end = found
        at = bisect_right(self._starts, start) - 1
        paragraph, offset = self._paragraphs[at], self._starts[at]
        return paragraph, start - offset, min(end - offset, len(paragraph.text)) - 1

    def _by_context(self, one: Finding) -> tuple[int, int] | None:
        """Return the place in the file of the words of a finding, those with most of the same words around them."""
        words = _WORD.findall(unify(self._text[one.start : one.end]))
        if not words:
            return None
        own = self._around(self._read_words, self._index(self._read_words, one.start), len(words))
        places = [
            at
            for at in range(len(self._file_words) - len(words) + 1)
            if [word for word, _ in self._file_words[at : at + len(words)]] == words
        ]
        if not places:
            return None
        best = max(places, key=lambda at: (_shared(own, self._around(self._file_words, at, len(words))), -at))
        last, start = self._file_words[best + len(words) - 1]
        return self._file_words[best][1], start + len(last)

    @staticmethod
    def _index(words: Sequence[tuple[str, int]], start: int) -> int:
        return next((at for at, (_, place) in enumerate(words) if place >= start), len(words))

    @staticmethod
    def _around(words: Sequence[tuple[str, int]], at: int, count: int) -> tuple[list[str], list[str]]:
        before = [word for word, _ in words[max(0, at - _NEAR) : at]]
        return before[::-1], [word for word, _ in words[at + count : at + count + _NEAR]]


_NEAR: Final = 12
"""Words on each side by which one place is told from another that has the same words."""


def _regular(text: str) -> str:
    """Return a text with look-alike letters made regular, position for position."""
    return "".join(letter if len(regular := unify(letter)) != 1 else regular for letter in text)


def _shared(own: tuple[list[str], list[str]], other: tuple[list[str], list[str]]) -> int:
    """Return how many words stand alike on both sides, counted outward from the place."""
    count = 0
    for mine, its in zip(own, other, strict=True):
        for one, two in zip(mine, its, strict=False):
            if one != two:
                break
            count += 1
    return count


def _cut(paragraph: _Paragraph, first: int, last: int) -> tuple[Any, Any]:
    """Return the runs that hold the characters from the first to the last and, where runs can be cut, no others."""
    end = paragraph.runs[last]
    _split(end, paragraph.places[last] + 1)
    start = paragraph.runs[first]
    behind = _split(start, paragraph.places[first])
    if behind is None:
        return start, end
    return behind, behind if start is end else end


def _split(run: Any, at: int) -> Any | None:
    """Cut a run of plain text before a character; return the new run behind it, None where it is not cut."""
    texts = [node for node in run if node.tag != qn("w:rPr")]
    if len(texts) != 1 or texts[0].tag != _TEXT or not 0 < at < len(texts[0].text or ""):
        return None
    behind = deepcopy(run)
    whole = texts[0].text
    for node, part in ((run, whole[:at]), (behind, whole[at:])):
        written = node.find(_TEXT)
        written.text = part
        written.set(qn("xml:space"), "preserve")
    run.addnext(behind)
    return behind
