"""Every block of the figure lexicons against its own examples and rejects, on whole sentences."""

from __future__ import annotations

from typing import Any

import pytest

from extractors.citations.find import find_citations
from extractors.figures.find import find_figures
from extractors.model import Figure
from extractors.rulebook import list_rule_files, load_table

PACKAGES = {name: package for package, name in list_rule_files()}
WORD_FILES = ["nouns", "units", "hedges", "ratings", "cues", "exclusions", "stops"]
BLOCKS = [(name, rule) for name in WORD_FILES for rule in load_table(PACKAGES[name], name)["rule"]]
EXAMPLES = [
    pytest.param(
        name, example, id=f"{name}.{rule['name']}: {example['text'] if isinstance(example, dict) else example}"
    )
    for name, rule in BLOCKS
    for example in rule["examples"]
]
REJECTS = [
    pytest.param(name, rule["name"], text, id=f"{name}.{rule['name']}: {text}")
    for name, rule in BLOCKS
    for text in rule["rejects"]
]


def _seen(name: str, figure: Figure) -> dict[str, str | None]:
    """Return what an example may say of a figure; an empty text says that there is none."""
    return {
        "unit": figure.unit,
        "indicator": figure.indicator.value,
        "label": figure.label,
        "value": figure.hedge if name == "hedges" else f"{figure.value:f}",
        "modality": figure.modality.value,
        "role": figure.role.value if figure.role else "",
        "direction": figure.direction or "",
        "estimate": "yes" if figure.estimate else "",
    }


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_block_reads_its_example(name: str, example: Any) -> None:
    if name == "exclusions":
        assert [figure.text for figure in find_figures(example)] == []
        return
    figures = find_figures(example["text"])
    seen = _seen(name, figures[example.get("at", 0)])
    assert {key: seen[key] for key in example if key in seen} == {
        key: value for key, value in example.items() if key in seen
    }


@pytest.mark.parametrize(("name", "rule", "text"), REJECTS)
def test_block_leaves_its_rejects_alone(name: str, rule: str, text: str) -> None:
    figures = find_figures(text)
    if name == "exclusions":
        assert figures
    elif name == "hedges":
        assert all(figure.hedge != rule for figure in figures)
    elif name == "units":
        assert all(figure.measure != rule for figure in figures)
    elif name == "ratings":
        assert all(figure.label is None for figure in figures)
    else:
        assert all(figure.indicator != _indicator(name, rule) for figure in figures)


def _indicator(name: str, rule: str) -> str:
    block = next(block for block in load_table(PACKAGES[name], name)["rule"] if block["name"] == rule)
    return "attendance" if block.get("value") == "participation" else str(block.get("indicator", block.get("value")))


@pytest.mark.parametrize(("name", "rule"), BLOCKS, ids=lambda value: value if isinstance(value, str) else value["name"])
def test_block_is_told(name: str, rule: dict[str, Any]) -> None:
    assert rule["name"] and rule["gloss"], name


@pytest.mark.parametrize("name", WORD_FILES)
def test_names_are_unique(name: str) -> None:
    names = [rule["name"] for rule in load_table(PACKAGES[name], name)["rule"]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", ["nouns", "units", "cues"])
def test_no_word_stands_twice_in_a_block(name: str) -> None:
    for rule in load_table(PACKAGES[name], name)["rule"]:
        assert len(rule["words"]) == len(set(rule["words"])), rule["name"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Đảng ủy tổ chức quán triệt 03 Nghị quyết Trung ương 5 khóa XIII tới các chi bộ.", ["03 nghị quyết"]),
        ("Theo khoản 2 Điều 5 Nghị định số 30/2020/NĐ-CP, có 12 xã thực hiện.", ["12 xã"]),
        ("Thực hiện Kế hoạch số 21-KH/HU về xây dựng mô hình tại 30 xã điểm, Ban đã mở 4 lớp.", ["4 lớp"]),
        ("UBND huyện ban hành Quyết định số 85/QĐ-UBND về việc hỗ trợ 40 hộ nghèo.", ["40 hộ nghèo"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_numbers_beside_citations(text: str, told: list[str]) -> None:
    """A count before a cited document is one; a number in the title of a document that is carried out is part of it."""
    assert [f"{figure.text} {figure.unit}" for figure in find_figures(text, find_citations(text))] == told
