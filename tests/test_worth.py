"""The tool that tells what a rule is worth: what it switches off, and where it tries."""

from __future__ import annotations

from typing import Any

import pytest

from extractors.rulebook import list_rule_files, load_rules, load_table
from tests.worth import NEVER, Switch, Worth, kind_of, may_fire, own_examples, switches, without

RELATION = Switch("extractors.citations", "relations", "rule", "reviews")
SPEAKERS = Switch("extractors.citations", "relations", "words", "speakers")
FACT = Switch("extractors.figures.links", "weights", "*", "adds up")


def off(switch: Switch) -> dict[str, Any]:
    return without(switch, load_table(switch.package, switch.file))


def test_every_rule_with_a_pattern_is_switched() -> None:
    found = {(switch.package, switch.file, switch.name) for switch in switches()}
    ruled = [(package, file) for package, file in list_rule_files() if "rule" in load_table(package, file)]
    assert ruled
    for package, file in ruled:
        assert {(package, file, block["name"]) for block in load_table(package, file)["rule"]} <= found
    assert len(set(switches())) == len(list(switches()))


def test_a_pattern_finds_nothing_and_keeps_its_groups() -> None:
    table = off(RELATION)
    blocks = {block["name"]: block for block in table["rule"]}
    assert blocks["reviews"]["pattern"].startswith("(?!)(?P<cue>")
    assert blocks["implements"] in load_table("extractors.citations", "relations")["rule"]


def test_words_and_facts_are_taken_out_and_nothing_else() -> None:
    words = off(SPEAKERS)["words"]
    whole = load_table("extractors.citations", "relations")["words"]
    assert words == whole | {"speakers": [NEVER]}
    weights = off(FACT)
    assert all("adds up" not in facts for facts in weights.values())
    assert weights["margin"] == load_table("extractors.figures.links", "weights")["margin"]


@pytest.mark.parametrize(
    ("switch", "text", "fires"),
    [
        (RELATION, "Sơ kết 03 năm thực hiện Chỉ thị 05", True),
        (RELATION, "Huyện uỷ mở 12 lớp", False),
        (SPEAKERS, "theo ông A", True),
        (SPEAKERS, "khen 12 em", False),
        (FACT, "khen 12 em", True),
    ],
)
def test_a_rule_is_tried_where_it_may_find_something(switch: Switch, text: str, fires: bool) -> None:
    assert may_fire(switch, text) == fires


def test_every_example_of_a_pattern_may_fire() -> None:
    for switch in switches():
        blocks = load_table(switch.package, switch.file).get(switch.table)
        if switch.table == "rule" and blocks and all("pattern" in block for block in blocks):
            assert load_rules(switch.package, switch.file)
            assert all(may_fire(switch, text) for text in own_examples(switch)), switch


@pytest.mark.parametrize(
    ("gold", "corpus", "examples", "tried", "kind"),
    [
        ({"dev figure": 2, "second figure": -1}, 0, 0, 3, "helps"),
        ({"second figure": -1}, 4, 1, 3, "hurts"),
        ({"dev figure": 1, "second figure": -1}, 0, 0, 3, "changes"),
        ({}, 4, 0, 3, "changes"),
        ({}, 0, 2, 3, "examples only"),
        ({}, 0, 0, 3, "nothing"),
        ({}, 0, 0, 0, "not here"),
    ],
)
def test_kinds_of_worth(gold: dict[str, int], corpus: int, examples: int, tried: int, kind: str) -> None:
    assert kind_of(Worth(RELATION, tried, gold, corpus, examples)) == kind
