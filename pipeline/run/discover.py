"""An archive's folder -> the files to read, in the order of their paths, and the folders that cannot be opened."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from pipeline.errors import UsageError
from pipeline.files import printable_path


@dataclass(frozen=True, slots=True)
class Job:
    """One file: where it is, and the path it is known by in the archive (with `/`, see files.printable_path)."""

    file: Path
    path: str
    declared_open: bool = False


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

    def knows(self, path: str) -> bool:
        """Tell whether it is known if the archive holds a file at `path`: not in a closed folder or container."""
        return not path.startswith((*self.unread, *(folder.path for folder in self.closed)))


def discover(archive: Path) -> Archive:
    """Find the files below `archive`; a single file is an archive of one.

    Hidden files and folders, and Word's lock files (`~$...`), are passed over. Links to folders are followed
    once each, so a loop ends. Raises UsageError when nothing is at `archive` or it cannot be opened.
    """
    if archive.is_file():
        return Archive([Job(archive, printable_path(archive.name))])
    if not archive.is_dir():
        raise UsageError("usage.no_archive", path=archive)
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
        found.jobs += [Job(file, _known_as(file, archive)) for file in files]
    found.jobs.sort(key=lambda job: PurePosixPath(job.path).parts)
    return found


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
