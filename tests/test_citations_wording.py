"""Wordings of other offices: wrapped lines, lost spaces and words, plenums, programmes agreed, classes and lists."""

import pytest

from tests.marked import cases, full_citations, read_marked

SPANS = {
    "lost space": [
        ("Theo đề nghị của Sở Nội vụ tại⟦Tờ trình số 15/TTr-SNV⟧ ngày 02/3/2019", ["Tờ trình 15/TTr-SNV"]),
        ("triển khai⟦Chỉ thị số 07-CT/HU⟧ đến chi bộ", ["Chỉ thị 07-CT/HU"]),
    ],
    "type words": [
        ("xem xét ⟦Báo cáo thẩm định số 18/BCTĐ-STP⟧ của Sở Tư pháp", ["Báo cáo 18/BCTĐ-STP"]),
        (
            "Căn cứ các ⟦Nghị định của Chính phủ: Số 78/2025/NĐ-CP⟧ ngày 01/4/2025, số ⟦187/2025/NĐ-CP⟧ về lưu trữ;",
            ["Nghị định 78/2025/NĐ-CP", "Nghị định 187/2025/NĐ-CP"],
        ),
    ],
    "forms": [("theo Biểu số 3/BC-TH và mẫu số 01/TĐKT gửi kèm ⟦Báo cáo số 3/BC-TH⟧", ["Báo cáo 3/BC-TH"])],
    "standards and letters": [
        (
            "theo ⟦Công văn số 55/SNV - CCVC⟧ và ⟦Công văn số 77/UBND⟧ - Sở Nội vụ",
            ["Công văn 55/SNV-CCVC", "Công văn 77/UBND"],
        ),
        ("đạt ⟦QCVN 08-MT:2015/BTNMT⟧", ["Quy chuẩn kỹ thuật quốc gia QCVN 08-MT:2015/BTNMT"]),
        ("thực hiện ⟦TB số 15/TB-UBND⟧ và ⟦TTr 5/TTr-UBND⟧", ["Thông báo 15/TB-UBND", "Tờ trình 5/TTr-UBND"]),
    ],
    "wrapped": [
        ("đồng thời sơ kết ⟦Nghị\nquyết Đại hội Đảng bộ huyện lần thứ XI⟧ và", ["Nghị quyết (session)"]),
        ("thi hành ⟦Pháp\nlệnh Cựu chiến binh⟧ và ⟦Điều\nlệ Hội Cựu chiến binh⟧", ["Pháp lệnh", "Điều lệ"]),
        ("Căn cứ ⟦Luật Sửa đổi một số điều của các Luật liên quan\nđến đầu tư⟧ ngày 19/6/2009;", ["Luật"]),
    ],
    "units": [
        ("⟦Quyết định số 215/QĐ-BXD-TCCB⟧", ["Quyết định 215/QĐ-BXD-TCCB"]),
        ("⟦Công văn số 88/SGD-TCCB⟧ về thi tuyển", ["Công văn 88/SGD-TCCB"]),
        ("⟦Tờ trình số 9/TTr-TTUB⟧; ⟦Quyết định 7/QĐUB⟧", ["Tờ trình 9/TTr-TTUB", "Quyết định 7/QĐ-UB"]),
        ("⟦Chương trình phối hợp số 03/CTrPH-HND-NHCS⟧", ["Chương trình phối hợp 03/CTrPH-HND-NHCS"]),
    ],
    "plenums": [
        (
            "quán triệt ⟦Nghị quyết Hội nghị lần thứ 9 Ban Chấp hành Trung ương Hội Nông dân Việt Nam khóa VII⟧ về vốn",
            ["Nghị quyết (session)"],
        ),
        ("⟦Nghị quyết Hội nghị lần thứ bảy Ban Chấp hành Đảng bộ tỉnh khóa XX⟧ đề ra", ["Nghị quyết (session)"]),
        ("⟦Nghị quyết Hội nghị lần thứ tư Ban Chấp hành Trung ương khóa XII⟧", ["Nghị quyết (session)"]),
    ],
    "laws": [
        (
            "Căn cứ ⟦Luật Ngân sách nhà nước⟧ ngày 25/6/2015; ⟦Luật sửa đổi, bổ sung một số điều của Luật Giá,"
            " Luật Phí và lệ phí, Luật Quản lý thuế⟧ ngày 29/11/2024;",
            ["Luật", "Luật"],
        ),
        ("chương trình xây dựng luật, pháp lệnh năm 2018 của Quốc hội", []),
        ("góp ý vào ⟦hiến pháp 1992⟧ sửa đổi", ["Hiến pháp 1992"]),
        (
            "Căn cứ ⟦Luật Cơ quan đại diện nước Cộng hòa xã hội chủ nghĩa Việt Nam ở nước ngoài⟧ ngày 18/6/2009;",
            ["Luật"],
        ),
    ],
}
ISSUERS = [
    ("Nghị quyết số 09-NQ/TW của Hội nghị Trung ương 5 (khóa XI) về giáo dục", "Hội nghị Trung ương 5 (khóa XI)"),
    (
        "Nghị quyết số 27-NQ/TW của Hội nghị lần thứ bảy Ban Chấp hành Trung ương khóa XII “cải cách tiền lương”",
        "Hội nghị lần thứ bảy Ban Chấp hành Trung ương khóa XII",
    ),
    ("Nghị định số 20/2010/NĐ-CP ngày 08 tháng 3 năm 2010 Chính phủ về khuyến nông", "Chính phủ"),
    ("Theo Quyết định số 5/QĐ-UBND ngày 2/3/2020 Chủ tịch UBND tỉnh khen thưởng 12 tập thể", None),
    ("Nghị quyết số 08/2019/NQ-HĐND tỉnh ngày 10/7/2019 của HĐND tỉnh về mức thu", "HĐND tỉnh"),
    ("thực hiện **Kết luận số 12-KL/HU** ngày 3/4/2022 của Ban Thường vụ Huyện ủy", "Ban Thường vụ Huyện ủy"),
    ("Xét đề nghị của Giám đốc\nSở Tài chính tại Tờ trình số 31/TTr-STC ngày 5/5/2016", "Giám đốc Sở Tài chính"),
    ("Theo đề nghị của Sở Tư pháp tại\nTờ trình số 31/TTr-STP ngày 5/5/2016", "Sở Tư pháp"),
    (
        "Quy chế phối hợp số 02-QCPH/HU ngày 9/9/2020 giữa Ban Dân vận Huyện ủy với Ủy ban nhân dân huyện về dân vận",
        "Ban Dân vận Huyện ủy với Ủy ban nhân dân huyện",
    ),
    ("quán triệt 02 nghị quyết của Bộ Chính trị, gồm: Nghị quyết số 57-NQ/TW về khoa học", "Bộ Chính trị"),
    ("Kế hoạch số 3/KH-UBND của UBND huyện Chợ Mới, tỉnh Bắc Kạn về rừng", "UBND huyện Chợ Mới, tỉnh Bắc Kạn"),
    ("Quyết định số 3/QĐ-UBND của Ủy ban nhân dân quận 7 về chợ", "Ủy ban nhân dân quận 7"),
    ("Quy định số 9-QĐ/TW của Bộ Chính trị, Ban Bí thư về đất đai", "Bộ Chính trị, Ban Bí thư"),
    ("Kết luận số 9-KL/TW của Bộ Chính trị, Ban Bí thư yêu cầu các cấp ủy thực hiện", "Bộ Chính trị"),
    ("Thông tư số 2/2014/TT-UBDT của Bộ trưởng, Chủ nhiệm Ủy ban Dân tộc", "Bộ trưởng, Chủ nhiệm Ủy ban Dân tộc"),
    ("Kết luận thanh tra (số 6 ngày 24/10/2022) của UBND huyện Bắc Bình nêu rõ", "UBND huyện Bắc Bình"),
    ("Tổng thư ký Quốc hội Nguyễn Văn Bình đã ký Công văn số 96/TTKQH-TT", "Tổng thư ký Quốc hội"),
    ("Chủ tịch UBND tỉnh Lê Thị Mai vừa ban hành Công điện số 3/CĐ-UBND", "Chủ tịch UBND tỉnh"),
    ("học tập các chỉ thị của Trung ương, của Tỉnh ủy như: Chỉ thị số 20-CT/TW", None),
]
TITLES = [
    (
        "Kế hoạch số 12-KH/HU về thực hiện Nghị quyết số 05-NQ/TU, ngày 7/8/2021 của Tỉnh ủy về “Phát triển du lịch”; "
        "Công văn số 5-CV/HU",
        "thực hiện Nghị quyết số 05-NQ/TU, ngày 7/8/2021 của Tỉnh ủy về “Phát triển du lịch”",
    ),
    (
        "Quy định số 15-QĐ/TU về quản lý hồ sơ của Thường trực Tỉnh ủy, Ban Thường vụ Tỉnh ủy.",
        "quản lý hồ sơ của Thường trực Tỉnh ủy, Ban Thường vụ Tỉnh ủy",
    ),
    ("Chỉ thị số 8-CT/TU về phòng cháy rừng, Tỉnh ủy yêu cầu các cấp vào cuộc.", "phòng cháy rừng"),
    (
        "Kết luận số 9-KL/TW ngày 2/2/2022 của Bộ Chính trị tiếp tục thực hiện Nghị quyết số 10-NQ/TW",
        "tiếp tục thực hiện Nghị quyết số 10-NQ/TW",
    ),
    ("thay thế Quyết định số 5/QĐ-UBND về quản lý chợ và có hiệu lực từ ngày ký", "quản lý chợ"),
    ("Nghị quyết số 3/NQ-CP về hỗ trợ doanh nghiệp, các chủ trương của Đảng về kinh tế tư nhân", "hỗ trợ doanh nghiệp"),
    ("các chi bộ bám sát Chỉ thị 35, Hướng dẫn 26", None),
    (
        "Quy định số 7-QĐ/TU về đấu tranh ngăn chặn biểu hiện suy thoái, “tự diễn biến”, “tự chuyển hóa” trong nội bộ.",
        "đấu tranh ngăn chặn biểu hiện suy thoái, “tự diễn biến”, “tự chuyển hóa” trong nội bộ",
    ),
    (
        "Căn cứ Nghị quyết số 5/2009/NQ-HĐND về chế độ chi của Quốc hội, các cơ quan của Quốc hội;",
        "chế độ chi của Quốc hội, các cơ quan của Quốc hội",
    ),
    ("Công điện số 3/CĐ-UBND của Chủ tịch UBND tỉnh Lê Thị Mai về phòng, chống bão", "phòng, chống bão"),
    (
        "Chương trình số 8-CTr/TU về dân vận, giai đoạn 2017\n- 2021; Quyết định số 5/QĐ-UB",
        "dân vận, giai đoạn 2017 - 2021",
    ),
    ("Nghị quyết số 5-NQ/HU của Huyện ủy, nhiệm kỳ 2020 - 2025 về du lịch", "du lịch"),
    ("Xét Tờ trình số 5/TTr-UBND về biên chế và ý kiến của các đại biểu;", "biên chế"),
]
WRAPPED = """Căn cứ Nghị định số 13/2008/NĐ-CP ngày 04 tháng 02 năm 2008 của Chính phủ
quy định tổ chức các cơ quan chuyên môn thuộc Ủy ban nhân dân tỉnh, thành phố
trực thuộc Trung ương và các văn bản hướng dẫn thi hành do bộ chuyên ngành đã
ban hành trong năm;
Quyết định này thay thế Quyết định số 42/2006/QĐ-UBND ngày 18 tháng 10 năm 2006
của Ủy ban nhân dân tỉnh quy định về tổ chức và hoạt động của Sở Văn hóa tỉnh Hà
Giang và có hiệu lực từ ngày ký."""
RELATIONS = [
    (
        "Thực hiện Chương trình số 1-CTr/TU giữa hai cơ quan cùng các đơn vị trực thuộc cả hai bên ở cơ sở,"
        " vùng biên giới, vùng đồng bào có đạo của tỉnh; Quyết định số 7/QĐ-UBND",
        ["implements", "implements"],
    ),
    ("Bộ luật Lao động năm 2012 (sửa đổi, bổ sung năm 2019), Pháp lệnh số 2/2020/UBTVQH14", ["mentions", "mentions"]),
    ("Căn cứ Quy định về thẩm quyền ban hành văn bản kèm theo Quyết định số 6-QĐ/TU", ["legal_basis"]),
    ("đảng viên không tuân theo hoặc làm trái Điều lệ Đảng", ["mentions"]),
    ("Căn cứ các văn bản hướng dẫn thi hành Luật Ngân sách nhà nước;", ["legal_basis"]),
    ("Căn cứ pháp lý:\n- Luật Giá năm 2023;\n- Nghị định số 5/2024/NĐ-CP.", ["legal_basis", "legal_basis"]),
    (
        "Quyết định này thay thế Quyết định số 5/QĐ-UB; Điều 3 Quyết định số 7/QĐ-UB hết hiệu lực",
        ["replaces", "repeals"],
    ),
    ("18/12/1999 Được bổ sung 169/1999/NĐ-CP", ["mentions"]),
]
PINPOINTS = [
    ("theo các điểm a, ă, â khoản 1 Điều 4a Luật Giá", "các điểm a, ă, â khoản 1 Điều 4a"),
    ("tại điểm ô, ơ, ư khoản 3 Điều 12 Nghị định số 5/2020/NĐ-CP", "điểm ô, ơ, ư khoản 3 Điều 12"),
]


@pytest.mark.parametrize(("marked", "expected"), cases(SPANS))
def test_spans(marked: str, expected: list[str]) -> None:
    assert read_marked(marked) == (marked, expected)


@pytest.mark.parametrize(("text", "expected"), ISSUERS, ids=[text for text, _ in ISSUERS])
def test_issuer(text: str, expected: str | None) -> None:
    assert full_citations(text)[0].issuer == expected


@pytest.mark.parametrize(("text", "expected"), TITLES, ids=[text for text, _ in TITLES])
def test_title(text: str, expected: str | None) -> None:
    assert full_citations(text)[0].title == expected


def test_issuer_of_a_class_belongs_to_each_of_its_list() -> None:
    text = "Quán triệt các nghị quyết của Tỉnh ủy: Nghị quyết số 3 về du lịch; Nghị quyết số 4 về rừng."
    assert [citation.issuer for citation in full_citations(text)] == ["Tỉnh ủy", "Tỉnh ủy"]


def test_titles_and_places_go_on_over_wrapped_lines() -> None:
    assert full_citations(WRAPPED)[1].title == "quy định về tổ chức và hoạt động của Sở Văn hóa tỉnh Hà Giang"


def test_title_in_capitals_ends_before_the_body_that_speaks() -> None:
    text = (
        "THÔNG TƯ\nHƯỚNG DẪN QUYẾT ĐỊNH SỐ 9/2016/QĐ-TTG NGÀY 4 THÁNG 5 NĂM 2016\nCỦA THỦ TƯỚNG CHÍNH PHỦ"
        " QUY ĐỊNH HỖ TRỢ\nNGƯỜI TRỒNG RỪNG\nBỘ TRƯỞNG BỘ TÀI CHÍNH\nCăn cứ Luật Giá;"
    )
    assert full_citations(text)[0].title == "QUY ĐỊNH HỖ TRỢ NGƯỜI TRỒNG RỪNG"


@pytest.mark.parametrize(("text", "expected"), RELATIONS, ids=[text for text, _ in RELATIONS])
def test_relation(text: str, expected: list[str]) -> None:
    assert [citation.relation.value for citation in full_citations(text)] == expected


def test_items_of_a_list_may_be_wrapped_like_the_line_that_leads_them_in() -> None:
    text = (
        "Điều 2. Bãi bỏ toàn bộ các văn bản quy phạm pháp luật do Ủy ban nhân dân tỉnh\nban hành trong lĩnh vực"
        " giáo dục và đào tạo, y tế, văn hóa, thể thao và du lịch\nsau đây:\n"
        "1. Quyết định số 5/2010/QĐ-UBND ngày 03/3/2010 quy định về dạy thêm, học thêm ở\ncác cấp học;\n"
        "2. Quyết định số 9/2011/QĐ-UBND ngày 04/4/2011 về mức thu viện phí ở các bệnh\nviện công lập."
    )
    assert [citation.relation.value for citation in full_citations(text)] == ["repeals", "repeals"]


@pytest.mark.parametrize(("text", "expected"), PINPOINTS, ids=[text for text, _ in PINPOINTS])
def test_pinpoint(text: str, expected: str) -> None:
    assert full_citations(text)[0].pinpoint == expected
