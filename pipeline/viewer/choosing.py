"""The fields that a correction may set, and the arguments that a question takes -> the inputs of a form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from extractors.text.folding import bare
from pipeline.arguments import Argument
from pipeline.corrections.model import Kind, fields_of, type_of
from pipeline.corrections.telling import Choice, choices_of, shown_value
from pipeline.errors import UsageError
from pipeline.parsing import help_of, reading
from pipeline.rows import Row
from pipeline.speech import Names, Speech

NOT_SET: Final = ("name", "estimate")
"""Fields that no form asks for: they follow from others."""
_FIRST: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.FIGURE: ("value", "unit"), Kind.CITATION: ("code", "date", "relation"),
    Kind.TASK: ("assignee", "deadline_date"),
}  # fmt: skip
_SEEN_AT_ONCE: Final = 25
"""Choices that stand in the order of the list; more are looked for by their letters."""
_SIGNS: Final = str.maketrans(".,", ",.")


@dataclass(frozen=True, slots=True)
class Input:
    """One input: its name, what it is called, its value; `choices` of a closed set, code and name.

    `first` ones are what people correct most; the others are folded away.
    """

    name: str
    label: str
    value: str = ""
    choices: tuple[Choice, ...] = ()
    required: bool = False
    flag: bool = False
    help: str = ""
    first: bool = False


def editors(kind: Kind, row: Row, speech: Speech) -> list[Input]:
    """Return the inputs for the fields of a kind, with what was read in them."""
    found = []
    for name in fields_of(kind):
        if name not in row or name in NOT_SET:
            continue
        value, choices = shown_value(kind, row, name, speech), choices_of(kind, name, speech)
        first = name in _FIRST.get(kind, ())
        found.append(Input(name, speech.short("field", name), value, choices, first=first))
    return found


def typed_value(kind: Kind, name: str, typed: str, speech: Speech) -> str:
    """Return what was typed into an input as the command line takes it: a number as Vietnamese documents write it.

    >>> typed_value(Kind.FIGURE, "value", " 1,284.5 ", Speech("en"))
    '1.284,5'
    """
    return number_typed(typed, speech) if type_of(kind, name) is Decimal else typed.strip()


def number_typed(typed: str, speech: Speech) -> str:
    """Return a number as Vietnamese documents write it: in the other language a dot parts its fraction."""
    return typed.strip().translate(_SIGNS) if speech.language == "en" else typed.strip()


def inputs(arguments: Iterable[Argument], given: Mapping[str, str], speech: Speech) -> list[Input]:
    """Return the inputs for the arguments of a question; those that name a file of a computer are left out."""
    found = []
    for argument in arguments:
        if argument.metavar == "file" or argument.name == "limit":
            continue
        names = tuple((one, speech.value(argument.called or argument.name, one)) for one in argument.choices)
        if len(names) > _SEEN_AT_ONCE:
            names = tuple(sorted(names, key=lambda name: bare(name[1])))
        words = help_of(argument, speech, argument.default or "")
        required = argument.required or not argument.options
        label = speech.value("argument", argument.name)
        value = given.get(argument.name, "")
        found.append(Input(argument.name, label, value, names, required, argument.flag, "" if names else words))
    return found


def parsed(arguments: Iterable[Argument], given: Mapping[str, str]) -> dict[str, object] | None:
    """Return what was typed as the values of a question; None while a word that it needs is missing.

    UsageError for a word that is not understood, as on the command line.
    """
    values: dict[str, object] = {}
    for argument in arguments:
        word = given.get(argument.name, "").strip()
        if argument.flag:
            values[argument.name] = bool(word)
        elif not word:
            if argument.required or not argument.options:
                return None
            values[argument.name] = argument.default
        elif argument.metavar == "file":
            raise UsageError("viewer.no_files")
        else:
            value = _read(argument, word)
            values[argument.name] = [value] if argument.many else value
    return values


def _read(argument: Argument, word: str) -> object:
    """Return what a word means; UsageError says in which input it is not understood."""
    try:
        return reading(argument)(word)
    except UsageError as error:
        raise UsageError("viewer.in_field", field=Names("argument", (argument.name,)), told=error.message) from error
