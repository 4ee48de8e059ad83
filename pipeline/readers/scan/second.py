"""A line read again, by another look at it -> the words that are surer, and the numbers that are doubtful.

A word is taken as one of the readings has it, never mended. A number is doubtful where readings differ, where Tesseract
is unsure of a digit, or where a letter stands in it: a wrong digit is worse than none. What each reading took it for is
kept: it tells what else the number may be.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final

from pipeline.readers.scan.engine import Word
from pipeline.readers.vietnamese import is_syllable

_UNSURE_DIGIT: Final = 0.7
_SYLLABLE: Final = 0.1
"""What being a Vietnamese syllable adds to a word's confidence, when two readings of it are compared."""
_OUTVOTED: Final = 4
"""How often a number must be read for each reading of another, for that to be a slip of one look: of 52 right
numbers with a doubt on stamped pages six have another of as many digits beside them, four of these outvoted so."""
_MOST_LOOKS: Final = 3
"""Looks of five that agree on a number against one that is surer of another. Of 936 lines under stamps that put two
wrong numbers right and no right one wrong."""
_HOOK: Final = 0.05
"""What a hook adds where the other reading has an acute (tổ, tố): small hooks are lost, and hardly ever invented. Of
14 such pairs on stamped pages at 200 dpi the hook was right in 14, with the lower confidence in 3."""
_NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
_MIXED = re.compile(r"(?<![\w./-])(?:\d[\d.,]*[GOQSBZIl]|[OQSBZIl]\d)[\d.,GOQSBZIl]*(?![\w/-])")
"""A number in which a letter stands that looks like a digit (4G for 46, l5 for 15): both readings may agree on it."""
_ANY_NUMBER = re.compile(f"{_MIXED.pattern}|{_NUMBER.pattern}")
_PLAIN = re.compile(r"\W*?(\d[\d.,:/]*?)[.,;:)”\"%]*")
_BROKEN = re.compile(r"\W*?((?:[^\W_]|[.,:#])*?\d(?:[^\W_]|[.,:#])*?)[.,;:)”\"%]*")
_MOST_ODD_SIGNS: Final = 2
_SUFFIX = re.compile(r"\d+[a-eđ]")
"""What is no number that was read badly: 30a, 02b."""
_STROKES = re.compile(r"I{1,3}")
_GLUED = re.compile(r"([^\W\d_]{2,})(\d[\d.,/]*\d\W*)")
"""A word and a number between which the blank was lost: mới426."""
_LIKE_DIGITS: Final = str.maketrans("BGIOQSTZil", "8610057211")
_NO_NUMBER: Final = "?"
"""What a reading says of a number in which it sees a letter."""
_LETTERS = re.compile(r"[^\W\d_]+")


def has_digits(words: Sequence[Word]) -> bool:
    """Tell whether a line holds a number."""
    return any(sign.isdigit() for word in words for sign in word.text)


def has_doubts(words: Sequence[Word]) -> bool:
    """Tell whether a number of a line is doubtful."""
    return any(word.doubts for word in words)


def parted(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return words with the blank back where a number was read as the end of a syllable.

    >>> [word.text for word in parted((Word("mới426", (0, 0, 60, 9), 0.9, (0.9,) * 6),))]
    ['mới', '426']
    """
    return tuple(part for word in words for part in _parts(word))


def _parts(word: Word) -> tuple[Word, ...]:
    found = _GLUED.fullmatch(word.text)
    if found is None or not (found[1].islower() and is_syllable(found[1])):
        return (word,)
    cut = len(found[1])
    left, top, right, bottom = word.box
    middle = left + (right - left) * cut // len(word.text)
    doubts = tuple((start - cut, end - cut) for start, end in word.doubts)
    return (
        Word(found[1], (left, top, middle, bottom), word.sure, word.signs[:cut]),
        Word(found[2], (middle, top, right, bottom), word.sure, word.signs[cut:], doubts, word.readings),
    )


def others(word: Word, span: tuple[int, int]) -> tuple[str, ...]:
    """Return what else a number of a word may be: what readings took it for that are not outvoted, the likelier first.

    A number in which all readings see a letter may be the one with the digit that the letter looks like.

    >>> read = Word("197", (0, 0, 9, 9), 0.9, (0.9,) * 3, ((0, 3),), ("197", "191", "197", "197", "797"))
    >>> others(read, (0, 3)), others(replace(read, readings=(*read.readings, "197")), (0, 3))
    (('191', '797'), ())
    """
    numbers = _numbers(word)
    if span not in numbers:
        return ()
    place = numbers.index(span)
    votes = Counter(said[place] for reading in word.readings if len(said := reading.split()) == len(numbers))
    del votes[_NO_NUMBER]
    text = word.text[slice(*span)]
    stated = votes.pop(text, 0)
    found = [number for number, count in votes.most_common() if stated < _OUTVOTED * count]
    return tuple(dict.fromkeys([*found, meant])) if (meant := text.translate(_LIKE_DIGITS)) != text else tuple(found)


def compared(first: Sequence[Word], second: Sequence[Word]) -> tuple[Word, ...]:
    """Return the words of the first reading, or in their place those of the second where they are surer."""
    found: list[Word] = []
    pairs = SequenceMatcher(None, [word.text for word in first], [word.text for word in second], autojunk=False)
    for kind, a, b, c, d in pairs.get_opcodes():
        before, after = first[a:b], second[c:d]
        if kind == "equal":
            found += [_agreed(one, other) for one, other in zip(before, after, strict=True)]
        elif len(before) == len(after):
            found += [_surer(one, other) for one, other in zip(before, after, strict=True)]
        elif before and after:
            found += _surer_part(before, after)
        else:
            found += [_doubted(word) for word in before]
    return tuple(found)


def voted(words: Sequence[Word], again: Sequence[Word]) -> tuple[Word, ...]:
    """Return words with one more reading of their doubtful numbers; a number that only one look gave is outvoted."""
    found = list(words)
    pairs = SequenceMatcher(None, [word.text for word in words], [word.text for word in again], autojunk=False)
    for _, a, b, c, d in pairs.get_opcodes():
        if b - a == d - c:
            found[a:b] = [
                _voted(one, other) if one.doubts else one for one, other in zip(words[a:b], again[c:d], strict=True)
            ]
    return tuple(found)


def _voted(one: Word, other: Word) -> Word:
    """Return a doubtful word with one more reading; the word of the other reading where most looks agree with that."""
    read = replace(one, readings=_readings(one, other))
    votes, said = Counter(read.readings), _said(other)
    if any(map(str.isdigit, said)) and votes[said] >= _MOST_LOOKS and votes[_said(one)] <= 1:
        return _doubted(replace(other, box=one.box, readings=read.readings))
    return read


def _agreed(one: Word, other: Word) -> Word:
    """Return a word on which both readings agree; a digit of which neither is sure is doubtful."""
    surer = one if one.sure >= other.sure else other
    word = replace(one, sure=surer.sure, signs=surer.signs, readings=_readings(one, other))
    return _checked(word)


def _checked(word: Word) -> Word:
    """Return a word with doubts of its own: digits of which no reading is sure, letters among digits."""
    unsure = [span for span in _numbers(word) if min(word.signs[span[0] : span[1]]) < _UNSURE_DIGIT]
    mixed = [match.span() for match in _MIXED.finditer(word.text)]
    return replace(word, doubts=tuple(sorted({*word.doubts, *unsure, *mixed})))


def _surer(one: Word, other: Word) -> Word:
    """Return the surer of two readings of one word, in the place of the first; numbers that differ are doubtful."""
    bonus = _HOOK * (_hooks(other.text, one.text) - _hooks(one.text, other.text))
    surer = (
        _unbroken(one, other)
        or _with_all_strokes(one, other)
        or (one if _worth(one) >= _worth(other) + bonus else other)
    )
    word = replace(surer, box=one.box, readings=_readings(one, other))
    if one.doubts or _digits(one.text) != _digits(other.text):
        return _doubted(word)
    return _checked(word)


def _unbroken(one: Word, other: Word) -> Word | None:
    """Return the one of two readings that is a number, where the other has signs for some digits of one as long.

    A stamp that touches a digit makes a letter of it: A77 for 477, T8 for 18, 41# for 417. Of five looks four may
    agree on the letter; what has as many signs and is a number is the number.
    """
    for number, broken in ((one, other), (other, one)):
        plain = _PLAIN.fullmatch(number.text)
        if plain and len(plain[1]) == len(_broken(broken.text)):
            return number
    return None


def _with_all_strokes(one: Word, other: Word) -> Word | None:
    """Return the one of two readings of a Roman numeral that has a stroke more, III for II: looks lose strokes."""
    longer, shorter = (one, other) if len(one.text) > len(other.text) else (other, one)
    strokes = _STROKES.fullmatch(longer.text), _STROKES.fullmatch(shorter.text)
    return longer if all(strokes) and len(longer.text) == len(shorter.text) + 1 else None


def _broken(text: str) -> str:
    """Return the digits of a word and the signs that stand for others; nothing for a word of another kind."""
    found = _BROKEN.fullmatch(text)
    if found is None or _SUFFIX.fullmatch(found[1]):
        return ""
    odd = [sign for sign in found[1] if sign.isalpha() or sign == "#"]
    return found[1] if 0 < len(odd) <= _MOST_ODD_SIGNS else ""


def _surer_part(before: Sequence[Word], after: Sequence[Word]) -> list[Word]:
    """Return the surer of two readings that part the words in other places."""
    differ = _digits("".join(word.text for word in before)) != _digits("".join(word.text for word in after))
    doubtful = differ or any(word.doubts for word in before)
    part = before if _mean_worth(before) >= _mean_worth(after) else after
    return [_doubted(word) if doubtful else _checked(word) for word in part]


def _readings(one: Word, other: Word) -> tuple[str, ...]:
    """Return what all readings of a word take its numbers for, the last reading at the end; nothing for one without."""
    said = (*(one.readings or (_said(one),)), _said(other))
    return said if any(said) else ()


def _said(word: Word) -> str:
    """Return the numbers that a reading of a word gives; none of one in which other signs stand for digits."""
    return _NO_NUMBER if _broken(word.text) else _digits(word.text)


def _doubted(word: Word) -> Word:
    return replace(word, doubts=tuple(_numbers(word)))


def _numbers(word: Word) -> list[tuple[int, int]]:
    """Return the places of numbers in a word, with the letters that stand in them."""
    return [match.span() for match in _ANY_NUMBER.finditer(word.text)]


def _hooks(text: str, other: str) -> int:
    """Return 1 where a text has a hook on a letter that has an acute in the other, and is the same otherwise."""
    marks = unicodedata.normalize("NFD", text), unicodedata.normalize("NFD", other)
    return int("\u0309" in marks[0] and marks[0].replace("\u0309", "\u0301") == marks[1])


def _worth(word: Word) -> float:
    parts = _LETTERS.findall(word.text)
    return word.sure + (_SYLLABLE if parts and all(map(is_syllable, parts)) else 0.0)


def _mean_worth(words: Sequence[Word]) -> float:
    return sum(_worth(word) * len(word.text) for word in words) / sum(len(word.text) for word in words)


def _digits(text: str) -> str:
    """Return the numbers of a text as they stand, with their points: two readings must agree on them."""
    return " ".join(_NUMBER.findall(text))
