"""`doctor`: which tools of the system are there, what each adds, how to get what is missing."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from pipeline.arguments import JSON
from pipeline.commands.command import Command
from pipeline.readers import containers, office
from pipeline.readers.scan import engine
from pipeline.rows import Row
from pipeline.speech import Speech
from pipeline.terminal import json_text, say


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
    """Return the version of the library by which scans are read, where it has the Vietnamese language."""
    return None if engine.missing_tool() else engine.version()


TOOLS: Final = (
    Tool("tesseract", (engine.PACKAGES,), _find_tesseract),
    Tool("libreoffice", (office.PACKAGE,), office.find_office),
    Tool("libarchive", (containers.PACKAGE,), _find_libarchive),
    Tool("libmagic", ("libmagic1",), _find_libmagic),
)


def examine() -> list[Row]:
    """Return each tool with what was found of it, None where it is missing, and the packages that bring it."""
    return [{"tool": tool.name, "found": tool.find(), "packages": list(tool.packages)} for tool in TOOLS]


def doctor_lines(rows: list[Row], speech: Speech) -> Iterator[str]:
    """Yield what is there, what is missing and what that costs, and one command that gets all of it."""
    for row in rows:
        missing = row["found"] is None
        yield f"{'✗' if missing else '✓'} {row['tool']}: {row['found'] or speech('doctor.missing')}"
        yield "    " + speech(f"doctor.{row['tool']}_{'missing' if missing else 'there'}")
    packages = [package for row in rows if row["found"] is None for package in row["packages"]]
    yield speech("doctor.get", packages=" ".join(packages)) if packages else speech("doctor.complete")


def _doctor(options: Namespace, speech: Speech) -> int:
    rows = examine()
    say(json_text(rows, indent=1).split("\n") if options.json else doctor_lines(rows, speech))
    return 0


COMMAND: Final = Command("doctor", (JSON,), _doctor)
