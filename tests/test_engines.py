"""Engines: shards and their parts, what becomes of what is lost, and that a cluster gives the rows of one machine.

The cluster here is made up: it carries orders out in this process, in another order than they were given, and loses
what a test says. `tests/test_ray.py` asks a real one.
"""

from __future__ import annotations

import gzip
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.errors import Failure
from pipeline.run import batch
from pipeline.run.discover import Job, discover
from pipeline.run.engines import order as orders
from pipeline.run.engines import reading
from pipeline.run.engines.cluster import Cluster
from pipeline.run.engines.engine import Asked, Outcomes
from pipeline.run.engines.order import LENGTH, Answer, Order
from pipeline.run.engines.parts import DamagedPart, part_name, parts_folder, read_part, write_part
from pipeline.run.engines.queue import MACHINES, TRIES, TRIES_ALONE, Queue
from pipeline.run.engines.shards import Shard, shards_of
from pipeline.run.fingerprint import fingerprint
from pipeline.run.workers import Work
from pipeline.run.write import Refusal, Rows
from tests.enginearchive import SECRET, every_row, put_archive
from tests.inprocess import read_jobs

Fault = Callable[[Shard, int], Answer | None]
"""What comes of a shard that is read the n-th time: an answer of its own, or _FINE."""
FINE = Answer("part")


class MadeUp:
    """A cluster that reads in this process, what was begun last first; `read` are the paths of what it was given."""

    def __init__(self, fault: Fault = lambda shard, time: FINE) -> None:
        self.read: list[str] = []
        self._fault, self._begun = fault, list[tuple[Shard, bytes]]()
        self._times: dict[tuple[str, ...], int] = {}

    @contextmanager
    def connected(self, asked: Asked) -> Iterator[MadeUp]:
        yield self

    def processors(self) -> int:
        return 2

    def under_way(self) -> int:
        return len(self._begun)

    def begin(self, shard: Shard, order: bytes) -> None:
        self._begun.append((shard, order))

    def ended(self, seconds: float) -> list[tuple[Shard, Answer | None]]:
        if not self._begun:
            return []
        shard, order = self._begun.pop()
        paths = tuple(job.path for job in shard.jobs)
        self._times[paths] = self._times.get(paths, 0) + 1
        told = self._fault(shard, self._times[paths])
        if told is not FINE:
            return [(shard, told)]
        self.read += paths
        return [(shard, reading.carry_out(pickle.loads(order)))]

    def drop(self, shard: Shard) -> None:
        self._begun = [one for one in self._begun if one[0] is not shard]


def cluster(made_up: MadeUp, shared: Path | None = None, classified: bool = False) -> Cluster:
    return Cluster(Asked(1, shared=shared, classified=classified), made_up.connected, least=2, most=3)


@pytest.fixture
def archive(tmp_path: Path, no_pool: None) -> Path:
    """Return the folder of an archive, which is read in this process but where a test orders another."""
    return put_archive(tmp_path / "kho", 6)


@pytest.fixture
def local_rows(archive: Path, tmp_path: Path) -> dict[str, list[tuple[object, ...]]]:
    batch.run(archive, tmp_path / "local.db", workers=1)
    return every_row(tmp_path / "local.db")


def _loses_its_process(shard: Shard, time: int) -> Answer | None:
    return Answer("lost", "-9") if time == 1 else FINE


def _loses_two_machines(shard: Shard, time: int) -> Answer | None:
    return None if time <= 2 else FINE


def _is_read_alone(shard: Shard, time: int) -> Answer | None:
    return Answer("lost", "-9") if len(shard.jobs) > 1 else FINE


FAULTS = [lambda shard, time: FINE, _loses_its_process, _loses_two_machines, _is_read_alone]


@pytest.mark.parametrize("fault", FAULTS, ids=["none", "processes", "machines", "alone"])
def test_rows_are_those_of_a_run_on_one_machine(
    archive: Path, tmp_path: Path, local_rows: dict[str, list[tuple[object, ...]]], fault: Fault
) -> None:
    progress = batch.run(archive, tmp_path / "a.db", 1, engine=cluster(MadeUp(fault)))
    assert (progress.read, progress.quarantined) == (6, 2)
    assert every_row(tmp_path / "a.db") == local_rows
    assert not parts_folder(tmp_path / "a.db").exists()


def test_a_part_that_a_disk_damaged_is_read_again(
    archive: Path, tmp_path: Path, local_rows: dict[str, list[tuple[object, ...]]]
) -> None:
    damaged: list[str] = []

    def damages(shard: Shard, time: int) -> Answer | None:
        for part in parts_folder(tmp_path / "a.db").glob("*.gz"):
            if not damaged:
                damaged.append(part.name)
                os.truncate(part, part.stat().st_size // 2)
        return FINE

    batch.run(archive, tmp_path / "a.db", 1, engine=cluster(MadeUp(damages)))
    assert damaged
    assert every_row(tmp_path / "a.db") == local_rows


def test_a_document_that_ends_every_process_costs_itself(archive: Path, tmp_path: Path) -> None:
    def deadly(shard: Shard, time: int) -> Answer | None:
        return Answer("lost", "-9") if any(job.path == "bc-32.txt" for job in shard.jobs) else FINE

    progress = batch.run(archive, tmp_path / "a.db", 1, engine=cluster(MadeUp(deadly)))
    assert (progress.read, progress.refusals["crashed"]) == (5, 1)
    (row,) = (row for row in every_row(tmp_path / "a.db")["quarantine"] if row[1] == "crashed")
    assert row[0] == "bc-32.txt" and "bc-32.txt" in str(row[2])


def _breaks_after(parts: int) -> Fault:
    """Return a fault that ends a run when so many parts were written."""
    written: list[Shard] = []

    def fault(shard: Shard, time: int) -> Answer | None:
        if len(written) == parts:
            return Answer("archive", "/kho", "may-7")
        written.append(shard)
        return FINE

    return fault


def test_a_run_that_was_cut_off_leaves_whole_parts_for_the_next(
    archive: Path, tmp_path: Path, local_rows: dict[str, list[tuple[object, ...]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = tmp_path / "chung"
    with pytest.raises(Failure, match="may-7"):
        batch.run(archive, tmp_path / "a.db", 1, engine=cluster(MadeUp(_breaks_after(2)), shared))
    (folder,) = shared.iterdir()
    assert len(list(folder.glob("*.gz"))) == 2
    (folder / ".unfinished").touch()
    jobs_read: list[Job] = []

    def counted(jobs: Sequence[Job], work: Work[Rows], workers: int) -> Outcomes:
        jobs_read.extend(jobs)
        return read_jobs(jobs, work, workers)

    monkeypatch.setattr(reading, "read_jobs", counted)
    batch.run(archive, tmp_path / "a.db", 1, engine=cluster(MadeUp(), shared))
    assert 0 < len(jobs_read) < 8
    assert every_row(tmp_path / "a.db") == local_rows
    assert list(shared.iterdir()) == []


def test_parts_of_other_settings_are_not_loaded(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(Failure):
        batch.run(archive, tmp_path / "a.db", 1, engine=cluster(MadeUp(_breaks_after(2))))
    left = set(parts_folder(tmp_path / "a.db").glob("*.gz"))

    def looks(shard: Shard, time: int) -> Answer | None:
        assert left.isdisjoint(parts_folder(tmp_path / "a.db").iterdir())
        return FINE

    batch.run(archive, tmp_path / "a.db", 1, True, engine=cluster(MadeUp(looks), classified=True))
    assert left


def test_classified_text_is_in_no_part(archive: Path, tmp_path: Path) -> None:
    seen = []

    def looks(shard: Shard, time: int) -> Answer | None:
        for part in parts_folder(tmp_path / "a.db").glob("*.gz"):
            seen.append(gzip.decompress(part.read_bytes()).decode())
        return FINE

    with pytest.raises(Failure):
        batch.run(archive, tmp_path / "a.db", 1, engine=cluster(MadeUp(_breaks_after(2))))
    batch.run(archive, tmp_path / "a.db", 1, engine=cluster(MadeUp(looks)))
    assert any("mat.txt" in part for part in seen)
    assert not any(SECRET in part or SECRET.encode("ascii", "backslashreplace").decode() in part for part in seen)


def test_parts_that_may_hold_classified_text_go_with_a_run_that_fails(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(Failure):
        batch.run(archive, tmp_path / "a.db", 1, True, engine=cluster(MadeUp(_breaks_after(2)), classified=True))
    assert not parts_folder(tmp_path / "a.db").exists()


def test_a_run_on_one_machine_removes_what_a_killed_one_left(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(Failure):
        batch.run(archive, tmp_path / "a.db", 1, engine=cluster(MadeUp(_breaks_after(2))))
    assert parts_folder(tmp_path / "a.db").exists()
    batch.run(archive, tmp_path / "a.db", 1)
    assert not parts_folder(tmp_path / "a.db").exists()


def test_a_cluster_without_machines_is_given_up(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.run.engines.cluster._WITHOUT_MACHINES", -1)
    made_up = MadeUp()
    monkeypatch.setattr(made_up, "processors", lambda: 0)
    with pytest.raises(Failure, match="không còn máy nào"):
        batch.run(archive, tmp_path / "a.db", 1, engine=cluster(made_up))


# --- parts -----------------------------------------------------------------------------------------------------------


def kinds(outcomes: Sequence[Rows | Refusal]) -> list[type]:
    """Return what each value of each row is: 1, 1.0 and True are equal, and three things in a database."""
    rows = [row for one in outcomes if isinstance(one, Rows) for _, _, table in one.tables for row in table]
    return [str if isinstance(value, str) else type(value) for row in rows for value in row]


def test_a_part_gives_back_what_was_read(archive: Path, tmp_path: Path) -> None:
    jobs = discover(archive).jobs
    work = batch._read_job
    outcomes = [work(job, False) for job in jobs]
    assert {type(outcome) for outcome in outcomes} == {Rows, Refusal}
    write_part(tmp_path, "a.gz", outcomes)
    found = read_part(tmp_path, "a.gz", jobs)
    assert found == outcomes
    assert kinds(found) == kinds(outcomes)
    write_part(tmp_path, "b.gz", outcomes)
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()
    with pytest.raises(DamagedPart):
        read_part(tmp_path, "a.gz", jobs[1:])
    with pytest.raises(DamagedPart):
        read_part(tmp_path, "no.gz", jobs)


def test_a_part_is_named_by_what_was_read_and_by_what() -> None:
    job = Job(Path("/kho/a.txt"), "a.txt")
    names = {
        part_name("s", [job], ["1"]),
        part_name("t", [job], ["1"]),
        part_name("s", [job], ["2"]),
        part_name("s", [job], [None]),
        part_name("s", [replace(job, declared_open=True)], ["1"]),
        part_name("s", [replace(job, path="b.txt")], ["1"]),
    }
    assert len(names) == 6
    assert part_name("s", [replace(job, file=Path("/mnt/a.txt"))], ["1"]) in names


# --- shards and their queue ------------------------------------------------------------------------------------------


def jobs(count: int) -> list[Job]:
    return [Job(Path(f"/kho/{number}.txt"), f"{number}.txt") for number in range(count)]


def test_shards_hold_every_job_once_and_in_order() -> None:
    found = list(shards_of(jobs(2345)))
    assert [job for shard in found for job in shard.jobs] == jobs(2345)
    assert all(100 <= len(shard.jobs) <= 500 for shard in found[:-1])
    assert [shard.start for shard in found[1:]] == [shard.start + len(shard.jobs) for shard in found[:-1]]


def test_a_lost_shard_is_tried_again_then_taken_apart_then_given_up() -> None:
    queue = Queue([Shard(7, tuple(jobs(2)))])
    for _ in range(TRIES):
        shard = queue.take(0.0)
        assert shard is not None and len(shard.jobs) == 2
        assert not queue.lost(shard)
    first = queue.take(0.0)
    assert first is not None and (first.start, len(first.jobs)) == (7, 1)
    for tried in range(1, TRIES_ALONE + 1):
        assert queue.lost(first) == (tried == TRIES_ALONE)
        if tried < TRIES_ALONE:
            assert queue.take(0.0) is first
    second = queue.take(0.0)
    assert second is not None and second.start == 8
    assert queue.done(second, 1.0)
    assert not queue


def test_losing_machines_is_not_held_against_a_shard_but_for_ever() -> None:
    queue = Queue([Shard(0, tuple(jobs(2)))])
    for _ in range(MACHINES + TRIES - 1):
        shard = queue.take(0.0)
        assert shard is not None and len(shard.jobs) == 2
        assert not queue.lost(shard, with_machine=True)
    shard = queue.take(0.0)
    assert shard is not None and not queue.lost(shard, with_machine=True)
    alone = queue.take(0.0)
    assert alone is not None and len(alone.jobs) == 1


def test_a_straggler_is_begun_once_more_and_counts_once() -> None:
    slow, quick = Shard(0, tuple(jobs(2))), Shard(2, tuple(jobs(1)))
    queue = Queue([slow, quick])
    assert (queue.take(0.0), queue.take(0.0)) == (slow, quick)
    assert queue.done(quick, 10.0)
    assert queue.take(29.0) is None
    assert queue.take(31.0) is slow
    assert queue.take(99.0) is None, "two copies are enough"
    assert not queue.lost(slow)
    assert queue.take(99.0) is None, "nor is a third begun where one of them is lost"
    assert queue.done(slow, 100.0)
    assert not queue.done(slow, 101.0)
    assert not queue


# --- the process that reads a shard ----------------------------------------------------------------------------------


@pytest.fixture
def order(archive: Path, tmp_path: Path) -> Order:
    folder = tmp_path / "parts"
    folder.mkdir()
    (folder / "token").touch()
    return Order(tuple(discover(archive).jobs[:2]), batch._read_job, folder, "token", fingerprint(), "s")  # type: ignore[arg-type]


def test_a_machine_that_cannot_read_says_why(order: Order, tmp_path: Path) -> None:
    assert reading.carry_out(replace(order, extractor="other")).kind == "builds"
    assert reading.carry_out(replace(order, token="none")).kind == "folder"
    elsewhere = tuple(replace(job, file=Path("/khong/co") / job.file.name) for job in order.jobs)
    told = reading.carry_out(replace(order, jobs=elsewhere))
    assert (told.kind, told.told) == ("archive", "/khong/co")


def _fails(job: Job) -> Refusal:
    raise ZeroDivisionError


@pytest.fixture
def found_by_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let processes that are started find this module, whose functions their orders name."""
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parent.parent))


@pytest.mark.usefixtures("found_by_others")
def test_an_order_is_carried_out_by_a_process_of_its_own(order: Order) -> None:
    kind, name, _ = orders.carry_out(replace(order, work=_fails).packed())
    assert kind == "part"
    found = read_part(order.folder, name, order.jobs)
    assert [(one.path, one.reason) for one in found if isinstance(one, Refusal)] == [
        (job.path, "internal_error") for job in order.jobs
    ]
    assert orders.carry_out(b"no order")[0] == "lost"


def _waits(job: Job) -> Refusal:
    (job.file.parent / "begun").write_text(str(os.getpid()), encoding="ascii")
    subprocess.run(["sleep", "100"], check=False)
    return Refusal(job.path, "x", "x")


@pytest.mark.usefixtures("found_by_others")
def test_what_reads_ends_with_whoever_ordered_it(order: Order) -> None:
    sent = replace(order, work=_waits).packed()
    with subprocess.Popen(
        [sys.executable, "-P", "-m", orders._READING], stdin=subprocess.PIPE, start_new_session=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    ) as process:  # fmt: skip
        assert process.stdin is not None
        process.stdin.write(len(sent).to_bytes(LENGTH, "big") + sent)
        process.stdin.flush()
        begun = order.jobs[0].file.parent / "begun"
        while not (begun.exists() and begun.read_text(encoding="ascii")):
            assert process.poll() is None
        process.stdin.close()
        assert process.wait(timeout=60)
    with pytest.raises(ProcessLookupError):
        for _ in range(100):
            os.kill(int(begun.read_text(encoding="ascii")), 0)
            time.sleep(0.1)


# --- what people are told --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (["--engine", "ray"], 1, "trichyeu[ray]"),
        (["--address", "10.0.0.5:6379"], 2, "--engine ray"),
        (["--engine", "ray", "--shared", "/proc/khong"], 1, "/proc/khong"),
        (["--engine", "spark"], 2, "ray"),
    ],
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_cannot_be_done_is_said(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    words: list[str], status: int, told: str, language: str,
) -> None:  # fmt: skip
    monkeypatch.setattr("pipeline.run.engines.session.find_spec", lambda name: None)
    try:
        found = main(["--lang", language, "run", str(archive), "--db", str(tmp_path / "a.db"), *words])
    except SystemExit as ended:
        found = int(str(ended.code))
    said = capsys.readouterr().err
    assert (found, told in said) == (status, True)
    assert "Traceback" not in said
