"""Matches and cells -> the words that people read of them: the evidence, the source, the standing."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from pipeline.corrections.telling import trace
from pipeline.forms.concepts import concepts, first_wording
from pipeline.forms.filling import Filled
from pipeline.forms.model import Adding, Candidate, Cell, Indicator, Match, Report, State
from pipeline.forms.nearest import Near
from pipeline.forms.reports import Standing
from pipeline.speech import Speech

_LONGEST: Final = 420
"""Letters of a sentence in a comment; the sheet of sources holds the whole."""


def number(value: Decimal) -> int | float:
    """Return a value as Excel holds it."""
    return int(value) if value == value.to_integral_value() else float(value)


def evidence_words(match: Match, speech: Speech) -> str:
    """Return the evidence of a match, the heaviest first: `kiểm tra (trong mệnh đề) +0,55; đơn vị tính +0,12`.

    Before it stands why a match that suits is proposed only.
    """
    pieces = sorted(match.evidence, key=lambda piece: -abs(piece[1]))
    told = "; ".join(f"{_piece(name, speech)} {_signed(weight, speech)}" for name, weight in pieces if weight)
    unsure = "; ".join(speech(f"unsure.{sign}") for sign in match.unsure)
    return f"{speech('table.unsure', signs=unsure)} {told}" if unsure else told


def _piece(name: str, speech: Speech) -> str:
    told, _, place = name.partition("@")
    if place:
        return f"{_wording(told)} ({speech(f'evidence.{place}')})"
    kind, _, concept = name.partition(":")
    return f"{speech(f'evidence.{kind}')}: {_wording(concept)}" if concept else speech(f"evidence.{kind}")


def _wording(name: str) -> str:
    return first_wording(name) if name in concepts() else name


def _signed(weight: float, speech: Speech) -> str:
    return ("+" if weight > 0 else "−") + speech.number(round(abs(weight), 2))


def source_words(candidate: Candidate, speech: Speech) -> str:
    """Return where a number stands: code, day, page, file."""
    report = candidate.report
    page = speech("table.page", page=candidate.page) if candidate.page else None
    day = speech.day(report.day.isoformat()) if report.day else None
    return ", ".join(filter(None, (report.code, day, page, report.path.rpartition("/")[2])))


def document_words(report: Report, speech: Speech, page: int | None = None) -> str:
    """Return a report as people name it: code, day, body, page; its file where it has neither code nor body."""
    day = speech.day(report.day.isoformat()) if report.day else None
    known = (report.code, day, report.issuer) if report.code or report.issuer else (report.path.rpartition("/")[2], day)
    return ", ".join(filter(None, (*known, speech("table.page", page=page) if page else None)))


def comment_words(matches: tuple[Match, ...], others: tuple[Match, ...], speech: Speech) -> str:
    """Return the comment of a cell: each sentence with its source, then the other candidates."""
    lines = [_quoted(match.candidate, speech) for match in matches]
    if others:
        lines.append(speech("table.others"))
        lines += [f"{match.candidate.written}: {_quoted(match.candidate, speech)}" for match in others]
    return "\n".join(lines)


def _quoted(candidate: Candidate, speech: Speech) -> str:
    sentence = " ".join(candidate.sentence.split())
    short = sentence if len(sentence) <= _LONGEST else sentence[: _LONGEST - 1] + "…"
    told = f"“{short}”\n({source_words(candidate, speech)})"
    return f"{told}\n{corrected_words(candidate, speech)}" if candidate.corrected else told


def corrected_words(candidate: Candidate, speech: Speech) -> str:
    """Return what a person corrected of a number, who and why: `“37” đã sửa thành 38 · Lê Lan, 01/12/2026: bản ký`."""
    return f"“{candidate.written}” {trace(candidate.corrected, speech)}" if candidate.corrected else ""


def indicator_words(indicator: Indicator) -> str:
    """Return an indicator with the head above it that its name needs, and its unit."""
    unit = f" ({indicator.unit})" if indicator.unit else ""
    head = f"{indicator.heads[-1]} · " if indicator.heads else ""
    return f"{head}{indicator.name}{unit}"


def why_not(near: Near, filled: Filled, speech: Speech) -> str:
    """Return why a number that comes near a cell is not in it."""
    other = "" if near.taken is None else indicator_words(filled.indicators[near.taken])
    return speech(f"table.near_{near.why}", other=other)


def why_empty(cell: Cell, standing: Standing, indicator: Indicator, speech: Speech) -> str:
    """Return why a cell of a unit holds no value."""
    reason = (
        "empty_doubt" if cell.state is State.DOUBT
        else "empty_no_report" if not standing.reports
        else "empty_parts" if not standing.whole and indicator.adding is Adding.FLOW
        else "empty_untold"
    )  # fmt: skip
    return speech(f"table.{reason}")
