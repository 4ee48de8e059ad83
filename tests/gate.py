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
from pathlib import Path

from extractors.model import Record
from pipeline.annotate import annotate
from pipeline.ingest import read_source
from pipeline.serialise import record_line

ROOT = Path(__file__).resolve().parent.parent
FLOORS = Path(__file__).with_name("floors.toml")


def shared_folder() -> Path:
    """Return the folder of shared material, which need not be there."""
    return Path(os.environ.get("TRICHYEU_SHARED", ROOT.parent / "shared"))


def gold_records(shared: Path) -> list[Record]:
    """Extract every gold text, in the order of the names."""
    return [annotate(read_source(path, path.name)) for path in sorted((shared / "gold" / "dev").glob("*.txt"))]


def gold_scores(shared: Path, records: list[Record], errors: int = 0) -> dict[str, float]:
    """Score records with the shared scorer: F1 by task and accuracy by field, under one flat set of names."""
    with tempfile.TemporaryDirectory() as folder:
        predictions = Path(folder) / "records.jsonl"
        predictions.write_text("".join(record_line(r) + "\n" for r in records), encoding="utf-8")
        command = [sys.executable, str(shared / "score" / "score.py"), str(shared / "gold" / "dev"), str(predictions)]
        if errors:
            subprocess.run([*command, "--errors", str(errors)], check=True)
        answer = subprocess.run([*command, "--json"], check=True, capture_output=True, text=True).stdout
    found = json.loads(answer)
    return {k: v["f1"] for k, v in found["f1"].items()} | {k: v for k, v in found["accuracy"].items() if v is not None}


def below_floor(scores: dict[str, float]) -> list[str]:
    """Return a line for each score that is under its floor or missing."""
    floors: dict[str, float] = tomllib.loads(FLOORS.read_text(encoding="utf-8"))["gold"]
    return [
        f"{name}: {scores.get(name, 0.0):.3f} < {floor:.3f}"
        for name, floor in floors.items()
        if scores.get(name, 0) < floor
    ]


def lonely_rules(records: list[Record]) -> dict[str, list[str]]:
    """Return the rules that fire in one document only, by document: few is better."""
    where: dict[str, set[str]] = defaultdict(set)
    for record in records:
        for rule in (*(c.rule for c in record.citations), *(f.rule for f in record.figures)):
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
    for name, value in scores.items():
        print(f"{name:24}{value:8.3f}")
    lonely = lonely_rules(records)
    print(f"rules that fire in one gold document only: {sum(map(len, lonely.values()))}")
    for document, rules in sorted(lonely.items()):
        print(f"  {document}: {', '.join(rules)}")
    failures = below_floor(scores)
    print("\n".join(["under the floor:", *failures]) if failures else "every floor holds")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
