"""Every document of the sample archive against what its writer meant (scripts/corpus_sources/expected.toml)."""

from __future__ import annotations

import json
import sqlite3
import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractors.model import Citation, Figure, Record
from pipeline.archive.disagreements import KIND

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
EXPECTED = tomllib.loads((ROOT / "scripts" / "corpus_sources" / "expected.toml").read_text(encoding="utf-8"))
DOCUMENTS: list[dict[str, Any]] = [document for document in EXPECTED["document"] if "classified" not in document]
CLASSIFIED: list[str] = [document["file"] for document in EXPECTED["document"] if "classified" in document]
CONTRADICTIONS: list[dict[str, Any]] = EXPECTED["contradiction"]
_METADATA = ("kind", "doc_type", "code", "date", "issuer", "place", "title", "author", "period")


@cache
def read_record(file: str) -> Record:
    from pipeline.annotate import annotate
    from pipeline.readers.ingest import read_source

    return annotate(read_source(CORPUS / file, file))


def written(value: object) -> object:
    """Return a field's value as expected.toml writes it."""
    return value.isoformat() if isinstance(value, date) else value


def citation_fits(citation: Citation, fact: dict[str, Any]) -> bool:
    """Tell whether the citation has every field of the fact; its text may be broken over two lines."""
    found = {field: written(getattr(citation, field)) for field in fact}
    if "text" in found:
        found["text"] = " ".join(citation.text.split())
    return found == fact


def figure_fits(figure: Figure, fact: dict[str, Any], figures: tuple[Figure, ...]) -> bool:
    for field, value in fact.items():
        if field == "of_text":
            found: object = figures[figure.of_figure].text if figure.of_figure is not None else None
        else:
            found = getattr(figure, field)
        if isinstance(found, Decimal):
            value = Decimal(str(value))
        if found != value:
            return False
    return True


def near(record: Record, kind: str, fact: dict[str, Any]) -> str:
    """Return what the record has under the same code or text, for the reader of a failure."""
    items: tuple[Citation, ...] | tuple[Figure, ...] = record.citations if kind == "citations" else record.figures
    key = "code" if "code" in fact else "text"
    return "\n".join(str(item) for item in items if getattr(item, key) == fact[key]) or "none such"


def cases(kind: str) -> list[Any]:
    """Return one test case for each fact; one with a `miss` must fail, and says why."""
    rows = []
    for document in DOCUMENTS:
        for fact in document.get(kind, []):
            open_fact = dict(fact) if isinstance(fact, dict) else {}
            miss = open_fact.pop("miss", None)
            label = " ".join(f"{k}={v}" for k, v in open_fact.items()) or fact
            marks = [pytest.mark.xfail(reason=miss, strict=True)] if miss else []
            name = f"{Path(document['file']).stem}: {label}"
            stated = open_fact["text"] if kind == "absent" and open_fact else open_fact or fact
            rows.append(pytest.param(document["file"], stated, id=name, marks=marks))
    return rows


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document["file"])
def test_metadata(document: dict[str, Any]) -> None:
    metadata = read_record(document["file"]).metadata
    found: dict[str, object] = {field: written(getattr(metadata, field)) for field in _METADATA if field in document}
    if "period" in found:
        period = metadata.period
        found["period"] = [period.start.isoformat(), period.end.isoformat()] if period else None
    assert found == {field: document[field] for field in _METADATA if field in document}


@pytest.mark.parametrize(("file", "fact"), cases("citations"))
def test_citation(file: str, fact: dict[str, Any]) -> None:
    record = read_record(file)
    assert any(citation_fits(citation, fact) for citation in record.citations), near(record, "citations", fact)


@pytest.mark.parametrize(("file", "fact"), cases("figures"))
def test_figure(file: str, fact: dict[str, Any]) -> None:
    record = read_record(file)
    fits = (figure_fits(figure, fact, record.figures) for figure in record.figures)
    assert any(fits), near(record, "figures", fact)


@pytest.mark.parametrize(("file", "fact"), cases("ratings"))
def test_rating(file: str, fact: dict[str, Any]) -> None:
    counts = {label: Decimal(count) for label, count in fact["counts"].items()}
    found = [rating for rating in read_record(file).ratings if dict(rating.counts) == counts]
    assert found, read_record(file).ratings
    assert "total" not in fact or any(rating.total == fact["total"] for rating in found)


@pytest.mark.parametrize(("file", "phrase"), cases("absent"))
def test_absent(file: str, phrase: str) -> None:
    """Furniture of a page, phone numbers and deadlines yield nothing."""
    record = read_record(file)
    start = record.source.text.find(phrase)
    hits = []
    while start >= 0:
        end = start + len(phrase)
        items: tuple[Citation | Figure, ...] = (*record.citations, *record.figures)
        hits += [item.text for item in items if item.start < end and start < item.end]
        start = record.source.text.find(phrase, end)
    assert hits == []


@pytest.mark.parametrize(("file", "phrase"), cases("unread"))
def test_unread(file: str, phrase: str) -> None:
    assert phrase not in read_record(file).source.text


@pytest.mark.parametrize(("file", "fact"), cases("problems"))
def test_problem(file: str, fact: dict[str, Any]) -> None:
    """A doubt is told where it stands, and the text keeps what was written."""
    record = read_record(file)
    placed = [problem for problem in record.problems if problem.start is not None and problem.end is not None]
    shown = [problem for problem in placed if fact["at"] in record.source.text[problem.start : problem.end]]
    assert fact["at"] in record.source.text
    assert shown, record.problems
    assert "kind" not in fact or fact["kind"] in {problem.kind for problem in shown}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document["file"])
def test_no_false_alarm(document: dict[str, Any]) -> None:
    """The arithmetic of the archive is right but where expected.toml says that it is not."""
    from extractors.figures.checks import check_figures

    record = read_record(document["file"])
    text = record.source.text
    meant = [fact["at"] for fact in document.get("problems", [])]
    found = check_figures(text, record.figures, record.ratings)
    assert [p.message for p in found if not any(at in text[p.start : p.end] for at in meant)] == []


@pytest.mark.parametrize("file", CLASSIFIED)
def test_classified_stays_out(file: str) -> None:
    """The stamp is enough, and the error tells no more than the file's name."""
    from pipeline.errors import ClassifiedDocument

    with pytest.raises(ClassifiedDocument) as caught:
        read_record(file)
    assert "Nậm Sin" not in str(caught.value)


@pytest.mark.parametrize("row", [c for c in CONTRADICTIONS if "sides" in c], ids=lambda row: row["about"])
def test_both_sides_are_kept(row: dict[str, Any]) -> None:
    for side in row["sides"]:
        record = read_record(side["file"])
        if "citation" in side:
            assert any(citation_fits(citation, side["citation"]) for citation in record.citations)
        else:
            assert any(figure_fits(figure, side["figure"], record.figures) for figure in record.figures)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """The whole archive in a database, resolved."""
    from pipeline.archive.resolve import resolve_archive
    from pipeline.run.store import connect
    from pipeline.run.write import write_record

    connection = connect(tmp_path_factory.mktemp("archive") / "corpus.db", create=True)
    for document in DOCUMENTS:
        write_record(connection, read_record(document["file"]), "test")
    resolve_archive(connection)
    yield connection
    connection.close()


def instruments(connection: sqlite3.Connection, code: str) -> list[sqlite3.Row]:
    return connection.execute("SELECT * FROM instruments WHERE code = ?", (code,)).fetchall()


@pytest.mark.parametrize("row", [c for c in CONTRADICTIONS if "conflict" in c], ids=lambda row: row["about"])
def test_conflict_is_told(archive: sqlite3.Connection, row: dict[str, Any]) -> None:
    """One instrument, two readings, one problem that shows both."""
    fact = row["conflict"]
    (identity,) = (i["id"] for i in instruments(archive, fact["code"]) if i["jurisdiction"] == fact["place"])
    query = "SELECT message FROM problems WHERE instrument_id = ? AND kind = ?"
    messages = [told["message"] for told in archive.execute(query, (identity, fact["kind"]))]
    assert any(all(value in message for value in fact["says"]) for message in messages), messages


def test_no_other_conflict_is_told(archive: sqlite3.Connection) -> None:
    query = "SELECT p.kind, i.code, p.message FROM problems p JOIN instruments i ON i.id = p.instrument_id"
    meant = {(c["conflict"]["kind"], c["conflict"]["code"]) for c in CONTRADICTIONS if "conflict" in c}
    assert [told["message"] for told in archive.execute(query) if (told["kind"], told["code"]) not in meant] == []


def test_disagreement_on_a_figure_is_told_and_no_other(archive: sqlite3.Connection) -> None:
    told = [json.loads(row["sides"]) for row in archive.execute("SELECT sides FROM problems WHERE kind = ?", (KIND,))]
    found = [{(side["value"], *side["documents"]) for side in sides} for sides in told]
    meant = [c["sides"] for c in CONTRADICTIONS if all("figure" in side for side in c.get("sides", [{}]))]
    assert found == [
        {(f"{s['figure']['text']} {s['figure']['unit']}", Path(s["file"]).stem) for s in sides} for sides in meant
    ]


@pytest.mark.parametrize("row", [c for c in CONTRADICTIONS if "instruments" in c], ids=lambda row: row["about"])
def test_jurisdictions_stay_apart(archive: sqlite3.Connection, row: dict[str, Any]) -> None:
    fact = row["instruments"]
    assert sorted(i["jurisdiction"] for i in instruments(archive, fact["code"])) == fact["places"]


@pytest.mark.parametrize("row", [c for c in CONTRADICTIONS if "held" in c], ids=lambda row: row["about"])
def test_former_province_is_found(archive: sqlite3.Connection, row: dict[str, Any]) -> None:
    fact = row["held"]
    query = (
        "SELECT count(*) AS n FROM citations c JOIN documents d ON d.id = c.document_id"
        " JOIN instruments i ON i.id = c.instrument_id JOIN documents h ON h.id = i.document_id"
        " WHERE i.code = ? AND d.path = ? AND h.path = ?"
    )
    (found,) = archive.execute(query, (fact["code"], fact["cited_by"], fact["file"]))
    assert found["n"] >= 1
