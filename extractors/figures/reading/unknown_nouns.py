"""A noun behind a number that no lexicon knows, cut by the words of the dictionary: `5 hành động`, `12 cựu cán bộ`."""

from __future__ import annotations

from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.reading.classes import LABELS
from extractors.figures.reading.counted import (
    COUNTED,
    STOPS,
    VERBS,
    Counted,
    counted_at,
)
from extractors.figures.reading.dictionary import no_thing_end, noun_end
from extractors.figures.reading.unit import Unit, as_written
from extractors.figures.words import keys_of
from extractors.model import Measure
from extractors.rulebook import load_table

_COUNT: Final = Measure.COUNT
_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "units")["words"]
_TABLE: Final = load_table(__package__, "phrases_around")
_ACTS_OR_NOUNS: Final = [keys_of(phrase) for phrase in _TABLE["acts_or_nouns"]]
_MOST_LISTED: Final = 4
_LONGEST_UNKNOWN: Final = 2
_CLOSES_LIST: Final = frozenset({",", ";", ".", ")"})
_OPENS_CLAUSE: Final = frozenset(_WORDS["opens_clause"])


def over_unknown(draft: Draft, end: int, what: Counted) -> int:
    """Return the end of nouns that no lexicon knows and that close the list of the one before `end`: `46 súng, mã tấu`.

    Each is all that stands between a comma and the next sign.
    """
    keys, words = draft.keys, draft.passage.sentence.words
    if what.family == "event" or what.prefix or what.instance:
        return end
    for _ in range(_MOST_LISTED):
        start = last = end + 1
        if keys[end:start] != [","]:
            break
        while last < len(keys) and last - start <= _LONGEST_UNKNOWN and words[last].isalpha() and words[last].islower():
            last += 1
        closed = start < last <= start + _LONGEST_UNKNOWN and (last == len(keys) or keys[last] in _CLOSES_LIST)
        if not closed or not _is_unknown_noun(keys, start, last):
            break
        end = last
    return end


def _is_unknown_noun(keys: list[str], start: int, last: int) -> bool:
    """Tell whether the words `start:last` are a noun that our lexicon does not know: one syllable, or known in part."""
    known = COUNTED.at(keys, start)
    if (known and known[0] >= last) or LABELS.at(keys, start) or no_thing_end(keys, start):
        return False
    if any(STOPS.at(keys, at) for at in range(start, last)):
        return False
    return last == start + 1 or known is not None


def is_act(keys: list[str], end: int) -> bool:
    """Tell whether the noun that ends at `end` is a verb: `38 vụ việc, kiến nghị xử lý 6`, `5 đơn, phản ánh với xã`."""
    if keys[end - 2 : end] not in _ACTS_OR_NOUNS:
        return False
    return keys[end : end + 1] == ["với"] or VERBS.at(keys, end) is not None


def unknown_noun(draft: Draft, start: int) -> Unit | None:
    """Take a word that the lexicon does not know as the noun, unless it is a verb, a particle or a class."""
    keys, sentence = draft.keys, draft.passage.sentence
    if STOPS.at(keys, start) or LABELS.at(keys, start):
        return None
    written = sentence.words[start]
    if len(written) == 1 or (written[0].isupper() and not written.isupper()):
        return None
    if written.isupper():
        return Unit(start, start + 1, as_written(draft, start, start + 1), None, start + 1)
    if _names_no_thing(draft, start):
        return None
    end = noun_end(keys, start) or _end_of_unknown(keys, sentence.words, start)
    return Unit(start, end, as_written(draft, start, end), None, end)


def written_short_behind(draft: Draft, start: int) -> Unit | None:
    """Return what an abbreviation counts that the text spells out where it first stands: `hồ sơ (HS) … 142 HS`."""
    written = draft.passage.sentence.words[start]
    hit = counted_at(keys_of(draft.passage.short.get(written, "")), 0)
    return Unit(start, start + 1, as_written(draft, start, start + 1), hit[1][0], start + 1) if hit else None


def _names_no_thing(draft: Draft, start: int) -> bool:
    """Tell whether a verb or adjective at `start` says something of those counted: `còn lại 23 chờ thủ tục`.

    One of several syllables may name what is counted as well (`5 hành động`), but where the number opens its clause.
    """
    end = no_thing_end(draft.keys, start)
    if end - start <= 1 or draft.numeral.percent:
        return end > 0
    return draft.floor > 0 and draft.keys[draft.at - 1] in _OPENS_CLAUSE


def _end_of_unknown(keys: list[str], words: list[str], start: int) -> int:
    """Return the end of a noun of one syllable with the noun or the syllable behind it that belongs to it."""
    end = start + 1
    known = COUNTED.at(keys, end)
    if known and known[0] > end + 1 and known[1][0].measure is _COUNT:
        return known[0]
    if end >= len(keys) or not words[end].islower() or not keys[end].isalpha():
        return end
    if STOPS.at(keys, end) or LABELS.at(keys, end) or no_thing_end(keys, end):
        return end
    return noun_end(keys, end) or end + 1
