"""Cost of each stage, as ratios to a baseline measured in the same run (`make bench`).

The baseline is NFC normalisation and lower-casing of the same text: machines and their load differ,
the ratio does not. Characters a second are printed as well, for reading, never for a test.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from extractors.citation_checks import check_citations
from extractors.citations import find_citations
from extractors.figure_checks import check_figures
from extractors.figures import find_figures
from extractors.header import read_metadata
from extractors.layout import find_boilerplate, find_sections
from extractors.model import Source
from extractors.ratings import find_ratings
from extractors.tasks import find_tasks
from pipeline.annotate import annotate
from pipeline.digest import make_digest, render
from pipeline.graph import closure, link_edges
from pipeline.ingest import read_source
from pipeline.resolve import resolve_archive
from pipeline.speech import Speech
from pipeline.store import connect
from pipeline.write import write_record
from tests.gate import ROOT, shared_folder

Stage = Callable[[str], object]


def stages() -> dict[str, Stage]:
    """Return each stage as a function of the text alone; earlier stages' results are made beforehand, untimed."""
    memory: dict[str, tuple[object, ...]] = {}

    def before(text: str) -> tuple[object, ...]:
        if text not in memory:
            boilerplate, sections = find_boilerplate(text), find_sections(text)
            metadata = read_metadata(text, sections, boilerplate)
            citations = find_citations(text, metadata, sections, boilerplate)
            figures = find_figures(text, citations, sections, boilerplate, metadata)
            memory[text] = (boilerplate, sections, metadata, citations, figures, find_ratings(text, figures))
        return memory[text]

    def staged(function: Callable[..., object], *places: int) -> Stage:
        return lambda text: function(text, *(before(text)[i] for i in places))

    return {
        "boilerplate": find_boilerplate,
        "sections": find_sections,
        "header": staged(read_metadata, 1, 0),
        "citations": staged(find_citations, 2, 1, 0),
        "figures": staged(find_figures, 3, 1, 0, 2),
        "ratings": staged(find_ratings, 4),
        "tasks": staged(find_tasks, 1, 2),
        "checks": lambda text: (
            staged(check_citations, 3, 2)(text),
            staged(check_figures, 4, 5)(text),
        ),
        "all": lambda text: annotate(Source("bench.txt", "", "txt", text)),
    }


def closure_cost() -> float:
    """Return CPU seconds to find all that one node rests on, among a million edges."""
    numbers = random.Random(1)
    edges = [(numbers.randrange(200_000), numbers.randrange(200_000)) for _ in range(1_000_000)]
    links = link_edges(200_000, edges)
    begin = time.process_time()
    closure(links, edges[0][0])
    return time.process_time() - begin


def shell_costs(paths: list[Path], rounds: int) -> dict[str, float]:
    """Return CPU seconds of the stages around the extractors, for all documents together."""
    costs: dict[str, list[float]] = defaultdict(list)
    records = [annotate(read_source(path, path.name)) for path in paths]
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            connection = connect(Path(folder) / "bench.db", create=True)
            clock = [time.process_time()]
            for path in paths:
                read_source(path, path.name)
            clock.append(time.process_time())
            for record in records:
                write_record(connection, record, "bench")
            clock.append(time.process_time())
            resolve_archive(connection)
            clock.append(time.process_time())
            render(make_digest(connection, Speech("vi"), None, None, None), "html", Speech("vi"))
            clock.append(time.process_time())
            connection.close()
        for name, (begin, end) in zip(("read", "write", "resolve", "digest"), pairwise(clock), strict=True):
            costs[name].append(end - begin)
    return {name: statistics.median(values) for name, values in costs.items()}


def baseline(text: str) -> str:
    """Normalise and lower the text: what any reader of Vietnamese must do at the least."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text)).lower()


def timed(function: Stage, texts: list[str], rounds: int) -> float:
    """Return the median over rounds of CPU seconds for all texts."""
    costs = []
    for _ in range(rounds):
        begin = time.process_time()
        for text in texts:
            function(text)
        costs.append(time.process_time() - begin)
    return statistics.median(costs)


def sample_paths() -> list[Path]:
    """Return the gold texts when they are there, else the texts of corpus/."""
    gold = sorted((shared_folder() / "gold" / "dev").glob("*.txt"))
    return gold or sorted(p for p in (ROOT / "corpus").rglob("*.*") if p.suffix in (".txt", ".md"))


def main() -> int:
    """Print a row a stage: ratio to the baseline, milliseconds a document and a MB, characters a second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    paths = sample_paths()
    texts = [read_source(path, path.name).text for path in paths]
    characters = sum(map(len, texts))
    size = sum(len(text.encode()) for text in texts) / 1e6
    for function in (baseline, *stages().values()):
        timed(function, texts, 1)
    base = timed(baseline, texts, options.rounds * 5)
    print(f"{len(texts)} documents, {characters} characters, {size:.2f} MB, one process")
    print(f"{'stage':14}{'x baseline':>12}{'ms/document':>13}{'ms/MB':>9}{'characters/s':>15}")
    costs = {
        name: timed(function, texts, options.rounds) for name, function in {"baseline": baseline, **stages()}.items()
    }
    for name, cost in (costs | shell_costs(paths, options.rounds)).items():
        per_second = f"{characters / cost:,.0f}"
        print(f"{name:14}{cost / base:12.1f}{1000 * cost / len(texts):13.2f}{1000 * cost / size:9.0f}{per_second:>15}")
    print(f"closure of 1,000,000 citations: {closure_cost() / base:.1f} x baseline")
    return 0


if __name__ == "__main__":
    sys.exit(main())
