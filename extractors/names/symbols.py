"""A place in the text where a number stands -> the document code written there, made regular.

A code as printed may have spaces, line breaks, lost bars, swapped or missing separators, OCR letters
for figures. What is written stays in the text; the regular form and what had to be repaired are returned.
The shapes and the tables are in `symbols.toml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from extractors.names.kinds import LETTERS
from extractors.rulebook import any_of, load_rules, load_table
from extractors.text.plain import LOWER
from extractors.values.ordinals import arabic

_WORDS: Final[dict[str, Any]] = load_table(__package__, "symbols")["words"]
_RULES: Final = load_rules(__package__, "symbols")
_PARTY: Final = frozenset(_WORDS["party_issuers"])
_PARTY_ENDINGS: Final = tuple(_WORDS["party_endings"])
_NOT_PARTY: Final = frozenset(_WORDS["not_party"])
_JOINT: Final = frozenset(_WORDS["joint_types"])
_ISSUERS: Final = frozenset(_WORDS["known_issuers"])
_SPELLINGS: Final[dict[str, str]] = _WORDS["spellings"]
_KNOWN: Final = frozenset(LETTERS) | _ISSUERS
_BARLESS: Final = {name.replace("Đ", "D"): name for name in sorted(_KNOWN) if name.replace("Đ", "D") not in _KNOWN}
_BY_UPPER: Final = {name.upper(): name for name in sorted(_KNOWN)}

_NUMBER: Final = (
    r"(?P<number>(?:[SB](?=[0-9]))?[0-9OIl]{1,5}|[0-9]{1,2}\.[0-9]{3}(?=[/-]))"
    r"(?P<letter>[a-zđ](?=\s?[-/])|[A-ZĐ](?=[-/]))?"
)
_SEGMENT: Final = (
    r"(?:(?:Ctr|TTg|CTr|TTr)(?![A-ZĐ&])|TT\.HĐND|T\.[ƯW]"
    r"|[A-ZĐƯ](?:[A-ZĐƯ0-9&]|[a-zđ](?=[A-ZĐƯ])){0,24}(?:(?<=QĐ)i|(?<=CT)r|(?<=TT)[gr])?)"
    rf"(?:(?![{LOWER}])|(?={any_of(_WORDS['run_on'])}(?![{LOWER}]))|(?<=UBND)|(?<=HĐND)|(?<=-CP)|(?<=TTg)|(?<=/TW)|(?<=/TU))"
)
_SEGMENT_LOOSE: Final = rf"(?:{_SEGMENT}|[a-zđư]{{1,10}}(?![{LOWER}0-9]))"
_CODE: Final = re.compile(
    rf"""{_NUMBER}(?P<s1>\s{{0,2}}[-/.]\s{{0,2}})
    (?:(?P<year>(?:19|20)[0-9]{{2}}|[89][0-9])(?P<s0>\s{{0,2}}[-/]\s{{0,2}}))?
    (?P<a>{_SEGMENT_LOOSE})(?:(?P<s2>\s{{0,2}}[-/.]\s{{0,2}})(?P<b>{_SEGMENT_LOOSE}))?
    (?P<rest>(?:(?:[-/]\s?|\.(?=UB[TH]?(?![A-Za-z]))){_SEGMENT}){{0,6}})""",
    re.VERBOSE,
)
MAY_GO_ON: Final = (
    r"[0-9OIl]{0,4}(?:\.[0-9]{3})?[a-zđA-ZĐ]?\s{0,2}[-/.]\s{0,2}"
    r"(?:(?:(?:19|20)[0-9]{2}|[89][0-9])\s{0,2}[-/]\s{0,2})?[A-Za-zĐđƯư]"
)
"""What stands behind the first figures of every code: a separator and letters, a year between them at most."""
_HYBRID: Final = re.compile(
    rf"{_NUMBER}\s?[-/]\s?(?:NQ|L|BL|PL)\s?/\s?(?P<year>20[0-9]{{2}})/(?P<a>(?:UBTV)?QH[0-9]{{1,2}})"
)
_GLUED: Final = re.compile(
    r"(?P<number>[0-9]{1,5})(?P<letter>)(?P<s1>)\s?(?P<year>)"
    rf"(?P<a>{'|'.join(sorted(LETTERS, key=len, reverse=True))})"
    rf"(?P<s2>\s?[-/]\s?)(?P<b>{_SEGMENT})(?P<rest>(?:[-/]{_SEGMENT}){{0,4}})"
)
_BROKEN: Final = re.compile(r"(?P<first>[0-9]{1,3})\s(?=[0-9]{1,3}/(?:19|20)[0-9]{2}/[A-ZĐ])")
_ROMAN_TERM: Final = re.compile(r"\s?([IVX]{1,5})(?!\w)")
_GROUPS: Final = ("number", "letter", "s1", "year", "a", "s2", "b", "rest")
_DIGITS: Final = str.maketrans("OIlSB", "01158", ".")
_UNIT: Final = 5
"""The unit behind the issuer of a letter has so few letters (55/SNV - CCVC)."""
_CENTURY: Final = "19"
_BODY_LETTERS: Final = re.compile(r"[SB][A-ZĐ&]{1,9}|" + any_of(_WORDS["body_letters"]) + r"[A-ZĐ&]{0,12}")
_SEPARATED: Final = re.compile(r"[-/.]")


@dataclass(frozen=True, slots=True)
class Symbol:
    """A document code: `code` regular with its leading zeros, `number` without; `repairs` names what was mended.

    `length` counts the characters as written. `letters` are the first group of the symbol, a type in most (`QĐ`), an
    issuer in letters (`UBND`); `issuer` is the group that stands for the issuer, "" where there is none.
    """

    length: int
    number: str
    symbol: str
    year: int | None
    code: str
    rule: str
    letters: str
    issuer: str
    repairs: tuple[str, ...] = ()


@dataclass(slots=True)
class _Draft:
    """A code on its way to its regular form."""

    length: int
    number: str
    letter: str
    year: str | None
    groups: list[str]
    separators: list[str]
    repairs: list[str]


def names_issuer(letters: str) -> bool:
    """Tell whether the first group of a symbol stands for a body, as in a letter: 276/UBND-NCPC.

    A province's department and a ministry open with their S and B; other letters must be known (`symbols.toml`).

    >>> names_issuer("UBND"), names_issuer("STNMT"), names_issuer("GPMT")
    (True, True, False)
    """
    return letters in _ISSUERS or bool(_BODY_LETTERS.fullmatch(letters))


def read_symbol(view: str, at: int, named: str | None = None) -> Symbol | None:
    """Return the code whose number begins at `at` of a plain view, None where there is none.

    `named` is the kind of document that a word before the number tells; it decides between `DA` for
    Dự án and for Đề án with a lost bar, and lets forms through that have no separator (`858CV/ĐUK`).

    >>> read_symbol("15–CT/TU".replace("–", "-"), 0).code, read_symbol("81/QĐ- UBND", 0).code
    ('15-CT/TU', '81/QĐ-UBND')
    """
    broken = _BROKEN.match(view, at) if named else None
    if broken and (rest := read_symbol(view, broken.end(), named)):
        return replace(
            rest,
            length=rest.length + broken.end() - at,
            number=(broken["first"] + rest.number).lstrip("0"),
            code=broken["first"] + rest.code,
            repairs=(*rest.repairs, "figures"),
        )
    match = _CODE.match(view, at)
    if match and (hybrid := _HYBRID.match(view, at)):
        number, letter, year, group = hybrid.group("number", "letter", "year", "a")
        draft = _Draft(hybrid.end() - at, number, letter or "", year, [group], ["/"], ["separators"])
        return _classified(draft)
    if match is None and named:
        match = _GLUED.match(view, at)
    if match is None:
        return None
    term = _ROMAN_TERM.match(view, match.end()) if view[match.end() - 2 : match.end()] == "QH" else None
    return _regular(match.group(*_GROUPS), match.end() - at, term.group() if term else "", named)


@lru_cache(maxsize=1 << 13)
def _regular(written: tuple[str | None, ...], length: int, term: str, named: str | None) -> Symbol | None:
    """Return the code that the groups of a match make; a document, and an archive, names the same few again and again.

    It is cut where white space tells that it has ended; its groups and separators are mended. `length` is that of
    the match, `term` the Roman number of the National Assembly behind it.
    """
    number, letter, first, year, head, separator, second, others = (group or "" for group in written)
    parts = [head]
    separators = [first.strip()]
    letter_of = named is not None and head in _ISSUERS and first.strip() == "/" and len(second) <= _UNIT
    complete = _is_type(head) or head.islower() or letter_of
    if second and (complete or not _is_dash(separator)) and not (separator.strip() == "." and not complete):
        parts.append(second)
        separators.append(separator.strip())
        parts += [part.strip() for part in _SEPARATED.split(others)[1:]]
        separators += _SEPARATED.findall(others)
    else:
        length -= len(separator) + len(second) + len(others)
    apart = _is_dash(first) and not (named and first.strip() == "/")
    if (apart and not _is_type(head)) or first.strip() == ".":
        return None
    repairs: list[str] = []
    if term and parts[-1].endswith("QH"):
        parts[-1] += str(arabic(term.strip()))
        length += len(term)
        repairs.append("letters")
    parts = _mended(parts, named, repairs)
    if not parts:
        return None
    if len(year) == 2:
        year = _CENTURY + year
        repairs.append("year")
    draft = _Draft(length, number, letter, year or None, parts, separators, repairs)
    _separate(draft)
    return _classified(draft)


def _is_dash(separator: str) -> bool:
    """Tell whether a separator has white space on both sides, like a dash between words."""
    return separator[:1].isspace() and separator[-1:].isspace()


def _is_type(group: str) -> bool:
    return _spelled(group) in LETTERS


def _spelled(group: str) -> str:
    """Return a group with its letters, case and bars made regular, as far as it is known."""
    if group in _KNOWN:
        return group
    group = _SPELLINGS.get(group, group)
    if group.islower():
        return _BY_UPPER.get(group.upper(), group)
    return _BARLESS.get(group, group)


def _mended(parts: list[str], named: str | None, repairs: list[str]) -> list[str]:
    """Return the groups in regular letters; an empty list when small letters stand for nothing known."""
    mended: list[str] = []
    for place, part in enumerate(parts):
        regular = _spelled(part)
        if place == 0 and named and LETTERS.get(regular) != named and LETTERS.get(regular.replace("D", "Đ")) == named:
            regular = regular.replace("D", "Đ")
        if regular not in _KNOWN and regular.islower():
            return []
        halves = _halves(regular) if len(parts) == 1 else None
        if regular != part:
            repairs.append("letters")
        if halves:
            repairs.append("separators")
        mended += halves or [regular]
    return mended


def _halves(group: str) -> list[str] | None:
    """Split a group that lost its separator (NĐCP, QĐUB) into a known type and a known issuer."""
    if group in _KNOWN:
        return None
    for cut in (2, 3, 1):
        if group[:cut] in LETTERS and group[cut:] in _ISSUERS and cut > 1:
            return [group[:cut], group[cut:]]
    return None


def _separate(draft: _Draft) -> None:
    """Set the separators that the sphere asks for where the written ones fit neither the Party nor the State."""
    groups = draft.groups
    written = [*draft.separators, *["-"] * (len(groups) - len(draft.separators))]
    regular = list(written)
    if draft.year:
        regular[0] = "/"
        if len(groups) > 1 and not (groups[0] in _JOINT and written[1] == "/"):
            regular[1:] = ["-"] * (len(groups) - 1)
    elif len(groups) > 1:
        regular[:2] = _sphere(groups, written)
        regular[2:] = ["-" if mark == "." else mark for mark in regular[2:]]
    if regular != written and "separators" not in draft.repairs:
        draft.repairs.append("separators")
    draft.separators = regular


def _sphere(groups: list[str], written: list[str]) -> list[str]:
    """Return the first two separators: hyphen and slash for the Party, slash and hyphen for the State."""
    if groups[1] in LETTERS and not is_party_issuer(groups[1]):
        return [written[0] or "-", written[1]]
    if groups[0] not in LETTERS or (not groups[0].isupper() and groups[0] not in _BY_UPPER.values()):
        return ["/", "-"] if written[:2] == ["-", "-"] else written[:2]
    if is_party_issuer(groups[1]):
        return ["-", "/"]
    if written[:2] == ["-", "/"] or (written[0] == "" and written[1] == "/"):
        return ["-", "/"]
    return ["/", "-"]


def is_party_issuer(group: str) -> bool:
    """Tell whether letters stand for a body of the Party and of no one else (`TU`, `UBKTTW`)."""
    return group in _PARTY or (len(group) > 2 and group.endswith(_PARTY_ENDINGS) and group not in _NOT_PARTY)


def _classified(draft: _Draft) -> Symbol | None:
    """Match the regular code against the shapes; None when it has none of them."""
    number = draft.number.translate(_DIGITS)
    if number != draft.number.replace(".", ""):
        draft.repairs.append("figures")
    if not any(character.isdigit() for character in draft.number):
        return None
    code = number + draft.letter + (f"/{draft.year}" if draft.year else "")
    code += "".join(mark + group for mark, group in zip(draft.separators, draft.groups, strict=True))
    for rule in _RULES:
        match = rule.pattern.fullmatch(code)
        if match:
            plain_number = (number.lstrip("0") or "0") + draft.letter
            year = int(draft.year) if draft.year else None
            groups = _SEPARATED.split(match["symbol"])
            issuers = groups[groups[0] in LETTERS :]
            issuer = issuers[0] if issuers else ""
            repairs = tuple(draft.repairs)
            return Symbol(
                draft.length, plain_number, match["symbol"], year, code, rule.name, groups[0], issuer, repairs
            )
    return None
