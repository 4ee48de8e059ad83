"""Source -> Record: runs the extractors in their order; pure but for the clock it never reads."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final, TypeVar

from extractors.citations.checks import check_citations
from extractors.citations.find import find_citations
from extractors.figures.checks import check_figures
from extractors.figures.find import find_figures
from extractors.figures.ratings import find_ratings
from extractors.header.find import read_metadata
from extractors.header.secrecy import Stamp, find_stamp
from extractors.layout.find import find_boilerplate, find_sections
from extractors.model import Block, Citation, Figure, Problem, Record, Source
from extractors.tasks.find import find_tasks
from pipeline.errors import ClassifiedDocument, MaybeClassified
from pipeline.version import VERSION

EXTRACTOR = f"trichyeu {VERSION}"

_PLACES: Final = {
    "letterhead": "ở phần đầu văn bản",
    "below_head": "ngay dưới phần đầu văn bản",
    "page_edge": "ở dòng đầu hoặc cuối trang",
    "page_part": "ở phần khung của trang",
    "running_head": "ở đầu trang hoặc chân trang",
    "beside": "trong hộp chữ, chữ chìm hoặc đầu trang in",
    "property": "trong thuộc tính của tệp",
    "body": "đứng riêng một dòng trong thân văn bản",
}

_Paged = TypeVar("_Paged", Citation, Figure)


def annotate(source: Source, allow_classified: bool = False, declared_open: bool = False) -> Record:
    """Find everything in one document.

    Raises ClassifiedDocument for a document stamped MẬT, TỐI MẬT or TUYỆT MẬT, MaybeClassified for one that may be,
    unless allowed; the message holds the file's name and where the stamp stands, nothing else of the document. Stamps
    are looked for before anything else is. `declared_open`: a person has looked, and a doubtful stamp is not one.
    """
    text = source.text
    boilerplate = find_boilerplate(text, source.blocks)
    stamp = find_stamp(text, source.blocks, boilerplate, source.hints)
    looked_at = declared_open and stamp is not None and not stamp.certain
    if stamp and not (allow_classified or looked_at):
        raise _kept_out(PurePosixPath(source.path).name, stamp)
    sections = find_sections(text, source.blocks, boilerplate)
    metadata = read_metadata(text, sections, boilerplate, source.hints)
    if stamp and not looked_at:
        metadata = replace(metadata, secrecy=stamp.level)
    citations = find_citations(text, metadata, sections, boilerplate)
    figures = find_figures(text, citations, sections, boilerplate, metadata)
    ratings = find_ratings(text, figures)
    problems = (
        *source.problems,
        *((_doubt(stamp),) if stamp and not stamp.certain else ()),
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


def check_secrecy(source: Source) -> None:
    """Raise ClassifiedDocument or MaybeClassified, as `annotate` does, for a document that is only to be shown."""
    boilerplate = find_boilerplate(source.text, source.blocks)
    stamp = find_stamp(source.text, source.blocks, boilerplate, source.hints)
    if stamp:
        raise _kept_out(PurePosixPath(source.path).name, stamp)


def _kept_out(name: str, stamp: Stamp) -> ClassifiedDocument:
    if stamp.certain:
        return ClassifiedDocument(f"{name}: văn bản có dấu chỉ độ mật, không đưa vào xử lý.")
    return MaybeClassified(
        f"{name}: có thể là văn bản mật (chữ “{stamp.level.upper()}” {_PLACES[stamp.place]}), nên chưa đưa vào xử lý. "
        f"Hãy mở tệp xem: nếu là văn bản mật, chuyển tệp ra khỏi kho; nếu không phải, chạy lại lệnh run với "
        f"--not-classified và đường dẫn của tệp trong kho."
    )


def _doubt(stamp: Stamp) -> Problem:
    message = f"Chữ “{stamp.level.upper()}” {_PLACES[stamp.place]}: có thể là dấu chỉ độ mật."
    return Problem("maybe_classified", message)


def _position(problem: Problem) -> tuple[int, str]:
    return (-1 if problem.start is None else problem.start, problem.kind)


def _paged(items: Sequence[_Paged], blocks: Sequence[Block]) -> tuple[_Paged, ...]:
    """Give each item the page of the block that it starts in; formats without pages pass through."""
    starts = [block.start for block in blocks if block.page is not None]
    pages = [block.page for block in blocks if block.page is not None]
    if not starts:
        return tuple(items)
    return tuple(replace(item, page=pages[max(0, bisect_right(starts, item.start) - 1)]) for item in items)
