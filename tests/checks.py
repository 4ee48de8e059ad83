"""What every reading must keep to, whatever the format."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Protocol

from extractors.model import Block, BlockKind, Problem


class Read(Protocol):
    """A Reading or a Source."""

    @property
    def text(self) -> str: ...

    @property
    def blocks(self) -> tuple[Block, ...]: ...

    @property
    def problems(self) -> tuple[Problem, ...]: ...


def assert_sound(read: Read) -> None:
    """Blocks are ordered and apart, every printed character lies in one, the text is NFC with LF line ends."""
    position = 0
    for block in read.blocks:
        assert position <= block.start < block.end <= len(read.text)
        assert not read.text[position : block.start].strip()
        assert read.text[block.start : block.end] == read.text[block.start : block.end].strip()
        position = block.end
    assert not read.text[position:].strip()
    assert unicodedata.is_normalized("NFC", read.text)
    assert "\r" not in read.text
    assert "\x00" not in read.text
    for problem in read.problems:
        assert problem.message.endswith(".")
        assert problem.start is None or (problem.end is not None and problem.start <= problem.end <= len(read.text))


def lines(read: Read, *kinds: BlockKind) -> list[str]:
    """Return the blocks' text in order, of the kinds given or of all."""
    return [read.text[block.start : block.end] for block in read.blocks if not kinds or block.kind in kinds]


def kinds(problems: Sequence[Problem]) -> list[str]:
    """Return the kinds of problems in order."""
    return [problem.kind for problem in problems]
