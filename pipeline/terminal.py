"""Text of documents, file names and errors -> what may reach a terminal: the one way out of the program.

A terminal obeys control characters (`\\x1b[2J` clears it, `\\x9b` does the same) and direction marks turn a line
around, so `văn‮ fdp.exe` would read as another name. Here they are shown as what they are.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, Final, TextIO

_UNSAFE: Final = "[\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff]"
"""Control characters, marks of direction, ends of line and paragraph, and bytes that are not UTF-8 (surrogates)."""

_LEAD: Final = r"\s*(?:(?:\d+\.|[-→]|\d\d/\d\d/\d{4} )\s)?"
"""What stands before the words of a line: its indent, a number, a mark, a day."""
_WIDEST, _NARROWEST = 110, 40


def legible(line: str) -> str:
    r"""Return one line with what a terminal would obey spelt out; letters and spaces stay as they are.

    >>> legible("báo cáo\x1b[31m\u202e.txt\n")
    'báo cáo\\x1b[31m\\u202e.txt\\n'
    """
    if line.isprintable():  # then none of them is in it
        return line
    return re.sub(_UNSAFE, lambda found: found.group().encode("unicode_escape").decode("ascii"), line)


def legible_text(text: str) -> str:
    r"""Return a text of several lines legible; ends of lines and tabs stay as they are.

    >>> legible_text("a\n\tb\x1b")
    'a\n\tb\\x1b'
    """
    return re.sub(_UNSAFE, lambda found: found[0] if found[0] in "\n\t" else legible(found[0]), text)


def say(lines: Iterable[str], stream: TextIO | None = None) -> None:
    """Write lines to `stream` (standard output unless given), each legible and each on a line of its own."""
    out = sys.stdout if stream is None else stream
    out.writelines(f"{legible(line)}\n" for line in lines)


def width() -> int:
    """Return the columns of the terminal, at most as many as a person reads with ease; of no terminal those."""
    return max(_NARROWEST, min(columns(_WIDEST), _WIDEST))


def columns(otherwise: int) -> int:
    """Return the columns of the terminal as shutil tells them, without what that module loads of archives."""
    with suppress(ValueError):
        told = int(os.environ.get("COLUMNS", ""))
        if told > 0:
            return told
    with suppress(OSError, ValueError):  # no terminal, or a closed stream
        return (sys.__stdout__ and os.get_terminal_size(sys.__stdout__.fileno()).columns) or otherwise
    return otherwise


def fitted(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines no wider than the terminal; what goes on stands under its own first word.

    >>> list(fitted(["  - " + "dân vận " * 20]))[1][:11]
    '    dân vận'
    """
    widest = width()
    for line in lines:
        if len(line) <= widest:
            yield line
            continue
        lead = re.match(_LEAD, line)
        text = line.lstrip(" ")
        yield from in_lines(text, widest, line[: len(line) - len(text)], " " * (lead.end() if lead else 0))


def in_lines(text: str, widest: int, first: str, further: str) -> list[str]:
    """Return a text in lines of at most so many characters, the first behind `first`, others behind `further`.

    They are those of textwrap; words with one space between them are put in lines here, for loading that module and
    its way of doing it cost a question more than a table of names does.

    >>> in_lines("dân vận khéo", 9, "- ", "  ")
    ['- dân vận', '  khéo']
    """
    words = text.split()
    if " ".join(words) != text:
        import textwrap

        return textwrap.wrap(
            text,
            widest,
            initial_indent=first,
            subsequent_indent=further,
            break_long_words=False,
            break_on_hyphens=False,
        )
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + 1 + len(word) <= widest:
            lines[-1] += f" {word}"
        else:
            lines.append((further if lines else first) + word)
    return lines


def json_text(value: Any, indent: int | None = None) -> str:
    r"""Return JSON in which what a terminal would obey is an escape: what reads it gets the same text back.

    >>> json_text({"tên": "a\u202eb\x9b"})
    '{"tên": "a\\u202eb\\u009b"}'
    """
    import json

    return safe_json(json.dumps(value, ensure_ascii=False, indent=indent))


def safe_json(text: str) -> str:
    """Return JSON text with such characters escaped; outside its strings there is none but the ends of its lines."""
    return re.sub(_UNSAFE, lambda found: found[0] if found[0] == "\n" else f"\\u{ord(found[0]):04x}", text)


def open_streams() -> None:
    """Make the standard streams take any text, also those that were closed before the program began."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - open until the end
        elif mode == "w" and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def drop_output() -> None:
    """Send what is still to be written nowhere: the reader of the output has gone, or it cannot be written."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
