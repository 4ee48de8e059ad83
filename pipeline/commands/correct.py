"""`correct`: what a person knows better than the machine -> kept, and the document read again with it."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from pipeline.arguments import ANY_DATABASE, DOCUMENT, Argument, option
from pipeline.commands.command import Command
from pipeline.corrections.mark import marked, paired
from pipeline.corrections.model import Action, Kind
from pipeline.corrections.store import note
from pipeline.corrections.typed import read_fields
from pipeline.errors import UsageError
from pipeline.lookup import find_document
from pipeline.run.at_hand import at_hand
from pipeline.run.batch import run
from pipeline.run.roots import file_of
from pipeline.run.store import connect, writing
from pipeline.speech import Speech
from pipeline.terminal import say

_FLAGS: Final = (Action.ACCEPT, Action.REJECT, Action.ADD)


def _correct(options: Namespace, speech: Speech) -> int:
    if not options.by.strip() or not options.reason.strip():
        raise UsageError("correct.who_and_why")
    with at_hand(options.db, "correct") as database:
        return _kept(database, options, speech)


def _kept(database: Path, options: Namespace, speech: Speech) -> int:
    with writing(database) as connection:
        other = options.join or options.part
        document = find_document(connection, options.doc, as_file=bool(other))
        if other:
            action = Action.JOIN if options.join else Action.PART
            made = paired(document, find_document(connection, other, as_file=True), action, options.by, options.reason)
        else:
            kind, action = Kind(options.kind), _action(options)
            made = marked(
                connection,
                document,
                kind,
                action,
                options.at,
                read_fields(options.set, kind),
                options.by,
                options.reason,
            )
        (identity,) = note(connection, [made], "made")
        say([speech("correct.noted", id=identity, document=document["name"], words=made.words or document["name"])])
    reread(database, [document["path"]], speech)
    return 0


def _action(options: Namespace) -> Action:
    """Return the one thing that is asked for: a flag, else the fields that are set."""
    asked = [action for action in _FLAGS if getattr(options, action.value)]
    if len(asked) > 1 or (asked and asked[0] is not Action.ADD and options.set):
        raise UsageError("correct.one_action")
    return asked[0] if asked else Action.CORRECT


def reread(database: Path, paths: Sequence[str], speech: Speech) -> None:
    """Read the documents at `paths` again where their files are at hand, and say what has to wait for the next run."""
    with closing(connect(database)) as connection:
        files = {path: file_of(connection, path) for path in paths}
        let_in = connection.execute("SELECT 1 FROM documents WHERE classified IS NOT NULL LIMIT 1").fetchone()
    waiting = [path for path, file in files.items() if file is None]
    for file in files.values():
        if file is not None:
            run(file, database, 1, allow_classified=let_in is not None)
    if waiting:
        say([speech("correct.waiting", paths=", ".join(waiting))])
    with closing(connect(database)) as connection:
        refused = connection.execute("SELECT path, reason, message FROM quarantine").fetchall()
    say([speech.refusal(row["reason"], row["message"]) for row in refused if row["path"] in files], sys.stderr)


AT: Final = option("at", "correct_at", "words")
KIND: Final = Argument(
    "kind", "correct_kind", "kind", ("--kind",), default="figure",
    choices=("figure", "citation", "task", "metadata"), called="kind",
)  # fmt: skip
SET: Final = Argument("set", "correct_set", "field", ("--set",), many=True, default=())
ACCEPT: Final = Argument("accept", "correct_accept", options=("--accept",), flag=True)
REJECT: Final = Argument("reject", "correct_reject", options=("--reject",), flag=True)
ADD: Final = Argument("add", "correct_add", options=("--add",), flag=True)
JOIN: Final = option("join", "correct_join", "document")
PART: Final = option("part", "correct_part", "document")
BY: Final = Argument("by", "correct_by", "name", ("--by",), required=True)
REASON: Final = Argument("reason", "correct_reason", "words", ("--reason",), required=True)
COMMAND: Final = Command(
    "correct", (DOCUMENT, ANY_DATABASE, AT, KIND, SET, ACCEPT, REJECT, ADD, JOIN, PART, BY, REASON), _correct
)
