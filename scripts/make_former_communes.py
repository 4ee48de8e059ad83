"""underthesea's table of the mergers of 2025 -> extractors/values/former_communes.toml: which communes went into which.

python scripts/make_former_communes.py
"""

from __future__ import annotations

import json
from collections import defaultdict
from importlib import resources
from pathlib import Path
from typing import Final

TARGET: Final = Path(__file__).resolve().parent.parent / "extractors" / "values" / "former_communes.toml"
HEAD: Final = """\
# Communes, wards and towns up to 30 June 2025 (xã, phường, thị trấn), by the province and the unit that they went
# into; those that kept level and name are left out. Made by scripts/make_former_communes.py from vietnamadminunits
# 1.0.4 (MIT licence), as underthesea 9.5 (Apache License 2.0) carries it.
"""
LEVELS: Final = ("Thành phố ", "Tỉnh ", "Thị trấn ", "Đặc khu ", "Phường ", "Xã ")


def short(name: str) -> str:
    """Return the name of a unit without its level."""
    return next((name.removeprefix(level) for level in LEVELS if name.startswith(level)), name)


def main() -> None:
    """Write the table."""
    source = resources.files("underthesea.address").joinpath("data", "mapping.json")
    table: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in json.loads(source.read_text(encoding="utf-8"))["ward_mapping"]:
        if row["old_ward"] and row["new_ward"] and row["old_ward"] != row["new_ward"]:
            table[short(row["new_province"])][short(row["new_ward"])].add(row["old_ward"])
    lines = [HEAD]
    for province in sorted(table):
        lines.append(f'[[province]]\nname = "{province}"\n[province.into]')
        lines += [f'"{unit}" = "{", ".join(sorted(former))}"' for unit, former in sorted(table[province].items())]
        lines.append("")
    TARGET.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
