"""Sets of communes' reports with their form and their table of truth: those of the sample archive, and the blind ones.

The blind ones (`tests/communes_blind`, `tests/blind_second`, `tests/blind_third`, `tests/blind_fourth`,
`tests/blind_fifth`, read their README) were scored before anybody who builds looked at them.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
BLIND_FOLDER: Final = ROOT / "tests" / "communes_blind"
SECOND_FOLDER: Final = ROOT / "tests" / "blind_second"
THIRD_FOLDER: Final = ROOT / "tests" / "blind_third"
FOURTH_FOLDER: Final = ROOT / "tests" / "blind_fourth"
FIFTH_FOLDER: Final = ROOT / "tests" / "blind_fifth"
PERIODS: Final = MappingProxyType({"2025-Q3": "quý III/2025", "2025-Q4": "quý IV/2025", "2026-Q3": "quý III/2026"})
_SOURCES: Final = ROOT / "scripts" / "corpus_sources"
INDICATORS: Final = _SOURCES / "bieu-xa.toml"
"""The indicators of the forms of the sample archive and of `tests/communes_blind`, in their order."""


@dataclass(frozen=True, slots=True)
class Communes:
    """An archive that holds units' reports, the table of truth of their cells, the empty form, and what it asks."""

    archive: Path
    truth: Path
    form: Path
    indicators: Path = INDICATORS
    province: str = "Phú Thọ"
    periods: Mapping[str, str] = field(default_factory=lambda: PERIODS)

    @property
    def scores(self) -> Path:
        """The table of the scorings of a blind set."""
        return self.truth.with_name("scores.tsv")

    def cells(self) -> list[dict[str, str]]:
        """Return the rows of the table of truth."""
        with self.truth.open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream, delimiter="\t"))


def _with_own_form(folder: Path) -> Communes:
    """Return the set of a folder whose `bieu.toml` names the indicators, the province and the periods asked for."""
    indicators = folder / "bieu.toml"
    asked = tomllib.loads(indicators.read_text(encoding="utf-8"))
    form, truth = folder / "bieu.xlsx", folder / "truth.tsv"
    return Communes(folder / "archive", truth, form, indicators, asked["province"], asked["periods"])


SAMPLE: Final = Communes(ROOT / "corpus", ROOT / "tests" / "communes.tsv", _SOURCES / "bieu-xa.xlsx")
BLIND: Final = Communes(BLIND_FOLDER / "archive", BLIND_FOLDER / "truth.tsv", BLIND_FOLDER / "bieu.xlsx")
SECOND: Final = _with_own_form(SECOND_FOLDER / "communes")
OFFICES: Final = _with_own_form(SECOND_FOLDER / "offices")
THIRD: Final = _with_own_form(THIRD_FOLDER / "communes")
THIRD_OFFICES: Final = _with_own_form(THIRD_FOLDER / "offices")
FOURTH: Final = _with_own_form(FOURTH_FOLDER / "communes")
FIFTH: Final = _with_own_form(FIFTH_FOLDER / "communes")
BLIND_SETS: Final = {
    "first": BLIND, "second": SECOND, "offices": OFFICES, "third": THIRD, "third-offices": THIRD_OFFICES,
    "fourth": FOURTH, "fifth": FIFTH,
}  # fmt: skip


def bare_name(unit: str) -> str:
    """Return the name of a unit without its class.

    >>> bare_name("Phường Phúc Yên"), bare_name("Xã Thổ Tang")
    ('Phúc Yên', 'Thổ Tang')
    """
    return re.sub(r"^(?:Xã|Phường) ", "", unit)


def is_commune(unit: str) -> bool:
    """Tell whether a unit of a set is a commune, named without its class, and no committee, department or union.

    >>> is_commune("Thổ Tang"), is_commune("Đảng ủy các cơ quan Đảng tỉnh"), is_commune("Hội Liên hiệp Phụ nữ tỉnh")
    (True, False, False)
    """
    return not unit.startswith(("Huyện ủy ", "Đảng ủy ", "Sở ", "Ban ", "Ủy ban ", "Hội "))
