"""Citations in any text at all: no crash, exact and ordered spans, linear time."""

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extractors.citations.checks import check_citations
from extractors.citations.find import find_citations
from extractors.model import Metadata
from extractors.values.dates import find_dates
from tests.growing import grows_with_length, long_texts

PIECES = [
    "Chỉ thị", "số ", "05", "-CT/TW", "/2020/NĐ-CP", " ngày ", "03/02/2023", "3/2", "31/6/2022", " của ",
    "Ban Thường vụ ", "Tỉnh ủy ", "UBND tỉnh ", "Luật ", "Đất đai", " năm 2013", " về việc ", "“", "”", '"', "(", ")",
    ", ", "; ", " và ", "\n", ".", "Nghị quyết Trung ương ", "4, 5 ", "khóa XII", "Đại hội ", "lần thứ ", "XIII",
    "sửa đổi bởi ", "Căn cứ ", "Điều 5 ", "khoản 2 ", "QCVN 01:2020/BYT", "hết hiệu lực",
    "(sau đây gọi tắt là Kế hoạch)", "Kế hoạch ",
    " về chuyển đổi số ngành y tế ", "Kế hoạch số 5/KH-UBND", "theo các\n", "BR - VT", "liên Bộ ", "\u00a0", "Ð", "–",
]  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=60).map("".join))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
@example("Căn cứ Luật << ;")
@example("Căn cứ Luật sửa đổi một số điều của Luật Đất đai ;")
def test_spans_are_exact_ordered_and_apart(text: str) -> None:
    found = find_citations(text)
    assert [citation.text for citation in found] == [text[citation.start : citation.end] for citation in found]
    assert all(citation.text == citation.text.strip() for citation in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert all(citation.antecedent is None or 0 <= citation.antecedent < len(found) for citation in found)
    check_citations(text, found, Metadata())


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_dates_are_exact_ordered_and_apart(text: str) -> None:
    found = find_dates(text)
    assert [span.text for span in found] == [text[span.start : span.end] for span in found]
    assert all(first.end <= second.start for first, second in pairwise(found))


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_same_text_gives_the_same(text: str) -> None:
    assert find_citations(text) == find_citations(text)


HOSTILE = [
    "số ", "1", "1 ", "1-", "1/", "-", '"', "“", "“Đề án ", "(", "Luật ", "Luật sửa đổi, bổ sung một số điều của ",
    "Nghị quyết ", "Nghị quyết Trung ương ", "Nghị quyết Đại hội ", "Nghị quyết số 18-NQ/TW, ", "18, ", "ngày ",
    "ngày 3/2, ", "theo ", "của Ban ", "\n", "Điều 1 ", "khoản 1, ", "Căn cứ Luật Giá;\n", "Đề án. ",
    "Kế hoạch số 5/KH-UBND. Kế hoạch. ", "về việc ", "12/QĐ-UBND về ", "Chỉ thị số 05-CT/TW về a, b “",
    "Số 5/QĐ-UBND của liên Bộ A, ", "TT-BTC-", "a", "ừ", "và theo\n", "Ban Thường vụ Tỉnh ủy ",
]  # fmt: skip


@long_texts(8_000, 60_000)
@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
def test_time_is_linear(piece: str, size: int) -> None:
    assert grows_with_length(find_citations, piece, size)
