"""Questions find their rows by an index: no plan of SQLite goes through a table that grows with the archive."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.errors import QueryError
from pipeline.lookup import find_document, find_instruments, in_place
from pipeline.questions.cites import cites
from pipeline.questions.facets import found
from pipeline.questions.facts import facts
from pipeline.questions.figures import figures
from pipeline.questions.problems import problems
from pipeline.questions.refs import refs
from pipeline.questions.search import search
from pipeline.run.store import connect

LEFT_OUT = ("p", "best", "documents_fts", "CONSTANT", "json_each")
"""The leaps from place to place, the few best of a search, what the full text finds by its own index, a lone row, what
the question itself hands over."""
FIELDS = ("document", "path", "start", "text", "place", "period_end", "date", "indicator")


@pytest.fixture(scope="module")
def connection(sample_archive: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(sample_archive)) as opened:
        yield opened


def scans(connection: sqlite3.Connection, ask: Callable[[], object]) -> list[str]:
    """Return the steps of the plans of all that a question asks which go through a whole table or index."""
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    try:
        ask()
    finally:
        connection.set_trace_callback(None)
    queries = [sql for sql in asked if sql.lstrip().upper().startswith(("SELECT", "WITH")) and "_config'" not in sql]
    assert queries
    steps = [row["detail"] for sql in queries for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    return [step for step in steps if step.startswith("SCAN ") and step.split()[1] not in LEFT_OUT]


QUESTIONS: dict[str, Callable[[sqlite3.Connection], object]] = {
    "who cites a code": lambda c: cites(c, "09-QC/TU"),
    "who cites it in a place and year": lambda c: cites(c, "09-QC/TU", place="Lào Cai", year=2021),
    "what a document cites, by its code": lambda c: refs(c, "219-BC/ĐU"),
    "a document by its path": lambda c: find_document(c, "lao-cai/2022/bc-268-bdvtu-6-thang-2022.docx"),
    "a document by the end of its path": lambda c: find_document(c, "2022/bc-268-bdvtu-6-thang-2022.docx"),
    "a file by its name": lambda c: find_document(c, "bc-268-bdvtu-6-thang-2022", as_file=True),
    "an instrument by its code": lambda c: find_instruments(c, "37-CT/TU"),
    "a fact": lambda c: facts(c, fact="none"),
    "facts of a place and year": lambda c: facts(c, place="Lào Cai", year=2022),
    "doubts of a document": lambda c: problems(c, doc="219-BC/ĐU"),
    "words and what is chosen": lambda c: found(c, "dan van", {"place": "Lào Cai", "indicator": "conference"}),
    "words": lambda c: search(c, ["dan", "van"], 20),
    "figures of a kind": lambda c: figures(c, indicator="conference"),
    "figures of a year": lambda c: figures(c, year=2022),
    "figures of a place": lambda c: figures(c, place="Lào Cai"),
    "figures of a place and year": lambda c: figures(c, place="Lào Cai", year=2022),
    "figures of a commune": lambda c: figures(c, place="Lạc Sơn", year=2026),
    "figures of a document": lambda c: figures(c, doc="219-BC/ĐU"),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_goes_through_no_table(name: str, connection: sqlite3.Connection) -> None:
    assert scans(connection, lambda: QUESTIONS[name](connection)) == []


def test_a_scan_is_seen(connection: sqlite3.Connection) -> None:
    assert scans(connection, lambda: connection.execute("SELECT count(text) FROM figures").fetchone())


@pytest.mark.parametrize("place", ["Lào Cai", "Phú Thọ", "Vĩnh Phúc", "Quảng Ngãi", "Lạc Sơn", "Trung ương"])
@pytest.mark.parametrize("year", [2022, 2025, None])
def test_by_the_index_the_same_figures_are_found(place: str, year: int | None, connection: sqlite3.Connection) -> None:
    every = [row for row in figures(connection) if in_place(row, place)]
    wanted = [row for row in every if year is None or (row["period_end"] or row["date"] or "")[:4] == str(year)]
    found = figures(connection, place=place, year=year)
    assert [tuple(row[key] for key in FIELDS) for row in found] == [tuple(row[key] for key in FIELDS) for row in wanted]


def test_a_year_alone_finds_the_same_figures(connection: sqlite3.Connection) -> None:
    every = figures(connection)
    for year in range(2019, 2027):
        wanted = [row for row in every if (row["period_end"] or row["date"] or "")[:4] == str(year)]
        assert figures(connection, year=year) == wanted


def test_a_number_that_is_no_id_names_no_document(connection: sqlite3.Connection) -> None:
    (key, path) = connection.execute("SELECT id, path FROM counted_documents ORDER BY id LIMIT 1").fetchone()
    assert find_document(connection, str(key))["path"] == path
    with pytest.raises(QueryError):
        find_document(connection, "9" * 40)
