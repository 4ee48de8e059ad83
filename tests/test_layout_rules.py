"""Every rule of layout and header against its own examples and rejects."""

import re

import pytest

from extractors.lines import Line
from extractors.rulebook import Rule, load_rules
from extractors.sections import match_heading

FILES = ("letterhead", "header", "stamps", "tasks", "published")


def tried(rule: Rule, text: str) -> re.Match[str] | None:
    if rule.data["tried"] == "whole":
        return rule.pattern.fullmatch(text)
    return rule.pattern.match(text) if rule.data["tried"] == "start" else rule.pattern.search(text)


def rows(kind: str, files: tuple[str, ...] = FILES) -> list[tuple[Rule, object]]:
    return [(rule, row) for name in files for rule in load_rules(name) for row in rule.data[kind]]


@pytest.mark.parametrize(("rule", "example"), rows("examples"), ids=lambda value: getattr(value, "name", str(value)))
def test_rule_reads_its_example(rule: Rule, example: str | dict[str, str]) -> None:
    text = example if isinstance(example, str) else example["text"]
    found = tried(rule, text)
    assert found is not None
    if isinstance(example, dict):
        assert {group: found[group] for group in example if group != "text"} == {
            group: value for group, value in example.items() if group != "text"
        }


@pytest.mark.parametrize(("rule", "text"), rows("rejects"), ids=lambda value: getattr(value, "name", str(value)))
def test_rule_leaves_its_rejects(rule: Rule, text: str) -> None:
    assert tried(rule, text) is None


@pytest.mark.parametrize(
    ("rule", "text"), rows("examples", ("boilerplate",)), ids=lambda value: getattr(value, "name", str(value))
)
def test_furniture_is_read_by_its_own_rule_first(rule: Rule, text: str) -> None:
    assert (
        next(other for other in load_rules("boilerplate") if other.pattern.fullmatch(text)).data["zone"]
        == rule.data["zone"]
    )


@pytest.mark.parametrize(
    ("rule", "text"), rows("rejects", ("boilerplate",)), ids=lambda value: getattr(value, "name", str(value))
)
def test_text_is_not_furniture(rule: Rule, text: str) -> None:
    assert rule.pattern.fullmatch(text) is None


@pytest.mark.parametrize(
    ("rule", "text"), rows("examples", ("sections",)), ids=lambda value: getattr(value, "name", str(value))
)
def test_heading_is_read_by_its_own_rule_first(rule: Rule, text: str) -> None:
    if rule.data.get("part") == "footer":
        assert rule.pattern.match(text)
    else:
        found = match_heading(Line(0, len(text), text))
        assert found is not None
        assert found[0].name == rule.name


@pytest.mark.parametrize(
    ("rule", "text"), rows("rejects", ("sections",)), ids=lambda value: getattr(value, "name", str(value))
)
def test_text_is_no_heading_of_that_kind(rule: Rule, text: str) -> None:
    assert rule.pattern.match(text) is None
