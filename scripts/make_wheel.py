"""Builds the wheel that people install (`make wheel`): one package `trichyeu`, its extractors compiled.

The checkout's top folders are `extractors` and `pipeline`; a wheel must not claim these names in everybody's
environment, so it is built from a copy in which they stand under `trichyeu`, beside the modules that the checkout has
there: `import trichyeu` holds in both. mypyc compiles the extractors from the
same sources, whose types mypy checks; the sources lie beside what was compiled. Without a C compiler, or with
`--plain`, the wheel is pure Python. Either way it must read the sample archive as the checkout does.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
BUILD: Final = ROOT / "build" / "wheel"
PACKAGE: Final = "trichyeu"
OURS: Final = ("extractors", "pipeline")
_IMPORT: Final = re.compile(r"^(\s*(?:>>> |\.\.\. )?(?:from|import) )(?=(?:extractors|pipeline)\b)", re.MULTILINE)
_NAMED: Final = re.compile(r"""(?<=["'])(?=(?:extractors|pipeline)[./"'])""")
"""A package named in a string: of a rule file, of a template, of what the fingerprint covers."""
_CALLED_DIRECTLY: Final = "-fvisibility=hidden"
"""Tells the compiler that no other library takes the place of a function: modules then call each other directly."""
_AS_THEY_ARE: Final = re.compile(r"\bcached_property\b|^from spacy", re.MULTILINE)
"""Modules that are not compiled: mypyc would compute a cached property each time, and spaCy wants plain classes."""

SETUP: Final = """\
from pathlib import Path
from setuptools import setup

modules = Path("modules.txt").read_text(encoding="utf-8").split()
if modules:
    from mypyc.build import mypycify

    setup(ext_modules=mypycify(["--ignore-missing-imports", *modules], opt_level="2", debug_level="0", multi_file=True))
else:
    setup()
"""


def renamed(source: str) -> str:
    """Return a module's source with the checkout's packages under `trichyeu`, in imports and in strings.

    >>> renamed('from extractors.flow import Findings; load_table("extractors.citations", "words")')
    'from trichyeu.extractors.flow import Findings; load_table("trichyeu.extractors.citations", "words")'
    """
    return _NAMED.sub(f"{PACKAGE}.", _IMPORT.sub(rf"\1{PACKAGE}.", source))


def copy_sources(folder: Path) -> None:
    """Lay the packages under `trichyeu` in a folder, with what a build needs beside them."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, place in ((PACKAGE, folder), *((name, folder / PACKAGE) for name in OURS)):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__", "*.so"))
    for module in (folder / PACKAGE).rglob("*.py"):
        module.write_text(renamed(module.read_text(encoding="utf-8")), encoding="utf-8")
    (folder / PACKAGE / "py.typed").touch()
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = re.sub(r'(?<== ")(?=(?:extractors|pipeline)\.)', f"{PACKAGE}.", project)
    project = project.replace(f'["extractors*", "pipeline*", "{PACKAGE}*"]', f'["{PACKAGE}*"]')
    project = project.replace('attr = "pipeline.', f'attr = "{PACKAGE}.pipeline.')
    (folder / "pyproject.toml").write_text(project, encoding="utf-8")
    (folder / "setup.py").write_text(SETUP, encoding="utf-8")
    for name in ("README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)


def compiled_modules(folder: Path) -> list[str]:
    """Return the paths of the modules that mypyc compiles, below the folder that holds the package."""
    extractors = folder / PACKAGE / "extractors"
    modules = sorted(path for path in extractors.rglob("*.py") if path.name != "__init__.py")
    return [
        path.relative_to(folder).as_posix()
        for path in modules
        if not _AS_THEY_ARE.search(path.read_text(encoding="utf-8"))
    ]


def build(plain: bool, target: Path) -> Path:
    """Build the wheel into `target` and return its path; SystemExit when the build fails."""
    copy_sources(BUILD)
    compiler = shutil.which("cc") or shutil.which("gcc")
    if not (plain or compiler):
        print("Không có trình biên dịch C, gói thuần Python / no C compiler, a wheel of pure Python", file=sys.stderr)
    modules = [] if plain or not compiler else compiled_modules(BUILD)
    (BUILD / "modules.txt").write_text("\n".join(modules), encoding="utf-8")
    target.mkdir(parents=True, exist_ok=True)
    before = set(target.glob("*.whl"))
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(target)]
    flags = os.environ.get("CFLAGS") or sysconfig.get_config_var("CFLAGS") or ""
    environment = {**os.environ, "CFLAGS": f"{flags} {_CALLED_DIRECTLY}"}
    made = subprocess.run([*command, str(BUILD)], check=False, env=environment)  # noqa: S603
    wheels = sorted(set(target.glob("*.whl")) - before) or sorted(target.glob("*.whl"))
    if made.returncode or not wheels:
        raise SystemExit("the wheel was not built: see the message above")
    return wheels[-1]


def unpack(wheel: Path, folder: Path) -> None:
    """Lay what a wheel installs in a folder, the modules of `tests` beside it, for `make bench WHEEL=FILE`."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    (folder / "tests").mkdir()
    for module in (ROOT / "tests").glob("*.py"):
        (folder / "tests" / module.name).write_text(renamed(module.read_text(encoding="utf-8")), encoding="utf-8")


def check(wheel: Path) -> None:
    """Raise SystemExit unless the wheel reads every file of the sample archive as the checkout does."""
    with tempfile.TemporaryDirectory() as folder:
        unpack(wheel, Path(folder))
        theirs, ours = _records(Path(folder), f"{PACKAGE}.pipeline"), _records(ROOT, "pipeline")
    differing = sum(one != other for one, other in zip(theirs, ours, strict=False)) + abs(len(theirs) - len(ours))
    if differing or not ours:
        raise SystemExit(f"{wheel}: {differing} of {len(ours)} records differ from those of the checkout")


def _records(place: Path, pipeline: str) -> list[bytes]:
    files = sorted(str(path) for path in (ROOT / "corpus").rglob("*") if path.is_file())
    command = [sys.executable, "-P", "-c", f"import sys; from {pipeline}.cli import main; sys.exit(main())", "extract"]
    environment = {**os.environ, "PYTHONPATH": str(place)}
    read = subprocess.run([*command, *files], capture_output=True, check=False, cwd=place, env=environment)  # noqa: S603
    return read.stdout.splitlines()


def main() -> None:
    """Build the wheel and print where it is, or unpack one that was built."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plain", action="store_true", help="pure Python, without mypyc")
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "dist")
    parser.add_argument("--unpack", type=Path, metavar="WHEEL", help="lay a wheel into the folder of --output instead")
    options = parser.parse_args()
    if options.unpack:
        unpack(options.unpack, options.output)
        return
    wheel = build(options.plain, options.output)
    check(wheel)
    print(wheel)


if __name__ == "__main__":
    main()
