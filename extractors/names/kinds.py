"""A place in the text -> the word for a kind of document that stands before it (Nghị quyết, quyết định số, NQ).

The kinds, their letters in symbols and their short forms are in `kinds.toml`, the one table of document types.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final, NamedTuple

from extractors.rulebook import any_of, load_table
from extractors.text.folding import bare, fold
from extractors.text.phrases import PhraseBook

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "kinds")["words"]
_TYPES: Final[list[dict[str, Any]]] = load_table(__package__, "kinds")["type"]
_SPACED: Final[dict[str, str]] = {
    wording.lower(): block["name"] for block in _TYPES for wording in (block["name"], *block.get("words", ()))
}
_NAMES: Final = {w.replace(" ", "") if w.count(" ") == 1 else w: name for w, name in _SPACED.items()} | _SPACED
"""Of two syllables also without the space between them, which is often lost (Quyếtđịnh)."""
_SHORT: Final[dict[str, str]] = {short: block["name"] for block in _TYPES for short in block.get("short", ())}
_BARE: Final[dict[str, str]] = {block["name"]: block["bare"] for block in _TYPES}
_NOT_AFTER: Final[dict[str, list[str]]] = {block["name"]: block.get("not_after", []) for block in _TYPES}
_ALSO: Final[dict[str, list[str]]] = {block["name"]: block.get("also", []) for block in _TYPES}
_RECORD_KINDS: Final[dict[str, str]] = {block["name"]: block["kind"] for block in _TYPES}
_PERIODIC: Final = frozenset(block["name"] for block in _TYPES if block.get("period"))
LETTERS: Final[dict[str, str]] = {letters: block["name"] for block in _TYPES for letters in block["letters"]}
"""Letters of a symbol -> the kind of document that they stand for, where nothing else tells."""

_NUMBER_WORDS: Final = frozenset(_WORDS["number_words"])
_LAST_WORDS: Final = frozenset(name.split()[-1] for name in _NAMES) | frozenset(_SHORT) | _NUMBER_WORDS
_ENDINGS: Final = frozenset(form[-2:] for name in _LAST_WORDS for form in (name, name.upper(), name.capitalize()))
"""The last two letters of the words that may stand before a number."""
ENDINGS: Final = tuple("".join(sorted({ending[place] for ending in _ENDINGS})) for place in (0, 1))
"""The letters that are last but one, and last, in a word that may stand before a number."""
_BY_LAST_WORD: Final[dict[str, list[str]]] = {}
for _name in sorted(_NAMES, key=len, reverse=True):
    _BY_LAST_WORD.setdefault(_name.split()[-1], []).append(_name)
_NOT_DOCUMENTS: Final = frozenset(load_table(__package__, "kinds")["words"]["not_documents"])
_BOOK: Final = PhraseBook(_NAMES)
_QUOTED: Final = {block["name"]: block["titled"] for block in _TYPES if "titled" in block}
_JUNK: Final = frozenset(" \n\t*_:([“\"'‘")
_NUMBER_WORD: Final = re.compile(r"(?<![^\W\d_])(?:[Ss][ốổồóô]|SỐ)(?:\s?[/,]?\s?(?:ký\s)?hiệu)?\Z")
"""`Số`, with the marks that a scan takes for it; only a kind of document before such a word makes it one."""
_QUALIFIER: Final = re.compile(r"\s" + any_of(_WORDS["qualifiers"]) + r"\Z")
"""What may stand between the word for a kind and `số` (công văn bổ sung số 463-TN)."""
_QUALIFYING: Final = frozenset(_WORDS["last_of_qualifiers"])
_LAST_WORD: Final = re.compile(r"[^\W\d_]+\Z")
_REACH: Final = 48
_WORD_REACH: Final = 24
_MOST_WORDS: Final = max(name.count(" ") for name in _SPACED) + 1


class TypeWord(NamedTuple):
    """A word for a kind of document: where it stands, its name, and whether `số` follows it.

    `name` is None where only `số` stands before the number; `short` tells an abbreviation.
    """

    start: int
    end: int
    name: str | None
    numbered: bool
    short: bool = False


def bare_use(name: str) -> str:
    """Return when the word with a number alone is a citation: free, attribute or never."""
    return _BARE.get(name, "attribute")


def heading_forms() -> dict[str, str]:
    """Return each wording that may stand as the type line of a head, with the kind that it names."""
    own = (block for block in _TYPES if not block.get("generic"))
    return {form: block["name"] for block in own for form in (block["name"], *block.get("heads", ()))}


def record_kind(name: str | None) -> str:
    """Return the metadata.kind of a document of a kind; "other" for a kind that the table does not hold.

    >>> record_kind("Báo cáo"), record_kind("Chỉ thị"), record_kind(None)
    ('report', 'directive', 'other')
    """
    return _RECORD_KINDS.get(name or "", "other")


def names_period(name: str | None) -> bool:
    """Tell whether the title of a document of a kind names the period that it reports on or plans for."""
    return name in _PERIODIC


def titled_use(name: str | None) -> str | None:
    """Return whether a quoted title identifies a document of a kind: "free", "cued" behind a cue, None for never."""
    return _QUOTED.get(name or "")


def letters_fit(name: str, letters: str) -> bool:
    """Tell whether the letters of a symbol may stand for a kind of document; letters that are no type fit any."""
    meant = LETTERS.get(letters)
    return meant is None or meant == name or letters in _ALSO.get(name, ())


def kinds_of(letters: str) -> tuple[str, ...]:
    """Return the kinds of document that letters of a symbol may stand for, the likeliest first."""
    meant = LETTERS.get(letters)
    return (*((meant,) if meant else ()), *(name for name, also in _ALSO.items() if letters in also and name != meant))


def type_at(view: str, at: int) -> tuple[int, str] | None:
    """Return where the word for a kind of document that begins at `at` of a plain view ends, and the kind."""
    end = _BOOK.match(view, at)
    return (end, _NAMES[" ".join(view[at:end].lower().split())]) if end is not None else None


def may_follow_type(view: str, at: int) -> bool:
    """Tell at little cost whether the word before `at` may end a word for a kind of document, or be `số`."""
    before = view[at - 3 : at]
    if before[1:2].isalpha() and before[2:] == " " and before[:2] not in _ENDINGS:
        return False
    head = view[max(0, at - _WORD_REACH) : at].rstrip(' \n\t*_:([“">')
    word = head[head.rfind(" ") + 1 :]
    word = word[word.rfind("\n") + 1 :].strip("(*_[<b>“")
    return word in _LAST_WORDS or word.lower() in _LAST_WORDS


def type_before(view: str, at: int) -> TypeWord | None:
    """Return the word for a kind of document (or `số` alone) that ends right before `at` in a plain view."""
    floor = max(0, at - _REACH)
    end = _skip_back(view, floor, at)
    ends_so = view[end - 2 : end].lower() in _NUMBER_WORDS or view[end - 4 : end] == "hiệu"
    number_word = _NUMBER_WORD.search(view, max(floor, end - 14), end) if ends_so else None
    if ends_so and number_word is None and (glued := _glued_to_number_word(view, floor, end)):
        return glued
    if number_word:
        end = _skip_back(view, floor, number_word.start())
        if view[end - 3 : end] == " từ":
            end = _skip_back(view, floor, end - 3)
    last = _ending_word(view[max(floor, end - _WORD_REACH) : end].rpartition(" ")[2])
    if number_word and last in _QUALIFYING and (qualifier := _QUALIFIER.search(view, floor, end)):
        end = qualifier.start()
        last = _ending_word(view[max(floor, end - _WORD_REACH) : end].rpartition(" ")[2])
    numbered = number_word is not None
    if named := _longest_name(view, floor, end, last.lower()):
        return TypeWord(named[0], end, named[1], numbered)
    if last in _SHORT:
        return TypeWord(end - len(last), end, _SHORT[last], numbered, short=True)
    if number_word and number_word.group()[:2].lower() == "số" and last.lower() not in _NOT_DOCUMENTS:
        return TypeWord(number_word.start(), number_word.end(), None, numbered=True)
    return None


def _glued_to_number_word(view: str, floor: int, end: int) -> TypeWord | None:
    """Return the word for a kind to which `số` is glued (Nghị quyếtsố 18-NQ/TW), None where there is none."""
    end -= len("số")
    last = _ending_word(view[max(floor, end - _WORD_REACH) : end].rpartition(" ")[2])
    named = _longest_name(view, floor, end, last.lower())
    return TypeWord(named[0], end, named[1], numbered=True) if named else None


def _ending_word(token: str) -> str:
    """Return the letters with which a token ends."""
    if token.isalpha():
        return token
    word = _LAST_WORD.search(token)
    return word.group() if word else ""


def _longest_name(view: str, floor: int, end: int, last: str) -> tuple[int, str] | None:
    """Return the longest name of a kind that ends at `end` with the word `last`, and its offset.

    A capital letter begins it where the space before was lost (`tạiTờ trình`).
    """
    wordings = _BY_LAST_WORD.get(last)
    if wordings is None:
        return None
    written = " ".join(view[floor:end].lower().split())
    for wording in wordings:
        before = written[: -len(wording)]
        if not written.endswith(wording):
            continue
        start, name = _start_of(view, end, wording.split()), _NAMES[wording]
        grown = view[start - 1 : start].islower() and view[start].isupper()
        if before[-1:].isalpha() and not grown:
            continue
        if not (before.endswith(" ") and _ending_word(before.split()[-1]) in _NOT_AFTER[name]):
            return start, name
    return None


def _start_of(view: str, end: int, words: list[str]) -> int:
    """Return where words begin of which the last ends at `end`, with white space between them."""
    for word in reversed(words):
        while view[end - 1].isspace():
            end -= 1
        end -= len(word)
    return end


def _skip_back(view: str, floor: int, end: int) -> int:
    """Step back over white space, marks of emphasis, an opening bracket or a tag (`<b>`)."""
    while end > floor:
        last = view[end - 1]
        if last in _JUNK:
            end -= 1
        elif last == ">" and (tag := view.rfind("<", max(floor, end - 10), end)) >= 0:
            end = tag
        else:
            break
    return end


@cache
def _typed() -> tuple[dict[str, str], dict[str, str]]:
    """Return the names and letters of kinds as people type them, folded; and bare, where only one kind is meant."""
    folded = {fold(form): name for form, name in (*LETTERS.items(), *_SHORT.items(), *_SPACED.items())}
    meant: dict[str, set[str]] = {}
    for form, name in folded.items():
        meant.setdefault(bare(form), set()).add(name)
    return folded, {form: names.pop() for form, names in meant.items() if len(names) == 1}


def typed_kind(words: str) -> tuple[str, str] | None:
    """Return the kind that typed words begin with, by its name or its letters, and the words behind it.

    >>> typed_kind("bao cao 268"), typed_kind("QC 22/TU"), typed_kind("Lào Cai")
    (('Báo cáo', '268'), ('Quy chế', '22/TU'), None)
    """
    tokens = words.split()
    for key, forms in zip((fold, bare), _typed(), strict=True):
        for count in range(min(len(tokens), _MOST_WORDS), 0, -1):
            name = forms.get(key(" ".join(tokens[:count])))
            if name:
                return name, " ".join(tokens[count:])
    return None
