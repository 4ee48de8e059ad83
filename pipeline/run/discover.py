"""An archive's folder -> the files to read, in the order of their paths, and the folders that cannot be opened."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from pipeline.arguments import SETTINGS
from pipeline.corrections.model import Correction
from pipeline.errors import UsageError
from pipeline.files import printable_path
from pipeline.run.roots import Part
from pipeline.systems import is_there


@dataclass(frozen=True, slots=True)
class Job:
    """One file: where it is, and the path it is known by in the archive (with `/`, see files.printable_path)."""

    file: Path
    path: str
    declared_open: bool = False
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class ClosedFolder:
    """A folder that cannot be opened: the path it is known by, with a `/` behind it, and why."""

    path: str
    error: OSError


@dataclass(slots=True)
class Archive:
    """What stands below a folder; of what a closed folder holds, nothing is known."""

    jobs: list[Job] = field(default_factory=list)
    closed: list[ClosedFolder] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    """Containers that cannot be opened, by their paths with a `/` behind."""
    part: Part | None = None
    """The part of the archive that was looked at; None: all of it."""

    def covers(self, path: str) -> bool:
        """Tell whether a path lies in the part that was looked at."""
        return self.part is None or self.part.covers(path)

    def knows(self, path: str) -> bool:
        """Tell whether it is known if the archive holds a file at `path`: not in a closed folder or container."""
        return self.covers(path) and not path.startswith((*self.unread, *(folder.path for folder in self.closed)))


def discover(archive: Path) -> Archive:
    """Find the files below `archive`; a single file is an archive of one.

    Hidden files and folders, Word's lock files (`~$...`) and the archive's own settings are passed over. Links to
    folders are followed once each, so a loop ends. Raises UsageError when nothing is at `archive` or it cannot be
    opened.
    """
    check_there(archive)
    if archive.is_file():
        return Archive([Job(archive, printable_path(archive.name))])
    found = Archive()
    waiting = [archive]
    seen: set[tuple[int, int]] = set()
    while waiting:
        folder = waiting.pop()
        try:
            status = folder.stat()
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            folders, files = _listed(folder)
        except OSError as error:
            if folder == archive:
                raise UsageError("usage.closed_archive", path=archive, reason=error.strerror) from error
            found.closed.append(ClosedFolder(_known_as(folder, archive) + "/", error))
            continue
        waiting += reversed(folders)
        found.jobs += [Job(file, _known_as(file, archive)) for file in files if file != archive / SETTINGS]
    found.jobs.sort(key=lambda job: PurePosixPath(job.path).parts)
    return found


def check_there(archive: Path) -> None:
    """Raise UsageError when there is neither a folder nor a file at `archive`."""
    if not (is_there(archive) and (archive.is_dir() or archive.is_file())):
        raise UsageError("usage.no_archive", path=archive)


def discover_part(folder: Path, part: Part) -> Archive:
    """Find the files of a part of the archive, which stands at `folder`, under their paths in the archive.

    The whole root is listed, since a folder that is linked to is read where it is met first.
    """
    if folder.is_file():
        return Archive([Job(folder, part.scope)], part=part)
    found = discover(part.root)
    jobs = [replace(job, path=part.path_of(job.path)) for job in found.jobs]
    closed = [replace(one, path=part.path_of(one.path)) for one in found.closed]
    return Archive(
        [job for job in jobs if part.covers(job.path)], [one for one in closed if part.covers(one.path)], part=part
    )


def _known_as(file: Path, archive: Path) -> str:
    return printable_path(file.relative_to(archive).as_posix())


def _listed(folder: Path) -> tuple[list[Path], list[Path]]:
    """Return the folders and the other entries of a folder, each in the order of their names."""
    folders: list[Path] = []
    files: list[Path] = []
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if not entry.name.startswith((".", "~$")):
                (folders if _is_folder(entry) else files).append(folder / entry.name)
    return folders, files


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
