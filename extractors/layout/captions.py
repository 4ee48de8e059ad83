"""Finds captions and headings that say again what the article says: text and its lines -> spans.

A crawled article often has its photo captions run into the paragraphs. A caption that stands once is text (gold
guidelines, "Metadata"), so only a stretch that ends as a sentence of the article does is taken, or a line that
stands twice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice
from typing import Final

from extractors.rulebook import any_of, load_table
from extractors.text.lines import UPPER, Line, is_row
from extractors.text.wrapped import goes_on

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["captions"]
_SENTENCE_END: Final = re.compile(r"[.!?…](?=\s|$)")
_SENTENCE_START: Final = re.compile(
    rf"[.!?…”\"\n](?<!TP\.)(?<!TX\.)(?<!Tp\.)(?<!Tx\.)(?<![ .(][{UPPER}]\.)(?:(?<=\n)\s*|(?<!\n)\s+)"
)
_CREDIT: Final = re.compile(
    rf"[.,]?\s?\(?Ảnh(?: minh họa)?\s?:\s?"
    rf"(?P<who>[{UPPER}][\w./]*(?: [{UPPER}][\w./]*){{0,5}}(?: ?[-–] ?[{UPPER}]{{2,8}}(?![^\W_]))?)"
)
_GLUED: Final = re.compile(rf"[ \u00a0]+[{UPPER}]")
_WORD: Final = re.compile(r"[a-z0-9à-öø-ɏạ-ỹ]++(?![^\W_])|[^\W_]+")
"""The first branch is a faster way to most words."""
_CREDITED: Final = "Ảnh"
_TAIL: Final = 45
_FEWEST_WORDS: Final = 9
_FEWEST_IN_LINE: Final = 4
_FEWEST_RUN_IN: Final = 12
"""A shorter caption in a paragraph may be the name of a person that the next sentence opens with."""
_SHARE: Final = 0.7
_LONGEST_UNIT: Final = 420
_LONGEST_TEXT: Final = 60_000
_NEAR_TOP: Final = 3
_INITIALS: Final = re.compile(rf"[ ][{UPPER}]{{1,3}}(?:\.[{UPPER}]{{1,3}}){{1,2}}\.?$")
_LONGEST_INITIALS: Final = 14
_SAME_OPENING: Final = 4
_MOST_CAPTIONS: Final = 60
_ITEM: Final = re.compile(r"[-+*•–]|\d{1,2}[.)]|[a-zđ][.)] ")
_IMAGE: Final = re.compile(
    r"\[" + any_of(_WORDS["image_marks"]) + r"[^\]]{0,40}\]|(?:Anh|Ảnh)-tin-bai.{0,6}|no image", re.IGNORECASE
)
_FROM_WEB: Final = re.compile(r"\s?\(" + any_of(_WORDS["picture_words"]) + r"[^()]{0,30}\)\s*\*{0,2}$")
_ONLY_NUMBER: Final = re.compile(r"[\d.,%/ -]{1,14}")
_ALIKE: Final = 0.9
_SAID: Final = 0.85
_IN_ORDER: Final = 0.8
_SHORTER: Final = 0.7
"""How long the shorter of two lines that say the same is at the least, as a share of the longer."""


def find_repeated_captions(text: str, lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Return the spans of captions that repeat a sentence of the article, and of lines printed twice.

    `lines` are those of the article without page furniture. Texts of more than 60,000 characters are no articles.
    """
    if not lines or len(text) > _LONGEST_TEXT:
        return []
    spans = _repeated_lines(text, lines) + _reworded_lines(lines)
    for line in lines:
        if line.is_paragraph:
            spans += _captions_like(text, line)
    return spans


def _reworded_lines(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Return the lines that the next one says again in other words, and captions that a sentence says again."""
    spans = []
    captions = []
    for i, line in enumerate(lines):
        if _ITEM.match(line.text) or is_row(line.text):
            continue
        if len(line.text) > _LONGEST_UNIT:
            captions += _run_in(line)
            continue
        below = lines[i + 1].text[: 2 * _LONGEST_UNIT] if i + 1 < len(lines) else ""
        if line.text[:_SAME_OPENING] == below[:_SAME_OPENING] and _says_again(line.text, below):
            spans.append((line.start, line.end))
        elif credit := _find_credit(line.text):
            captions.append((line, _words(line.text[: credit.start()])))
    return spans + _said_in_sentences(captions, lines)


def _run_in(line: Line) -> list[tuple[Line, list[str]]]:
    """Return the captions that were run into a paragraph, from the sentence before the credit to the photographer."""
    found: list[tuple[Line, list[str]]] = []
    if "Ảnh" not in line.text:
        return found
    for credit in islice(_CREDIT.finditer(line.text), _MOST_CAPTIONS):
        floor = max(0, credit.start() - _LONGEST_UNIT)
        openings = [opening.end() for opening in _SENTENCE_START.finditer(line.text, floor, credit.start())]
        start = openings[-1] if openings else floor
        end = _credit_end(line.text, credit)
        words = _words(line.text[start : credit.start()])
        if len(words) >= _FEWEST_RUN_IN:
            found.append((Line(line.start + start, line.start + end, line.text[start:end]), words))
    return found


def _find_credit(text: str) -> re.Match[str] | None:
    """Return who took the photograph of a caption: after Ảnh, or initials at its end."""
    signed = text[-2:].isupper()
    initials = _INITIALS.search(text, max(0, len(text) - _LONGEST_INITIALS)) if signed else None
    return initials or (_CREDIT.search(text) if "nh:" in text else None)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _says_again(text: str, below: str) -> bool:
    """Tell whether two lines differ in a few words: the shorter one's stand in the longer, numbers and names too."""
    if text == below:
        return False
    shorter, longer = sorted((_WORD.findall(text), _WORD.findall(below)), key=len)
    if len(shorter) < _FEWEST_WORDS or len(shorter) < _SHORTER * len(longer):
        return False
    words, others = [word.lower() for word in shorter], [word.lower() for word in longer]
    said = set(others)
    named = all(word.lower() in said for word in shorter if word[0].isupper())
    return named and _numbers(words) == _numbers(others) and _share_in_order(words, others) >= _ALIKE


def _said_in_sentences(captions: Sequence[tuple[Line, list[str]]], lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Return the spans of those captions whose words another sentence says in their order."""
    spans: list[tuple[int, int]] = []
    long = [(line, words) for line, words in captions[:_MOST_CAPTIONS] if len(words) >= _FEWEST_WORDS]
    for other in lines if long else ():
        if not other.is_paragraph:
            continue
        for start, end in _sentences(other):
            sentence = _words(other.text[start:end])
            said = set(sentence)
            spans += [
                (line.start, line.end)
                for line, words in long
                if not other.start + start <= line.start < other.start + end
                and sum(map(said.__contains__, words)) >= _SAID * len(words)
                and _numbers(words) <= said
                and _share_in_order(words, sentence) >= _IN_ORDER
            ]
    return spans


def _sentences(line: Line) -> Iterator[tuple[int, int]]:
    """Yield where the sentences of a paragraph begin and end."""
    start = 0
    for opening in _SENTENCE_START.finditer(line.text):
        yield start, opening.end()
        start = opening.end()
    yield start, len(line.text)


def _numbers(words: Sequence[str]) -> set[str]:
    return {word for word in words if word[0].isdigit()}


def _share_in_order(words: Sequence[str], others: Sequence[str]) -> float:
    """Return which share of the words stands among the others in the same order."""
    matched = SequenceMatcher(None, words, others, autojunk=False).get_matching_blocks()
    return sum(block.size for block in matched) / len(words)


def _captions_like(text: str, line: Line) -> list[tuple[int, int]]:
    """Return the captions whose last words are those of a sentence of this paragraph."""
    spans = []
    start = line.start
    for stop in _SENTENCE_END.finditer(text, line.start, line.end):
        sentence = text[start : stop.start()]
        tail = sentence[-_TAIL:]
        at = text.find(tail) if len(tail) == _TAIL else -1
        while at >= 0:
            if at + _TAIL != stop.start() and (span := _caption_ending(text, at + _TAIL, sentence)):
                spans.append(span)
            at = text.find(tail, at + _TAIL)
        start = stop.end()
    return spans


def _caption_ending(text: str, end: int, sentence: str) -> tuple[int, int] | None:
    """Return the caption that ends at `end`, by a credit or glued to the next sentence; None when it is a sentence."""
    credit = _CREDIT.match(text, end)
    if credit is None and not _GLUED.match(text, end):
        return None
    floor = max(0, end - _LONGEST_UNIT)
    openings = [opening.end() for opening in _SENTENCE_START.finditer(text, floor, end)]
    start = openings[-1] if openings else floor
    words = _WORD.findall(text[start:end].lower())
    said = set(_WORD.findall(sentence.lower()))
    if len(words) < _FEWEST_WORDS or sum(word in said for word in words) < _SHARE * len(words):
        return None
    return start, _credit_end(text, credit) if credit else end


def _credit_end(text: str, credit: re.Match[str]) -> int:
    """Return where the photographer's name ends: before the word that opens the next sentence."""
    end = credit.end()
    if text[end : end + 1] == ")":
        return end + 1
    opens_sentence = text[end : end + 1] == " " and text[end + 1 : end + 2].islower() and " " in credit["who"]
    return end - len(credit["who"].rsplit(" ", 1)[1]) - 1 if opens_sentence else end


def _repeated_lines(text: str, lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Return the later copies of lines that stand twice: the first copy of a headline is text (gold guidelines).

    The cells of a table that was copied a cell a line are none, nor are the parts of a wrapped paragraph, which are no
    headings or captions of their own.
    """
    spans = []
    seen: dict[str, int] = {}
    whole = [i for i, line in enumerate(lines) if _is_whole(lines, i, line.text)]
    alike = _opening_alike([lines[i].text for i in whole])
    for i in whole:
        line = lines[i]
        first = seen.setdefault(_key_of(line.text), i) if line.text in alike else i
        several = line.text.count(" ") + 1 >= _FEWEST_WORDS
        if (first < i and not _is_cell(lines, i)) or (several and _says_a_sentence(text, lines, i)):
            spans.append((line.start, line.end))
    return spans + _headline_with_credit(text, lines[0])


def _is_whole(lines: Sequence[Line], i: int, text: str) -> bool:
    """Tell whether a line may be a heading or a caption: some words that neither go on from above nor go on below."""
    if text.count(" ") + 1 < _FEWEST_IN_LINE or len(text) > _LONGEST_UNIT or text[0].islower():
        return False
    if i and _is_broken(lines[i - 1], lines[i]):
        return False
    return i + 1 == len(lines) or not _is_broken(lines[i], lines[i + 1])


def _opening_alike(texts: Sequence[str]) -> frozenset[str]:
    """Return those of the texts that another one may say again: they open with one word, or a credit may open one."""
    opened = [_WORD.search(text) for text in texts]
    words = ["" if word is None or text[0] == "(" else word[0] for text, word in zip(texts, opened, strict=True)]
    if not {"", _CREDITED}.isdisjoint(words):
        return frozenset(texts)
    counts = Counter(map(str.lower, words))
    return frozenset(text for text, word in zip(texts, words, strict=True) if counts[word.lower()] > 1)


def _is_broken(above: Line, below: Line) -> bool:
    """Tell whether the lower of two lines is the rest of the upper one's paragraph."""
    return not below.gap and goes_on(above.text, below.text, 0)


def _says_a_sentence(text: str, lines: Sequence[Line], i: int) -> bool:
    """Tell whether a line is a caption that stands again inside another line; under an image in any case."""
    if i and _IMAGE.fullmatch(lines[i - 1].text):
        return _said_in_text(text, lines[i])
    return i >= _NEAR_TOP and lines[i].text[-1] not in ".:;" and _said_elsewhere(text, lines[i])


def _headline_with_credit(text: str, headline: Line) -> list[tuple[int, int]]:
    """Return the captions that repeat the headline and credit a photograph, run into a paragraph or not."""
    spans = []
    said = headline.text.rstrip(" .")
    at = text.find(said, headline.end) if said.count(" ") >= _FEWEST_IN_LINE else -1
    while at >= 0:
        credit = _CREDIT.match(text, at + len(said))
        if credit:
            spans.append((at, _credit_end(text, credit)))
        at = text.find(said, at + len(said))
    return spans


def _key_of(text: str) -> str:
    """Return the words of a line in lower case, without the credit of a photograph and where it was found."""
    plain = _FROM_WEB.sub("", text) if "(" in text else text
    credit = _find_credit(plain)
    return " ".join(_words(plain[: credit.start()] if credit else plain))


def _is_cell(lines: Sequence[Line], i: int) -> bool:
    """Tell whether a line is a cell of a table copied a cell a line: a number stands alone beside it."""
    return any(_ONLY_NUMBER.fullmatch(line.text) for line in (*lines[max(0, i - 1) : i], *lines[i + 1 : i + 2]))


def _said_in_text(text: str, line: Line) -> bool:
    """Tell whether the words of a caption stand inside another line, in any case."""
    said = line.text.strip(" .").lower()
    lowered = text.lower()
    at = lowered.find(said)
    while at >= 0:
        if at != line.start:
            return True
        at = lowered.find(said, at + len(said))
    return False


def _said_elsewhere(text: str, line: Line) -> bool:
    """Tell whether the words of a line stand inside another line of the article."""
    at = text.find(line.text)
    while at >= 0:
        if at != line.start and text[max(0, at - 1) : at].strip("\n"):
            return True
        at = text.find(line.text, at + len(line.text))
    return False
