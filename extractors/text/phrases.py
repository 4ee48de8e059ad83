"""A book of phrases (names of laws, of ministries) -> the longest one that stands at a place of the text.

Letter case and the white space between words are ignored; commas and hyphens count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from extractors.text.plain import plain_view

_TOKEN: Final = re.compile(r"\s{0,3}([^\W\d_]+|[,&/-])")


@dataclass(slots=True)
class _Node:
    following: dict[str, _Node] = field(default_factory=dict)
    ends: bool = False


class PhraseBook:
    """A tree of phrases by word; looking one up costs one step for each word that fits."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._root = _Node()
        for phrase in plain_view("\n".join(phrases)).lower().split("\n"):
            node = self._root
            for token in _TOKEN.findall(phrase):
                node = node.following.setdefault(token, _Node())
            node.ends = True

    def match(self, view: str, start: int) -> int | None:
        """Return the end of the longest phrase that begins at `start` of a plain view, None if there is none.

        >>> PhraseBook(["Phòng, chống", "Phòng, chống ma túy"]).match("Luật phòng, chống ma túy", 5)
        24
        """
        node = self._root
        end = None
        at = start
        while token := _TOKEN.match(view, at):
            following = node.following.get(token[1].lower())
            if following is None:
                break
            node, at = following, token.end()
            if node.ends:
                end = at
        return end
