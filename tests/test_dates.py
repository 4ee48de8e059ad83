from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.values.dates import find_dates, parse_date
from tests.growing import grows_with_length, long_texts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("03/02/2023", date(2023, 2, 3)),
        ("06/6/2022", date(2022, 6, 6)),
        ("27-5-1989", date(1989, 5, 27)),
        ("4.10.2023", date(2023, 10, 4)),
        ("ngày 13 tháng 01 năm 2023", date(2023, 1, 13)),
        ("Ngày 14 tháng5 năm 2008", date(2008, 5, 14)),
        ("NGÀY 30 THÁNG 12 NĂM 1975", date(1975, 12, 30)),
        ("13/ 01/ 2023", date(2023, 1, 13)),
        ("31/02/2020", None),
        ("5/13/2020", None),
        ("00/5/2020", None),
        ("3/2", None),
        ("tháng 6/2022", None),
        ("", None),
    ],
    ids=str,
)
def test_parse_date(text: str, expected: date | None) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tỉnh ủy họp ngày 03/02/2023 tại hội trường", [("03/02/2023", date(2023, 2, 3))]),
        ("Hà Giang, ngày 05 tháng 01 năm 2020", [("05 tháng 01 năm 2020", date(2020, 1, 5))]),
        ("ngày14/5/2008", [("14/5/2008", date(2008, 5, 14))]),
        ("ban hành ngày 3/2 vừa qua", [("3/2", None)]),
        ("Chiều 30/6, Ban Dân vận", [("30/6", None)]),
        ("Sáng nay (12/4), đoàn công tác", [("12/4", None)]),
        ("đến nay 5/8 chi bộ đã họp", []),
        ("đạt 8/8 huyện, thành phố", []),
        ("có 35/40 đại biểu dự", []),
        ("từ 2/3 số hộ trở lên", []),
        ("từ 1/7 đến 30/9", [("1/7", None), ("30/9", None)]),
        ("dịp 30/4 và 1/5", [("30/4", None), ("1/5", None)]),
        ("ngày 10, 11/5/2023", [("10", date(2023, 5, 10)), ("11/5/2023", date(2023, 5, 11))]),
        ("từ 16-18/6/2022", [("16", date(2022, 6, 16)), ("18/6/2022", date(2022, 6, 18))]),
        ("từ ngày 10 đến ngày 15/7/2022", [("10", date(2022, 7, 10)), ("15/7/2022", date(2022, 7, 15))]),
        ("trong tháng 6/2022", [("tháng 6/2022", None)]),
        ("6 tháng đầu năm 2022", []),
        ("ngày 16/12/97 của Chính phủ", [("16/12/97", date(1997, 12, 16))]),
        ("Nghị định 30/2020/NĐ-CP", []),
        ("Quyết định 15/QĐ-BNV", []),
        ("đầu tư 1.250.000 đồng, 12.5 tỷ", []),
        ("ngày 31/02/2020", []),
    ],
    ids=str,
)
def test_find_dates(text: str, expected: list[tuple[str, date | None]]) -> None:
    assert [(span.text, span.value) for span in find_dates(text)] == expected


def test_parts_of_a_date_without_year_are_kept() -> None:
    span = find_dates("ban hành ngày 3/2")[0]
    assert (span.day, span.month, span.year) == (3, 2, None)


@given(st.text(alphabet="0123456789/-. ngàythánămTừđếnvà,()\n", max_size=200))
def test_spans_are_exact_ordered_and_apart(text: str) -> None:
    end = 0
    for span in find_dates(text):
        assert span.text == text[span.start : span.end]
        assert span.start >= end
        end = span.end


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)), st.sampled_from("/-."))
def test_a_written_date_is_read_back(day: date, separator: str) -> None:
    written = separator.join((f"{day.day:02d}", str(day.month), str(day.year)))
    assert parse_date(written) == day
    assert parse_date(f"ngày {day.day} tháng {day.month} năm {day.year}") == day


@long_texts(15_000, 160_000)
@pytest.mark.parametrize("piece", ["ngày ", "1/", "12 tháng ", "ngày 1, ", "1", "- ", "1-2-", "ngày 1/2 "], ids=repr)
def test_time_grows_in_line_with_length(piece: str, size: int) -> None:
    assert grows_with_length(find_dates, piece, size)
