"""Questions to the citation graph, and its files."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
import rustworkx as rx
from hypothesis import given
from hypothesis import strategies as st

from extractors.model import Metadata, Record, Relation
from pipeline.archive.resolve import resolve_archive
from pipeline.errors import QueryError, UsageError
from pipeline.graph import export, graph
from pipeline.graph.drawing import citation_map
from pipeline.questions.lineage import lineage
from pipeline.questions.missing import missing
from pipeline.questions.top import top
from pipeline.run.store import connect
from pipeline.run.write import write_record
from pipeline.speech import Speech
from tests.making import citing, record

VIETNAMESE = Speech("vi")


def directive(number: str, day: date, *cited: tuple[str, Relation], kind: str = "directive") -> Record:
    text = f"Số {number}-QC/TU. " + " ".join(f"Quy chế số {n}-QC/TU." for n, _ in cited)
    citations = tuple(
        citing(
            text, f"Quy chế số {n}-QC/TU", doc_type="Quy chế", number=n, symbol="QC/TU", code=f"{n}-QC/TU", relation=r
        )
        for n, r in cited
    )
    code = None if kind == "news" else f"{number}-QC/TU"
    metadata = Metadata(
        kind, "Quy chế", code, number if code else None, "QC/TU" if code else None, None, day, place="Lào Cai"
    )
    return record(f"qc-{number}.txt", text, metadata=metadata, citations=citations)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = connect(tmp_path / "test.db", create=True)
    for item in (
        directive("10", date(2021, 3, 1)),
        directive("20", date(2022, 5, 1), ("10", Relation.REPLACES), ("30", Relation.IMPLEMENTS)),
        directive("30", date(2021, 1, 5), ("40", Relation.LEGAL_BASIS)),
        directive("99", date(2023, 1, 5), ("10", Relation.IMPLEMENTS), ("20", Relation.REPEALS), kind="news"),
    ):
        write_record(connection, item, "test")
    resolve_archive(connection)
    yield connection
    connection.close()


def test_lineage_tells_status_and_who_did_it(database: sqlite3.Connection) -> None:
    answer = lineage(database, "10-QC/TU")
    assert answer["status"] == "replaced"
    assert [(act["relation"], act["other"], act["date"]) for act in answer["acts"]] == [
        ("replaces", "Quy chế số 20-QC/TU", "2022-05-01")
    ]


def test_status_is_of_its_day(database: sqlite3.Connection) -> None:
    assert lineage(database, "10-QC/TU", on="2022-01-01")["status"] == "in_force"
    assert lineage(database, "10-QC/TU", on="2022-12-31")["status"] == "replaced"


def test_what_the_press_tells_does_not_end_a_document(database: sqlite3.Connection) -> None:
    answer = lineage(database, "20-QC/TU")
    assert answer["status"] == "in_force"
    assert any(act["relation"] == "repeals" and not act["certain"] for act in answer["acts"])


def test_citing_after_the_end_is_warned_of(database: sqlite3.Connection) -> None:
    (late,) = lineage(database, "10-QC/TU")["late"]
    assert (late["document"], late["date"], late["ended"]) == ("qc-99", "2023-01-05", "2022-05-01")


def test_path_names_each_step(database: sqlite3.Connection) -> None:
    steps = graph.path(database, "qc-20", "40-QC/TU")
    assert [(s["citing"], s["cited"]) for s in steps] == [
        ("Quy chế số 20-QC/TU", "Quy chế số 30-QC/TU"), ("Quy chế số 30-QC/TU", "Quy chế số 40-QC/TU"),
    ]  # fmt: skip
    assert graph.path(database, "40-QC/TU", "qc-20") == steps, "either direction"


def test_unconnected_documents_have_no_path(database: sqlite3.Connection) -> None:
    assert graph.path(database, "qc-10", "40-QC/TU") == []


def test_missing_is_cited_and_not_held(database: sqlite3.Connection) -> None:
    assert [row["code"] for row in missing(database)] == ["40-QC/TU"]


def test_top_by_years(database: sqlite3.Connection) -> None:
    assert [row["code"] for row in top(database, (2023, 2023), None, None, 9)] == ["10-QC/TU", "20-QC/TU"]
    assert top(database, None, "ca mau", None, 9) == []


def test_unknown_instrument_is_said(database: sqlite3.Connection) -> None:
    with pytest.raises(QueryError, match="77-QC/TU"):
        lineage(database, "77-QC/TU")


@pytest.mark.parametrize("ending", ["graphml", "gexf", "svg"])
def test_xml_exports_parse_and_hold_every_node(database: sqlite3.Connection, tmp_path: Path, ending: str) -> None:
    made = export.export(database, tmp_path / f"g.{ending}", VIETNAMESE)
    text = (tmp_path / f"g.{ending}").read_text(encoding="utf-8")
    tags = {"graphml": "node", "gexf": "node", "svg": "title"}
    found = [e for e in ElementTree.fromstring(text).iter() if e.tag.endswith("}" + tags[ending])]
    own = 1 if ending == "svg" else 0
    assert len(found) - own == len(made.nodes) == 5
    if ending == "graphml":
        assert rx.read_graphml(str(tmp_path / "g.graphml"))[0].num_edges() == len(made.edges) == 5


def gexf(file: Path) -> tuple[dict[str, dict[str, object]], dict[tuple[str, str], dict[str, object]]]:
    """Return the attributes of nodes by label and of edges by their ends, as a reader types them."""
    graph_ = ElementTree.parse(file).getroot()[0]
    space = {"g": "http://gexf.net/1.3"}
    types: dict[str, object] = {"string": str, "integer": int, "boolean": {"true": True, "false": False}.__getitem__}
    declared = {
        (group.get("class"), one.get("id")): (str(one.get("title")), types[str(one.get("type"))])
        for group in graph_.findall("g:attributes", space)
        for one in group
    }

    def values(element: ElementTree.Element, owner: str) -> dict[str, object]:
        found = {}
        for one in element.findall("g:attvalues/g:attvalue", space):
            name, typed = declared[owner, one.get("for")]
            found[name] = typed(str(one.get("value")))  # type: ignore[operator]
        return found

    nodes = graph_.findall("g:nodes/g:node", space)
    labels = {node.get("id"): str(node.get("label")) for node in nodes}
    edges = graph_.findall("g:edges/g:edge", space)
    return (
        {str(node.get("label")): values(node, "node") for node in nodes},
        {(labels[edge.get("source")], labels[edge.get("target")]): values(edge, "edge") for edge in edges},
    )


def test_gephi_gets_relation_and_year_as_declared_attributes(database: sqlite3.Connection, tmp_path: Path) -> None:
    export.export(database, tmp_path / "g.gexf", VIETNAMESE)
    nodes, edges = gexf(tmp_path / "g.gexf")
    assert edges["Quy chế số 20-QC/TU", "Quy chế số 10-QC/TU"] == {
        "relation": "replaces", "date": "2022-05-01", "year": 2022, "times": 1,
    }  # fmt: skip
    assert edges["qc-99", "Quy chế số 10-QC/TU"]["year"] == 2023
    assert nodes["Quy chế số 10-QC/TU"] == {
        "type": "Quy chế", "code": "10-QC/TU", "date": "2021-03-01", "year": 2021, "place": "Lào Cai", "held": True,
    }  # fmt: skip
    assert nodes["Quy chế số 40-QC/TU"]["held"] is False and "year" not in nodes["Quy chế số 40-QC/TU"]


def test_json_and_dot_exports(database: sqlite3.Connection, tmp_path: Path) -> None:
    export.export(database, tmp_path / "g.json", VIETNAMESE, "qc-30")
    near = json.loads((tmp_path / "g.json").read_text(encoding="utf-8"))
    assert {node.get("code") for node in near["nodes"]} == {"20-QC/TU", "30-QC/TU", "40-QC/TU"}
    export.export(database, tmp_path / "g.dot", VIETNAMESE)
    assert (tmp_path / "g.dot").read_text(encoding="utf-8").count("->") == 5


def test_a_map_draws_the_best_linked_and_says_so(database: sqlite3.Connection) -> None:
    drawn = citation_map(graph.load_graph(database), VIETNAMESE, most=3)
    assert len(drawn.nodes) == 3 and "20-QC/TU" in {node.label for node in drawn.nodes}
    assert "3 văn bản có nhiều liên hệ nhất trong 5" in drawn.title
    assert {end for edge in drawn.edges for end in (edge.citing, edge.cited)} == {node.key for node in drawn.nodes}


def test_other_endings_are_refused(database: sqlite3.Connection, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="svg"):
        export.export(database, tmp_path / "g.xlsx", VIETNAMESE)


@given(edges=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30))
def test_closure_is_everything_reachable(edges: list[tuple[int, int]]) -> None:
    reached: set[int] = set()
    wave = {0}
    while wave:
        wave = {b for a, b in edges if a in wave} - reached
        reached |= wave
    assert graph.closure(graph.link_edges(10, edges), 0) - {0} == reached - {0}
