"""Names of private people in a text -> left out; those who sign or head a body in office are no private people."""

from __future__ import annotations

import re
from typing import Final

from extractors.names.persons import is_person
from extractors.rulebook import load_table
from extractors.text.plain import LOWER, UPPER

_TABLE: Final[dict[str, list[str]]] = load_table(__package__, "masking")
_NAME: Final = re.compile(rf"(?<![\w“\"])[{UPPER}][{LOWER}]*(?: [{UPPER}][{LOWER}]*){{1,4}}(?!\w)")
_ANY_ADDRESS: Final = rf"(?:{'|'.join(_TABLE['addresses'])})\s+"
_ADDRESS: Final = re.compile(_ANY_ADDRESS, re.IGNORECASE)
_ADDRESS_BEFORE: Final = re.compile(rf"(?<!\w){_ANY_ADDRESS}$", re.IGNORECASE)
_OFFICE: Final = re.compile(rf"^\s*(?:[,\-–(:]\s*)?(?:{'|'.join(_TABLE['offices'])})")
_SHOWN: Final = "…"
_REACH: Final = 24


class Mask:
    """Leaves out the names of private people when it is `on`; gives every text back as it is when it is not.

    A private person is named behind a form of address (`ông`, `bà`, `chị`, `anh`), without an office behind the name.
    """

    def __init__(self, on: bool) -> None:
        self.on = on

    def __call__(self, text: str) -> str:
        """Return the text with `…` where a private person's name stands."""
        if not self.on:
            return text
        shown, at = [], 0
        for start, end in private_names(text):
            shown += [text[at:start], _SHOWN]
            at = end
        return "".join([*shown, text[at:]])

    def blacked(self, text: str) -> str:
        """Return the text with `*` for each character of such a name, so that offsets stay."""
        for start, end in private_names(text) if self.on else ():
            text = text[:start] + "*" * (end - start) + text[end:]
        return text


def private_names(text: str) -> list[tuple[int, int]]:
    """Return the spans of the names of private people.

    >>> text = "Chị Lò Thị Inh hiến 200 m² đất; ông Hà Quang Lưỡng, Phó Bí thư, và đồng chí Mạc Thị Trinh dự"
    >>> [text[start:end] for start, end in private_names(text)]
    ['Lò Thị Inh']
    """
    found = []
    for match in _NAME.finditer(text):
        opening = _ADDRESS.match(text, match.start(), match.end())
        start = opening.end() if opening else match.start()
        addressed = opening or _ADDRESS_BEFORE.search(text, max(0, start - _REACH), start)
        if addressed and is_person(text[start : match.end()]) and not _OFFICE.match(text[match.end() :]):
            found.append((start, match.end()))
    return found
