"""`read`: files -> their text as read, page by page, with its quality and problems."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Final

from pipeline.arguments import CLASSIFIED, JSON
from pipeline.commands.command import Command
from pipeline.commands.each import FILES, each_source
from pipeline.errors import guarded
from pipeline.rows import Row
from pipeline.speech import Speech
from pipeline.terminal import json_text, say

if TYPE_CHECKING:
    from extractors.model import Block, Problem, Source

_RULE: Final = "──"
_JUDGED_LETTERS: Final = 50
"""Letters from which the share of Vietnamese syllables tells anything."""


def read_view(source: Source) -> Row:
    """Return a source as plain data: its pages with text and quality, its hints, its problems with their pages.

    A format without pages has one, of number None. Quality is the share of words that are Vietnamese syllables, None
    where there are too few letters to tell.
    """
    return {
        "path": source.path,
        "format": source.format,
        "characters": len(source.text),
        "pages": [
            {"page": number, "quality": _quality(source.text[start:end]), "text": source.text[start:end]}
            for number, start, end in _pages(source)
        ],
        "hints": dict(source.hints),
        "problems": [
            {"kind": one.kind, "message": one.message, "page": _page_of(source, one), "line": _line_of(source, one)}
            for one in source.problems
        ],
    }


def read_lines(view: Row, speech: Speech) -> Iterator[str]:
    """Yield the pages one after the other, each under its number and quality, then the problems."""
    encoding = view["hints"].get("text.encoding")
    head = [view["path"], view["format"], speech("read.characters", count=view["characters"])]
    yield " · ".join([*head, *([speech("read.encoding", encoding=encoding)] if encoding else [])])
    for page in view["pages"]:
        title = "" if page["page"] is None else speech("read.page", page=page["page"])
        quality = "" if page["quality"] is None else speech("read.quality", percent=round(100 * page["quality"]))
        yield " ".join(filter(None, (_RULE, " · ".join(filter(None, (title, quality))), _RULE)))
        yield from page["text"].strip("\n").split("\n")
    yield f"{_RULE} {speech('read.problems' if view['problems'] else 'read.no_problems')} {_RULE}"
    for problem in view["problems"]:
        where = speech("read.line", line=problem["line"]) if problem["line"] else ""
        yield " ".join(filter(None, ("-", where, speech.problem(problem["kind"], problem["message"]))))


def _read(options: Namespace, speech: Speech) -> int:
    from pipeline.annotate import check_secrecy

    def view(source: Source) -> Row:
        with guarded(source.path):
            if not options.allow_classified:
                check_secrecy(source)
            return read_view(source)

    views: list[Row] = []
    status = each_source(options.files, speech, lambda source: views.append(view(source)))
    if options.json:
        say(json_text(views, indent=1).split("\n"))
    else:
        for one in views:
            say(read_lines(one, speech))
    return status


def _pages(source: Source) -> Iterator[tuple[int | None, int, int]]:
    """Yield the pages of a source with where their text starts and ends; what repeats at the end has pages again."""
    if not any(block.page for block in source.blocks):
        yield None, 0, len(source.text)
        return
    starts = [(page, next(blocks).start) for page, blocks in groupby(source.blocks, key=lambda block: block.page)]
    for (page, start), end in zip(starts, [*(start for _, start in starts[1:]), len(source.text)], strict=True):
        yield page, start, end


def _quality(text: str) -> float | None:
    from pipeline.readers.vietnamese import syllable_share

    return syllable_share(text) if sum(map(str.isalpha, text)) >= _JUDGED_LETTERS else None


def _page_of(source: Source, problem: Problem) -> int | None:
    block = _block_at(source, problem.start)
    return None if block is None else block.page


def _line_of(source: Source, problem: Problem) -> int | None:
    return None if problem.start is None else source.text.count("\n", 0, problem.start) + 1


def _block_at(source: Source, position: int | None) -> Block | None:
    if position is None:
        return None
    return next((block for block in source.blocks if block.start <= position < block.end), None)


COMMAND: Final = Command("read", (FILES, JSON, CLASSIFIED), _read)
