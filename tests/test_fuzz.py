"""Every reader and parser on a few examples of a fixed seed, and what longer runs found."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.readers.registry import READERS
from tests.fuzz import SEEDS, targets

EXAMPLES = 8


def test_every_reader_has_a_sound_file_to_begin_with() -> None:
    assert set(SEEDS) == {reader.kind for reader in READERS}
    for reader in READERS:
        if reader.kind != "image":  # a picture of nothing
            assert reader.load()(SEEDS[reader.kind], "a").text


@pytest.mark.parametrize(("name", "run"), list(targets()), ids=lambda value: value if isinstance(value, str) else "")
def test_whatever_is_changed_is_read_or_refused(name: str, run: Callable[[int, int], None]) -> None:
    run(EXAMPLES, 20261130)
