"""Source -> Record: what `extractors.flow` finds, with pages; keeps classified documents out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TypeVar

from extractors.flow import Findings
from extractors.model import Block, Citation, Figure, Problem, Record, Source
from pipeline.errors import ClassifiedDocument
from pipeline.version import VERSION

EXTRACTOR = f"trichyeu {VERSION}"

_Paged = TypeVar("_Paged", Citation, Figure)


def annotate(source: Source, allow_classified: bool = False) -> Record:
    """Find everything in one document.

    Raises ClassifiedDocument for a document stamped MẬT, TỐI MẬT or TUYỆT MẬT, unless allowed;
    its message holds the file's name alone.
    """
    found = Findings(source.text, source.blocks, source.hints)
    if found.metadata.secrecy and not allow_classified:
        name = PurePosixPath(source.path).name
        raise ClassifiedDocument(f"{name}: văn bản có dấu chỉ độ mật, không đưa vào xử lý.")
    return Record(
        id=PurePosixPath(source.path).stem,
        source=source,
        metadata=found.metadata,
        extractor=EXTRACTOR,
        sections=found.sections,
        boilerplate=found.boilerplate,
        citations=_paged(found.citations, source.blocks),
        figures=_paged(found.figures, source.blocks),
        ratings=found.ratings,
        tasks=found.tasks,
        problems=tuple(sorted((*source.problems, *found.problems), key=_position)),
    )


def _position(problem: Problem) -> tuple[int, str]:
    return (-1 if problem.start is None else problem.start, problem.kind)


def _paged(items: Sequence[_Paged], blocks: Sequence[Block]) -> tuple[_Paged, ...]:
    """Give each item the page of the block that it starts in; formats without pages pass through."""
    starts = [block.start for block in blocks if block.page is not None]
    pages = [block.page for block in blocks if block.page is not None]
    if not starts:
        return tuple(items)
    return tuple(replace(item, page=pages[max(0, bisect_right(starts, item.start) - 1)]) for item in items)
