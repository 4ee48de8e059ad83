"""The measure beside eyecite counts only citations that are found: both texts hold as many as they are said to."""

from __future__ import annotations

from extractors.citations.find import find_citations
from tests.eyecite_cost import CITATIONS, english, text_of, vietnamese


def test_every_citation_of_the_text_is_found() -> None:
    found = find_citations(text_of(vietnamese))
    assert len(found) == CITATIONS and all(citation.number for citation in found)


def test_the_texts_are_of_one_density() -> None:
    sizes = len(text_of(vietnamese)), len(text_of(english))
    assert max(sizes) < 1.1 * min(sizes)
