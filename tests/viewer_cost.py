"""`python -m tests.viewer_cost`: how long the viewer takes for its pages in an archive of many documents.

The sample archive's rows are copied under new ids and paths until there are `--documents`; of one copy in ten the
figures come along. Each page is asked for several times in one process, without the network; printed are the median,
the first, for which the system reads from the disk, and the time of the processor, which does not grow with other work.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from starlette.testclient import TestClient

from extractors.text.folding import search_columns
from pipeline.run.batch import run
from pipeline.run.full_text import put
from pipeline.run.store import close, connect
from pipeline.viewer.app import make_app
from pipeline.viewer.settings import Settings

CORPUS: Final = Path(__file__).resolve().parent.parent / "corpus"
STEP: Final = 1 << 48
"""Ids of the copies lie so far apart: those of the database have 48 bits."""
FIGURES_EACH: Final = 10
FIGURES: Final = ("figure_rows", "figure_settings", "figure_nouns")
TIMES: Final = 7

_IDS: Final = {
    "instruments": ("id", "document_id"), "documents": ("id", "instrument_id", "group_id", "authority_id"),
    "citations": ("document_id", "instrument_id"), "sections": ("document_id",), "tasks": ("document_id",),
    "sentences": ("document_id",), **dict.fromkeys(FIGURES, ("document_id",)),
}  # fmt: skip
_NAMES: Final = {"documents": ("path",), "instruments": ("key",), "figure_rows": ("fact_id",)}


def multiplied(database: Path, documents: int) -> int:
    """Copy the rows of a database until it has so many documents; return how many there are."""
    connection = connect(database, create=True)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA foreign_keys = OFF")
    (held,) = connection.execute("SELECT count(*) FROM documents").fetchone()
    connection.execute("BEGIN")
    for table in _IDS:
        connection.execute(f"CREATE TEMP TABLE first_{table} AS SELECT * FROM main.{table}")
    texts = connection.execute("SELECT id, text FROM documents").fetchall()
    folded = [(row["id"], search_columns(row["text"])) for row in texts]
    for copy in range(1, -(-documents // held)):
        for table in _IDS:
            if table not in FIGURES or copy % FIGURES_EACH == 0:
                _copy(connection, table, copy)
        for document, words in folded:
            put(connection, document + copy * STEP, words)
    connection.execute("COMMIT")
    (held,) = connection.execute("SELECT count(*) FROM documents").fetchone()
    close(connection)
    return int(held)


def _copy(connection: sqlite3.Connection, table: str, copy: int) -> None:
    columns = [row["name"] for row in connection.execute(f"SELECT name FROM pragma_table_info('{table}')")]
    values = [
        f'"{name}" + {copy * STEP}' if name in _IDS[table]
        else f"'{copy}/' || \"{name}\"" if name in _NAMES.get(table, ()) else f'"{name}"'
        for name in columns
    ]  # fmt: skip
    names = ", ".join(f'"{name}"' for name in columns)
    connection.execute(f"INSERT INTO main.{table} ({names}) SELECT {', '.join(values)} FROM first_{table}")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "archive.db"
        run(CORPUS, database, 2)
        print(f"{multiplied(database, options.documents)} documents, {database.stat().st_size >> 20} MB")
        document = "SELECT id FROM documents WHERE path LIKE '%bc-268%docx' ORDER BY path DESC LIMIT 1"
        cited = "SELECT instrument_id FROM citations WHERE document_id = ? AND instrument_id IS NOT NULL"
        reading = connect(database)
        (number,) = reading.execute(document).fetchone()
        (instrument,) = reading.execute(cited, (number,)).fetchone()
        pages = {
            "first page": "/", "document": f"/documents/{number}", "figure": f"/documents/{number}/figure/3",
            "instrument": f"/instruments/{instrument}", "search, rare words": "/?words=1583-CV/BDVTU",
            "search, words of half the archive": "/?words=dan+van",
            "the same in one place": "/?words=dan+van&place=L%C3%A0o+Cai",
            "what is held": "/holdings",
        }  # fmt: skip
        settings = Settings(database)
        with TestClient(make_app(settings), base_url=f"http://127.0.0.1:{settings.port}") as client:
            client.get("/corrections")  # loads what every page needs
            for name, address in pages.items():
                taken, spent = list[float](), list[float]()
                for _ in range(TIMES):
                    begun, before = time.perf_counter(), time.process_time()
                    assert client.get(address).status_code == 200
                    taken.append(1000 * (time.perf_counter() - begun))
                    spent.append(1000 * (time.process_time() - before))
                told = f"(first: {taken[0]:.0f} ms; of the processor: {statistics.median(spent):.0f} ms)"
                print(f"{name:36}{statistics.median(taken):8.0f} ms {told}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
