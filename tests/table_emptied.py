"""How often a cell is filled whose number the reports don't tell (`python -m tests.table_emptied`).

The tables of truth hold few cells that must stay empty. So each cell that is stated is emptied: every number of its
value is taken out of the unit's reports, all others stay, and whatever fills the cell then is false. Each set is scored
by itself: the communes of the sample archive that may be looked at, the opened sets, the forms of `tests/forms`.

`--leave-one-out` asks which of the signs of `pipeline.forms.trust` a set would choose: those that, over the other sets,
keep out at least as many false numbers as right ones; and prints what these do to the set itself.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Final
from unittest import mock

from pipeline.forms import evidence, matching
from pipeline.forms.candidates import candidates_of
from pipeline.forms.filling import FILLED, in_unit
from pipeline.forms.make import Made, make_table
from pipeline.forms.matching import Found
from pipeline.forms.model import Candidate, Indicator, Match, Span
from pipeline.forms.placing import place_asked
from pipeline.forms.reports import reports_in, standings
from pipeline.forms.trust import doubts_about
from pipeline.periods import read_period
from pipeline.run.batch import run
from pipeline.run.store import connect
from pipeline.speech import Speech
from tests.communes_sets import BLIND, FIFTH, FOURTH, OFFICES, SAMPLE, SECOND, THIRD, THIRD_OFFICES, bare_name
from tests.formfiles import FORMS, described, keys_of, truth_of, write_form
from tests.formfiles import SETS as FORM_SETS
from tests.table_scored import form_keys

SETS: Final = {
    "sample": SAMPLE, "first": BLIND, "second": SECOND, "offices": OFFICES, "third": THIRD,
    "third-offices": THIRD_OFFICES, "fourth": FOURTH, "fifth": FIFTH,
}  # fmt: skip
_FORMS: Final = "forms"


@dataclass(frozen=True, slots=True)
class Filling:
    """A number that would fill a cell: whether it is right, the signs that keep it out; None where nothing would."""

    right: bool
    stated: bool
    signs: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Asking:
    """One table: its database, period, form and place; by unit and indicator's number the truth of the cells judged."""

    database: Path
    period: str
    form: Path
    place: str | None
    truth: dict[tuple[str, int], Decimal | None]


def tables(name: str, folder: Path) -> Iterator[Asking]:
    """Yield the tables of a set."""
    if name == _FORMS:
        for form in FORM_SETS:
            told, keys = truth_of(form), keys_of(described(form))
            truth = {(unit, keys.index(key)): value for (unit, key), value in told.items() if key in keys}
            file = write_form(form, folder / f"{form}.xlsx")
            yield Asking(folder / f"{_FORMS}.db", described(form)["period"], file, None, truth)
        return
    communes = SETS[name]
    keys = list(dict.fromkeys(form_keys(communes)))
    for period, words in communes.periods.items():
        truth = {
            (one["commune"], keys.index(one["indicator"])): Decimal(one["value"]) if one["stated"] == "1" else None
            for one in communes.cells()
            if one["period"] == period and (communes is not SAMPLE or one["held_out"] == "0")
        }
        yield Asking(folder / f"{name}.db", words, communes.form, communes.province, truth)


def fillings(asking: Asking) -> Iterator[Filling]:
    """Yield what would fill each cell of a table, no sign looked at: first as it is, then emptied."""
    period = read_period(asking.period)
    asked = Span(period.start, period.end)
    with closing(connect(asking.database)) as connection:
        made: Made = make_table(connection, period, Speech("vi"), asking.form, asking.place)
        reports = reports_in(connection, place_asked(asking.place, asked))
        for unit, standing in zip(made.form.units, standings(made.form.units, reports, asked), strict=True):
            held = unit if asking.place is None else bare_name(unit)
            truth = {at: value for (name, at), value in asking.truth.items() if name == held}
            if standing.whole and truth:
                numbers = [one for report in standing.reports for one in candidates_of(connection, report, asked)]
                yield from _of_unit(made.form.indicators, numbers, asked, truth)


def _of_unit(
    indicators: Sequence[Indicator], numbers: Sequence[Candidate], asked: Span, truth: dict[int, Decimal | None]
) -> Iterator[Filling]:
    with _judged_once():
        for at, found in enumerate(matching.answers(indicators, numbers, asked)):
            value = truth[at]
            yield _filling(indicators[at], found, value)
            if value is None:
                continue
            left = [one for one in numbers if in_unit(one, indicators[at]) != value]
            if len(left) < len(numbers):
                yield _filling(indicators[at], matching.answers(indicators, left, asked)[at], None)


def _judged_once() -> mock._patch[Callable[[Indicator, Candidate, Span], Match | None]]:
    """Judge each pair once, however often a cell is emptied."""
    known: dict[tuple[int, int], Match | None] = {}
    judge = evidence.judge

    def once(indicator: Indicator, candidate: Candidate, asked: Span) -> Match | None:
        pair = (id(indicator), id(candidate))
        if pair not in known:
            known[pair] = judge(indicator, candidate, asked)
        return known[pair]

    return mock.patch.object(matching, "judge", once)


def _filling(indicator: Indicator, found: Found, truth: Decimal | None) -> Filling:
    match = found.match
    held_back = match is not None and bool(match.unsure)
    if match is None or not (found.state in FILLED or held_back):
        return Filling(False, truth is not None, None)
    signs = frozenset(doubts_about(indicator, replace(match, unsure=())))
    return Filling(in_unit(match.candidate, indicator) == truth, truth is not None, signs)


def chosen(others: Sequence[Filling]) -> frozenset[str]:
    """Return the signs that keep out at least as many false numbers as right ones, each asked about what is left."""
    left = [one for one in others if one.signs is not None]
    signs: set[str] = set()
    while True:
        gains = {
            sign: sum(1 if not one.right else -1 for one in left if one.signs and sign in one.signs)
            for sign in {sign for one in left for sign in one.signs or ()}
        }
        best = max(sorted(gains), key=lambda sign: gains[sign], default=None)
        if best is None or gains[best] < 0:
            return frozenset(signs)
        signs.add(best)
        left = [one for one in left if one.signs is not None and best not in one.signs]


def told(found: Sequence[Filling], signs: frozenset[str] | None = None) -> str:
    """Return the figures of a set where some signs keep numbers out, all of them where none are named."""
    filled = [one for one in found if one.signs is not None and not (one.signs if signs is None else one.signs & signs)]
    right = sum(one.right for one in filled)
    false, empty = sum(not one.stated for one in filled), sum(not one.stated for one in found)
    stated = sum(one.stated for one in found)
    wrong = sum(one.stated and not one.right for one in filled)
    parts = (("found", right, stated), ("wrong", wrong, stated), ("filled of the emptied and empty", false, empty))
    return ", ".join(f"{name} {one}/{of} = {one / of if of else 0:.3f}" for name, one, of in parts)


def main() -> int:
    """Print the figures of each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leave-one-out", action="store_true", help="choose the signs by the other sets")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archives = {**{name: one.archive for name, one in SETS.items()}, _FORMS: FORMS}
        found: dict[str, list[Filling]] = {}
        for name, archive in archives.items():
            run(archive, Path(folder) / f"{name}.db", 2)
            found[name] = [one for asking in tables(name, Path(folder)) for one in fillings(asking)]
    for name, own in found.items():
        print(f"{name}: no sign: {told(own, frozenset())}", f"{name}: all signs: {told(own)}", sep="\n")
        if options.leave_one_out:
            others = chosen([one for other, every in found.items() if other != name for one in every])
            print(f"{name}: chosen by the others: {told(own, others)} ({', '.join(sorted(others))})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
