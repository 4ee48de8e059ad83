"""Citations that rest on a document after another had replaced or repealed it, by the acts of the archive."""

from __future__ import annotations

import sqlite3
from typing import Final

from extractors.rulebook import find_pattern

DEEDS: Final = ("amends", "replaces", "repeals")
"""What a document can do to another, weakest first."""
ENDING: Final = ("replaces", "repeals")
_RESTING: Final = ("legal_basis", "implements", "guides")
"""The relations of a document that takes the cited one to be in force."""
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
WHERE c.relation IN ({", ".join(f"'{r}'" for r in _RESTING)})
  AND (e.actor_id IS NULL OR d.instrument_id IS NOT e.actor_id) AND d.date > e.ended{{citation}}
ORDER BY d.date, d.path, c.ord, e.ended, e.actor, e.act"""
_OF_ALL: Final = dict.fromkeys(("act", "succession", "citation"), "")
_OF_ONE: Final = {
    "act": " AND a.target_id = :only", "succession": " AND s.target_id = :only",
    "citation": " AND c.instrument_id = :only",
}  # fmt: skip
"""Each part asked of one instrument is found by its index; a condition that may be left out would be by none."""
_OF_SOME: Final = {
    "act": " AND a.target_id IN (SELECT id FROM temp.asked)",
    "succession": " AND s.target_id IN (SELECT id FROM temp.asked)",
    "citation": " AND (c.instrument_id IN (SELECT id FROM temp.whole)"
    " OR c.document_id IN (SELECT document_id FROM temp.selected))",
}


def citations_after_end(connection: sqlite3.Connection, instrument: int | None = None) -> list[sqlite3.Row]:
    """Return the citations that rest on a document after another had replaced or repealed it; of one, or of all.

    `rà soát các quy chế đã ký theo Quy chế 05` tells of what was done under it in its day, and does not rest on it.
    """
    return _first_ends(connection, _OF_ALL if instrument is None else _OF_ONE, instrument)


def citations_of_some(connection: sqlite3.Connection) -> list[sqlite3.Row]:
    """Return as `citations_after_end` those of the documents chosen last, and all of the instruments in `temp.whole`.

    `temp.asked` are these instruments and those that the documents cite.
    """
    return _first_ends(connection, _OF_SOME, None)


def _first_ends(connection: sqlite3.Connection, parts: dict[str, str], only: int | None) -> list[sqlite3.Row]:
    found: dict[tuple[int, int], sqlite3.Row] = {}
    for row in connection.execute(_ENDED.format(**parts), {"only": only}):
        found.setdefault((row["document_id"], row["ord"]), row)  # the first that ended it
    done_under = find_pattern(__package__, "done_under", "done_under")
    return [row for row in found.values() if not done_under.search(row["before"])]
