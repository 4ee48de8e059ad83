"""Sketches and heads of all documents -> groups: the files of one document, which of them counts, where they differ.

Files of the same bytes are one document, and so are those of one head (code, date, issuer) and one text but for a
little. Where one has no number yet, the head is its issuer, type and period. A group is counted once: by the member
that was read best, under the head of the one that is signed. A draft joins what came of it though its numbers changed.
Documents of one head with two texts are no group but a problem.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from operator import eq
from typing import Any, Final

from extractors.text.document import Document
from extractors.text.folding import bare, code_key
from pipeline.archive.sameness import Body, Comparison, Gap, compare
from pipeline.run.sketch import SLOTS, slots_of, tokens_of

DIFFER: Final = "copies_differ"
SAME_HEAD: Final = "same_head_other_text"
_BAND: Final = 4
"""Slots that agree where two sketches are held to be near: of texts with half of their shingles in common 87 % are."""
_NEAR: Final = 0.3
"""The least share of common shingles of texts that are compared word by word; a poor scan has 0.5 of its original's."""
_FEW: Final = 50
"""Documents of one head that are all compared with each other; of more only those that are near."""
_NEAREST: Final = 5
"""Numbered documents of its head that one without a number is compared with."""
_MOST_TOLD: Final = 60
"""Differences between two files that are told one by one."""

_FIELDS: Final = ("doc_type", "issuer", "place", "district", "commune", "period_start", "period_end")
_MEMBERS: Final = f"""
SELECT d.id, d.path, d.name, d.sha256, d.format, d.code, d.title, d.date, d.signer,
       {", ".join(f"d.{name}" for name in _FIELDS)},
       d.group_id, d.role, d.authority_id, s.draft, s.scanned, s.quality
FROM documents d JOIN sketches s ON s.document_id = d.id WHERE d.present ORDER BY d.path"""
_SKETCH: Final = "SELECT minhash FROM sketches WHERE document_id = ?"
_TEXT: Final = """
SELECT d.text, s.body, s.scanned, (SELECT json_group_array(p.start) FROM problems p
                                   WHERE p.document_id = d.id AND p.kind = 'doubtful_digits') AS doubtful
FROM documents d JOIN sketches s ON s.document_id = d.id WHERE d.id = ?"""


_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Member:
    """A present document: its head, and what tells how well it was read."""

    row: sqlite3.Row

    def __getitem__(self, name: str) -> Any:
        """Return a column of its row."""
        return self.row[name]

    @cached_property
    def code(self) -> str | None:
        """Its code, as a key."""
        return code_key(self["code"]) if self["code"] else None

    @cached_property
    def head(self) -> dict[str, str | None]:
        """What names it besides code and date, as keys."""
        return {name: " ".join(_WORD.findall(bare(self[name]))) or None if self[name] else None for name in _FIELDS}

    def agrees(self, other: Member) -> bool:
        """Tell whether two heads can be of one document: nothing that both tell differs."""
        pairs = [(self.code, other.code), (self["date"], other["date"])]
        pairs += [(self.head[name], other.head[name]) for name in _FIELDS if name != "issuer"]
        return self._agrees_on_issuer(other) and not any(one and two and one != two for one, two in pairs)

    def _agrees_on_issuer(self, other: Member) -> bool:
        """Tell whether two issuers are one; a scan may have lost the end of the name."""
        one, two = self.head["issuer"] or "", other.head["issuer"] or ""
        return one == two or ((self["scanned"] or other["scanned"]) and (one.startswith(two) or two.startswith(one)))

    def has_head_of(self, other: Member) -> bool:
        """Tell whether both give one code and day."""
        return bool(self.code and self.code == other.code and self["date"] and self["date"] == other["date"])

    def is_draft_of(self, other: Member) -> bool:
        """Tell whether one says that it is a draft, of a report of the title and period of the other."""
        drafted = any(member["draft"] and not member.code for member in (self, other))
        titled = self["title"] and other["title"] and bare(self["title"]) == bare(other["title"])
        return bool(drafted and titled and self["period_start"] and other["period_start"])


@dataclass(frozen=True, slots=True)
class _Link:
    """Two documents, and how they compare if they are one."""

    one: Member
    other: Member
    compared: Comparison | None


class _Texts:
    """The sketches and bodies of documents, each read once, when it is needed."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._bodies: dict[int, Body] = {}
        self._slots: dict[int, tuple[int, ...]] = {}

    def slots(self, member: Member) -> tuple[int, ...]:
        """Return the slots of a document's sketch."""
        if member["id"] not in self._slots:
            (sketch,) = self._connection.execute(_SKETCH, (member["id"],)).fetchone()
            self._slots[member["id"]] = slots_of(sketch)
        return self._slots[member["id"]]

    def near(self, one: Member, other: Member) -> bool:
        """Tell whether two texts can be one: enough of their sketches agrees."""
        return self._agreeing(one, other) >= _NEAR * SLOTS

    def nearest(self, member: Member, others: Iterable[Member]) -> list[Member]:
        """Return the documents whose sketches agree most with that of one, the nearest first."""
        return nsmallest(_NEAREST, others, key=lambda other: (-self._agreeing(member, other), str(other["path"])))

    def _agreeing(self, one: Member, other: Member) -> int:
        return sum(map(eq, self.slots(one), self.slots(other)))

    def words(self, member: Member) -> list[str]:
        """Return all words of a document, head and foot among them."""
        text = self[member].text
        return [token.key for token in tokens_of(text, [(0, len(text))])]

    def __getitem__(self, member: Member) -> Body:
        if member["id"] not in self._bodies:
            row = self._connection.execute(_TEXT, (member["id"],)).fetchone()
            tokens = list(tokens_of(row["text"], json.loads(row["body"])))
            doubtful = frozenset(json.loads(row["doubtful"]))
            self._bodies[member["id"]] = Body(row["text"], tokens, bool(row["scanned"]), doubtful)
        return self._bodies[member["id"]]


def write_groups(connection: sqlite3.Connection) -> None:
    """Bring the groups of all present documents up to date, and the problems of what copies give otherwise."""
    connection.execute("DELETE FROM problems WHERE kind IN (?, ?)", (DIFFER, SAME_HEAD))
    members = [Member(row) for row in connection.execute(_MEMBERS)]
    texts = _Texts(connection)
    decided = _decided(connection)
    links, apart = _linked(members, texts)
    groups = _joined(members, links, decided)
    _write_columns(connection, members, groups)
    for group in groups:
        _write_differences(connection, group, texts)
    _write_same_heads(connection, apart, groups)


def _linked(members: Sequence[Member], texts: _Texts) -> tuple[list[_Link], list[_Link]]:
    """Return which documents are one, and which have one head and two texts."""
    links: list[_Link] = []
    single: list[Member] = []
    by_bytes: dict[str, Member] = {}
    for member in members:
        first = by_bytes.setdefault(member["sha256"], member)
        if first is member:
            single.append(member)
        else:
            links.append(_Link(first, member, None))
    known: dict[tuple[int, int], _Link] = {}
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


def _buckets(members: Sequence[Member], texts: _Texts) -> Iterator[Iterable[tuple[Member, Sequence[Member]]]]:
    """Yield documents that are compared with each other, each with the others; a copy of one needs no comparison.

    They are of one code and day; or of one issuer, type and period, one of them without a number, which is compared
    with the nearest; or of no issuer and one sketch.
    """
    coded: dict[Hashable, list[Member]] = defaultdict(list)
    headless: dict[Hashable, list[Member]] = defaultdict(list)
    titled: dict[Hashable, list[Member]] = defaultdict(list)
    numberless: dict[Hashable, list[Member]] = defaultdict(list)
    for member in members:
        head = tuple(member.head.values())
        if member.code:
            coded[member.code, member["date"]].append(member)
            titled[head].append(member)
        elif member["issuer"]:
            numberless[head].append(member)
        else:
            headless[texts.slots(member)].append(member)
    for bucket in (*coded.values(), *headless.values(), *numberless.values()):
        for part in _near_ones(bucket, texts) if len(bucket) > _FEW else [bucket]:
            yield ((member, part[at + 1 :]) for at, member in enumerate(part))
    for key, bucket in numberless.items():
        yield ((member, texts.nearest(member, titled[key])) for member in bucket if key in titled)


def _near_ones(members: Iterable[Member], texts: _Texts) -> Iterator[list[Member]]:
    """Yield documents of a large bucket in smaller ones: of sketches that agree in a band."""
    bands: dict[Hashable, list[Member]] = defaultdict(list)
    for member in members:
        slots = texts.slots(member)
        for at in range(0, SLOTS, _BAND):
            bands[at, slots[at : at + _BAND]].append(member)
    yield from bands.values()


def _link(one: Member, other: Member, texts: _Texts) -> _Link:
    """Compare two documents whose heads agree; without a comparison in the link they are two."""
    if not texts.near(one, other):
        return _Link(one, other, None)
    here, there = texts[one], texts[other]
    drafted = one.is_draft_of(other)
    if not (drafted or here.may_be(there)):
        return _Link(one, other, None)
    compared = compare(here, there)
    if not (one["issuer"] and other["issuer"]):
        return _Link(one, other, compared if texts.words(one) == texts.words(other) else None)
    if compared.is_copy(here, there) or (drafted and compared.is_draft(here, there)):
        return _Link(one, other, compared)
    return _Link(one, other, None)


@dataclass(frozen=True, slots=True)
class _Decided:
    """What people decided of two files, by their hashes: that they are one document, or two."""

    joined: frozenset[frozenset[str]]
    parted: frozenset[frozenset[str]]


def _decided(connection: sqlite3.Connection) -> _Decided:
    rows = connection.execute("SELECT action, sha256, other FROM correction WHERE kind = 'documents'").fetchall()
    joined, parted = (
        frozenset(frozenset((row["sha256"], row["other"])) for row in rows if row["action"] == action)
        for action in ("join", "part")
    )
    return _Decided(joined, parted)


def _joined(members: Sequence[Member], links: Iterable[_Link], decided: _Decided) -> list[list[Member]]:
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


def _closest_first(link: _Link) -> tuple[float, str, str]:
    return (-(link.compared.alike if link.compared else 1.0), link.one["path"], link.other["path"])


def _best_read(group: Sequence[Member]) -> Member:
    """Return the member whose values count: no draft, no scan, numbered, read without doubt, the first by path."""
    return min(group, key=lambda m: (m["draft"], m["scanned"], not m.code, -m["quality"], str(m["path"])))


def _signed(group: Sequence[Member]) -> Member:
    """Return the member whose head holds: no draft, numbered, the picture of the signed sheet if there is one."""
    return min(
        group,
        key=lambda m: (m["draft"], not m.code, not m["scanned"], m["format"] != "pdf", not m["signer"], str(m["path"])),
    )


def _role(member: Member, group: Sequence[Member]) -> str:
    """Return what a file of a group is: draft, original (before it was numbered), signed, scan, copy."""
    if member["draft"]:
        return "draft"
    if member["scanned"]:
        return "scan"
    if member is _signed(group):
        return "signed"
    return "original" if not member.code and any(other.code for other in group) else "copy"


def _write_columns(
    connection: sqlite3.Connection, members: Sequence[Member], groups: Iterable[Sequence[Member]]
) -> None:
    told: dict[int, tuple[int | None, str | None, int | None]] = {}
    for group in groups:
        counted, signed = _best_read(group)["id"], _signed(group)["id"]
        told |= {member["id"]: (counted, _role(member, group), signed) for member in group}
    nothing = (None, None, None)
    connection.executemany(
        "UPDATE documents SET group_id = ?, role = ?, authority_id = ? WHERE id = ?",
        [
            (*told.get(member["id"], nothing), member["id"])
            for member in members
            if told.get(member["id"], nothing) != (member["group_id"], member["role"], member["authority_id"])
        ],
    )
    connection.execute(
        "UPDATE documents SET group_id = NULL, role = NULL, authority_id = NULL WHERE NOT present AND role IS NOT NULL"
    )


def _write_differences(connection: sqlite3.Connection, group: Sequence[Member], texts: _Texts) -> None:
    """Write what the other members of a group give otherwise than the one that counts, as problems of that one."""
    counted = _best_read(group)
    seen = {counted["sha256"]}
    rows = []
    for member in group:
        if member["sha256"] not in seen:
            seen.add(member["sha256"])
            compared = compare(texts[counted], texts[member])
            gaps = [*compared.telling, *compared.slips]
            document = Document(texts[counted].text)
            rows += [_difference(gap, counted, member, texts, document) for gap in gaps[:_MOST_TOLD]]
    connection.executemany(
        "INSERT INTO problems (document_id, kind, start, end, message, sentence, sides) VALUES (?, ?, ?, ?, ?, ?, ?)",
        rows,
    )


def _difference(gap: Gap, counted: Member, member: Member, texts: _Texts, document: Document) -> tuple[Any, ...]:
    here, there = _words(gap.one, texts[counted].text), _words(gap.other, texts[member].text)
    form = "bản dự thảo" if member["draft"] else "bản quét" if member["scanned"] else "một bản khác"
    message = f"Tệp “{member['path']}” là {form} của văn bản này và ghi “{there}”; văn bản này ghi “{here}”."
    sides = [
        {"value": value, "documents": [one["name"]], "held": one is counted}
        for value, one in ((here, counted), (there, member))
    ]
    start, end = (gap.one[0].start, gap.one[-1].end) if gap.one else (None, None)
    sentence = None if start is None else document.sentence_text(start)
    return (counted["id"], DIFFER, start, end, message, sentence, json.dumps(sides, ensure_ascii=False))


def _words(tokens: Sequence[Any], text: str) -> str:
    return " ".join(text[tokens[0].start : tokens[-1].end].split()) if tokens else "…"


def _write_same_heads(
    connection: sqlite3.Connection, apart: Iterable[_Link], groups: Iterable[Sequence[Member]]
) -> None:
    """Write a problem of each document that has the head of another group and a text of its own."""
    counted = {member["id"]: _best_read(group) for group in groups for member in group}
    pairs = {(counted.get(link.one["id"], link.one), counted.get(link.other["id"], link.other)) for link in apart}
    connection.executemany(
        "INSERT INTO problems (document_id, kind, message) VALUES (?, ?, ?)",
        [
            (
                two["id"], SAME_HEAD,
                f"Tệp “{one['path']}” cùng số, ký hiệu, ngày và cơ quan ban hành nhưng nội dung khác: là hai văn bản, "
                "hay một bản bị sửa; cần tra bản gốc.",
            )
            for one, two in sorted(pairs, key=lambda pair: (pair[0]["path"], pair[1]["path"]))
            if one is not two
        ],
    )  # fmt: skip
