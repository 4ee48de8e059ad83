"""Sentences of a report or an article that tell what a rule lays down, and those that go on telling it.

Source: gold guidelines, "modality": what is fixed by a rule is an aim; words in `norms.toml`.
"""

from __future__ import annotations

from typing import Final

from extractors.figures.draft import Passage
from extractors.figures.words import CITATION, Lexicon
from extractors.rulebook import load_table

_TABLE: Final[dict[str, list[str]]] = load_table(__package__, "norms")["rulings"]
_RULES: Final = Lexicon((word, True) for word in load_table(__package__, "norms")["words"]["rules"])
_LAYS_DOWN: Final = Lexicon((word, True) for word in load_table(__package__, "norms")["words"]["lays_down"])
_NORMS: Final = Lexicon((word, True) for word in _TABLE["norms"])
_TARIFFS: Final = Lexicon((word, True) for word in _TABLE["tariffs"])
_LEADS: Final = Lexicon((word, True) for word in _TABLE["leads"])
_FACTS: Final = Lexicon((word, True) for word in _TABLE["facts"])
_PARTS_OF_RULE: Final = frozenset(_TABLE["parts_of_rule"])
_LOOKS_BACK: Final = frozenset({"done", "past", "compare", "estimate"})


def tells_rule(passage: Passage) -> bool:
    """Tell whether a sentence opens with the rule that it tells: `Theo Nghị quyết số 19, hộ trồng rừng được hỗ trợ …`.

    What was done or reached by a rule is told as a fact: `Theo Nghị quyết 19, tỉnh đã hỗ trợ 300 hộ`. One that names
    the article needs no words of a rule: `Theo khoản 1 Điều 11 Quy định 366, loại xuất sắc là từ 90 điểm trở lên`.
    """
    keys = passage.sentence.keys
    if "theo" not in passage.sentence.vocabulary:
        return False
    start = next((at for at, key in enumerate(keys) if key[0].isalpha() or key == CITATION), 0)
    while lead := _LEADS.at(keys, start):
        start = lead[0]
        start += keys[start : start + 1] in ([":"], [","])
    if keys[start : start + 1] != ["theo"]:
        return False
    start += 1
    article = start
    while article + 1 < len(keys) and keys[article] in _PARTS_OF_RULE:
        article += 2
    ruled = keys[article : article + 1] == [CITATION] or _RULES.at(keys, article) is not None
    return ruled and (goes_on_ruling(passage) or (article > start and not _FACTS.scan(keys)))


def names_rule(passage: Passage) -> bool:
    """Tell whether a sentence says what an instrument lays down: `Nghị định số 61, trong đó quy định …`."""
    keys = passage.sentence.keys
    cited = CITATION in passage.sentence.vocabulary or bool(_RULES.scan(keys))
    return cited and bool(_LAYS_DOWN.scan(keys)) and goes_on_ruling(passage)


def goes_on_ruling(passage: Passage, *, tariffs: bool = False) -> bool:
    """Tell whether a sentence behind one that told a rule goes on with it: it says who gets, pays or may do what.

    With `tariffs` it must speak of what is fixed itself: `Lệ phí đăng ký cũng được quy định rõ`.
    """
    keys = passage.sentence.keys
    if _FACTS.scan(keys) or any(cue.kind in _LOOKS_BACK for _, _, cue in passage.cues):
        return False
    return bool((_TARIFFS if tariffs else _NORMS).scan(keys))
