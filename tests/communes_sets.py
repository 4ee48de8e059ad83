"""Sets of communes' reports with their form and their table of truth: those of the sample archive, and the blind ones.

The blind ones (`tests/communes_blind`, read its README) are scored once and looked at by nobody who builds.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
BLIND_FOLDER: Final = ROOT / "tests" / "communes_blind"


@dataclass(frozen=True, slots=True)
class Communes:
    """An archive that holds communes' reports, the table of truth of their cells, and the empty form."""

    archive: Path
    truth: Path
    form: Path

    def cells(self) -> list[dict[str, str]]:
        """Return the rows of the table of truth."""
        with self.truth.open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream, delimiter="\t"))


_SOURCES: Final = ROOT / "scripts" / "corpus_sources"
SAMPLE: Final = Communes(ROOT / "corpus", ROOT / "tests" / "communes.tsv", _SOURCES / "bieu-xa.xlsx")
BLIND: Final = Communes(BLIND_FOLDER / "archive", BLIND_FOLDER / "truth.tsv", BLIND_FOLDER / "bieu.xlsx")
INDICATORS: Final = _SOURCES / "bieu-xa.toml"
"""The indicators of both forms, in their order."""


def bare_name(unit: str) -> str:
    """Return the name of a unit without its class.

    >>> bare_name("Phường Phúc Yên"), bare_name("Xã Thổ Tang")
    ('Phúc Yên', 'Thổ Tang')
    """
    return re.sub(r"^(?:Xã|Phường) ", "", unit)
