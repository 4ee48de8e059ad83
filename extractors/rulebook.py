"""Loads the rule files: TOML in `rules/` -> checked, compiled Rule values.

A rule is one `[[rule]]` block: name, gloss, pattern, examples, rejects, and whatever else the
extractor that reads the file wants. Nothing outside the block is edited to add one.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Rule:
    """One compiled rule; `data` is the whole TOML block, examples and rejects included."""

    name: str
    gloss: str
    pattern: re.Pattern[str]
    data: dict[str, Any]


@cache
def load_table(name: str) -> dict[str, Any]:
    """Read `rules/NAME.toml`; FileNotFoundError or tomllib.TOMLDecodeError when it is not there or not TOML."""
    path = resources.files(__package__).joinpath("rules", f"{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def load_rules(name: str) -> tuple[Rule, ...]:
    """Compile the `[[rule]]` blocks of `rules/NAME.toml`, in file order.

    `{word}` in a pattern is replaced by the entry `word` of the file's `[fragments]` table.
    """
    table = load_table(name)
    fragments: dict[str, str] = table.get("fragments", {})
    rules = []
    for block in table["rule"]:
        pattern = block["pattern"]
        for word, fragment in fragments.items():
            pattern = pattern.replace("{" + word + "}", fragment)
        rules.append(Rule(block["name"], block["gloss"], re.compile(pattern, re.VERBOSE), block))
    return tuple(rules)


@cache
def find_pattern(name: str, rule: str) -> re.Pattern[str]:
    """Return the pattern of the rule `rule` of `rules/NAME.toml`; KeyError when there is none."""
    return {block.name: block.pattern for block in load_rules(name)}[rule]
