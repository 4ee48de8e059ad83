"""An instrument -> its state, who carries it out, how often it is cited by year, and the documents around it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Final

from extractors.values.places import CENTRAL
from pipeline.charts.model import Chart, ChartKind, CitationMap, MapEdge, MapNode, Series, Tone
from pipeline.digest.block import Cell, Fact, Section
from pipeline.digest.blocks.documents import issuer_of, titled
from pipeline.digest.maker import HELD, Maker, cut, section, table
from pipeline.digest.relations import strongest
from pipeline.questions.lineage import lineage
from pipeline.rows import Row

_CITING: Final = """
SELECT c.document_id, c.ord, c.start, c.end, c.page, c.relation FROM citations c
JOIN counted_documents d ON d.id = c.document_id
WHERE c.instrument_id = {instrument} AND d.instrument_id IS NOT c.instrument_id AND d.id IN ({{ids}})
ORDER BY d.date IS NULL, d.date, d.path, c.ord"""
_AROUND: Final = """
SELECT DISTINCT coalesce('i' || d.instrument_id, 'd' || d.id) AS citing,
       d.id AS document, coalesce(own.code, d.code) AS code,
       'i' || i.id AS cited, coalesce(i.code, i.name) AS cited_name,
       i.document_id IS NOT NULL AS held, c.relation, c.instrument_id = {instrument} AS first
FROM citations c JOIN counted_documents d ON d.id = c.document_id JOIN instruments i ON i.id = c.instrument_id
LEFT JOIN instruments own ON own.id = d.instrument_id
WHERE d.instrument_id IS NOT c.instrument_id AND (c.instrument_id = {instrument} OR d.instrument_id = {instrument})
ORDER BY first DESC, citing, cited"""
_STRONGEST: Final = (
    "replaces",
    "repeals",
    "amends",
    "implements",
    "legal_basis",
    "guides",
    "reviews",
    "issues",
    "mentions",
)
_DRAWN: Final = {"amends": "amends", "replaces": "replaces", "repeals": "replaces", "implements": "implements",
                 "legal_basis": "implements", "guides": "implements"}  # fmt: skip
"""The relations that a map tells apart, by those of citations; all others are mentions."""
_PRINTED: Final = 12, 6
"""Rows that are printed at most, and at least."""
_MOST_NODES: Final = 150
_FEWEST_YEARS: Final = 2


def instrument_head(maker: Maker) -> tuple[Fact, ...]:
    """Return what the instrument is, and whether it is in force."""
    instrument = maker.scope.instrument or {}
    speech = maker.speech
    told = lineage(
        maker.connection, instrument["code"] or instrument["name"], _province(instrument), instrument["year"]
    )
    lines = {
        "title": " ".join(filter(None, (instrument["doc_type"], instrument["title"]))),
        "date": speech.day(instrument["date"]) if instrument["date"] else None,
        "issuer": instrument["issuer"], "place": instrument["jurisdiction"],
        "state": speech(f"legal_status.{told['status']}"),
        "stored": speech("digest.yes" if instrument["document_id"] else "digest.no"),
    }  # fmt: skip
    return tuple(Fact(speech(f"digest.{name}"), text) for name, text in lines.items() if text)


def _province(instrument: Row) -> str | None:
    """Return the province that tells the instrument from others of its code."""
    place = (instrument["jurisdiction"] or "").split(" / ")[0]
    return place if place and place != CENTRAL else None


def carried_out(maker: Maker) -> list[Section]:
    """Return who cites the instrument: each document once, by its strongest relation, those that act on it first."""
    speech = maker.speech
    found = strongest(_citing(maker), lambda row: row["document_id"], _STRONGEST)
    rows = []
    for row in found[:HELD]:
        document = maker.document(row["document_id"])
        day = document["date"]
        source = maker.source_at(row)
        rows.append(
            (
                Cell(speech(f"relation.{row['relation']}")),
                Cell(document["code"] or ""),
                Cell(speech.day(day), date.fromisoformat(day)) if day else Cell(speech.written(document)),
                Cell(maker.mask(titled(maker, document)), sources=(source,)),
                Cell(issuer_of(document)),
            )
        )
    if not rows:
        return []
    columns = (("relation", False), ("code", False), ("date", False), ("abstract", False), ("issuer", False))
    shown = cut(table(maker, "carried_out", columns, rows), _PRINTED, len(found))
    return section(maker, "carried_out", shown, _by_year(maker, found), _map(maker))


def _citing(maker: Maker) -> list[Row]:
    instrument = (maker.scope.instrument or {})["id"]
    return maker.rows(_CITING.format(instrument=int(instrument)))


def _by_year(maker: Maker, rows: list[Row]) -> Chart | None:
    """Return in how many documents of each year it is cited; None where that is one year only."""
    days = [maker.document(row["document_id"])["date"] for row in rows]
    years = Counter(int(day[:4]) for day in days if day)
    if len(years) < _FEWEST_YEARS:
        return None
    labels = tuple(range(min(years), max(years) + 1))
    alt = ", ".join(f"{year}: {years[year]}" for year in labels)
    series = Series(maker.speech("digest.by"), tuple(float(years[year]) for year in labels), Tone.NOW)
    return Chart(
        ChartKind.BARS, maker.speech("digest.cited_by_year"), tuple(map(str, labels)), (series,), alt,
        maker.speech("digest.unit_document"),
    )  # fmt: skip


def _called(maker: Maker, document: int) -> str:
    """Return what a map calls a document without a code: a press page by its day, another by its file."""
    row = maker.document(document)
    if row["kind"] != "news":
        return str(row["name"])
    return f"{maker.speech('digest.press')} {maker.speech.day(row['date'])}" if row["date"] else maker.name(document)


def _map(maker: Maker) -> CitationMap | None:
    """Return what cites the instrument and what it cites, at most _MOST_NODES documents."""
    instrument = int((maker.scope.instrument or {})["id"])
    centre = f"i{instrument}"
    nodes: dict[str, tuple[str, bool]] = {}
    edges: dict[tuple[str, str], str] = {}
    for row in maker.rows(_AROUND.format(instrument=instrument)):
        ends = {
            row["citing"]: (row["code"] or _called(maker, row["document"]), True),
            row["cited"]: (row["cited_name"], bool(row["held"])),
        }
        if len(nodes.keys() | ends.keys()) > _MOST_NODES:
            break
        nodes |= {key: value for key, value in ends.items() if key not in nodes}
        drawn = _DRAWN.get(row["relation"], "mentions")
        known = edges.get((row["citing"], row["cited"]), "mentions")
        edges[row["citing"], row["cited"]] = drawn if known == "mentions" else known
    if len(edges) < _FEWEST_YEARS:
        return None
    cited = Counter(there for _, there in edges)
    speech = maker.speech
    alt = "; ".join(
        f"{nodes[citing][0]} {speech(f'drawing.{relation}')} {nodes[there][0]}"
        for (citing, there), relation in edges.items()
    )
    return CitationMap(
        speech("digest.map"),
        tuple(MapNode(key, label, held, cited[key]) for key, (label, held) in nodes.items()),
        tuple(MapEdge(citing, there, relation) for (citing, there), relation in edges.items()),
        alt,
        centre,
    )
