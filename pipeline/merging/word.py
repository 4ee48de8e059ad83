"""Merged reports -> a Word file: the outline as headings, each unit's words and tables below, the rest at the end."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from docx.enum.text import WD_ALIGN_PARAGRAPH

from pipeline.merging.merged import LEFT_OVER, Merged, Passage
from pipeline.merging.place import Placed
from pipeline.merging.remarks import absences, remarks
from pipeline.speech import Speech
from pipeline.word.file import Field, Grid, Run, WordFile
from pipeline.word.form import Form, sphere_of

_NUMBER: Final = re.compile(r"[\d.,%/–-]+")


def word_file(merged: Merged, about: str, own_outline: bool, speech: Speech, template: Path | None = None) -> bytes:
    """Return the merged text as a .docx in the official form, or in a person's template.

    `about` says where and when; `own_outline` that nobody gave an outline. Raises UsageError for a bad template.
    """
    chosen = merged.chosen
    abstract = speech("merge.abstract", units=len(chosen.units), about=f", {about}" if about else "")
    file = WordFile(Form(speech("merge.kind"), abstract, sphere_of(report.code for report in chosen.reports)), template)
    file.paragraph(speech("merge.intro", reports=len(chosen.reports), units=len(chosen.units)))
    for remark in remarks(chosen, own_outline, speech):
        file.remark(remark)
    for node in merged.root.walk():
        file.heading(node.name, node.level)
        _write_passages(file, merged.passages.get(node, ()), speech)
        for remark in absences(merged.absent(node), speech):
            file.remark(remark)
    if any(merged.left.values()):
        file.heading(speech("merge.left"), 1)
    for kind in LEFT_OVER:
        if merged.left[kind]:
            file.heading(speech(f"merge.{kind}"), 2)
            _write_passages(file, merged.left[kind], speech)
    _write_matrix(file, merged, speech)
    return file.content()


def _write_passages(file: WordFile, passages: Iterable[Passage], speech: Speech) -> None:
    """Write what units say, each under its name."""
    for passage in passages:
        if passage.pieces:
            _write_source(file, passage, speech)
        for piece in passage.pieces:
            _write_piece(file, piece)


def _write_source(file: WordFile, passage: Passage, speech: Speech) -> None:
    report = passage.report
    runs = [Run(f"■ {speech('merge.source', unit=report.unit, report=report.name)}", bold=True)]
    if passage.titles:
        titles = "; ".join(f"“{title.rstrip(' :.')}”" for title in passage.titles)
        runs.append(Run(f" — {speech('merge.own_heading', titles=titles)}", italic=True))
    paragraph = file.paragraph(runs)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    paragraph.paragraph_format.keep_with_next = True


def _write_piece(file: WordFile, piece: Placed) -> None:
    if not piece.part.rows:
        file.paragraph([Run(piece.text, bold=piece.inner)])
        return
    columns = max(map(len, piece.part.rows))
    head, *rows = [[*row, *[""] * (columns - len(row))] for row in piece.part.rows]
    numeric = tuple(all(_NUMBER.fullmatch(row[at]) for row in rows if row[at]) for at in range(columns))
    file.table(Grid(tuple(head), tuple(tuple(map(Field, row)) for row in rows), numeric if rows else ()))


def _write_matrix(file: WordFile, merged: Merged, speech: Speech) -> None:
    """Write which units have something under each heading, and which have not."""
    file.heading(speech("merge.matrix"), 1).paragraph_format.page_break_before = True
    heads = tuple(speech(f"column.{name}") for name in ("heading", "units_with", "units_without"))
    rows = []
    for node in merged.root.walk():
        without = [unit for unit in merged.chosen.units if not merged.said(node, unit)]
        count = f"{len(merged.chosen.units) - len(without)}/{len(merged.chosen.units)}"
        cells = (node.name, count, ", ".join(without) or speech("merge.all"))
        rows.append(tuple(Field(cell, bold=node.level == 1) for cell in cells))
    file.table(Grid(heads, tuple(rows)))
