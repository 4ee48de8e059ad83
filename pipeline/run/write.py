"""Record -> rows, made where the document was read; rows -> the database, one transaction a document.

The rows of a document replace what the same path held before.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from extractors.figures.conferences import find_conferences
from extractors.figures.ratings import class_ranks, kinds_named, subject_key
from extractors.model import Citation, Figure, Period, Problem, Record
from extractors.text.document import Document
from extractors.text.folding import search_columns
from extractors.values.places import canonical
from pipeline.errors import SECRET_REASONS, ReadError
from pipeline.run.erasure import note_erasure, take_out
from pipeline.run.full_text import put
from pipeline.run.identity import free_id
from pipeline.run.sketch import sketch_row
from pipeline.run.store import transaction
from pipeline.serialise import number, plain

_BEYOND: Final = 1 << 63
"""The first integer that a column of SQLite cannot hold."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that stays out of the database: its path in the archive, the code of the reason, and what to do."""

    path: str
    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class Rows:
    """What the database holds of one document, ready to be inserted: plain values, cheap to hand to another process.

    `tables` are names of tables with their columns and rows, `documents` first; the columns that hold the document's
    id are left out, for only the database tells it. `problems` are those of its record, by kind.
    """

    path: str
    text: str
    pages: int | None
    tables: tuple[tuple[str, tuple[str, ...], list[tuple[Any, ...]]], ...]
    full_text: tuple[str, str]
    problems: Counter[str]


def _table(name: str, rows: Iterable[Mapping[str, Any]]) -> tuple[str, tuple[str, ...], list[tuple[Any, ...]]]:
    """Return rows that have the same columns, in the order of the first, as tuples."""
    rows = list(rows)
    columns = tuple(rows[0]) if rows else ()
    return name, columns, [tuple(_storable(row[column]) for column in columns) for row in rows]


def _storable(value: Any) -> Any:
    """Return a value as a column holds it: an integer beyond 64 bits as the nearest float."""
    return float(value) if type(value) is int and not -_BEYOND <= value < _BEYOND else value


def _rounded_figures(record: Record) -> Iterator[Problem]:
    """Yield a problem for each figure that a column cannot hold exactly; the numeral stays in the text as written."""
    for figure in record.figures:
        if any(abs(value) >= _BEYOND for value in (figure.value, figure.value_max, figure.of) if value is not None):
            message = f"Số “{figure.text}” quá lớn; cơ sở dữ liệu chỉ giữ giá trị gần đúng."
            yield Problem("value_rounded", message, figure.start, figure.end)


def _period(period: Period | None) -> dict[str, str | None]:
    return {
        "period_start": period.start.isoformat() if period else None,
        "period_end": period.end.isoformat() if period else None,
    }


def _document_row(record: Record) -> dict[str, Any]:
    source, metadata = record.source, record.metadata
    row: dict[str, Any] = plain(metadata)
    for name in ("period", "secrecy"):
        row.pop(name, None)
    row |= _period(metadata.period)
    row |= {
        "classified": metadata.secrecy,
        "path": source.path, "name": record.id, "sha256": source.sha256, "format": source.format,
        "pages": source.pages, "text": source.text,
        "recipients": json.dumps(metadata.recipients, ensure_ascii=False),
        "boilerplate": json.dumps(record.boilerplate),
    }  # fmt: skip
    return row


class _Sentences:
    """The sentences of a document in which figures and citations stand, each once, in the order they are met."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._numbers: dict[str, int] = {}

    def number_at(self, offset: int) -> int:
        """Return the number of the sentence that holds an offset."""
        return self._numbers.setdefault(self._document.sentence_text(offset), len(self._numbers))

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows of those that were asked for, in the order of their numbers."""
        return [{"text": text} for text in self._numbers]


def _figure_row(figure: Figure, sentences: _Sentences) -> dict[str, Any]:
    row: dict[str, Any] = plain(figure)
    for name in ("period", "rules", "link"):
        row.pop(name, None)
    decided = asdict(figure.rules)
    row["rule"] = decided.pop("unit") or ""
    row |= {f"{field}_rule": rule for field, rule in decided.items()}
    row |= _period(figure.period)
    row["period_text"] = figure.period.text if figure.period else None
    row["period_kind"] = figure.period.kind if figure.period else None
    row |= {"direction": figure.direction, "estimate": int(figure.estimate)}
    row |= {"row": figure.row, "column": figure.column, "district": figure.district, "commune": figure.commune}
    row["evidence"] = json.dumps(plain(figure.evidence), ensure_ascii=False)
    row["place"] = (canonical(figure.place) or figure.place) if figure.place else None
    row["sentence"] = sentences.number_at(figure.start)
    return row


_PARTS: Final = {
    "figure_settings": (
        "setting",
        ("actor", "place", "district", "commune", "period_start", "period_end", "period_text", "period_kind",
         "evidence", "modality", "modality_rule"),
    ),
    "figure_nouns": (
        "noun",
        ("measure", "unit", "counted", "row", "column", "indicator", "label", "hedge", "role", "direction",
         "rule", "indicator_rule", "label_rule", "link_rule"),
    ),
}  # fmt: skip
"""What many figures of a document have in common: its table, the column of a figure that numbers it, its columns."""


def _figure_tables(figures: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of figures, and those of what they have in common, each once, in the order they are met."""
    found: dict[str, dict[tuple[Any, ...], int]] = {table: {} for table in _PARTS}
    rows = []
    for figure in figures:
        numbers = {}
        for table, (telling, columns) in _PARTS.items():
            values = tuple(figure.pop(column) for column in columns)
            numbers[telling] = found[table].setdefault(values, len(found[table]))
        rows.append(figure | numbers)
    parts = {
        table: [dict(zip(_PARTS[table][1], values, strict=True)) for values in told] for table, told in found.items()
    }
    return {"figure_rows": rows, **parts}


def _citation_row(citation: Citation, sentences: _Sentences) -> dict[str, Any]:
    row: dict[str, Any] = plain(citation)
    row |= {"cue": citation.cue, "relation_rule": citation.relation_rule}
    return row | {"sentence": sentences.number_at(citation.start)}


def _item_rows(record: Record, document: Document) -> dict[str, list[dict[str, Any]]]:
    named = kinds_named(document.text) if record.ratings else frozenset()
    sentences = _Sentences(document)
    rows: dict[str, list[dict[str, Any]]] = {
        "sections": [plain(s) | {"level": s.level} for s in record.sections],
        "citations": [_citation_row(c, sentences) for c in record.citations],
        **_figure_tables([_figure_row(f, sentences) for f in record.figures]),
        "ratings": [
            {
                "subject": r.subject, "period": r.period, "scale": r.scale,
                "total": None if r.total is None else number(r.total),
                "counts": json.dumps({k: number(v) for k, v in r.counts}, ensure_ascii=False),
                "figures": json.dumps(r.figures),
                "subject_key": subject_key(r.subject, named) if r.subject else None,
                "ranks": json.dumps(class_ranks(r)),
            }
            for r in record.ratings
        ],
        "conferences": [
            {
                "figure": c.figure, "subject": c.subject, "organiser": c.organiser,
                "attendees": None if c.attendees is None else number(c.attendees),
                "attendees_each": None if c.attendees_each is None else number(c.attendees_each),
                "came": json.dumps(c.came),
            }
            for c in find_conferences(document.text, record.figures)
        ],
        "tasks": [plain(t) for t in record.tasks],
    }  # fmt: skip
    for citation in rows["citations"]:
        citation.pop("target")
        citation.pop("antecedents", None)
    return {"sentences": sentences.rows(), **rows}


def rows_of_record(record: Record) -> Rows:
    """Return the rows of a document with all that was found in it."""
    document = Document(record.source.text)
    items = _item_rows(record, document)
    problems = (*record.problems, *_rounded_figures(record))
    return Rows(
        path=record.source.path,
        text=record.source.text,
        pages=record.source.pages,
        tables=(
            _table("documents", [_document_row(record)]),
            _table("sketches", [sketch_row(record, document)]),
            *(_table(table, ({"ord": i, **row} for i, row in enumerate(rows))) for table, rows in items.items()),
            _table("problems", [_problem_row(plain(problem), document) for problem in problems]),
        ),
        full_text=search_columns(document.text),
        problems=Counter(problem.kind for problem in record.problems),
    )


def write_rows(connection: sqlite3.Connection, rows: Rows, extractor: str) -> int:
    """Write the rows of one document, and return its id.

    `extractor` is the exact build that read it (fingerprint.fingerprint): another build reads the file again.
    A document already there under the same path keeps its id and loses its old rows. One transaction:
    a failure leaves the database as it was.
    """
    with transaction(connection):
        found = connection.execute("SELECT id FROM documents WHERE path = ?", (rows.path,)).fetchone()
        key = int(found["id"]) if found else free_document_id(connection, rows.path)
        take_out(connection, rows.path)
        for table, columns, values in rows.tables:
            if not values:
                continue
            own = {"id": key, "extractor": extractor} if table == "documents" else {"document_id": key}
            names, holes = (*own, *columns), ", ".join("?" * (len(own) + len(columns)))
            shared = tuple(own.values())
            connection.executemany(
                f"INSERT INTO {table} ({', '.join(names)}) VALUES ({holes})", [(*shared, *row) for row in values]
            )
        put(connection, key, rows.full_text)
        connection.execute("DELETE FROM quarantine WHERE path = ?", (rows.path,))
    return key


def write_record(connection: sqlite3.Connection, record: Record, extractor: str) -> int:
    """Write one document with all that was found in it, as `write_rows` does, and return its id."""
    return write_rows(connection, rows_of_record(record), extractor)


def free_document_id(connection: sqlite3.Connection, path: str) -> int:
    """Return the id of a new document at a path: its own, unless another document has it."""
    taken = "SELECT 1 FROM documents WHERE id = ?"
    return free_id(path, lambda found: connection.execute(taken, (found,)).fetchone() is None)


def _problem_row(problem: dict[str, Any], document: Document) -> dict[str, Any]:
    start, end, readings = problem["start"], problem["end"], problem.pop("readings", ())
    sides = [{"value": value, "documents": []} for value in (document.text[start:end], *readings)] if readings else None
    return {
        **problem,
        "sentence": None if start is None else document.sentence_text(start),
        "sides": json.dumps(sides, ensure_ascii=False) if sides else None,
    }


def write_refusal(connection: sqlite3.Connection, refusal: Refusal) -> None:
    """Set a file aside with its reason; rows of an earlier, readable version of it are removed.

    They stay where the file could not even be opened, which says nothing about what is in it.
    """
    with transaction(connection):
        if refusal.reason in SECRET_REASONS:
            note_erasure(connection, refusal.path)
        if refusal.reason != ReadError.reason:
            take_out(connection, refusal.path)
        connection.execute(
            "INSERT OR REPLACE INTO quarantine (path, reason, message) VALUES (?, ?, ?)",
            (refusal.path, refusal.reason, refusal.message),
        )
