"""Tells a person's name from a place, a body or a heading set like one."""

from __future__ import annotations

from functools import cache

from extractors.rulebook import load_table
from extractors.values.places import canonical, find_places, guarding_surnames


@cache
def _never() -> tuple[frozenset[str], frozenset[str]]:
    """Return the openings (a word or two), and the words anywhere, that a person's name never has."""
    table = load_table(__package__, "persons")["not_a_person"]
    return frozenset([*table["first"], *table["pairs"]]), frozenset(table["any"])


def is_person(name: str) -> bool:
    """Tell whether words in capitals or with capital initials may be a person's name.

    >>> is_person("Nông Văn Thiết"), is_person("Thành phố Cần Thơ"), is_person("QUY CHẾ")
    (True, False, False)
    """
    first, anywhere = _never()
    words = name.lower().split()
    if not words or words[0] in first or " ".join(words[:2]) in first or any(word in anywhere for word in words):
        return False
    return canonical(name) is None and not find_places(name)


def has_surname(name: str) -> bool:
    """Tell whether the first word of a name is a surname.

    >>> has_surname("LÒ THỊ INH"), has_surname("KẾT QUẢ BƯỚC ĐẦU")
    (True, False)
    """
    return name.split()[0].capitalize() in _surnames()


@cache
def _surnames() -> frozenset[str]:
    return frozenset(
        [
            *guarding_surnames(),
            *load_table(__package__, "persons")["not_a_person"]["surnames"],
        ]
    )
