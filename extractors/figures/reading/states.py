"""States behind a number: those that another number denies (`84 mẫu đạt, 6 mẫu không đạt`), those of a part.

Source: gold guidelines, "label" (`đã tham gia` against `chưa tham gia`); steps of handling are none.
"""

from __future__ import annotations

from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.words import Lexicon
from extractors.rulebook import load_table

_STATES: Final = Lexicon((word, True) for word in load_table(__package__, "classes")["words"]["states"])
DENIALS: Final = frozenset({"không", "chưa"})
_NO_STATES: Final = frozenset(load_table(__package__, "words")["states"]["no_states"])
_STEPS: Final = Lexicon((word, True) for word in load_table("extractors.figures", "ratings")["words"]["steps"])
_OF_POWERS: Final = frozenset({"thuộc", "ngoài"})
"""Whose business a letter is makes no class of it in a sentence of its own."""
_WORDS_TO_STATE: Final = 4
Class = tuple[int, int]
"""The words `start:end` of the sentence that name a class."""


def denied_class(draft: Draft) -> Class | None:
    """Read words behind a number that another number denies: `159 mẫu đạt, 17 mẫu không đạt`."""
    for own in _told_behind(draft):
        for other in _near_alike(draft):
            for beside in _told_behind(other):
                if own[0] != beside[0] and (shared := _shared_words(draft.keys, own, beside)):
                    state = _STATES.at(draft.keys, own[1])
                    return own[1] - own[0], max(own[1] + shared, state[0] if state else 0)
    return None


def _near_alike(draft: Draft) -> list[Draft]:
    """Return the figures right before and right behind in the sentence that count alike or without a noun."""
    drafts = draft.passage.drafts
    at = next(at for at, other in enumerate(drafts) if other is draft)
    return [
        other
        for other in (*drafts[max(0, at - 1) : at], *drafts[at + 1 : at + 2])
        if other.unit is None or draft.unit is None or other.unit == draft.unit
    ]


def _told_behind(draft: Draft) -> list[tuple[int, int]]:
    """Return where words of a state may begin behind a number, each with 1 where a denial stands before, else 0."""
    keys, found = draft.keys, []
    for at in range(draft.resume, min(draft.resume + _WORDS_TO_STATE, len(keys))):
        if not keys[at].isalpha() or keys[at] in _NO_STATES:
            break
        if keys[at] in DENIALS:
            return [(1, at + 1)] if keys[at + 1 : at + 2] and keys[at + 1] not in _NO_STATES else []
        found.append((0, at))
    return found


def _shared_words(keys: list[str], one: tuple[int, int], other: tuple[int, int]) -> int:
    """Return how many words both places begin with; none for a step of handling."""
    first, second, count = one[1], other[1], 0
    steps = _STEPS.at(keys, first) or _STEPS.at(keys, second)
    while (
        not steps
        and count < _WORDS_TO_STATE
        and keys[first + count : first + count + 1] == keys[second + count : second + count + 1]
        and keys[first + count : first + count + 1] != []
        and keys[first + count].isalpha()
    ):
        count += 1
    return count


def state_of_part(draft: Draft) -> Class | None:
    """Read the state right behind the noun of a part whose total stands before: `có 1.102 đơn đủ điều kiện xử lý`."""
    keys = draft.keys
    for at in range(draft.resume, min(draft.resume + _WORDS_TO_STATE, len(keys))):
        if keys[at] in _STATES.firsts and keys[at] not in _OF_POWERS and (hit := _STATES.at(keys, at)):
            return at, hit[0]
        if not keys[at].isalpha():
            break
    return None
