"""Work grows with the text and not faster: each stage on real texts joined to one, and on twice as much."""

from __future__ import annotations

import gc
import random
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from extractors.flow import Findings
from extractors.model import Record, Source
from extractors.values.periods import find_periods
from pipeline.annotate import annotate
from pipeline.readers.ingest import read_source
from pipeline.run.store import connect
from pipeline.run.write import write_record
from tests.gate import ROOT, shared_folder

UNIT, SHORT_UNIT = 62_500, 12_000
"""Characters of the smallest text; the others are its multiples, so that all hold the same kinds of documents."""
ROUNDS, MOST_ROUNDS = 2, 9
"""How often each stage runs, the best counting: at the least, and where it seems to grow too fast."""
MOST = 2.5
"""How much longer twice the text may take; a square takes 4."""
UNMEASURED = 0.02
"""Seconds that say nothing: what the clock and other processes add."""
STAGES = ("boilerplate", "sections", "metadata", "citations", "figures", "ratings", "conferences", "tasks", "problems")
FIELDS = (
    "dân vận", "kiểm tra", "tuyên giáo", "nội chính", "dân tộc", "tôn giáo", "thanh niên", "phụ nữ", "nông dân",
    "khuyến học", "y tế", "giáo dục", "văn hóa", "thể thao", "du lịch", "môi trường",
)  # fmt: skip


def unit_text(length: int) -> str:
    """Return the texts of the corpus, the communes' reports aside, and, where they are there, the gold ones."""
    apart = {".expected", "tong-hop-xa"}
    paths = sorted(path for path in (ROOT / "corpus").rglob("*.txt") if not apart.intersection(path.parts))
    paths += sorted((shared_folder() / "gold" / "dev").glob("*.txt"))
    paths.sort(key=lambda path: not path.name.startswith("bc-"))
    texts = [read_source(path, path.name).text.strip() for path in paths]
    size = sum(map(len, texts))
    return "\n\n".join(texts * (length // size + 1))[:length]


def varied(text: str, copy: int) -> str:
    """Return a text with other numbers and other titles, so that a copy of a document is not the document again."""
    numbers = random.Random(copy)
    other = re.sub(r"(?<![\d.,/])[1-9]\d(?![\d.,/])", lambda _: str(numbers.randrange(10, 100)), text)
    return other.replace("công tác", f"công tác {FIELDS[copy % len(FIELDS)]}")


def joined(copies: int, length: int) -> str:
    unit = unit_text(length)
    return "\n\n".join([unit, *(varied(unit, copy) for copy in range(1, copies))])


@contextmanager
def timed(costs: dict[str, float], name: str) -> Iterator[None]:
    """Keep the processor time of the block, if it is the least so far."""
    gc.disable()
    begin = time.process_time()
    yield
    costs[name] = min(costs.get(name, float("inf")), time.process_time() - begin)
    gc.enable()


def _measure(record: Record, folder: Path, costs: dict[str, float]) -> None:
    """Run each stage once on the text of a record; what it writes goes to a new database."""
    text = record.source.text
    found = Findings(text)
    for stage in STAGES:
        with timed(costs, stage):
            getattr(found, stage)
    with timed(costs, "periods"):
        find_periods(text)
    with TemporaryDirectory(dir=folder) as place:
        connection = connect(Path(place) / "test.db", create=True)
        with timed(costs, "rows"):
            write_record(connection, record, "test")
        connection.close()


def growing_too_fast(texts: Sequence[str], folder: Path) -> list[str]:
    """Return the stages that take more than twice as long, and a bit, for each text than for the one before.

    Each is of twice the length. What another process disturbed is measured again: what grows too fast does so always.
    """
    records = [annotate(Source("text.txt", "", "txt", text), allow_classified=True) for text in texts]
    costs: list[dict[str, float]] = [{} for _ in records]
    for done in range(1, MOST_ROUNDS + 1):
        for record, cost in zip(records, costs, strict=True):
            _measure(record, folder, cost)
        found = [
            f"{name}: {small[name]:.3f} s, then {large[name]:.3f} s"
            for small, large in pairwise(costs)
            for name in small
            if large[name] > MOST * small[name] + UNMEASURED
        ]
        if done >= ROUNDS and not found:
            break
    return found


def test_twice_the_text_takes_twice_the_time(tmp_path: Path) -> None:
    assert not growing_too_fast([joined(copies, SHORT_UNIT) for copies in (1, 2)], tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("line_end", ["\n", " "], ids=["in lines", "on one line"])
def test_up_to_a_million_characters(line_end: str, tmp_path: Path) -> None:
    texts = [joined(copies, UNIT).replace("\n", line_end) for copies in (1, 2, 4, 8, 16)]
    assert not growing_too_fast(texts, tmp_path)
