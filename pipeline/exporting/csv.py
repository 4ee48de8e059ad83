r"""Tables as CSV for machines: UTF-8, every text in quotes, nothing altered; a cell without a value is `\N`.

It is exact, so a text that begins like a formula stays one: spreadsheets are given the files of `-o FILE.csv` instead.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from pipeline.exporting.format import Format
from pipeline.exporting.tables import Row, TableFormat
from pipeline.run.columns import Column

_NULL: Final = r"\N"
"""As PostgreSQL and MySQL write it; a text of these two characters stands in quotes."""


def write_rows(file: Path, columns: Sequence[Column], rows: Iterable[Row]) -> int:
    """Write the rows of a table to a file, and return how many they are."""
    count = 0
    with file.open("w", encoding="utf-8", newline="") as stream:
        stream.write(",".join(_cell(column.name) for column in columns) + "\n")
        for count, row in enumerate(rows, 1):  # noqa: B007 - the last number is how many they were
            stream.write(",".join(map(_cell, row)) + "\n")
    return count


def _cell(value: Any) -> str:
    if value is None:
        return _NULL
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    return b64encode(value).decode("ascii") if isinstance(value, bytes) else repr(value)


_TABLES: Final = TableFormat(
    ".csv",
    {
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
    },
    write_rows,
    (_NULL,),
)
FORMAT: Final = Format("csv", _TABLES.write, tables=True)
