"""A start of the program loads what its command needs and no more (`python -m tests.start_cost` measures the time)."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from extractors.model import Indicator
from extractors.toml_file import read_toml
from pipeline.questions.catalogue import QUESTIONS as CATALOGUE
from pipeline.questions.figures import INDICATOR
from tests.start_cost import BARE, QUESTIONS, ROOT, environment, processor_time, starts

HEAVY = {
    "PIL", "docx", "jinja2", "libarchive", "lxml", "magic", "matplotlib", "numpy", "olefile", "openpyxl",
    "pdfplumber", "pebble", "pipeline.postgres", "psycopg", "pypdfium2", "rensa", "resiliparse", "scipy", "spacy",
    "starlette", "tesserocr", "tqdm", "underthesea", "uvicorn", "xlrd", "xlsxwriter", "zipfile", "tempfile",
    "importlib.resources", "difflib", "importlib.metadata", "email", "subprocess", "multiprocessing", "logging",
    "decimal", "shutil", "tomllib", "asyncio", "socket", "threading", "xml",
}  # fmt: skip
"""What costs more than a question: libraries of readers and charts, and modules of Python that bring many others."""

RECORDS = {"dataclasses", "inspect", "pickle"}
"""What makes types of Python, or keeps them: the first costs a third of what bare Python does."""

NOT_FOR_HELP = {"sqlite3", "datetime", "pickle", "json", "pipeline.run", "pipeline.questions.question"}

ANALYSIS = {"extractors.citations", "extractors.figures", "extractors.layout", "extractors.header", "pipeline.readers"}
"""Rooms whose rules are compiled when they are loaded; a question reads what they found."""

FOR_A_RUN = {"decimal", "threading"}
"""What tells a help of `run` how many processors there are, and stops it."""

NEEDED = {"path": RECORDS | {"rustworkx", "numpy", "decimal", "threading", "tempfile", "shutil"}}
"""A chain of citations is found in the whole graph."""

BY_TABLES = {"tasks", "lineage", "cascade"}
"""Questions that hold names against each other: they load tables of bodies and of well-known documents."""

TIMES = 3.0
"""How many times as much as bare Python a question may cost."""

SLOWER = {"tasks": 3.3}
"""Holds the words of tasks and of reports against each other, without the names of bodies: 2.8 to 3.2 times."""

FEWEST, MOST = 5, 15
"""How often bare Python is started first, and how often a question may try."""

_LOADED = """
import sys
from pipeline.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
print("\\n" + " ".join(sys.modules))
"""


def _loaded(*words: str) -> set[str]:
    """Return the modules that a start loads; the first one after a change parses tables, which later ones find kept."""
    loaded = _once(*words)
    return _once(*words) if "tomllib" in loaded else loaded


def _once(*words: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", _LOADED, *words], capture_output=True, encoding="utf-8", env=environment(), check=True
    )
    return set(done.stdout.rsplit("\n", 2)[-2].split())


@cache
def _loaded_by_argparse() -> set[str]:
    """Return the modules that a help loads whoever writes it: from Python 3.14 on argparse colours it."""
    told = "import argparse, sys; argparse.ArgumentParser().format_help(); print(*sys.modules)"
    return set(subprocess.check_output([sys.executable, "-c", told], encoding="utf-8", env=environment()).split())


def _among(names: set[str], loaded: set[str]) -> set[str]:
    return {name for name in names if any(one == name or one.startswith(f"{name}.") for one in loaded)}


def test_help_loads_no_database_and_no_extractor() -> None:
    loaded = _loaded("--help")
    extractors = {"extractors.model", "extractors.text", "extractors.values"}
    assert _among(HEAVY | RECORDS | NOT_FOR_HELP | ANALYSIS | extractors, loaded) - _loaded_by_argparse() == set()
    assert "pipeline.commands.run" not in loaded


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_loads_no_reader_and_no_rules(name: str, sample_archive: Path) -> None:
    loaded = _loaded(*QUESTIONS[name], "--db", str(sample_archive))
    allowed = NEEDED.get(name, set())
    assert _among(HEAVY | RECORDS | ANALYSIS, loaded) - allowed == set()
    if name not in BY_TABLES:
        assert _among({"extractors.model", "extractors.names"}, loaded) == set()


@pytest.mark.parametrize("name", ["run", "extract", "read", "check"])
def test_the_help_of_a_command_loads_no_reader_and_no_rules(name: str) -> None:
    assert _among(HEAVY | ANALYSIS, _loaded(name, "--help")) - FOR_A_RUN - _loaded_by_argparse() == set()


@pytest.mark.needs("resource")
def test_a_question_costs_at_most_three_times_bare_python(sample_archive: Path) -> None:
    """Another process makes a start slower and none faster, so that each may try until it is quick enough."""
    asked = starts(ROOT, sample_archive)
    bare = min(processor_time(asked[BARE]) for _ in range(FEWEST))
    most, slow = dict.fromkeys(QUESTIONS, TIMES) | SLOWER, set(QUESTIONS)
    for _ in range(MOST):
        bare = min(bare, processor_time(asked[BARE]))
        slow = {name for name in slow if processor_time(asked[name]) > most[name] * bare}
    assert slow == set()


def test_every_question_is_measured() -> None:
    assert set(QUESTIONS) == set(CATALOGUE)


def test_the_indicators_that_may_be_asked_for_are_those_of_the_model() -> None:
    assert INDICATOR.choices == tuple(Indicator)


def test_a_table_is_kept_and_parsed_again_when_its_file_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    file = tmp_path / "words.toml"
    file.write_text('day = 2024-05-01\nwords = ["mở"]\n', encoding="utf-8")
    first = read_toml(file)
    (kept,) = (tmp_path / "__pycache__").iterdir()
    assert read_toml(file) == first and first["words"] == ["mở"]
    file.write_text('words = ["mở", "tổ chức"]\n', encoding="utf-8")
    assert read_toml(file) == {"words": ["mở", "tổ chức"]}
    kept.write_bytes(kept.read_bytes()[:-5])
    assert read_toml(file) == {"words": ["mở", "tổ chức"]}


def test_a_table_in_a_folder_that_cannot_be_written_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    file = tmp_path / "words.toml"
    file.write_text("a = 1\n", encoding="utf-8")
    (tmp_path / "__pycache__").write_text("in its place", encoding="utf-8")
    assert read_toml(file) == {"a": 1}
