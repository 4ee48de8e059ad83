"""The names of document types as heads print them (BÁO CÁO, Bản ghi nhớ): a text -> the name that opens it."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from extractors.names.kinds import heading_forms

MANNERS: Final = ("NHANH", "TÓM TẮT")
"""Words after "BÁO CÁO" that tell its manner, not its subject."""
_STRAY: Final = re.compile(r"[.,·'_~-] ?(?=[^\W\d_]{2})")


@cache
def type_pattern() -> re.Pattern[str]:
    """Return the pattern of a text that opens with the name of a document type, in any case (group `type`)."""
    names = sorted(heading_forms(), key=len, reverse=True)
    forms = [form for name in names for form in (name.upper(), name, name.lower())]
    return re.compile(rf"(?:(?:Bản|BẢN|bản) )?(?P<type>{'|'.join(map(re.escape, forms))})(?![^\W\d_])")


def match_type(text: str) -> re.Match[str] | None:
    """Return the name of a document type that opens a text, in any case (groups of `type_pattern`).

    A stray sign of a scan before capitals is passed over: `. BÁO CÁO`, `-BÁO CÁO`.
    """
    stray = _STRAY.match(text)
    start = stray.end() if stray and text[stray.end() : stray.end() + 2].isupper() else 0
    return type_pattern().match(text, start) if text[start : start + 2] in _type_openings() else None


@cache
def _type_openings() -> frozenset[str]:
    """Return how a text that opens with a type's name begins, to pass over other text quickly."""
    forms = (*heading_forms(), "bản")
    return frozenset(
        opening for form in forms for opening in (form[:2].upper(), form[:2].lower(), form[:1].upper() + form[1:2])
    )


@cache
def _types() -> dict[str, str]:
    return {form.lower(): name for form, name in heading_forms().items()}


def kind_in_head(type_word: str) -> str:
    """Return the kind of document that the group `type` of `type_pattern` names, in any case.

    >>> kind_in_head("KẾT LUẬN THANH TRA"), kind_in_head("Bản ghi nhớ")
    ('Kết luận thanh tra', 'Biên bản ghi nhớ')
    """
    return _types()[type_word.lower()]
