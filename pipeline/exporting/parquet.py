"""Tables as Parquet, by pyarrow: columns typed, descriptions in the file, a few thousand rows written at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from pipeline.errors import Failure
from pipeline.exporting.format import Format, Order, Written
from pipeline.exporting.tables import Row, TableFormat
from pipeline.run.columns import Column

_ROWS: Final = 20_000
_CHARACTERS: Final = 4 << 20
"""What is held before it is written, so that an archive of any size needs no more."""
_MADE: Final[dict[str, Callable[[Any], Any]]] = {
    "number": float, "date": date.fromisoformat, "datetime": datetime.fromisoformat,
}  # fmt: skip


def _write(order: Order) -> Written:
    try:
        import pyarrow  # noqa: F401 - whether it is there
    except ImportError as error:
        raise Failure("export.no_pyarrow") from error
    return _TABLES.write(order)


def _write_rows(file: Path, columns: Sequence[Column], rows: Iterable[Row]) -> int:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    types = {
        "integer": pa.int64(), "number": pa.float64(), "string": pa.string(), "binary": pa.binary(),
        "date": pa.date32(), "datetime": pa.timestamp("us", tz="UTC"), "array": pa.string(), "object": pa.string(),
    }  # fmt: skip
    schema = pa.schema([
        pa.field(column.name, types[column.type], not column.required, {"description": column.told})
        for column in columns
    ])  # fmt: skip
    count = 0
    with ParquetWriter(file, schema, compression="zstd") as writer:
        for some in _portions(rows):
            count += len(some)
            cells = zip(*some, strict=True)
            arrays = [
                pa.array(_values(column.type, values), field.type)
                for column, field, values in zip(columns, schema, cells, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
    return count


def _values(kind: str, values: Sequence[Any]) -> Sequence[Any]:
    make = _MADE.get(kind)
    return [None if value is None else make(value) for value in values] if make else values


def _portions(rows: Iterable[Row]) -> Iterator[list[Row]]:
    some: list[Row] = []
    characters = 0
    for row in rows:
        some.append(row)
        characters += sum(len(value) for value in row if isinstance(value, str))
        if len(some) >= _ROWS or characters >= _CHARACTERS:
            yield some
            some, characters = [], 0
    if some:
        yield some


_RESOURCE: Final = {"format": "parquet", "mediatype": "application/vnd.apache.parquet"}
_TABLES: Final = TableFormat(".parquet", _RESOURCE, _write_rows)
FORMAT: Final = Format("parquet", _write, tables=True)
