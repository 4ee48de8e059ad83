"""Reporting periods as intervals."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.model import PeriodKind
from extractors.rulebook import Rule, load_rules
from extractors.values.periods import find_periods, find_reporting_period
from tests.growing import grows_with_length, long_texts

REFERENCE = date(2024, 6, 20)


def rows(kind: str) -> list[tuple[Rule, object]]:
    return [(rule, row) for rule in load_rules("extractors.values", "periods") for row in rule.data[kind]]


@pytest.mark.parametrize(("rule", "row"), rows("examples"), ids=lambda value: getattr(value, "name", str(value)))
def test_rule_reads_its_example(rule: Rule, row: dict[str, str]) -> None:
    (span,) = find_periods(row["text"], REFERENCE)
    assert (span.rule, span.text, span.kind.value) == (rule.name, row["text"], rule.data["kind"])
    days = (span.value.start.isoformat(), span.value.end.isoformat()) if span.value else (None, None)
    assert days == (row.get("start"), row.get("end"))


@pytest.mark.parametrize(("rule", "text"), rows("rejects"), ids=lambda value: getattr(value, "name", str(value)))
def test_rule_leaves_its_rejects(rule: Rule, text: str) -> None:
    assert rule.name not in [span.rule for span in find_periods(text, REFERENCE)]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Trong 9 tháng đầu năm 2021, toàn huyện đạt kết quả", date(2021, 1, 1), date(2021, 9, 30)),
        ("Sau 02 năm thực hiện Chỉ thị số 4-CT/HU, ngày 10/5/2020 của Huyện ủy", date(2020, 5, 10), date(2022, 5, 10)),
        ("Qua 5 năm thực hiện, đã có nhiều đổi mới", date(2019, 6, 21), date(2024, 6, 20)),
        ("từ ngày 15/12/2022 đến ngày 14/12/2023", date(2022, 12, 15), date(2023, 12, 14)),
        ("kết nạp trong tháng 02/2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("học kỳ II năm học 2022-2023", date(2023, 1, 16), date(2023, 5, 31)),
    ],
    ids=repr,
)
def test_days_of_a_period(text: str, start: date, end: date) -> None:
    value = find_periods(text, REFERENCE)[0].value
    assert value is not None
    assert (value.start, value.end) == (start, end)


def test_the_base_of_a_comparison_is_a_year_before_the_period_named() -> None:
    _, base = find_periods("6 tháng đầu năm 2023 đạt 75%, so với cùng kỳ năm trước tăng 4%", REFERENCE)
    assert base.kind is PeriodKind.COMPARISON
    assert base.value is not None
    assert (base.value.start, base.value.end) == (date(2022, 1, 1), date(2022, 6, 30))


def test_the_base_of_a_comparison_in_a_named_year() -> None:
    _, base = find_periods("quý I/2024 giảm so với cùng kỳ năm 2021", REFERENCE)
    assert base.value is not None
    assert (base.value.start, base.value.end) == (date(2021, 1, 1), date(2021, 3, 31))


@pytest.mark.parametrize("text", ["đến 8/8 huyện ủy", "đến 12 xã", "nghị quyết khóa XIII"], ids=repr)
def test_text_without_period(text: str) -> None:
    assert find_periods(text, REFERENCE) == []


@pytest.mark.parametrize("text", ["6 tháng đầu năm", "đến nay", "quý II", "tháng 5", "đến 30/6"], ids=repr)
def test_without_a_reference_an_open_period_has_no_days(text: str) -> None:
    (span,) = find_periods(text)
    assert span.value is None


@pytest.mark.parametrize(
    ("title", "start", "end"),
    [
        ("kết quả 6 tháng đầu năm, nhiệm vụ 6 tháng cuối năm 2021", date(2021, 1, 1), date(2021, 6, 30)),
        ("công tác quý I, phương hướng quý II năm 2020", date(2020, 1, 1), date(2020, 3, 31)),
        ("kết quả lãnh đạo quý IV, nhiệm vụ quý I năm 2021", date(2020, 10, 1), date(2020, 12, 31)),
        ("sơ kết công tác quý IV và đánh giá năm 2021", date(2021, 10, 1), date(2021, 12, 31)),
        ("công tác tháng 12, chương trình công tác tháng 01/2021", date(2020, 12, 1), date(2020, 12, 31)),
        ("tổng kết công tác năm 2019, nhiệm vụ năm 2020", date(2019, 1, 1), date(2019, 12, 31)),
        ("sơ kết 03 năm thực hiện Nghị quyết (2019-2021)", date(2019, 1, 1), date(2021, 12, 31)),
        ("tình hình tháng 4", date(2024, 4, 1), date(2024, 4, 30)),
    ],
    ids=repr,
)
def test_period_of_a_title(title: str, start: date, end: date) -> None:
    period = find_reporting_period(title, REFERENCE)
    assert period is not None
    assert (period.start, period.end) == (start, end)


def test_a_title_without_period() -> None:
    assert find_reporting_period("về công tác dân vận", REFERENCE) is None


@given(st.text(alphabet="6 tháng đầu năm 2022quýI/-đến nay từ31.", max_size=300), st.dates())
def test_spans_are_exact_and_apart(text: str, reference: date) -> None:
    spans = find_periods(text, reference)
    assert all(text[span.start : span.end] == span.text for span in spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert all(span.value.start <= span.value.end for span in spans if span.value)


@long_texts(8_000, 80_000)
@pytest.mark.parametrize("unit", ["năm 2022 ", "từ 1/1 ", "tháng ", "cùng kỳ ", "đến 3", "6 tháng đầu "], ids=repr)
def test_work_grows_with_the_text_and_not_faster(unit: str, size: int) -> None:
    assert grows_with_length(lambda text: find_periods(text, REFERENCE), unit, size)
