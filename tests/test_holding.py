"""One run at a time writes a database; it is said who does; a stop keeps the work; a run reads what is asked for."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.commands import progress as shown
from pipeline.errors import ANY_REASON, StoreError
from pipeline.run import batch
from pipeline.run.batch import Progress
from pipeline.run.choice import Chosen
from pipeline.run.discover import Job
from pipeline.run.engines import local
from pipeline.run.holding import held, holder_of, lock_file
from pipeline.run.stopping import Stopped, stoppable
from pipeline.run.store import writing
from pipeline.run.write import write_rows
from pipeline.speech import Speech

NOTE = "Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư.\n"
_HOLDING = """
import sys
from pathlib import Path
from pipeline.run.holding import held
with held(Path(sys.argv[1]), "run kho"):
    print("held", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def another_run(database: Path) -> Iterator[subprocess.Popen[str]]:
    """Let another process hold the database as long as the block runs."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDING, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin and process.stdout and process.stdout.readline() == "held\n"
    try:
        yield process
    finally:
        process.communicate("\n" if process.poll() is None else None)


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a note and an empty file; files are read in this process."""

    def in_process(jobs: Iterable[Job], work: object, workers: int, watch: object) -> Iterator[tuple[Job, object]]:
        assert callable(work)
        yield from ((job, work(job)) for job in jobs)

    monkeypatch.setattr(local, "read_jobs", in_process)
    folder = tmp_path / "kho"
    folder.mkdir()
    (folder / "a.txt").write_text(NOTE, encoding="utf-8")
    (folder / "trong.txt").write_text("", encoding="utf-8")
    return folder


def test_a_second_run_says_who_holds_the_database_and_questions_are_answered(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "a.db"
    assert main(["run", str(archive), "--db", str(database)]) == 0
    assert not lock_file(database).exists()
    with another_run(database) as other:
        capsys.readouterr()
        assert main(["run", str(archive), "--db", str(database)]) == 1
        said = capsys.readouterr().err
        assert "run kho" in said and str(other.pid) in said and "--wait" in said
        assert main(["status", "--db", str(database)]) == 0


def test_a_run_that_waits_is_told_once_who_holds_the_database(tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    told = []
    with another_run(database) as other:

        def tell(error: StoreError) -> None:
            told.append(error.message.values["process"])
            assert other.stdin
            other.stdin.write("\n")
            other.stdin.flush()

        with held(database, "run kho", tell):
            assert told == [other.pid]


def test_a_killed_run_holds_nothing(tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    with another_run(database) as other:
        other.kill()
        other.wait()
        assert lock_file(database).exists()
        with held(database, "run kho"):
            holder = holder_of(database)
            assert holder and holder.process == os.getpid()
    assert not lock_file(database).exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_the_block_once(number: signal.Signals, request: pytest.FixtureRequest) -> None:
    outside = signal.signal(number, signal.SIG_DFL)  # a shell starts what runs behind it with SIGINT ignored
    request.addfinalizer(lambda: signal.signal(number, outside))
    before = signal.getsignal(number)
    with pytest.raises(Stopped) as stopped, stoppable():
        try:
            os.kill(os.getpid(), number)
        finally:
            os.kill(os.getpid(), number)  # while the block is left, another changes nothing
    assert stopped.value.status == 128 + number
    assert signal.getsignal(number) is before


def test_a_signal_that_a_library_tells_in_its_own_way_stops_the_run_all_the_same() -> None:
    with pytest.raises(Stopped) as stopped, stoppable():
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        except Stopped:
            raise KeyboardInterrupt from None
    assert stopped.value.status == 128 + signal.SIGTERM


def test_a_run_that_is_stopped_keeps_what_it_read(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    database, log = tmp_path / "a.db", tmp_path / "log.jsonl"
    (archive / "b.txt").write_text(NOTE.replace("30/2020", "31/2020"), encoding="utf-8")
    whole = write_rows

    def written(*given: object) -> int:
        key = whole(*given)  # type: ignore[arg-type]
        os.kill(os.getpid(), signal.SIGTERM)
        return key

    monkeypatch.setattr(batch, "write_rows", written)
    words = ["run", str(archive), "--db", str(database), "--log", str(log)]
    assert main(words) == 128 + signal.SIGTERM
    assert "chạy lại" in capsys.readouterr().err and not lock_file(database).exists()
    monkeypatch.setattr(batch, "write_rows", whole)
    assert main(words) == 0
    events = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [one["event"] for one in events if one["event"] != "progress"] == ["stopped", "file", "file", "done"]
    assert events[-1] | {"unchanged": 1, "read": 1, "quarantined": 1, "reasons": {"empty": 1}} == events[-1]
    told = {one["path"]: (one["outcome"], one.get("reason")) for one in events if one["event"] == "file"}
    assert told == {"b.txt": ("read", None), "trong.txt": ("skipped", "empty")}


def test_a_run_reads_again_what_failed_or_is_outdated_and_leaves_the_rest(archive: Path, tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    batch.run(archive, database, workers=1)
    (archive / "moi.txt").write_text(NOTE.replace("30/2020", "32/2020"), encoding="utf-8")
    (archive / "trong.txt").write_text(NOTE.replace("30/2020", "33/2020"), encoding="utf-8")
    none = batch.run(archive, database, workers=1, chosen=Chosen(failed="timed_out"))
    assert (none.read, none.unchanged, none.waiting) == (0, 1, 2)
    failed = batch.run(archive, database, workers=1, chosen=Chosen(failed=ANY_REASON))
    assert (failed.read, failed.unchanged, failed.waiting) == (1, 1, 1)
    with writing(database) as connection:
        connection.execute("UPDATE documents SET extractor = 'older' WHERE path = 'a.txt'")
    older = batch.run(archive, database, workers=1, chosen=Chosen(outdated=True))
    assert (older.read, older.unchanged, older.waiting) == (1, 1, 1)


@pytest.mark.parametrize(("words", "read"), [([], 1), (["tệp rỗng"], 1), (["có mật khẩu"], 0)])
def test_what_failed_is_read_again_whatever_the_reason_or_for_one(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], read: int
) -> None:
    told = ["run", str(archive), "--db", str(tmp_path / "a.db"), "--workers", "1"]
    assert main(told) == 0
    (archive / "trong.txt").write_text(NOTE.replace("30/2020", "33/2020"), encoding="utf-8")
    capsys.readouterr()
    assert main([*told, "--failed", *words]) == 0
    assert f"đọc {read} " in capsys.readouterr().out


def test_what_failed_in_a_container_goes_with_it(archive: Path, tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    batch.run(archive, database, workers=1)
    with writing(database) as connection:
        connection.execute("INSERT INTO quarantine VALUES ('goi.zip', 'encrypted', '')")
        is_meant = Chosen(failed="encrypted").meant(connection)
    assert is_meant("goi.zip/thu/a.txt") and not is_meant("goi.zip.txt") and not is_meant("trong.txt")


def test_plain_lines_tell_how_far_a_run_is(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    now = [100.0]
    monkeypatch.setattr(shown, "monotonic", lambda: now[0])
    progress = Progress(files=40, done=10, read=8, doubtful=2, quarantined=2, pages=30)
    progress.refusals.update(["empty", "damaged", "damaged"])
    with shown.shown(Speech("en")) as show:
        show(progress)
        now[0], progress.done, progress.slowest = 110.0, 20, ("2022/quyet-toan.pdf", 7.4)
        show(progress)
    assert capsys.readouterr().err == (
        "20/40 files · 30 pages · 1 files/s · 0:20 left · good 6 · doubtful 2 · skipped 2 (damaged 2, empty 1)"
        " · slowest: 2022/quyet-toan.pdf (7 s)\n"
    )
