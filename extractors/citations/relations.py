"""Mentions with their attributes -> the relation of the citing document to each cited one, and the cue for it.

The nearest cue before the mention in its sentence counts; titles of other documents are passed over. A list
takes the cue of the line that leads it in, an item under a heading that of the heading. Cues: `relations.toml`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import Any, Final

from extractors.citations.mention import Mention
from extractors.layout.outline import Outline
from extractors.model import Form, Relation, Section
from extractors.names.bodies import match_body
from extractors.rulebook import Rule, any_of, load_rules, load_table, longest_of
from extractors.text.sentence_starts import item_lines, sentence_start

_IMPLEMENTS: Final = Relation.IMPLEMENTS
_LEGAL_BASIS: Final = Relation.LEGAL_BASIS
_REPEALS: Final = Relation.REPEALS
_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "relations")["words"]
_RULES: Final = load_rules(__package__, "relations")
_TABLE: Final[dict[str, Any]] = load_table(__package__, "relations")
_BEHIND: Final = {name: re.compile(pattern, re.VERBOSE) for name, pattern in _TABLE["behind"].items()}
_TOLD_BEHIND: Final = {
    "repeals": Relation.REPEALS,
    "repealed": Relation.REPEALS,
    "issues": Relation.ISSUES,
    "issued_on": Relation.ISSUES,
    "amended": Relation.AMENDS,
}
_OWN_VOICE: Final = frozenset(_TABLE["words"]["own_voice"])
_REACH: Final[int] = _TABLE["words"]["reach"]
_OPERATIVE_REACH: Final[int] = _TABLE["words"]["operative_reach"]


def _rules_by_word() -> dict[str, tuple[Rule, ...]]:
    words = {word for rule in _RULES for word in rule.data["words"]}
    return {word: tuple(rule for rule in _RULES if word in rule.data["words"]) for word in words}


_BY_WORD: Final = _rules_by_word()


def _cue_words() -> re.Pattern[str]:
    """Return the pattern of the first words of all cues, by first letter, in small letters, capitals and both."""
    endings: dict[str, set[str]] = {}
    for word in _BY_WORD:
        for form in (word, word.capitalize(), word.upper()):
            endings.setdefault(form[0], set()).add(form[1:])
    branches = (rf"{first}(?<![^\W_]{first}){longest_of(endings[first])}" for first in sorted(endings))
    return re.compile(rf"(?:{'|'.join(branches)})(?![^\W_])")


_CUE_WORD: Final = _cue_words()
_WORD: Final = re.compile(r"[^\W_]+")
_BODY_SPEAKS: Final = re.compile(rf",\s{{1,3}}(?:{'|'.join(_TABLE['words']['speakers'])})\s")
_NAMES_DOCUMENTS: Final = re.compile(
    any_of(_WORDS["of_several"]) + r"\s{1,3}(?:[^\W\d_]+\s){0,2}?"
    rf"(?:{'|'.join(_TABLE['words']['documents'])})(?![^\W\d_])"
)
_EXAMPLE: Final = re.compile(r"[\s(]" + any_of(_WORDS["before_example"]) + r"[:]?\s{1,3}(?:các\s)?\Z")
_NEXT_LINE: Final = re.compile(
    r"\)?[;,]\s{0,3}\n\s{0,12}(?:[-+•*]\s{0,3}|[0-9]{1,2}[.)]\s|[a-zđ]\)\s)?(?:và\s|các\s){0,2}"
)
_AND: Final = re.compile(r",?\svà\s(?:các\s)?")
_NEXT_ITEM: Final = re.compile(r";\s{1,3}(?:và\s|các\s){0,2}\Z")
_DASHED_ITEM: Final = re.compile(r"[^.;\n]{0,300}\s-\s{1,2}")
_BASIS_LIST: Final = re.compile(r"[Cc]ăn cứ\s?:\s{0,2}-\s[^\n]{1,1500}\Z")
_STOPPED: Final = re.compile(r"\.\s")
_LISTED_BEHIND: Final = re.compile(r"\s?;|,?\svà\s" + any_of(_WORDS["opens_kinds"]))
_LIST_REACH: Final = 1200
_OPENS_ITEM: Final = re.compile(
    r"\n[^\w\n]{0,12}(?:[0-9.]{1,6}[.)]|[a-zđ]\))?\s{0,3}(?:" + any_of(_WORDS["opens_item"]) + r"\s){0,12}\Z"
)
_QUOTED_ARTICLE: Final = re.compile(r"“\s{0,2}(?:[0-9]{1,3}[a-z]?|[a-zđ]|Điều\s[0-9]{1,3}[a-z]?)[.)]")
_QUOTE: Final = 8000
_IN_NAME_OF_BODY: Final = re.compile(
    rf"(?:{'|'.join(_TABLE['words']['named_after'])})(?:\s(?!{any_of(_WORDS['not_in_name'])}\s)[^\W\d_]+,?){{0,9}}?\s\Z"
)
"""What stands before the number of a project by which a body is named: Tổ công tác Đề án 06."""
_MOST_BEFORE: Final = 40
_SOON: Final = 3
_AGENT: Final = 80
_start: Final = attrgetter("start")


@dataclass(frozen=True, slots=True)
class _Cue:
    """A cue: its relation (None: that of the mention before), its words, where it stands."""

    relation: Relation | None
    words: str
    start: int
    end: int
    rule: str


def set_relations(view: str, mentions: Sequence[Mention], sections: Sequence[Section] = ()) -> None:
    """Set relation and cue of each mention; `mentions` are in order, with their attributes."""
    outer: list[Mention] = []
    outline = Outline(sections)
    for place, mention in enumerate(mentions):
        if mention.head is not None and mention.head.within is mention.within:
            _take(mention, mention.head)
        elif mention.within is not None:
            _relate_inside(view, mention, mentions[max(0, place - _MOST_BEFORE) : place])
        else:
            _relate(view, mention, outer[-_MOST_BEFORE:], outline)
        if mention.within is None:
            outer.append(mention)
    _repeal_lists(view, outer)


def _relate_inside(view: str, mention: Mention, before: Sequence[Mention]) -> None:
    """Relate a mention inside another's title: a law is only mentioned, others keep the nearest cue."""
    outer = mention.within
    if outer is None or mention.form is Form.NAMED:
        return
    start = outer.title_span[0] if outer.title_span else outer.end
    inside = [other for other in before if other.within is outer and other.form is not Form.NAMED]
    cue = _nearest(view, mention, inside, start)
    if cue and cue.relation:
        mention.relation, mention.cue, mention.relation_rule = cue.relation, cue.words, cue.rule
    else:
        _take(mention, outer)


def _take(mention: Mention, other: Mention) -> None:
    """Give a mention the relation of another, which it goes on from."""
    mention.relation, mention.cue, mention.relation_rule = other.relation, other.cue, other.relation_rule


def _relate(view: str, mention: Mention, before: Sequence[Mention], outline: Outline) -> None:
    if mention.form is Form.NUMBER_ONLY and _IN_NAME_OF_BODY.search(view, max(0, mention.start - 90), mention.start):
        return
    floor = sentence_start(view, mention.start)
    first = bisect_left(before, floor, key=_start)
    while first and before[first - 1].tail > floor:
        floor = sentence_start(view, before[first - 1].start)
        first = bisect_left(before, floor, key=_start)
    beside = before[first:]
    if before and _is_next_basis(view, before[-1], mention):
        _take(mention, before[-1])
        return
    cue = _behind(view, mention, "issued_on", mention.end) or _behind(view, mention, "issued_on", mention.tail)
    cue = cue or _behind(view, mention, "issues", mention.end) or _behind(view, mention, "issues", mention.tail)
    cue = cue or _behind(view, mention, "repealed", mention.tail)
    cue = cue or _behind(view, mention, "amended", mention.tail)
    cue = cue or _nearest(view, mention, beside, floor)
    cue = cue or _behind(view, mention, "repeals", mention.tail) or _led_in(view, mention)
    if (
        cue is None
        and before
        and (
            _goes_on(view, before[-1], mention)
            or (beside and _NEXT_ITEM.search(view, floor, mention.start))
            or (before[-1].relation is _LEGAL_BASIS and _AND.fullmatch(view, before[-1].tail, mention.start))
        )
    ):
        _take(mention, before[-1])
        return
    cue = cue or _under_heading(mention, outline)
    if cue is None:
        return
    mention.cue = cue.words
    if cue.relation in _OWN_VOICE and _is_quoted(view, mention.start):
        return
    mention.relation_rule = cue.rule
    if cue.relation is not None:
        mention.relation = cue.relation
    elif beside:
        mention.relation = beside[-1].relation
    elif cue.words.endswith("theo"):
        mention.relation = _IMPLEMENTS


def _is_next_basis(view: str, last: Mention, mention: Mention) -> bool:
    """Tell whether the mention goes on a list of legal bases behind a full stop or a dash on its line.

    Behind the stop (`Căn cứ Nghị định A. Quyết định B về ...; Quyết định C ...;`) it is no subject of a sentence.
    """
    if last.relation is not _LEGAL_BASIS:
        return False
    if _DASHED_ITEM.fullmatch(view, last.tail, mention.start):
        return _BASIS_LIST.search(view, max(0, last.start - _LIST_REACH), last.end) is not None
    stopped = _STOPPED.fullmatch(view, last.tail, mention.start) is not None
    return stopped and _LISTED_BEHIND.match(view, mention.tail) is not None


def _is_quoted(view: str, at: int) -> bool:
    """Tell whether `at` is in quoted text for another document: an article or clause in quotation marks."""
    opening = view.rfind("“", max(0, at - _QUOTE), at)
    return opening > view.rfind("”", max(0, at - _QUOTE), at) and _QUOTED_ARTICLE.match(view, opening) is not None


def _goes_on(view: str, last: Mention, mention: Mention) -> bool:
    """Tell whether the mention opens a line that goes on a list of documents (`...;`, and below `- Chỉ thị ...`)."""
    return _NEXT_LINE.fullmatch(view, last.tail, mention.start) is not None


def _nearest(view: str, mention: Mention, beside: Sequence[Mention], floor: int) -> _Cue | None:
    """Return the nearest cue before the mention, passing over the mentions beside it with their titles."""
    end = mention.start
    words = 0
    for other in [*reversed(beside), None]:
        bracket = _bracket_around(view, other, floor, end) if other else None
        tail = bracket[1] if bracket else _over_bracket(view, other.tail, end) if other else floor
        start = max(floor, tail)
        if start < end:
            cue = _last_cue(view, start, end)
            if cue:
                near = _before_pinpoint(mention, cue) if end == mention.start else end
                return cue if _reaches(view, cue, near, words) else None
            words += len(_WORD.findall(view, start, end))
        if other:
            end = min(end, bracket[0] if bracket else other.start)
    return None


def _bracket_around(view: str, other: Mention, floor: int, end: int) -> tuple[int, int] | None:
    """Return the span of the bracket around a mention that closes before `end`: `(thay thế Pháp lệnh 34) và ...`."""
    opening = view.rfind("(", floor, other.start)
    if opening < 0 or view.find(")", opening, other.start) >= 0:
        return None
    close = view.find(")", other.end, end)
    return (opening, close + 1) if close >= 0 else None


def _before_pinpoint(mention: Mention, cue: _Cue) -> int:
    """Return where the words that part an amending cue from the mention end: its pinpoint is no distance."""
    amends = cue.relation in _OWN_VOICE and not cue.words.lower().startswith("bổ")
    return mention.pinpoint[0] if amends and mention.pinpoint and mention.pinpoint[0] > cue.end else mention.start


def _over_bracket(view: str, at: int, end: int) -> int:
    """Return the offset behind a bracket that says more of the document before it: `(sửa đổi, bổ sung năm 2017)`."""
    if not view.startswith((" (", "("), at):
        return at
    close = view.find(")", at, end)
    return close + 1 if close >= 0 else at


def _last_cue(view: str, start: int, end: int) -> _Cue | None:
    """Return the cue of a stretch that ends last; of two that end together the longer."""
    best: _Cue | None = None
    for word in _CUE_WORD.finditer(view, start, end):
        for rule in _BY_WORD[word.group().lower()]:
            match = rule.pattern.match(view, word.start())
            if (match is None and view[end - 1].isalpha()) or (match and match.end() > end):
                match = rule.pattern.match(view, word.start(), end)
            if match and rule.name == "issues" and _is_issued_by(view, start, match.start()):
                continue
            if match and rule.name == "laid_down" and best and best.relation in _OWN_VOICE:
                continue
            if match and (best is None or match.end() > best.end):
                relation = Relation(rule.data["relation"]) if rule.data["relation"] else None
                best = _Cue(relation, " ".join(match["cue"].split()), match.start(), match.end(), rule.name)
    return best


def _is_issued_by(view: str, floor: int, at: int) -> bool:
    """Tell whether the cue at `at` only tells who has issued what was named (các quyết định do Sở ban hành)."""
    agent = view.rfind(" do ", max(floor, at - _AGENT), at)
    end = match_body(view, agent + 4) if agent >= 0 else None
    return end is not None and not view[end:at].strip()


def _reaches(view: str, cue: _Cue, end: int, words: int) -> bool:
    """Tell whether nothing between the cue and the mention says that the sentence has turned to something else."""
    if cue.relation is _LEGAL_BASIS:
        return True
    colon = view.find(":", cue.end, end)
    if colon >= 0:
        listed = _NAMES_DOCUMENTS.search(view, cue.start, colon + 1)
        stop, reach = (listed.start(), _REACH) if listed else (colon, _SOON)
        return len(_WORD.findall(view, cue.end, stop)) <= reach
    if _BODY_SPEAKS.search(view, cue.end, end):
        return False
    if _EXAMPLE.search(view, max(cue.end, end - 20), end):
        return True
    reach = _OPERATIVE_REACH if cue.relation in _OWN_VOICE and _opens_sentence(view, cue.start) else _REACH
    return words + len(_WORD.findall(view, cue.end, end)) <= reach


def _opens_sentence(view: str, at: int) -> bool:
    """Tell whether a cue opens its sentence or article (`Điều 3. Ngưng hiệu lực ...`)."""
    before = view[max(0, at - 3) : at].rstrip(" ")
    return not before or before[-1] in ".\n)-:"


def _behind(view: str, mention: Mention, name: str, at: int) -> _Cue | None:
    """Return the cue behind the mention: `được ban hành`, `ban hành ngày 3/2`, `hết hiệu lực`."""
    match = _BEHIND[name].match(view, at)
    return _Cue(_TOLD_BEHIND[name], match["cue"], match.start("cue"), match.end(), f"behind {name}") if match else None


def _repeal_lists(view: str, mentions: Sequence[Mention]) -> None:
    """Give `hết hiệu lực` behind the last of a list of subjects to those before it that have no cue."""
    for first, second in reversed(list(pairwise(mentions))):
        joined = view[first.tail : second.start].strip() in ("và", ",", ";", ", và")
        if joined and first.cue is None and second.relation is _REPEALS and second.head is None:
            _take(first, second)


def _led_in(view: str, mention: Mention) -> _Cue | None:
    """Return the cue of the line that leads in the list of which the mention's line is an item."""
    lead = item_lines(view, mention.start)
    cue = _last_cue(view, *lead) if lead else None
    if lead is None or cue is None:
        return None
    if _NAMES_DOCUMENTS.search(view, cue.start, lead[1]):
        return cue
    opens = _OPENS_ITEM.search(view, max(lead[1], mention.start - 90), mention.start) is not None
    return cue if opens and len(_WORD.findall(view, cue.end, lead[1])) <= _SOON else None


def _under_heading(mention: Mention, outline: Outline) -> _Cue | None:
    """Return the cue of the innermost heading above the mention that has one."""
    for index in outline.over(mention.start):
        section = outline.titled[index]
        title = section.title or ""
        if section.level and section.start + len(title) <= mention.start and _BEHIND["heading"].search(title):
            return _last_cue(title, 0, len(title))
    return None
