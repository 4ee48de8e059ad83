"""Mentions in full -> the short forms that stand for them, and the full ones that bare numbers stand for.

`Đề án` after `Đề án số 06-ĐA/TU`, `Quyết định nêu trên`, `(sau đây gọi tắt là Kế hoạch)`, `Nghị định 59` after
`Nghị định số 59/2023/NĐ-CP`. Nothing is guessed: where two documents could be meant, there is no antecedent.
Forms: `rules/shortforms.toml`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from extractors.mention import Mention
from extractors.model import Form
from extractors.plain import places_of
from extractors.rulebook import load_rules

_RULES: Final = {rule.name: rule.pattern for rule in load_rules("shortforms")}
_MANY: Final = 200
_FULL: Final = frozenset({Form.NUMBERED, Form.NUMBER_ONLY, Form.TITLED})


def find_short_forms(view: str, mentions: Sequence[Mention], own_type: str | None) -> list[Mention]:
    """Return the short forms of a plain view, and set the antecedent of bare numbers among `mentions`.

    `own_type` is the kind of the document at hand, which its own name (`Chỉ thị` in a Chỉ thị) stands for.
    """
    _link_numbers(mentions)
    aliases = _aliases(view, mentions)
    covered = _covered(mentions)
    found: list[Mention] = []
    for kind in sorted({m.doc_type for m in mentions if m.doc_type and m.form in _FULL} | set(aliases)):
        if kind == own_type:
            continue
        cited = [m for m in mentions if m.doc_type == kind and m.form in _FULL]
        named, given = aliases.get(kind, (None, 0))
        for start in _places(view, kind, covered):
            if start == given:
                continue
            antecedent = named if named and given < start else _only_one(cited, start)
            if antecedent and (short := _read(view, start, kind, antecedent)):
                found.append(short)
    return sorted(found, key=lambda mention: mention.start)


def _covered(mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """Return the spans of mentions and titles, ordered, merged where they overlap."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted([(m.start, m.end) for m in mentions] + [m.title_span for m in mentions if m.title_span]):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _identity(mention: Mention) -> tuple[str | None, ...]:
    return mention.doc_type, mention.number, mention.code or mention.name


def _link_numbers(mentions: Sequence[Mention]) -> None:
    """Give a number without symbol the one document of that kind and number that is cited with its code."""
    codes: dict[tuple[str | None, str | None], set[str]] = {}
    full: dict[tuple[str | None, str | None, str], Mention] = {}
    for mention in mentions:
        if mention.code:
            codes.setdefault((mention.doc_type, mention.number), set()).add(mention.code)
            full.setdefault((mention.doc_type, mention.number, mention.code), mention)
    for mention in mentions:
        fitting = codes.get((mention.doc_type, mention.number), set()) if mention.form is Form.NUMBER_ONLY else set()
        if len(fitting) == 1:
            mention.antecedent = full[mention.doc_type, mention.number, next(iter(fitting))]


def _aliases(view: str, mentions: Sequence[Mention]) -> dict[str, tuple[Mention, int]]:
    """Return the names given in brackets (`gọi tắt là Kế hoạch`), with what they stand for and where they are given."""
    aliases = {}
    for mention in mentions:
        match = _RULES["alias"].match(view, mention.tail)
        if match and not any(other.start == match.start("name") for other in mentions):
            aliases[" ".join(match["name"].split())] = mention, match.start("name")
    return aliases


def _places(view: str, kind: str, covered: Sequence[tuple[int, int]]) -> Iterator[int]:
    """Yield where the kind stands as a word with a capital, outside the mentions and their titles."""
    for at in places_of(view, kind):
        whole = not view[max(0, at - 1) : at].isalnum() and not view[at + len(kind) : at + len(kind) + 1].isalnum()
        place = bisect_right(covered, (at, len(view))) - 1
        if whole and (place < 0 or at >= covered[place][1]):
            yield at


def _read(view: str, start: int, kind: str, antecedent: Mention) -> Mention | None:
    end = start + len(kind)
    pointed = _RULES["pointed"].match(view, end)
    if not pointed and not _RULES["bare"].match(view, end):
        return None
    short = Mention(start, pointed.end() if pointed else end, Form.SHORT, antecedent.doc_type, "short")
    short.antecedent = antecedent
    return short


def _only_one(cited: Sequence[Mention], start: int) -> Mention | None:
    """Return the last mention before `start` where all before it name one document; None where they name two."""
    place = bisect_left(cited, start, key=lambda mention: mention.start)
    if place == 0:
        return None
    named = {_identity(mention.antecedent or mention) for mention in cited[: min(place, _MANY)]}
    return cited[place - 1] if len(named) == 1 and place <= _MANY else None
