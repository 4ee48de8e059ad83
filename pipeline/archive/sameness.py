"""Two bodies of words -> whether they are one text but for a little, and where they differ.

Two reports of one kind differ by one number, so a difference in a number, a date, a unit, a direction is never little.
What a scan gives otherwise is a slip of its reader only where the reader says itself that it may be the other number:
one of its looks at the place read so. Words count as one when their letters are nearly the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from extractors.text.folding import bare
from pipeline.archive.aligned import Gap, gaps
from pipeline.archive.body import NUMBER, Body, digits, has_digit
from pipeline.archive.misread import are_misread, are_words_with_digits, is_speck, is_speck_amid_words, names_percent
from pipeline.run.sketch import Token

_ALIKE: Final = 0.9
_ALIKE_SCANNED: Final = 0.8
_ALIKE_DRAFTED: Final = 0.7
"""Shares of words in common: of copies, of a scan and what it shows, of a draft and what came of it."""
_LEAST_WORDS: Final = 30
"""A shorter text is a copy only of one that has all its words."""
_FEWEST_WORDS: Final = 10
"""Fewer, as of a page that could not be read, tell nothing."""
_PAGE_DIGITS: Final = 3
_ENUMERATOR: Final = 4
"""Characters of the number of a section at the most: VIII."""
_LINE: Final = 5
"""Words of a line at the least that a file may have in another place."""


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


def compare(one: Body, other: Body) -> Comparison:
    """Compare two bodies."""
    found = list(gaps(one.tokens, other.tokens))
    differing = sum(len(gap.one) + len(gap.other) for gap in found)
    length = len(one.tokens) + len(other.tokens)
    telling: list[Gap] = []
    slips: list[Gap] = []
    for gap in found:
        if one.scanned or other.scanned:
            slipped = _slip(gap, one, other)
            if slipped is None:
                telling.append(gap)
            elif slipped:
                slips.append(gap)
        elif _tells(gap, one, other):
            telling.append(gap)
    return Comparison(1 - differing / length if length else 1.0, tuple(telling), tuple(slips))


def _sides(gap: Gap, one: Body, other: Body) -> tuple[tuple[Sequence[Token], Body], ...]:
    return (gap.one, one), (gap.other, other)


def _told(gap: Gap, one: Body, other: Body) -> list[list[Token]]:
    """Return the words and numbers of both sides that state something: no numbers of lists, no specks of a scan."""
    return [
        [token for token in side if not (_is_enumerator(token, body) or is_speck(token, body))]
        for side, body in _sides(gap, one, other)
    ]


def _is_enumerator(token: Token, body: Body) -> bool:
    """Tell whether a number or letter counts a section or an item of a list: `III. NHIỆM VỤ`, `2) Về ...`.

    In a scan that of a heading may have lost its dot, or have a comma for it: `I HẠN CHẾ`, `II, NHIỆM VỤ`.
    """
    before, behind = body.line_around(token)
    if any(map(str.isalnum, before)) or token.end - token.start > _ENUMERATOR:
        return False
    return behind[:1] in (".", ")", "/") or (body.scanned and behind[:1] in (" ", ",") and behind.isupper())


def _tells(gap: Gap, one: Body, other: Body) -> bool:
    """Tell whether a difference between two texts that no scanner read changes what is stated."""
    if _is_one_page_number(gap, one, other):
        return False
    told = _told(gap, one, other)
    if not any(told):
        return False
    return _is_unit(gap) or any(
        has_digit(token.key) or body.tells(token)
        for tokens, body in zip(told, (one, other), strict=True)
        for token in tokens
    )


def _is_one_page_number(gap: Gap, one: Body, other: Body) -> bool:
    """Tell whether a gap is the number of a page, which one of the files has on a line of its own."""
    (first, here), (second, there) = _sides(gap, one, other)
    tokens, body = (first, here) if first else (second, there)
    return bool(not (first and second) and len(tokens) == 1 and _is_page_number(tokens[0], body))


def _stands_elsewhere(told: Sequence[Sequence[Token]], one: Body, other: Body) -> bool:
    """Tell whether a gap is a line or more that the other file has word for word in another place.

    A scan of which the foot or a line beside a stamp was not known has it out of its order.
    """
    (first, second), elsewhere = told, other if told[0] else one
    words = " ".join(token.key for token in first or second)
    return not (first and second) and len(first or second) >= _LINE and f" {words} " in elsewhere.all_words


def _is_page_number(token: Token, body: Body) -> bool:
    around = body.line_around(token)
    return token.key.isdigit() and len(token.key) <= _PAGE_DIGITS and not any(side.strip(" -") for side in around)


def _is_unit(gap: Gap) -> bool:
    return any(NUMBER.match(key) or key == "%" for key in gap.before)


def _slip(gap: Gap, one: Body, other: Body) -> bool | None:
    """Return whether a gap beside a scan is a slip in a number, None where the two texts state different things."""
    if _is_one_page_number(gap, one, other) or is_speck_amid_words(gap, one, other):
        return False
    if [bare(token.key) for token in gap.one] == [bare(token.key) for token in gap.other]:
        return False
    told = _told(gap, one, other)
    if not any(told) or _stands_elsewhere(told, one, other):
        return False
    numbers, words = _parted(told, one, other)
    slipped = _numbers_slip(numbers[0], numbers[1], one, other)
    if slipped is None:
        whole, _ = _parted((gap.one, gap.other), one, other)
        slipped = _numbers_slip(whole[0], whole[1], one, other)
    if slipped is None:
        return None
    if (_words_tell(words, one, other) or _is_unit(gap) or any(numbers)) and not are_misread(words, one, other):
        return None
    telling = [
        {bare(token.key) for token in side if body.states(token)}
        for side, body in zip(words, (one, other), strict=True)
    ]
    return None if telling[0] and telling[1] and telling[0] != telling[1] else slipped


def _parted(told: Sequence[Sequence[Token]], one: Body, other: Body) -> tuple[list[list[Token]], list[list[Token]]]:
    """Return the numbers of both sides of a gap, and the other words.

    What has letters and digits in a scan may be a word where the other side has no number.
    """
    sides = list(zip(told, (one, other), strict=True))
    numbers = [[token for token in side if body.is_number(token)] for side, body in sides]
    for at, (_, body) in enumerate(sides):
        if not numbers[1 - at] and are_words_with_digits(numbers[at], body, told[1 - at]):
            numbers[at] = []
    words = [[token for token in side if token not in found] for side, found in zip(told, numbers, strict=True)]
    for at, (_, body) in enumerate(sides):
        if _is_percent(words[1 - at]) and not words[at] and names_percent(numbers[at], body, numbers[1 - at]):
            words[1 - at] = []
    return numbers, words


def _is_percent(words: Sequence[Token]) -> bool:
    return [token.key for token in words] == ["%"]


def _words_tell(words: Sequence[Sequence[Token]], one: Body, other: Body) -> bool:
    """Tell whether a word of a gap changes what is stated; a capital letter is a slip where the other word has none."""
    sides = [(token, body) for side, body in zip(words, (one, other), strict=True) for token in side]
    if any(body.states(token) for token, body in sides):
        return True
    names = [body.is_name(token) for token, body in sides]
    return all(names) if [len(side) for side in words] == [1, 1] else any(names)


def _numbers_slip(one: Sequence[Token], other: Sequence[Token], here: Body, there: Body) -> bool | None:
    if [token.key for token in one] == [token.key for token in other]:
        return False
    if len(one) == len(other):
        pairs = [([left], [right]) for left, right in zip(one, other, strict=True)]
    else:
        pairs = [(list(one), list(other))]
    alike = all(_may_be(left, here, right) or _may_be(right, there, left) for left, right in pairs)
    return True if alike else None


def _may_be(read: Sequence[Token], body: Body, told: Sequence[Token]) -> bool:
    """Tell whether numbers of one file may be those of the other, which are told without a letter in them."""
    plain = all(NUMBER.match(token.key) for token in told)
    return plain and body.may_say(read, digits("".join(token.key for token in told)))
