"""Mentions in order -> the same mentions with the date, issuer and title that stand with them, shared over lists.

The slots and their order are in `attributes.toml`. Nothing is taken from beyond the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from extractors.citations.mention import Mention
from extractors.citations.title_behind import find_title
from extractors.model import Form
from extractors.names.bodies import body_before, match_body, person_end
from extractors.names.kinds import LETTERS
from extractors.rulebook import any_of, load_rules, load_table
from extractors.text.plain import UPPER
from extractors.text.wrapped import is_wrapped
from extractors.values.dates import DateSpan, date_at, is_possible

Year = Callable[[], int | None]
"""Asks for the document's year, once a date without one needs it."""

_RULES: Final = {rule.name: rule.pattern for rule in load_rules(__package__, "attributes")}
_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "attributes")["words"]


def _ending(words: list[str]) -> str:
    return "|".join(word.replace(" ", r"\s{1,3}") for word in sorted(words, key=len, reverse=True))


_FILLED: Final = rf"(?:\s(?:{_ending(_WORDS['fillers'])})){{0,3}}"
_ISSUED_BEFORE: Final = re.compile(
    rf"{_FILLED}\s{{1,3}}(?:{_ending(_WORDS['issuing_verbs'])})(?:\s{{1,3}}{any_of(_WORDS['of_issued'])})?\s{{1,3}}\Z"
)
_EXAMPLE_OF: Final = re.compile(rf"(?:^|[\s;,(])(?:{_ending(_WORDS['examples_of'])}):?\s{{1,3}}(?:các\s)?\Z")
_LISTING: Final = re.compile(r"(?:,?\s" + any_of(_WORDS["opens_list"]) + r"\s?:?|:)\s{1,3}(?:các\s)?\Z")
_CLASS_OF: Final = re.compile(
    rf"(?<![^\W_])(?:{'|'.join(_WORDS['several'])}|[0-9]{{1,3}})\s{any_of(_WORDS['classes'])}"
    r"(?:\s(?!của\s)[^\W\d_]+){0,6}\scủa\s\Z",
    re.IGNORECASE,
)
_CLASS_REACH: Final = 80
_ISSUING: Final = re.compile(rf"{_FILLED}\s(?:ban hành|ký ban hành)\s")
_SPEAKING: Final = re.compile(r",\s(?=[^\W\d_])")
_SPEAKS: Final = re.compile(rf"\s(?:(?:{_ending(_WORDS['fillers'])})\s)?(?:{_ending(_WORDS['speaking'])})(?!\w)")
_ACTS: Final = re.compile(
    rf"{_FILLED}\s{{1,3}}(?:{_ending(_WORDS['issuing_verbs'])}|{_ending(_WORDS['speaking'])}|tổ chức)(?!\w)"
)
_INTRODUCED: Final = re.compile(any_of(_WORDS["introduces"]) + r"\s{1,3}(?:nội dung\s)?\Z")
_DATE_BEFORE: Final = re.compile(r"(?:[Nn]gày|NGÀY)\s{0,3}(?P<date>[0-9][^\n;]{3,26}?),?\s{1,3}\Z")
_ASKED_IN: Final = re.compile(
    r"\s(?:(?:đã\s)?(?:nêu|ghi)\s)?(?:trong|tại|ở)\s(?:" + any_of(_WORDS["parts"]) + r"\s\S{1,4}\s){0,3}(?:bản\s)?\Z"
)
_ASKS: Final = re.compile(any_of(_WORDS["asks"]) + r" của\s")
_NUMBER_INSIDE: Final = re.compile(r"[\s,(:]{1,4}(?:[Ss]ố|SỐ)\W{0,3}[0-9]|[\s,(]{1,4}[0-9]")
_OF_INSIDE: Final = re.compile(rf"\scủa\s|(?<=liên tịch)\s(?=[{UPPER}])")
_PREAMBLE: Final = re.compile(r"(?:^|\n)[ -]{0,4}" + any_of(_WORDS["opens_preamble"]) + r"\s[^\n;.:]{3,120}\Z")
_LINK: Final = re.compile(
    rf"\s{{0,3}}(?:[,;]|,?\s{any_of(_WORDS['links'])}\s|\s-\s)\s{{0,3}}"
    rf"(?:{any_of(_WORDS['behind_link'])}\s{{1,3}}){{0,2}}"
)
_LISTED: Final = re.compile(r"\s?;\s[^.;\n]{3,160}\s(?:theo|tại)\s\Z")
_OLD_SYMBOL: Final = re.compile(r"[^/-]+")
_ACRONYM: Final = re.compile(r"\s\([A-ZĐ&-]{2,12}\)(?=\s)")
_ISSUED_BY: Final = re.compile(r"\s{1,3}do\s")
_ISSUED_BEHIND: Final = re.compile(r"\s{1,3}(?:ký\s)?" + any_of(_WORDS["acts_of_issuing"]) + r"(?!\w)")
_ADOPTED_BEHIND: Final = re.compile(r"[^.;:\n]{0,80}?\s(?:ký\s)?" + any_of(_WORDS["acts_of_issuing"]) + r"(?!\w)")
_MEETING_ON: Final = re.compile(any_of(_WORDS["meetings"]) + r"(?:\s[^\W\d_]+){0,6}\svề\s\Z", re.IGNORECASE)
_MEETING_REACH: Final = 80
_PASSED_BY_NAME: Final = re.compile(
    r"(?:\scác cấp)?(?:\s\(sửa đổi[^)\n]{0,40}\))?(?:\scủa nước\s[^.;:,\n]{3,60}?)?(?=\s(?:đã\s)?được\s|\sngày\s[0-9])"
)
"""What parts a law's name from who has passed it, and when."""
_AND_BODY: Final = re.compile(r"(?:,|\s(?:và|với))\s(?=[^\W\d_])")
_SENTENCE_REACH: Final = 260


def read_attributes(view: str, mentions: Sequence[Mention], year: Year) -> None:
    """Fill date, issuer, title and tail of each mention; `year` is the document's own, for dates without one."""
    for place, mention in enumerate(mentions):
        if not (mention.within and mention.end <= mention.within.tail and mention.form is Form.NAMED):
            _read_behind(view, mention, mentions[place + 1 : place + 12], year)
        if mention.issuer is None and mention.form in (Form.NUMBERED, Form.NUMBER_ONLY, Form.TITLED):
            _read_before(view, mention, year)
        elif mention.date is None and mention.code:
            _read_day_before(view, mention, year)
        for later in mentions[place + 1 : place + 12]:
            if mention.title_span and later.end <= mention.title_span[1]:
                later.within = mention
    _share(view, mentions)


def _read_behind(view: str, mention: Mention, later: Sequence[Mention], year: Year) -> None:
    """Read the slots behind the mention and its title; who has issued it may stand behind the title, too."""
    if mention.code and (passed := _RULES["passed"].match(view, mention.tail)):
        mention.tail = passed.end()
    if mention.form is Form.NAMED and (state := _PASSED_BY_NAME.match(view, mention.tail)):
        mention.tail = state.end()
    _read_slots(view, mention, later, year)
    if view[mention.tail : mention.tail + 1] == ")" and _opens_bracket(view, mention):
        mention.tail += 1
        _read_slots(view, mention, later, year)
    _read_speaker(view, mention)
    if mention.issuer and (acronym := _ACRONYM.match(view, mention.tail)):
        mention.tail = acronym.end()
    if mention.form is not Form.NAMED and mention.form is not Form.TITLED:
        title = find_title(view, mention.tail, mention, later)
        if title:
            mention.title_span = title
            mention.tail = title[1] + (view[title[1] : title[1] + 1] in ("”", '"'))
            if mention.issuer is None and _ISSUED_BY.match(view, mention.tail):
                _read_slots(view, mention, later, year)


def _opens_bracket(view: str, mention: Mention) -> bool:
    """Tell whether the number stands in brackets behind the name or the type word (Luật Giá (số 16/2023/QH15))."""
    return mention.bracket or view.rfind("(", mention.start, mention.end) > view.rfind(")", mention.start, mention.end)


def _read_slots(view: str, mention: Mention, later: Sequence[Mention], year: Year) -> None:
    """Read the slots at the mention's tail, each once, in any order."""
    limit = next((other.start for other in later if other.start >= mention.tail), len(view))
    seen: set[str] = set()
    while (match := _SLOT.match(view, mention.tail)) and match.end() <= limit:
        slot = (match.lastgroup or "").removeprefix("slot_")
        end = _SLOTS[slot](view, mention, match, year) if slot not in seen else None
        if end is None:
            return
        seen.add(slot)
        mention.tail = end


def _slot_date(view: str, mention: Mention, match: re.Match[str], year: Year) -> int | None:
    span = date_at(view, match.end())
    after_comma = span is not None and "," in match.group()
    if span is None or mention.date is not None or (after_comma and _opens_clause(view, span.end, mention)):
        return None
    if match["open"] and span.value is None and _is_of_meeting(view, mention):
        return None
    _set_date(mention, span, year)
    mention.same_day = match["same"] is not None
    end = span.end
    if match["open"] or match["bare"]:
        end += view[end : end + 2].lstrip()[:1] == ")"
    return end


def _is_of_meeting(view: str, mention: Mention) -> bool:
    """Tell whether a day in brackets is that of a meeting: `hội nghị về Nghị quyết số 70-NQ/TW (ngày 10/10)`."""
    return _MEETING_ON.search(view, max(0, mention.start - _MEETING_REACH), mention.start) is not None


def _opens_clause(view: str, at: int, mention: Mention) -> bool:
    """Tell whether the date that ends at `at` is the day of a further act: `, ngày 10/9/2020 Ban Tuyên giáo có ...`.

    Behind a session, which is seldom dated, a comma may part the two.
    """
    if mention.form is Form.SESSION and view.startswith(", ", at):
        at += 1
    end = match_body(view, at + 1) if view[at : at + 1] == " " else None
    return end is not None and _ACTS.match(view, end) is not None


def _set_date(mention: Mention, span: DateSpan, year: Year) -> None:
    if span.value:
        mention.date = span.value
    elif span.day and (context := year()) and is_possible(span.day, span.month, context):
        mention.date, mention.guessed_year = date(context, span.month, span.day), True


def _slot_year(view: str, mention: Mention, match: re.Match[str], year: Year) -> int | None:
    written = match["year"] or match["bracketed"]
    if mention.year is None:
        mention.year = int(written)
    return match.end()


def _slot_issuer(view: str, mention: Mention, match: re.Match[str], year: Year) -> int | None:
    end = match_body(view, match.end(), joint=_is_joint(mention))
    if end is None or mention.issuer is not None:
        return None
    if mention.form is Form.NAMED:
        issued = _ADOPTED_BEHIND.match(view, end) if match["by"] else None
        return issued.end() if issued else None
    while match["between"] and (joined := _AND_BODY.match(view, end)):
        further = match_body(view, joined.end())
        if further is None:
            break
        end = further
    if match["by"]:
        issued = _ISSUED_BEHIND.match(view, end)
        if not issued:
            return None
        mention.issuer = (match.end(), end)
        return issued.end()
    if match["omitted"] is not None and not (mention.date and _RULES["title"].match(view, end)):
        return None
    end = _bodies_end(view, end) if match["of"] else end
    mention.issuer = (match.end(), end)
    return person_end(view, match.end(), end)


def _bodies_end(view: str, end: int) -> int:
    """Return where the last body ends of those that issue together (của Bộ Chính trị, Ban Bí thư về ...)."""
    last: int | None = end
    while last is not None and (joined := _AND_BODY.match(view, last)):
        last = match_body(view, joined.end())
        title = _RULES["title"].match(view, last) if last is not None else None
        if last is not None and title and title["about"]:
            return last
    return end


def _is_joint(mention: Mention) -> bool:
    """Tell whether several bodies issue the document together (Thông tư liên tịch, Nghị quyết liên tịch)."""
    return "liên" in (mention.doc_type or "").lower()


def _slot_term(view: str, mention: Mention, match: re.Match[str], year: Year) -> int | None:
    return match.end()


_SLOTS: Final = {"date": _slot_date, "year": _slot_year, "issuer": _slot_issuer, "term": _slot_term}
_SLOT: Final = re.compile("|".join(f"(?P<slot_{slot}>{_RULES[slot].pattern})" for slot in _SLOTS), re.VERBOSE)
"""What may stand behind a mention, in the order in which it is tried."""


def _read_speaker(view: str, mention: Mention) -> None:
    """Take the body that speaks through the document as its issuer (`Theo Công văn số ..., UBND tỉnh yêu cầu`)."""
    if mention.issuer or mention.form is Form.NAMED:
        return
    comma = _SPEAKING.match(view, mention.tail)
    if not comma or not _INTRODUCED.search(view, max(0, mention.start - 24), mention.start):
        return
    end = match_body(view, comma.end())
    if end is not None and _SPEAKS.match(view, end):
        mention.issuer = (comma.end(), end)


def _read_before(view: str, mention: Mention, year: Year) -> None:
    """Read the issuer inside the mention (`Chỉ thị của Ban Bí thư số ...`) or before it, with its date."""
    inside = _OF_INSIDE.search(view, mention.start, mention.end)
    end = match_body(view, inside.end(), joint=_is_joint(mention)) if inside else None
    if inside and end is not None and _NUMBER_INSIDE.match(view, end, mention.end):
        mention.issuer = (inside.end(), end)
        return
    near = max(0, mention.start - 24)
    verb = _ISSUED_BEFORE.search(view, max(0, mention.start - 60), mention.start)
    example = _EXAMPLE_OF.search(view, near, mention.start)
    listing = _LISTING.search(view, near, mention.start)
    asked = _ASKED_IN.search(view, near, mention.start)
    if not (verb or example or listing or asked):
        return
    floor = _paragraph_start(view, max(0, mention.start - _SENTENCE_REACH), mention.start)
    body = body_before(view, floor, verb.start()) if verb else None
    if body is None and asked and (asking := _ASKS.search(view, floor, asked.start())):
        named = match_body(view, asking.end()) == asked.start()
        body = (asking.end(), asked.start()) if named else None
    if body is None and example:
        body = _issuer_of_examples(view, floor, mention.start)
    if body is None and listing:
        body = _issuer_of_class(view, floor, listing.start())
    if body is None:
        return
    mention.issuer = body
    _set_day_before(view, mention, floor, body[0], year)


def _read_day_before(view: str, mention: Mention, year: Year) -> None:
    """Read the day before the body that issued the document (Ngày 8/12, Tỉnh ủy ban hành ...)."""
    verb = _ISSUED_BEFORE.search(view, max(0, mention.start - 60), mention.start)
    if verb and "tại" not in verb.group():
        floor = _paragraph_start(view, max(0, mention.start - _SENTENCE_REACH), mention.start)
        body = body_before(view, floor, verb.start())
        if body:
            _set_day_before(view, mention, floor, body[0], year)


def _set_day_before(view: str, mention: Mention, floor: int, at: int, year: Year) -> None:
    """Set the date that stands right before the body at `at`, unless the mention has its own."""
    if mention.date is None and (dated := _DATE_BEFORE.search(view, max(floor, at - 40), at)):
        span = date_at(view, dated.start("date"))
        if span:
            _set_date(mention, span, year)


def _paragraph_start(view: str, floor: int, at: int) -> int:
    """Return where the paragraph of `at` begins, over wrapped lines, looking back no further than `floor`."""
    line = view.rfind("\n", floor, at)
    while line >= 0 and (_PREAMBLE.search(view, max(floor - 1, 0), line) or is_wrapped(view, line)):
        line = view.rfind("\n", floor, line)
    return max(floor, line + 1)


def _issuer_of_class(view: str, floor: int, end: int) -> tuple[int, int] | None:
    """Return the body that has issued the kind of documents listed behind `end` (các nghị quyết của Bộ Chính trị:)."""
    start = view.rfind("của ", floor, end) + 4
    if start < floor + 4 or match_body(view, start) != end:
        return None
    return (start, end) if _CLASS_OF.search(view, max(floor, start - _CLASS_REACH), start) else None


def _issuer_of_examples(view: str, floor: int, end: int) -> tuple[int, int] | None:
    """Return the body that has issued what the mention is an example of (`ban hành 09 văn bản, nổi bật là ...`)."""
    issuing = list(_ISSUING.finditer(view, floor, end))
    return body_before(view, floor, issuing[-1].start()) if issuing else None


def _share(view: str, mentions: Sequence[Mention]) -> None:
    """Give issuer, date and title that are written once for a list to each of its members."""
    titled = {(m.doc_type, m.code) for m in mentions if m.title_span and m.code}
    for first, second in reversed(list(pairwise(mentions))):
        if second.same_day and first.date is None and _one_issuer(first, second):
            first.date, first.issuer = second.date, first.issuer or second.issuer
        elif _linked(view, first, second):
            _share_back(view, first, second, (first.doc_type, first.code) in titled)
        else:
            _share_on_list(view, first, second)
    for first, second in pairwise([mention for mention in mentions if mention.within is None]):
        issued = first.issuer is not None and first.issuer[1] <= first.end
        if issued and second.issuer is None and _linked(view, first, second) and _one_series(first, second):
            second.issuer = first.issuer


def _share_on_list(view: str, first: Mention, second: Mention) -> None:
    """Give the issuer behind the last item of a list to the item before (quy chế theo A; quy định theo B của C)."""
    behind = second.issuer is not None and second.issuer[0] > second.start and first.issuer is None
    if behind and _one_issuer(first, second) and _LISTED.match(view, first.tail, max(first.tail, second.start)):
        first.issuer = second.issuer


def _one_act(view: str, first: Mention, second: Mention) -> bool:
    """Tell whether two documents, each with its date, have one title: alike, no semicolon between."""
    shared = first.issuer is None or first.issuer is second.issuer
    old = _OLD_SYMBOL.fullmatch(first.symbol or "") is not None and first.symbol == second.symbol
    return shared and view.startswith((" và ", ", "), first.tail) and (old or first.doc_type == second.doc_type)


def _share_back(view: str, first: Mention, second: Mention, titled: bool) -> None:
    """Give the first of two on a list what stands behind the second; `titled`: it has a title of its own elsewhere."""
    elided = second.head is not None and second.head is (first.head or first)
    alike = elided or _one_series(first, second)
    if first.issuer is None and second.issuer and second.issuer[0] > second.start and alike:
        first.issuer = second.issuer
    if elided and first.date is None and second.date:
        first.date, first.guessed_year = second.date, second.guessed_year
    if elided and first.year is None and first.form is Form.NUMBER_ONLY:
        first.year = second.year
    untitled = first.title_span is None and first.form is not Form.NAMED
    untitled = untitled and (first.tail == first.end or _one_act(view, first, second))
    if untitled and second.title_span and (elided or (alike and not titled)):
        first.title_span = second.title_span


def _linked(view: str, first: Mention, second: Mention) -> bool:
    """Tell whether nothing but a comma, `và` or the like stands between two mentions."""
    if second.within or second.start < first.tail:
        return second.head is not None and second.head is (first.head or first)
    return _LINK.fullmatch(view, first.tail, second.start) is not None


def _one_series(first: Mention, second: Mention) -> bool:
    """Tell whether two mentions may be of one issuer: the same letters for it, or the same kind and no letters."""
    bare = first.symbol is None and second.symbol is None and first.doc_type == second.doc_type
    return bare or _one_issuer(first, second)


def _one_issuer(first: Mention, second: Mention) -> bool:
    """Tell whether two codes have the same letters for their issuer."""
    if not first.symbol or not second.symbol:
        return False
    one, other = first.symbol.replace("-", "/").split("/"), second.symbol.replace("-", "/").split("/")
    if len(one) == len(other) == 1:
        return one == other or (one[0] in LETTERS and other[0] in LETTERS)
    return one[1:] == other[1:] or (len(one) > 1 and one[1] == other[0])
