"""How well `trichyeu table` fills forms, against tables of truth written by hand (`python -m tests.table_scored`).

Three sets are scored: the eight communes of the sample archive whose files were looked at while building, its four that
nobody looked at (totals alone), and the forms of `tests/forms` with reports of their own.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Final

from pipeline.forms.filling import FILLED, Filled
from pipeline.forms.make import make_table
from pipeline.forms.model import State
from pipeline.periods import read_period
from pipeline.run.batch import run
from pipeline.run.store import connect
from pipeline.speech import Speech
from tests.communes_sets import SAMPLE, Communes, bare_name
from tests.formfiles import FORMS, SETS, described, keys_of, truth_of, write_form

FORM: Final = SAMPLE.form
Outcome = tuple[str, str, str]
"""What became of a cell (right, wrong, missed, false, left), its unit, its indicator."""


def outcome(truth: Decimal | None, state: State, value: Decimal | None) -> str:
    """Return what became of a cell; `left` is one that must stay empty and did."""
    if state in FILLED and value is not None:
        return "false" if truth is None else "right" if truth == value else "wrong"
    return "left" if truth is None else "missed"


def judged(
    filled: Filled, units: list[str], keys: list[str], truth: dict[tuple[str, str], Decimal | None]
) -> Iterator[Outcome]:
    """Yield what became of each cell; a value without a sentence is wrong whatever it is."""
    for (unit, at), cell in sorted(filled.cells.items()):
        told = outcome(truth.get((units[unit], keys[at])), cell.state, cell.value)
        unsaid = cell.state in FILLED and not all(match.candidate.sentence for match in cell.matches or ())
        yield ("wrong" if unsaid or (cell.state in FILLED and not cell.matches) else told), units[unit], keys[at]


def commune_outcomes(
    database: Path, periods: Iterable[str] | None = None, communes: Communes = SAMPLE
) -> Iterator[tuple[str, str, Outcome]]:
    """Yield for each cell of the communes whether it is held out, its period, and its outcome."""
    cells = communes.cells()
    held_out = {cell["commune"]: cell["held_out"] for cell in cells}
    keys = list(dict.fromkeys(form_keys(communes)))
    for period in communes.periods if periods is None else periods:
        truth = {
            (cell["commune"], cell["indicator"]): Decimal(cell["value"]) if cell["stated"] == "1" else None
            for cell in cells
            if cell["period"] == period
        }
        with closing(connect(database)) as connection:
            asked = read_period(communes.periods[period])
            made = make_table(connection, asked, Speech("vi"), communes.form, communes.province)
        units = [bare_name(unit) for unit in made.form.units]
        results = [result for result in judged(made.shown.filled, units, keys, truth) if result[1] in held_out]
        results += _without_row(truth, {(unit, key) for _, unit, key in results})
        for result in results:
            yield held_out[result[1]], period, result


def _without_row(truth: dict[tuple[str, str], Decimal | None], judged_cells: set[tuple[str, str]]) -> list[Outcome]:
    """Return what became of cells whose unit the table has no row for: they are missed, or rightly empty."""
    return [("left" if value is None else "missed", *cell) for cell, value in truth.items() if cell not in judged_cells]


def form_keys(communes: Communes) -> Iterator[str]:
    """Yield the keys of the indicators of a set's form, in its order."""
    form = tomllib.loads(communes.indicators.read_text(encoding="utf-8"))
    return (indicator["key"] for indicator in form["indicator"])


def set_outcomes(name: str, database: Path, folder: Path) -> Iterator[Outcome]:
    """Yield what became of each cell of one set of `tests/forms`; its empty form is written into `folder`."""
    form = described(name)
    with closing(connect(database)) as connection:
        made = make_table(
            connection, read_period(form["period"]), Speech("vi"), write_form(name, folder / f"{name}.xlsx")
        )
    yield from judged(made.shown.filled, made.form.units, keys_of(form), truth_of(name))


def told(outcomes: Iterable[str]) -> str:
    """Return the figures of a set: filled cells that are right, cells found, false fills of cells to stay empty."""
    counts = Counter(outcomes)
    filled = counts["right"] + counts["wrong"] + counts["false"]
    stated = counts["right"] + counts["wrong"] + counts["missed"]
    empty = counts["false"] + counts["left"]
    parts = (
        ("right of filled", counts["right"], filled),
        ("found", counts["right"], stated),
        ("false fills", counts["false"], empty),
    )
    return ", ".join(f"{name} {one}/{of} = {one / of if of else 0:.3f}" for name, one, of in parts)


def main() -> int:
    """Print the figures of each set; `--errors` lists the cells of the sets that may be looked at."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db", type=Path, help="a database of corpus/; without it the corpus is read")
    parser.add_argument("--errors", action="store_true", help="list the cells that are wrong, missed or falsely filled")
    parser.add_argument("--held-out", action="store_true", help="score the communes held out as well, as totals")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = options.db or Path(folder) / "corpus.db"
        if options.db is None:
            run(SAMPLE.archive, database, 2)
        cells = list(commune_outcomes(database))
        for held_out, name in (("0", "eight communes"), ("1", "four held out")):
            if held_out == "0" or options.held_out:
                print(f"{name}: " + told(result[0] for held, _, result in cells if held == held_out))
        bad = [
            (period, *result) for held, period, result in cells if held == "0" and result[0] not in ("right", "left")
        ]
        run(FORMS, Path(folder) / "forms.db", 1)
        for name in SETS:
            results = list(set_outcomes(name, Path(folder) / "forms.db", Path(folder)))
            print(f"{name}: " + told(result[0] for result in results))
            bad += [(name, *result) for result in results if result[0] not in ("right", "left")]
    if options.errors:
        for line in bad:
            print(*line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
