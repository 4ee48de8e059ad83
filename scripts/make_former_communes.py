"""underthesea's table of the mergers of 2025 -> which communes went into which, and whose land those of today were.

The tables are extractors/values/former_communes.toml and former_lands.toml.

python scripts/make_former_communes.py
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from importlib import resources
from pathlib import Path
from typing import Any, Final

VALUES: Final = Path(__file__).resolve().parent.parent / "extractors" / "values"
HEAD: Final = """\
# Communes, wards and towns up to 30 June 2025 (xã, phường, thị trấn), by the province and the unit that they went
# into; those that kept level and name are left out. Made by scripts/make_former_communes.py from vietnamadminunits
# 1.0.4 (MIT licence), as underthesea 9.5 (Apache License 2.0) carries it.
"""
HEAD_OF_LANDS: Final = """\
# The land of each province and district up to 30 June 2025, as the communes, wards and zones since 1 July 2025 whose
# greater part it has become, by the former district; a unit made of two districts stands at both. Made by
# scripts/make_former_communes.py from vietnamadminunits 1.0.4 (MIT licence), as underthesea 9.5 (Apache License 2.0)
# carries it. Of a unit made of two provinces there, mostly by a slip, that with more of its communes counts.
"""
Rows = list[dict[str, Any]]
LEVELS: Final = ("Thành phố ", "Tỉnh ", "Thị trấn ", "Đặc khu ", "Phường ", "Xã ")


def short(name: str) -> str:
    """Return the name of a unit without its level."""
    return next((name.removeprefix(level) for level in LEVELS if name.startswith(level)), name)


def main() -> None:
    """Write the tables."""
    source = resources.files("underthesea.address").joinpath("data", "mapping.json")
    mapping = [row for row in json.loads(source.read_text(encoding="utf-8"))["ward_mapping"] if row["new_ward"]]
    (VALUES / "former_communes.toml").write_text(communes(mapping), encoding="utf-8")
    (VALUES / "former_lands.toml").write_text(lands(mapping), encoding="utf-8")


def communes(mapping: Rows) -> str:
    """Return the table of which communes went into which."""
    table: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in mapping:
        if row["old_ward"] and row["old_ward"] != row["new_ward"]:
            table[short(row["new_province"])][short(row["new_ward"])].add(row["old_ward"])
    lines = [HEAD]
    for province in sorted(table):
        lines.append(f'[[province]]\nname = "{province}"\n[province.into]')
        lines += [f'"{unit}" = "{", ".join(sorted(former))}"' for unit, former in sorted(table[province].items())]
        lines.append("")
    return "\n".join(lines)


def lands(mapping: Rows) -> str:
    """Return the table of which units of today lie in which district of before."""
    made_of: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in mapping:
        made_of[row["new_province"], row["new_ward"]][row["old_province"]] += 1
    table: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in mapping:
        if row["old_province"] == made_of[row["new_province"], row["new_ward"]].most_common(1)[0][0]:
            district = re.sub(r"^(Thành phố|Thị xã) (?:Thành Phố|Thị Xã) ", r"\1 ", row["old_district"])
            table[short(row["old_province"])][district].add(row["new_ward"])
    lines = [HEAD_OF_LANDS]
    for province in sorted(table):
        lines.append(f'[[province]]\nname = "{province}"\n[province.districts]')
        lines += [f'"{name}" = "{", ".join(sorted(units))}"' for name, units in sorted(table[province].items())]
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
