"""The wheel that people install: nothing in it is named as in the checkout, and it reads as the checkout does."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.code import imports

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "scripts" / "make_wheel.py"
OURS = ("extractors", "pipeline")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_wheel", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def copied(script: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of what a wheel is made of."""
    folder = tmp_path_factory.mktemp("copied") / "wheel"
    script.copy_sources(folder)
    return folder


def imported(source: str) -> Iterator[str]:
    for node in imports(source):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        else:
            yield node.module or ""


def test_packages_are_renamed_in_imports_and_in_strings(script: ModuleType) -> None:
    source = 'from extractors.text import lines\nimport pipeline.cli\nread("extractors.figures", "x")\nx = "pipeline"\n'
    assert script.renamed(source) == (
        "from trichyeu.extractors.text import lines\nimport trichyeu.pipeline.cli\n"
        'read("trichyeu.extractors.figures", "x")\nx = "trichyeu.pipeline"\n'
    )
    assert (
        script.renamed("from pipelines import x\ny = 'the pipeline'\n")
        == "from pipelines import x\ny = 'the pipeline'\n"
    )


def test_no_module_of_the_wheel_imports_by_the_names_of_the_checkout(copied: Path) -> None:
    modules = [path for name in OURS for path in (copied / "trichyeu" / name).rglob("*.py")]
    left = {
        f"{path.relative_to(copied)}: {name}"
        for path in modules
        for name in imported(path.read_text(encoding="utf-8"))
        if name.split(".")[0] in OURS
    }
    assert len(modules) > 200 and not left


def test_the_package_is_the_same_in_checkout_and_wheel(copied: Path, tmp_path: Path) -> None:
    code = "import trichyeu; print(len(trichyeu.annotate('Đã mở 12 lớp.').figures), trichyeu.annotate.__module__)"
    told = {}
    for place in (ROOT, copied):
        environment = {**os.environ, "PYTHONPATH": str(place)}
        command = [sys.executable, "-P", "-c", code]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, cwd=tmp_path)
        told[place.name] = done.stdout.split()
    assert told[ROOT.name] == ["1", "pipeline.api"]
    assert told["wheel"] == ["1", "trichyeu.pipeline.api"]
    project = (copied / "pyproject.toml").read_text(encoding="utf-8")
    assert 'include = ["trichyeu*"]' in project
    assert not [line for line in project.splitlines() if re.search(r'= "(?:extractors|pipeline)\.', line)]


@pytest.mark.slow
def test_a_plain_wheel_reads_the_sample_archive_as_the_checkout_does(tmp_path: Path) -> None:
    command = [sys.executable, str(SCRIPT), "--plain", "-o", str(tmp_path)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    assert Path(made.stdout.strip()).is_file()
