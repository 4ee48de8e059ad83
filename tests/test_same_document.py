"""One document in every format of a word processor gives the same head, citations and figures."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from pipeline.annotate import annotate
from pipeline.readers.ingest import read_source
from pipeline.readers.office import find_office

CORPUS = Path(__file__).parent.parent / "corpus"
SECONDS = 300

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_office() is None, reason="LibreOffice makes the other formats"),
]


def converted(files: list[Path], suffix: str, folder: Path) -> list[Path]:
    """Return the files as LibreOffice saves them in another format."""
    program = find_office()
    assert program is not None
    words = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", suffix]
    subprocess.run(
        [*words, "--outdir", str(folder / suffix), *map(str, files)], check=True, capture_output=True, timeout=SECONDS
    )
    made = [folder / suffix / f"{file.stem}.{suffix}" for file in files]
    assert all(file.is_file() for file in made)
    return made


def facts(file: Path) -> dict[str, Any]:
    record = annotate(read_source(file, file.name), allow_classified=True)
    head = record.metadata
    return {
        "head": (head.code, head.date, head.issuer, head.title),
        "citations": sorted(citation.text for citation in record.citations),
        "figures": sorted((figure.value, figure.unit or "") for figure in record.figures),
    }


@pytest.mark.parametrize("suffix", ["doc", "rtf", "odt"])
def test_texts(suffix: str, tmp_path: Path) -> None:
    files = sorted(CORPUS.rglob("*.docx"))
    for file, other in zip(files, converted(files, suffix, tmp_path), strict=True):
        assert facts(other) == facts(file), other.name


@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_sheets(suffix: str, tmp_path: Path) -> None:
    files = sorted(CORPUS.rglob("*.xlsx"))
    for file, other in zip(files, converted(files, suffix, tmp_path), strict=True):
        assert read_source(other, other.name).text == read_source(file, file.name).text
