"""A plain view and the place where a title may begin -> where the title stands.

A title (trích yếu) is in quotes, or runs from `về` to the end of its clause; how far a comma lets it run, and
which words end it, is in `attributes.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractors.citations.mention import Mention
from extractors.model import Form
from extractors.names.bodies import match_body
from extractors.names.kinds import type_at
from extractors.rulebook import any_of, load_rules, load_table
from extractors.text.lines import is_capital
from extractors.text.phrases import PhraseBook
from extractors.text.plain import LOWER
from extractors.text.wrapped import is_wrapped
from extractors.values.dates import date_at

_RULES: Final = {rule.name: rule.pattern for rule in load_rules(__package__, "attributes")}
_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "attributes")["words"]
_OPENERS: Final = PhraseBook(_WORDS["clause_openers"])
_NOT_OPENERS: Final = PhraseBook(_WORDS["not_openers"])
_NOT_BREAKERS: Final = PhraseBook(_WORDS["not_breakers"])
_NOTES: Final = tuple(_WORDS["notes"])

_BREAK: Final = re.compile(
    r"\sdo\s|\s(?:"
    + "|".join(word.replace(" ", r"\s") for word in sorted(_WORDS["breakers"], key=len, reverse=True))
    + r"|và\s"
    + any_of(_WORDS["plurals"])
    + r")(?![^\W\d_])"
    r"|[;.!?\n,“”\"‘():|]"
)
_CLOSING: Final = {"“": "”", '"': '"', "‘": "’", "'": "'"}
_JOINED: Final = re.compile(
    rf"(?:[,;]|\s-(?=\s)|\s{any_of(_WORDS['joins'])})\s{{0,3}}(?:{any_of(_WORDS['behind_join'])}\s{{1,3}}){{0,2}}\Z"
)
_ISSUED: Final = re.compile(r"\s{1,3}(?:ký\s)?" + any_of(_WORDS["acts_of_issuing"]) + r"(?!\w)")
_PLURALS: Final = tuple(_WORDS["and_several"])
_FORMAL_WORDS: Final = ("Căn cứ ", "CĂN CỨ ", "Xét ")
_PARAGRAPH_END: Final = re.compile(r"[;.:]\s?(?:\n|\Z)|\n\s?\n")
_FORMAL_STOPS: Final = frozenset(_WORDS["formal_stops"])
"""What ends a title behind a comma in a preamble's line, whose semicolon ends it otherwise."""
_NEXT_CLAUSE: Final = re.compile(r"(?:-\s?)?" + any_of(_WORDS["opens_next_clause"]) + r"\s|[-+•*|]|[0-9]{1,2}[.)]")
_OPEN_WORDS: Final = frozenset(_WORDS["open_words"])
_PINPOINT: Final = re.compile(r"\s" + any_of(_WORDS["title_parts"]) + r"\s(?:[0-9]{1,3}|[IVX]{1,5}|[a-zđ])\Z")
"""A pinpoint: the document behind its comma is the one that it is in (sửa đổi Điều 5, Nghị định số ...)."""
_INVENTORY: Final = re.compile(any_of(_WORDS["inventories"]) + r"(?:,?\s[^\W\d_]+){0,12}?\svăn bản\s")
_OF_INVENTORY: Final = frozenset(_WORDS["of_inventory"])
"""What ends no title that lists documents (công bố danh mục văn bản do UBND tỉnh ban hành đã hết hiệu lực)."""
_SHORT_ITEM: Final = re.compile(r"[A-ZĐ]{2,4}\s(?:SỐ\s)?[0-9]{1,4}/")
"""The next line of a list in capitals (QĐ 115/2008/QĐ-TTG ...)."""
_SMALL_ITEM: Final = re.compile(rf"\s(?!{any_of(_WORDS['no_small_item'])}\s)[{LOWER}]")
_AND_BODY: Final = re.compile(r"(?:,|\svà|\s-)\s{1,2}(?=[^\W\d_])")
_CLAUSE_END: Final = re.compile(rf"\s?(?:[.;]?\n(?![{LOWER}])|;|\.(?:\s|$)|$)")
_FIRST_WORD: Final = re.compile(r"\s{0,3}([^\W\d_]+)")
_DATE: Final = re.compile(r",\s{1,3}ngày\s{1,3}(?=[0-9])")
_PERIOD_BROKEN: Final = re.compile(r"20[0-9]{2}\n\s?-\s?20[0-9]{2}(?![0-9])")
"""A period whose dash stands in the next line (giai đoạn 2016\n- 2020)."""
_SMALL_QUOTE: Final = re.compile(rf"\s{{1,2}}[“\"][{LOWER}]")
_PUT_INTO: Final = re.compile(r"[Đđ]ưa\s(?:" + any_of(_WORDS["put_into"]) + r"\s){0,2}(?:thực hiện\s)?\Z")
"""Stands before a document that is put into something: `vào` ends its title (đưa Quy định ... vào sinh hoạt)."""
_INTO: Final = re.compile(r"\svào\s")
_LONGEST: Final = 700
_SHORTEST: Final = 4


def find_title(view: str, at: int, mention: Mention, nested: Sequence[Mention]) -> tuple[int, int] | None:
    """Return the span of the mention's title that begins at `at` (behind date and issuer), None where none does.

    `nested` are the mentions behind `at`, in order: one that the text joins on (`và Công văn số ...`)
    ends the title, one inside its clause belongs to it.
    """
    if mention.rule.startswith("standard"):
        named = _RULES["title_of_standard"].match(view, at)
        return _running(view, named.end(), nested) if named else None
    match = _RULES["title"].match(view, at)
    quoted = match is not None and view[match.end() : match.end() + 1] in _CLOSING
    if quoted and match:
        return _quoted(view, match.end())
    if match and match["about"]:
        return _running(view, match.end(), nested, _end_of_what_is_put(view, match.end(), mention))
    verb = _RULES["title_verb"].match(view, at) if mention.form is not Form.SESSION else None
    if verb is None or ("\n" in verb.group() and view[verb.end()].isupper()):
        return None
    if nested and nested[0].start == verb.end():
        return None
    return _running(view, verb.end(), nested)


def _quoted(view: str, at: int) -> tuple[int, int] | None:
    end = view.find(_CLOSING[view[at]], at + 1, at + _LONGEST)
    return (at + 1, end) if end > at + _SHORTEST else None


def _end_of_what_is_put(view: str, start: int, mention: Mention) -> int:
    """Return where `vào` ends the title of a document that is put into something, else the end of the text."""
    if _PUT_INTO.search(view, max(0, mention.start - 30), mention.start):
        into = _INTO.search(view, start, start + _LONGEST)
        return into.start() if into else len(view)
    return len(view)


def _running(view: str, start: int, nested: Sequence[Mention], limit: int | None = None) -> tuple[int, int] | None:
    """Follow a title without quotes to the end of its clause, to `limit` at most."""
    stop = min(_joined_on(view, start, nested), start + _LONGEST, len(view) if limit is None else limit)
    at = start
    caps = view[start : start + 6].isupper()
    formal = _is_preamble(view, start)
    inventory = _INVENTORY.match(view, start) is not None
    while (mark := _BREAK.search(view, at, stop)) is not None:
        if mark.group() in _CLOSING and (close := view.find(_CLOSING[mark.group()], mark.end(), stop)) >= 0:
            at = close + 1
            if not (view[at : at + 1] == "," or view[at : at + 2].lstrip()[:1].islower()):
                stop = at
            continue
        if mark.group()[0].isspace() and _NOT_BREAKERS.match(view, mark.start() + 1):
            at = mark.end()
            continue
        inside = next((other for other in nested if _crosses(view, mark, other)), None)
        following = inside.end if inside else _dated(view, mark, nested) or _pass(view, mark, caps, formal)
        if following is None and inventory and mark.group().strip() in _OF_INVENTORY:
            following = mark.end()
        if following is None:
            stop = mark.start()
            break
        at = following
    end = _trimmed(view, start, stop)
    if view.endswith((" và", "\nvà"), start, end):
        end = _trimmed(view, start, end - 2)
    return (start, end) if end >= start + _SHORTEST else None


def _trimmed(view: str, start: int, end: int) -> int:
    while end > start and view[end - 1] in " \n\t,;.-":
        end -= 1
    for closing in (" v.v", " như sau"):
        if view.endswith(closing, start, end):
            return _trimmed(view, start, end - len(closing))
    return end


def _is_preamble(view: str, at: int) -> bool:
    """Tell whether `at` is in a clause of the preamble, wrapped or on one line: `Căn cứ ...;`."""
    floor = max(0, at - _LONGEST)
    opening = max(view.rfind(word, floor, at) for word in _FORMAL_WORDS)
    if opening < 0 or view[max(0, opening - 8) : opening].rstrip(" \t-")[-1:] not in ("\n", ""):
        return False
    for closing in _PARAGRAPH_END.finditer(view, opening, at + _LONGEST):
        if closing.group()[0] != ";" or closing.start() >= at:
            return closing.group()[0] == ";"
    return False


def _crosses(view: str, mark: re.Match[str], other: Mention) -> bool:
    """Tell whether a mark stands inside a mention, or is a line end in the middle of a phrase before one."""
    if mark.group() == "\n" and other.start >= mark.end():
        before = view[max(0, mark.start() - 12) : mark.start()].split()
        return bool(before) and before[-1] in _OPEN_WORDS and not view[mark.end() : other.start].strip()
    return other.start <= mark.start() < other.end


def _dated(view: str, mark: re.Match[str], nested: Sequence[Mention]) -> int | None:
    """Return the end of the date that a comma parts from a document cited inside the title."""
    lead = _DATE.match(view, mark.start())
    if lead is None or all(other.end != mark.start() for other in nested):
        return None
    date = date_at(view, lead.end())
    return date.end if date else None


def _joined_on(view: str, start: int, nested: Sequence[Mention]) -> int:
    """Return where a further mention is joined on, which the title does not hold; the end of the text if none is."""
    inside: Mention | None = None
    for mention in nested:
        if mention.start > start + _LONGEST:
            break
        if mention.start < start:
            continue
        joined = _JOINED.search(view, max(start - 1, mention.start - 24), mention.start)
        if (
            joined
            and not _PINPOINT.search(view, max(start, joined.start() - 16), joined.start())
            and not (
                inside
                and inside.form is Form.NAMED
                and mention.form is Form.NAMED
                and not view[inside.tail : joined.start()].strip()
            )
        ):
            return joined.start()
        inside = mention
    return len(view)


def _pass(view: str, mark: re.Match[str], caps: bool, formal: bool) -> int | None:
    """Return where to read on behind a mark that the title runs over, None where it ends the title."""
    character, at = mark.group(), mark.end()
    if character == "(":
        close = view.find(")", at, at + 120)
        noted = view[at : at + 16].lstrip().lower().startswith(_NOTES) or type_at(view, at) is not None
        return None if close < 0 or noted else close + 1
    if character == "," and _SMALL_QUOTE.match(view, at):
        return at
    if character == ",":
        return at if _goes_on(view, at, caps, formal) else None
    if character == ":" and view[at : at + 1].isdigit() and view[at - 2 : at - 1].isdigit():
        return at
    if character == ".":
        return at if view[at : at + 1].isalnum() and view[at - 2 : at - 1].isalnum() else None
    if character == ";":
        return at if formal and _SMALL_ITEM.match(view, at) else None
    if character == "\n":
        return at if _goes_on_below(view, mark.start(), caps, formal) else None
    if character.strip() == "do":
        return None if _is_issued_by(view, at) else at
    if character.endswith(_PLURALS):
        return at if type_at(view, at) is None else None
    return None


def _is_listed_body(view: str, at: int) -> bool:
    """Tell whether the bodies at `at` are the last of a list in the title (của Bộ Chính trị, Ban Bí thư.)."""
    end = match_body(view, at)
    while end is not None and (joined := _AND_BODY.match(view, end)):
        end = match_body(view, joined.end())
    return end is not None and _CLAUSE_END.match(view, end) is not None


def _goes_on_below(view: str, line: int, caps: bool, formal: bool) -> bool:
    """Tell whether a title goes on in the line below; a heading in capitals does, up to the body that speaks.

    In a clause of the preamble it does: its semicolon ends it, or the next clause.
    """
    stop = view.find("\n", line + 1, line + _LONGEST)
    below = view[line + 1 : stop if stop >= 0 else line + _LONGEST].strip()
    if below[:1].islower() or is_wrapped(view, line) or _PERIOD_BROKEN.match(view, line - 4):
        return True
    if formal and below and not _NEXT_CLAUSE.match(below) and not is_capital(below):
        return True
    listed = _SHORT_ITEM.match(below) is not None
    return caps and not listed and is_capital(below) and below[0].isalpha() and match_body(view, line + 1) is None


def _is_issued_by(view: str, at: int) -> bool:
    """Tell whether a body that has issued the document stands at `at` (... do Ban Bí thư ban hành)."""
    end = match_body(view, at)
    return end is not None and _ISSUED.match(view, end) is not None


def _goes_on(view: str, at: int, caps: bool, formal: bool) -> bool:
    """Tell whether a title goes on behind a comma: a small word that opens no clause.

    In capitals, and in the formal lines of a preamble (Căn cứ ...), capitals may follow too.
    """
    word = _FIRST_WORD.match(view, at)
    if not word:
        return False
    if word[1][0].isupper() and not caps and not formal:
        return _is_listed_body(view, word.start(1))
    if formal and word[1] == "các" and type_at(view, word.end() + 1) is not None:
        return False
    if formal and word[1] not in _FORMAL_STOPS:
        return True
    return _OPENERS.match(view, at) is None or _NOT_OPENERS.match(view, at) is not None
