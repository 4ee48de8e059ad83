"""Makes the bundle for offices without network (`make bundle`): the wheel, every pinned package, a start script.

Beside the wheel of pure Python lie the packages that it needs on Linux and on Windows (x86-64), of the versions and
hashes of requirements.lock; what they need is read from their own metadata, so a package that has no wheel for a
system stops the build. The bundle for Linux is then installed for real, from the bundle alone, and reads a document.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from email import message_from_bytes
from pathlib import Path
from typing import Final

from make_wheel import ROOT, build, check
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

sys.path.insert(0, str(ROOT))
from pipeline.commands.doctor import examine
from pipeline.readers.scan.engine import LANGUAGE, tessdata
from pipeline.version import VERSION

PARTS: Final = ROOT / "scripts" / "bundle"
PAGES: Final = ROOT / "build" / "docs"
"""What `make docs` built."""
SAMPLES: Final = ("corpus", "scripts/corpus_sources/bieu-xa.xlsx", "docs/don-vi.txt")
"""What the pages use, under the same paths."""
GLIBC: Final = ("2_17", "2_24", "2_26", "2_27", "2_28")
SYSTEMS: Final = {
    "linux": (
        (*(f"manylinux_{version}_x86_64" for version in GLIBC), "manylinux2014_x86_64"),
        {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"},
    ),
    "windows": (
        ("win_amd64",),
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
    ),
}
"""Folder of the bundle -> the tags of its wheels, and what markers of requirements are asked with."""
_BLOCK: Final = re.compile(r"^([A-Za-z0-9._-]+)==.*(?:\n {4}--hash=.*)+", re.MULTILINE)


def pinned() -> dict[str, str]:
    """Return each pinned package with its lines of the lock, hashes among them."""
    texts = [(ROOT / "requirements.lock").read_text(encoding="utf-8"), (PARTS / "windows.txt").read_text("utf-8")]
    return {canonicalize_name(block[1]): block[0] for text in texts for block in _BLOCK.finditer(text)}


def needed(requirements: list[str], environment: dict[str, str]) -> set[str]:
    """Return the names of the packages that requirements ask for in an environment.

    >>> sorted(needed(['a>=1', 'b; os_name == "nt"', 'c; extra == "x"'], {"os_name": "nt"}))
    ['a', 'b']
    """
    wanted = map(Requirement, requirements)
    return {
        canonicalize_name(one.name)
        for one in wanted
        if one.marker is None or one.marker.evaluate(environment | {"extra": ""})
    }


def fetch(folder: Path, system: str, python: str) -> None:
    """Lay the wheels that the program needs on a system into a folder; SystemExit where one cannot be had."""
    tags, environment = SYSTEMS[system]
    environment = environment | {"python_version": python, "python_full_version": f"{python}.0"}
    lock = pinned()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted, had = needed(project["dependencies"], environment), set[str]()
    while wanted - had:
        step = sorted(wanted - had)
        missing = [name for name in step if name not in lock]
        if missing:
            raise SystemExit(f"{system}: not pinned: {', '.join(missing)}")
        _download(folder, tags, python, [lock[name] for name in step])
        had |= set(step)
        wanted |= {name for wheel in folder.glob("*.whl") for name in needed(_requirements(wheel), environment)}


def _download(folder: Path, tags: tuple[str, ...], python: str, lines: list[str]) -> None:
    with tempfile.TemporaryDirectory() as place:
        wanted = Path(place) / "requirements.txt"
        wanted.write_text("\n".join(lines) + "\n", encoding="utf-8")
        platforms = [word for tag in tags for word in ("--platform", tag)]
        command = [
            sys.executable, "-m", "pip", "download", "-qq", "--disable-pip-version-check", "--no-deps",
            "--only-binary=:all:", "--python-version", python, *platforms, "--require-hashes", "-r", str(wanted),
            "-d", str(folder),
        ]  # fmt: skip
        if subprocess.run(command, check=False).returncode:  # noqa: S603
            raise SystemExit("a package could not be had: see the message above")


def _requirements(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return message_from_bytes(archive.read(name)).get_all("Requires-Dist") or []


def write_scripts(bundle: Path, python: str) -> None:
    """Write the start scripts and the page to read first, with the tools that this machine tried the program with."""
    tools = "\n".join(f"- {row['tool']}: {_tried(row['tool'], row['found'])}" for row in examine())
    for part in PARTS.iterdir():
        if part.name == "windows.txt" or part.is_dir():
            continue
        text = part.read_text(encoding="utf-8")
        for name, value in (("PYTHON", python), ("VERSION", VERSION), ("TOOLS", tools)):
            text = text.replace(f"@{name}@", value)
        lines = "\n" if part.suffix in (".sh", ".py") else "\r\n"
        (bundle / part.name).write_text(text, encoding="utf-8", newline=lines)
    (bundle / "mo-trichyeu.sh").chmod(0o755)


def lay_pages(bundle: Path) -> None:
    """Lay the pages and the sample archive that they use into the bundle."""
    if not PAGES.is_dir():
        raise SystemExit("the pages are not built: run make docs first")
    shutil.copytree(PAGES, bundle / "huong-dan")
    for name in SAMPLES:
        there = bundle / name
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(ROOT / name, there) if (ROOT / name).is_dir() else shutil.copy(ROOT / name, there)


def _tried(tool: str, found: str | None) -> str:
    if tool == "libreoffice" and found:
        asked = subprocess.run([found, "--version"], capture_output=True, encoding="utf-8", check=False)  # noqa: S603
        found = " ".join(asked.stdout.split()[:2])
    return f"đã chạy với / run with {found}" if found else "chưa chạy thử / not tried"


def try_it(bundle: Path) -> None:
    """Install the bundle for Linux in a folder of its own, without an index, read a part of the archive and ask it."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "bộ cài"
        shutil.copytree(bundle, copy, ignore=shutil.ignore_patterns("windows"))
        alone = {"PATH": os.environ["PATH"], "HOME": place, "PIP_CONFIG_FILE": os.devnull, "LC_ALL": "C.UTF-8"}
        for words in (("run", "corpus/lao-cai"), ("cites", "09-QC/TU"), ("doctor",), ("serve", "--help")):
            said = subprocess.run(  # noqa: S603
                [copy / "mo-trichyeu.sh", *words], capture_output=True, encoding="utf-8", check=False, cwd=copy,
                env=alone, timeout=900,
            )  # fmt: skip
            if said.returncode or not said.stdout:
                raise SystemExit(f"the bundle does not start: {said.stderr}")


def main() -> None:
    """Make the bundle, try it, and print where it is and what it weighs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", default=f"{sys.version_info.major}.{sys.version_info.minor}")
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "dist")
    options = parser.parse_args()
    bundle = options.output / f"trichyeu-{VERSION}-python{options.python}"
    shutil.rmtree(bundle, ignore_errors=True)
    wheel = build(plain=True, target=bundle / "linux")
    check(wheel)
    for system in SYSTEMS:
        (bundle / system).mkdir(exist_ok=True)
        fetch(bundle / system, system, options.python)
    shutil.copy(wheel, bundle / "windows")
    models = tessdata()
    if models:
        (bundle / "tessdata").mkdir()
        shutil.copy(Path(models) / f"{LANGUAGE}.traineddata", bundle / "tessdata")
    write_scripts(bundle, options.python)
    lay_pages(bundle)
    if options.python == f"{sys.version_info.major}.{sys.version_info.minor}":
        try_it(bundle)
    made = shutil.make_archive(str(bundle), "zip", bundle.parent, bundle.name)
    print(f"{made}: {Path(made).stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
