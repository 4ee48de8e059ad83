"""A paragraph -> the heading that it is or that it begins with; headings in order -> which of them lies in which."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from extractors.layout.find import match_heading
from extractors.rulebook import load_table
from extractors.text.lines import UPPER, Line, is_capital
from extractors.values.ordinals import arabic, roman

_LETTERS: Final[str] = load_table(__package__, "headings")["enumerators"]["letters"]
_ORDER: Final = {
    "roman": 1, "letter": 1, "caps": 1, "number": 2, "plain": 2, "decimal": 3, "point": 4, "dash": 5, "plus": 6,
}  # fmt: skip
"""How the kinds of enumerators close one another where a text has not used them together yet."""
_TAB: Final = re.compile(r"^\W{0,3}(?:[A-ZĐ]|[IVXLC]+|[a-zđ]|\d{1,2}(?:\.\d{1,2}){0,3})[.)/-]?\t\s*")
_SPELT: Final = re.compile(r"(?:Mục|MỤC)\s+(?P<number>[^\W\d_]+(?:\s[^\W\d_]+)?)\s?[:.–-]\s*")
"""Mục một: ..., where the number is a word."""
_GROUP_RANK: Final = 4
_DASH: Final = re.compile(r"(?P<sign>[-–+*•])\s*(?=[^\W\d_])")
_RUN_IN: Final = re.compile(rf"(?P<title>[^:;\n]{{2,110}}?)\s*(?::|[.](?=\s+[“\"(]?[{UPPER}0-9]))\s+(?=\S)")
_MOST_WORDS: Final = 22
"""Syllables of the longest heading; outlines of ministries have some of twenty."""
_WORDS_OF_A_SENTENCE: Final = 12
_ENDS: Final = ".;,"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as written: `number` its enumerator, `value` the place that it counts, `style` the kind of enumerator.

    `title` is what stands behind the number; `rest` is where its paragraph goes on behind a heading that runs into it,
    0 where the heading is the whole paragraph. `rank` 1 to 5 are the parts that always hold one another; `firm` tells
    a heading by its form, others are headings only where an outline has their title.
    """

    style: str
    rank: int
    number: str
    value: int | None
    title: str
    rest: int = 0
    firm: bool = True


def read_heading(text: str, named: bool = False, number: int = 0) -> Heading | None:
    """Return the heading that a paragraph is or begins with, None for running text.

    `named` says that the file itself makes a heading of it, by a style; `number` is how long the line is on which its
    number stands alone (`Phần thứ hai`), 0 where number and title stand together.

    >>> read_heading("b) Cơ sở vật chất: Toàn xã có 118 phòng học.")
    Heading(style='point', rank=0, number='b)', value=2, title='Cơ sở vật chất', rest=19, firm=True)
    >>> read_heading("2. Rà soát, sửa chữa bàn ghế trước ngày 20/8/2026.") is None
    True
    """
    tab = _TAB.match(text)
    view = text if tab is None else text[: tab.end()].replace("\t", " ") + text[tab.end() :]
    opening = view[:number] if number else view
    found = match_heading(Line(0, len(opening), opening)) if opening else None
    if found is not None and found[0].name != "ordinal":
        rule, match = found
        written = match.group().strip()
        style = rule.name + (str(match["depth"].count(".")) if rule.name == "decimal" else "")
        return _with_title(view, match.end(), style, rule.data["rank"], written, _value(rule.name, written))
    spelt = _SPELT.match(view)
    if spelt and arabic(spelt["number"]) is not None:
        return _with_title(view, spelt.end(), "group", _GROUP_RANK, spelt.group().strip(), arabic(spelt["number"]))
    dash = _DASH.match(view)
    if dash:
        return _with_title(view, dash.end(), "plus" if dash["sign"] == "+" else "dash", 0, dash["sign"], None)
    style = "caps" if is_capital(view) else "plain"
    return _with_title(view, 0, style, 0, "", None, named)


def _with_title(
    text: str, start: int, style: str, rank: int, number: str, value: int | None, named: bool = False
) -> Heading | None:
    """Return the heading whose title begins at `start`; a sentence that only has an enumerator is none."""
    numbered = style not in ("dash", "plus", "plain")
    whole = text[start:].strip(" .:-–\t")
    if not whole:
        return Heading(style, rank, number, value, "") if rank else None
    ended = text.rstrip()[-1] in _ENDS
    words = len(whole.split())
    run_in = _RUN_IN.match(text, start)
    if run_in and len(run_in["title"].split()) <= _MOST_WORDS:
        title = run_in["title"].strip(" .:-–")
        rest = run_in.end()
        if title and rest < len(text):
            return Heading(style, rank, number, value, title, rest, numbered)
    if words > _MOST_WORDS and not (named or rank or is_capital(whole)):
        return None
    sentence = ended and (words > _WORDS_OF_A_SENTENCE or any(map(str.isdigit, whole)) or not numbered)
    firm = (numbered and not ended) or bool(rank) or named
    return None if sentence and not rank else Heading(style, rank, number, value, whole, 0, firm)


def _value(rule: str, number: str) -> int | None:
    """Return the place that an enumerator counts: 3 of `III.`, `3)`, `2.3.`, `c)` and `C.`."""
    words = re.findall(r"[^\W_]+", number)
    last = words[-1] if words else ""
    if rule in ("letter", "point"):
        return _LETTERS.find(last.lower()) + 1 or None
    if rule == "annex" and len(words) < 3:
        return None
    return arabic(last)


class Nesting:
    """The headings that are open, outer first; kinds of rank 0 nest in the order in which they are first used."""

    def __init__(self) -> None:
        self._open: list[tuple[Heading, int]] = []

    def parent(self, heading: Heading) -> int | None:
        """Return the index of the open heading that a heading would lie in."""
        depth = self._depth(heading)
        return self._open[depth - 1][1] if depth else None

    def enter(self, heading: Heading, index: int) -> int | None:
        """Close what a heading closes, open it under `index`; return the index of the one that it lies in."""
        parent = self.parent(heading)
        del self._open[self._depth(heading) :]
        self._open.append((heading, index))
        return parent

    def _depth(self, heading: Heading) -> int:
        for depth, (part, _) in enumerate(self._open):
            if part.style == heading.style:
                return depth
            if heading.rank and (part.rank == 0 or part.rank >= heading.rank):
                return depth
            if not heading.rank and not part.rank and _order(part.style) > _order(heading.style):
                return depth
        return len(self._open)


def _order(style: str) -> int:
    return _ORDER.get(style.rstrip("0123456789"), 0)


def number_of(level: int, value: int) -> str:
    """Return the enumerator of a heading as official documents write it: I. 1. a) -

    >>> number_of(1, 3), number_of(2, 3), number_of(3, 4), number_of(4, 1)
    ('III.', '3.', 'd)', '-')
    """
    if level == 1:
        return f"{roman(value)}."
    if level == 2:
        return f"{value}."
    return f"{_LETTERS[value - 1]})" if level == 3 and value <= len(_LETTERS) else "-"
