"""What headings, openers of lists and the orders of a text announce: aims or results (gold guidelines, "modality")."""

from __future__ import annotations

import re
from typing import Final

from extractors.figures.draft import CUES, Draft, Passage
from extractors.figures.reading.counted import COUNTED
from extractors.figures.reading.norms import announces_marks, announces_rule
from extractors.figures.words import DIGITS, NUMBER, Lexicon, keys_of
from extractors.model import Hedge, Modality
from extractors.rulebook import load_table
from extractors.text.lines import line_start

_TARGET: Final = Modality.TARGET
_BOUNDS: Final = frozenset({Hedge.AT_LEAST, Hedge.AT_MOST})
_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "modality")["words"]
_TABLE: Final = load_table(__package__, "modality")
_AIMS: Final = Lexicon(
    [
        *((word, True) for word in _TABLE["heading"]["target"]),
        *((word, False) for word in _TABLE["heading"]["no_target"]),
    ]
)
_RESULTS: Final = Lexicon((word, False) for word in _TABLE["heading"]["result"])
_OPENS_AIMS: Final = Lexicon((word, True) for word in _TABLE["heading"]["opens"])
_SHOWN: Final = Lexicon((word, True) for word in _TABLE["heading"]["shown"])
_OPERATIVE: Final[tuple[str, ...]] = tuple(_TABLE["directive"]["operative"])
YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_PROPOSALS: Final[tuple[str, ...]] = tuple(_TABLE["directive"]["proposals"])
LOOKS_BACK: Final = frozenset({"done", "past", "compare", "doing", "estimate", "completion"})
BACK: Final = frozenset(_WORDS["back"])
LEVELS: Final = frozenset(_WORDS["levels"])
_DID: Final = BACK | {"đã", "chưa"}
_IN_VERBS: Final = frozenset(_WORDS["in_verbs"])
_CARRIED_OUT: Final = ["thực", "hiện"]
_NEAR_COLON: Final = 9
_PARAGRAPH: Final = 1500
_LONG_TITLE: Final = 60
_LONGEST_TITLE: Final = 150
"""Characters of a heading; what is longer is a paragraph with a number before it."""


def heading_aim(title: str, year: int | None) -> bool | None:
    """Tell whether a heading announces aims (True) or results (False); None when it says neither.

    What is carried out with a number is a sentence that runs on: `Thực hiện chỉ tiêu trồng 400 cây: ...`.
    """
    keys = keys_of(title)
    if len(title) > _LONGEST_TITLE or _carries_out(keys):
        return None
    if _RESULTS.scan(keys):
        return False
    if any(aims for _, _, aims in _AIMS.scan(keys)):
        return True
    years = [int(named) for named in YEAR.findall(title)]
    return True if year and years and len(title) < _LONG_TITLE and min(years) > year else None


def _carries_out(keys: list[str]) -> bool:
    first = next((at for at, key in enumerate(keys) if key.isalpha()), len(keys))
    return keys[first : first + 2] == _CARRIED_OUT and any(
        key == DIGITS and COUNTED.at(keys, at + 1) for at, key in enumerate(keys) if at > first
    )


def opens_with_aims(text: str) -> bool:
    """Tell whether a page begins with a heading of aims in capitals: `CHỈ TIÊU CHỦ YẾU NHIỆM KỲ 2020 - 2025`."""
    first = next((line for line in text[:_PARAGRAPH].splitlines() if line.strip()), "").strip()
    if not first.isupper():
        return False
    return _OPENS_AIMS.at(keys_of(first), 0) is not None and heading_aim(first, None) is True


def tells_results(line: str) -> bool:
    """Tell whether the line over a table says that it shows what is or was: `Kết quả rà soát hộ nghèo`."""
    return bool(_SHOWN.scan(keys_of(line)))


def announces_aims(opener: str) -> bool:
    """Tell whether words of aims stand right before the colon that opens a list, no word of results behind them."""
    keys = keys_of(opener)
    if announces_marks(opener) or announces_rule(opener):
        return True
    cues = [cue for start, _, cue in CUES.scan(keys) if start >= len(keys) - _NEAR_COLON]
    return any(cue.kind == "target" for cue in cues) and not any(cue.kind == "done" for cue in cues)


def announces_years(passage: Passage) -> bool:
    """Tell whether a sentence strives for its numbers to the year that it names (`đến năm 2030 phấn đấu ...`)."""
    keys = passage.sentence.keys
    aims = {keys[start] for start, _, cue in passage.cues if cue.kind == "target"}
    return "phấn" in aims and "đến" in aims and passage.drafts[-1].modality is _TARGET


def aims(passage: Passage) -> bool:
    """Tell whether a word of aims reaches the last number of a sentence: `Mục tiêu là 100% thủ tục được công khai`."""
    last = passage.drafts[-1]
    return last.modality is _TARGET and last.modality_rule == "aimed"


def goes_on_aiming(passage: Passage, bounded: bool) -> bool:
    """Tell whether nothing in a sentence looks back: no act done, no earlier time, no comparison; it tells levels.

    With `bounded` its first number must be the least or the most that is asked (`giảm ít nhất 10% thủ tục`), open the
    sentence as a share (`100% thôn có chợ`), or stand behind a bare noun: `Tổng vốn đầu tư trên 75 tỷ đồng`.
    """
    keys, first, last = passage.sentence.keys, passage.drafts[0], passage.drafts[-1]
    opens = first.numeral.percent and first.at == 0 and not _tells_how_things_are(keys)
    if bounded and not (first.hedge in _BOUNDS or opens or _is_asked_of_noun(first)):
        return False
    if BACK.intersection(keys[: last.at]) or any(
        cue.kind in LOOKS_BACK and keys[start] != "mà" and not (cue.kind == "doing" and keys[end] != NUMBER)
        for start, end, cue in last.cues_before(0)
    ):
        return False
    return bounded or bool(LEVELS.intersection(keys[max(0, first.at - 3) : first.at]))


def _tells_how_things_are(keys: list[str]) -> bool:
    return any(key in _DID and not (key == "hiện" and keys[at - 1] in _IN_VERBS) for at, key in enumerate(keys))


def _is_asked_of_noun(first: Draft) -> bool:
    """Tell whether a bound stands right behind a noun that opens the sentence, with no verb and no year between."""
    before = first.keys[: first.told_to]
    plain = first.hedge is Hedge.OVER and first.bracket < 0 and first.told_to < first.at and before
    return bool(plain) and all(key.isalpha() for key in before) and LEVELS.isdisjoint(before)


def proposes(text: str) -> bool:
    """Tell whether a proposal is presented anywhere in a text."""
    return any(word in text for word in _PROPOSALS)


def is_proposed(text: str, passage: Passage) -> bool:
    """Tell whether the paragraph of a sentence presents a proposal (tờ trình) before it."""
    start = line_start(text, passage.sentence.start, _PARAGRAPH)
    return any(text.find(word, start, passage.sentence.start) >= 0 for word in _PROPOSALS)


def operative_start(text: str) -> int:
    """Return where the orders of a directive begin, behind what it decides on and why."""
    found = [at for words in _OPERATIVE if (at := text.find(words)) >= 0]
    return min(found, default=0)


def articles_start(text: str) -> int:
    """Return where the articles of an instrument that the text holds whole begin, the end of the text without any."""
    if "Điều 1." not in text:
        return len(text)
    first, second = (re.search(rf"^\W*Điều {number}\.", text, re.MULTILINE) for number in (1, 2))
    return first.start() if first and second and first.start() < second.start() else len(text)
