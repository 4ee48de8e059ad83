"""The command line: words -> one command of the catalogue -> its exit status.

Exit status: 0 done, 1 nothing could be read or answered, 2 wrong usage, 130 stopped by the user.
"""

from __future__ import annotations

import atexit
import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.commands.catalogue import COMMANDS
from pipeline.config import WITHOUT, Config, config_above
from pipeline.failures import report
from pipeline.parsing import LaterParser, Parser, Words
from pipeline.speech import Speech, chosen_language
from pipeline.terminal import drop_output, open_streams, say

if TYPE_CHECKING:
    from argparse import Namespace

    from pipeline.commands.command import Command
    from pipeline.postgres.address import Server


atexit.register(gc.freeze)
"""What is left at the end goes with the process: to look through it for what is garbage takes a tenth of a start."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; whatever goes wrong is said in one sentence."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    open_streams()
    speech = Speech(chosen_language(words))
    database: Path | Server | None = None
    try:
        if not words:
            _parser(speech).print_help()
            return 2
        config = _config_of(words, speech)
        speech = Speech(chosen_language(words, config.language if config else None))
        options = _options(words, speech, config)
        database = getattr(options, "db", None)
        say(options.notes(speech), sys.stderr)
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


def _config_of(words: Sequence[str], speech: Speech) -> Config | None:
    """Return what is kept for the archive that a run reads, for other commands for the folder where they are typed."""
    if WITHOUT in words:
        return None
    reads = next((word for word in words if word in COMMANDS), None) == "run"
    return config_above(_options(words, speech).archive.absolute() if reads else Path.cwd())


def _options(words: Sequence[str], speech: Speech, config: Config | None = None) -> Namespace:
    """Return the values of the words; of all commands that may be given only the one that is becomes a parser."""
    name, *others = words
    if name not in COMMANDS:
        return _parser(speech, words, config).parse_args(words)
    load = _words_of(COMMANDS[name], words, config)
    parser = Parser(speech, load, prog=f"trichyeu {name}", description=speech(f"help.{name}"))
    return parser.parse_args(others)


def _parser(speech: Speech, typed: Sequence[str] = (), config: Config | None = None) -> Parser:
    parser = Parser(speech, prog="trichyeu", description=speech("help.program"), epilog=speech("help.more"))
    parser.take_version()
    commands = parser.add_subparsers(
        title=speech("usage.commands"), metavar=speech("metavar.command"), required=True, dest="command",
        parser_class=LaterParser,  # type: ignore[type-var]  # argparse asks it for no more than it has
    )  # fmt: skip
    for name, load in COMMANDS.items():
        text = speech(f"help.{name}")
        commands.add_parser(name, help=text, description=text, speech=speech, load=_words_of(load, typed, config))
    return parser


def _words_of(load: Callable[[], Command], typed: Sequence[str], config: Config | None) -> Callable[[], Words]:
    def notes(speech: Speech) -> Iterator[str]:
        command = load()
        return config.notes(command.name, command.arguments, typed, speech) if config else iter(())

    def words() -> Words:
        command = load()
        arguments = config.applied(command.name, command.arguments, typed) if config else command.arguments
        return arguments, {"run": command.run, "notes": notes}

    return words
