"""Source -> Record: runs the extractors in their order; pure but for the clock it never reads."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TypeVar

from extractors.citations.checks import check_citations
from extractors.citations.find import find_citations
from extractors.figures.checks import check_figures
from extractors.figures.find import find_figures
from extractors.figures.ratings import find_ratings
from extractors.header.find import read_metadata
from extractors.layout.find import find_boilerplate, find_sections
from extractors.model import Block, Citation, Figure, Problem, Record, Source
from extractors.tasks.find import find_tasks
from pipeline.errors import ClassifiedDocument
from pipeline.version import VERSION

EXTRACTOR = f"trichyeu {VERSION}"

_Paged = TypeVar("_Paged", Citation, Figure)


def annotate(source: Source, allow_classified: bool = False) -> Record:
    """Find everything in one document.

    Raises ClassifiedDocument for a document stamped MẬT, TỐI MẬT or TUYỆT MẬT, unless allowed;
    its message holds the file's name alone.
    """
    text = source.text
    boilerplate = find_boilerplate(text, source.blocks)
    sections = find_sections(text, source.blocks, boilerplate)
    metadata = read_metadata(text, sections, boilerplate, source.hints)
    if metadata.secrecy and not allow_classified:
        name = PurePosixPath(source.path).name
        raise ClassifiedDocument(f"{name}: văn bản có dấu chỉ độ mật, không đưa vào xử lý.")
    citations = find_citations(text, metadata, sections, boilerplate)
    figures = find_figures(text, citations, sections, boilerplate, metadata)
    ratings = find_ratings(text, figures)
    problems = (
        *source.problems,
        *check_citations(text, citations, metadata),
        *check_figures(text, figures, ratings),
    )
    return Record(
        id=PurePosixPath(source.path).stem,
        source=source,
        metadata=metadata,
        extractor=EXTRACTOR,
        sections=sections,
        boilerplate=boilerplate,
        citations=_paged(citations, source.blocks),
        figures=_paged(figures, source.blocks),
        ratings=ratings,
        tasks=find_tasks(text, sections, metadata, boilerplate),
        problems=tuple(sorted(problems, key=_position)),
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
