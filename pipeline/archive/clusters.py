"""Mentions -> instruments: which mentions name one document, whatever of its number, day and title each of them tells.

All mentions of one series (number and symbol) are needed at once, and no others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from extractors.names.agreement import same_title, titles_agree
from extractors.names.identity import Handle, later_owners, same_owner
from extractors.names.known import KnownInstrument
from pipeline.archive.conflicts import KNOWN_VOTES
from pipeline.archive.mentions import Mention

UNKNOWN_ERA: Final = ""
_LATE: Final = timedelta(days=365)
"""Behind the end of its period a report is written at the latest."""


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
