"""Texts with their links marked in place: `[45 a]` is a figure called a, `[31 part a]` a part of it.

A number that is not marked is a figure without a link, or no figure. In `linked.txt` an empty line parts the texts
and a line `## kind` names the shape that those behind it have.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LINKED: Final = Path(__file__).with_name("linked.txt")
_MARK: Final = re.compile(r"\[([^\]\s]+)((?: [a-z]+)*)\]")
_ROLES: Final = frozenset({"part", "share", "change", "attendees"})


@dataclass(frozen=True, slots=True)
class LinkedText:
    """A text without its marks; `links` gives parent and role by the start of a figure, `marked` the written form."""

    kind: str
    marked: str
    text: str
    links: dict[int, tuple[int, str]]


def linked_texts(path: Path = LINKED) -> list[LinkedText]:
    """Read a file of marked texts."""
    found, kind, lines = [], "", []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line.startswith("#"):
            kind = line.removeprefix("## ")
        elif line.strip():
            lines.append(line)
        elif lines:
            found.append(unmark(kind, "\n".join(lines)))
            lines = []
    return found


def unmark(kind: str, marked: str) -> LinkedText:
    """Return a marked text without its marks; KeyError when a parent is not named in it."""
    text, at = "", 0
    names: dict[str, int] = {}
    told: list[tuple[int, str, str]] = []
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        words = mark[2].split()
        if words and words[0] not in _ROLES:
            names[words.pop(0)] = len(text)
        if words:
            told.append((len(text), *words))
        text += mark[1]
        at = mark.end()
    text += marked[at:]
    return LinkedText(kind, marked, text, {start: (names[parent], role) for start, role, parent in told})
