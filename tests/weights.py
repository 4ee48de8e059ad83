"""Fit the weights of the facts by which figures are linked, and tell how well they do on unseen sources.

    python -m tests.weights [--shared FOLDER] [--check]

The examples are the gold sets `dev` and `second` where they are at hand, `figure_sentences.tsv` and `linked.txt`.
Each figure is one decision among its candidates and none; the weights are those of a multinomial logistic regression,
kept small by a Gaussian prior, found by a fixed number of full steps: the same examples give the same weights.
`--check` only reports: five folds by source, each written document (`made-*`, `seed-*`) a source of its own.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from extractors.figures import find
from extractors.figures.draft import Draft
from extractors.figures.links import settle
from extractors.figures.links.adding import find_sums
from extractors.figures.links.candidates import Candidate, candidates
from extractors.figures.links.claims import claims_of
from extractors.figures.links.evidence import between, none_facts, pair_facts
from extractors.figures.links.history import history_facts
from extractors.figures.links.scene import Seen, look
from extractors.model import Role
from pipeline.annotate import annotate
from pipeline.readers.ingest import read_source
from tests.gate import shared_folder
from tests.linked import LinkedText, linked_texts

TESTS: Final = Path(__file__).parent
WEIGHTS: Final = Path(settle.__file__).with_name("weights.toml")
ROLES: Final = ("part", "share", "change", "attendees")
PRIOR: Final = 1.5
STEPS: Final = 300
RATE: Final = 0.1
LEAST_EXAMPLES: Final = 3
LEAST_WEIGHT: Final = 0.05
FOLDS: Final = 5
MARGINS: Final = {"none": 0.1, "sure": 1.0}
SHARES: Final = {"dev": (0.5, 0.7), "tsv": (1.0, 1.4), "second": (2.0, 0.7), "own": (1.0, 0.35)}
"""How much a decision counts by its set, once with what the rules say and once without.

The rules were written by `dev` and the sentences: what they say is right there more often than elsewhere, so there the
decisions without them count more. Links stand denser in the own texts than in documents.
"""

Fact = tuple[str, str]
"""Role, or `none`, and fact."""
Rows = list[list[Fact]]
Decision = tuple[Rows, int]


@dataclass(frozen=True, slots=True)
class Example:
    """A text whose links are known: for each draft its link or None; `unknown` are those that the gold set lacks."""

    name: str
    group: str
    drafts: list[Draft]
    scene: list[Seen]
    links: list[Candidate | None]
    unknown: frozenset[int]
    stated: int

    @property
    def source(self) -> str:
        """Return what must not stand on both sides of a fold."""
        return self.name if re.match(r"made-|seed-|tsv|own", self.name) else self.name.partition("-")[0]


def drafts_of(run: Any) -> list[Draft]:
    """Return the figures in the making as `link_figures` gets them while `run` reads a text."""
    seen: list[Draft] = []
    with patch.object(find, "link_figures", seen.extend):
        run()
    for draft in seen:
        draft.passage.drafts.append(draft)  # A text that has been read lets go of its drafts.
    return seen


def example(name: str, group: str, drafts: list[Draft], figures: Sequence[dict[str, Any]]) -> Example:
    """Return an example from annotated figures, which know their start, role and parent."""
    at = {figure["start"]: number for number, figure in enumerate(figures)}
    numbers = [at.get(draft.numeral.start) for draft in drafts]
    places = {number: index for index, number in enumerate(numbers) if number is not None}
    links: list[Candidate | None] = []
    unknown = set()
    for index, number in enumerate(numbers):
        figure = figures[number] if number is not None else {}
        parent = figure.get("of_figure") if figure.get("role") else None
        links.append(Candidate(places[parent], Role(figure["role"])) if parent in places else None)
        if number is None or (parent is not None and parent not in places):
            unknown.add(index)
    stated = sum(bool(figure.get("role")) and figure.get("of_figure") is not None for figure in figures)
    return Example(name, group, drafts, look(drafts, claims_of(drafts)), links, frozenset(unknown), stated)


def gold_examples(shared: Path) -> Iterator[Example]:
    """Yield the documents of the gold sets that are there to learn from."""
    for group in ("dev", "second"):
        for path in sorted((shared / "gold" / group).glob("*.txt")):
            figures = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["figures"]
            drafts = drafts_of(lambda path=path: annotate(read_source(path, path.name)))
            yield example(path.stem, group, drafts, figures)


def sentence_examples() -> Iterator[Example]:
    """Yield the sentences of `figure_sentences.tsv`."""
    lines = (TESTS / "figure_sentences.tsv").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(line for line in lines if line and not line.startswith("#")):
        text, _, told = line.partition("\t")
        wanted = [re.search(r"(part|share|change|attendees):(\d+)", figure) for figure in told.split("; ")]
        found = find.find_figures(text)
        if len(found) == len(wanted):
            figures = [
                {"start": f.start, "role": w[1] if w else None, "of_figure": int(w[2]) if w else None}
                for f, w in zip(found, wanted, strict=True)
            ]
            yield example(f"tsv-{number}", "tsv", drafts_of(lambda text=text: find.find_figures(text)), figures)


def own_example(number: int, linked: LinkedText) -> Example:
    """Return one of the texts of `linked.txt`: what is not marked has no link."""
    drafts = drafts_of(lambda: find.find_figures(linked.text))
    starts = [draft.numeral.start for draft in drafts]
    figures = []
    for start in starts:
        parent, role = linked.links.get(start, (None, None))
        known = parent is None or parent in starts
        figures.append(
            {"start": start, "role": role, "of_figure": starts.index(parent) if known and parent is not None else None}
        )
    return example(f"own-{number}", "own", drafts, figures)


def decisions(one: Example, *, with_rules: bool) -> list[Decision]:
    """Return each decision of an example: the facts of none and of every candidate, and which is right."""
    scene = one.scene if with_rules else [replace(seen, claim=None) for seen in one.scene]
    sums = find_sums(scene)
    found: list[Decision] = []
    for child in scene:
        options = candidates(scene, child.index, sums)
        right = one.links[child.index]
        if child.index in one.unknown or not options or (right is not None and right not in options):
            continue
        none = [("none", fact) for fact in none_facts(child) if with_rules or fact != "no rule"]
        recent = one.links[: child.index]
        told = zip(options, pair_facts(scene, child, options, sums), strict=True)
        rows = [none, *(_facts(scene, child, option, facts, recent) for option, facts in told)]
        found.append((rows, 0 if right is None else 1 + options.index(right)))
    return found


def _facts(
    scene: Sequence[Seen],
    child: Seen,
    option: Candidate,
    pair: Sequence[str],
    recent: Sequence[Candidate | None],
) -> list[Fact]:
    parent = scene[option.parent]
    total = parent.total if option.parent < child.index else parent.total_behind
    facts = ["always", *child.own, *total, *between(scene, child, option.parent), *pair]
    facts += history_facts(scene, child, option, recent)
    return [(option.role.value, fact) for fact in facts]


def weighed_decisions(one: Example) -> list[tuple[Decision, float]]:
    """Return the decisions of an example, with what the rules say and without, and how much each counts."""
    with_rules, without = SHARES[one.group]
    return [
        *((decision, with_rules) for decision in decisions(one, with_rules=True)),
        *((decision, without) for decision in decisions(one, with_rules=False)),
    ]


def fit(examples: Sequence[tuple[Decision, float]]) -> dict[Fact, float]:
    """Return the weight of each fact that stands in enough examples."""
    counts: dict[Fact, int] = defaultdict(int)
    for (rows, _), _ in examples:
        for fact in {fact for row in rows for fact in row}:
            counts[fact] += 1
    places = {fact: place for place, fact in enumerate(sorted(f for f, n in counts.items() if n >= LEAST_EXAMPLES))}
    columns, rows_of, starts, sizes, right, shares = [], [], [], [], [], []
    row_count = 0
    for (rows, answer), share in examples:
        starts.append(row_count)
        sizes.append(len(rows))
        right.append(row_count + answer)
        shares.append(share)
        for row in rows:
            known = [places[fact] for fact in row if fact in places]
            columns += known
            rows_of += [row_count] * len(known)
            row_count += 1
    weights = _descend(
        np.array(columns),
        np.array(rows_of),
        np.array(starts),
        np.array(sizes),
        np.array(right),
        np.array(shares),
        len(places),
    )
    return {fact: float(weights[place]) for fact, place in places.items()}


def _descend(
    columns: NDArray[np.int64],
    rows: NDArray[np.int64],
    starts: NDArray[np.int64],
    sizes: NDArray[np.int64],
    right: NDArray[np.int64],
    shares: NDArray[np.float64],
    width: int,
) -> NDArray[np.float64]:
    """Minimise the loss of the regression by Adam with all examples in each step."""
    owner = np.repeat(np.arange(len(starts)), sizes)
    count = len(owner)
    weights, mean, square = np.zeros(width), np.zeros(width), np.zeros(width)
    for step in range(1, STEPS + 1):
        scores = np.bincount(rows, weights=weights[columns], minlength=count)
        grown = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        slope = grown / np.add.reduceat(grown, starts)[owner]
        slope[right] -= 1
        slope *= shares[owner]
        gradient = np.bincount(columns, weights=slope[rows], minlength=width) + PRIOR * weights
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        rate = RATE if step < STEPS * 0.6 else RATE * 0.3
        weights = weights - rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights


def tables_of(weights: dict[Fact, float]) -> dict[str, dict[str, float]]:
    """Return the weights by role, the heaviest first, small ones left out."""
    tables: dict[str, dict[str, float]] = {}
    for role in (*ROLES, "none"):
        kept = {fact: round(weight, 2) for (of, fact), weight in weights.items() if of == role}
        kept = {fact: weight for fact, weight in kept.items() if abs(weight) >= LEAST_WEIGHT or fact == "always"}
        tables[role] = dict(sorted(kept.items(), key=lambda entry: (-entry[1], entry[0])))
        tables[role].setdefault("always", 0.0)
    return tables


def write_weights(tables: dict[str, dict[str, float]]) -> None:
    """Write `weights.toml`."""
    lines = [
        "# How much each fact speaks for a link in each role, or for none: written by `make weights`, read as a diff.",
        "# The largest sum wins if it beats none by `margin.none`; what leads by less than `margin.sure` is likely.",
        "",
        "[margin]",
        *(f"{name} = {value}" for name, value in MARGINS.items()),
    ]
    for role, table in tables.items():
        lines += ["", f"[{role}]", *(f'"{fact}" = {weight}' for fact, weight in table.items())]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


@dataclass(slots=True)
class Tally:
    """Links found, wrongly found, and stated in all."""

    right: int = 0
    wrong: int = 0
    stated: int = 0

    def line(self) -> str:
        """Return precision, recall and F1."""
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / max(1, self.stated)
        mean = 2 * precision * recall / max(1e-9, precision + recall)
        return f"P {precision:.3f}  R {recall:.3f}  F1 {mean:.3f}  ({self.right} right, {self.wrong} wrong)"


def tally(examples: Sequence[Example], tables: dict[str, dict[str, float]], into: dict[str, Tally]) -> None:
    """Count the links that the weights give, by set."""
    weights = {role: settle.Weights(tables[role.value]) for role in Role}
    with patch.multiple(settle, _WEIGHTS=weights, _NONE=settle.Weights(tables["none"])):
        for one in examples:
            count = into[one.group]
            count.stated += one.stated
            for index, choice in enumerate(settle.choose(one.scene)):
                if choice.link is not None:
                    right = choice.link == one.links[index]
                    count.right += right
                    count.wrong += not right


def folds_of(examples: Sequence[Example]) -> list[list[Example]]:
    """Part the gold documents into folds of about one size, the documents of a source together."""
    sources: dict[str, list[Example]] = defaultdict(list)
    for one in examples:
        sources[one.source].append(one)
    folds: list[list[Example]] = [[] for _ in range(FOLDS)]
    for _, documents in sorted(sources.items(), key=lambda entry: (-sum(len(d.drafts) for d in entry[1]), entry[0])):
        min(folds, key=lambda fold: sum(len(d.drafts) for d in fold)).extend(documents)
    return folds


def cross_validate(gold: Sequence[Example], others: Sequence[Example]) -> dict[str, Tally]:
    """Return what weights fitted on the other folds find in each."""
    into: dict[str, Tally] = defaultdict(Tally)
    folds = folds_of(gold)
    ready = {one.name: weighed_decisions(one) for one in (*gold, *others)}
    for left_out in folds:
        names = {one.name for one in left_out}
        kept = [decision for name, known in ready.items() if name not in names for decision in known]
        tally(left_out, tables_of(fit(kept)), into)
    return into


def main() -> int:
    """Report the folds; without `--check` fit on everything and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=shared_folder())
    parser.add_argument("--check", action="store_true", help="report the folds alone")
    parser.add_argument("--fit", action="store_true", help="write the weights alone")
    options = parser.parse_args()
    gold = list(gold_examples(options.shared))
    others = [*sentence_examples(), *(own_example(n, text) for n, text in enumerate(linked_texts()))]
    if not options.fit:
        for group, count in sorted(cross_validate(gold, others).items()):
            print(f"five folds, {group:8} {count.line()}")
    if not options.check:
        tables = tables_of(fit([d for one in (*gold, *others) for d in weighed_decisions(one)]))
        write_weights(tables)
        into: dict[str, Tally] = defaultdict(Tally)
        tally([*gold, *others], tables, into)
        for group, count in sorted(into.items()):
            print(f"fitted on,  {group:8} {count.line()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
