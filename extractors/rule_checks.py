"""The blocks and word lists of a rule file -> nothing when they are right, else an error that says where and what.

A block has a name, a gloss (what it means, in Vietnamese), a pattern or words, examples and rejects. A file whose
extractor asks for more says so in its `[keys]` table, one line a key:

    [keys]
    indicator = { is = "Indicator", says = "chỉ tiêu mà danh từ này đếm" }
    words = { is = "words", once = true, says = "danh từ, chữ thường" }

`is` names the kind of value; `once` forbids the same word in two blocks; `needed` asks every block for the key.
A list of words in a table of the file's own (`[words]`) holds no word twice and none that is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

_STANDARD: Final[dict[str, str]] = {
    "name": "text", "gloss": "text", "pattern": "text", "tried": "text", "examples": "list", "rejects": "list",
}  # fmt: skip
_ALWAYS: Final = ("name", "gloss", "examples", "rejects")


class RuleError(ValueError):
    """A rule file says something that no extractor understands; the message names the file, the block and the key."""


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) and word for word in value)


_KINDS: Final[dict[str, Callable[[object], bool]]] = {
    "text": _is_text,
    "words": _is_words,
    "list": lambda value: isinstance(value, list),
    "levels": lambda value: isinstance(value, list) and all(map(_is_words, value)),
    "number": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "flag": lambda value: isinstance(value, bool),
}
_DESCRIBED: Final = {
    "text": "a text", "words": "a list of words", "list": "a list", "levels": "a list of lists of words",
    "number": "a whole number", "flag": "true or false",
}  # fmt: skip


@cache
def _values() -> dict[str, frozenset[str]]:
    """Return the values of the kinds of the model, which few files ask for and a question never does."""
    from extractors.model import BlockKind, Hedge, Indicator, Measure, PeriodKind, Relation, Role

    kinds = (BlockKind, Hedge, Indicator, Measure, PeriodKind, Relation, Role)
    return {kind.__name__: frozenset(member.value for member in kind) for kind in kinds}


def check_rules(file: str, table: Mapping[str, Any]) -> None:
    """Raise RuleError when a block or a word list of a rule file is wrong.

    >>> check_rules("nouns.toml", {"rule": [{"name": "sổ tay", "gloss": "sách", "exmples": []}]})
    Traceback (most recent call last):
    ...
    extractors.rule_checks.RuleError: nouns.toml, block "sổ tay": key "exmples" is not known here; \
known keys: examples, gloss, name, pattern, rejects, tried. Correct it, or describe it in [keys].
    """
    keys: Mapping[str, Mapping[str, Any]] = table.get("keys", {})
    kinds = _STANDARD | {key: str(entry["is"]) for key, entry in keys.items()}
    needed = (*_ALWAYS, *(key for key, entry in keys.items() if entry.get("needed")))
    blocks: Sequence[Mapping[str, Any]] = table.get("rule", ())
    for block in blocks:
        for complaint in _complaints(block, kinds, needed):
            raise RuleError(f'{file}, block "{block.get("name", "?")}": {complaint}')
    for key, entry in keys.items():
        if entry.get("once"):
            _check_once(file, key, blocks)
    for name, lists in table.items():
        if isinstance(lists, dict):
            _check_lists(f"{file}, [{name}]", lists)


def _check_lists(place: str, lists: Mapping[str, Any]) -> None:
    for name, words in lists.items():
        seen: set[str] = set()
        for word in filter(_is_text, words if isinstance(words, list) else ()):
            if not word:
                raise RuleError(f"{place}: {name} holds an empty word. Remove it.")
            if word in seen:
                raise RuleError(f'{place}: {name} holds "{word}" twice. Remove one.')
            seen.add(word)


def _complaints(block: Mapping[str, Any], kinds: Mapping[str, str], needed: Sequence[str]) -> Iterator[str]:
    for key, value in block.items():
        kind = kinds.get(key)
        if kind is None:
            known = ", ".join(sorted(kinds))
            yield f'key "{key}" is not known here; known keys: {known}. Correct it, or describe it in [keys].'
        elif kind in _KINDS:
            if not _KINDS[kind](value):
                yield f"{key} must be {_DESCRIBED[kind]}, not {value!r}."
        elif value not in _values()[kind]:
            known = ", ".join(sorted(_values()[kind]))
            yield f'{key} "{value}" is not known; known: {known}. A new one is added to {kind} in extractors/model.py.'
    for key in needed:
        if key not in block:
            yield f'it has no "{key}".'
    if not block.get("examples"):
        yield "it shows no example: write one sentence that it reads."


def _check_once(file: str, key: str, blocks: Sequence[Mapping[str, Any]]) -> None:
    owners: dict[str, str] = {}
    for block in blocks:
        for word in block.get(key, ()):
            owner = owners.setdefault(word, block["name"])
            if owner != block["name"]:
                raise RuleError(f'{file}, block "{block["name"]}": "{word}" stands in block "{owner}" already.')
