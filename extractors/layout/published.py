"""The line in which a page says when its text was published -> the day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from extractors.layout.furniture import is_furniture, is_section
from extractors.names.persons import is_person
from extractors.rulebook import find_pattern, load_table
from extractors.text.lines import Line, split_cells
from extractors.values.dates import parse_date

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "published")["words"]
_MONTHS: Final = tuple(_WORDS["months"])
_ENGLISH: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGEST_BYLINE: Final = 100
_FIRST_DIGIT: Final = re.compile(r"\d")
_COUNTS: Final = re.compile(r"(?: \d{1,7}){1,3}")
"""How often a page was read and commented, without a word for it."""
_AMOUNT: Final = re.compile(r"[\d.,]{1,20}%?")
_FEWEST_AMOUNTS: Final = 2
"""In how many cells of a row amounts stand that make it a table's."""
_DASHED: Final = re.compile(r" [-–] ")
_MOST_OF_TWO: Final = 9
_EDGES: Final = " •|-–*()[]"


@lru_cache(maxsize=256)
def parse_published(text: str) -> date | None:
    """Return the day that a line of publication states, buttons after it or not; None for any other line.

    >>> parse_published("Cập nhật ngày: 14.1.2021 - 08:30"), parse_published("20/12/2018 - 16:05 | In bài")
    (datetime.date(2021, 1, 14), datetime.date(2018, 12, 20))
    """
    if not any(map(str.isdigit, text)):
        return None
    cells = split_cells(text)
    if sum(_AMOUNT.fullmatch(cell) is not None for cell in cells) >= _FEWEST_AMOUNTS:
        return None
    for cell in (text, *cells, *_labelled(text)):
        key = " ".join(cell.lower().split()).strip(_EDGES)
        if found := _match_published(key):
            return _day(found)
    byline = parse_byline(text)
    return byline[1] if byline else _in_two_digits(text)


def _in_two_digits(text: str) -> date | None:
    """Return the day of a line that is one with a year of two digits, and nothing else."""
    key = " ".join(text.lower().split()).strip(_EDGES)
    found = find_pattern(__package__, "published", "published_two_digits").fullmatch(key)
    if found is None:
        return None
    form = next(form for form in ("short", "first", "bare", "said") if found[f"{form}_day"])
    return parse_date(f"{found[f'{form}_day']}/{found[f'{form}_month']}/20{found[f'{form}_year']}")


def _labelled(text: str) -> list[str]:
    """Return the parts of a line, parted by dashes, that open with words for its day (Ngày đăng: ...)."""
    label = find_pattern(__package__, "published", "day_label")
    return [part for part in _DASHED.split(text) if label.match(part.lower())]


def _match_published(key: str) -> re.Match[str] | None:
    """Return what a cell in lower case says of the day; the name of the page's section may stand before it."""
    found = find_pattern(__package__, "published", "published").match(key)
    if found and (found.end() == len(key) or _is_of_page(found.group(), key[found.end() :])):
        return found
    digit = _FIRST_DIGIT.search(key)
    if found is None and digit and is_section(key[: digit.start()]):
        return _match_published(key[digit.start() :])
    return None


def _is_of_page(dated: str, rest: str) -> bool:
    """Tell whether what stands behind a day is a button or a counter, or bare counts behind its clock."""
    return _is_buttons(rest.strip(" ;,").split()) or (":" in dated and _COUNTS.fullmatch(rest) is not None)


def _is_buttons(words: Sequence[str]) -> bool:
    """Tell whether words are one button of a page, or two side by side (Gửi bài này In bài này)."""
    parts = ((" ".join(words[:i]), " ".join(words[i:])) for i in range(1, min(len(words), _MOST_OF_TWO)))
    return is_furniture(" ".join(words)) or any(is_furniture(one) and is_furniture(other) for one, other in parts)


@lru_cache(maxsize=256)
def parse_byline(text: str) -> tuple[str, date] | None:
    """Return author and day of a line that states both and nothing else.

    >>> parse_byline("Lò Thị Inh 17:17, 02/06/2023"), parse_byline("Điện Biên, ngày 02/06/2023")
    (('Lò Thị Inh', datetime.date(2023, 6, 2)), None)
    """
    if len(text) > _LONGEST_BYLINE or not _FIRST_DIGIT.search(text):
        return None
    text = " ".join(text.split())
    found = find_pattern(__package__, "published", "byline").match(text)
    if found is None or not is_person(found["author"]):
        return None
    published = _match_published(found["day_line"].lower().strip(_EDGES))
    day = _day(published) if published else None
    return (found["author"], day) if day else None


def split_crawled(lines: list[Line]) -> tuple[list[Line], str | None]:
    """Return the lines without the date that a crawler wrote before the first one, and that date as written."""
    found = find_pattern(__package__, "published", "crawled").match(lines[0].text) if lines else None
    if found is None:
        return lines, None
    first = lines[0]
    return [first._replace(start=first.start + found.end(), text=first.text[found.end() :]), *lines[1:]], found["iso"]


def parse_source(text: str) -> date | None:
    """Return the day of the source that a line credits: "Nguồn: baobackan.org.vn, ngày 12/5/2016"."""
    key = text.lower()
    if "nguồn" not in key:
        return None
    found = find_pattern(__package__, "published", "source").fullmatch(" ".join(key.split()))
    return _day(found) if found else None


def _day(found: re.Match[str]) -> date | None:
    if found["iso"]:
        year, month, day = found["iso"].replace("/", "-").split("-")
        return parse_date(f"{day}/{month}/{year}")
    if found["short_day"]:
        return parse_date(f"{found['short_day']}/{found['short_month']}/20{found['short_year']}")
    for order in ("shortened", "leading"):
        if month := found[f"{order}_month"]:
            return parse_date(f"{found[f'{order}_day']}/{month}/{found[f'{order}_year']}")
    for order in ("english", "before"):
        if word := found[f"{order}_month"]:
            return parse_date(f"{found[f'{order}_day']}/{_ENGLISH.index(word) + 1}/{found[f'{order}_year']}")
    for order in ("worded", "first"):
        if word := found[f"{order}_month"]:
            return parse_date(f"{found[f'{order}_day']}/{_MONTHS.index(word) + 1}/{found[f'{order}_year']}")
    return parse_date(f"{found['day']}/{found['month']}/{found['year']}")
