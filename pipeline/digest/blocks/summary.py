"""Sentences of the documents in scope -> the few that say most, word for word."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Final

from pipeline.digest.block import Items, Paragraph, Section
from pipeline.digest.maker import Maker, section
from pipeline.digest.ranking import best_sentences, stands_alone

_FEWEST_WORDS, _MOST_WORDS = 9, 60
_MOST_CANDIDATES: Final = 80
"""Sentences that are ranked: cutting one into words costs 2 ms."""
_SENTENCES: Final = {"document": 4}
_DEFAULT: Final = 4
_ITEM: Final = re.compile(r"^(?:[-+*•–]|\d+(?:\.\d+)*[.)]|[a-zđ]\)|[IVX]+[.-])\s*")
_NO_SENTENCE: Final = re.compile(r"\||:$")
_TASKS: Final = "SELECT document_id, start FROM tasks WHERE document_id IN ({ids}) AND kind = 'task'"


@dataclass(frozen=True, slots=True)
class _Candidate:
    document: int
    start: int
    end: int
    text: str
    weight: float


def summary(maker: Maker) -> list[Section]:
    """Return the sentences that say most of the scope, each with its footnote."""
    found = _candidates(maker)
    most = _SENTENCES.get(maker.scope.kind, _DEFAULT)
    places = best_sentences([each.text for each in found], [each.weight for each in found], most)
    lines = tuple(
        Paragraph(maker.mask(_told(maker, found[at])), maker.place_of(found[at].document, found[at].start))
        for at in places
    )
    return section(maker, "summary", Items("summary", lines)) if lines else []


def _told(maker: Maker, sentence: _Candidate) -> str:
    """Return a sentence, behind the place whose body tells it where there are several."""
    place = maker.place_of_document(sentence.document)
    return f"{place}: {sentence.text}" if place and place not in sentence.text else sentence.text


def _candidates(maker: Maker) -> list[_Candidate]:
    """Return the sentences with most results, of many documents the same number of each."""
    results = Counter(
        (each.document_id, each.start) for each in maker.facts if each.modality == "actual" and not each.row
    )
    told: dict[int, list[int]] = {}
    for document, start in results:
        told.setdefault(document, []).append(start)
    order = [row["id"] for row in maker.documents if row["id"] in told]
    share = max(2, _MOST_CANDIDATES // max(len(order), 1))
    aims = _aims(maker)
    found: list[_Candidate] = []
    for identity in order[-(_MOST_CANDIDATES // 2) :]:
        found += _of_document(maker, identity, told[identity], aims[identity])[:share]
    place = {identity: at for at, identity in enumerate(order)}
    return sorted(found[:_MOST_CANDIDATES], key=lambda each: (place[each.document], each.start))


def _aims(maker: Maker) -> dict[int, list[int]]:
    """Return where the documents tell aims and tasks, by document: a sentence with one tells no result."""
    found: dict[int, list[int]] = defaultdict(list)
    for figure in maker.figures:
        if figure.modality == "target":
            found[figure.document_id].append(figure.start)
    for row in maker.rows(_TASKS):
        found[row["document_id"]].append(row["start"])
    return found


def _of_document(maker: Maker, identity: int, starts: list[int], aims: list[int]) -> list[_Candidate]:
    document = maker.read(identity)
    counted = Counter(document.sentence_at(start) for start in starts)
    found = []
    for (begin, end), count in counted.items():
        if any(begin <= start < end for start in aims):
            continue
        text = " ".join(document.text[begin:end].split())
        opening = _ITEM.match(text)
        text = text[opening.end() :] if opening else text
        if _FEWEST_WORDS <= len(text.split()) <= _MOST_WORDS and not _NO_SENTENCE.search(text) and stands_alone(text):
            found.append(_Candidate(identity, begin, end, text, 1 + min(count, 4)))
    return sorted(found, key=lambda each: -each.weight)
