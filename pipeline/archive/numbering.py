"""Problems -> their ids, made of what each tells, so that the same archive gives the same ids."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from typing import Final

from pipeline.run.identity import hashed, stable_ids

_PROBLEMS: Final = """
SELECT p.id, coalesce(d.path, '') || char(0) || coalesce(i.key, '') || char(0) || p.kind || char(0)
       || coalesce(p.start, '') || char(0) || coalesce(p.end, '') || char(0) || p.message AS told
FROM problems p LEFT JOIN documents d ON d.id = p.document_id LEFT JOIN instruments i ON i.id = p.instrument_id"""
_TOUCHED: Final = (
    "touched_problems t CROSS JOIN problems p ON p.document_id = t.owner",
    "touched_problems t CROSS JOIN problems p ON p.instrument_id = -t.owner AND p.document_id IS NULL",
)


def number_problems(connection: sqlite3.Connection, displaced: bool) -> bool:
    """Give each problem the id that comes of what it tells; of two that tell the same, either has the first.

    Numbered are those of documents and instruments of which one came or went; all where an id was `displaced`, or is
    now: two names may have one hash. Returns whether an id is not the first that its name may have.
    """
    if not displaced:
        names: dict[int, str] = {}
        for touched in _TOUCHED:
            names |= _names(connection, _PROBLEMS.replace("problems p", touched))
        ids = {name: hashed(name) for name in names.values()}
        if len(set(ids.values())) == len(ids) and not _taken(connection, ids.values(), names):
            _write(connection, names, ids)
            return False
    names = _names(connection, _PROBLEMS)
    ids = stable_ids(names.values())
    _write(connection, names, ids)
    return any(hashed(name) != identity for name, identity in ids.items())


def _names(connection: sqlite3.Connection, sql: str) -> dict[int, str]:
    """Return what problems tell, by their ids; with a number, for two may tell the same."""
    times: Counter[str] = Counter()
    names: dict[int, str] = {}
    for identity, told in connection.execute(sql):
        times[told] += 1
        names[identity] = f"{told}\0{times[told]}"
    return names


def _taken(connection: sqlite3.Connection, ids: Iterable[int], own: Container[int]) -> bool:
    """Tell whether a problem that is not one of these has one of some ids."""
    sql = "SELECT 1 FROM problems WHERE id = ?"
    return any(one not in own and connection.execute(sql, (one,)).fetchone() for one in ids)


def _write(connection: sqlite3.Connection, names: Mapping[int, str], ids: Mapping[str, int]) -> None:
    changed = [(ids[name], identity) for identity, name in names.items() if ids[name] != identity]
    connection.executemany("UPDATE problems SET id = -id WHERE id = ?", [(old,) for _, old in changed])
    connection.executemany("UPDATE problems SET id = ? WHERE id = ?", [(new, -old) for new, old in changed])
