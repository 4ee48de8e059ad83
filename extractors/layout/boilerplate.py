"""Finds what belongs to the page and not to the document: menus, counters, forms, related lists, page fields.

text -> spans, merged and ordered. What counts is set by the gold guidelines ("Metadata", boilerplate).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from extractors.layout.captions import find_repeated_captions
from extractors.layout.furniture import find_zone
from extractors.layout.headcells import join_head
from extractors.layout.letterhead import find_letterhead, is_column_head
from extractors.layout.published import parse_published
from extractors.model import Block, BlockKind
from extractors.text.lines import Line, split_lines

_HEAD_REACH: Final = 80
_FEWEST_OF_A_PAGE: Final = 4
_RUNNING: Final = 300
"""Longer than any line of a page's foot."""
_FURNITURE: Final = frozenset({BlockKind.BOILERPLATE, BlockKind.HEADER, BlockKind.FOOTER})
_ORNAMENTS: Final = " .:*_-–•»/|()[]"


def find_boilerplate(text: str, blocks: Sequence[Block] = ()) -> tuple[tuple[int, int], ...]:
    """Return the spans of page furniture, ordered and merged; `blocks` that the reader marked are taken as they are."""
    lines = split_lines(text)
    zones = _read_zones(lines)
    page = _is_page(lines, zones)
    zones = ["menu" if zone == "site" else zone for zone in zones]
    marked = {i for i, zone in enumerate(zones) if zone in ("tool", "print")}
    if page:
        marked |= {i for i, zone in enumerate(zones) if zone in ("tail", "close")}
        marked |= {i for i, zone in enumerate(zones) if zone == "menu" and _in_head(i, lines, zones)}
        marked |= _head_lines(lines, zones) | _tail_lines(lines, zones)
    spans = _runs(lines, marked)
    spans += [(block.start, block.end) for block in blocks if block.kind in _FURNITURE]
    article = [line for i, line in enumerate(lines) if i not in marked and zones[i] is None]
    if find_letterhead(join_head(article)) is None:
        spans += find_repeated_captions(text, article)
    return _merge(text, spans)


def _is_page(lines: Sequence[Line], zones: Sequence[str | None]) -> bool:
    """Tell whether a text is off a web page: in a plain document "Mục lục" or "Phản hồi" are headings of its own."""
    furniture = sum(zone in ("menu", "tail", "close", "tool") for zone in zones)
    if "site" in zones or (furniture and furniture + zones.count("keep") >= _FEWEST_OF_A_PAGE):
        return True
    return furniture >= _FEWEST_OF_A_PAGE or (furniture > 0 and find_letterhead(join_head(lines)) is None)


def _read_zones(lines: Sequence[Line]) -> list[str | None]:
    """Return the zone of each line: a section's or a body's name is furniture under a menu entry or the reader's date.

    Of two different days the later one is the article's.
    """
    zones: list[str | None] = []
    for line in lines:
        zone = find_zone(line)
        if zone in ("section", "body"):
            under = bool(zones) and (zones[-1] in ("menu", "keep") or set(zones) == {"day"})
            zone = "menu" if under and (zone == "section" or _is_name(line.text)) else None
        zones.append(zone)
    viewed: date | None = None
    for i, zone in enumerate(zones):
        if zone == "day":
            day = parse_published(lines[i].text)
            of_viewing = (viewed is None or day == viewed) and _is_of_viewing(i, lines, zones)
            zones[i] = "menu" if of_viewing else None
            viewed = day if of_viewing else viewed
        elif zone and lines[i].text == "|" and not _is_of_toolbar(i, lines, zones):
            zones[i] = None
    return zones


def _is_name(text: str) -> bool:
    """Tell whether a line that opens with a body's name ends in one, not in what the body does."""
    return text.split()[-1][0].isupper() or text.endswith((" ủy", " uỷ", " ương"))


def _is_of_viewing(index: int, lines: Sequence[Line], zones: Sequence[str | None]) -> bool:
    """Tell whether a date with its weekday is the reader's: under furniture alone, beside a menu, or one of two."""
    around = [*zones[max(0, index - 2) : index], *zones[index + 1 : index + 2]]
    if None not in zones[:index] or "menu" in around:
        return True
    return any(len(line.text) <= 120 and parse_published(line.text) for line in lines[index + 1 : index + 5])


def _is_of_toolbar(index: int, lines: Sequence[Line], zones: Sequence[str | None]) -> bool:
    """Tell whether a bar parts buttons of a page; else it parts the cells of a letterhead or table."""
    return any(zones[i] and lines[i].text != "|" for i in (index - 1, index + 1) if 0 <= i < len(lines))


def _in_head(index: int, lines: Sequence[Line], zones: Sequence[str | None]) -> bool:
    """Tell whether a menu word stands among other furniture: alone in the text it may be a heading."""
    near = [zones[i] for i in range(max(0, index - 2), min(len(lines), index + 3)) if i != index]
    return index < 3 or sum(zone is not None for zone in near) >= 1


def _head_lines(lines: Sequence[Line], zones: Sequence[str | None]) -> set[int]:
    """Return the lines above the article: all up to the last menu line before running text begins.

    A letterhead ends them as text does. Boxes may stand between menu and headline: where a line of publication follows,
    the headline is the line above it.
    """
    last = -1
    dated = None
    for i, line in enumerate(lines[:_HEAD_REACH]):
        if is_column_head(line.text) or (line.is_paragraph and zones[i] is None and not _repeats(lines, i)):
            break
        if zones[i] == "menu":
            last, dated = i, None
        elif dated is None and 0 <= last < i - 1 and len(line.text) <= 120 and parse_published(line.text):
            dated = i
    stop = dated - 1 if dated is not None else last + 1
    return {i for i in range(stop) if zones[i] != "keep"}


def _repeats(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a long line is a title printed again near by, as on pages of legal databases."""
    text = lines[index].text.strip(_ORNAMENTS)
    near = (line for i, line in enumerate(lines[: index + 40]) if i != index and i > index - 40)
    return any(text == line.text.strip(_ORNAMENTS) or line.text.endswith(text) for line in near)


def _tail_lines(lines: Sequence[Line], zones: Sequence[str | None]) -> set[int]:
    """Return the lines after the article: from a list or form heading down to the next running text, or to the end."""
    last_text = max((i for i, line in enumerate(lines) if len(line.text) > _RUNNING and line.is_paragraph), default=-1)
    tail: set[int] = set()
    inside = False
    for i, line in enumerate(lines):
        if zones[i] == "close" and i > last_text:
            return tail | set(range(i, len(lines)))
        if zones[i] == "tail":
            inside = True
        elif inside and line.is_paragraph and zones[i] is None:
            inside = False
        if inside:
            tail.add(i)
    return tail


def _runs(lines: Sequence[Line], marked: Iterable[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    last = -2
    for i in sorted(marked):
        if i == last + 1 and spans:
            spans[-1] = (spans[-1][0], lines[i].end)
        else:
            spans.append((lines[i].start, lines[i].end))
        last = i
    return spans


def _merge(text: str, spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and (start <= merged[-1][1] or not text[merged[-1][1] : start].strip()):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
