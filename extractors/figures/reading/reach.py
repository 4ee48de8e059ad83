"""A word of aims and a number behind it -> whether the word still speaks of the number.

Source: gold guidelines, "modality": what a sentence tells as it stands is a fact; words in `modality.toml`.
"""

from __future__ import annotations

import re
from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.words import DIGITS, NUMBER, Lexicon
from extractors.rulebook import load_table

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["reach"]
_BEFORE_MONTHS: Final = tuple(phrase.split() for phrase in _WORDS["before_months"])
_TABLE: Final[dict[str, list[str]]] = load_table(__package__, "modality")["reach"]
_ENDS: Final = Lexicon((word, True) for word in _TABLE["ends"])
_PAST: Final = Lexicon((word, True) for word in _TABLE["past"])
_OPENED_BY: Final = frozenset({",", ";", ":"})
_GOES_ON: Final = Lexicon((word, True) for word in _TABLE["goes_on"])
_ASIDE: Final = Lexicon((word, True) for word in _TABLE["aside"])
_NOW: Final = Lexicon((word, True) for word in _TABLE["now"])
_KNOWN: Final = Lexicon((word, True) for word in _TABLE["known"])
_SUPPOSING: Final = Lexicon((word, True) for word in _TABLE["supposing"])
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_WORDS_OF_LEVEL: Final = 10
_WORDS_OF_NOUN: Final = 3
_SOME_OF: Final = frozenset({"các", "những"})
_FAR: Final = 4
_SAYS: Final = Lexicon((word, True) for word in _TABLE["says"])
_CLOSING_QUOTES: Final = frozenset("”»")
_SIGNS: Final = frozenset({",", ";"})
_STANDS: Final = frozenset({"hiện", "đến"})
"""What opens words of now that open no order as well (`nay quy định`)."""


def reaches(draft: Draft, end: int) -> bool:
    """Tell whether the word of aims that ends at `end` reaches the number: no border, no aside, nothing known."""
    return not (_is_said_apart(draft, end) or _is_parted(draft, end) or _is_aside(draft, end) or _is_known(draft))


def _is_said_apart(draft: Draft, end: int) -> bool:
    """Tell whether what stands between ends the speech of the word: somebody says so, a quote closes before a capital.

    So in `Tới 2021 sẽ giảm 10% biên chế - Ông An cho biết: toàn thành phố có 137.000 người`.
    """
    sentence = draft.passage.sentence
    if _SAYS.scan(sentence.keys[end : draft.at]):
        return True
    words = sentence.words
    return any(words[at] in _CLOSING_QUOTES and words[at + 1][:1].isupper() for at in range(end, draft.at - 1))


def _is_parted(draft: Draft, end: int) -> bool:
    """Tell whether a word between leads over to how things are: `phải rà lại quy hoạch khi 46% diện tích là đô thị`."""
    keys = draft.keys
    aims = [other.at for other in draft.passage.drafts if end <= other.at < draft.at]
    if aims and any(_opens_with_past(draft, at) for at in range(aims[0] + 1, draft.at)):
        return True
    borders = [to + end for start, to, _ in _ENDS.scan(keys[end : draft.at]) if not draft.is_aside(start + end)]
    borders += [at + 2 for at in range(end + 1, draft.at) if _opens_with_months(keys, at)]
    if not borders:
        return False
    to = max(borders)
    first = next((other.at for other in draft.passage.drafts if other.at >= to), draft.at)
    return first - to <= _FAR and not _GOES_ON.before(keys, to) and ";" not in keys[first : draft.at]


def _opens_with_months(keys: list[str], at: int) -> bool:
    """Tell whether months gone by open a clause: `được giao kết nạp 120 đảng viên, 9 tháng kết nạp 98 đảng viên`."""
    months = keys[at] in (NUMBER, DIGITS) and keys[at + 1 : at + 2] == ["tháng"] and keys[at - 1] in (",", ";")
    return months and keys[at + 2 : at + 3] not in _BEFORE_MONTHS


def _opens_with_past(draft: Draft, at: int) -> bool:
    """Tell whether a time that is over opens a clause behind an aim: `chỉ tiêu 60 người: hết tháng 9 có 44 người`.

    One with its year may be a later aim.
    """
    keys = draft.keys
    past = _PAST.at(keys, at) if keys[at - 1] in _OPENED_BY else None
    behind = draft.passage.sentence.words[past[0] : past[0] + _FAR] if past else []
    return past is not None and not any(_YEAR.fullmatch(word) for word in behind)


def _is_aside(draft: Draft, end: int) -> bool:
    """Tell whether a bracket behind the word tells the number aside: `(tổng vốn 1.700 tỷ đồng, hiện còn dang dở)`.

    So does a bracket behind an earlier level: `cao hơn mức 6 tháng đầu năm 2017 (13,26%)`.
    """
    keys = draft.keys
    if draft.bracket < end:
        return False
    close = next((at for at in range(draft.at, len(keys)) if keys[at] == ")"), len(keys))
    if _ASIDE.scan(keys[draft.bracket : close]):
        return True
    words = draft.passage.sentence.words[max(end, draft.bracket - _WORDS_OF_LEVEL) : draft.bracket]
    return bool(words) and "mức" in words and _YEAR.fullmatch(words[-1]) is not None


def stands_now(draft: Draft) -> bool:
    """Tell whether a bracket or clause among aims tells how things stand: `100% thủ tục trực tuyến (hiện nay đạt 48%)`.

    So does one behind a sign: `đã miễn học phí cho 64.120 học sinh; hiện còn 19 trường chưa có bếp ăn`.
    """
    keys = draft.keys
    if draft.bracket >= 0:
        return _NOW.at(keys, draft.bracket + 1) is not None
    opened = next((at + 1 for at in range(draft.at - 1, -1, -1) if keys[at] in _SIGNS), 0)
    aims = any(cue.kind in ("target", "request") for _, _, cue in draft.cues_before(opened))
    return opened > 0 and keys[opened] in _STANDS and _NOW.at(keys, opened) is not None and not aims


def _is_known(draft: Draft) -> bool:
    """Tell whether words behind the noun say that those counted are known: `nhận diện 7 tồn tại, hạn chế đã nêu`."""
    return any(_KNOWN.at(draft.keys, at) for at in range(draft.resume, min(draft.resume + 2, len(draft.keys))))


def is_supposed(draft: Draft, start: int) -> bool:
    """Tell whether a deed at `start` is only what would be: `chỉ cần mỗi tỉnh một cuộc thì cả nước đã có 63 cuộc`."""
    keys = draft.keys[:start]
    return "thì" in keys and bool(_SUPPOSING.scan(keys[: keys.index("thì")]))


def is_attribute(draft: Draft, start: int, end: int) -> bool:
    """Tell whether a deed at `start:end` only says which are counted: `giảm 704 hợp đồng đã tồn tại nhiều năm, ...`."""
    keys = draft.keys
    if _SOME_OF.intersection(keys[max(0, start - _WORDS_OF_NOUN) : start]) and "," in keys[end : draft.at]:
        return True
    before = next((other for other in reversed(draft.passage.drafts) if other.at < draft.at and other.at < start), None)
    if before is None or not all(key.isalpha() for key in keys[before.resume : start]):
        return False
    return before.resume < start and "," in keys[end : draft.at]
