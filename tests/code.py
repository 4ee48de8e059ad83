"""The project's own code, as the tests about it read it: what a module imports, without a look at its expressions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_BODIES = ("body", "orelse", "finalbody", "handlers", "cases")


def imports(source: str) -> Iterator[ast.Import | ast.ImportFrom]:
    """Yield every import of a module, those in functions and under conditions too.

    >>> [node.lineno for node in imports("import a\\ntry:\\n    from b import c\\nexcept E:\\n    import d")]
    [1, 3, 5]
    """
    waiting: list[ast.AST] = [ast.parse(source)]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        for name in _BODIES:
            waiting += getattr(node, name, ())


@cache
def imports_of(file: Path) -> tuple[ast.Import | ast.ImportFrom, ...]:
    """Return every import of a module of ours."""
    return tuple(imports(file.read_text(encoding="utf-8")))
