"""Gaps between a scan and another file -> what the reader of the scan took for something else, and dirt of its page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractors.figures.counting import begins_with_counted, is_one_word
from extractors.names.kinds import LETTERS
from extractors.names.symbols import names_issuer
from extractors.text.folding import bare, fold
from pipeline.archive.aligned import Gap
from pipeline.archive.body import Body, digits, has_digit, is_word_that_tells
from pipeline.archive.shapes import differ_by_a_letter, like, look_alike
from pipeline.readers.vietnamese import is_syllable
from pipeline.run.sketch import Token

_ONE_SYMBOL: Final = 0.4
"""How much of their letters symbols of codes share, which have two or three: ZEU for TU."""
_SPECK: Final = 3
"""Letters of what a scan has on a line of its own and no document: dirt."""
_UNIT: Final = 40
"""Characters that hold the noun which a number counts."""
_FEWEST_IN_HEADING: Final = 3
_TWO: Final = 2
_WORD: Final = re.compile(r"[^\W\d_]+")


def is_speck(token: Token, body: Body) -> bool:
    """Tell whether a scan has a sign where there is none: the edge of a stamp, dirt beside a line or between two.

    A digit or two are dirt if their reader doubts them and they stand alone on a line or right behind a number.
    """
    if not body.scanned or (body.is_broken(token) and not has_digit(token.key)):
        return False
    before, behind = body.line_around(token)
    alone = not any(map(str.isalnum, before + behind))
    if has_digit(token.key):
        apart = alone or (before[-2:-1].isdigit() and before[-1:] == " ")
        return apart and token.start in body.readings and len(token.key) < _SPECK
    if token.key == "%":
        return alone
    small = body.written(token).islower()
    if is_word_that_tells(token.key) and not (small and len(token.key) == 1):
        return False
    if body.text[token.start - 1] in "-/":
        return False
    return len(token.key) == 1 or (alone and len(token.key) <= _SPECK)


def is_speck_amid_words(gap: Gap, one: Body, other: Body) -> bool:
    """Tell whether a scan has two signs at the most where the other has nothing: letters, or digits that it doubts.

    `năng suất bình 1 quân`, `giảm, 6 trong đó` and `triệu àu đồng` are dirt, `tổ chức 2 hội nghị` states two.
    """
    read, body = (gap.one, one) if gap.one else (gap.other, other)
    if (gap.one and gap.other) or len(read) != 1 or not body.scanned or len(read[0].key) >= _SPECK:
        return False
    (token,) = read
    behind = body.behind(token)
    if token.key.isdigit():
        doubted = body.readings.get(token.start) == frozenset() and not behind.lstrip()[:1].isdigit()
        return doubted and (behind[:1] != " " or not _is_counted(behind) or _parts_a_word(token, body))
    return body.written(token).islower() and not body.states(token) and not _is_counted(body.text[token.start :])


def _parts_a_word(token: Token, body: Body) -> bool:
    """Tell whether a word of two syllables stands around another: ổn 6 định."""
    before, behind = (_WORD.findall(fold(side)) for side in body.line_around(token))
    around = [*before[-1:], *behind[:1]]
    return len(around) == _TWO and is_one_word(around)


def names_percent(read: Sequence[Token], body: Body, told: Sequence[Token]) -> bool:
    """Tell whether a number of a scan, as another look at it read it, is one that is told with %: 38,79 for 38,7%."""
    if len(read) != 1 or len(told) != 1:
        return False
    number = digits(told[0].key)
    return number in body.readings.get(read[0].start, ()) and digits(read[0].key).startswith(number)


def are_words_with_digits(read: Sequence[Token], body: Body, told: Sequence[Token]) -> bool:
    """Tell whether numbers of a scan that have letters in them may be words: doubtful ones, or alike: `1à` for là."""
    if not told or not all(map(body.is_broken, read)):
        return False
    doubted = all(token.start in body.readings for token in read)
    return doubted or look_alike([token.key for token in read], [token.key for token in told])


def are_misread(words: Sequence[Sequence[Token]], one: Body, other: Body) -> bool:
    """Tell whether words of a scan may be those of the other file: alike, no word or symbol, or one without sense."""
    keys = [[token.key for token in side] for side in words]
    if look_alike(keys[0], keys[1]):
        return True
    if any(len(side) != 1 for side in words):
        return False
    sides = [(side[0], body) for side, body in zip(words, (one, other), strict=True)]
    return _is_symbol_misread(sides) or _is_word_misread(sides)


def _is_symbol_misread(sides: Sequence[tuple[Token, Body]]) -> bool:
    """Tell whether a scan has a symbol that there is not, for one that differs in a letter: 326-GT/TU, 91-CT/T."""
    if any(
        body.text[max(0, token.start - _TWO) : token.start].rstrip(" ")[-1:] not in ("-", "/") for token, body in sides
    ):
        return False
    symbols = [body.written(token) for token, body in sides]
    read = [symbol for symbol, (_, body) in zip(symbols, sides, strict=True) if body.scanned]
    return like(bare(symbols[0]), bare(symbols[1]), _ONE_SYMBOL) and not any(
        s in LETTERS or names_issuer(s) for s in read
    )


def _is_word_misread(sides: Sequence[tuple[Token, Body]]) -> bool:
    """Tell whether a scan has for a word one that differs by a letter and is none, or counts and tells nothing here.

    hhà for nhà; triệu đăng for triệu đồng; KẾT ĐUA for KẾT QUẢ in a heading.
    """
    (left, _), (right, _) = sides
    small = any(body.written(token).islower() for token, body in sides)
    if not differ_by_a_letter(left.key, right.key):
        return False
    if not (small or all(_is_in_heading(token, body) for token, body in sides)):
        return False
    if not all(is_syllable(token.key) for token, body in sides if body.scanned):
        return True
    told = any(body.states(token) for token, body in sides)
    return not told and not any(_is_counted(body.text[token.start :]) for token, body in sides if body.scanned)


def _is_in_heading(token: Token, body: Body) -> bool:
    before, behind = body.line_around(token)
    line = f"{before}{body.written(token)}{behind}"
    return line.isupper() and len(_WORD.findall(line)) >= _FEWEST_IN_HEADING


def _is_counted(text: str) -> bool:
    """Tell whether a text begins with what numbers count: a noun or a unit of measure."""
    return begins_with_counted([fold(word) for word in _WORD.findall(text[:_UNIT])])
