"""Every command with its words as a person is told of them: what completions and the manual are made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.arguments import Argument
from pipeline.commands.catalogue import COMMANDS
from pipeline.parsing import LANG, NO_CONFIG, Parser, help_of
from pipeline.speech import Speech

_FILES = {"file", "archive", "database", "any_database"}


@dataclass(frozen=True, slots=True)
class Word:
    """An argument or an option: `options` is empty for an argument, `metavar` for a flag, which takes no value."""

    options: tuple[str, ...]
    metavar: str
    help: str
    values: tuple[str, ...]
    names_file: bool
    many: bool


@dataclass(frozen=True, slots=True)
class Described:
    """A command: its name, what it does, how it is written in one line, its words."""

    name: str
    help: str
    usage: str
    words: tuple[Word, ...]


def described(speech: Speech) -> Iterator[Described]:
    """Yield every command in the order of the help."""
    for name, load in COMMANDS.items():
        command = load()
        parser = Parser(speech, lambda command=command: (command.arguments, {}), prog=f"trichyeu {name}")  # type: ignore[misc]
        usage = " ".join(parser.format_usage().removeprefix(speech("usage.prefix")).split())
        words = (*(_word(argument, speech, argument.default) for argument in command.arguments), *common(speech))
        yield Described(name, speech(f"help.{name}"), usage, words)


def common(speech: Speech) -> tuple[Word, ...]:
    """Return the words that every command takes."""
    named = (_word(LANG, speech, speech.language), _word(NO_CONFIG, speech, None))
    return *named, Word(("-h", "--help"), "", speech("help.help"), (), False, False)


def _word(argument: Argument, speech: Speech, default: object) -> Word:
    values = tuple(speech.short(argument.called, one) if argument.called else one for one in argument.choices)
    metavar = speech(f"metavar.{argument.metavar}") if argument.metavar else "|".join(values) or argument.name
    return Word(
        argument.options,
        "" if argument.flag else metavar,
        help_of(argument, speech, default),
        values,
        argument.metavar in _FILES,
        argument.many,
    )
