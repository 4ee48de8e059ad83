"""Doubts about citations: each kind of problem with both sides in its message, and what raises none."""

from datetime import date

import pytest

from extractors.citations.checks import check_citations
from extractors.citations.find import find_citations
from extractors.model import Metadata, Problem

TODAY = Metadata(date=date(2023, 7, 20))


def problems(text: str, metadata: Metadata = TODAY) -> list[Problem]:
    return list(check_citations(text, find_citations(text, metadata), metadata))


FOUND = [
    (
        "Chỉ thị số 15-CT/TW, ngày 08/02/2022 của Ban Thường vụ Tỉnh ủy về nâng cao chất lượng công tác dân vận",
        "symbol_contradicts_issuer",
        ["15-CT/TW", "Ban Thường vụ Tỉnh ủy", "15-CT/TU"],
    ),
    ("Kế hoạch số 12-KH/TU của Huyện ủy Phú Vang", "symbol_contradicts_issuer", ["12-KH/TU", "Huyện ủy", "12-KH/HU"]),
    ("Chỉ thị số 05-CT/TU của Bộ Chính trị", "symbol_contradicts_issuer", ["05-CT/TU", "Bộ Chính trị", "05-CT/TW"]),
    (
        "Quyết định số 12/QĐ-UBND của Hội đồng nhân dân tỉnh",
        "symbol_contradicts_issuer",
        ["12/QĐ-UBND", "Hội đồng nhân dân tỉnh", "12/QĐ-HĐND"],
    ),
    (
        "Chỉ thị số 33/CT-CP của Thủ tướng Chính phủ",
        "symbol_contradicts_issuer",
        ["33/CT-CP", "Thủ tướng Chính phủ", "33/CT-TTg"],
    ),
    ("Thông báo số 15-KL/TW của Ban Bí thư", "type_contradicts_symbol", ["Thông báo", "15-KL/TW", "Kết luận"]),
    ("Nghị quyết số 12/QĐ-UBND", "type_contradicts_symbol", ["Nghị quyết", "12/QĐ-UBND", "Quyết định"]),
    (
        "Nghị định số 30/2020/NĐ-CP ngày 05/3/2021",
        "year_contradicts_date",
        ["30/2020/NĐ-CP", "2020", "05/03/2021"],
    ),
    ("Quyết định số 5/QĐ-UBND ngày 31/6/2022", "impossible_date", ["31/6/2022", "Quyết định số 5/QĐ-UBND"]),
    ("Quyết định số 5/QĐ-UBND ngày 3/2 của UBND tỉnh", "year_from_context", ["3/2", "2023"]),
    ("Quyết định số 5/QĐ-UBND ngày 12/12/2032", "cited_after_document", ["12/12/2032", "20/07/2023"]),
    ("Nghị định số 30/2020/ND-CP", "symbol_repaired", ["30/2020/ND-CP", "30/2020/NĐ-CP"]),
    ("Kết luận số 126/KL/TW", "symbol_repaired", ["126/KL/TW", "126-KL/TW"]),
    ("Đề án số O6-ĐA/TU", "symbol_repaired", ["O6-ĐA/TU", "06-ĐA/TU"]),
    ("Quyết định số 213-QÐ/TU", "symbol_repaired", ["213-QÐ/TU", "213-QĐ/TU"]),
    (
        "Nghị quyết số 18-NQ/TW và Nghị quyết số 18-NQ/TU; sau đó Nghị quyết 18 được sơ kết",
        "ambiguous_reference",
        ["Nghị quyết 18", "18-NQ/TU", "18-NQ/TW"],
    ),
]


@pytest.mark.parametrize(("text", "kind", "shown"), FOUND, ids=[f"{kind}: {text}" for text, kind, _ in FOUND])
def test_problem_shows_both_sides(text: str, kind: str, shown: list[str]) -> None:
    found = problems(text)
    assert [problem.kind for problem in found] == [kind]
    assert [words for words in shown if words not in found[0].message] == []


SOUND = [
    "Chỉ thị số 15-CT/TU của Ban Thường vụ Tỉnh ủy",
    "Chỉ thị số 15-CT/TW ngày 07/7/2007 của Ban Bí thư",
    "Hướng dẫn số 16-HD/BTCTW của Ban Tổ chức Trung ương",
    "Hướng dẫn số 3-HD/BTGTU của Ban Tuyên giáo Thành ủy",
    "Nghị quyết số 05-NQ/ĐU của Đảng ủy xã Mỹ Xương",
    "Quyết định số 12/QĐ-UBND của Chủ tịch UBND tỉnh",
    "Quyết định số 12/QĐ-UB của UBND tỉnh An Giang",
    "Nghị quyết số 73/2026/UBTVQH16 của Ủy ban Thường vụ Quốc hội",
    "Luật số 64/2025/QH15 của Quốc hội",
    "Thông báo kết luận số 81-TB/TW của Bộ Chính trị",
    "Thông tri số 16-TT/TU ngày 04/4/2016",
    "Văn bản số 15-KL/TW của Ban Bí thư",
    "Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ",
    "Quy chế phối hợp số 05-QC/TU-BCSĐUBND của Ban Thường vụ Tỉnh ủy",
    "Quyết định số 15/QĐ-TTg của Thủ tướng Chính phủ",
    "Quyết định số 1716/QĐ-\nUBND ngày 03/8/2015",
    "Nghị quyết số 18-NQ/TW và sau đó Nghị quyết 18 được sơ kết",
    "Nghị quyết 18 của Trung ương",
]


@pytest.mark.parametrize("text", SOUND, ids=str)
def test_sound_citation_raises_no_problem(text: str) -> None:
    assert [
        problem.message for problem in problems(text) if problem.kind != "symbol_repaired" or "\n" not in text
    ] == []


def test_problems_stand_in_the_order_of_their_places() -> None:
    text = "Nghị định số 30/2020/ND-CP ngày 05/3/2021 và Chỉ thị số 15-CT/TW của Ban Thường vụ Tỉnh ủy"
    found = problems(text)
    assert [problem.kind for problem in found] == [
        "symbol_repaired",
        "year_contradicts_date",
        "symbol_contradicts_issuer",
    ]
    assert [text[slice(problem.start, problem.end)] for problem in found][-1] == "Chỉ thị số 15-CT/TW"
