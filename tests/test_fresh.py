"""The annotations of the fresh texts are well formed, and are joined with no other text than their own."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from extractors.model import Form, Hedge, Measure, Modality, Relation, Role
from tests.fresh import join, link_faults, read_annotations, span_faults
from tests.gate import shared_folder

TEXTS = shared_folder() / "fresh"
needs_texts = pytest.mark.skipif(not TEXTS.is_dir(), reason="the fresh texts (../shared/fresh) are not here")
SHAPES: dict[str, dict[str, Any]] = {
    "citations": {"form": Form, "relation": Relation},
    "figures": {"measure": Measure, "modality": Modality, "hedge": Hedge, "role": Role},
}


@pytest.mark.parametrize("name", read_annotations())
def test_an_annotation_is_well_formed_and_holds_no_text(name: str) -> None:
    annotation = read_annotations()[name]
    assert annotation["id"] == name
    for kind, fields in SHAPES.items():
        items = annotation[kind]
        assert items == sorted(items, key=lambda item: item["start"])
        assert not [item for item in items if "text" in item]
        for item in items:
            for field, shape in fields.items():
                assert item[field] is None or shape(item[field])
    assert link_faults(annotation["figures"]) == []


@needs_texts
@pytest.mark.parametrize("name", read_annotations())
def test_the_spans_fit_the_text(name: str) -> None:
    content = (TEXTS / f"{name}.txt").read_bytes()
    annotation = join(read_annotations()[name], content)
    assert span_faults(annotation, content.decode("utf-8")) == []


def test_a_join_fills_in_the_words_and_refuses_another_text() -> None:
    content = "Có 12 chi bộ.".encode()
    annotation = {
        "id": "a",
        "sha256": hashlib.sha256(content).hexdigest(),
        "boilerplate": [],
        "citations": [],
        "figures": [{"start": 3, "end": 5, "value": 12, "role": None, "of_figure": None}],
    }
    assert join(annotation, content)["figures"][0]["text"] == "12"
    with pytest.raises(ValueError, match="not the one"):
        join(annotation, content + b"\n")


def test_faults_are_found() -> None:
    figures: list[dict[str, Any]] = [
        {"start": 3, "end": 4, "role": "part", "of_figure": 0},
        {"start": 3, "end": 6, "role": None, "of_figure": 2},
        {"start": 40, "end": 41, "role": "part", "of_figure": 7},
    ]
    assert len(link_faults(figures)) == 3
    faults = span_faults({"citations": [], "figures": figures, "boilerplate": [[5, 8]]}, "Có 12 chi bộ.")
    assert [fault.partition(": ")[2] for fault in faults] == [
        "cuts a word",
        "a blank edge",
        "inside boilerplate",
        "outside the text",
        "overlap",
    ]
