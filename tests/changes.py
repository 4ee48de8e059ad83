"""What two versions of the code read otherwise in a folder of documents, one line a fact (`python -m tests.changes`).

    python -m tests.changes --against TREE FOLDER [FOLDER ...]

TREE is a checkout of the other version (`git worktree add`). For texts without annotation: a person reads which facts
appear (+), which go (-) and which are told otherwise (~), with the words around them, and judges the change.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
_AROUND: Final = 60
_SCRIPT: Final = """
import sys
from pathlib import Path
from pipeline.annotate import annotate
from pipeline.errors import TrichyeuError
from pipeline.readers.ingest import read_source
from tests.golden import told_lines
for name in sys.stdin.read().split("\\n"):
    try:
        record = annotate(read_source(Path(name), Path(name).name))
    except TrichyeuError as error:
        print(f"\\f{name}\\nrefused {type(error).__name__}")
        continue
    print(f"\\f{name}")
    print("\\n".join(told_lines(record)))
    print("\\v" + record.source.text.replace("\\n", " ").replace("\\f", " ").replace("\\v", " "))
"""
_PLACE: Final = re.compile(r"^(?P<kind>\w+) (?P<start>\d+)-(?P<end>\d+)")


def read_all(tree: Path, documents: Sequence[Path]) -> dict[str, tuple[list[str], str]]:
    """Return for each document what a checkout reads in it, a line a fact, and its text on one line."""
    names = "\n".join(str(path.resolve()) for path in documents)
    answer = subprocess.run(
        [sys.executable, "-c", _SCRIPT], input=names, cwd=tree, env={**os.environ, "PYTHONPATH": str(tree)},
        stdout=subprocess.PIPE, text=True, check=True,
    ).stdout  # fmt: skip
    found = {}
    for part in answer.split("\f")[1:]:
        told, _, text = part.partition("\v")
        name, *lines = told.strip("\n").split("\n")
        found[name] = lines, text
    return found


def changed_lines(old: Sequence[str], new: Sequence[str], passed_over: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield what came and went, in the order of the places: `+` and `-` for a fact, `~` for one told otherwise.

    A fact told otherwise is shown by its place and words with the fields that changed; `passed_over` are fields that
    do not count.
    """
    sides = [dict(map(_parted, lines)) for lines in (old, new)]
    for fact in sorted(sides[0].keys() | sides[1].keys(), key=_order):
        before, after = (side.get(fact) for side in sides)
        if before is None or after is None:
            fields = " | ".join(f"{name} {value}" for name, value in (before or after or {}).items())
            yield f"{'+' if before is None else '-'} {fact}{' | ' if fields else ''}{fields}"
            continue
        names = [name for name in before | after if before.get(name) != after.get(name) and name not in passed_over]
        if names:
            told = (f"{name}: {before.get(name, '–')} → {after.get(name, '–')}" for name in names)
            yield f"~ {fact} | {' | '.join(told)}"


def _parted(line: str) -> tuple[str, dict[str, str]]:
    """Return a line's fact (kind, place and words) and its fields by their names."""
    fact, *fields = line.split(" | ")
    if fact == "metadata":
        return f"metadata {fields[0].partition(' ')[0]}", {"value": fields[0].partition(" ")[2]}
    return fact, dict(field.partition(" ")[::2] for field in fields)


def _order(fact: str) -> tuple[int, str]:
    place = _PLACE.match(fact)
    return (int(place["start"]) if place else -1, fact)


def with_context(line: str, text: str) -> str:
    """Return a changed line with the words around its place."""
    place = _PLACE.match(line[2:])
    if place is None or place["kind"] in ("section", "boilerplate"):
        return line
    start, end = int(place["start"]), int(place["end"])
    return f"{line}\n      … {text[max(0, start - _AROUND) : start]}[{text[start:end]}]{text[end : end + _AROUND]} …"


def main() -> int:
    """Print what changed, document by document, and how many facts of each kind came and went."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", type=Path, required=True, help="a checkout of the other version")
    parser.add_argument("--but", default="", help="fields that do not count, with commas: rule,relation_rule,rules")
    parser.add_argument("folders", type=Path, nargs="+")
    options = parser.parse_args()
    documents = sorted(path for folder in options.folders for path in folder.rglob("*.txt"))
    old, new = read_all(options.against.resolve(), documents), read_all(ROOT, documents)
    counts: Counter[tuple[str, str]] = Counter()
    for name in sorted(old.keys() | new.keys()):
        before, after = (side.get(name, ([], ""))[0] for side in (old, new))
        lines = list(changed_lines(before, after, frozenset(options.but.split(","))))
        counts.update((line[0], line[2:].split(" ", 1)[0]) for line in lines)
        if lines:
            print(f"\n{Path(name).name}")
            print("\n".join(with_context(line, new.get(name, ([], ""))[1]) for line in lines))
    print(f"\n{len(documents)} documents; " + ", ".join(f"{s}{n} {kind}" for (s, kind), n in sorted(counts.items())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
