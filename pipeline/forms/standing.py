"""Of things that last: so many are new, and so many there are now (`xây dựng mới 04 mô hình, nâng tổng số lên 21`)."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from extractors.rulebook import load_table
from extractors.text.folding import fold
from pipeline.forms.asking import Asked
from pipeline.forms.concepts import words_of
from pipeline.forms.model import Candidate, Time

_YEAR_BEGUN: Final = re.compile(r"^(?:hồi |vào )?đầu (?:năm|kỳ)(?!\w)(?!.*(?:đến nay|tới nay))")
_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "concepts")["words"]


@cache
def _phrases(name: str) -> tuple[str, ...]:
    return tuple(f" {' '.join(words_of(phrase))} " for phrase in _WORDS[name])


def _tells(text: str, name: str) -> bool:
    words = f" {' '.join(words_of(text))} "
    return any(phrase in words for phrase in _phrases(name))


def tells_standing(text: str) -> bool:
    """Tell whether words say that a number is how many there are now.

    >>> [tells_standing(text) for text in ("đưa tổng số lên 15 mô hình", "hiện có 6 tổ", "xây dựng mới 04 mô hình")]
    [True, True, False]
    """
    return _tells(text, "standing") or tells_rise(text)


def tells_rise(text: str) -> bool:
    """Tell whether words say that the number before it made it this many: `nâng tổng số lên 21`."""
    return _tells(text, "raised")


def tells_new(text: str) -> bool:
    """Tell whether words say that a number is how many came to be.

    >>> tells_new("thành lập mới 02 câu lạc bộ"), tells_new("duy trì 12 câu lạc bộ")
    (True, False)
    """
    return _tells(text, "coming_to_be")


def tells_year_begun(left: str) -> bool:
    """Tell whether what stands before a number says that it was so many when the year began.

    >>> [tells_year_begun(left) for left in ("; đầu năm có ", "6 tháng đầu năm có ", "đầu năm đến nay có")]
    [True, False, False]
    >>> tells_year_begun("II/ Xây dựng Đảng:\\n+ Đầu năm có ")
    True
    """
    return bool(_YEAR_BEGUN.search(fold(left.rpartition("\n")[2]).strip(" -+*•;,")))


def counts_lasting(wanted: Asked) -> bool:
    """Tell whether an indicator counts things that last, and does not ask for the new ones alone."""
    deed = any(concept.kind == "act" for concept in wanted.needed)
    lasting = any(group in _WORDS["lasting"] for group in (wanted.group, *(one.group for one in wanted.needed)))
    return lasting and not deed and not wanted.percent and not tells_new(" ".join(wanted.name_words))


def asks_for_either(wanted: Asked) -> bool:
    """Tell whether an indicator counts things that last, and does not say whether the new ones or all of them."""
    return counts_lasting(wanted) and not tells_standing(" ".join(wanted.name_words))


def is_reached(wanted: Asked, candidate: Candidate) -> bool:
    """Tell whether a number is what a rise led to by now, where an indicator may ask for it: `nâng tổng số lên 21`."""
    return candidate.when.time is Time.YEAR and counts_lasting(wanted) and tells_rise(candidate.near)
