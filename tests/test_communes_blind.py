"""The four communes that nobody had looked at when they were scored: their truth agrees with form and files.

They are open since; what was learned from them holds.
"""

from __future__ import annotations

import csv
import re
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from pipeline.run.batch import run
from tests.communes_scored import OPENED, may_be_scored, scored, write_down
from tests.communes_sets import BLIND, BLIND_FOLDER, BLIND_SETS, INDICATORS, SAMPLE, bare_name
from tests.table_scored import commune_outcomes
from tests.test_communes import PERIODS, REPORTS, says
from tests.test_communes import told as told_in_sample
from tests.test_corpus import SCRIPTS, archive_files, plain_text

CELLS = BLIND.cells()
STATED = [cell for cell in CELLS if cell["stated"] == "1"]
UNITS = [bare_name(unit) for unit in (BLIND_FOLDER / "units.txt").read_text(encoding="utf-8").splitlines()]


def documents() -> list[dict[str, str]]:
    """Return what each file of the blind archive is."""
    with (BLIND_FOLDER / "files.tsv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


@cache
def told(file: str) -> str:
    """Return the text of a file on one line, marks of markup taken for spaces."""
    return " ".join(re.sub(r"<[^>]*>", " ", plain_text(BLIND.archive / file)).split())


def test_every_cell_of_the_form_has_one_row_with_its_unit_and_kind() -> None:
    form = tomllib.loads(INDICATORS.read_text(encoding="utf-8"))["indicator"]
    rows = Counter((c["commune"], c["period"], c["indicator"], c["unit"], c["kind"]) for c in CELLS)
    assert rows == Counter(
        (unit, period, one["key"], one["unit"], one["adds"]) for unit in UNITS for period in PERIODS for one in form
    )
    assert {cell["held_out"] for cell in CELLS} == {"1"}
    assert all((cell["value"] != "") == (cell["file"] != "") == (cell["stated"] == "1") for cell in CELLS)


def test_no_commune_is_one_that_was_looked_at() -> None:
    assert not {cell["commune"] for cell in SAMPLE.cells()} & set(UNITS)


def test_each_report_states_twenty_indicators() -> None:
    """Lương Sơn leaves out one quarter."""
    counts = Counter((cell["commune"], cell["period"]) for cell in STATED)
    every = {(unit, period) for unit in UNITS for period in PERIODS}
    assert every - counts.keys() == {("Lương Sơn", "2025-Q4")}
    assert min(counts.values()) >= 20


def test_files_are_those_of_the_table() -> None:
    roles = {document["file"]: document["role"] for document in documents()}
    assert sorted(roles) == [path.relative_to(BLIND.archive).as_posix() for path in archive_files(BLIND.archive)]
    assert Counter(roles.values()) == {"report": 10, "late": 1, "replaced": 1, "draft": 1, "copy": 1, "press": 1}
    assert {roles[cell["file"]] for cell in STATED} == REPORTS


@pytest.mark.parametrize("file", sorted({cell["file"] for cell in STATED}))
def test_report_says_its_values(file: str) -> None:
    """Every value, aim and value of the year before stands in the file; 0 may stand there in words."""
    missing = []
    for cell in STATED:
        if cell["file"] == file:
            values = [cell[name] for name in ("value", "target", "previous") if cell[name] not in ("", "0")]
            missing += [
                (cell["indicator"], value) for value in values if not says(told(file), Decimal(value), cell["unit"])
            ]
    assert missing == []


def test_the_year_before_is_what_was_reported_then() -> None:
    values = {(cell["commune"], cell["period"], cell["indicator"]): cell["value"] for cell in STATED}
    for cell in STATED:
        before = values.get((cell["commune"], "2025-Q3", cell["indicator"]))
        if cell["period"] == "2026-Q3" and cell["previous"] and before:
            assert cell["previous"] == before, cell


def test_no_commune_shares_a_clause_with_another() -> None:
    """No clause of 40 letters or more stands in the reports of two communes, those of the sample archive among them."""
    communes = defaultdict(set)
    for commune, text in [*_sample_texts(), *((row["commune"], told(row["file"])) for row in documents())]:
        for clause in re.split(r"[.;:]", text):
            if len(clause.strip()) >= 40:
                communes[clause.strip()].add(commune)
    assert [clause for clause, names in communes.items() if len(names) > 1 and names & set(UNITS)] == []


def _sample_texts() -> list[tuple[str, str]]:
    with (Path(__file__).parent / "communes_files.tsv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream, delimiter="\t") if not row["file"].endswith("-quet.pdf")]
    return [(row["commune"], told_in_sample(row["file"])) for row in rows if row["role"] in REPORTS]


def test_files_are_built_from_their_sources(tmp_path: Path) -> None:
    command = [sys.executable, str(SCRIPTS / "make_corpus.py"), "--sources", str(BLIND_FOLDER / "sources")]
    subprocess.run([*command, "--out", str(tmp_path), "--only", "docx"], check=True, capture_output=True)
    made = archive_files(tmp_path)
    assert len(made) == 5
    for path in made:
        assert path.read_bytes() == (BLIND.archive / path.relative_to(tmp_path)).read_bytes(), path.name
    form = tmp_path / "bieu.xlsx"
    command = [sys.executable, str(SCRIPTS / "make_form.py"), "--units", str(BLIND_FOLDER / "units.txt")]
    subprocess.run([*command, "--out", str(form)], check=True)
    assert form.read_bytes() == BLIND.form.read_bytes()


def test_scoring_once_is_remembered(tmp_path: Path) -> None:
    scores = tmp_path / "scores.tsv"
    assert may_be_scored(None, scores)
    write_down("first", ("number 1/2", "found 1/2"), scores)
    assert not may_be_scored(None, scores)
    assert may_be_scored("the form changed", scores)
    write_down("the form changed", ("number 2/2", "found 2/2"), scores)
    rows = [line.split("\t") for line in scores.read_text(encoding="utf-8").splitlines()]
    assert rows[0] == ["day", "commit", "reason", "read", "table"]
    assert [row[2:] for row in rows[1:]] == [
        ["first", "number 1/2", "found 1/2"],
        ["the form changed", "number 2/2", "found 2/2"],
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", OPENED)
def test_what_was_learned_from_them_holds(name: str, tmp_path: Path) -> None:
    communes = BLIND_SETS[name]
    run(communes.archive, tmp_path / "a.db", 1)
    counts = Counter(result[0] for _, _, result in commune_outcomes(tmp_path / "a.db", communes=communes))
    assert counts["wrong"] + counts["false"] == 0
    assert counts["right"] >= 0.98 * sum(cell["stated"] == "1" for cell in communes.cells())


@pytest.mark.slow
def test_communes_of_the_sample_archive_are_scored_the_same_way(sample_archive: Path) -> None:
    read, table = scored(SAMPLE, sample_archive, "0")
    stated = sum(cell["stated"] == "1" and cell["held_out"] == "0" for cell in SAMPLE.cells())
    assert f"/{stated} = " in table.split(", ")[1]
    assert read.startswith("number ")
