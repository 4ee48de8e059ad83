"""A plain view -> mentions of documents by number: with symbol (22-QC/TU) or without (quyết định 2898), and lists.

Each run of figures is looked at once: a code is read there, or a type word is looked for before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractors.citations.mention import Mention
from extractors.model import Form
from extractors.names.bodies import match_body
from extractors.names.kinds import (
    ENDINGS,
    LETTERS,
    TypeWord,
    bare_use,
    kinds_of,
    letters_fit,
    may_follow_type,
    type_at,
    type_before,
)
from extractors.names.symbols import MAY_GO_ON, Symbol, names_issuer, read_symbol
from extractors.rulebook import any_of, load_table
from extractors.text.phrases import PhraseBook
from extractors.text.plain import LOWER, UPPER
from extractors.values.dates import date_at

_WORDS: Final[dict[str, list[str]]] = load_table("extractors.citations", "citations")["words"]
_FOLLOWERS: Final = frozenset(_WORDS["followers"])
_COUNTED: Final = PhraseBook(_WORDS["counted"])
_NOT_COUNTED: Final = PhraseBook(_WORDS["not_counted"])
_PLACE_BEHIND: Final = re.compile(rf"\s{{1,3}}{any_of(_WORDS['levels'])}\s{{1,3}}[{UPPER}][{LOWER}]{{1,6}}(?!\w)")
_ABBREVIATION_CUES: Final = tuple(_WORDS["abbreviation_cues"])

_FIGURES: Final = re.compile(
    rf"[0-9](?<![0-9]{{2}})(?<![^\W_][/.,-][0-9])"
    rf"(?:(?P<code>(?={MAY_GO_ON}))|(?<![^\W\d_]\ [0-9])|(?<=[{ENDINGS[0]}][{ENDINGS[1]}]\ [0-9]))"
)
"""The first figure of a number behind which a code may go on, or before which a type word may stand."""
_OCR: Final = re.compile(r"(?<![^\W\d_])[OIlSB]{1,2}\Z")
_BARE: Final = re.compile(
    r"(?P<number>[0-9]{1,5})(?P<letter>[a-zđ](?![^\W\d_]))?(?:/(?P<year>(?:19|20)[0-9]{2})(?![0-9/.-]))?(?![0-9])"
)
_NEXT: Final = re.compile(
    r"\s{0,2}(?:[,;]|,?\s" + any_of(_WORDS["links"]) + r"\s|\s-\s)\s{0,2}(?:(?:các\s)?số:?\s{0,2})?(?=[0-9])"
)
_AFTER_WORD: Final = re.compile(r"[\s)*_\]]{0,3}([^\W\d_]+)")
_FRACTION: Final = re.compile(r"\s?%|[.:][0-9]|,[0-9](?![0-9]{1,3}(?!\w))|/[0-9]|-[0-9]|\s?[-–]\s?[0-9]")
_WORD_START: Final = re.compile(r"(?<![^\W_])[^\W\d_]")
_OF: Final = re.compile(r"\s(?:của\s)?")
_LAW: Final = re.compile(
    rf"(?<![^\W\d_]){any_of(load_table(__package__, 'named_instruments')['words']['kinds_of_laws'])}(?=\s[^\W\d_])"
)
_PHRASE_END: Final = re.compile(r"[.,;:\n\"“”()]|[0-9]|\s(?:và|của)\s")
_QUALIFIER: Final = re.compile(r"(?:\s{1,3}(?!" + "|".join(_WORDS["no_qualifier"]) + r")[^\W\d_]+){1,5}\s{1,3}")
_QUALIFIED: Final = 50
_WORD: Final = re.compile(r"[^\W\d_]+")
_FEWEST_INITIALS: Final = 2
_NAME_STOP: Final = re.compile(r"[.;:\n\"“”()]|\s" + any_of(_WORDS["behind_name"]) + r"\s")
_LIST_MARKS: Final = frozenset({",", ";", "và", ", và"})
_NUMBER_WORD: Final = re.compile(r"\s{1,2}(?:(?:số|Số):?\s{0,2})?\Z")
_BETWEEN: Final = 110
_DATED_REACH: Final = 48
_AND_DATED: Final = re.compile(r",?\sngày\s[0-9][0-9/. thángnăm-]{5,24},?\s(?:và|,)\s(?:số:?\s)?")
_DAY: Final = re.compile(r",?\sngày\s[0-9]")
_YEAR_BEHIND: Final = re.compile(rf"\s(?P<year>(?:19|20)[0-9]{{2}})(?=\s[{LOWER}])")
_FIRST_YEAR: Final = 1975
_LAST_YEAR: Final = 2099
_WORD_REACH: Final = 24


def find_numbered(view: str, number_starts: Sequence[int]) -> list[Mention]:
    """Return the mentions by number of a plain view, ordered, without overlaps; `number_starts` are its own."""
    found: list[Mention] = []
    done = 0
    for start in number_starts:
        figures = _FIGURES.match(view, start) if start >= done else None
        if figures is None or (figures["code"] is None and not may_follow_type(view, start)):
            continue
        mention = _read(view, start, found)
        if mention:
            found.append(mention)
            done = _read_list(view, mention, found)
    return found


def _read(view: str, start: int, found: list[Mention]) -> Mention | None:
    """Read the mention whose number has its first figures at `start`, None where there is none."""
    if view[start - 1 : start].isalpha() and (damaged := _OCR.search(view, max(0, start - 2), start)):
        start = damaged.start()
    word = type_before(view, start)
    symbol = read_symbol(view, start, word.name if word else None)
    if symbol and (_is_code(symbol, word) or (word and _type_of_body(view, word.start))):
        unread = word is None and view[max(0, start - 4) : start].rstrip(" :\n")[-2:].lower() == "số"
        return None if unread else _numbered(view, start, symbol, word)
    if word is None or word.name is None:
        return _coordinated(view, start, symbol, found)
    return _bare(view, start, word, found)


def _coordinated(view: str, start: int, symbol: Symbol | None, found: list[Mention]) -> Mention | None:
    """Read a number that `và số` joins to the mention before, dated like it (A số 6 ngày ... và số 7 ngày ...)."""
    if not found or not 0 < start - found[-1].end < _DATED_REACH or not found[-1].spoken:
        return None
    head = found[-1]
    joined = _AND_DATED.match(view, head.end, start)
    number = None if symbol else _BARE.match(view, start)
    end = start + symbol.length if symbol else number.end() if number else start
    if joined is None or joined.end() != start or not _DAY.match(view, end):
        return None
    if symbol:
        member = _numbered(view, start, symbol, None)
        member.doc_type = head.doc_type
    else:
        digits = view[start:end].lstrip("0")
        member = Mention(start, end, Form.NUMBER_ONLY, head.doc_type, "number_only", number=digits)
    return member


def _is_code(symbol: Symbol, word: TypeWord | None) -> bool:
    """Tell whether a symbol that could be read is a document's: unknown letters need a word before them."""
    if "figures" in symbol.repairs and (symbol.letters not in LETTERS or not symbol.issuer):
        return False
    if (word and word.name) or symbol.rule == "assembly":
        return True
    if symbol.letters in LETTERS and symbol.rule not in ("single", "normative_single"):
        return True
    return word is not None and symbol.rule in ("state", "normative", "party")


def _numbered(view: str, start: int, symbol: Symbol, word: TypeWord | None) -> Mention:
    spoken = word is not None and word.name is not None
    begin = word.start if word and spoken else start
    kind = word.name if word and spoken else None
    if kind and word and (further := _fitting_type(view, word, symbol)):
        begin, kind = further
    if not kind:
        between = _type_before_words(view, word.start, symbol) if word else None
        begin, kind = between or (_letters_before(view, start, symbol), _kind_of_letters(symbol))
        spoken = between is not None
    return Mention(
        begin, start + symbol.length, Form.NUMBERED, kind, symbol.rule, number=symbol.number, symbol=symbol.symbol,
        year=symbol.year or _year_behind(view, start + symbol.length), code=symbol.code, spoken=spoken,
        repairs=symbol.repairs,
    )  # fmt: skip


def _year_behind(view: str, end: int) -> int | None:
    """Return the year that a headline sets behind a code (Quyết định 655/QĐ-TTg 2024 quy hoạch cảng cá)."""
    year = _YEAR_BEHIND.match(view, end)
    return int(year["year"]) if year and _COUNTED.match(view, year.end()) is None else None


def _letters_before(view: str, start: int, symbol: Symbol) -> int:
    """Return where the symbol's own letters stand for the type word (TB số 15/TB-UBND); `start` where they do not."""
    before = _NUMBER_WORD.search(view, max(0, start - _WORD_REACH), start)
    end = before.start() if before else start
    begin = end - len(symbol.letters)
    if symbol.letters in LETTERS and view.startswith(symbol.letters, max(0, begin)):
        return begin if not view[max(0, begin - 1) : begin].isalnum() else start
    return start


def _fitting_type(view: str, word: TypeWord, symbol: Symbol) -> tuple[int, str] | None:
    """Return a type word further back that the letters fit better (Quyết định phê duyệt dự án số 12/QĐ-UBND)."""
    meant = LETTERS.get(symbol.letters)
    if meant is None or word.name is None or word.short or letters_fit(word.name, symbol.letters):
        return None
    at = view.rfind(meant, max(0, word.start - _BETWEEN), word.start)
    if at < 0 or _PHRASE_END.search(view, at, word.start):
        return None
    return at, meant


def _kind_of_letters(symbol: Symbol) -> str | None:
    """Return the kind that the letters of a symbol stand for, where no word names it."""
    if symbol.rule == "assembly":
        return {"PL": "Pháp lệnh", "QH": "Luật"}.get(symbol.symbol[:2], "Nghị quyết")
    kind = LETTERS.get(symbol.letters)
    if kind == "Thông tư" and (symbol.rule == "party" or "MTT" in symbol.symbol):
        return "Thông tri"
    if kind is None and symbol.rule == "state" and names_issuer(symbol.letters):
        return "Công văn"
    return kind


def _unknown_type(view: str, end: int, symbol: Symbol) -> tuple[int, str] | None:
    """Return the type word that no table holds and that the letters of the symbol abbreviate, with its offset.

    `Giấy phép môi trường số 318/GPMT-UBND`: GPMT are the initials of the words before `số`.
    """
    words = list(_WORD.finditer(view, max(0, end - _BETWEEN), end))[-len(symbol.letters) :]
    initials = "".join(word.group()[0] for word in words).upper()
    if len(words) < _FEWEST_INITIALS or initials != symbol.letters.upper():
        return None
    start = words[0].start()
    written = view[start:end].strip(" ,(:\n")
    return None if _PHRASE_END.search(written) else (start, " ".join(written.split()).capitalize())


def _type_of_body(view: str, end: int) -> tuple[int, str] | None:
    """Return the type word before `của ISSUER số` (Chỉ thị của Ban Bí thư số 15-CT/TW), with its offset."""
    for word in reversed(list(_WORD_START.finditer(view, max(0, end - _BETWEEN), end))):
        named = type_at(view, word.start())
        behind = _OF.match(view, named[0]) if named else None
        reached = match_body(view, behind.end(), joint="liên" in named[1]) if behind and named else None
        if named and reached is not None and not view[reached:end].strip(" ,(:\n"):
            return word.start(), named[1]
    return None


def _type_before_words(view: str, end: int, symbol: Symbol) -> tuple[int, str] | None:
    """Return the type word that other words part from `số`, with its offset: an issuer, a law's name, a qualifier."""
    return (
        _type_of_body(view, end)
        or _law_before(view, end, symbol)
        or _qualified(view, end, symbol)
        or (_unknown_type(view, end, symbol) if symbol.letters not in LETTERS else None)
    )


def _qualified(view: str, end: int, symbol: Symbol) -> tuple[int, str] | None:
    """Return the type word with a qualifier behind it (Công văn hỏa tốc số ..., Quyết định phê duyệt số ...)."""
    kind = _kind_of_letters(symbol)
    for name in dict.fromkeys((*((kind,) if kind else ()), *kinds_of(symbol.letters))):
        floor = max(0, end - _QUALIFIED)
        at = max(view.rfind(name, floor, end), view.rfind(name.lower(), floor, end))
        if at >= 0 and _QUALIFIER.fullmatch(view, at + len(name), end):
            return at, name
    return None


def _law_before(view: str, end: int, symbol: Symbol) -> tuple[int, str] | None:
    """Return the law or ordinance whose name, in no book, stands before `số` (Pháp lệnh phát hành công trái số ...)."""
    if symbol.rule != "assembly":
        return None
    last = None
    for match in _LAW.finditer(view, max(0, end - _BETWEEN), end):
        last = match
    if last is None or _NAME_STOP.search(view, last.end(), end):
        return None
    return last.start(), last.group().capitalize()


def _bare(view: str, start: int, word: TypeWord, found: list[Mention]) -> Mention | None:
    """Read a number without symbol behind a type word; a count, a year, a date or an amount is not a document."""
    match = _BARE.match(view, start)
    counted = ":" in view[word.end : start] and not word.numbered
    if not match or not word.name or bare_use(word.name) == "never" or counted:
        return None
    listed = bool(found) and view[found[-1].end : word.start].strip() in _LIST_MARKS
    if not _is_number_of_document(view, match, word, listed):
        return None
    number = (match["number"].lstrip("0") or "0") + (match["letter"] or "")
    year = int(match["year"]) if match["year"] else None
    return Mention(word.start, match.end(), Form.NUMBER_ONLY, word.name, "number_only", number=number, year=year)


def _is_number_of_document(view: str, match: re.Match[str], word: TypeWord, listed: bool) -> bool:
    end = match.end()
    if _FRACTION.match(view, end) or (date_at(view, match.start()) and not match["year"]):
        return False
    after = _AFTER_WORD.match(view, end)
    following = after[1].lower() if after else ""
    if word.numbered:
        return True
    if match["year"]:
        return word.name in _WORDS["numbered_kinds"] or word.short
    if _is_count(view, end, match["number"], following):
        return False
    attribute = _has_attribute(view, end, following)
    if word.short:
        return (
            attribute
            or listed
            or view[max(0, word.start - _WORD_REACH) : word.start].rstrip().lower().endswith(_ABBREVIATION_CUES)
        )
    if bare_use(word.name or "") == "attribute":
        return attribute and not _looks_like_year(match["number"])
    if view[word.start].islower():
        return (len(match["number"]) > 1) and (not following or following in _FOLLOWERS or not after)
    return len(match["number"]) > 1 or attribute or match["letter"] is not None


def _looks_like_year(number: str) -> bool:
    """Tell whether a number without symbol is rather the year of a plan; the number of `Đề án 1956` is not a year."""
    return len(number) == 4 and _FIRST_YEAR <= int(number) <= _LAST_YEAR


def _is_count(view: str, end: int, number: str, following: str) -> bool:
    if _looks_like_year(number) and following not in ("ngày", "của"):
        return True
    if following == "năm":
        return not re.match(r"\s{1,3}năm\s{1,3}(?:19|20)[0-9]{2}(?!\s?-)", view[end : end + 16])
    if not following or _NOT_COUNTED.match(view, end) or _PLACE_BEHIND.match(view, end):
        return False
    return _COUNTED.match(view, end) is not None


def _has_attribute(view: str, end: int, following: str) -> bool:
    """Tell whether a date or an issuer follows the number."""
    if following == "ngày":
        return re.match(r"\W{1,4}ngày\s{0,3}[0-9]", view[end : end + 14]) is not None
    at = re.match(r"\s{1,3}của\s{1,3}", view[end : end + 12])
    return at is not None and match_body(view, end + at.end()) is not None


def _read_list(view: str, head: Mention, found: list[Mention]) -> int:
    """Read the members that continue a list (`18, 19-NQ/TW`; `217-QĐ/TW, 218-QĐ/TW`) and return where it ends.

    Numbers without symbol take the symbol of the member that closes the list; codes take the type word
    of the first where their letters do not stand for another kind.
    """
    members = [head]
    end = head.end
    while following := _NEXT.match(view, end):
        at = following.end()
        symbol = read_symbol(view, at, head.doc_type)
        if symbol and (
            symbol.letters in LETTERS
            or symbol.letters == (head.symbol or "").split("/")[0].split("-")[0]
            or head.symbol is None
            or symbol.rule == head.rule
        ):
            member = _numbered(view, at, symbol, None)
            member.doc_type = _list_kind(head, symbol)
        elif members[-1].symbol is None:
            member_or_none = _bare_member(view, at, head)
            if member_or_none is None:
                break
            member = member_or_none
        else:
            break
        member.head, member.spoken = head, False
        members.append(member)
        found.append(member)
        end = member.end
        if not head.spoken:
            break
    _complete(members)
    return end


def _list_kind(head: Mention, symbol: Symbol) -> str | None:
    own = _kind_of_letters(symbol)
    if head.symbol is None or not own or symbol.letters not in LETTERS:
        return head.doc_type
    same = head.symbol.replace("-", "/").split("/")[0] == symbol.letters
    return head.doc_type if same or symbol.rule == "assembly" else own


def _bare_member(view: str, at: int, head: Mention) -> Mention | None:
    match = _BARE.match(view, at)
    if not match or _FRACTION.match(view, match.end()) or date_at(view, at):
        return None
    after = _AFTER_WORD.match(view, match.end())
    following = after[1].lower() if after else ""
    closes = not after or following in _FOLLOWERS or view[match.end() : match.end() + 1] in ",;.)\n"
    if not closes or _is_count(view, match.end(), match["number"], following):
        return None
    if len(match["number"]) > len(head.number or "") + 2 or not head.spoken:
        return None
    number = (match["number"].lstrip("0") or "0") + (match["letter"] or "")
    return Mention(at, match.end(), Form.NUMBER_ONLY, head.doc_type, "number_only", number=number)


def _complete(members: list[Mention]) -> None:
    """Give numbers without symbol the symbol of the next member that has one."""
    closing: Mention | None = None
    for member in reversed(members):
        if member.symbol:
            closing = member
        elif closing and closing.code and closing.symbol and member.number:
            written = member.number if len(member.number) > 1 else "0" + member.number
            tail = closing.code[len(closing.code) - len(closing.symbol) - 1 :]
            member.form, member.symbol, member.rule = Form.NUMBERED, closing.symbol, closing.rule
            member.code = written + (f"/{closing.year}" if closing.year else "") + tail
            member.year = closing.year
