"""Cost of each stage, as ratios to a baseline measured in the same run (`make bench`).

The baseline is NFC normalisation and lower-casing of the same text: machines and their load differ,
the ratio does not. Characters a second are printed as well, for reading, never for a test. `--against FOLDER` runs the
stages of another checkout by turns with these, and prints the ratios (`make bench AGAINST=FOLDER`).
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import statistics
import sys
import tempfile
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from extractors.citations.checks import check_citations
from extractors.citations.find import find_citations
from extractors.figures.checks import check_figures
from extractors.figures.find import find_figures
from extractors.figures.ratings import find_ratings
from extractors.header.find import read_metadata
from extractors.layout.find import find_boilerplate, find_sections
from extractors.model import Source
from extractors.tasks.find import find_tasks
from pipeline.annotate import annotate
from pipeline.archive.resolve import resolve_archive
from pipeline.digest.formats.registry import format_of
from pipeline.digest.make import make_digest
from pipeline.digest.request import Request
from pipeline.graph.graph import closure, link_edges
from pipeline.questions.cites import cites
from pipeline.readers.ingest import read_source
from pipeline.run.store import connect, transaction
from pipeline.run.write import write_record
from pipeline.speech import Speech
from tests.eyecite_cost import told as beside_eyecite
from tests.gate import ROOT, shared_folder
from tests.paired import print_pairs

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


def fill_archive(connection: sqlite3.Connection, documents: int) -> None:
    """Write a made archive of reports with twenty citations each, of few instruments often and of many seldom."""
    numbers = random.Random(1)
    kinds = (("Chỉ thị", "-CT/TU"), ("Quyết định", "/QĐ-UBND"), ("Nghị quyết", "-NQ/TW"), ("Quy chế", "-QC/TU"))
    places = ("Bắc Kạn", "Thái Nguyên", "Lào Cai", "Nghệ An", "Đà Nẵng")
    held, cited = [], []
    for i in range(documents):
        day = f"{numbers.randrange(2016, 2025)}-{numbers.randrange(1, 13):02}-15"
        number = str(i % 400 + 1)
        code = f"{number}-BC/TU"
        held.append((i + 1, f"bc-{i}.txt", f"bc-{i}", code, number, day, places[i % len(places)]))
        for j in range(20):
            kind, symbol = kinds[int(numbers.triangular(0, len(kinds), 0))]
            number = str(int(numbers.triangular(1, 400, 1)))
            when = f"{numbers.randrange(2016, 2025)}-05-15" if j % 2 else None
            cited.append((i + 1, j, kind, number, symbol[1:], f"{number}{symbol}", when))
    with transaction(connection):
        connection.executemany(
            "INSERT INTO documents (id, path, name, sha256, format, extractor, kind, doc_type, code, number, symbol,"
            " date, place, text) VALUES (?, ?, ?, '', 'txt', 'bench', 'report', 'Báo cáo', ?, ?, 'BC/TU', ?, ?, '')",
            held,
        )
        connection.executemany(
            "INSERT INTO citations (document_id, ord, start, end, text, form, doc_type, number, symbol, code, date,"
            " relation, rule, sentence) VALUES (?, ?, 0, 0, '', 'numbered', ?, ?, ?, ?, ?, 'implements', 'bench', '')",
            cited,
        )


def archive_costs(documents: int) -> dict[str, float]:
    """Return CPU seconds to resolve a made archive, to resolve it again unchanged, and for one `cites` in it."""
    with tempfile.TemporaryDirectory() as folder:
        connection = connect(Path(folder) / "bench.db", create=True)
        fill_archive(connection, documents)
        clock = [time.process_time()]
        for _ in range(2):
            resolve_archive(connection)
            clock.append(time.process_time())
        asked = [f"{number}-CT/TU" for number in range(1, 101)]
        for code in asked:
            cites(connection, code)
        clock.append(time.process_time())
        connection.close()
    first, again, asking = (end - begin for begin, end in pairwise(clock))
    return {"resolved": first, "resolved again": again, "one cites": asking / len(asked)}


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
            format_of("html", None).write(make_digest(connection, Speech("vi"), Request()), Speech("vi"))
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
    """Return the gold texts when they are there, else the texts of corpus/, not the records expected of them."""
    gold = sorted((shared_folder() / "gold" / "dev").glob("*.txt"))
    texts = sorted(p for p in (ROOT / "corpus").rglob("*.*") if p.suffix in (".txt", ".md"))
    return gold or [path for path in texts if ".expected" not in path.parts]


def main() -> int:
    """Print a row a stage: ratio to the baseline, milliseconds a document and a MB, characters a second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--against", type=Path, help="another checkout, whose stages run by turns with these")
    parser.add_argument("--wheel", type=Path, help="a wheel (`make wheel`) whose stages run in the place of these")
    options = parser.parse_args()
    paths = sample_paths()
    texts = [read_source(path, path.name).text for path in paths]
    if options.against:
        print_pairs(options.against, texts, options.rounds, options.wheel)
        return 0
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
    print(f"citations: {beside_eyecite()}")
    print(f"closure of 1,000,000 citations: {closure_cost() / base:.1f} x baseline")
    for documents in (1_000, 10_000):
        told = ", ".join(f"{name} in {1000 * cost:,.1f} ms" for name, cost in archive_costs(documents).items())
        print(f"{documents:,} documents with {20 * documents:,} citations: {told}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
