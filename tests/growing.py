"""Work and a piece of text -> whether the work grows with the text and not faster: hostile pieces, repeated."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

import pytest

TRIES = 3
"""How often each length is measured at the most; more than once only where it seems to grow too fast."""
UNMEASURED = 0.05
"""Seconds that say nothing: what the clock and other processes add."""


def long_texts(short: int, long: int) -> pytest.MarkDecorator:
    """Parametrize a test by `size`, characters of its shorter text: `short` always, `long` in `make test-all`."""
    return pytest.mark.parametrize("size", [short, pytest.param(long, marks=pytest.mark.slow)])


def grows_with_length(work: Callable[[str], object], piece: str, size: int, times: int = 4, most: float = 8.0) -> bool:
    """Tell whether `times` as much text takes at most `most` times as long; a square takes `times` squared.

    The best measure of each length counts: what another process disturbs is slow once, what grows too fast always.
    """
    texts = [piece * (length // len(piece)) for length in (size, times * size)]
    best = [float("inf"), float("inf")]
    for _ in range(TRIES):
        for at, text in enumerate(texts):
            best[at] = min(best[at], _seconds(work, text))
        if best[1] < most * best[0] + UNMEASURED:
            return True
    return False


def _seconds(work: Callable[[str], object], text: str) -> float:
    """Return the processor time of the work, without that of the search for circles in what earlier tests left."""
    gc.disable()
    try:
        begin = time.process_time()
        work(text)
        return time.process_time() - begin
    finally:
        gc.enable()
