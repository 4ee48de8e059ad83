"""A press or web article -> its title, day, author and place, read from the lines that are not page furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Final

from extractors.layout.datelines import day_of, find_dateline, is_dateline
from extractors.layout.furniture import is_section
from extractors.layout.letterhead import pattern as head_pattern
from extractors.layout.published import parse_byline, parse_published, parse_source
from extractors.names.persons import has_surname, is_person
from extractors.rulebook import find_pattern, load_table
from extractors.text.lines import Line, is_capital, split_cells
from extractors.text.wrapped import goes_on
from extractors.values.dates import parse_date
from extractors.values.local_units import provinces_of_commune, spelled_unit
from extractors.values.places import CENTRAL, find_place, find_places, place_of_domain

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["press"]
_TITLE_HINTS: Final = ("meta.title", "meta.og:title", "html.title")
_DAY_HINTS: Final = ("meta.date", "meta.article:published_time", "meta.pubdate", "meta.datepublished")
_TITLE_LONGEST: Final = 260
_OPENING: Final = 900
_NEAR_TOP: Final = 7
_FEWEST_BLANKS: Final = 3
_PHOTOGRAPH: Final = ("Ảnh:", "Ảnh :")
_LABELS: Final = tuple(_WORDS["author_labels"])
_MOST_WRAPPED: Final = 6
_LONGEST_DAY_LINE: Final = 120
_LONGEST_PLACE_AND_DAY: Final = 50
_BELOW_HEADLINE: Final = 3
_LONGEST_STOPPED: Final = 110
"""How long a headline with a full stop is at the most, above a blank line."""
_DEGREE: Final = re.compile(r"^(?:(?:GS|PGS|TS|ThS|Th\.S|CN|BS|KS|CVCC|CVC)\.?[ ,]{0,2}){1,3}(?<=[ .,])")
_NEAR_END: Final = 4
_FAR_END: Final = 24
_VENUE_REACH: Final = 48
"""How far before the name of a province the words stand that make it the place of a meeting."""
_DAY_IN_TITLE: Final = re.compile(r"ngày (\d{1,2})[./-](\d{1,2})(?![./\d])")
_DAY_AND_MONTH: Final = re.compile(r"(?<![\d./-])(\d{1,2})[/.-](\d{1,2})(?![./-]?\d)")
_DAYS_TO_PRINT: Final = 10
_YEAR: Final = re.compile(r"(?<![\d./-])(?:năm )?(?:\d{1,2}/)?((?:19|20)\d{2})(?![\d])")
_PLACE_AND_DAY: Final = re.compile(
    r"\([^\W\d_][^\d,;()]{1,40}, ngày (?P<day>\d{1,2}) tháng (?P<month>\d{1,2}) năm (?P<year>\d{4})\)"
)
_OF_COMMUNE: Final = re.compile(
    rf"(?:(?:(?:{'|'.join(_WORDS['of_communes'])}) )?(?P<level>[Xx]ã|[Pp]hường) )?"
    r"(?P<name>(?=[^\W\d_a-zđ])[^\W\d_]+(?: [^\W\d_]+){1,3}?):\s"
)
"""A headline that opens with a commune or its body, and a colon."""
_pattern = partial(find_pattern, __package__, "header")


def find_headline(lines: Sequence[Line], hints: Mapping[str, str]) -> str | None:
    """Return the headline: the first line, unless the article begins with running text; then the page's own title."""
    found: list[str] = []
    for i, line in enumerate(lines[:_NEAR_TOP]):
        if parse_published(line.text) or _day_with_place(line.text):
            if found:
                return _above_day(found)
            continue
        if not any(map(str.isalpha, line.text)) or _names_person(line.text) or is_section(line.text):
            continue
        if found and _names_person(lines[i - 1].text) and head_pattern("body_name").match(line.text):
            continue
        if found and (_person_in_office(line.text) or _is_office_of(lines[i - 1].text, line.text)):
            continue
        if line.text.endswith(":") and i + 1 < len(lines) and _pattern("series").match(lines[i + 1].text):
            continue
        text = _with_rest(lines, i)
        apart = text[-1] == "." and len(text) <= _LONGEST_STOPPED and lines[i + 1 : i + 2] and lines[i + 1].gap
        ends = text[-1] in ".;" and not (text.endswith("...") or apart)
        if len(text) > _TITLE_LONGEST or ends or _pattern("headline_ends").search(text):
            break
        found.append(text)
    if found:
        return found[0]
    title = next((hints[key] for key in _TITLE_HINTS if hints.get(key)), None)
    return re.split(r"\s+[|–—-]\s+(?=[^|–—-]{3,40}$)", title)[0].strip() if title else None


def _with_rest(lines: Sequence[Line], first: int) -> str:
    """Return a line with those right below that go on in it, as capitals do under capitals."""
    text = lines[first].text
    for line in lines[first + 1 : first + _MOST_WRAPPED]:
        capitals = is_capital(text) and is_capital(line.text) and text.count(" ") >= _FEWEST_BLANKS
        if line.gap or parse_published(line.text) or not (capitals or goes_on(text, line.text, 0)):
            break
        text = f"{text} {line.text}"
    return text


def _above_day(found: Sequence[str]) -> str:
    """Return the headline of the lines above the day: the last one, unless it is too short to be one."""
    return next((text for text in reversed(found) if text.count(" ") >= _FEWEST_BLANKS), found[0])


def _names_person(text: str) -> bool:
    """Tell whether a line is the name of whoever shares a post; a headline in capitals is not a name."""
    text = _DEGREE.sub("", text)
    found = _pattern("author").fullmatch(text)
    return found is not None and not text.isupper() and found["author"] == text and is_person(text)


def _person_in_office(text: str) -> str | None:
    """Return the person whom a line names with an office, and nothing else."""
    found = _pattern("author_office").match(text)
    return found["author"] if found and is_person(found["author"]) else None


def _is_office_of(above: str, text: str) -> bool:
    """Tell whether a line is the office of the author named in the line above it."""
    return _names_person(above) and _pattern("office_line").match(text) is not None


def find_day(
    lines: Sequence[Line], headline: str | None, hints: Mapping[str, str], furniture: Sequence[Line] = ()
) -> date | None:
    """Return the day of publication, never the day of viewing.

    A day in the page's furniture is the paper's own where it is the only one and nothing says that it is today's.
    """
    near = [line.text if len(line.text) <= _LONGEST_DAY_LINE else "" for line in lines[:_NEAR_TOP]]
    days = [parse_published(text) or _day_in_bracket(text) for text in near]
    at = near.index(headline) + 1 if headline in near else 0
    if found := next(filter(None, (*days[at : at + _BELOW_HEADLINE], *days)), None):
        return found
    for line in reversed(lines[-8:]):
        if found := parse_source(line.text):
            return found
    for line in reversed(lines[-_NEAR_END:]):
        if len(line.text) <= 80 and (found := parse_published(line.text)):
            return found
    if found := _hinted_day(hints):
        return found
    if found := _day_of_title(headline or "", lines) or _day_of_paper(lines, furniture) or _day_of_lead(lines):
        return found
    told = (*near[at : at + _BELOW_HEADLINE], *(line.text for line in reversed(lines[-_BELOW_HEADLINE:])))
    return next(filter(None, map(_day_with_place, told)), None)


def _day_in_bracket(text: str) -> date | None:
    """Return the day of a line that holds a place and a day in a bracket and nothing else.

    >>> _day_in_bracket("(Đồng Xoài, ngày 28 tháng 9 năm 2023)"), _day_in_bracket("(từ ngày 2 tháng 9 năm 2023)")
    (datetime.date(2023, 9, 28), None)
    """
    found = _PLACE_AND_DAY.fullmatch(text.strip())
    return parse_date("/".join(found.group("day", "month", "year"))) if found else None


def _day_with_place(text: str) -> date | None:
    """Return the day of a line that is a place of Vietnam and a day and nothing else (Kiên Giang, 20/7/2016)."""
    found = find_dateline(text) if len(text) <= _LONGEST_PLACE_AND_DAY else None
    return day_of(found) if found and found["town"] and is_dateline(text) and find_place(found["town"]) else None


def _day_of_lead(lines: Sequence[Line]) -> date | None:
    """Return the day that stands, with agency or place, before the first words of an article and a dash."""
    opened = (_pattern("lead_day").match(line.text) for line in lines[:_NEAR_TOP])
    return next((parse_date(found["day"]) for found in opened if found), None)


def _day_of_paper(lines: Sequence[Line], furniture: Sequence[Line]) -> date | None:
    """Return the only day in the head of a page that stands there with the paper's name or a clock.

    A weekday and date alone may be the viewing day: it is the paper's where the article tells of a day just before it.
    A day beside a counter of visitors is the viewing day.
    """
    top = lines[0].start if lines else 0
    head = [line for line in furniture if line.start < top]
    days = {day for line in head if len(line.text) <= _LONGEST_DAY_LINE and (day := parse_published(line.text))}
    alone = any(len(split_cells(line.text)) == 1 and parse_published(line.text) for line in head)
    if len(days) != 1 or any(_pattern("viewed").search(line.text) for line in head):
        return None
    day = days.pop()
    return None if alone and not _tells_of_days_before(day, lines) else day


def _tells_of_days_before(day: date, lines: Sequence[Line]) -> bool:
    """Tell whether an article tells of a day (sáng 14/8, ngày 12-11) at most ten days before a day, in its year."""
    for line in lines:
        for found in _DAY_AND_MONTH.finditer(line.text):
            try:
                told = date(day.year, int(found[2]), int(found[1]))
            except ValueError:
                continue
            if 0 <= (day - told).days <= _DAYS_TO_PRINT:
                return True
    return False


def _hinted_day(hints: Mapping[str, str]) -> date | None:
    for key in _DAY_HINTS:
        try:
            return date.fromisoformat(hints.get(key, "")[:10])
        except ValueError:
            continue
    return None


def _day_of_title(headline: str, lines: Sequence[Line]) -> date | None:
    """Return the day that a daily digest names in its headline, in the latest year of its text."""
    found = _DAY_IN_TITLE.search(headline)
    years = [int(year) for line in lines for year in _YEAR.findall(line.text)] if found else []
    try:
        return date(max(years), int(found[2]), int(found[1])) if found and years else None
    except ValueError:
        return None


def find_author(lines: Sequence[Line], headline: str | None, hints: Mapping[str, str]) -> str | None:
    """Return who wrote the article: by the line under its headline, at its end, or after its last sentence."""
    if named := _author_above(lines, headline):
        return named
    pattern = _pattern("author")
    for i in range(len(lines) - 1, max(-1, len(lines) - 1 - _NEAR_END), -1):
        line, above = lines[i], lines[i - 1].text if i else ""
        if line.is_paragraph or _pattern("authority").match(above) or _pattern("office").fullmatch(above):
            break
        if line.text.startswith(_PHOTOGRAPH):
            continue
        text = _without_brackets(" ".join(line.text.split()))
        found = _pattern("author_from").fullmatch(text) or pattern.fullmatch(text)
        if found and is_person(found["author"]):
            return above if found["author"].isupper() and _names_person(above) else found["author"]
        if _pattern("author_body").fullmatch(line.text):
            return line.text
    closing = next((line.text for line in reversed(lines[-_NEAR_END:]) if line.is_paragraph or len(line.text) > 90), "")
    if labelled := next(filter(None, (_author_labelled(line.text) for line in lines[-_FAR_END:])), None):
        return labelled
    inline = _pattern("author_inline").search(closing, max(0, len(closing) - 120))
    if inline and is_person(inline["author"]):
        return inline["author"]
    hinted = hints.get("meta.author", "").strip()
    return hinted if pattern.fullmatch(hinted) else None


def _without_brackets(text: str) -> str:
    """Return the name of a person without the brackets around it; any other text as it is."""
    name = text[1:-1] if text.startswith("(") and text.endswith(")") else ""
    return name if name and _names_person(name) and has_surname(name) else text


def _author_labelled(text: str) -> str | None:
    """Return the author that a line names with that very word; widgets of the page may stand between it and the end."""
    return _author_of(text) if text.startswith(_LABELS[0]) else None


def _author_above(lines: Sequence[Line], headline: str | None) -> str | None:
    """Return the author named with the day of publication, or in a line of its own right under the headline."""
    near = [line.text for line in lines[:_NEAR_TOP]]
    for text in near:
        if byline := parse_byline(text):
            return byline[0]
    if headline is None and near and (name := _author_of(near[0])):
        return name
    at = near.index(headline) if headline in near else len(near)
    for text in near[at + 1 : at + 3]:
        dated = parse_published(text)
        if named := _person_in_office(text):
            return named
        if name := next(filter(None, map(_author_of, split_cells(text))), None):
            return name
        if not dated:
            break
    return None


def _author_of(cell: str) -> str | None:
    """Return the author that a cell names, with a label or alone; a name in capitals alone needs a surname."""
    cell = _DEGREE.sub("", cell)
    found = _pattern("author").fullmatch(cell)
    if found is None or not is_person(found["author"]):
        return None
    name = found["author"]
    alone = name == cell
    return name if (alone and (not name.isupper() or has_surname(name))) or cell.startswith(_LABELS) else None


def find_article_commune(headline: str | None, day: date | None, place: str | None) -> tuple[str, str] | None:
    """Return province and commune that a headline opens with before a colon, None for another opening.

    `Xã Yên Lạc: Dấu ấn ...`, `Đảng ủy xã Cẩm Khê: Hội nghị ...`, `Tam Đảo: Khách đông ...`, where one province has it.
    """
    opened = _OF_COMMUNE.match(headline or "")
    if opened is None:
        return None
    levels = [opened["level"].lower()] if opened["level"] else ["xã", "phường"]
    provinces = {found for level in levels for found in provinces_of_commune(level, opened["name"], day)}
    if place is not None:
        provinces &= {place}
    return (provinces.pop(), spelled_unit(opened["name"])) if len(provinces) == 1 else None


def find_article_place(
    lines: Sequence[Line], headline: str | None, furniture: Sequence[Line], hints: Mapping[str, str]
) -> str | None:
    """Return the province that an article reports on, Trung ương for national bodies, None where it does not say.

    In this order: the headline, a web address, the site's own name, the only province of the first paragraph, the
    province that the text names most and oftener than all others, a national body in the opening. A province that the
    news of a national body names seldom, and not in its opening, or as one of many is an example. Neither an agency's
    mark ("BTO - ") nor a district tells the province: the text must say it (gold guidelines, "Metadata").
    """
    if headline and (found := find_place(headline)):
        return found
    if headline and _pattern("national_scope").search(headline.lower()):
        return CENTRAL
    body = [line.text for line in lines if line.text != headline]
    if found := place_of_domain("\n".join([*body[:2], *body[-3:], hints.get("meta.url", "")])):
        return found
    if found := find_site_place(furniture):
        return found
    opening, lead = " ".join([headline or "", *body[:2]])[:_OPENING], _lead(headline, body)
    national = _is_national(opening)
    named = Counter(name for text in body for name in _reported(text, national))
    first_told = set(_reported(" ".join([headline or "", *body[:1]])[:_OPENING], True))
    if len(first_told) == 1:
        return first_told.pop()
    most = max(named.values(), default=0)
    of_many = bool(named) and 2 * most <= named.total()
    if not first_told and _is_national(lead) and (of_many or (_acts(body) > most and not _reported(lead, True))):
        return CENTRAL
    if named:
        (first, count), *others = named.most_common(2)
        return first if not others or count > others[0][1] else None
    return CENTRAL if national else None


def _lead(headline: str | None, body: Sequence[str]) -> str:
    """Return the headline, the first paragraph and the first sentence of the second one."""
    second = body[1] if len(body) > 1 else ""
    end = second.find(". ")
    return " ".join([headline or "", *body[:1], second[: end if end >= 0 else len(second)]])[:_OPENING]


def _acts(body: Sequence[str]) -> int:
    """Return how often an article names bodies of the whole country, not as the author of a document."""
    return sum(len(_acting(text, _national_bodies(text))) for text in body)


def _is_national(opening: str) -> bool:
    """Tell whether a national body acts in the opening; beside a local one, as the author of a document it does not."""
    named = _national_bodies(opening)
    if _acting(opening, named):
        return True
    told = bool(named) or _pattern("national_scope").search(opening) is not None
    return told and not _pattern("local_subject").search(opening)


def _national_bodies(text: str) -> list[int]:
    """Return where national bodies are named."""
    return [found.start() for found in _pattern("national_subject").finditer(text)]


def _acting(text: str, named: Sequence[int]) -> list[int]:
    """Return where national bodies are named, those left out that a document is of (Nghị quyết của Bộ Chính trị)."""
    return [start for start in named if not text.endswith("của ", 0, start)]


def _reported(text: str, national: bool) -> list[str]:
    """Return the provinces that a text names; of a national body's news not those where it met ("tại Hà Nội")."""
    spans = find_places(text)
    if not national:
        return [span.name for span in spans]
    venue = _pattern("venue")
    return [span.name for span in spans if not venue.search(text, max(0, span.start - _VENUE_REACH), span.start)]


def find_site_place(furniture: Sequence[Line]) -> str | None:
    """Return the province in the name of the site: a short line of the page's head, after a word for its bodies."""
    for line in furniture[:6]:
        for span in find_places(line.text):
            if len(line.text) < 120 and _pattern("local_word").search(line.text[: span.start]):
                return span.name
    return None
