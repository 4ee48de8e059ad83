"""The fingerprint covers every module and rule that a record goes through on its way from bytes to rows."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from pipeline.run import fingerprint
from tests.code import imports_of

ROOT = Path(__file__).resolve().parent.parent
ASKED = "pipeline/postgres/"
"""What reads and feeds a server: a run's rows are made in the file at hand, before it."""


def _file_of(module: str) -> Path | None:
    base = ROOT.joinpath(*module.split("."))
    return next((p for p in (base.with_suffix(".py"), base / "__init__.py") if p.is_file()), None)


def _imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in imports_of(file):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in names if name.split(".")[0] in ("extractors", "pipeline")}


def _reached(*modules: str) -> set[str]:
    waiting, reached = list(modules), set()
    while waiting:
        file = _file_of(waiting.pop())
        if file is None or (path := file.relative_to(ROOT).as_posix()) in reached or path.startswith(ASKED):
            continue
        reached.add(path)
        waiting += _imported(file)
    return reached


def test_every_module_that_makes_a_record_counts() -> None:
    left_out = (
        _reached("pipeline.annotate", "pipeline.readers.ingest", "pipeline.run.write") - fingerprint.covered_files()
    )
    assert left_out == set()


def test_every_rule_counts() -> None:
    rules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "extractors").rglob("*.toml")}
    assert rules
    assert rules <= fingerprint.covered_files()


def test_another_file_gives_another_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = fingerprint.fingerprint()
    assert fingerprint.fingerprint.__wrapped__() == before
    added = tmp_path / "added.py"
    added.write_text("", encoding="utf-8")
    files = list(fingerprint._files())
    monkeypatch.setattr(fingerprint, "_files", lambda: iter([*files, ("extractors/added/added.py", added)]))
    assert fingerprint.fingerprint.__wrapped__() != before
