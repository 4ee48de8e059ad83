"""Sentences as exact spans."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.text.document import Document
from extractors.text.sentences import split_sentences
from tests.growing import grows_with_length, long_texts


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Đã mở 3 lớp. Có 120 người dự.", ["Đã mở 3 lớp.", "Có 120 người dự."]),
        ("Có 6.558 người ở TP. Hồ Chí Minh. Tốt.", ["Có 6.558 người ở TP. Hồ Chí Minh.", "Tốt."]),
        ("Liên hệ đ/c. Phượng, ĐT 0276.3822.145.", ["Liên hệ đ/c. Phượng, ĐT 0276.3822.145."]),
        ("Th.S Lê Văn A và TS. Trần B dự.", ["Th.S Lê Văn A và TS. Trần B dự."]),
        ("Trồng ngô, khoai, v.v. và sắn.", ["Trồng ngô, khoai, v.v. và sắn."]),
        ("Trồng ngô, khoai, v.v. Năm sau trồng mía.", ["Trồng ngô, khoai, v.v.", "Năm sau trồng mía."]),
        ("Theo Quy chế 22-QC/TU. Các xã thực hiện.", ["Theo Quy chế 22-QC/TU.", "Các xã thực hiện."]),
        ("Ngày 8.2 họp. Ngày 9.2 kết luận.", ["Ngày 8.2 họp.", "Ngày 9.2 kết luận."]),
        ("1. Mở lớp. 2 xã hoàn thành.", ["1. Mở lớp.", "2 xã hoàn thành."]),
        ("1.1. Cấp tỉnh: 01 hội nghị.", ["1.1. Cấp tỉnh: 01 hội nghị."]),
        ("Điều 2. Tổ chức thực hiện", ["Điều 2. Tổ chức thực hiện"]),
        ("II. Hạn chế", ["II. Hạn chế"]),
        ("N. Lân viết.", ["N. Lân viết."]),
        ("Báo cáo trước ngày 30/9/2016.Văn bản số 5.", ["Báo cáo trước ngày 30/9/2016.", "Văn bản số 5."]),
        ("TP.Hải Phòng có 9 tập thể.", ["TP.Hải Phòng có 9 tập thể."]),
        ("Bà con nói: “Tốt lắm.” Cán bộ ghi nhận.", ["Bà con nói: “Tốt lắm.”", "Cán bộ ghi nhận."]),
        ("Có đường, trường… Dân phấn khởi.", ["Có đường, trường…", "Dân phấn khởi."]),
        ("Có đường, trường... đủ cả.", ["Có đường, trường... đủ cả."]),
        ("Có được không? Được!", ["Có được không?", "Được!"]),
        ("kết quả 6 tháng,\nphương hướng cuối năm", ["kết quả 6 tháng,\nphương hướng cuối năm"]),
        ("I- KẾT QUẢ\nĐã mở 3 lớp", ["I- KẾT QUẢ", "Đã mở 3 lớp"]),
        ("Mở lớp cho\n\ncán bộ", ["Mở lớp cho", "cán bộ"]),
        ("a) mở lớp;\nb) kiểm tra;", ["a) mở lớp;", "b) kiểm tra;"]),
        ("1 | Bắc Sơn. Khu A | 118\n2 | Chi Lăng | 141", ["1 | Bắc Sơn. Khu A | 118", "2 | Chi Lăng | 141"]),
        ("  Đã họp.  \n\n", ["Đã họp."]),
        ("", []),
    ],
    ids=lambda value: repr(value)[:50],
)
def test_split(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


@pytest.mark.parametrize(
    ("word", "sentence"),
    [("6.558", "Toàn tỉnh có 6.558 người dự."), ("Tốt", "Tốt."), ("KẾT", "KẾT QUẢ")],
    ids=repr,
)
def test_the_sentence_of_a_word(word: str, sentence: str) -> None:
    text = "KẾT QUẢ\nToàn tỉnh có 6.558 người dự. Tốt."
    start, end = Document(text).sentence_at(text.index(word))
    assert text[start:end] == sentence


def test_a_sentence_without_end_is_cut_around_the_place() -> None:
    text = "xã Lũng Cú | 12 | " * 1000
    start, end = Document(text).sentence_at(9000)
    assert text[start - 1] == text[end] == " "
    assert 8000 <= start < 8020 and 9980 < end <= 10_000
    start, end = Document("số" * 4000).sentence_at(4000)
    assert (start, end) == (3000, 5000)


def test_an_offset_outside_sentences() -> None:
    assert Document("").sentence_at(0) == (0, 0)
    assert Document("\n\nA b").sentence_at(0) == (2, 5)
    assert Document("A b. \n").sentence_at(5) == (0, 4)


@given(st.text(alphabet="Aab. \n…”?!1|TP\t", max_size=300))
def test_every_character_is_in_one_sentence_or_is_space(text: str) -> None:
    spans = split_sentences(text)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    inside = {offset for start, end in spans for offset in range(start, end)}
    assert all(text[offset].isspace() for offset in range(len(text)) if offset not in inside)


@long_texts(30_000, 320_000)
@pytest.mark.parametrize("unit", ["A. ", "a", "TP. ", "...", "a\n", "”"], ids=repr)
def test_work_grows_with_the_text_and_not_faster(unit: str, size: int) -> None:
    assert grows_with_length(split_sentences, unit, size)
