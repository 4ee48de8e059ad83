"""What a digest of a large archive costs: `python -m tests.digest_cost outputs/trichyeu.db --documents 3000`.

The documents of a database are copied under other ids, places and numbers until there are so many, each copy in a
commune of its own name. Printed are the processor time of the digest as a ratio to that of reading the rows of its
documents (figures, citations, tasks, conferences, ratings, problems and texts, all columns), and the size of its page.
What loading the libraries costs once is left out of both.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from pipeline.digest.formats.html import write
from pipeline.digest.make import make_digest
from pipeline.digest.request import Request
from pipeline.run.store import connect
from pipeline.speech import Speech

_FIGURES: Final = ("figure_rows", "figure_settings", "figure_nouns")
_ROWS: Final = ("citations", "tasks", "conferences", "ratings", "problems")
_STEP: Final = 1 << 49
"""Ids are below 2^48; a copy's are so many above those of the one before."""


def enlarge(source: Path, target: Path, documents: int) -> int:
    """Write a database with at least so many documents, copies of those of another one; return how many there are."""
    with sqlite3.connect(source) as here, sqlite3.connect(target) as there:
        here.backup(there)
        own = int(there.execute("SELECT count(*) FROM documents").fetchone()[0])
        copies = max(0, -(-documents // own) - 1)
        for copy in range(1, copies + 1):
            _copy(there, copy)
    return own * (copies + 1)


def _copy(connection: sqlite3.Connection, copy: int) -> None:
    """Add every document once more: another id, path, commune and fact for each."""
    shift = copy * _STEP
    told = {
        "documents": {"id": f"id + {shift}", "path": f"path || '.{copy}'", "group_id": f"group_id + {shift}",
                      "authority_id": f"authority_id + {shift}", "commune": f"coalesce(commune, 'Xã') || ' {copy}'"},
        "problems": {"id": f"id + {shift}", "document_id": f"document_id + {shift}"},
    }  # fmt: skip
    other = {"document_id": f"document_id + {shift}"}
    told["figure_rows"] = other | {"fact_id": f"fact_id || '.{copy}'"}
    told["figure_settings"] = other | {"commune": f"coalesce(commune, 'Xã') || ' {copy}'"}
    for table in ("documents", *_FIGURES, *_ROWS, "sections", "sentences"):
        changed = told.get(table) or other
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        values = ", ".join(changed.get(name, f'"{name}"') for name in names)
        own = f"id < {_STEP}" if table == "documents" else f"document_id < {_STEP}"
        connection.execute(f"INSERT INTO {table} SELECT {values} FROM {table} WHERE {own}")


def read_rows(connection: sqlite3.Connection) -> int:
    """Read every row of every document, as a digest must at the least; return how many there are."""
    read = [
        connection.execute(f"SELECT * FROM {table}").fetchall() for table in ("figures", *_ROWS, "counted_documents")
    ]
    return sum(map(len, read))


def measured(work: Callable[[], object]) -> float:
    """Return the processor time of some work, in seconds."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def main() -> None:
    """Print what a digest of so many documents costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", type=Path)
    parser.add_argument("--documents", type=int, default=3000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "large.db"
        count = enlarge(options.database, large, options.documents)
        connection, speech = connect(large), Speech("vi")
        pages: list[bytes] = []
        write(make_digest(connection, speech, Request(document=_rated(connection))), speech)  # loads libraries
        rows = measured(lambda: read_rows(connection))
        digest = measured(lambda: pages.append(write(make_digest(connection, speech, Request()), speech)))
        connection.close()
    print(f"{count} documents: rows {rows:.2f} s, digest {digest:.2f} s, {digest / rows:.2f} times as long")
    print(f"page {len(pages[0]) / 1e6:.2f} MB")


def _rated(connection: sqlite3.Connection) -> str:
    """Return a document with a rating: its digest has a summary, charts and a text, so that every library is loaded."""
    sql = "SELECT d.path FROM counted_documents d JOIN ratings r ON r.document_id = d.id ORDER BY d.path LIMIT 1"
    return str(connection.execute(sql).fetchone()[0])


if __name__ == "__main__":
    main()
