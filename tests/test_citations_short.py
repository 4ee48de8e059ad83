"""Short forms, aliases and bare numbers, and the full mention that each stands for."""

import pytest

from extractors.citations.find import find_citations
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
DESCRIBED = [
    (
        "Quy chế số 22-QC/TU về công tác dân vận của hệ thống chính trị được quán triệt. Sau một năm, Quy chế công tác "
        "dân vận của hệ thống chính trị tỉnh đã đi vào nền nếp.",
        [("Quy chế công tác dân vận của hệ thống chính trị", "Quy chế số 22-QC/TU")],
    ),
    (
        "Kế hoạch số 12/KH-UBND về chuyển đổi số ngành y tế. Kết quả Kế hoạch về chuyển đổi số ngành y tế: đạt.",
        [("Kế hoạch về chuyển đổi số ngành y tế", "Kế hoạch số 12/KH-UBND")],
    ),
]
ALONE = [
    "Kế hoạch chuyển đổi số ngành y tế có trước Kế hoạch số 12/KH-UBND về chuyển đổi số ngành y tế.",
    "Kế hoạch số 12/KH-UBND về chuyển đổi số ngành y tế và Kế hoạch số 15/KH-UBND về chuyển đổi số ngành y tế huyện. "
    "Mục tiêu của Kế hoạch chuyển đổi số ngành y tế đã đạt.",
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


@pytest.mark.parametrize(("text", "expected"), DESCRIBED, ids=[text for text, _ in DESCRIBED])
def test_told_by_its_title_alone(text: str, expected: list[tuple[str, str]]) -> None:
    assert links(text) == expected
    assert Form.DESCRIBED in [citation.form for citation in find_citations(text)]


@pytest.mark.parametrize("text", ALONE, ids=str)
def test_nothing_is_guessed(text: str) -> None:
    assert links(text) == []


def test_the_documents_own_kind_is_the_document_itself() -> None:
    text = "Thay thế Chỉ thị số 11-CT/TU. Chỉ thị này được phổ biến đến chi bộ; Chỉ thị có hiệu lực từ ngày ký."
    assert links(text, "Chỉ thị") == []


def test_short_forms_have_a_form_of_their_own() -> None:
    text = "Đề án số 06-ĐA/TU của Tỉnh ủy. Đề án đã được triển khai."
    assert [citation.form for citation in find_citations(text)] == [Form.NUMBERED, Form.SHORT]


PLURAL = [
    (
        "Quyết định số 5/QĐ-UBND và Quyết định số 9/QĐ-UBND hết hiệu lực. Các quyết định nêu trên được rà soát",
        [("Các quyết định nêu trên", ["Quyết định số 5/QĐ-UBND", "Quyết định số 9/QĐ-UBND"])],
    ),
    (
        "Nghị quyết số 18-NQ/TW, Kết luận số 50-KL/TW và Quy định số 37-QĐ/TW: các văn bản trên được học tập",
        [("các văn bản trên", ["Nghị quyết số 18-NQ/TW", "Kết luận số 50-KL/TW", "Quy định số 37-QĐ/TW"])],
    ),
    (
        "Kế hoạch số 1/KH-UBND, Kế hoạch số 1/KH-UBND (bản mới), Kế hoạch số 2/KH-UBND. Hai kế hoạch này đã cũ",
        [("Hai kế hoạch này", ["Kế hoạch số 1/KH-UBND", "Kế hoạch số 2/KH-UBND"])],
    ),
    ("Kế hoạch số 1/KH-UBND, Kế hoạch số 2/KH-UBND. Ba kế hoạch nêu trên đã cũ", []),
    ("Kế hoạch số 1/KH-UBND. Các kế hoạch nêu trên đã cũ", []),
    ("Kế hoạch số 1/KH-UBND, Kế hoạch số 2/KH-UBND và các kế hoạch trên địa bàn tỉnh", []),
]


@pytest.mark.parametrize(("text", "expected"), PLURAL, ids=[text for text, _ in PLURAL])
def test_a_plural_stands_for_every_document_of_its_kind_before(
    text: str, expected: list[tuple[str, list[str]]]
) -> None:
    found = find_citations(text)
    assert [(c.text, [found[i].text for i in c.antecedents]) for c in found if c.antecedents] == expected


def test_this_one_is_another_document_in_a_report_alone() -> None:
    text = "Triển khai Nghị quyết số 18-NQ/TW. Nghị quyết này có bốn phần."
    shorts = [
        [c.text for c in find_citations(text, Metadata(kind=kind)) if c.form is Form.SHORT]
        for kind in ("report", "directive")
    ]
    assert shorts == [["Nghị quyết này"], []]
