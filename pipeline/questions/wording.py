"""Answers as lines for a terminal: rows of `query` -> text, in the reader's language."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from tqdm import tqdm

from pipeline.speech import Speech

if TYPE_CHECKING:  # loads every extractor, which no question needs
    from pipeline.run.batch import Progress

Row = dict[str, Any]


class Bar:
    """The progress bar of a run: rate, time left, and how many files are good, doubtful, set aside."""

    def __init__(self, speech: Speech) -> None:
        self._speech = speech
        self._bar: tqdm[Any] | None = None

    def __call__(self, progress: Progress) -> None:
        """Move the bar to where the run is."""
        if self._bar is None:
            left, rate = self._speech("run.left"), self._speech("run.rate")
            form = "{desc} {percentage:3.0f}% |{bar}| {n_fmt}/{total_fmt} [{rate_noinv:.1f} " + rate
            form += ", " + left + " {remaining}]{postfix}"
            self._bar = tqdm(total=progress.files, desc=self._speech("run.bar"), bar_format=form, disable=None)
        counts = {"good": progress.good, "doubtful": progress.doubtful, "quarantined": progress.quarantined}
        self._bar.set_postfix_str(" " + self._speech("run.counts", **counts), refresh=False)
        self._bar.update(progress.done - self._bar.n)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """Leave the bar as it stands and go to the next line."""
        if self._bar is not None:
            self._bar.close()


def run(progress: Progress, status: Row, database: Path, speech: Speech) -> Iterator[str]:
    """Yield what a run did, what the database now holds, and what was set aside and why."""
    fields = ("files", "read", "doubtful", "unchanged", "quarantined", "removed")
    yield speech("run.summary", **{name: getattr(progress, name) for name in fields})
    yield speech("run.found", db=database, **status["counts"])
    if status["quarantine"]:
        yield speech("run.aside")
        yield from _quarantine(status["quarantine"], speech)


def _quarantine(rows: list[Row], speech: Speech) -> Iterator[str]:
    for row in rows:
        yield f"  {row['path']}: {speech('reason.' + row['reason'])}"
        yield from _wrapped(row["message"], "    ")


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        text, width=110, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _joined(parts: Iterable[str | None], between: str = " · ") -> str:
    """Return what there is of a document's own words in one line, as a text that wraps reads."""
    return between.join(" ".join(part.split()) for part in parts if part)


def _where(row: Row, speech: Speech) -> str:
    page = speech("show.page", page=row["page"]) if row.get("page") else ""
    return ", ".join(part for part in (row["document"], page) if part)


def cites(rows: list[Row], speech: Speech) -> Iterator[str]:
    """Yield who cites what, grouped by the instrument cited."""
    if not rows:
        yield speech("show.none")
    for (name, place, day), group in groupby(
        rows, key=lambda r: (r["instrument"], r["jurisdiction"], r["instrument_date"])
    ):
        members = list(group)
        head = " · ".join(filter(None, (name, place, speech.day(day), speech("show.citing", count=len(members)))))
        yield head
        for row in members:
            extra = f" · {row['pinpoint']}" if row["pinpoint"] else ""
            yield f"  {speech.day(row['date'])}  {_where(row, speech)} · {speech('relation.' + row['relation'])}{extra}"
            yield from _wrapped(f"“{row['sentence']}”", "      ")


def refs(rows: list[Row], speech: Speech) -> Iterator[str]:
    """Yield what a document cites, in its order."""
    if not rows:
        yield speech("show.none")
    for row in rows:
        known = _joined([row["instrument"] or row["text"]])
        held = speech("show.held" if row["held"] else "show.not_held")
        details = [
            speech(f"relation.{row['relation']}"),
            row["pinpoint"],
            row["date"] and speech.day(row["date"]),
            row["issuer"],
        ]
        yield f"{known} ({held}) · {_joined(details)}"
        yield from _wrapped(f"“{row['sentence']}”", "    ")


def figures(rows: list[Row], speech: Speech) -> Iterator[str]:
    """Yield figures, grouped by document, each with what it counts and its sentence."""
    if not rows:
        yield speech("show.none")
    for (document, day), group in groupby(rows, key=lambda r: (r["document"], r["date"])):
        yield f"{document} · {speech.day(day)}"
        for row in group:
            yield f"  {figure_words(row, speech)}"
            yield from _wrapped(f"“{row['sentence']}”", "      ")


def figure_words(row: Row, speech: Speech) -> str:
    """Return one figure as people read it: hedge, number as written, unit, class, and what it belongs to."""
    hedge = speech(f"hedge.{row['hedge']}") if row["hedge"] else None
    label = f"({row['label']})" if row["label"] else None
    head = _joined((hedge, row["text"], row["unit"], label), " ")
    belongs = None
    if row["belongs_to"]:
        owner = _joined((row["belongs_to"], row["belongs_to_unit"]), " ")
        belongs = f"{speech('role.' + row['role'])}, {speech('show.belongs', text=owner)}"
    modality = None if row["modality"] == "actual" else speech(f"modality.{row['modality']}")
    return _joined((head, speech.value("indicator", row["indicator"]), modality, belongs))


def search(rows: list[Row], speech: Speech) -> Iterator[str]:
    """Yield the documents found, best first, each with the sentence that shows why."""
    if not rows:
        yield speech("show.none")
    for row in rows:
        day = speech.day(row["date"]) if row["date"] else None
        yield _joined((row["document"], row["title"], row["place"], day))
        yield from _wrapped(f"“{row['sentence']}”", "    ")


def status(status: Row, speech: Speech) -> Iterator[str]:
    """Yield what the database holds and what was set aside, with reasons."""
    names = ("documents", "doubtful", "citations", "instruments", "instruments_held", "figures", "ratings", "tasks")
    for name in (*names, "problems", "conflicts"):
        count = status["counts"]["held" if name == "instruments_held" else name]
        yield f"{speech('show.' + name)}: {count}"
    if status["run"]:
        yield f"{speech('show.last_run')}: {status['run']['started']} · {status['run']['archive']}"
    if status["removed"]:
        yield f"{speech('show.removed')}: {', '.join(status['removed'])}"
    if status["quarantine"]:
        yield speech("run.aside")
        yield from _quarantine(status["quarantine"], speech)


def lineage(answer: Row, speech: Speech) -> Iterator[str]:
    """Yield an instrument's status and the acts that made it so, each with its sentence."""
    instrument = answer["instrument"]
    yield " · ".join(filter(None, (instrument["name"], instrument["jurisdiction"], speech.day(instrument["date"]))))
    status = speech(f"legal_status.{answer['status']}")
    if answer["on"]:
        yield speech("show.as_of", day=speech.day(answer["on"]), status=status)
    else:
        yield speech("show.status_now", status=status)
    for act in answer["acts"]:
        yield f"  {speech.day(act['date'])}  {_act_words(act, speech)}"
        yield from _wrapped(f"“{act['sentence']}”", "      ")
    if answer["late"]:
        yield speech("show.late") + ":"
    for row in answer["late"]:
        ended = speech("show.ended", day=speech.day(row["ended"]))
        yield f"  {speech.day(row['date'])}  {row['document']} · {speech('relation.' + row['relation'])} ({ended})"
        yield from _wrapped(f"“{row['sentence']}”", "      ")


def _act_words(act: Row, speech: Speech) -> str:
    """Return one act in words: who does what to whom, on which part, from when, and who tells it."""
    relation = speech(f"relation.{act['relation']}")
    what = speech(f"show.act_{act['direction']}", other=act["other"], relation=relation) if act["other"] else relation
    part = speech("show.act_part", pinpoint=act["pinpoint"]) if act["pinpoint"] else None
    since = act["effective"] if act["effective"] != act["date"] else None
    begins = speech("show.act_from", day=speech.day(since)) if since else None
    teller = None if act["by_itself"] else speech("show.told_by", document=act["told_by"])
    doubt = None if act["certain"] else speech("show.told")
    return " · ".join(filter(None, (what, part, begins, teller, doubt)))


def path(rows: list[Row], speech: Speech) -> Iterator[str]:
    """Yield a chain of citations, a step a line."""
    if not rows:
        yield speech("show.unconnected")
    for row in rows:
        yield f"{row['citing']} → {speech('relation.' + row['relation'])} → {row['cited']} · {speech.day(row['date'])}"
        yield from _wrapped(f"“{row['sentence']}”", "    ")


def top(rows: list[Row], speech: Speech) -> Iterator[str]:
    """Yield instruments with how often they are cited."""
    if not rows:
        yield speech("show.none")
    for row in rows:
        counted = speech("show.counted", documents=row["documents"], times=row["times"])
        held = speech("show.held" if row["held"] else "show.not_held")
        day = speech.day(row["date"]) if row["date"] else None
        yield f"{' · '.join(filter(None, (row['name'], row['jurisdiction'], day)))} ({held}): {counted}"
        if row["title"]:
            yield from _wrapped(row["title"], "    ")


missing = top


def conflicts(rows: list[Row], speech: Speech) -> Iterator[str]:
    """Yield where documents disagree, each with both sides."""
    if not rows:
        yield speech("show.none")
    for row in rows:
        where = row["document"] or row["jurisdiction"]
        yield from _wrapped(f"{row['message']}{f' ({where})' if where else ''}", "")
        for other in row["witnesses"]:
            held = speech("show.held" if other["held"] else "show.not_held")
            counted = speech("show.by_documents", documents=other["documents"])
            yield f"    {speech('show.witness', name=other['name'])} ({held}; {counted})"
        told = [side for side in row["sides"] if side.get("sentence")]
        for side in told:
            yield from _wrapped(f"“{side['sentence']}” ({', '.join(side['documents'])})", "    ")
        if row["sentence"] and not told:
            yield from _wrapped(f"“{row['sentence']}”", "    ")
