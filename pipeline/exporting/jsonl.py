"""Tables as JSON lines: one object a line, in the order of the rows; lists and objects of the database as such."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from pipeline.exporting.format import Format
from pipeline.exporting.tables import Row, TableFormat
from pipeline.run.columns import Column

_LINE_ENDS: Final = tuple((char, f"\\u{ord(char):04x}") for char in "\x85\u2028\u2029")
"""JSON lets these stand in a text, but some programs end a line at them."""
_FROM: Final[dict[str, Callable[[Any], Any]]] = {
    "array": json.loads,
    "object": json.loads,
    "binary": lambda value: b64encode(value).decode("ascii"),
}


def write_rows(file: Path, columns: Sequence[Column], rows: Iterable[Row]) -> int:
    """Write the rows of a table to a file, and return how many they are."""
    names = [column.name for column in columns]
    made = [(column.name, _FROM[column.type]) for column in columns if column.type in _FROM]
    count = 0
    with file.open("w", encoding="utf-8", newline="") as stream:
        for count, row in enumerate(rows, 1):  # noqa: B007 - the last number is how many they were
            line = dict(zip(names, row, strict=True))
            line |= {name: make(line[name]) for name, make in made if line[name] is not None}
            text = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
            for end, told in _LINE_ENDS:
                text = text.replace(end, told)
            stream.write(text + "\n")
    return count


_TABLES: Final = TableFormat(
    ".jsonl", {"format": "jsonl", "mediatype": "application/jsonl", "encoding": "utf-8"}, write_rows
)
FORMAT: Final = Format("jsonl", _TABLES.write, tables=True)
