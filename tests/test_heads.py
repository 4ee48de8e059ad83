"""Heads of documents and pages of every level and year, with what a person reads there (`heads.toml`)."""

from __future__ import annotations

import hashlib
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractors.model import Record, Source
from extractors.text.folding import fold
from pipeline.annotate import annotate

HEADS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("heads.toml").read_text(encoding="utf-8"))["head"]
_FIELDS = (
    "kind", "doc_type", "code", "date", "issuer", "place", "district", "commune", "title", "author", "recipients"
)  # fmt: skip
_CHECKS = [(head["name"], name) for head in HEADS for name in _FIELDS if name in head]
_BY_NAME = {head["name"]: head for head in HEADS}


@cache
def record_of(name: str) -> Record:
    text = _BY_NAME[name]["said"]
    digest = hashlib.sha256(text.encode()).hexdigest()
    return annotate(Source(path=f"{name}.txt", sha256=digest, format="txt", text=text))


@pytest.mark.parametrize(("name", "field"), _CHECKS, ids=[f"{name}: {field}" for name, field in _CHECKS])
def test_field_of_a_head_is_what_a_person_reads(name: str, field: str) -> None:
    expected, found = _BY_NAME[name][field], getattr(record_of(name).metadata, field)
    if field == "recipients":
        assert list(found) == expected
    else:
        assert fold(str(found or "")) == fold(expected), f"{found!r}"


@pytest.mark.parametrize("name", [head["name"] for head in HEADS if "furniture" in head])
def test_furniture_of_the_page_is_boilerplate(name: str) -> None:
    record = record_of(name)
    text = record.source.text
    inside = [text[start:end] for start, end in record.boilerplate]
    for piece in _BY_NAME[name]["furniture"]:
        assert any(piece in part for part in inside), piece


@pytest.mark.parametrize("name", [head["name"] for head in HEADS if "text" in head])
def test_text_of_the_page_is_not_boilerplate(name: str) -> None:
    record = record_of(name)
    for piece in _BY_NAME[name]["text"]:
        at = record.source.text.index(piece)
        assert not any(start < at + len(piece) and at < end for start, end in record.boilerplate), piece


@pytest.mark.parametrize(
    ("plain", "odd"),
    [
        pytest.param(" ", "\u00a0", id="fixed spaces"),
        pytest.param("Đ", "\u00d0", id="Eth for Đ", marks=pytest.mark.slow),
    ],
)
def test_a_head_with_odd_characters_is_read_like_its_plain_form(plain: str, odd: str) -> None:
    for head in HEADS:
        text = re.sub(r"(?<=\S) (?=\S)", odd, head["said"]) if plain == " " else head["said"].replace(plain, odd)
        digest = hashlib.sha256(text.encode()).hexdigest()
        found = annotate(Source(path="odd.txt", sha256=digest, format="txt", text=text)).metadata
        expected = record_of(head["name"]).metadata
        for field in _FIELDS:
            assert getattr(found, field) == getattr(expected, field), (head["name"], field)


def test_heads_are_many_and_of_every_kind() -> None:
    assert len(HEADS) >= 60
    assert len({head["form"] for head in HEADS}) >= 15
