"""Measures what one core does, for `tests.sizing` to reckon with: `python -m tests.sizing_measured` writes sizing.toml.

Reports of some 7,000 characters are made up with a seed as text, Word file, digital PDF and scan (three to four pages),
and read as a worker reads them. Measured in processor time, so that what else the machine does matters little: each
document, the start of a process that reads a shard, loading a part, writing a document, resolving archives of several
sizes; and memory and sizes on disk. It takes some ten minutes of processor time.
"""

from __future__ import annotations

import io
import multiprocessing
import platform
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final

from docx import Document
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.run import batch
from pipeline.run.discover import Job, discover
from pipeline.run.engines import order as orders
from pipeline.run.engines.parts import read_part, write_part
from pipeline.run.fingerprint import fingerprint
from pipeline.run.write import Rows
from pipeline.systems import if_there
from tests.copies_scanned import pdf_of, picture
from tests.increment_cost import cost_of_run, put, reports

resource: Final = if_there("resource")
FILE: Final = Path(__file__).with_name("sizing.toml")
_FONT: Final = "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf"
_ARCHIVES: Final = (100, 200, 400)
_WARM: Final = 3
"""Documents read before it counts: the first ones load rules and libraries."""
_JOBS: Final = 20_000
_READ: Final = partial(batch._read_job, allow_classified=False)


def _word(text: str) -> bytes:
    document = Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _pdf(text: str) -> bytes:
    pdfmetrics.registerFont(TTFont("Serif", _FONT))
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=(595, 842))
    rows = [line[i : i + 85] for line in text.split("\n") for i in range(0, max(len(line), 1), 85)]
    for first in range(0, len(rows), 38):
        canvas.setFont("Serif", 12)
        for step, row in enumerate(rows[first : first + 38]):
            canvas.drawString(72, 760 - 18 * step, row)
        canvas.showPage()
    canvas.save()
    return held.getvalue()


_KINDS: Final[dict[str, tuple[str, int, Callable[[str], bytes]]]] = {
    "text": ("txt", 40, lambda text: text.encode()),
    "word": ("docx", 30, _word),
    "pdf": ("pdf", 30, _pdf),
    "scan": ("pdf", 5, lambda text: pdf_of(picture(text, len(text)))),
}
"""Ending, how many are read, and what makes one."""


def _in_child(work: Callable[..., Any], *values: object) -> Any:
    """Return what a function gives in a process of its own, so that its memory is its own."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *values).result()


def _peak() -> int:
    """Return the most MB that this process held; `ru_maxrss` counts what the one that started it held, too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def _read_kind(folder: Path) -> tuple[list[int], int]:
    """Return the milliseconds of each document in a folder, and the most memory in MB."""
    found = []
    for job in discover(folder).jobs:
        begun = time.process_time()
        outcome = _READ(job)
        found.append(round(1000 * (time.process_time() - begun)))
        assert isinstance(outcome, Rows), outcome
    return sorted(found[_WARM:]), _peak()


def _load_part(folder: Path) -> tuple[float, float]:
    """Return the milliseconds of loading a document of a part, and its KB in it."""
    jobs = discover(folder / "text").jobs
    write_part(folder, "part", [_READ(job) for job in jobs])
    begun = time.process_time()
    read_part(folder, "part", jobs)
    spent = time.process_time() - begun
    return 1000 * spent / len(jobs), (folder / "part").stat().st_size / 1024 / len(jobs)


def _seconds_to_start(folder: Path) -> float:
    """Return the processor time of a process that reads a shard of one empty file."""
    (folder / "leer.txt").touch()
    (folder / "token").touch()
    job = Job(folder / "leer.txt", "leer.txt")
    order = orders.Order((job,), _READ, folder, "token", fingerprint(), "s")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert orders.carry_out(order.packed())[0] == "part"
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return float(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def _run_archive(folder: Path, count: int) -> tuple[float, float, float, int]:
    """Return milliseconds of writing a report, seconds of resolving, KB of database a report, and MB of memory."""
    put(folder / "kho", reports(count), count)
    cost = cost_of_run(folder / "kho", folder / "kho.db", 1)
    size = (folder / "kho.db").stat().st_size / 1024 / count
    return 1000 * (cost.own - cost.resolving) / count, cost.resolving, size, _peak()


def _bytes_a_job(folder: Path) -> float:
    """Return what the process that writes holds of a file that is to be read."""
    tracemalloc.start()
    jobs = [Job(folder / "2022" / f"{n:08}.txt", f"2022/{n:08}.txt") for n in range(_JOBS)]
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return held / len(jobs)


def _lines(folder: Path) -> Iterator[str]:
    yield "# What one core does; written by `python -m tests.sizing_measured`, in processor time."
    yield f'day = "{datetime.now(UTC):%Y-%m-%d}"'
    yield f'processor = "{_processor()}"'
    yield f'python = "{platform.python_version()}"'
    for kind, (ending, count, make) in _KINDS.items():
        place = folder / kind
        place.mkdir()
        for number, (_, text) in enumerate(islice(reports(count + _WARM), count + _WARM)):
            (place / f"{number:04}.{ending}").write_bytes(make(text))
        times, memory = _in_child(_read_kind, place)
        yield f"\n[{kind}]\nmilliseconds = {times}\nmemory_mb = {memory}"
    loading, part = _in_child(_load_part, folder)
    yield f"\n[shard]\nstart_seconds = {_seconds_to_start(folder):.2f}"
    yield f"loading_milliseconds = {loading:.2f}\npart_kb = {part:.1f}\njob_bytes = {_bytes_a_job(folder):.0f}"
    yield from _archives()


def _archives() -> Iterator[str]:
    for count in _ARCHIVES:
        with tempfile.TemporaryDirectory() as name:
            writing, resolving, size, memory = _in_child(_run_archive, Path(name), count)
        yield f"\n[[archive]]\ndocuments = {count}\nwriting_milliseconds = {writing:.2f}"
        yield f"resolving_seconds = {resolving:.2f}\ndatabase_kb = {size:.1f}\nmemory_mb = {memory}"


def _processor() -> str:
    names = (line for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines() if line.startswith("model name"))
    return next(names, "?").partition(":")[2].strip()


def main() -> None:
    """Measure and write the file."""
    with tempfile.TemporaryDirectory() as name:
        told = []
        for line in _lines(Path(name)):
            print(line, flush=True)
            told.append(line)
    FILE.write_text("\n".join(told) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
