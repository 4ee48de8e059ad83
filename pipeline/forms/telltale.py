"""Words that say by themselves what a number is: all there are, so many as lack, those who stayed away."""

from __future__ import annotations

from functools import cache
from typing import Final

from extractors.rulebook import load_table
from pipeline.forms.concepts import concepts, concepts_in, left_over, words_of

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "concepts")["words"]
_RANKS: Final[list[dict[str, list[str]]]] = load_table(__package__, "concepts")["rank"]
_COUNT: Final = " số "


@cache
def _phrases_of(name: str) -> tuple[str, ...]:
    return tuple(f" {' '.join(words_of(phrase))} " for phrase in _WORDS[name])


def tells_not_there(words: str) -> bool:
    """Tell whether folded words, a space around each, say that so many lack or are begun: ` còn thiếu giáo viên `."""
    return any(phrase in words for name in ("lacking", "unfinished", "denied") for phrase in _phrases_of(name))


def tells_defect(words: str) -> bool:
    """Tell whether folded words, a space around each, say that a thing is not there or serves no more."""
    return any(phrase in words for phrase in _phrases_of("defects"))


def counts_below(name: str, noun: str) -> bool:
    """Tell whether a noun counts what is below the thing that an indicator names, and is not named there itself.

    >>> counts_below("Số tổ chức cơ sở đảng trực thuộc", "chi bộ trực thuộc"), counts_below("Số trường", "điểm trường")
    (True, True)
    >>> counts_below("Số tổ chức cơ sở đảng", "chi bộ cơ sở"), counts_below("Số tổ chức cơ sở đảng, chi bộ", "chi bộ")
    (False, False)
    """
    asked, counted = f" {' '.join(words_of(name))} ", f"{' '.join(words_of(noun))} "
    return any(
        any(f" {thing} " in asked for thing in things)
        and any(counted.startswith(f"{below} ") and f" {below} " not in asked for below in lower)
        and not any(counted.startswith(f"{thing} ") for thing in also)
        for things, lower, also in _ranks()
    )


def counts_apart(name: tuple[str, ...], unit: tuple[str, ...], noun: tuple[str, ...]) -> bool:
    """Tell whether of the nouns of one group that are no words for each other an indicator and a number have two.

    >>> counts_apart(("số", "đơn", "thư"), ("đơn",), ("vụ", "việc")), counts_apart(("số", "vụ"), (), ("vụ", "việc"))
    (True, False)
    """
    asked = f" {' '.join(unit or name)} ".removeprefix(" tổng").removeprefix(_COUNT.rstrip())
    asks_so = asked.startswith(_phrases_of("apart"))
    told_so = f" {' '.join(noun)} ".startswith(_phrases_of("apart"))
    return bool(noun) and asks_so != told_so


@cache
def _ranks() -> tuple[tuple[tuple[str, ...], ...], ...]:
    keys = ("things", "below", "also")
    return tuple(tuple(tuple(" ".join(words_of(noun)) for noun in block[key]) for key in keys) for block in _RANKS)


def tells_absence(words: str) -> bool:
    """Tell whether folded words, a space around each, say who did not come: ` 2,9% đảng viên vắng mặt `."""
    return any(phrase in words for phrase in _phrases_of("absent"))


def tells_pledge(words: str) -> bool:
    """Tell whether folded words, a space around each, say that something is meant to be: ` đăng ký xây dựng `."""
    return any(phrase in words for phrase in _phrases_of("pledged"))


def is_noun_of_all(label: str) -> bool:
    """Tell whether a label says which noun is counted, and nothing else: `- Đảng viên: 3.204`.

    >>> is_noun_of_all("- Đảng viên"), is_noun_of_all("Đảng viên nữ"), is_noun_of_all("Kiểm tra")
    (True, False, False)
    """
    told = concepts_in(label)
    return bool(told) and all(concepts()[name].plain for name in told) and not left_over(label)


def is_counter(noun: str) -> bool:
    """Tell whether a noun says only that people or things are counted: `2.198 đồng chí`."""
    words = words_of(noun)
    return not words or any(words[: len(one)] == one for one in _counters())


@cache
def _counters() -> tuple[tuple[str, ...], ...]:
    return tuple(words_of(noun) for noun in _WORDS["counters"])


def is_sum(lead: str) -> bool:
    """Tell whether what leads to a number says only that it is the sum of those before it.

    >>> is_sum("; cộng"), is_sum("tổng số đảng viên")
    (True, False)
    """
    return f" {' '.join(words_of(lead))} " in _phrases_of("sums")


@cache
def _whole() -> tuple[str, ...]:
    return tuple(f" {' '.join(words_of(phrase))} " for phrase in _WORDS["whole"])


def tells_whole(text: str) -> bool:
    """Tell whether words say that a number is all there are, and not some of them.

    >>> tells_whole("Đảng bộ hiện có tổ chức đảng trực thuộc"), tells_whole("lập góc học tập ở chi bộ")
    (True, False)
    """
    words = f" {' '.join(words_of(text))} "
    return words.startswith(_COUNT) or any(phrase in words for phrase in _whole())
