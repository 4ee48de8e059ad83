"""The Python API: what it gives is what the documents say, written by hand; what it refuses is one clear error."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import trichyeu
from pipeline.errors import ClassifiedDocument, EmptyFile, ReadError

CORPUS = Path(__file__).parent.parent / "corpus"
PLAN = CORPUS / "lao-cai" / "2022" / "kh-87-kh-tu-quan-triet-quy-che.txt"
SECRET = "TỈNH ỦY LÀO CAI\nBAN DÂN VẬN\n*\nMẬT\nSố 31-BC/BDVTU\n\nBÁO CÁO\n\nĐã mở 12 hội nghị."


def test_a_text_is_annotated() -> None:
    record = trichyeu.annotate("Thực hiện Chỉ thị số 05-CT/TW ngày 15/5/2016, toàn tỉnh mở 12 lớp cho 1.640 học viên.")
    (citation,) = record.citations
    assert (citation.code, citation.date) == ("05-CT/TW", date(2016, 5, 15))
    assert [figure.value for figure in record.figures] == [Decimal(12), Decimal(1640)]
    first = record.figures[0]
    assert record.source.text[first.start : first.end] == "12"


def test_a_file_is_read_and_annotated() -> None:
    record = trichyeu.annotate(trichyeu.read(PLAN))
    assert record.metadata.code == "87-KH/TU"
    assert record.source.format == "txt"
    assert json.loads(json.dumps(trichyeu.as_dict(record)))["metadata"]["code"] == "87-KH/TU"


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"khong-co\.docx"):
        trichyeu.read(tmp_path / "khong-co.docx")
    with pytest.raises(EmptyFile):
        trichyeu.annotate(" \n")


def test_a_classified_document_is_refused_in_text_and_file(tmp_path: Path) -> None:
    (tmp_path / "bc.txt").write_text(SECRET, encoding="utf-8")
    with pytest.raises(ClassifiedDocument) as told:
        trichyeu.read(tmp_path / "bc.txt")
    assert "hội nghị" not in str(told.value)
    with pytest.raises(ClassifiedDocument):
        trichyeu.annotate(SECRET)


def test_the_package_has_no_other_names() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        _ = trichyeu.nothing


def test_importing_the_package_loads_nothing_else() -> None:
    code = "import sys, trichyeu; print([name for name in sys.modules if name.startswith(('pipeline', 'spacy'))])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"
