"""What people see, in their language: keys of messages.toml -> text."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from extractors.toml_file import read_toml

if TYPE_CHECKING:
    from decimal import Decimal

LANGUAGES = ("vi", "en")


@cache
def _messages() -> dict[str, dict[str, dict[str, str]]]:
    return read_toml(Path(__file__).with_name("messages.toml"))


@cache
def _problems() -> dict[str, list[tuple[re.Pattern[str], str]]]:
    """Return by kind of problem how its messages are worded, and the English of each."""
    found: dict[str, list[tuple[re.Pattern[str], str]]] = {}
    for block in read_toml(Path(__file__).with_name("problems.toml"))["problem"]:
        pieces = re.split(r"\{(\w+)\}", block["vi"])
        pattern = "".join(f"(?P<{piece}>.+?)" if at % 2 else re.escape(piece) for at, piece in enumerate(pieces))
        found.setdefault(block["kind"], []).append((re.compile(pattern, re.DOTALL), block["en"]))
    return found


def _signed(name: str, value: str) -> str:
    """Return what fills a name of a wording: a number with English signs, words without quotes of their own."""
    if name == "sides":
        return re.sub(_SIDE, _side, value)
    return value.translate(_SIGNS) if name[0] == "n" and name[1:].isdigit() else value.translate(_NO_QUOTES)


def _side(found: re.Match[str]) -> str:
    return f"“{found['value'].translate(_NO_QUOTES)}” ({_witnesses(found['told'])})"


def _witnesses(told: str) -> str:
    """Return who gives a value, in English: the names of documents stay."""
    for own, other in read_toml(Path(__file__).with_name("problems.toml"))["sides"].items():
        told = told.replace(own, other)
    return told


_SIDE: Final = r"(?P<value>[^;\s].*?) \((?P<told>(?:theo |bản đang lưu|danh mục )[^)]*)\)"
"""A value and the documents that give it: `28/12/2021 (bản đang lưu; theo 268-BC/BDVTU)`."""
_SIGNS: Final = str.maketrans(",.", ".,")
_NO_QUOTES: Final = str.maketrans("“”", "‘’")


class Message(NamedTuple):
    """A message still to be said: its key, and what fills its braces, other messages among it."""

    key: str
    values: Mapping[str, object]


class Names(NamedTuple):
    """Values of a section of messages.toml, still to be said by what people call them."""

    section: str
    values: tuple[str, ...]


_FILE: Final = r"(?:“[^”]*”|[^:“]{1,200}): "
"""The name of a file at the head of the message about it."""


class Speech:
    """The messages in one language; `speech("run.summary", files=3)` fills the braces."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, **values: object) -> str:
        """Return the message of a key, SECTION.NAME; KeyError when there is none."""
        section, _, name = key.partition(".")
        return _messages()[section][name][self.language].format(**values)

    def said(self, message: Message) -> str:
        """Return a message that was made where the language is not known."""
        return self(message.key, **{name: self._filled(value) for name, value in message.values.items()})

    def _filled(self, value: object) -> object:
        if isinstance(value, Names):
            return ", ".join(self.short(value.section, name) for name in value.values)
        return self.said(value) if isinstance(value, Message) else value

    def value(self, section: str, name: str) -> str:
        """Return what people call a value of the model, such as an indicator; its own name while it has no other."""
        entry = _messages()[section].get(name)
        return entry[self.language] if entry else name

    def names_in(self, section: str) -> tuple[str, ...]:
        """Return the values that a section names."""
        return tuple(_messages()[section])

    def problem(self, kind: str, message: str) -> str:
        """Return what a problem tells: its own words, which are Vietnamese, else the same by pipeline/problems.toml.

        A message worded as none there is told by what problems of its kind tell.

        >>> Speech("en").problem("column_sum", "Cột Số đơn cộng lại là 1.866, hàng tổng ghi 1.864.")
        'The column “Số đơn” adds up to 1,866, but its total is 1,864.'
        """
        if self.language == "vi":
            return message
        for pattern, told in _problems().get(kind, ()):
            found = pattern.fullmatch(message)
            if found:
                filled = {name: _signed(name, value) for name, value in found.groupdict().items()}
                return told.format(**filled)
        return self.value("problem", kind)

    def refusal(self, reason: str, message: str) -> str:
        """Return why a file was skipped: its message, which is Vietnamese, else its name, the reason and what to do."""
        if self.language == "vi":
            return message
        named = re.match(_FILE, message)
        known = reason if reason in _messages()["remedy"] else "unreadable"
        return f"{named[0] if named else ''}{self(f'reason.{known}')}. {self(f'remedy.{known}')}"

    def short(self, section: str, name: str) -> str:
        """Return the first of the names that people give a value of the model."""
        return self.value(section, name).partition(",")[0]

    def number(self, value: float | Decimal) -> str:
        """Return a number with its thousands parted as the language parts them: 34.174 or 34,174."""
        written = f"{value:,.15g}"
        return written.translate(_SIGNS) if self.language == "vi" else written

    def day(self, iso: str | None) -> str:
        """Return an ISO date as people write it: 30/12/2021."""
        return "/".join(reversed(iso.split("-"))) if iso else self("show.undated")

    def moment(self, iso: str) -> str:
        """Return a moment on the clock of this computer: 08:05 30/12/2021."""
        from datetime import datetime

        return datetime.fromisoformat(iso).astimezone().strftime("%H:%M %d/%m/%Y")

    def written(self, document: Mapping[str, Any]) -> str:
        """Return the date of a document, or between which days it was written (`date`, `date_from`, `date_to`)."""
        if document["date"]:
            return self.day(document["date"])
        first, last = document["date_from"], document["date_to"]
        key = "between" if first and last else "since" if first else "until" if last else "undated"
        return self(f"show.{key}", first=self.day(first), last=self.day(last))


def chosen_language(arguments: list[str], kept: str | None = None) -> str:
    """Return the language that --lang asks for, else TRICHYEU_LANG, else the one kept, else Vietnamese."""
    wanted = os.environ.get("TRICHYEU_LANG") or kept or ""
    for word, value in pairwise([*arguments, ""]):
        if word == "--lang":
            wanted = value
        elif word.startswith("--lang="):
            wanted = word.removeprefix("--lang=")
    return wanted if wanted in LANGUAGES else "vi"
