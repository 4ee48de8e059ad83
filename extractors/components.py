"""spaCy components: thin factories around the pure functions.

`nlp = spacy.blank("xx"); nlp.add_pipe("vn_citations"); nlp.add_pipe("vn_figures")`, then
`doc.spans["citations"]` holds spans labelled by their relation, `doc.spans["figures"]` spans labelled by their
indicator; `span._.citation` and `span._.figure` are their values, as plain dicts so that `to_bytes`, DocBin and
`n_process` work, and `span._.rule` names the rule that found it. `add_pipe("vn_figures", config={"ents": True})` puts
the spans into `doc.ents` as well. `nlp.evaluate` scores `doc.spans`, in all and by label.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import Any, Final

import spacy
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import filter_spans, registry
from spacy.vocab import Vocab

from extractors.flow import Findings
from extractors.model import Citation, Figure

GROUPS: Final = {"citation": "citations", "figure": "figures"}
"""What a span is -> the key of `doc.spans` that holds such spans; the extension attribute has the same name."""
_LABELS: Final = {"citation": "relation", "figure": "indicator"}
_SCORER: Final = "trichyeu.spans_scorer.v1"
_ATTRIBUTE: Final = "spans_{}"


def _value_of(key: str, span: Span) -> dict[str, Any] | None:
    kept: dict[Any, Any] = span.doc.user_data
    found: dict[str, Any] | None = kept.get((key, span.start, span.end))
    return found


def _rule_of(span: Span) -> str | None:
    values = span._.citation or span._.figure
    return str(values["rule"]) if values else None


_GETTERS: Final[dict[str, Callable[[Span], Any]]] = {key: partial(_value_of, key) for key in GROUPS}
for _name, _getter in (*_GETTERS.items(), ("rule", _rule_of)):
    if not Span.has_extension(_name):
        Span.set_extension(_name, getter=_getter)
if not Doc.has_extension("document"):
    Doc.set_extension("document", default=None)

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


def exact(value: Decimal | float) -> str:
    """Return a number as text that no float rounds: an integer without a point, else without zeros at its end.

    >>> exact(Decimal("6558.0")), exact(36.24), exact(Decimal("0.50"))
    ('6558', '36.24', '0.5')
    """
    number = Decimal(str(value))
    return str(int(number)) if number == number.to_integral_value() else format(number.normalize(), "f")


def attributes(item: Citation | Figure) -> dict[str, Any]:
    """Return what is known of an item as what msgpack can hold, by the names of the columns of the database.

    Numbers are text, so that they stay exact; days are ISO; lists are tuples, as spaCy reads them back. `rule` names
    what decided what the item is, `indicator_rule` and the like what decided a field.
    """
    values = {part.name: _plain(getattr(item, part.name)) for part in fields(item)}
    values.pop("target", None)
    if isinstance(item, Figure):
        period, rules = values.pop("period"), values.pop("rules")
        values |= {f"period_{name}": period and period[name] for name in ("start", "end", "text", "kind")}
        values["rule"] = rules.pop("unit") or ""
        values |= {f"{name}_rule": rule for name, rule in rules.items()}
    return values


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return exact(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return tuple(_plain(part) for part in value)
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(part) for name, part in asdict(value).items()}
    return value


def add_spans(doc: Doc, kind: str, items: Iterable[Mapping[str, Any]], ents: bool = False) -> None:
    """Put items into a document: a kind of `GROUPS`, and their `attributes`, of which `start` and `end` are characters.

    A span that ends inside a token takes all of it; `start` and `end` stay as they are. With `ents` the spans go into
    `doc.ents` too, where none may overlap: the longer one, else the first, stays.
    """
    spans = []
    values: dict[Any, Any] = doc.user_data
    for item in items:
        label = item[_LABELS[kind]]
        span = doc.char_span(item["start"], item["end"], alignment_mode="expand", label=label)
        if span is not None:
            values[kind, span.start, span.end] = dict(item)
            spans.append(span)
    doc.spans[GROUPS[kind]] = spans
    if ents:
        doc.ents = filter_spans([*doc.ents, *spans])


@registry.scorers(_SCORER)  # type: ignore[untyped-decorator]
def make_scorer(spans_key: str) -> Callable[..., dict[str, Any]]:
    """Return a scorer of `doc.spans[spans_key]`: precision, recall and F1 of span and label, in all and by label.

    Examples whose reference has no such key are left out. Scores are named `spans_figures_p` and so on,
    `spans_figures_per_type` by label.
    """

    return partial(_score, spans_key)


def _score(spans_key: str, examples: Iterable[Example], **kwargs: Any) -> dict[str, Any]:
    told = [example for example in examples if spans_key in example.reference.spans]
    scores: dict[str, Any] = Scorer.score_spans(
        told,
        _ATTRIBUTE.format(spans_key),
        getter=lambda doc, _: doc.spans.get(spans_key, []),
        has_annotation=lambda doc: spans_key in doc.spans,
        allow_overlap=True,
    )
    return scores


class _Finder(ABC):
    """What both components do; each says what it finds."""

    kind: str

    def __init__(self, name: str, ents: bool, scorer: Callable[..., dict[str, Any]] | None) -> None:
        self.name = name
        self.ents = ents
        self.scorer = scorer

    @abstractmethod
    def find(self, text: str) -> Sequence[Citation | Figure]:
        """Return the items of a text."""

    def __call__(self, doc: Doc) -> Doc:
        """Annotate and return the document."""
        add_spans(doc, self.kind, map(attributes, self.find(doc.text)), self.ents)
        return doc

    def score(self, examples: Iterable[Example], **kwargs: Any) -> dict[str, Any]:
        """Return the scores of examples that were annotated, as `nlp.evaluate` asks for them."""
        return {} if self.scorer is None else self.scorer(examples, **kwargs)


def _defaults(kind: str) -> dict[str, Any]:
    return {"ents": False, "scorer": {"@scorers": _SCORER, "spans_key": GROUPS[kind]}}


def _weights(kind: str) -> dict[str, float | None]:
    attribute = _ATTRIBUTE.format(GROUPS[kind])
    return {f"{attribute}_f": 0.5, f"{attribute}_p": 0.0, f"{attribute}_r": 0.0, f"{attribute}_per_type": None}


@Language.factory(
    "vn_citations",
    assigns=["doc.spans"],
    default_config=_defaults("citation"),
    default_score_weights=_weights("citation"),
)
class CitationFinder(_Finder):
    """Puts the citations of a document into `doc.spans["citations"]`, each labelled by its relation."""

    kind = "citation"

    def __init__(self, nlp: Language, name: str, ents: bool, scorer: Callable[..., dict[str, Any]] | None) -> None:
        super().__init__(name, ents, scorer)

    def find(self, text: str) -> Sequence[Citation]:
        """Return the citations of a text."""
        return Findings(text).citations


@Language.factory(
    "vn_figures", assigns=["doc.spans"], default_config=_defaults("figure"), default_score_weights=_weights("figure")
)
class FigureFinder(_Finder):
    """Puts the figures of a document into `doc.spans["figures"]`, each labelled by its indicator."""

    kind = "figure"

    def __init__(self, nlp: Language, name: str, ents: bool, scorer: Callable[..., dict[str, Any]] | None) -> None:
        super().__init__(name, ents, scorer)

    def find(self, text: str) -> Sequence[Figure]:
        """Return the figures of a text."""
        return Findings(text).figures


def make_pipeline(ents: bool = False) -> Language:
    """Return a blank multilingual pipeline with the Vietnamese tokenizer and both components.

    With `ents` what they find stands in `doc.ents` as well.
    """
    nlp = spacy.blank("xx", config={"nlp": {"tokenizer": {"@tokenizers": "trichyeu.vn_tokenizer.v1"}}})
    nlp.add_pipe("vn_citations", config={"ents": ents})
    nlp.add_pipe("vn_figures", config={"ents": ents})
    return nlp
