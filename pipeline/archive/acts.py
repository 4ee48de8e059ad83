"""Citations with their instruments -> acts: what amends, replaces or repeals what, who tells it, and from when.

Mostly the citing document itself acts (`Điều 2. Bãi bỏ Quyết định số ...`). But a text also tells what others do:
`A đã được sửa đổi bởi B`, `Quy chế A thay thế Quy chế B`, an amending act whose title names what it amends. Such
an act is that of the other instrument, and never one of the document at hand. Cues: `acts.toml`,
words for a part: `acts_in_part.toml`; what was done under a document in its day: `done_under.toml`.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any, Final

from extractors.model import Relation
from extractors.rulebook import find_pattern, load_rules, load_table
from extractors.values.dates import date_at
from pipeline.archive.ended import DEEDS, citations_of_some
from pipeline.archive.instruments import Found
from pipeline.archive.sharing import SELECTED, in_parts, select_documents

ACTING: Final = tuple(map(Relation, DEEDS))
"""What a document can do to another, weakest first."""

_NEAR: Final = 8
"""How many citations back the other document of an act is sought."""

_CITATIONS: Final = f"""
SELECT c.document_id, c.ord, c.start, c.end, c.text, c.title, c.relation, c.cue, c.pinpoint, c.instrument_id,
       i.doc_type, d.instrument_id AS own_id, d.doc_type AS own_type, d.date, d.kind = 'directive' AS own_voice
FROM citations c JOIN counted_documents d ON d.id = c.document_id JOIN instruments i ON i.id = c.instrument_id
WHERE c.document_id IN
  (SELECT document_id FROM citations WHERE document_id IN ({SELECTED})
   AND (relation IN ('amends', 'replaces', 'repeals') OR cue LIKE '%được %' OR cue LIKE '%bị %'))
ORDER BY d.path, c.ord"""


@dataclass(frozen=True, slots=True)
class _Act:
    """One act as a citation tells it; `actor` None: a document without number, or one that the text does not name.

    `own`: of the citing document itself; `certain`: told by a directive, not by a report or a press page.
    """

    citation: sqlite3.Row
    actor: int | None
    relation: Relation
    target: int
    part: str | None
    certain: bool
    own: bool


def write_acts(connection: sqlite3.Connection, found: Found) -> None:
    """Bring acts up to date where a change reaches, and the problems of citing a document after its end."""
    documents = sorted(found.documents | _told_by(connection, found))
    ended = found.instruments | _ended_by(connection, found)
    for some in in_parts(documents):
        select_documents(connection, some)
        ended |= _targets(connection)
        connection.execute(f"DELETE FROM acts WHERE document_id IN ({SELECTED})")
        _write_acts_of(connection, connection.execute(_CITATIONS).fetchall())
        ended |= _targets(connection)
    _warn_of_ended(connection, found.documents, ended)


def _told_by(connection: sqlite3.Connection, found: Found) -> set[int]:
    """Return the documents that cite instruments of which something has changed, or tell acts of changed documents."""
    told: set[int] = set()
    for instrument in found.instruments:
        rows = connection.execute("SELECT document_id FROM citations WHERE instrument_id = ?", (instrument,))
        told |= {document for (document,) in rows}
    acting = "SELECT a.document_id FROM documents d JOIN acts a ON a.actor_id = d.instrument_id WHERE d.id = ?"
    for document in found.documents:
        told |= {teller for (teller,) in connection.execute(acting, (document,))}
    return told


def _ended_by(connection: sqlite3.Connection, found: Found) -> set[int]:
    """Return what instruments of which something has changed may have ended, as acts or the known ones tell."""
    acted = "SELECT target_id FROM acts WHERE actor_id = ?"
    ended = {target for one in found.instruments for (target,) in connection.execute(acted, (one,))}
    rows = connection.execute("SELECT target_id, code FROM successions").fetchall()
    return ended | {row["target_id"] for row in rows if row["code"] in found.codes}


def _targets(connection: sqlite3.Connection) -> set[int]:
    """Return what the documents chosen last act on."""
    rows = connection.execute(f"SELECT target_id FROM acts WHERE document_id IN ({SELECTED})")
    return {target for (target,) in rows}


def _write_acts_of(connection: sqlite3.Connection, rows: Sequence[sqlite3.Row]) -> None:
    found = [
        act
        for _, group in groupby(rows, key=lambda row: row["document_id"])
        for act in _document_acts(connection, list(group))
    ]
    dates = _dates(connection, found)
    connection.executemany(
        "INSERT INTO acts (document_id, ord, actor_id, relation, target_id, pinpoint, date, effective, certain)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                act.citation["document_id"], act.citation["ord"], act.actor, act.relation, act.target,
                act.part, *dates[i], int(act.certain),
            )
            for i, act in enumerate(found)
        ],
    )  # fmt: skip


def _document_acts(connection: sqlite3.Connection, citations: Sequence[sqlite3.Row]) -> Iterator[_Act]:
    (text,) = connection.execute("SELECT text FROM documents WHERE id = ?", (citations[0]["document_id"],)).fetchone()
    for i, row in enumerate(citations):
        act = _told(row, citations[:i]) or _done(text, row, citations[:i])
        if act is not None:
            yield act


def _told(row: sqlite3.Row, before: Sequence[sqlite3.Row]) -> _Act | None:
    """Return what the cited document did to one named before it (`được sửa đổi bởi`): the nearest of its own type.

    A decree amends the decree of `Thông tư số 1 hướng dẫn Nghị định số 2, được sửa đổi bởi Nghị định số 3`.
    """
    relation = _passive(row["cue"])
    if relation is None:
        return None
    candidates = [c for c in reversed(before[-_NEAR:]) if not _passive(c["cue"])]
    alike = [c for c in candidates if c["doc_type"] == row["doc_type"]]
    target = next(iter([*alike, *(c for c in candidates if not _outer(c, before))]), None)
    if target is None:
        return None
    return _Act(row, row["instrument_id"], relation, target["instrument_id"], None, bool(row["own_voice"]), False)


def _done(text: str, row: sqlite3.Row, before: Sequence[sqlite3.Row]) -> _Act | None:
    """Return what the document, or another that the text names, does to the cited one."""
    if row["relation"] not in ACTING or _passive(row["cue"]):
        return None
    outer = _outer(row, before)
    if outer is not None and row["cue"] and row["cue"] not in " ".join(text[outer["end"] : row["start"]].split()):
        return None
    subject = outer or _subject(text, row, before)
    actor = subject["instrument_id"] if subject else row["own_id"] if row["own_voice"] else None
    if _outranked(subject["doc_type"] if subject else row["own_type"], row["doc_type"]):
        return None
    own, part = subject is None, _part(text, row)
    return _Act(row, actor, Relation(row["relation"]), row["instrument_id"], part, bool(row["own_voice"]), own)


def _outranked(actor: str | None, target: str | None) -> bool:
    """Tell whether what acts is of a lower rank than what it would act on: then it only speaks of an act."""
    ranks: dict[str, int] = load_table(__package__, "acts")["ranks"]
    return actor in ranks and target in ranks and ranks[actor] < ranks[target]


def _part(text: str, row: sqlite3.Row) -> str | None:
    """Return the part acted on: the citation's pinpoint, or words for one (`Bãi bỏ một số điều của ...`)."""
    before = find_pattern(__package__, "acts_in_part", "before").search(text, max(0, row["start"] - 60), row["start"])
    found = before or find_pattern(__package__, "acts_in_part", "behind").search(text, row["end"], row["end"] + 60)
    pinpoint: str | None = row["pinpoint"]
    return pinpoint or (" ".join(found["part"].split()) if found else None)


@cache
def _passive(cue: str | None) -> Relation | None:
    """Return what the cited document does to the one before it: `đã được sửa đổi, bổ sung bởi` -> amends."""
    for rule in load_rules(__package__, "acts") if cue else ():
        if rule.pattern.search(str(cue).lower()):
            return Relation(rule.data["relation"])
    return None


def _outer(row: sqlite3.Row, before: Sequence[sqlite3.Row]) -> sqlite3.Row | None:
    """Return the citation in whose title this one stands: the act is that of the other."""
    for other in reversed(before[-_NEAR:]):
        if other["title"] and row["text"] in other["title"] and row["start"] - other["end"] < len(other["title"]) + 200:
            return other
    return None


_BETWEEN: Final = re.compile(
    r"[\s,(]{0,4}(?:(?:ban hành )?ngày [0-9/.\- ]{6,12}|ngày [0-9]{1,2} tháng [0-9]{1,2} năm [0-9]{4})?[\s,(]{0,4}"
    r"(?:của [^,;.()\n]{1,80}?)?[\s,(]{0,4}(?:(?:đã|sẽ|để|nhằm) )?"
)


def _subject(text: str, row: sqlite3.Row, before: Sequence[sqlite3.Row]) -> sqlite3.Row | None:
    """Return the citation that is the subject of the cue: `Quy chế số 22-QC/TU thay thế Quy chế số 05-QC/TU`."""
    last = before[-1] if before else None
    if last is None or not row["cue"] or last["relation"] in ACTING:
        return None
    between = " ".join(text[last["end"] : row["start"]].split(" "))
    at = between.find(row["cue"])
    return last if at >= 0 and _BETWEEN.fullmatch(between, 0, at) else None


_EFFECTIVE: Final = re.compile(
    r"này (?:có hiệu lực|được áp dụng)(?: thi hành)?(?: kể)? từ ngày (?=[0-9])",
)


def _dates(connection: sqlite3.Connection, acts: Sequence[_Act]) -> list[tuple[str | None, str | None]]:
    """Return for each act the date of what acts, and from when it holds: as the held text says, else that date."""
    actors = json.dumps(sorted({act.actor for act in acts if act.actor}))
    sql = "SELECT id, date, document_id FROM instruments WHERE id IN (SELECT value FROM json_each(?))"
    known = {row["id"]: (row["date"], row["document_id"]) for row in connection.execute(sql, (actors,))}
    start: dict[int | None, str | None] = {}
    found = []
    for act in acts:
        day, document = known.get(act.actor, (None, None)) if act.actor else (None, None)
        if act.own:
            day, document = act.citation["date"], act.citation["document_id"]
        if document not in start:
            start[document] = _effective(connection, document)
        found.append((day, start[document] or day))
    return found


def _effective(connection: sqlite3.Connection, document: int | None) -> str | None:
    if document is None:
        return None
    (text,) = connection.execute("SELECT text FROM documents WHERE id = ?", (document,)).fetchone()
    match = _EFFECTIVE.search(text)
    span = date_at(text, match.end()) if match else None
    return span.value.isoformat() if span and span.value else None


_ASKED: Final = f"""
INSERT OR IGNORE INTO temp.asked SELECT id FROM temp.whole
UNION SELECT instrument_id FROM citations WHERE document_id IN ({SELECTED}) AND instrument_id IS NOT NULL"""
_FORGET: Final = f"""
DELETE FROM problems WHERE kind = 'cites_ended' AND (document_id IN ({SELECTED}) OR id IN (
  SELECT p.id FROM temp.whole w CROSS JOIN citations c ON c.instrument_id = w.id
  CROSS JOIN problems p ON p.document_id = c.document_id AND p.start = c.start AND p.kind = 'cites_ended'))"""


def _warn_of_ended(connection: sqlite3.Connection, documents: Iterable[int], ended: Iterable[int]) -> None:
    """Write anew what documents, and whoever cites what may have ended, cite after its end."""
    words = {Relation.REPLACES: "thay thế", Relation.REPEALS: "bãi bỏ"}
    select_documents(connection, documents)
    for name, chosen in (("whole", ended), ("asked", ())):
        connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {name} (id INTEGER PRIMARY KEY)")
        connection.execute(f"DELETE FROM temp.{name}")
        connection.executemany(f"INSERT INTO temp.{name} VALUES (?)", [(one,) for one in chosen])
    connection.execute(_ASKED)
    connection.execute(_FORGET)
    rows: list[Any] = [
        (
            row["document_id"], row["start"], row["end"], row["sentence"],
            f"{row['name']} được viện dẫn như còn hiệu lực, nhưng đã bị {row['actor']} {words[row['act']]} "
            f"từ ngày {'/'.join(reversed(row['ended'].split('-')))}.",
        )
        for row in citations_of_some(connection)
    ]  # fmt: skip
    connection.executemany(
        "INSERT INTO problems (document_id, kind, start, end, sentence, message) VALUES (?, 'cites_ended', ?, ?, ?, ?)",
        rows,
    )
