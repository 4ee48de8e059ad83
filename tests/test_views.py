"""Every column of every table and view has a type and a description, and nothing is described that is not there."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from extractors.toml_file import read_toml
from pipeline.run import columns
from pipeline.run.columns import ColumnError, relations
from pipeline.run.store import connect, schema

VIEWS = ("v_conferences", "v_attendance", "v_ratings", "v_tasks", "v_citations", "v_figures")
ALL_CARRY = {"id", "document_id", "document_code", "place", "district", "commune", "body", "summing"}
FIGURES_CARRY = {"fact_id", "period_start", "period_end", "modality", "direction", "measure", "counted", "actor"}
TOML = read_toml(Path(columns.__file__).with_name("columns.toml"))


def columns_of(folder: Path) -> set[tuple[str, str]]:
    connection = connect(folder / "a.db", create=True)
    found = {(view, row["name"]) for view in VIEWS for row in connection.execute(f"PRAGMA table_info({view})")}
    connection.close()
    return found


def test_every_column_is_described(tmp_path: Path) -> None:
    """Those of the database in its order, hand-picked ones as people know them."""
    told = relations()
    connection = connect(tmp_path / "a.db", create=True)
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')").fetchall()
    names = {row["name"] for row in rows if not row["name"].startswith(("sqlite_", "documents_fts"))}
    assert {*told} == names
    for name in names:
        held = [row["name"] for row in connection.execute(f"PRAGMA table_info({name})")]
        assert [column.name for column in told[name].columns] == held
    connection.close()
    assert all(column.told and column.type in columns.TYPES for one in told.values() for column in one.columns)
    kinds = {(one.name, column.name): column.type for one in told.values() for column in one.columns}
    assert (
        kinds["documents", "date"] == kinds["counted_documents", "date"] == kinds["v_tasks", "deadline_date"] == "date"
    )
    assert (kinds["v_figures", "value"], kinds["figures", "evidence"]) == ("number", "array")
    assert (kinds["sketches", "minhash"], kinds["runs", "started"]) == ("binary", "datetime")
    assert told["v_figures"].title == "Số liệu" and told["roots"].inner and not told["quarantine"].inner
    assert told["figures"].key == ("document_id", "ord") and told["v_figures"].key == ("id",)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda toml: toml["of_views"]["columns"].pop(), "has no description"),
        (lambda toml: toml["views"].pop("v_tasks"), "v_tasks"),
        (lambda toml: toml["views"].update(v_taks="x"), "v_taks"),
        (lambda toml: toml["types"]["date"].append("documents.dat"), "documents.dat"),
        (lambda toml: toml["types"].update(day=["documents.date"]), "day"),
        (lambda toml: toml["joint_keys"]["figures"]["others"].append("nr"), r"sentences\.nr"),
        (lambda toml: toml["column_titles"].update(sumning="x"), "sumning"),
        (lambda toml: toml["of_views"]["columns"].append(toml["of_views"]["columns"][-1]), "twice"),
    ],
)
def test_a_wrong_entry_is_named(change: Any, named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    toml = copy.deepcopy(TOML)
    change(toml)
    monkeypatch.setattr(columns, "read_toml", lambda file: toml)
    with pytest.raises(ColumnError, match=named):
        relations.__wrapped__()


def test_a_column_of_a_table_without_a_comment_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    sql = schema()
    at = sql.index("-- depth, 1 for the outermost")
    monkeypatch.setattr(columns, "schema", lambda: sql[:at] + sql[sql.index("\n", at) :])
    with pytest.raises(ColumnError, match=r"sections\.level has no description"):
        relations.__wrapped__()


def test_views_carry_what_sums_are_taken_by(tmp_path: Path) -> None:
    there = columns_of(tmp_path)
    assert {(view, name) for view in VIEWS for name in ALL_CARRY} <= there
    of_figures = {
        (view, name) for view in ("v_conferences", "v_attendance", "v_ratings", "v_figures") for name in FIGURES_CARRY
    }
    assert of_figures <= there
