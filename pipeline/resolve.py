"""Mentions and held documents of the whole archive -> instruments, who cites which, and where they disagree.

Works on all rows at once, so the result does not depend on the order in which files arrived.
A mention whose year or term nothing tells joins the only instrument of its series, else the latest
one that its document can have known, else it stays an instrument of unknown year.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from operator import attrgetter

from extractors.folding import code_key, fold
from extractors.identity import NATIONAL, Handle, jurisdiction, local_body, named_handle, numbered_handle
from extractors.places import same_jurisdiction
from pipeline.store import transaction

UNKNOWN_ERA = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """One row of `citations`, or a held document's own header (`ord` is None, and it weighs more)."""

    document: int
    document_name: str
    document_date: date | None
    ord: int | None
    handle: Handle
    doc_type: str | None
    number: str | None
    symbol: str | None
    year: int | None
    code: str | None
    name: str
    date: date | None
    issuer: str | None
    title: str | None


@dataclass(slots=True)
class Cluster:
    """All mentions of one instrument."""

    handle: Handle
    mentions: list[Mention] = field(default_factory=list)

    def held(self) -> Mention | None:
        """Return the held document itself, None when the archive only cites it."""
        return next((m for m in self.mentions if m.ord is None), None)

    def best(self, read: Callable[[Mention], object]) -> object:
        """Return the held document's own value, else the one most mentions give, the earliest written on a tie."""
        votes: Counter[object] = Counter()
        for mention in self.mentions:
            value = read(mention)
            if value is not None:
                if mention.ord is None:
                    return value
                votes[value] += 1
        return votes.most_common(1)[0][0] if votes else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _place_of(row: sqlite3.Row) -> tuple[str | None, str | None]:
    return row["place"], local_body(" ".join(filter(None, (row["doc_issuer"], row["letterhead"]))))


_Series = dict[tuple[int, str, str], Handle]
"""The handles of one document's full codes, by document, type word and number: what `Đề án 06` can stand for."""


def _handle(row: sqlite3.Row, full: _Series) -> Handle:
    if row["form"] == "number_only":
        known = full.get((row["document_id"], fold(row["doc_type"] or ""), row["number"]))
        if known:
            return known
    home, local = _place_of(row)
    owner = jurisdiction(row["symbol"], row["issuer"], home, local)
    if row["symbol"] and row["number"]:
        return numbered_handle(row["number"], row["symbol"], row["year"], _day(row["date"]), owner)
    if row["form"] in ("named", "session") and not _is_local(row["name"]):
        owner = NATIONAL
    year = row["year"] or (_day(row["date"]) or date.min).year
    name = (row["number"] and f"số {row['number']}") or row["name"]
    return named_handle(row["doc_type"], name, year if year > 1 else None, owner)


def _is_local(name: str) -> bool:
    words = fold(name)
    return any(fold(word) in words for word in ("tỉnh", "huyện", "thành phố", "đảng bộ xã", "quận", "thị xã"))


_CITATIONS = """
SELECT c.document_id, c.ord, c.form, c.doc_type, c.number, c.symbol, c.year, c.code,
       coalesce(c.name, c.title, c.text) AS name, c.date, c.issuer, c.title, d.name AS document_name,
       d.date AS document_date, d.place, d.issuer AS doc_issuer, substr(d.text, 1, 300) AS letterhead
FROM citations c JOIN documents d ON d.id = c.document_id ORDER BY d.path, c.ord"""

_HELD = """
SELECT id AS document_id, NULL AS ord, 'numbered' AS form, doc_type, number, symbol,
       CASE WHEN code GLOB '*/[12][0-9][0-9][0-9]/*'
            THEN CAST(substr(code, instr(code, '/') + 1, 4) AS INTEGER) END AS year,
       code, title AS name, date, issuer, title, name AS document_name, date AS document_date, place,
       issuer AS doc_issuer, substr(text, 1, 300) AS letterhead
FROM documents WHERE number IS NOT NULL AND symbol IS NOT NULL ORDER BY path"""


def _mention(row: sqlite3.Row, full: _Series) -> Mention:
    written = row["name"] or row["code"] or ""
    label = f"{row['doc_type'] or 'Văn bản'} số {row['code']}" if row["code"] else written
    return Mention(
        document=row["document_id"],
        document_name=row["document_name"],
        document_date=_day(row["document_date"]),
        ord=row["ord"],
        handle=_handle(row, full),
        name=label,
        date=_day(row["date"]),
        **{name: row[name] for name in ("doc_type", "number", "symbol", "year", "code", "issuer", "title")},
    )


def cluster_mentions(mentions: Iterable[Mention]) -> list[Cluster]:
    """Gather mentions into instruments, in an order that does not depend on the order of `mentions`."""
    series: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        series[mention.handle.stem, mention.handle.jurisdiction].append(mention)
    clusters: dict[str, Cluster] = {}
    for members in _merge_successors(series).values():
        for cluster in _cluster_series(members):
            clusters[cluster.handle.key()] = cluster
    return [clusters[key] for key in sorted(clusters)]


def _merge_successors(series: dict[tuple[str, str], list[Mention]]) -> dict[tuple[str, str], list[Mention]]:
    """Join the series of provinces that became one, so that a former province's number finds its document."""
    by_stem: dict[str, list[str]] = defaultdict(list)
    for stem, owner in series:
        by_stem[stem].append(owner)
    merged: dict[tuple[str, str], list[Mention]] = {}
    for (stem, owner), members in sorted(series.items()):
        holders = [o for o in sorted(by_stem[stem]) if o != owner and _has_held(series[stem, o])]
        same = [o for o in holders if same_jurisdiction(o, owner)] if not _has_held(members) else []
        home = same[0] if len(same) == 1 else owner
        merged.setdefault((stem, home), []).extend(members)
    return merged


def _has_held(members: Iterable[Mention]) -> bool:
    return any(m.ord is None for m in members)


def _cluster_series(members: Sequence[Mention]) -> list[Cluster]:
    by_era: dict[str, Cluster] = {}
    owner = min(m.handle.jurisdiction for m in members if _has_held([m])) if _has_held(members) else None
    for mention in members:
        if mention.handle.era is not None:
            handle = Handle(mention.handle.stem, mention.handle.era, owner or mention.handle.jurisdiction)
            by_era.setdefault(mention.handle.era, Cluster(handle)).mentions.append(mention)
    known = sorted(by_era)
    for mention in members:
        if mention.handle.era is None:
            chosen = _era_known_to(mention, known)
            handle = Handle(mention.handle.stem, chosen or None, owner or mention.handle.jurisdiction)
            by_era.setdefault(chosen, Cluster(handle)).mentions.append(mention)
    return list(by_era.values())


def _era_known_to(mention: Mention, known: Sequence[str]) -> str:
    if len(known) == 1:
        return known[0]
    if mention.document_date is None:
        return UNKNOWN_ERA
    past = [era for era in known if era <= str(mention.document_date.year)]
    return past[-1] if past else UNKNOWN_ERA


def _show(day: date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year}"


def _votes(cluster: Cluster, read: Callable[[Mention], str | None]) -> dict[str, list[str]]:
    votes: dict[str, list[str]] = defaultdict(list)
    for mention in cluster.mentions:
        value = read(mention)
        if value is not None and mention.document_name not in votes[value]:
            votes[value].append(mention.document_name)
    return {value: names for value, names in votes.items() if names}


def find_conflicts(cluster: Cluster) -> list[tuple[str, str]]:
    """Return (kind, Vietnamese message) for each field on which an instrument's mentions disagree.

    The likelier reading is the held document's own, else the one that most documents give; a tie is said to be one.
    """
    found = []
    dates = _votes(cluster, lambda m: _show(m.date) if m.date else None)
    if len(dates) > 1:
        found.append(("conflicting_dates", _conflict_message(cluster, "ngày ban hành", dates)))
    issuers = _votes(cluster, lambda m: m.issuer)
    if any(not _compatible(a, b) for a, b in pairwise(sorted(issuers, key=fold))):
        found.append(("conflicting_issuers", _conflict_message(cluster, "cơ quan ban hành", issuers)))
    return found


def _conflict_message(cluster: Cluster, what: str, votes: dict[str, list[str]]) -> str:
    sides = sorted(votes.items(), key=lambda item: (-len(item[1]), item[0]))
    text = "; ".join(f"{value} (theo {', '.join(names)})" for value, names in sides)
    held = cluster.held()
    own = next((v for v, names in sides if held and held.document_name in names), None)
    if own:
        verdict = f"bản đang lưu ghi {own}"
    elif len(sides[0][1]) > len(sides[1][1]):
        verdict = f"nhiều văn bản ghi {sides[0][0]} hơn"
    else:
        verdict = "số văn bản ngang nhau, cần tra bản gốc"
    return f"{cluster.mentions[0].name}: {what} không thống nhất: {text}; {verdict}."


_SAME_BODY = (
    ("ubnd", "ủy ban nhân dân"),
    ("hđnd", "hội đồng nhân dân"),
    ("btv", "ban thường vụ"),
    ("bch", "ban chấp hành"),
    ("tw", "trung ương"),
    ("bộ trưởng ", ""),
    ("chủ tịch ", ""),
    ("ban thường vụ ", ""),
    ("ban chấp hành ", ""),
)
"""Other words for the same issuer: short forms, and the head or the standing body that signs for it."""


def _compatible(a: str, b: str) -> bool:
    x, y = fold(a), fold(b)
    for short, full in _SAME_BODY:
        x, y = x.replace(fold(short), fold(full)), y.replace(fold(short), fold(full))
    return x.strip() in y or y.strip() in x


def resolve_archive(connection: sqlite3.Connection) -> None:
    """Rebuild `instruments` and every link to them, in one transaction."""
    with transaction(connection):
        connection.execute("DELETE FROM problems WHERE instrument_id IS NOT NULL")
        rows = connection.execute(_CITATIONS).fetchall()
        named = [row for row in rows if row["form"] not in ("short", "described")]
        full = {
            (row["document_id"], fold(row["doc_type"] or ""), row["number"]): _handle(row, {})
            for row in named
            if row["form"] == "numbered" and row["number"] and row["symbol"]
        }
        mentions = [_mention(row, full) for row in (*connection.execute(_HELD).fetchall(), *named)]
        connection.execute("UPDATE citations SET instrument_id = NULL")
        clusters = cluster_mentions(mentions)
        kept = {cluster.handle.key() for cluster in clusters}
        old = {row["key"]: row["id"] for row in connection.execute("SELECT id, key FROM instruments")}
        connection.executemany("DELETE FROM instruments WHERE key = ?", [(k,) for k in sorted(old.keys() - kept)])
        for cluster in clusters:
            _write_cluster(connection, cluster)
        _link_short_forms(connection)


def _write_cluster(connection: sqlite3.Connection, cluster: Cluster) -> None:
    first = cluster.held() or cluster.mentions[0]
    held = cluster.held()
    best_date, issuer, title = (cluster.best(attrgetter(name)) for name in ("date", "issuer", "title"))
    row = {
        "key": cluster.handle.key(), "name": first.name, "doc_type": first.doc_type, "number": first.number,
        "symbol": first.symbol, "year": cluster.best(lambda m: m.year), "code": first.code,
        "code_key": code_key(first.code) if first.code else None, "jurisdiction": cluster.handle.jurisdiction or None,
        "date": best_date.isoformat() if isinstance(best_date, date) else None, "issuer": issuer, "title": title,
        "document_id": held.document if held else None,
    }  # fmt: skip
    names = ", ".join(row)
    holes = ", ".join(f":{name}" for name in row)
    updates = ", ".join(f"{name} = excluded.{name}" for name in row if name != "key")
    (identity,) = connection.execute(
        f"INSERT INTO instruments ({names}) VALUES ({holes}) ON CONFLICT (key) DO UPDATE SET {updates} RETURNING id",
        row,
    ).fetchone()
    connection.executemany(
        "UPDATE citations SET instrument_id = ? WHERE document_id = ? AND ord = ?",
        [(identity, m.document, m.ord) for m in cluster.mentions if m.ord is not None],
    )
    connection.executemany(
        "INSERT INTO problems (instrument_id, kind, message) VALUES (?, ?, ?)",
        [(identity, kind, message) for kind, message in find_conflicts(cluster)],
    )


def _link_short_forms(connection: sqlite3.Connection) -> None:
    connection.execute(
        "UPDATE citations AS c SET instrument_id = (SELECT a.instrument_id FROM citations a"
        " WHERE a.document_id = c.document_id AND a.ord = c.antecedent) WHERE c.antecedent IS NOT NULL"
    )
