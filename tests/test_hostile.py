"""Hostile files: each has its reason, which is true and does not hang on the machine; the whole run stays small."""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from pipeline.errors import DamagedFile, ReadError
from pipeline.readers import ingest
from pipeline.readers.ingest import read_source
from pipeline.readers.sniff import sniff
from pipeline.run.discover import discover
from tests.hostile.files import DEAR_FILES, FILES, write
from tests.hostile.model import READ, REPORT, Hostile
from tests.hostile.places import place
from tests.treecost import MEGABYTES, Cost, cost_of

ROOT = Path(__file__).parent.parent
MOST_MEMORY = 1536 * MEGABYTES
NOBODY = 65534
COMMAND = "import sys; from pipeline.cli import main; sys.exit(main())"


def outcomes(database: Path) -> dict[str, tuple[str, set[str]]]:
    """Return what became of each file: READ and the problems told of it, or the reason why not."""
    with closing(sqlite3.connect(database)) as connection:
        read = {path: (READ, set[str]()) for (path,) in connection.execute("SELECT path FROM documents")}
        for path, kind in connection.execute(
            "SELECT path, problems.kind FROM problems JOIN documents ON documents.id = document_id"
        ):
            read[path][1].add(kind)
        aside = connection.execute("SELECT path, reason FROM quarantine").fetchall()
    return read | {path: (reason, set[str]()) for path, reason in aside}


def check(archive: Path, files: Mapping[str, Hostile], more: Mapping[str, str] | None = None) -> Cost:
    """Read the files with two workers in a program of its own; each is as was written by hand."""
    expected = write(archive, files) | dict(more or {})
    database = archive.parent / "a.db"
    words = [sys.executable, "-c", COMMAND, "run", str(archive), "--db", str(database), "--workers", "2"]
    cost = cost_of(words, cwd=ROOT)
    assert cost.status == 0, cost.output
    found = outcomes(database)
    wrong = {
        path: (outcome, found.get(path)) for path, outcome in expected.items() if not _is(outcome, found.get(path))
    }
    assert not wrong
    assert set(found) == set(expected)
    return cost


def _is(expected: str, found: tuple[str, set[str]] | None) -> bool:
    outcome, _, problems = expected.partition(": ")
    return found is not None and found[0] == outcome and set(filter(None, problems.split(", "))) <= found[1]


@pytest.mark.skipif(sys.platform != "linux", reason="the system does not tell what processes share")
@pytest.mark.needs("resource")
def test_every_hostile_file_has_its_true_reason_and_the_run_stays_small(tmp_path: Path) -> None:
    archive = tmp_path / "kho"
    archive.mkdir()
    cost = check(archive, FILES, place(archive))
    assert len(FILES) >= 80
    assert cost.memory < MOST_MEMORY / 2
    assert cost.processor < 60


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the system does not tell what processes share")
@pytest.mark.needs("resource")
def test_what_is_large_stays_within_the_memory_of_a_small_computer(tmp_path: Path) -> None:
    archive = tmp_path / "kho"
    archive.mkdir()
    assert check(archive, DEAR_FILES).memory < MOST_MEMORY


@pytest.mark.parametrize("change", ["grows", "shrinks", "rewritten"])
def test_a_file_that_changes_while_it_is_read_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(REPORT * 500, encoding="utf-8")

    def changing(head: bytes, suffix: str, name: str) -> object:
        size = path.stat().st_size
        os.utime(path, ns=(0, 0))
        with path.open("r+b") as stream:
            if change == "grows":
                stream.seek(0, 2)
            stream.write(b"x")
            if change == "shrinks":
                stream.truncate(size // 2)
        return sniff(head, suffix, name)

    monkeypatch.setattr(ingest, "sniff", changing)
    with pytest.raises(DamagedFile, match="thay đổi trong khi đọc"):
        read_source(path, "a.txt")


@contextmanager
def without_rights() -> Iterator[None]:
    """Be somebody who may not read all as long as the block runs, also where root runs the tests."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)


def test_what_may_not_be_read_is_told_whoever_runs_the_program() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)  # not that of pytest, which none but its owner may enter
        folder.chmod(0o755)
        file, closed = folder / "kín.txt", folder / "khóa"
        file.write_text(REPORT, encoding="utf-8")
        file.chmod(0)
        closed.mkdir()
        (closed / "a.txt").write_text(REPORT, encoding="utf-8")
        closed.chmod(0)
        try:
            with without_rights():
                with pytest.raises(ReadError, match="không có quyền đọc"):
                    read_source(file, "kín.txt")
                found = discover(folder)
        finally:
            closed.chmod(0o700)
        assert [job.path for job in found.jobs] == ["kín.txt"]
        assert [one.path for one in found.closed] == ["khóa/"]
