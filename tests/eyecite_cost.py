"""What finding citations costs beside eyecite with hyperscan, in one process (`python -m tests.eyecite_cost`).

Eyecite reads citations of courts of the United States; hyperscan is its fastest tokenizer. Each program reads a text of
its own language, made here so that neither knows it: as many citations in as many characters, a sentence without any
before each. A text counts only if the program finds every citation in it; eyecite's database of patterns is built
before, untimed. The rounds go by turns, and the median of each counts.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sized
from typing import Final

from extractors.citations.find import find_citations

CITATIONS: Final = 360
IN_A_PARAGRAPH: Final = 6
ROUNDS: Final = 5
_ENGLISH: Final = (
    "The court considered whether the agency acted within its authority, and whether the notice given was adequate. "
)
_VIETNAMESE: Final = "Cơ quan chủ trì đã xem xét việc thực hiện đúng thẩm quyền và thông báo tới các đơn vị. "
_REPORTERS: Final = ("U.S.", "F.3d", "F.2d", "F. Supp. 2d", "S. Ct.", "Cal. App. 4th", "N.E.2d", "P.3d")
_PARTIES: Final = ("Smith", "Jones", "Miller", "Davis", "Garcia", "Wilson", "Anderson", "Taylor")
_FORMS: Final = (
    "Quyết định số {number}-QĐ/TW, ngày {day}/{month}/{year} của Bộ Chính trị",
    "Nghị định số {number}/{year}/NĐ-CP ngày {day}/{month}/{year} của Chính phủ",
    "Chỉ thị số {number}-CT/TU ngày {day}/{month}/{year} của Ban Thường vụ Tỉnh ủy",
    "Kế hoạch số {number}/KH-UBND ngày {day}/{month}/{year} của Ủy ban nhân dân tỉnh",
    "Quy chế số {number}-QC/TU ngày {day}/{month}/{year}",
    "Thông tư số {number}/{year}/TT-BTC của Bộ Tài chính",
)


def english(numbers: random.Random) -> str:
    """Return a sentence without citations and one with one, as opinions of courts write it."""
    one, other = numbers.sample(_PARTIES, 2)
    where = f"{numbers.randrange(1, 600)} {numbers.choice(_REPORTERS)} {numbers.randrange(1, 1500)}"
    return f"{_ENGLISH}See {one} v. {other}, {where} ({numbers.randrange(1950, 2020)}). "


def vietnamese(numbers: random.Random) -> str:
    """Return a sentence without citations and one with one, as reports write it."""
    form = numbers.choice(_FORMS)
    cited = form.format(
        number=numbers.randrange(1, 300),
        day=numbers.randrange(1, 28),
        month=numbers.randrange(1, 13),
        year=numbers.randrange(2010, 2024),
    )
    return f"{_VIETNAMESE}Thực hiện {cited}. "


def text_of(sentence: Callable[[random.Random], str]) -> str:
    """Return paragraphs with as many citations as are asked for."""
    numbers = random.Random(1)
    parts = [sentence(numbers) for _ in range(CITATIONS)]
    starts = range(0, CITATIONS, IN_A_PARAGRAPH)
    return "\n\n".join("".join(parts[start : start + IN_A_PARAGRAPH]) for start in starts)


def microseconds(programs: dict[str, tuple[str, Callable[[str], Sized]]]) -> dict[str, float]:
    """Return the processor time of each program for a citation of its text, in microseconds.

    Raises ValueError if a program does not find every citation.
    """
    costs: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(ROUNDS):
        for name, (text, find) in programs.items():
            begin = time.process_time()
            found = len(find(text))
            costs[name].append((time.process_time() - begin) * 1e6 / CITATIONS)
            if found != CITATIONS:
                raise ValueError(f"{name} finds {found} of {CITATIONS} citations")
    return {name: statistics.median(times) for name, times in costs.items()}


def told() -> str:
    """Return one line: the cost of a citation in both programs, and how many times ours the other's is.

    Eyecite is imported here: its tables of courts stay out of processes that only ask for the texts.
    """
    from eyecite import get_citations
    from eyecite.tokenizers import HyperscanTokenizer

    with tempfile.TemporaryDirectory() as folder:
        tokenizer = HyperscanTokenizer(cache_dir=folder)
        texts = {"eyecite": text_of(english), "ours": text_of(vietnamese)}
        get_citations(texts["eyecite"][:2000], tokenizer=tokenizer)
        find_citations(texts["ours"][:2000])
        costs = microseconds(
            {
                "eyecite": (texts["eyecite"], lambda text: get_citations(text, tokenizer=tokenizer)),
                "ours": (texts["ours"], find_citations),
            }
        )
    sizes = {name: len(text) for name, text in texts.items()}
    return (
        f"{CITATIONS} citations in {sizes['ours']:,} characters, eyecite with hyperscan in {sizes['eyecite']:,}: "
        f"{costs['ours']:.0f} and {costs['eyecite']:.0f} µs a citation, {costs['eyecite'] / costs['ours']:.1f} times"
    )


if __name__ == "__main__":
    print(told())
    sys.exit(0)
