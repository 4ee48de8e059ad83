"""Groups of files -> columns of `documents`, and problems: what the files of a group give otherwise, equal heads."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from extractors.text.document import Document
from pipeline.archive.aligned import Gap
from pipeline.archive.body import Body
from pipeline.archive.member import Member, Texts
from pipeline.archive.sameness import Comparison, compare

DIFFER: Final = "copies_differ"
SAME_HEAD: Final = "same_head_other_text"
_MOST_TOLD: Final = 60
"""Differences between two files that are told one by one."""
_MOST_NAMED: Final = 3
"""Numbers that are named where one head has two texts."""


@dataclass(frozen=True, slots=True)
class Link:
    """Two documents, and how they compare if they are one."""

    one: Member
    other: Member
    compared: Comparison | None


def _best_read(group: Sequence[Member]) -> Member:
    """Return the member whose values count: no draft, no scan, numbered, read without doubt, the first by path."""
    return min(group, key=lambda m: (m["draft"], m["scanned"], not m.code, -m["quality"], str(m["path"])))


def _signed(group: Sequence[Member]) -> Member:
    """Return the member whose head holds: no draft, numbered, the picture of the signed sheet if there is one."""
    return min(
        group,
        key=lambda m: (
            m["draft"],
            not m.code,
            not m.day,
            not m["scanned"],
            m["format"] != "pdf",
            not m["signer"],
            str(m["path"]),
        ),
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


def write_columns(
    connection: sqlite3.Connection, members: Sequence[Member], groups: Iterable[Sequence[Member]]
) -> None:
    """Write of each member which file counts for its group, whose head holds, and what it is itself."""
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


def write_differences(connection: sqlite3.Connection, group: Sequence[Member], texts: Texts) -> None:
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


def _difference(gap: Gap, counted: Member, member: Member, texts: Texts, document: Document) -> tuple[Any, ...]:
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


def write_same_heads(
    connection: sqlite3.Connection, apart: Iterable[Link], groups: Iterable[Sequence[Member]], texts: Texts
) -> None:
    """Write a problem of each document that has the head of another group and a text of its own."""
    counted = {member["id"]: _best_read(group) for group in groups for member in group}
    pairs = {(counted.get(link.one["id"], link.one), counted.get(link.other["id"], link.other)) for link in apart}
    connection.executemany(
        "INSERT INTO problems (document_id, kind, message) VALUES (?, ?, ?)",
        [
            (
                two["id"], SAME_HEAD,
                f"Tệp “{one['path']}” cùng số, ký hiệu, ngày và cơ quan ban hành nhưng nội dung khác"
                f"{_other_numbers(texts[one], texts[two])}: là hai văn bản, hay một bản bị sửa; cần tra bản gốc.",
            )
            for one, two in sorted(pairs, key=lambda pair: (pair[0]["path"], pair[1]["path"]))
            if one is not two
        ],
    )  # fmt: skip


def _other_numbers(one: Body, two: Body) -> str:
    """Return the numbers that tell two texts apart, where there are few."""
    there, here = (sorted((a.numbers - b.numbers).elements()) for a, b in ((one, two), (two, one)))
    if not (there and here) or max(len(there), len(here)) > _MOST_NAMED:
        return ""
    return f" (tệp kia ghi {', '.join(there)}; văn bản này ghi {', '.join(here)})"
