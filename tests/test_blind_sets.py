"""The second to fifth blind sets: communes of Gia Lai, Lâm Đồng, Vĩnh Long and Bắc Ninh, committees, departments and
unions of Quảng Trị, Ninh Bình and Bắc Ninh. Their tables of truth agree with the forms and with what the files say.

The program reads none of these files here: `python -m tests.communes_scored --blind NAME` does, once.
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

from tests.communes_sets import BLIND, FIFTH, FOURTH, OFFICES, SAMPLE, SECOND, THIRD, THIRD_OFFICES, Communes, bare_name
from tests.test_communes import REPORTS, says
from tests.test_corpus import SCRIPTS, archive_files, plain_text

SETS = {
    "second": SECOND,
    "offices": OFFICES,
    "third": THIRD,
    "third-offices": THIRD_OFFICES,
    "fourth": FOURTH,
    "fifth": FIFTH,
}
EACH = pytest.mark.parametrize("communes", SETS.values(), ids=list(SETS))


def documents(communes: Communes) -> list[dict[str, str]]:
    """Return what each file of the archive is."""
    with communes.truth.with_name("files.tsv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


@cache
def told(path: Path) -> str:
    """Return the text of a file on one line, marks of markup taken for spaces."""
    return " ".join(re.sub(r"<[^>]*>", " ", plain_text(path)).split())


def stated(communes: Communes) -> list[dict[str, str]]:
    return [cell for cell in communes.cells() if cell["stated"] == "1"]


def tells(text: str, value: Decimal, unit: str) -> bool:
    """Tell whether a text says a value, a rate also as `a/b`."""
    pairs = re.findall(r"(?<![\d./])(\d[\d.]*)/(\d[\d.]*)(?![\d/])", text) if unit == "%" else []
    parts = [(Decimal(part.replace(".", "")), Decimal(whole.replace(".", ""))) for part, whole in pairs]
    return says(text, value, unit) or any(part * 100 == value * whole for part, whole in parts)


def test_documents_and_cells_are_counted() -> None:
    counts = {name: (len(archive_files(one.archive)), len(one.cells()), len(stated(one))) for name, one in SETS.items()}
    assert counts == {
        "second": (15, 240, 206),
        "offices": (7, 150, 136),
        "third": (19, 345, 257),
        "third-offices": (4, 72, 51),
        "fourth": (7, 114, 92),
        "fifth": (8, 112, 88),
    }


def test_files_have_their_roles() -> None:
    roles = {name: Counter(document["role"] for document in documents(one)) for name, one in SETS.items()}
    assert roles == {
        "second": {"report": 10, "late": 1, "replaced": 1, "draft": 1, "copy": 1, "press": 1},
        "offices": {"report": 6, "other": 1},
        "third": {"report": 12, "late": 2, "replaced": 1, "draft": 1, "copy": 1, "press": 1, "other": 1},
        "third-offices": {"report": 3, "other": 1},
        "fourth": {"report": 6, "replaced": 1},
        "fifth": {"report": 7, "other": 1},
    }


@EACH
def test_every_cell_of_the_form_has_one_row_with_its_unit_and_kind(communes: Communes) -> None:
    form = tomllib.loads(communes.indicators.read_text(encoding="utf-8"))
    cells = communes.cells()
    rows = Counter((c["commune"], c["period"], c["indicator"], c["unit"], c["kind"]) for c in cells)
    assert rows == Counter(
        (bare_name(unit), period, one["key"], one["unit"], one["adds"])
        for unit in form["bodies"]
        for period in communes.periods
        for one in form["indicator"]
    )
    assert {cell["held_out"] for cell in cells} == {"1"}
    assert all((cell["value"] != "") == (cell["file"] != "") == (cell["stated"] == "1") for cell in cells)
    assert not any(cell["target"] or cell["previous"] for cell in cells if cell["stated"] == "0")


@EACH
def test_files_are_those_of_the_table(communes: Communes) -> None:
    told_of = {document["file"]: document for document in documents(communes)}
    held = [path.relative_to(communes.archive).as_posix() for path in archive_files(communes.archive)]
    assert sorted(told_of) == held
    for cell in stated(communes):
        document = told_of[cell["file"]]
        assert document["role"] in REPORTS
        assert (document["commune"], document["period"]) == (cell["commune"], cell["period"])


@pytest.mark.parametrize(
    ("communes", "left_out"),
    [(SECOND, ("Vân Canh", "2025-Q4")), (THIRD, ("Đắk Mil", "2026-Q3"))],
    ids=["second", "third"],
)
def test_one_commune_leaves_out_a_quarter(communes: Communes, left_out: tuple[str, str]) -> None:
    reported = {(cell["commune"], cell["period"]) for cell in stated(communes)}
    asked = {(cell["commune"], cell["period"]) for cell in communes.cells()}
    assert asked - reported == {left_out}


@EACH
def test_reports_say_their_values(communes: Communes) -> None:
    """Every value, aim and value of the year before stands in its file; 0 may stand there in words, a rate as `a/b`."""
    missing = []
    for cell in stated(communes):
        text = told(communes.archive / cell["file"])
        values = [cell[name] for name in ("value", "target", "previous") if cell[name] not in ("", "0")]
        missing += [(cell, value) for value in values if not tells(text, Decimal(value), cell["unit"])]
    assert missing == []


@pytest.mark.parametrize("communes", [SECOND, THIRD], ids=["second", "third"])
def test_the_year_before_is_what_was_reported_then(communes: Communes) -> None:
    values = {(cell["commune"], cell["period"], cell["indicator"]): cell["value"] for cell in stated(communes)}
    for cell in stated(communes):
        before = values.get((cell["commune"], "2025-Q3", cell["indicator"]))
        if cell["period"] == "2026-Q3" and cell["previous"] and before:
            assert cell["previous"] == before, cell


def test_units_are_other_ones_and_share_no_clause() -> None:
    """No clause of 40 letters or more stands in the reports of two units."""
    units = {cell["commune"] for one in SETS.values() for cell in one.cells()}
    assert not units & {cell["commune"] for one in (SAMPLE, BLIND) for cell in one.cells()}
    owners = defaultdict(set)
    for one in SETS.values():
        for document in documents(one):
            for clause in re.split(r"[.;:]", told(one.archive / document["file"])):
                if len(clause.strip()) >= 40:
                    owners[clause.strip()].add(document["commune"])
    assert [clause for clause, names in owners.items() if len(names) > 1] == []


@pytest.mark.parametrize(
    "communes",
    [
        pytest.param(one, id=name, marks=[pytest.mark.slow] * (name not in ("fourth", "fifth")))
        for name, one in SETS.items()
    ],
)
def test_files_are_built_from_their_sources(communes: Communes, tmp_path: Path) -> None:
    sources = communes.truth.with_name("sources")
    command = [sys.executable, str(SCRIPTS / "make_corpus.py"), "--sources", str(sources), "--only", "docx"]
    subprocess.run([*command, "--out", str(tmp_path)], check=True, capture_output=True)
    made = archive_files(tmp_path)
    assert len(made) == sum("docx" in path.read_text(encoding="utf-8").split("\n", 1)[0] for path in sources.glob("*"))
    for path in made:
        assert path.read_bytes() == (communes.archive / path.relative_to(tmp_path)).read_bytes(), path.name
    form = tmp_path / "bieu.xlsx"
    command = [sys.executable, str(SCRIPTS / "make_form.py"), "--form", str(communes.indicators), "--out", str(form)]
    subprocess.run(command, check=True)
    assert form.read_bytes() == communes.form.read_bytes()
