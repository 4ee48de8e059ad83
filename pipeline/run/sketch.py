"""A record -> its sketch: what tells copies of one document apart from others, without reading the texts again.

The sketch of the words is a MinHash of folded shingles of the body. Head and foot are left out: a draft has no number,
a scan has stamps, and what both say of the document stands in its metadata.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from struct import pack, unpack
from typing import Any, Final

from rensa import RMinHash

from extractors.model import Record, SectionKind
from extractors.text.document import Document
from extractors.text.folding import bare, fold
from extractors.text.lines import UPPER
from extractors.values.past_days import newest_past_day

SLOTS: Final = 128
"""Of 32 bits: two sketches show within 0.04 what share of shingles two bodies have in common, two times of three."""
_SEED: Final = 2026
SHINGLE: Final = 3
"""Words: one changed word costs three shingles, and few shingles are found in most reports."""

_TOKEN: Final = re.compile(rf"\d+(?:[.,/]\d+)*(?:(?![^\W_])|(?<=\d\d)(?=[^\W\d_{UPPER}]{{2}}))|[^\W_]+|%")
"""A number and its unit are two words, with a blank between them or without: 20ha."""
_DRAFT: Final = re.compile(r"^[\W_]*DỰ THẢO(?: LẦN)?(?: (?:THỨ )?[\dIVX]+)?[\W_]*$", re.MULTILINE)
_HEAD_OF_DRAFT: Final = 1_000
"""Characters in which a draft says that it is one."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a number of a body: as it is compared, and where it stands in the text."""

    key: str
    start: int
    end: int


def body_spans(
    length: int, sections: Iterable[tuple[str, int, int]], boilerplate: Iterable[Sequence[int]]
) -> list[tuple[int, int]]:
    """Return the parts of a text that are neither head nor foot nor boilerplate.

    >>> body_spans(100, [("header", 0, 20), ("body", 20, 80), ("footer", 80, 95)], [(50, 52)])
    [(20, 50), (52, 80), (95, 100)]
    """
    left_out = [(start, end) for kind, start, end in sections if kind in (SectionKind.HEADER, SectionKind.FOOTER)]
    left_out += [(span[0], span[1]) for span in boilerplate]
    edges = [(0, 0), *sorted(left_out), (length, length)]
    spans, last = [], 0
    for (_, before), (start, _) in pairwise(edges):
        last = max(last, before)
        if start > last:
            spans.append((last, start))
    return spans


def tokens_of(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[Token]:
    """Yield the words and numbers of some parts of a text, folded."""
    for start, end in spans:
        for match in _TOKEN.finditer(text, start, end):
            yield Token(fold(match[0]), *match.span())


def minhash(keys: Sequence[str]) -> bytes:
    """Return the sketch of the shingles of words; their diacritics are left out, since scans lose them."""
    words = [bare(key) for key in keys]
    shingles = {" ".join(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1))}
    sketch = RMinHash(num_perm=SLOTS, seed=_SEED)
    sketch.update(sorted(shingles))
    return pack(f"<{SLOTS}I", *sketch.digest())


def slots_of(sketch: bytes) -> tuple[int, ...]:
    """Return the slots of a sketch."""
    return unpack(f"<{SLOTS}I", sketch)


def is_draft(text: str) -> bool:
    """Tell whether a document calls itself a draft, on a line of its own in its head.

    >>> is_draft("Số     -BC/TU\\n(DỰ THẢO LẦN 2)\\n"), is_draft("Góp ý DỰ THẢO Luật")
    (True, False)
    """
    return _DRAFT.search(text, 0, _HEAD_OF_DRAFT) is not None


def sketch_row(record: Record, document: Document) -> dict[str, Any]:
    """Return the row of `sketches` for a record, without its document's id."""
    source = record.source
    last_day = None if record.metadata.date else newest_past_day(document)
    sections = [(section.kind.value, section.start, section.end) for section in record.sections]
    spans = body_spans(len(source.text), sections, record.boilerplate)
    keys = [token.key for token in tokens_of(source.text, spans)]
    qualities = [float(value) for name, value in source.hints if name.startswith("ocr.page.")]
    scanned = any(problem.kind == "read_by_ocr" for problem in source.problems)
    return {
        "minhash": minhash(keys), "body": json.dumps(spans), "draft": int(is_draft(source.text)),
        "scanned": int(scanned), "quality": min(qualities, default=1.0),
        "last_day": last_day.isoformat() if last_day else None,
    }  # fmt: skip
