"""Mentions and held documents of the whole archive -> instruments, who cites which, and where they disagree.

Works on all rows at once, so the result does not depend on the order in which files arrived.
A mention whose year or term nothing tells joins the only instrument of its series, else the latest
one that its document can have known, else it stays an instrument of unknown year.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from operator import attrgetter

from extractors.folding import code_key, fold
from extractors.identity import Handle
from extractors.places import same_jurisdiction
from pipeline.mentions import Mention, read_mentions
from pipeline.store import transaction

UNKNOWN_ERA = ""


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
    return f"{cluster.mentions[0].label}: {what} không thống nhất: {text}; {verdict}."


_TERM = re.compile(r"\s*\(?\bkhoá [ivxlc0-9]+\)?")

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
    x, y = (_TERM.sub("", fold(name)) for name in (a, b))
    for short, full in _SAME_BODY:
        x, y = x.replace(fold(short), fold(full)), y.replace(fold(short), fold(full))
    centre = fold("trung ương")
    return x.strip() in y or y.strip() in x or centre in (x.strip(), y.strip())


def resolve_archive(connection: sqlite3.Connection) -> None:
    """Rebuild `instruments` and every link to them, in one transaction."""
    with transaction(connection):
        connection.execute("DELETE FROM problems WHERE instrument_id IS NOT NULL")
        clusters = cluster_mentions(read_mentions(connection))
        connection.execute("UPDATE citations SET instrument_id = NULL")
        kept = {cluster.handle.key() for cluster in clusters}
        old = {row["key"]: row["id"] for row in connection.execute("SELECT id, key FROM instruments")}
        connection.executemany("DELETE FROM instruments WHERE key = ?", [(k,) for k in sorted(old.keys() - kept)])
        for cluster in clusters:
            _write_cluster(connection, cluster)
        _link_short_forms(connection)


def _write_cluster(connection: sqlite3.Connection, cluster: Cluster) -> None:
    first = cluster.held() or next((m for m in cluster.mentions if m.code), cluster.mentions[0])
    held = cluster.held()
    known = next((m.known for m in cluster.mentions if m.known), None)
    best_date, issuer, title = (cluster.best(attrgetter(name)) for name in ("date", "issuer", "title"))
    if known:
        best_date, issuer, title = best_date or known.date, issuer or known.issuer, title or known.name
    row = {
        "key": cluster.handle.key(), "name": first.label, "doc_type": first.doc_type, "number": first.number,
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
