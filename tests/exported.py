"""Reads every file of exports with DuckDB or with pandas, and holds what it makes of it against the database.

`python -m tests.exported READER DATABASE PICKS FOLDER...`: a process of its own, for their libraries reserve memory
that workers of other tests may not have. All that the readers are told is the data package. PICKS is a JSON list of
[table, {column: value}]; printed as JSON are, by folder, how many rows each table has, the cells that differ from those
of the database, and the rows that were picked.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

Row = dict[str, Any]
DUCKDB = {
    "integer": "BIGINT", "number": "DOUBLE", "string": "VARCHAR", "date": "DATE", "datetime": "TIMESTAMPTZ",
    "array": "VARCHAR", "object": "VARCHAR",
}  # fmt: skip
_HELD: dict[tuple[object, ...], list[Row]] = {}
PANDAS = {"integer": "Int64", "number": "Float64"}


def by_duckdb(file: Path, resource: Row) -> list[Row]:
    columns = {field["name"]: DUCKDB[field["type"]] for field in resource["schema"]["fields"]}
    if file.suffix == ".parquet":
        how = f"read_parquet('{file}')"
    elif file.suffix == ".csv":
        told, (null,) = resource["dialect"], resource["schema"]["missingValues"]
        how = (
            f"read_csv('{file}', auto_detect = false, header = true, delim = '{told['delimiter']}', new_line = '\\n',"
            f" quote = '{told['quoteChar']}', escape = '{told['quoteChar']}', nullstr = '{null}',"
            f" allow_quoted_nulls = false, columns = {columns!r})"
        )
    else:
        how = f"read_json('{file}', format = 'newline_delimited', columns = {columns!r})"
    found = duckdb.sql(f"SELECT * FROM {how}")
    assert found is not None
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def by_pandas(file: Path, resource: Row) -> list[Row]:
    import pandas as pd

    fields = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
    if file.suffix == ".parquet":
        frame = pd.read_parquet(file, dtype_backend="pyarrow")
    elif file.suffix == ".csv":
        kinds = {name: PANDAS.get(kind, "object") for name, kind in fields.items()}
        frame = pd.read_csv(file, na_values=resource["schema"]["missingValues"], keep_default_na=False, dtype=kinds)
    else:
        frame = (
            pd.read_json(file, lines=True, dtype=False, precise_float=True) if file.stat().st_size else pd.DataFrame()
        )
    plain = frame.astype("object")
    return [dict(row) for row in plain.where(plain.notna(), None).to_dict("records")]


READERS: dict[str, Callable[[Path, Row], list[Row]]] = {"duckdb": by_duckdb, "pandas": by_pandas}


def _is_missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and value != value)


def _plain(value: Any, kind: str) -> Any:
    """Return a value as it is compared: times in UTC, what is missing None, lists and objects parsed."""
    if _is_missing(value):
        return None
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if kind in ("array", "object") and isinstance(value, str):
        return json.loads(value)
    return float(value) if kind == "number" else int(value) if kind == "integer" else value


def _plain_rows(rows: list[Row], kinds: dict[str, str]) -> list[Row]:
    return [{name: _plain(value, kinds[name]) for name, value in row.items()} for row in rows]


def _held(connection: sqlite3.Connection, table: str, kinds: dict[str, str]) -> list[Row]:
    """Return the rows of the database; what they are in one package they are in the next."""
    if (told := (table, *kinds.items())) not in _HELD:
        rows = [dict(row) for row in connection.execute(f'SELECT * FROM "{table}"')]
        _HELD[told] = _plain_rows(rows, kinds)
    return _HELD[told]


def _differences(rows: list[Row], wanted: dict[Any, Row], key: list[str]) -> Iterator[str]:
    for row in rows:
        other = wanted.get(tuple(row[name] for name in key))
        if other is None:
            yield f"not in the database: {[row[name] for name in key]}"
            continue
        yield from (f"{name}: {row[name]!r} for {other[name]!r}" for name in row if row[name] != other[name])


def compared(reader: str, folder: Path, database: Path, picks: list[tuple[str, Row]]) -> dict[str, Any]:
    """Return what a reader makes of a package."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    told: dict[str, Any] = {"rows": {}, "differing": [], "picked": []}
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        for resource in package["resources"]:
            table, key = resource["name"], resource["schema"]["primaryKey"]
            kinds = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
            wanted = {tuple(row[name] for name in key): row for row in _held(connection, table, kinds)}
            rows = _plain_rows(READERS[reader](folder / resource["path"], resource), kinds)
            told["rows"][table] = len(rows)
            told["differing"] += [f"{table}.{one}" for one in _differences(rows, wanted, key)][:5]
            told["picked"] += [
                row for of, cells in picks for row in rows if of == table and cells.items() <= row.items()
            ]
    return told


if __name__ == "__main__":
    duckdb.execute("SET threads = 1")
    reader, database, picks, *folders = sys.argv[1:]
    made = {name: compared(reader, Path(name), Path(database), json.loads(picks)) for name in folders}
    json.dump(made, sys.stdout, ensure_ascii=False)
