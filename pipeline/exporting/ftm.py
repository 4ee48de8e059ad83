"""The archive as FollowTheMoney entities, a line of JSON each, as Aleph and its tools read them.

Document: what is held or cited, once; PublicBody: who issued it; Documentation: who issued what; UnknownLink: what
cites what, its relation as `role`, with the first sentence that says so. Ids come of those of the database and stay.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Final

from extractors.text.folding import fold
from pipeline.exporting.folder import whole_file
from pipeline.exporting.format import Format, Order, Written
from pipeline.graph.graph import Edge, Graph, Node, load_graph
from pipeline.rows import Row

_THINGS: Final = """
SELECT 'i' || i.id AS key, coalesce(d.issuer, i.issuer) AS issuer, coalesce(d.title, i.title) AS title, i.akn, d.path,
       d.text, d.author
FROM instruments i LEFT JOIN counted_documents d ON d.id = i.document_id
UNION ALL
SELECT 'd' || id, issuer, title, NULL, path, text, author FROM counted_documents WHERE instrument_id IS NULL"""
_COUNTRY: Final = "vn"
_LANGUAGE: Final = "vie"
_COUNTED: Final = {"Document": "documents", "PublicBody": "bodies", "UnknownLink": "citations"}


def _write(order: Order) -> Written:
    counts = dict.fromkeys(_COUNTED.values(), 0)
    with whole_file(order.output) as file, file.open("w", encoding="utf-8", newline="\n") as stream:
        for entity in _entities(order):
            stream.write(json.dumps(entity, ensure_ascii=False) + "\n")
            counted = _COUNTED.get(entity["schema"])
            if counted:
                counts[counted] += 1
    return Written((order.output,), counts)


def _entities(order: Order) -> Iterator[Row]:
    graph = load_graph(order.connection)
    nodes = {node.key: node for node in graph.nodes}
    bodies: set[str] = set()
    for row in order.connection.execute(f"{_THINGS} ORDER BY 1"):
        node = nodes.get(row["key"])
        if node is None:  # a page that cites nothing is in no graph
            node = Node(row["key"], row["title"] or row["path"], None, None, None, None, None, True)
        yield _document(node, dict(row))
        if row["issuer"]:
            yield from _issued(node, row["issuer"], bodies)
    yield from (_citation(graph, edge) for edge in graph.edges)


def _document(node: Node, row: Row) -> Row:
    return _entity(
        _id(node.key), "Document", fileName=row["path"] or node.label, name=node.label, title=row["title"],
        date=node.date, author=row["author"] or row["issuer"], country=_COUNTRY, language=_LANGUAGE,
        keywords=node.doc_type, summary=row["akn"], bodyText=row["text"],
    )  # fmt: skip


def _issued(node: Node, issuer: str, bodies: set[str]) -> Iterator[Row]:
    """Yield a body, the first time that it issued anything, and that it issued a document."""
    told = f"{fold(issuer)}|{node.place or ''}"
    body = _id("b" + hashlib.sha256(told.encode()).hexdigest()[:24])
    if body not in bodies:
        bodies.add(body)
        yield _entity(body, "PublicBody", name=issuer, country=_COUNTRY, address=node.place)
    link = _id(f"{node.key}-{body}")
    yield _entity(link, "Documentation", document=_id(node.key), entity=body, role="issuer", date=node.date)


def _citation(graph: Graph, edge: Edge) -> Row:
    citing, cited = (graph.nodes[end].key for end in (edge.source, edge.target))
    return _entity(
        _id(f"{citing}-{cited}-{edge.relation}"), "UnknownLink", subject=_id(citing), object=_id(cited),
        role=edge.relation, date=edge.date, summary=edge.sentence,
    )  # fmt: skip


def _id(key: str) -> str:
    return f"trichyeu-{key}"


def _entity(identity: str, schema: str, **values: str | None) -> Row:
    return {"id": identity, "schema": schema, "properties": {name: [value] for name, value in values.items() if value}}


FORMAT: Final = Format("ftm", _write, said="export.ftm")
