"""Finds the parts of a document (thể thức, bố cục): text -> Sections, each over the whole part under its heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from extractors.layout.boilerplate import find_boilerplate
from extractors.layout.headcells import read_letterhead
from extractors.model import Block, BlockKind, Section, SectionKind
from extractors.rulebook import Rule, load_rules
from extractors.text.document import Document
from extractors.text.lines import UPPER, Line, is_capital, is_row, outside
from extractors.text.wrapped import goes_on, wrap_width

_ORDER: Final = {"roman": 1, "letter": 1, "number": 2, "decimal": 3, "ordinal": 3, "point": 4, "plain": 2}
"""How the outline kinds of rank 0 close one another when a document has not used them together yet."""
_WRAPPED: Final = 6
"""How many lines a wrapped heading or item is followed over."""
_RUN_IN: Final = re.compile(rf"[^.:;\n]{{3,70}}?(?:[.](?=\s+[{UPPER}])|:(?=\s))")


@dataclass(slots=True)
class _Open:
    """A part that has begun and not ended; `title` is None for an outline item that is running text."""

    style: str
    rank: int
    start: int
    kind: SectionKind
    title: str | None


@dataclass(slots=True)
class _Outline:
    """The stack of open parts, and the parts that have ended; `width` is that of a hard-wrapped text, else 0."""

    width: int
    stack: list[_Open] = field(default_factory=list)
    done: list[Section] = field(default_factory=list)

    def close(self, keep: int, end: int) -> None:
        """End every open part above the first `keep` ones at `end`."""
        while len(self.stack) > keep:
            part = self.stack.pop()
            if part.title is not None or part.kind is not SectionKind.HEADING:
                level = 1 + sum(above.title is not None for above in self.stack)
                self.done.append(Section(part.start, end, part.kind, part.title, level))

    def depth_for(self, style: str, rank: int) -> int:
        """Return how many open parts a new part of this style stays under."""
        for depth, part in enumerate(self.stack):
            if part.style == style:
                return depth
            if rank and (part.rank == 0 or part.rank >= rank):
                return depth
            if style == "caps" and part.rank in (0, 5):
                return depth
            if not rank and not part.rank and style != "caps" and _order(part.style) > _order(style):
                return depth
        return len(self.stack)


def _order(style: str) -> int:
    return _ORDER.get(style.rstrip("0123456789"), 0)


@cache
def _rules() -> tuple[dict[str, list[Rule]], tuple[Rule, ...]]:
    """Return the heading rules by the characters that may open them, and the footer rules."""
    rules = load_rules(__package__, "sections")
    openers: dict[str, list[Rule]] = {}
    for rule in rules:
        if rule.data.get("part") != "footer":
            for character in rule.data["opens"]:
                openers.setdefault(character, []).append(rule)
    return openers, tuple(rule for rule in rules if rule.data.get("part") == "footer")


def find_sections(
    text: str | Document, blocks: Sequence[Block] = (), boilerplate: Sequence[tuple[int, int]] | None = None
) -> tuple[Section, ...]:
    """Return the parts of a document, ordered by start, an outer part before the ones in it.

    `boilerplate` is what `find_boilerplate` gives for the same text, found here when it is not given.
    `header` is the letterhead with the title, `footer` recipients and signatures, `table` a run of rows, `annex`
    a Phụ lục; a `heading` part runs from its heading to the next one of its level; `body` is text before any heading.
    """
    document = Document.of(text)
    spans = find_boilerplate(document, blocks) if boilerplate is None else boilerplate
    lines, head = read_letterhead(document, outside(document.lines, spans))
    if not lines:
        return ()
    kinds = {block.start: block.kind for block in blocks}
    first = head.stop if head else 0
    outline = _Outline(wrap_width(lines))
    if head:
        start, end = lines[0].start, lines[head.stop - 1].end
        outline.done.append(Section(start, end, SectionKind.HEADER))
    index = first
    previous = lines[first - 1].end if first else 0
    while index < len(lines):
        step = _read_line(lines, index, kinds, outline, previous, bool(head))
        index += step
        previous = lines[index - 1].end
    outline.close(0, previous)
    body = _find_preamble(lines, first, outline.done)
    return tuple(sorted(outline.done + body, key=lambda part: (part.start, -part.end, part.level)))


def _read_line(
    lines: Sequence[Line], index: int, kinds: dict[int, BlockKind], outline: _Outline, previous: int, formal: bool
) -> int:
    """Open and close parts for the line at `index`; return how many lines were used."""
    line = lines[index]
    if formal and _opens_footer(lines, index):
        outline.close(0, previous)
        used = _footer_length(lines, index)
        outline.done.append(Section(line.start, lines[index + used - 1].end, SectionKind.FOOTER))
        return used
    if rows := _count_rows(lines, index, kinds):
        last = lines[index + rows - 1]
        outline.done.append(Section(line.start, last.end, SectionKind.TABLE, None, len(outline.stack) + 1))
        return rows
    found = match_heading(line)
    if found:
        return _open_part(lines, index, found, outline, previous)
    named = line.marked or kinds.get(line.start) is BlockKind.HEADING
    if (named or ((formal or index) and _is_caps_heading(line))) and not line.is_paragraph:
        style = "caps" if is_capital(line.text) else "plain"
        outline.close(outline.depth_for(style, 0), previous)
        used = 1
        while style == "caps" and index + used < len(lines) and _continues_caps(lines[index + used]):
            used += 1
        title = _joined(lines[index : index + used])
        outline.stack.append(_Open(style, 0, line.start, SectionKind.HEADING, title))
        return used
    return 1


def match_heading(line: Line) -> tuple[Rule, re.Match[str]] | None:
    """Return the rule and the match of the enumerator that opens a line, None when there is none."""
    for rule in _rules()[0].get(line.text[0], ()):
        if found := rule.pattern.match(line.text):
            return rule, found
    return None


def _open_part(
    lines: Sequence[Line], index: int, found: tuple[Rule, re.Match[str]], outline: _Outline, previous: int
) -> int:
    rule, match = found
    line = lines[index]
    style = rule.name
    if style == "decimal":
        style += str(match["depth"].count("."))
    outline.close(outline.depth_for(style, rule.data["rank"]), previous)
    title, used = _heading_title(lines, index, rule, match, outline.width)
    kind = SectionKind.ANNEX if rule.name == "annex" else SectionKind.HEADING
    outline.stack.append(_Open(style, rule.data["rank"], line.start, kind, title))
    return used


def _heading_title(
    lines: Sequence[Line], index: int, rule: Rule, match: re.Match[str], width: int
) -> tuple[str | None, int]:
    """Return the heading as written, None for an item that is running text, and the lines that it takes."""
    text = lines[index].text
    rest = text[match.end() :].strip(" :.-–")
    if not rest:
        used = 1
        while index + used < len(lines) and used < 4 and _names_part(lines[index + used], used):
            used += 1
        named = used > 1 or rule.data.get("alone")
        return (_joined(lines[index : index + used]) if named else None), used
    if rule.name == "ordinal":
        return text[: match.end()].rstrip(" ,:"), 1
    used = 1
    while (
        used < _WRAPPED
        and index + used < len(lines)
        and _goes_on(lines[index + used - 1], lines[index + used], rest, width)
    ):
        used += 1
    whole = _joined(lines[index : index + used])
    if len(whole) <= 160 and whole[-1] not in ".;,":
        return whole, used
    if run_in := _RUN_IN.match(whole, match.end()):
        return whole[: run_in.end()].rstrip(" .:"), used
    if rule.data["rank"]:
        return whole if len(whole) <= 200 else whole[:200].rsplit(" ", 1)[0], used
    return None, used


def _goes_on(above: Line, line: Line, heading: str, width: int) -> bool:
    """Tell whether a line is the wrapped rest of a heading or item: capitals go on a heading in capitals."""
    if line.gap or is_row(line.text) or match_heading(line) is not None:
        return False
    if line.text[0].islower() or goes_on(above.text, line.text, width):
        return True
    return is_capital(heading) and _is_caps_heading(line)


def _names_part(line: Line, used: int) -> bool:
    """Tell whether a line is the name of a part whose number stands alone on the line above."""
    if match_heading(line) is not None:
        return False
    return is_capital(line.text) or (used == 1 and not line.is_paragraph and line.text[-1] not in ".;")


def _joined(lines: Sequence[Line]) -> str:
    return " ".join(" ".join(line.text for line in lines).split())


def _is_caps_heading(line: Line) -> bool:
    return len(line.text) <= 200 and " " in line.text and is_capital(line.text)


def _continues_caps(line: Line) -> bool:
    return not line.gap and _is_caps_heading(line) and match_heading(line) is None


def _count_rows(lines: Sequence[Line], index: int, kinds: dict[int, BlockKind]) -> int:
    """Return the length of the run of table rows that begins at `index`, 0 if there is none."""
    stop = index
    while stop < len(lines) and (kinds.get(lines[stop].start) is BlockKind.TABLE_ROW or is_row(lines[stop].text)):
        stop += 1
    return stop - index if stop - index >= 2 else 0


def _opens_footer(lines: Sequence[Line], index: int) -> bool:
    line = lines[index]
    if len(line.text) > 200:
        return False
    for rule in _rules()[1]:
        if rule.pattern.match(line.text):
            return not any(after.is_paragraph for after in lines[index + 1 : index + 4])
    return False


def _footer_length(lines: Sequence[Line], index: int) -> int:
    stop = index + 1
    while stop < len(lines) and not len(lines[stop].text) >= 200:
        found = match_heading(lines[stop])
        if found and found[0].data["rank"]:
            break
        stop += 1
    return stop - index


def _find_preamble(lines: Sequence[Line], first: int, parts: Sequence[Section]) -> list[Section]:
    """Return the text before the first heading as a body part."""
    if first >= len(lines):
        return []
    start = lines[first].start
    limit = min((part.start for part in parts if part.start >= start), default=lines[-1].end + 1)
    ends = [line.end for line in lines[first:] if line.end <= limit]
    return [Section(start, ends[-1], SectionKind.BODY)] if ends else []
