"""What a person types -> the document, the instruments or the province meant; QueryError when none or several are."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from extractors.text.folding import bare, code_key, fold
from pipeline.errors import QueryError
from pipeline.rows import Row, rows_of
from pipeline.speech import Message

if TYPE_CHECKING:
    from extractors.names.known import KnownInstrument

# Tables of names, places and known instruments are read where they are asked for: a question by a code needs none.

_DOCUMENTS_OF_CODE: Final = """
SELECT d.* FROM counted_documents d JOIN instruments i ON i.id = d.instrument_id WHERE i.code_key = ? ORDER BY d.path"""

_NAMES: Final = """
SELECT d.id, d.path, d.name, d.doc_type, d.number, d.symbol, d.code, d.title, d.issuer, d.author, d.place, d.district,
       d.commune, d.date
FROM counted_documents d ORDER BY d.path"""
"""What documents are called by, without their texts."""
_INSTRUMENTS: Final = "SELECT * FROM instruments ORDER BY key"
_OF_FILES: Final = """
SELECT d.* FROM counted_documents d WHERE d.id IN
  (SELECT coalesce(f.group_id, f.id) FROM documents f WHERE f.present = 1 AND ({condition})) ORDER BY d.path"""
_FILES: Final = "SELECT f.* FROM documents f WHERE f.present = 1 AND ({condition}) ORDER BY f.path"
_BY_NAME: Final = "f.path = :name OR f.name = :name OR f.id = :id"
_BY_ENDING: Final = "f.name = :stem AND substr(f.path, -length(:name) - 1) = '/' || :name"

_LONGEST_ID: Final = 15
"""Digits of the largest id."""

_CODE: Final = re.compile(r"(?<!\d)\d{1,5}[a-z]?\s?[-/]")

_BEHIND_CODE: Final = re.compile(r"[,;]?\s+(?:(?:ban hành )?ngày\s|năm\s(?=(?:19|20)\d\d)|của\s|[Vv]ề\s)")

_YEAR: Final = re.compile(r"(?:19|20)\d\d(?!\d)")

_LAST_YEAR: Final = re.compile(r"[, ]+(?:năm |nam )?((?:19|20)\d\d)\s*\Z")

_SHOWN: Final = 6
_MOST_NEAR: Final = 3
_PLAIN: Final = re.compile(r"[\W_]+")


def find_document(connection: sqlite3.Connection, name: str, as_file: bool = False) -> Row:
    """Return the `documents` row that `name` means: id, path, file stem or name, own code, or words of its name.

    Of a copy it is the row of the file that counts for the document; `as_file`: the row of the file itself. Raises
    QueryError when nothing or more than one matches, with the names of those that were near.
    """
    key = int(name) if name.isdecimal() and len(name) <= _LONGEST_ID else None
    values = {"name": name, "stem": PurePosixPath(name).stem, "id": key}
    for condition in (_BY_NAME, _BY_ENDING):
        query = (_FILES if as_file else _OF_FILES).format(condition=condition)
        rows = [dict(row) for row in connection.execute(query, values)]
        if rows:
            break
    else:
        rows = rows_of(connection, _DOCUMENTS_OF_CODE, code_key(name))
    if not rows:
        every = rows_of(connection, _NAMES)
        found = _named(name, every)
        if len(found) > 1:
            raise _several_documents(name, found)
        rows = [_whole(connection, row) for row in found] or _known_documents(connection, name)
        if not rows:
            raise _no_document(connection, name, every)
    if len(rows) > 1:
        raise _several_documents(name, rows)
    return rows[0]


def _whole(connection: sqlite3.Connection, row: Row) -> Row:
    """Return the whole row of a document that its name told."""
    return rows_of(connection, "SELECT d.* FROM counted_documents d WHERE d.id = ?", row["id"])[0]


def _named(words: str, rows: Iterable[Row]) -> list[Row]:
    """Return the rows that have every word of a typed name."""
    from pipeline.naming import named

    return named(words, rows)


def _several_documents(name: str, rows: list[Row]) -> QueryError:
    shown = "; ".join(_file_and_code(row) for row in rows[:_SHOWN])
    return QueryError("query.several_documents", name=name, names=shown, more=_more(rows))


def _no_document(connection: sqlite3.Connection, name: str, every: list[Row]) -> QueryError:
    """Return what to say of a name that no document has: the only instrument that it means, else what is near."""
    from pipeline.naming import nearest

    cited = _named_instruments(connection, name)[:1] or _named(name, rows_of(connection, _INSTRUMENTS))
    if len(cited) == 1:
        return QueryError("query.not_held", name=name, instrument=cited[0]["name"], code=cited[0]["code"] or name)
    return QueryError("query.no_document", name=name, near=_near(_file_and_code(row) for row in nearest(name, every)))


def _known_documents(connection: sqlite3.Connection, name: str) -> list[Row]:
    """Return the documents of the instrument that a name means which everybody knows (`Pháp lệnh 34`)."""
    known = known_as(connection, name)
    return rows_of(connection, _DOCUMENTS_OF_CODE, code_key(known.code)) if known else []


def _file_and_code(row: Row) -> str:
    told = ", ".join(filter(None, (row["code"], row["issuer"] or row["author"], _written(row["date"]))))
    return f"{row['path']} ({told})" if told else str(row["path"])


def _name_and_title(row: Row) -> str:
    told = ", ".join(filter(None, (row["jurisdiction"], _written(row["date"]))))
    return f"{row['name']} ({told})" if told else str(row["name"])


def _written(day: str | None) -> str | None:
    return "/".join(reversed(day.split("-"))) if day else None


def _near(names: Iterable[str]) -> Message | str:
    shown = "; ".join(names)
    return Message("query.near", {"names": shown}) if shown else ""


def _more(rows: list[Row]) -> Message | str:
    return Message("query.and_others", {"count": len(rows) - _SHOWN}) if len(rows) > _SHOWN else ""


def known_as(connection: sqlite3.Connection, words: str, issuer: str | None = None) -> KnownInstrument | None:
    """Return the instrument that everybody knows by a name, of the year that is written behind it, or by its code."""
    from pipeline.archive.known import table_of

    year = _LAST_YEAR.search(words)
    table = table_of(connection)
    plain = table.named(words, int(year[1]) if year else None, None, issuer)
    if plain is None and len(coded := table.coded(words)) == 1:
        return coded[0]
    if plain is not None or not typed_bare(words):
        return plain
    names = {bare(name): name for name in table.names}
    written = names.get(bare(words if year is None else words[: year.start()]))
    return table.named(written, int(year[1]) if year else None, None, issuer) if written else None


def find_instruments(
    connection: sqlite3.Connection, words: str, place: str | None = None, year: int | None = None
) -> list[Row]:
    """Return the instruments that an id, a code typed loosely, a known short name, or else a part of a name, means.

    A citation may be given as it is written (`Quyết định số 81/QĐ-UBND ngày 19/01/2022 của UBND tỉnh Bắc Kạn`): its
    date and its province narrow the answer. `place` keeps those of that province, its successor or the centre, `year`
    those issued in that year. Raises QueryError when there is none.
    """
    if not words.strip():
        raise QueryError("query.no_name")
    province = named_place(place) if place else None
    rows = _named_instruments(connection, words)
    behind = _BEHIND_CODE.search(words)
    if not rows and behind:
        tail = words[behind.start() :]
        issuer = tail.partition("của ")[2].partition(" về ")[0].strip(" ,;.")
        rows = _named_instruments(connection, words[: behind.start()], issuer or None)
        from extractors.values.dates import find_dates
        from extractors.values.places import find_place

        days = {span.value.isoformat() for span in find_dates(tail)[:1] if span.value}
        rows = [row for row in rows if row["date"] in days] or rows
        written = _YEAR.search(tail)
        year = year or (int(written.group()) if written else None)
        province = province or find_place(tail)
    every = [] if rows else rows_of(connection, _INSTRUMENTS)
    rows = rows or _named(words, every)
    if province:
        rows = _of_place(rows, province)
    if year:
        rows = [row for row in rows if str(year) in (str(row["year"]), (row["date"] or "")[:4])]
    if not rows:
        known = known_as(connection, words)
        if known and not place:
            name = f"{known.doc_type} số {known.code}"
            raise QueryError("query.known_instrument", words=words, name=name, code=known.code)
        from pipeline.naming import nearest

        where = Message("query.in_place", {"place": place}) if place else ""
        when = Message("query.in_year", {"year": year}) if year else ""
        near = _near(_name_and_title(row) for row in nearest(words, every))
        raise QueryError("query.no_instrument", words=words, where=where, when=when, near=near)
    return rows


def _named_instruments(connection: sqlite3.Connection, words: str, issuer: str | None = None) -> list[Row]:
    by_code = "SELECT * FROM instruments WHERE code_key = ? ORDER BY key"
    match = _CODE.search(words)
    if words.isdecimal() and len(words) <= _LONGEST_ID:
        rows = rows_of(connection, "SELECT * FROM instruments WHERE id = ?", int(words))
        if rows:
            return rows
    rows = rows_of(connection, by_code, code_key(words))
    if not rows and match:
        rows = rows_of(connection, by_code, code_key(words[match.start() :]))
    known = None if rows else known_as(connection, words, issuer)
    if known:
        rows = rows_of(connection, by_code, code_key(known.code))
    if not rows:
        key = bare if typed_bare(words) else fold
        wanted = key(words.replace(" số ", " "))
        every = rows_of(connection, _INSTRUMENTS)
        rows = [row for row in every if wanted in key(f"{row['name'].replace(' số ', ' ')} {row['title'] or ''}")]
    return rows


def one_instrument(
    connection: sqlite3.Connection, words: str, place: str | None = None, year: int | None = None
) -> Row:
    """Return the one instrument that the words mean; QueryError when they mean none or several."""
    rows = find_instruments(connection, words, place, year)
    if len(rows) > 1:
        shown = "; ".join(_name_and_title(row) for row in rows[:_SHOWN])
        raise QueryError("query.several_instruments", words=words, names=shown, more=_more(rows))
    return rows[0]


def named_place(words: str) -> str:
    """Return the province that was typed, that of a district, else of a commune, or Trung ương.

    Raises QueryError for another text, and for a name that units of several provinces have.
    """
    province = _province(words)
    if province is None:
        units = _units(words)
        known = [of for of, _, district in units if district] or [of for of, _, _ in units]
        provinces = sorted(set(known))
        if len(provinces) > 1:
            raise QueryError("query.several_places", words=words, places=", ".join(provinces))
        province = provinces[0]
    return province


def typed_place(words: str) -> str:
    """Return the province that was typed by its full name; a district or commune as it was typed."""
    province = named_place(words)
    return province if bare(province) == bare(words) else words.strip()


def in_place(row: Row, words: str) -> bool:
    """Tell whether a row with place, district and commune is of the province, district or commune that was typed.

    A district is found in documents of its time by its name, and in those of communes that lie in it only by theirs.
    """
    if not row["place"]:
        return False
    from extractors.values.places import same_jurisdiction

    province = _province(words)
    if province is not None:
        return same_jurisdiction(row["place"], province)
    return any(
        same_jurisdiction(row["place"], of) and fold(row["district" if district else "commune"] or "") == fold(name)
        for of, name, district in _units(words)
    )


def places_of(names: Iterable[str], words: str) -> list[str]:
    """Return the names of places that lie in what was typed, or that it lies in: the province of a commune."""
    from extractors.values.places import same_jurisdiction

    province = _province(words)
    meant = {province} if province is not None else {of for of, _, _ in _units(words)}
    return [name for name in names if any(same_jurisdiction(name, of) for of in meant)]


def level_of(row: Row) -> str | None:
    """Return the level of a row with place, district and commune: a code of [level], None without a place."""
    if not row["place"]:
        return None
    from extractors.values.places import CENTRAL

    below = "commune" if row["commune"] else "district" if row["district"] else "province"
    return "central" if row["place"] == CENTRAL else below


def _province(words: str) -> str | None:
    from extractors.values.places import CENTRAL, loosely_named

    return CENTRAL if bare(words) == bare(CENTRAL) else loosely_named(words)


@lru_cache(64)
def _units(words: str) -> tuple[tuple[str, str, bool], ...]:
    """Return the districts and communes that were typed; QueryError when no table has the name."""
    from extractors.values.local_units import loosely_named_units

    found = loosely_named_units(words)
    if not found:
        raise QueryError("query.no_place", words=words)
    return found


def named_type(words: str, types: Collection[str]) -> str:
    """Return the type of document that was typed, of those there are; QueryError when it is none of them.

    >>> named_type("chi thi", ["Chỉ thị", "Kế hoạch"]), named_type("KH", ["Chỉ thị", "Kế hoạch"])
    ('Chỉ thị', 'Kế hoạch')
    """
    found = [name for name in types if bare(name) == bare(words)]
    if found:
        return next((name for name in found if name.lower() == words.lower()), found[0])
    from difflib import get_close_matches

    from extractors.names.kinds import typed_kind

    kind, rest = typed_kind(words) or ("", "")
    if kind in types and not rest:
        return kind
    close = get_close_matches(bare(words), {bare(name): name for name in types}, n=_MOST_NEAR)
    near = _near(name for name in sorted(types) if bare(name) in close)
    raise QueryError("query.no_type", words=words, near=near, types=", ".join(sorted(types)))


def typed_bare(words: str) -> bool:
    """Tell whether words were typed without diacritics."""
    return bare(words) == " ".join(words.lower().split())


def holds_words(text: str | None, words: str) -> bool:
    """Tell whether a text holds words as whole words; without diacritics they mean those with them.

    >>> holds_words("Ban Dân vận Tỉnh uỷ", "dan van tinh uy"), holds_words("Ban Dân vận", "dân vàn")
    (True, False)
    """
    key = bare if typed_bare(words) else fold
    return bool(text) and f" {' '.join(key(words).split())} " in f" {_PLAIN.sub(' ', key(text or ''))} "


def _of_place(rows: list[Row], province: str) -> list[Row]:
    """Return the instruments of a province; else of one that it came from or went into; else of the centre."""
    from extractors.values.places import CENTRAL, same_jurisdiction

    owners = [(row, (row["jurisdiction"] or "").split(" / ")[0]) for row in rows]
    own = [row for row, owner in owners if owner == province]
    related = own or [row for row, owner in owners if same_jurisdiction(owner, province)]
    return related or [row for row, owner in owners if owner == CENTRAL]
