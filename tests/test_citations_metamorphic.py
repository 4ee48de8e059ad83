"""The same sentence written otherwise (tone marks, dashes, spaces, broken lines, capitals) names the same documents."""

import re
from collections.abc import Callable

import pytest

from extractors.citations.find import find_citations
from extractors.model import Citation, Form
from extractors.text.folding import fold
from tests import test_citations, test_citations_attributes, test_citations_named, test_relations
from tests.marked import full_citations, identity, unmark

MARKED = [table for module in (test_citations, test_citations_named) for table in module.TABLES.values()]
SENTENCES = [unmark(marked)[0] for table in MARKED for marked, _ in table]
SENTENCES += [text for table in test_relations.TABLES.values() for text, _ in table]
SENTENCES += [text for text, _ in test_citations_attributes.DATES]
SENTENCES += [text for text, _ in test_citations_attributes.ISSUERS + test_citations_attributes.TITLES]
OLD_TONES = (
    ("hóa", "hoá"), ("Hóa", "Hoá"), ("HÓA", "HOÁ"), ("ủy", "uỷ"), ("Ủy", "Uỷ"), ("ỦY", "UỶ"),
    ("òa ", "oà "), ("ỏa ", "oả "),
)  # fmt: skip


def old_tones(text: str) -> str:
    for new, old in OLD_TONES:
        text = text.replace(new, old)
    return text


def other_dash(dash: str) -> Callable[[str], str]:
    return lambda text: text.replace("-", dash)


def hard_spaces(text: str) -> str:
    return text.replace(" ", "\u00a0")


def old_dj(text: str) -> str:
    return text.replace("Đ", "Ð")


def broken_symbols(text: str) -> str:
    """Break the line behind the hyphen of a symbol, as a PDF does."""
    return re.sub(r"(?<=[0-9A-ZĐƯ]-)(?=[A-ZĐƯ])", "\n", text)


def in_quotes(text: str) -> str:
    return f"“{text}”"


def in_a_table(text: str) -> str:
    return f"1 | {text} | 2"


def behind_prose(text: str) -> str:
    return f"Công tác dân vận năm 2023 có 15/19 xã, đạt 78,9%.\n{text}"


CHANGES = {
    "old_tones": old_tones,
    "en_dash": other_dash("–"),
    "hard_hyphen": other_dash("‑"),
    "minus": other_dash("−"),
    "hard_spaces": hard_spaces,
    "old_dj": old_dj,
    "broken_symbols": broken_symbols,
    "in_quotes": in_quotes,
    "in_a_table": in_a_table,
    "behind_prose": behind_prose,
}


def read(text: str) -> list[tuple[str, ...]]:
    """Return what is read of each citation, as it compares: letter case, tone marks and white space folded away."""
    return [
        (
            identity(c),
            c.relation.value,
            str(c.date),
            *(fold(part or "").replace(" ", "") for part in (c.issuer, c.title)),
        )
        for c in full_citations(text)
    ]


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_other_writing_names_the_same(change: Callable[[str], str]) -> None:
    assert [(text, read(change(text))) for text in SENTENCES] == [(text, read(text)) for text in SENTENCES]


CAPITALS = [
    "thực hiện Chỉ thị số 05-CT/TW ngày 15/5/2016 của Bộ Chính trị",
    "Quyết định số 213-QĐ/TU của Ban Thường vụ Tỉnh ủy",
    "Nghị quyết số 70/2025/UBTVQH15 của Ủy ban Thường vụ Quốc hội",
    "Luật Đất đai; Bộ luật Lao động; Pháp lệnh Ưu đãi người có công với cách mạng",
    "Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XX",
    "Nghị quyết Trung ương 4 khóa XII",
    "Nghị quyết 18, 19 sau hai năm",
    "Hướng dẫn số 11/HD-MTTW-BTT; Công văn số 12/UBND-VX",
]


@pytest.mark.parametrize("text", CAPITALS, ids=str)
def test_capitals_name_the_same(text: str) -> None:
    def key(citation: Citation) -> tuple[Form, str | None, str | None, str | None]:
        return citation.form, (citation.doc_type or "").lower(), citation.number, (citation.code or "").upper()

    assert [key(citation) for citation in find_citations(text.upper())] == [key(c) for c in find_citations(text)]
