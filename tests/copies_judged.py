"""How many pairs of `tests/copies.py` are judged rightly, a row a seed: `python -m tests.copies_judged 7 11`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from pipeline.run.store import connect
from tests.copies import pairs
from tests.test_groups import groups, judged, source_of, write_all


def main() -> None:
    """Print the pairs judged rightly, the copies missed and the documents joined wrongly."""
    print("seed\tright\tof\tmissed\twrong")
    for seed in map(int, sys.argv[1:] or ["7"]):
        told = pairs(seed)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            connection = connect(folder / "copies.db", create=True)
            write_all(connection, [source_of(file, folder) for pair in told for file in (pair.one, pair.other)])
            missed, wrong = judged(groups(connection), told)
            connection.close()
        print(seed, len(told) - len(missed) - len(wrong), len(told), len(missed), len(wrong), sep="\t", flush=True)


if __name__ == "__main__":
    main()
