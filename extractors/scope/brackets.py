"""Two places in a text -> whether a bracket stands between them that was opened before both."""

from __future__ import annotations

import re
from typing import Final

_BRACKET: Final = re.compile(r"[()]")


def leaves_bracket(text: str, start: int, end: int) -> bool:
    """Tell whether a bracket opened before `start` closes before `end`: what is in it is said of another number.

    >>> leaves_bracket("(năm 2016) có 27 đoàn", 5, 15), leaves_bracket("năm 2016 (27 đoàn)", 0, 10)
    (True, False)
    """
    depth = 0
    for sign in _BRACKET.finditer(text, start, end):
        depth += 1 if sign.group() == "(" else -1
        if depth < 0:
            return True
    return False
