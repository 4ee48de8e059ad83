"""A module's source -> the sets of Vietnamese words written in it, which belong in words.toml beside it.

A set is a display of strings, or the alternatives of one group of a pattern, that holds three words or more. What
stands in a function with a doctest is one predicate's own and shown there.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

FEWEST: Final = 3
"""Words that make a set."""
_MARKED: Final = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE)
_WORD: Final = re.compile(r"(?<!\\)[^\W\d_]{2,}")
_TWO_CASES: Final = re.compile(r"\[(\w)\w\]")
_KIND_OF_GROUP: Final = re.compile(r"\?(?:P<\w+>|[a-z]*:|<?[=!])")
_CLASS: Final = re.compile(r"\[[^\]]*\]")


def word_sets(source: str) -> list[tuple[int, tuple[str, ...]]]:
    """Return every set of Vietnamese words in a module as (line, words).

    >>> word_sets('import re\\nX = ("tăng", "giảm")\\nY = re.compile(r"(?:xã|phường|thị trấn) [A-Z]")')
    [(3, ('xã', 'phường', 'thị trấn'))]
    """
    nodes = list(ast.walk(ast.parse(source)))
    passed = {id(child) for node in nodes if _is_shown(node) for child in ast.walk(node)}
    passed |= {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    passed |= {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    passed |= {id(phrase) for node in nodes for phrase in _phrases(node)}
    return [
        (getattr(node, "lineno", 0), words)
        for node in nodes
        if id(node) not in passed
        for words in _sets_of(node)
        if len(set(map(str.casefold, words))) >= FEWEST and any(map(_MARKED.search, words))
    ]


def _is_shown(node: ast.AST) -> bool:
    """Tell whether a node is a function with a doctest."""
    return isinstance(node, ast.FunctionDef) and ">>>" in (ast.get_docstring(node) or "")


def _phrases(node: ast.AST) -> list[ast.expr]:
    """Return the lists that are one phrase, word by word: the sides of an equation, and what stands in a display."""
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq | ast.NotEq):
        return [node.left, *node.comparators]
    return node.elts if isinstance(node, ast.Set | ast.Tuple | ast.List) else []


def _sets_of(node: ast.AST) -> Iterator[tuple[str, ...]]:
    if isinstance(node, ast.Set | ast.Tuple | ast.List):
        yield tuple(filter(_WORD.search, _strings(node.elts)))
    elif isinstance(node, ast.Dict):
        yield tuple(filter(_WORD.search, _strings([key for key in node.keys if key])))
        yield tuple(filter(_WORD.search, _strings(node.values)))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield from _alternatives(node.value)
    elif isinstance(node, ast.JoinedStr):
        yield from _alternatives("".join(str(p.value) if isinstance(p, ast.Constant) else "0" for p in node.values))
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "split":
        yield tuple(word for text in _strings([node.func.value]) for word in text.split() if _WORD.search(word))


def _strings(nodes: list[ast.expr]) -> Iterator[str]:
    """Yield the words of a display; a list in it is one phrase."""
    for node in nodes:
        if isinstance(node, ast.List):
            yield " ".join(_strings(node.elts))
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _alternatives(pattern: str) -> Iterator[tuple[str, ...]]:
    """Yield the alternatives with words of each group of a pattern, the whole pattern being one."""
    opened: list[list[str]] = [[""]]
    groups: list[list[str]] = []
    at = 0
    while at < len(pattern):
        character = pattern[at]
        step = 2 if character == "\\" else 1
        if character == "[":
            step = max(pattern.find("]", at + 2), at) + 1 - at
        if character == "(":
            opened.append([""])
        elif character == ")" and len(opened) > 1:
            groups.append(opened.pop())
        elif character == "|":
            opened[-1].append("")
        if character not in "(|)":
            opened[-1][-1] += pattern[at : at + step]
        at += step
    for group in (*groups, *opened):
        group[0] = _KIND_OF_GROUP.sub("", group[0])
        plain = (_CLASS.sub("", _TWO_CASES.sub(r"\1", alternative)) for alternative in group)
        yield tuple(filter(_WORD.search, plain))
