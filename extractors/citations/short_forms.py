"""Mentions in full -> the short forms that stand for them, and the full ones that bare numbers stand for.

`Đề án` after `Đề án số 06-ĐA/TU`, `Quyết định nêu trên`, `(sau đây gọi tắt là Kế hoạch)`, `Nghị định 59` after
`Nghị định số 59/2023/NĐ-CP`, `Quy chế công tác dân vận` after `Quy chế số 22-QC/TU về công tác dân vận`. Nothing is
guessed: where two documents could be meant, there is no antecedent.
Forms: `shortforms.toml`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from extractors.citations.mention import Mention
from extractors.model import Form
from extractors.names.kinds import type_at
from extractors.rulebook import any_of, load_rules, load_table
from extractors.text.plain import places_of
from extractors.values.ordinals import arabic

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["short_forms"]
_RULES: Final = {rule.name: rule.pattern for rule in load_rules(__package__, "shortforms")}
_POINTING: Final = tuple(_WORDS["pointing"])
_BEFORE_POINTING: Final = tuple(load_table(__package__, "shortforms")["words"]["before_pointing"])
_PLURAL_START: Final = re.compile(r"(?<![^\W_])" + any_of(_WORDS["opens_plural"]) + r"(?=\s)")
_PLURAL_REACH: Final = 36
_ANY_KIND: Final = "Văn bản"
_MANY: Final = 200
_FEWEST_WORDS: Final = 3
_TITLE_WORDS: Final = 5
_ABOUT: Final = re.compile(r"\s(?:[Vv]ề\s(?:việc\s)?)?\Z")
_LEAD_REACH: Final = 10
_LEADS: Final = tuple(map(len, (" ", " về ", " về việc ")))
_LONGEST_FIRST_WORDS: Final = 80
_start: Final = attrgetter("start")
_FULL: Final = frozenset({Form.NUMBERED, Form.NUMBER_ONLY, Form.TITLED})


def find_short_forms(
    view: str, mentions: Sequence[Mention], own_type: str | None, tells: bool = False
) -> list[Mention]:
    """Return the short forms of a plain view, and set the antecedent of bare numbers among `mentions`.

    `own_type` is the kind of the document at hand, which its own name (`Chỉ thị` in a Chỉ thị) stands for;
    `tells` says that it tells of other documents, so that `Chỉ thị này` is the one cited before.
    """
    _link_numbers(mentions)
    aliases = _aliases(view, mentions)
    covered = _covered(mentions)
    found: list[Mention] = []
    full = [mention for mention in mentions if mention.form in _FULL]
    by_kind = _by_kind(full)
    for kind in sorted(by_kind.keys() | aliases.keys()):
        if kind == own_type:
            continue
        cited = by_kind.get(kind, [])
        named, given = aliases.get(kind, (None, 0))
        for start in _places(view, kind, covered):
            if start == given:
                continue
            antecedent = named if named and given < start else _only_one(cited, start)
            if antecedent and (short := _read(view, start, kind, antecedent, tells)):
                found.append(short)
    found += _plurals(view, full, by_kind, _covered([*mentions, *found]))
    found += _described(view, full, _covered([*mentions, *found]))
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


def _by_kind(mentions: Sequence[Mention]) -> dict[str, list[Mention]]:
    kinds: dict[str, list[Mention]] = {}
    for mention in mentions:
        if mention.doc_type:
            kinds.setdefault(mention.doc_type, []).append(mention)
    return kinds


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
    starts = {mention.start for mention in mentions}
    for mention in mentions:
        match = _RULES["alias"].match(view, mention.tail)
        if match and not (mention.form is Form.NAMED or type_at(view, match.start("name"))):
            continue
        if match and match.start("name") not in starts:
            aliases[" ".join(match["name"].split())] = mention, match.start("name")
    return aliases


def _places(view: str, kind: str, covered: Sequence[tuple[int, int]]) -> Iterator[int]:
    """Yield where the kind stands as a word with a capital, outside the mentions and their titles."""
    for at in places_of(view, kind):
        whole = not view[max(0, at - 1) : at].isalnum() and not view[at + len(kind) : at + len(kind) + 1].isalnum()
        place = bisect_right(covered, (at, len(view))) - 1
        if whole and (place < 0 or at >= covered[place][1]):
            yield at


def _plurals(
    view: str, full: Sequence[Mention], by_kind: Mapping[str, Sequence[Mention]], covered: Sequence[tuple[int, int]]
) -> list[Mention]:
    """Return the plural forms (các quyết định nêu trên), each with every document of its kind that is cited before."""
    found: list[Mention] = []
    for at in sorted(at for word in _POINTING for at in places_of(view, word)) if len(full) > 1 else ():
        match = _last_plural(view, at)
        if match is None or _overlaps(covered, *match.span()):
            continue
        named_kind = type_at(view, match.start("kind"))
        kind = named_kind[1] if named_kind and named_kind[0] == match.end("kind") else None
        if kind is None:
            continue
        cited = full if kind == _ANY_KIND else by_kind.get(kind, ())
        before = bisect_left(cited, match.start(), key=_start)
        if before > _MANY:
            continue
        named = {_identity(m.antecedent or m): m.antecedent or m for m in reversed(cited[:before])}
        count = arabic(match["count"].lower()) if match["count"] else len(named)
        if len(named) == count and count > 1:
            short = Mention(match.start(), match.end(), Form.SHORT, kind, "short")
            short.antecedents = tuple(sorted(named.values(), key=lambda mention: mention.start))
            found.append(short)
    return found


def _described(view: str, full: Sequence[Mention], covered: Sequence[tuple[int, int]]) -> list[Mention]:
    """Return where a document cited before is told by its kind and the first words of its title alone."""
    found = [
        Mention(start, end, Form.DESCRIBED, title.kind, "described", antecedent=title.told)
        for kind, titles in _titles(view, full).items()
        for start in places_of(view, kind)
        for title, end in _titles_at(view, start + len(kind), titles)
        if start >= title.told.tail and not _overlaps(covered, start, end)
    ]
    found.sort(key=lambda mention: mention.start)
    return [later for place, later in enumerate(found) if not place or found[place - 1].end <= later.start]


@dataclass(frozen=True, slots=True)
class _Title:
    """A document by its title: `head` is the first words of `words`, `told` its first mention, `place` its order."""

    kind: str
    head: str
    words: str
    told: Mention
    place: int


def _titles(view: str, full: Sequence[Mention]) -> dict[str, dict[str, list[_Title]]]:
    """Return by kind, and by their first two words, the titles that name one document each."""
    titled: dict[tuple[str, str], list[Mention]] = {}
    for mention in full:
        words = view[slice(*mention.title_span)].split() if mention.title_span else []
        if mention.doc_type and len(words) >= _FEWEST_WORDS:
            titled.setdefault((mention.doc_type, " ".join(words[:_TITLE_WORDS])), []).append(mention)
    titles: dict[str, dict[str, list[_Title]]] = {}
    for place, ((kind, head), told) in enumerate(titled.items()):
        if len({_identity(mention.antecedent or mention) for mention in told}) == 1:
            title = _Title(kind, head, view[slice(*told[0].title_span or (0, 0))], told[0], place)
            titles.setdefault(kind, {}).setdefault(_first_words(head), []).append(title)
    return titles


def _first_words(words: str) -> str:
    return " ".join(words.split(" ", 2)[:2])


def _titles_at(view: str, at: int, titles: Mapping[str, Sequence[_Title]]) -> list[tuple[_Title, int]]:
    """Return the titles that begin behind the type word that ends at `at`, each with where its words end."""
    found = []
    for lead in _LEADS:
        start = at + lead
        about = _ABOUT.search(view, max(0, start - _LEAD_REACH), start)
        if about and about.start() == at:
            words = view[start : start + _LONGEST_FIRST_WORDS]
            found += [
                (title, _shared_end(view, start, title.head, title.words))
                for title in titles.get(_first_words(words), ())
                if view.startswith(title.head, start)
            ]
    return sorted(found, key=lambda pair: pair[0].place)


def _shared_end(view: str, at: int, head: str, title: str) -> int:
    """Return where the words at `at`, which begin with `head`, cease to be those of a title."""
    shortest = at + len(head)
    written = view[at : at + len(title)]
    differing = (place for place, (one, other) in enumerate(zip(title, written, strict=False)) if one != other)
    end = at + next(differing, len(written))
    while end > shortest and (view[end - 1].isspace() or view[end - 1 : end + 1].isalnum()):
        end -= 1
    return max(end, shortest)


def _last_plural(view: str, at: int) -> re.Match[str] | None:
    """Return the plural form whose pointing word is at `at`."""
    if not view.endswith(_BEFORE_POINTING, max(0, at - _PLURAL_REACH), at):
        return None
    starts = [match.start() for match in _PLURAL_START.finditer(view, max(0, at - _PLURAL_REACH), at)]
    for start in reversed(starts):
        match = _RULES["plural"].match(view, start)
        if match and match.end() > at:
            return match
    return None


def _overlaps(covered: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    place = bisect_left(covered, (end, 0)) - 1
    return place >= 0 and covered[place][1] > start


def _read(view: str, start: int, kind: str, antecedent: Mention, tells: bool) -> Mention | None:
    end = start + len(kind)
    pointed = _RULES["pointed"].match(view, end) or (_RULES["this"].match(view, end) if tells else None)
    if not pointed and not _RULES["bare"].match(view, end):
        return None
    short = Mention(start, pointed.end() if pointed else end, Form.SHORT, antecedent.doc_type, "short")
    short.antecedent = antecedent
    return short


def _only_one(cited: Sequence[Mention], start: int) -> Mention | None:
    """Return the last mention before `start` where all before it name one document; None where they name two."""
    place = bisect_left(cited, start, key=_start)
    if not 0 < place <= _MANY:
        return None
    named = {_identity(mention.antecedent or mention) for mention in cited[:place]}
    return cited[place - 1] if len(named) == 1 else None
