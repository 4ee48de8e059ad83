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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any, Final

from extractors.model import Relation
from extractors.rulebook import find_pattern, load_rules, load_table
from extractors.values.dates import date_at

ACTING: Final = (Relation.AMENDS, Relation.REPLACES, Relation.REPEALS)
"""What a document can do to another, weakest first."""

ENDING: Final = (Relation.REPLACES, Relation.REPEALS)

RESTING: Final = (Relation.LEGAL_BASIS, Relation.IMPLEMENTS, Relation.GUIDES)
"""The relations of a document that takes the cited one to be in force."""

_NEAR: Final = 8
"""How many citations back the other document of an act is sought."""

_CITATIONS: Final = """
SELECT c.document_id, c.ord, c.start, c.end, c.text, c.title, c.relation, c.cue, c.pinpoint, c.instrument_id,
       i.doc_type, d.instrument_id AS own_id, d.doc_type AS own_type, d.date, d.kind = 'directive' AS own_voice
FROM citations c JOIN counted_documents d ON d.id = c.document_id JOIN instruments i ON i.id = c.instrument_id
WHERE c.document_id IN
  (SELECT document_id FROM citations
   WHERE relation IN ('amends', 'replaces', 'repeals') OR cue LIKE '%được %' OR cue LIKE '%bị %')
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


def write_acts(connection: sqlite3.Connection) -> None:
    """Rebuild the table of amendments, replacements and repeals, and problems of citing a document after its end."""
    connection.execute("DELETE FROM acts")
    connection.execute("DELETE FROM problems WHERE kind = 'cites_ended'")
    rows = connection.execute(_CITATIONS).fetchall()
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
    _warn_of_ended(connection)


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


_BEFORE: Final = 120
_ENDED: Final = f"""
WITH ends AS (
  SELECT a.target_id, a.actor_id, coalesce(by.name, teller.name) AS actor, a.relation AS act,
         coalesce(a.effective, a.date) AS ended
  FROM acts a JOIN counted_documents teller ON teller.id = a.document_id LEFT JOIN instruments by ON by.id = a.actor_id
  WHERE a.certain = 1 AND a.pinpoint IS NULL AND a.relation IN ({", ".join(f"'{r}'" for r in ENDING)})
    AND a.actor_id IS NOT a.target_id{{act}}
  UNION ALL
  SELECT s.target_id, i.id, s.name, s.relation, s.effective
  FROM successions s LEFT JOIN instruments i ON i.code = s.code AND i.date = s.date
  WHERE NOT EXISTS (
    SELECT 1 FROM acts a WHERE a.target_id = s.target_id AND a.actor_id = i.id AND a.certain = 1 AND a.pinpoint IS NULL
      AND a.relation IN ({", ".join(f"'{r}'" for r in ENDING)})){{succession}})
SELECT c.document_id, c.ord, c.start, c.end, s.text AS sentence, c.relation, d.name AS document, d.date, i.name,
       e.ended, e.actor, e.act,
       substr(d.text, max(1, c.start - {_BEFORE - 1}), min(c.start, {_BEFORE})) AS before
FROM ends e JOIN instruments i ON i.id = e.target_id JOIN citations c ON c.instrument_id = i.id
JOIN counted_documents d ON d.id = c.document_id
LEFT JOIN sentences s ON s.document_id = c.document_id AND s.ord = c.sentence
WHERE c.relation IN ({", ".join(f"'{r}'" for r in RESTING)})
  AND (e.actor_id IS NULL OR d.instrument_id IS NOT e.actor_id) AND d.date > e.ended{{citation}}
ORDER BY d.date, d.path, c.ord, e.ended, e.actor, e.act"""
_OF_ALL: Final = dict.fromkeys(("act", "succession", "citation"), "")
_OF_ONE: Final = {
    "act": " AND a.target_id = :only", "succession": " AND s.target_id = :only",
    "citation": " AND c.instrument_id = :only",
}  # fmt: skip
"""Each part asked of one instrument is found by its index; a condition that may be left out would be by none."""


def citations_after_end(connection: sqlite3.Connection, instrument: int | None = None) -> list[sqlite3.Row]:
    """Return the citations that rest on a document after another had replaced or repealed it; of one, or of all.

    `rà soát các quy chế đã ký theo Quy chế 05` tells of what was done under it in its day, and does not rest on it.
    """
    sql = _ENDED.format(**(_OF_ALL if instrument is None else _OF_ONE))
    found: dict[tuple[int, int], sqlite3.Row] = {}
    for row in connection.execute(sql, {"only": instrument}):
        found.setdefault((row["document_id"], row["ord"]), row)  # the first that ended it
    done_under = find_pattern(__package__, "done_under", "done_under")
    return [row for row in found.values() if not done_under.search(row["before"])]


def _warn_of_ended(connection: sqlite3.Connection) -> None:
    words = {Relation.REPLACES: "thay thế", Relation.REPEALS: "bãi bỏ"}
    rows: list[Any] = [
        (
            row["document_id"], row["start"], row["end"], row["sentence"],
            f"{row['name']} được viện dẫn như còn hiệu lực, nhưng đã bị {row['actor']} {words[row['act']]} "
            f"từ ngày {'/'.join(reversed(row['ended'].split('-')))}.",
        )
        for row in citations_after_end(connection)
    ]  # fmt: skip
    connection.executemany(
        "INSERT INTO problems (document_id, kind, start, end, sentence, message) VALUES (?, 'cites_ended', ?, ?, ?, ?)",
        rows,
    )
