"""What docstrings show is so: every module that shows something is run, and no other is looked through for it."""

from __future__ import annotations

import doctest
import importlib
import re
from pathlib import Path

import pytest

SHOWN = re.compile(r"^ +>>> ", re.MULTILINE)
ROOT = Path(__file__).resolve().parent.parent
SHOWING = sorted(
    ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for top in ("extractors", "pipeline", "trichyeu", "tests")
    for file in (ROOT / top).rglob("*.py")
    if not file.name.startswith("test_") and SHOWN.search(file.read_text(encoding="utf-8"))
)


@pytest.mark.parametrize("module", SHOWING)
def test_what_a_docstring_shows_is_so(module: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = doctest.testmod(importlib.import_module(module))
    assert told.attempted > 0
    assert told.failed == 0, capsys.readouterr().out
