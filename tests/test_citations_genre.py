"""Habits of other offices and other times: lists of legal bases, adoption, old kinds, codes with hidden marks."""

from datetime import date

import pytest

from extractors.citations.find import find_citations
from extractors.model import Metadata
from tests.marked import cases, full_citations, read_marked

SPANS = {
    "soft hyphen": [
        ("Căn cứ ⟦Nghị định số 45/2010/NĐ\u00adCP⟧ ngày 21/4/2010;", ["Nghị định 45/2010/NĐ-CP"]),
        ("theo ⟦Quyết định số 812/QĐ\u00adUBND⟧ của UBND tỉnh", ["Quyết định 812/QĐ-UBND"]),
        ("⟦Nghị quyết số 30c/NQ\u00adCP⟧ ngày 08/11/2011", ["Nghị quyết 30c/NQ-CP"]),
    ],
    "no width": [("⟦Công văn số 71/U\u200bBND-TH⟧ ngày 2/3/2017", ["Công văn 71/UBND-TH"])],
    "glued": [
        ("theo ⟦Quyết định 44/QĐ-TLĐ⟧ngày 3 tháng 2 năm 2015", ["Quyết định 44/QĐ-TLĐ"]),
        ("⟦Thông tư số 9/2012/TT-BLĐTBXH⟧về tiền lương", ["Thông tư 9/2012/TT-BLĐTBXH"]),
        ("⟦Quyếtđịnh số 70/QĐ-TLĐ⟧ và ⟦Chỉthị số 3-CT/TU⟧", ["Quyết định 70/QĐ-TLĐ", "Chỉ thị 3-CT/TU"]),
        ("⟦Nghị quyếtsố 26-NQ/TW⟧ và ⟦Kế hoạchsố 9-KH/TU⟧", ["Nghị quyết 26-NQ/TW", "Kế hoạch 9-KH/TU"]),
    ],
    "old kinds": [
        ("thi hành ⟦Thông lệnh Liên bộ số 12-NV/TC⟧ ngày 2-3-1948", ["Thông lệnh liên bộ 12-NV/TC"]),
        ("⟦Quyết nghị số 15-QN/TVQH⟧ ngày 3-4-1961", ["Quyết nghị 15-QN/TVQH"]),
    ],
    "qualified": [
        ("theo ⟦công văn bổ sung số 215-VG⟧ ngày 3-5-1966", ["Công văn 215-VG"]),
        ("⟦Quyết định bổ sung số 22/QĐ-UB⟧ của UBND huyện", ["Quyết định 22/QĐ-UB"]),
    ],
    "joint": [
        (
            "⟦Thông tư liên tịch Bộ Y tế và Bộ Tài chính số 7/2004/TTLT/BYT-BTC⟧ ngày 5/3/2004",
            ["Thông tư liên tịch 7/2004/TTLT/BYT-BTC"],
        )
    ],
    "quotation": [("⟦Luật Giá⟧, tại Điều 3 quy định: “Giá là biểu hiện bằng tiền của hàng hóa”", ["Luật"])],
    "named": [
        (
            "Căn cứ ⟦Luật sửa đổi, bổ sung, một số điều của Luật Ngân hàng Nhà nước Việt Nam⟧ ngày 17/6/2003;",
            ["Luật"],
        ),
        ("theo ⟦Luật tổ chức VKSND⟧ thì", ["Luật"]),
        ("Theo ⟦Pháp lệnh thuế nhà, đất⟧ thì", ["Pháp lệnh"]),
        ("⟦Pháp lệnh thuế thu nhập đối với người có thu nhập cao⟧ thông qua ngày 19-5-2001", ["Pháp lệnh"]),
        ("Căn cứ ⟦Luật tổ chức Hội đồng nhân dân và UBND⟧ đã được Quốc hội thông qua ngày 21-6-1994;", ["Luật"]),
    ],
    "sessions": [
        ("Học tập ⟦Nghị quyết Đại hội XII của Đảng⟧\nHuyện Lạc Sơn vừa mở hội nghị.", ["Nghị quyết (session)"]),
        ("THEO ⟦NGHỊ QUYẾT ĐẠI HỘI ĐẠI BIỂU TOÀN QUỐC LẦN THỨ XII CỦA ĐẢNG⟧", ["Nghị quyết (session)"]),
        ("các chuyên đề trong ⟦Nghị quyết X của Đảng⟧", ["Nghị quyết (session)"]),
    ],
    "dated coordination": [
        (
            "Chiểu ⟦Sắc lệnh số 41⟧ ngày 2-3-1946 và số ⟦52⟧ ngày 5-6-1946 tổ chức tòa án",
            ["Sắc lệnh #41", "Sắc lệnh #52"],
        ),
        ("⟦Quyết định số 41⟧ ngày 2-3-1986 và 25 cán bộ", ["Quyết định #41"]),
    ],
    "own number": [
        ("BAN THƯỜNG VỤ Số: 31/HD- BTV Thái Bình, ngày 05 tháng 6 năm 2016 HƯỚNG DẪN về thi đua", []),
        ("Văn phòng gửi Số: ⟦31/HD-BTV⟧ kèm theo", ["Hướng dẫn 31/HD-BTV"]),
    ],
}


@pytest.mark.parametrize(("marked", "expected"), cases(SPANS))
def test_spans(marked: str, expected: list[str]) -> None:
    assert read_marked(marked) == (marked, expected)


def test_own_number_in_a_title_with_its_year() -> None:
    text = "Quyết định số 31/2017/QĐ-UBND tỉnh Hà Nam"
    assert full_citations(text, Metadata(kind="directive", code="31/QĐ-UBND", date=date(2017, 5, 2))) == []
    assert len(full_citations(text, Metadata(kind="directive", code="31/QĐ-UBND", date=date(2016, 5, 2)))) == 1


def test_offsets_are_those_of_the_text_with_its_hidden_marks() -> None:
    text = "theo Công văn số 71/\u200bUBND-TH và Luật Giá"
    assert [citation.text for citation in find_citations(text)] == ["Công văn số 71/\u200bUBND-TH", "Luật Giá"]
    assert all(text[citation.start : citation.end] == citation.text for citation in find_citations(text))


RELATIONS = [
    (
        "Căn cứ Nghị định số 80/HĐBT ngày 3/4/1986 về phí bảo hiểm. Quyết định số 19/CT ngày 2-2-1987 của Chủ tịch hội"
        " đồng Bộ trưởng về quản lý kho; Nghị định 45/HĐBT và Quyết định 11/HĐBT về giá;",
        "legal_basis",
    ),
    (
        "Căn cứ Nghị định số 21/2012/NĐ-CP ngày\n21 tháng 3 năm 2012 của Chính phủ quy định chi tiết một số điều của"
        " Luật Cư trú; Nghị định số 31/2014/NĐ-CP của Chính phủ về cư trú; Thông tư số 35/2014/TT-BCA;",
        "legal_basis",
    ),
    ("Căn cứ: - Luật Hợp tác xã - Quyết định số 5-QĐ/TW - Quy chế số 8-QC/TU ngày 2/3/2018", "legal_basis"),
    ("Căn cứ ý kiến của Bộ\nNội vụ về tuyển dụng viên chức tại văn bản số 88/BNV-CCVC ngày 2/3/2018;", "legal_basis"),
    ("ban hành kèm theo quy chế hướng dẫn một số nội dung Chỉ thị số 28", "guides"),
    (
        "và sửa đổi mức trích nộp hằng quý của các công đoàn cơ sở quy định tại khoản 2 Điều 9 Quyết định số 77/QĐ-TLĐ",
        "amends",
    ),
    ("Khoản 2 Điều 5 Nghị định số 25/2020/NĐ-CP được sửa đổi, bổ sung như sau:", "amends"),
    ("Điều 2 Sắc lệnh số 41-SL nói trên nay sửa đổi như sau", "amends"),
    ("Quyết định này thay thếQuyết định số 41/QĐ-TLĐ", "replaces"),
    ("Không thực hiện Quyết định số 41-CT ngày 2-3-1988", "repeals"),
    ("để bổ sung cho đội ngũ cán bộ quy định tại điểm b, điểm c khoản 1 Điều 1 của Pháp lệnh Dân số", "mentions"),
    ("Đình chỉ thi hành Quyết định số 9/QĐ-UB của UBND huyện", "repeals"),
    ("Đính chính Quyết định số 9/QĐ-UBND", "mentions"),
    ("Quy chuẩn mới được ban hành tại Thông tư số 6/2021/TT-BXD", "mentions"),
    ("có hiệu lực từ ngày công bố; Hiến pháp năm 1959 được Quốc hội thông qua", "mentions"),
    ("thực hiện Quyết định bổ sung số 22/QĐ-UB của UBND huyện", "implements"),
]


@pytest.mark.parametrize(("text", "expected"), RELATIONS, ids=str)
def test_relation(text: str, expected: str) -> None:
    within = {"Luật Cư trú"}
    assert {c.relation for c in full_citations(text) if c.text not in within} == {expected}


def test_the_law_that_ends_another_is_only_mentioned() -> None:
    found = full_citations("Luật Công ty hết hiệu lực khi Luật Doanh nghiệp có hiệu lực.")
    assert [citation.relation for citation in found] == ["repeals", "mentions"]


ADOPTED = [
    ("Luật tổ chức HĐND và UBND các cấp (sửa đổi) được Quốc hội thông qua ngày 21/6/1994", "1994-06-21"),
    ("Nghị quyết Trung ương 5 (khóa X), ngày 1-8-2007, Bộ Chính trị đã ban hành kế hoạch", "None"),
    ("Luật Hôn nhân và gia đình được Quốc hội khóa VII, kỳ họp thứ 12 thông qua ngày 29-12-1986", "1986-12-29"),
    (
        "Bộ luật Dân sự của nước Cộng hòa xã hội chủ nghĩa Việt Nam được Quốc hội thông qua ngày 28-10-1995",
        "1995-10-28",
    ),
    ("Hiến pháp năm 1980 được Quốc hội thông qua 18-12-1980", "1980-12-18"),
    ("ngày 5-6-1962 Thủ tướng Chính phủ lại có Chỉ thị số 88-TTg", "1962-06-05"),
]


@pytest.mark.parametrize(("text", "expected"), ADOPTED, ids=str)
def test_date(text: str, expected: str) -> None:
    assert str(full_citations(text)[0].date) == expected


SIGNER_OF_1946 = "Chủ tịch Chính phủ Việt nam dân chủ cộng hòa"
ISSUERS = [
    ("đề nghị của Giám đốc sở Y tế tại Tờ trình số 8/TTr-SYT", ["Giám đốc sở Y tế"]),
    ("chỉ đạo của Thủ tướng Chính phủ tại Điều 6 Quyết định 41/QĐ-TTg", ["Thủ tướng Chính phủ"]),
    ("triển khai các nhiệm vụ tại Chỉ thị số 9/CT-TTg", [None]),
    ("Quyết định số 41-CP của Hội đồng Chính phủ ủy nhiệm cho Bộ Nội vụ", ["Hội đồng Chính phủ"]),
    (
        "Nghị quyết số 41-NQ/TW, Hội nghị lần thứ 7 Ban Chấp hành Trung ương khóa X về nông dân",
        ["Hội nghị lần thứ 7 Ban Chấp hành Trung ương khóa X"],
    ),
    ("Sắc lệnh số 41 do Chủ tịch Chính phủ Việt nam dân chủ cộng hòa ban hành", [SIGNER_OF_1946]),
    ("Quyết định số 19/CT của Chủ tịch hội đồng Bộ trưởng về kho", ["Chủ tịch hội đồng Bộ trưởng"]),
    ("Nghị định 45/HĐBT về giá; Quyết định số 9/CP của Hội đồng Chính phủ về thuế", [None, "Hội đồng Chính phủ"]),
    ("Nghị định 45/HĐBT và Quyết định số 9/CP của Hội đồng Chính phủ", [None, "Hội đồng Chính phủ"]),
    (
        "Quy chế thi ban hành theo Quyết định số 5/QĐ-TLĐ ngày 2/3/2012; Quy định chấm thi ban hành kèm theo Quyết định"
        " số 6/QĐ-TLĐ của Tổng Liên đoàn Lao động Việt Nam",
        ["Tổng Liên đoàn Lao động Việt Nam"] * 2,
    ),
    ("Thông báo số 52-TB/TU ngày 2/3/2011 Thông báo kết luận của Thường trực Tỉnh ủy về Tết", ["Thường trực Tỉnh ủy"]),
    ("Xét đề nghị của Ủy ban khoa học Nhà nước trong công văn số 41-KHH", ["Ủy ban khoa học Nhà nước"]),
    ("Theo đề nghị của Sở Y tế nêu tại Tờ trình số 5/TTr-SYT", ["Sở Y tế"]),
    ("Thông tư liên tịch Bộ Y tế và Bộ Tài chính số 7/2004/TTLT/BYT-BTC", ["Bộ Y tế và Bộ Tài chính"]),
    ("ngày 5-6-1962 Thủ tướng Chính phủ lại có Chỉ thị số 88-TTg", ["Thủ tướng Chính phủ"]),
    (
        "Công văn số 8/LĐTBXH-TE của Bộ Lao động, Thương binh và Xã hội vềviệc mở lớp",
        ["Bộ Lao động, Thương binh và Xã hội"],
    ),
    ("QUYẾT ĐỊNH SỐ 5/2013/QĐ-TTG CỦA THỦ TƯỚNG CHÍNHPHỦ VỀ TIÊU CHUẨN", ["THỦ TƯỚNG CHÍNHPHỦ"]),
    (
        "Quyết định số 5-QĐ/TW ngày 3/3/2016 Ban Chấp hành Trung ương việc ban hành quy chế",
        ["Ban Chấp hành Trung ương"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), ISSUERS, ids=str)
def test_issuers(text: str, expected: list[str | None]) -> None:
    assert [citation.issuer for citation in full_citations(text)] == expected


TITLES = [
    (
        "Quyết định số 9/QĐ-BYT ngày 2/3/2021 của Bộ Y tế (BYT) ban hành kế hoạch tiêm chủng",
        ["ban hành kế hoạch tiêm chủng"],
    ),
    (
        "Quyết định số 9/QĐ-BYT sửa đổi, bổ sung một số điều của một số văn bản do Bộ Y tế ban hành, có hiệu lực",
        ["sửa đổi, bổ sung một số điều của một số văn bản do Bộ Y tế ban hành"],
    ),
    ("Công văn số 9/SYT-NV về tiêm chủng và tình hình thực tế của huyện", ["tiêm chủng"]),
    (
        "NĐ 35/2006/NĐ-CP NGÀY 4/4/2006 CỦA CP VỀ ĐẤU GIÁ ĐẤT\nNĐ 48/2006/NĐ-CP NGÀY 1/6/2006 CỦA CP VỀ HỢP TÁC XÃ",
        ["ĐẤU GIÁ ĐẤT", "HỢP TÁC XÃ"],
    ),
    ("Chương trình số 9-CTr/TU, ngày 3/2/2022; Quy chế số 5-QC/TU ngày 1/3/2022 về thi đua.", [None, "thi đua"]),
    ("chỉ thị số 9/2002/CT-BQP của Bộ Quốc phòng về trực thuộc đảng bộ huyện", [None]),
    ("Quy định số 9-QĐ/TW ngày 3/2/2021 quy định về việc kết nạp như sau:", ["quy định về việc kết nạp"]),
    ("Kế hoạch số 9/KH-UBND về chuyển đổi số và nhiều văn bản chỉ đạo khác", ["chuyển đổi số"]),
    ("Nghị định số 75-TTg ngày 1-3-1951 tái lập thị xã Hà Đông;", ["tái lập thị xã Hà Đông"]),
    (
        "Căn cứ Thông tư số 5/2009/TT-BNV ngày 2/3/2009 sửa đổi khoản 2, Thông tư số 4/2008/TT-BNV;",
        ["sửa đổi khoản 2, Thông tư số 4/2008/TT-BNV", None],
    ),
    (
        "Căn cứ Luật Cư trú;\nNghị định số 5/2009/NĐ-CP về nhiệm vụ của Sở Y tế, Phòng Y tế; chế độ trạm y tế;\nXét",
        [None, "nhiệm vụ của Sở Y tế, Phòng Y tế; chế độ trạm y tế"],
    ),
    (
        "Thực hiện Kế hoạch số 5/KH-SYT về tiêm chủng năm 2022, Phòng\nnghiệp vụ y của sở hướng dẫn như sau",
        ["tiêm chủng năm 2022"],
    ),
    (
        "Quyết định số 9/QĐ-UBND công bố danh mục văn bản do UBND tỉnh ban hành đã hết hiệu lực.",
        ["công bố danh mục văn bản do UBND tỉnh ban hành đã hết hiệu lực"],
    ),
    ("Sắc lệnh số 41-SL ngày 2-3-1946 ấn định ngày nghỉ lễ,", ["ấn định ngày nghỉ lễ"]),
    (
        "Căn cứ Nghị quyết số 8/NQ-CP ngày 1/7/2020 về Phiên họp\nChính phủ thường kỳ tháng 6;",
        ["Phiên họp Chính phủ thường kỳ tháng 6"],
    ),
    ("Sắc lệnh số 41 ngày 2-3-46 và Sắc lệnh số 52 ngày 5-6-46 tổ chức tòa án", ["tổ chức tòa án"] * 2),
    ("Nghị định 45/HĐBT ngày 1/2/1986 và Nghị định 46/HĐBT ngày 3/2/1986 về đổi mới giá v.v..", ["đổi mới giá"] * 2),
    ("Công văn số 5/BXD-KHCN về áp dụng Sửa đổi 2:2021 cho nhà cao tầng", ["áp dụng Sửa đổi 2:2021 cho nhà cao tầng"]),
    ("QUYẾT ĐỊNH SỐ 5/2013/QĐ-TTG CỦA THỦ TƯỚNG CHÍNHPHỦ VỀ TIÊU CHUẨN XÃ", ["TIÊU CHUẨN XÃ"]),
    (
        "Thông báo số 52-TB/TU ngày 2/3/2011 Thông báo kết luận của Thường trực Tỉnh ủy về Tết trồng cây",
        ["Tết trồng cây"],
    ),
    ("Công văn số 8/LĐTBXH-TE của Bộ Y tế vềviệc mở lớp tập huấn", ["mở lớp tập huấn"]),
    (
        "Căn cứ Nghị định số 28/CP của Chính phủ hướng dẫn thi hành chế độ trợ cấp, các Thông tư sửa đổi;",
        ["hướng dẫn thi hành chế độ trợ cấp"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), TITLES, ids=str)
def test_titles(text: str, expected: list[str]) -> None:
    assert [citation.title for citation in full_citations(text)] == expected
