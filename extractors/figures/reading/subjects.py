"""What a bare number or a percentage measures: the subject of its clause (`tỷ lệ hộ nghèo`, `nợ quá hạn`).

Source: gold guidelines, "indicator": a percent takes the indicator of what it measures; words in `indicators.toml`.
"""

from __future__ import annotations

from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.reading.act_on_noun import is_schooled
from extractors.figures.reading.classes import LABELS
from extractors.figures.reading.counted import COUNTED, back_over_copulas, counted_at
from extractors.figures.words import Lexicon, keys_of
from extractors.model import Measure
from extractors.rulebook import load_table

_COUNT: Final = Measure.COUNT
_TABLE: Final = load_table(__package__, "indicators")
_RATES: Final = Lexicon((word, True) for word in _TABLE["rate"]["of"])
_NO_RATES: Final = Lexicon((word, True) for word in _TABLE["rate"]["not"])
_SAYING: Final = Lexicon((word, True) for word in _TABLE["rate"]["saying"])
SUBJECTS: Final[Lexicon[str]] = Lexicon(
    (word, indicator) for indicator, words in _TABLE["subjects"].items() for word in words
)
_SUBJECT_FIRSTS: Final = _RATES.firsts | SUBJECTS.firsts | COUNTED.firsts | _NO_RATES.firsts
_NO_EVENT: Final = frozenset(_TABLE["participation"]["in"])
_SHARES: Final = frozenset({"đạt", "chiếm"})
_MEASURED: Final = frozenset({"person", "household", "document", "complaint", "case", "project"})
_COUNTED_HEADS: Final = frozenset({"person", "household"})
_SHORT_CLAUSE: Final = 6
_OPENERS: Final = frozenset({".", ":", ";", "-", "+", "“"})
_CLAUSE_SIGNS: Final = frozenset(",;:.()-+")
_OUT_OF: Final = (["trong", "tổng"], ["trên", "tổng"])


def subject_indicator(draft: Draft) -> str | None:
    """Return the indicator of what a bare number or percentage measures: `tỷ lệ hộ nghèo`, `nợ quá hạn`."""
    keys = draft.keys
    start = start_of_clause = _clause_start(draft)
    verbs = _subject_of_verb(draft, start)
    if verbs is not None:
        return "attendance" if verbs == "person" and _comes(draft, start) else verbs
    found: str | None = None
    rated = False
    while start < draft.at:
        if keys[start] not in _SUBJECT_FIRSTS:
            start += 1
            continue
        if no_rate := _NO_RATES.at(keys, start):
            start = no_rate[0]
            continue
        rate = _rate_at(keys, start)
        subject = SUBJECTS.at(keys, start)
        if found and rated and keys[start - 2 : start] in _OUT_OF:
            return found
        if rate and not (subject and subject[0] > rate[0]):
            start, rated, found = rate[0], True, None
            continue
        noun = None if _is_name(draft, start) else counted_at(keys, start)
        if subject and not (noun and noun[0] > subject[0]):
            found = found if found == "rate" or (rated and found) else subject[1]
            start = subject[0]
        elif noun:
            found = found or (noun[1][-1].indicator if rated and noun[1][-1].measure is _COUNT else None)
            start = noun[0]
        else:
            start += 1
    return "attendance" if found == "person" and _comes(draft, start_of_clause) else found


def _is_name(draft: Draft, start: int) -> bool:
    """Tell whether a word with a capital inside its sentence is a name: `Hà Lan (43,6%), Anh (35%)`."""
    words = draft.passage.sentence.words
    named = words[start].istitle() and start > 0 and draft.keys[start - 1] not in _OPENERS
    return named and not words[start + 1 : start + 2][0][:1].islower()


def _comes(draft: Draft, start: int) -> bool:
    """Tell whether those of a share have come to something: `tỷ lệ đảng viên tham gia học tập đạt 96%`."""
    acts = [(at, end) for at, end, cue in draft.cues_before(start) if cue.value in ("attendance", "participation")]
    if not acts or is_schooled(draft.keys, start, acts[-1][0]):
        return False
    return draft.keys[acts[-1][1]] not in _NO_EVENT


def _rate_at(keys: list[str], start: int) -> tuple[int, bool] | None:
    """Return the end of a word of rates at `start`; `số` is one before what is counted (`số vụ`, not `ký số`)."""
    rate = _RATES.at(keys, start)
    if rate is None or keys[start] != "số":
        return rate
    return rate if counted_at(keys, rate[0]) or SUBJECTS.at(keys, rate[0]) else None


def _clause_start(draft: Draft) -> int:
    """Return where the clause of a number begins: behind `;`, behind who said it (`cho biết`), behind a cause."""
    keys = draft.keys
    for at in range(draft.at - 1, draft.floor, -1):
        if keys[at] == ";":
            return at + 1
        if keys[at] in _SAYING.firsts and (said := _SAYING.at(keys, at)) and said[0] <= draft.at:
            return said[0]
    return draft.floor


def _subject_of_verb(draft: Draft, start: int) -> str | None:
    """Return the indicator of the counted noun that opens the clause of a share: `Hộ dùng nước sạch đạt 95%`."""
    keys = draft.keys
    end = back_over_copulas(keys, draft.at, start)
    if end == draft.at or not _SHARES.intersection(keys[end : draft.at]):
        return _noun_of_short_clause(draft, start)
    opened = classed = _before_class(keys, end)
    while opened > start and keys[opened - 1] not in _CLAUSE_SIGNS:
        opened -= 1
    noun = counted_at(keys, opened) if opened < end else None
    if noun is None or noun[1][-1].measure is not _COUNT:
        return None
    told = noun[1][-1]
    measured = (
        told.indicator in _MEASURED or told.family == "file" or (classed < end and told.indicator == "organisation")
    )
    return noun[1][-1].indicator if measured else None


def _noun_of_short_clause(draft: Draft, start: int) -> str | None:
    """Return whom a share without a verb is of where they open its short clause: `Giáo viên đạt chuẩn 100%`."""
    if not draft.numeral.percent or draft.change is not None:
        return None
    keys, end = draft.keys, draft.told_to
    if keys[end - 1] == ")" and "(" in keys[start:end]:
        end = max(at for at in range(start, end) if keys[at] == "(")
    opened = end
    while opened > start and keys[opened - 1] not in _CLAUSE_SIGNS:
        opened -= 1
    noun = counted_at(keys, opened)
    if noun is None or noun[0] > end or _is_name(draft, opened):
        return None
    told = noun[1][-1]
    if told.family == "org" and keys[noun[0] : noun[0] + 1] == ["có"] and noun[0] < end:
        return told.indicator
    level = LABELS.at(keys, noun[0]) if told.family == "org" else None
    if level is not None and level[0] == end:
        return told.indicator
    short = end - opened <= _SHORT_CLAUSE
    return told.indicator if short and (told.indicator in _COUNTED_HEADS or told.family == "file") else None


def _before_class(keys: list[str], end: int) -> int:
    """Return where the class before `end` begins: `tổ chức cơ sở đảng đạt trong sạch, vững mạnh chiếm 88%`."""
    level = LABELS.before(keys, end - (keys[end - 1] == ","))
    return end if level is None or level[1].weak else level[0]


def measured_by(words: str) -> str | None:
    """Return the indicator of what a row of percentages measures: `Tỷ lệ hộ nghèo`, `Cơ sở hội vững mạnh`.

    >>> measured_by("Tỷ lệ che phủ rừng"), measured_by("Tốc độ tăng trưởng"), measured_by("Tỷ lệ số hóa hồ sơ")
    ('land', 'rate', 'other')
    """
    keys = keys_of(words)
    if found := _noun_in(keys, 0, len(keys)):
        return found
    files = (readings[-1].indicator for _, _, readings in COUNTED.scan(keys) if readings[-1].family == "file")
    return next(files, None)


def _noun_in(keys: list[str], start: int, end: int) -> str | None:
    while start < end:
        if no_rate := _NO_RATES.at(keys, start):
            start = no_rate[0]
            continue
        known, noun = SUBJECTS.at(keys, start), COUNTED.at(keys, start)
        if known and not (noun and noun[0] > known[0]):
            return known[1]
        if noun and noun[1][-1].measure is _COUNT and noun[1][-1].indicator != "other":
            return noun[1][-1].indicator
        start = noun[0] if noun else start + 1
    return None


def clause_subject(draft: Draft) -> str | None:
    """Return the indicator of the first counted noun of the clause that a list of classes stands in."""
    keys = draft.keys
    start = draft.at
    while start > 0 and keys[start - 1] not in (";", ",", "."):
        start -= 1
    return _noun_in(keys, start, draft.at)
