"""Small records made by hand: what the database tests write."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

from extractors.model import Citation, Figure, Form, Measure, Metadata, Rating, Record, Rules, Source


def citing(text: str, written: str, occurrence: int = 0, **fields: Any) -> Citation:
    """Return a numbered citation of `written` as it stands in `text`, with its code split."""
    start = -1
    for _ in range(occurrence + 1):
        start = text.index(written, start + 1)
    fields.setdefault("form", Form.NUMBERED)
    return Citation(start, start + len(written), written, rule="made", **fields)


def counting(text: str, written: str, value: int, **fields: Any) -> Figure:
    """Return a count of `written` as it stands in `text`."""
    start = text.index(written)
    fields.setdefault("rules", Rules(unit="made"))
    return Figure(start, start + len(written), written, Decimal(value), Measure.COUNT, **fields)


def record(
    path: str,
    text: str,
    *,
    metadata: Metadata | None = None,
    citations: tuple[Citation, ...] = (),
    figures: tuple[Figure, ...] = (),
    ratings: tuple[Rating, ...] = (),
) -> Record:
    """Return a record of a text document."""
    source = Source(path, f"sha-{path}-{len(text)}", "txt", text)
    return Record(
        id=PurePosixPath(path).stem,
        source=source,
        metadata=metadata or Metadata(kind="report", place="Bắc Kạn", date=date(2024, 4, 11)),
        extractor="trichyeu test",
        citations=citations,
        figures=figures,
        ratings=ratings,
    )


def regulation(day: date | None, **fields: Any) -> dict[str, Any]:
    """Return the fields of a citation of Quy chế 22-QC/TU."""
    return {
        "doc_type": "Quy chế", "number": "22", "symbol": "QC/TU", "code": "22-QC/TU", "date": day,
        "issuer": "Ban Thường vụ Tỉnh ủy", **fields,
    }  # fmt: skip
