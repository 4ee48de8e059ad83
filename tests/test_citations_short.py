"""Short forms, aliases and bare numbers, and the full mention that each stands for."""

import pytest

from extractors.citations import find_citations
from extractors.model import Form, Metadata


def links(text: str, own_type: str | None = None) -> list[tuple[str, str]]:
    """Return each mention that stands for another, with the text of that other."""
    found = find_citations(text, Metadata(doc_type=own_type))
    return [(c.text, found[c.antecedent].text) for c in found if c.antecedent is not None]


LINKED = [
    (
        "Tỉnh ủy ban hành Đề án số 06-ĐA/TU. Đến nay, Đề án đã được triển khai; mục tiêu của Đề án, còn xa.",
        [("Đề án", "Đề án số 06-ĐA/TU")] * 2,
    ),
    (
        "theo Quyết định số 5/QĐ-UBND của UBND tỉnh. Các xã căn cứ Quyết định nêu trên để làm.",
        [("Quyết định nêu trên", "Quyết định số 5/QĐ-UBND")],
    ),
    (
        "Kế hoạch số 12/KH-UBND ngày 3/3/2020 (gọi tắt là Kế hoạch) và Kế hoạch số 15/KH-UBND. Mục tiêu Kế hoạch là",
        [("Kế hoạch", "Kế hoạch số 12/KH-UBND")],
    ),
    (
        "Quy chế số 22-QC/TU (sau đây viết tắt là Quy chế 22) được phổ biến; Quy chế 22 có 4 chương.",
        [("Quy chế 22", "Quy chế số 22-QC/TU")] * 2,
    ),
    (
        "thực hiện Nghị định số 59/2023/NĐ-CP ngày 14/8/2023; qua một năm, Nghị định 59 đã đi vào đời sống",
        [("Nghị định 59", "Nghị định số 59/2023/NĐ-CP")],
    ),
    (
        "Đề án “Nâng cao chất lượng dân vận” được ban hành. Triển khai Đề án, các cấp đã làm nhiều việc",
        [("Đề án", "Đề án “Nâng cao chất lượng dân vận”")],
    ),
]
ALONE = [
    "Kế hoạch số 12/KH-UBND và Kế hoạch số 15/KH-UBND. Kế hoạch đã được phổ biến.",
    "Nghị quyết số 18-NQ/TW và Nghị quyết số 18-NQ/TU; Nghị quyết 18 được sơ kết",
    "Đề án đã được triển khai. Sau đó có Đề án số 06-ĐA/TU.",
    "Kế hoạch số 12/KH-UBND được ban hành; kế hoạch của các xã chưa có.",
    "Đề án số 06-ĐA/TU. Trưởng Ban Đề án nâng cao chất lượng báo cáo.",
    "Nghị quyết 18 được quán triệt cùng Nghị quyết số 19-NQ/TW",
]


@pytest.mark.parametrize(("text", "expected"), LINKED, ids=[text for text, _ in LINKED])
def test_stands_for_the_one_before(text: str, expected: list[tuple[str, str]]) -> None:
    assert links(text) == expected


@pytest.mark.parametrize("text", ALONE, ids=str)
def test_nothing_is_guessed(text: str) -> None:
    assert links(text) == []


def test_the_documents_own_kind_is_the_document_itself() -> None:
    text = "Thay thế Chỉ thị số 11-CT/TU. Chỉ thị này được phổ biến đến chi bộ; Chỉ thị có hiệu lực từ ngày ký."
    assert links(text, "Chỉ thị") == []


def test_short_forms_have_a_form_of_their_own() -> None:
    text = "Đề án số 06-ĐA/TU của Tỉnh ủy. Đề án đã được triển khai."
    assert [citation.form for citation in find_citations(text)] == [Form.NUMBERED, Form.SHORT]
