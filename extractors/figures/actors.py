"""A sentence with its numbers -> the body that reached each: the subject of its clause, where the text names one."""

from __future__ import annotations

import re
from typing import Final

from extractors.figures.draft import Passage
from extractors.figures.reading.counted import STOPS
from extractors.figures.reading.dictionary import no_thing_end
from extractors.figures.words import NUMBER, Lexicon, places_of
from extractors.rulebook import load_table

_BODIES: Final = load_table(__package__, "actors")
_HEADS: Final = Lexicon(
    [*((word, True) for word in _BODIES["heads"]), *((word, False) for word in _BODIES["no_heads"])]
)
_ACTS: Final = Lexicon((word, True) for word in _BODIES["acts"])
_PLURAL: Final = Lexicon((word, True) for word in _BODIES["plural"])
_POSTS: Final = Lexicon((word, True) for word in _BODIES["posts"])
_LEADS: Final = Lexicon((word, True) for word in _BODIES["leads"])
_UNITS: Final = Lexicon((word, True) for word in _BODIES["units"])
_OPENS_BODY: Final = _HEADS.firsts | _PLURAL.firsts | _POSTS.firsts
_OPENS_SUBJECT: Final = _HEADS.firsts | _POSTS.firsts
_LONGEST: Final = 12
_BEFORE_SUBJECT: Final = 14
"""Words of a time, a source or a label that stand before the subject, at most."""
_MOST_STRIPPED: Final = 2
_LABEL_OR_TIME: Final = re.compile(r"[,:]")


def actors_of(passage: Passage) -> list[str | None]:
    """Return for each number of a sentence the body that is the subject of its clause, None where none is named.

    A clause ends with a semicolon; one without a subject goes on with that before (`Đảng ủy mở 03 lớp; ban hành ...`).
    The subject begins the clause, or stands behind a time, a source or a label there (`Trong quý, Hội Nông dân ...`).
    """
    if _OPENS_SUBJECT.isdisjoint(passage.sentence.vocabulary):
        return [None] * len(passage.drafts)
    keys = passage.sentence.keys
    found: list[str | None] = []
    actor, start = None, 0
    for draft in passage.drafts:
        for begin in _clauses(keys, start, draft.at):
            actor = _subject_from(passage, begin, draft.at) or actor
            start = begin + 1
        found.append(actor)
    return found


def _clauses(keys: list[str], start: int, end: int) -> list[int]:
    """Return where clauses begin from `start` on, before `end`: the sentence's own beginning and behind semicolons."""
    begun = [at + 1 for at in places_of(";", keys[: max(end - 1, 0)]) if at + 1 >= start]
    return begun if start else [0, *begun]


def _subject_from(passage: Passage, begin: int, end: int) -> str | None:
    keys = passage.sentence.keys
    first = next((at for at in range(begin, end) if keys[at][0].isalpha()), end)
    if (told := _body_at(passage, first, end)) is not None:
        return told
    led = _LEADS.at(keys, first) is not None
    for at in range(first, min(end, first + _BEFORE_SUBJECT)):
        opens = keys[at] == ":" or (led and keys[at] == ",")
        if opens and (told := _body_at(passage, at + 1, end)) is not None:
            return told
        if keys[at] in (NUMBER, "(", "."):
            return None
    return None


def _body_at(passage: Passage, first: int, end: int) -> str | None:
    """Return the bodies named at a place (Toàn tỉnh, Các huyện ủy, thành uỷ, Bí thư Đảng ủy), None for other words."""
    keys = passage.sentence.keys
    if first >= len(keys) or keys[first] not in _OPENS_BODY:
        return None
    plural = _PLURAL.at(keys, first)
    opened = plural or _POSTS.at(keys, first)
    at = opened[0] if opened else first
    while (post := _POSTS.at(keys, at)) is not None:
        at = post[0]
    head = _HEADS.at(keys, at) or _HEADS.at(keys, first)
    if head is None or not head[1]:
        return None
    last = _end_of_name(passage, first, head[0], end, _LONGEST * (1 if plural is None else 2))
    return passage.sentence.written(first, last)


def _end_of_name(passage: Passage, first: int, end: int, limit: int, longest: int) -> int:
    """Return where the name of a body ends: before a verb, a sign or a number; a list of bodies goes on."""
    keys, words = passage.sentence.keys, passage.sentence.words
    least = end
    while end - first < longest and end < limit:
        act = not words[end][:1].isupper() and (_ACTS.at(keys, end) or STOPS.at(keys, end))
        if keys[end][0].isalpha() and not act:
            end += 1
        elif more := _joined_at(keys, end):
            end = least = more
        else:
            break
    return _without_verbs(keys, words, least, end)


def _without_verbs(keys: list[str], words: list[str], least: int, end: int) -> int:
    """Return where a name ends without the verbs behind it that no list of ours knows: `Bộ Tư pháp đề nghị`."""
    for size in (_MOST_STRIPPED, 1):
        start = end - size
        small = start >= least and all(word[:1].islower() for word in words[start:end])
        if small and no_thing_end(keys, start) == end:
            return _without_verbs(keys, words, least, start)
    return end


def _joined_at(keys: list[str], at: int) -> int | None:
    """Return where a list of bodies goes on to: `, thành uỷ`, ` các xã`, `, thị trấn`."""
    if keys[at : at + 1] == [","]:
        more = _HEADS.at(keys, at + 1)
        named = more if more and more[1] else _UNITS.at(keys, at + 1)
        return named[0] if named else None
    if at < len(keys) and _PLURAL.at(keys, at) and (unit := _UNITS.at(keys, at + 1)):
        return unit[0]
    return None
