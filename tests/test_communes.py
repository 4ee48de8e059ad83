"""The reports of twelve communes: the table of truth agrees with itself, with the form, and with what the files say.

`communes.tsv` was written before the reports. A row is one cell of the form: what the commune's report of the period
states (`stated` 1, in `file`), or that it states nothing (0: the cell must stay empty, whatever stands nearby).
`target` is an aim told beside the value, `previous` the value of the same period a year before. Rows with `held_out`
belong to communes whose files nobody looks at while building. `communes_files.tsv` says what each file is.
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

from tests.test_corpus import CORPUS, ROOT, archive_files, plain_text

FOLDER = "tong-hop-xa"
FORM = tomllib.loads((ROOT / "scripts" / "corpus_sources" / "bieu-xa.toml").read_text(encoding="utf-8"))
PERIODS = ("2025-Q3", "2025-Q4", "2026-Q3")
REPORTS = {"report", "late"}
SPOKEN = {1: ("một",), 2: ("hai",), 3: ("ba",), 4: ("bốn",), 5: ("năm",)}


def read_table(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


CELLS = read_table("communes.tsv")
DOCUMENTS = read_table("communes_files.tsv")
STATED = [cell for cell in CELLS if cell["stated"] == "1"]
VALUES = {(cell["commune"], cell["period"], cell["indicator"]): Decimal(cell["value"]) for cell in STATED}
SCANNED = [document["file"] for document in DOCUMENTS if document["file"].endswith("-quet.pdf")]


@cache
def told(file: str) -> str:
    """Return the text of a file, on one line, marks of markup taken for spaces."""
    return " ".join(re.sub(r"<[^>]*>", " ", plain_text(CORPUS / file)).split())


def ways_to_write(value: Decimal, unit: str) -> list[str]:
    """Return how a report may print a value.

    >>> ways_to_write(Decimal("38430"), "triệu đồng")
    ['38.430', '38,430', '38 tỷ 430', '38,43']
    """
    if unit == "%":
        plain = f"{value.normalize():f}".replace(".", ",")
        return [plain, f"{value:.1f}".replace(".", ",")]
    number = int(value)
    ways = [f"{number:,}".replace(",", ".")]
    if unit == "triệu đồng":
        ways += [f"{number / 1000:.3f}".replace(".", ","), f"{number // 1000} tỷ {number % 1000:03d}"]
        ways.append(f"{number / 1000:.3f}".rstrip("0").rstrip(".").replace(".", ","))
    return ways + ([f"{number:02d}"] if number < 10 else [])


def says(text: str, value: Decimal, unit: str) -> bool:
    written = "|".join(map(re.escape, ways_to_write(value, unit)))
    found = re.search(rf"(?<![\d.,])(?:{written})(?!\d|[.,]\d)", text)
    spoken = any(re.search(rf"\b{word}\b", text.lower()) for word in SPOKEN.get(int(value), ()) if unit != "%")
    return bool(found) or spoken


def test_every_cell_of_the_form_has_one_row() -> None:
    keys = [indicator["key"] for indicator in FORM["indicator"]]
    rows = Counter((cell["commune"], cell["period"], cell["indicator"]) for cell in CELLS)
    assert rows == Counter((unit, period, key) for unit in FORM["units"] for period in PERIODS for key in keys)


def test_table_has_the_units_and_kinds_of_the_form() -> None:
    kinds = {indicator["key"]: (indicator["unit"], indicator["adds"]) for indicator in FORM["indicator"]}
    assert all((cell["unit"], cell["kind"]) == kinds[cell["indicator"]] for cell in CELLS)


def test_a_cell_has_a_value_where_it_is_stated() -> None:
    for cell in CELLS:
        filled = [cell[name] != "" for name in ("value", "file")]
        assert filled == [cell["stated"] == "1"] * 2, cell
        assert cell["stated"] == "1" or cell["target"] == cell["previous"] == "", cell


def test_four_communes_are_held_out() -> None:
    held = {cell["commune"] for cell in CELLS if cell["held_out"] == "1"}
    assert len(held) == 4
    assert {cell["held_out"] for cell in CELLS if cell["commune"] in held} == {"1"}


def test_files_are_those_of_the_table() -> None:
    files = [path.relative_to(CORPUS).as_posix() for path in archive_files(CORPUS / FOLDER)]
    assert sorted(document["file"] for document in DOCUMENTS) == files


def test_who_reported() -> None:
    """One commune never reports, three leave out a quarter, three report late, three report twice."""
    roles = defaultdict(list)
    for document in DOCUMENTS:
        roles[document["role"]].append((document["commune"], document["period"]))
    reported = [*roles["report"], *roles["late"]]
    assert len(set(reported)) == len(reported) == 33
    assert {cell: len(roles[cell]) for cell in ("late", "replaced", "draft", "copy", "press")} == {
        "late": 3, "replaced": 3, "draft": 1, "copy": 2, "press": 3,
    }  # fmt: skip
    assert {(cell["commune"], cell["period"]) for cell in STATED} == set(reported)


def test_a_value_is_taken_from_the_report_that_holds() -> None:
    role = {document["file"]: document["role"] for document in DOCUMENTS}
    assert {role[cell["file"]] for cell in STATED} <= REPORTS


@pytest.mark.parametrize("copy", [d for d in DOCUMENTS if d["role"] == "copy"], ids=lambda d: d["file"])
def test_copies_are_copies(copy: dict[str, str]) -> None:
    """A copy in the format of its report has its bytes, one in another format its words."""
    (report,) = (d["file"] for d in DOCUMENTS if d["code"] == copy["code"] and d["role"] == "report")
    if Path(report).suffix == Path(copy["file"]).suffix:
        assert (CORPUS / report).read_bytes() == (CORPUS / copy["file"]).read_bytes()
    else:
        assert Counter(told(report).split()) == Counter(told(copy["file"]).split())


@pytest.mark.parametrize("file", sorted({cell["file"] for cell in STATED} - set(SCANNED)))
def test_report_says_its_values(file: str) -> None:
    """Every value, aim and value of the year before stands in the file; 0 may stand there in words."""
    missing = []
    for cell in STATED:
        if cell["file"] != file:
            continue
        told_values = [cell["value"], cell["target"], cell["previous"]]
        numbers = [Decimal(value) for value in told_values if value and Decimal(value) != 0]
        missing += [(cell["indicator"], str(n)) for n in numbers if not says(told(file), n, cell["unit"])]
    assert missing == []


def test_cumulative_values_grow() -> None:
    for commune, period, indicator in VALUES:
        before = (commune, "2025-Q3", indicator)
        kind = next(cell["kind"] for cell in CELLS if cell["indicator"] == indicator)
        if kind == "cumulative" and period == "2025-Q4" and before in VALUES:
            assert VALUES[commune, period, indicator] >= VALUES[before], (commune, indicator)


def test_no_more_settled_than_received() -> None:
    for commune, period, indicator in VALUES:
        if indicator == "don_xong":
            received = VALUES.get((commune, period, "don_nhan"))
            assert received is None or VALUES[commune, period, indicator] <= received


def test_the_year_before_is_what_was_reported_then() -> None:
    for cell in STATED:
        before = VALUES.get((cell["commune"], "2025-Q3", cell["indicator"]))
        if cell["period"] == "2026-Q3" and cell["previous"] and before is not None:
            assert Decimal(cell["previous"]) == before, cell


def test_communes_do_not_share_sentences() -> None:
    """No clause of 60 letters or more stands in the reports of two communes."""
    clauses = defaultdict(set)
    for document in DOCUMENTS:
        if document["role"] in REPORTS and document["file"] not in SCANNED:
            for clause in re.split(r"[.;:]", told(document["file"])):
                if len(clause.strip()) >= 60:
                    clauses[clause.strip()].add(document["commune"])
    assert [clause for clause, communes in clauses.items() if len(communes) > 1] == []


def test_form_is_built_from_its_source(tmp_path: Path) -> None:
    made = tmp_path / "bieu-xa.xlsx"
    subprocess.run([sys.executable, str(ROOT / "scripts" / "make_form.py"), "--out", str(made)], check=True)
    assert made.read_bytes() == (ROOT / "scripts" / "corpus_sources" / "bieu-xa.xlsx").read_bytes()
