"""Word files opened by python-docx and by our own opener: each fixture reads alike both ways, or is refused alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import ReadError
from pipeline.readers.docx import opening, read
from pipeline.readers.docx.opening import WordPackage
from pipeline.readers.package import Package
from pipeline.readers.reading import Reading
from tests.gate import shared_folder

ROOT = Path(__file__).resolve().parent.parent
OWN = sorted((ROOT / "corpus").rglob("*.docx"))
SHARED = sorted((shared_folder() / "corpus").rglob("*.docx")) if (shared_folder() / "corpus").is_dir() else []


def _read(raw: bytes, name: str) -> Reading | str:
    try:
        return read.read_docx(raw, name)
    except ReadError as error:
        return error.reason


@pytest.mark.parametrize("file", [*OWN, *SHARED], ids=lambda path: path.name)
def test_both_openers_read_alike(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = file.read_bytes()
    assert WordPackage(raw, file.name).is_opened_by_library
    by_library = _read(raw, file.name)
    monkeypatch.setattr(read, "WordPackage", Package)
    assert _read(raw, file.name) == by_library


def test_there_are_files_to_compare() -> None:
    assert len(OWN) >= 3


def test_a_file_that_the_library_refuses_is_opened_by_ourselves(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = OWN[0].read_bytes()
    by_library = _read(raw, OWN[0].name)
    monkeypatch.setattr(opening, "MAX_OPENED", 0)
    assert not WordPackage(raw, OWN[0].name).is_opened_by_library
    assert _read(raw, OWN[0].name) == by_library
