"""An archive of short reports for tests of engines, and all rows of a database to compare."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

REPORT = """TỈNH ỦY LÀO CAI    ĐẢNG CỘNG SẢN VIỆT NAM
BAN DÂN VẬN
*    Lào Cai, ngày 12 tháng 7 năm 2022
Số {number}-BC/BDVTU

BÁO CÁO
kết quả công tác dân vận 6 tháng đầu năm 2022

Thực hiện Quy chế số 09-QC/TU ngày 15/3/2021 của Ban Thường vụ Tỉnh ủy, toàn tỉnh mở {number} hội nghị với 1.204 người \
dự. Căn cứ Báo cáo số 31-BC/BDVTU ngày 12/7/2022, đã giải quyết 45/60 vụ việc, đạt 75%.
"""
SECRET = "về việc riêng của đồng chí Hoàng Thị Bí Mật"
STAMPED = f"TỈNH ỦY LÀO CAI\nTỐI MẬT\nSố 77-BC/TU\n\nBÁO CÁO\n{SECRET}\n"


def put_archive(folder: Path, reports: int = 10) -> Path:
    """Write so many reports, a document with a stamp of secrecy, and an empty file; return the folder."""
    (folder / "2022").mkdir(parents=True)
    for number in range(31, 31 + reports):
        place = folder / "2022" if number % 2 else folder
        (place / f"bc-{number}.txt").write_text(REPORT.format(number=number), encoding="utf-8")
    (folder / "mat.txt").write_text(STAMPED, encoding="utf-8")
    (folder / "trong.txt").write_bytes(b"")
    return folder


def every_row(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables in the order that they were written in, but those that tell the time of a run."""
    with closing(sqlite3.connect(database)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        kept = [name for name in names if name != "runs" and not name.startswith(("sqlite_", "documents_fts_"))]
        found = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in kept}
        found["documents_fts"] = connection.execute("SELECT rowid, * FROM documents_fts").fetchall()
    assert found["documents"] and found["figure_rows"] and found["citations"]
    return found
