"""Documents in scope -> the lines at the head of a digest: who made them, when, of which time, on what basis."""

from __future__ import annotations

from collections import Counter
from typing import Final

from pipeline.digest.block import Fact
from pipeline.digest.maker import Maker
from pipeline.rows import Row
from pipeline.speech import Speech

_MOST_NAMES: Final = 3
_MOST_KINDS: Final = 6
_BASIS: Final = """
SELECT c.document_id, c.ord, c.start, i.id, i.name, i.date FROM citations c
JOIN instruments i ON i.id = c.instrument_id
WHERE c.document_id IN ({ids}) AND c.relation IN ('legal_basis', 'implements')"""
_FILES: Final = "SELECT path, role FROM documents WHERE present = 1 AND group_id IN ({ids}) ORDER BY path"
_FACTS: Final = """
SELECT count(DISTINCT coalesce(fact_id, document_id || ':' || ord)) AS n FROM figure_rows
WHERE document_id IN ({ids})"""


def head(maker: Maker) -> tuple[Fact, ...]:
    """Return the lines of the head, those without words left out."""
    lines = _of_document(maker, maker.documents[0]) if maker.scope.kind == "document" else _of_documents(maker)
    return tuple(Fact(maker.speech(f"digest.{name}"), maker.mask(text)) for name, text in lines.items() if text)


def _of_document(maker: Maker, row: Row) -> dict[str, str | None]:
    speech = maker.speech
    signer = ", ".join(filter(None, (row["signer"], row["signer_title"])))
    files = [f"{file['path']} ({speech('file_role.' + file['role'])})" for file in maker.rows(_FILES)]
    return {
        "title": " ".join(filter(None, (row["doc_type"], row["title"]))) or None,
        "code": row["code"], "date": speech.written(row), "issuer": row["issuer"] or row["author"],
        "place": ", ".join(filter(None, (row["commune"], row["district"], row["place"]))),
        "period": _time(maker, row["period_start"], row["period_end"]), "signer": signer or None,
        "basis": _basis(maker), "files": "; ".join(files) or None,
    }  # fmt: skip


def _of_documents(maker: Maker) -> dict[str, str | None]:
    speech = maker.speech
    days = sorted(row["date"] for row in maker.documents if row["date"])
    kinds = Counter(row["doc_type"] or speech(f"digest.kind_{row['kind']}") for row in maker.documents)
    named = ", ".join(f"{count} {kind[:1].lower()}{kind[1:]}" for kind, count in kinds.most_common(_MOST_KINDS))
    if len(kinds) > 1:
        named = f"{speech('digest.scope', documents=speech.number(len(maker.documents)))} ({named})"
    key = "digest.days" if len(set(days)) > 1 else "digest.one_day"
    span = speech(key, first=speech.day(days[0]), last=speech.day(days[-1])) if days else None
    bodies = Counter(_body(row) for row in maker.documents if row["issuer"])
    facts = maker.rows(_FACTS)[0]["n"] if maker.scope.spans is None else len(maker.facts)
    told = speech("digest.facts", count=speech.number(facts))
    return {
        "documents": "; ".join(filter(None, (", ".join(filter(None, (named, span))), told))),
        "issuer": _listed(maker, bodies, "more_bodies"), "basis": _basis(maker),
        "replaced": "; ".join(maker.name(row["id"]) for row in maker.scope.replaced) or None,
    }  # fmt: skip


def _body(row: Row) -> str:
    place = row["commune"] or row["district"] or row["place"] or ""
    return f"{row['issuer']}" if place.lower() in row["issuer"].lower() else f"{row['issuer']} ({place})"


def _listed(maker: Maker, names: Counter[str], more: str = "more_documents_named") -> str | None:
    shown = [name for name, _ in names.most_common(_MOST_NAMES)]
    rest = len(names) - len(shown)
    if rest > 0:
        shown.append(maker.speech(f"digest.{more}", count=rest))
    return "; ".join(shown) or None


def _basis(maker: Maker) -> str | None:
    """Return the instruments that the documents rest on, those of most documents first."""
    cited: dict[int, list[Row]] = {}
    for row in maker.rows(_BASIS):
        cited.setdefault(row["id"], []).append(row)
    documents = {one: {row["document_id"] for row in rows} for one, rows in cited.items()}
    order = sorted(
        cited, key=lambda one: (-len(documents[one]), min(documents[one]), min(row["ord"] for row in cited[one]))
    )
    return _listed(maker, Counter({_dated(cited[one][0], maker.speech): len(documents[one]) for one in order}))


def _dated(row: Row, speech: Speech) -> str:
    return f"{row['name']} ({speech.day(row['date'])})" if row["date"] else str(row["name"])


def _time(maker: Maker, start: str | None, end: str | None) -> str | None:
    return maker.time((start, end)) if start and end else None


def is_party(maker: Maker) -> bool:
    """Tell whether most documents in scope are the Party's, by the sign behind which its numbers stand."""
    codes = [row["code"] for row in maker.documents if row["code"]]
    return 2 * sum("-" in code.split("/")[0] for code in codes) > len(codes)
