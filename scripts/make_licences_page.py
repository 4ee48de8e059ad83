"""Writes docs/licences.md: each pinned package with its version and the licence that its own metadata states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, files, metadata
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
LOCK: Final = ROOT / "requirements.lock"
PAGE: Final = ROOT / "docs" / "licences.md"
_PINNED: Final = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)", re.MULTILINE)
_LONGEST: Final = 60
_HEAD: Final = """\
# Licences

Written by `scripts/make_licences_page.py` from `requirements.lock` and from what each package states of itself.
Trích yếu itself is under the MIT licence. Pebble and psycopg (LGPL) are used as they are published and can be
replaced; none of the others asks for more than its notice to be kept. htmx and cytoscape.js lie in
`pipeline/viewer/static/` beside their licences. Tesseract and LibreOffice are programs of the system, not part of the
package.

| package | version | licence |
|---|---|---|"""


def page(lock: str) -> Iterator[str]:
    """Yield the lines of the page for the text of a lock file; a package that is not installed has no licence told."""
    yield _HEAD
    for found in sorted(_PINNED.finditer(lock), key=lambda one: one["name"].lower()):
        yield f"| {found['name']} | {found['version']} | {licence(found['name'])} |"


def licence(name: str) -> str:
    """Return the licence that an installed package states: its expression, its classifiers, else a few words."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ""
    classes = [one.rpartition(" :: ")[2] for one in told.get_all("Classifier") or [] if one.startswith("License ::")]
    stated = (told.get("License") or "").strip().partition("\n")[0]
    said = told.get("License-Expression") or ", ".join(classes) or (stated if len(stated) <= _LONGEST else "")
    return (said or _title_of_text(name)).replace("|", "/")


def _title_of_text(name: str) -> str:
    """Return the first words of the licence that lies with an installed package: `MIT License`."""
    texts = [file for file in files(name) or [] if file.name.upper().startswith("LICEN")]
    lines = texts[0].read_text(encoding="utf-8").split("\n") if texts else []
    return next((line.strip() for line in lines if line.strip()), "")[:_LONGEST]


if __name__ == "__main__":
    PAGE.write_text("\n".join(page(LOCK.read_text(encoding="utf-8"))) + "\n", encoding="utf-8")
