"""An archive's folder -> the database: discover, read each file in a worker of its own, write, resolve.

Workers read and make the rows; this process alone writes them, in the order of the paths, so the same archive gives
the same rows whatever the number of workers. Whatever goes wrong with one file costs that file: see `workers`
for processes that die, `errors.guarded` for faults of the program.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

from pipeline.annotate import annotate
from pipeline.archive.known import keep_known_file
from pipeline.archive.resolve import resolve_archive
from pipeline.corrections.store import corrections_of, follow_moves, has_corrections, note_places
from pipeline.errors import ClassifiedDocument, ReadError, StoreError, UsageError, complaint, guarded
from pipeline.files import open_regular, printable_path, system_reason
from pipeline.readers.ingest import read_source
from pipeline.readers.scan.cache import CACHE
from pipeline.run.choice import Chosen
from pipeline.run.discover import Archive, Job, check_there, discover_part
from pipeline.run.engines.engine import Asked, Engine
from pipeline.run.engines.local import Local
from pipeline.run.erasure import exports_to_remove, sweep, take_out, take_out_classified
from pipeline.run.fingerprint import fingerprint
from pipeline.run.full_text import make_current
from pipeline.run.holding import held
from pipeline.run.moves import Content, forget_moved, reuse_known, settle_ids
from pipeline.run.roots import find_part, known_roots, remember_root
from pipeline.run.store import close, compact, connect, transaction
from pipeline.run.unpack import unpacked
from pipeline.run.workers import Watch
from pipeline.run.write import Refusal, Rows, rows_of_record, write_refusal, write_rows
from pipeline.systems import is_there

_MANY: Final = 200
"""Documents that a run must read, and they must be most of the archive, for the database to be written anew."""


@dataclass(slots=True)
class Progress:
    """Counts of one run, for the bar and for the last word."""

    files: int = 0
    done: int = 0
    read: int = 0
    unchanged: int = 0
    doubtful: int = 0
    quarantined: int = 0
    waiting: int = 0
    """New or changed files that this run was not asked for."""
    ahead: int = 0
    """Files that other machines have read and that are not written yet."""
    pages: int = 0
    """Pages of the documents read, of those that have pages."""
    slowest: tuple[str, float] | None = None
    """The file that has been read for longest at this moment, and its seconds."""
    resolving: bool = False
    """All files are read; what they say of each other is being put together."""
    doubts: Counter[str] = field(default_factory=Counter)
    """Problems of the documents read, by kind."""
    refusals: Counter[str] = field(default_factory=Counter)
    """Files that were skipped, by reason."""
    moved: int = 0
    """Files that were not read, for the database knew their bytes under another path."""
    removed: int = 0
    pruned: bool = False
    """The documents that are gone were taken out."""
    closed: int = 0
    """Folders that could not be opened; their documents are neither read nor removed."""
    unswept: bool = False
    """Words of documents taken out still lie in free pages, for another program reads the database."""
    exports: tuple[str, ...] = ()
    """Exported files that may hold words of documents taken out."""

    @property
    def good(self) -> int:
        """Files read without a doubt."""
        return self.read - self.doubtful


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one file: why it was skipped (`reason`, None: it was read), its pages and problems by kind."""

    path: str
    reason: str | None
    pages: int | None = None
    problems: Counter[str] = field(default_factory=Counter)


def file_hash(file: Path) -> str:
    """Return the SHA-256 of a regular file's bytes, in hexadecimal; OSError when it cannot be read."""
    with open_regular(file) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _read_job(job: Job, allow_classified: bool) -> Rows | Refusal:
    """Read one file and make its rows; what OCR read of it is kept once the document is known not to be classified."""
    try:
        with guarded(job.path):
            record = annotate(read_source(job.file, job.path), allow_classified, job.declared_open, job.corrections)
            if record.metadata.secrecy is None:
                CACHE.keep()
            else:
                CACHE.erase()
            return rows_of_record(record)
    except ClassifiedDocument as error:
        CACHE.erase()
        return Refusal(job.path, error.reason, str(error))
    except ReadError as error:
        return Refusal(job.path, error.reason, str(error))


def _with_scans(job: Job, work: Callable[[Job], Rows | Refusal], folder: Path | None) -> Rows | Refusal:
    """Read one file with what OCR read before at hand."""
    CACHE.folder = folder
    try:
        return work(job)
    finally:
        CACHE.drop()


def run(
    folder: Path,
    database: Path,
    workers: int,
    allow_classified: bool = False,
    report: Callable[[Progress], None] = lambda progress: None,
    not_classified: Sequence[str] = (),
    add_root: str | None = None,
    prune: bool = False,
    known: Path | None = None,
    chosen: Chosen | None = None,
    tell: Callable[[Done], None] = lambda done: None,
    wait: Callable[[StoreError], None] | None = None,
    engine: Engine | None = None,
) -> Progress:
    """Read every new or changed file of the archive at `folder` into the database, then resolve the whole.

    `not_classified` are paths of files that a person has looked at: their doubtful stamps are not stamps, until the
    files change. A run without `allow_classified` takes out what one with it let in. A folder inside the archive that
    the database was made from updates that part alone; `add_root` is the name of another archive that is added.
    `prune` removes the documents that are gone. `known` is a file of well-known instruments that this run and later
    ones go by.

    `chosen` leaves all files alone but those that it names. `report` is called after each file, and once a second
    while a file is waited for; `tell` once for each file that was read. One run at a time writes a database: while
    another does, `wait` is called once and the run begins when that is done; without it StoreError says who it is.
    `engine` reads the files, `workers` processes of this machine where it is left out.

    Raises UsageError for an archive that is not there, StoreError
    for the database, InternalError where the archive cannot be resolved. A KeyboardInterrupt keeps what was
    written; the next run goes on from there.
    """
    check_there(folder)
    engine = engine or Local(Asked(workers))
    with held(database, f"run {folder}", wait), _opened(database) as connection, ExitStack() as unpacking:
        place = unpacking.enter_context(engine.opened(database))
        part = find_part(connection, folder, add_root)
        archive = discover_part(folder, part)
        refused = unpacking.enter_context(unpacked(archive, workers, place.scratch))
        progress = Progress(len(archive.jobs) + len(refused), quarantined=len(refused), closed=len(archive.closed))
        progress.refusals.update(refusal.reason for refusal in refused)
        if known is not None:
            keep_known_file(connection, known)
        _declare_open(connection, archive.jobs, not_classified)
        remember_root(connection, part, is_empty=not (progress.files or progress.closed))
        with _recorded(connection, printable_path(str(folder)), progress):
            make_current(connection, fingerprint())
            if not allow_classified:
                take_out_classified(connection)
            changed, moved = _skip_known(connection, archive.jobs, progress, chosen)
            read = partial(_read_job, allow_classified=allow_classified)
            work = partial(_with_scans, work=read, folder=place.scans)
            watch = Watch(partial(_tell_slowest, progress, report), partial(_tell_ahead, progress, report))
            for job, outcome in engine.read(changed, work, watch):
                tell(_keep(connection, job, outcome, progress))
                report(progress)
            progress.slowest, progress.ahead, progress.resolving = None, 0, True
            report(progress)
            _mark_removed(connection, archive, moved)
            for refusal in refused:
                write_refusal(connection, refusal)
            _count_removed(connection, archive, prune, progress)
            settle_ids(connection)
            with guarded(printable_path(str(folder))):
                resolve_archive(connection)
            if progress.read >= _MANY and 2 * progress.read > progress.files:
                compact(connection)
            progress.unswept = not sweep(connection)
            progress.exports = exports_to_remove(connection)
    return progress


def _tell_slowest(progress: Progress, report: Callable[[Progress], None], path: str, seconds: float) -> None:
    progress.slowest = path, seconds
    report(progress)


def _tell_ahead(progress: Progress, report: Callable[[Progress], None], count: int) -> None:
    progress.ahead = count
    report(progress)


@contextmanager
def _opened(database: Path) -> Iterator[sqlite3.Connection]:
    """Give the database, made where there is none; one that was made goes again where nothing came to be in it."""
    makes = not is_there(database)
    connection = connect(database, create=True)
    try:
        yield connection
    finally:
        try:
            is_bare = makes and not known_roots(connection)
        finally:
            close(connection)
        if is_bare:
            database.unlink()


@contextmanager
def _recorded(connection: sqlite3.Connection, folder: str, progress: Progress) -> Iterator[None]:
    """Keep the block as a run in the database; one that the user stops stays unfinished."""
    started = datetime.now(UTC).isoformat(timespec="seconds")
    (identity,) = connection.execute(
        "INSERT INTO runs (started, archive, extractor, files) VALUES (?, ?, ?, ?) RETURNING id",
        (started, folder, fingerprint(), progress.files),
    ).fetchone()
    interrupted = False
    try:
        yield
    except KeyboardInterrupt:
        interrupted = True
        raise
    finally:
        if not interrupted:
            _finish(connection, identity, progress)


def _declare_open(connection: sqlite3.Connection, jobs: list[Job], paths: Sequence[str]) -> None:
    """Remember files that a person declared open, and mark the jobs of all that were and are as they were then.

    A path may be the end of one. UsageError for a path that the archive does not hold, or holds more than once.
    """
    known = {job.path: job for job in jobs}
    meant = []
    for path in paths:
        found = [path] if path in known else [other for other in known if other.endswith(f"/{path}")]
        if len(found) != 1:
            raise UsageError("usage.not_in_archive", path=path)
        meant.append(known[found[0]])
    with transaction(connection):
        rows = [(job.path, file_hash(job.file)) for job in meant]
        connection.executemany("INSERT OR REPLACE INTO declared_open (path, sha256) VALUES (?, ?)", rows)
        declared = connection.execute("SELECT path, sha256 FROM declared_open").fetchall()
    open_paths = {
        row["path"] for row in declared if row["path"] in known and _same_file(known[row["path"]].file, row[1])
    }
    jobs[:] = [replace(job, declared_open=job.path in open_paths) for job in jobs]


def _skip_known(
    connection: sqlite3.Connection, jobs: list[Job], progress: Progress, chosen: Chosen | None
) -> tuple[list[Job], frozenset[Content]]:
    """Return the jobs that are to be read, and the contents of the others that are known under another path."""
    known = {
        row["path"]: row["sha256"]
        for row in connection.execute("SELECT path, sha256 FROM documents WHERE extractor = ?", (fingerprint(),))
    }
    corrected = has_corrections(connection)
    hashes = _hashes(jobs) if known or corrected else {}
    changed = [job for job in jobs if job.path not in known or hashes.get(job.path) != known[job.path]]
    progress.unchanged = len(jobs) - len(changed)
    to_read = {job.path for job in changed}
    if chosen is not None:
        is_meant = chosen.meant(connection)
        changed = [job for job in changed if is_meant(job.path)]
        progress.waiting = len(to_read) - len(changed)
    moved = reuse_known(connection, changed, hashes, fingerprint())
    progress.moved = len(moved)
    progress.done = progress.quarantined + progress.unchanged + progress.moved + progress.waiting
    with transaction(connection):  # one that could not be opened meanwhile stands there beside its rows
        unchanged = [(job.path,) for job in jobs if job.path not in to_read]
        connection.executemany("DELETE FROM quarantine WHERE path = ?", unchanged)
    to_do = [job for job in changed if job.path not in moved]
    if corrected:
        to_do = [replace(j, corrections=corrections_of(connection, j.path, hashes.get(j.path))) for j in to_do]
    return to_do, frozenset(moved.values())


def _same_file(file: Path, sha256: str) -> bool:
    try:
        return file_hash(file) == sha256
    except OSError:
        return False


def _hashes(jobs: Iterable[Job]) -> dict[str, str]:
    """Return the hashes of the files that can be opened, by path."""
    found = {}
    for job in jobs:
        with suppress(OSError):
            found[job.path] = file_hash(job.file)
    return found


def _keep(connection: sqlite3.Connection, job: Job, outcome: Rows | Refusal, progress: Progress) -> Done:
    """Write what came of a file, and tell it; rows that the database cannot take cost their own document."""
    progress.done += 1
    note_places(connection, job.corrections, outcome.text if isinstance(outcome, Rows) else None)
    if isinstance(outcome, Rows):
        try:
            with guarded(job.path):
                write_rows(connection, outcome, fingerprint())
        except ReadError as error:
            outcome = Refusal(job.path, error.reason, str(error))
        else:
            progress.read += 1
            progress.doubtful += bool(outcome.problems)
            progress.pages += outcome.pages or 0
            progress.doubts += outcome.problems
            return Done(job.path, None, outcome.pages, outcome.problems)
    progress.quarantined += 1
    progress.refusals[outcome.reason] += 1
    write_refusal(connection, outcome)
    return Done(job.path, outcome.reason)


def _mark_removed(connection: sqlite3.Connection, archive: Archive, moved: Set[Content]) -> None:
    """Mark what the archive no longer holds; what stands in a folder that cannot be opened stays as it was."""
    paths = {job.path for job in archive.jobs}
    with transaction(connection):
        rows = connection.execute("SELECT id, path, present FROM documents").fetchall()
        seen = [
            (int(row["path"] in paths), row["id"])
            for row in rows
            if (row["path"] in paths) != row["present"] and archive.knows(row["path"])
        ]
        connection.executemany("UPDATE documents SET present = ? WHERE id = ?", seen)
        follow_moves(connection)
        forget_moved(connection, moved)
        aside = [row["path"] for row in connection.execute("SELECT path FROM quarantine")]
        gone = [(path,) for path in aside if path not in paths and archive.knows(path)]
        connection.executemany("DELETE FROM quarantine WHERE path = ?", gone)
    for folder in archive.closed:
        reason, advice = system_reason(folder.error)
        message = complaint(folder.path, f"thư mục {reason}", f"{advice}; những văn bản đã đọc từ đó vẫn được giữ")
        write_refusal(connection, Refusal(folder.path, ReadError.reason, message))


def _count_removed(connection: sqlite3.Connection, archive: Archive, prune: bool, progress: Progress) -> None:
    """Count the documents that are gone from the part of the archive that was looked at, and take them out if asked."""
    rows = connection.execute("SELECT path FROM documents WHERE NOT present").fetchall()
    gone = [row["path"] for row in rows if archive.covers(row["path"])]
    progress.removed, progress.pruned = len(gone), prune
    with transaction(connection):
        for path in gone if prune else ():
            take_out(connection, path)


def _finish(connection: sqlite3.Connection, identity: int, progress: Progress) -> None:
    with transaction(connection):
        connection.execute(
            "UPDATE runs SET finished = ?, read = ?, unchanged = ?, moved = ?, doubtful = ?, quarantined = ?,"
            " removed = ? WHERE id = ?",
            (
                datetime.now(UTC).isoformat(timespec="seconds"), progress.read, progress.unchanged, progress.moved,
                progress.doubtful, progress.quarantined, progress.removed, identity,
            ),
        )  # fmt: skip
