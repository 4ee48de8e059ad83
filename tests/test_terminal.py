"""Lines of a terminal are those that textwrap gives, which questions do not load."""

from __future__ import annotations

import random
import textwrap

from pipeline.terminal import in_lines


def test_lines_are_those_of_textwrap() -> None:
    numbers = random.Random(8)
    for _ in range(1000):
        words = ["x" * numbers.choice([1, 2, 3, 5, 8, 13, 30, 60]) for _ in range(numbers.randrange(14))]
        text = numbers.choice([" ", " ", "  "]).join(words)
        first, further = (" " * numbers.randrange(6) for _ in range(2))
        widest = numbers.randrange(20, 60)
        expected = textwrap.wrap(
            text,
            widest,
            initial_indent=first,
            subsequent_indent=further,
            break_long_words=False,
            break_on_hyphens=False,
        )
        assert in_lines(text, widest, first, further) == expected
