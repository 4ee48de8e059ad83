"""Text with its numerals -> sentences cut into words, and one Draft for each number that may be a figure.

A Draft is a figure in the making: it knows its sentence, the cues around it and the figures before it;
the later steps (units, labels, modality, links) fill in the rest.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from extractors.figures.words import Lexicon, Sentence, cut_sentence
from extractors.model import Evidence, Hedge, Measure, Modality, Period, Role
from extractors.rulebook import load_table
from extractors.scope.places import Unit
from extractors.text.sentences import abbreviates
from extractors.values.numerals import Numeral

_BREAK: Final = re.compile(r"[\n|\t.!?…](?:(?<=[\n|\t])|(?<!;[.!?…])[.!?…;]*+[”\"’)]*+(?=\s))")
"""What begins with one set of signs is found faster than two branches."""
_STOPS: Final = frozenset(".;:!?…|-–*_")
_OPENERS: Final = "“\"'(["
_FAR_BEFORE: Final = 600
_FAR_BEHIND: Final = 1200
_MOST_ITEMS: Final = 40
_NARROWEST_LINE: Final = 60
_WIDEST_LINE: Final = 130
_NUMBERED: Final = re.compile(r"\d{1,3}(?:\.\d{1,3})*+(?:[.)]|[ \t]++(?P<letter>.))")
_NUMBER_OF_ITEM: Final = re.compile(r"[ \t]*\(?\d{1,2}[.)][ \t]")
_BULLET: Final = re.compile(r"[ \t]*(?:[-+•*–—]|\uf0b7|[a-zđ](?:\)|[-/](?=[ \t])))")
_BEHIND_LETTERS: Final = frozenset(").-/")


@dataclass(frozen=True, slots=True, eq=False)
class Cue:
    """A phrase that governs numbers: `kind` says how, `value` which activity or direction; each is one of its own."""

    kind: str
    value: str = ""


CUES: Final = Lexicon(
    (word, Cue(rule["kind"], rule.get("value", "")))
    for rule in load_table(__package__, "cues")["rule"]
    for word in rule["words"]
)


@dataclass(slots=True)
class Passage:
    """One sentence that holds numerals; its cues and drafts are filled in when it states a quantity.

    `brackets` tells for each word the position of the bracket that it stands in, -1 outside.
    `line` counts lines, `bulleted` marks lines that are list items; `activity` is the event that the
    heading over it speaks of, `default` the modality of numbers that no word of the sentence qualifies;
    `text` is the whole document, `short` what it writes short in capitals.
    """

    sentence: Sentence
    line: int
    bulleted: bool
    opens_list: bool
    activity: str | None = None
    default: Modality = Modality.ACTUAL
    text: str = ""
    short: Mapping[str, str] = field(default_factory=dict)
    cues: list[tuple[int, int, Cue]] = field(default_factory=list)
    brackets: list[int] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """A figure in the making. Token positions are indexes into `keys`, the words of its sentence.

    `cues` are those between the number before and it, `kinds` their kinds; `change` is the cue of increase or decrease
    that it is the amount of, `plan` the word of the plan or time that it is measured by; `compared` tells that it is a
    level which another is compared with. `around` is the period that would be its own without a bracket that only tells
    when counting stopped. `told_to` is where the words before it end, without the hedges and copulas there.
    """

    numeral: Numeral
    passage: Passage
    at: int
    measure: Measure = Measure.COUNT
    indicator: str = "other"
    unit: str | None = None
    family: str = ""
    counted: str | None = None
    resume: int = 0
    reach: int = 0
    floor: int = 0
    told_to: int = 0
    bracket: int = -1
    cues: Sequence[tuple[int, int, Cue]] = ()
    kinds: frozenset[str] = frozenset()
    change: Cue | None = None
    plan: str | None = None
    compared: bool = False
    bare: bool = False
    inherits: bool = False
    label: str | None = None
    hedge: Hedge | None = None
    modality: Modality = Modality.ACTUAL
    estimate: bool = False
    role: Role | None = None
    parent: Draft | None = None
    link_rule: str = ""
    likely: bool = False
    direction: str | None = None
    rule: str = ""
    indicator_rule: str = ""
    label_rule: str = ""
    modality_rule: str = ""
    period: Period | None = None
    period_told: Evidence | None = None
    around: tuple[Period | None, Evidence | None] | None = None
    unit_of: Unit | None = None
    unit_told: Evidence | None = None
    actor: str | None = None
    row: str | None = None
    column: str | None = None
    keys: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.keys = self.passage.sentence.keys

    def cues_before(self, floor: int) -> list[tuple[int, int, Cue]]:
        """Return the cues of its sentence that end at or before it and begin at or after `floor`.

        They stand in order and do not overlap, so that only the last that begins before the number may end behind it.
        """
        cues = self.passage.cues
        if not cues:
            return []
        last = bisect_left(cues, (self.at,))
        last -= last > 0 and cues[last - 1][1] > self.at
        return cues[bisect_left(cues, (floor,), 0, last) : last] if floor else cues[:last]

    def is_aside(self, at: int) -> bool:
        """Tell whether the word at `at` stands in a bracket that the number does not stand in."""
        brackets = self.passage.brackets
        bracket, around = brackets[at], self.bracket
        while around >= 0 and around != bracket:
            around = brackets[around]
        return around != bracket


def read_passages(text: str, numerals: Sequence[Numeral], citations: Sequence[tuple[int, int]]) -> list[Passage]:
    """Return the sentences that hold a numeral, in order; `numerals` and `citations` are ordered and disjoint.

    A sentence ends at a line break, at a full stop before a capital or digit, and never inside a citation.
    """
    cite_starts = [start for start, _ in citations]
    sentences = [
        cut_sentence(text, start, end, held, citations[bisect_left(cite_starts, start) : bisect_left(cite_starts, end)])
        for start, end, held in _spans(text, numerals, citations, cite_starts)
    ]
    passages: list[Passage] = []
    line = counted_to = 0
    for sentence in sentences:
        start, end = sentence.start, sentence.end
        line += text.count("\n", counted_to, start)
        counted_to = start
        line_start = text.rfind("\n", max(0, start - _FAR_BEFORE), start) + 1
        bulleted = _BULLET.match(text, line_start) is not None
        opens_list = text[max(start, end - 3) : end].rstrip().endswith(":")
        passages.append(Passage(sentence, line, bulleted, opens_list, text=text))
    return passages


def _spans(
    text: str, numerals: Sequence[Numeral], citations: Sequence[tuple[int, int]], cite_starts: Sequence[int]
) -> list[tuple[int, int, Sequence[Numeral]]]:
    """Return where each sentence that holds a numeral begins and ends, and its numerals."""
    spans: list[tuple[int, int, Sequence[Numeral]]] = []
    index = end = 0
    while index < len(numerals):
        start = _sentence_start(text, numerals[index].start, end, citations, cite_starts)
        end = _sentence_end(text, numerals[index].end, citations, cite_starts)
        first = index
        while index < len(numerals) and numerals[index].start < end:
            index += 1
        spans.append((start, end, numerals[first:index]))
    return spans


def is_numbered(text: str, start: int) -> bool:
    """Tell whether the line at `start` begins with its number in a list: `2. Thu ngân sách đạt 95%`."""
    return _NUMBER_OF_ITEM.match(text, start) is not None


def list_opener(text: str, start: int, colon: bool = True) -> tuple[int, int] | None:
    """Return the line that opens the list of which the line at `start` is an item, None if none ends in a colon.

    Without `colon` a heading over the list opens it too.

    Lines are gone over upwards, list items and numbered lines passed.
    """
    for _ in range(_MOST_ITEMS):
        end = start - 1
        start = text.rfind("\n", max(0, end - _FAR_BEFORE - 1), max(end, 0)) + 1
        if end <= 0 or end - start > _FAR_BEFORE:
            return None
        if not _BULLET.match(text, start) and not _NUMBERED.match(text, start) and text[start:end].strip():
            return (start, end) if not colon or text[max(start, end - 3) : end].rstrip().endswith(":") else None
    return None


def _inside(position: int, citations: Sequence[tuple[int, int]], cite_starts: Sequence[int]) -> bool:
    at = bisect_right(cite_starts, position) - 1
    return at >= 0 and position < citations[at][1]


def _is_end(text: str, match: re.Match[str], citations: Sequence[tuple[int, int]], cite_starts: Sequence[int]) -> bool:
    mark, end = match.group(), match.end()
    if mark in "\n|\t":
        return mark != "\n" or not _wraps(text, end - 1)
    if _inside(match.start(), citations, cite_starts):
        return False
    if text[end : end + 12].lstrip().lstrip(_OPENERS)[:1].islower():
        return False
    return mark != "." or not abbreviates(text, end - 1)


def _wraps(text: str, at: int) -> bool:
    """Tell whether the line break at `at` only wraps a line: no sign or list item stands there and small letters go on.

    A number may go on as well where the line above is as long as a wrapped one and ends in the middle of a phrase.
    """
    before, behind = text[at - 1 : at], text[at + 1 : at + 3]
    if behind[:1].isdigit():
        width = at - text.rfind("\n", max(0, at - _WIDEST_LINE), at) - 1
        full = _NARROWEST_LINE <= width < _WIDEST_LINE - 1 and (before.islower() or before == ",")
        numbered = _NUMBERED.match(text, at + 1)
        return full and (numbered is None or (numbered["letter"] or "A").islower())
    return behind[:1].islower() and behind[1:] not in _BEHIND_LETTERS and not (before in _STOPS or before.isspace())


def _sentence_start(
    text: str, position: int, floor: int, citations: Sequence[tuple[int, int]], cite_starts: Sequence[int]
) -> int:
    start = max(floor, position - _FAR_BEFORE)
    for match in reversed(list(_BREAK.finditer(text, start, position))):
        if _is_end(text, match, citations, cite_starts):
            return match.end()
    return start


def _sentence_end(text: str, position: int, citations: Sequence[tuple[int, int]], cite_starts: Sequence[int]) -> int:
    high = min(len(text), position + _FAR_BEHIND)
    for match in _BREAK.finditer(text, position, high):
        if _is_end(text, match, citations, cite_starts):
            return match.start() if match.group() in "\n|\t" else match.end()
    return high
