"""Attendance of the documents in scope -> a chart by period, where at least three periods of one length are told.

Of a digest of one period there is none: what its documents tell of other periods is told for comparison.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Final

from pipeline.charts.model import Chart, ChartKind, Series, Tone
from pipeline.digest.block import Section
from pipeline.digest.maker import Maker, section

_FEWEST_PERIODS: Final = 3
_MOST_PERIODS: Final = 12


def attendance(maker: Maker) -> list[Section]:
    """Return the chart of how many came to what was held, the periods of the most common length side by side."""
    if maker.scope.period is not None:
        return []
    lengths: dict[int, dict[tuple[str, str], float]] = defaultdict(lambda: defaultdict(float))
    for figure in maker.facts:
        if figure.role == "attendees" and figure.summing == "adds" and figure.period and figure.modality == "actual":
            start, end = map(date.fromisoformat, figure.period)
            lengths[round((end - start).days / 30)][figure.period] += figure.value
    several = max(lengths.values(), key=len, default={})
    if len(several) < _FEWEST_PERIODS:
        return []
    periods = sorted(several)[-_MOST_PERIODS:]
    labels = tuple(maker.time(period) for period in periods)
    values = tuple(several[period] for period in periods)
    alt = "; ".join(f"{label}: {maker.speech.number(value)}" for label, value in zip(labels, values, strict=True))
    series = Series(maker.speech("digest.attendees"), values, Tone.NOW)
    title = maker.speech("digest.attendance")
    chart = Chart(ChartKind.BARS, title, labels, (series,), alt, maker.speech("digest.unit_person"))
    return section(maker, "attendance", chart)
