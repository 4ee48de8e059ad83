"""Heads and rows -> a CSV file that Excel opens: UTF-8 with its mark, days in ISO form, no cell a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from pipeline.table import Value
from pipeline.terminal import legible

_SIGNS: Final = ("=", "+", "-", "@")


def write_csv(file: Path, heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> int:
    """Write rows under their heads, and return how many they are; what a terminal would obey is spelt out."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = [[_plain(value) for value in row] for row in rows]
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(heads)
        writer.writerows(lines)
    return len(lines)


def _plain(value: Value) -> Value:
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        return value
    text = legible(" ".join(value.split()))
    return f"'{text}" if text.startswith(_SIGNS) else text
