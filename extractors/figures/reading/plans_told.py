"""An article on a plan just issued -> the sentences that tell what the plan asks: their numbers are aims.

So in `UBND tỉnh vừa ban hành Kế hoạch … Theo đó, 70% hồ sơ được nộp trực tuyến`, and behind a sentence in which a plan
sets its aims. A sentence that looks back, or names a year, tells how things are.
Source: gold guidelines, "modality"; words in `modality.toml`.
"""

from __future__ import annotations

import re
from typing import Final

from extractors.figures.draft import Passage
from extractors.figures.words import DIGITS, Lexicon
from extractors.model import Hedge, Modality
from extractors.rulebook import any_of, load_table

_TABLE: Final[dict[str, list[str]]] = load_table(__package__, "modality")["plans_told"]
_JUST: Final = "vừa"
_ISSUED: Final = re.compile(
    rf"\b{_JUST}[^.\n]{{0,40}} {any_of(_TABLE['issued'])} (?:[^.\n]{{0,80}} {any_of(_TABLE['issued'])} )?[“\"]?"
    rf"(?:{'|'.join(_TABLE['plans'])})\b",
    re.IGNORECASE,
)
_LEAD: Final = 900
"""Characters that an article tells first what it is about in."""
_PLANS: Final = Lexicon((word, True) for word in _TABLE["plans"])
_SETS: Final = Lexicon((word, True) for word in _TABLE["sets"])
_DEEDS: Final = Lexicon((word, True) for word in _TABLE["deeds"])
_ADOPTED: Final = re.compile(any_of(_TABLE["adopted"]), re.IGNORECASE)
_BY_IT: Final = Lexicon((word, True) for word in _TABLE["by_it"])
_CONGRESS: Final = "đại hội"
_BEFORE: Final = 400
"""Characters of the sentence before, which tells of the resolution."""
_BACK: Final = frozenset(_TABLE["back"])
_LOOKS_BACK: Final = frozenset({"done", "past", "compare", "estimate"})
_BOUNDS: Final = frozenset({Hedge.AT_LEAST, Hedge.AT_MOST, Hedge.OVER})
_TARGET: Final = Modality.TARGET
_LASTING: Final = ["thời", "gian"]
_OPENS_CLAUSE: Final = frozenset({":", "-", "+"})


def announced_plan(text: str) -> int | None:
    """Return where an article has told that a plan was just issued, None where its first words tell of none."""
    told = _ISSUED.search(text, 0, _LEAD) if _JUST in text[:_LEAD].lower() else None
    return told.end() if told else None


def sets_aims(passage: Passage) -> bool:
    """Tell whether a plan sets the aims of a sentence: `Kế hoạch đặt mục tiêu giảm trên 16% …`."""
    keys, last = passage.sentence.keys, passage.drafts[-1]
    aimed = last.modality is _TARGET and last.modality_rule == "aimed"
    return aimed and bool(_SETS.scan(keys[: last.at])) and bool(_PLANS.scan(keys[: last.at]))


def told_by_resolution(text: str, passage: Passage) -> bool:
    """Tell whether a sentence tells what the resolution of a congress asks: `Đại hội thông qua Nghị quyết. Theo đó, …`.

    What a parliament adopts may be accounts.
    """
    keys, last = passage.sentence.keys, passage.drafts[-1]
    if _BY_IT.at(keys, 0) is None or not _BACK.isdisjoint(keys[: last.at]):
        return False
    if any(cue.kind in _LOOKS_BACK for _, _, cue in last.cues_before(0)):
        return False
    start = passage.sentence.start
    before = text[max(0, start - _BEFORE) : start].rstrip()
    before = before[max(before.rfind(". ") + 1, before.rfind("\n") + 1) :]
    return _ADOPTED.search(before) is not None and _CONGRESS in before.lower()


def goes_on_with_plan(passage: Passage) -> bool:
    """Tell whether a sentence asks for its first number: a share, a bound, for each of many, or behind a bare verb."""
    keys, first, last = passage.sentence.keys, passage.drafts[0], passage.drafts[-1]
    if not _BACK.isdisjoint(keys[: last.at]) or DIGITS in keys[: last.at]:
        return False
    if any(cue.kind in _LOOKS_BACK for _, _, cue in last.cues_before(0)):
        return False
    asked = first.numeral.percent or first.hedge in _BOUNDS or "each" in first.kinds
    return asked or _orders(keys, first.at) or keys[first.at - 2 : first.at] == _LASTING


def _orders(keys: list[str], at: int) -> bool:
    """Tell whether a bare verb opens the clause of a number: `Cấp tỉnh: Tổ chức 3 hội nghị`."""
    deed = _DEEDS.before(keys, at)
    return deed is not None and (deed[0] == 0 or keys[deed[0] - 1] in _OPENS_CLAUSE)
