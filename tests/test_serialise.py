"""The public record is what RECORD.md says, and its schema is read off the same types."""

from __future__ import annotations

import json
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pytest

from extractors.model import Citation, Figure, Metadata
from pipeline.serialise import number, record_line, record_object, record_schema
from tests.making import citing, counting, record, regulation

ROOT = Path(__file__).resolve().parent.parent


def test_record_has_the_required_fields() -> None:
    text = "Quy chế số 22-QC/TU; 6.558 người dự."
    citation = citing(text, "Quy chế số 22-QC/TU", **regulation(None))
    made = record_object(record("a.txt", text, citations=(citation,), figures=(counting(text, "6.558", 6558),)))
    assert set(made) == set(record_schema()["required"])
    assert made["figures"][0]["value"] == 6558
    assert made["citations"][0]["relation"] == "mentions"
    assert text[made["citations"][0]["start"] : made["citations"][0]["end"]] == made["citations"][0]["text"]


@pytest.mark.parametrize("kind", [Metadata, Citation, Figure], ids=lambda kind: kind.__name__)
def test_schema_has_every_field(kind: type) -> None:
    assert set(record_schema()["$defs"][kind.__name__]["properties"]) == {f.name for f in fields(kind)}


def test_line_is_one_line_of_json() -> None:
    line = record_line(record("a.txt", "dòng một\ndòng hai\u2028"))
    assert "\n" not in line
    assert json.loads(line)["text"] == "dòng một\ndòng hai\u2028"


@pytest.mark.parametrize(
    ("value", "expected"),
    [("36.24", "36.24"), ("6558", "6558"), ("1150000000", "1150000000"), ("0.5", "0.5"), ("8.0", "8")],
)
def test_number_is_exact(value: str, expected: str) -> None:
    assert json.dumps(number(Decimal(value))) == expected


def test_committed_schema_is_the_one_generated() -> None:
    committed = json.loads((ROOT / "docs" / "record.schema.json").read_text(encoding="utf-8"))
    assert committed == record_schema(), "rewrite it: trichyeu schema > docs/record.schema.json"
