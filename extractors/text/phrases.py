"""A book of phrases (names of laws, of ministries) -> the longest one that stands at a place of the text.

Letter case and the white space between words are ignored; commas and hyphens count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from extractors.text.plain import plain_view

_TOKEN: Final = re.compile(r"\s{0,3}([^\W\d_]+|[,&/-])")
_WORDS: Final = re.compile(r"[^\W\d_]+|[,&/\n-]")

_ENDS: Final = ""
"""The key of a node under which a phrase ends; it is no word."""

_Node = dict[str, Any]
"""What may follow, by word."""


class PhraseBook:
    """A tree of phrases by word; looking one up costs one step for each word that fits."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._root: _Node = {}
        node = self._root
        for word in _WORDS.findall(plain_view("\n".join((*phrases, ""))).lower()):
            if word == "\n":
                node[_ENDS] = True
                node = self._root
            else:
                node = node.setdefault(word, {})

    def match(self, view: str, start: int) -> int | None:
        """Return the end of the longest phrase that begins at `start` of a plain view, None if there is none.

        >>> PhraseBook(["Phòng, chống", "Phòng, chống ma túy"]).match("Luật phòng, chống ma túy", 5)
        24
        """
        node = self._root
        end = None
        at = start
        while token := _TOKEN.match(view, at):
            following = node.get(token[1].lower())
            if following is None:
                break
            node, at = following, token.end()
            if _ENDS in node:
                end = at
        return end
