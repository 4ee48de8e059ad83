"""The sample archive: what it holds, that it is our own, and that its binary files are what their sources say."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
SCRIPTS = ROOT / "scripts"
COMMUNES = "tong-hop-xa"
"""The folder of the communes' reports: tests/communes.tsv says what they state, test_communes.py holds them to it."""
NO_FONT = 3
"""Exit status of the build when it cannot make the PDF files."""

SHARED = Path(os.environ.get("TRICHYEU_SHARED", ROOT.parent / "shared"))


def archive_files(folder: Path = CORPUS) -> list[Path]:
    """Return the documents, hidden folders (expected records) left out."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return sorted(p for p in paths if not any(part.startswith(".") for part in p.relative_to(folder).parts))


FILES = archive_files()
OLDER = [path for path in FILES if path.relative_to(CORPUS).parts[0] != COMMUNES]
WORD_FILES = [path for path in FILES if path.suffix == ".docx"]


def name(path: Path) -> str:
    return path.relative_to(CORPUS).as_posix()


def plain_text(path: Path) -> str:
    """Return the text of a file with no help from our readers: enough to look for sentences in it."""
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as document:
            return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    if path.suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(path) as package:
            parts = ("word/document.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml")
            return "".join(package.read(part).decode() for part in parts if part in package.namelist())
    return path.read_text(encoding="utf-8-sig")


def test_formats() -> None:
    counts = Counter(path.suffix for path in FILES)
    least = {".docx": 4, ".pdf": 3, ".html": 4, ".txt": 5, ".md": 1, ".xlsx": 1}
    assert {suffix: counts[suffix] >= n for suffix, n in least.items()} == dict.fromkeys(least, True)
    assert set(counts) == set(least)


def test_provinces_and_years() -> None:
    folders = [path.relative_to(CORPUS).parts for path in OLDER]
    assert all(len(path.relative_to(CORPUS).parts) == 3 for path in FILES)
    assert {province for province, _, _ in folders} == {"ben-tre", "lao-cai", "quang-ngai", "vinh-long"}
    assert {year for _, year, _ in folders} == {"2019", "2020", "2021", "2022", "2023", "2024", "2025"}


def test_names_are_ascii_and_unique() -> None:
    stems = [path.stem for path in FILES]
    assert len(set(stems)) == len(stems)
    assert all(path.name.isascii() for path in FILES)


@pytest.mark.parametrize("path", FILES, ids=name)
def test_opens_and_is_vietnamese(path: Path) -> None:
    """Each file opens, is in NFC, and is of a report's length; a workbook is mostly numbers, a scan has no text."""
    text = plain_text(path)
    if path.stem.endswith("-quet"):
        assert text.strip() == ""
        return
    assert unicodedata.is_normalized("NFC", text)
    letters, length = (100, 2_300) if path in OLDER else (60, 1_300)
    assert sum(text.count(letter) for letter in "ươếệạộđ") > (30 if path.suffix == ".xlsx" else letters)
    assert length < len(text) < 60_000


@pytest.mark.parametrize("path", [p for p in OLDER if p.suffix == ".pdf"], ids=name)
def test_pdf_has_pages_to_head(path: Path) -> None:
    with pypdfium2.PdfDocument(path) as document:
        assert len(document) >= 3


def test_one_document_is_stamped_secret() -> None:
    stamped = [path.stem for path in WORD_FILES if ">MẬT<" in plain_text(path)]
    assert stamped == ["bc-31-bdvtu-tinh-hinh-nhan-dan"]


def test_word_files_hold_what_readers_miss() -> None:
    """Merged cells, footnotes, tracked changes, running heads and non-breaking hyphens are really there."""
    content = b""
    for path in WORD_FILES:
        with zipfile.ZipFile(path) as package:
            content += b"".join(package.read(member) for member in package.namelist())
    signs = (
        "<w:gridSpan",
        '<w:vMerge w:val="restart"',
        "<w:footnoteReference",
        "<w:ins ",
        "<w:delText",
        "<w:noBreakHyphen",
    )
    assert [sign for sign in (*signs, " PAGE ", "<w:ftr ") if sign.encode() not in content] == []


def rebuilt(folder: Path, *words: str) -> int:
    """Build the binary files into a folder; return the exit status."""
    command = [sys.executable, str(SCRIPTS / "make_corpus.py"), "--out", str(folder), *words]
    return subprocess.run(command, check=False).returncode


def test_rebuilds_to_the_same_bytes(tmp_path: Path) -> None:
    kinds = [".docx", ".xlsx", ".pdf"]
    if rebuilt(tmp_path) == NO_FONT:
        kinds.pop()
        assert [rebuilt(tmp_path, "--only", kind.removeprefix(".")) for kind in kinds] == [0, 0]
    made = archive_files(tmp_path)
    assert len(made) == sum(path.suffix in kinds for path in FILES)
    changed = [p.name for p in made if p.read_bytes() != (CORPUS / p.relative_to(tmp_path)).read_bytes()]
    assert changed == []
    if ".pdf" not in kinds:
        pytest.skip("no PDF: Liberation Serif 2.1.5 (Debian package fonts-liberation2) is not installed")


def test_every_document_is_described_and_expected() -> None:
    sources = SCRIPTS / "corpus_sources"
    readme = (sources / "README.md").read_text(encoding="utf-8")
    expected = tomllib.loads((sources / "expected.toml").read_text(encoding="utf-8"))
    assert [path for path in map(name, OLDER) if f"| {path} |" not in readme] == []
    assert sorted(document["file"] for document in expected["document"]) == sorted(map(name, OLDER))


def test_no_sentence_is_taken_from_the_gold_set() -> None:
    """The archive is our own writing: no line of 80 characters or more of a gold text stands in it."""
    gold = sorted((SHARED / "gold" / "dev").glob("*.txt"))
    if not gold:
        pytest.skip("the shared gold set is not beside the project")
    archive = "\n".join(plain_text(path) for path in FILES)
    lines = {line.strip() for path in gold for line in path.read_text(encoding="utf-8").splitlines()}
    assert [line for line in lines if len(line) >= 80 and line in archive] == []
