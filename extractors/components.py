"""spaCy components: thin factories around the pure functions.

`nlp = spacy.blank("xx"); nlp.add_pipe("vn_citations"); nlp.add_pipe("vn_figures")`, then
`doc.spans["citations"]` and `doc.spans["figures"]` hold the spans, and `span._.citation`,
`span._.figure` the values, as plain dicts so that `to_bytes`, DocBin and `n_process` work.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import registry
from spacy.vocab import Vocab

from extractors.flow import Findings
from extractors.model import Citation, Figure, Period, Rules


def _value_of(key: str) -> Callable[[Span], dict[str, Any] | None]:
    def value(span: Span) -> dict[str, Any] | None:
        kept: dict[Any, Any] = span.doc.user_data
        found: dict[str, Any] | None = kept.get((key, span.start, span.end))
        return found

    return value


for _name in ("citation", "figure"):
    if not Span.has_extension(_name):
        Span.set_extension(_name, getter=_value_of(_name))

_TOKEN = re.compile(r"\d+(?:[.,/-]\d+)*(?:[-/][\w&]+)*%?|[\w&]+(?:[-/][\w&]+)*|[^\w\s]")


@registry.tokenizers("trichyeu.vn_tokenizer.v1")  # type: ignore[untyped-decorator]
def make_tokenizer() -> Callable[[Language], _Tokenizer]:
    """Return the factory of a tokenizer that loses no character and keeps codes, numbers and dates whole."""
    return lambda nlp: _Tokenizer(nlp.vocab)


class _Tokenizer:
    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        end = 0
        for match in _TOKEN.finditer(text):
            _add_gap(text[end : match.start()], words, spaces)
            words.append(match[0])
            spaces.append(False)
            end = match.end()
        _add_gap(text[end:], words, spaces)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **kwargs: Any) -> bytes:
        return b""

    def from_bytes(self, data: bytes, **kwargs: Any) -> _Tokenizer:
        return self

    def to_disk(self, path: Any, **kwargs: Any) -> None:
        return None

    def from_disk(self, path: Any, **kwargs: Any) -> _Tokenizer:
        return self


def _add_gap(gap: str, words: list[str], spaces: list[bool]) -> None:
    """Give white space to the token before it (one space) or a token of its own (anything else)."""
    if gap.startswith(" ") and words and not spaces[-1]:
        spaces[-1] = True
        gap = gap[1:]
    if gap:
        words.append(gap)
        spaces.append(False)


def _plain(item: Citation | Figure) -> dict[str, Any]:
    """Return a model value as what msgpack can hold; figures keep their value exact, as text."""
    result = {}
    for part in fields(item):
        value = getattr(item, part.name)
        if isinstance(value, Period):
            value = [value.start.isoformat(), value.end.isoformat(), value.text]
        elif isinstance(value, date):
            value = value.isoformat()
        elif isinstance(value, Decimal):
            value = str(value)
        elif isinstance(value, Rules):
            value = [value.unit, value.indicator, value.label, value.modality, value.link]
        result[part.name] = str(value) if isinstance(value, str) else value
    return result


def _keep(doc: Doc, key: str, group: str, items: tuple[Citation, ...] | tuple[Figure, ...]) -> None:
    spans = []
    values: dict[Any, Any] = doc.user_data
    for item in items:
        rule = item.rules.unit if isinstance(item, Figure) else item.rule
        span = doc.char_span(item.start, item.end, alignment_mode="expand", label=rule or key)
        if span is not None:
            values[key, span.start, span.end] = _plain(item)
            spans.append(span)
    doc.spans[group] = spans


@Language.factory("vn_citations", assigns=["doc.spans"])
class CitationFinder:
    """Puts the citations of a document into `doc.spans["citations"]`."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Annotate and return the document."""
        _keep(doc, "citation", "citations", Findings(doc.text).citations)
        return doc


@Language.factory("vn_figures", assigns=["doc.spans"])
class FigureFinder:
    """Puts the figures of a document into `doc.spans["figures"]`."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Annotate and return the document."""
        _keep(doc, "figure", "figures", Findings(doc.text).figures)
        return doc


def make_pipeline() -> Language:
    """Return a blank multilingual pipeline with the Vietnamese tokenizer and both components."""
    nlp = spacy.blank("xx", config={"nlp": {"tokenizer": {"@tokenizers": "trichyeu.vn_tokenizer.v1"}}})
    nlp.add_pipe("vn_citations")
    nlp.add_pipe("vn_figures")
    return nlp
