"""Who cites whom by level: four documents made by hand, their citations counted by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from extractors.model import Metadata, Relation
from pipeline.archive.resolve import resolve_archive
from pipeline.cli import main
from pipeline.questions.matrix import matrix
from pipeline.run.store import close, connect
from pipeline.run.write import write_record
from tests.making import citing, record

LAW: dict[str, Any] = {
    "doc_type": "Chỉ thị",
    "number": "49",
    "symbol": "CT/TW",
    "code": "49-CT/TW",
    "date": date(2015, 10, 20),
}
RULE: dict[str, Any] = {
    "doc_type": "Quy chế",
    "number": "22",
    "symbol": "QC/TU",
    "code": "22-QC/TU",
    "date": date(2021, 6, 22),
}
LETTER: dict[str, Any] = {
    "doc_type": "Công văn", "number": "7", "symbol": "UBND", "code": "7/UBND", "date": date(2023, 3, 1),
    "issuer": "UBND xã Kim Lư",
}  # fmt: skip


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "a.db"
    connection = connect(path, create=True)
    province = "Thực hiện Chỉ thị 49-CT/TW, căn cứ Quy chế 22-QC/TU và Chỉ thị 49-CT/TW."
    commune = "Thực hiện Quy chế 22-QC/TU; Công văn 7/UBND."
    write_record(
        connection,
        record(
            "tinh.txt",
            province,
            metadata=Metadata(kind="directive", place="Bắc Kạn", issuer="Tỉnh ủy", date=date(2022, 1, 5)),
            citations=(
                citing(province, "49-CT/TW", relation=Relation.IMPLEMENTS, **LAW),
                citing(province, "22-QC/TU", relation=Relation.LEGAL_BASIS, issuer="Tỉnh ủy", **RULE),
                citing(province, "49-CT/TW", 1, relation=Relation.IMPLEMENTS, **LAW),
            ),
        ),
        "test",
    )
    write_record(
        connection,
        record(
            "xa.txt",
            commune,
            metadata=Metadata(
                kind="report", place="Bắc Kạn", district="Na Rì", commune="Kim Lư", date=date(2023, 6, 1)
            ),
            citations=(
                citing(commune, "22-QC/TU", relation=Relation.IMPLEMENTS, issuer="Tỉnh ủy", **RULE),
                citing(commune, "7/UBND", relation=Relation.MENTIONS, **LETTER),
            ),
        ),
        "test",
    )
    resolve_archive(connection)
    close(connection)
    yield path


def told(rows: list[Any]) -> dict[str, tuple[int, int, dict[str, int], dict[str, int]]]:
    """Return what is not zero of each level that has documents."""
    kept: dict[str, tuple[int, int, dict[str, int], dict[str, int]]] = {}
    for row in rows:
        parts = ({name: count for name, count in row[part].items() if count} for part in ("relations", "cited"))
        if row["documents"]:
            kept[row["level"]] = (row["documents"], row["citations"], *parts)
    return kept


def test_each_instrument_counts_once_a_document_and_relation(database: Path) -> None:
    with closing(connect(database)) as connection:
        assert told(matrix(connection)) == {
            "province": (1, 2, {"implements": 1, "legal_basis": 1}, {"central": 1, "province": 1}),
            "commune": (1, 2, {"implements": 1, "mentions": 1}, {"province": 1, "commune": 1}),
        }
        assert [row["level"] for row in matrix(connection)] == ["central", "province", "district", "commune"]
        assert list(told(matrix(connection, years=(2023, 2023)))) == ["commune"]
        assert told(matrix(connection, relation="legal_basis")) == {
            "province": (1, 1, {"legal_basis": 1}, {"province": 1})
        }
        assert matrix(connection, place="Hà Nội") == []


def test_the_matrix_is_shown_and_written(database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["matrix", "--db", str(database)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Theo quan hệ:"
    assert [line.split() for line in lines if line.startswith(("Tỉnh", "Cộng"))] == [
        ["Tỉnh", "1", "1", "1", "·"], ["Cộng", "2", "1", "2", "1"],
        ["Tỉnh", "1", "1", "1", "·"], ["Cộng", "2", "1", "2", "1"],
    ]  # fmt: skip
    assert main(["matrix", "--db", str(database), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[3]["level"] == "commune"
    assert main(["matrix", "--db", str(database), "-o", str(tmp_path / "a.xlsx"), "--lang", "en"]) == 0
    (sheet,) = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets
    heads = [cell.value for cell in sheet[1]]
    row = {head: cell.value for head, cell in zip(heads, sheet[3], strict=True)}
    assert (row["Citing level"], row["Documents"], row["implements"], row["Cites the centre"]) == ("Province", 1, 1, 1)
