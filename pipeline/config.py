"""The file `trichyeu.toml` of an archive -> what its commands take where a person types nothing.

Its keys are options, for all commands that have them, or in a table of the name of one command for that alone. It
holds values and no code, and no option that lets something in, takes it out or writes a file. A path in it is counted
from the folder that it stands in; one that leads out of that folder is said, and so is what narrows an answer.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from pipeline.arguments import SETTINGS, Argument, database
from pipeline.errors import UsageError
from pipeline.parsing import reading
from pipeline.speech import LANGUAGES, Speech

WITHOUT: Final = "--no-config"
_PATHS: Final = frozenset({"db", "form", "units", "template", "outline", "known"})
_NARROWING: Final = ("place", "year", "years", "period", "level")
_KEYS: Final = (*sorted(_PATHS), "lang", *_NARROWING, "workers", "limit", "by")
_ONE_OF: Final = (frozenset({"year", "years", "period"}),)
"""Options of which a command takes one: what is typed leaves out the others."""


class Config(NamedTuple):
    """What a file says: by the name of a command, `""` for all of them."""

    file: Path
    told: Mapping[str, Mapping[str, str]]

    @property
    def language(self) -> str | None:
        """The language that it asks for, None where it asks for none."""
        return self.told[""].get("lang")

    def of(self, command: str, arguments: Iterable[Argument], typed: Sequence[str]) -> dict[str, str]:
        """Return what the options of a command are, where they are not among the words that a person typed."""
        options = {one.name: one for one in arguments if one.options and not one.flag}
        given = {name for name, one in options.items() if _is_typed(one, typed)}
        given |= {name for names in _ONE_OF if names & given for name in names}
        told = {**self.told[""], **self.told.get(command, {})}
        return {name: word for name, word in told.items() if name in options and name not in given}

    def applied(self, command: str, arguments: Sequence[Argument], typed: Sequence[str]) -> list[Argument]:
        """Return the arguments of a command with what the file says as their defaults."""
        told = self.of(command, arguments, typed)
        return [self._with_default(one, told[one.name]) if one.name in told else one for one in arguments]

    def _with_default(self, argument: Argument, word: str) -> Argument:
        try:
            value = reading(argument)(str(self._place(word)) if argument.name in _PATHS else word)
        except UsageError as error:
            raise UsageError("config.value", file=self.file, name=argument.name, reason=error.message) from error
        if argument.choices and not argument.called and value not in argument.choices:
            choices = ", ".join(argument.choices)
            raise UsageError("config.choice", file=self.file, name=argument.name, word=word, choices=choices)
        return argument._replace(default=value, required=False)

    def _place(self, word: str) -> Path | str:
        """Return the path that a word names, or the address of a server."""
        return word if _is_address(word) else Path(os.path.normpath(self.file.parent / word))

    def notes(self, command: str, arguments: Iterable[Argument], typed: Sequence[str], speech: Speech) -> Iterator[str]:
        """Yield what a person is to know of what the file did: it narrows an answer, or leads out of its folder."""
        told = self.of(command, arguments, typed)
        narrowing = [f"{name} = {told[name]}" for name in _NARROWING if name in told]
        if narrowing:
            yield speech("config.narrows", file=self.file, told=", ".join(narrowing), without=WITHOUT)
        root = self.file.parent.resolve()
        for name in sorted(_PATHS & told.keys()):
            place = self._place(told[name])
            if not (isinstance(place, Path) and place.resolve().is_relative_to(root)):
                shown = place.resolve() if isinstance(place, Path) else database(place)
                yield speech("config.outside", file=self.file, name=name, path=shown)


def _is_address(word: str) -> bool:
    return word.startswith(("postgresql:", "postgres:"))


def _is_typed(argument: Argument, typed: Sequence[str]) -> bool:
    """Tell whether an option is among words; argparse takes the first letters of a long one, too."""
    words = [word.partition("=")[0] for word in typed if word.startswith("-")]
    short = [option for option in argument.options if not option.startswith("--")]
    return any(
        option.startswith(word) if word.startswith("--") and len(word) > 2 else word[:2] in short
        for option in argument.options
        for word in words
    )


def config_at(folder: Path) -> Config | None:
    """Return what the file of a folder says, None where there is none; UsageError for one that is not understood."""
    file = folder / SETTINGS
    return _read(file) if file.is_file() else None


def config_above(folder: Path) -> Config | None:
    """Return what the file of a folder, or of the nearest one above it, says."""
    found = (config_at(one) for one in (folder, *folder.parents))
    return next((config for config in found if config), None)


def _read(file: Path) -> Config:
    import tomllib

    try:
        table = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError("config.unread", file=file, reason=str(error)) from error
    told = {"": _values(file, {key: value for key, value in table.items() if not isinstance(value, dict)})}
    for name, values in table.items():
        if isinstance(values, dict):
            from pipeline.commands.catalogue import COMMANDS

            if name not in COMMANDS:
                raise UsageError("config.command", file=file, word=name)
            told[name] = _values(file, values)
            if "lang" in told[name]:
                raise UsageError("config.lang", file=file, command=name)
    return Config(file, told)


def _values(file: Path, table: Mapping[str, Any]) -> dict[str, str]:
    """Return the values of a table as a person would type them."""
    for key, value in table.items():
        if key not in _KEYS:
            raise UsageError("config.key", file=file, name=key, keys=", ".join(_KEYS))
        if type(value) not in (str, int) or value == "":
            raise UsageError("config.kind", file=file, name=key)
    if table.get("lang", LANGUAGES[0]) not in LANGUAGES:
        choices = ", ".join(LANGUAGES)
        raise UsageError("config.choice", file=file, name="lang", word=table["lang"], choices=choices)
    return {key: str(value) for key, value in table.items()}
