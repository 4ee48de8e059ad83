"""What marks are given for: the criterion that a line or an item names before them, one beside others.

Source: gold guidelines, "label"; words in `classes.toml`.
"""

from __future__ import annotations

from typing import Final

from extractors.figures.draft import Draft, list_opener
from extractors.figures.reading.bracketed_classes import Class
from extractors.figures.reading.counted import VERBS
from extractors.figures.reading.lists_of_classes import word_opened
from extractors.figures.reading.norms import announces_marks
from extractors.figures.words import NUMBER, Lexicon, keys_of
from extractors.rulebook import load_table
from extractors.text.lines import line_start

_TABLE: Final[dict[str, list[str]]] = load_table(__package__, "classes")["words"]
_HEADINGS_OF_MARKS: Final = Lexicon((word, True) for word in _TABLE["headings_of_marks"])
_SUMS_OF_MARKS: Final = Lexicon((word, True) for word in load_table(__package__, "phrases_around")["sums_of_marks"])
_LEADS: Final = frozenset(_TABLE["leads"])
_MARKS: Final = "điểm"
_LONGEST_LINE: Final = 250
_LONGEST_NAME: Final = 6


def criterion(draft: Draft) -> Class | None:
    """Read what marks of a list are given for: `- Công khai, minh bạch: 18/100 điểm` below `Điểm gồm 05 tiêu chí:`."""
    keys = draft.keys
    if draft.unit != _MARKS or not draft.passage.bulleted or keys[draft.at - 1 : draft.at] != [":"]:
        return None
    first = next((at for at, key in enumerate(keys) if key.isalpha()), draft.at)
    if first >= draft.at - 1 or NUMBER in keys[first : draft.at] or ":" in keys[first : draft.at - 1]:
        return None
    text, start = draft.passage.text, draft.passage.sentence.start
    opener = list_opener(text, line_start(text, start, _LONGEST_LINE), colon=False)
    opens = opener is not None and (announces_marks(text[slice(*opener)]) or _heads_marks(text[slice(*opener)]))
    return (first, draft.at - 1) if opens else None


def criterion_of_list(draft: Draft) -> Class | None:
    """Read what each of several marks of a sentence is given for: `hạ tầng số 11,2/15 điểm, nhân lực số 8/10 điểm`."""
    found = _named_mark(draft)
    beside = (other for other in draft.passage.drafts if other is not draft)
    return found if found and any(_named_mark(other) for other in beside) else None


def _named_mark(draft: Draft) -> Class | None:
    """Return the few words between a sign and marks out of so many, told as `11/15 điểm` or by their sum before."""
    keys, words, end = draft.keys, draft.passage.sentence.words, draft.told_to
    if draft.unit != _MARKS or draft.numeral.value_max is not None:
        return None
    summed = any(to <= draft.floor for _, to, _ in _SUMS_OF_MARKS.scan(keys[:end]))
    if draft.numeral.of is None and not summed:
        return None
    start = end
    while start > draft.floor and (keys[start - 1].isalpha() or (summed and keys[start - 1] == ",")):
        start -= 1
    start += keys[start] == ","
    short = 0 < end - start <= _LONGEST_NAME and (start == 0 or keys[start - 1] in _LEADS)
    named = any(word.istitle() for word in words[start + 1 : end])
    return (start, end) if short and not named and (summed or not _holds_deed(keys, start, end)) else None


def _holds_deed(keys: list[str], start: int, end: int) -> bool:
    """Tell whether a verb stands in a phrase, not one that only opens a longer word (`nhận thức`)."""
    while start < end:
        if word := word_opened(keys, start):
            start = word
        elif VERBS.at(keys, start):
            return True
        else:
            start += 1
    return False


def _heads_marks(line: str) -> bool:
    """Tell whether the heading over a list says what marks are given: `II. KHUNG ĐIỂM`."""
    return bool(_HEADINGS_OF_MARKS.scan(keys_of(line)))
