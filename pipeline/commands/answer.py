"""A question -> the command that asks it, and prints its answer or writes it as a table file."""

from __future__ import annotations

import gc
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from pipeline.arguments import ALL, ANY_DATABASE, JSON, LIMIT, Argument
from pipeline.commands.command import Command
from pipeline.questions.question import Question
from pipeline.run.store import connect
from pipeline.speech import Speech
from pipeline.table import Table, sheet_file
from pipeline.terminal import fitted, json_text, say

SHOWN: Final = 20
"""Results that a screen is given unless a person asks for more: four to six pages of it."""


def answering(question: Question[Any]) -> Command:
    """Return the command of a question."""

    def run(options: Namespace, speech: Speech) -> int:
        gc.disable()  # what an answer is made of holds no circles, and looking for them is a fiftieth of a start
        try:
            return answered(options, speech)
        finally:
            gc.enable()

    def answered(options: Namespace, speech: Speech) -> int:
        given = vars(options)
        output = given.get("output")
        if output:
            sheet_file(output)
        most = given.get("limit") or (None if output or options.json or given.get("all") else SHOWN)
        values = {argument.name: given[argument.name] for argument in question.arguments}
        if LIMIT in question.arguments:
            values["limit"] = most
        with closing(connect(options.db)) as connection:
            answer = question.ask(connection, **values)
        whole = answer
        if question.long and most:
            answer = question.long.first(answer, most)
        if question.table and output:
            _write(question.name, question.table, answer, options, speech)
        elif options.json:
            say(json_text(answer, indent=1).split("\n"))
        else:
            say(fitted(_lines(question, answer, whole, most, speech)))
        return 0

    sheet = (SHEET,) if question.table else ()
    long = (argument for argument in (LIMIT, ALL) if question.long and argument not in question.arguments)
    return Command(question.name, (ANY_DATABASE, JSON, *sheet, *question.arguments, *long), run)


def _lines(question: Question[Any], answer: Any, whole: Any, most: int | None, speech: Speech) -> Iterator[str]:
    """Yield the lines of an answer, how many results were left out, and the line that tells of all."""
    yield from question.show(answer, speech)
    count = question.long.count(whole) if question.long else 0
    if most and count > most:
        yield speech("show.cut_sheet" if question.table else "show.cut", shown=most, count=count)
    if question.total and count:
        yield question.total(whole, speech)


def _write(name: str, table: Table[Any], answer: Any, options: Namespace, speech: Speech) -> None:
    from pipeline.commands.noting import note

    heads, rows = table.heads(speech), table.lines(answer, speech)
    if options.output.suffix.lower() == ".csv":
        from pipeline.delimited import write_csv

        count = write_csv(options.output, heads, rows)
    else:
        from pipeline.sheets import write_sheet

        count = write_sheet(options.output, speech(f"sheet.{name}"), heads, rows, speech("sheet.page"))
    note(options, speech, name, None)
    written = {"path": str(options.output), "rows": count}
    say([json_text(written) if options.json else speech("run.sheet", **written)])


SHEET: Final = Argument("output", "answer_output", "file", ("-o", "--output"), Path)
