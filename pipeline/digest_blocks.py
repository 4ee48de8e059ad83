"""Rows -> the blocks of a digest: tables, lists and rating bars, each number with the sentence that it comes from."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from extractors.text.sentences import sentence_at
from pipeline.speech import Speech

Row = dict[str, Any]

ROWS_OF_A_BLOCK: Final = 40
"""A digest is read, not searched: longer blocks end with the command that shows the rest."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; `source` is the number of the sentence that it comes from."""

    text: str
    source: int | None = None
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One class of a rating: what part of the bar it takes, in percent."""

    label: str
    count: str
    left: float
    width: float
    source: int | None


@dataclass(frozen=True, slots=True)
class Block:
    """A heading with a table, a list of lines, or rating bars below it."""

    title: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    bars: tuple[Bar, ...] = ()
    more: str | None = None
    level: int = 2


@dataclass(frozen=True, slots=True)
class SourceSentence:
    """A sentence that numbers come from: before, marked number, after; with its document and page."""

    number: int
    before: str
    marked: str
    after: str
    document: str
    page: int | None


@dataclass(slots=True)
class Maker:
    """The documents in scope, and the sentences referred to so far."""

    connection: sqlite3.Connection
    speech: Speech
    documents: list[Row]
    sources: list[SourceSentence] = field(default_factory=list)

    def rows(self, sql: str) -> list[Row]:
        """Return the rows of `sql`, in which {ids} stands for the documents in scope."""
        ids = ", ".join(str(int(d["id"])) for d in self.documents) or "NULL"
        return [dict(row) for row in self.connection.execute(sql.format(ids=ids))]

    def source(self, row: Row) -> int:
        """Keep the sentence around `row` (document_id, start, end, page) and return its number."""
        (document,) = (d for d in self.documents if d["id"] == row["document_id"])
        text = document["text"]
        begin, end = sentence_at(text, row["start"])
        end = max(end, row["end"])
        before, marked, after = (
            part.replace("\n", " ")
            for part in (text[begin : row["start"]], text[row["start"] : row["end"]], text[row["end"] : end])
        )
        number = len(self.sources) + 1
        self.sources.append(SourceSentence(number, before, marked, after, document["name"], row["page"]))
        return number


def archive_blocks(maker: Maker) -> list[Block]:
    """Return the blocks of many documents together."""
    return [
        _overview(maker),
        _conferences(maker, "held_list", _HELD),
        *_ratings(maker),
        _most_cited(maker),
        _doubts(maker),
        _documents(maker),
    ]


def document_blocks(maker: Maker) -> list[Block]:
    """Return the blocks of the one document in scope."""
    speech = maker.speech
    return [
        _about(maker),
        _conferences(maker, "held_list", _HELD),
        _conferences(maker, "planned_list", _PLANNED),
        *_ratings(maker),
        _figures(maker, speech("digest.figures"), "f.modality <> 'target'"),
        _figures(maker, speech("digest.targets"), "f.modality = 'target'"),
        _tasks(maker, speech("digest.tasks"), "task"),
        _tasks(maker, speech("digest.limitations"), "limitation"),
        _references(maker),
        _doubts(maker),
    ]


def _block(maker: Maker, title: str, columns: Iterable[str], rows: Sequence[tuple[Cell, ...]], command: str) -> Block:
    heads = tuple(maker.speech(f"digest.{column}") for column in columns)
    hidden = len(rows) - ROWS_OF_A_BLOCK
    more = maker.speech("digest.more", count=hidden, command=command) if hidden > 0 else None
    return Block(title, heads, tuple(rows[:ROWS_OF_A_BLOCK]), more=more)


def _about(maker: Maker) -> Block:
    speech, (document,) = maker.speech, maker.documents
    period = [speech.day(document[name]) for name in ("period_start", "period_end") if document[name]]
    values = {
        "document": document["path"], "code": document["code"], "title": document["title"],
        "date": speech.day(document["date"]) if document["date"] else None, "issuer": document["issuer"],
        "place": document["place"], "period": " - ".join(period) or None,
        "signer": ", ".join(filter(None, (document["signer"], document["signer_title"]))) or None,
        "author": document["author"],
    }  # fmt: skip
    rows = [(Cell(speech(f"digest.{name}")), Cell(value)) for name, value in values.items() if value]
    return Block(speech("digest.about"), (), tuple(rows))


_OVERVIEW = """
SELECT coalesce(d.place, '') AS place, count(*) AS documents, min(d.date) AS first, max(d.date) AS last,
       sum((SELECT count(*) FROM figures f WHERE f.document_id = d.id)) AS figures,
       sum((SELECT count(*) FROM citations c WHERE c.document_id = d.id)) AS citations,
       sum(EXISTS (SELECT 1 FROM problems p WHERE p.document_id = d.id)) AS doubtful
FROM documents d WHERE d.id IN ({ids}) GROUP BY 1 ORDER BY documents DESC, place"""


def _overview(maker: Maker) -> Block:
    speech = maker.speech
    rows = []
    for row in maker.rows(_OVERVIEW):
        years = dict.fromkeys(day[:4] for day in (row["first"], row["last"]) if day)
        counts = (Cell(str(row[name]), None, True) for name in ("documents", "figures", "citations", "doubtful"))
        rows.append((Cell(row["place"] or speech("digest.unplaced")), Cell(" - ".join(years)), *counts))
    columns = ("place", "years", "by", "figures_count", "citations_count", "doubtful_count")
    return _block(maker, speech("digest.overview"), columns, rows, "status")


_HELD, _PLANNED = "f.modality <> 'target'", "f.modality = 'target'"

_CONFERENCES = """
SELECT c.document_id, c.subject, c.organiser, c.came, c.attendees IS NULL AS each_only,
       f.start, f.end, f.page, f.text, f.unit, f.hedge, f.role
FROM conferences c JOIN documents d ON d.id = c.document_id
JOIN figures f ON f.document_id = c.document_id AND f.ord = c.figure
WHERE c.document_id IN ({ids}) AND """

_CAME = """
SELECT document_id, ord, start, end, page, text, unit, hedge FROM figures
WHERE document_id IN (SELECT document_id FROM conferences WHERE document_id IN ({ids}))"""


def _conferences(maker: Maker, title: str, condition: str) -> Block:
    """Tell what was held (or is planned): how many, of what, by whom, and who came, each kind of persons a row."""
    speech = maker.speech
    came = {(row["document_id"], row["ord"]): row for row in maker.rows(_CAME)}
    rows = []
    for row in maker.rows(f"{_CONFERENCES} {condition} ORDER BY d.date IS NULL, d.date, d.path, c.ord"):
        part = speech("digest.of_which") if row["role"] == "part" else None
        held = Cell(" ".join(filter(None, (part, _amount(row, speech)))), maker.source(row), numeric=True)
        told = (Cell(row["subject"] or ""), Cell(row["organiser"] or ""))
        for ord_ in json.loads(row["came"]) or [None]:
            who = came.get((row["document_id"], ord_))
            each = speech("digest.each") if who and row["each_only"] else None
            people = (
                Cell(" ".join(filter(None, (each, _amount(who, speech)))), maker.source(who), True) if who else Cell("")
            )
            rows.append((held, *told, people, Cell(_name(maker, row))))
            held, told = Cell(""), (Cell(""), Cell(""))
    columns = ("held", "what", "organiser", "attendees", "document")
    return _block(maker, speech(f"digest.{title}"), columns, rows, "figures --indicator conference")


def _amount(row: Row, speech: Speech) -> str:
    hedge = speech(f"hedge.{row['hedge']}") if row["hedge"] else None
    return " ".join(filter(None, (hedge, row["text"], row["unit"])))


def _subject(row: Row, speech: Speech) -> str:
    return str(row["counted"] or speech.value("indicator", row["indicator"]))


def _name(maker: Maker, row: Row) -> str:
    return next(str(d["name"]) for d in maker.documents if d["id"] == row["document_id"])


def _ratings(maker: Maker) -> list[Block]:
    speech = maker.speech
    found = maker.rows("SELECT * FROM ratings WHERE document_id IN ({ids}) ORDER BY document_id, ord")
    figures = {(row["document_id"], row["ord"]): row for row in maker.rows(_RATED)}
    blocks = []
    for rating in found[:ROWS_OF_A_BLOCK]:
        counts, members = json.loads(rating["counts"]), json.loads(rating["figures"])
        shown = [figures[rating["document_id"], ord_] for ord_ in members]
        total = max(rating["total"], sum(counts.values())) or 1
        bars, left = [], 0.0
        for (label, count), figure in zip(counts.items(), shown, strict=False):
            width = 100.0 * count / total
            bars.append(Bar(label, figure["text"], round(left, 2), round(width, 2), maker.source(figure)))
            left += width
        head = " · ".join(filter(None, (rating["subject"], rating["period"], _name(maker, rating))))
        rows = tuple(
            (
                Cell(bar.label),
                Cell(bar.count, bar.source, True),
                Cell(f"{bar.width:.1f}%".replace(".", ","), None, True),
            )
            for bar in bars
        )
        rows += ((Cell(speech("digest.total")), Cell(f"{rating['total']:g}", None, True), Cell("")),)
        columns = tuple(speech(f"digest.{name}") for name in ("class", "count", "percent"))
        blocks.append(Block(head, columns, rows, tuple(bars), level=3))
    return [Block(speech("digest.ratings"), rows=((Cell(""),),)), *blocks] if blocks else []


_RATED = """
SELECT f.document_id, f.ord, f.start, f.end, f.page, f.text FROM figures f
WHERE f.document_id IN (SELECT document_id FROM ratings WHERE document_id IN ({ids}))"""

_FIGURES = """
SELECT f.document_id, f.ord, f.start, f.end, f.page, f.text, f.unit, f.counted, f.label, f.indicator, f.modality,
       f.hedge, f.role, f.of_figure
FROM figures f WHERE f.document_id IN ({ids}) AND f.indicator NOT IN ('conference', 'training', 'session') AND """


def _figures(maker: Maker, title: str, condition: str) -> Block:
    speech = maker.speech
    rated = {
        (row["document_id"], ord_)
        for row in maker.rows("SELECT document_id, figures FROM ratings WHERE document_id IN ({ids})")
        for ord_ in json.loads(row["figures"])
    }
    rows = []
    for row in maker.rows(f"{_FIGURES} {condition} ORDER BY f.document_id, f.ord"):
        if (row["document_id"], row["ord"]) in rated or row["role"] == "attendees":
            continue
        notes = [row["label"], speech("role." + row["role"]) if row["role"] else None]
        notes.append(speech("modality.previous") if row["modality"] == "previous" else None)
        rows.append(
            (
                Cell(_amount(row, speech), maker.source(row), numeric=True),
                Cell(_subject(row, speech)),
                Cell(", ".join(filter(None, notes))),
            )
        )
    return _block(maker, title, ("value", "what", "class"), rows, f"figures --doc {maker.documents[0]['name']}")


def _tasks(maker: Maker, title: str, kind: str) -> Block:
    rows = [
        (Cell(row["number"] or "•"), Cell(" ".join(row["text"].split())))
        for row in maker.rows(
            "SELECT kind, number, text FROM tasks WHERE document_id IN ({ids}) ORDER BY document_id, ord"
        )
        if row["kind"] == kind
    ]
    return Block(title, (), tuple(rows))


_REFERENCES = """
SELECT c.document_id, c.start, c.end, c.page, c.relation, c.text, c.date, c.issuer, i.name,
       i.document_id IS NOT NULL AS held
FROM citations c LEFT JOIN instruments i ON i.id = c.instrument_id
WHERE c.document_id IN ({ids}) AND c.form NOT IN ('short', 'described') ORDER BY c.document_id, c.ord"""


def _references(maker: Maker) -> Block:
    speech = maker.speech
    rows, seen = [], set()
    for row in maker.rows(_REFERENCES):
        name = row["name"] or row["text"]
        if (name, row["relation"]) not in seen:
            seen.add((name, row["relation"]))
            rows.append(
                (
                    Cell(name, maker.source(row)),
                    Cell(speech(f"relation.{row['relation']}")),
                    Cell(speech.day(row["date"]) if row["date"] else ""),
                    Cell(row["issuer"] or ""),
                    Cell(speech("digest.yes" if row["held"] else "digest.no")),
                )
            )
    columns = ("document", "relation", "date", "issuer", "stored")
    return _block(maker, speech("digest.refs"), columns, rows, f"refs {maker.documents[0]['name']}")


_CITED = """
SELECT c.instrument_id, c.document_id, i.name, i.jurisdiction, i.date, i.title, i.document_id IS NOT NULL AS held
FROM citations c JOIN instruments i ON i.id = c.instrument_id WHERE c.document_id IN ({ids})"""


def _most_cited(maker: Maker) -> Block:
    speech = maker.speech
    rows = maker.rows(_CITED)
    times = Counter(row["instrument_id"] for row in rows)
    citing = Counter(i for i, _ in {(row["instrument_id"], row["document_id"]) for row in rows})
    named = {row["instrument_id"]: row for row in rows}
    order = sorted(named, key=lambda i: (-citing[i], -times[i], named[i]["name"]))[:15]
    table = [
        (
            Cell(named[i]["name"]),
            Cell(speech.day(named[i]["date"]) if named[i]["date"] else ""),
            Cell(named[i]["jurisdiction"] or ""),
            Cell(str(citing[i]), None, True),
            Cell(str(times[i]), None, True),
            Cell(speech("digest.yes" if named[i]["held"] else "digest.no")),
        )
        for i in order
    ]
    return _block(
        maker, speech("digest.cited"), ("document", "date", "place", "by", "times", "stored"), table, "status"
    )


_DOUBTS = """
SELECT p.document_id, p.start, p.end, p.message, NULL AS page FROM problems p WHERE p.document_id IN ({ids})
UNION ALL
SELECT NULL, NULL, NULL, p.message, NULL FROM problems p WHERE p.instrument_id IN
  (SELECT instrument_id FROM citations WHERE document_id IN ({ids}))"""


def _doubts(maker: Maker) -> Block:
    rows = []
    for row in maker.rows(_DOUBTS):
        located = row["start"] is not None
        source = maker.source(row) if located else None
        rows.append((Cell(row["message"], source), Cell(_name(maker, row) if row["document_id"] else "")))
    return _block(maker, maker.speech("digest.doubts"), ("doubt", "document"), rows, "status")


def _documents(maker: Maker) -> Block:
    speech = maker.speech
    rows = [
        (
            Cell(speech.day(d["date"]) if d["date"] else ""),
            Cell(d["code"] or ""),
            Cell(d["title"] or d["name"]),
            Cell(d["place"] or ""),
            Cell(d["name"]),
        )
        for d in maker.documents
    ]
    return _block(maker, speech("digest.documents"), ("date", "code", "title", "place", "document"), rows, "status")
