"""A text with its numbers -> the words around each: its clause, its sentence, its paragraph, the headings over it.

Between two numbers the last comma or joining word parts what belongs to the first from what leads to the second.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from extractors.rulebook import any_of, load_table
from extractors.text.folding import fold
from extractors.text.sentences import split_sentences
from pipeline.forms.concepts import concepts_in, joined_phrases, left_over

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "clauses")["words"]
_HARD: Final = re.compile(rf"[;:]\s|\.\s|\n|[()]|\s\|\s|\t|\s[-–]\s(?={any_of(_WORDS['dashed'])}\s)", re.IGNORECASE)
"""What ends a clause; a dash does where a deed follows: `nhận 26 ý kiến - đã trả lời 19`, not `văn hóa - xã hội`."""
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_WRAP: Final = re.compile(r"(?<!\n)\n(?!\s*[^\W\d_a-zà-ỹ])|(?<=[a-zà-ỹ,;:]\s)\n|(?<=[,;:])\n(?=\S)")
_ENDING: Final = re.compile(r";|\.\s")
_COMMA: Final = re.compile(r",\s")
_DENYING: Final = re.compile(rf",\s(?=(?:trong (?:năm|quý|kỳ|tháng) )?{any_of(_WORDS['denying'])}\s)", re.IGNORECASE)
_MOSTLY: Final = re.compile(rf",\s(?={any_of(_WORDS['mostly'])}\s[^\d;.]*(?:[;.]|$))", re.IGNORECASE)
_ASIDE: Final = re.compile(rf"(?<!\w){any_of(_WORDS['asides'])}\s[^,:\d]+,\s", re.IGNORECASE)
_JOINING: Final = re.compile(rf"(?<!\w)(?:{any_of(_WORDS['joining'])})(?!\w)", re.IGNORECASE)
_NARROWING: Final = re.compile(rf"(?<!\w)(?:{any_of(_WORDS['narrowing'])})(?!\w)", re.IGNORECASE)
WORDS_OF_A_BARE_NOUN: Final = 3
"""Behind no more words a comma goes on with what the number counts: `12 đơn các loại, không có đơn tố cáo`."""
WORDS_OF_A_BASE: Final = 4
WORDS_THAT_SAY: Final = 3
"""So many words without a concept make a part of a sentence one of its own: `Hội Nông dân bảo lãnh cho 640 người`."""
LONGEST_LABEL: Final = 80
"""Letters of a line before its colon that head what it says: `Nhiệm vụ quý IV: kiểm tra 03 tổ chức đảng`."""
_LONGEST_LEAD: Final = 220
"""Letters of a paragraph's earlier sentences that are looked at."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words around one number.

    `near` is its own clause around it, from `near_start` to `near_end`, `left` what of it stands before the number,
    `lead` all since the last comma, brackets opened there included. `before` is its part of the sentence up to it,
    which begins at `before_start`, `earlier` the parts before that; `opening` is what opens the sentence before its
    first number.
    """

    near_start: int
    near_end: int
    before_start: int
    opening: str

    left: str
    lead: str
    near: str
    right: str
    before: str
    earlier: str
    above: str
    bracketed: bool
    sentence: str


class Clauses:
    """The text of one document, cut once; `around` is asked for each number in it."""

    def __init__(self, text: str, numbers: Sequence[tuple[int, int]], sections: Sequence[tuple[int, int, str]]) -> None:
        self._sentences = split_sentences(text)
        self._text = text = _unwrapped(text, self._sentences)
        self._starts = [start for start, _ in numbers]
        self._ends = [end for _, end in numbers]
        self._sentence_starts = [start for start, _ in self._sentences]
        self._sections = sections

    @property
    def text(self) -> str:
        """The text, of the same length, in which the lines of one sentence are one line."""
        return self._text

    def around(self, start: int, end: int) -> Surroundings:
        """Return the words around the number at [start, end)."""
        first, last = self.sentence_at(start)
        at = bisect_right(self._starts, start)
        previous = max([stop for stop in self._ends[: at - 1][-1:] if stop <= start], default=first)
        following = min([begin for begin in self._starts[at : at + 1] if begin >= end], default=last)
        gap_left = self._text[max(first, min(previous, start)) : start]
        gap_right = self._text[end : max(end, min(last, following))]
        has_previous = previous > first
        left = _behind_hard(gap_left)
        shared = has_previous and len(left) == len(gap_left)
        own_left = _split(left)[1] if shared else _behind_aside(_behind_label(left))
        right = _before_hard(gap_right)
        own_right = _split(right)[0] if following < last and len(right) == len(gap_right) else _narrowed(right)
        earlier, before = _own_part(self._text[first:start])
        begins = bisect_left(self._starts, first)
        return Surroundings(
            near_start=start - len(own_left),
            near_end=end + len(own_right),
            before_start=start - len(before),
            opening=self._text[first : self._starts[begins]] if begins < at - 1 else "",
            left=own_left if shared else _BRACKETS.sub(" ", _behind_aside(left)),
            lead=_COMMA.split(_ENDING.split(gap_left)[-1])[-1],
            near=f"{own_left} {own_right}",
            right=own_right.partition(", ")[0],
            before=before,
            earlier=earlier,
            above=self.above(start, first),
            bracketed=before.rfind("(") > before.rfind(")"),
            sentence=" ".join(self._text[first:last].split()),
        )

    def sentence_at(self, start: int) -> tuple[int, int]:
        """Return the span of the sentence that holds a place; an empty one outside all sentences."""
        at = bisect_right(self._sentence_starts, start) - 1
        if at >= 0 and self._sentences[at][1] > start:
            first, last = self._sentences[at]
            first = self._behind_heading(first, start)
            if at and self._text[self._sentences[at - 1][0] : first].rstrip().endswith(":"):
                first = self._sentences[at - 1][0]
            return first, last
        line = self._text.rfind("\n", 0, start) + 1
        stop = self._text.find("\n", start)
        return line, stop if stop >= 0 else len(self._text)

    def runs_on(self, end: int, start: int) -> bool:
        """Tell whether a few words without a sign of their own stand between two places."""
        gap = self._text[end:start]
        words = gap.split()
        joined = bool(words) and fold(words[0]) in _WORDS["equal"]
        return len(words) <= WORDS_OF_A_BASE and not joined and not re.search(r"[,;.:()\d\n]", gap)

    def _behind_heading(self, first: int, start: int) -> int:
        """Return where a sentence begins behind the line of a heading that it was read together with."""
        line = self._text.rfind("\n", first, start)
        return line + 1 if line >= 0 else first

    def above(self, start: int, first: int) -> str:
        """Return the headings over a place and the earlier sentences of its paragraph."""
        titles = [title for begin, end, title in self._sections if begin <= start < end and title and begin < first]
        paragraph = self._text.rfind("\n", 0, first) + 1
        label, colon, _ = self._text[paragraph:start][:LONGEST_LABEL].partition(":")
        if colon:
            titles.append(label)
        return " \n".join([*titles, self._text[paragraph:first][-_LONGEST_LEAD:]])


def _unwrapped(text: str, sentences: Sequence[tuple[int, int]]) -> str:
    """Return a text of the same length in which the lines of one sentence are one line."""
    pieces, at = [], 0
    for start, end in sentences:
        pieces += [text[at:start], _WRAP.sub(" ", text[start:end])]
        at = end
    return "".join([*pieces, text[at:]])


def _behind_hard(gap: str) -> str:
    """Return what stands behind the last end of a clause; a label with its colon stays."""
    cuts = [match.end() for match in _HARD.finditer(gap) if not match.group().startswith(":")]
    return gap[cuts[-1] :] if cuts else gap


def _own_part(before: str) -> tuple[str, str]:
    """Return the earlier parts of a sentence, and what stands before a number in its own, where that says something."""
    earlier, _, part = before.rpartition(";")
    says = concepts_in(part) or len(left_over(part)) >= WORDS_THAT_SAY
    return (earlier, part) if says else ("", before)


def _behind_label(left: str) -> str:
    """Return what stands behind a label, where that says by itself what is told; else the label too."""
    _, colon, rest = left.rpartition(":")
    return rest if colon and concepts_in(rest) else left


def _behind_aside(left: str) -> str:
    """Return what stands behind an aside with a comma: `sau khi sắp xếp các chi bộ, Đảng bộ có` -> `Đảng bộ có`."""
    asides = list(_ASIDE.finditer(left))
    return left[asides[-1].end() :] if asides else left


def _before_hard(gap: str) -> str:
    """Return what stands before the first end of a clause, or before what is denied, or told of most of them.

    `xong, không có hồ sơ trễ`, `lượt người, phần đông là phụ nữ`.
    """
    ends = [found.start() for found in (_HARD.search(gap), _DENYING.search(gap), _MOSTLY.search(gap)) if found]
    return gap[: min(ends)] if ends else gap


def _split(gap: str) -> tuple[str, str]:
    """Return what belongs to the number before a gap, and what leads to the number behind it.

    >>> _split(" tổ chức đảng trực thuộc với ")
    (' tổ chức đảng trực thuộc ', 'với ')
    >>> _split(" đồng chí, chuyển đi ")
    (' đồng chí', 'chuyển đi ')
    >>> _split(" nhiệm vụ: đã làm xong ")
    (' nhiệm vụ', ' đã làm xong ')
    """
    commas = list(_COMMA.finditer(joined_phrases(gap)))
    if commas:
        return gap[: commas[-1].start()], gap[commas[-1].end() :]
    label = gap.rfind(": ")
    if label >= 0 and concepts_in(gap[label:]):
        return gap[:label], gap[label + 1 :]
    joining = list(_JOINING.finditer(gap))
    if joining:
        return gap[: joining[0].start()], gap[joining[0].start() :]
    return gap, ""


def _narrowed(gap: str) -> str:
    """Return what stands behind the last number of a sentence, without what narrows it (`trong đó ...`)."""
    found = _NARROWING.search(gap)
    gap = gap[: found.start()] if found else gap
    commas = list(_COMMA.finditer(joined_phrases(gap)))
    far = [
        comma
        for comma in commas
        if len(gap[: comma.start()].split()) > WORDS_OF_A_BARE_NOUN or re.search(r"\d", gap[comma.end() :])
    ]
    return gap[: far[0].start()] if far else gap


def says_more(near: str, noun: str) -> bool:
    """Tell whether a number's own clause says more of it than which noun it counts.

    >>> says_more("tổng số báo cáo", "báo cáo"), says_more("kiến nghị, phản ánh 09 đơn", "đơn")
    (False, True)
    """
    return bool(concepts_in(near) - concepts_in(noun)) or bool(set(left_over(near)) - set(left_over(noun)))


@cache
def nothing() -> re.Pattern[str]:
    """Return what finds a clause that says that there is nothing (`không có đảng viên nào bị kỷ luật`)."""
    return re.compile(rf"(?<!\w)(?:{any_of(_WORDS['nothing'])})(?!\w)", re.IGNORECASE)


@cache
def anyone() -> re.Pattern[str]:
    """Return what finds a word for anybody in such a clause."""
    return re.compile(rf"(?<!\w)(?:{any_of(_WORDS['anyone'])})(?!\w)", re.IGNORECASE)


@cache
def _headings(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of([fold(word) for word in _WORDS[name]])})(?!\w)")


def is_under(above: str, name: str) -> bool:
    """Tell whether a heading of one kind (`plans`, `shortcomings`) stands over a number.

    >>> is_under("5. Việc phải làm trong quý IV/2025 \\n", "plans"), is_under("III. Về kiểm tra \\n", "plans")
    (True, False)
    >>> is_under("I. Kết quả thực hiện nhiệm vụ quý III \\n", "plans"), is_under("Việc và nhiệm vụ quý IV \\n", "plans")
    (False, True)
    """
    headings = (fold(_BRACKETS.sub(" ", heading)) for heading in headings_of(above))
    return any(_headings(name).search(_results_of_plans().sub(" ", heading)) for heading in headings)


@cache
def _results_of_plans() -> re.Pattern[str]:
    """Return what finds words that tell what came of a plan: `kết quả thực hiện nhiệm vụ 6 tháng`."""
    results, plans = (any_of([fold(word) for word in _WORDS[name]]) for name in ("results", "plans"))
    return re.compile(rf"(?<!\w)(?:{results})(?: (?!và )[^\s,;.:\-]+){{0,6}}? (?:{plans})(?!\w)")


def headings_of(above: str) -> list[str]:
    """Return the headings in what stands above a number, the nearest last."""
    return above.split(" \n")[:-1]


def is_average(before: str) -> bool:
    """Tell whether words before a number say that it is the level of all, in brackets or not.

    >>> is_average("bằng 24,5%, thấp hơn bình quân của tỉnh ("), is_average("cao hơn bình quân chung là ")
    (True, True)
    >>> is_average("cao hơn bình quân chung của tỉnh 5,2 điểm; đạt ")
    False
    """
    words = fold(before).rstrip(" (:").removesuffix(" là").removesuffix(" đạt")
    return words.endswith(tuple(fold(words) for words in _WORDS["averages"]))


def is_base(lead: str) -> bool:
    """Tell whether what leads to a number says that it is what another is of.

    >>> is_base(" hộ nghèo trong tổng số "), is_base(" tổng số ")
    (True, False)
    """
    return fold(lead).endswith(tuple(fold(words) for words in _WORDS["base"]))
