"""What a run costs, and what it costs to add a few documents: `python -m tests.increment_cost --documents 1000`.

Reports of some 7,000 characters are made up with a seed: of eight provinces and their communes, over eight years, each
citing well-known instruments, the province's own and each other. Printed are, in processor time a report, what the
process that writes and those that read take, and how much faster that lets two read than one; the time on the clock
with one worker and with two; what the first run takes after all is read; what a run takes that adds ten reports; the
most memory of the process that writes; and the size of the database, with that of its largest tables and indexes.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from pipeline.run import batch
from pipeline.systems import if_there
from tests.copies import Report, report, written

resource: Final = if_there("resource")
_CITING: Final = (
    "Thực hiện Nghị quyết số 25-NQ/TW ngày 03/6/2013 của Ban Chấp hành Trung ương, cấp ủy đã ban hành {n} văn bản.",
    "Căn cứ Quyết định số 290-QĐ/TW ngày 25/02/2010 của Bộ Chính trị, đã tổ chức {n} hội nghị với {N} lượt người dự.",
    "Thực hiện Chỉ thị số {c}-CT/TU ngày {d} của Ban Thường vụ Tỉnh ủy, các cấp đã tuyên truyền {n} buổi.",
    "Theo Quyết định số {c}/QĐ-UBND ngày {d} của Ủy ban nhân dân tỉnh, đã hỗ trợ {n} hộ với {N} triệu đồng.",
    "Triển khai Kế hoạch số {c}-KH/TU ngày {d} của Tỉnh ủy, thay thế Kế hoạch số {e}-KH/TU ngày 15/3/2017.",
    "Luật Thực hiện dân chủ ở cơ sở được phổ biến tại {n} cuộc họp thôn với {N} người tham gia.",
    "Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ được quán triệt tới {n} cơ quan.",
    "Báo cáo số {c}-BC/BDVTU ngày {d} của Ban Dân vận Tỉnh ủy đã nêu {n} mô hình.",
)  # fmt: skip
_PARTS: Final = (3, 4)
"""Made-up reports of which one of some 7,000 characters is put together."""
_FEW: Final = 10
_LEAST_SHOWN: Final = 0.3
"""KB a report of what is printed of the database."""


def reports(count: int, seed: int = 13) -> Iterator[tuple[str, str]]:
    """Yield paths and texts of so many reports, the same for one seed; a longer archive begins as a shorter."""
    chance = Random(seed)
    for number in range(count):
        first, *others = (report(chance) for _ in range(chance.choice(_PARTS)))
        cited = [_cited(sentence, first, chance) for sentence in chance.sample(_CITING, 5)]
        body = (*first.body[:1], *cited, *first.body[1:], *(line for other in others for line in other.body))
        made = Report(
            first.province, first.commune, first.number, first.day, first.month, first.year, first.period, body,
            first.signer,
        )  # fmt: skip
        yield f"{first.year}/{first.province}/{number:06d}.txt", written(made)


def _cited(sentence: str, of: Report, chance: Random) -> str:
    day = f"{chance.randint(1, 28):02d}/{chance.randint(1, 12):02d}/{of.year}"
    values = {
        "{n}": str(chance.randint(12, 480)), "{N}": f"{chance.randint(1200, 98000):,}".replace(",", "."), "{d}": day,
        "{c}": str(int(chance.triangular(1, 90, 1))), "{e}": str(int(chance.triangular(1, 90, 1))),
    }  # fmt: skip
    for hole, value in values.items():
        sentence = sentence.replace(hole, value)
    return sentence


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took: seconds of processor of this process and of those that read, and seconds on the clock."""

    own: float
    workers: float
    clock: float
    resolving: float


def cost_of_run(folder: Path, database: Path, workers: int) -> Cost:
    """Run the program over a folder and return what it took."""
    resolving: list[float] = []

    def seen(progress: batch.Progress) -> None:
        if progress.resolving:
            resolving.append(time.process_time())

    own, clock = time.process_time(), time.monotonic()
    below = resource.getrusage(resource.RUSAGE_CHILDREN)
    batch.run(folder, database, workers, report=seen)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - below.ru_utime - below.ru_stime
    end = time.process_time()
    return Cost(end - own, spent, time.monotonic() - clock, end - resolving[0])


def put(folder: Path, found: Iterator[tuple[str, str]], count: int) -> None:
    """Write the next reports below a folder."""
    for _ in range(count):
        path, text = next(found)
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def _print(what: str, cost: Cost, documents: int) -> None:
    reading = cost.own - cost.resolving
    each = f"{1000 * reading / documents:.1f} ms writing and {1000 * cost.workers / documents:.1f} ms reading a report"
    print(f"{what}: {each}, {cost.resolving:.2f} s resolving, {cost.clock:.1f} s on the clock")


def _print_share(cost: Cost) -> None:
    """Print how much faster two that read can be than one: on two cores the one process that writes takes its part."""
    share = (cost.own - cost.resolving) / cost.workers
    told = f"{100 * share:.1f} % of what those that read take; until all is read two of these are up to"
    print(f"the process that writes takes {told} {2 / (1 + share):.2f} times as fast as one on two cores")


def _print_sizes(database: Path, documents: int) -> None:
    """Print what tables and indexes take, where this SQLite can tell; the largest first."""
    sizes = "SELECT name, sum(pgsize) / 1024.0 FROM dbstat GROUP BY name ORDER BY 2 DESC"
    with closing(sqlite3.connect(database)) as connection, suppress(sqlite3.OperationalError):
        for name, size in connection.execute(sizes):
            if size / documents >= _LEAST_SHOWN:
                print(f"  {size / documents:6.2f} KB {name}")


def main() -> None:
    """Print the costs of an archive of so many reports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--keep", type=Path, help="folder for the archive and its database")
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = (asked.keep or Path(scratch)) / "kho"
        database = folder.with_name("kho.db")
        found = reports(asked.documents + _FEW)
        put(folder, found, asked.documents)
        first = None
        for workers in asked.workers:
            database.unlink(missing_ok=True)
            first = cost_of_run(folder, database, workers)
            _print(f"{asked.documents} reports, {workers} workers", first, asked.documents)
            _print_share(first)
        put(folder, found, _FEW)
        more = cost_of_run(folder, database, 1)
        _print(f"{_FEW} more", more, _FEW)
        if first:
            share = (more.own + more.workers) / (first.own + first.workers)
            print(f"{_FEW} more cost {100 * share:.1f} % of the first run")
        print(f"{database.stat().st_size / 1024 / (asked.documents + _FEW):.1f} KB of database a report")
        _print_sizes(database, asked.documents + _FEW)
        print(
            f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB, the most of the process that writes"
        )


if __name__ == "__main__":
    main()
