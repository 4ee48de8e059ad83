"""The relation of the citing document to each cited one: the nearest cue, lists, headings, direction, voice."""

import pytest

from extractors.citations.find import find_citations
from extractors.model import Section, SectionKind
from tests.marked import full_citations

CUES = [
    ("Căn cứ Luật Tổ chức Chính phủ ngày 19/6/2015;", ["legal_basis"]),
    ("Chiếu theo Sắc lệnh số 23/SL", ["legal_basis"]),
    ("Căn cứ Luật Giá; Nghị định số 5/2020/NĐ-CP của Chính phủ;", ["legal_basis", "legal_basis"]),
    ("Thực hiện Kế hoạch số 12-KH/TU, Huyện ủy báo cáo", ["implements"]),
    ("tiếp tục quán triệt, học tập Nghị quyết số 18-NQ/TW và Kết luận số 62-KL/TW", ["implements", "implements"]),
    ("cụ thể hóa Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XI", ["implements"]),
    ("theo quy định tại khoản 2 Điều 9 Nghị định số 30/2020/NĐ-CP", ["implements"]),
    ("theo tinh thần Nghị quyết số 19-NQ/TW", ["implements"]),
    ("học tập, quán triệt, tuyên truyền Nghị quyết Đại hội XIII của Đảng", ["implements"]),
    ("tổ chức tuyên truyền Nghị quyết Đại hội XIII của Đảng", ["mentions"]),
    ("2. Thay thế cụm từ “thị xã” bằng “thành phố” tại Điều 7 Nghị định số 12/2012/NĐ-CP.", ["amends"]),
    ("nhiệm vụ do Điều lệ Đảng quy định được chấp hành nghiêm", ["mentions"]),
    (
        "được quán triệt những nội dung cơ bản của các nghị quyết, chương trình của Ban Chấp hành Đảng bộ tỉnh khóa XVI"
        ", nhiệm kỳ 2015-2020, trên các lĩnh vực: Nghị quyết số 02-NQ/TU; Kết luận số 60-KL/TU",
        ["implements", "implements"],
    ),
    ("Sửa đổi, bổ sung một số điều của Nghị định số 30/1998/NĐ-CP", ["amends"]),
    ("Bộ luật Hình sự 2015 (sửa đổi, bổ sung năm 2017), Luật Phòng, chống ma túy 2021", ["mentions", "mentions"]),
    ("góp ý sửa đổi Hiến pháp 1992", ["amends"]),
    ("đề nghị bổ sung huyện nghèo được hưởng chính sách của Nghị quyết 30a", ["mentions"]),
    (
        "Chỉ thị này thay thế Chỉ thị số 11-CT/TU, ngày 16-6-2008; bãi bỏ Thông báo số 305-TB/TU",
        ["replaces", "repeals"],
    ),
    ("Luật Thực hiện dân chủ ở cơ sở năm 2022 (thay Pháp lệnh 34 năm 2007)", ["mentions", "replaces"]),
    ("Bãi bỏ khoản 1 Điều 12 Nghị định số 65/2017/NĐ-CP", ["repeals"]),
    ("Nghị định này quy định chi tiết một số điều của Luật Đất đai", ["guides"]),
    ("Thông tư này hướng dẫn thi hành Nghị định số 5/2020/NĐ-CP", ["guides"]),
    ("sơ kết 03 năm thực hiện Quyết định số 213-QĐ/TU", ["reviews"]),
    ("hội nghị tổng kết Nghị quyết Đại hội Đảng bộ huyện lần thứ XI", ["reviews"]),
    ("đánh giá kết quả 5 năm thực hiện Quy chế số 22-QC/TU", ["reviews"]),
    ("Kết quả một năm thực hiện Đề án số 06-ĐA/TU", ["implements"]),
    ("Tổng kết phong trào thi đua; triển khai Kế hoạch số 5-KH/HU", ["implements"]),
    ("UBND tỉnh đã ban hành Kế hoạch số 12/KH-UBND", ["issues"]),
    ("Bộ Y tế vừa có Công văn số 55/BYT-DP", ["issues"]),
    ("Thủ tướng ký Quyết định số 5/QĐ-TTg", ["issues"]),
    ("Ngay sau khi Đề án số 06-ĐA/TU, ngày 03/02/2023 của Tỉnh ủy được ban hành, các cấp", ["issues"]),
    ("Công văn số 409/UBND-TH, ban hành ngày 3/2/2017, yêu cầu", ["issues"]),
    (
        "đã ban hành 09 văn bản, gồm 03 kế hoạch, 04 công văn và hai thông báo; nổi bật là Kế hoạch số 148-KH/HU",
        ["issues"],
    ),
    ("kỷ luật sáu đảng viên do vi phạm Quy định 47-QĐ/TW", ["mentions"]),
    ("bảo đảm phù hợp với Luật Khiếu nại, Luật Tố cáo", ["mentions", "mentions"]),
    ("tuyên truyền Luật Trẻ em cho 500 người", ["mentions"]),
    ("đối chiếu Thông tri 28/TT-MTTW-BTT", ["mentions"]),
    ("Đề án 938: họp chuyên đề 36 cuộc", ["mentions"]),
    ("Xét đề nghị của Sở Y tế tại Tờ trình số 6/TTr-SYT", ["mentions"]),
    ("thực hiện nghiêm túc các nội dung tại Công văn số 1167/UBND-TH", ["implements"]),
    ("theo chỉ đạo của Thủ tướng Chính phủ tại Chỉ thị 16/CT-TTg", ["implements"]),
    ("không còn phù hợp với Luật Đất đai 2013", ["mentions"]),
    ("kể từ ngày Luật Giá có hiệu lực", ["mentions"]),
    ("dự thảo Luật Đất đai", ["mentions"]),
    ("Kèm theo Quyết định số 5/QĐ-UBND ngày 3/3/2010", ["mentions"]),
    ("công tác tổng kết Đề án 06 triển khai nghiêm túc", ["reviews"]),
    ("thực hiện thống nhất Điều lệ Đoàn theo hướng dẫn số 22-HD/TWĐTN", ["implements", "implements"]),
    ("thủ tục được công bố kèm theo Quyết định số 81/QĐ-UBND", ["mentions"]),
    ("thuế thu nhập bổ sung quy định tại khoản 1 Điều 10 của Luật Thuế thu nhập doanh nghiệp", ["mentions"]),
]
TURNED = [
    ("Căn cứ Luật Giá được sửa đổi, bổ sung bởi Luật số 61/2014/QH13 và Luật số 64/2020/QH14;", ["legal_basis"] * 3),
    (
        "thực hiện Nghị định số 5/2020/NĐ-CP đã được thay thế bởi Nghị định số 9/2022/NĐ-CP",
        ["implements", "implements"],
    ),
    ("Bãi bỏ Thông tư số 3/2019/TT-BTC đã được sửa đổi tại Thông tư số 8/2020/TT-BTC", ["repeals", "repeals"]),
    (
        "Thông tư số 45/2011/TT-BTC và Thông tư số 46/2015/TT-BTC hết hiệu lực kể từ ngày 01/7/2026",
        ["repeals", "repeals"],
    ),
    ("Mọi nội dung trong Kế hoạch 97-KH/TU trái với Kế hoạch này hết hiệu lực.", ["repeals"]),
    ("Quyết định số 3/QĐ-UBND bị bãi bỏ", ["repeals"]),
]
TITLES = [
    (
        "Căn cứ Nghị định số 5/2020/NĐ-CP quy định chi tiết Luật Giá, được sửa đổi bởi Nghị định số 9/2022/NĐ-CP;",
        ["legal_basis", "mentions", "legal_basis"],
    ),
    (
        "Căn cứ Thông báo số 17/TB-VPCP về rà soát quy hoạch theo Chỉ thị số 38/2005/CT-TTg;",
        ["legal_basis", "implements"],
    ),
    (
        "theo Quyết định số 81/QĐ-UBND về phê duyệt Đề án “Đổi mới phong cách, lề lối làm việc”",
        ["implements"],
    ),
    ("thực hiện Quy chế ban hành kèm theo Quyết định số 5/QĐ-UBND", ["implements"]),
]
BARRIERS = [
    ("Theo đó, Luật Đất đai có nhiều điểm mới", ["mentions"]),
    ("theo báo cáo của Sở, Nghị định số 5/2020/NĐ-CP còn vướng mắc", ["mentions"]),
    ("Thực hiện tốt công tác dân vận. Nghị quyết số 18-NQ/TW có ý nghĩa lớn", ["mentions"]),
    ("Để triển khai công tác tuyển quân, UBND huyện nhận được Công văn số 12/UBND-NC", ["mentions"]),
    ("chưa gửi báo cáo theo thời hạn đã nêu, cụ thể như sau: Văn bản số 5279/UBND-TK của UBND giao Sở", ["mentions"]),
]
TABLES = {"cues": CUES, "turned": TURNED, "titles": TITLES, "barriers": BARRIERS}


@pytest.mark.parametrize(
    ("text", "expected"),
    [pytest.param(text, expected, id=f"{name}: {text}") for name, table in TABLES.items() for text, expected in table],
)
def test_relation(text: str, expected: list[str]) -> None:
    assert [citation.relation.value for citation in full_citations(text)] == expected


def test_list_takes_the_cue_of_the_line_that_leads_it_in() -> None:
    text = "Bãi bỏ các nghị định sau đây:\n1. Nghị định số 35/2005/NĐ-CP về kỷ luật.\n2. Nghị định số 27/2010/NĐ-CP."
    assert [citation.relation.value for citation in full_citations(text)] == ["repeals", "repeals"]


def test_item_with_its_own_cue_keeps_it() -> None:
    text = "Bãi bỏ các nghị định sau:\n1. Nghị định số 119/2010/NĐ-CP sửa đổi, bổ sung Nghị định số 105/2006/NĐ-CP."
    assert [citation.relation.value for citation in full_citations(text)] == ["repeals", "amends"]


def test_heading_reaches_the_items_under_it() -> None:
    title = "Điều 2. Bãi bỏ một phần các nghị định"
    text = f"{title}\nChương III Nghị định số 8/2018/NĐ-CP"
    section = Section(0, len(text), SectionKind.HEADING, title, 1)
    assert [c.relation.value for c in find_citations(text, sections=(section,))] == ["repeals"]


def test_quoted_amendment_text_does_not_speak_for_the_document() -> None:
    text = "Sửa đổi Điều 5 như sau:\n“2. Bãi bỏ Nghị quyết số 132/2020/QH14 ngày 17/11/2020 của Quốc hội.”"
    assert [citation.relation.value for citation in full_citations(text)] == ["mentions"]


def test_cue_is_kept_as_written() -> None:
    assert full_citations("Căn cứ vào Luật Giá;")[0].cue == "Căn cứ vào"
    assert full_citations("sơ kết 03 năm thực hiện Chỉ thị 05")[0].cue == "sơ kết 03 năm thực hiện"


def test_wrapped_line_does_not_end_the_sentence() -> None:
    text = "Các cấp ủy đã tập trung lãnh đạo việc quán triệt và thực hiện\nnghị quyết số 18-NQ/TW của Trung ương"
    assert full_citations(text)[0].relation.value == "implements"


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Căn cứ Luật Giá; Nghị định số 5/2020/NĐ-CP của Chính phủ;", ["legal_basis", "legal_basis"]),
        ("Thực hiện Kế hoạch số 12-KH/TU, Huyện ủy báo cáo", ["implements"]),
        ("Luật Thực hiện dân chủ ở cơ sở năm 2022 (thay Pháp lệnh 34 năm 2007)", [None, "replaces"]),
        ("Nghị định số 5/2020/NĐ-CP bị bãi bỏ", ["behind repealed"]),
        ("bám sát Kế hoạch số 12-KH/TU", ["keeps_to"]),
    ],
)
def test_a_citation_names_the_cue_that_decided_its_relation(text: str, rules: list[str | None]) -> None:
    found = find_citations(text)
    assert [citation.relation_rule for citation in found] == rules
    assert all((citation.cue is None) == (citation.relation_rule is None) for citation in found)
