"""Documents without a date -> the days between which they were written.

None is written before the newest day of which it tells as past: the day of a document that it cites, a day in a
sentence that does not look ahead, the day for which it tells a state, the first day of the period that it reports on.
None is written after the first document of a known day that cites it. It is never given another document's year.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Final

from pipeline.archive.sharing import SELECTED, select_documents

_DATED: Final = f"""
UPDATE documents SET date_from = told.day, date_to = told.day
FROM (SELECT d.id, coalesce(d.date, a.date) AS day FROM documents d LEFT JOIN documents a ON a.id = d.authority_id
      WHERE d.id IN ({SELECTED})) told
WHERE told.id = documents.id AND told.day IS NOT NULL
  AND (documents.date_from IS NOT told.day OR documents.date_to IS NOT told.day)"""
_EARLIEST: Final = f"""
UPDATE documents SET date_to = NULL, date_from = (
  SELECT max(day) FROM (
    SELECT s.last_day AS day FROM sketches s WHERE s.document_id = documents.id
    UNION ALL SELECT documents.period_start
    UNION ALL SELECT c.date FROM citations c WHERE c.document_id = documents.id
    UNION ALL SELECT CASE WHEN f.period_kind = 'stock' AND NOT f.estimate THEN f.period_end ELSE f.period_start END
              FROM figures f WHERE f.document_id = documents.id AND f.modality <> 'target'))
WHERE id IN ({SELECTED}) AND date IS NULL
  AND (SELECT a.date FROM documents a WHERE a.id = documents.authority_id) IS NULL"""
_LATEST: Final = f"""
UPDATE documents SET date_to =
  (SELECT min(by.date) FROM citations c JOIN counted_documents by ON by.id = c.document_id
   WHERE c.instrument_id = documents.instrument_id AND c.document_id <> documents.id
     AND by.date >= coalesce(documents.date_from, ''))
WHERE id IN (SELECT id FROM counted_documents
             WHERE id IN ({SELECTED}) AND date IS NULL AND instrument_id IS NOT NULL)"""


def write_earliest(connection: sqlite3.Connection, documents: Iterable[int]) -> None:
    """Write of documents the day before which each was not written; of one that has a date, that date."""
    select_documents(connection, documents)
    connection.execute(_DATED)
    connection.execute(_EARLIEST)


def write_latest(connection: sqlite3.Connection, documents: Iterable[int]) -> None:
    """Write the day after which documents without a date were not written; citations must have their instruments."""
    select_documents(connection, documents)
    connection.execute(_LATEST)
