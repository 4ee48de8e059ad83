"""Runs that are cut off at random: the same command run again gives the database of a run that nothing disturbed.

A fault is chosen by its seed: the run, or one of its workers, is killed at a random statement of the database, those
that resolve the archive included; a signal asks it to end; the disk is full (a limit on the database's pages, or the
system's on the size of a file); another program holds the database; somebody reads throughout; the power goes, which
leaves the files as they were in the middle of a write, the end of the log torn off. `make chaos` tries 100 seeds.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from pipeline.cli import main
from pipeline.run import batch, store
from pipeline.systems import if_there
from tests.treecost import tree_of
from tests.wordfiles import paragraph, word_file, zip_file

resource: Final = if_there("resource")
Rows = dict[str, list[tuple[object, ...]]]
Point = Callable[[int, sqlite3.Connection], None]
"""What is done before each statement of the run: the number of the statement, and the connection that it goes to."""

NOTE: Final = (
    "TỈNH ỦY LÀO CAI\nSố {n}-BC/TU\nLào Cai, ngày {n} tháng 6 năm 2022\n\nBÁO CÁO\nKết quả quý {q}/2022\n\n"
    "Thực hiện Chỉ thị số 05-CT/TW ngày 15/5/2016 và Báo cáo số {m}-BC/TU ngày {m}/6/2022, toàn tỉnh mở {f} hội nghị "
    "với {g} lượt người dự, trong đó {h} hội nghị cấp xã.\nGiao Ban Tuyên giáo hoàn thành trước ngày 30/9/2022.\n"
)
_OUTSIDE: Final = ("runs",)
"""Tables that tell of the runs themselves, one row each."""
_WHOLE: Final = "documents_fts"


def make_archive(folder: Path, documents: int) -> Path:
    """Write reports that cite each other, of three formats, one inside a zip, one file that cannot be read."""
    folder.mkdir()
    for n in range(1, documents + 1):
        text = NOTE.format(n=n, m=max(1, n - 1), q=("I", "II", "III", "IV")[n % 4], f=17 + n, g=900 + 7 * n, h=n)
        if n % 3 == 0:
            (folder / f"bc-{n}.docx").write_bytes(word_file("".join(map(paragraph, text.splitlines()))))
        elif n % 5 == 0:
            (folder / f"bc-{n}.zip").write_bytes(zip_file({"bc.txt": text}))
        else:
            (folder / f"bc-{n}.txt").write_text(text, encoding="utf-8")
    (folder / "hỏng.docx").write_bytes(b"PK\x03\x04")
    return folder


def rows_of(database: Path) -> Rows:
    """Return all rows of all tables, and see that the file is whole, its keys lead somewhere and its index agrees."""
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute(f"INSERT INTO {_WHOLE} ({_WHOLE}) VALUES ('integrity-check')")
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
            if not name.startswith(("sqlite_", _WHOLE)) and name not in _OUTSIDE
        ]
        return {name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in names}


@dataclass(frozen=True)
class Scene:
    """An archive, the rows of a run that nothing disturbed, how many statements it had and how large its file was."""

    archive: Path
    rows: Rows
    statements: int
    size: int


def command(archive: Path, database: Path) -> list[str]:
    return ["run", str(archive), "--db", str(database), "--workers", "2"]


def set_scene(archive: Path, database: Path) -> Scene:
    """Run the archive undisturbed, its statements counted."""
    counted = database.with_suffix(".count")
    status = in_child(archive, database, partial(_count, counted))
    assert status == 0
    return Scene(archive, rows_of(database), int(counted.read_text(encoding="ascii")), database.stat().st_size)


def _count(path: Path, number: int, connection: sqlite3.Connection) -> None:
    path.write_text(str(number), encoding="ascii")


def in_child(
    archive: Path, database: Path, point: Point | None = None, before: Callable[[], None] | None = None
) -> int:
    """Run the command in a process of its own; return its exit status, or minus the signal that ended it."""
    process = os.fork()
    if process == 0:
        status = 99
        try:
            os.setsid()
            nowhere = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(nowhere, stream)
            if before:
                before()
            if point:
                setattr(batch, "connect", partial(_watched, store.connect, point))  # noqa: B010 - in a process of its own
            status = main(command(archive, database))
        finally:
            os._exit(status)
    _, ended = os.waitpid(process, 0)
    with suppress(ProcessLookupError):
        os.killpg(process, signal.SIGKILL)  # workers that a killed run left
    return os.waitstatus_to_exitcode(ended)


def _watched(
    real: Callable[..., sqlite3.Connection], point: Point, path: Path, create: bool = False
) -> sqlite3.Connection:
    connection = real(path, create)
    count = 0

    def see(statement: str) -> None:
        nonlocal count
        count += 1
        point(count, connection)

    connection.set_trace_callback(see)
    return connection


def _at(when: int, act: Callable[[], None]) -> Point:
    def point(number: int, connection: sqlite3.Connection) -> None:
        if number == when:
            act()

    return point


def _kill_worker(chance: random.Random) -> None:
    workers = tree_of(os.getpid())[1:]
    if workers:
        os.kill(chance.choice(workers), signal.SIGKILL)


def kill_run(scene: Scene, database: Path, chance: random.Random) -> None:
    when = chance.randint(1, scene.statements)
    in_child(scene.archive, database, _at(when, lambda: os.kill(os.getpid(), signal.SIGKILL)))


def kill_worker(scene: Scene, database: Path, chance: random.Random) -> None:
    in_child(scene.archive, database, _at(chance.randint(1, scene.statements), partial(_kill_worker, chance)))


def stop_run(scene: Scene, database: Path, chance: random.Random) -> None:
    number = chance.choice((signal.SIGINT, signal.SIGTERM, signal.SIGHUP))
    when = chance.randint(1, scene.statements)

    def heard() -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have begun the tests without

    status = in_child(scene.archive, database, _at(when, lambda: os.kill(os.getpid(), number)), heard)
    assert status in (0, 128 + number), status


def full_pages(scene: Scene, database: Path, chance: random.Random) -> None:
    most = chance.randint(2, scene.size // 4096)

    def point(number: int, connection: sqlite3.Connection) -> None:
        if number == 1:
            connection.set_trace_callback(None)
            connection.execute(f"PRAGMA max_page_count = {most}")

    status = in_child(scene.archive, database, point)
    assert status in (0, 1), status


def full_disk(scene: Scene, database: Path, chance: random.Random) -> None:
    most = chance.randint(4096, scene.size)
    status = in_child(scene.archive, database, None, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)))
    assert status in (0, 1), status


def locked(scene: Scene, database: Path, chance: random.Random) -> None:
    store.connect(database, create=True).close()

    def impatient() -> None:
        setattr(store, "SECONDS_TO_WAIT", 0.1)  # noqa: B010 - in a process of its own

    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert in_child(scene.archive, database, None, impatient) == 1
        other.execute("ROLLBACK")


def read_throughout(scene: Scene, database: Path, chance: random.Random) -> None:
    store.connect(database, create=True).close()
    with _reader(database) as faults:
        kill_run(scene, database, chance)
        assert in_child(scene.archive, database) == 0
    assert not faults, faults[:3]


@contextmanager
def _reader(database: Path) -> Iterator[list[str]]:
    """Ask a database again and again, in another process, as long as the block runs; each answer is of one moment.

    What went wrong is in the list when the block is left. (A thread would do, were it not for the forks.)
    """
    faults: list[str] = []
    told = database.with_suffix(".faults")
    process = os.fork()
    if process == 0:
        try:
            _ask_for_ever(database, told)
        finally:
            os._exit(0)
    try:
        yield faults
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        faults += told.read_text(encoding="utf-8").splitlines() if told.exists() else []


def _ask_for_ever(database: Path, told: Path) -> None:
    sql = "SELECT count(*) FROM figures WHERE document_id NOT IN (SELECT id FROM documents)"
    while True:
        try:
            with closing(store.connect(database)) as connection:
                fault = "half a document" if connection.execute(sql).fetchone()[0] else ""
        except Exception as error:  # noqa: BLE001 - whatever it is, a question was not answered
            fault = repr(error)
        if fault:
            with told.open("a", encoding="utf-8") as stream:
                stream.write(f"{fault}\n")
        time.sleep(0.01)


def power_loss(scene: Scene, database: Path, chance: random.Random) -> None:
    """Keep the files as they are in the middle of the run, the end of the log torn off, and let the run go on."""
    left = database.with_name("left.db")

    def copy() -> None:
        for end in ("", "-wal"):
            if Path(f"{database}{end}").exists():
                shutil.copyfile(f"{database}{end}", f"{left}{end}")

    in_child(scene.archive, database, _at(chance.randint(1, scene.statements), copy))
    for end in ("", "-wal", "-shm"):
        Path(f"{database}{end}").unlink(missing_ok=True)
        if Path(f"{left}{end}").exists():
            Path(f"{left}{end}").rename(f"{database}{end}")
    log = Path(f"{database}-wal")
    if log.exists():
        os.truncate(log, chance.randint(0, log.stat().st_size))


FAULTS: Final = (kill_run, kill_worker, power_loss, stop_run, full_pages, full_disk, locked, read_throughout)


def disturb(scene: Scene, folder: Path, seed: int) -> str:
    """Let the fault of a seed happen, run the same command again, and compare; return the fault's name."""
    chance = random.Random(seed)
    fault = FAULTS[seed % len(FAULTS)]
    database = folder / "a.db"
    fault(scene, database, chance)
    assert in_child(scene.archive, database) == 0, fault.__name__
    found = rows_of(database)
    assert not differing(found, scene.rows), f"{fault.__name__}, seed {seed}: {differing(found, scene.rows)}"
    return fault.__name__


def differing(found: Rows, rows: Rows) -> list[str]:
    """Return the tables whose rows are not the same in two databases."""
    return [table for table in sorted(found.keys() | rows.keys()) if found.get(table) != rows.get(table)]


def chaos() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--documents", type=int, default=24)
    chosen = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        scene = set_scene(make_archive(Path(name, "kho"), chosen.documents), Path(name, "whole.db"))
        print(f"{chosen.documents} documents, {scene.statements} statements, {scene.size >> 10} KB", flush=True)
        for seed in range(chosen.first, chosen.first + chosen.seeds):
            with tempfile.TemporaryDirectory() as folder:
                try:
                    disturb(scene, Path(folder), seed)
                except AssertionError as error:
                    failed += 1
                    print(f"seed {seed}, {FAULTS[seed % len(FAULTS)].__name__}: {str(error)[:2000]}", flush=True)
    print(f"{chosen.seeds} faults, {failed} of them leave another database than an undisturbed run")
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(chaos())
