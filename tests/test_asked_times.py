"""Times and days as people type them; names of times as people read them."""

from datetime import date

import pytest

from pipeline.errors import UsageError
from pipeline.periods import period_name, read_day, read_period
from pipeline.speech import Speech

TIMES = {
    "quý III/2025": ("2025-07-01", "2025-09-30"), "quy 3/2025": ("2025-07-01", "2025-09-30"),
    "Quý III năm 2025": ("2025-07-01", "2025-09-30"), "quý ba, 2025": ("2025-07-01", "2025-09-30"),
    "Q3 2025": ("2025-07-01", "2025-09-30"), "QUÝ TƯ NĂM 2025": ("2025-10-01", "2025-12-31"),
    "6 tháng đầu năm 2024": ("2024-01-01", "2024-06-30"), "6 thang dau nam 2024": ("2024-01-01", "2024-06-30"),
    "sáu tháng đầu năm 2024": ("2024-01-01", "2024-06-30"), "6 tháng đầu 2024": ("2024-01-01", "2024-06-30"),
    "6T đầu năm 2024": ("2024-01-01", "2024-06-30"), "6 tháng cuối năm 2024": ("2024-07-01", "2024-12-31"),
    "9 tháng 2025": ("2025-01-01", "2025-09-30"), "9 tháng/2025": ("2025-01-01", "2025-09-30"),
    "9T/2025": ("2025-01-01", "2025-09-30"), "trong 9 tháng năm 2025": ("2025-01-01", "2025-09-30"),
    "năm 2022": ("2022-01-01", "2022-12-31"), "2022": ("2022-01-01", "2022-12-31"),
    "cả năm 2022": ("2022-01-01", "2022-12-31"), "tháng 6/2024": ("2024-06-01", "2024-06-30"),
    "tháng 02 năm 2024": ("2024-02-01", "2024-02-29"), "T6/2024": ("2024-06-01", "2024-06-30"),
    "06/2024": ("2024-06-01", "2024-06-30"), "2024-06": ("2024-06-01", "2024-06-30"),
    "nhiệm kỳ 2020-2025": ("2020-01-01", "2025-12-31"), "giai đoạn 2021 - 2025": ("2021-01-01", "2025-12-31"),
    "2021-2023": ("2021-01-01", "2023-12-31"), "từ năm 2021 đến năm 2023": ("2021-01-01", "2023-12-31"),
    "năm học 2022-2023": ("2022-09-05", "2023-05-31"), "nửa đầu năm 2021": ("2021-01-01", "2021-06-30"),
    "30/6/2022": ("2022-06-30", "2022-06-30"), "1/1/2022 - 30/6/2022": ("2022-01-01", "2022-06-30"),
    "1/1/2022-30/6/2022": ("2022-01-01", "2022-06-30"), "từ 1/1 đến 30/6/2022": ("2022-01-01", "2022-06-30"),
    "từ ngày 16/12/2021 đến ngày 15/12/2022": ("2021-12-16", "2022-12-15"),
    "2022-01-15..2022-02-20": ("2022-01-15", "2022-02-20"),
    "tháng 1/2024 đến tháng 3/2024": ("2024-01-01", "2024-03-31"),
    "từ quý I đến quý III/2024": ("2024-01-01", "2024-09-30"),
    "từ tháng 4 đến tháng 9 năm 2024": ("2024-04-01", "2024-09-30"),
}  # fmt: skip


@pytest.mark.parametrize("typed", TIMES)
def test_a_time_as_people_type_it(typed: str) -> None:
    period = read_period(typed)
    assert (period.start.isoformat(), period.end.isoformat(), period.text) == (*TIMES[typed], typed)


@pytest.mark.parametrize("typed", ["quý III", "6 tháng đầu năm", "tháng 6", "30/6"])
def test_a_time_without_its_year(typed: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_period(typed)
    assert "chưa ghi năm" in str(refused.value)


@pytest.mark.parametrize(
    "typed", ["", "hôm kia", "quý 5/2024", "13/2024", "31/2/2022", "2023-2021", "cùng kỳ năm 2022", "năm 2022 và hơn"]
)
def test_what_is_no_time(typed: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_period(typed)
    assert "không đúng dạng kỳ" in str(refused.value)


@pytest.mark.parametrize(
    "typed",
    [
        "30/6/2022",
        "30-6-2022",
        "30.06.2022",
        "2022-06-30",
        "ngày 30 tháng 6 năm 2022",
        "ngay 30/6/2022",
        " 30/06/2022 ",
    ],
)
def test_a_day_as_people_type_it(typed: str) -> None:
    assert read_day(typed) == date(2022, 6, 30)


@pytest.mark.parametrize("typed", ["31/6/2022", "2022", "30/6", "6/2022", "2022-13-01", "mai"])
def test_what_is_no_day(typed: str) -> None:
    with pytest.raises(UsageError):
        read_day(typed)


@pytest.mark.parametrize(
    ("first", "last", "vietnamese", "english"),
    [
        ("2025-07-01", "2025-09-30", "quý III/2025", "3rd quarter of 2025"),
        ("2024-01-01", "2024-06-30", "6 tháng đầu năm 2024", "first half of 2024"),
        ("2024-07-01", "2024-12-31", "6 tháng cuối năm 2024", "second half of 2024"),
        ("2025-01-01", "2025-09-30", "9 tháng đầu năm 2025", "first 9 months of 2025"),
        ("2022-01-01", "2022-12-31", "năm 2022", "2022"),
        ("2024-02-01", "2024-02-29", "tháng 2/2024", "month 2/2024"),
        ("2020-01-01", "2025-12-31", "giai đoạn 2020-2025", "2020-2025"),
        ("2024-04-01", "2024-09-30", "từ tháng 4 đến tháng 9 năm 2024", "months 4 to 9 of 2024"),
        ("2021-12-16", "2022-12-15", "từ ngày 16/12/2021 đến ngày 15/12/2022", "16/12/2021 to 15/12/2022"),
        ("2021-10-01", "2022-03-31", "từ ngày 01/10/2021 đến ngày 31/03/2022", "01/10/2021 to 31/03/2022"),
        ("2022-06-30", "2022-06-30", "ngày 30/06/2022", "30/06/2022"),
    ],
)
def test_the_name_of_a_time(first: str, last: str, vietnamese: str, english: str) -> None:
    days = date.fromisoformat(first), date.fromisoformat(last)
    assert period_name(*days, Speech("vi")) == vietnamese
    assert period_name(*days, Speech("en")) == english
