"""A folder that a person gives -> the root of the archive that it lies in, and which part of the archive it is.

The database remembers the folder that it was made from. A run on a folder or a file inside it updates that part alone,
under the paths that a run on the whole gives. Another folder is refused unless it is added under a name, with which
the paths of its documents then begin.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pipeline.errors import UsageError
from pipeline.files import printable_path
from pipeline.run.store import transaction

FIRST: Final = "."
"""What a person calls the root whose paths begin with no name."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the archive: its root's folder and name, and where it lies in the archive (`""`: the whole root).

    `others` are the names of the other roots, whose paths are not of this one.
    """

    root: Path
    name: str
    scope: str
    others: tuple[str, ...]

    def path_of(self, below: str) -> str:
        """Return the path in the archive of what stands at `below` in the root."""
        return "/".join(filter(None, (self.name, below)))

    def covers(self, path: str) -> bool:
        """Tell whether a path of the archive lies in this part."""
        if self.scope:
            return _is_below(path, self.scope)
        return not any(_is_below(path, other) for other in self.others)


def _is_below(path: str, folder: str) -> bool:
    return f"{path}/".startswith(f"{folder}/")


def find_part(connection: sqlite3.Connection, folder: Path, new_name: str | None = None) -> Part:
    """Return which part of the archive a folder or a file is; of a database without roots it is the root.

    `new_name` is that of a root to be added, or tells where the root of that name has moved to. UsageError for a folder
    outside of every root, and for a name that cannot be given. Nothing is written: `remember_root` does.
    """
    roots = known_roots(connection)
    if new_name is not None or not roots:
        name = "" if new_name in (None, FIRST) else str(new_name)
        home = (folder.parent if folder.is_file() else folder).resolve()
        _check_name(connection, roots, name)
        _check_folder(roots, name, home)
        roots[name] = printable_path(home.as_posix())
    return _part_below(roots, folder)


def remember_root(connection: sqlite3.Connection, part: Part, is_empty: bool) -> None:
    """Write down the root that a part of the archive lies in, where it has moved or is new and not without a file."""
    roots, home = known_roots(connection), printable_path(part.root.as_posix())
    if roots.get(part.name) == home or (is_empty and part.name not in roots):
        return
    with transaction(connection):
        connection.execute("INSERT OR REPLACE INTO roots (name, folder) VALUES (?, ?)", (part.name, home))


def known_roots(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the folder of each root by its name, that of the first (`""`) first."""
    return {row["name"]: row["folder"] for row in connection.execute("SELECT name, folder FROM roots ORDER BY name")}


def is_outside(connection: sqlite3.Connection, folder: Path) -> bool:
    """Tell whether there are roots and a folder lies in none of them."""
    roots = known_roots(connection).values()
    return bool(roots) and not any(_ancestor(folder, known) for known in roots)


def _part_below(roots: Mapping[str, str], folder: Path) -> Part:
    for name, known in roots.items():
        found = _ancestor(folder, known)
        if found is not None:
            others = tuple(other for other in roots if other not in (name, ""))
            _refuse_two_of_one_name(found.root, () if name else others)
            part = Part(found.root, name, "", others)
            return replace(part, scope=part.path_of(found.below))
    raise UsageError("usage.other_root", path=folder, known=", ".join(roots.values()))


@dataclass(frozen=True, slots=True)
class _Found:
    root: Path
    below: str


def _ancestor(folder: Path, known: str) -> _Found | None:
    """Return the root, known by its printable path, above a folder; links on the way may be followed or not."""
    for place in (Path(os.path.normpath(Path.cwd() / folder)), folder.resolve()):
        for root in (place, *place.parents):
            if printable_path(root.as_posix()) == known:
                below = "" if place == root else printable_path(place.relative_to(root).as_posix())
                return _Found(root, below)
    return None


def file_of(connection: sqlite3.Connection, path: str) -> Path | None:
    """Return the file of a document, None when it is not there or lies in a container."""
    for row in connection.execute("SELECT name, folder FROM roots ORDER BY name DESC"):
        below = path.removeprefix(f"{row['name']}/") if row["name"] else path
        file = Path(row["folder"]) / below
        if (not row["name"] or path.startswith(f"{row['name']}/")) and file.is_file():
            return file if printable_path(below) == path[-len(below) :] else None
    return None


def _check_name(connection: sqlite3.Connection, roots: Mapping[str, str], name: str) -> None:
    """Refuse a name that no folder can have, and one with which paths of another root begin."""
    if name != printable_path(name) or name.startswith((".", "~$")) or "/" in name or "\\" in name:
        raise UsageError("usage.root_name", name=name)
    if not name or name in roots:
        return
    if "" in roots:
        _refuse_two_of_one_name(Path(roots[""]), (name,))
    below = "SELECT 1 FROM documents WHERE substr(path, 1, length(:head)) = :head"
    if connection.execute(below, {"head": f"{name}/"}).fetchone():
        raise UsageError("usage.root_name", name=name)


def _check_folder(roots: Mapping[str, str], name: str, folder: Path) -> None:
    """Refuse to move a root that is still there, and a folder that shares documents with another root."""
    old = roots.get(name)
    if old is not None and old != printable_path(folder.as_posix()) and Path(old).exists():
        raise UsageError("usage.root_taken", name=name or FIRST, path=old)
    for other, known in roots.items():
        if other != name and (_ancestor(folder, known) or _ancestor(Path(known), printable_path(folder.as_posix()))):
            raise UsageError("usage.root_shared", path=folder, known=known)


def _refuse_two_of_one_name(root: Path, others: Iterable[str]) -> None:
    for other in others:
        if (root / other).exists():
            raise UsageError("usage.root_name", name=other)
