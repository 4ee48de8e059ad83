"""Words -> the concepts that they tell: what is counted, what was done, what narrows it (`concepts.toml`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Final

from extractors.rulebook import load_table
from extractors.text.folding import fold

_TABLE: Final[dict[str, Any]] = load_table(__package__, "concepts")
_PER: Final = re.compile(r"/\s*[^\W\d]")
_TURN: Final = "lượt"
_WHO_COME: Final = frozenset({"persons", "households"})
"""Nouns whose turns are visits: `lượt người`, not `lượt tin`."""
_LABEL: Final = re.compile(r":\s|\s\|\s")
_WORD: Final = re.compile(r"[^\W_]+")
_ALIKE: Final = (
    frozenset({"persons", "turns"}), frozenset({"organisations", "events"}), frozenset({"turns", "petitions"}),
    frozenset({"turns", "dossiers"}), frozenset({"turns", "events"}), frozenset({"posts", "turns"}),
    frozenset({"posts", "media"}), frozenset({"models", "organisations"}), frozenset({"banners", "goods"}),
    frozenset({"tasks", "petitions"}),
)  # fmt: skip
"""Groups of nouns that a form and a report may use for the same things."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept: its kind (object, act, quality), the family of those that exclude it, whether it is a stock.

    Within the wording of a `closed` one nothing else is told. A `soft` one is so common beside others that its absence
    says nothing; a `plain` one does not say that all are meant. Nouns of its `group` stand for it. A `vague` one does
    not say without another what was counted.
    """

    name: str
    kind: str
    family: str | None
    stock: bool
    soft: bool
    plain: bool
    vague: bool
    group: str | None
    closed: bool
    implies: tuple[str, ...]


@cache
def concepts() -> dict[str, Concept]:
    """Return every concept by its name."""
    found = {}
    for block in _TABLE["concept"]:
        found[block["name"]] = Concept(
            block["name"],
            block["kind"],
            block.get("family"),
            block.get("stock", False),
            block.get("soft", False),
            block.get("plain", False),
            block.get("vague", False),
            block.get("group"),
            block.get("closed", False),
            tuple(block.get("implies", ())),
        )
    return found


@lru_cache(1 << 15)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded, without signs.

    >>> words_of("Tin, bài (đã đăng)")
    ('tin', 'bài', 'đã', 'đăng')
    >>> words_of("05 ĐV")
    ('05', 'đảng', 'viên')
    """
    return tuple(_WORD.findall(fold(spelled_out(text))))


def spelled_out(text: str) -> str:
    """Return a text with its abbreviations spelled out; one in small letters stays, it may be a word."""
    return _abbreviations().sub(lambda found: _TABLE["abbreviation"][found.group()], text)


@cache
def _abbreviations() -> re.Pattern[str]:
    short = sorted(_TABLE["abbreviation"], key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, short))})(?![\w-])")


@cache
def _phrases() -> dict[tuple[str, ...], tuple[str, ...]]:
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for block in _TABLE["concept"]:
        for phrase in block["phrases"]:
            key = words_of(phrase)
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), block["name"])))
    return found


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """Return by first word how many words the wordings have that begin with it, the longest first."""
    found: dict[str, set[int]] = {}
    for key in _phrases():
        found.setdefault(key[0], set()).add(len(key))
    return {word: tuple(sorted(lengths, reverse=True)) for word, lengths in found.items()}


@lru_cache(1 << 14)
def concepts_in(text: str) -> frozenset[str]:
    """Return the names of the concepts that a text tells.

    >>> sorted(concepts_in("Số tổ chức đảng được giám sát chuyên đề"))
    ['party_organisation', 'supervise']
    """
    return frozenset(name for _, _, names in _over_labels(text) for name in names)


WORDS_BETWEEN_DEEDS: Final = 2
"""Deeds of one family with no more words between them are told together: `kiểm tra và giám sát`."""


@lru_cache(1 << 13)
def nearest_deeds(text: str) -> frozenset[str]:
    """Return the concepts of the words before a number, of deeds that exclude each other the last alone.

    >>> sorted(nearest_deeds("kiểm tra đối với 03 tổ chức đảng và giám sát đối với"))
    ['party_organisation', 'supervise']
    >>> sorted(nearest_deeds("kiểm tra và giám sát đối với"))
    ['inspect', 'supervise']
    """
    kept: set[str] = set()
    begins: dict[str, int] = {}
    for start, end, names in reversed(_over_labels(text)):
        for name in names:
            family = concepts()[name].family if concepts()[name].kind == "act" else None
            if family is None or end + WORDS_BETWEEN_DEEDS >= begins.get(family, end):
                kept.add(name)
                if family:
                    begins[family] = min(start, begins.get(family, start))
    return frozenset(kept)


def _over_labels(text: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """Return the wordings of a text as `_told` does, none of which reaches over a label's colon."""
    found, at = [], 0
    for part in _LABEL.split(text):
        words = words_of(part)
        found += [(at + start, at + end, names) for start, end, names in _told(words)]
        at += len(words)
    return found


def first_told(text: str) -> frozenset[str]:
    """Return the concepts of a text's first wording.

    >>> sorted(first_told("Số nghị quyết ban hành"))
    ['resolution']
    """
    return frozenset(next((names for _, _, names in _told(words_of(text))), ()))


def named_in(text: str) -> frozenset[str]:
    """Return the concepts of which a wording stands in a text, inside that of another or not."""
    words = f" {' '.join(words_of(text))} "
    return frozenset(name for phrase, names in _phrases().items() if f" {' '.join(phrase)} " in words for name in names)


def told_things(text: str) -> frozenset[str]:
    """Return the concepts by which what a text counts is told from another: no common ones, none that others imply.

    >>> sorted(told_things("Số đơn vào sổ thụ lý: 31")), sorted(told_things("Nhận 12 đơn các loại"))
    (['petition', 'received'], ['petition', 'received'])
    """
    names = concepts_in(text)
    return frozenset(name for name in names - implied_by(names) if not concepts()[name].soft)


def implied_by(names: Iterable[str]) -> frozenset[str]:
    """Return the concepts that others tell along with themselves."""
    return frozenset(one for name in names for one in concepts()[name].implies)


def act_at_end(text: str) -> bool:
    """Tell whether a text ends with the wording of a deed, or of a thing that is so many.

    >>> [act_at_end(text) for text in ("đảng viên chuyển đến", "Đảng số là", "Đảng số", "Đảng số giữ nguyên")]
    [True, True, False, True]
    """
    words = words_of(text)
    copula = next((copula for copula in _copulas() if words[-len(copula) :] == copula), ())
    so_many = bool(copula)
    words = words[: len(words) - len(copula)]
    last = [concepts()[name] for _, end, names in _told(words) if end == len(words) for name in names]
    return any((one.kind == "act" and one.family) or (so_many and one.kind == "object") for one in last)


@cache
def _copulas() -> tuple[tuple[str, ...], ...]:
    return tuple(sorted(map(words_of, _TABLE["words"]["copulas"]), key=len, reverse=True))


@lru_cache(1 << 12)
def left_over(text: str) -> tuple[str, ...]:
    """Return the words of a text that belong to no concept and mean something by themselves."""
    words = words_of(text)
    taken = {at for start, end, _ in _told(words) for at in range(start, end)}
    empty = _empty()
    return tuple(word for at, word in enumerate(words) if at not in taken and word not in empty and not word.isdigit())


def closed_noun(text: str, word: str) -> bool:
    """Tell whether a text names a thing of several words that begins with one, and is another thing by itself.

    >>> closed_noun("Bài thu hoạch nộp qua mạng", "bài"), closed_noun("bài đăng trên trang", "bài")
    (True, False)
    """
    words = words_of(text)
    return any(
        words[start] == word and end - start > 1 and any(concepts()[name].closed for name in names)
        for start, end, names in _told(words)
    )


@lru_cache(1 << 12)
def beyond_nouns(text: str) -> tuple[str, ...]:
    """Return the words of a text that mean something and name no plain thing, of which there are always many.

    >>> beyond_nouns("Số tổ chức đảng được giám sát")
    ('giám', 'sát')
    """
    words = words_of(text)
    plain = {
        at
        for start, end, names in _told(words)
        if all(concepts()[one].plain for one in names)
        for at in range(start, end)
    }
    return tuple(
        word for at, word in enumerate(words) if at not in plain and word not in _empty() and not word.isdigit()
    )


@lru_cache(1 << 12)
def meaning(text: str) -> tuple[str, ...]:
    """Return the words of a text that mean something by themselves, whether or not a concept covers them."""
    return tuple(word for word in words_of(text) if word not in _empty() and not word.isdigit())


def is_empty(word: str) -> bool:
    """Tell whether a syllable means nothing by itself."""
    return word in _empty()


@cache
def _empty() -> frozenset[str]:
    words = _TABLE["words"]
    return frozenset(word for phrase in (*words["empty"], *words["counting"]) for word in words_of(phrase))


def _told(words: Sequence[str]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield the wordings of concepts in order, the longest at each place, as (first word, end, concepts).

    Of one that lies within another only things count (`hồ sơ` in `thu nhận hồ sơ`, not `giải quyết` in `chưa giải
    quyết`); one that reaches beyond it counts whole.
    """
    end, closed = 0, False
    for at in range(len(words)):
        found = _longest(words, at)
        if found and (at >= end or at + found[0] > end):
            yield at, at + found[0], found[1]
            if at >= end:
                end, closed = at + found[0], any(concepts()[name].closed for name in found[1])
        elif found and not closed:
            things = tuple(name for name in found[1] if concepts()[name].kind == "object")
            if things:
                yield at, at + found[0], things


def _longest(words: Sequence[str], at: int) -> tuple[int, tuple[str, ...]] | None:
    """Return how many words the longest wording has that begins at a place, and its concepts; None for none."""
    phrases = _phrases()
    for length in _lengths().get(words[at], ()):
        whole = at + length <= len(words) and tuple(words[at + length - 1 : at + length + 1]) not in _compounds()
        names = phrases.get(tuple(words[at : at + length])) if whole else None
        if names:
            return length, names
    return None


@cache
def _compounds() -> frozenset[tuple[str, ...]]:
    return frozenset(map(words_of, _TABLE["words"]["compounds"]))


@cache
def _units() -> dict[tuple[str, ...], str]:
    return {words_of(noun): group for group, nouns in _TABLE["unit"].items() for noun in nouns}


@lru_cache(1 << 12)
def unit_group(unit: str) -> str | None:
    """Return the group of nouns that a counted noun belongs to, by its longest first words; None for an unknown one.

    >>> unit_group("lượt người dân tham gia"), unit_group("lượt tin, bài"), unit_group("cái kẹo")
    ('turns', 'media', None)
    """
    words = words_of(unit)
    for length in range(len(words), 0, -1):
        group = _units().get(words[:length])
        if group:
            turned = unit_group(" ".join(words[1:])) if words[0] == _TURN and length == 1 else None
            return turned if turned and turned not in _WHO_COME else group
    return None


def listed_unit(unit: str) -> str | None:
    """Return the noun of the list that a counted noun begins with, the longest: as forms write units.

    >>> listed_unit("cuộc đối thoại với Nhân dân"), listed_unit("lượt công dân đến trụ sở"), listed_unit("cái kẹo")
    ('cuộc', 'lượt công dân', None)
    """
    words = words_of(unit)
    known = next((words[:end] for end in range(len(words), 0, -1) if words[:end] in _units()), None)
    return _written_units()[known] if known else None


@cache
def _written_units() -> dict[tuple[str, ...], str]:
    """Return the nouns of the list as they are written, by their words; of two spellings the longer."""
    nouns = sorted((noun for group in _TABLE["unit"].values() for noun in group), key=lambda noun: (len(noun), noun))
    return {words_of(noun): noun for noun in nouns}


def alike(one: str, other: str) -> bool:
    """Tell whether a form and a report may use nouns of two groups for the same things."""
    return one == other or any({one, other} <= pair for pair in _ALIKE)


def group_of_indicator(indicator: str) -> str | None:
    """Return the group that a noun unknown to `unit_group` counts alike with, by what the reading takes it for."""
    found: str | None = _TABLE["group_of_indicator"].get(indicator)
    return found


@cache
def _measures() -> dict[tuple[str, ...], tuple[str, Decimal]]:
    table = _TABLE["measure"].items()
    return {words_of(unit): (measure, Decimal(scale)) for measure, units in table for unit, scale in units.items()}


@lru_cache(1 << 10)
def measure_of(unit: str) -> tuple[str, Decimal] | None:
    """Return the measure of a unit of measure and how many of its least unit it holds.

    A noun that is counted, and a quotient of units, is none.

    >>> measure_of("ha"), measure_of("m² đất"), measure_of("hộ"), measure_of("tạ/ha")
    (('area', Decimal('10000')), ('area', Decimal('1')), None, None)
    """
    words = words_of(unit)
    lengths = range(len(words), 0, -1) if not _PER.search(unit) else ()
    return next((found for length in lengths if (found := _measures().get(words[:length]))), None)


@cache
def _with_commas() -> re.Pattern[str]:
    phrases = {phrase for block in _TABLE["concept"] for phrase in block["phrases"] if ", " in phrase}
    return re.compile("|".join(map(re.escape, sorted(phrases, key=len, reverse=True))), re.IGNORECASE)


def joined_phrases(text: str) -> str:
    """Return a text of the same length in which a comma inside a wording of a concept is none.

    >>> joined_phrases("gặp gỡ, đối thoại, có")
    'gặp gỡ; đối thoại, có'
    """
    return _with_commas().sub(lambda found: found.group().replace(",", ";"), text)


@cache
def _first_wordings() -> dict[str, str]:
    return {block["name"]: block.get("label", block["phrases"][0]) for block in _TABLE["concept"]}


def first_wording(name: str) -> str:
    """Return the wording of a concept by which people know it."""
    return _first_wordings()[name]


def noun_of(group: str) -> str | None:
    """Return the noun that stands for a group of them, None for none."""
    nouns: list[str] = _TABLE["unit"].get(group, [])
    return nouns[0] if nouns else None
