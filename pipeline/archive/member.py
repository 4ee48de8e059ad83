"""Rows of documents and sketches -> members of groups: their heads, their sketches and bodies, read when needed."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from operator import eq
from typing import Any, Final

from extractors.text.folding import bare, code_key
from pipeline.archive.sameness import Body, digits
from pipeline.archive.sharing import SELECTED
from pipeline.run.sketch import SLOTS, slots_of, tokens_of

_NEAR: Final = 0.3
"""The least share of common shingles of texts that are compared word by word; a poor scan has 0.5 of its original's."""
_NEAREST: Final = 5
"""Numbered documents of its head that one without a number is compared with."""
_FIELDS: Final = ("doc_type", "issuer", "place", "district", "commune", "period_start", "period_end")
_MEMBERS: Final = f"""
SELECT d.id, d.path, d.name, d.sha256, d.format, d.code, d.title, d.date, d.signer,
       {", ".join(f"d.{name}" for name in _FIELDS)},
       d.group_id, d.role, d.authority_id, s.draft, s.scanned, s.quality
FROM documents d JOIN sketches s ON s.document_id = d.id WHERE d.present AND d.id IN ({SELECTED}) ORDER BY d.path"""
_SKETCH: Final = "SELECT minhash FROM sketches WHERE document_id = ?"
_TEXT: Final = """
SELECT d.text, s.body, s.scanned FROM documents d JOIN sketches s ON s.document_id = d.id WHERE d.id = ?"""
_DOUBTFUL: Final = """
SELECT start, sides FROM problems WHERE document_id = ? AND kind = 'doubtful_digits' AND sides IS NOT NULL"""


_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Member:
    """A present document: its head, and what tells how well it was read."""

    row: sqlite3.Row

    def __getitem__(self, name: str) -> Any:
        """Return a column of its row."""
        return self.row[name]

    @cached_property
    def code(self) -> str | None:
        """Its code, as a key."""
        return code_key(self["code"]) if self["code"] else None

    @cached_property
    def head(self) -> dict[str, str | None]:
        """What names it besides code and date, as keys."""
        return {name: " ".join(_WORD.findall(bare(self[name]))) or None if self[name] else None for name in _FIELDS}

    def agrees(self, other: Member) -> bool:
        """Tell whether two heads can be of one document: nothing that both tell differs."""
        pairs = [(self.code, other.code), (self["date"], other["date"])]
        pairs += [(self.head[name], other.head[name]) for name in _FIELDS if name != "issuer"]
        return self._agrees_on_issuer(other) and not any(one and two and one != two for one, two in pairs)

    def _agrees_on_issuer(self, other: Member) -> bool:
        """Tell whether two issuers are one; a scan may have lost the end of the name."""
        one, two = self.head["issuer"] or "", other.head["issuer"] or ""
        return one == two or ((self["scanned"] or other["scanned"]) and (one.startswith(two) or two.startswith(one)))

    def has_head_of(self, other: Member) -> bool:
        """Tell whether both give one code and day."""
        return bool(self.code and self.code == other.code and self["date"] and self["date"] == other["date"])

    def is_draft_of(self, other: Member) -> bool:
        """Tell whether one says that it is a draft, of a report of the title and period of the other."""
        drafted = any(member["draft"] and not member.code for member in (self, other))
        titled = self["title"] and other["title"] and bare(self["title"]) == bare(other["title"])
        return bool(drafted and titled and self["period_start"] and other["period_start"])


class Texts:
    """The sketches and bodies of documents, each read once, when it is needed."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._bodies: dict[int, Body] = {}
        self._slots: dict[int, tuple[int, ...]] = {}

    def slots(self, member: Member) -> tuple[int, ...]:
        """Return the slots of a document's sketch."""
        if member["id"] not in self._slots:
            (sketch,) = self._connection.execute(_SKETCH, (member["id"],)).fetchone()
            self._slots[member["id"]] = slots_of(sketch)
        return self._slots[member["id"]]

    def near(self, one: Member, other: Member) -> bool:
        """Tell whether two texts can be one: enough of their sketches agrees."""
        return self._agreeing(one, other) >= _NEAR * SLOTS

    def nearest(self, member: Member, others: Iterable[Member]) -> list[Member]:
        """Return the documents whose sketches agree most with that of one, the nearest first."""
        return nsmallest(_NEAREST, others, key=lambda other: (-self._agreeing(member, other), str(other["path"])))

    def _agreeing(self, one: Member, other: Member) -> int:
        return sum(map(eq, self.slots(one), self.slots(other)))

    def words(self, member: Member) -> list[str]:
        """Return all words of a document, head and foot among them."""
        text = self[member].text
        return [token.key for token in tokens_of(text, [(0, len(text))])]

    def __getitem__(self, member: Member) -> Body:
        if member["id"] not in self._bodies:
            row = self._connection.execute(_TEXT, (member["id"],)).fetchone()
            tokens = list(tokens_of(row["text"], json.loads(row["body"])))
            readings = {
                start: frozenset(digits(side["value"]) for side in json.loads(sides)[1:])
                for start, sides in self._connection.execute(_DOUBTFUL, (member["id"],))
            }
            self._bodies[member["id"]] = Body(row["text"], tokens, bool(row["scanned"]), readings)
        return self._bodies[member["id"]]


def members_selected(connection: sqlite3.Connection) -> Iterator[Member]:
    """Yield the present ones of the documents chosen last, by path."""
    yield from (Member(row) for row in connection.execute(_MEMBERS))
