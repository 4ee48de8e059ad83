"""Tasks and limits -> what is still to be done, by whom and by when; what the documents admit."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Final

from pipeline.digest.block import Cell, Cut, Items, Paragraph, Section
from pipeline.digest.maker import HELD, Maker, cut, section, table
from pipeline.questions.followed import reports_on
from pipeline.rows import Row

_TASKS: Final = """
SELECT t.document_id, t.ord, t.start, t.end, t.number, t.text AS counted, t.assignee AS lead, t.joint, t.deadline,
       t.deadline_date, t.recurs
FROM tasks t WHERE t.document_id IN ({ids}) AND t.kind = '"""
_PRINTED_TASKS: Final = 8, 3
_PRINTED_LIMITS: Final = 6, 2
"""Lines that are printed at most, and at least."""
_SIGN: Final = re.compile(r"^\s*(?:[-+*•–]|\d+(?:\.\d+)*[.)-]|[a-zđ]\))\s*")
_BOLD: Final = "**"
"""What a file in Markdown puts around bold words."""
_LONGEST: Final = 180
"""Characters of a task that are shown; the sentence stands among the sources."""
_PAGE: Final = (
    "SELECT page FROM figure_rows WHERE document_id = ? AND start <= ? AND page IS NOT NULL ORDER BY start DESC LIMIT 1"
)


def tasks(maker: Maker) -> list[Section]:
    """Return what the documents order and no later document tells of, what has a deadline first."""
    rows = [
        row for row in maker.rows(f"{_TASKS}task' ORDER BY document_id, ord") if not row["recurs"] or row["deadline"]
    ]
    likely = _by_need(maker, rows)[: 2 * HELD]
    told = reports_on(maker.connection, [row | {"code": None} for row in likely]) if likely else {}
    still = [row for row in likely if not told.get((row["document_id"], row["ord"]))]
    shown = still[:HELD]
    several = len(maker.documents) > 1
    lines = [
        (
            Cell(maker.mask(_short(row["counted"]))),
            Cell(row["lead"] or ""), Cell(row["joint"] or ""), _deadline(maker, row),
            Cell(maker.name(row["document_id"]) if several else ""),
        )
        for row in shown
    ]  # fmt: skip
    columns = (("task", False), ("lead", False), ("joint", False), ("deadline", False), ("document", False))
    if not lines:
        return []
    every = len(still) + len(rows) - len(likely)
    if not any(cell.text for line in lines for cell in line[1:]):
        items = tuple(Paragraph(line[0].text) for line in lines)
        return section(maker, "tasks", Items("tasks", items, cut=Cut(*_PRINTED_TASKS, beyond=every - len(items))))
    return section(maker, "tasks", cut(table(maker, "tasks", columns, lines), _PRINTED_TASKS, every))


def _by_need(maker: Maker, rows: Sequence[Row]) -> list[Row]:
    """Return the tasks, those with a deadline first, the nearest before the others, then those that name a body."""
    day = {row["id"]: row["date"] or "" for row in maker.documents}
    newest = sorted(rows, key=lambda row: day.get(row["document_id"], ""), reverse=True)
    newest.sort(key=lambda row: (row["deadline_date"] or "9", row["deadline"] is None, row["lead"] is None))
    return newest


def _deadline(maker: Maker, row: Row) -> Cell:
    if row["deadline_date"]:
        return Cell(maker.speech.day(row["deadline_date"]), date.fromisoformat(row["deadline_date"]))
    return Cell(row["deadline"] or "")


def _source(maker: Maker, row: Row) -> tuple[int, ...]:
    page = maker.connection.execute(_PAGE, (row["document_id"], row["start"])).fetchone()
    return maker.place_of(row["document_id"], row["start"], page[0] if page else None)


def _short(text: str) -> str:
    words = " ".join(_SIGN.sub("", text).replace(_BOLD, "").split())
    if len(words) <= _LONGEST:
        return words
    clause = max(words.rfind(sign, _LONGEST // 2, _LONGEST) for sign in (". ", "; "))
    return f"{words[: clause + 1 if clause > 0 else words.rfind(' ', 0, _LONGEST)]} …"


def limitations(maker: Maker) -> list[Section]:
    """Return what the documents admit, of several documents one from each before a second."""
    rows = maker.rows(f"{_TASKS}limitation' ORDER BY document_id, ord")
    by_document: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_document[row["document_id"]].append(row)
    order = [row["id"] for row in reversed(maker.documents) if row["id"] in by_document]
    turns = [(turn, at, row) for at, identity in enumerate(order) for turn, row in enumerate(by_document[identity])]
    shown = list({_short(row["counted"]): row for _, _, row in sorted(turns, key=lambda each: each[:2])}.values())
    lines = tuple(Paragraph(maker.mask(_limit(maker, row)), _source(maker, row)) for row in shown[:HELD])
    cut_ = Cut(*_PRINTED_LIMITS, beyond=len(shown) - len(lines))
    return section(maker, "limitations", Items("limitations", lines, cut=cut_)) if lines else []


def _limit(maker: Maker, row: Row) -> str:
    """Return what a document admits, behind the place that admits it where there are several."""
    told, place = _short(row["counted"]), maker.place_of_document(row["document_id"])
    return f"{place}: {told}" if place and place not in told else told
