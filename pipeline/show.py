"""Answers as lines for a terminal: rows of `query` -> text, in the reader's language."""

from __future__ import annotations

import sys
import textwrap
from itertools import groupby
from pathlib import Path
from typing import Any

from tqdm import tqdm

from pipeline.run.batch import Progress
from pipeline.speech import Speech

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

    def close(self) -> None:
        """Leave the bar as it stands and go to the next line."""
        if self._bar is not None:
            self._bar.close()


def print_run(progress: Progress, status: Row, database: Path, speech: Speech) -> None:
    """Print what a run did, what the database now holds, and what was set aside and why."""
    fields = ("files", "read", "doubtful", "unchanged", "quarantined", "removed")
    print(speech("run.summary", **{name: getattr(progress, name) for name in fields}))
    print(speech("run.found", db=database, **status["counts"]))
    if status["quarantine"]:
        print(speech("run.aside"))
        _print_quarantine(status["quarantine"], speech)


def _print_quarantine(rows: list[Row], speech: Speech) -> None:
    for row in rows:
        print(f"  {row['path']}: {speech('reason.' + row['reason'])}")
        print(_wrapped(row["message"], "    "))


def _wrapped(text: str, indent: str) -> str:
    return textwrap.fill(
        text, width=110, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _where(row: Row, speech: Speech) -> str:
    page = speech("show.page", page=row["page"]) if row.get("page") else ""
    return ", ".join(part for part in (row["document"], page) if part)


def print_cites(rows: list[Row], speech: Speech) -> None:
    """Print who cites what, grouped by the instrument cited."""
    if not rows:
        print(speech("show.none"))
    for (name, place, day), group in groupby(
        rows, key=lambda r: (r["instrument"], r["jurisdiction"], r["instrument_date"])
    ):
        members = list(group)
        head = " · ".join(filter(None, (name, place, speech.day(day), speech("show.citing", count=len(members)))))
        print(head)
        for row in members:
            extra = f" · {row['pinpoint']}" if row["pinpoint"] else ""
            print(
                f"  {speech.day(row['date'])}  {_where(row, speech)} · {speech('relation.' + row['relation'])}{extra}"
            )
            print(_wrapped(f"“{row['sentence']}”", "      "))


def print_refs(rows: list[Row], speech: Speech) -> None:
    """Print what a document cites, in its order."""
    if not rows:
        print(speech("show.none"))
    for row in rows:
        known = row["instrument"] or row["text"]
        held = speech("show.held" if row["held"] else "show.not_held")
        details = [
            speech(f"relation.{row['relation']}"),
            row["pinpoint"],
            row["date"] and speech.day(row["date"]),
            row["issuer"],
        ]
        print(f"{known} ({held}) · {' · '.join(filter(None, details))}")
        print(_wrapped(f"“{row['sentence']}”", "    "))


def print_figures(rows: list[Row], speech: Speech) -> None:
    """Print figures, grouped by document, each with what it counts and its sentence."""
    if not rows:
        print(speech("show.none"))
    for (document, day), group in groupby(rows, key=lambda r: (r["document"], r["date"])):
        print(f"{document} · {speech.day(day)}")
        for row in group:
            print(f"  {figure_words(row, speech)}")
            print(_wrapped(f"“{row['sentence']}”", "      "))


def figure_words(row: Row, speech: Speech) -> str:
    """Return one figure as people read it: hedge, number as written, unit, class, and what it belongs to."""
    hedge = speech(f"hedge.{row['hedge']}") if row["hedge"] else None
    label = f"({row['label']})" if row["label"] else None
    head = " ".join(filter(None, (hedge, row["text"], row["unit"], label)))
    belongs = None
    if row["belongs_to"]:
        owner = " ".join(filter(None, (row["belongs_to"], row["belongs_to_unit"])))
        belongs = f"{speech('role.' + row['role'])}, {speech('show.belongs', text=owner)}"
    modality = None if row["modality"] == "actual" else speech(f"modality.{row['modality']}")
    return " · ".join(filter(None, (head, speech.value("indicator", row["indicator"]), modality, belongs)))


def print_search(rows: list[Row], speech: Speech) -> None:
    """Print the documents found, best first, each with the sentence that shows why."""
    if not rows:
        print(speech("show.none"))
    for row in rows:
        head = [row["document"], row["title"], row["place"], speech.day(row["date"]) if row["date"] else None]
        print(" · ".join(filter(None, head)))
        print(_wrapped(f"“{row['sentence']}”", "    "))


def print_status(status: Row, speech: Speech) -> None:
    """Print what the database holds and what was set aside, with reasons."""
    names = ("documents", "doubtful", "citations", "instruments", "instruments_held", "figures", "ratings", "tasks")
    for name in (*names, "problems", "conflicts"):
        count = status["counts"]["held" if name == "instruments_held" else name]
        print(f"{speech('show.' + name)}: {count}")
    if status["run"]:
        print(f"{speech('show.last_run')}: {status['run']['started']} · {status['run']['archive']}")
    if status["removed"]:
        print(f"{speech('show.removed')}: {', '.join(status['removed'])}")
    if status["quarantine"]:
        print(speech("run.aside"))
        _print_quarantine(status["quarantine"], speech)
    sys.stdout.flush()


def print_lineage(answer: Row, speech: Speech) -> None:
    """Print an instrument's status and the acts that made it so, each with its sentence."""
    instrument = answer["instrument"]
    print(" · ".join(filter(None, (instrument["name"], instrument["jurisdiction"], speech.day(instrument["date"])))))
    status = speech(f"legal_status.{answer['status']}")
    if answer["on"]:
        print(speech("show.as_of", day=speech.day(answer["on"]), status=status))
    else:
        print(speech("show.status_now", status=status))
    for act in answer["acts"]:
        print(f"  {speech.day(act['date'])}  {_act_words(act, speech)}")
        print(_wrapped(f"“{act['sentence']}”", "      "))
    if answer["late"]:
        print(speech("show.late") + ":")
    for row in answer["late"]:
        ended = speech("show.ended", day=speech.day(row["ended"]))
        print(f"  {speech.day(row['date'])}  {row['document']} · {speech('relation.' + row['relation'])} ({ended})")
        print(_wrapped(f"“{row['sentence']}”", "      "))


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


def print_path(rows: list[Row], speech: Speech) -> None:
    """Print a chain of citations, a step a line."""
    if not rows:
        print(speech("show.unconnected"))
    for row in rows:
        print(f"{row['citing']} → {speech('relation.' + row['relation'])} → {row['cited']} · {speech.day(row['date'])}")
        print(_wrapped(f"“{row['sentence']}”", "    "))


def print_top(rows: list[Row], speech: Speech) -> None:
    """Print instruments with how often they are cited."""
    if not rows:
        print(speech("show.none"))
    for row in rows:
        counted = speech("show.counted", documents=row["documents"], times=row["times"])
        held = speech("show.held" if row["held"] else "show.not_held")
        day = speech.day(row["date"]) if row["date"] else None
        print(f"{' · '.join(filter(None, (row['name'], row['jurisdiction'], day)))} ({held}): {counted}")
        if row["title"]:
            print(_wrapped(" ".join(row["title"].split()), "    "))


print_missing = print_top


def print_conflicts(rows: list[Row], speech: Speech) -> None:
    """Print where documents disagree, each with both sides."""
    if not rows:
        print(speech("show.none"))
    for row in rows:
        where = row["document"] or row["jurisdiction"]
        print(_wrapped(f"{row['message']}{f' ({where})' if where else ''}", ""))
        for other in row["witnesses"]:
            held = speech("show.held" if other["held"] else "show.not_held")
            counted = speech("show.by_documents", documents=other["documents"])
            print(f"    {speech('show.witness', name=other['name'])} ({held}; {counted})")
        told = [side for side in row["sides"] if side.get("sentence")]
        for side in told:
            print(_wrapped(f"“{side['sentence']}” ({', '.join(side['documents'])})", "    "))
        if row["sentence"] and not told:
            print(_wrapped(f"“{row['sentence']}”", "    "))
