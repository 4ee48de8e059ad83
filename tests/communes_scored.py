"""How communes' reports are read and how the consolidated table of them is filled (`python -m tests.communes_scored`).

Without options: the communes of the sample archive that may be looked at. `--blind`: the four of
`tests/communes_blind`, which nobody had looked at when they were scored; their totals alone are printed and written
down in `scores.tsv` there, and a second scoring is refused unless `--again` says why. `--blind second` and `--blind
offices` do the same for the two parts of `tests/blind_second`, which are open since they were scored; `--blind third`
and `--blind third-offices` for those of `tests/blind_third`, `--blind fourth` and `--blind fifth` for those of
`tests/blind_fourth` and `tests/blind_fifth`, open as well. `--opened` prints how the first four are read and filled
today, `--opened second` the next four, `--opened offices` the six offices, and so on, and writes nothing down.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Final

from pipeline.run.batch import run
from pipeline.run.store import connect
from tests import communes_found, table_scored
from tests.communes_sets import BLIND, BLIND_SETS, ROOT, SAMPLE, Communes

SCORES: Final = BLIND.scores
OPENED: Final = ("first", "second", "offices", "third", "third-offices", "fourth", "fifth")
"""Sets whose cells were looked at after they were scored."""
_HEAD: Final = "day\tcommit\treason\tread\ttable\n"


def scored(communes: Communes, database: Path, held_out: str) -> tuple[str, str]:
    """Return what is found of the cells (number, commune, time, summing), and what becomes of the table's cells."""
    with closing(connect(database)) as connection:
        steps = [step for cell, step in communes_found.judged(connection, communes) if cell["held_out"] == held_out]
    outcomes = [
        result[0] for held, _, result in table_scored.commune_outcomes(database, communes=communes) if held == held_out
    ]
    return communes_found.told(steps), table_scored.told(outcomes)


def may_be_scored(reason: str | None, scores: Path = SCORES) -> bool:
    """Tell whether the blind communes may be scored: once, or again for a reason."""
    return reason is not None or not scores.is_file()


def write_down(reason: str, figures: tuple[str, str], scores: Path = SCORES) -> None:
    """Add a line to the table of scorings."""
    if not scores.is_file():
        scores.write_text(_HEAD, encoding="utf-8")
    command = ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    with scores.open("a", encoding="utf-8") as stream:
        stream.write("\t".join((date.today().isoformat(), commit, reason, *figures)) + "\n")


def main() -> int:
    """Print the figures of the set; 1 when the blind one was scored before."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db", type=Path, help="a database of corpus/; without it the archive is read")
    parser.add_argument(
        "--blind", nargs="?", const="first", choices=BLIND_SETS, help="score a set that nobody looks at, once"
    )
    parser.add_argument(
        "--opened", nargs="?", const="first", choices=OPENED, help="print how an opened set fares today, write nothing"
    )
    parser.add_argument("--again", metavar="REASON", help="score them a second time, and write down why")
    options = parser.parse_args()
    name = options.opened or options.blind
    communes, held_out = (BLIND_SETS[name], "1") if name else (SAMPLE, "0")
    if options.blind and not may_be_scored(options.again, communes.scores):
        print(f"scored before: {communes.scores.relative_to(ROOT)}; --again REASON scores once more", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "communes.db"
        if options.db is not None and not name:
            database = options.db
        else:
            run(communes.archive, database, 2)
        figures = scored(communes, database, held_out)
    print("read: " + figures[0], "table: " + figures[1], sep="\n")
    if options.blind:
        write_down(options.again or "first", figures, communes.scores)
    return 0


if __name__ == "__main__":
    sys.exit(main())
