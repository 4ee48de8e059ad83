"""One bad document costs itself: faults of an extractor, a reader, the writing, a process and a whole pool."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractors.model import Metadata, Record, Source
from pipeline.annotate import annotate
from pipeline.errors import InternalError, ReadError, TooLarge, guarded
from pipeline.readers.ingest import read_source
from pipeline.run import batch, workers
from pipeline.run.discover import Job
from pipeline.run.store import connect
from pipeline.run.write import Refusal, Rows, rows_of_record, write_record
from tests.making import counting, record

TEXT = "Thực hiện Chỉ thị số 05-CT/TW ngày 15/5/2016, toàn tỉnh mở 17 hội nghị.\n"
BAD = "b.txt"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an archive of three documents, of which b.txt is the one that the tests make fail."""
    folder = tmp_path / "kho"
    folder.mkdir()
    for name in ("a.txt", BAD, "c.txt"):
        (folder / name).write_text(TEXT, encoding="utf-8")
    return folder


def rows(database: Path, sql: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(database)
    found = connection.execute(sql).fetchall()
    connection.close()
    return found


def check_only_bad_lost(folder: Path, count: int = 2) -> tuple[str, str]:
    """Run the archive; return reason and message of the one file set aside, when all else is as it should be."""
    database = folder.parent / "a.db"
    progress = batch.run(folder, database, workers=count)
    assert (progress.read, progress.quarantined, progress.done) == (2, 1, 3)
    assert rows(database, "SELECT path FROM documents ORDER BY path") == [("a.txt",), ("c.txt",)]
    assert rows(database, "SELECT code FROM instruments") == [("05-CT/TW",)], "the archive is resolved"
    assert rows(database, "SELECT count(*) FROM runs WHERE finished IS NOT NULL AND quarantined = 1") == [(1,)]
    ((path, reason, message),) = rows(database, "SELECT path, reason, message FROM quarantine")
    assert path == BAD
    assert BAD in message
    return reason, message


def failing(real: Callable[..., Any], fault: BaseException) -> Callable[..., Any]:
    """Return a function that does what the real one does, but for b.txt raises."""

    def work(first: Any, *others: Any) -> Any:
        if BAD in (first.path if isinstance(first, Source) else first.name):
            raise fault
        return real(first, *others)

    return work


@pytest.mark.needs("fork")
@pytest.mark.parametrize(
    ("stage", "fault"),
    [
        ("annotate", KeyError("mật")),
        ("annotate", RecursionError()),
        ("read_source", UnicodeDecodeError("utf-8", b"x", 0, 1, "mật")),
        ("read_source", OSError(28, "mật")),
    ],
    ids=["extractor, key", "extractor, recursion", "reader, letters", "reader, disk"],
)
def test_fault_of_an_extractor_or_a_reader(
    folder: Path, monkeypatch: pytest.MonkeyPatch, stage: str, fault: BaseException
) -> None:
    monkeypatch.setattr(batch, stage, failing(getattr(batch, stage), fault))
    reason, message = check_only_bad_lost(folder)
    assert reason == "internal_error"
    assert re.search(rf"\({type(fault).__name__}, pipeline\.run\.batch:\d+\)", message), "class and place"
    assert "mật" not in message, "the words of an exception may quote the document"


@pytest.mark.needs("fork")
def test_place_is_the_line_of_ours_nearest_to_the_fault(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.flow.find_tasks", lambda text, *others: {}[text])
    progress = batch.run(folder, folder.parent / "a.db", workers=1)
    assert progress.quarantined == 3
    for (message,) in rows(folder.parent / "a.db", "SELECT message FROM quarantine"):
        assert "(KeyError, extractors.flow:" in message


@pytest.mark.needs("fork")
@pytest.mark.parametrize(
    ("fault", "reason"), [(MemoryError(), "too_large"), (SystemExit(3), "internal_error")], ids=["memory", "exit"]
)
def test_fault_that_is_no_plain_exception(
    folder: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException, reason: str
) -> None:
    monkeypatch.setattr(batch, "annotate", failing(annotate, fault))
    assert check_only_bad_lost(folder)[0] == reason


@pytest.mark.needs("fork")
@pytest.mark.parametrize(
    "metadata",
    [Metadata(kind="report", title="lẻ \ud800"), Metadata(kind="report", author="\udcff"), Metadata(kind=None)],  # type: ignore[arg-type]
    ids=["surrogate", "byte", "null"],
)
def test_record_that_cannot_be_written(folder: Path, monkeypatch: pytest.MonkeyPatch, metadata: Metadata) -> None:
    real = annotate

    def spoilt(source: Source, *allowed: Any) -> Record:
        return record(BAD, TEXT, metadata=metadata) if source.path == BAD else real(source, *allowed)

    monkeypatch.setattr(batch, "annotate", spoilt)
    reason, message = check_only_bad_lost(folder)
    assert reason == "internal_error"
    assert "Error, pipeline.run.write:" in message


def test_number_beyond_64_bits_is_kept_roughly_and_told(tmp_path: Path) -> None:
    written = "99.999.999.999.999.999.999"
    text = f"Tổng số {written} hộ."
    connection = connect(tmp_path / "a.db", create=True)
    write_record(connection, record("a.txt", text, figures=(counting(text, written, 10**20 - 1),)), "test")
    assert tuple(connection.execute("SELECT text, value FROM figures").fetchone()) == (written, 1e20)
    (problem,) = connection.execute("SELECT kind, start, end, message FROM problems").fetchall()
    assert tuple(problem)[:3] == ("value_rounded", 8, 8 + len(written))
    assert written in problem["message"]


@pytest.mark.parametrize(("value", "rounded"), [(2**63 - 1, 0), (2**63, 1)])
def test_largest_number_that_is_exact(tmp_path: Path, value: int, rounded: int) -> None:
    text = f"Tổng số {value} hộ."
    connection = connect(tmp_path / "a.db", create=True)
    write_record(connection, record("a.txt", text, figures=(counting(text, str(value), value),)), "test")
    assert connection.execute("SELECT count(*) FROM problems").fetchone()[0] == rounded


def test_earlier_rows_of_a_file_are_not_mixed_with_a_record_that_fails(tmp_path: Path) -> None:
    connection = connect(tmp_path / "a.db", create=True)
    write_record(connection, record("a.txt", TEXT), "test")
    figures = (counting(TEXT, "17", 17), counting(TEXT, "05", 5, of_figure=99))
    with pytest.raises(sqlite3.IntegrityError):
        write_record(connection, record("a.txt", TEXT, figures=figures), "test")
    assert connection.execute("SELECT count(*) FROM documents").fetchone()[0] == 1
    assert connection.execute("SELECT count(*) FROM figures").fetchone()[0] == 0


def _dies(job: Job, allow_classified: bool) -> Rows | Refusal:
    if job.path == BAD:
        os.kill(os.getpid(), signal.SIGKILL)
    return rows_of_record(annotate(read_source(job.file, job.path), allow_classified))


def test_worker_that_is_killed_twice_costs_its_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_read_job", _dies)
    assert check_only_bad_lost(folder)[0] == "crashed"


def _dies_once(job: Job, allow_classified: bool) -> Rows | Refusal:
    mark = job.file.parent.parent / "died"
    if job.path == BAD and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return rows_of_record(annotate(read_source(job.file, job.path), allow_classified))


def test_worker_that_is_killed_once_costs_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_read_job", _dies_once)
    assert batch.run(folder, folder.parent / "a.db", workers=2).read == 3
    assert (folder.parent / "died").exists()


@pytest.mark.needs("fork")
@pytest.mark.parametrize("deaths", [1, 3])
def test_pool_that_dies_again_and_again_is_made_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch, deaths: int
) -> None:
    """A worker that dies before it takes a file breaks its whole pool."""
    count, real = folder.parent / "deaths", workers._prepare_worker
    count.write_bytes(b"")

    def prepare() -> None:
        if count.stat().st_size < deaths:
            with count.open("ab") as file:
                file.write(b"x")
            os._exit(1)
        real()

    monkeypatch.setattr(workers, "_prepare_worker", prepare)
    assert batch.run(folder, folder.parent / "a.db", workers=1).read == 3
    assert count.stat().st_size == deaths


@pytest.mark.needs("fork")
def test_pool_that_never_works_costs_every_file_but_not_the_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_prepare_worker", lambda: os._exit(1))
    monkeypatch.setattr(workers, "POOLS_ALONE", 1)
    database = folder.parent / "a.db"
    assert batch.run(folder, database, workers=2).quarantined == 3
    assert {reason for (reason,) in rows(database, "SELECT reason FROM quarantine")} == {"crashed"}


def test_silent_pool_counts_as_dead(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECONDS_A_FILE", "SECONDS_TO_REPORT"):
        monkeypatch.setattr(workers, name, 0)
    monkeypatch.setattr(workers, "POOLS_ALONE", 1)
    monkeypatch.setattr("pebble.pool.process.TaskManager.task_done", lambda *message: None)
    assert batch.run(folder, folder.parent / "a.db", workers=1).quarantined == 3


def _stops(connection: sqlite3.Connection) -> None:
    raise KeyboardInterrupt


def _fails(connection: sqlite3.Connection) -> None:
    raise ValueError("số")


@pytest.mark.parametrize(("fault", "error", "finished"), [(_fails, InternalError, 1), (_stops, KeyboardInterrupt, 0)])
def test_end_of_a_run_is_written_unless_a_person_cut_it_off(
    folder: Path, monkeypatch: pytest.MonkeyPatch, fault: object, error: type[BaseException], finished: int
) -> None:
    monkeypatch.setattr(batch, "resolve_archive", fault)
    with pytest.raises(error):
        batch.run(folder, folder.parent / "a.db", workers=1)
    assert rows(folder.parent / "a.db", "SELECT count(*) FROM runs WHERE finished IS NOT NULL") == [(finished,)]
    assert rows(folder.parent / "a.db", "SELECT count(*) FROM documents") == [(3,)]


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (ZeroDivisionError(), InternalError),
        (sqlite3.IntegrityError("x"), InternalError),
        (MemoryError(), TooLarge),
        (ReadError("x"), ReadError),
        (sqlite3.OperationalError("database is locked"), sqlite3.OperationalError),
        (sqlite3.DatabaseError("database disk image is malformed"), sqlite3.DatabaseError),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
    ids=lambda value: getattr(value, "__name__", type(value).__name__),
)
def test_guard_explains_what_is_unforeseen_and_leaves_the_rest(fault: BaseException, told: type) -> None:
    with pytest.raises(BaseException) as caught, guarded("a.txt"):
        raise fault
    assert type(caught.value) is told


def test_dates_and_numbers_at_the_edge_are_written(tmp_path: Path) -> None:
    metadata = Metadata(kind="report", date=date.max)
    figures = (counting(TEXT, "17", 17, value_max=Decimal("1e300")),)
    connection = connect(tmp_path / "a.db", create=True)
    write_record(connection, record("a.txt", TEXT, metadata=metadata, figures=figures), "test")
    assert tuple(connection.execute("SELECT value, value_max FROM figures").fetchone()) == (17, 1e300)
