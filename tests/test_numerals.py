"""Numbers in digits and words: values, spans, the suites of other projects, and texts made to be slow."""

from __future__ import annotations

import json
import os
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.values.digits import parse_digits
from extractors.values.number_words import parse_words
from extractors.values.numerals import find_numerals, parse_numeral
from tests.amounts import parse_amount
from tests.growing import grows_with_length, long_texts

SHARED = Path(os.environ.get("TRICHYEU_SHARED", Path(__file__).parents[1].parent / "shared"))
CASES = SHARED / "bench" / "numerals" / "cases.jsonl"

VALUES = [
    ("149", "149"),
    ("02", "2"),
    ("6.558", "6558"),
    ("1.234.567", "1234567"),
    ("6 558", "6558"),
    ("12\u00a0450\u00a0000", "12450000"),
    ("36,24", "36.24"),
    ("1.234,5", "1234.5"),
    ("1,234,567.8", "1234567.8"),
    ("0,5", "0.5"),
    ("1,2 triệu", "1200000"),
    ("1,5 tỷ", "1500000000"),
    ("2 tỉ", "2000000000"),
    ("9,8 vạn", "98000"),
    ("5 nghìn", "5000"),
    ("300 ngàn", "300000"),
    ("1,2 nghìn tỷ", "1200000000000"),
    ("2 tỷ 350 triệu", "2350000000"),
    ("126 tỷ 090 triệu", "126090000000"),
    ("1 tỷ 246 triệu 500 nghìn", "1246500000"),
    ("2 triệu rưỡi", "2500000"),
    ("100k", "100000"),
    ("5tr", "5000000"),
    ("3M", "3000000"),
    ("15 (mười lăm)", "15"),
    ("-12,5", "-12.5"),
    ("âm ba mươi", "-30"),
    ("mười một", "11"),
    ("hai mốt", "21"),
    ("bốn mươi tư", "44"),
    ("năm lăm", "55"),
    ("một trăm linh hai", "102"),
    ("ba trăm lẻ tư", "304"),
    ("một trăm hai", "120"),
    ("năm nghìn rưỡi", "5500"),
    ("hai chục", "20"),
    ("ba tá", "36"),
    ("hai phẩy năm triệu", "2500000"),
    ("hai mươi mốt nghìn không trăm mười một", "21011"),
    ("chín trăm chín mươi chín tỷ", "999000000000"),
]


@pytest.mark.parametrize(("text", "value"), VALUES, ids=[row[0] for row in VALUES])
def test_value_is_exact(text: str, value: str) -> None:
    assert parse_numeral(text) == Decimal(value)


NO_NUMERAL = [
    "",
    "người",
    "0276.3822.145",
    "1.1.1",
    "12.5.2016",
    "8/8",
    "5-7",
    "22-QC/TU",
    "30/2020/NĐ-CP",
    "7h30",
    "10:50",
    "ba bốn năm",
    "mươi hai",
    "một triệu hai triệu",
    "5 người",
]


@pytest.mark.parametrize("text", NO_NUMERAL)
def test_what_is_no_single_numeral(text: str) -> None:
    assert parse_numeral(text) is None


FOUND = [
    ("có 5-7 lớp", [("5-7", "5", "7", None)]),
    ("từ 10 đến 12 lớp", [("10 đến 12", "10", "12", None)]),
    ("50 - 100 nghìn đồng", [("50 - 100 nghìn", "50000", "100000", None)]),
    ("tăng 8,5 - 9%", [("8,5 - 9%", "8.5", "9", None)]),
    ("123,5% - 530%", [("123,5% - 530%", "123.5", "530", None)]),
    ("24.318/25.102 hội viên", [("24.318/25.102", "24318", None, "25102")]),
    ("đạt 4,26/5 điểm", [("4,26/5", "4.26", None, "5")]),
    ("26 vụ - 68 bị can", [("26", "26", None, None), ("68", "68", None, None)]),
    ("đạt 83,2%/50%", [("83,2%", "83.2", None, None), ("50%", "50", None, None)]),
    ("tăng từ 15 đến 20", [("15", "15", None, None), ("20", "20", None, None)]),
    ("tám phần mười", [("tám phần mười", "8", None, "10")]),
    ("ba trong chín", [("ba", "3", None, None), ("chín", "9", None, None)]),
    ("ba năm qua", [("ba", "3", None, None)]),
    ("45 tỷ lệ", [("45", "45", None, None)]),
    ("100 %", [("100 %", "100", None, None)]),
    ("hai mươi phần trăm", [("hai mươi phần trăm", "20", None, None)]),
    ("1.223m2 đất", [("1.223", "1223", None, None)]),
    ("64.200.000đ", [("64.200.000", "64200000", None, None)]),
    ("tháng 6 150 hộ", [("6", "6", None, None), ("150", "150", None, None)]),
    ("234 vụ/456 bị can", [("234", "234", None, None), ("456", "456", None, None)]),
]


@pytest.mark.parametrize(("text", "expected"), FOUND, ids=[row[0] for row in FOUND])
def test_finder_reads_ranges_ratios_and_what_is_glued(text: str, expected: list[tuple[str, ...]]) -> None:
    def number(value: Decimal | None) -> str | None:
        return None if value is None else f"{value.normalize():f}"

    found = [(text[n.start : n.end], number(n.value), number(n.value_max), number(n.of)) for n in find_numerals(text)]
    assert found == expected


NOTHING = [
    "22-QC/TU",
    "COVID-19",
    "30/2020/NĐ-CP",
    "ngày 03/02/2023",
    "2.12.2013 - 10:50",
    "giai đoạn 2021-2025",
    "2016 - 2021",
    "năm 2023",
    "0276.3822.145",
    "6120CV/TU",
    "từ 5-10/6",
    "8/3-10/3",
    "tháng 12-2013",
    "mạng 5G",
    "khoản 3 Điều 5",
]


@pytest.mark.parametrize("text", NOTHING)
def test_dates_and_codes_are_no_numerals(text: str) -> None:
    assert find_numerals(text) == []


def test_blocked_spans_hold_no_numerals() -> None:
    assert [n.start for n in find_numerals("15 lớp, 20 lớp, 25 lớp", [(8, 10)])] == [0, 16]


@given(st.integers(0, 10**15))
def test_grouped_by_dots(number: int) -> None:
    assert parse_numeral(f"{number:,}".replace(",", ".")) == number


@given(st.integers(0, 10**15), st.sampled_from(" \u00a0\u2009\u202f"))
def test_grouped_by_spaces(number: int, space: str) -> None:
    assert parse_numeral(f"{number:,}".replace(",", space).strip()) == number


@given(st.integers(10**6, 10**12))
def test_grouped_by_commas(number: int) -> None:
    assert parse_digits(f"{number:,}") == (Decimal(number), "english_grouped")


@given(st.decimals(0, 10**9, places=2))
def test_decimal_comma(number: Decimal) -> None:
    whole, _, decimals = f"{number:,f}".partition(".")
    assert parse_numeral(whole.replace(",", ".") + "," + decimals) == number


@given(st.integers(1, 999), st.sampled_from(["nghìn", "triệu", "tỷ"]))
def test_multiplier(number: int, scale: str) -> None:
    factor = {"nghìn": 10**3, "triệu": 10**6, "tỷ": 10**9}[scale]
    assert parse_numeral(f"{number} {scale}") == number * factor
    assert parse_numeral(f"{number}{scale}") == number * factor


@given(st.integers(1, 999), st.integers(1, 9))
def test_compound_of_two_words(millions: int, hundreds: int) -> None:
    assert parse_numeral(f"{millions} triệu {hundreds} trăm nghìn") == millions * 10**6 + hundreds * 10**5


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.sampled_from(["-", " - ", " đến ", " đến dưới ", "/"]))
def test_range_and_ratio(first: int, second: int, sign: str) -> None:
    low, high = sorted((first, first + second))
    grouped = [f"{number:,}".replace(",", ".") for number in (low, high)]
    (numeral,) = find_numerals(f"có từ {sign.join(grouped)} đồng chí")
    assert numeral.value == low
    assert high == (numeral.of if sign == "/" else numeral.value_max)


@given(st.integers(1, 9999), st.integers(1, 999))
def test_compound(billions: int, millions: int) -> None:
    assert parse_numeral(f"{billions} tỷ {millions:03d} triệu") == billions * 10**9 + millions * 10**6


DIGIT_WORDS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def spell(number: int) -> str:
    """Write a number in words, as schools teach it."""
    for scale, word in ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn")):
        if number >= scale:
            rest = number % scale
            tail = ""
            if rest:
                tail = " " + (
                    _three(rest) if scale == 10**3 else spell(rest) if rest >= scale // 10 else _low(rest, scale)
                )
            return f"{spell(number // scale)} {word}{tail}"
    return _three(number, full=False)


def _low(rest: int, scale: int) -> str:
    """Say a rest far below its scale with the zeros that keep it apart from an elided one."""
    lower = scale // 1000
    if rest >= lower:
        return f"{_three(rest // lower)} {'triệu' if lower == 10**6 else 'nghìn'}" + (
            f" {spell(rest % lower) if rest % lower >= 100 else _three(rest % lower)}" if rest % lower else ""
        )
    return _three(rest) if rest < 1000 else spell(rest)


def _three(number: int, full: bool = True) -> str:
    hundreds, rest = divmod(number, 100)
    words = [f"{DIGIT_WORDS[hundreds]} trăm"] if hundreds or full else []
    tens, unit = divmod(rest, 10)
    if tens == 1:
        words.append("mười" + (f" {'lăm' if unit == 5 else DIGIT_WORDS[unit]}" if unit else ""))
    elif tens:
        last = {1: "mốt", 4: "tư", 5: "lăm"}.get(unit, DIGIT_WORDS[unit])
        words.append(f"{DIGIT_WORDS[tens]} mươi" + (f" {last}" if unit else ""))
    elif unit:
        words.append(f"linh {DIGIT_WORDS[unit]}" if words else DIGIT_WORDS[unit])
    return " ".join(words) or DIGIT_WORDS[0]


@given(st.integers(0, 999_999_999))
def test_words(number: int) -> None:
    assert parse_words(spell(number).split()) == number


@given(st.integers(1, 99))
def test_digits_restated_in_words(number: int) -> None:
    text = f"Có {number} ({spell(number)}) người."
    (numeral,) = find_numerals(text)
    assert (numeral.value, text[numeral.start : numeral.end], text[numeral.tail]) == (Decimal(number), str(number), " ")


@given(st.text(alphabet="0123456789.,/-–% ()\nmộthaibăngườitỷđ|", max_size=80))
def test_finder_never_fails_and_spans_are_apart(text: str) -> None:
    found = find_numerals(text)
    assert all(0 <= n.start < n.end <= n.tail <= len(text) for n in found)
    assert all(a.tail <= b.start for a, b in pairwise(found))


@given(st.text(max_size=40))
def test_parser_never_fails(text: str) -> None:
    value = parse_numeral(text)
    assert value is None or value.is_finite()


SLOW = [
    "1",
    "1.1",
    "1.",
    "1,",
    "1/",
    "1-",
    "1 ",
    "một ",
    "năm ",
    "một trăm ",
    "|1",
    "1\t",
    "1 tỷ ",
    "(1 ",
    "1%",
    "ba mươi ",
]


@long_texts(6_000, 40_000)
@pytest.mark.parametrize("piece", SLOW)
def test_time_grows_with_length(piece: str, size: int) -> None:
    assert grows_with_length(find_numerals, piece, size)


# Rows of the other suites that are left out, and why.
LEFT_OUT = {
    "nemo-decimal-words": (
        "the suite's value drops the decimal comma (sáu mươi phẩy hai bốn không → 60240); Vietnamese says 60,240",
        {
            "sáu mươi phẩy hai bốn không",
            "tám trăm mười tám chấm ba không ba",
            "tám trăm mười tám phẩy ba không ba",
            "không phẩy không không một",
            "một trăm phẩy không không một",
            "hai mươi ba phẩy không không bốn",
            "không chấm không không một",
            "âm một trăm lẻ ba phẩy bốn năm sáu",
        },
    ),
}
FLOORS = {"duckling-numeral": 0.98, "duckling-money": 0.98, "nemo": 0.95}


def _read(case: dict[str, str | float]) -> Decimal | None:
    text = str(case["text"])
    if "currency" not in case:
        return parse_numeral(text)
    amount = parse_amount(text)
    names = {case["currency"], "USD"} if case["currency"] == "Dollar" else {case["currency"]}
    return amount.value if amount and amount.currency in names else None


@pytest.mark.skipif(not CASES.exists(), reason="the shared folder is not here")
@pytest.mark.parametrize("suite", FLOORS)
def test_suites_of_other_projects(suite: str) -> None:
    cases = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    left_out = {text for name, (_, texts) in LEFT_OUT.items() if name.startswith(suite) for text in texts}
    used = [case for case in cases if case["set"].startswith(suite) and case["text"] not in left_out]
    wrong = [case["text"] for case in used if (value := _read(case)) is None or float(value) != case["value"]]
    assert len(used) > 40
    assert 1 - len(wrong) / len(used) >= FLOORS[suite], wrong


settings.register_profile("numerals", deadline=None)
settings.load_profile("numerals")
