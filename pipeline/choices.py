"""A value of a closed set as a person calls it (`hội nghị`, `can cu`, `conference`) -> its code.

What a value is called stands in a section of messages.toml; each part between commas is a name of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from extractors.text.folding import bare, fold
from pipeline.errors import UsageError
from pipeline.speech import LANGUAGES, Message, Names, Speech

_SPEECHES: Final = tuple(map(Speech, LANGUAGES))
_MOST_NEAR: Final = 3


def read_choice(word: str, section: str, values: Sequence[str]) -> str:
    """Return the value that a word means: its code or a name of it; else the only one that shares a whole name with it.

    Raises UsageError for another word, with the names that are near it, else with all of them.

    >>> [read_choice(word, "indicator", ["conference", "training"]) for word in ("hội nghị", "lop tap huan")]
    ['conference', 'training']
    """
    for key in (fold, bare):
        names = {key(name): value for value in reversed(values) for name in _names(section, value)}
        if key(word) in names:
            return names[key(word)]
    holding = {value for name, value in names.items() if _holds(name, bare(word)) or _holds(bare(word), name)}
    if len(holding) == 1:
        return holding.pop()
    from difflib import get_close_matches

    close = get_close_matches(bare(word), names, n=2 * _MOST_NEAR, cutoff=0.6)
    near = holding or dict.fromkeys(names[name] for name in close)
    shown = Names(section, tuple(value for value in values if value in near)[:_MOST_NEAR])
    told = Message("usage.near_choice", {"names": shown}) if shown.values else ""
    raise UsageError("usage.no_choice", word=word, near=told, names=Names(section, tuple(values)))


def _holds(name: str, words: str) -> bool:
    return f" {words} " in f" {name} "


def _names(section: str, value: str) -> Iterator[str]:
    yield value
    for speech in _SPEECHES:
        name = speech.value(section, value)
        yield from (name, *_parts(name))


def _parts(name: str) -> Iterable[str]:
    return (part.strip() for part in name.split(","))
