"""Sketches and heads of documents -> groups: the files of one document, which of them counts, where they differ.

Files of the same bytes are one document, and so are those of one head (code, date, issuer) and one text but for a
little. Where one has no number yet, the head is its issuer, type and period. A group is counted once: by the member
that was read best, under the head of the one that is signed. A draft joins what came of it though its numbers changed.
Documents of one head with two texts are no group but a problem.

Files that may be one share a key (`group_keys`), so a change reaches only those that share keys with it.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Final

from pipeline.archive.group_rows import DIFFER, SAME_HEAD, Link, write_columns, write_differences, write_same_heads
from pipeline.archive.member import Member, Texts, members_selected
from pipeline.archive.sameness import compare
from pipeline.archive.sharing import GROUPS, SELECTED, in_parts, key_of, select_documents
from pipeline.run.sketch import SLOTS

_BAND: Final = 4
"""Slots that agree where two sketches are held to be near: of texts with half of their shingles in common 87 % are."""
_FEW: Final = 50
"""Documents of one head that are all compared with each other; of more only those that are near."""


def write_groups(connection: sqlite3.Connection, touched: Set[int]) -> set[int]:
    """Bring the groups of documents that a change reaches up to date, and the problems of what copies give otherwise.

    Returns the touched ones and those that are in a group with others, or were.
    """
    decided = _decided(connection)
    changed = {*touched, *_touched_by_decisions(connection, decided)}
    near = GROUPS.sharing(connection, changed) | changed
    for some in in_parts(sorted(changed)):
        _keep_keys(connection, some, decided)
    reached = GROUPS.reached(connection, near)
    grouped: set[int] = set()
    for part in GROUPS.parts_apart(connection, reached):
        grouped |= _write_part(connection, part, decided)
    return changed | grouped


def _write_part(connection: sqlite3.Connection, documents: Set[int], decided: _Decided) -> set[int]:
    """Write the groups of documents that share nothing with others; return those that are in one, or were."""
    select_documents(connection, documents)
    connection.execute(
        f"DELETE FROM problems WHERE kind IN (?, ?) AND document_id IN ({SELECTED})", (DIFFER, SAME_HEAD)
    )
    left = connection.execute(f"SELECT id FROM documents WHERE role IS NOT NULL AND id IN ({SELECTED})").fetchall()
    connection.execute(
        "UPDATE documents SET group_id = NULL, role = NULL, authority_id = NULL"
        f" WHERE NOT present AND role IS NOT NULL AND id IN ({SELECTED})"
    )
    members = list(members_selected(connection))
    texts = Texts(connection)
    links, apart = _linked(members, texts)
    groups = _joined(members, links, decided)
    write_columns(connection, members, groups)
    for group in groups:
        write_differences(connection, group, texts)
    write_same_heads(connection, apart, groups, texts)
    return {document for (document,) in left} | {member["id"] for group in groups for member in group}


def _keep_keys(connection: sqlite3.Connection, documents: Sequence[int], decided: _Decided) -> None:
    """Keep the keys of documents in place of those that they had; one that is gone has none."""
    select_documents(connection, documents)
    members = list(members_selected(connection))
    texts = Texts(connection)
    GROUPS.keep(connection, documents, ((key, one["id"]) for one in members for key in _keys(one, texts, decided)))


def _keys(member: Member, texts: Texts, decided: _Decided) -> Iterator[int]:
    """Yield what a document shares with each that it may be one with.

    Of one head only those without a number are held against others, so a number makes the key of the head negative;
    of one number and period only those without a day.
    """
    yield _key_of_bytes(member["sha256"])
    for pair in decided.joined_with(member["sha256"]):
        yield key_of(("joined", pair))
    head = key_of(("head", *member.head.values()))
    if member.code:
        yield key_of(("code", member.number, member.day))
        yield -head
        if member.numbered:
            yield -key_of(member.numbered) if member.day else key_of(member.numbered)
    elif member["issuer"]:
        yield head
    else:
        yield key_of(("words", texts.slots(member)))


def _key_of_bytes(sha256: str) -> int:
    return key_of(("bytes", sha256))


def _touched_by_decisions(connection: sqlite3.Connection, decided: _Decided) -> set[int]:
    """Return the documents of which people have decided otherwise since, or for the first time; keep what holds now."""
    now = {(action, *sorted(pair)[:1], *sorted(pair)[-1:]) for action, pair in decided.all()}
    before = {tuple(row) for row in connection.execute("SELECT action, sha256, other FROM decided_groups")}
    connection.executemany(
        "DELETE FROM decided_groups WHERE action = ? AND sha256 = ? AND other = ?", sorted(before - now)
    )
    connection.executemany("INSERT INTO decided_groups VALUES (?, ?, ?)", sorted(now - before))
    files = {sha256 for _, *pair in now ^ before for sha256 in pair}
    found = (
        connection.execute("SELECT document_id FROM group_keys WHERE key = ?", (_key_of_bytes(sha256),))
        for sha256 in files
    )
    return {document for rows in found for (document,) in rows}


def _linked(members: Sequence[Member], texts: Texts) -> tuple[list[Link], list[Link]]:
    """Return which documents are one, and which have one head and two texts."""
    links: list[Link] = []
    single: list[Member] = []
    by_bytes: dict[str, Member] = {}
    for member in members:
        first = by_bytes.setdefault(member["sha256"], member)
        if first is member:
            single.append(member)
        else:
            links.append(Link(first, member, None))
    known: dict[tuple[int, int], Link] = {}
    for bucket in _buckets(single, texts):
        copies: set[int] = set()
        for one, others in bucket:
            for other in others if one["id"] not in copies else ():
                pair = one["id"], other["id"]
                if one.agrees(other):
                    known[pair] = known.get(pair) or _link(one, other, texts)
                    copies |= {other["id"]} if known[pair].compared else set()
    links += [link for link in known.values() if link.compared]
    return links, [link for link in known.values() if not link.compared and link.one.has_head_of(link.other)]


def _buckets(members: Sequence[Member], texts: Texts) -> Iterator[Iterable[tuple[Member, Sequence[Member]]]]:
    """Yield documents that are compared with each other, each with the others; a copy of one needs no comparison.

    They are of one code and day; or of no issuer and one sketch; or of one issuer, type and period, one of them without
    a number, or of one number, type and period, one of them without a day: that one is compared with the nearest.
    """
    coded: dict[Hashable, list[Member]] = defaultdict(list)
    headless: dict[Hashable, list[Member]] = defaultdict(list)
    titled: dict[Hashable, list[Member]] = defaultdict(list)
    numberless: dict[Hashable, list[Member]] = defaultdict(list)
    dated: dict[Hashable, list[Member]] = defaultdict(list)
    dayless: dict[Hashable, list[Member]] = defaultdict(list)
    for member in members:
        head = tuple(member.head.values())
        if member.code:
            coded[member.number, member.day].append(member)
            titled[head].append(member)
            if member.numbered:
                (dated if member.day else dayless)[member.numbered].append(member)
        elif member["issuer"]:
            numberless[head].append(member)
        else:
            headless[texts.slots(member)].append(member)
    for bucket in (*coded.values(), *headless.values(), *numberless.values()):
        for part in _near_ones(bucket, texts) if len(bucket) > _FEW else [bucket]:
            yield ((member, part[at + 1 :]) for at, member in enumerate(part))
    for lacking, whole in ((numberless, titled), (dayless, dated)):
        for key, bucket in lacking.items():
            yield ((member, texts.nearest(member, whole[key])) for member in bucket if key in whole)


def _near_ones(members: Iterable[Member], texts: Texts) -> Iterator[list[Member]]:
    """Yield documents of a large bucket in smaller ones: of sketches that agree in a band."""
    bands: dict[Hashable, list[Member]] = defaultdict(list)
    for member in members:
        slots = texts.slots(member)
        for at in range(0, SLOTS, _BAND):
            bands[at, slots[at : at + _BAND]].append(member)
    yield from bands.values()


def _link(one: Member, other: Member, texts: Texts) -> Link:
    """Compare two documents whose heads agree; without a comparison in the link they are two."""
    if not texts.near(one, other):
        return Link(one, other, None)
    here, there = texts[one], texts[other]
    drafted = one.is_draft_of(other)
    if not (drafted or here.may_be(there)):
        return Link(one, other, None)
    compared = compare(here, there)
    if not (one["issuer"] and other["issuer"]):
        return Link(one, other, compared if texts.words(one) == texts.words(other) else None)
    if compared.is_copy(here, there) or (drafted and compared.is_draft(here, there)):
        return Link(one, other, compared)
    return Link(one, other, None)


@dataclass(frozen=True, slots=True)
class _Decided:
    """What people decided of two files, by their hashes: that they are one document, or two."""

    joined: frozenset[frozenset[str]]
    parted: frozenset[frozenset[str]]

    def all(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Yield each decision with its files."""
        yield from (("join", pair) for pair in self.joined)
        yield from (("part", pair) for pair in self.parted)

    def joined_with(self, sha256: str) -> Iterator[list[str]]:
        """Yield the pairs that a file was joined in."""
        yield from (sorted(pair) for pair in self.joined if sha256 in pair)


def _decided(connection: sqlite3.Connection) -> _Decided:
    rows = connection.execute("SELECT action, sha256, other FROM correction WHERE kind = 'documents'").fetchall()
    joined, parted = (
        frozenset(frozenset((row["sha256"], row["other"])) for row in rows if row["action"] == action)
        for action in ("join", "part")
    )
    return _Decided(joined, parted)


def _joined(members: Sequence[Member], links: Iterable[Link], decided: _Decided) -> list[list[Member]]:
    """Return the groups of two and more: what people joined, then the closest, never two whose heads do not agree.

    What people parted stands in two groups.
    """
    group_of = {member["id"]: [member] for member in members}

    def unite(one: Member, other: Member, fits: Callable[[Member, Member], bool]) -> None:
        left, right = group_of[one["id"]], group_of[other["id"]]
        if left is not right and all(fits(a, b) for a in left for b in right):
            left += right
            group_of.update({member["id"]: left for member in right})

    def together(one: Member, other: Member) -> bool:
        return frozenset((one["sha256"], other["sha256"])) not in decided.parted

    first = {member["sha256"]: member for member in reversed(members)}
    for pair in sorted(tuple(sorted(pair)) for pair in decided.joined):
        if pair[0] in first and pair[-1] in first:
            unite(first[pair[0]], first[pair[-1]], together)
    for link in sorted(links, key=_closest_first):
        unite(link.one, link.other, lambda a, b: together(a, b) and (a["sha256"] == b["sha256"] or a.agrees(b)))
    groups = {id(group): sorted(group, key=lambda member: str(member["path"])) for group in group_of.values()}
    return sorted((group for group in groups.values() if len(group) > 1), key=lambda group: str(group[0]["path"]))


def _closest_first(link: Link) -> tuple[float, str, str]:
    return (-(link.compared.alike if link.compared else 1.0), link.one["path"], link.other["path"])
