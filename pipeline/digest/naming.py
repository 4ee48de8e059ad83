"""A figure and its text -> what it measures, in the document's words, and its value as written.

What a number measures stands left of it (`dân số trên 76 vạn người`, `Tỷ lệ đảng viên học tập đạt 94,5%`), behind it
when nothing does (`65 mô hình đang duy trì`), and in the heads of row and column in a table. No word is added; words
are left out at the ends, and two phrases of one sentence may be put together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from extractors.rulebook import load_table
from extractors.text.folding import fold
from extractors.values.numerals import parse_numeral
from extractors.values.periods import find_periods
from pipeline.digest.figure import Figure
from pipeline.forms.concepts import told_things

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "naming")


def _phrases(name: str, last: bool) -> dict[str, tuple[list[str], ...]]:
    """Return the phrases of a list as lists of words, the longest first, by their last or their first word."""
    found: dict[str, tuple[list[str], ...]] = {}
    for phrase in sorted(map(str.split, _WORDS[name]), key=len, reverse=True):
        key = phrase[-1 if last else 0]
        found[key] = (*found.get(key, ()), phrase)
    return found


_JOINING, _HEDGES = _phrases("joining", last=True), _phrases("hedges", last=True)
_OPENING, _STOPS = _phrases("opening", last=False), _phrases("stops", last=False)
_MEASURES, _TIMES = frozenset(_WORDS["measures"]), frozenset(_WORDS["times"])
_CLASSIFIERS: Final = frozenset(_WORDS["classifiers"])
_WHOLES: Final = frozenset(map(fold, _WORDS["wholes"]))
_MONEY: Final[str] = load_table(__package__, "naming")["money"]
_EMPTY: Final = frozenset(map(fold, _WORDS["empty"]))
_MULTIPLES: Final = dict(zip((1_000, 1_000_000, 1_000_000_000), _WORDS["multiples"], strict=True))
_MEASURED: Final = frozenset({"money", "area", "length", "weight", "volume"})

_CLAUSE: Final = re.compile(r"[;.?!|](?:\s|$)|,(?:\s+(?=[^A-ZÀ-Ỹ\s])|\s*$)|\(")
_LINE: Final = re.compile(r"\n(?=\s*[^\sa-zà-ỹ])")
"""The end of a line whose next begins something new; a line that a page cut short goes on in lower case."""
_ITEM: Final = re.compile(r"^\s*(?:[-+*•–]|\d+(?:\.\d+)*[.)]|[a-zđ]\)|[IVX]+[.-])\s*")
_ORDINAL: Final = re.compile(r"^\s*(?:\d+(?:\.\d+)*|[IVX]+|[a-zđ])\s*[.)]?\s*$|^\d+(?:\.\d+)*[.)]\s*")
_UNIT_OF_HEAD: Final = re.compile(r"\s*\(([^()]*)\)\s*$")
_BEHIND: Final = re.compile(r"[,;.:()|%]|/(?=[^\W\d]+(?: [^\W\d]+)? \d)|\n(?=\s*[^\sa-zà-ỹ])")
_WORD: Final = re.compile(r"[^\W\d_]+")
_BASE: Final = re.compile(r"\s*(?:của|trên tổng số|trong tổng số)\s")
"""Words right behind a number that lead to what it is a part of (`75,0% của mức 152.100 triệu đồng`)."""
_AND_NUMBER: Final = re.compile(r"\svà(?=\s\d)")
_NO_QUOTES: Final = str.maketrans("", "", "“”")
_SUPERSCRIPTS: Final = "¹²³⁰⁴⁵⁶⁷⁸⁹"
_BEFORE: Final = 260
"""Characters left of a number in which its clause begins."""
_AFTER: Final = 180
_MOST_WORDS: Final = 18
"""Words of a name; of a longer clause its end says what is measured."""
_FEW_WORDS: Final = 2
"""A clause of so few words (`tiếp nhận`) needs its noun to tell what is measured."""
_MOST_BEHIND: Final = 10
_MOST_BEFORE_COLON: Final = 6
"""A longer clause before a colon introduces another one; a shorter one is what the number behind it measures."""
_MOST_NAMES: Final = 1 << 12


@dataclass(frozen=True, slots=True)
class Named:
    """What a figure measures, and its value with hedge, number and unit as written.

    `led` tells that the name stands left of the number or in a table's heads; else it is what the number counts, and
    the value says it, too. `bare` tells that nothing but its unit is known.
    """

    name: str
    value: str
    led: bool = True
    bare: bool = False

    @property
    def words(self) -> frozenset[str]:
        """The words of the name that tell it from others, as keys."""
        return frozenset(word for word in _WORD.findall(fold(self.name)) if word not in _EMPTY)

    @property
    def things(self) -> frozenset[str]:
        """The concepts of pipeline/forms that the name and what is counted tell, whatever their wording."""
        return _things(f"{self.name} {self.value}")

    def measures_as(self, other: Named) -> bool:
        """Tell whether two names measure one thing: by their concepts, else by their words.

        Those that tell other concepts do not (`hồ sơ đã trả`, `hồ sơ trả muộn`), whatever words they share.
        """
        mine, its = self.things, other.things
        if mine and its and (mine != its or len(mine) >= _FEWEST_SHARED):
            return mine == its
        return alike(self.words, other.words)


_things: Final = lru_cache(1 << 14)(told_things)
_ALIKE: Final = 0.6
_FEWEST_SHARED: Final = 2
"""Words, or concepts, of two names that must be the same for them to be one measure, and which share of all words."""


def alike(words: frozenset[str], others: frozenset[str]) -> bool:
    """Tell whether two names share most words of both, and more than one.

    >>> alike(frozenset(["tiếp", "dân"]), frozenset(["tiếp", "dân", "trụ", "sở"]))
    False
    """
    both = words & others
    return len(both) >= _FEWEST_SHARED and len(both) >= _ALIKE * len(words | others)


def named(text: str, figure: Figure, earlier: Sequence[Figure] = ()) -> Named:
    """Return the name and the value of a figure of `text`, of a cell by its heads.

    `earlier` are the figures before it, the nearest first: a name does not reach over them, and a number that is only
    joined to the one before (`góp 48.320 ngày công và 12 tỷ đồng`) has its name.
    """
    if figure.row or figure.column:
        return _of_cell(figure)
    hedge, left = _left(text, figure, earlier)
    number = " ".join(filter(None, (hedge, figure.text)))
    behind = _phrase_behind(text[figure.end : figure.end + _AFTER], figure, whole=not left)
    unit, thing = _parted(figure, behind)
    if not left:
        bare = fold(thing or unit) == fold(figure.unit or "")
        return Named(capital(thing or unit or behind), " ".join(filter(None, (number, unit))), led=False, bare=bare)
    value = " ".join(filter(None, (number, unit)))
    words = left.split()
    whose = len(words) > 1 and all(word[0].isupper() for word in words)  # `Lào Cai có 09 huyện`
    if thing and (whose or fold(left) in _WHOLES):
        return Named(capital(thing), value, led=False)
    if len(words) <= _FEW_WORDS and thing and (len(thing.split()) > 1 or " " not in left):
        return Named(capital(f"{left} {_without_classifier(thing)}"), value)
    if len(words) == 1 and figure.measure == "money" and not thing:
        return Named(capital(f"{left} {_MONEY}"), value)
    return Named(capital(left), " ".join(filter(None, (number, behind or unit))))


def told_whole(text: str, figure: Figure) -> str:
    """Return a number with all that its clause says behind it (`204 căn cho đồng bào Khmer`)."""
    right = text[figure.end : figure.end + _AFTER]
    cut = _BEHIND.search(right)
    words = (_AND_NUMBER.split(right[: cut.start()])[0] if cut else right).split()
    words = [word.rstrip(_SUPERSCRIPTS) for word in words]
    return " ".join([figure.text, *words[:_MOST_WORDS], *["…"] * (cut is None or len(words) > _MOST_WORDS)])


def _without_classifier(thing: str) -> str:
    """Return a thing without the word by which it is counted, where another word tells what it is.

    >>> _without_classifier("cuốn tài liệu tiếng Mông"), _without_classifier("căn")
    ('tài liệu tiếng Mông', 'căn')
    """
    first, _, rest = thing.partition(" ")
    return rest if rest and first in _CLASSIFIERS else thing


def _left(text: str, figure: Figure, earlier: Sequence[Figure]) -> tuple[str, str]:
    """Return the hedge of a number and the clause that leads to it; of one joined to another, that of the other."""
    floor, over = max(0, figure.start - _BEFORE), False
    if earlier and floor < earlier[0].end <= figure.start:
        floor, over = min(_end_of_value(text, earlier[0]), figure.start), True
    whole = text[floor : figure.start]
    line = list(_LINE.finditer(whole))
    over = over and not line
    hedge, left = _hedge(whole[line[-1].end() :] if line else whole)
    if over and _BASE.match(left):
        return hedge, ""
    clause = _clause(left.replace("\n", " "))
    if over and not clause and left.strip(" ,\n").lower() in ("", "và", "với"):
        return hedge, _left(text, earlier[0], earlier[1:])[1]
    if over and _is_time(clause):
        before = _left(text, earlier[0], earlier[1:])[1]
        return hedge, ", ".join(filter(None, (before, clause)))
    return hedge, clause


def _is_time(clause: str) -> bool:
    """Tell whether a clause tells only a time: `quý III`, `riêng tháng 9`."""
    words = clause.lower().split()
    return bool(words) and all(word in _TIMES or word[:1].isdigit() or set(word) <= set("ivx/") for word in words)


def _end_of_value(text: str, figure: Figure) -> int:
    """Return where the noun behind a number ends."""
    for noun in (figure.counted, figure.unit):
        if noun and fold(text[figure.end : figure.end + len(noun) + 1]) == fold(noun):
            return figure.end + len(noun) + 1
    return figure.end


def _hedge(left: str) -> tuple[str, str]:
    """Return the hedge before a number as written, and what stands left of it."""
    words = left.split()
    for hedge in _HEDGES.get(words[-1].lower(), ()) if words else ():
        if [word.lower() for word in words[-len(hedge) :]] == hedge:
            written = " ".join(words[-len(hedge) :])
            return written, left[: left.rstrip().rfind(words[-len(hedge)])]
    return "", left


def _clause(left: str) -> str:
    """Return the clause that leads to a number, without what only joins the two.

    >>> _clause("Toàn tỉnh ổn định; Tỷ lệ đảng viên tham gia học tập đạt ")
    'Tỷ lệ đảng viên tham gia học tập'
    >>> _clause("lượt công dân, giảm 8,3%; tiếp nhận "), _clause("Số đơn: "), _clause("cán bộ chưa đáp ứng; ")
    ('tiếp nhận', 'Số đơn', '')
    >>> _clause("Ban Chấp hành, Ban Thường vụ, Thường trực Đảng ủy ban hành ")
    'Ban Chấp hành, Ban Thường vụ, Thường trực Đảng ủy ban hành'
    """
    left = left.rstrip()
    short = left.removesuffix(":")
    if left.endswith(":") and len(short[_cut(short) :].split()) > _MOST_BEFORE_COLON:
        return ""
    words = _without_end(short.split())
    left = short[: _end_of(short, words)]
    words = _ITEM.sub("", left[_cut(left) :]).split()
    words = _without_start(_without_end(words))
    name = " ".join(words[-_MOST_WORDS:]).strip(" ,;:-–")
    return name if name.count("“") == name.count("”") else name.translate(_NO_QUOTES)


def _cut(left: str) -> int:
    """Return where the last clause begins."""
    cut = max((found.end() for found in _CLAUSE.finditer(left)), default=0)
    return max(cut, left.rfind(": ") + 2 if ": " in left else 0)


def _end_of(left: str, words: Sequence[str]) -> int:
    return left.rfind(words[-1]) + len(words[-1]) if words else 0


def without_end(words: str) -> str:
    """Return words without those at their end that lead to something else.

    >>> without_end("cuộc đối thoại với Nhân dân ở")
    'cuộc đối thoại với Nhân dân'
    """
    return " ".join(_without_end(words.split()))


def _without_end(words: list[str]) -> list[str]:
    lower = [word.lower().strip(":,") for word in words]
    while words:
        end = next((end for end in _JOINING.get(lower[-1], ()) if lower[-len(end) :] == end), None)
        if end is None:
            return words
        words, lower = words[: -len(end)], lower[: -len(end)]
    return words


def _without_start(words: list[str]) -> list[str]:
    lower = [word.lower() for word in words]
    start = next((start for start in _OPENING.get(lower[0], ()) if lower[: len(start)] == start), []) if lower else []
    return words[len(start) :]


def _phrase_behind(right: str, figure: Figure, whole: bool = False) -> str:
    """Return the noun phrase that begins behind a number: at least its unit; `whole`: to the end of the clause."""
    if not right[:1].isspace():
        return ""
    unit = figure.unit or ""
    own = len(unit) + 1 if unit and fold(right[: len(unit) + 1]) == fold(unit) else 0
    cut = _BEHIND.search(right, own)
    words = right[: cut.start()].split() if cut else right.split()[:-1]
    lower = [word.lower() for word in words]
    for at in range(max(1, len(unit.split()) if own else 1), len(words)):
        if words[at][:1].isdigit() or (
            not whole and any(lower[at : at + len(stop)] == stop for stop in _STOPS.get(lower[at], ()))
        ):
            words = words[:at]
            break
    most = _MOST_WORDS if whole else max(_MOST_BEHIND, len(unit.split()))
    cut_short = " …" if len(words) > most else ""
    return " ".join(_without_end(words[:most])).rstrip(_SUPERSCRIPTS) + cut_short


def _parted(figure: Figure, behind: str) -> tuple[str, str]:
    """Return the unit that stands at a value, and the thing that it measures."""
    unit = figure.unit or ""
    if figure.measure in _MEASURED:
        first, _, rest = behind.partition(" ")
        if first.lower() in _MEASURES:
            return first, rest
    if figure.measure == "percent":
        return "", behind
    return (unit if fold(behind).startswith(fold(unit)) or not behind else behind), behind or figure.counted or ""


def _of_cell(figure: Figure) -> Named:
    """Return the name of a cell: the head of its row, then that of its column; heads of times and numbers left out."""
    heads = [_ORDINAL.sub("", head).strip() for head in (figure.row, figure.column) if head and not _names_time(head)]
    units = [found[1] for head in heads if (found := _UNIT_OF_HEAD.search(head)) and _is_unit(found[1], figure)]
    kept = [_UNIT_OF_HEAD.sub("", head) if units and _UNIT_OF_HEAD.search(head) else head for head in heads]
    name = capital(" - ".join(dict.fromkeys(filter(None, kept))))
    unit = units[-1] if units else _unit_of_cell(figure)
    joint = "" if unit == "%" else " "
    return Named(name, joint.join(filter(None, (figure.text, unit))), bare=not name)


@lru_cache(_MOST_NAMES)
def _names_time(head: str) -> bool:
    """Tell whether a head is the name of a time: `Quý III/2026`."""
    return any(2 * len(span.text) > len(head) for span in find_periods(head))


def _is_unit(words: str, figure: Figure) -> bool:
    key = fold(words)
    if figure.measure == "percent":
        return key == "%"
    return key == fold(figure.unit or "") or (figure.measure == "money" and key.endswith(fold(figure.unit or "đồng")))


def _unit_of_cell(figure: Figure) -> str | None:
    """Return the unit of a cell, of money with the multiple that its table counts in."""
    if figure.measure == "percent":
        return None if "%" in figure.text else "%"
    number = parse_numeral(figure.text) if figure.measure == "money" else None
    if number:
        times = figure.value / float(number)
        return " ".join(filter(None, (_MULTIPLES.get(round(times)), figure.unit)))
    return figure.unit


def capital(words: str) -> str:
    """Return words with a capital at their beginning."""
    return words[:1].upper() + words[1:]
