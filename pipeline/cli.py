"""The command line: words -> one command of the catalogue -> its exit status.

Exit status: 0 done, 1 nothing could be read or answered, 2 wrong usage, 130 stopped by the user.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.commands.catalogue import COMMANDS
from pipeline.failures import report
from pipeline.parsing import LaterParser, Parser
from pipeline.speech import Speech, chosen_language
from pipeline.terminal import drop_output, open_streams

if TYPE_CHECKING:
    from pipeline.arguments import Argument
    from pipeline.commands.command import Command
    from pipeline.postgres.address import Server


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; whatever goes wrong is said in one sentence."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    open_streams()
    speech = Speech(chosen_language(words))
    database: Path | Server | None = None
    try:
        parser = _parser(speech)
        if not words:
            parser.print_help()
            return 2
        options = parser.parse_args(words)
        database = getattr(options, "db", None)
        status = int(options.run(options, speech))
        sys.stdout.flush()
    except BrokenPipeError:
        drop_output()
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - the last guard: no command ends with a traceback
        return report(error, speech, database)
    return status


def _parser(speech: Speech) -> Parser:
    parser = Parser(speech, prog="trichyeu", description=speech("help.program"), epilog=speech("help.more"))
    parser.take_version()
    commands = parser.add_subparsers(
        title=speech("usage.commands"), metavar=speech("metavar.command"), required=True, dest="command",
        parser_class=LaterParser,  # type: ignore[type-var]  # argparse asks it for no more than it has
    )  # fmt: skip
    for name, load in COMMANDS.items():
        text = speech(f"help.{name}")
        commands.add_parser(name, help=text, description=text, speech=speech, load=_words_of(load))
    return parser


def _words_of(load: Callable[[], Command]) -> Callable[[], tuple[Iterable[Argument], object]]:
    def words() -> tuple[Iterable[Argument], object]:
        command = load()
        return command.arguments, command.run

    return words
