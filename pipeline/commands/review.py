"""`review`: a draft before it is signed -> what contradicts itself or the archive; as comments on a copy of it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Final

from pipeline.arguments import ANY_DATABASE, CLASSIFIED, JSON, Argument, day
from pipeline.commands.command import Command
from pipeline.errors import UsageError, guarded
from pipeline.questions.wording import wrapped
from pipeline.readers.ingest import read_source
from pipeline.reviewing.comments import commented
from pipeline.reviewing.find import Finding, as_rows, review
from pipeline.run.store import connect
from pipeline.speech import Speech
from pipeline.terminal import json_text, say


def _review(options: Namespace, speech: Speech) -> int:
    file: Path = options.file
    output: Path | None = options.output
    if not file.is_file():
        raise UsageError("usage.no_file", path=file)
    if output and output.exists() and output.samefile(file):
        raise UsageError("usage.own_source", path=output)
    today = date.fromisoformat(options.on) if options.on else date.today()
    with guarded(file.name):
        source = read_source(file, file.name)
        with closing(connect(options.db)) as archive:
            found = review(source, archive, today, options.allow_classified)
    if output:
        copy = commented(file, source.text, found, speech)
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(copy)
    if options.json:
        say(json_text(as_rows(found, speech), indent=1).split("\n"))
    else:
        say(_lines(found, speech))
        say([speech("review.written", path=output, count=len(found))] if output else [])
    return 0


def _lines(found: Sequence[Finding], speech: Speech) -> Iterator[str]:
    """Yield the findings, the most serious first: how serious, why, the sentence, what to do."""
    if not found:
        yield speech("review.nothing")
        return
    for number, one in enumerate(found, 1):
        why = speech.problem(one.kind, one.message)
        yield from wrapped(f"{number}. {speech(f'review.{one.severity.name.lower()}')}: {why}", "")
        yield from wrapped(f"“{one.sentence}”", "    ")
        yield from wrapped(f"→ {speech(f'advice.{one.kind}')}", "    ")
    yield speech("review.counted", count=len(found))


FILE: Final = Argument("file", "review_file", "file", parse=Path)
ON: Final = Argument("on", "review_on", "day", ("--as-of", "--on"), day)
OUTPUT: Final = Argument("output", "review_output", "file", ("-o", "--output"), Path)
COMMAND: Final = Command("review", (FILE, ANY_DATABASE, JSON, ON, OUTPUT, CLASSIFIED), _review)
