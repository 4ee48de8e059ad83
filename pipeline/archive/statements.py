"""Figures of the database -> statements: each with the keys by which it is found to tell the same fact as another.

A key is made of the statement's own document alone, so that a document that is added changes no other's keys.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NamedTuple

from extractors.rulebook import load_table
from extractors.text.folding import fold
from extractors.values.numerals import parse_numeral
from extractors.values.places import canonical
from pipeline.archive.sharing import SELECTED, select_documents

Key = tuple[Any, ...]
_ROWS: Final = """
SELECT f.document_id, f.ord, f.start, f.text, f.value, f.value_max, f.of, f.measure, f.unit, f.counted, f.indicator,
       f.direction, f.label, f.hedge, f.modality, f.role, f.of_figure, f.actor, f.place, f.district, f.commune,
       f.period_start, f.period_end, f.period_kind, f.rule, s.text AS sentence,
       d.path, d.kind AS document_kind, d.date, d.issuer, d.period_start AS reported_from,
       d.district AS own_district, d.commune AS own_commune,
       CASE d.kind WHEN 'news'
       THEN instr(d.text, char(10)) + instr(substr(d.text, instr(d.text, char(10)) + 1), char(10)) END AS lead,
       c.subject, c.organiser, c.came,
       d.id IN (SELECT id FROM replaced_documents) AS replaced,
       EXISTS (SELECT 1 FROM correction k WHERE k.kind = 'figure' AND k.words = f.text
               AND (k.sha256 = d.sha256 OR k.path = d.path)) AS corrected
FROM figures f JOIN counted_documents d ON d.id = f.document_id
JOIN sentences s ON s.document_id = f.document_id AND s.ord = f.sentence
LEFT JOIN conferences c ON c.document_id = f.document_id AND c.figure = f.ord
WHERE f.document_id IN ({documents}) ORDER BY d.path, f.ord"""
_KEYED: Final = f"""
SELECT f.document_id, f.text, f.value, f.value_max, f.of, f.measure, f.unit, f.modality, f.place, f.district, f.commune,
       f.period_start, f.period_end, s.text AS sentence, d.path, d.kind AS document_kind,
       EXISTS (SELECT 1 FROM correction k WHERE k.kind = 'figure' AND k.words = f.text
               AND (k.sha256 = d.sha256 OR k.path = d.path)) AS corrected
FROM figures f JOIN counted_documents d ON d.id = f.document_id
JOIN sentences s ON s.document_id = f.document_id AND s.ord = f.sentence
WHERE f.document_id IN ({SELECTED}) AND f.period_end <> '' ORDER BY f.document_id, f.ord"""
_RANKS: Final = {"report": 0, "directive": 2, "other": 3, "news": 4}
_ANNEX: Final = 1
_WORD: Final = re.compile(r"[^\W\d_]+")
_CLAUSE: Final = re.compile(r"[,;:()\n|.“”]")
_SIGNIFICANT: Final = 3
_FEW_DIGITS: Final = 2
_LONG_PHRASE: Final = 5
_ACT_WORDS: Final = 3
_LEAST_TOLD_TWICE: Final = 7
_AROUND: Final = 60
_MOST_NAMES: Final = 1 << 14
_MOST_NUMBERS: Final = 1 << 13
_HELD_ONCE: Final = (str, int)
"""Types of values that many rows hold; 312 is not 312.0."""
_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "statements")
_EMPTY_WORDS: Final = frozenset(_WORDS["empty"])
_GENERIC: Final = frozenset(_WORDS["generic"])
_LEVELS: Final = tuple(fold(word) for word in _WORDS["levels"])
_HAS_AT_LEAST: Final = re.compile(r"\d (?:[^\W\d]+,? ){1,4}có (?:" + "|".join(_WORDS["bounds"]) + r") \Z")
_OF_TASKS: Final = " nhiệm vụ"
_COUNTS: Final = frozenset({"count", "money", "area", "length", "weight", "volume"})

folded: Final = lru_cache(_MOST_NAMES)(fold)


class Told(NamedTuple):
    """A figure as the database holds it, with what its document and its conference say; the columns of `_ROWS`."""

    document_id: int
    ord: int
    start: int
    text: str
    value: float
    value_max: float | None
    of: float | None
    measure: str
    unit: str | None
    counted: str | None
    indicator: str
    direction: str | None
    label: str | None
    hedge: str | None
    modality: str
    role: str | None
    of_figure: int | None
    actor: str | None
    place: str | None
    district: str | None
    commune: str | None
    period_start: str | None
    period_end: str | None
    period_kind: str | None
    rule: str
    sentence: str
    path: str
    document_kind: str
    date: str | None
    issuer: str | None
    reported_from: str | None
    own_district: str | None
    own_commune: str | None
    lead: int | None
    subject: str | None
    organiser: str | None
    came: str | None
    replaced: int
    corrected: int


class Keyed(NamedTuple):
    """As much of a figure as its keys are made of; the columns of `_KEYED`."""

    document_id: int
    text: str
    value: float
    value_max: float | None
    of: float | None
    measure: str
    unit: str | None
    modality: str
    place: str | None
    district: str | None
    commune: str | None
    period_start: str | None
    period_end: str | None
    sentence: str
    path: str
    document_kind: str
    corrected: int


Row = Told | Keyed


@dataclass(slots=True)
class Statement:
    """One figure of one document: what it states, of what place and time, and how it belongs to others.

    `where` is the document and the number of the figure.
    """

    row: Told
    where: tuple[int, int]
    value: tuple[Decimal, ...]
    setting: Key
    place: tuple[str | None, str | None, str | None]
    head: str
    label: str | None
    body: str | None
    voice: tuple[int, str]
    parent: tuple[int, int] | None
    read: tuple[Decimal, ...]

    @property
    def rank(self) -> Key:
        """Return how good a source it is: the body's own report, its annex, a plan, the press; of two the later.

        A report that another one replaced comes last. One on the time itself comes before one that looks back at it.
        """
        row = self.row
        kind = _RANKS.get(row.document_kind, 3)
        annex = kind == 3 and row.issuer is not None
        own = (row.own_district, row.own_commune) == self.place[1:]
        over = row.period_end and row.reported_from and row.period_end < row.reported_from
        told_of_now = row.modality != "previous" and not over
        age = -date.fromisoformat(row.date).toordinal() if row.date else 0
        told = (_ANNEX if annex else kind, not told_of_now, not own, age)
        return (row.replaced, *told, row.rule == "table", row.path, row.ord)


def read_statements(connection: sqlite3.Connection, documents: Iterable[int]) -> list[Statement]:
    """Return the figures of those of the documents that count as statements, in the order of paths.

    Few words are said many times: texts, whole numbers, and the keys made of them, are held once.
    """
    select_documents(connection, documents)
    held: dict[Any, Any] = {}
    keep = held.setdefault

    def once(value: Any) -> Any:
        return keep(value, value)

    return [
        _statement(Told._make([keep(v, v) if type(v) in _HELD_ONCE else v for v in row]), once)
        for row in _tuples(connection, _ROWS.format(documents=SELECTED))
    ]


def _tuples(connection: sqlite3.Connection, sql: str) -> Iterator[tuple[Any, ...]]:
    cursor = connection.cursor()
    cursor.row_factory = None
    yield from cursor.execute(sql)


def keys_between_documents(connection: sqlite3.Connection, documents: Iterable[int]) -> Iterator[tuple[int, Key]]:
    """Yield documents with keys that a figure of theirs shares with each of others that it can be one fact with.

    They are wider than the keys that join, so they tell which documents are looked at together, not what is one. No
    statements are made for them; a figure whose time is not told has none, for no other document has its time.
    """
    select_documents(connection, documents)
    for row in map(Keyed._make, _tuples(connection, _KEYED)):
        document, value, place = row.document_id, _value(row), _place(row)
        setting = _setting(row, place)
        told_again = place[1:] != (None, None) and row.document_kind in ("news", "report")
        read = _as_read(row, value)
        for told in (value,) if read is value else {value, read}:
            if told_again or _is_distinctive(row.measure, told):
                yield document, ("value", setting, head_of(row.measure, row.unit), told)
        sentence = folded(row.sentence)
        if len(sentence) >= _AROUND:
            yield document, ("sentence", setting, sentence)


def _value(row: Row) -> tuple[Decimal, ...]:
    return _decimals(row.value, row.value_max, row.of)


@lru_cache(_MOST_NUMBERS, typed=True)
def _decimals(*numbers: float | None) -> tuple[Decimal, ...]:
    """Return numbers as they are written, 312 apart from 312.0."""
    return tuple(Decimal(str(number)) for number in numbers if number is not None)


def _place(row: Row) -> tuple[str | None, str | None, str | None]:
    province = canonical(row.place) or row.place if row.place else None
    return province, row.district, row.commune


def _statement(row: Told, once: Callable[[Any], Any]) -> Statement:
    value, place = _value(row), _place(row)
    return Statement(
        row=row,
        where=(row.document_id, row.ord),
        value=value,
        setting=once(_setting(row, place)),
        place=once(place),
        head=once(head_of(row.measure, row.unit)),
        label=label_key(row.label),
        body=_body(row),
        voice=once((row.document_id, _part(row))),
        parent=None if row.of_figure is None else (row.document_id, row.of_figure),
        read=_as_read(row, value),
    )


def head_of(measure: str, unit: str | None) -> str:
    """Return measure and first word of a unit as a key; of money the measure alone."""
    told = "" if unit is None or measure == "money" else folded(unit).split(" ")[0]
    return f"{'%' if measure == 'percent' else measure} {told}"


def label_key(label: str | None) -> str | None:
    """Return the class that tells a count from its siblings as a key."""
    return folded(label).removesuffix(_OF_TASKS) if label else None


def _as_read(row: Row, value: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
    """Return the value that stands in the text where a person corrected it: other documents tell the fact with it."""
    written = parse_numeral(row.text) if row.corrected and len(value) == 1 else None
    return value if written is None else (written,)


def _part(row: Told) -> str:
    """Return what part of a document tells a figure: its tables, the headline and the lead of an article, its text."""
    if row.rule == "table":
        return "table"
    return "lead" if row.document_kind == "news" and row.start < (row.lead or 0) else "text"


def _setting(row: Row, place: Key) -> Key:
    """Return place, time and whether it is an aim; what is not known is the document's alone."""
    modality = "target" if row.modality == "target" else "actual"
    time = (row.period_start, row.period_end) if row.period_end else ("undated", row.path)
    whole = place if place[0] else ("unplaced", row.path)
    return (tuple(map(_key, whole)), time, modality)


def _key(name: str | None) -> str | None:
    return folded(name) if name else None


def _body(row: Told) -> str | None:
    """Return the body that a figure is of, where the text names one and not all of them together."""
    named = row.organiser or row.actor
    if not named or row.rule == "table":
        return None
    words = folded(named).split(" ")
    return None if words[0] in _GENERIC or "các" in words[1:3] else " ".join(words[:6])


def keys_of(statement: Statement) -> Iterator[Key]:
    """Yield the keys that hold across documents: a value that hardly two things share, a sentence taken over."""
    row, value = statement.row, statement.read
    for told in (value,) if value is statement.value else dict.fromkeys((statement.value, value)):
        if _is_distinctive(row.measure, told):
            yield ("value", statement.setting, statement.head, statement.label, told)
    sentence = folded(row.sentence)
    if len(sentence) >= _AROUND:
        yield ("sentence", statement.setting, sentence, _place_in(row, sentence), value)
    if row.rule != "table" and row.measure in _COUNTS:
        for words in _wordings(row):
            yield ("again", *statement.voice, statement.setting, statement.head, statement.label, value, words)


def _place_in(row: Told, sentence: str) -> Key:
    return (row.text, sentence.count(row.text) > 1 and row.ord)


def is_distinctive(statement: Statement) -> bool:
    """Tell whether a value is one that two different things of a place and time hardly share: 18.746, 21,6."""
    return _is_distinctive(statement.row.measure, statement.value)


def _is_distinctive(measure: str, value: tuple[Decimal, ...]) -> bool:
    if measure not in _COUNTS:
        return False
    digits = value[0].normalize().as_tuple().digits
    return len(digits) >= _SIGNIFICANT or (len(digits) >= _FEW_DIGITS and measure in ("area", "money"))


def _wordings(row: Told) -> Iterator[str]:
    """Yield how a sentence words a number: the act before it, a long phrase counted behind it; of an aim the phrase."""
    if row.value < _LEAST_TOLD_TWICE:
        return
    counted = folded(row.counted or "").split(" ")
    if len(counted) >= _LONG_PHRASE:
        yield f"# {' '.join(counted[:_LONG_PHRASE])}"
    if row.modality == "target":
        return
    sentence = row.sentence
    places = _places_of(row.text, sentence)
    if len(places) != 1:
        return
    before = _CLAUSE.split(sentence[max(0, places[0] - _AROUND) : places[0]])[-1]
    act = [word for word in _WORD.findall(folded(before)) if word not in _EMPTY_WORDS][-_ACT_WORDS:]
    unit = folded(row.unit or "")
    if len(act) == _ACT_WORDS:
        yield f"{' '.join(act)} # {unit}"


def is_level_of_money(row: Told) -> bool:
    """Tell whether a sum of money is what one of many gets, spends or owes: `cấp có mức thấp nhất mới đạt 9 triệu`."""
    if row.measure != "money":
        return False
    places = _places_of(row.text, row.sentence)
    clauses = (_CLAUSE.split(row.sentence[max(0, at - _AROUND) : at])[-1] for at in places)
    return any(word in folded(clause) for clause in clauses for word in _LEVELS)


def is_what_each_has(row: Told) -> bool:
    """Tell whether each of the posts counted before a number has reached it: `31 clip có trên 10.000 lượt xem`."""
    if row.indicator != "media" or row.role is not None:
        return False
    sentence = " ".join(row.sentence.split())
    return any(_HAS_AT_LEAST.search(sentence, max(0, at - _AROUND), at) for at in _places_of(row.text, sentence))


def _places_of(number: str, sentence: str) -> list[int]:
    """Return where a number stands in a sentence, not inside a longer one."""
    found, at = [], sentence.find(number)
    while at >= 0:
        end = at + len(number)
        if not sentence[end : end + 1].isdigit() and not (
            at and (sentence[at - 1].isdigit() or sentence[at - 1] in ".,")
        ):
            found.append(at)
        at = sentence.find(number, end)
    return found


@lru_cache(_MOST_NAMES)
def content(words: str | None) -> frozenset[str]:
    """Return the words of a phrase that say something, folded."""
    return frozenset(_WORD.findall(folded(words or ""))) - _EMPTY_WORDS
