"""What a page prints below the signature that ends its document: lines and their zones -> indexes of lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import Final

from extractors.rulebook import find_pattern
from extractors.text.lines import UPPER, Line

RUNNING: Final = 300
"""Longer than any line of a page's foot."""
_BELOW: Final = 12
"""Within how many lines below the signature a line of the page must be known."""
_SIGNER: Final = re.compile(rf"(?:[{UPPER}][^\W\d_]{{0,6}}[ ]){{1,4}}[{UPPER}][^\W\d_]{{0,6}}")
_SIGNED: Final = re.compile(r"\( ?[Đđ]ã k[ýí] ?\)")
_pattern = partial(find_pattern, __package__, "pages")


def lines_below_signature(lines: Sequence[Line], zones: Sequence[str | None]) -> set[int]:
    """Return the lines below the signature that ends a document printed in a page, down to the page's end.

    Some of them must be known as the page's; an annex below the signature is the document's, and so is "(Đã ký)".
    """
    signed = next((i for i in range(len(lines) - 1, 0, -1) if _is_signature(lines, i)), None)
    if signed is None:
        return set()
    first = signed + 1 + bool(lines[signed + 1 :] and _SIGNED.fullmatch(lines[signed + 1].text))
    known = any(zone in ("tail", "close", "tool", "menu") for zone in zones[first : first + _BELOW])
    annexed = any(_pattern("annex").match(line.text) or len(line.text) > RUNNING for line in lines[first:])
    return set(range(first, len(lines))) if known and not annexed else set()


def _is_signature(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a line names whoever signed: below an office in capitals, "(Đã ký)" between them or not."""
    above = index - 2 if index > 1 and _SIGNED.fullmatch(lines[index - 1].text) else index - 1
    office = lines[above].text
    if not (office.isupper() and _pattern("signed_as").match(office)):
        return False
    name = lines[index].text
    return _SIGNER.fullmatch(name) is not None and not _pattern("signed_as").match(name)
