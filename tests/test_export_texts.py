"""Odd texts leave by `export` as they stand in the database, whatever reads them."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.exporting.csv import write_rows as csv_rows
from pipeline.exporting.jsonl import write_rows as jsonl_rows
from pipeline.run.columns import Column
from pipeline.run.store import close, connect
from tests.test_export import READ, READERS, TABLES, apart, export

ODD = (
    "", " ", "  hai đầu  ", "\t", "\n", "\r", "\r\n", "a\nb\r\nc\rd", '"', '""', "'", '"a","b"', ",", ";", "\\", "\\N",
    "NULL", "null", "NaN", "None", "NA", "true", "1", "0012", "1e5", "=1+1", "+84", "-5", "@x", "#N/A", "2020-11-30",
    "\u200f\u202eđảo\u202c", "e\u0323\u0302", "\u0301", "\ufeffđầu", "\ufffd", "\uffff", "\U0001f1fb\U0001f1f3",
    "\U0010ffff", "\x01\x02\x1b[31m\x7f", "\x1c\x1d\x1e\x1f", "\x85", "\u2028\u2029", "\x0b\x0c", "{}", "[1]",
    "Đỗ Thị Ệ", "x" * 300_000,
)  # fmt: skip
"""Each is told from every other, and from no text at all."""


LETTERS = sorted({char for text in ODD for char in text})


def odd_texts() -> list[str]:
    """Return the texts above, and others made up of their characters, the same ones each time."""
    chance = random.Random(15)
    return [*ODD, *("".join(chance.choices(LETTERS, k=chance.randint(1, 40))) for _ in range(400))]


@pytest.mark.parametrize("reader", READERS)
def test_odd_texts_come_back_as_they_were(tmp_path: Path, reader: str) -> None:
    texts = odd_texts()
    connection = connect(tmp_path / "a.db", create=True)
    connection.executemany(
        "INSERT INTO documents (id, path, name, sha256, format, extractor, kind, text, title, author)"
        " VALUES (?, ?, '', '', 'text', '', 'other', ?, ?, NULL)",
        [(number, str(number), text, text) for number, text in enumerate(texts)],
    )
    close(connection)
    for name in TABLES:
        export(name, tmp_path / name, tmp_path / "a.db", "--only", "documents")
    told = json.loads(apart(READ, reader, str(tmp_path / "a.db"), "[]", *(str(tmp_path / name) for name in TABLES)))
    for name in TABLES:
        found = told[str(tmp_path / name)]
        assert found["rows"] == {"documents": len(texts)}
        lost = {f"documents.{column}: None for '\\\\N'" for column in ("text", "title")}
        only_here = lost if (name, reader) == ("csv", "pandas") else set()
        assert {*found["differing"]} <= only_here, name


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.none(), st.just(r"\N"), st.text(LETTERS)), min_size=1, max_size=8))
def test_any_text_is_told_from_any_other(cells: list[str | None]) -> None:
    r"""By what reads quotes: a text of `\N` stands in them, no text does not."""
    with tempfile.TemporaryDirectory() as folder:
        columns = [Column(f"c{number}", "string", "", None, False, "TEXT") for number in range(len(cells))]
        assert csv_rows(Path(folder) / "a", columns, [tuple(cells)]) == 1
        assert jsonl_rows(Path(folder) / "b", columns, [tuple(cells)]) == 1
        written = (Path(folder) / "a").read_bytes().decode("utf-8").split("\n", 1)[1]
        (line,) = (Path(folder) / "b").read_bytes().decode("utf-8").splitlines()
    quoted = re.findall(r'(?:^|,)(?:"((?:[^"]|"")*)"|(\\N))(?=,|\n\Z)', written)
    assert [None if null else text.replace('""', '"') for text, null in quoted] == cells
    assert [*json.loads(line).values()] == cells
    with closing(io.StringIO(written, newline="")) as stream:
        (row,) = csv.reader(stream)
    assert row == [r"\N" if cell is None else cell for cell in cells]
