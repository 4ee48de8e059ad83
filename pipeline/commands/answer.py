"""A question -> the command that asks it, and prints its answer or writes it as an Excel file."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from pipeline.arguments import DATABASE, JSON, Argument
from pipeline.commands.command import Command
from pipeline.commands.noting import note
from pipeline.questions.question import Question
from pipeline.run.store import connect
from pipeline.speech import Speech
from pipeline.table import Table, sheet_file
from pipeline.terminal import json_text, say


def answering(question: Question[Any]) -> Command:
    """Return the command of a question."""

    def run(options: Namespace, speech: Speech) -> int:
        given = vars(options)
        values = {argument.name: given[argument.name] for argument in question.arguments}
        output = given.get("output")
        if output:
            sheet_file(output)
        with closing(connect(options.db)) as connection:
            answer = question.ask(connection, **values)
        if question.table and output:
            _write(question.name, question.table, answer, options, speech)
        else:
            say(json_text(answer, indent=1).split("\n") if options.json else question.show(answer, speech))
        return 0

    sheet = (SHEET,) if question.table else ()
    return Command(question.name, (DATABASE, JSON, *sheet, *question.arguments), run)


def _write(name: str, table: Table[Any], answer: Any, options: Namespace, speech: Speech) -> None:
    from pipeline.sheets import write_sheet

    title = speech(f"sheet.{name}")
    count = write_sheet(options.output, title, table.heads(speech), table.lines(answer, speech), speech("sheet.page"))
    note(options, speech, name, None)
    written = {"path": str(options.output), "rows": count}
    say([json_text(written) if options.json else speech("run.sheet", **written)])


SHEET: Final = Argument("output", "sheet_output", "file", ("-o", "--output"), Path)
