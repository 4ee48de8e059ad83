"""Accuracy on the gold set, against floors that rise freely and fall only on purpose (`make gate`)."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from extractors.model import Record
from pipeline.annotate import annotate
from pipeline.readers.ingest import read_source
from pipeline.serialise import plain, record_line
from tests.fresh import write_gold

ROOT = Path(__file__).resolve().parent.parent
FLOORS = Path(__file__).with_name("floors.toml")
LOCKED_LOG = Path(__file__).with_name("locked_scores.tsv")
LOGGED = (
    "citation", "citation+relation", "citation.issuer", "citation.title", "figure.value", "figure", "figure.link",
    "figure.indicator", "figure.modality", "figure.label", "boilerplate.chars", "metadata.date", "metadata.issuer",
    "metadata.place", "metadata.title",
)  # fmt: skip
"""The totals of the locked set that its log keeps."""


def shared_folder() -> Path:
    """Return the folder of shared material, which need not be there."""
    return Path(os.environ.get("TRICHYEU_SHARED", ROOT.parent / "shared"))


def records_of(folder: Path) -> list[Record]:
    """Extract every text of a gold folder, in the order of the names."""
    return [annotate(read_source(path, path.name)) for path in sorted(folder.glob("*.txt"))]


def gold_records(shared: Path) -> list[Record]:
    """Extract the texts of the gold set that the floors hold for."""
    return records_of(shared / "gold" / "dev")


def gold_scores(shared: Path, records: list[Record], errors: int = 0) -> dict[str, float]:
    """Score records against the gold set that the floors hold for."""
    return scores_of(shared, shared / "gold" / "dev", records, errors)


def scores_of(shared: Path, gold: Path, records: list[Record], errors: int = 0) -> dict[str, float]:
    """Score records with the shared scorer: F1 by task and accuracy by field, under one flat set of names."""
    with tempfile.TemporaryDirectory() as folder:
        predictions = Path(folder) / "records.jsonl"
        predictions.write_text("".join(record_line(r) + "\n" for r in records), encoding="utf-8")
        command = [sys.executable, str(shared / "score" / "score.py"), str(gold), str(predictions)]
        if errors:
            subprocess.run([*command, "--errors", str(errors)], check=True)
        answer = subprocess.run([*command, "--json"], check=True, capture_output=True, text=True).stdout
    found = json.loads(answer)
    return {k: v["f1"] for k, v in found["f1"].items()} | {k: v for k, v in found["accuracy"].items() if v is not None}


def fresh_scores(shared: Path) -> dict[str, float]:
    """Score the fresh texts, which nobody mends by; empty where the texts are not at hand."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return scores_of(shared, folder, records_of(folder)) if write_gold(shared / "fresh", folder) else {}


def locked_scores(shared: Path) -> dict[str, float]:
    """Score the set that nobody opens, for its totals alone; empty where it is not at hand."""
    folder = shared / "gold" / "locked"
    return scores_of(shared, folder, records_of(folder)) if folder.is_dir() else {}


def log_locked(scores: dict[str, float]) -> None:
    """Append a scoring of the locked set to its log, with the day and the commit that the code stands on."""
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True)
    told = [
        date.today().isoformat(),
        commit.stdout.strip() or "-",
        *(f"{scores.get(name, 0.0):.3f}" for name in LOGGED),
    ]
    known = (
        LOCKED_LOG.read_text(encoding="utf-8") if LOCKED_LOG.exists() else "\t".join(("day", "commit", *LOGGED)) + "\n"
    )
    LOCKED_LOG.write_text(known + "\t".join(told) + "\n", encoding="utf-8", newline="\n")


def below_floor(scores: dict[str, float], gold: str = "gold") -> list[str]:
    """Return a line for each score under its floor (in the table `gold`), over its ceiling or missing."""
    limits: dict[str, dict[str, float]] = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    under = [
        f"{name}: {scores.get(name, 0.0):.3f} < {floor:.3f}"
        for name, floor in limits[gold].items()
        if scores.get(name, 0) < floor
    ]
    over = [
        f"{name}: {scores.get(name, 1.0):.3f} >= {ceiling:.3f}"
        for name, ceiling in limits["ceilings"].items()
        if gold == "gold" and scores.get(name, 1) >= ceiling
    ]
    return under + over


@dataclass(frozen=True, slots=True)
class Values:
    """How many figures the gold states, how many of them were read with another value, and how many not at all."""

    stated: int
    wrong: int
    missed: int

    @property
    def wrong_share(self) -> float:
        """Return the share of the stated figures that were read wrong without a word."""
        return self.wrong / self.stated if self.stated else 0.0


def values_read(shared: Path, records: list[Record]) -> Values:
    """Compare the values of figures with those of the gold: one that overlaps with another value is wrong, none missed.

    A wrong value is worse than a missed one, which the F1 of the scorer does not tell apart.
    """
    stated = wrong = missed = 0
    for record in records:
        gold = json.loads((shared / "gold" / "dev" / f"{record.id}.json").read_text(encoding="utf-8"))
        for figure in gold.get("figures", []):
            told = _told(figure["value"], figure.get("value_max"), figure.get("of"))
            read = [
                _told(f.value, f.value_max, f.of)
                for f in record.figures
                if f.start < figure["end"] and figure["start"] < f.end
            ]
            stated += 1
            missed += not read
            wrong += bool(read) and told not in read
    return Values(stated, wrong, missed)


def _told(*parts: Decimal | float | None) -> tuple[float | None, ...]:
    return tuple(None if part is None else float(part) for part in parts)


def lonely_rules(records: list[Record]) -> dict[str, list[str]]:
    """Return the rules that fire in one document only, by document: few is better."""
    where: dict[str, set[str]] = defaultdict(set)
    for record in records:
        decided = (f"{name} {rule}" for f in record.figures for name, rule in plain(f.rules).items() if rule)
        related = (f"relation {c.relation_rule}" for c in record.citations if c.relation_rule)
        for rule in (*(f"form {c.rule}" for c in record.citations), *related, *decided):
            where[rule].add(record.id)
    lonely = defaultdict(list)
    for rule, documents in sorted(where.items()):
        if len(documents) == 1:
            lonely[documents.pop()].append(rule)
    return dict(lonely)


def main() -> int:
    """Print the scores, the lonely rules and what is under its floor; exit 1 when anything is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=shared_folder())
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    if not (options.shared / "gold" / "dev").is_dir():
        print("no gold set here: the floors on corpus/ are checked by make test")
        return 0
    records = gold_records(options.shared)
    scores = gold_scores(options.shared, records, options.errors)
    values = values_read(options.shared, records)
    scores["figure.wrong_value"] = values.wrong_share
    for name, value in scores.items():
        print(f"{name:24}{value:8.3f}")
    print(f"figures stated {values.stated}, read with a wrong value {values.wrong}, missed {values.missed}")
    second_folder = options.shared / "gold" / "second"
    second = scores_of(options.shared, second_folder, records_of(second_folder)) if second_folder.is_dir() else {}
    locked = locked_scores(options.shared)
    for title, found in (("second", second), ("fresh", fresh_scores(options.shared)), ("locked", locked)):
        print(f"{title}:" if found else f"{title}: not here, not scored")
        for name, value in found.items():
            print(f"  {name:22}{value:8.3f}")
    if locked:
        log_locked(locked)
    lonely = lonely_rules(records)
    print(f"rules that fire in one gold document only: {sum(map(len, lonely.values()))}")
    for document, rules in sorted(lonely.items()):
        print(f"  {document}: {', '.join(rules)}")
    failures = below_floor(scores) + (below_floor(second, "second") if second else [])
    print("\n".join(["under the floor:", *failures]) if failures else "every floor holds")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
