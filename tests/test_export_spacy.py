"""`export --format spacy`: what is read back is what the database holds, and what the pipeline finds in the text."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

import trichyeu
from extractors.components import GROUPS
from pipeline.cli import main


@pytest.fixture(scope="module")
def nlp() -> Language:
    return trichyeu.load()


@pytest.fixture(scope="module")
def docs(sample_archive: Path, tmp_path_factory: pytest.TempPathFactory, nlp: Language) -> list[Doc]:
    file = tmp_path_factory.mktemp("spacy") / "archive.spacy"
    assert main(["export", "--format", "spacy", "-o", str(file), "--db", str(sample_archive)]) == 0
    return list(DocBin().from_disk(file).get_docs(nlp.vocab))


def rows(database: Path, sql: str, *values: object) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(sql, values)]


def told(kind: str, span: Span) -> dict[str, Any]:
    values: dict[str, Any] = getattr(span._, kind)
    return values


def test_texts_are_those_of_the_archive(docs: list[Doc], sample_archive: Path) -> None:
    held = rows(sample_archive, "SELECT path, text FROM counted_documents ORDER BY path")
    assert [(doc._.document["path"], doc.text) for doc in docs] == [(row["path"], row["text"]) for row in held]


@pytest.mark.parametrize(("kind", "label"), [("figure", "indicator"), ("citation", "relation")])
def test_spans_labels_offsets_and_values_are_those_of_the_rows(
    docs: list[Doc], sample_archive: Path, kind: str, label: str
) -> None:
    sql = f"SELECT * FROM {GROUPS[kind]} WHERE document_id = ? ORDER BY ord"
    expanded = 0
    for doc in docs:
        held = rows(sample_archive, sql, doc._.document["id"])
        spans = list(doc.spans[GROUPS[kind]])
        assert [span.label_ for span in spans] == [row[label] for row in held]
        for span, row in zip(spans, held, strict=True):
            values = told(kind, span)
            exact = (span.start_char, span.end_char) == (row["start"], row["end"])
            expanded += not exact
            assert (values["start"], values["end"], values["text"]) == (row["start"], row["end"], row["text"])
            assert doc.text[values["start"] : values["end"]] == row["text"] and row["text"] in span.text
            assert span._.rule == row["rule"]
            if kind == "figure":
                assert Decimal(values["value"]) == Decimal(str(row["value"]))
            same = {name for name, value in row.items() if name in values and values[name] == value}
            assert set(row) - same <= {"document_id", "value", "value_max", "of", "evidence"}
    assert expanded <= 1


def test_what_the_pipeline_finds_in_the_same_text_is_the_same(docs: list[Doc], nlp: Language) -> None:
    """A text file has no structure of its own, so that the text tells all."""
    plain = [doc for doc in docs if doc._.document["format"] == "txt"][:3]
    assert len(plain) == 3
    for doc in plain:
        again = nlp(doc.text)
        for kind, key in GROUPS.items():
            stored, found = list(doc.spans[key]), list(again.spans[key])
            assert [(s.start_char, s.end_char, s.label_) for s in stored] == [
                (s.start_char, s.end_char, s.label_) for s in found
            ]
            for one, other in zip(stored, found, strict=True):
                here, there = told(kind, one), told(kind, other)
                assert {k: here[k] for k in there if k in here} == {k: v for k, v in there.items() if k in here}
                assert set(there) - set(here) <= {"link", "antecedents"}


def test_a_classified_document_is_not_written(sample_archive: Path, tmp_path: Path, nlp: Language) -> None:
    shutil.copy(sample_archive, tmp_path / "a.db")
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection, connection:
        connection.execute("UPDATE documents SET classified = 'mật' WHERE code = '268-BC/BDVTU'")
    assert main(["export", "--format", "spacy", "-o", str(tmp_path / "a.spacy"), "--db", str(tmp_path / "a.db")]) == 0
    written = [doc._.document["code"] for doc in DocBin().from_disk(tmp_path / "a.spacy").get_docs(nlp.vocab)]
    assert len(written) > 50 and "268-BC/BDVTU" not in written


def test_a_table_cannot_be_asked_for(tmp_path: Path, sample_archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["export", "--format", "spacy", "-o", str(tmp_path / "a.spacy"), "--only", "tasks"]
    assert main([*words, "--db", str(sample_archive)]) == 2
    assert "spacy" in capsys.readouterr().err and not (tmp_path / "a.spacy").exists()
