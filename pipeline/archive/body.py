"""The words of a document as they are compared with another's: which are numbers, and which change what is stated."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from extractors.rulebook import load_rules
from pipeline.archive.shapes import may_stand_for, stand_for_digits
from pipeline.run.sketch import Token, tokens_of

NUMBER: Final = re.compile(r"\d+(?:[.,/]\d+)*\Z")
_SUFFIXED: Final = re.compile(r"\d+[a-eđ]\Z")
"""What is a number with a letter behind it: 30a."""
_RATE: Final = re.compile(r"t[ỷỉ] (?:lệ|trọng|suất|giá)(?![^\W_])", re.IGNORECASE)
_BEFORE: Final = re.compile(r"\d[.,]")
_BEHIND: Final = re.compile(r"[.,]\d")
_BEFORE_NAME: Final = 4
"""Characters before a capital letter that show whether a sentence begins with it."""


@dataclass(frozen=True)
class Body:
    """The words of a document; of a scan, what else a number may be that its reader doubts, by where it begins."""

    text: str
    tokens: Sequence[Token]
    scanned: bool
    readings: Mapping[int, frozenset[str]]

    @cached_property
    def numbers(self) -> Counter[str]:
        """How often it holds each number."""
        return Counter(token.key for token in self.tokens if NUMBER.match(token.key))

    @cached_property
    def all_words(self) -> str:
        """All words of its file, head and foot among them, with a blank around each."""
        return "".join(f" {token.key}" for token in tokens_of(self.text, [(0, len(self.text))])) + " "

    def may_say(self, read: Sequence[Token], told: str) -> bool:
        """Tell whether its numbers are together one of these digits, or may be by what its reader saw.

        A reading of the first of a number that was read in parts is of all of them: `3`, which may be `97893`, and
        `893`.
        """
        joined = "".join(token.key for token in read)
        if may_stand_for(joined, told) if self.scanned else digits(joined) == told:
            return True
        named = bool(read) and told in self.readings.get(read[0].start, ())
        return named and told.endswith(digits("".join(token.key for token in read[1:])))

    def may_be(self, other: Body) -> bool:
        """Tell whether two texts can be copies; they are none if each has a number that the other lacks."""
        if self.scanned or other.scanned:
            return True
        return not (self.numbers - other.numbers and other.numbers - self.numbers)

    def written(self, token: Token) -> str:
        """Return a word as it stands in the text."""
        return self.text[token.start : token.end]

    def line_around(self, token: Token) -> tuple[str, str]:
        """Return what stands on its line before a word and behind it."""
        return self.text[self.text.rfind("\n", 0, token.start) + 1 : token.start], self.behind(token)

    def behind(self, token: Token) -> str:
        """Return what stands on its line behind a word."""
        end = self.text.find("\n", token.end)
        return self.text[token.end : end if end >= 0 else None]

    def is_number(self, token: Token) -> bool:
        """Tell whether a word is a number, or in a scan one that has a letter for a digit: 37B, 4o9, a57."""
        return bool(NUMBER.match(token.key)) or self.is_broken(token)

    def is_broken(self, token: Token) -> bool:
        """Tell whether a scan has a letter in a number, which is none that numbers have behind them."""
        if not self.scanned or NUMBER.match(token.key) or _SUFFIXED.match(token.key):
            return False
        if not has_digit(token.key):
            return self._goes_on_with_digits(token) and stand_for_digits(token.key)
        return token.start in self.readings or stand_for_digits(token.key)

    def _goes_on_with_digits(self, token: Token) -> bool:
        """Tell whether a point or comma alone parts a word from digits: `9,l`, `l.204`."""
        before, behind = self.text[max(0, token.start - 2) : token.start], self.text[token.end : token.end + 2]
        return bool(_BEFORE.fullmatch(before) or _BEHIND.fullmatch(behind))

    def is_name(self, token: Token) -> bool:
        """Tell whether a word has a capital letter amid a sentence."""
        if not self.text[token.start].isupper():
            return False
        before = self.text[max(0, token.start - _BEFORE_NAME) : token.start].rstrip(" ")
        return bool(before) and (before[-1].isalnum() or before[-1] == ",")

    def tells(self, token: Token) -> bool:
        """Tell whether a word changes what is stated: a number, a direction, a name amid a sentence."""
        return self.states(token) or self.is_name(token)

    def states(self, token: Token) -> bool:
        """Tell whether a word is a number, a direction, a denial; `tỷ` is none where a share or rate is told."""
        return is_word_that_tells(token.key) and not _RATE.match(self.text, token.start)


def digits(text: str) -> str:
    """Return the digits of a text, without the points that part them."""
    return "".join(sign for sign in text if sign.isdigit())


def has_digit(key: str) -> bool:
    """Tell whether a word is a number or holds one."""
    return any(sign.isdigit() for sign in key)


@lru_cache(maxsize=1 << 14)
def is_word_that_tells(key: str) -> bool:
    """Tell whether a word changes what is stated, wherever it stands: a number, a direction, a denial."""
    return key == "%" or any(rule.pattern.search(key) for rule in load_rules(__package__, "telling"))
