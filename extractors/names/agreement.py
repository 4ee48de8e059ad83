"""Two titles, or two issuers, as two documents write them -> whether both can be of one document.

People shorten titles, cut them, write abbreviations, lose tone marks, name the head of a body or its standing
committee for the body. Only what cannot be explained so is a disagreement: a false alarm costs more than a miss.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final

from extractors.rulebook import load_table
from extractors.text.folding import bare, fold
from extractors.values.places import find_places, same_jurisdiction

_TABLE: Final = load_table(__package__, "agreement")
_OPENING: Final = re.compile(rf"\W*(?:(?:{'|'.join(_TABLE['titles']['openings'])})\s+)+")
_EMPTY: Final = re.compile(rf"\b(?:{'|'.join(_TABLE['titles']['empty'])})\b")
_AMENDS: Final = re.compile(rf"\b(?:{'|'.join(_TABLE['titles']['amending'])})\b")
_ABBREVIATION: Final = re.compile(r"(?:[A-ZĐ]{1,7}[-&.]?){2,4}")
_SYLLABLE: Final = re.compile(r"[^\W_]+")
_SAME_BODY: Final = tuple((fold(row["short"]), fold(row["full"])) for row in _TABLE["issuers"]["same"])
_WIDE: Final = frozenset(map(fold, _TABLE["issuers"]["wide"]))
_CENTRAL: Final = tuple(map(fold, _TABLE["issuers"]["central"]))
_TERM: Final = re.compile(r"\s*\(?\bkhoá [ivxlc0-9]{1,6}\)?")
_SHARED: Final = 0.3
_ALIKE: Final = 0.6
_ENOUGH: Final = 2


@lru_cache(maxsize=1 << 14)
def _words(title: str) -> frozenset[str]:
    """Return the syllables that say what a title is about, without diacritics."""
    words = _OPENING.sub("", bare(title), count=1)
    return frozenset(_SYLLABLE.findall(_EMPTY.sub(" ", words)))


def _initials(title: str) -> str:
    return "".join(syllable[0] for syllable in _SYLLABLE.findall(bare(title)))


def _overlap(one: str, other: str) -> float | None:
    """Return the part of the shorter title's words that the other has; None when one says too little."""
    first, second = _words(one), _words(other)
    for title, opposite in ((one, other), (other, one)):
        spelt = [] if title.isupper() else [bare(m.group()) for m in _ABBREVIATION.finditer(title)]
        letters = ["".join(_SYLLABLE.findall(word)) for word in spelt]
        if any(word in _initials(opposite) for word in letters):
            return None
    few = min(len(first), len(second))
    return len(first & second) / few if few >= _ENOUGH else None


def titles_agree(one: str, other: str) -> bool:
    """Tell whether two titles can be of one document: doubt is agreement.

    >>> titles_agree("công tác văn thư", "Về công tác văn thư"), titles_agree("công tác văn thư", "phòng cháy rừng")
    (True, False)
    >>> titles_agree("sửa đổi, bổ sung Nghị định số 110/2004/NĐ-CP", "công tác văn thư")
    True
    """
    if bool(_AMENDS.search(fold(one))) != bool(_AMENDS.search(fold(other))):
        return True
    overlap = _overlap(one, other)
    return overlap is None or overlap > _SHARED


def same_title(one: str, other: str) -> bool:
    """Tell whether two titles are plainly one: most words of the shorter one stand in the other.

    >>> same_title("Về công tác văn thư", "công tác văn thư của cơ quan"), same_title("dân vận", "văn thư")
    (True, False)
    """
    overlap = _overlap(one, other)
    return overlap is not None and overlap >= _ALIKE


@lru_cache(maxsize=1 << 14)
def body_of(issuer: str) -> tuple[str, str | None]:
    """Return the folded name of a body without term, standing body and province, and the province.

    >>> body_of("Ban Thường vụ Đảng ủy xã Mai Châu"), body_of("UBND tỉnh Quảng Ngãi")
    (('đảng uỷ xã mai châu', None), ('uỷ ban nhân dân', 'Quảng Ngãi'))
    """
    places = find_places(issuer)
    for place in reversed(places):
        issuer = issuer[: place.start] + issuer[place.end :]
    name = _TERM.sub("", fold(issuer))
    for short, full in _SAME_BODY:
        name = re.sub(rf"\b{re.escape(short)}(?!\w)", full, name)
    return " ".join(name.split()), places[0].name if places else None


def issuers_agree(one: str, other: str) -> bool:
    """Tell whether two names can be of one issuer.

    >>> issuers_agree("Tỉnh ủy", "Ban Thường vụ Tỉnh ủy Lào Cai"), issuers_agree("Ban Bí thư", "Bộ Chính trị")
    (True, False)
    >>> issuers_agree("Ban Chấp hành Trung ương", "Bộ Chính trị"), issuers_agree("Trung ương", "Tỉnh ủy")
    (True, False)
    """
    (a, place), (b, other_place) = body_of(one), body_of(other)
    if place and other_place and not same_jurisdiction(place, other_place):
        return False
    return a in b or b in a or any(x in _WIDE and any(body in y for body in _CENTRAL) for x, y in ((a, b), (b, a)))


def names_a_body(issuer: str) -> bool:
    """Tell whether an issuer says whose standing committee it is.

    >>> names_a_body("Bộ Chính trị"), names_a_body("Ban Thường vụ")
    (True, False)
    """
    return bool(body_of(issuer)[0])


def sides(values: Iterable[str], agree: Callable[[str, str], bool]) -> list[list[str]]:
    """Gather values that agree: each joins the first side that has nothing against it.

    >>> sides(["Tỉnh ủy", "Ban Thường vụ Tỉnh ủy", "Bộ Chính trị"], issuers_agree)
    [['Tỉnh ủy', 'Ban Thường vụ Tỉnh ủy'], ['Bộ Chính trị']]
    """
    found: list[list[str]] = []
    for value in values:
        home = next((side for side in found if any(agree(value, member) for member in side)), None)
        if home is None:
            found.append([value])
        else:
            home.append(value)
    return found
