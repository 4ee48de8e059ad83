"""Small words of WordprocessingML that the .docx modules share."""

from __future__ import annotations

from typing import Final

from lxml import etree

from pipeline.readers.numbers import parse_number

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF: Final = ("0", "false", "off")


def local_name(node: etree._Element) -> str:
    """Return an element's name without its namespace."""
    tag = str(node.tag)
    return tag[tag.rfind("}") + 1 :]


def value_of(parent: etree._Element | None, name: str) -> str | None:
    """Return the w:val of a child element; None where there is no such child."""
    child = None if parent is None else parent.find(W + name)
    return None if child is None else child.get(f"{W}val")


def number_of(parent: etree._Element | None, name: str) -> int | None:
    """Return the w:val of a child element as a number; None where it has no small whole number."""
    return parse_number(value_of(parent, name))


def is_set(node: etree._Element, attribute: str) -> bool:
    """Tell whether an attribute of type ST_OnOff is on."""
    return node.get(W + attribute) in ("1", "true", "on")


def toggle(parent: etree._Element | None, name: str) -> bool | None:
    """Tell whether a toggle property (w:caps) is on or off; None where it is left to what the element inherits."""
    child = None if parent is None else parent.find(W + name)
    return None if child is None else child.get(f"{W}val") not in _OFF


def is_on(parent: etree._Element | None, name: str) -> bool:
    """Tell whether a toggle property (w:vanish, w:isLgl) stands and is not switched off."""
    return toggle(parent, name) is True
