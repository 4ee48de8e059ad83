"""The control words of RTF that mean anything here, and what holds inside a group of them.

Source: Rich Text Format Specification 1.9.1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from pipeline.readers.docx.tree import Look, Shape

_SKIPPED_LIST: Final = """
colortbl listtable listoverridetable pict objdata nonshppict shprslt filetbl revtbl rsidtbl generator xmlnstbl themedata
colorschememapping datastore latentstyles mmathPr pgptbl atnid atnauthor annotation atrfstart atrfend bkmkstart bkmkend
tc xe fldinst sp pnseclvl template nonesttables xmlopen ftnsep ftnsepc aftnsep aftnsepc
"""
SKIPPED: Final = frozenset(_SKIPPED_LIST.split())
"""Groups that print nothing, or nothing that is not printed elsewhere."""
KEPT_STARS: Final = frozenset(
    ("footnote", "shpinst", "shptxt", "nesttableprops", "ud", "listtext", "pntext", "pn", "dptxbxtext")
)
FURNITURE: Final = {f"{kind}{side}": kind for kind in ("header", "footer") for side in ("", "l", "r", "f")}
DESTINATIONS: Final = {
    "fonttbl": "font", "stylesheet": "style", "info": "info", "listtext": "label", "pntext": "label",
}  # fmt: skip
PROPERTIES: Final = ("title", "subject", "author", "keywords", "operator", "company", "doccomm")

PLAIN: Final = Look()
SHAPELESS: Final = Shape()


@dataclass(frozen=True, slots=True)
class Group:
    """What holds inside one pair of braces, and is as before behind it."""

    skipped: bool = False
    destination: str = ""
    starred: bool = False
    font: int | None = None
    look: Look = PLAIN
    fallback: int = 1
    shape: Shape = SHAPELESS
    depth: int = 0
    alternatives: bool = False
    ends: Callable[[], None] | None = None


LOOKS: Final[dict[str, Callable[[Look, bool], Look]]] = {
    "super": lambda look, on: look._replace(raised=on),
    "nosupersub": lambda look, on: look._replace(raised=False),
    "sub": lambda look, on: look._replace(raised=False),
    "v": lambda look, on: look._replace(hidden=on),
    "deleted": lambda look, on: look._replace(deleted=on),
    "revised": lambda look, on: look._replace(inserted=on),
}


STATES: Final[dict[str, Callable[[Group, int], Group]]] = {
    "f": lambda now, number: replace(now, font=number),
    "uc": lambda now, number: replace(now, fallback=number),
    "pard": lambda now, number: replace(now, shape=SHAPELESS, depth=0),
    "s": lambda now, number: replace(now, shape=replace(now.shape, style=str(number))),
    "outlinelevel": lambda now, number: replace(now, shape=replace(now.shape, outline=number)),
    "intbl": lambda now, number: replace(now, depth=max(now.depth, 1)),
    "itap": lambda now, number: replace(now, depth=number),
}
ROWS: Final = frozenset(("trowd", "trleft", "clmrg", "clvmgf", "clvmrg", "cellx"))
LINES: Final = frozenset(("brdrs", "brdrth", "brdrdb", "brdrhair", "brdrdot", "brdrdash"))
ENDS: Final = frozenset(("par", "sect", "cell", "nestcell", "row", "nestrow"))
SETTINGS: Final = frozenset(("plain", "ansicpg", "deff", "fcharset", "footnote", "shptxt", "dptxbxtext", "upr"))
KNOWN: Final = frozenset(
    (*SKIPPED, *DESTINATIONS, *PROPERTIES, *FURNITURE, *LOOKS, *STATES, *ROWS, *LINES, *ENDS, *SETTINGS)
)
"""Words that mean anything here: the hundreds of others, most of them looks, are passed over at once."""
