"""What was set aside -> one line a kind for people, and all of it as a table for a spreadsheet."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from pipeline.speech import Speech

Row = dict[str, Any]
_EXAMPLES: Final = 2
_DIGITS: Final = re.compile(r"\d+")


def group_refusals(rows: Iterable[Row]) -> list[Row]:
    """Return the kinds of refusals, the most frequent first: reason, cause with its advice, count, paths.

    Two messages are of one kind when they differ in the file's name and in numbers only.
    """
    kinds: dict[tuple[str, str], Row] = {}
    for row in rows:
        cause = _cause(row)
        kind = kinds.setdefault(
            (row["reason"], _DIGITS.sub("", cause)), {"reason": row["reason"], "cause": cause, "count": 0, "paths": []}
        )
        kind["count"] += 1
        kind["paths"].append(row["path"])
    return sorted(kinds.values(), key=lambda kind: (-kind["count"], kind["cause"]))


def print_refusals(rows: Iterable[Row], speech: Speech) -> None:
    """Print the kinds of refusals, one line each, with an example."""
    for kind in group_refusals(rows):
        examples = ", ".join(kind["paths"][:_EXAMPLES])
        more = kind["count"] > _EXAMPLES
        reason = speech("reason." + kind["reason"])
        print(f"  {speech('refusal.files', count=kind['count'])} · {reason}: {kind['cause']}")
        print(f"      {speech('refusal.examples', paths=examples)}{' …' if more else ''}")


def write_refusals(rows: Iterable[Row], file: Path, speech: Speech) -> None:
    """Write all refusals as CSV, one a line, with a mark by which Excel knows that it is UTF-8."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([speech(f"refusal.{name}") for name in ("path", "reason", "cause")])
        writer.writerows([_inert(row["path"]), speech("reason." + row["reason"]), _cause(row)] for row in rows)


def _cause(row: Row) -> str:
    """Return a message without the name of the file that it begins with."""
    message: str = row["message"]
    return message.removeprefix(f"“{row['path']}”: ").removeprefix(f"{row['path']}: ")


def _inert(text: str) -> str:
    """Keep a spreadsheet from taking a file's name for a formula."""
    return f"'{text}" if text[:1] in "=+-@" else text
