"""Texts made to be slow or to break something: the cost grows with the length, and nothing fails."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extractors.figures.checks import check_figures
from extractors.figures.find import find_figures
from extractors.figures.ratings import find_ratings
from extractors.layout.find import find_sections
from extractors.model import Citation, Form
from tests.growing import grows_with_length, long_texts

PIECES = [
    "1",
    "1.1.1.1",
    "một ",
    "|",
    "1|",
    "1 | 2 | 3\n",
    "1\t2\n",
    "5 hội nghị, ",
    "5 hội nghị; ",
    "(5 người ",
    "tăng 5% ",
    "trong đó 5 đơn vị tốt, ",
    "từ 5 đến ",
    "khá 5, tốt 6; ",
    "số số số 5 ",
    "năm 2020 có 5 lớp. ",
    "“5 ",
    "5/5/",
    "1) ",
    "\n1",
    "tỷ lệ 5% (5%) ",
    "Xã | 5\nCộng | 5\n",
    "Xã | Tốt | Khá\n",
    "| --- |\n",
    "TT\nXã\nSố hộ\n1\nx\n7\n2\ny\n8\n",
    "1   x   2   3\n",
    "mỗi lớp 5 người/lớp/năm ",
]


def _read(text: str) -> None:
    figures = find_figures(text)
    ratings = find_ratings(text, figures)
    check_figures(text, figures, ratings)


@long_texts(1_000, 15_000)
@pytest.mark.parametrize("piece", PIECES)
def test_cost_grows_with_length(piece: str, size: int) -> None:
    assert grows_with_length(_read, piece, size)


WORDS = st.sampled_from(
    [
        "5", "12,5", "6.558", "3%", "8/8", "1,2 tỷ", "hai", "một", "năm 2020", "hội nghị", "người", "đơn vị",
        "đồng", "tốt", "khá", "trong đó", "gồm", "tăng", "giảm", "so với", "chiếm", "đạt", "(", ")", ",", ";",
        ".", ":", "\n", "|", "\t", "từ", "đến", "lên", "xuống còn", "mỗi", "lớp", "với", "hơn", "trở lên",
        "xếp loại", "“", "”", "tỷ lệ", "hộ", "kế hoạch", "-", "+", "cuộc", "lượt",
    ]
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.lists(WORDS, max_size=60), st.booleans())
def test_any_words_give_sound_figures(words: list[str], spaced: bool) -> None:
    text = (" " if spaced else "").join(words)
    figures = find_figures(text, sections=find_sections(text))
    assert all(text[f.start : f.end] == f.text for f in figures)
    assert all(a.end <= b.start for a, b in pairwise(figures))
    assert all(f.of_figure is None or (0 <= f.of_figure < len(figures) and f.role) for f in figures)
    assert all(figures[f.of_figure] is not f for f in figures if f.of_figure is not None)
    assert all(f.value.is_finite() and f.value >= 0 for f in figures)
    ratings = find_ratings(text, figures)
    assert all(len(rating.counts) == len(rating.figures) >= 2 for rating in ratings)
    assert all(problem.message for problem in check_figures(text, figures, ratings))


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    figures = find_figures(text)
    assert all(text[f.start : f.end] == f.text for f in figures)


DATES = st.sampled_from(
    ["ngày 15/8/2023", "từ ngày 01/01 đến ngày 30/6/2022", "ngày 3 tháng 2 năm 2024", "tháng 6/2022", "Chiều 30/6,",
     "ngày 2.12.2013", "giai đoạn 2021-2025", "nhiệm kỳ 2020 - 2025", "năm học 2022-2023", "quý 1/2024"]
)  # fmt: skip
STATED = st.sampled_from(
    ["có 12 chi bộ", "mở 5 lớp cho 230 học viên", "đạt 98,5%", "thu 1,2 tỷ đồng", "8/8 xã hoàn thành", "tăng 15 hộ"]
)


@settings(deadline=None)
@given(st.lists(st.tuples(DATES, STATED), min_size=1, max_size=6), st.sampled_from([" ", "; ", ". ", ", ", "\n"]))
def test_no_figure_lies_in_a_date(told: list[tuple[str, str]], sign: str) -> None:
    text, dates = "", []
    for day, stated in told:
        dates.append((len(text), len(text) + len(day)))
        text += f"{day} {stated}{sign}"
    figures = find_figures(text)
    assert figures
    assert not [f.text for f in figures for start, end in dates if f.start < end and start < f.end]


@settings(deadline=None)
@example(["12,5", "|", "5", "\n", "5", "|", "5"], 1, 1)
@given(st.lists(WORDS, min_size=5, max_size=40), st.integers(0, 80), st.integers(1, 30))
def test_no_figure_lies_in_a_citation(words: list[str], start: int, length: int) -> None:
    text = " ".join(words)
    start = min(start, len(text) - 1)
    end = min(len(text), start + length)
    cited = Citation(start, end, text[start:end], Form.NUMBERED)
    assert not [f for f in find_figures(text, [cited]) if f.start < end and start < f.end]
