"""`python -m tests.start_cost [--against FOLDER]`: what a start costs, in processor time, beside bare Python.

Bare Python is `python -c pass` in the same environment. All are started by turns, and the least of their times is
compared: a busy computer makes every start slower, and none faster. With `--against` the same is asked of the checkout
in that folder, by turns with this one.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
PROGRAM: Final = "import sys; from pipeline.cli import main; sys.exit(main())"

BARE: Final = "python -c pass"

QUESTIONS: Final[dict[str, tuple[str, ...]]] = {
    "cites": ("cites", "09-QC/TU"),
    "refs": ("refs", "128/KH-UBND"),
    "figures": ("figures", "--indicator", "conference", "--year", "2022"),
    "facts": ("facts", "--indicator", "conference", "--year", "2022"),
    "problems": ("problems",),
    "search": ("search", "dan", "van"),
    "status": ("status",),
    "list": ("list", "--years", "2022"),
    "tasks": ("tasks",),
    "cascade": ("cascade", "37-CT/TU"),
    "lineage": ("lineage", "09-QC/TU", "--place", "Lào Cai"),
    "path": ("path", "128/KH-UBND", "37-CT/TU"),
    "missing": ("missing",),
    "conflicts": ("conflicts",),
    "top": ("top",),
    "matrix": ("matrix",),
}
"""Each question of the catalogue as a person asks it of the sample archive."""


def environment(tree: Path = ROOT) -> dict[str, str]:
    """Return the environment of an installed program, that of a checkout: it may keep what it compiles."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": str(tree)}


def processor_time(words: Sequence[str], tree: Path = ROOT) -> float:
    """Return the seconds of processor time that `python WORDS` takes, its output thrown away."""
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(
        [sys.executable, *words], stdout=nowhere, stderr=nowhere, env=environment(tree), cwd=tree
    )
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0
    return used.ru_utime + used.ru_stime


def starts(tree: Path, database: Path) -> dict[str, tuple[str, ...]]:
    """Return what Python is given for bare Python, for the help and for each question to an archive of a checkout."""
    if not database.exists():
        made = [sys.executable, "-c", PROGRAM, "run", "corpus", "--db", str(database)]
        subprocess.run(made, cwd=tree, env=environment(tree), check=True, capture_output=True)
    asked = {name: ("-c", PROGRAM, *words, "--db", str(database)) for name, words in QUESTIONS.items()}
    return {BARE: ("-c", "pass"), "--help": ("-c", PROGRAM, "--help"), **asked}


def main() -> int:
    """Measure and print; the archive is the sample."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--against", type=Path, help="another checkout")
    parser.add_argument("--times", type=int, default=15)
    options = parser.parse_args()
    trees = [options.against.resolve(), ROOT] if options.against else [ROOT]
    with tempfile.TemporaryDirectory() as folder:
        asked = [starts(tree, Path(folder) / f"{number}.db") for number, tree in enumerate(trees)]
        times: dict[str, list[list[float]]] = {name: [[] for _ in trees] for name in asked[-1]}
        for _ in range(options.times + 1):
            for name, taken in times.items():
                for tree, words, its in zip(trees, asked, taken, strict=True):
                    its.append(processor_time(words[name], tree))
    least = {name: [min(its[1:]) for its in taken] for name, taken in times.items()}  # the first start compiles
    for name, owns in least.items():
        parts = (f"{1000 * own:8.1f} ms{own / bare:8.2f} times" for own, bare in zip(owns, least[BARE], strict=True))
        print(f"{name:16}" + "".join(parts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
