"""Readers and parsers against inputs that reach lines not reached before: `python -m tests.fuzz_guided FOLDER`.

The targets of `tests/fuzz.py`, driven by atheris (libFuzzer), which is no dependency of the project and has to be
installed beside it. The first byte of an input chooses the target, the rest is its file or text; what reaches new lines
of our code is kept in `FOLDER/reached` and built upon. A finding does not stop the run: its input and its traceback are
written to `FOLDER/found`, once for each place of the code. What is printed at the end: inputs of each target, findings.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

_LONGEST: Final = 60_000
_SECONDS_AN_INPUT: Final = 60
_MEGABYTES: Final = 3000


class Guided:
    """What one input is given to, and what came of all of them."""

    def __init__(self, checks: dict[str, Callable[[bytes], None]], folder: Path) -> None:
        self._checks = checks
        self._names = tuple(checks)
        self._found = folder / "found"
        self._places: set[str] = set()
        self.given: Counter[str] = Counter()

    def one(self, content: bytes) -> None:
        """Give an input to its target; whatever ends in another error than the target names is kept."""
        if not content:
            return
        name = self._names[content[0] % len(self._names)]
        self.given[name] += 1
        try:
            self._checks[name](content[1:])
        except Exception:  # noqa: BLE001 - whatever it is, it is the finding
            told = traceback.format_exc()
            place = name + told.rpartition("  File ")[2]
            if place not in self._places:
                self._places.add(place)
                self._keep(name, content[1:], told)

    def _keep(self, name: str, content: bytes, told: str) -> None:
        self._found.mkdir(parents=True, exist_ok=True)
        file = self._found / f"{len(self._places)}-{name.replace(' ', '-')}"
        file.write_bytes(content)
        file.with_name(f"{file.name}.told").write_text(told, encoding="utf-8")
        print(f"== {name}\n{told}", flush=True)

    def told(self) -> str:
        """Return how many inputs each target was given, and how many places failed."""
        each = ", ".join(f"{name} {self.given[name]}" for name in self._names)
        return f"{self.given.total()} inputs ({each}), {len(self._places)} findings"


def main() -> None:
    """Run for so many minutes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=25)
    parser.add_argument("--only", nargs="*", help="targets, of all by default")
    asked = parser.parse_args()
    atheris: Any = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["extractors", "pipeline"]):
        from tests import fuzz
    checks: dict[str, Callable[[bytes], None]] = {}
    seeds: dict[str, bytes] = {}
    for kind, raw in fuzz.SEEDS.items():
        checks[f"read {kind}"], seeds[f"read {kind}"] = partial(fuzz.reads, kind), raw
    for kind, raw in fuzz.CONTAINERS.items():
        checks[f"open {kind}"], seeds[f"open {kind}"] = partial(fuzz.opens, kind), raw
    for name, check in (("annotate", fuzz.annotates), ("parse", fuzz.parses)):
        checks[name], seeds[name] = _of_text(check), " ".join(fuzz.WORDS).encode()
    wanted = {name: check for name, check in checks.items() if not asked.only or name in asked.only}
    guided = Guided(wanted, asked.folder)
    reached = asked.folder / "reached"
    reached.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(wanted):
        (reached / f"seed-{number}").write_bytes(bytes([number]) + seeds[name])
    words = asked.folder / "words.txt"
    words.write_text("".join(_entry(word) for word in fuzz.WORDS), encoding="ascii")
    last = time.monotonic() + 60 * asked.minutes

    def one(content: bytes) -> None:
        guided.one(content)
        if time.monotonic() > last:
            print(guided.told(), flush=True)
            raise KeyboardInterrupt

    options = [f"-max_len={_LONGEST}", f"-timeout={_SECONDS_AN_INPUT}", f"-rss_limit_mb={_MEGABYTES}", f"-dict={words}"]
    atheris.Setup([sys.argv[0], str(reached), *options], one)
    atheris.Fuzz()


def _of_text(check: Callable[[str], None]) -> Callable[[bytes], None]:
    return lambda content: check(content.decode("utf-8", "replace"))


def _entry(word: str) -> str:
    """Return a word as libFuzzer's dictionary has it."""
    return '"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"\n'


if __name__ == "__main__":
    main()
