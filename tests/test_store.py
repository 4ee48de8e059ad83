"""The database opens, refuses what is not its own, and keeps transactions whole."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.model import Relation, Rules
from extractors.text.folding import bare, fold, search_columns
from pipeline.errors import StoreError
from pipeline.run.store import compact, connect, transaction
from pipeline.run.write import write_record
from tests.making import citing, counting, record

PARTS = ("figure_rows", "figure_settings", "figure_nouns")
"""The tables that the view `figures` puts together."""


def test_missing_database_names_the_command_that_makes_it(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="trichyeu run"):
        connect(tmp_path / "none.db")


@pytest.mark.parametrize(
    "content", [b"", b"not a database, but long enough to have a header" * 9], ids=["empty", "text"]
)
def test_foreign_file_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(content)
    with pytest.raises(StoreError):
        connect(path)
    assert path.read_bytes() == content


def test_other_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    connect(path, create=True).close()
    other = sqlite3.connect(path)
    other.execute("PRAGMA user_version = 99")
    other.close()
    with pytest.raises(StoreError, match="phiên bản"):
        connect(path, create=True)


def test_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    connection = connect(tmp_path / "x.db", create=True)
    with pytest.raises(ValueError, match="stop"), transaction(connection):
        connection.execute("INSERT INTO runs (started, archive, extractor) VALUES ('', '', '')")
        raise ValueError("stop")
    assert connection.execute("SELECT count(*) FROM runs").fetchone()[0] == 0


def test_write_ahead_log_and_foreign_keys_are_on(tmp_path: Path) -> None:
    connection = connect(tmp_path / "x.db", create=True)
    assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO sections VALUES (99, 0, 0, 1, 'body', 0, NULL)")


def test_rows_name_the_rules_that_decided_them(tmp_path: Path) -> None:
    text = "Thực hiện Quy chế 22-QC/TU, đã mở 12 lớp"
    rules = Rules(unit="noun_behind", indicator="noun", label="field", modality="told", link="adds up")
    citation = citing(
        text, "Quy chế 22-QC/TU", relation=Relation.IMPLEMENTS, cue="Thực hiện", relation_rule="implements"
    )
    figure = counting(text, "12", 12, rules=rules)
    with closing(connect(tmp_path / "a.db", create=True)) as connection:
        write_record(connection, record("a.txt", text, citations=(citation,), figures=(figure,)), "test")
        assert tuple(connection.execute("SELECT rule, relation_rule FROM citations").fetchone()) == (
            "made",
            "implements",
        )
        columns = "rule, indicator_rule, label_rule, modality_rule, link_rule"
        found = connection.execute(f"SELECT {columns} FROM figures").fetchone()
        assert tuple(found) == ("noun_behind", "noun", "field", "told", "adds up")


def test_what_figures_have_in_common_is_held_once(tmp_path: Path) -> None:
    text = "Đã mở 12 lớp, 15 lớp, 3 hội nghị"
    counted = (("12", "lớp"), ("15", "lớp"), ("3", "hội nghị"))
    figures = tuple(counting(text, written, int(written), unit=unit) for written, unit in counted)
    with closing(connect(tmp_path / "a.db", create=True)) as connection:
        write_record(connection, record("a.txt", text, figures=figures), "test")
        held = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in PARTS}
        assert held == {"figure_rows": 3, "figure_settings": 1, "figure_nouns": 2}
        told = connection.execute("SELECT ord, text, unit FROM figures ORDER BY ord").fetchall()
        assert [tuple(row) for row in told] == [(0, "12", "lớp"), (1, "15", "lớp"), (2, "3", "hội nghị")]
        connection.execute("DELETE FROM documents")
        assert not any(connection.execute(f"SELECT 1 FROM {table}").fetchone() for table in PARTS)


@given(
    st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("uỷ ỦY\u0301\u00a0\u200b\u2003\nΣĐ’ệ")))
)
def test_a_text_folded_word_by_word_is_the_text_folded_whole(text: str) -> None:
    assert search_columns(text) == (fold(text), bare(text))


def test_a_database_is_written_anew_unless_another_program_has_it(tmp_path: Path) -> None:
    with closing(connect(tmp_path / "x.db", create=True)) as connection:
        connection.execute("PRAGMA busy_timeout = 0")
        with transaction(connection):
            connection.executemany("INSERT INTO roots VALUES (?, ?)", ((str(n), "x" * 900) for n in range(200)))
        with transaction(connection):
            connection.execute("DELETE FROM roots WHERE name <> '7'")
        empty = "PRAGMA freelist_count"
        with closing(sqlite3.connect(tmp_path / "x.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            compact(connection)
        assert connection.execute(empty).fetchone()[0] > 20
        compact(connection)
        assert connection.execute(empty).fetchone()[0] == 0
        assert [row["name"] for row in connection.execute("SELECT name FROM roots")] == ["7"]
