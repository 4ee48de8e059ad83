"""Reports written for a kind of wording (`table_kinds.toml`) -> what becomes of their cells.

`python -m tests.table_kinds` prints it.
"""

from __future__ import annotations

import html
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from pipeline.forms.asking import adding_of
from pipeline.forms.filling import fill
from pipeline.forms.model import Cell, Indicator, Span
from pipeline.forms.reports import reports_in
from pipeline.periods import read_period
from pipeline.run.batch import run
from pipeline.run.store import connect
from tests.table_scored import outcome, told

KINDS: Final = Path(__file__).with_suffix(".toml")
_MONTHS: Final = {"9 tháng": 9, "quý I/": 3, "quý II/": 6, "6 tháng": 6, "quý III/": 9, "quý IV/": 12, "năm ": 12}
_HEAD: Final = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Báo cáo</title></head><body>
<table><tr><td>{above}<br>{body}</td><td>{motto}</td></tr><tr><td>Số: {number}/BC</td>
<td>{place}, ngày 20 tháng {month} năm {year}</td></tr></table>
<p>BÁO CÁO</p><p>{title}</p>
"""


def reports() -> list[dict[str, Any]]:
    """Return the reports as they stand in the file."""
    blocks: list[dict[str, Any]] = tomllib.loads(KINDS.read_text(encoding="utf-8"))["report"]
    return blocks


def write_archive(folder: Path) -> None:
    """Write each report as a web page into a folder."""
    for number, report in enumerate(reports(), 1):
        (folder / f"bc-{number}.html").write_text(_page(report, number), encoding="utf-8")


def _page(report: dict[str, Any], number: int) -> str:
    unit = report["unit"]
    party = unit.startswith("Đảng ủy")
    commune = unit.startswith(("Xã", "Phường"))
    month = next(month for word, month in _MONTHS.items() if report["period"].startswith(word))
    lines = [
        _HEAD.format(
            above="ĐẢNG BỘ TỈNH" if party else "TỈNH QUẢNG AN",
            body=f"ỦY BAN NHÂN DÂN {unit.upper()}" if commune else unit.upper(),
            motto="ĐẢNG CỘNG SẢN VIỆT NAM" if party else "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            number=number + 30,
            place=unit.split(" ", 1)[1] if commune else "Quảng An",
            month=month,
            year=report["period"][-4:],
            title=report["title"],
        )
    ]
    for line in report["text"].strip().splitlines():
        lines.append(_table(report["rows"]) if line == "{table}" else f"<p>{html.escape(line)}</p>")
    return "\n".join([*lines, "</body></html>"])


def _table(rows: str) -> str:
    heads, *body = [[cell.strip() for cell in line.split("|")] for line in rows.strip().splitlines()]
    paths = [head.split(" > ") for head in heads]
    depth = max(map(len, paths))
    lines = []
    for level in range(depth):
        cells = []
        for path, group in groupby(paths, key=lambda path: path[: level + 1]):
            last = len(path) == level + 1 and path in paths
            if len(path) > level:
                size = f'colspan="{len(list(group))}" rowspan="{depth - level if last else 1}"'
                cells.append(f"<th {size}>{html.escape(path[level])}</th>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    lines += ["<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in body]
    return "<table border='1'>" + "".join(lines) + "</table>"


def filled_cells(database: Path) -> Iterator[tuple[dict[str, Any], Indicator, Decimal | None, Cell]]:
    """Yield for each cell of each report the report, the indicator, the truth, and the cell as it is filled."""
    with closing(connect(database)) as connection:
        held = reports_in(connection)
        for report in reports():
            period = read_period(report["period"])
            names = [(name, unit) for name, unit, _ in report["cells"]]
            indicators = [_indicator(name, unit) for name, unit in names]
            filled = fill(connection, indicators, [report["unit"]], held, Span(period.start, period.end))
            for at, (_, _, value) in enumerate(report["cells"]):
                yield report, indicators[at], Decimal(value) if value else None, filled.cells[0, at]


def _indicator(name: str, unit: str) -> Indicator:
    return Indicator(name, (), unit, adding_of(name, (), unit))


def main() -> int:
    """Print the figures of all reports, and each cell that is not as it should be."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive"
        archive.mkdir()
        write_archive(archive)
        run(archive, Path(folder) / "kinds.db", 1)
        found = [
            (report["kind"], report["unit"], indicator.name, truth, cell, outcome(truth, cell.state, cell.value))
            for report, indicator, truth, cell in filled_cells(Path(folder) / "kinds.db")
        ]
    for kind, unit, name, truth, cell, end in found:
        if end not in ("right", "left"):
            print(f"{end}: {unit}, {name}: {cell.value} ({cell.state}) for {truth} [{kind}]")
    print(told(end for *_, end in found))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
