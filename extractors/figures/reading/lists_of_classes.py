"""Numbers of a list -> the classes that the list names: numbered levels, sectors of shares, topics of occasions.

One number alone proves no class: each reader asks for a total or for siblings told in the same way.
Source: gold guidelines, "label"; words in `classes.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.reading.classes import LABELS
from extractors.figures.reading.counted import COUNTED, STOPS, VERBS, back_over_copulas, counted_at
from extractors.figures.reading.dictionary import no_thing_end, noun_end
from extractors.figures.words import DIGITS, NUMBER, Lexicon
from extractors.model import Measure
from extractors.rulebook import load_table

_COUNT: Final = Measure.COUNT
_TABLE: Final[dict[str, list[str]]] = load_table(__package__, "classes")["words"]
_RANKED: Final = frozenset(_TABLE["ranked"])
_LEVELS: Final = Lexicon((word, True) for word in _TABLE["numbered_levels"])
_FIRSTS_OF_LEVELS: Final = _LEVELS.firsts | _RANKED
_SECTORS: Final = Lexicon((word, True) for word in _TABLE["sectors"])
_MAKE_UP: Final = Lexicon((word, True) for word in _TABLE["make_up"])
_TOPICS: Final = Lexicon((word, True) for word in _TABLE["lists_of_topics"])
_LEADS: Final = Lexicon((word, True) for word in _TABLE["opens_item"])
_ROMANS: Final = frozenset(_TABLE["romans"])
_FIRST: Final = frozenset({"đầu"})
_SUIT: Final = "án"
_OTHER: Final = "khác"
"""`lĩnh vực khác` says nothing without its noun."""
_OF_SECTORS: Final = frozenset(_TABLE["of_sectors"])
_JOINS: Final = frozenset({",", "và", "-", "+"})
_DASHES: Final = frozenset({"-", "–"})
_LEAST_SHARES: Final = 3
_LONGEST_HEAD: Final = 8
_RATES: Final = Lexicon((word, True) for word in _TABLE["rates"])
_LEAST_TOPICS: Final = 3
_WORDS_TO_LEVEL: Final = 18
_LONGEST_CLASS: Final = 8
_LONGEST_NOUN: Final = 4
_KINDS_OF_THINGS: Final = frozenset({"goods", "land", "money"})
"""What kinds of these are counted is no class (gold guidelines)."""

Class = tuple[int, int]
"""The words `start:end` of the sentence that name a class."""


def numbered_level(draft: Draft) -> Class | None:
    """Read a level with its number behind the noun: `61 hồ sơ mức độ 3 và 1.537 hồ sơ mức độ 4`, `4 sản phẩm 3 sao`."""
    if draft.unit is None or not draft.passage.sentence.holds(_FIRSTS_OF_LEVELS):
        return None
    found = _level_behind(draft)
    if found is None:
        return _level_before(draft)
    words = draft.passage.sentence.words
    kind, own = _kind_of_level(draft, found), words[found[0] : found[1]]
    for other in draft.passage.drafts:
        level = _level_behind(other) if other is not draft and other.unit == draft.unit else None
        if level and _kind_of_level(draft, level) == kind and words[level[0] : level[1]] != own:
            return found
    return None


def _level_before(draft: Draft) -> Class | None:
    """Read a level with its number before a part, alone or beside another: `trong đó mức độ 2 là 09 trường`."""
    found = _level_ending(draft)
    if found is None or draft.measure is not _COUNT:
        return None
    others = (o for o in draft.passage.drafts if o is not draft and o.unit == draft.unit)
    beside = any((level := _level_ending(o)) and draft.keys[level[0]] == draft.keys[found[0]] for o in others)
    return found if beside or "part" in draft.kinds else None


def _level_ending(draft: Draft) -> Class | None:
    """Return the level with its rank that nothing but copulas parts from the number."""
    keys, end = draft.keys, draft.told_to
    if end == draft.at or end - 1 <= draft.floor or not _is_rank(draft, end - 1):
        return None
    hit = _LEVELS.before(keys, end - 1)
    return (hit[0], end) if hit and hit[0] >= draft.floor else None


def _kind_of_level(draft: Draft, level: Class) -> list[str]:
    """Return the words of a level without its rank."""
    return [draft.keys[at] for at in range(*level) if not _is_rank(draft, at)]


def _level_behind(draft: Draft) -> Class | None:
    keys = draft.keys
    for at in range(draft.resume, min(draft.resume + _WORDS_TO_LEVEL, len(keys) - 1)):
        if keys[at + 1] in _RANKED and _is_rank(draft, at):
            return at, at + 2
        if not keys[at].isalpha():
            return None
        hit = _LEVELS.at(keys, at) if keys[at] in _LEVELS.firsts else None
        if hit and hit[0] < len(keys) and _is_rank(draft, hit[0]):
            return at, hit[0] + 1
    return None


def _is_rank(draft: Draft, at: int) -> bool:
    """Tell whether the word at `at` ranks a level: a number that counts nothing, a Roman one, `đầu`."""
    key = draft.keys[at]
    if key in (NUMBER, DIGITS):
        return all(other.at != at for other in draft.passage.drafts)
    return key in _ROMANS or key in _FIRST


def sector_of_share(draft: Draft) -> Class | None:
    """Read whose share a percentage without noun is in a list of sectors.

    So in `khu vực công nghiệp ước đạt 9,34%; khu vực dịch vụ ước đạt 7,22%`, and where a make-up is told with a colon:
    `Cơ cấu lao động: nông nghiệp 42%; công nghiệp, xây dựng 33%; dịch vụ 25%`.
    """
    if not _is_plain_share(draft):
        return None
    shares = [other for other in draft.passage.drafts if _is_plain_share(other)]
    if len(shares) < _LEAST_SHARES - 1:
        return None
    signs = _signs_of_list(shares)
    if len(shares) >= _LEAST_SHARES and _makes_up(shares):
        return _item(draft, signs, verbs=True)
    if head_of_shares(shares) is not None and all(_named_item(other, signs) for other in shares):
        return _named_item(draft, signs)
    found = _sector(draft, signs)
    return found if found and any(_sector(other, signs) for other in shares if other is not draft) else None


def _named_item(draft: Draft, signs: str) -> Class | None:
    """Return the few words of an item that no verb or particle opens."""
    found = _item(draft, signs, verbs=True)
    return found if found and found[1] - found[0] <= _LONGEST_NOUN and not STOPS.at(draft.keys, found[0]) else None


def head_of_shares(shares: Sequence[Draft]) -> str | None:
    """Return what is counted before the colon of a list of shares: `Giáo viên đạt chuẩn: mầm non 96%; tiểu học 98%`."""
    keys, words = shares[0].keys, shares[0].passage.sentence.words
    colon = next((at for at in range(shares[0].at - 1, 0, -1) if keys[at] == ":"), 0)
    if not colon or NUMBER in keys[:colon] or any(other.at < colon for other in shares):
        return None
    start = next((at for at, key in enumerate(keys) if key.isalpha()), colon)
    rate = _RATES.at(keys, start)
    start = rate[0] if rate else start
    noun = counted_at(keys, start) if start < colon <= start + _LONGEST_HEAD else None
    named = any(word[:1].isupper() for word in words[start + 1 : colon])
    if noun is None or noun[0] > colon or named or noun[1][-1].measure is not _COUNT:
        return None
    return noun[1][-1].indicator


def _sector(draft: Draft, signs: str) -> Class | None:
    """Return the sector that opens the item of a share, without what it does; of a suit (`án hành chính`) its kind."""
    keys, found = draft.keys, _item(draft, signs, verbs=True)
    if found is None or _SECTORS.at(keys, found[0]) is None:
        return None
    start, end = found[0] + (keys[found[0]] == _SUIT), found[1]
    end = next((at for at in range(start + 2, end) if VERBS.at(keys, at) and keys[at - 1] not in _JOINS), end)
    return (start, end) if start < end else None


def _signs_of_list(listed: Sequence[Draft]) -> str:
    """Return the signs that part the items of a list: a comma joins nouns of one item where semicolons part them."""
    keys = listed[0].keys
    return ";" if any(keys[other.resume : other.resume + 1] == [";"] for other in listed) else ";,"


def _is_plain_share(draft: Draft) -> bool:
    return draft.numeral.percent and draft.unit is None and draft.change is None and draft.bracket < 0


def sector_behind(draft: Draft) -> Class | None:
    """Read the sector right behind the noun of a part: `22 CĐCS, trong đó 19 CĐCS khu vực ngoài nhà nước`."""
    keys, start = draft.keys, draft.resume
    sector = _SECTORS.at(keys, start) if start < len(keys) and keys[start] in _SECTORS.firsts else None
    if sector is None or keys[start] == _SUIT:
        return None
    end = sector[0]
    while end < len(keys) and keys[end].isalpha() and (keys[end] in _OF_SECTORS or not STOPS.at(keys, end)):
        end += 1
    closed = end == len(keys) or not keys[end].isalpha()
    return (start, end) if closed and sector[0] < end <= start + _LONGEST_CLASS else None


def _makes_up(shares: Sequence[Draft]) -> bool:
    """Tell whether a make-up of something, with its colon, opens the clause of the first of the shares."""
    keys, first = shares[0].keys, shares[0].at
    colons = [at for at in range(first) if keys[at] == ":" and NUMBER not in keys[at:first]]
    if len(colons) > 1 and colons[-1] == first - 1:
        colons.pop()
    colon = colons[-1] if colons else -1
    return colon > 0 and any(_MAKE_UP.at(keys, at) for at in range(max(0, colon - _LONGEST_CLASS), colon))


def topic_of_list(draft: Draft) -> Class | None:
    """Read what each number of a list is about: `các lĩnh vực sau: đất đai 182 lượt; nhà cửa, tài sản 1 lượt`."""
    if draft.unit is None or draft.measure is not _COUNT or draft.indicator in _KINDS_OF_THINGS:
        return None
    if not draft.passage.sentence.holds(_TOPICS.firsts):
        return None
    told = [end for _, end, _ in _TOPICS.scan(draft.keys)]
    listed = [
        other for other in draft.passage.drafts if told and other.at >= told[0] and other.unit in (draft.unit, None)
    ]
    if len(listed) < _LEAST_TOPICS or draft not in listed:
        return None
    opened = max(end for end in told if end <= listed[0].at)
    return _item(draft, _signs_of_list(listed), opened, verbs=True)


def _item(draft: Draft, signs: str, floor: int = 0, *, verbs: bool = False) -> Class | None:
    """Return the phrase between a sign of the list and the number, no name of its own and without `verbs` no verb.

    A capital behind a dash makes no name: `Dịch vụ - Thương mại`.
    """
    keys, words = draft.keys, draft.passage.sentence.words
    floor = max(floor, draft.floor)
    end = back_over_copulas(keys, draft.at, floor)
    start = end
    while start > floor and keys[start - 1] not in signs and keys[start - 1] not in (":", ".", "(", ")", NUMBER):
        start -= 1
    start = two_nouns(keys, start, floor) or start
    while start < end and (keys[start] in _JOINS or _LEADS.at(keys, start)):
        lead = _LEADS.at(keys, start)
        if lead and keys[lead[0] : lead[0] + 1] == [_OTHER]:
            break
        start = lead[0] if lead else start + 1
    level = LABELS.at(keys, start)
    if not 0 < end - start <= _LONGEST_CLASS or (level is not None and not level[1].weak):
        return None
    if not verbs and holds_verb(keys, start, end, _JOINS):
        return None
    named = any(words[at][:1].isupper() and keys[at - 1] not in _DASHES for at in range(start + 1, end))
    return None if named else (start, end)


def two_nouns(keys: list[str], start: int, floor: int) -> int | None:
    """Return where two nouns of one class begin that a comma joins: `tố cáo 12 đơn, kiến nghị, phản ánh 134 đơn`.

    The comma before them, or a semicolon, ends the figure before.
    """
    if start - 2 <= floor or keys[start - 1] != ",":
        return None
    first = start - 1
    while first > floor and keys[first - 1].isalpha() and start - first <= _LONGEST_NOUN:
        first -= 1
    opens = keys[first - 1] == ";" or (first - 1 == floor and keys[first - 1] == ",")
    return first if opens and not holds_verb(keys, first, start - 1) else None


def word_opened(keys: list[str], start: int) -> int:
    """Return where a word ends whose first syllable alone is a particle or verb (`tự nhiên`, `toàn trình`); else 0."""
    stop = STOPS.at(keys, start)
    if stop is None or stop[0] - start > 1:
        return 0
    end = max(noun_end(keys, start), no_thing_end(keys, start))
    return end if end - start > 1 else 0


def holds_verb(keys: list[str], start: int, end: int, joins: frozenset[str] = frozenset()) -> bool:
    """Tell whether a phrase holds a particle, a verb or a sign outside its nouns (`dân tộc thiểu số` holds none).

    Signs and words of `joins` are no signs.
    """
    while start < end:
        noun = COUNTED.at(keys, start)
        if noun is not None and noun[0] - start > 1:
            start = noun[0]
        elif (word := word_opened(keys, start)) > 0:
            start = word
        elif keys[start] not in joins and keys[start] != "các" and (STOPS.at(keys, start) or not keys[start].isalpha()):
            return True
        else:
            start += 1
    return False
