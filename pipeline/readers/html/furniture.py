"""Which lines of a web page are its furniture: menus, counters, forms, share bars, lists of other articles.

An element says so by its tag, its role, or the words in its class and id; a list of other articles by the words over it;
and what lies outside the element
that holds the prose is furniture from the first link on. Nothing that holds much of the prose is furniture,
whatever it is called: a class "has-sidebar" on the body, or the one form that ASP.NET puts around everything,
must not hide the document. Inside the document links are text: legal pages link every act that they cite.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from extractors.model import BlockKind
from pipeline.readers.tables import Line

_TAGS: Final = frozenset(("nav", "footer", "aside", "form", "button", "select", "textarea", "label", "menu", "dialog"))
_ROLE_LIST: Final = """
navigation banner contentinfo search complementary menu menubar tablist tab toolbar dialog alert button
"""
_WORD_LIST: Final = """
nav navbar navigation menu submenu megamenu breadcrumb breadcrumbs footer sidebar toolbar tools share sharing
social comment comments pagination pager advert advertisement ads banner related counter visitor visitors
search login copyright popup modal cookie captcha recaptcha hotline weblink weblinks
quangcao lienquan tinlienquan tinkhac tincungchuyenmuc binhluan tinmoi xemthem docthem readmore thongke truycap luotxem timkiem dangnhap
"""
_NAME_LIST: Final = "header site-header top-header header-top topbar top-bar fixed sticky cursor-pointer"
_ROLES: Final = frozenset(_ROLE_LIST.split())
_WORDS: Final = frozenset(_WORD_LIST.split())
_NAMES: Final = frozenset(_NAME_LIST.split())
"""Class names or ids that count only as a whole: an "article-header" holds the title."""
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_STUCK = re.compile(r"position\s?:\s?(?:fixed|sticky)")

_COUNTER = re.compile(
    r"(?:hôm (?:nay|qua)|(?:trong )?(?:tuần|tháng|năm)(?: này| trước)?|tất cả|tổng(?: số)?(?: lượt)?(?: truy cập)?|khách|online|"
    r"đang (?:truy cập|online|trực tuyến)|(?:số )?lượt (?:truy cập|xem|đọc)|thống kê truy cập)\s?:?\s?[\d.,]*",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"(?:các |những )?(?:tin|bài|tin bài|bài viết|văn bản|thông tin|chủ đề)(?: tức)?(?: đã đưa)? "
    r"(?:khác|liên quan|mới(?: nhất| hơn)?|cũ hơn|cùng \S.{0,40}|đọc nhiều|xem nhiều)\s?:?|cùng chuyên mục|xem thêm\s?:?|"
    r"có thể bạn quan tâm",
    re.IGNORECASE,
)
"""What stands over a list of other articles or documents."""

_PROSE: Final = 80
"""Characters from which a line reads as prose; menu entries and counters are shorter."""
_MOST_PROSE: Final = 0.4
_MAIN_PROSE: Final = 0.8
_LINKED: Final = 0.6


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


def mark_furniture(lines: Sequence[Line], parents: Sequence[int], named: Sequence[bool]) -> list[bool]:
    """Return for each line whether it is furniture.

    `parents[r]` is the element around element r, 0 the whole page; `named[r]` tells whether r names itself furniture.
    """
    weights = [_letters(line) if _is_prose(line) else 0 for line in lines]
    held = _held(lines, weights, parents)
    accepted = [False] * len(parents)
    for region in range(1, len(parents)):
        accepted[region] = accepted[parents[region]] or (named[region] and held[region] <= _MOST_PROSE * held[0])
    marked = [accepted[line.region] for line in lines]
    text_only = [0 if furniture else weight for weight, furniture in zip(weights, marked, strict=True)]
    inside = _inside(_main_element(_held(lines, text_only, parents), parents), parents)
    main = [index for index, line in enumerate(lines) if inside[line.region] and not marked[index]]
    if main:
        _mark_outside(lines, range(main[0] - 1, -1, -1), marked, lambda line: _is_heading(line) or _is_prose(line))
        _mark_outside(lines, range(main[-1] + 1, len(lines)), marked, _is_row)
        _mark_others(lines, marked)
    return marked


def _held(lines: Sequence[Line], weights: Sequence[int], parents: Sequence[int]) -> list[int]:
    """Return how many letters of prose each element holds, those of the elements inside it included."""
    held = [0] * len(parents)
    for line, weight in zip(lines, weights, strict=True):
        held[line.region] += weight
    for region in range(len(parents) - 1, 0, -1):
        held[parents[region]] += held[region]
    return held


def _main_element(held: Sequence[int], parents: Sequence[int]) -> int:
    """Return the innermost element that holds nearly all of the prose; elements come after their parents."""
    main = 0
    for region in range(1, len(parents)):
        if parents[region] == main and held[0] and held[region] >= _MAIN_PROSE * held[0]:
            main = region
    return main


def _inside(main: int, parents: Sequence[int]) -> list[bool]:
    inside = [main == 0] * len(parents)
    for region in range(1, len(parents)):
        inside[region] = region == main or inside[parents[region]]
    return inside


def _mark_outside(
    lines: Sequence[Line], outwards: Iterable[int], marked: list[bool], is_spared: Callable[[Line], bool]
) -> None:
    """Mark lines from the first link, counter or marked line outwards.

    What stands between is the title above or the author below. Spared above are headings and prose, the title and
    the lead that a share bar may cut off, and tables of data above and below.
    """
    beyond = False
    for index in outwards:
        line = lines[index]
        beyond = beyond or marked[index] or _is_linked(line) or _COUNTER.fullmatch(line.text) is not None
        if beyond and not is_spared(line):
            marked[index] = True


def _mark_others(lines: Sequence[Line], marked: list[bool]) -> None:
    """Mark, in place, lists of other articles that stand in the element of the document: a head, then lines with links."""
    listing = False
    for index, line in enumerate(lines):
        if _OTHERS.fullmatch(line.text.strip()):
            listing = index + 1 < len(lines) and lines[index + 1].linked > 0
        elif listing and not line.linked:
            listing = False
        marked[index] = marked[index] or listing


def _is_heading(line: Line) -> bool:
    return line.kind is BlockKind.HEADING


def _is_row(line: Line) -> bool:
    return line.kind is BlockKind.TABLE_ROW


def _is_prose(line: Line) -> bool:
    return _is_row(line) or (len(line.text) >= _PROSE and not _is_linked(line))


def _is_linked(line: Line) -> bool:
    return line.linked > 0 and line.linked >= _LINKED * _letters(line)


def _letters(line: Line) -> int:
    return sum(1 for c in line.text if not c.isspace())
