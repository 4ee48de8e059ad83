"""All that documents tell together: groups, instruments, acts, disagreements and facts, brought up to date.

Each stage looks at what a change reaches, by keys that the database keeps, and hands on what it has changed. The rows
do not depend on the order in which files arrived, nor on the steps in which they were resolved.
"""

from __future__ import annotations

import sqlite3

from pipeline.archive.acts import write_acts
from pipeline.archive.bounds import write_earliest, write_latest
from pipeline.archive.changes import begin, find_changes, keep_changes, touched, was_displaced
from pipeline.archive.disagreements import write_disagreements
from pipeline.archive.facts import write_facts
from pipeline.archive.groups import write_groups
from pipeline.archive.instruments import settle_instruments, write_instruments
from pipeline.archive.known import table_of
from pipeline.archive.numbering import number_problems
from pipeline.run.store import transaction


def resolve_archive(connection: sqlite3.Connection, anew: bool = False) -> None:
    """Bring all that documents tell together up to date, in one transaction; `anew`: whatever was found before."""
    with transaction(connection):
        anew = begin(connection, anew)
        changed = write_groups(connection, touched(connection))
        write_earliest(connection, changed)
        found = write_instruments(connection, table_of(connection), changed, anew)
        write_latest(connection, found.undated)
        write_acts(connection, found)
        facts = find_changes(connection, anew)
        write_facts(connection, facts, write_disagreements(connection, facts))
        displaced = found.displaced or was_displaced(connection)
        moved = displaced and settle_instruments(connection)
        keep_changes(connection, facts, number_problems(connection, displaced) or moved)
