"""What a document orders (nhiệm vụ) and what it admits (hạn chế): text and sections -> Tasks, one for each item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Final

from extractors.layout.find import find_boilerplate, match_heading
from extractors.model import Metadata, Section, SectionKind, Task
from extractors.names.kinds import type_at
from extractors.rulebook import Rule, any_of, load_rules, load_table
from extractors.tasks.deadlines import find_deadline
from extractors.text.document import Document
from extractors.text.lines import Line, outside, regular
from extractors.text.sentences import split_sentences
from extractors.text.wrapped import goes_on, wrap_width

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["find"]
_BULLET: Final = re.compile(r"[-+•*–][ ]?(?=\S)")
_SHORTEST: Final = 15
_LAWS: Final = frozenset(_WORDS["laws"])
_PARAGRAPH: Final = 60
_NO_TASKS: Final = (SectionKind.FOOTER, SectionKind.HEADER, SectionKind.TABLE)
_CLOSING: Final = re.compile(r"^(?:Trên đây|Nơi nhận|" + any_of(_WORDS["closed_kinds"]) + r" này)|(?:có|hết) hiệu lực")
_REPORTS: Final = re.compile(r"báo cáo")
_RECIPIENTS: Final = re.compile(r"[^\w\n]{0,4}Nơi nhận")
_YEAR_HEADING: Final = re.compile(r"(?:trong )?năm (\d{4})")
_CRITERION: Final = "criterion"
"""What stands under a heading of measures: no task, but the lead into the document's orders holds on behind it."""
_FIRST_CHAPTER: Final = re.compile(r"I[ ]?[.)/–-]")
_EDGE: Final = " .:-–"
_SPOKEN: Final = re.compile(
    r"(?:(?<=[.;:] )|(?<=\n)|\A)"
    r"(?:" + any_of(_WORDS["first_to_last"]) + r" là[,: ]|Thứ " + any_of(_WORDS["ordinals"]) + r"[,: ])"
)
_SPOKEN_SIGNS: Final = (" là", "Thứ ")
"""Without two of these no two of the enumerators of `_SPOKEN` stand in a text."""
_NEVER_TASK: Final = re.compile("|".join(_WORDS["never_task"]), re.IGNORECASE)
_EMPHASIS: Final = "**"
_NUMBERED: Final = re.compile(r"\s(?:số\s?)?\d")
_DUTY: Final = re.compile(any_of(_WORDS["duties"]))
_HANDING: Final = tuple(_WORDS["handing"])
_GIVEN_TO: Final = re.compile(r"(?<=[.;] )(?=" + any_of(_HANDING) + " )")
_OPEN_QUOTES: Final = '“"‘«'


@dataclass(frozen=True, slots=True)
class _Item:
    """A line with its enumerator taken off: `body` is where its own words begin; a bullet has no number."""

    line: Line
    number: str | None
    body: int
    enumerated: bool


@cache
def _group(name: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in load_rules(__package__, "tasks") if rule.data["group"] == name)


@cache
def _never() -> re.Pattern[str]:
    """Return the patterns of what is never a task as one."""
    return re.compile("|".join(f"(?:{rule.pattern.pattern})" for rule in _group("never")), re.VERBOSE)


def find_tasks(
    text: str | Document,
    sections: Sequence[Section],
    metadata: Metadata,
    boilerplate: Sequence[tuple[int, int]] | None = None,
) -> tuple[Task, ...]:
    """Return what the document orders ("task") and what it admits ("limitation"), ordered by start.

    A task is one enumerated item or paragraph of its own, never a chapter; `number` is its enumerator as written,
    `assignee` and `deadline` are phrases of its text. Of a law only duties that it assigns are tasks.
    `boilerplate` is what `find_boilerplate` gives for the same text, found here when it is not given.
    """
    document = Document.of(text)
    spans = find_boilerplate(document) if boilerplate is None else boilerplate
    closed = [(part.start, part.end) for part in sections if part.kind in _NO_TASKS]
    lines = outside(outside(document.lines, spans), closed)
    headings = [part for part in sections if part.kind is SectionKind.HEADING and part.title]
    scope = _Scope(headings, metadata)
    tasks: list[Task] = []
    for item in _read_items(document.text, lines):
        scope.enter(item)
        if kind := scope.kind_of(item):
            law = metadata.doc_type in _LAWS
            tasks += _tasks_of(document, item, kind, scope.assignee(), law, metadata.date)
        elif metadata.kind == "news":
            tasks += _told_orders(document, item, metadata.date)
    return tuple(tasks)


def _read_items(text: str, lines: Sequence[Line]) -> Iterator[_Item]:
    """Yield the lines as items; a wrapped line is part of the one that it goes on from."""
    pending: _Item | None = None
    end = 0
    width = wrap_width(lines)
    for line in lines:
        item = _read_item(line)
        if pending and not item.enumerated and not line.gap and _goes_on(text, pending.line.start, end, line, width):
            end = line.end
            continue
        if pending:
            yield _with_rest(text, pending, end)
        pending, end = item, line.end
    if pending:
        yield _with_rest(text, pending, end)


def _goes_on(text: str, start: int, end: int, line: Line, width: int) -> bool:
    """Tell whether a line is the rest of the item `start:end` above it; a broken last line has the text's own width."""
    if line.text[0].islower():
        return True
    last = text[max(start, text.rfind("\n", start, end) + 1) : end]
    again = end - start == len(line.text) and regular(last) == line.text
    return not again and goes_on(last, line.text, width)


def _with_rest(text: str, item: _Item, end: int) -> _Item:
    """Return the item with the wrapped lines below it, the last of which ends at `end`."""
    line = item.line
    return item if line.end == end else replace(item, line=Line(line.start, end, text[line.start : end], line.gap))


def _read_item(line: Line) -> _Item:
    bold = line.text.find(_EMPHASIS)
    plain = Line(line.start, line.end, line.text[:bold] + line.text[bold + 2 :], line.gap) if bold > 0 else line
    if heading := match_heading(plain):
        rest = line.text[heading[1].end() :]
        body = line.end - len(rest.lstrip(" .:,-–*"))
        return _Item(line, heading[1].group().strip(" .,:)-–—/"), body, True)
    if bullet := _BULLET.match(line.text):
        return _Item(line, None, line.start + bullet.end(), True)
    return _Item(line, None, line.start, False)


class _Scope:
    """What kind of items stand at a place: by the headings above it, or by a sentence that leads into a list."""

    def __init__(self, headings: Sequence[Section], metadata: Metadata) -> None:
        self._headings = headings
        self._titled = {part.start: part for part in headings}
        self._first_chapter = next((part.start for part in headings if _FIRST_CHAPTER.match(part.title or "")), 0)
        self._genre = metadata.kind
        self._day = metadata.date
        self._year = metadata.date.year if metadata.date else None
        self._ended = False
        self._chain: list[Section] = []
        self._next = 0
        self._lead: str | None = None
        self._lister: _Item | None = None
        self._kinds: dict[int, str | None] = {}

    def enter(self, item: _Item) -> None:
        """Move on to an item: open and close headings, take up or drop a lead."""
        start = item.line.start
        while self._next < len(self._headings) and self._headings[self._next].start <= start:
            part = self._headings[self._next]
            self._chain = [above for above in self._chain if above.end > part.start] + [part]
            self._next += 1
            self._ended = False
            if self._decide(part) and self._nearest() != _CRITERION:
                self._lead = None
        self._chain = [part for part in self._chain if part.end > start]
        if self._lister and not (item.enumerated and _style(item) != _style(self._lister)):
            self._lister = None
        text = item.line.text
        if text.endswith(":") and _group("lead")[0].pattern.search(text, max(0, len(text) - 400)):
            reports = self._genre == "report" and _REPORTS.search(text, max(0, len(text) - 160))
            self._lead = "none" if reports or _NEVER_TASK.search(text, max(0, len(text) - 80)) else "task"
        elif _CLOSING.match(text):
            self._lead = None
        if _RECIPIENTS.match(text):
            self._ended = True

    def _decide(self, part: Section) -> str | None:
        if part.start not in self._kinds:
            self._kinds[part.start] = self._read_kind(part)
        return self._kinds[part.start]

    def _read_kind(self, part: Section) -> str | None:
        """Return what the items under a heading are; a title, which holds chapter I, decides nothing."""
        if part.start < self._first_chapter < part.end:
            return None
        title = (part.title or "").lower()
        enumerator = match_heading(Line(0, len(title), part.title or ""))
        name = title[enumerator[1].end() :] if enumerator else title
        opening = name.lstrip(_EDGE)
        for rule in _group("heading"):
            if rule.data.get("only", self._genre) == self._genre and rule.pattern.match(opening):
                return str(rule.data["kind"])
        year = _YEAR_HEADING.fullmatch(name.strip(_EDGE))
        return "task" if year and self._year and int(year[1]) > self._year else None

    def kind_of(self, item: _Item) -> str | None:
        """Return "task", "limitation" or None for an item; a heading or a lead into a list is neither."""
        if self._lister:
            return None
        if self._lists_objects(item):
            self._lister = item
            return "task"
        return None if self._says_nothing(item) else self._kind_within(item)

    def _says_nothing(self, item: _Item) -> bool:
        """Tell whether an item is a heading, a lead, a quotation, a document's name, or of what is never a task."""
        text = item.line.text
        part = self._titled.get(item.line.start)
        if text.endswith(":") or text[0] in _OPEN_QUOTES or len(text) < _SHORTEST or (part and part.title == text):
            return True
        words = text[item.body - item.line.start :]
        return _is_document(words) or _never().match(words) is not None

    def _kind_within(self, item: _Item) -> str | None:
        """Return the kind of an item by what it says and by what stands above it."""
        text = item.line.text
        if self._ended or (self._genre == "report" and _group("done")[0].pattern.match(text)):
            return "limitation" if not self._ended and self._limits() else None
        if self._genre == "directive" and _is_closing_order(text, self._day):
            return "task"
        headed = self._nearest()
        if headed == _CRITERION:
            if find_deadline(text, self._day) is None:
                return None
            headed = None
        decided = self._lead or headed
        if item.enumerated or decided == "limitation":
            return None if decided == "none" else decided
        if self._genre == "report" and _group("plan")[0].pattern.match(text):
            return "task"
        if decided == "task":
            return "task" if len(text) >= _PARAGRAPH and text[-1] in ".;…" and not _CLOSING.search(text) else None
        return "limitation" if _group("admission")[0].pattern.match(text) else None

    def _lists_objects(self, item: _Item) -> bool:
        """Tell whether an item is a task whose list only names what it is done with (`các văn bản sau:`)."""
        words = item.line.text[item.body - item.line.start :]
        ordered = (self._lead or self._nearest()) == "task"
        return item.enumerated and ordered and _group("objects")[0].pattern.match(words) is not None

    def _limits(self) -> bool:
        """Tell whether the nearest heading that decides is one of what a report admits."""
        return self._nearest() == "limitation"

    def _nearest(self) -> str | None:
        """Return what the nearest heading that decides says; measures hold for all that stands under them."""
        kinds = [kind for part in reversed(self._chain) if (kind := self._decide(part))]
        return _CRITERION if _CRITERION in kinds else next(iter(kinds), None)

    def assignee(self) -> str | None:
        """Return the body that the nearest heading names: its items are that body's to do."""
        if not self._chain:
            return None
        title = self._chain[-1].title or ""
        enumerator = match_heading(Line(0, len(title), title))
        name = title[enumerator[1].end() :].strip(_EDGE) if enumerator else title
        return name if _group("body")[0].pattern.match(name) and not _group("assignee")[0].pattern.match(name) else None


def _style(item: _Item) -> str:
    """Return how an item is enumerated: by digits, by letters or by a mark."""
    return "mark" if item.number is None else "digits" if item.number[:1].isdigit() else "letters"


def _is_document(words: str) -> bool:
    """Tell whether an item only names a document (`Nghị quyết số 25-NQ/TW, ngày ...`), without a word of duty."""
    kind = type_at(words, 4 if words.startswith("Các ") else 0)
    return kind is not None and _NUMBERED.match(words, kind[0]) is not None and _DUTY.search(words) is None


def _is_closing_order(text: str, day: date | None) -> bool:
    """Tell whether a paragraph of its own orders something by a day: `Báo cáo gửi về Ban trước ngày 15/9/2024`."""
    if not _group("closing_order")[0].pattern.match(text):
        return False
    deadline = find_deadline(text, day)
    return deadline is not None and deadline.day is not None


def _told_orders(document: Document, item: _Item, day: date | None) -> list[Task]:
    """Return the orders with a day that a press page tells of, a sentence each: `..., yêu cầu ... trước ngày 10/12`."""
    rule, text = _group("told_order")[0], document.text
    orders = rule.pattern
    tasks: list[Task] = []
    line = text[item.line.start : item.line.end]
    if not any(trigger in line for trigger in rule.data["trigger"]) or not orders.search(line):
        return tasks
    for start, end in document.sentences_from(item.line.start, item.line.end):
        order = orders.search(text, start, end)
        task = _task(text, _piece(text, start, end, None, order.end()), "task", None, False, day) if order else None
        if task and task.deadline_date:
            tasks.append(task)
    return tasks


def _tasks_of(
    document: Document, item: _Item, kind: str, named_above: str | None, law: bool, day: date | None
) -> list[Task]:
    text = document.text
    if kind == "limitation" and not item.enumerated:
        spans = document.sentences_from(item.line.start, item.line.end)
        return [Task(start, end, text[start:end], kind) for start, end in spans if end - start >= _SHORTEST]
    told = (_task(text, piece, kind, named_above, law, day) for piece in _pieces(text, item))
    return [task for task in told if task is not None]


def _task(text: str, item: _Item, kind: str, named_above: str | None, law: bool, day: date | None) -> Task | None:
    words = text[item.body : item.line.end]
    assignee = (_assignee(words) or named_above) if kind == "task" else None
    if law and assignee is None:
        return None
    deadline = find_deadline(words, day) if kind == "task" else None
    together = kind == "task" and ("phối hợp" in words or "cùng với" in words)
    joint = _group("joint")[0].pattern.search(words) if together else None
    return Task(
        item.line.start,
        item.line.end,
        text[item.line.start : item.line.end],
        kind,
        number=item.number,
        assignee=assignee,
        joint=" ".join(joint["joint"].strip(" ,").split()) if joint else None,
        deadline=deadline.written if deadline else None,
        deadline_date=deadline.day if deadline else None,
        recurs=deadline.recurs if deadline else None,
    )


def _pieces(text: str, item: _Item) -> list[_Item]:
    """Cut running prose into its tasks: at `Một là ... Hai là ...`, or by sentences that each name a body.

    What stands before the first of several enumerators leads into them and is no task.
    """
    start, end = item.line.start, item.line.end
    several = sum([text.count(sign, start, end) for sign in _SPOKEN_SIGNS]) > 1
    marks = list(_SPOKEN.finditer(text, start, end)) if several else []
    if len(marks) > 1:
        edges = [*(mark.start() for mark in marks), end]
        return [
            _piece(text, mark.start(), last, mark.group().strip(_EDGE + ","), mark.end())
            for mark, last in zip(marks, edges[1:], strict=True)
        ]
    if item.enumerated or end - start < 2 * _PARAGRAPH:
        return [item]
    sentences = [span for span in split_sentences(text[start:end]) if span[1] - span[0] >= _SHORTEST]
    if len(sentences) < 2 or (
        sum(_assignee(text[start + first : start + last]) is not None for first, last in sentences) < 2
    ):
        return [item]
    return [_piece(text, start + first, start + last, None, start + first) for first, last in sentences]


def _piece(text: str, start: int, end: int, number: str | None, body: int) -> _Item:
    end = start + len(text[start:end].rstrip())
    return _Item(Line(start, end, text[start:end], False), number, body, number is not None)


def _assignee(words: str) -> str | None:
    """Return who is to do it: after "giao" or "đề nghị", or the body that the item opens with."""
    words = words.replace(_EMPHASIS, "")
    handed = _GIVEN_TO.search(words) if any(word in words for word in _HANDING) else None
    for start in (0, words.find(": ", 0, 60) + 2, *((handed.start(),) if handed else ())):
        found = _group("assignee")[0].pattern.match(words[start:])
        if found and found["after"]:
            return found["after"].strip(" ,")
        named = (found["asked"] or found["before"]) if found else ""
        if _group("body")[0].pattern.match(named):
            return named.strip(" ,")
    return None
