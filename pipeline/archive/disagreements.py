"""Figures of the whole archive -> where documents that tell of the same thing give two values for one figure.

Two documents are compared when place and period are the same and they share several distinctive figures (a report
and the press page on it, a report and its tables); two figures when they belong to the same number (who came to the
same 312 hội nghị) or count the same long phrase. Nothing is corrected, and what rounding explains is not told.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations, groupby
from operator import itemgetter
from typing import Any, Final

from extractors.figures.checks import last_digit
from extractors.figures.tables.heads import is_total
from extractors.names.agreement import body_of
from extractors.text.folding import fold
from extractors.values.places import canonical
from pipeline.archive.changes import Changed
from pipeline.archive.sharing import SELECTED, select_documents
from pipeline.periods import period_name
from pipeline.speech import Speech

KIND: Final = "figures_disagree"
_FACTS: Final = """
SELECT d.id AS document, coalesce(f.place, d.place) AS place, f.period_start AS first, f.period_end AS last,
       f.district, f.commune, f.ord, d.path, d.name, d.date, d.issuer, f.start, f.end, f.text, f.value, f.measure,
       f.unit, f.counted, f.indicator, f.label, f.role, f.of_figure, f.hedge, f.modality, f.estimate, f.value_max,
       f.rule, s.text AS sentence
FROM figures f JOIN counted_documents d ON d.id = f.document_id
JOIN sentences s ON s.document_id = f.document_id AND s.ord = f.sentence
WHERE d.present = 1 AND f.modality = 'actual' AND f.role IS NOT 'change' {some}
ORDER BY d.path, f.ord"""
_SETTINGS: Final = """
SELECT DISTINCT coalesce(f.place, d.place) AS place, f.district, f.commune,
       f.period_start AS first, f.period_end AS last
FROM figures f JOIN counted_documents d ON d.id = f.document_id
WHERE f.document_id = ? AND f.modality = 'actual' AND f.role IS NOT 'change'"""
_TOLD_BEFORE: Final = "SELECT place, first_day, last_day FROM told_settings WHERE document_id = ?"
_TELLING: Final = "SELECT document_id FROM told_settings WHERE place = ? AND first_day = ? AND last_day = ?"
_DELETE: Final = "DELETE FROM problems WHERE document_id = ? AND kind = ? AND start = ? AND end = ? AND message = ?"
_PART: Final = 100
_COUNTING: Final = re.compile(r"(?:tổng )?số (?:lượng )?")
_ATTENDING: Final = re.compile(r" (?:tham gia|tham dự|dự|tham)$")
_WORD: Final = re.compile(r"[^\W\d_]+|\d[\d.,]*")
_AROUND: Final = 80
_WORDS_A_SIDE: Final = 4
_WORDS_TOLD: Final = 6
_FEW_A_SIDE, _FEW_TOLD = 3, 5
"""As much tells enough where a body repeats what it reported."""
_MOST_DOCUMENTS: Final = 40
"""Documents that share one figure; one that more have is no sign that two tell of the same thing."""
_SHARED: Final = {"same issuer": 2, "one unknown": 3, "two issuers": 4}
"""Distinctive figures, no round numbers and none below a hundred, that documents must share to be compared."""
_HUNDRED: Final = 100
_LEAST_WHOLE: Final = 10
_SYLLABLES: Final = 3
_FARTHEST: Final = 2
"""Values that differ more than so many times count two things; a slip of the pen stays near."""

Setting = tuple[str, str, str]
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure as it is compared: its value and what it counts, and where it stands."""

    document: int
    path: str
    name: str
    date: str
    issuer: str
    ord: int
    span: tuple[int, int]
    written: str
    value: Decimal
    step: Decimal
    keys: tuple[Key, ...]
    sentence: str
    exact: bool


_Told = tuple[sqlite3.Row, sqlite3.Row | None]
"""A figure, and the one that it belongs to."""
Disagreement = tuple[Setting, list[list["Fact"]]]


def write_disagreements(connection: sqlite3.Connection, changed: Changed) -> set[int]:
    """Find anew the figures on which documents disagree in the places and times that changed documents tell of.

    Each is a problem of the latest of its documents. Returns the documents of those that came or went.
    """
    settings = _touched_settings(connection, changed)
    where = "place = ? AND first_day = ? AND last_day = ?"
    before = [row for one in settings for row in connection.execute(f"SELECT * FROM disagreements WHERE {where}", one)]
    connection.executemany(f"DELETE FROM disagreements WHERE {where}", settings)
    found = [one for some in _in_parts(connection, settings) for one in find_disagreements(connection, only=some)]
    connection.executemany(
        "INSERT INTO disagreements (place, first_day, last_day, number, figures, problem) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                *setting, number, json.dumps([(fact.document, fact.ord) for side in sides for fact in side]),
                json.dumps(_problem(setting, sides), ensure_ascii=False),
            )
            for setting, of_setting in groupby(found, key=itemgetter(0))
            for number, (_, sides) in enumerate(of_setting)
        ],
    )  # fmt: skip
    connection.executemany(_DELETE, [json.loads(row["problem"])[:5] for row in before])
    connection.executemany(
        "INSERT INTO problems (document_id, kind, start, end, message, sentence, sides) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [_problem(setting, sides) for setting, sides in found],
    )
    was = {frozenset((document, ord_) for document, ord_ in json.loads(row["figures"])) for row in before}
    now = {frozenset((fact.document, fact.ord) for side in sides for fact in side) for _, sides in found}
    return {document for places in was ^ now for document, _ in places}


def places_of_disagreements(connection: sqlite3.Connection) -> list[list[tuple[int, int]]]:
    """Return for each disagreement of the archive its figures: documents and numbers in them."""
    rows = connection.execute("SELECT figures FROM disagreements ORDER BY place, first_day, last_day, number")
    return [[(document, ord_) for document, ord_ in json.loads(row["figures"])] for row in rows]


def _touched_settings(connection: sqlite3.Connection, changed: Changed) -> list[Setting]:
    """Return the places and times that changed documents tell of, or told of before; keep those that they tell of."""
    touched: set[Setting] = set()
    for document in sorted(changed.documents | changed.gone):
        touched |= {(place, first, last) for place, first, last in connection.execute(_TOLD_BEFORE, (document,))}
        connection.execute("DELETE FROM told_settings WHERE document_id = ?", (document,))
    for document in sorted(changed.documents):
        rows = connection.execute(_SETTINGS, (document,)).fetchall()
        told = sorted({setting for row in rows if (setting := _setting_of(row))})
        connection.executemany(
            "INSERT INTO told_settings (place, first_day, last_day, document_id) VALUES (?, ?, ?, ?)",
            [(*setting, document) for setting in told],
        )
        touched |= set(told)
    return sorted(touched)


def _in_parts(connection: sqlite3.Connection, settings: Iterable[Setting]) -> Iterator[Set[Setting]]:
    """Yield places and times in parts of which the documents fit into memory."""
    some: set[Setting] = set()
    documents: set[int] = set()
    for setting in settings:
        some.add(setting)
        documents |= {document for (document,) in connection.execute(_TELLING, setting)}
        if len(documents) >= _PART:
            yield some
            some, documents = set(), set()
    yield some


def _setting_of(row: sqlite3.Row) -> Setting | None:
    """Return the place and time of a figure, None where one is not told."""
    if not (row["place"] and row["first"] and row["last"]):
        return None
    units = (row["commune"], row["district"], canonical(row["place"]) or row["place"])
    return ", ".join(filter(None, units)), row["first"], row["last"]


def find_disagreements(
    connection: sqlite3.Connection, trusted: str | None = None, only: Set[Setting] | None = None
) -> list[Disagreement]:
    """Return the sides of each, in an order that does not depend on the order in which files arrived.

    `trusted` is the path of a document that is compared with every document of its own body, whatever they share.
    `only` are the places and times that are looked at, as `told_settings` has them; None: all.
    """
    found: list[Disagreement] = []
    for setting, rows in sorted(_by_setting(connection, only).items()):
        told: set[frozenset[tuple[str, int]]] = set()
        related = _related([row for row, _ in rows])
        _relate_body([row for row, _ in rows], trusted, related)
        facts = _facts(connection, [one for one in rows if one[0]["document"] in related], trusted is not None)
        for sides in _disagreeing(facts, related):
            places = frozenset((fact.path, fact.ord) for side in sides for fact in side)
            if not any(places <= others for others in told):
                told.add(places)
                found.append((setting, sides))
    return found


def _rows(connection: sqlite3.Connection, only: Set[Setting] | None) -> Iterator[sqlite3.Row]:
    """Yield the figures of all documents, or of those that tell of some places and times."""
    if only is None:
        yield from connection.execute(_FACTS.format(some=""))
        return
    select_documents(
        connection,
        (row["document_id"] for setting in only for row in connection.execute(_TELLING, setting)),
    )
    yield from connection.execute(_FACTS.format(some=f"AND f.document_id IN ({SELECTED})"))


def _by_setting(connection: sqlite3.Connection, only: Set[Setting] | None) -> dict[Setting, list[_Told]]:
    """Gather the figures of each place and period that several documents tell of, each with the one it belongs to."""
    figures: dict[tuple[int, int], sqlite3.Row] = {}
    settings: dict[Setting, list[sqlite3.Row]] = defaultdict(list)
    for row in _rows(connection, only):
        figures[row["document"], row["ord"]] = row
        setting = _setting_of(row)
        if setting and (only is None or setting in only):
            settings[setting].append(row)
    return {
        setting: [(row, figures.get((row["document"], row["of_figure"]))) for row in rows]
        for setting, rows in settings.items()
        if len({row["document"] for row in rows}) > 1
    }


def _facts(connection: sqlite3.Connection, told: Sequence[_Told], closely: bool) -> list[Fact]:
    """Return figures as they are compared.

    `closely` gives them keys of fewer words, too, by which one body's own documents can be compared, and lets an
    estimate differ from another estimate.
    """
    texts = {
        document: connection.execute("SELECT text FROM documents WHERE id = ?", (document,)).fetchone()[0]
        for document in sorted({row["document"] for row, _ in told})
    }
    return [_fact(row, whole, texts[row["document"]], closely) for row, whole in told]


def _fact(row: sqlite3.Row, whole: sqlite3.Row | None, text: str, closely: bool) -> Fact:
    value = Decimal(str(row["value"]))
    unit = _unit(row)
    phrase = _phrase(row)
    keys: list[Key] = []
    if whole is not None and whole["measure"] == "count" and whole["value"] >= _LEAST_WHOLE and row["role"]:
        named = "" if row["role"] == "attendees" else row["label"] or phrase
        owner = (str(whole["value"]), fold(whole["unit"] or ""))
        if named or row["role"] == "attendees":
            keys.append(("of", row["role"], row["measure"], unit, fold(named), *owner))
    if row["role"] in (None, "attendees") and row["unit"] and len(phrase.split()) >= _SYLLABLES:
        keys.append(("counts", row["indicator"], row["measure"], phrase, fold(row["label"] or "")))
    if row["rule"] != "table":
        keys += _words_around(text, row["start"], row["end"], _WORDS_A_SIDE, _WORDS_TOLD)
    if row["rule"] != "table" and closely:
        keys += _words_around(text, row["start"], row["end"], _FEW_A_SIDE, _FEW_TOLD)
    if row["estimate"] and closely:
        keys = [(*key, "estimate") for key in keys]
    return Fact(
        document=row["document"],
        path=row["path"],
        name=row["name"],
        date=row["date"] or "",
        issuer=fold(row["issuer"] or ""),
        ord=row["ord"],
        span=(row["start"], row["end"]),
        written=" ".join(filter(None, (row["text"], row["unit"]))),
        value=value,
        step=last_digit(row["text"], value),
        keys=tuple(keys),
        sentence=row["sentence"],
        exact=row["hedge"] is None and (closely or not row["estimate"]) and row["value_max"] is None,
    )


def _unit(row: sqlite3.Row) -> str:
    return _ATTENDING.sub("", fold(row["unit"] or ""))


def _sign(row: sqlite3.Row) -> Key | None:
    """Return what hardly two things of a place and time share by chance, None for a small or round number."""
    value = Decimal(str(row["value"]))
    distinctive = value != value.to_integral_value() or (value >= _HUNDRED and value % _HUNDRED != 0)
    return (row["measure"], str(value.normalize()), _unit(row).split(" ")[0]) if distinctive else None


def _words_around(text: str, start: int, end: int, a_side: int, fewest: int) -> list[Key]:
    """Return the words next to a figure as a key, numbers masked; none where they are too few to tell it apart."""
    before = text[max(0, start - _AROUND) : start].rpartition("\n")[2]
    behind = text[end : end + _AROUND].partition("\n")[0]
    words = _WORD.findall(fold(before))[-a_side:], _WORD.findall(fold(behind))[:a_side]
    told = [["#" if word[0].isdigit() else word for word in side] for side in words]
    plain = sum(word != "#" for side in told for word in side)
    return [("words", " ".join(told[0]), " ".join(told[1]))] if plain >= fewest else []


def _phrase(row: sqlite3.Row) -> str:
    """Return the counted phrase as a key; of a table's total row what its column counts, of others both."""
    counted = row["counted"] or ""
    if row["rule"] == "table":
        head, _, column = counted.rpartition(": ")
        counted = column if is_total(head) else counted
    return _COUNTING.sub("", fold(counted), count=1)


def _disagreeing(facts: Sequence[Fact], related: Mapping[int, set[int]]) -> Iterator[list[list[Fact]]]:
    """Yield the sides of each disagreement: facts of one key in related documents, by value."""
    values: dict[int, set[Decimal]] = defaultdict(set)
    by_key: dict[Key, dict[int, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        values[fact.document].add(fact.value)
        for key in fact.keys:
            by_key[key][fact.document].append(fact)
    for _, documents in sorted(by_key.items()):
        single = {
            document: found[0]
            for document, found in documents.items()
            if found[0].exact and len({fact.value for fact in found}) == 1
        }
        differing = [
            (fact, single[other])
            for document, fact in single.items()
            for other in related[document] & single.keys()
            if _differ(fact, single[other])
            and fact.value not in values[other]
            and single[other].value not in values[document]
        ]
        members = sorted({fact for pair in differing for fact in pair}, key=lambda fact: (fact.path, fact.ord))
        if members:
            found = sorted({fact.value for fact in members}, reverse=True)
            yield [[fact for fact in members if fact.value == value] for value in found]


def _differ(one: Fact, other: Fact) -> bool:
    small, large = sorted((one.value, other.value))
    if small == large or small * _FARTHEST < large:
        return False
    whole = one.step == other.step == 1
    return whole or large - small > (one.step + other.step) / 2


def _related(rows: Iterable[sqlite3.Row]) -> dict[int, set[int]]:
    """Return for each document those that share enough figures with it to tell of the same thing."""
    holders: dict[Key, dict[int, str]] = defaultdict(dict)
    for row in rows:
        sign = _sign(row)
        if sign:
            holders[sign][row["document"]] = fold(row["issuer"] or "")
    shared: dict[tuple[int, int], int] = defaultdict(int)
    needed: dict[tuple[int, int], int] = {}
    for issuers in holders.values():
        for one, other in combinations(issuers, 2) if len(issuers) <= _MOST_DOCUMENTS else ():
            pair = one, other
            shared[pair] += 1
            known = bool(issuers[one] and issuers[other])
            same = "same issuer" if issuers[one] == issuers[other] else "two issuers"
            needed[pair] = _SHARED[same if known else "one unknown"]
    related: dict[int, set[int]] = defaultdict(set)
    for pair, count in shared.items():
        if count >= needed[pair]:
            related[pair[0]].add(pair[1])
            related[pair[1]].add(pair[0])
    return related


def _relate_body(rows: Sequence[sqlite3.Row], trusted: str | None, related: dict[int, set[int]]) -> None:
    """Take the document at `trusted` and the others of its body to tell of the same things."""
    own = next((row for row in rows if row["path"] == trusted), None)
    if own is None or not own["issuer"]:
        return
    body = body_of(fold(own["issuer"]))[0]
    issuers = {row["document"]: fold(row["issuer"]) for row in rows if row["issuer"]}
    documents = {document for document, issuer in issuers.items() if body_of(issuer)[0] == body}
    for document in documents:
        related[document] |= documents - {document}


def told_period(first: str, last: str) -> str:
    """Return what people call the time from one ISO day to another, in Vietnamese, as messages are.

    >>> told_period("2025-07-01", "2025-09-30")
    'quý III/2025'
    """
    return period_name(date.fromisoformat(first), date.fromisoformat(last), Speech("vi"))


def _problem(setting: Setting, sides: Sequence[Sequence[Fact]]) -> tuple[Any, ...]:
    place, first, last = setting
    latest = max((fact for side in sides for fact in side), key=lambda fact: (fact.date, fact.path))
    told = "; ".join(f"{side[0].written} (theo {', '.join(fact.name for fact in side)})" for side in sides)
    message = (
        f"{place}, {told_period(first, last)}: cùng một số liệu mà các văn bản ghi khác nhau: {told}; cần tra bản gốc."
    )
    listed = [
        {
            "value": side[0].written,
            "documents": [fact.name for fact in side],
            "held": False,
            "sentence": side[0].sentence,
        }
        for side in sides
    ]
    return (latest.document, KIND, *latest.span, message, latest.sentence, json.dumps(listed, ensure_ascii=False))
