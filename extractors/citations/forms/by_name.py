"""A plain view -> mentions of documents known by name: laws, codes, ordinances, constitutions, charters, treaties.

Names and the words that end one are in `named_instruments.toml`. A number behind the name joins the mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from extractors.citations.mention import Mention
from extractors.model import Form
from extractors.names.bodies import match_name
from extractors.names.kinds import letters_fit
from extractors.names.symbols import read_symbol
from extractors.rulebook import Rule, any_of, load_rules, load_table
from extractors.text.phrases import PhraseBook
from extractors.text.plain import places_of

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "named_instruments")["words"]
_RULES: Final = load_rules(__package__, "named_instruments")
_BOOKS: Final = {name: PhraseBook(_WORDS[name]) for name in {rule.data["names"] for rule in _RULES}}
_BY_TRIGGER: Final = {
    trigger: tuple(rule for rule in _RULES if trigger in rule.data["triggers"])
    for trigger in sorted({trigger for rule in _RULES for trigger in rule.data["triggers"]})
}
_LAW: Final = next(rule for rule in _RULES if rule.name == "law")
_NAMES_OF_LAWS: Final = _BOOKS[_LAW.data["names"]]
_STOPS: Final = frozenset(_WORDS["stops"])
_NEVER_FIRST: Final = frozenset(_WORDS["never_first"])
_DEEPEST: Final = 3
_LONGEST: Final = 14
_MOST_AMENDED: Final = 16

_AMENDING: Final = re.compile(
    r"\s{1,3}(?:[Ss]ửa đổi|SỬA ĐỔI)(?:,?\s{1,3}(?:và\s{1,3})?(?:bổ sung|BỔ SUNG))?(?:,\s{0,3}thay thế)?,?\s{1,3}"
    r"(?:" + any_of(_WORDS["amended_parts"]) + r""
    r"\s{1,3}" + any_of(_WORDS["of_amended"]) + r"\s{1,3})?(?:các\s{1,3})?"
    r"(?=" + "|".join(_WORDS["amended"]) + r")"
)
_INNER: Final = re.compile(r"(?:,|\s{1,3}và|;)\s{1,3}(?=" + any_of(_WORDS["kinds_of_laws"]) + r"\s)")
_YEAR: Final = re.compile(
    r"(?:\s{1,3}\(sửa đổi(?:, bổ sung)?\))?"
    r"\s{1,3}(?P<open>\()?(?:(?:[Nn]ăm|NĂM)\s{1,3})?(?P<year>(?:19|20)[0-9]{2})(?(open)\))(?![0-9/-]|\.[0-9])"
)
_NUMBER: Final = re.compile(
    r"(?:\s{0,3}\(sửa đổi\))?,?\s{1,3}(?P<open>\()?(?:[Ss]ố|SỐ):?\s{0,2}(?=[0-9])"
    r"|\s{1,3}(?P<open2>\()?(?=[0-9]{1,3}/(?:19|20)[0-9]{2}/)"
)
_WORD: Final = re.compile(r"\s{1,3}((?:[^\W_]|[&/-])+)")
_ACRONYM: Final = re.compile(r"\s{0,2}\((?:[A-ZĐ][A-Za-zĐđ]{1,9})\)")
_REVISION: Final = re.compile(r"\s{1,3}\((?:sửa đổi, )?bổ sung, phát triển năm (?P<year>(?:19|20)[0-9]{2})\)")
_INNER_LAW: Final = re.compile(any_of(_WORDS["kinds_of_laws"]) + r"\s")
_LAWS: Final = "luật"
_LIST_OF_LAWS: Final = re.compile(_LAWS + r"(?:\s" + any_of(_WORDS["opens_law_list"]) + r"){0,2}\s?:\s{1,3}")
_SEVERAL: Final = re.compile(r"(?:[Cc]ác|[Nn]hững|[0-9]{1,2})\s{1,3}(?:dự\sán\s)?\Z")
_SEVERAL_REACH: Final = 16
_JOINED: Final = re.compile(r"(?:,|;|\s{1,3}và)\s{1,3}")
_LISTED_LAW: Final = re.compile(r"(?:,|\svà)\s{1,3}(?:Bộ luật|Luật)\s(?:[^\W\d_]+,?\s){1,14}?số\s[0-9]")
_BASIS: Final = re.compile(r"(?:Căn cứ|;)\s{1,3}(?:Luật|Pháp lệnh)\Z")
_AMENDING_WORD: Final = re.compile(r"\s{1,3}[Ss]ửa đổi")
_BASIS_NAME: Final = re.compile(
    rf"\s{{1,3}}(?!{any_of(_WORDS['opens_no_name'])}(?![^\W\d_]))(?:[^\n;:.()0-9]|\n(?!\s)){{3,140}}?(?<!\s)"
    rf"(?=,?\s{any_of(_WORDS['behind_name'])}\s?[0-9]|\s{{0,3}};)"
)
_BASIS_REACH: Final = 20
_TELLING: Final = re.compile(r"\s{1,3}\(?" + any_of(_WORDS["tells"]))
_NEW_SUBJECT: Final = re.compile(r"\s{1,3}" + any_of(_WORDS["opens_subject"]) + r"\s")
_WORD_BEFORE: Final = re.compile(r"([^\W\d_]+)\s{1,3}\Z")


def find_named(view: str, flat: str) -> list[Mention]:
    """Return the mentions by name of a plain view, ordered, without overlaps; `flat` is the view unwrapped."""
    found: list[Mention] = []
    end = 0
    for start, rule in sorted(_places(view, flat), key=lambda place: place[0]):
        if start < end:
            continue
        mention = _read(view, start, rule)
        if mention:
            found.append(mention)
            end = mention.end
    return sorted([*found, *_listed_laws(view)], key=lambda mention: mention.start)


def _listed_laws(view: str) -> Iterator[Mention]:
    """Yield the laws whose names alone stand in a list: `thông qua 3 luật gồm: Đất đai, Nhà ở và Đầu tư công`."""
    for word in places_of(view, _LAWS):
        lead = _LIST_OF_LAWS.match(view, word)
        if lead is None or not _SEVERAL.search(view, max(0, word - _SEVERAL_REACH), word):
            continue
        at: int | None = lead.end()
        while at is not None and view[at : at + 1].isupper() and (end := _NAMES_OF_LAWS.match(view, at)):
            yield Mention(at, end, Form.NAMED, "Luật", _LAW.name)
            joined = _JOINED.match(view, end)
            at = joined.end() if joined else None


def _places(view: str, flat: str) -> Iterator[tuple[int, Rule]]:
    """Yield the offsets where a word for a named document stands, with the rule that knows it."""
    for trigger, rules in _BY_TRIGGER.items():
        for at in places_of(flat, trigger):
            for rule in rules:
                start = _begins(view, at, rule)
                if start is not None:
                    yield start, rule


def _begins(view: str, at: int, rule: Rule) -> int | None:
    """Return where the rule's word begins that holds the trigger at `at`, None where it is another word."""
    for back in rule.data["back"]:
        match = rule.pattern.match(view, at - back) if at >= back else None
        if match and match.end() > at and not view[max(0, match.start() - 1) : match.start()].isalpha():
            return match.start()
    return None


def _read(view: str, start: int, rule: Rule) -> Mention | None:
    match = rule.pattern.match(view, start)
    before = _WORD_BEFORE.search(view, max(0, start - 16), start)
    if not match or (before and before[1].lower() in rule.data["not_after"]):
        return None
    end = _name_end(view, match.end(), rule)
    if end is None:
        dated = _YEAR.match(view, match.end()) and (rule.data["bare"] or view[start].isupper())
        if not (rule.data["bare"] and view[start].isupper()) and not dated:
            return None
        end = match.end()
    if (
        view[start].islower()
        and not view[match.end() : match.end() + 4].lstrip()[:1].isupper()
        and not _YEAR.match(view, end)
    ):
        return None
    kind = rule.data["doc_type"] or " ".join(match["type"].split())
    mention = Mention(start, end, Form.NAMED, kind, rule.name)
    _read_year(view, mention)
    _read_number(view, mention)
    _read_listed(view, mention)
    mention.tail = mention.end
    return mention


def _name_end(view: str, at: int, rule: Rule, depth: int = 0) -> int | None:
    """Return the end of the name that begins behind the word, None where none does.

    `depth` counts the amending laws around it (Luật sửa đổi Luật sửa đổi Luật ...).
    """
    amending = _AMENDING.match(view, at) if rule.name in ("law", "code", "ordinance") else None
    if amending:
        amended = _amended_end(view, amending.end(), depth + 1) if depth < _DEEPEST else None
        return amended or _basis_end(view, at)
    space = re.match(r"\s{1,3}", view[at : at + 4])
    if not space:
        return None
    listed = _BOOKS[rule.data["names"]].match(view, at + space.end())
    if rule.name == "charter" and listed is not None:
        return max(listed, match_name(view, at + space.end()) or 0)
    if listed is not None:
        acronym = _ACRONYM.match(view, listed) if rule.name == "treaty" else None
        return acronym.end() if acronym else _with_reading(view, listed, rule)
    return None if rule.data.get("closed") else _unlisted_end(view, at) or _basis_end(view, at)


def _basis_end(view: str, at: int) -> int | None:
    """Return the end of a name in small letters that is a legal basis (`Căn cứ Luật sửa đổi ... ngày 19/6/2009;`)."""
    basis = _BASIS.search(view, max(0, at - _BASIS_REACH), at)
    if basis and basis.group()[0] == ";" and not _AMENDING_WORD.match(view, at):
        return None
    name = _BASIS_NAME.match(view, at) if basis else None
    return name.end() if name else None


def _with_reading(view: str, end: int, rule: Rule) -> int:
    revision = _REVISION.match(view, end) if rule.name == "platform" else None
    return revision.end() if revision else end


def _amended_end(view: str, at: int, depth: int) -> int | None:
    """Return the end of the name of an amending law: that of the last law amended, when its date or number follows."""
    first = end = _inner_end(view, at, depth)
    for _ in range(_MOST_AMENDED if depth == 1 else 1):
        joined = _INNER.match(view, end) if end is not None and not _tells(view, end) else None
        if joined is None:
            break
        end = _inner_end(view, joined.end(), depth)
    return end if end is not None and _tells(view, end) else first


def _inner_end(view: str, at: int, depth: int) -> int | None:
    for rule in _RULES[:4]:
        match = rule.pattern.match(view, at)
        if match:
            return _name_end(view, match.end(), rule, depth)
    return None


def _tells(view: str, at: int) -> bool:
    """Tell whether a number, a year or a date follows."""
    return _TELLING.match(view[at : at + 8]) is not None


def _unlisted_end(view: str, at: int) -> int | None:
    """Read a name that is in no book: a capitalised word, then words up to one that ends a name."""
    end: int | None = None
    place = at
    for count in range(_LONGEST):
        word = _WORD.match(view, place)
        if not word:
            break
        text = word[1]
        if text[0].isdigit():
            break
        if count == 0 and (not text[0].isupper() or text in _NEVER_FIRST or text.lower() in _NEVER_FIRST):
            return None
        if count and ((text.lower() in _STOPS and not _is_digital(view, word)) or (text == "của" and not end)):
            break
        if text in ("và", "-", "của") and not _joins(view, word.end()):
            break
        if (
            count
            and text[0].isupper()
            and not view[word.start() : word.end()].lstrip()[:2].isupper()
            and _is_new_subject(view, word.start())
        ):
            break
        end = place = word.end()
    return end


def _is_digital(view: str, word: re.Match[str]) -> bool:
    """Tell `số` of `Chuyển đổi số` from that before a number."""
    return word[1] == "số" and not view[word.end() : word.end() + 4].lstrip(" :")[:1].isdigit()


def _joins(view: str, at: int) -> bool:
    """Tell whether what follows `và` or `của` goes on the name: a small word that ends no name, an abbreviation."""
    word = _WORD.match(view, at)
    return (
        word is not None
        and (word[1][0].islower() or word[1].isupper())
        and word[1].lower() not in (_STOPS | {"các", "những"})
    )


def _is_new_subject(view: str, at: int) -> bool:
    return _NEW_SUBJECT.match(view[at : at + 12]) is not None


def _read_year(view: str, mention: Mention) -> None:
    year = _YEAR.match(view, mention.end)
    if year:
        mention.year, mention.end = int(year["year"]), year.end()
    elif revision := re.search(r"năm ((?:19|20)[0-9]{2})\)\Z", view[mention.start : mention.end]):
        mention.year = int(revision[1])


def _read_listed(view: str, mention: Mention) -> None:
    """Give the number to the amended law where numbered laws go on a list: the amending one is the document at hand."""
    if mention.form is not Form.NUMBERED or mention.bracket or not _LISTED_LAW.match(view, mention.end):
        return
    inner = _INNER_LAW.search(view, mention.start + 4, mention.end)
    if inner:
        mention.start = inner.start()


def _read_number(view: str, mention: Mention) -> None:
    number = _NUMBER.match(view, mention.end)
    symbol = read_symbol(view, number.end(), mention.doc_type) if number else None
    if not number or not symbol or not letters_fit(mention.doc_type or "", symbol.letters):
        return
    mention.end, mention.form = number.end() + symbol.length, Form.NUMBERED
    mention.number, mention.symbol, mention.code, mention.rule = symbol.number, symbol.symbol, symbol.code, symbol.rule
    mention.year, mention.repairs = symbol.year or mention.year, symbol.repairs
    mention.bracket = bool(number["open"] or number["open2"])
