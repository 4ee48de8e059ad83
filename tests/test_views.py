"""Every column of every view is described in docs/views.md, and no description is of a column that is not there."""

from __future__ import annotations

from pathlib import Path

from pipeline.run.store import connect

VIEWS = ("v_conferences", "v_attendance", "v_ratings", "v_tasks", "v_citations", "v_figures")
DOCS = Path(__file__).resolve().parent.parent / "docs" / "views.md"
ALL_CARRY = {"id", "document_id", "document_code", "place", "district", "commune", "body", "summing"}
FIGURES_CARRY = {"fact_id", "period_start", "period_end", "modality", "direction", "measure", "counted", "actor"}


def described() -> set[tuple[str, str]]:
    rows = [
        line.strip("|").split("|") for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith("| ")
    ]
    found = set()
    for row in rows:
        if len(row) == 3 and row[0].strip() != "column":
            column, views = row[0].strip(), row[1].split()
            found |= {(view, column) for view in (VIEWS if views == ["all"] else views)}
    return found


def columns_of(folder: Path) -> set[tuple[str, str]]:
    connection = connect(folder / "a.db", create=True)
    found = {(view, row["name"]) for view in VIEWS for row in connection.execute(f"PRAGMA table_info({view})")}
    connection.close()
    return found


def test_every_column_is_described(tmp_path: Path) -> None:
    assert described() == columns_of(tmp_path)


def test_views_carry_what_sums_are_taken_by(tmp_path: Path) -> None:
    columns = columns_of(tmp_path)
    assert {(view, name) for view in VIEWS for name in ALL_CARRY} <= columns
    of_figures = {
        (view, name) for view in ("v_conferences", "v_attendance", "v_ratings", "v_figures") for name in FIGURES_CARRY
    }
    assert of_figures <= columns
