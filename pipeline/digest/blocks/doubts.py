"""Problems -> what is to be cleared up, at most ten, the worst first."""

from __future__ import annotations

from collections import Counter
from typing import Final

from pipeline.digest.block import Items, Paragraph, Section
from pipeline.digest.maker import Maker, section
from pipeline.rows import Row

MOST_DOUBTS: Final = 10
_DOUBTS: Final = """
SELECT p.document_id, p.start, p.end, p.kind, p.message FROM problems p WHERE p.document_id IN ({ids})
UNION ALL
SELECT NULL, NULL, NULL, p.kind, p.message FROM problems p WHERE p.instrument_id IN
  (SELECT instrument_id FROM citations WHERE document_id IN ({ids}))
ORDER BY 1, 2, 5"""
_WORST_FIRST: Final = (
    "figures_disagree", "rating_sum", "parts_sum", "parts_exceed_total", "column_sum", "row_sum", "share_mismatch",
    "change_mismatch", "conflicting_dates", "conflicting_issuers", "conflicting_titles", "cites_ended",
    "symbol_contradicts_issuer", "copies_differ", "money_unit_unknown", "doubtful_digits",
)  # fmt: skip
"""Kinds of problems: numbers that cannot both be right, then documents that are not what is said, then readings."""
_NO_DOUBT: Final = frozenset({"tracked_changes", "read_by_ocr", "symbol_repaired"})
"""What tells how a document was read; none of them asks a person to clear up anything but beside a number."""


def doubts(maker: Maker) -> list[Section]:
    """Return the doubts, no more of a kind than there is room for when other kinds have some."""
    rows = [row for row in maker.rows(_DOUBTS) if row["kind"] not in _NO_DOUBT and _counts(maker, row)]
    once = list({row["message"]: row for row in sorted(rows, key=lambda row: _place(row["kind"]))}.values())
    shown = _chosen(once)
    several = len(maker.documents) > 1
    lines = []
    for row in shown:
        sources: tuple[int, ...] = ()
        where = ""
        if row["start"] is not None and row["document_id"] is not None:
            sources = (maker.source(row["document_id"], row["start"], row["end"], None),)
        if several and row["document_id"] is not None:
            where = f" ({maker.name(row['document_id'])})"
        lines.append(Paragraph(maker.mask(row["message"].rstrip(".")) + where, sources))
    hidden = len(once) - len(lines)
    note = maker.speech("digest.more_doubts", count=maker.speech.number(hidden)) if hidden else None
    return section(maker, "doubts", Items("doubts", tuple(lines), note)) if lines else []


def _counts(maker: Maker, row: Row) -> bool:
    return maker.scope.spans is None or row["start"] is None or maker.scope.holds(row["document_id"], row["start"])


def _place(kind: str) -> int:
    return _WORST_FIRST.index(kind) if kind in _WORST_FIRST else len(_WORST_FIRST)


def _chosen(rows: list[Row]) -> list[Row]:
    """Return at most MOST_DOUBTS: of each kind in turn one, then shown the worst kind first."""
    turn: Counter[str] = Counter()
    turns = []
    for row in rows:
        turns.append((turn[row["kind"]], _place(row["kind"]), row))
        turn[row["kind"]] += 1
    kept = sorted(turns, key=lambda each: each[:2])[:MOST_DOUBTS]
    return [row for _, _, row in sorted(kept, key=lambda each: (each[1], each[0]))]
