"""What a program asks of Trích yếu: a file read, a text annotated, the database of an archive, the spaCy pipeline.

`import trichyeu` gives these names in a checkout and from a wheel alike. Every error is a `TrichyeuError` whose text
says what is wrong and what to do; a document with a stamp of secrecy is refused, and in no answer of a database.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from extractors.model import Record, Source
from pipeline.errors import Failure, QueryError, guarded
from pipeline.rows import Row, rows_of

if TYPE_CHECKING:
    from pandas import DataFrame
    from spacy.language import Language

DATABASE: Final = "outputs/trichyeu.db"
_DOCUMENTS: Final = """
SELECT id, name, path, format, pages, kind, doc_type, code, title, date, date_from, date_to, issuer, place, district,
       commune, signer, signer_title, period_start, period_end, urgency, instrument_id, sha256{text}
FROM counted_documents ORDER BY path"""
_FACTS: Final = """
SELECT t.id, t.indicator, t.measure, t.value, t.value_max, t.unit, t.label, t.modality, t.place, t.district, t.commune,
       t.body, t.period_start, t.period_end, t.period_kind, t.summing, t.statements, t.differing, f.sentence, f.page,
       d.name AS document, d.path, t.document_id, t.ord
FROM facts t JOIN counted_documents d ON d.id = t.document_id
JOIN figures f ON f.document_id = t.document_id AND f.ord = t.ord ORDER BY d.path, t.ord"""
_PROBLEMS: Final = """
SELECT p.id, p.kind, p.message, p.sentence, p.sides, p.start, p.end, d.name AS document, d.path, p.document_id,
       p.instrument_id
FROM problems p LEFT JOIN counted_documents d ON d.id = p.document_id
WHERE p.document_id IS NULL OR d.id IS NOT NULL ORDER BY d.path, p.start, p.id"""
_INSTRUMENTS: Final = "SELECT * FROM instruments ORDER BY key"
_VIEW: Final = "SELECT * FROM {} ORDER BY path, document_id, ord"


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


def connect(database: str | Path = DATABASE) -> Archive:
    """Open the database of an archive to read it: a file, or `postgresql://user@host/database` on a server.

    Nothing is written, no file is made beside it. Raises StoreError when it is not there, or is none of this version.
    Close it, or use it in a `with` block.
    """
    return Archive(database)


class Archive:
    """The database of an archive: each method gives a pandas DataFrame, `rows` gives dicts and needs no pandas.

    Columns are those of docs/views.md and docs/tables.md. Days are ISO text (`pandas.to_datetime` makes them dates),
    whole numbers with gaps are `Int64`, what is not told is missing. Only rows with `summing == "adds"` add up, by
    `unit` and `measure`. Documents that several files hold, and facts that several documents tell, count once.
    """

    def __init__(self, database: str | Path) -> None:
        self._connection = _opened(database)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    def documents(self, text: bool = False) -> DataFrame:
        """Return the documents, a row each: what each says of itself, with its `path`; `text` adds the whole text."""
        return _frame(self.rows(_DOCUMENTS.format(text=", text" if text else "")))

    def figures(self) -> DataFrame:
        """Return the numbers, a row a number of a document: the view `v_figures`.

        `value` is in the `unit` written, multipliers applied (đồng, not triệu đồng), a percentage 36.24, of the kind
        `measure` (count, percent, money, area ...); `indicator` is what is counted, in classes; `modality` is actual,
        target or previous; `place`, `district`, `commune`, `period_start` and `period_end` are what it is of;
        `sentence` and `page` are where it stands.
        """
        return self._view("v_figures")

    def citations(self) -> DataFrame:
        """Return the mentions of other documents, a row a mention: the view `v_citations`.

        `cites` and `instrument_id` are the document meant, `held` is 1 where the archive has it, `relation` what the
        citing document does with it; rows with `summing == "adds"` count a cited document once a citing one.
        """
        return self._view("v_citations")

    def conferences(self) -> DataFrame:
        """Return what was held, a row a statement: the view `v_conferences`.

        `held` is how many of a `kind`, `attendees` who came to all of them, `attendees_each` to one.
        """
        return self._view("v_conferences")

    def attendance(self) -> DataFrame:
        """Return who came, a row a statement: the view `v_attendance`.

        `attended` counts, as `counts` says, turns or heads, which do not add up with each other.
        """
        return self._view("v_attendance")

    def ratings(self) -> DataFrame:
        """Return distributions over classes, a row a class: the view `v_ratings`.

        `count` of `total` are of the `class`, `percent` is 0 to 100, `class_rank` 1 is the best class of its scale.
        """
        return self._view("v_ratings")

    def tasks(self) -> DataFrame:
        """Return what was ordered and what was admitted, a row each: the view `v_tasks`.

        `kind` is task or limitation, `actor` who is to do it, `deadline_date` the day that `deadline` means.
        """
        return self._view("v_tasks")

    def facts(self) -> DataFrame:
        """Return what the figures tell, each fact once, as its best source tells it.

        `statements` is how many figures tell it, `differing` (JSON) the other values that documents give.
        """
        return _frame(self.rows(_FACTS))

    def instruments(self) -> DataFrame:
        """Return every document that is held or cited, once: the table `instruments`.

        `document_id` is missing where it is only cited; `akn` is its Akoma Ntoso identifier.
        """
        return _frame(self.rows(_INSTRUMENTS))

    def problems(self) -> DataFrame:
        """Return what is doubtful, a row each: its `kind`, a Vietnamese `message`, the `sentence`, `sides` as JSON."""
        return _frame(self.rows(_PROBLEMS))

    def query(self, sql: str, *values: object) -> DataFrame:
        """Return the answer to a question in SQL, whose holes (?) are filled with `values`."""
        return _frame(self.rows(sql, *values))

    def rows(self, sql: str, *values: object) -> list[Row]:
        """Return the answer to a question in SQL as dicts; needs no pandas."""
        try:
            return rows_of(self._connection, sql, *values)
        except sqlite3.Error as error:
            raise QueryError("query.sql", reason=str(error)) from error

    def _view(self, name: str) -> DataFrame:
        return _frame(self.rows(_VIEW.format(name)))


def _opened(database: str | Path) -> sqlite3.Connection:
    from pipeline.arguments import database as named
    from pipeline.run.covered import cover, holds_classified
    from pipeline.run.store import connect as open_database

    place = named(str(database))
    connection = open_database(place)
    if isinstance(place, Path) and holds_classified(connection):  # on a server there is nothing classified
        connection.execute("PRAGMA temp_store = MEMORY")
        cover(connection)
    return connection


def _frame(rows: Sequence[Row]) -> DataFrame:
    try:
        import pandas as pd
    except ImportError as error:
        raise Failure("failure.pandas") from error
    frame = pd.DataFrame(rows)
    for name in frame.columns:
        values = [row[name] for row in rows]
        if None in values and all(value is None or type(value) is int for value in values):
            frame[name] = pd.array(values, dtype="Int64")
    return frame
