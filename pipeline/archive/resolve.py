"""Mentions and held documents of the whole archive -> instruments, and who cites which, written to the database.

Works on all rows at once, so the result does not depend on the order in which files arrived. Only rows that
changed are written: an archive in which nothing changed costs the reading of it.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import attrgetter
from typing import Any, Final

from extractors.names.agreement import same_title, titles_agree
from extractors.names.identity import Handle, known_by_key, later_owners, same_owner
from extractors.names.iri import akn_iri
from extractors.names.known import KnownInstrument
from extractors.text.folding import code_key
from pipeline.archive.acts import write_acts
from pipeline.archive.bounds import write_earliest, write_latest
from pipeline.archive.changes import find_changes, keep_changes
from pipeline.archive.conflicts import KNOWN_VOTES, write_conflicts
from pipeline.archive.disagreements import write_disagreements
from pipeline.archive.facts import write_facts
from pipeline.archive.groups import write_groups
from pipeline.archive.known import table_of, write_successions
from pipeline.archive.mentions import LAWS, Mention, read_mentions
from pipeline.run.identity import stable_ids
from pipeline.run.store import transaction

UNKNOWN_ERA: Final = ""
_LATE: Final = timedelta(days=365)
"""Behind the end of its period a report is written at the latest."""
_COLUMNS: Final = (
    "key", "name", "doc_type", "number", "symbol", "year", "code", "code_key", "jurisdiction", "date", "issuer",
    "title", "document_id", "akn",
)  # fmt: skip


@dataclass(slots=True)
class Cluster:
    """All mentions of one instrument."""

    handle: Handle
    mentions: list[Mention] = field(default_factory=list)
    known: KnownInstrument | None = None
    """What the table of well-known instruments says of it."""

    def held(self) -> Mention | None:
        """Return the held document itself, None when the archive only cites it."""
        return next((m for m in self.mentions if m.ord is None), None)

    def best(self, read: Callable[[Any], object]) -> object:
        """Return the held document's own value, else that of most votes, the earliest written on a tie.

        The table of well-known instruments votes with the mentions, as in `conflicts`.
        """
        if len(self.mentions) == 1 and self.known is None:
            return read(self.mentions[0])
        votes: Counter[object] = Counter()
        for mention in self.mentions:
            value = read(mention)
            if value is not None:
                if mention.ord is None:
                    return value
                votes[value] += 1
        if self.known and read(self.known) is not None:
            votes[read(self.known)] += KNOWN_VOTES
        return votes.most_common(1)[0][0] if votes else None


def cluster_mentions(mentions: Iterable[Mention]) -> list[Cluster]:
    """Gather mentions into instruments, in an order that does not depend on the order of `mentions`.

    A mention whose year or term nothing tells joins the only instrument of its series, else the one of its title,
    else the latest one that its document can have known, else it stays an instrument of unknown year.
    """
    series: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        series[mention.handle.stem, mention.handle.jurisdiction].append(mention)
    clusters: dict[str, Cluster] = {}
    for (_, owner), members in _merge_successors(series).items():
        for cluster in _cluster_series(owner, members):
            clusters[cluster.handle.key()] = cluster
    return [clusters[key] for key in sorted(clusters)]


def _merge_successors(series: dict[tuple[str, str], list[Mention]]) -> dict[tuple[str, str], list[Mention]]:
    """Join the series of provinces that became one, so that a former province's number finds its document.

    Both provinces had a document of that number: a mention joins the other's held one only if nothing in it speaks
    against, and one that is only cited if both are of one day.
    """
    owners: dict[str, list[str]] = defaultdict(list)
    for stem, owner in sorted(series):
        owners[stem].append(owner)
    merged: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for (stem, owner), members in sorted(series.items()):
        related = [o for o in owners[stem] if o != owner and same_owner(o, owner)] if owner else []
        if not related or any(m.ord is None for m in members):
            merged[stem, owner] += members
            continue
        others = {o: series[stem, o] for o in related}
        for mention in members:
            merged[stem, _home(mention, others)].append(mention)
    return merged


def _home(mention: Mention, others: dict[str, list[Mention]]) -> str:
    """Return the jurisdiction of the document that a mention means, among its own and the related ones."""
    owner = mention.handle.jurisdiction
    held = [o for o, members in others.items() if any(m.ord is None and _fits(mention, m) for m in members)]
    if held:
        return held[0] if len(held) == 1 else owner
    later = later_owners(owner)
    dated = [o for o in later if mention.date and any(m.date == mention.date for m in others.get(o, ()))]
    return dated[0] if len(dated) == 1 else owner


def _fits(mention: Mention, held: Mention) -> bool:
    if mention.handle.era and held.handle.era and mention.handle.era != held.handle.era:
        return False
    one, other = mention.title or "", held.title or ""
    if mention.date and held.date:
        return mention.date == held.date or same_title(one, other)
    return not (one and other) or titles_agree(one, other)


def _cluster_series(owner: str, members: Sequence[Mention]) -> list[Cluster]:
    by_era: dict[str, Cluster] = {}
    undated = []
    for mention in members:
        if mention.handle.era is None:
            undated.append(mention)
            continue
        handle = Handle(mention.handle.stem, mention.handle.era, owner)
        by_era.setdefault(mention.handle.era, Cluster(handle)).mentions.append(mention)
    held = [mention for mention in undated if mention.ord is None]
    chosen = [(mention, _era_meant(mention, by_era)) for mention in undated if mention.ord is not None]
    for mention, era in (*_eras_of_held(held, by_era), *chosen):
        handle = Handle(mention.handle.stem, era or None, owner)
        by_era.setdefault(era, Cluster(handle)).mentions.append(mention)
    return list(by_era.values())


def _eras_of_held(held: Sequence[Mention], known: dict[str, Cluster]) -> list[tuple[Mention, str]]:
    """Return the eras of held documents without a date: never that of another held document, nor one for two of them.

    Several that nothing tells apart by year have eras of their own.
    """
    found = [(mention, _era_of_held(mention, known)) for mention in held]
    times = Counter(era for _, era in found)
    return [(mention, era if times[era] == 1 else f"?{mention.document}") for mention, era in found]


def _era_of_held(mention: Mention, known: dict[str, Cluster]) -> str:
    """Return the era of the cited instrument that an undated held document is: the only one of its title or series."""
    free = {era: cluster for era, cluster in known.items() if not cluster.held() and _can_be(mention, cluster)}
    titled = [
        era
        for era, cluster in free.items()
        if mention.title and any(m.title and same_title(m.title, mention.title) for m in cluster.mentions)
    ]
    if len(titled) == 1:
        return titled[0]
    return next(iter(free)) if len(known) == len(free) == 1 else UNKNOWN_ERA


def _can_be(mention: Mention, cluster: Cluster) -> bool:
    """Tell whether an undated document can be a cited instrument: of a day that it allows, of no other title."""
    titles = [m.title for m in cluster.mentions if m.title]
    if mention.title and not all(titles_agree(title, mention.title) for title in titles):
        return False
    days = [m.date for m in cluster.mentions if m.date]
    earliest, latest = mention.earliest, mention.latest and mention.latest + _LATE
    return all((earliest is None or earliest <= day) and (latest is None or day <= latest) for day in days)


def _era_meant(mention: Mention, known: dict[str, Cluster]) -> str:
    title = mention.title
    if title:
        titles = {era: [m.title for m in cluster.mentions if m.title] for era, cluster in known.items()}
        alike = [era for era, said in titles.items() if any(same_title(one, title) for one in said)]
        if len(alike) == 1:
            return alike[0]
        known = {era: c for era, c in known.items() if all(titles_agree(one, title) for one in titles[era])}
    if len(known) == 1:
        return next(iter(known))
    if mention.document_date is None:
        return UNKNOWN_ERA
    return max((era for era in known if era <= str(mention.document_date.year)), default=UNKNOWN_ERA)


def resolve_archive(connection: sqlite3.Connection, anew: bool = False) -> None:
    """Bring all that documents tell together up to date, in one transaction.

    Groups, `instruments`, links to them, `acts` and conflicts are found over the whole archive; disagreements and facts
    where something has changed since, or everywhere: `anew`.
    """
    table = table_of(connection)
    with transaction(connection):
        write_groups(connection)
        write_earliest(connection)
        clusters = cluster_mentions(read_mentions(connection, table))
        for cluster in clusters:
            cluster.known = known_by_key(table).get(cluster.handle.key())
        identities = _write_instruments(connection, [_row(cluster) for cluster in clusters])
        _link(connection, clusters, identities)
        write_latest(connection)
        write_successions(connection, table, {identities[c.handle.key()]: c.known for c in clusters if c.known})
        write_acts(connection)
        write_conflicts(connection, [(identities[c.handle.key()], c.known, c.mentions) for c in clusters])
        _write_doubts(connection, clusters)
        changed = find_changes(connection, anew)
        write_facts(connection, changed, write_disagreements(connection, changed))
        keep_changes(connection, changed)
        _number_problems(connection)


def _write_doubts(connection: sqlite3.Connection, clusters: Sequence[Cluster]) -> None:
    """Write anew the doubts about undated names, one for each instrument that a document names so."""
    connection.execute("DELETE FROM problems WHERE kind = 'undated_name'")
    first: dict[tuple[int, str], Mention] = {}
    for cluster in clusters:
        for mention in cluster.mentions:
            if mention.doubt:
                first.setdefault((mention.document, cluster.handle.key()), mention)
    connection.executemany(
        "INSERT INTO problems (document_id, kind, start, end, sentence, message)"
        " SELECT c.document_id, 'undated_name', c.start, c.end, s.text, ? FROM citations c"
        " JOIN sentences s ON s.document_id = c.document_id AND s.ord = c.sentence"
        " WHERE c.document_id = ? AND c.ord = ?",
        [(mention.doubt, mention.document, mention.ord) for mention in first.values()],
    )


def _row(cluster: Cluster) -> dict[str, Any]:
    held = cluster.held()
    first = held or next((m for m in cluster.mentions if m.code), cluster.mentions[0])
    best_date, issuer, title = (cluster.best(attrgetter(name)) for name in ("date", "issuer", "title"))
    year = cluster.handle.era if first.doc_type in LAWS and not first.code else None
    name = f"{first.label} năm {year}" if year and year not in first.label else first.label
    day = best_date.isoformat() if isinstance(best_date, date) else None
    owner = cluster.handle.jurisdiction or None
    values = (
        cluster.handle.key(), name, first.doc_type, first.number, first.symbol, cluster.best(attrgetter("year")),
        first.code, code_key(first.code) if first.code else None, owner, day, issuer, title,
        held.document if held else None, akn_iri(first.doc_type, first.symbol, first.code, day, owner),
    )  # fmt: skip
    return dict(zip(_COLUMNS, values, strict=True))


def _write_instruments(connection: sqlite3.Connection, rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Write the instruments that are new or changed, delete those that nothing names; return their ids by key."""
    ids = stable_ids(row["key"] for row in rows)
    new = [(ids[row["key"]], *row.values()) for row in rows]
    names = ", ".join(("id", *_COLUMNS))
    old = {row["key"]: tuple(row) for row in connection.execute(f"SELECT {names} FROM instruments")}
    gone = [key for key, row in old.items() if ids.get(key) != row[0]]
    connection.executemany("DELETE FROM instruments WHERE key = ?", [(key,) for key in gone])
    updates = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name != "key")
    connection.executemany(
        f"INSERT INTO instruments ({names}) VALUES ({', '.join('?' * (len(_COLUMNS) + 1))})"
        f" ON CONFLICT (key) DO UPDATE SET {updates}",
        [row for row in new if old.get(row[1]) != row],
    )
    return ids


def _link(connection: sqlite3.Connection, clusters: Sequence[Cluster], identities: dict[str, int]) -> None:
    """Point each citation and each held document to its instrument, a short form to that of its antecedent."""
    meant: dict[tuple[int, int | None], int] = {}
    for cluster in clusters:
        identity = identities[cluster.handle.key()]
        meant |= {(m.document, m.ord): identity for m in cluster.mentions}
    cited = connection.execute("SELECT document_id, ord, antecedent, form, instrument_id FROM citations").fetchall()
    changed = []
    for row in cited:
        stands_for = row["ord"] if row["antecedent"] is None else row["antecedent"]
        link = meant.get((row["document_id"], stands_for))
        if link != row["instrument_id"]:
            changed.append((link, row["document_id"], row["ord"]))
    connection.executemany("UPDATE citations SET instrument_id = ? WHERE document_id = ? AND ord = ?", changed)
    documents = connection.execute("SELECT id, instrument_id FROM documents").fetchall()
    connection.executemany(
        "UPDATE documents SET instrument_id = ? WHERE id = ?",
        [
            (meant.get((row["id"], None)), row["id"])
            for row in documents
            if meant.get((row["id"], None)) != row["instrument_id"]
        ],
    )


_PROBLEMS: Final = """
SELECT p.id, coalesce(d.path, '') || char(0) || coalesce(i.key, '') || char(0) || p.kind || char(0)
       || coalesce(p.start, '') || char(0) || coalesce(p.end, '') || char(0) || p.message AS told
FROM problems p LEFT JOIN documents d ON d.id = p.document_id LEFT JOIN instruments i ON i.id = p.instrument_id"""


def _number_problems(connection: sqlite3.Connection) -> None:
    """Give each problem the id that comes of what it tells; of two that tell the same, either has the first."""
    times: Counter[str] = Counter()
    names: dict[int, str] = {}
    for identity, told in connection.execute(_PROBLEMS):
        times[told] += 1
        names[identity] = f"{told}\0{times[told]}"
    ids = stable_ids(names.values())
    changed = [(ids[name], identity) for identity, name in names.items() if ids[name] != identity]
    connection.executemany("UPDATE problems SET id = -id WHERE id = ?", [(old,) for _, old in changed])
    connection.executemany("UPDATE problems SET id = ? WHERE id = ?", [(new, -old) for new, old in changed])
