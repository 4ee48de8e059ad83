"""Who issued an official document and where it belongs: letterhead, signature and the body's own words -> names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import Final

from extractors.header.stamps import is_stamp
from extractors.layout.letterhead import Head
from extractors.rulebook import find_pattern, load_table
from extractors.text.folding import fold
from extractors.values.places import CENTRAL, canonical, find_place, find_places, place_of_district

_ALONE: Final = ("bộ chính trị", "ban bí thư")
_DASH: Final = re.escape("-")
_DASHES: Final = "[-–—]"
_COUNTRY: Final = " việt nam"
_SPEAKS_WITHIN: Final = 3500
_NAMED_WITHIN: Final = 6000


_pattern = partial(find_pattern, __package__, "header")


def split_units(cells: Sequence[str]) -> list[str]:
    """Return the bodies named in the cells of a letterhead, superior first, in lower case, lines of one name joined.

    >>> split_units(["ỦY BAN NHÂN DÂN", "TỈNH BÌNH PHƯỚC"]), split_units(["UBND TỈNH BẮC KẠN", "SỞ NỘI VỤ"])
    (['ủy ban nhân dân tỉnh bình phước'], ['ubnd tỉnh bắc kạn', 'sở nội vụ'])
    """
    units: list[str] = []
    for cell in cells:
        text = " ".join(cell.lower().split()).strip(" *-–_.,:")
        if not text or is_stamp(cell) or _pattern("remark").fullmatch(cell):
            continue
        if glued := _pattern("glued").match(text):
            units.append(glued.group().strip())
            text = text[glued.end() :]
        if units and (
            _pattern("continues").fullmatch(text)
            or _pattern("unfinished").search(units[-1])
            or not _pattern("opens_body").match(text)
        ):
            units[-1] = f"{units[-1]} {text}"
        else:
            units.append(text)
    return units


def find_issuer(units: Sequence[str], signed_for: str | None, said: str | None, body: str) -> str | None:
    """Return the issuer's name, spelled as the document's own text spells it where it does.

    `said` is the issuer in the title ("của Ban Thường vụ Tỉnh ủy"), `signed_for` the body after T/M or TM.
    """
    if said and units and fold(said).endswith(fold(units[-1])):
        said = None
    if said and (found := _as_written(said.lower(), body)):
        return found
    spoken = _spoken(body, units)
    if not units:
        return spoken or (_spelled(said) if said else None)
    forms = _forms(units, (signed_for or "").lower())
    if spoken and any(_covers(form, spoken) for form in forms):
        return spoken
    for form in forms:
        if found := _as_written(form, body):
            return found
    return _spelled(said or forms[0])


def _forms(units: Sequence[str], signed_for: str) -> list[str]:
    """Return the names that the issuer may go by, likeliest first, in lower case."""
    last = units[-1]
    above = units[-2] if len(units) > 1 else ""
    if _pattern("committee").fullmatch(last) and _pattern("party_organ").fullmatch(above):
        last, above = above, last
    if (chapter := _pattern("chapter").fullmatch(last)) and above.endswith(_COUNTRY):
        last = f"{above.removesuffix(_COUNTRY)} {chapter['of']}"
    committee = _pattern("committee").fullmatch(above) or _pattern("central_committee").fullmatch(above)
    if _pattern("organ").fullmatch(last) and above:
        return [above, f"{last} {above}"]
    if committee and not _pattern("committee").fullmatch(last):
        return [f"{last} {committee['level']}", f"{last} {above}", last]
    standing = _pattern("standing").match(signed_for)
    if standing and not last.startswith(standing.group()):
        whole = [signed_for] if len(signed_for) > standing.end() or standing.group() in _ALONE else []
        stem = re.sub(r"^(?:ban chấp hành|bch) ", "", last)
        return [*whole, f"{standing.group()} {_shortened(stem)}", f"{standing.group()} {stem}", stem]
    return [last]


def _shortened(unit: str) -> str:
    """Return a unit's name without the name of its place: "tỉnh ủy đắk lắk" -> "tỉnh ủy"."""
    if committee := _pattern("committee").fullmatch(unit):
        return committee["level"]
    tail = _pattern("place_tail").search(unit)
    return f"{unit[: tail.start()]} {tail['level']}" if tail else unit


def _spoken(body: str, units: Sequence[str]) -> str | None:
    """Return how the issuer calls itself where it reports or orders, if its words are those of the letterhead."""
    known = set(" ".join(units).split())
    for match in _pattern("self_report").finditer(body, 0, _SPEAKS_WITHIN):
        words = match["issuer"].split()
        for start in range(len(words) - 1):
            name = " ".join(words[start:])
            if words[start][0].isupper() and _pattern("speaker").fullmatch(name) and (not known or _fits(name, known)):
                return name
    return None


def _fits(name: str, known: set[str]) -> bool:
    words = [word for word in fold(name).split() if word not in ("ban", "thường", "vụ", "-", "–")]
    folded = {fold(word) for word in known}
    return bool(words) and sum(word in folded for word in words) >= 0.7 * len(words)


def _covers(form: str, spoken: str) -> bool:
    return fold(form) == fold(spoken) or fold(spoken).startswith(fold(form))


def _as_written(form: str, body: str) -> str | None:
    """Return a lower-case name as the body spells it, None when the body does not name it."""
    lowered = body[:_NAMED_WITHIN].lower()
    for variant in dict.fromkeys((form, form.replace("ủy", "uỷ"), form.replace("uỷ", "ủy"))):
        at = lowered.find(variant)
        while at >= 0:
            found = body[at : at + len(variant)]
            if found[:1].isupper() and not found.isupper():
                return found
            at = lowered.find(variant, at + 1)
    return None


def _spelled(name: str) -> str:
    """Return a name as written where it has capitals and small letters, else in the case of running text."""
    return name if name[:1].isupper() and not name.isupper() else set_case(name)


def set_case(name: str) -> str:
    """Return a name in capitals or lower case with the capitals that Vietnamese spelling gives it.

    >>> set_case("ỦY BAN NHÂN DÂN TỈNH BÌNH PHƯỚC"), set_case("HỘI LHPN HUYỆN KHOÁI CHÂU"), set_case("TỈNH UỶ SƠN LA")
    ('Ủy ban nhân dân tỉnh Bình Phước', 'Hội LHPN huyện Khoái Châu', 'Tỉnh uỷ Sơn La')
    """
    casing = load_table(__package__, "header")["casing"]
    text = " ".join(name.lower().split())
    if "uỷ" in text:
        return set_case(text.replace("uỷ", "ủy")).replace("ủy", "uỷ").replace("Ủy", "Uỷ")
    acronyms = {word.lower(): word for word in casing["acronyms"]}
    text = " ".join(acronyms.get(word, word) for word in text.split())
    for proper in sorted(casing["names"], key=len, reverse=True):
        text = re.sub(rf"(?<![^\W_]){re.escape(proper.lower()).replace(_DASH, _DASHES)}(?![^\W_])", proper, text)
    for level in casing["levels"]:
        text = re.sub(rf"(?<![^\W_])({level}) ([^\W\d_][^,;]*)$", _proper_tail, text)
    titled = text.title()
    for span in find_places(titled) if len(titled) == len(text) else ():
        text = f"{text[: span.start]}{titled[span.start : span.end]}{text[span.end :]}"
    text = re.sub(
        rf"^(?:{'|'.join(casing['heads'])}) [^\W\d_]", lambda match: match[0][:-1] + match[0][-1].upper(), text
    )
    return text[:1].upper() + text[1:]


def _proper_tail(match: re.Match[str]) -> str:
    words = match[2].split(" ")
    proper = [word[:1].upper() + word[1:] for word in words] if len(words) <= 5 else words
    return f"{match[1]} {' '.join(proper)}"


def find_issuer_place(units: Sequence[str], head: Head, body: str) -> str | None:
    """Return the province of an issuer, Trung ương for a national one, None when the document does not tell."""
    for unit in units:
        if found := find_place(unit.title()) or find_place(unit.upper()):
            return found
    local = any(_pattern("place_tail").search(unit) for unit in units)
    if not local and any(_pattern("national_body").search(unit) for unit in units):
        return CENTRAL
    town = head.town or ""
    named = canonical(town) or _district_in(units) or place_of_district(re.sub(r"^(?:TP|TX|Tp)\.? ?", "", town))
    if named:
        return named
    return find_place(body[:_NAMED_WITHIN])


def _district_in(units: Sequence[str]) -> str | None:
    for unit in units:
        words = unit.split()
        for size in (3, 2):
            for start in range(len(words) - size + 1):
                if found := place_of_district(" ".join(words[start : start + size])):
                    return found
    return None
