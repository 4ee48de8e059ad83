"""What a format of an export is: what it is asked for, what writes it, and what it wrote."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.speech import Speech


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for.

    `connection` reads one moment of the database, in which nothing classified exists and no document that is gone.
    `only` names the tables and views that are wanted, none for all.
    """

    connection: sqlite3.Connection
    output: Path
    only: tuple[str, ...]
    speech: Speech


@dataclass(frozen=True, slots=True)
class Written:
    """The files that were written, and how many rows of what: of each table, or of what a format counts."""

    files: tuple[Path, ...]
    rows: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Format:
    """A format. `write` writes its files whole or not at all; `tables` tells that it takes the names of tables.

    `said` is the message of what was written, which is given `path`, `tables`, `rows` and each count by its name.
    `noted` is false where what is written holds no words of documents, so that no run has to name it later.
    """

    name: str
    write: Callable[[Order], Written]
    tables: bool = False
    said: str = "export.written"
    noted: bool = True
