"""Problems -> what is to be cleared up, at most ten, the worst first."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from typing import Final

from pipeline.digest.block import Cut, Items, Paragraph, Section
from pipeline.digest.maker import HELD, Maker, section
from pipeline.rows import Row

_PRINTED: Final = 10, 3
"""Doubts that are printed at most, and at least."""
_DOUBTS: Final = """
SELECT p.document_id, p.start, p.end, p.kind, p.message, p.sides FROM problems p WHERE p.document_id IN ({ids})
UNION ALL
SELECT NULL, NULL, NULL, p.kind, p.message, p.sides FROM problems p WHERE p.instrument_id IN
  (SELECT instrument_id FROM citations WHERE document_id IN ({ids}))
ORDER BY 1, 2, 5"""
_WORST_FIRST: Final = (
    "figures_disagree", "rating_sum", "parts_sum", "parts_exceed_total", "column_sum", "row_sum", "share_mismatch",
    "change_mismatch", "conflicting_dates", "conflicting_issuers", "conflicting_titles", "cites_ended",
    "symbol_contradicts_issuer", "copies_differ", "money_unit_unknown", "doubtful_digits",
)  # fmt: skip
"""Kinds of problems: numbers that cannot both be right, then documents that are not what is said, then readings."""
_MANY_ALIKE: Final = frozenset({"copies_differ", "doubtful_digits", "money_unit_unknown", "missing_letters"})
"""Kinds of which one file may have dozens that say the same: one line for all of a document."""
_NAMES_DOCUMENTS: Final = frozenset({"figures_disagree"})
"""Kinds whose messages name their documents."""
_SIDES: Final = 2
_NO_DOUBT: Final = frozenset({"tracked_changes", "read_by_ocr", "symbol_repaired"})
"""What tells how a document was read; none of them asks a person to clear up anything but beside a number."""


def doubts(maker: Maker) -> list[Section]:
    """Return the doubts, the worst kind first; of those of one kind pages show no more than others leave room for."""
    rows = [row for row in maker.rows(_DOUBTS) if row["kind"] not in _NO_DOUBT and _counts(maker, row)]
    rows = [row for row in rows if not _is_settled(maker, row)]
    alike: dict[object, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: _place(row["kind"])):
        alike[(row["kind"], row["document_id"]) if row["kind"] in _MANY_ALIKE else row["message"]].append(row)
    shown = list(alike.values())[:HELD]
    lines = tuple(_line(maker, same) for same in shown)
    limit = Cut(*_PRINTED, _ranks([same[0]["kind"] for same in shown]), len(alike) - len(lines))
    return section(maker, "doubts", Items("doubts", lines, cut=limit)) if lines else []


def _line(maker: Maker, alike: list[Row]) -> Paragraph:
    """Return a doubt with its document and its sentence; of many of one kind in one document the first."""
    row = next((row for row in alike if row["start"] is not None), alike[0])
    sources: tuple[int, ...] = ()
    told = maker.speech.problem(row["kind"], _with_names(maker, row))
    if row["start"] is not None and row["document_id"] is not None:
        sources = (maker.source(row["document_id"], row["start"], row["end"], None),)
    if len(maker.documents) > 1 and row["document_id"] is not None and row["kind"] not in _NAMES_DOCUMENTS:
        told = f"{maker.name(row['document_id'])}: {told[:1].lower() if told[1:2].islower() else told[:1]}{told[1:]}"
    if len(alike) > 1:
        told = f"{told.rstrip('.')}; {maker.speech('digest.more_alike', count=len(alike) - 1)}"
    return Paragraph(maker.mask(told.rstrip(".")), sources)


def _with_names(maker: Maker, row: Row) -> str:
    """Return the message of a doubt, the documents that it names by their files named as people name them."""
    message: str = row["message"]
    for side in json.loads(row["sides"] or "[]"):
        for name in side["documents"]:
            found = maker.connection.execute("SELECT id FROM documents WHERE name = ?", (name,)).fetchall()
            if len(found) == 1:
                message = re.sub(rf"(?<![\w/-]){re.escape(name)}(?![\w.-])", maker.name(found[0][0]), message)
    return message


def _is_settled(maker: Maker, row: Row) -> bool:
    """Tell whether documents disagree only because one of them took the place of the other."""
    if row["kind"] != "figures_disagree" or not maker.scope.replaced:
        return False
    gone = {document["name"] for document in maker.scope.replaced}
    return sum(not gone.issuperset(side["documents"]) for side in json.loads(row["sides"] or "[]")) < _SIDES


def _counts(maker: Maker, row: Row) -> bool:
    return maker.scope.spans is None or row["start"] is None or maker.scope.holds(row["document_id"], row["start"])


def _place(kind: str) -> int:
    return _WORST_FIRST.index(kind) if kind in _WORST_FIRST else len(_WORST_FIRST)


def _ranks(kinds: list[str]) -> tuple[int, ...]:
    """Return how much each doubt matters: of each kind in turn one, the worst kind first."""
    turn: Counter[str] = Counter()
    turns = []
    for at, kind in enumerate(kinds):
        turns.append((turn[kind], _place(kind), at))
        turn[kind] += 1
    order = [at for _, _, at in sorted(turns)]
    return tuple(order.index(at) for at in range(len(kinds)))
