"""`run --engine ray` on a real cluster: two nodes on this machine, a worker killed, a node removed (`make test-ray`).

Skipped where Ray is not installed. What one machine cannot show (a network, a folder shared between machines) is said
in docs/sizing.md.
"""

from __future__ import annotations

import importlib.util
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import main
from pipeline.run import batch
from pipeline.run.discover import Job
from pipeline.run.engines.cluster import Cluster
from pipeline.run.engines.engine import Asked
from pipeline.run.engines.parts import parts_folder
from pipeline.run.write import Refusal, Rows
from tests.cluster import programs, running
from tests.enginearchive import every_row, put_archive
from tests.test_postgres import differing

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("ray") is None, reason="Ray is not installed: make test-ray installs it"
)
STORE = 80 << 20
READ = batch._read_job


@pytest.fixture(scope="module")
def machines() -> Iterator[Any]:
    """Give a cluster whose head reads nothing; a test adds the nodes that do."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    from ray.cluster_utils import Cluster as Machines

    head = {"num_cpus": 0, "object_store_memory": STORE, "include_dashboard": False}
    made = Machines(initialize_head=True, head_node_args=head)
    yield made
    made.shutdown()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return put_archive(tmp_path / "kho")


def read_by(machines: Any, count: int, archive: Path, report: Callable[[list[Any]], None]) -> batch.Progress:
    """Run on so many nodes of one processor, which are there as long as the run."""
    nodes = [machines.add_node(num_cpus=1, object_store_memory=STORE) for _ in range(count)]
    engine = Cluster(Asked(1, machines.address), least=2, most=3)
    try:
        return batch.run(archive, archive.parent / "a.db", 1, report=lambda progress: report(nodes), engine=engine)
    finally:
        for node in nodes:
            machines.remove_node(node)


def _parent(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])


def _worker() -> int:
    """Return the process of Ray above the one that reads a document: it ordered the process that has this one."""
    return _parent(os.getppid())


def _unlucky(job: Job, allow_classified: bool) -> Rows | Refusal:
    """Read a document; the first time one kills the worker of Ray that it is read by, one waits for its node to go."""
    folder = job.file.parent
    if job.path == "bc-32.txt" and not (folder / ".killed").exists():
        (folder / ".killed").touch()
        os.kill(_worker(), signal.SIGKILL)
        time.sleep(60)
    if job.path == "bc-40.txt" and not (folder / ".node").exists():
        (folder / ".unfinished").write_text(os.environ["RAY_RAYLET_PID"])
        (folder / ".unfinished").rename(folder / ".node")
        time.sleep(60)
    return READ(job, allow_classified)


def test_rows_are_those_of_a_local_run_though_a_worker_is_killed_and_a_node_goes(
    machines: Any, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch.run(archive, archive.parent / "local.db", 1)
    removed: list[Any] = []

    def removes(nodes: list[Any]) -> None:
        if not removed and (archive / ".node").exists():
            (node,) = (node for node in nodes if _raylet(node) == int((archive / ".node").read_text()))
            removed.append(node)
            nodes.remove(node)
            machines.remove_node(node, allow_graceful=False)

    monkeypatch.setattr(batch, "_read_job", _unlucky)
    progress = read_by(machines, 2, archive, removes)
    assert removed and (archive / ".killed").exists()
    assert (progress.read, progress.quarantined) == (10, 2)
    assert every_row(archive.parent / "a.db") == every_row(archive.parent / "local.db")
    assert not parts_folder(archive.parent / "a.db").exists()


def _raylet(node: Any) -> int:
    return int(node.all_processes["raylet"][0].process.pid)


def _deadly(job: Job, allow_classified: bool) -> Rows | Refusal:
    if job.path == "bc-32.txt":
        with (job.file.parent / ".deaths").open("a") as deaths:
            deaths.write("x")
        os.kill(_worker(), signal.SIGKILL)
        time.sleep(60)
    return READ(job, allow_classified)


def test_a_document_that_kills_its_worker_each_time_costs_itself(
    machines: Any, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "_read_job", _deadly)
    progress = read_by(machines, 1, archive, lambda nodes: None)
    assert (archive / ".deaths").read_text() == "xxxxx", "twice with others, three times alone"
    assert (progress.read, progress.refusals["crashed"]) == (9, 1)
    assert [row[0] for row in every_row(archive.parent / "a.db")["quarantine"] if row[1] == "crashed"] == ["bc-32.txt"]


def test_a_document_at_which_the_program_fails_costs_itself(
    machines: Any, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "_read_job", _fails)
    progress = read_by(machines, 1, archive, lambda nodes: None)
    assert (progress.read, progress.refusals["internal_error"]) == (9, 1)


def _fails(job: Job, allow_classified: bool) -> Rows | Refusal:
    if job.path == "bc-32.txt":
        raise ZeroDivisionError
    return READ(job, allow_classified)


def _waits(job: Job, allow_classified: bool) -> Rows | Refusal:
    (job.file.parent / ".unfinished").write_text(str(os.getppid()))
    (job.file.parent / ".unfinished").rename(job.file.parent / ".reading")
    time.sleep(60)
    return READ(job, allow_classified)


def test_a_run_that_is_stopped_ends_what_reads_for_it(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(batch, "_read_job", _waits)

    def stop() -> None:
        while not list(archive.rglob(".reading")):
            time.sleep(0.1)
        os.kill(os.getpid(), signal.SIGTERM)

    stopping = threading.Thread(target=stop, daemon=True)
    stopping.start()
    words = ["--db", str(tmp_path / "a.db"), "--engine", "ray", "--workers", "1"]
    assert main(["--lang", "en", "run", str(archive), *words]) == 128 + signal.SIGTERM
    assert "Stopped" in capsys.readouterr().err
    reading = int(next(archive.rglob(".reading")).read_text())
    deadline = time.monotonic() + 60
    while Path(f"/proc/{reading}").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not Path(f"/proc/{reading}").exists()


def said(archive: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    status = main(
        ["--lang", "en", "run", str(archive), "--db", str(archive.parent / "a.db"), "--engine", "ray", *words]
    )
    return status, capsys.readouterr().err


def test_versions_that_differ_are_said(
    machines: Any, archive: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import ray

    there = ray.__version__
    monkeypatch.setattr(ray, "__version__", "2.1.0")
    status, told = said(archive, capsys, "--address", machines.address)
    assert status == 1
    assert "other versions" in told and there in told and "2.1.0" in told and "Traceback" not in told


@pytest.mark.parametrize(("address", "told"), [("127.0.0.1:1", "cannot be reached"), ("khong-cong", "no address")])
def test_a_cluster_that_is_not_there_is_said(
    archive: Path, capsys: pytest.CaptureFixture[str], address: str, told: str
) -> None:
    status, found = said(archive, capsys, "--address", address)
    assert (status, told in found, "Traceback" in found) == (1, True, False), found


def test_a_run_makes_a_cluster_of_this_machine_where_it_is_given_none(archive: Path, tmp_path: Path) -> None:
    batch.run(archive, tmp_path / "local.db", 1)
    assert main(["run", str(archive), "--db", str(tmp_path / "a.db"), "--engine", "ray", "--workers", "1"]) == 0
    assert every_row(tmp_path / "a.db") == every_row(tmp_path / "local.db")


def test_a_server_gets_what_a_file_gets(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = programs()
    if found is None or importlib.util.find_spec("psycopg") is None:
        pytest.skip("PostgreSQL is not installed: make system installs it")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "chung").mkdir()
    batch.run(archive, tmp_path / "local.db", workers=1)
    with running(found) as server:
        server.do("CREATE DATABASE kho")
        words = ["--engine", "ray", "--workers", "1", "--shared", str(tmp_path / "chung")]
        assert main(["run", str(archive), "--db", server.address("kho"), *words]) == 0
        assert differing(tmp_path / "local.db", server.address("kho")) == []
    assert list((tmp_path / "chung").iterdir()) == []
