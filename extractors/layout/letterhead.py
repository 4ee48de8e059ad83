"""The head of an official document (thể thức): lines -> where it stands, and what each of its cells is.

Two columns of a Word table often run together in plain text ("TỈNH ỦY BẮC KẠN ĐẢNG CỘNG SẢN VIỆT NAM"), so the
lines are read by pattern, not by position (decree 30/2020/NĐ-CP annex I; guideline 36-HD/VPTW).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import pairwise
from typing import Final

from extractors.layout.datelines import find_dateline, is_dateline
from extractors.layout.head_types import MANNERS, match_type, type_pattern
from extractors.rulebook import find_pattern, load_rules, load_table
from extractors.text.lines import UPPER, Line, is_capital, split_cells
from extractors.text.wrapped import goes_on

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "letterhead")["words"]
_BEHIND_TYPE: Final = tuple(_WORDS["behind_type"])
_REACH: Final = 60
"""How many lines of a document may belong to its head."""
_FOREWORD: Final = 14
"""Within how many lines the text of an enactment shows itself as one, by its basis or first article."""
_OPENING: Final = 2
_BELOW_HEADLINE: Final = 6
"""How far down the type may stand in a text without a letterhead: at its opening, or below a page's headline."""
_LATEST: Final = 40
"""The line by which a letterhead has begun."""
_PARAGRAPH: Final = 9
"""Over how many lines a paragraph is followed to its first full stop."""
_LONGEST_TITLE: Final = 500
_FULL_STOP: Final = re.compile(rf"[^\W\d_]{{2}}[.;] [{UPPER}]")
_DASH: Final = re.compile(r"[-–−‑]")
_LOWER_WORD: Final = re.compile(rf"[^\W\d_{UPPER}]{{2}}")
_MOST_TITLE_LINES: Final = 6
_MOST_BODIES: Final = 4
"""In how many lines a head without number and motto names its bodies."""
_BEHIND_NUMBER: Final = ("CỦA ", "VỀ ")
"""How a title goes on that opens with the document's own number."""
_UNIT_CAPTIONS: Final = ("đơn vị tính", "đvt")
"""Over a table, which follows the title of a report that is little else."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Indexes into the lines of a document: its head runs over `lines[first:stop]`.

    `type_line` is the line of the document's type (tên loại), `title` the lines of its abstract (trích yếu); a letter
    (công văn) has no type, and its subject (V/v) for a title.
    """

    first: int
    stop: int
    type_line: int | None = None
    title: tuple[int, ...] = ()


pattern = partial(find_pattern, __package__, "letterhead")
"""The pattern of a rule of `letterhead.toml`, by name."""


@cache
def column_marks() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of the headings of the right-hand column: the nation's name, its motto, the Party."""
    return tuple(rule.pattern for rule in load_rules(__package__, "letterhead") if rule.data.get("mark"))


@cache
def _any_mark() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{mark.pattern})" for mark in column_marks()), re.VERBOSE)


def find_marks(text: str) -> list[tuple[int, int]]:
    """Return the spans of the headings of the right-hand column in a line: the nation's name, its motto, the Party."""
    return [found.span() for mark in column_marks() for found in mark.finditer(text)]


def is_column_head(text: str) -> bool:
    """Tell whether a text is the heading of the right-hand column and nothing else: the nation's name, a motto."""
    return _any_mark().fullmatch(text.rstrip(" -–*_")) is not None


def opens_letterhead(text: str) -> bool:
    """Tell whether a line may be the first of a letterhead: the name of a body in capitals, a number and symbol."""
    if text.isupper() and any(pattern("body_name").match(form) for form in (text, text.capitalize())):
        return True
    return number_in(text) is not None


@lru_cache(maxsize=4096)
def _is_mark(text: str) -> bool:
    """Tell whether a line carries a sure sign of a letterhead, not the same words in a sentence."""
    if len(text) > 300:
        return False
    for mark in column_marks():
        found = mark.search(text)
        if found and (text.islower() or not _LOWER_WORD.search(without(text, found))):
            return True
        if found and found.group() in split_cells(text):
            return True
    return any(number_in(cell) for cell in cells_of(text))


def without(text: str, found: re.Match[str]) -> str:
    """Return a line without what was found in it, a wide blank in its place."""
    return f"{text[: found.start()]}   {text[found.end() :]}"


def cells_of(text: str) -> list[str]:
    """Return the cells of a head's line; the blank after "Số:" parts none."""
    return split_cells(pattern("number_gap").sub(r"\g<word> ", text))


def number_in(cell: str) -> re.Match[str] | None:
    """Return the number and symbol that a cell states; an address ("Số 60 Trần Phú") or a citation states no number."""
    found = pattern("number_line").match(cell)
    if found is None or not ("/" in found["code"] or _DASH.search(found["code"])):
        return None
    rest = cell[found.end() :].strip()
    alone = pattern("subject").match(rest) or not _LOWER_WORD.search(rest)
    return found if alone or (not found["named"] and _is_day_of_number(cell, rest)) else None


def _is_day_of_number(cell: str, rest: str) -> bool:
    """Tell whether what stands behind a number is its day and nothing else, with its town or not."""
    behind = rest.lstrip(" ,;–-")
    dated = find_dateline(behind) if is_dateline(behind) else pattern("dateline_numbered").search(cell)
    return dated is not None and (bool(dated["town"]) or rest[:1] in ",nN")


def find_letterhead(lines: Sequence[Line]) -> Letterhead | None:
    """Return where the head of an official document stands among its lines, None for a text without one."""
    reach = lines[:_REACH]
    first = next((i for i, line in enumerate(reach[:_LATEST]) if _is_mark(line.text)), None)
    type_line = _find_type(reach, first)
    if type_line is None and first is None:
        return None
    top = min(i for i in (first, type_line) if i is not None)
    if type_line is None:
        last = max(i for i, line in enumerate(reach[: top + 12]) if _is_mark(line.text))
        subject, stop = _find_subject(reach, top, last + 1)
        return Letterhead(_climb(reach, top), _skip_address(reach, stop), None, subject)
    title = _find_title(reach, type_line)
    stop = (title[-1] if title else type_line) + 1
    return Letterhead(_climb(reach, top), _skip_address(reach, stop), type_line, title)


def _find_type(lines: Sequence[Line], first: int | None) -> int | None:
    """Return the line of the type: within the head, or one of the very first lines of a text without one."""
    openings = [i for i in range(len(lines[:_REACH])) if _opens_document(lines, i)]
    opening = next((i for i in openings if is_capital(lines[i].text)), openings[0] if openings else None)
    if first is None or (opening is not None and opening < first and is_capital(lines[opening].text)):
        return opening
    if opening is not None and any(pattern("basis").match(line.text) for line in lines[first:opening]):
        opening = None
    return _type_below(lines, first) or opening


def _type_below(lines: Sequence[Line], first: int) -> int | None:
    """Return the line of the type below a letterhead that begins at `first`, above the legal basis and the body."""
    for i, line in enumerate(lines[first:], start=first):
        if len(line.text) > 400 or pattern("basis").match(line.text):
            return None
        found = match_type(line.text)
        if found and not _is_mark(line.text) and _closes_type(line.text, found):
            return i
    return None


def _opens_document(lines: Sequence[Line], i: int) -> bool:
    """Tell whether a text without letterhead opens as a document: the type alone, or with its issuer and number.

    Below the headline of a page that prints a document, the type stands alone in capitals; an outline or legal basis
    below it tells it from the name of a page's section.
    """
    found = match_type(lines[i].text)
    if found is None:
        return False
    below = [line.text for line in lines[i + 1 : i + _FOREWORD]]
    if found.end() == len(lines[i].text) or lines[i].text[found.end() :].strip() in MANNERS:
        if lines[i].text.isupper() and (i < _OPENING or _is_headed(lines[:i])):
            return True
        if i >= _OPENING and not lines[i].text.isupper():
            return False
        introduced = i >= _OPENING and _is_introduced(lines[:i], found["type"])
        if i >= _OPENING and not introduced and (i >= _BELOW_HEADLINE or any(line.is_paragraph for line in lines[:i])):
            return False
        return any(pattern("enacts").match(text) or pattern("opening").match(text) for text in below)
    return i < _OPENING and _opens_with_more(lines[i].text, found, below)


def _opens_with_more(text: str, found: re.Match[str], below: Sequence[str]) -> bool:
    """Tell whether a line with more than the type is a document's first: its issuer, its number, or a colon."""
    rest = text[found.end() :].strip()
    if pattern("issued_on").match(rest):
        return any(pattern(name).match(line) for line in below for name in ("enacts", "opening", "attached"))
    if found.start() == 0 and found.group().isupper() and rest.startswith(":"):
        return any(pattern("outline").match(line) for line in below)
    if text.isupper() and _is_whole_number(rest):
        return True
    numbered = pattern("numbered_title").match(" ".join(f"{rest} {below[0] if below else ''}".split()))
    return numbered is not None and any(pattern("enacts").match(line) for line in below)


def _is_whole_number(rest: str) -> bool:
    """Tell whether a type in capitals is followed by its number and day alone, or with the body that they are of."""
    found = pattern("numbered_title").match(rest)
    ended = found is not None and (found.end() == len(rest) or rest.startswith("CỦA ", found.end()))
    return found is not None and ended and bool(found["day"])


def _is_headed(above: Sequence[Line]) -> bool:
    """Tell whether the lines above a type are the names of bodies in capitals, rules and a day, and nothing else."""
    named = [line.text for line in above if not (pattern("ruling").fullmatch(line.text) or is_dateline(line.text))]
    return len(named) <= _MOST_BODIES and all(map(opens_letterhead, named[:1])) and all(map(is_capital, named))


def _is_introduced(above: Sequence[Line], type_word: str) -> bool:
    """Tell whether the words of a page above a type name the document of that type by its number."""
    named = re.compile(rf"(?<![^\W_]){re.escape(type_word)}(?: số)?:? (?P<code>\d\S*)", re.IGNORECASE)
    return any(number_in(f"Số {found['code']}") for line in above for found in named.finditer(line.text))


def _closes_type(text: str, found: re.Match[str]) -> bool:
    """Tell whether a line that opens with a type name is the line of the type, not running text."""
    rest = " ".join(text[found.end() :].strip(" :.-–*_").split())
    if not rest or is_capital(text):
        return True
    return rest.lower().startswith(_BEHIND_TYPE) or bool(pattern("numbered_title").match(rest))


def _find_title(lines: Sequence[Line], type_line: int) -> tuple[int, ...]:
    title: list[int] = []
    for i in range(type_line + 1, min(len(lines), type_line + 16)):
        line = lines[i]
        if pattern("ruling").fullmatch(line.text):
            if title:
                break
            continue
        if pattern("basis").match(line.text) and (
            title or line.text[-1] in ".,;:" or line.text.lower().startswith("căn cứ")
        ):
            break
        if pattern("opening").match(line.text) or len(line.text) > 900 or _begins_body(lines, i, title):
            break
        if is_title_again(lines, title, i):
            break
        if (
            (line.text[0].isupper() and is_dateline(line.text))
            or (_is_mark(line.text) and not _is_numbered_title(lines, title, i, type_line))
            or (title and _is_issuer_again(lines, i))
        ):
            break
        title.append(i)
    return tuple(title)


def _is_numbered_title(lines: Sequence[Line], title: Sequence[int], i: int, type_line: int) -> bool:
    """Tell whether a line that opens with a number is the title's: of the act that the line above names, or its own."""
    if title:
        return pattern("cites_number").search(lines[title[-1]].text) is not None
    found = pattern("numbered_title").match(lines[i].text)
    return i == type_line + 1 and found is not None and lines[i].text.startswith(_BEHIND_NUMBER, found.end())


def is_title_again(lines: Sequence[Line], title: Sequence[int], i: int) -> bool:
    """Tell whether a line prints a title again that ends right above it."""
    return bool(title) and i == title[-1] + 1 and lines[i].key == " ".join(lines[at].key for at in title)


def _find_subject(lines: Sequence[Line], first: int, stop: int) -> tuple[tuple[int, ...], int]:
    """Return the lines of a letter's subject (V/v ...) and where its head ends, dateline included."""
    subject: list[int] = []
    for i in range(first, min(len(lines), stop + 8)):
        line = lines[i]
        dated = bool(pattern("dateline").match(line.text)) or any(map(is_dateline, split_cells(line.text)))
        if pattern("subject").match(line.text):
            subject = [i]
        elif subject and i == subject[-1] + 1 and not (line.gap or dated or _ends_subject(line.text)):
            subject.append(i)
        elif i >= stop and not (dated or pattern("ruling").fullmatch(line.text)):
            break
        stop = max(stop, i + 1)
    title = tuple(subject) or _title_without_type(lines, stop)
    return title, max(stop, title[-1] + 1) if title else stop


def _ends_subject(text: str) -> bool:
    """Tell whether a line under a letter's subject is its own: an addressee, the body that enacts, a legal basis."""
    return any(pattern(name).match(text) for name in ("opening", "enacting_body", "enacts"))


def _title_without_type(lines: Sequence[Line], first: int) -> tuple[int, ...]:
    """Return the lines in capitals below a letterhead whose type line a page has lost, up to the body that enacts."""
    title: list[int] = []
    for i in range(first, min(len(lines), first + _MOST_TITLE_LINES)):
        text = lines[i].text
        enacting = pattern("enacting_body").fullmatch(text) or pattern("term_line").fullmatch(text)
        if not is_capital(text) or enacting or _is_mark(text) or opens_letterhead(text):
            break
        title.append(i)
    below = title[-1] + 1 if title else len(lines)
    return tuple(title) if below < len(lines) and not pattern("addressee").match(lines[below].text) else ()


def _is_issuer_again(lines: Sequence[Line], i: int) -> bool:
    """Tell whether a line is the issuer named again above the legal basis, not a line of the title."""
    if i and is_capital(lines[i].text) and not pattern("unfinished_title").search(lines[i - 1].text):
        below = lines[i + 1].text if i + 1 < len(lines) else ""
        if pattern("enacts").match(below) and pattern("enacting_body").fullmatch(lines[i].text):
            return True
    after = i + 1
    while after < min(len(lines), i + 3) and pattern("term_line").fullmatch(lines[after].text):
        after += 1
    if after >= len(lines) or not pattern("basis").match(lines[after].text):
        return False
    above = {word.strip(".,;:") for line in lines[:i] for word in line.text.upper().split()}
    words = lines[i].text.upper().split()
    if not (pattern("office_word").fullmatch(words[0]) or pattern("body_name").match(lines[i].text.capitalize())):
        return False
    return len(words) <= 12 and sum(
        word in above or bool(pattern("office_word").fullmatch(word)) for word in words
    ) == len(words)


def _begins_body(lines: Sequence[Line], i: int, title: Sequence[int]) -> bool:
    """Tell whether the body begins at the line `i`, once the title has some lines."""
    line = lines[i]
    above = lines[title[-1] if title else i - 1].text
    if title and (line.text.count("|") > 1 or line.text.lower().startswith(_UNIT_CAPTIONS)):
        return True
    named = type_pattern().match(above) if not title else None
    if named and (named.end() == len(above.strip(" :")) or above.startswith(" CỦA ", named.end())):
        return line.text[-1] == ":"
    if above.startswith("CỦA ") and len(title) == 1 and line.text.lower().startswith("về "):
        return line.text[-1] == ":"
    if line.gap:
        return line.text[-1] in ".:;" or is_capital(line.text) != is_capital(above) or len(line.text) > 250
    if line.text[-1] == ":" or (is_capital(line.text) and not is_capital(above)) or line.is_paragraph:
        return True
    return line.text[0].isupper() and not is_capital(line.text) and _is_prose(lines, i)


def _is_prose(lines: Sequence[Line], first: int) -> bool:
    """Tell whether the line `first` and those that it goes on in are a paragraph: a title has no full stop."""
    whole = lines[first].text
    for above, below in pairwise(lines[first : first + _PARAGRAPH]):
        if below.gap or not goes_on(above.text, below.text, 0):
            break
        whole = f"{whole} {below.text}"
    return whole[-1] in ".:;" or len(whole) > _LONGEST_TITLE or bool(_FULL_STOP.search(whole))


def _climb(lines: Sequence[Line], first: int) -> int:
    """Return the first line of the issuer's block that ends above the line `first`."""
    while first and len(lines[first - 1].text) < 120:
        above = lines[first - 1].text
        named = pattern("body_name").match(above) and len(above) < 90 and above[-1] not in ".:;"
        printed = named or above.isupper() or pattern("ruling").fullmatch(above) or above.islower()
        if not (printed or _is_place_and_day(above)):
            break
        first -= 1
    return first


def _is_place_and_day(text: str) -> bool:
    """Tell whether a line is town and day and nothing else."""
    found = find_dateline(text)
    return found is not None and bool(found["town"]) and is_dateline(text)


def _skip_address(lines: Sequence[Line], stop: int) -> int:
    """Return where the body begins: after rules, the addressees, and the issuer named again above the legal basis."""
    addressed = False
    while stop < len(lines):
        text = lines[stop].text
        if pattern("addressee").match(text):
            addressed = text.endswith(":")
        elif not pattern("ruling").fullmatch(text) and not (
            addressed and text.startswith(("-", "+")) and len(text) < 160
        ):
            break
        stop += 1
    issuer = stop
    while issuer < min(len(lines), stop + 3) and (is_capital(lines[issuer].text) or _is_issuer_again(lines, issuer)):
        issuer += 1
    if stop < issuer < len(lines) and pattern("basis").match(lines[issuer].text):
        return issuer
    return stop
