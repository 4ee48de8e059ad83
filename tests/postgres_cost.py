"""What a PostgreSQL server costs beside a file: `python -m tests.postgres_cost --documents 300`.

The made-up reports of tests/increment_cost are read into a file and into a cluster that is thrown away, by one worker.
Printed are reports a minute by the clock and by processor time (with that of the server), for the first run, for one
that adds ten reports and for one that finds nothing new; how long the copy takes on another computer; the time of
questions; and the sizes. The server is set up as a person's is: it waits for its disk.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Final

from pipeline.cli import main as program
from pipeline.postgres.address import server_at
from pipeline.run.store import connect
from pipeline.systems import if_there
from tests.cluster import Cluster, programs, running
from tests.increment_cost import put, reports

resource: Final = if_there("resource")
_FEW: Final = 10
_TIMES: Final = 5
_QUESTIONS: Final = (
    ("search", "dan", "van"), ("search", "mo", "hinh", "dan", "van", "kheo"), ("list",), ("top",), ("status",),
    ("figures", "--year", "2020"), ("tasks",), ("cites", "25-NQ/TW"),
)  # fmt: skip


def _quietly(words: Sequence[str]) -> None:
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()) as err:
        if program(words) != 0:
            sys.exit(err.getvalue())


def _spent(cluster: Cluster) -> float:
    """Return the seconds of processor time of this process, of its workers and of the server until now."""
    own = sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )
    postmaster = (cluster.folder / "data" / "postmaster.pid").read_text(encoding="utf-8").split("\n")[0]
    fields = Path(f"/proc/{postmaster}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return float(own + sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK"))


def _measured(cluster: Cluster, work: Callable[[], None]) -> tuple[float, float]:
    """Return the seconds on the clock and of processor time that something takes."""
    clock, spent = time.monotonic(), _spent(cluster)
    work()
    return time.monotonic() - clock, _spent(cluster) - spent


def _compared(what: str, documents: int, file: tuple[float, float], server: tuple[float, float]) -> None:
    print(what)
    for name, (clock, spent) in (("file", file), ("server", server)):
        print(f"  {name}: {clock:.1f} s on the clock, {spent:.1f} s of processor time", end="")
        print(f", {60 * documents / clock:.0f} and {60 * documents / spent:.0f} reports a minute" if documents else "")
    print(f"  server to file: {server[0] / file[0]:.2f} by the clock, {server[1] / file[1]:.2f} by processor time")


def _run(cluster: Cluster, folder: Path, database: str) -> tuple[float, float]:
    return _measured(cluster, lambda: _quietly(["run", str(folder), "--db", database, "--workers", "1"]))


def _ask(words: Sequence[str], database: str) -> float:
    """Return the median of the milliseconds that a question takes in this process."""
    times = []
    for _ in range(_TIMES):
        begin = time.monotonic()
        _quietly([*words, "--db", database])
        times.append(1000 * (time.monotonic() - begin))
    return statistics.median(times)


def _compare(cluster: Cluster, scratch: Path, documents: int) -> None:
    folder, file, server = scratch / "kho", str(scratch / "kho.db"), cluster.address("kho")
    cluster.do("CREATE DATABASE kho")
    found = reports(documents + _FEW)
    put(folder, found, documents)
    _quietly(["run", str(folder), "--db", str(scratch / "warm.db"), "--workers", "1", "--failed", "empty"])
    for what, more in (("first run", documents), (f"{_FEW} more", _FEW), ("nothing new", 0)):
        if more == _FEW:
            put(folder, found, _FEW)
        _compared(f"{what}:", more, _run(cluster, folder, file), _run(cluster, folder, server))
    shutil.rmtree(scratch / "cache")
    clock, _ = _run(cluster, folder, server)
    print(f"nothing new, on another computer, which fetches the copy first: {clock:.1f} s")
    for words in _QUESTIONS:
        one, other = _ask(words, file), _ask(words, server)
        print(f"{' '.join(words)}: {one:.0f} ms from the file, {other:.0f} ms from the server, {other / one:.2f}")
    with closing(connect(server_at(server))):
        ((size,),) = cluster.do("SELECT pg_database_size('kho')", database="kho")
    count = documents + _FEW
    print(f"KB a report: {Path(file).stat().st_size / 1024 / count:.0f} in the file, {size / 1024 / count:.0f} there")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=300)
    asked = parser.parse_args()
    bin_ = programs()
    if bin_ is None:
        sys.exit("PostgreSQL is not installed: apt-get install postgresql")
    with tempfile.TemporaryDirectory() as scratch, running(bin_, cheap=False) as cluster:
        os.environ["XDG_CACHE_HOME"] = str(Path(scratch) / "cache")
        _compare(cluster, Path(scratch), asked.documents)
    return 0


if __name__ == "__main__":
    sys.exit(main())
