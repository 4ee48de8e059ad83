"""Words of the command line -> values, by argparse, with its help and its errors in the language of the person.

argparse speaks English and offers no way to change that but compiled gettext catalogues. What it prints is put
together here instead: own headings, an own formatter, and its error messages recognised by their English form.
"""

from __future__ import annotations

import argparse
import re
import sys
from argparse import Action, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Final, NoReturn

from pipeline.arguments import Argument
from pipeline.errors import UsageError
from pipeline.speech import LANGUAGES, Speech
from pipeline.terminal import columns, say
from pipeline.version import VERSION

_ERRORS: Final = (
    (r"the following arguments are required: (?P<names>.*)", "required"),
    (r"unrecognized arguments: (?P<words>.*)", "unknown"),
    (r"invalid choice: (?P<word>.*?),? \(choose from (?P<choices>.*)\)", "choice"),
    (r"expected one argument", "one_value"),
    (r"expected at least one argument", "some_values"),
    (r"ambiguous option: (?P<word>.*) could match (?P<names>.*)", "ambiguous"),
    (r"ignored explicit argument (?P<word>.*)", "no_value"),
)
"""The messages of argparse (3.11 to 3.14) that its use here can bring about -> keys of [usage]; others stay English.

They are compiled when an error is met, not at each start."""

_NAMED: Final = r"argument (?P<name>\S+): (?P<rest>.*)"

LANG: Final = Argument("lang", "lang", options=("--lang",), choices=LANGUAGES)
NO_CONFIG: Final = Argument("no_config", "no_config", options=("--no-config",), flag=True)


class _Formatter(argparse.HelpFormatter):
    def __init__(self, prog: str, speech: Speech) -> None:
        super().__init__(prog, width=columns(80) - 2)
        self._speech = speech

    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, self._speech("usage.prefix") if prefix is None else prefix)


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *given: object) -> None:
        say([f"trichyeu {VERSION}"])
        parser.exit()


Words = tuple[Iterable[Argument], Mapping[str, object]]
"""The arguments of a command, and what is told with their values besides."""


class Parser(argparse.ArgumentParser):
    """The program, or a command: `load` returns its arguments, and what is told with the parsed values besides."""

    def __init__(self, speech: Speech, load: Callable[[], Words] | None = None, **words: Any) -> None:
        super().__init__(add_help=False, formatter_class=partial(_Formatter, speech=speech), **words)
        self._speech = speech
        self._places = self.add_argument_group(speech("usage.words"))
        self._choices = self.add_argument_group(speech("usage.options"))
        self.take(LANG, default=speech.language)
        self.take(NO_CONFIG)
        self._choices.add_argument("-h", "--help", action="help", help=speech("help.help"))
        arguments, told = load() if load else ((), {})
        self.set_defaults(**told)
        for argument in arguments:
            self.take(argument)

    def take_version(self) -> None:
        """Let `--version` print the version and end the program."""
        self._choices.add_argument("--version", nargs=0, action=_Version, help=self._speech("help.version"))

    def take(self, argument: Argument, default: object = None) -> None:
        """Add one argument; `default` stands in for a default that the language decides."""
        default = argument.default if default is None else default
        words: dict[str, Any] = {"help": help_of(argument, self._speech, default).replace("%", "%%")}
        if argument.flag:
            words["action"] = "store_true"
        else:
            words |= {"type": partial(_parsed, reading(argument), self._speech), "default": default}
            words |= {"choices": argument.choices} if argument.choices and not argument.called else {}
            words |= {"nargs": "+"} if argument.many else {}
            words |= {"nargs": "?", "const": argument.bare} if argument.bare is not None else {}
        if argument.metavar:
            words["metavar"] = self._speech(f"metavar.{argument.metavar}")
        if argument.options:
            words |= {"dest": argument.name, "required": argument.required}
            self._choices.add_argument(*argument.options, **words)
        else:
            self._places.add_argument(argument.name, **words)

    def print_help(self, file: Any = None) -> None:
        """Print the help to standard output, or to another stream."""
        self._print(self.format_help(), file or sys.stdout)

    def print_usage(self, file: Any = None) -> None:
        """Print how the command is used."""
        self._print(self.format_usage(), file or sys.stdout)

    def _print(self, text: str, stream: Any) -> None:
        say(text.removesuffix("\n").split("\n"), stream)
        stream.flush()

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words, and end the program with status 2."""
        self.print_usage(sys.stderr)
        problem = self._speech("usage.error", command=self.prog, message=self._translated(message))
        self._print(problem, sys.stderr)
        sys.exit(2)

    def _translated(self, message: str) -> str:
        named = re.fullmatch(_NAMED, message, re.DOTALL)
        if named:
            return self._speech("usage.argument", name=named["name"], message=self._translated(named["rest"]))
        for form, key in _ERRORS:
            found = re.fullmatch(form, message, re.DOTALL)
            if found:
                return self._speech(f"usage.{key}", **found.groupdict())
        return message


class LaterParser:
    """A command that may be given, which becomes a `Parser` when it is: there are many, and one is given."""

    def __init__(self, **words: Any) -> None:
        self._words = words

    def parse_known_args(
        self, args: Sequence[str] | None = None, namespace: Namespace | None = None
    ) -> tuple[Namespace, list[str]]:
        """Return the values and what is left over, as argparse wants it of a sub-command."""
        return Parser(**self._words).parse_known_args(args, namespace)

    def _check_help(self, action: Action) -> None:
        """Leave the line about the command as it is: argparse of Python 3.14 asks whether it could be printed."""


def help_of(argument: Argument, speech: Speech, default: object) -> str:
    """Return what a person is told of an argument, its default and its choices by what people call them."""
    names = (speech.short(argument.called, one) if argument.called else one for one in argument.choices)
    if argument.called and argument.default is not None:
        default = speech.short(argument.called, str(argument.default))
    return speech(f"help.{argument.help}", default=default, choices=", ".join(names))


def reading(argument: Argument) -> Callable[[str], object]:
    """Return what reads the value of an argument: one of its choices by any of its names, else as it says itself."""
    if not argument.called:
        return argument.parse

    def read(word: str) -> str:
        if word == argument.bare:
            return word  # argparse asks of the value that stands for none, too
        from pipeline.choices import read_choice

        return read_choice(word, argument.called, argument.choices)

    return read


def _parsed(parse: Callable[[str], object], speech: Speech, word: str) -> object:
    try:
        return parse(word)
    except UsageError as error:
        raise ArgumentTypeError(error.said(speech)) from error
