"""The foot of an official document -> who signed it, as what, and to whom it goes (nơi nhận, kính gửi)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import Final

from extractors.layout.letterhead import pattern as head_pattern
from extractors.names.persons import is_person
from extractors.rulebook import find_pattern
from extractors.text.lines import Line, split_cells

_MOST: Final = 40


_pattern = partial(find_pattern, __package__, "header")


def read_signature(lines: Sequence[Line]) -> tuple[str | None, str | None, str | None]:
    """Return (body signed for, signer's office, signer's name) from the lines of a footer, each None if not there."""
    body: str | None = None
    offices: list[str] = []
    signer: str | None = None
    for cell in _cells(lines):
        if found := _pattern("authority").match(cell):
            if not _pattern("office").match(found["body"].upper()):
                body = body or found["body"].strip(" ,.*")
            offices.append(cell.strip(" ,.*"))
        elif found := _pattern("office").search(cell):
            if cell.isupper() and found.start() == 0:
                offices.append(cell.strip(" ,.*"))
        elif found := _pattern("signer").match(cell):
            signer = found["name"] if is_person(found["name"]) else signer
    return body, ", ".join(dict.fromkeys(offices)) or None, signer


def _cells(lines: Sequence[Line]) -> list[str]:
    """Return the cells of a footer; a capital tail after a recipient is a cell of the other column."""
    cells: list[str] = []
    for line in lines[:_MOST]:
        text = _pattern("recipients").sub("", line.text, count=1)
        for cell in split_cells(text):
            tail = _pattern("other_column").search(cell) if cell.startswith("-") else None
            cells += [cell[: tail.start() + 1], tail["tail"]] if tail else [cell]
    return cells


def read_recipients(head: Sequence[Line], foot: Sequence[Line], signer: str | None = None) -> tuple[str, ...]:
    """Return those to whom a document is addressed and those who get a copy, as written, in order.

    The signer's name and "(đã ký)", run in from the other column, are left out.
    """
    names = _listed(head, head_pattern("addressee"), keep_first=True) + _listed(
        foot, _pattern("recipients"), keep_first=False
    )
    cleaned = [_pattern("signed_mark").sub("", name).removesuffix(signer or "").strip(" ;,.") for name in names]
    return tuple(dict.fromkeys(name for name in cleaned if name))


def _listed(lines: Sequence[Line], label: re.Pattern[str], keep_first: bool) -> list[str]:
    names: list[str] = []
    inside = False
    for line in lines:
        cell = next(iter(split_cells(line.text)), "")
        if found := label.match(cell):
            inside = True
            rest = cell[found.end() :].strip(" ;.,")
            if keep_first and rest:
                names.append(rest)
        elif inside and (item := _pattern("recipient").fullmatch(_before_capitals(cell))):
            names.append(item["name"])
    return names


def _before_capitals(cell: str) -> str:
    tail = _pattern("other_column").search(cell)
    return cell[: tail.start() + 1] if tail else cell
