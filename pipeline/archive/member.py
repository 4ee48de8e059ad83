"""Rows of documents and sketches -> members of groups: their heads, their sketches and bodies, read when needed."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from operator import eq
from typing import Any, Final

from extractors.names.kinds import LETTERS
from extractors.text.folding import bare, code_key
from pipeline.archive.body import Body, digits, has_digit, is_word_that_tells
from pipeline.archive.shapes import differ_by_a_letter, like, strokes_of
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
       d.group_id, d.role, d.authority_id, s.draft, s.scanned, s.quality,
       substr(d.text, 1, json_extract(s.body, '$[0][0]')) AS top
FROM documents d JOIN sketches s ON s.document_id = d.id WHERE d.present AND d.id IN ({SELECTED}) ORDER BY d.path"""
_PLACES: Final = frozenset({"place", "district", "commune"})
_LIKE_SYMBOL: Final = 0.7
"""How like the codes of one number are of which a scan lost letters: 284-BC/BDV for BDVTU, not BC for KH."""
_LIKE_ISSUER: Final = 0.8
_YEARS_AFTER: Final = 1
"""Years after its period in which a report may be written."""
_NUMBER_LINE: Final = re.compile(r"^.*\d ?[-/] ?[^\W\d_]{2}.*$", re.MULTILINE)
_LIKE_WORD: Final = 0.8
_SPECK: Final = 2
"""Letters of what a scan has in its head and no document: dirt."""
_TWO: Final = 2
_SKETCH: Final = "SELECT minhash FROM sketches WHERE document_id = ?"
_TEXT: Final = """
SELECT d.text, s.body, s.scanned FROM documents d JOIN sketches s ON s.document_id = d.id WHERE d.id = ?"""
_DOUBTFUL: Final = """
SELECT start, coalesce(sides, '[]') FROM problems WHERE document_id = ? AND kind = 'doubtful_digits'"""


_SYMBOL: Final = re.compile(r"[^\W\d_]+")
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
    def number(self) -> str | None:
        """The number of its code, which a scan keeps where it loses letters of the symbol."""
        found = re.match(r"\d+", self.code or "")
        return found[0] if found else self.code

    @cached_property
    def day(self) -> str | None:
        """Its day; None of a scan that gives one long after the period of its report, of which it misread the year."""
        date, end = self["date"], self["period_end"]
        late = self["scanned"] and date and end and int(date[:4]) > int(end[:4]) + _YEARS_AFTER
        return None if late else date

    @cached_property
    def numbered(self) -> tuple[str | None, ...] | None:
        """What those that may be it have with its number: type and period; of one without a period the title."""
        told = (self.head["period_start"], self.head["period_end"]) if self["period_start"] else (self._shape,)
        return ("numbered", self.number, self.head["doc_type"], *told) if any(told) else None

    @cached_property
    def head(self) -> dict[str, str | None]:
        """What names it besides code and date, as keys."""
        return {name: " ".join(_WORD.findall(bare(self[name]))) or None if self[name] else None for name in _FIELDS}

    def agrees(self, other: Member) -> bool:
        """Tell whether two heads can be of one document: nothing that both tell differs, but for letters of a scan."""
        told = {name: (self.head[name], other.head[name]) for name in _FIELDS if name != "issuer"}
        differ = {name for name, (one, two) in told.items() if one and two and one != two}
        if self.day and other.day and self.day != other.day:
            return False
        if not (self["scanned"] or other["scanned"]):
            codes = {self.code, other.code} - {None}
            return len(codes) < _TWO and not differ and self.head["issuer"] == other.head["issuer"]
        return self._is_read_as(other, differ)

    def _is_read_as(self, other: Member, differ: Set[str]) -> bool:
        """Tell whether two heads, one of a scan, are readings of one: its reader loses letters, and ends of names."""
        if self.code and other.code and not self._has_code_read_as(other):
            return False
        if self._has_words_of(other):
            return True
        if self._shape and self._shape == other._shape:
            differ = differ - {"period_start", "period_end"}
        one, two = self.head["issuer"] or "", other.head["issuer"] or ""
        return (_begins(one, two) or like(one, two, _LIKE_ISSUER)) and all(
            name in _PLACES and _begins(self.head[name] or "", other.head[name] or "") for name in differ
        )

    def _has_words_of(self, other: Member) -> bool:
        """Tell whether two heads have the same words, in any order and whatever they were taken for, but for dirt."""
        left, right = self._head_words - other._head_words, other._head_words - self._head_words
        for word in sorted(left.elements()):
            read = next((said for said in sorted(right.elements()) if _is_one_word(word, said)), None)
            if read:
                left[word] -= 1
                right[read] -= 1
        sides = (self, +left), (other, +right)
        dirt = all(member["scanned"] and all(map(_is_dirt, words)) for member, words in sides if words)
        return bool(self._head_words and dirt)

    @cached_property
    def _head_words(self) -> Counter[str]:
        """The words above its body, without the line of its number."""
        return Counter(_WORD.findall(bare(_NUMBER_LINE.sub("", self["top"] or ""))))

    def _has_code_read_as(self, other: Member) -> bool:
        """Tell whether two codes are readings of one: of one number, of no two kinds, alike in their letters."""
        kinds = {
            symbol for member in (self, other) for symbol in _SYMBOL.findall(member["code"])[:1] if symbol in LETTERS
        }
        alike = like(self.code or "", other.code or "", _LIKE_SYMBOL)
        return self.number == other.number and len(kinds) < _TWO and alike

    @cached_property
    def _shape(self) -> str:
        """Its title, in which one stroke stands for I, l and 1: a quarter is read as 1II."""
        return "".join(map(strokes_of, _WORD.findall(bare(self["title"] or ""))))

    def has_head_of(self, other: Member) -> bool:
        """Tell whether both give one code and day."""
        return bool(self.code and self.code == other.code and self.day and self.day == other.day)

    def is_draft_of(self, other: Member) -> bool:
        """Tell whether one says that it is a draft, of a report of the title and period of the other."""
        drafted = any(member["draft"] and not member.code for member in (self, other))
        titled = self["title"] and other["title"] and bare(self["title"]) == bare(other["title"])
        return bool(drafted and titled and self["period_start"] and other["period_start"])


def _is_one_word(one: str, two: str) -> bool:
    """Tell whether two words of heads may be one as a scan reads it; what tells differs in strokes at the most."""
    if strokes_of(one) == strokes_of(two):
        return True
    alike = like(one, two, _LIKE_WORD) or differ_by_a_letter(one, two)
    return alike and not any(is_word_that_tells(word) or has_digit(word) for word in (one, two))


def _is_dirt(word: str) -> bool:
    return len(word) == 1 or (len(word) <= _SPECK and not word.isdigit() and not is_word_that_tells(word))


def _begins(one: str, two: str) -> bool:
    """Tell whether one of two names begins with the other."""
    return one.startswith(two) or two.startswith(one)


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
