"""Finds what belongs to the page and not to the document: menus, counters, forms, related lists, page fields.

text -> spans, merged and ordered. What counts is set by the gold guidelines ("Metadata", boilerplate).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from itertools import takewhile
from typing import Final

from extractors.layout.captions import find_repeated_captions
from extractors.layout.furniture import find_zone, is_menu
from extractors.layout.head_types import type_pattern
from extractors.layout.headcells import read_letterhead
from extractors.layout.letterhead import is_column_head, is_title_again, number_in, opens_letterhead
from extractors.layout.letterhead import pattern as body_pattern
from extractors.layout.published import parse_published, split_crawled
from extractors.layout.signed_end import RUNNING, lines_below_signature
from extractors.model import Block, BlockKind
from extractors.names.bodies import match_body
from extractors.rulebook import find_pattern, load_table
from extractors.text.document import Document
from extractors.text.lines import Line, regular, split_cells

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "boilerplate")["words"]
_HEAD_REACH: Final = 400
"""How many lines the menus above a document may take."""
_HEAD_OF_DOCUMENT: Final = 8
"""Within how many lines of its first one a letterhead shows the nation's name, its motto or the Party's."""
_TITLE_REACH: Final = 20
_FEWEST_OF_A_PAGE: Final = 4
_KINDS_OF_A_PAGE: Final = 3
_MOST_WORDS_OF_SECTION: Final = 4
_MOST_OFFERED: Final = 3
_FEWEST_WORDS_OF_SENTENCE: Final = 8
_FEWEST_STEPS: Final = 2
_LONGEST_ENTRY: Final = 40
_NEAR_TOP: Final = 8
_FEWEST_WORDS_OF_HEADLINE: Final = 6
_ENDS_OF_BODIES: Final = tuple(_WORDS["ends_of_bodies"])
_MOST_WORDS_OF_ENTRY: Final = 6
_pattern = partial(find_pattern, __package__, "pages")
_FURNITURE: Final = frozenset({BlockKind.BOILERPLATE, BlockKind.HEADER, BlockKind.FOOTER})
_LONGEST_DAY: Final = 120
_CODE: Final = re.compile(r"\d{1,5}(?:/(?:19|20)\d{2})?[-/][A-ZĐ][\w&]*(?:[-/][A-ZĐ][\w&]*)*")
_MARKUP: Final = "*#_ "
_ORNAMENTS: Final = " .:*_-–•»/|()[]"


def find_boilerplate(text: str | Document, blocks: Sequence[Block] = ()) -> tuple[tuple[int, int], ...]:
    """Return the spans of page furniture, ordered and merged; `blocks` that the reader marked are taken as they are."""
    document = Document.of(text)
    lines, _ = split_crawled(list(document.lines))
    zones = _read_zones(lines)
    page = _is_page(document, zones)
    shared = "site" in zones
    zones = ["menu" if zone == "site" else zone for zone in zones]
    marked = {i for i, zone in enumerate(zones) if zone in ("tool", "print")}
    if page:
        marked |= {i for i, zone in enumerate(zones) if zone in ("tail", "close")}
        marked |= {i for i, zone in enumerate(zones) if zone == "menu" and _in_head(i, lines, zones)}
        marked |= _head_lines(lines, zones) | _tail_lines(lines, zones) | lines_below_signature(lines, zones)
        marked -= _own_heading(lines, zones) | ({0} if shared and zones[0] is None else set())
    marked |= _above_letterhead(lines, zones)
    marked -= _telling_alone(lines, marked)
    spans = _runs(lines, marked)
    spans += [(block.start, block.end) for block in blocks if block.kind in _FURNITURE]
    article = [line for i, line in enumerate(lines) if i not in marked and zones[i] is None]
    joined, head = read_letterhead(document, article)
    if head and head.stop < len(joined) and is_title_again(joined, head.title, head.stop):
        spans.append((joined[head.stop].start, joined[head.stop].end))
    if head is None:
        spans += find_repeated_captions(regular(document.text), article)
        spans += [found.span() for found in _pattern("linked").finditer(document.text)]
    return _merge(document.text, spans)


def _is_page(document: Document, zones: Sequence[str | None]) -> bool:
    """Tell whether a text is off a web page: in a plain document "Mục lục" or "Phản hồi" are headings of its own."""
    furniture = sum(map(zones.count, ("menu", "tail", "close", "tool")))
    if "site" in zones or (furniture and furniture + zones.count("keep") >= _FEWEST_OF_A_PAGE):
        return True
    if len({"menu", "tail", "close", "tool"} & set(zones)) >= _KINDS_OF_A_PAGE:
        return True
    return furniture >= _FEWEST_OF_A_PAGE or (furniture > 0 and read_letterhead(document, document.lines)[1] is None)


def _read_zones(lines: Sequence[Line]) -> list[str | None]:
    """Return the zone of each line: a section's or a body's name is furniture under a menu entry or the reader's date.

    Of two different days the later one is the article's.
    """
    zones: list[str | None] = []
    only_days = True
    for line in lines:
        zone = find_zone(line)
        if zone in ("section", "body"):
            above = zones[-1] if zones else None
            under = (
                above == "menu"
                or (above == "keep" and not line.text.isupper())
                or (above is not None and (only_days or {None, "keep"}.isdisjoint(zones)))
            )
            zone = "menu" if under and (zone == "section" or _is_name(line.text)) else None
        only_days = only_days and zone == "day"
        zones.append(zone)
    zones = _with_site_lines(lines, zones)
    viewed: date | None = None
    only_furniture = True
    for i, zone in enumerate(zones):
        if zone == "day":
            day = parse_published(lines[i].text)
            of_viewing = (viewed is None or day == viewed) and (only_furniture or _is_of_viewing(i, lines, zones))
            zones[i] = "menu" if of_viewing else None
            viewed = day if of_viewing else viewed
        elif zone and lines[i].text == "|" and not _is_of_toolbar(i, lines, zones):
            zones[i] = None
        only_furniture = only_furniture and zones[i] is not None
    return zones


def _with_site_lines(lines: Sequence[Line], zones: list[str | None]) -> list[str | None]:
    """Return the zones with those of a page's first line: the site's name, its section, the way to the article.

    A site's name stands above its address or above the day of viewing, a section above a headline with its day.
    """
    if len(lines) < _FEWEST_OF_A_PAGE:
        return zones
    if zones[0] is not None:
        known = next((i for i, zone in enumerate(zones) if zone != "menu"), 0)
        return [*zones[:known], "menu", *zones[known + 1 :]] if known and _heads_section(lines, zones, known) else zones
    first, second, third = lines[:3]
    if first.text == second.text and len(first.text.split()) <= _MOST_WORDS_OF_SECTION:
        return ["menu", "menu", *zones[2:]]
    addressed = second.text.startswith("http") and first.text.isupper()
    if addressed or (_is_body_alone(first.text) and _is_day(second) and not third.is_paragraph):
        return ["menu", "menu", *zones[2:]]
    section = len(first.text.split()) <= _MOST_WORDS_OF_SECTION and _is_entry(first.text)
    if (section and second.gap and _is_dated_headline(lines, zones, 2)) or _leads_to_headline(lines):
        return ["menu", *zones[1:]]
    return zones


def _heads_section(lines: Sequence[Line], zones: Sequence[str | None], index: int) -> bool:
    """Tell whether a few words below a menu are the name of a section: a headline stands apart below them."""
    below = lines[index + 1 : index + 2]
    short = zones[index] is None and len(lines[index].text.split()) <= _MOST_WORDS_OF_SECTION
    if not (short and _is_entry(lines[index].text) and below and below[0].gap and zones[index + 1] is None):
        return False
    return len(below[0].text.split()) >= _FEWEST_WORDS_OF_HEADLINE and below[0].text[-1] not in ".:;"


def _is_body_alone(text: str) -> bool:
    """Tell whether a line is the name of a body and nothing else."""
    name = text if not text.isupper() else text.capitalize()
    return body_pattern("body_name").match(name) is not None and match_body(name, 0) == len(name)


def _leads_to_headline(lines: Sequence[Line]) -> bool:
    """Tell whether the first line is the way to the article, set apart by wide blanks: home, sections, headline."""
    cells = split_cells(lines[0].text)
    if len(cells) < _FEWEST_STEPS or not is_menu(cells[0]):
        return False
    return any(cells[-1] == line.text for line in lines[1:_NEAR_TOP])


def _is_name(text: str) -> bool:
    """Tell whether a line that opens with a body's name ends in one, not in what the body does."""
    return text.split()[-1][0].isupper() or text.endswith(_ENDS_OF_BODIES)


def _is_of_viewing(index: int, lines: Sequence[Line], zones: Sequence[str | None]) -> bool:
    """Tell whether a date with its weekday below text is the viewing date: beside a menu, or one of two.

    Under the line of a headline, in a page's head or not, it is the day of publication.
    """
    if zones[index - 1] == "menu" or "menu" in zones[index + 1 : index + 2]:
        return True
    return any(map(_is_day, lines[index + 1 : index + 5]))


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
        if _opens_head(lines, i) or (line.is_paragraph and zones[i] is None and not _repeats(lines, i)):
            break
        if last < 0 and _is_dated_headline(lines, zones, i):
            break
        if zones[i] == "menu":
            last, dated = i, None
        elif dated is None and 0 <= last < i - 1 and "keep" not in zones[last:i] and _is_day(line):
            dated = i
    stop = dated - 1 if dated is not None else _end_of_menu(lines, zones, last + 1)
    return {i for i in range(stop) if zones[i] != "keep"}


def _is_dated_headline(lines: Sequence[Line], zones: Sequence[str | None], index: int) -> bool:
    """Tell whether a line says when the article was published whose headline stands right above it."""
    if not index or zones[index] is not None or zones[index - 1] is not None or not _is_day(lines[index]):
        return False
    return len(lines[index - 1].text.split()) >= _FEWEST_WORDS_OF_HEADLINE


def _above_letterhead(lines: Sequence[Line], zones: Sequence[str | None]) -> set[int]:
    """Return the first lines above a letterhead, or a type in capitals, that are a menu's, whatever else there is."""
    near = range(len(lines[:_NEAR_TOP]))
    head = next((i for i in near if _opens_head(lines, i) or _is_type_alone(lines[i].text)), 0)
    known = (zones[i] in ("menu", "tool") or _is_beside_menu(lines[i].text) for i in range(head))
    return set(range(sum(1 for _ in takewhile(bool, known))))


def _is_type_alone(text: str) -> bool:
    return text.isupper() and type_pattern().fullmatch(text) is not None


def _is_beside_menu(text: str) -> bool:
    """Tell whether a line above a letterhead is a rule, or an act of the list of those that the document cites."""
    return bool(body_pattern("ruling").fullmatch(text) or _pattern("listed_act").match(text))


def _own_heading(lines: Sequence[Line], zones: Sequence[str | None]) -> set[int]:
    """Return the first line of a page that names the document below it by its number: a title, not a menu entry.

    A heading that repeats the title printed below is furniture (gold guidelines), wrapped or not.
    """
    head = next((i for i in range(len(lines[:_HEAD_REACH])) if _opens_head(lines, i)), 0)
    cells = [cell for line in lines[head : head + _HEAD_OF_DOCUMENT] for cell in split_cells(line.text)]
    codes = {found["code"] for found in map(number_in, cells) if found and found["number"]}
    if not head and "keep" in zones:
        head = zones.index("keep")
        told = "\n".join(line.text for line, zone in zip(lines, zones, strict=True) if zone == "keep")
        codes = {found.group() for found in _CODE.finditer(told)}
    for i in range(head):
        code = next((code for code in codes if zones[i] is None and code in lines[i].text), None)
        if code:
            printed = " ".join(line.key for line in lines[i + 1 : head + _TITLE_REACH])
            said = " ".join(lines[i].text.split(code, 1)[1].lower().split()).strip(_ORNAMENTS)
            return set() if said and said in printed else {i}
    return set()


def _opens_head(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a letterhead begins at a line: its issuer or number, the heading of its right-hand column near."""
    line = lines[index]
    if is_column_head(line.text):
        return True
    near = lines[index : index + _HEAD_OF_DOCUMENT]
    return opens_letterhead(line.text) and any(
        is_column_head(cell) for other in near for cell in split_cells(other.text)
    )


def _is_day(line: Line) -> bool:
    return len(line.text) <= _LONGEST_DAY and parse_published(line.text) is not None


def _end_of_menu(lines: Sequence[Line], zones: Sequence[str | None], first: int) -> int:
    """Return the line at which the entries below a known one end: those above a table of attributes or a letterhead.

    Where anything else follows, a headline among them, only the known entries are furniture.
    """
    stop = first
    while stop and stop < len(lines) and zones[stop] is None and _is_entry(lines[stop].text):
        stop += 1
    ended = stop < len(lines) and (zones[stop] in ("keep", "body") or is_column_head(lines[stop].text))
    return stop if ended or (stop < len(lines) and opens_letterhead(lines[stop].text)) else first


def _is_entry(text: str) -> bool:
    """Tell whether a line may be an entry of a menu: a few words without a number, not the name of a body or a type."""
    few = len(text) <= _LONGEST_ENTRY and len(text.split()) <= _MOST_WORDS_OF_ENTRY
    plain = few and not any(map(str.isdigit, text)) and text[-1] not in ".:;" and not opens_letterhead(text)
    return plain and not _is_type_alone(text)


def _repeats(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a long line is a title printed again near by, as on pages of legal databases."""
    text = lines[index].text.strip(_ORNAMENTS)
    near = (line for i, line in enumerate(lines[: index + 40]) if i != index and i > index - 40)
    return any(text == line.text.strip(_ORNAMENTS) or line.text.endswith(text) for line in near)


def _tail_lines(lines: Sequence[Line], zones: Sequence[str | None]) -> set[int]:
    """Return the lines after the article: from a list or form heading down to the next running text, or to the end."""
    last_text = max((i for i, line in enumerate(lines) if len(line.text) > RUNNING and line.is_paragraph), default=-1)
    last_attribute = max((i for i, zone in enumerate(zones) if zone == "keep"), default=-1)
    tail: set[int] = set()
    inside = False
    opened = 0
    for i, line in enumerate(lines):
        if zones[i] == "close" and i > max(last_text, last_attribute):
            return tail | set(range(i, len(lines)))
        if zones[i] == "tail" and not any(zone is None for zone in zones[:i]):
            tail.add(i)
        elif zones[i] == "tail":
            inside, opened = True, i
        elif (
            inside
            and zones[i] in (None, "body")
            and (
                line.is_paragraph
                or _opens_article(lines, i)
                or _opens_head(lines, i)
                or _resumes(lines, zones, opened, i)
            )
        ):
            inside = False
        if inside:
            tail.add(i)
    return tail


def _resumes(lines: Sequence[Line], zones: Sequence[str | None], opened: int, index: int) -> bool:
    """Tell whether a sentence below an offer of other articles goes on with this one: a few lines below, or above text.

    Comments of readers, which are sentences too, stand under another heading.
    """
    text = lines[index].text
    ended = text.rstrip('”"’)').endswith(".") and not text.endswith("...")
    offered = _pattern("offers_article").match(lines[opened].text.lower())
    if not (ended and offered and len(text.split()) >= _FEWEST_WORDS_OF_SENTENCE):
        return False
    below = zip(lines[index + 1 :], zones[index + 1 :], strict=True)
    article = takewhile(lambda told: told[1] is None, below)
    return index - opened <= _MOST_OFFERED or any(line.is_paragraph for line, _ in article)


def _opens_article(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a line is the headline of the page's article: above it no running text, below it the day."""
    below = lines[index + 1 : index + 2]
    return (
        index < _HEAD_REACH
        and bool(below)
        and _is_day(below[0])
        and not any(line.is_paragraph for line in lines[:index])
    )


def _telling_alone(lines: Sequence[Line], marked: set[int]) -> set[int]:
    """Return the lines that offer a file and name a document that the text names nowhere else (gold guidelines)."""
    offers = {i for i in marked if _pattern("offer").match(lines[i].text)}
    elsewhere = "\n".join(line.text for i, line in enumerate(lines) if i not in marked) if offers else ""
    return {i for i in offers if any(code.group() not in elsewhere for code in _CODE.finditer(lines[i].text))}


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
    for start, end in sorted(_with_markup(text, *span) for span in spans):
        if merged and (start <= merged[-1][1] or not text[merged[-1][1] : start].strip()):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _with_markup(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span with the asterisks and hashes of Markdown around it, where they fill the line."""
    left, right = start, end
    while left and text[left - 1] in _MARKUP:
        left -= 1
    while right < len(text) and text[right] in _MARKUP:
        right += 1
    whole = (left == 0 or text[left - 1] == "\n") and (right == len(text) or text[right] == "\n")
    return (left, right) if whole and text[left:right].strip() != text[start:end].strip() else (start, end)
