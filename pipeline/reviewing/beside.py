"""A draft and an archive -> a small database of its own that holds the draft and what may speak to it.

The archive is only read. What is copied is what cites or is what the draft cites, and what tells figures of the
same place and time; all that the archive finds between documents is then found between these and the draft.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from extractors.model import Record
from extractors.text.folding import code_key
from pipeline.archive.resolve import resolve_archive
from pipeline.run.store import connect
from pipeline.run.write import write_record
from pipeline.scratch import scratch_folder

NAME: Final = "dự thảo"
"""What the draft is called beside the documents of the archive."""
PATH: Final = "\\x00/" + NAME
"""Its path, which no file of an archive has."""
_MOST_CITING: Final = 60
"""Documents that are read for each instrument: those that act on it and its own text are always among them."""
_MOST_TELLING: Final = 300
_TABLES: Final = (
    "sentences", "citations", "figure_rows", "figure_settings", "figure_nouns", "conferences", "ratings",
)  # fmt: skip
_HOLES: Final = 500

_OF_ACTS: Final = """
SELECT document_id FROM instruments WHERE id = :id AND document_id IS NOT NULL
UNION SELECT document_id FROM acts WHERE target_id = :id"""
_CITING: Final = "SELECT DISTINCT document_id FROM citations WHERE instrument_id = :id ORDER BY document_id"
_TELLING: Final = """
SELECT DISTINCT f.document_id FROM figure_settings f JOIN counted_documents d ON d.id = f.document_id
WHERE coalesce(f.place, d.place) IS :place AND f.district IS :district AND f.commune IS :commune
  AND f.period_start = :first AND f.period_end = :last ORDER BY f.document_id"""

_TOLD_AS_PAST: Final = """
UPDATE figure_settings SET modality = 'actual'
WHERE document_id = :draft AND modality = 'target' AND modality_rule = 'default'
  AND period_end < (SELECT date FROM documents WHERE id = :draft)"""
"""A directive orders, so its numbers are aims where no word says otherwise; of a time that is over they are results."""


@contextmanager
def beside(archive: sqlite3.Connection, record: Record) -> Iterator[sqlite3.Connection]:
    """Give a database with the draft, at `PATH`, and the documents that may speak to it, resolved together."""
    with scratch_folder() as folder:
        scratch = connect(folder / "a.db", create=True)
        try:
            _copy_known(archive, scratch)
            _copy_documents(archive, scratch, _speaking(archive, record))
            source = replace(record.source, path=PATH)
            draft = write_record(scratch, replace(record, id=NAME, source=source), record.extractor)
            # The draft stands for itself, even where the archive holds the signed document that it became.
            scratch.execute("DELETE FROM sketches")
            scratch.execute(_TOLD_AS_PAST, {"draft": draft})
            resolve_archive(scratch)
            yield scratch
        finally:
            scratch.close()


def _speaking(archive: sqlite3.Connection, record: Record) -> set[int]:
    counted = {row[0] for row in archive.execute("SELECT id FROM counted_documents")}
    found = set(_on_citations(archive, record)) | set(_on_figures(archive, record))
    return found & counted


def _on_citations(archive: sqlite3.Connection, record: Record) -> Iterator[int]:
    """Yield the documents that are, cite or act on an instrument of a code or of a day that the draft gives."""
    codes = {code_key(citation.code) for citation in record.citations if citation.code}
    days = {citation.date.isoformat() for citation in record.citations if citation.date}
    instruments: set[int] = set()
    for column, values in (("code_key", codes), ("date", days)):
        for some in _parted(sorted(values)):
            holes = ", ".join("?" * len(some))
            query = f"SELECT id FROM instruments WHERE {column} IN ({holes})"
            instruments.update(row[0] for row in archive.execute(query, some))
    for instrument in sorted(instruments):
        yield from (row[0] for row in archive.execute(_OF_ACTS, {"id": instrument}))
        citing = archive.execute(f"{_CITING} LIMIT {_MOST_CITING}", {"id": instrument})
        yield from (row[0] for row in citing)


def _on_figures(archive: sqlite3.Connection, record: Record) -> Iterator[int]:
    """Yield the documents that tell figures of a place and time that the draft tells figures of."""
    settings = {
        (figure.place or record.metadata.place, figure.district, figure.commune, figure.period.start, figure.period.end)
        for figure in record.figures
        if figure.period
    }
    names = ("place", "district", "commune", "first", "last")
    for setting in sorted(settings, key=str):
        values = dict(zip(names, (value if value is None else str(value) for value in setting), strict=True))
        yield from (row[0] for row in archive.execute(f"{_TELLING} LIMIT {_MOST_TELLING}", values))


def _copy_known(archive: sqlite3.Connection, scratch: sqlite3.Connection) -> None:
    rows = archive.execute("SELECT name, content FROM known_file").fetchall()
    scratch.executemany("INSERT INTO known_file (name, content) VALUES (?, ?)", [tuple(row) for row in rows])


def _copy_documents(archive: sqlite3.Connection, scratch: sqlite3.Connection, documents: Iterable[int]) -> None:
    """Copy documents with what was found in them; what the archive made of them together is found anew."""
    chosen = sorted(documents)
    scratch.execute("BEGIN")
    for some in _parted(chosen):
        holes = ", ".join("?" * len(some))
        rows = archive.execute(f"SELECT * FROM counted_documents WHERE id IN ({holes})", some).fetchall()
        _put(scratch, "documents", rows, ("instrument_id", "group_id", "authority_id", "role"), ("date_certain",))
        for table in _TABLES:
            rows = archive.execute(f"SELECT * FROM {table} WHERE document_id IN ({holes})", some).fetchall()
            _put(scratch, table, rows, ("instrument_id", "fact_id"))
    scratch.execute("COMMIT")


def _put(
    scratch: sqlite3.Connection,
    table: str,
    rows: Sequence[sqlite3.Row],
    emptied: Sequence[str],
    left_out: Sequence[str] = (),
) -> None:
    if not rows:
        return
    names = [name for name in rows[0].keys() if name not in left_out]  # noqa: SIM118  (a Row iterates over its values)
    marked = ", ".join(f'"{name}"' for name in names)
    values = [[None if name in emptied else row[name] for name in names] for row in rows]
    scratch.executemany(f"INSERT INTO {table} ({marked}) VALUES ({', '.join('?' * len(names))})", values)


def _parted(values: Sequence[int] | Sequence[str]) -> Iterator[Sequence[int] | Sequence[str]]:
    """Yield values in parts that a query has holes for."""
    for at in range(0, len(values), _HOLES):
        yield values[at : at + _HOLES]
