"""Texts of documents that lost their head, and what they still say of themselves."""

import pytest

from extractors.header.find import read_metadata
from extractors.layout.find import find_boilerplate, find_sections
from extractors.model import Metadata

PLAN = """Thực hiện Kế hoạch số 41-KH/TU ngày 03/3/2020 của Ban Thường vụ Tỉnh ủy Lai Châu về công tác dân vận,
Ban Thường vụ Huyện ủy Than Uyên ban hành Kế hoạch tuyên truyền năm 2020 như sau:
I. MỤC ĐÍCH
Nâng cao nhận thức của cán bộ, đảng viên trên địa bàn tỉnh Lai Châu.
"""
REPORT = """Thực hiện Công văn số 88-CV/BDVTU ngày 05/6/2021, Ban Dân vận Huyện ủy báo cáo kết quả công tác dân vận
6 tháng đầu năm 2021 như sau:
I. KẾT QUẢ
Mở 12 hội nghị với 940 lượt người nghe.
"""
OUTLINE = """KINH TẾ - XÃ HỘI 9 THÁNG ĐẦU NĂM 2011

A. Tình hình kinh tế

Tổng sản phẩm trong nước ước tính tăng 5,6% so với cùng kỳ năm trước.
"""
PART = """2. Chăn nuôi

Đàn bò của tỉnh Gia Lai có 412,5 nghìn con, bằng 103,1% cùng kỳ năm trước.
"""


def read(text: str) -> Metadata:
    boilerplate = find_boilerplate(text)
    return read_metadata(text, find_sections(text, (), boilerplate), boilerplate)


@pytest.mark.parametrize(
    ("text", "kind", "doc_type", "title", "issuer", "place"),
    [
        (PLAN, "directive", "Kế hoạch", None, "Ban Thường vụ Huyện ủy Than Uyên", "Lai Châu"),
        (REPORT, "report", "Báo cáo", None, "Ban Dân vận Huyện ủy", None),
        (OUTLINE, "report", None, "KINH TẾ - XÃ HỘI 9 THÁNG ĐẦU NĂM 2011", None, "Trung ương"),
        (PART.replace("2.", "1."), "report", None, None, None, "Gia Lai"),
    ],
    ids=["plan", "report", "outline", "numbered part"],
)
def test_document_without_its_head(
    text: str, kind: str, doc_type: str | None, title: str | None, issuer: str | None, place: str | None
) -> None:
    found = read(text)
    assert (found.kind, found.doc_type, found.title) == (kind, doc_type, title)
    assert (found.issuer, found.place) == (issuer, place)


@pytest.mark.parametrize(
    "text",
    [
        f"Công tác dân vận ở Than Uyên\n16/8/2021\n1. Kết quả\n{REPORT}",
        "Thực hiện nghị quyết của Tỉnh ủy, huyện đã ban hành Kế hoạch với nội dung như sau: mỗi xã mở 2 lớp học "
        "nghề cho lao động nông thôn, mỗi lớp 30 học viên, ưu tiên hộ nghèo và hộ cận nghèo của các bản vùng cao.\n",
    ],
    ids=["dated", "told of another"],
)
def test_an_article_is_no_excerpt(text: str) -> None:
    assert read(text).kind == "news"
