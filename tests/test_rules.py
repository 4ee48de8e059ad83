"""Every rule of every rule file against its own examples and rejects, and against its neighbours' examples."""

import re
from typing import Any

import pytest

from extractors.rulebook import Rule, list_rule_files, load_rules, load_table

ROOTS = ("extractors", "pipeline.archive", "pipeline.merging")
PACKAGES = {name: package for root in ROOTS for package, name in list_rule_files(root)}
RULED = [
    name
    for name, package in PACKAGES.items()
    if all("pattern" in b for b in load_table(package, name).get("rule", [{}]))
]
"""Files whose rules are patterns; rules that are words are tried by their own stage, on whole sentences."""
RULES = [(name, rule) for name in RULED for rule in load_rules(PACKAGES[name], name)]

_TRIED = {"whole": "fullmatch", "start": "match", "anywhere": "search"}
_BY_FILE = {"boilerplate": "whole", "numerals": "whole", "periods": "whole", "sections": "start"}


def _match(name: str, rule: Rule, text: str) -> re.Match[str] | None:
    """Try a rule the way its extractor does: `tried` of the block, else that of the file, else anywhere."""
    tried = _TRIED.get(rule.data.get("tried", _BY_FILE.get(name, "anywhere")), "search")
    match: re.Match[str] | None = getattr(rule.pattern, tried)(text)
    return match


def _text(example: str | dict[str, Any]) -> str:
    return example if isinstance(example, str) else str(example["text"])


def _example_cases() -> list[Any]:
    return [
        pytest.param(name, rule, example, id=f"{name}.{rule.name}: {_text(example)}")
        for name, rule in RULES
        for example in rule.data.get("examples", [])
    ]


def _reject_cases() -> list[Any]:
    return [
        pytest.param(name, rule, _text(text), id=f"{name}.{rule.name}: {_text(text)}")
        for name, rule in RULES
        for text in rule.data.get("rejects", [])
    ]


@pytest.mark.parametrize(("name", "rule", "example"), _example_cases())
def test_rule_finds_its_example(name: str, rule: Rule, example: str | dict[str, Any]) -> None:
    match = _match(name, rule, _text(example))
    assert match, f"{rule.name} does not find {_text(example)!r}"
    if isinstance(example, dict):
        expected = {key: value for key, value in example.items() if key in rule.pattern.groupindex}
        assert {key: match[key] for key in expected} == expected


@pytest.mark.parametrize(("name", "rule", "text"), _reject_cases())
def test_rule_leaves_its_rejects_alone(name: str, rule: Rule, text: str) -> None:
    assert _match(name, rule, text) is None


@pytest.mark.parametrize(("name", "rule"), RULES, ids=lambda value: value if isinstance(value, str) else value.name)
def test_rule_is_told_and_shown(name: str, rule: Rule) -> None:
    assert rule.name and rule.gloss
    assert rule.data.get("examples"), f"{name}.{rule.name} shows no example"


@pytest.mark.parametrize("name", RULED)
def test_names_are_unique(name: str) -> None:
    names = [rule.name for rule in load_rules(PACKAGES[name], name)]
    assert len(names) == len(set(names))


ORDERED = ["symbols", "standards", "sessions"]
"""Files whose rules are tried in order: the first that matches an example from its start must be the example's own."""


@pytest.mark.parametrize("name", ORDERED)
def test_no_rule_steals_anothers_example(name: str) -> None:
    rules = load_rules(PACKAGES[name], name)
    stolen = []
    for rule in rules:
        for example in rule.data["examples"]:
            text = _text(example)
            first = next(r.name for r in rules if (r.pattern.fullmatch if name == "symbols" else r.pattern.match)(text))
            if first != rule.name:
                stolen.append(f"{first} takes {text!r} of {rule.name}")
    assert not stolen
