"""Loads the rule files: TOML beside the extractor that reads it -> compiled Rule values.

A rule is one `[[rule]]` block: name, gloss, pattern, examples, rejects, and whatever else the
extractor that reads the file wants. Nothing outside the block is edited to add one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from extractors.rule_checks import RuleError, check_rules
from extractors.toml_file import read_toml


class Rule(NamedTuple):
    """One compiled rule; `data` is the whole TOML block, examples and rejects included."""

    name: str
    gloss: str
    pattern: re.Pattern[str]
    data: dict[str, Any]


@cache
def load_table(package: str, name: str) -> dict[str, Any]:
    """Read `NAME.toml` of a package (`__package__` of the extractor that owns it).

    Raises FileNotFoundError when it is not there, RuleError when it is not TOML or a block of it is wrong.
    """
    file = f"{package.replace('.', '/')}/{name}.toml"
    try:
        table = read_toml(_folder(package) / f"{name}.toml")
    except ValueError as error:
        raise RuleError(f"{file}: not TOML: {error}") from error
    check_rules(file, table)
    return table


@cache
def load_rules(package: str, name: str) -> tuple[Rule, ...]:
    """Compile the `[[rule]]` blocks of `NAME.toml` of a package, in file order.

    `{word}` in a pattern is replaced by the entry `word` of the file's `[fragments]` table.
    """
    table = load_table(package, name)
    fragments: dict[str, str] = table.get("fragments", {})
    rules = []
    for block in table["rule"]:
        pattern = block["pattern"]
        for word, fragment in fragments.items():
            pattern = pattern.replace("{" + word + "}", fragment)
        rules.append(Rule(block["name"], block["gloss"], re.compile(pattern, re.VERBOSE), block))
    return tuple(rules)


@cache
def find_pattern(package: str, name: str, rule: str) -> re.Pattern[str]:
    """Return the pattern of the rule `rule` of `NAME.toml` of a package; KeyError when there is none."""
    return {block.name: block.pattern for block in load_rules(package, name)}[rule]


def any_of(words: Iterable[str]) -> str:
    """Return the part of a pattern that is one of the words, the first that fits.

    >>> any_of(["ban hành", "ký"])
    '(?:ban hành|ký)'
    """
    return f"(?:{'|'.join(words)})"


def longest_of(words: Iterable[str]) -> str:
    """Return the part of a pattern that is one of the words as written, the longest that fits.

    Words that begin alike share their beginning, so that a place where none stands is passed over at its first letters.

    >>> longest_of(["quý", "quý này", "tháng"]), re.match(longest_of(["quý", "quý này"]), "quý này")[0]
    ('(?:q(?:u(?:ý(?:\\\\ (?:n(?:à(?:y))))?))|t(?:h(?:á(?:n(?:g)))))', 'quý này')
    """
    following: dict[str, list[str]] = {}
    for word in sorted(words):
        if word:
            following.setdefault(word[0], []).append(word[1:])
    parts = [re.escape(first) + (longest_of(rests) if any(rests) else "") for first, rests in following.items()]
    return f"(?:{'|'.join(parts)})" + ("?" if "" in words else "")


def list_rule_files(root: str = "extractors") -> tuple[tuple[str, str], ...]:
    """Return every rule file below a package as (package, name), in the order of their paths."""
    return tuple(sorted(_below(root, _folder(root))))


def _folder(package: str) -> Path:
    """Return the folder of a package."""
    return Path(next(iter(import_module(package).__path__)))


def _below(package: str, folder: Path) -> Iterator[tuple[str, str]]:
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.name.startswith("_"):
            yield from _below(f"{package}.{entry.name}", entry)
        elif entry.name.endswith(".toml"):
            yield package, entry.name.removesuffix(".toml")
