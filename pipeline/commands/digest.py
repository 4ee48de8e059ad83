"""`digest`: a document, a place and time, a theme, an instrument, two compared, or news -> one to three pages."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing
from pathlib import Path
from typing import Final

from pipeline.arguments import ANY_DATABASE, JSON, OF_DOCUMENT, OUTPUT, PLACE, YEAR, Argument, day, option, period
from pipeline.commands.command import Command
from pipeline.commands.noting import note
from pipeline.digest.formats.registry import FORMATS, format_of
from pipeline.digest.make import make_digest
from pipeline.digest.request import Request
from pipeline.errors import UsageError
from pipeline.run.store import connect
from pipeline.speech import Speech
from pipeline.terminal import say

_SIDES: Final = 2


def _request(options: Namespace) -> Request:
    """Return what is asked; UsageError for a comparison of one or of more than two, and of times told twice."""
    if options.compare and len(options.compare) != _SIDES:
        raise UsageError("usage.two_sides")
    if options.year and options.period:
        raise UsageError("usage.year_or_period")
    return Request(
        options.doc, options.place, options.year, options.period, options.about, options.instrument,
        tuple(options.compare), options.since, options.mask_persons,
    )  # fmt: skip


def _digest(options: Namespace, speech: Speech) -> int:
    request = _request(options)
    form = format_of("json" if options.json else options.format, options.output)
    if not form.text and not options.output:
        raise UsageError("usage.needs_file", ending=form.ending)
    write = form.writer(options.template)
    with closing(connect(options.db)) as connection:
        made = make_digest(connection, speech, request)
    content = write(made, speech)
    if options.output:
        options.output.parent.mkdir(parents=True, exist_ok=True)
        options.output.write_bytes(content)
        note(options, speech, "digest", None if request.whole else made.documents)
        say([speech("run.written", path=options.output)])
    else:
        say(content.decode("utf-8").removesuffix("\n").split("\n"))
    return 0


COMMAND: Final = Command(
    "digest",
    (
        ANY_DATABASE, JSON, OF_DOCUMENT, PLACE, YEAR, option("period", "digest_period", "period", period),
        option("about", "digest_about", "words"), option("instrument", "digest_instrument", "code"),
        Argument("compare", "digest_compare", "side", ("--compare",), many=True, default=()),
        option("since", "digest_since", "day", day),
        Argument("mask_persons", "mask_persons", options=("--mask-persons",), flag=True),
        Argument("format", "format", options=("--format",), choices=tuple(FORMATS)), OUTPUT,
        option("template", "own_template", "file", Path),
    ),
    _digest,
)  # fmt: skip
