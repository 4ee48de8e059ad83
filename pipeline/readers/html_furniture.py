"""Which lines of a web page are its furniture: menus, counters, forms, share bars, lists of other articles.

An element says so by its tag, its role, or the words in its class and id; a run of lines that are all links
says so by itself. Nothing that holds much of the page's prose is furniture, whatever it is called: a class
"has-sidebar" on the body, or the one form that ASP.NET puts around everything, must not hide the document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from pipeline.readers.tables import Line

_TAGS: Final = frozenset(("nav", "footer", "aside", "form", "button", "select", "textarea", "label", "menu", "dialog"))
_ROLE_LIST: Final = """
navigation banner contentinfo search complementary menu menubar tablist tab toolbar dialog alert button
"""
_WORD_LIST: Final = """
nav navbar navigation menu submenu megamenu breadcrumb breadcrumbs footer sidebar toolbar tools share sharing
social comment comments pagination pager advert advertisement ads banner related counter visitor visitors
search login copyright popup modal cookie captcha recaptcha hotline weblink weblinks
quangcao lienquan tinlienquan tinkhac tincungchuyenmuc binhluan thongke truycap luotxem timkiem dangnhap
"""
_NAME_LIST: Final = "header site-header top-header header-top topbar top-bar fixed sticky cursor-pointer"
_ROLES: Final = frozenset(_ROLE_LIST.split())
_WORDS: Final = frozenset(_WORD_LIST.split())
_NAMES: Final = frozenset(_NAME_LIST.split())
"""Class names or ids that count only as a whole: an "article-header" holds the title."""
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_STUCK = re.compile(r"position\s?:\s?(?:fixed|sticky)")

_PROSE: Final = 80
"""Letters from which a line reads as prose; menu entries and counters are shorter."""
_MOST_PROSE: Final = 0.4
_LINKED: Final = 0.8
_SHORTEST_RUN: Final = 3


def is_furniture(tag: str, attributes: Mapping[str, str]) -> bool:
    """Tell whether an element names itself furniture; `attributes` may hold role, class, id and style."""
    if tag == "h1":
        return False
    if tag in _TAGS or attributes.get("role", "").lower() in _ROLES:
        return True
    if _STUCK.search(attributes.get("style", "")):
        return True
    names = f"{attributes.get('class', '')} {attributes.get('id', '')}"
    if not _NAMES.isdisjoint(names.lower().split()):
        return True
    return not _WORDS.isdisjoint(word.lower() for word in _WORD.findall(names))


def mark_furniture(lines: Sequence[Line], parents: Sequence[int]) -> list[bool]:
    """Return for each line whether it is furniture; `parents[r]` is the region around region r, region 0 the page."""
    prose = [_letters(line) if _is_prose(line) else 0 for line in lines]
    within = [0] * len(parents)
    for line, letters in zip(lines, prose, strict=True):
        within[line.region] += letters
    for region in range(len(parents) - 1, 0, -1):
        within[parents[region]] += within[region]
    accepted = [False] * len(parents)
    for region in range(1, len(parents)):
        accepted[region] = accepted[parents[region]] or within[region] <= _MOST_PROSE * within[0]
    marked = [accepted[line.region] for line in lines]
    _mark_link_runs(lines, marked)
    _mark_outer_links(lines, marked)
    return marked


def _mark_link_runs(lines: Sequence[Line], marked: list[bool]) -> None:
    """Mark three or more lines in a row that are links and nothing else."""
    run: list[int] = []
    for index, line in enumerate(lines):
        if marked[index]:
            continue
        if _is_linked(line):
            run.append(index)
            continue
        _close_run(run, marked)
    _close_run(run, marked)


def _close_run(run: list[int], marked: list[bool]) -> None:
    if len(run) >= _SHORTEST_RUN:
        for index in run:
            marked[index] = True
    run.clear()


def _mark_outer_links(lines: Sequence[Line], marked: list[bool]) -> None:
    """Mark single links before the first line of prose and after the last: logos, "next article", tags."""
    prose = [index for index, line in enumerate(lines) if _is_prose(line) and not marked[index]]
    if not prose:
        return
    for index, line in enumerate(lines):
        if not prose[0] <= index <= prose[-1] and _is_linked(line):
            marked[index] = True


def _is_prose(line: Line) -> bool:
    return len(line.text) >= _PROSE and not _is_linked(line)


def _is_linked(line: Line) -> bool:
    return line.linked > 0 and line.linked >= _LINKED * _letters(line)


def _letters(line: Line) -> int:
    return sum(1 for c in line.text if not c.isspace())
