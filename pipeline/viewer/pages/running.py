"""A folder of this computer read into the database, with its progress; the files that were skipped, by reason.

What a run would refuse is refused here before it begins, and said in terms of the page: a file, a folder outside of
the archives that the database knows, which needs a name.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from starlette.responses import Response

from pipeline.errors import UsageError
from pipeline.questions.status import cause_of, refusal_kinds, status
from pipeline.rows import rows_of
from pipeline.run.roots import find_part, is_outside, known_roots
from pipeline.viewer.visit import Visit, see
from pipeline.viewer.work import progress_of


def running(visit: Visit) -> Response:
    """Show the folders that the archive is read from, the form that reads one, and how far a run is."""
    return _page(visit, 200)


def _page(visit: Visit, status: int, typed: str | None = None, name: str | None = None, refusal: str = "") -> Response:
    """Show the page; a `name` that is not None is asked for."""
    with visit.opened() as connection:
        roots = known_roots(connection)
        runs = rows_of(connection, "SELECT * FROM runs ORDER BY id DESC LIMIT 8")
    folder = next(iter(roots.values()), "") if typed is None else typed
    return visit.page(
        "run.html", status, roots=roots, runs=runs, folder=folder, root_name=name, refusal=refusal, **_standing(visit)
    )


def progress(visit: Visit) -> Response:
    """Show how far the run is."""
    return visit.page("progress.html", **_standing(visit))


def _standing(visit: Visit) -> dict[str, object]:
    job = visit.work.newest
    return {"job": job, "busy": visit.work.busy, "progress": progress_of(job) if job else None}


def begin(visit: Visit) -> Response:
    """Read a folder; only of a viewer that this computer alone sees."""
    if not visit.settings.local:
        raise UsageError("viewer.only_local")
    typed, name = visit.given.get("folder", "").strip().strip('"'), visit.given.get("name", "").strip()
    asks = False
    try:
        folder = _folder_of(typed)
        with visit.opened() as connection:
            asks = is_outside(connection, folder)
            if asks and not name:
                name = _suggested(connection, folder)
                known = ", ".join(known_roots(connection).values())
                raise UsageError("viewer.other_root", path=folder, known=known)
            find_part(connection, folder, name if asks else None)
    except UsageError as refused:
        return _page(visit, 400, typed, name if asks else None, _in_browser(refused).said(visit.speech))
    if not visit.work.busy:
        words = (f"--add-root={name}",) if asks else ()
        visit.work.begin(str(folder), str(folder), "--lang", visit.speech.language, *words)
    return see("/run")


def _folder_of(typed: str) -> Path:
    folder = Path(typed).expanduser().absolute()
    if typed and folder.is_file():
        raise UsageError("viewer.is_file", path=folder, folder=folder.parent)
    if not typed or not folder.is_dir():
        raise UsageError("viewer.no_folder", path=folder)
    return folder


def _suggested(connection: sqlite3.Connection, folder: Path) -> str:
    """Return a name that a folder may be added under, `""` where its own is taken; UsageError where none helps."""
    try:
        find_part(connection, folder, folder.name)
    except UsageError as error:
        if error.message.key == _SHARED:
            raise
        return ""
    return folder.name


_SHARED: Final = "usage.root_shared"


def _in_browser(error: UsageError) -> UsageError:
    """Return a refusal without the options of the command line."""
    return UsageError("viewer.root_shared", **error.message.values) if error.message.key == _SHARED else error


def stop(visit: Visit) -> Response:
    """Stop the run; what is read stays."""
    visit.work.stop()
    return see("/run")


def skipped(visit: Visit) -> Response:
    """Show the files that were skipped, by reason."""
    with visit.opened() as connection:
        rows = status(connection)["quarantine"]
    speech = visit.speech
    vietnamese = speech.language == "vi"
    kinds = refusal_kinds(rows)
    for kind in kinds:
        kind["name"] = speech(f"reason.{kind['reason']}")
        kind["cause"] = kind["cause"] if vietnamese else speech(f"remedy.{kind['reason']}")
    files = [row | {"cause": cause_of(row) if vietnamese else speech(f"remedy.{row['reason']}")} for row in rows]
    return visit.page("skipped.html", kinds=kinds, files=files)
