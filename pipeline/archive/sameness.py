"""Two bodies of words -> whether they are one text but for a little, and where they differ.

Two reports of one kind differ by one number, so a difference in a number, a date, a unit, a direction is never little.
What a scan gives otherwise is a slip of its reader only where the reader says itself that it may be the other number:
one of its looks at the place read so. Words count as one when their letters are nearly the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from typing import Final

from extractors.names.kinds import LETTERS
from extractors.names.symbols import names_issuer
from extractors.rulebook import load_rules
from extractors.text.folding import bare
from pipeline.readers.vietnamese import is_syllable
from pipeline.run.sketch import SHINGLE, Token, tokens_of

_ALIKE: Final = 0.9
_ALIKE_SCANNED: Final = 0.8
_ALIKE_DRAFTED: Final = 0.7
"""Shares of words in common: of copies, of a scan and what it shows, of a draft and what came of it."""
_LEAST_WORDS: Final = 30
"""A shorter text is a copy only of one that has all its words."""
_FEWEST_WORDS: Final = 10
"""Fewer, as of a page that could not be read, tell nothing."""
_ONE_WORD: Final = 0.8
"""How much of two words' letters agree where a scan gives one for the other."""
_ONE_SYMBOL: Final = 0.4
"""The same of symbols of codes, which have two letters or three: ZEU for TU."""
_UNIT_WORDS: Final = 2
"""Words behind a number that tell what it counts: triệu đồng, lượt người."""
_LONGEST_GAP: Final = 400
"""Words between two places that agree; longer gaps are taken as different as they are, to keep work linear."""

_NUMBER: Final = re.compile(r"\d+(?:[.,/]\d+)*\Z")
_LETTERS: Final = str.maketrans("015", "los")
_DIGITS_MEANT: Final = str.maketrans("abgiloszốổỗ", "48611052888")
"""What a letter in a number was, by its shape."""
_SUFFIXED: Final = re.compile(r"\d+[a-eđ]\Z")
"""What is a number with a letter behind it: 30a."""
_PAGE_DIGITS: Final = 3
_ENUMERATOR: Final = 4
"""Characters of the number of a section at the most: VIII."""
_SPECK: Final = 3
"""Letters of what a scan has on a line of its own and no document: dirt."""
_LINE: Final = 5
"""Words of a line at the least that a file may have in another place."""
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
        return Counter(token.key for token in self.tokens if _NUMBER.match(token.key))

    @cached_property
    def all_words(self) -> str:
        """All words of its file, head and foot among them, with a blank around each."""
        return "".join(f" {token.key}" for token in tokens_of(self.text, [(0, len(self.text))])) + " "

    def may_say(self, token: Token, other: Token) -> bool:
        """Tell whether one of its numbers is another, or may be by what its reader saw."""
        told = digits(other.key)
        read = token.key.translate(_DIGITS_MEANT) if self.scanned else token.key
        return token.key == other.key or digits(read) == told or told in self.readings.get(token.start, ())

    def may_be(self, other: Body) -> bool:
        """Tell whether two texts can be copies; they are none if each has a number that the other lacks."""
        if self.scanned or other.scanned:
            return True
        return not (self.numbers - other.numbers and other.numbers - self.numbers)


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands in one text where another stands in the other; tokens `before` it are the same in both."""

    one: Sequence[Token]
    other: Sequence[Token]
    before: Sequence[str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How alike two bodies are, the differences that tell something, and the slips of a scan's reader."""

    alike: float
    telling: tuple[Gap, ...]
    slips: tuple[Gap, ...]

    def is_copy(self, one: Body, other: Body) -> bool:
        """Tell whether the two are one text but for a little."""
        if min(len(one.tokens), len(other.tokens)) < _LEAST_WORDS:
            return self.alike == 1.0 and len(one.tokens) >= _FEWEST_WORDS
        return not self.telling and self.alike >= (_ALIKE_SCANNED if one.scanned or other.scanned else _ALIKE)

    def is_draft(self, one: Body, other: Body) -> bool:
        """Tell whether one can be an earlier form of the other, whose numbers changed."""
        return min(len(one.tokens), len(other.tokens)) >= _LEAST_WORDS and self.alike >= _ALIKE_DRAFTED


def digits(text: str) -> str:
    """Return the digits of a text, without the points that part them."""
    return "".join(sign for sign in text if sign.isdigit())


def compare(one: Body, other: Body) -> Comparison:
    """Compare two bodies."""
    gaps = list(_gaps(one.tokens, other.tokens))
    differing = sum(len(gap.one) + len(gap.other) for gap in gaps)
    length = len(one.tokens) + len(other.tokens)
    telling: list[Gap] = []
    slips: list[Gap] = []
    for gap in gaps:
        if one.scanned or other.scanned:
            slipped = _slip(gap, one, other)
            if slipped is None:
                telling.append(gap)
            elif slipped:
                slips.append(gap)
        elif _tells(gap, one, other):
            telling.append(gap)
    return Comparison(1 - differing / length if length else 1.0, tuple(telling), tuple(slips))


def _gaps(one: Sequence[Token], other: Sequence[Token]) -> Iterator[Gap]:
    """Yield where two texts differ, in their order: shingles that both have once hold them together."""
    left, right = [token.key for token in one], [token.key for token in other]
    i = j = 0
    for a, b in [*_anchors(left, right), (len(left), len(right))]:
        if a < i or b < j:
            continue
        yield from _small_gaps(one[i:a], other[j:b], left[max(0, i - _UNIT_WORDS) : i])
        while a < len(left) and b < len(right) and left[a] == right[b]:
            a, b = a + 1, b + 1
        i, j = a, b


def _anchors(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """Return places of shingles that each text holds once, in the order of both, as many as can be."""
    places, others = _single(left), _single(right)
    pairs = sorted((place, others[shingle]) for shingle, place in places.items() if shingle in others)
    ends: list[int] = []
    last: list[int] = []
    back: list[int] = []
    for number, (_, b) in enumerate(pairs):
        at = bisect_left(ends, b)
        back.append(last[at - 1] if at else -1)
        if at == len(ends):
            ends.append(b)
            last.append(number)
        else:
            ends[at], last[at] = b, number
    found = []
    number = last[-1] if last else -1
    while number >= 0:
        found.append(pairs[number])
        number = back[number]
    return found[::-1]


def _single(keys: Sequence[str]) -> dict[tuple[str, ...], int]:
    shingles = [tuple(keys[at : at + SHINGLE]) for at in range(len(keys) - SHINGLE + 1)]
    times = Counter(shingles)
    return {shingle: at for at, shingle in enumerate(shingles) if times[shingle] == 1}


def _small_gaps(one: Sequence[Token], other: Sequence[Token], before: Sequence[str]) -> Iterator[Gap]:
    if not one or not other or max(len(one), len(other)) > _LONGEST_GAP:
        if one or other:
            yield Gap(one, other, before)
        return
    left, right = [token.key for token in one], [token.key for token in other]
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind != "equal":
            yield Gap(one[a:b], other[c:d], [*before, *left[:a]][-_UNIT_WORDS:])


def _sides(gap: Gap, one: Body, other: Body) -> tuple[tuple[Sequence[Token], Body], ...]:
    return (gap.one, one), (gap.other, other)


def _told(gap: Gap, one: Body, other: Body) -> list[list[Token]]:
    """Return the words and numbers of both sides that state something: no numbers of lists, no specks of a scan."""
    return [
        [token for token in side if not (_is_enumerator(token, body) or _is_speck(token, body))]
        for side, body in _sides(gap, one, other)
    ]


def _line_around(token: Token, text: str) -> tuple[str, str]:
    return text[text.rfind("\n", 0, token.start) + 1 : token.start], text[token.end :].partition("\n")[0]


def _is_enumerator(token: Token, body: Body) -> bool:
    """Tell whether a number or letter counts a section or an item of a list: `III. NHIỆM VỤ`, `2) Về ...`.

    In a scan that of a heading may have lost its dot, or have a comma for it: `I HẠN CHẾ`, `II, NHIỆM VỤ`.
    """
    before, behind = _line_around(token, body.text)
    if any(map(str.isalnum, before)) or token.end - token.start > _ENUMERATOR:
        return False
    return behind[:1] in (".", ")", "/") or (body.scanned and behind[:1] in (" ", ",") and behind.isupper())


def _is_speck(token: Token, body: Body) -> bool:
    """Tell whether a scan has a sign where there is none: the edge of a stamp, dirt beside a line or between two.

    A digit or two are dirt if their reader doubts them and they stand alone on a line or right behind a number.
    """
    if not body.scanned:
        return False
    before, behind = _line_around(token, body.text)
    alone = not any(map(str.isalnum, before + behind))
    if has_digit(token.key):
        apart = alone or (before[-2:-1].isdigit() and before[-1:] == " ")
        return apart and token.start in body.readings and len(token.key) < _SPECK
    if token.key == "%":
        return alone
    small = body.text[token.start : token.end].islower()
    if is_word_that_tells(token.key) and not (small and len(token.key) == 1):
        return False
    if body.text[token.start - 1] in "-/":
        return False
    return len(token.key) == 1 or (alone and len(token.key) <= _SPECK)


def _tells(gap: Gap, one: Body, other: Body) -> bool:
    """Tell whether a difference between two texts that no scanner read changes what is stated."""
    if _is_one_page_number(gap, one, other):
        return False
    told = _told(gap, one, other)
    if not any(told):
        return False
    return _is_unit(gap) or any(
        has_digit(token.key) or _is_telling(token, body)
        for tokens, body in zip(told, (one, other), strict=True)
        for token in tokens
    )


def _is_one_page_number(gap: Gap, one: Body, other: Body) -> bool:
    """Tell whether a gap is the number of a page, which one of the files has on a line of its own."""
    (first, here), (second, there) = _sides(gap, one, other)
    tokens, body = (first, here) if first else (second, there)
    return bool(not (first and second) and len(tokens) == 1 and _is_page_number(tokens[0], body.text))


def _stands_elsewhere(gap: Gap, one: Body, other: Body) -> bool:
    """Tell whether a gap is a line or more that the other file has word for word in another place.

    A scan of which the foot or a line beside a stamp was not known has it out of its order.
    """
    (first, _), (second, there) = _sides(gap, one, other)
    tokens, elsewhere = (first, there) if first else (second, one)
    words = " ".join(token.key for token in tokens)
    return not (first and second) and len(tokens) >= _LINE and f" {words} " in elsewhere.all_words


def _is_page_number(token: Token, text: str) -> bool:
    around = _line_around(token, text)
    return token.key.isdigit() and len(token.key) <= _PAGE_DIGITS and not any(side.strip(" -") for side in around)


def has_digit(key: str) -> bool:
    """Tell whether a word is a number or holds one."""
    return any(sign.isdigit() for sign in key)


def _is_telling(token: Token, body: Body) -> bool:
    """Tell whether a word changes what is stated: a number, a direction, a name amid a sentence."""
    return is_word_that_tells(token.key) or _is_name(token, body.text)


@lru_cache(maxsize=1 << 14)
def is_word_that_tells(key: str) -> bool:
    """Tell whether a word changes what is stated, wherever it stands: a number, a direction, a denial."""
    return key == "%" or any(rule.pattern.search(key) for rule in load_rules(__package__, "telling"))


def _is_name(token: Token, text: str) -> bool:
    if not text[token.start].isupper():
        return False
    before = text[max(0, token.start - _BEFORE_NAME) : token.start].rstrip(" ")
    return bool(before) and (before[-1].isalnum() or before[-1] == ",")


def _is_unit(gap: Gap) -> bool:
    return any(_NUMBER.match(key) or key == "%" for key in gap.before)


def _slip(gap: Gap, one: Body, other: Body) -> bool | None:
    """Return whether a gap beside a scan is a slip in a number, None where the two texts state different things."""
    if _is_one_page_number(gap, one, other) or _stands_elsewhere(gap, one, other):
        return False
    if [bare(token.key) for token in gap.one] == [bare(token.key) for token in gap.other]:
        return False
    sides = _told(gap, one, other)
    if not any(sides):
        return False
    told = [[(token, _is_number(token, body)) for token in side]
            for side, body in zip(sides, (one, other), strict=True)]  # fmt: skip
    numbers = [[token for token, number in side if number] for side in told]
    words = [[token for token, number in side if not number] for side in told]
    slipped = _numbers_slip(numbers[0], numbers[1], one, other)
    keys = [[token.key for token in side] for side in words]
    tells = _words_tell(words, one, other)
    if slipped is None:
        return None
    if (tells or _is_unit(gap) or any(numbers)) and not (
        _look_alike(keys[0], keys[1]) or _is_symbol_misread(words, one, other) or _is_no_word(words, one, other)
    ):
        return None
    telling = [{bare(key) for key in side if is_word_that_tells(key)} for side in keys]
    return None if telling[0] and telling[1] and telling[0] != telling[1] else slipped


def _words_tell(words: Sequence[Sequence[Token]], one: Body, other: Body) -> bool:
    """Tell whether a word of a gap changes what is stated; a capital letter is a slip where the other word has none."""
    sides = [(token, body) for side, body in zip(words, (one, other), strict=True) for token in side]
    if any(is_word_that_tells(token.key) for token, _ in sides):
        return True
    names = [_is_name(token, body.text) for token, body in sides]
    return all(names) if [len(side) for side in words] == [1, 1] else any(names)


def _is_number(token: Token, body: Body) -> bool:
    """Tell whether a word is a number, or in a scan one that has a letter for a digit: 37B, 4o9, a57."""
    if _NUMBER.match(token.key):
        return True
    broken = body.scanned and has_digit(token.key) and not _SUFFIXED.match(token.key)
    return broken and (token.start in body.readings or token.key.translate(_DIGITS_MEANT).isdigit())


def _numbers_slip(one: Sequence[Token], other: Sequence[Token], here: Body, there: Body) -> bool | None:
    if [token.key for token in one] == [token.key for token in other]:
        return False
    if len(one) != len(other):
        return True if _all_digits(one) == _all_digits(other) else None
    for left, right in zip(one, other, strict=True):
        if not (here.may_say(left, right) or there.may_say(right, left)):
            return None
    return True


def _all_digits(tokens: Sequence[Token]) -> str:
    return digits("".join(token.key for token in tokens))


def _is_symbol_misread(words: Sequence[Sequence[Token]], one: Body, other: Body) -> bool:
    """Tell whether a scan has a symbol that there is not, for one that differs in a letter: 326-GT/TU, 91-CT/T."""
    if any(len(side) != 1 for side in words):
        return False
    sides = [(side[0], body) for side, body in zip(words, (one, other), strict=True)]
    if any(body.text[token.start - 1] not in "-/" for token, body in sides):
        return False
    symbols = [body.text[token.start : token.end] for token, body in sides]
    read = [symbol for symbol, (_, body) in zip(symbols, sides, strict=True) if body.scanned]
    return like(bare(symbols[0]), bare(symbols[1]), _ONE_SYMBOL) and not any(
        s in LETTERS or names_issuer(s) for s in read
    )


def _is_no_word(words: Sequence[Sequence[Token]], one: Body, other: Body) -> bool:
    """Tell whether a scan has what is no word for one that differs by a letter: hhà for nhà."""
    if any(len(side) != 1 for side in words):
        return False
    sides = [(side[0], body) for side, body in zip(words, (one, other), strict=True)]
    left, right = (body.text[token.start : token.end] for token, body in sides)
    read = [is_syllable(token.key) for token, body in sides if body.scanned]
    alike = len(left) == len(right) and sum(a != b for a, b in zip(left, right, strict=True)) == 1
    return alike and left.islower() and right.islower() and not all(read)


def like(one: str, two: str, least: float) -> bool:
    """Tell whether two words or names share so much of their letters."""
    return one == two or SequenceMatcher(None, one, two, autojunk=False).ratio() >= least


def _look_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether the letters of some words are nearly those of others."""
    left, right = ("".join(bare(key).translate(_LETTERS).replace("rn", "m") for key in side) for side in (one, other))
    return like(left, right, _ONE_WORD)
