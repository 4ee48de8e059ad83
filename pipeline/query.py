"""Named questions to the database: each a function from a connection and plain words to rows (dicts)."""

from __future__ import annotations

import difflib
import re
import sqlite3
from pathlib import PurePosixPath
from typing import Any, Final

from extractors.citations.pinpoints import covers, is_part
from extractors.names.known import known_instrument
from extractors.text.folding import bare, code_key, fold
from extractors.text.sentences import split_sentences
from extractors.values.dates import find_dates
from extractors.values.places import CENTRAL, find_place, loosely_named, same_jurisdiction
from pipeline.errors import SECRET_REASONS, QueryError

Row = dict[str, Any]

_DOCUMENTS_OF_CODE: Final = """
SELECT d.* FROM documents d JOIN instruments i ON i.id = d.instrument_id WHERE i.code_key = ? ORDER BY d.path"""
_CODE: Final = re.compile(r"(?<!\d)\d{1,5}[a-z]?\s?[-/]")
_SHOWN: Final = 6


def _rows(connection: sqlite3.Connection, sql: str, *values: object) -> list[Row]:
    return [dict(row) for row in connection.execute(sql, values)]


def find_document(connection: sqlite3.Connection, name: str) -> Row:
    """Return the `documents` row that `name` means: id, path, file stem or name, or own code typed loosely.

    Of several the one still in the folder is meant. Raises QueryError when nothing or more than one matches.
    """
    exact = "SELECT * FROM documents WHERE path = ? OR name = ? OR CAST(id AS TEXT) = ?"
    rows = _rows(connection, exact, name, name, name)
    if not rows:
        ending = "SELECT * FROM documents WHERE substr(path, -length(:name) - 1) = '/' || :name ORDER BY path"
        rows = [dict(row) for row in connection.execute(ending, {"name": name})]
    if not rows:
        rows = _rows(connection, _DOCUMENTS_OF_CODE, code_key(name))
    if not rows:
        names = [row["name"] for row in _rows(connection, "SELECT name FROM documents ORDER BY path")]
        raise QueryError(f"Không có văn bản nào tên, đường dẫn hay số hiệu là “{name}”.{_nearest(name, names)}")
    rows = [row for row in rows if row["present"]] or rows
    if len(rows) > 1:
        paths = ", ".join(row["path"] for row in rows)
        raise QueryError(f"“{name}” chỉ nhiều văn bản: {paths}. Hãy dùng đường dẫn.")
    return rows[0]


def _nearest(name: str, names: list[str]) -> str:
    keys = {bare(known): known for known in names}
    close = difflib.get_close_matches(bare(name), keys, n=3, cutoff=0.5)
    return f" Có phải: {', '.join(keys[key] for key in close)}?" if close else ""


_BEHIND_CODE: Final = re.compile(r"[,;]?\s+(?:(?:ban hành )?ngày\s|năm\s(?=(?:19|20)\d\d)|của\s|[Vv]ề\s)")
_YEAR: Final = re.compile(r"(?:19|20)\d\d(?!\d)")


def find_instruments(
    connection: sqlite3.Connection, words: str, place: str | None = None, year: int | None = None
) -> list[Row]:
    """Return the instruments that a code typed loosely, a known short name, or else a part of a name, means.

    A citation may be given as it is written (`Quyết định số 81/QĐ-UBND ngày 19/01/2022 của UBND tỉnh Bắc Kạn`): its
    date and its province narrow the answer. `place` keeps those of that province, its successor or the centre, `year`
    those issued in that year. Raises QueryError when there is none.
    """
    if not words.strip():
        raise QueryError("Hãy cho số hiệu hoặc tên văn bản.")
    province = named_place(place) if place else None
    rows = _named_instruments(connection, words)
    behind = _BEHIND_CODE.search(words)
    if not rows and behind:
        tail = words[behind.start() :]
        issuer = tail.partition("của ")[2].partition(" về ")[0].strip(" ,;.")
        rows = _named_instruments(connection, words[: behind.start()], issuer or None)
        days = {span.value.isoformat() for span in find_dates(tail)[:1] if span.value}
        rows = [row for row in rows if row["date"] in days] or rows
        written = _YEAR.search(tail)
        year = year or (int(written.group()) if written else None)
        province = province or find_place(tail)
    if province:
        rows = _of_place(rows, province)
    if year:
        rows = [row for row in rows if str(year) in (str(row["year"]), (row["date"] or "")[:4])]
    if not rows:
        codes = [row["code"] for row in _rows(connection, "SELECT DISTINCT code FROM instruments WHERE code <> ''")]
        where = f" ở {place}" if place else ""
        when = f" năm {year}" if year else ""
        near = _nearest(words, codes)
        raise QueryError(f"Không có văn bản nào viện dẫn hay mang số hiệu “{words}”{where}{when}.{near}")
    return rows


def _named_instruments(connection: sqlite3.Connection, words: str, issuer: str | None = None) -> list[Row]:
    by_code = "SELECT * FROM instruments WHERE code_key = ? ORDER BY key"
    match = _CODE.search(words)
    rows = _rows(connection, by_code, code_key(words))
    if not rows and match:
        rows = _rows(connection, by_code, code_key(words[match.start() :]))
    known = None if rows else known_instrument(words, None, None, issuer)
    if known:
        rows = _rows(connection, by_code, code_key(known.code))
    if not rows:
        key = bare if bare(words) == " ".join(words.lower().split()) else fold
        wanted = key(words.replace(" số ", " "))
        every = _rows(connection, "SELECT * FROM instruments ORDER BY key")
        rows = [row for row in every if wanted in key(f"{row['name'].replace(' số ', ' ')} {row['title'] or ''}")]
    return rows


def one_instrument(
    connection: sqlite3.Connection, words: str, place: str | None = None, year: int | None = None
) -> Row:
    """Return the one instrument that the words mean; QueryError when they mean none or several."""
    rows = find_instruments(connection, words, place, year)
    if len(rows) > 1:
        shown = [f"{r['name']} ({', '.join(filter(None, (r['jurisdiction'], r['date'])))})" for r in rows[:_SHOWN]]
        more = f" và {len(rows) - _SHOWN} văn bản khác" if len(rows) > _SHOWN else ""
        raise QueryError(
            f"“{words}” chỉ nhiều văn bản: {'; '.join(shown)}{more}. Hãy thêm --place, --year hoặc ghi rõ tên."
        )
    return rows[0]


def named_place(words: str) -> str:
    """Return the province that was typed, or Trung ương; QueryError when it is none."""
    if bare(words) == bare(CENTRAL):
        return CENTRAL
    place = loosely_named(words)
    if place is None:
        raise QueryError(f"Không có tỉnh, thành phố nào tên “{words}”.")
    return place


def _of_place(rows: list[Row], province: str) -> list[Row]:
    """Return the instruments of a province; else of one that it came from or went into; else of the centre."""
    owners = [(row, (row["jurisdiction"] or "").split(" / ")[0]) for row in rows]
    own = [row for row, owner in owners if owner == province]
    related = own or [row for row, owner in owners if same_jurisdiction(owner, province)]
    return related or [row for row, owner in owners if owner == CENTRAL]


def cites(
    connection: sqlite3.Connection,
    words: str,
    place: str | None = None,
    year: int | None = None,
    pinpoint: str | None = None,
) -> list[Row]:
    """Return who cites an instrument: document, date, relation and the sentence, oldest document first.

    `pinpoint` keeps the citations that name that article, clause or point ("Điều 8"); QueryError when it is none.
    """
    if pinpoint and not is_part(pinpoint):
        raise QueryError(f"Không hiểu “{pinpoint}”. Hãy ghi như “Điều 8” hoặc “khoản 2 Điều 8”.")
    rows = []
    for instrument in find_instruments(connection, words, place, year):
        rows += _rows(
            connection,
            "SELECT i.name AS instrument, i.jurisdiction, i.date AS instrument_date, d.name AS document, d.title,"
            " d.date, d.place, c.relation, c.pinpoint, c.date AS cited_date, c.sentence, c.page, d.path, c.start, c.end"
            " FROM citations c JOIN documents d ON d.id = c.document_id JOIN instruments i ON i.id = c.instrument_id"
            " WHERE c.instrument_id = ? ORDER BY d.date IS NULL, d.date, d.path, c.ord",
            instrument["id"],
        )
    if pinpoint:
        rows = [row for row in rows if row["pinpoint"] and covers(row["pinpoint"], pinpoint)]
    return rows


def refs(connection: sqlite3.Connection, name: str) -> list[Row]:
    """Return what one document cites, in its order; `held` tells whether the archive has the cited one."""
    document = find_document(connection, name)
    return _rows(
        connection,
        "SELECT c.text, c.code, c.doc_type, c.date, c.issuer, c.title, c.relation, c.pinpoint, c.form,"
        " i.name AS instrument, i.jurisdiction, i.document_id IS NOT NULL AS held, c.sentence, c.page, c.start, c.end"
        " FROM citations c LEFT JOIN instruments i ON i.id = c.instrument_id WHERE c.document_id = ? ORDER BY c.ord",
        document["id"],
    )


def figures(
    connection: sqlite3.Connection,
    indicator: str | None = None,
    place: str | None = None,
    year: int | None = None,
    document: str | None = None,
) -> list[Row]:
    """Return figures with what they belong to, of an indicator, a province, a year or one document.

    A figure's year is the one in which its period ends; without a period, its document's.
    """
    conditions, values = ["1"], []
    if indicator:
        conditions.append("f.indicator = ?")
        values.append(indicator)
    if year:
        conditions.append("substr(coalesce(f.period_end, d.period_end, d.date), 1, 4) = ?")
        values.append(str(year))
    if document:
        conditions.append("d.id = ?")
        values.append(find_document(connection, document)["id"])
    rows = _rows(
        connection,
        "SELECT d.name AS document, d.date, coalesce(f.place, d.place) AS place, f.indicator, f.text, f.value,"
        " f.value_max, f.of, f.unit, f.label, f.hedge, f.modality, f.role, p.text AS belongs_to,"
        " p.unit AS belongs_to_unit, coalesce(f.period_start, d.period_start) AS period_start,"
        " coalesce(f.period_end, d.period_end) AS period_end, f.sentence, f.page, d.path, f.start, f.end"
        " FROM figures f JOIN documents d ON d.id = f.document_id"
        " LEFT JOIN figures p ON p.document_id = f.document_id AND p.ord = f.of_figure"
        f" WHERE {' AND '.join(conditions)} ORDER BY d.path, f.ord",
        *values,
    )
    if not place:
        return rows
    province = named_place(place)
    return [row for row in rows if row["place"] and same_jurisdiction(row["place"], province)]


def search(connection: sqlite3.Connection, words: str, limit: int = 20) -> list[Row]:
    """Return documents that hold the words, best first, each with the sentence that shows it.

    Words without diacritics find words with them (đ too); words next to each other are tried first.
    Raises QueryError when there is no word to look for.
    """
    loose = bare(words) == " ".join(words.lower().split())
    key, column = (bare, "bare") if loose else (fold, "folded")
    terms = ["".join(c if c.isalnum() else " " for c in term).split() for term in key(words).split()]
    tokens = [token for term in terms for token in term]
    if not tokens:
        raise QueryError("Hãy cho ít nhất một từ để tìm.")
    sql = (
        "SELECT d.id, d.name AS document, d.title, d.date, d.place, d.path, d.text FROM documents_fts"
        " JOIN documents d ON d.id = documents_fts.rowid WHERE documents_fts MATCH ?"
        " ORDER BY bm25(documents_fts), d.path LIMIT ?"
    )
    phrase = " ".join(tokens)
    rows = _rows(connection, sql, f'{column} : "{phrase}"', limit)
    if not rows and len(tokens) > 1:
        every = " AND ".join(f'"{token}"' for token in tokens)
        rows = _rows(connection, sql, f"{column} : ({every})", limit)
    for row in rows:
        row["sentence"] = _showing(row.pop("text"), tokens, loose)
    return rows


def _showing(text: str, tokens: list[str], loose: bool) -> str:
    """Return the sentence that has the phrase, else the one with most of the words."""
    key = bare if loose else fold
    best, score = "", -1
    for start, end in split_sentences(text):
        sentence = " ".join(text[start:end].split())
        folded = key(sentence)
        points = len(tokens) + 1 if " ".join(tokens) in folded else sum(token in folded for token in tokens)
        if points > score:
            best, score = sentence, points
    return best


def status(connection: sqlite3.Connection) -> Row:
    """Return what the database holds (counts), its last run, and what was set aside and why."""
    tables = ("documents", "citations", "instruments", "figures", "ratings", "tasks", "problems")
    counts = {table: _rows(connection, f"SELECT count(*) AS n FROM {table}")[0]["n"] for table in tables}
    one = {
        "held": "SELECT count(*) AS n FROM instruments WHERE document_id IS NOT NULL",
        "doubtful": "SELECT count(DISTINCT document_id) AS n FROM problems"
        " WHERE document_id IS NOT NULL AND kind <> 'figures_disagree'",
        "conflicts": "SELECT count(*) AS n FROM problems WHERE instrument_id IS NOT NULL OR kind = 'figures_disagree'",
    }
    counts |= {name: _rows(connection, sql)[0]["n"] for name, sql in one.items()}
    runs = _rows(connection, "SELECT * FROM runs ORDER BY id DESC LIMIT 1")
    return {
        "counts": counts,
        "run": runs[0] if runs else None,
        "removed": [
            row["path"] for row in _rows(connection, "SELECT path FROM documents WHERE present = 0 ORDER BY path")
        ],
        "quarantine": [
            row | {"path": PurePosixPath(row["path"]).name} if row["reason"] in SECRET_REASONS else row
            for row in _rows(connection, "SELECT path, reason, message FROM quarantine ORDER BY path")
        ],
    }
