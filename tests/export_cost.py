"""`python -m tests.export_cost [--documents N]`: what exporting an archive of many documents needs.

The rows of the sample archive are copied until there are a tenth of the documents, and until there are all; printed
are, of each format, its rows, the size of its folder, the time of the processor, and the most memory that its process
held: what stays the same with ten times the documents is what is held at once.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from pipeline.run.batch import run
from tests.viewer_cost import CORPUS, multiplied

FORMATS: Final = ("csv", "jsonl", "parquet")
EXPORT: Final = """
import json, re, sys, time
from pathlib import Path
from pipeline.cli import main
main(sys.argv[1:])
most = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
print(json.dumps({"seconds": time.process_time(), "megabytes": int(most[1]) / 1024}))
"""
"""The most memory is asked of the kernel: what `getrusage` tells counts the process that started this one."""


def measured(database: Path, name: str, folder: Path) -> str:
    """Export a database apart, and return the line that tells what it took."""
    words = ["export", "--format", name, "--db", str(database), "-o", str(folder), "--json"]
    command = [sys.executable, "-P", "-c", EXPORT, *words]
    told, used = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout.splitlines()
    rows, cost = sum(json.loads(told)["rows"].values()), json.loads(used)
    size = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
    return f"{rows:10} rows {size:8.1f} MB on disk {cost['seconds']:7.1f} s {cost['megabytes']:6.0f} MB held"


def main() -> None:
    """Print the cost of each format, of a tenth of the documents and of all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=20_000)
    wanted = parser.parse_args().documents
    with tempfile.TemporaryDirectory() as name:
        first, database = Path(name) / "first.db", Path(name) / "a.db"
        run(CORPUS, first, workers=2)
        for documents in (wanted // 10, wanted):
            shutil.copy(first, database)
            held = multiplied(database, documents)
            for form in FORMATS:
                print(f"{held:7} documents {form:8}{measured(database, form, Path(name) / form)}", flush=True)


if __name__ == "__main__":
    main()
