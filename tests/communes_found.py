"""What the sample archive's communes report, against the table of truth (`python -m tests.communes_found`).

For each cell of `tests/communes.tsv` that a report states: is its number in `v_figures`, of that commune, of a time
that ends in its quarter, and flagged so that sums over quarters come out right (a flow adds, a stock and a cumulative
value do not). A report that lies in several files is looked for in the one that counts. Totals alone are printed for
the communes held out: nobody looks at what is read of them. `tests.communes_scored` does the same for other sets.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Final

from pipeline.run.batch import run
from pipeline.run.store import connect
from tests.communes_sets import SAMPLE, Communes, is_commune

_QUARTERS: Final = {
    "Q3": ("07-01", "09-30"), "Q4": ("10-01", "12-31"), "H1": ("04-01", "06-30"), "M9": ("07-01", "09-30"),
}  # fmt: skip
"""When a time must end that is of a period; half a year ends in its second quarter, nine months in their third."""
_TIMES: Final = {"triệu đồng": Decimal(1_000_000)}
_SUMMED: Final = {
    "flow": {"adds", "within", "part"}, "stock": {"stock", "rate"}, "cumulative": {"cumulative", "within", "adds"},
    "rate": {"rate"},
}  # fmt: skip
"""How a figure of each kind may be flagged; a cumulative one whose own period is the whole time adds over years. A plan
that a form asks for is none of them, and not looked for among the results."""
STEPS: Final = ("number", "commune", "time", "summing")


def judged(connection: sqlite3.Connection, communes: Communes = SAMPLE) -> Iterator[tuple[dict[str, str], str]]:
    """Yield each stated cell with the last step at which a figure still answers it, `nothing` where none does."""
    figures: dict[str, list[sqlite3.Row]] = {}
    for row in connection.execute("SELECT * FROM v_figures WHERE modality = 'actual'"):
        figures.setdefault(row["path"], []).append(row)
    groups = "SELECT d.path, g.path FROM documents d JOIN documents g ON g.id = coalesce(d.group_id, d.id)"
    counted = dict(map(tuple, connection.execute(groups)))
    for cell in communes.cells():
        if cell["stated"] == "1" and Decimal(cell["value"]) and cell["kind"] in _SUMMED:
            yield cell, _step(cell, figures.get(counted.get(cell["file"], ""), []))


def _step(cell: dict[str, str], rows: list[sqlite3.Row]) -> str:
    year, quarter = cell["period"].split("-")
    first, last = (f"{year}-{day}" for day in _QUARTERS[quarter])
    value = Decimal(cell["value"]) * _TIMES.get(cell["unit"], Decimal(1))
    found = [row for row in rows if Decimal(str(row["value"])) == value]
    reached = "number" if found else "nothing"
    for name in STEPS[1:]:
        found = [row for row in found if _holds(name, row, cell, (first, last))]
        if not found:
            return reached
        reached = name
    return reached


def _holds(step: str, row: sqlite3.Row, cell: dict[str, str], quarter: tuple[str, str]) -> bool:
    if step == "commune":
        return not is_commune(cell["commune"]) or bool(row["commune"] == cell["commune"])
    if step == "time":
        return row["period_end"] is not None and quarter[0] <= row["period_end"] <= quarter[1]
    return row["summing"] in _SUMMED[cell["kind"]]


def told(steps: Iterable[str]) -> str:
    """Return how many cells are found up to each step."""
    counts = Counter(steps)
    total = sum(counts.values())
    parts = []
    for at, name in enumerate(STEPS):
        reached = sum(counts[later] for later in STEPS[at:])
        parts.append(f"{name} {reached}/{total} = {reached / total:.3f}")
    return ", ".join(parts)


def main() -> int:
    """Print how many cells are found up to each step, apart for the communes held out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db", type=Path, help="a database of corpus/; without it the corpus is read")
    parser.add_argument("--errors", action="store_true", help="list the cells of the other communes that fall short")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = options.db or Path(folder) / "corpus.db"
        if options.db is None:
            run(SAMPLE.archive, database, 2)
        cells = list(judged(connect(database)))
    for held_out, name in (("0", "the others"), ("1", "held out")):
        print(f"{name}: " + told(step for cell, step in cells if cell["held_out"] == held_out))
    if options.errors:
        for cell, step in cells:
            if cell["held_out"] == "0" and step != STEPS[-1]:
                print(
                    step, cell["commune"], cell["period"], cell["indicator"], cell["value"], cell["kind"], cell["file"]
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
