"""A number in its sentence -> the marks that those counted came to: `12 xã đạt từ 90 điểm trở lên`."""

from __future__ import annotations

from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.reading.bracketed_classes import Class
from extractors.figures.words import NUMBER
from extractors.rulebook import load_table

MARKS: Final = "điểm"
LONGEST_BAND: Final = 8
_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "classes")["words"]
_BANDS: Final = frozenset(_WORDS["bands"])
_BEFORE_BANDS: Final = frozenset(_WORDS["before_bands"])
_TO: Final = frozenset(load_table(__package__, "words")["bands"]["to"])
_UP: Final = ["trở", "lên"]


def band_of(draft: Draft) -> Class | None:
    """Read the marks that those counted came to: `12 xã đạt từ 90 điểm trở lên`, `Từ 90 điểm trở lên: 12 đơn vị`."""
    keys = draft.keys
    if draft.unit in (None, MARKS):
        return None
    at = draft.resume + (keys[draft.resume : draft.resume + 1] != [] and keys[draft.resume] in _BEFORE_BANDS)
    if (end := _band_at(keys, at)) is not None:
        return at, end
    end = draft.told_to
    opened = [at for at in range(max(0, end - LONGEST_BAND), end) if _band_at(keys, at) == end]
    return (opened[0], end) if opened and ":" in keys[end : draft.at] else None


def _band_at(keys: list[str], at: int) -> int | None:
    """Return where a band of marks at `at` ends: `từ 80 đến dưới 90 điểm`, `từ 90 điểm trở lên`, `dưới 50 điểm`."""
    if at >= len(keys) or keys[at] not in _BANDS:
        return None
    for end in range(at + 1, min(at + LONGEST_BAND, len(keys))):
        if keys[end] == MARKS:
            return end + 1 + 2 * (keys[end + 1 : end + 3] == _UP)
        if keys[end] != NUMBER and keys[end] not in _BANDS and keys[end] not in _TO:
            return None
    return None
