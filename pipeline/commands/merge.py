"""`merge`: the reports of a period -> one text under one outline, on the terminal, as Word or Excel."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from pipeline.arguments import ANY_DATABASE, JSON, PERIOD, Argument, option
from pipeline.commands.command import Command
from pipeline.commands.noting import note
from pipeline.errors import UsageError
from pipeline.merging.book import sheets
from pipeline.merging.merged import LEFT_OVER, Merged, Passage, merge
from pipeline.merging.outline import read_outline
from pipeline.merging.remarks import absences, remarks
from pipeline.merging.reports import choose_reports
from pipeline.merging.word import word_file
from pipeline.rows import Row
from pipeline.run.store import connect
from pipeline.sheets import write_book
from pipeline.speech import Speech
from pipeline.terminal import json_text, say
from pipeline.units import units_in

_WORD, _EXCEL = ".docx", ".xlsx"


def _merge(options: Namespace, speech: Speech) -> int:
    output: Path | None = options.output
    if output and output.suffix.lower() not in (_WORD, _EXCEL):
        raise UsageError("merge.bad_ending", path=output)
    outline = read_outline(options.outline) if options.outline else None
    with closing(connect(options.db)) as connection:
        chosen = choose_reports(connection, options.period, options.place, options.units, options.text)
    merged = merge(chosen, outline)
    if output is None:
        lines = _lines(merged, outline is None, speech)
        say(json_text(as_row(merged), indent=1).split("\n") if options.json else lines)
        return 0
    _write(output, merged, options, speech)
    note(options, speech, "merge", [report.path for report in chosen.reports])
    left = _count(passage for kind in LEFT_OVER for passage in merged.left[kind])
    pieces = left + _count(passage for found in merged.passages.values() for passage in found)
    counts = {"path": str(output), "reports": len(chosen.reports), "pieces": pieces, "left": left}
    say([json_text(counts) if options.json else speech("merge.written", **counts)])
    return 0


def _count(passages: Iterator[Passage]) -> int:
    return sum(len(passage.pieces) for passage in passages)


def _write(output: Path, merged: Merged, options: Namespace, speech: Speech) -> None:
    output.parent.mkdir(parents=True, exist_ok=True)
    if output.suffix.lower() == _EXCEL:
        write_book(output, sheets(merged, speech), speech("sheet.page"))
        return
    period = options.period.text if options.period else None
    about = ", ".join(word for word in (options.place, period) if word)
    output.write_bytes(word_file(merged, about, options.outline is None, speech, options.template))


def as_row(merged: Merged) -> Row:
    """Return the merged text as plain data: headings in order with what each unit says, what is left, who is silent."""
    chosen = merged.chosen
    return {
        "headings": [
            {
                "key": node.key, "number": node.number, "title": node.title, "level": node.level,
                "passages": [_passage(passage) for passage in merged.passages.get(node, ())],
                "absent": merged.absent(node).units, "above": merged.absent(node).above,
            }
            for node in merged.root.walk()
        ],
        "left": {kind: [_passage(passage) for passage in merged.left[kind]] for kind in LEFT_OVER},
        "reports": [
            {"unit": report.unit, "code": report.code, "date": report.date, "path": report.path}
            for report in chosen.reports
        ],
        "silent": chosen.silent,
        "replaced": [{"old": old, "new": new} for old, new in chosen.replaced],
    }  # fmt: skip


def _passage(passage: Passage) -> Row:
    report = passage.report
    pieces = [{"text": piece.text, "rows": piece.part.rows or None} for piece in passage.pieces]
    return {"unit": report.unit, "path": report.path, "titles": passage.titles, "pieces": pieces}


def _lines(merged: Merged, own_outline: bool, speech: Speech) -> Iterator[str]:
    """Yield the outline with who says how much under each heading, and who nothing."""
    chosen = merged.chosen
    yield speech("merge.intro", reports=len(chosen.reports), units=len(chosen.units))
    yield from remarks(chosen, own_outline, speech)
    for node in merged.root.walk():
        indent = "  " * (node.level - 1)
        told = [unit for unit in chosen.units if merged.said(node, unit)]
        yield f"{indent}{node.name}  [{len(told)}/{len(chosen.units)}]"
        yield from (f"{indent}    {remark}" for remark in absences(merged.absent(node), speech))
    for kind in LEFT_OVER:
        found = merged.left[kind]
        if found:
            yield f"{speech(f'merge.{kind}')}: {', '.join(dict.fromkeys(passage.report.unit for passage in found))}"
    yield speech("merge.how")


OUTLINE: Final = Argument("outline", "merge_outline", "file", ("--outline",), Path)
PLACE: Final = option("place", "merge_place", "place")
UNITS: Final = Argument("units", "merge_units", "file", ("--units",), units_in)
TEXT: Final = option("text", "merge_text", "words")
OUTPUT: Final = Argument("output", "merge_output", "file", ("-o", "--output"), Path)
TEMPLATE: Final = Argument("template", "merge_template", "file", ("--template",), Path)
COMMAND: Final = Command("merge", (ANY_DATABASE, JSON, OUTLINE, PERIOD, PLACE, UNITS, TEXT, TEMPLATE, OUTPUT), _merge)
