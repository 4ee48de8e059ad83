"""The page of the manual, in troff with the macros of man(7): every command with its words, and the exit status."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.describing.described import Described, Word, described
from pipeline.speech import Speech
from pipeline.version import VERSION

_SPECIAL: Final = {"\\": r"\e", "-": r"\-", "'": r"\(aq", "^": r"\(ha", "~": r"\(ti", "`": r"\(ga"}
_SPECIALS: Final = re.compile(r"[\\\-'^~`]")


def man_page(speech: Speech) -> Iterator[str]:
    """Yield the lines of the page."""
    yield f'.TH TRICHYEU 1 "" "trichyeu {VERSION}"'
    yield from _section(speech("man.name"), [f"trichyeu \\- {_text(speech('help.program'))}"])
    yield from _section(speech("man.synopsis"), [f".B trichyeu\n{_text(speech('metavar.command'))} ..."])
    yield f".SH {_text(speech('man.commands'))}"
    for command in described(speech):
        yield from _command(command)
    yield from _section(speech("man.status"), [_text(speech("man.statuses"))])
    yield from _section(speech("man.environment"), [".TP\n.B TRICHYEU_LANG", _text(speech("help.lang", default=""))])
    yield from _section(speech("man.files"), [_text(speech("man.database"))])


def _section(title: str, lines: list[str]) -> Iterator[str]:
    yield f".SH {_text(title)}"
    yield from lines


def _command(command: Described) -> Iterator[str]:
    yield f".SS {command.name}"
    yield _text(command.help)
    yield f".PP\n.nh\n{_text(command.usage)}\n.hy"
    for word in command.words:
        yield f".TP\n{_called(word)}\n{_text(word.help)}"


def _called(word: Word) -> str:
    value = f"\\fI{_text(word.metavar)}\\fR" if word.metavar else ""
    names = ", ".join(f"\\fB{_text(option)}\\fR" for option in word.options)
    return f"{names} {value}".strip() if names else value


def _text(words: str) -> str:
    """Return words as troff prints them, no line of them taken for a request."""
    plain = _SPECIALS.sub(lambda sign: _SPECIAL[sign[0]], words)
    return re.sub(r"^\.", r"\&.", plain, flags=re.MULTILINE)
