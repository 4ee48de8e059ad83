"""A committee's name so far -> where it ends with what the committee is for (Ban Chỉ đạo phòng, chống tham nhũng).

The purpose is in small words, like the clause that may follow a name; `issuers.toml` has the words that tell
them apart.
"""

from __future__ import annotations

import re
from typing import Final

from extractors.rulebook import load_table
from extractors.text.phrases import PhraseBook

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "issuers")["words"]
_HEADS: Final = PhraseBook(_WORDS["purposeful_heads"])
_FIRST: Final = frozenset(_WORDS["purposes"])
_DOUBTFUL: Final = frozenset(_WORDS["doubtful"])
_CLAUSE: Final = frozenset(_WORDS["clause_words"])
_ENDS: Final = PhraseBook(_WORDS["purpose_ends"])
_AFTER_COMMAS: Final = frozenset(_WORDS["after_commas"])
_REACHES: Final = PhraseBook(_WORDS["reaches"])
_WORD: Final = re.compile(r"(?P<comma>,)?[ \t]{0,3}\n?[ \t]{0,3}(?P<word>[^\W_]+(?:-[^\W_]+)?)")
_NUMBER: Final = re.compile(r"\s[0-9]{2,3}(?![\w/.-])")
_LONGEST: Final = 16


def purpose_end(view: str, head: int, end: int) -> int:
    """Return where the number or purpose that follows the head `head:end` ends; `end` itself where none does.

    >>> text = "Ban Chỉ đạo phòng, chống tham nhũng tỉnh Bắc Kạn"
    >>> text[:purpose_end(text, 0, 11)]
    'Ban Chỉ đạo phòng, chống tham nhũng'
    """
    if _HEADS.match(view, head) != end:
        return end
    number = _NUMBER.match(view, end)
    return number.end() if number else _read_purpose(view, end)


def further_purpose(view: str, head: int, end: int) -> int:
    """Return where the purpose behind a committee's level ends (`Ban Chỉ đạo Trung ương phòng, chống thiên tai`)."""
    return _read_purpose(view, end) if _HEADS.match(view, head) is not None else end


def _read_purpose(view: str, end: int) -> int:
    """Return where the purpose that begins at `end` ends; `end` itself where what follows is a clause."""
    first = _WORD.match(view, end)
    if not first or first["comma"] or first["word"].lower() not in _FIRST:
        return end
    doubtful = first["word"].lower() in _DOUBTFUL
    at = first.end()
    for _ in range(_LONGEST):
        word = _WORD.match(view, at)
        if word is None or (word["comma"] and word["word"].lower() not in _AFTER_COMMAS):
            return end if doubtful else at
        if word["word"].lower() in _CLAUSE:
            return end
        if word["word"] in ("về", "ngày") or _REACHES.match(view, word.start("word")) is not None:
            return at
        if _ENDS.match(view, word.start("word")) is not None:
            return end if doubtful else at
        at = word.end()
    return end
