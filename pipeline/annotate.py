"""Source -> Record: what `extractors.flow` finds, with pages; keeps classified documents out."""

from __future__ import annotations

import gc
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final, TypeVar

from extractors.flow import Findings
from extractors.header.secrecy import Stamp, find_stamp
from extractors.model import Block, Citation, Figure, Problem, Record, Source
from pipeline.corrections.apply import correct
from pipeline.corrections.model import Correction
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


@contextmanager
def _uncollected() -> Iterator[None]:
    """Put off the search for unreachable circles: what a document makes is in use until its record is done.

    The search takes a tenth of the time of a document, and finds nothing before its end.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


@_uncollected()
def annotate(
    source: Source,
    allow_classified: bool = False,
    declared_open: bool = False,
    corrections: Sequence[Correction] = (),
) -> Record:
    """Find everything in one document.

    Raises ClassifiedDocument for a document stamped MẬT, TỐI MẬT or TUYỆT MẬT, MaybeClassified for one that may be,
    unless allowed; the message holds the file's name and where the stamp stands, nothing else of the document. Stamps
    are looked for before anything else is. `declared_open`: a person has looked, and a doubtful stamp is not one.
    `corrections` win over what is found.
    """
    found = Findings(source.text, source.blocks, source.hints)
    stamp = find_stamp(source.text, source.blocks, found.boilerplate, source.hints)
    looked_at = declared_open and stamp is not None and not stamp.certain
    if stamp and not (allow_classified or looked_at):
        raise _kept_out(PurePosixPath(source.path).name, stamp)
    doubts: tuple[Problem, ...] = (_doubt(stamp),) if stamp and not stamp.certain else ()
    doubts += correct(found, corrections)
    return Record(
        id=PurePosixPath(source.path).stem,
        source=source,
        metadata=replace(found.metadata, secrecy=stamp.level) if stamp and not looked_at else found.metadata,
        extractor=EXTRACTOR,
        sections=found.sections,
        boilerplate=found.boilerplate,
        citations=_paged(found.citations, source.blocks),
        figures=_paged(found.figures, source.blocks),
        ratings=found.ratings,
        tasks=found.tasks,
        problems=tuple(sorted((*source.problems, *doubts, *found.problems), key=_position)),
    )


def check_secrecy(source: Source) -> None:
    """Raise ClassifiedDocument or MaybeClassified, as `annotate` does, for a document that is only to be shown."""
    found = Findings(source.text, source.blocks, source.hints)
    stamp = find_stamp(source.text, source.blocks, found.boilerplate, source.hints)
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
