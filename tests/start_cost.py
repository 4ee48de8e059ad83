"""`python -m tests.start_cost`: what a start costs -> the processor time of each question as a ratio to bare Python's.

Bare Python is `python -c pass` in the same environment. All are started by turns, and the least of their times is
compared: a busy computer makes every start slower, and none faster.
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

QUESTIONS: Final[dict[str, tuple[str, ...]]] = {
    "cites": ("cites", "09-QC/TU"),
    "refs": ("refs", "219-BC/ĐU"),
    "figures": ("figures", "--indicator", "conference", "--year", "2022"),
    "facts": ("facts", "--indicator", "conference", "--year", "2022"),
    "problems": ("problems",),
    "search": ("search", "dan", "van"),
    "status": ("status",),
    "list": ("list", "--years", "2022"),
    "tasks": ("tasks",),
    "cascade": ("cascade", "09-QC/TU"),
    "lineage": ("lineage", "09-QC/TU"),
    "path": ("path", "09-QC/TU", "37-CT/TU"),
    "missing": ("missing",),
    "conflicts": ("conflicts",),
    "top": ("top",),
    "matrix": ("matrix",),
}
"""Each question of the catalogue as a person asks it of the sample archive."""


def environment() -> dict[str, str]:
    """Return the environment of an installed program: it may keep what it compiles."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": str(ROOT)}


def processor_time(words: Sequence[str]) -> float:
    """Return the seconds of processor time that `python WORDS` takes, its output thrown away."""
    process = subprocess.Popen(
        [sys.executable, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment()
    )
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0
    return used.ru_utime + used.ru_stime


def main() -> int:
    """Measure and print; with `--db`, questions are put to that database, else to one of the sample archive."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", type=Path)
    parser.add_argument("--times", type=int, default=15)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = options.db or Path(folder) / "archive.db"
        if options.db is None:
            made = [sys.executable, "-c", PROGRAM, "run", "corpus", "--db", str(database)]
            subprocess.run(made, cwd=ROOT, env=environment(), check=True, capture_output=True)
        starts = {"python -c pass": ("-c", "pass"), "--help": ("-c", PROGRAM, "--help")}
        starts |= {name: ("-c", PROGRAM, *words, "--db", str(database)) for name, words in QUESTIONS.items()}
        times: dict[str, list[float]] = {name: [] for name in starts}
        for _ in range(options.times + 1):
            for name, words in starts.items():
                times[name].append(processor_time(words))
    least = {name: min(taken[1:]) for name, taken in times.items()}  # the first start compiles
    for name, seconds in least.items():
        print(f"{name:16}{1000 * seconds:8.1f} ms{seconds / least['python -c pass']:8.2f} times")
    return 0


if __name__ == "__main__":
    sys.exit(main())
