"""What a program asks of Trích yếu: to read a file, to annotate a text, to load the spaCy pipeline.

`import trichyeu` gives these names in a checkout and from a wheel alike. Every error is a `TrichyeuError` whose text
says what is wrong and what to do; a document with a stamp of secrecy is refused.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractors.model import Record, Source
from pipeline.errors import guarded

if TYPE_CHECKING:
    from spacy.language import Language


def read(path: str | Path) -> Source:
    """Return a document as read: `text` (NFC, line ends LF), `blocks`, `pages`, `format`, `sha256`, `problems`.

    Any format that `trichyeu run` reads. Offsets everywhere count code points of `text`. Raises ReadError for a file
    that cannot be read, ClassifiedDocument for one with a stamp of secrecy.
    """
    from pipeline.annotate import check_secrecy
    from pipeline.readers.ingest import read_source

    name = Path(path).as_posix()
    with guarded(name):
        source = read_source(Path(path))
        check_secrecy(source)
    return source


def annotate(document: str | Source) -> Record:
    """Return all that is found in a text, or in a document that `read` gave.

    `figures`, `citations`, `ratings`, `tasks`, `sections` and `problems` are tuples in the order of the text,
    `metadata` is what the document says of itself; `source.text[item.start:item.end]` is what was marked.
    `Figure.value` is a `Decimal` in the `unit` written (đồng, not triệu đồng), a percentage is 36.24; `Citation.date`
    is a `datetime.date`. A whole document tells more than a sentence of it: its own date and place.
    Raises EmptyFile for a text without a word, ClassifiedDocument for one with a stamp of secrecy.
    """
    from pipeline.annotate import annotate as annotated
    from pipeline.readers.ingest import read_text

    source = read_text(document, "text") if isinstance(document, str) else document
    with guarded(source.path):
        return annotated(source)


def as_dict(record: Record) -> dict[str, Any]:
    """Return a record as JSON can hold it, as `trichyeu extract` writes it; `trichyeu schema` prints its schema."""
    from pipeline.serialise import record_object

    return record_object(record)


def load(ents: bool = False) -> Language:
    """Return the spaCy pipeline: `doc.spans["figures"]` by indicator, `doc.spans["citations"]` by relation.

    `span._.figure` and `span._.citation` are the values as a dict, named as the columns of the tables `figures` and
    `citations`, numbers as exact text; `span._.rule` is the rule that found it. With `ents` the spans stand in
    `doc.ents` too, the longer one where two overlap. `nlp.evaluate(examples)` scores `doc.spans`, in all and by label.
    A spaCy document is text alone: the tables, headings and pages of a file are known to `annotate(read(path))` only.
    """
    from extractors.components import make_pipeline

    return make_pipeline(ents)
