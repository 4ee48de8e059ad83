"""A question -> the command that asks it and prints its answer."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from pipeline.arguments import DATABASE, JSON
from pipeline.commands.command import Command
from pipeline.questions.question import Question
from pipeline.run.store import connect
from pipeline.speech import Speech
from pipeline.terminal import json_text, say


def answering(question: Question[Any]) -> Command:
    """Return the command of a question."""

    def run(options: Namespace, speech: Speech) -> int:
        given = vars(options)
        values = {argument.name: given[argument.name] for argument in question.arguments}
        answer = question.ask(connect(options.db), **values)
        say(json_text(answer, indent=1).split("\n") if options.json else question.show(answer, speech))
        return 0

    return Command(question.name, (DATABASE, JSON, *question.arguments), run)
