"""The offline bundle: what it fetches is pinned, its start scripts are whole; `make bundle` itself tries it out."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ROOT / "scripts"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_bundle", SCRIPTS / "make_bundle.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [str(SCRIPTS), *sys.path])
        spec.loader.exec_module(module)
    return module


def test_what_a_system_needs(script: ModuleType) -> None:
    asked = ["Jinja2>=3.1", 'colorama; platform_system == "Windows"', 'x; extra == "dev"', 'old; python_version < "3"']
    for system, wanted in (("linux", {"jinja2"}), ("windows", {"jinja2", "colorama"})):
        _, environment = script.SYSTEMS[system]
        assert script.needed(asked, environment | {"python_version": "3.12"}) == wanted


def test_all_that_the_program_needs_is_pinned_for_both_systems(script: ModuleType) -> None:
    """The packages installed here tell what they need; one that no lock pins would stop the bundle."""
    lock = script.pinned()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for _, environment in script.SYSTEMS.values():
        environment = environment | {"python_version": "3.12", "python_full_version": "3.12.0"}
        left, had = script.needed(project["dependencies"], environment), set[str]()
        while left:
            name = left.pop()
            had.add(name)
            assert name in lock and "--hash=sha256:" in lock[name], name
            if name != "colorama":
                left |= script.needed(importlib.metadata.requires(name) or [], environment) - had
        assert len(had) > len(project["dependencies"])


def test_start_scripts(script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        script, "examine", lambda: [{"tool": "tesseract", "found": "5.5"}, {"tool": "x", "found": None}]
    )
    script.write_scripts(tmp_path, "3.12")
    assert {path.name for path in tmp_path.iterdir()} == {"mo-trichyeu.sh", "mo-trichyeu.bat", "DOC-TRUOC.txt"}
    for path in tmp_path.iterdir():
        text = path.read_bytes().decode("utf-8")
        assert "3.12" in text and not re.search("@[A-Z]+@", text)
        assert (b"\r\n" in path.read_bytes()) == (path.suffix != ".sh")
    assert subprocess.run(["sh", "-n", tmp_path / "mo-trichyeu.sh"], check=False).returncode == 0
    (tmp_path / "mo-trichyeu.bat").read_bytes().decode("ascii")
    refused = subprocess.run(
        [tmp_path / "mo-trichyeu.sh", "--version"], capture_output=True, encoding="utf-8", check=False, env={"PATH": ""}
    )
    assert refused.returncode != 0 and not (tmp_path / ".venv").exists()
