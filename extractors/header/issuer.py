"""Who issued an official document and where it belongs: letterhead, signature and the body's own words -> names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, partial
from typing import Final

from extractors.header.stamps import is_stamp
from extractors.layout.letterhead import pattern as head_pattern
from extractors.rulebook import any_of, find_pattern, load_table
from extractors.text.folding import fold
from extractors.text.lines import UPPER
from extractors.values.places import find_places

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["issuer"]
_STANDING_WORDS: Final = frozenset(_WORDS["standing_words"])
_ALONE: Final = ("bộ chính trị", "ban bí thư")
_ALONE_FOLDED: Final = frozenset(map(fold, _ALONE))
_CENTRAL_WORDS: Final = frozenset(fold("ban chấp hành trung ương").split())
"""The committee in whose letterhead they issue."""
_BASIS_ENDS: Final = (";", ",", ".")
_JOINT: Final = " - "
_GLUED_PEERS: Final = re.compile(r"[ ]?[-–][ ]?(?=" + any_of(_WORDS["peers"]) + " )")
"""The dash between the bodies of one line, set without blanks."""
_COMMITTEE: Final = "ban chấp hành"
_PARTY_BOARDS: Final = ("đảng ủy", "đảng uỷ")
_STANDING: Final = re.compile(r"^ban thường (?:vụ|trực) ")
_STANDING_BOARDS: Final = tuple(_WORDS["standing_boards"])
"""Organs in whose name an association's papers go out; a ban chấp hành of a place is the association there."""
_CHAPTERS: Final[dict[str, str]] = load_table(__package__, "header")["chapters"]
_DASHES: Final = "[-–—]"
_COUNTRY: Final = " việt nam"
_PEOPLES_COMMITTEES: Final = tuple(_WORDS["peoples_committees"])
_FEWEST_PEERS: Final = 2
_YOUTH: Final = "đoàn tncs hồ chí minh"
_CENTRAL: Final = " trung ương"
_SPELLED_NUMBER: Final = re.compile(r"số:? [^\W\d][^\n]*[-/]")
"""A number in words with its symbol, which no form of a number reads."""
_PARTY_GROUPS: Final = ("ban cán sự", "đảng đoàn")
_SPEAKS_WITHIN: Final = 3500
_WRAPPED: Final = re.compile(rf"\n(?![{UPPER}\W\d])")
_CLAUSE_ENDS: Final = frozenset(",;.:\n")
_NAMED_WITHIN: Final = 6000
_MOST_WORDS: Final = 40
"""In how many words a body is named, one of several peers with the others: a joint circular has four."""


_pattern = partial(find_pattern, __package__, "header")


def split_units(cells: Sequence[str]) -> list[str]:
    """Return the bodies named in the cells of a letterhead, superior first, in lower case, lines of one name joined.

    >>> split_units(["ỦY BAN NHÂN DÂN", "TỈNH BÌNH PHƯỚC"]), split_units(["UBND TỈNH BẮC KẠN", "SỞ NỘI VỤ"])
    (['ủy ban nhân dân tỉnh bình phước'], ['ubnd tỉnh bắc kạn', 'sở nội vụ'])
    """
    units: list[str] = []
    for cell in cells:
        text = _GLUED_PEERS.sub(_JOINT, " ".join(cell.lower().split()).strip(" *-–_.:"))
        if not text or _SPELLED_NUMBER.match(text) or is_stamp(cell) or _pattern("remark").fullmatch(cell):
            continue
        if glued := _pattern("glued").match(text):
            units.append(glued.group().strip())
            text = text[glued.end() :]
        if units and (
            _pattern("continues").fullmatch(text)
            or units[-1].endswith(",")
            or _pattern("unfinished").search(units[-1])
            or not _pattern("opens_body").match(text)
        ):
            units[-1] = f"{units[-1]}{_joint(units[-1], text)}{text}"
        else:
            units.append(text)
    return [unit.strip(" ,") for unit in units]


def _joint(unit: str, text: str) -> str:
    """Return what parts the lines of one name: a comma between the district and the province of a court."""
    lower = _pattern("place_tail").search(unit)
    return ", " if lower and lower["level"] != "tỉnh" and text.startswith("tỉnh ") else " "


def find_issuer(units: Sequence[str], signed_for: str | None, said: str | None, body: str) -> str | None:
    """Return the issuer's name, spelled as the document's own text spells it where it does.

    `said` is the issuer in the title ("của Ban Thường vụ Tỉnh ủy"), `signed_for` the body after T/M or TM.
    """
    if said and units and fold(_in_full(said)).endswith(fold(units[-1])):
        said = None
    if said and (found := _as_written(said.lower(), body)):
        return found
    spoken = _spoken(body, units) or _enacting(body, units)
    if not units:
        return spoken or (_spelled(said) if said else None)
    if not said and not signed_for and spoken and (fold(spoken) in _ALONE_FOLDED or _is_youth_board(spoken, units)):
        return spoken
    forms = _forms(units, (signed_for or "").lower())
    if spoken and any(_covers(form, spoken) for form in forms):
        return spoken
    for form in forms:
        if found := _as_written(form, body):
            return found
    name = said or forms[0]
    return _spelled(name) if ":" not in name and len(name.split()) <= _MOST_WORDS else None


def _is_youth_board(spoken: str, units: Sequence[str]) -> bool:
    """Tell whether the Central Youth Union's secretariat or standing board speaks under its committee's head."""
    return units[-1].endswith(_YOUTH) and _pattern("youth_speaker").fullmatch(spoken) is not None


def _in_full(name: str) -> str:
    """Return a name with the letters of its committee or council as words: UBND tỉnh -> ủy ban nhân dân tỉnh."""
    table: dict[str, str] = load_table(__package__, "header")["symbols"]["local"]
    return " ".join(table.get(word.upper(), word) for word in name.split())


def issuer_of_symbol(symbol: str | None, seat: str | None) -> str | None:
    """Return the body that the last letters of a symbol name, with the province that it needs; None for other letters.

    >>> issuer_of_symbol("TB-VPCP", None), issuer_of_symbol("NQ-HĐND", "Tỉnh Lạng Sơn")
    ('Văn phòng Chính phủ', 'Hội đồng nhân dân tỉnh Lạng Sơn')
    """
    letters = re.split(r"[/-]", symbol or "")[-1].rstrip("0123456789")
    table = load_table(__package__, "header")["symbols"]
    if letters in table["local"] and seat:
        return f"{table['local'][letters]} {seat[:1].lower()}{seat[1:]}"
    national: str | None = table["national"].get(letters)
    return national


def _forms(units: Sequence[str], signed_for: str) -> list[str]:
    """Return the names that the issuer may go by, likeliest first, in lower case."""
    last = units[-1]
    above = units[-2] if len(units) > 1 else ""
    if _pattern("committee").fullmatch(last) and _pattern("party_organ").fullmatch(above):
        last, above = above, last
    if chapter := _pattern("chapter").fullmatch(last):
        organ = f"{chapter['organ']} " if chapter["organ"].startswith(_STANDING_BOARDS) else ""
        last = f"{organ.replace('btv', 'ban thường vụ')}{_without_place(above)} {chapter['of']}" if above else last
    standing = _pattern("standing").match(signed_for)
    if _pattern("organ").fullmatch(last) and above:
        signed = standing.group() if standing and last == _COMMITTEE else last
        return [f"{signed} {above}"]
    committee = _pattern("committee").fullmatch(above) or _pattern("central_committee").fullmatch(above)
    if committee and _pattern("party_organ").fullmatch(last):
        return [f"{last} {committee['level']}", f"{last} {above}"]
    if committee and _JOINT in last:
        return [_joint_organs(last, committee["level"]), last]
    if standing and not last.startswith(standing.group()):
        return _standing_forms(standing.group(), signed_for, last)
    return [last]


def is_central_committee(issuer: str) -> bool:
    """Tell whether an issuer is the Central Committee, in whose letterhead Bộ Chính trị and Ban Bí thư issue too."""
    return _pattern("central_committee").fullmatch(issuer.lower()) is not None


def of_youth_union(units: Sequence[str]) -> list[str]:
    """Return the bodies of a head under the Youth Union's name, the lowest as its committee.

    >>> of_youth_union(["bch tỉnh hà nam"]), of_youth_union(["ban chấp hành trung ương"])
    (['ban chấp hành đoàn tncs hồ chí minh tỉnh hà nam'], ['ban chấp hành trung ương đoàn tncs hồ chí minh'])
    """
    found = _pattern("youth_board").fullmatch(units[-1]) if units else None
    if found is None:
        return list(units)
    place = f" {found['place']}" if found["place"] else ""
    whole = f"{_COMMITTEE}{place} {_YOUTH}" if place == _CENTRAL else f"{_COMMITTEE} {_YOUTH}{place}"
    return [*units[:-1], whole]


def join_peers(units: Sequence[str]) -> list[str]:
    """Return the bodies that issue a document together as one unit; those above one of them are left out.

    >>> join_peers(["tỉnh ủy hà nam", "ubnd tỉnh hà nam", "ban dân vận", "sở nội vụ"])
    ['ban dân vận tỉnh ủy - sở nội vụ']
    >>> join_peers(["ủy ban nhân dân", "ủy ban mttq tỉnh hà nam"]), join_peers(["tỉnh ủy hà nam", "ban dân vận"])
    (['ủy ban nhân dân - ủy ban mttq tỉnh hà nam'], ['tỉnh ủy hà nam', 'ban dân vận'])
    """
    if any(_JOINT in unit for unit in units):
        return list(units)
    level: str | None = None
    peers: list[str] = []
    for i, unit in enumerate(units):
        committee = _pattern("committee").fullmatch(unit)
        organs = "party_organ" if committee else "department"
        below = units[i + 1 :]
        grouped = committee is not None and any(name.startswith(_PARTY_GROUPS) for name in below)
        if grouped or ((committee or unit.startswith(_PEOPLES_COMMITTEES)) and any(map(_pattern(organs).match, below))):
            level = level or (committee["level"] if committee else None)
        else:
            peers.append(unit)
    if len(peers) < _FEWEST_PEERS:
        return list(units)
    return [
        _JOINT.join(f"{unit} {level}" if level and _pattern("party_organ").fullmatch(unit) else unit for unit in peers)
    ]


def _joint_organs(unit: str, level: str) -> str:
    """Return two bodies of one letterhead, the organ of the committee with its name: once behind two organs of it.

    >>> _joint_organs("ban dân vận - ban cán sự đảng ubnd tỉnh", "tỉnh ủy")
    'ban dân vận tỉnh ủy - ban cán sự đảng ubnd tỉnh'
    """
    first, *others = unit.split(_JOINT)
    if all(_pattern("party_organ").fullmatch(other) for other in others):
        return f"{unit} {level}"
    return _JOINT.join((f"{first} {level}" if _pattern("party_organ").fullmatch(first) else first, *others))


def _standing_forms(standing: str, signed_for: str, unit: str) -> list[str]:
    """Return the names of the collective that signs for a body: Ban Thường vụ, Ban Thường trực, Bộ Chính trị."""
    if standing in _ALONE:
        return [signed_for]
    stem = re.sub(r"^(?:ban chấp hành|bch) ", "", unit)
    committee = _pattern("committee").fullmatch(stem)
    if standing == _COMMITTEE and committee and (chapter := _CHAPTERS.get(committee["level"])):
        return [f"{standing} {chapter}"]
    if standing == _COMMITTEE and stem.startswith(_PARTY_BOARDS):
        return [f"{standing} đảng bộ{stem.removeprefix('đảng ủy').removeprefix('đảng uỷ')}"]
    whole = [signed_for] if len(signed_for) > len(standing) else []
    return [*whole, f"{standing} {_shortened(stem)}", f"{standing} {stem}"]


def _without_place(unit: str) -> str:
    """Return the name of an association without its place: "hội nông dân tỉnh kon tum" -> "hội nông dân"."""
    tail = _pattern("place_tail").search(unit)
    return (unit[: tail.start()] if tail else unit).removesuffix(_COUNTRY)


def _shortened(unit: str) -> str:
    """Return the name of a Party committee without its place: "tỉnh ủy đắk lắk" -> "tỉnh ủy".

    A Đảng ủy needs the name of what it is the committee of, an association that of its place.
    """
    committee = _pattern("committee").fullmatch(unit)
    return committee["level"] if committee and not committee["level"].startswith("đảng") else unit


def find_asking(body: str) -> str | None:
    """Return the body that asks or answers in a letter whose head is lost, as written."""
    return _spoken(body, (), "asks")


def _spoken(body: str, units: Sequence[str], rule: str = "self_report") -> str | None:
    """Return how the issuer calls itself where it reports or orders, if its words are those of the letterhead.

    A name that opens its clause goes before one that another word governs (Quyết định của Ban Bí thư ban hành ...:).
    """
    known = set(" ".join(units).split())
    text = _WRAPPED.sub(" ", body[:_SPEAKS_WITHIN])
    governed: str | None = None
    found = _pattern(rule).search(text)
    while found:
        words = found["issuer"].split()
        opens = found.start() == 0 or text[: found.start()].rstrip(" ")[-1:] in _CLAUSE_ENDS
        for start in range(len(words) - 1):
            name = " ".join(words[start:])
            if words[start][0].isupper() and _pattern("speaker").fullmatch(name) and (not known or _fits(name, known)):
                if opens and start == 0:
                    return name
                governed = governed or name
        found = _pattern(rule).search(text, found.start() + len(words[0]))
    return governed


def _enacting(body: str, units: Sequence[str]) -> str | None:
    """Return the body that issues the document in the paragraph right below its legal basis, if the head knows it."""
    known = set(" ".join(units).split())
    above = ""
    for paragraph in _WRAPPED.sub(" ", body[:_SPEAKS_WITHIN]).split("\n"):
        if not paragraph.strip():
            continue
        found = _pattern("enacting").match(paragraph)
        based = above.rstrip()[-1:] in _BASIS_ENDS and bool(head_pattern("basis").match(above))
        if found and based and _pattern("speaker").fullmatch(found["issuer"]):
            name: str = found["issuer"]
            return name if not known or _fits(name, known) else None
        above = paragraph
    return None


def _fits(name: str, known: set[str]) -> bool:
    folded = {fold(word) for word in known}
    if fold(name) in _ALONE_FOLDED:
        return folded >= _CENTRAL_WORDS
    if _pattern("youth_speaker").fullmatch(name):
        return folded >= _CENTRAL_WORDS and set(fold(_YOUTH).split()) <= folded
    words = [word for word in fold(name).split() if word not in _STANDING_WORDS]
    return bool(words) and sum(word in folded for word in words) >= 0.7 * len(words)


def _covers(form: str, spoken: str) -> bool:
    """Tell whether a body speaks as a form of its name, or as the standing board of it."""
    body = fold(spoken)
    return body.startswith(fold(form)) or (bool(_STANDING.match(body)) and _STANDING.sub("", body) == fold(form))


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


@cache
def _proper_names() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the names that have capitals wherever they stand, the longest first, each with its pattern."""
    names = sorted(load_table(__package__, "header")["casing"]["names"], key=len, reverse=True)
    patterns = (re.escape(name.lower()).replace(re.escape("-"), _DASHES) for name in names)
    return tuple(
        (re.compile(rf"(?<![^\W_]){pattern}(?![^\W_])"), name) for pattern, name in zip(patterns, names, strict=True)
    )


@cache
def _levels() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of a level and the name of its place behind it."""
    levels = load_table(__package__, "header")["casing"]["levels"]
    return tuple(re.compile(rf"(?<![^\W_])({level}) ([^\W\d_][^,;]*)(?=$|[,;])") for level in levels)


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
    for name_pattern, proper in _proper_names():
        text = name_pattern.sub(proper, text)
    for level_pattern in _levels():
        text = level_pattern.sub(_proper_tail, text)
    titled = text.title()
    for span in find_places(titled) if len(titled) == len(text) else ():
        text = f"{text[: span.start]}{titled[span.start : span.end]}{text[span.end :]}"
    text = re.sub(
        rf"^(?:{'|'.join(casing['heads'])}) [^\W\d_]", lambda match: match[0][:-1] + match[0][-1].upper(), text
    )
    text = re.sub(
        rf"(?<![^\W_])((?:{'|'.join(casing['organs'])}) )({'|'.join(casing['bodies'])})(?![^\W_])",
        lambda match: f"{match[1]}{match[2][:1].upper()}{match[2][1:]}",
        text,
    )
    parts = [part[:1].upper() + part[1:] if _pattern("opens_body").match(part) else part for part in text.split(_JOINT)]
    text = _JOINT.join(parts)
    return text[:1].upper() + text[1:]


def _proper_tail(match: re.Match[str]) -> str:
    words = match[2].split(" ")
    proper = [word[:1].upper() + word[1:] for word in words] if len(words) <= 5 else words
    return f"{match[1]} {' '.join(proper)}"
