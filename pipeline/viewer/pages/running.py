"""A folder of this computer read into the database, with its progress; the files that were skipped, by reason."""

from __future__ import annotations

from pathlib import Path

from starlette.responses import Response

from pipeline.errors import UsageError
from pipeline.questions.status import cause_of, refusal_kinds, status
from pipeline.rows import rows_of
from pipeline.viewer.visit import Visit, see
from pipeline.viewer.work import progress_of


def running(visit: Visit) -> Response:
    """Show the folders that the archive is read from, the form that reads one, and how far a run is."""
    with visit.opened() as connection:
        roots = rows_of(connection, "SELECT name, folder FROM roots ORDER BY name")
        runs = rows_of(connection, "SELECT * FROM runs ORDER BY id DESC LIMIT 8")
    return visit.page("run.html", roots=roots, runs=runs, **_standing(visit))


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
    typed = visit.given.get("folder", "").strip().strip('"')
    folder = Path(typed).expanduser().absolute()
    if not typed or not folder.exists():
        raise UsageError("viewer.no_folder", path=folder)
    if not visit.work.busy:
        visit.work.begin(str(folder), str(folder), "--lang", visit.speech.language)
    return see("/run")


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
