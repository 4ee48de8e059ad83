"""Our provinces, districts and the merger of 2025 agree with underthesea's tables (vietnamadminunits)."""

from __future__ import annotations

import json
from datetime import date
from importlib import resources
from typing import Any

import pytest

from extractors.values.places import canonical, place_of_district, successors


@pytest.fixture(scope="module")
def tables() -> dict[str, Any]:
    path = resources.files("underthesea.address").joinpath("data", "mapping.json")
    tables: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return tables


def short(tables: dict[str, Any], kind: str, key: str) -> str:
    name = canonical(tables[kind][key]["short"])
    assert name is not None, tables[kind][key]
    return name


def test_every_province_goes_where_the_library_says(tables: dict[str, Any]) -> None:
    wrong = {}
    for old, new in tables["province_mapping"].items():
        before, after = short(tables, "old_province_names", old), short(tables, "province_names", new)
        if successors(before, date(2025, 7, 1)) != (after,):
            wrong[before] = after
    assert wrong == {}
    assert len(tables["province_mapping"]) == 63


def test_a_district_that_we_know_is_in_the_province_that_the_library_says(tables: dict[str, Any]) -> None:
    known = {}
    for row in tables["ward_mapping"]:
        kind, _, name = row["old_district"].partition(" ")
        name = name.removeprefix("phố ").removeprefix("xã ") if kind in ("Thành", "Thị") else name
        province = place_of_district(name)
        if province is not None:
            known[name] = (province, canonical(row["old_province"]))
    assert len(known) > 300
    assert {name: pair for name, pair in known.items() if pair[0] != pair[1]} == {}
