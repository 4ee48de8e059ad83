"""A number in its sentence -> whether it is the old level of a movement, or what something began with.

Source: gold guidelines, "modality": earlier values; words in the rule `words`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.words import NUMBER, Lexicon
from extractors.rulebook import load_table

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["beginnings"]
_EARLIER: Final[dict[str, list[str]]] = load_table(__package__, "words")["earlier"]
_MOVES: Final = frozenset(_EARLIER["moves"])
_MOVES_UP_TO: Final = frozenset(_WORDS["moves_up_to"])
_LEADS_FROM: Final = frozenset(_WORDS["leads_from"])
_FROM: Final = (["từ", "mức"], ["hệ", "số"])
_SAYING_LEVEL: Final = frozenset({"là", "có"})
_NOW: Final = frozenset({"nay", "hiện"})
_NOW_GROWN: Final = Lexicon((word, True) for word in _EARLIER["now_grown"])
_FAR: Final = 14
_WORDS_TO_START: Final = 8


def is_old_level(draft: Draft, later: Sequence[Draft]) -> bool:
    """Tell whether a number is what was before the change to one of the `later` numbers of its sentence."""
    if draft.keys[draft.at - 1] in _LEADS_FROM and _is_from(draft, later):
        return True
    said = draft.passage.sentence.vocabulary
    if not later:
        return False
    return ("đầu" in said and _is_of_beginning(draft, later[0])) or ("từ" in said and _is_start(draft, later))


def _is_from(draft: Draft, later: Sequence[Draft]) -> bool:
    """Tell whether the number is the old level of a movement: `từ 4,35% xuống dưới 3,5%`."""
    keys = draft.keys
    word = keys[draft.at - 1]
    from_level = word == "từ" or (keys[draft.at - 2 : draft.at] in _FROM and "từ" in keys[draft.at - 3 : draft.at])
    if draft.numeral.value_max is not None or not from_level:
        return False
    if not later:
        return keys[draft.at - 2] in _MOVES and keys[-1] in _MOVES_UP_TO and len(keys) - draft.at <= _FAR
    between = keys[max(draft.at + 1, draft.resume) : later[0].at]
    moved = any(key in _MOVES_UP_TO and before != "trở" for before, key in pairwise(["", *between]))
    return len(between) <= _FAR and moved and not {",", ";"} & set(between)


def _is_of_beginning(draft: Draft, later: Draft) -> bool:
    """Tell whether the number is of the beginning of a time whose end is told next: `đầu năm 40 hộ, cuối năm 28 hộ`."""
    keys, end = draft.keys, draft.told_to
    if not _SAYING_LEVEL.issuperset(keys[end : draft.at]):
        return False
    if keys[end - 2 : end - 1] != ["đầu"] or keys[end - 3 : end - 2] == ["tháng"]:
        return False
    between = keys[draft.resume : later.at]
    ended = ["cuối", keys[end - 1]] in (between[at : at + 2] for at in range(len(between)))
    alike = draft.change is None and (later.unit is None or f"{draft.unit} ".startswith(f"{later.unit} "))
    return alike and (ended or not _NOW.isdisjoint(between))


def _is_start(draft: Draft, later: Sequence[Draft]) -> bool:
    """Tell whether something began with the number and now has more: `Từ 6 đảng viên, đến nay có 320 đảng viên`.

    So does a number that comes with the first: `Từ một chi bộ với 4 đảng viên, đến năm 2022 đã có 420 đảng viên`.
    """
    keys = draft.keys
    begun = draft.at - 1 - (keys[draft.at - 2 : draft.at] == ["chỉ", "có"]) - (keys[draft.at - 1] == "chỗ")
    begun = begun if keys[begun] == "từ" else next((at for at in range(draft.at) if keys[at] == "từ"), -1)
    if begun < 0 or draft.at - begun > _WORDS_TO_START or draft.numeral.percent:
        return False
    if (begun and keys[begun - 1].isalpha()) or not all(k.isalpha() or k == NUMBER for k in keys[begun : draft.at]):
        return False
    now = next((at for at in range(draft.resume, len(keys)) if _NOW_GROWN.at(keys, at)), len(keys))
    grown = (o for o in later if o.at > now and o.unit == draft.unit and o.numeral.value > draft.numeral.value)
    return keys[now - 1 : now] == [","] and next(grown, None) is not None
