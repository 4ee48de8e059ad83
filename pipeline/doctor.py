"""Which tools of the system are there, what each adds, how to get it: `trichyeu doctor`."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from pipeline.readers import containers, office
from pipeline.speech import Speech

_LANGUAGE: Final = "vie"
_SECONDS: Final = 10


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool: its name, the Debian packages that bring it, and what tells whether and which it is."""

    name: str
    packages: tuple[str, ...]
    find: Callable[[], str | None]


def _find_libarchive() -> str | None:
    try:
        import libarchive
    except (ImportError, OSError, AttributeError):
        return None
    number = int(libarchive.ffi.version_number())
    return f"{number // 1_000_000}.{number // 1_000 % 1_000}.{number % 1_000}"


def _find_libmagic() -> str | None:
    try:
        import magic
    except ImportError:
        return None
    return str(magic.version())  # type: ignore[no-untyped-call]


def _find_tesseract() -> str | None:
    """Return the path of Tesseract where it has the Vietnamese language."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603 - the program is found by name, the words are ours
            [program, "--list-langs"], capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return program if _LANGUAGE in done.stdout.split() else None


TOOLS: Final = (
    Tool("tesseract", ("tesseract-ocr", "tesseract-ocr-vie"), _find_tesseract),
    Tool("libreoffice", (office.PACKAGE,), office.find_office),
    Tool("libarchive", (containers.PACKAGE,), _find_libarchive),
    Tool("libmagic", ("libmagic1",), _find_libmagic),
)


def examine() -> list[dict[str, Any]]:
    """Return each tool with what was found of it, None where it is missing, and the packages that bring it."""
    return [{"tool": tool.name, "found": tool.find(), "packages": list(tool.packages)} for tool in TOOLS]


def print_doctor(rows: list[dict[str, Any]], speech: Speech) -> None:
    """Print what is there, what is missing and what that costs, and one command that gets all of it."""
    for row in rows:
        state = "missing" if row["found"] is None else "there"
        mark = "✗" if row["found"] is None else "✓"
        found = row["found"] or speech("doctor.missing")
        print(f"{mark} {row['tool']}: {found}")
        print(f"    {speech('doctor.' + row['tool'] + '_' + state)}")
    packages = [package for row in rows if row["found"] is None for package in row["packages"]]
    print(speech("doctor.get", packages=" ".join(packages)) if packages else speech("doctor.complete"))
