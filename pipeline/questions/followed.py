"""Tasks of directives -> what later documents tell of them: the sentence with the task's words, and where it stands.

A later document tells of a task where it cites the document that ordered it, or carries out a local one that this
carries out, too, and a sentence of results has the task's words. Names of bodies and documents count for nothing; they
are looked for only where enough words are shared with them, since few sentences share any with a task.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import islice, pairwise
from typing import Final

from extractors.text.folding import fold
from extractors.text.plain import UPPER, plain_view
from extractors.values.places import CENTRAL, same_jurisdiction
from pipeline.rows import Row, rows_of

_LATER: Final = """
WITH ordering AS (
  SELECT id, place, date, instrument_id FROM counted_documents
  WHERE kind = 'directive' AND id IN (SELECT CAST(value AS INTEGER) FROM json_each(:ids)))
SELECT d.id, d.place, e.id AS later, e.place AS later_place FROM ordering d
JOIN citations m ON m.instrument_id = d.instrument_id AND m.relation NOT IN ('amends', 'replaces', 'repeals')
JOIN counted_documents e ON e.id = m.document_id AND e.date > d.date
UNION
SELECT d.id, d.place, e.id, e.place FROM ordering d
JOIN citations own ON own.document_id = d.id AND own.relation = 'implements'
JOIN instruments i ON i.id = own.instrument_id AND i.jurisdiction <> :central
JOIN citations m ON m.instrument_id = i.id AND m.relation IN ('implements', 'reviews')
JOIN counted_documents e ON e.id = m.document_id AND e.date > d.date AND e.id <> d.id"""

_RESULTS: Final = """
SELECT told.document_id, told.page, s.text AS sentence FROM (
SELECT s.document_id, s.sentence, s.page, s.start,
       row_number() OVER (PARTITION BY s.document_id, s.sentence ORDER BY s.start) AS nth FROM (
  SELECT document_id, sentence, page, start FROM figures WHERE modality = 'actual'
  UNION ALL
  SELECT document_id, sentence, page, start FROM citations WHERE relation IN ('implements', 'reviews', 'legal_basis')
) s
WHERE s.document_id IN (SELECT CAST(value AS INTEGER) FROM json_each(?)) AND NOT EXISTS (
  SELECT 1 FROM tasks t
  WHERE t.document_id = s.document_id AND t.kind = 'task' AND s.start BETWEEN t.start AND t.end)) AS told
JOIN sentences s ON s.document_id = told.document_id AND s.ord = told.sentence
WHERE told.nth = 1 ORDER BY told.document_id, told.start"""

_DOCUMENTS: Final = """
SELECT id, name AS document, date, path FROM counted_documents
WHERE id IN (SELECT CAST(value AS INTEGER) FROM json_each(?))"""

_NAMES: Final = """
SELECT text AS a, issuer AS b, title AS c FROM citations WHERE document_id = :id
UNION SELECT assignee, joint, NULL FROM tasks WHERE document_id = :id
UNION SELECT issuer, NULL, NULL FROM counted_documents WHERE id = :id"""

_WORDS: Final = re.compile(r"[^\W\d_]+|[.,;:()“”\"]")
_CAPITAL: Final = re.compile(rf"(?<!\w)[{UPPER}]")
_APART: Final = frozenset('.,;:()“”"')

_BETWEEN: Final = "\ue000"
"""A character of no document, which folding leaves as it is."""

_SHARE, _FEW, _MANY = 0.4, 4, 8
"""A sentence tells of a task that it shares this share of the pairs of words with, a few at least; or many."""


_Pairs = frozenset[tuple[str, str]]
"""Pairs of words that stand together."""


_Sentence = tuple[str, _Pairs]
"""A sentence without the names that its document tells, and its pairs of words, those of other names too.

Of a sentence of results they are those that any task has.
"""

_Result = tuple[Row, _Sentence]
"""What is told of a sentence of results, and the sentence."""


_Names = Callable[[int], Sequence[str]]
"""The names that a document tells, by its id."""


def reports_on(connection: sqlite3.Connection, tasks: Iterable[Row]) -> dict[tuple[int, int], list[Row]]:
    """Return what later documents tell of tasks, oldest first, by `document_id` and `ord` of the task.

    A report has `document`, `date`, `path`, `page` and the `sentence` that shares most of the task's words.
    """
    asked = list(tasks)
    later = _later(connection, {task["document_id"] for task in asked})
    asked = [task for task in asked if task["document_id"] in later]
    names = cache(lambda document: _names(connection, document))
    pairs_of = cache(lambda text: _in_pairs(_nameless(text)))
    told: dict[tuple[int, int], list[Row]] = {}
    every = _said(asked, names)
    wanted: _Pairs = frozenset().union(*(pairs for said in every for _, pairs in said))
    results = _results(connection, {document for others in later.values() for document in others}, names, wanted)
    for task, said in zip(asked, every, strict=True):
        document = task["document_id"]
        found = [_best(said, results.get(other, ()), pairs_of) for other in later[document]]
        told[document, task["ord"]] = sorted(filter(None, found), key=lambda row: (row["date"], row["path"]))
    return told


def _listed(ids: Iterable[int]) -> str:
    """Return numbers as a list of JSON, which needs no module for them.

    >>> _listed({7, 3})
    '[3, 7]'
    """
    return str(sorted(ids))


def _later(connection: sqlite3.Connection, ids: set[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for row in connection.execute(_LATER, {"ids": _listed(ids), "central": CENTRAL}):
        if row["place"] == CENTRAL or same_jurisdiction(row["place"], row["later_place"]):
            found.setdefault(row["id"], []).append(row["later"])
    return found


def _results(
    connection: sqlite3.Connection, ids: set[int], names: _Names, wanted: _Pairs
) -> Mapping[int, list[_Result]]:
    """Return the sentences of results that share enough of the wanted pairs to tell of a task, by document."""
    chosen = _listed(ids)
    documents = {row["id"]: row for row in rows_of(connection, _DOCUMENTS, chosen)}
    rows = rows_of(connection, _RESULTS, chosen)
    texts = [_without(row["sentence"], names(row["document_id"])) for row in rows]
    found: dict[int, list[_Result]] = {}
    for row, text, view in zip(rows, texts, _plain(texts), strict=True):
        pairs = wanted.intersection(pairwise(_words(view)))
        if len(pairs) < _FEW:
            continue
        document = documents[row["document_id"]]
        told = {key: document[key] for key in ("document", "date", "path")}
        told |= {key: row[key] for key in ("sentence", "page")}
        found.setdefault(document["id"], []).append((told, (text, pairs)))
    return found


def _names(connection: sqlite3.Connection, document: int) -> Sequence[str]:
    """Return the bodies and documents that a document names, the longest of them first."""
    names = {name for row in connection.execute(_NAMES, {"id": document}) for name in row if name}
    return sorted(names, key=lambda name: (-len(name), name))


def _said(tasks: Sequence[Row], names: _Names) -> list[list[_Sentence]]:
    """Return the sentences of each task."""
    if not tasks:
        return []
    from extractors.text.sentences import split_sentences

    cut = [
        [_without(text[start:end], names(task["document_id"])) for start, end in split_sentences(text)]
        for task in tasks
        for text in (task["counted"],)
    ]
    every = iter(_sentences([sentence for sentences in cut for sentence in sentences]))
    return [list(islice(every, len(sentences))) for sentences in cut]


def _sentences(texts: Sequence[str]) -> list[_Sentence]:
    """Return texts with their pairs of words.

    >>> [sorted(pairs) for _, pairs in _sentences(["Mở 06 lớp, hội nghị", "Tỉnh uỷ"])]
    [[('hội', 'nghị'), ('mở', 'lớp')], [('tỉnh', 'uỷ')]]
    """
    return [(text, _in_pairs(view)) for text, view in zip(texts, _plain(texts), strict=True)]


def _plain(texts: Sequence[str]) -> list[str]:
    """Return the plain views of texts, made in one go, which costs less."""
    return plain_view(_BETWEEN.join(text.replace(_BETWEEN, " ") for text in texts)).split(_BETWEEN) if texts else []


def _words(view: str) -> list[str]:
    """Return the words and marks of a plain view, folded one by one: few words are said many times."""
    return list(map(fold, _WORDS.findall(view.lower())))


def _in_pairs(view: str) -> _Pairs:
    return frozenset(pair for pair in pairwise(_words(view)) if _APART.isdisjoint(pair))


def _without(text: str, names: Sequence[str]) -> str:
    """Return a text without names, of two that begin in one place the one that comes first among the names.

    >>> _without("Sở Y tế tỉnh và Sở Y tế", ("Sở Y tế tỉnh", "Sở Y tế"))
    ' ;  và  ; '
    """
    here, parts, at = [name for name in names if name in text], [], 0
    while here:
        starts = [(text.find(name, at), order) for order, name in enumerate(here)]
        start, order = min(((start, order) for start, order in starts if start >= 0), default=(-1, 0))
        if start < 0:
            break
        parts.append(text[at:start])
        at = start + len(here[order])
    return " ; ".join([*parts, text[at:]])


def _nameless(text: str) -> str:
    """Return a text without the names of bodies.

    >>> _nameless("Ban Dân vận Tỉnh ủy chủ trì mở 06 lớp")
    ' ;  chủ trì mở 06 lớp'
    """
    from extractors.names.bodies import match_body

    view, parts, at = plain_view(text), [], 0
    for capital in _CAPITAL.finditer(view):
        end = match_body(view, capital.start()) if capital.start() >= at else None
        if end is not None:
            parts.append(view[at : capital.start()])
            at = end
    return " ; ".join([*parts, view[at:]])


def _best(said: list[_Sentence], results: Iterable[_Result], pairs_of: Callable[[str], _Pairs]) -> Row | None:
    """Return the result that shares most of a task's words, None where none shares enough."""
    best: tuple[float, Row] | None = None
    for row, (told, told_pairs) in results:
        for ordered, ordered_pairs in said:
            if len(ordered_pairs & told_pairs) < _FEW:
                continue
            pairs = pairs_of(ordered)
            shared = len(pairs & pairs_of(told))
            enough = shared >= _MANY or (shared >= _FEW and shared >= _SHARE * len(pairs))
            if enough and (best is None or shared / len(pairs) > best[0]):
                best = shared / len(pairs), row
    return best[1] if best else None
