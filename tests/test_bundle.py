"""The offline bundle: what it fetches is pinned, its start scripts are whole; `make bundle` itself tries it out."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
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
    assert {path.name for path in tmp_path.iterdir()} == {
        "mo-trichyeu.sh",
        "mo-trichyeu.bat",
        "DOC-TRUOC.txt",
        "cai.py",
    }
    for path in tmp_path.iterdir():
        text = path.read_bytes().decode("utf-8")
        assert ("3.12" in text or path.name == "cai.py") and not re.search("@[A-Z]+@", text)
        assert (b"\r\n" in path.read_bytes()) == (path.suffix not in (".sh", ".py"))
    assert subprocess.run(["sh", "-n", tmp_path / "mo-trichyeu.sh"], check=False).returncode == 0
    batch = (tmp_path / "mo-trichyeu.bat").read_bytes().decode("ascii")
    assert set(re.findall(r"goto (:\w+)", batch)) <= set(re.findall(r"^:\w+", batch, re.MULTILINE))
    refused = subprocess.run(
        [tmp_path / "mo-trichyeu.sh", "--version"], capture_output=True, encoding="utf-8", check=False, env={"PATH": ""}
    )
    assert refused.returncode != 0 and not (tmp_path / ".venv").exists()


STAND_IN = '#!/bin/sh\nfor word in "$@"; do echo "<$word>"; done\n'


@pytest.mark.parametrize(
    ("words", "given"),
    [
        ((), "<serve> <--open>"),
        (("báo cáo.db",), "<serve> <--open> <--db> <báo cáo.db>"),
        (("run", "corpus"), "<run> <corpus>"),
        (("a.db", "b"), "<a.db> <b>"),
        (("a.db", "--port", "8766"), "<serve> <--open> <--db> <a.db> <--port> <8766>"),
        (("a.db", "--port=8766", "--lang", "en"), "<serve> <--open> <--db> <a.db> <--port=8766> <--lang> <en>"),
        (("--port", "8766"), "<serve> <--open> <--port> <8766>"),
        (("--version",), "<--version>"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="a script of Linux")
def test_what_the_start_script_opens(
    script: ModuleType, tmp_path: Path, words: tuple[str, ...], given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once installed it opens the database that is named, the usual one, or runs a command."""
    monkeypatch.setattr(script, "examine", list)
    script.write_scripts(tmp_path, f"{sys.version_info.major}.{sys.version_info.minor}")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "trichyeu").write_text(STAND_IN, encoding="utf-8")
    (tmp_path / ".venv" / "bin" / "trichyeu").chmod(0o755)
    environment = os.environ | {"PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))}
    said = subprocess.run(
        [tmp_path / "mo-trichyeu.sh", *words], capture_output=True, encoding="utf-8", check=True, env=environment
    )
    assert said.stdout.split("\n")[:-1] == [f"<{word}>" for word in given[1:-1].split("> <")]


STAND_IN_PIP = """#!/bin/sh
cd '{place}'
mkdir a-1.dist-info
for turn in $(seq 100); do [ -e seen ] || sleep 0.1; done
mkdir b-1.dist-info
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a stand-in for Python that is a script of a shell")
def test_installing_says_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for pip lays one package, then waits until that was told."""
    installer = SCRIPTS / "bundle" / "cai.py"
    spec = importlib.util.spec_from_file_location("cai", installer)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    wheels, place = tmp_path / "linux", tmp_path / ".venv"
    wheels.mkdir()
    (place / "bin").mkdir(parents=True)
    for name in ("a", "b"):
        (wheels / f"{name}-1-py3-none-any.whl").touch()
    python = place / "bin" / "python"
    python.write_text(STAND_IN_PIP.format(place=place), encoding="utf-8")
    python.chmod(0o755)
    (place / "pip-1.dist-info").mkdir()
    told: list[str] = []

    def tell(line: str) -> None:
        told.append(line)
        if "1/2" in line:
            (place / "seen").touch()

    monkeypatch.setattr(module, "SECONDS", 0.05)
    monkeypatch.setattr(module, "tell", tell)
    assert module.install(wheels, place) == 0
    assert "2 gói" in told[0] and any("1/2" in line for line in told[1:-1]) and "2/2" in told[-1]
    told.clear()
    python.write_text("#!/bin/sh\nexit 3\n", "utf-8")
    assert module.install(wheels, place) == 3
    assert not [line for line in told if "Xong" in line]
