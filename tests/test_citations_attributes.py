"""Date, issuer, title, year and pinpoint that stand with a mention, and how lists share them."""

from datetime import date

import pytest

from extractors.model import Metadata
from tests.marked import full_citations

DATES = [
    ("Quyết định số 10/QĐ-UBND ngày 03/02/2023", "2023-02-03"),
    ("Quyết định số 10/QĐ-UBND, ngày 3-2-2023 của UBND tỉnh", "2023-02-03"),
    ("Quyết định số 10/QĐ-UBND (ngày 03.02.2023)", "2023-02-03"),
    ("Quyết định số 10/QĐ-UBND (03/02/2023)", "2023-02-03"),
    ("Quyết định số 10/QĐ-UBND ngày 03 tháng 02 năm 2023", "2023-02-03"),
    ("Quyết định số 10/QĐ-UBND ngày03/02/2023", "2023-02-03"),
    ("Quyết định số 10/QĐ-UBND được ban hành ngày 03/02/2023", "2023-02-03"),
    ("Quyết định số 10/QĐ-UBND của UBND tỉnh ngày 03/02/2023", "2023-02-03"),
    ("Quyết định số 10/QĐ-UBND\nngày 03/02/2023 của UBND tỉnh", "2023-02-03"),
    ("NGHỊ QUYẾT SỐ 70/2025/UBTVQH15 NGÀY 07 THÁNG 02 NĂM 2025", "2025-02-07"),
    ("Ngày 03/02/2023, UBND tỉnh đã ban hành Quyết định số 10/QĐ-UBND", "2023-02-03"),
    ("ngày 03/02/2023, Sở Y tế có Công văn số 55/SYT-NVY", "2023-02-03"),
    ("Luật Đất đai ngày 29 tháng 11 năm 2013", "2013-11-29"),
    ("Luật Thanh tra (số 56/2010/QH12 ngày 15/11/2010)", "2010-11-15"),
    ("Thực hiện Chỉ thị số 05-CT/TW của Bộ Chính trị, ngày 03/02/2023 Tỉnh ủy đã ban hành kế hoạch", None),
    ("Quyết định số 10/QĐ-UBND ngày 31/02/2023", None),
    ("Quyết định số 10/QĐ-UBND có hiệu lực từ ngày 03/02/2023", None),
    ("họp ngày 03/02/2023 bàn việc thực hiện Quyết định số 10/QĐ-UBND", None),
]


@pytest.mark.parametrize(("text", "expected"), DATES, ids=str)
def test_date(text: str, expected: str | None) -> None:
    found = full_citations(text)[0].date
    assert (found.isoformat() if found else None) == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("hội nghị về Nghị quyết số 70-NQ/TW (ngày 10/10) 512 người", None),
        ("02 buổi học tập trực tuyến về Chỉ thị số 07-CT/TU (ngày 3/6)", None),
        ("hội nghị về Nghị quyết số 70-NQ/TW (ngày 20/8/2025)", date(2025, 8, 20)),
        ("thực hiện Chỉ thị số 07-CT/TU (ngày 3/6)", date(2025, 6, 3)),
    ],
)
def test_a_day_in_brackets_behind_what_a_meeting_was_on_is_the_meetings(text: str, day: date | None) -> None:
    letterhead = "TỈNH ỦY BẮC KẠN\n*\nSố 55-BC/TU\nBắc Kạn, ngày 12 tháng 12 năm 2025\n\nBÁO CÁO\nkết quả năm 2025\n\n"
    assert full_citations(letterhead + f"Tổ chức {text}.\n")[-1].date == day


def test_date_without_year_takes_the_documents_own() -> None:
    text = "Công văn số 409/UBND-TH, ban hành ngày 3/2, yêu cầu các sở báo cáo."
    assert full_citations(text, Metadata(date=date(2017, 2, 9)))[0].date == date(2017, 2, 3)


ISSUERS = [
    ("Chỉ thị số 05-CT/TW của Bộ Chính trị về", "Bộ Chính trị"),
    ("Kết luận số 60-KL/TU, ngày 25/7/2017, của Tỉnh uỷ Quảng trị về", "Tỉnh uỷ Quảng trị"),
    (
        "Nghị quyết số 24-NQ/TW của Ban Chấp hành Trung ương (khóa IX) về công tác dân tộc",
        "Ban Chấp hành Trung ương (khóa IX)",
    ),
    ("Quy chế số 22-QC/TU ngày 30/12/2021 của Ban Thường vụ Tỉnh uỷ Bắc Kạn", "Ban Thường vụ Tỉnh uỷ Bắc Kạn"),
    (
        "Thông tư số 45/2011/TT-BNNPTNT của Bộ trưởng Bộ Nông nghiệp và Phát triển nông thôn ban hành Quy chuẩn",
        "Bộ trưởng Bộ Nông nghiệp và Phát triển nông thôn",
    ),
    ("Thông tư số 10/2020/TT-BVHTTDL của Bộ Văn hóa, Thể thao và Du lịch quy định", "Bộ Văn hóa, Thể thao và Du lịch"),
    (
        "Thông tư số 23/2003/TT-BLĐTBXH của Bộ Lao động - Thương binh và Xã hội và Thông tư số 5/2004/TT-BYT",
        "Bộ Lao động - Thương binh và Xã hội",
    ),
    ("Quyết định số 81/QĐ-UBND của Chủ tịch UBND tỉnh Nguyễn Văn Nam", "Chủ tịch UBND tỉnh"),
    ("Chỉ thị số 33/CT-TTg của Thủ tướng Chính phủ Phạm Minh Chính", "Thủ tướng Chính phủ"),
    (
        "Hướng dẫn số 78/HD-MTTW-BTT của Ban Thường trực UBTW MTTQ Việt Nam, Ủy ban MTTQ tỉnh",
        "Ban Thường trực UBTW MTTQ Việt Nam",
    ),
    ("Nghị quyết số 12/NQ-HĐND của Hội đồng nhân dân huyện Ba Vì khóa XX", "Hội đồng nhân dân huyện Ba Vì khóa XX"),
    ("Nghị quyết số 05-NQ/TU của tỉnh ủy khóa XVI", "tỉnh ủy khóa XVI"),
    ("Chỉ thị của Ban Bí thư số 15-CT/TW", "Ban Bí thư"),
    ("UBND tỉnh Lào Cai ban hành Kế hoạch số 12/KH-UBND", "UBND tỉnh Lào Cai"),
    ("Ban đã tham mưu Ban Thường vụ Huyện ủy ban hành Kế hoạch số 12-KH/HU", "Ban Thường vụ Huyện ủy"),
    ("Xét đề nghị của Sở Tài chính tại Tờ trình số 66/TTr-STC ngày 29/4/2008", "Sở Tài chính"),
    ("Ban Thường vụ Tỉnh ủy ban hành 09 văn bản, nổi bật là Kế hoạch số 148-KH/TU", "Ban Thường vụ Tỉnh ủy"),
    ("Tỉnh đoàn Quảng Nam vừa có Công văn số 77-CV/TĐTN", "Tỉnh đoàn Quảng Nam"),
    ("Theo Công văn số 409/UBND-TH, UBND thành phố yêu cầu các quận báo cáo", "UBND thành phố"),
    ("Công văn số 12/CV-BCĐ do Ban Chỉ đạo tỉnh ban hành", "Ban Chỉ đạo tỉnh"),
    ("Quy định 69-QĐ/TW về kỷ luật do Ban Chấp hành Trung ương ban hành", "Ban Chấp hành Trung ương"),
    (
        "Thông tư liên tịch số 176/1998/TTLT-BTC-BCN của liên Bộ Tài chính - Công nghiệp",
        "liên Bộ Tài chính - Công nghiệp",
    ),
    (
        "Thông tư liên tịch số 3/2006/TTLT-BTC-BNV-BYT của Bộ Tài chính, Bộ Nội vụ và Bộ Y tế về chế độ",
        "Bộ Tài chính, Bộ Nội vụ và Bộ Y tế",
    ),
    (
        "Thông tư liên tịch số 3/2006/TTLT-BTC-BNV của Bộ Tài chính và Bộ Nội vụ và Thông tư số 5/2007/TT-BTC",
        "Bộ Tài chính và Bộ Nội vụ",
    ),
    (
        "Nghị quyết 02/2018/NQ-HĐTP của Hội đồng Thẩm phán Tòa án nhân dân tối cao",
        "Hội đồng Thẩm phán Tòa án nhân dân tối cao",
    ),
    ("Hướng dẫn số 03/HD-LĐLĐ của Liên đoàn Lao động tỉnh Đồng Nai", "Liên đoàn Lao động tỉnh Đồng Nai"),
    (
        "NGHỊ QUYẾT SỐ 70/2025/UBTVQH15 NGÀY 07 THÁNG 02 NĂM 2025 CỦA ỦY BAN THƯỜNG VỤ QUỐC HỘI QUY ĐỊNH VỀ",
        "ỦY BAN THƯỜNG VỤ QUỐC HỘI",
    ),
    ("Quyết định số 12/QĐ-UBND của Chính phủ Quy định chi tiết", "Chính phủ"),
    ("Kế hoạch số 5-KH/BCĐ của Ban Chỉ đạo 35 Huyện ủy về", "Ban Chỉ đạo 35 Huyện ủy"),
    (
        "Kế hoạch số 5-KH/BCĐ của Ban Chỉ đạo phòng, chống tham nhũng, tiêu cực tỉnh Lai Châu về kiểm tra",
        "Ban Chỉ đạo phòng, chống tham nhũng, tiêu cực tỉnh Lai Châu",
    ),
    (
        "Kế hoạch số 5/KH-BCĐ của Ban Chỉ đạo thực hiện Quy chế dân chủ ở cơ sở huyện về kiểm tra",
        "Ban Chỉ đạo thực hiện Quy chế dân chủ ở cơ sở huyện",
    ),
    (
        "Công điện số 5/CĐ-BCĐ của Ban Chỉ đạo Quốc gia phòng, chống dịch Covid-19 về tiêm chủng",
        "Ban Chỉ đạo Quốc gia phòng, chống dịch Covid-19",
    ),
    (
        "Công văn 285/CCTTHC của Tổ công tác chuyên trách cải cách thủ tục hành chính của Thủ tướng Chính phủ về",
        "Tổ công tác chuyên trách cải cách thủ tục hành chính của Thủ tướng Chính phủ",
    ),
    (
        "Hướng dẫn số 5/HD-HĐPH của Hội đồng phối hợp phổ biến, giáo dục pháp luật tỉnh Bình Phước",
        "Hội đồng phối hợp phổ biến, giáo dục pháp luật tỉnh Bình Phước",
    ),
    (
        "Quyết định số 5/QĐ-HĐTĐ của Hội đồng Thi đua - Khen thưởng Trung ương về khen thưởng",
        "Hội đồng Thi đua - Khen thưởng Trung ương",
    ),
    (
        "Phương án số 7/PA-BCH của Ban Chỉ huy Phòng chống thiên tai và Tìm kiếm cứu nạn tỉnh Quảng Trị về",
        "Ban Chỉ huy Phòng chống thiên tai và Tìm kiếm cứu nạn tỉnh Quảng Trị",
    ),
    ("Nghị quyết số 4-NQ/ĐU của Đảng ủy Quân sự Trung ương về quốc phòng", "Đảng ủy Quân sự Trung ương"),
    (
        "Quy định số 5-QĐ/ĐUK của Đảng ủy Khối các cơ quan và doanh nghiệp tỉnh Hòa Bình về",
        "Đảng ủy Khối các cơ quan và doanh nghiệp tỉnh Hòa Bình",
    ),
    (
        "Quyết định 12/QĐ-ĐHSP của Hiệu trưởng Trường Đại học Sư phạm Hà Nội về",
        "Hiệu trưởng Trường Đại học Sư phạm Hà Nội",
    ),
    (
        "Quyết định số 3/QĐ-NHCS của Tổng Giám đốc Ngân hàng Chính sách xã hội về cho vay",
        "Tổng Giám đốc Ngân hàng Chính sách xã hội",
    ),
    ("Kế hoạch số 7/KH-TTYT của Trung tâm Y tế huyện phòng chống dịch", "Trung tâm Y tế huyện"),
    ("Nghị quyết số 5-NQ/ĐU của Đảng ủy xã Mỹ Xương nhấn mạnh việc", "Đảng ủy xã Mỹ Xương"),
    ("Kế hoạch số 12-KH/BCĐ của Ban Chỉ đạo thực hiện tốt công tác trên địa bàn tỉnh", "Ban Chỉ đạo"),
    ("thực hiện Nghị quyết số 18-NQ/TW, UBND tỉnh họp", None),
    ("Nghị quyết số 18-NQ/TW của cả hệ thống chính trị", None),
]


@pytest.mark.parametrize(("text", "expected"), ISSUERS, ids=str)
def test_issuer(text: str, expected: str | None) -> None:
    assert full_citations(text)[0].issuer == expected


TITLES = [
    ("Nghị quyết số 39-NQ/TW về tinh giản biên chế, trong đợt 1/2019 tỉnh đã làm", "tinh giản biên chế"),
    ("Quy chế số 22-QC/TU về công tác dân vận.", "công tác dân vận"),
    (
        "Quyết định số 1/QĐ-UBND ngày 5/1/2020 của UBND tỉnh về việc phê duyệt Đề án giảm nghèo; các sở",
        "phê duyệt Đề án giảm nghèo",
    ),
    (
        "Đề án số 06-ĐA/TU về “Nâng cao chất lượng, hiệu quả công tác dân vận”, các cấp",
        "Nâng cao chất lượng, hiệu quả công tác dân vận",
    ),
    ("Nghị quyết số 18-NQ/TW “Một số vấn đề về tiếp tục đổi mới”", "Một số vấn đề về tiếp tục đổi mới"),
    ('Chỉ thị số 05-CT/TW "Về đẩy mạnh học tập và làm theo"', "Về đẩy mạnh học tập và làm theo"),
    (
        "Nghị quyết số 18 của Ban Chấp hành Trung ương về 'Một số vấn đề về đổi mới, sắp xếp bộ máy' trên địa bàn",
        "Một số vấn đề về đổi mới, sắp xếp bộ máy",
    ),
    (
        "Quy định số 22-QĐ/TW về công tác kiểm tra, giám sát và kỷ luật của Đảng, thay thế Quy định số 30-QĐ/TW",
        "công tác kiểm tra, giám sát và kỷ luật của Đảng",
    ),
    (
        "Quy định 37-QĐ/TW về những điều đảng viên không được làm, thu hút 120 người",
        "những điều đảng viên không được làm",
    ),
    ("Chương trình số 07-CTr/HU về công tác trọng tâm và Công văn số 391-CV/TU", "công tác trọng tâm"),
    ("Công văn số 391-CV/TU về báo cáo sơ kết, Ban Dân vận báo cáo", "báo cáo sơ kết"),
    (
        "Kế hoạch số 148-KH/HU về thực hiện Kết luận số 43-KL/TW của Bộ Chính trị.",
        "thực hiện Kết luận số 43-KL/TW của Bộ Chính trị",
    ),
    (
        "Nghị định số 35/2025/NĐ-CP của Chính phủ quy định chức năng, nhiệm vụ và quyền hạn;",
        "quy định chức năng, nhiệm vụ và quyền hạn",
    ),
    ("Thông tư số 12/2020/TT-BTC của Bộ Tài chính hướng dẫn đăng ký tài khoản.", "hướng dẫn đăng ký tài khoản"),
    (
        "Chỉ thị số 15-CT/TU về nâng cao chất lượng công tác dân vận và các văn bản chỉ đạo của tỉnh",
        "nâng cao chất lượng công tác dân vận",
    ),
    (
        "Nghị định số 59/2023/NĐ-CP quy định chi tiết Luật Thực hiện dân chủ ở cơ sở (sau đây gọi tắt là Nghị định 59)",
        "quy định chi tiết Luật Thực hiện dân chủ ở cơ sở",
    ),
    (
        "Thông tư số 324/2016/TT-BTC quy định mục lục ngân sách đã được sửa đổi tại Thông tư số 93/2019/TT-BTC",
        "quy định mục lục ngân sách",
    ),
    (
        "QCVN 101:2025/BNNMT - Quy chuẩn kỹ thuật quốc gia về chất lượng hạt giống lúa thuần;",
        "chất lượng hạt giống lúa thuần",
    ),
    (
        "Thông tư số 43/2002/TT-BTC về việc hướng dẫn thực hiện Luật Giá số 16/2012/QH13 theo các\nquy định hiện hành.",
        "hướng dẫn thực hiện Luật Giá số 16/2012/QH13 theo các quy định hiện hành",
    ),
    (
        "Quyết định số 5/QĐ-UB của UBND tỉnh về ưu đãi đầu tư đối với một số lĩnh vực, ngành, nghề trên địa bàn",
        "ưu đãi đầu tư đối với một số lĩnh vực, ngành, nghề trên địa bàn",
    ),
    (
        "Chỉ thị số 05-CT/TW về học tập và làm theo tấm gương Hồ Chí Minh (Chỉ thị 05), các cấp công đoàn luôn",
        "học tập và làm theo tấm gương Hồ Chí Minh",
    ),
    (
        "Quy định 69-QĐ/TW về kỷ luật đảng viên vi phạm do Ban Chấp hành Trung ương ban hành ngày 06/7/2022.",
        "kỷ luật đảng viên vi phạm",
    ),
    ("Kế hoạch số 7/KH-UBND về thực hiện Đề án và để việc thực hiện được đầy đủ", "thực hiện Đề án"),
    ("Nghị quyết Trung ương 4 khóa XII về xây dựng và chỉnh đốn Đảng;", "xây dựng và chỉnh đốn Đảng"),
    ("Quyết định số 5/QĐ-UBND ban hành ngày 3/2/2020 của UBND tỉnh", None),
    ("theo quy định tại Nghị định số 5/2020/NĐ-CP quy định tại Điều 7", None),
    ("Luật Đất đai quy định về giá đất", None),
]


@pytest.mark.parametrize(("text", "expected"), TITLES, ids=str)
def test_title(text: str, expected: str | None) -> None:
    assert full_citations(text)[0].title == expected


def test_list_shares_issuer_and_date_written_once() -> None:
    first, second = full_citations("các Quyết định số 217-QĐ/TW, 218-QĐ/TW ngày 12/12/2013 của Bộ Chính trị")
    assert (first.issuer, first.date) == (second.issuer, second.date) == ("Bộ Chính trị", date(2013, 12, 12))


def test_same_day_is_the_day_of_the_one_before_too() -> None:
    first, second = full_citations(
        "giám sát theo Quyết định 217-QĐ/TW; góp ý theo Quyết định số 218-QĐ/TW, cùng ngày 12/12/2013 của Bộ Chính trị"
    )
    assert (first.issuer, first.date) == (second.issuer, second.date) == ("Bộ Chính trị", date(2013, 12, 12))


def test_list_with_its_own_type_words_shares_the_issuer_of_one_symbol() -> None:
    first, second = full_citations("Quyết định số 217-QĐ/TW; Quyết định số 218-QĐ/TW của Bộ Chính trị")
    assert first.issuer == second.issuer == "Bộ Chính trị"


def test_issuer_of_another_symbol_is_not_shared() -> None:
    first, second = full_citations("Chỉ thị số 15-CT/TU và Hướng dẫn số 06-HD/BTCTW của Ban Tổ chức Trung ương")
    assert (first.issuer, second.issuer) == (None, "Ban Tổ chức Trung ương")


def test_title_written_once_belongs_to_each_member() -> None:
    first, second = full_citations("Quyết định số 213-QĐ/TU và Quy chế số 22-QC/TU về công tác dân vận.")
    assert first.title == second.title == "công tác dân vận"


YEARS = [
    ("Pháp lệnh 34 năm 2007", 2007),
    ("Nghị quyết 19-NQ/TW năm 2022", 2022),
    ("Quy định 47-QĐ/TW năm 2011", 2011),
    ("Luật Tố cáo 2018", 2018),
    ("Nghị quyết 19-NQ/TW giai đoạn 2021-2025", None),
]


@pytest.mark.parametrize(("text", "expected"), YEARS, ids=str)
def test_year(text: str, expected: int | None) -> None:
    assert full_citations(text)[0].year == expected


PINPOINTS = [
    ("theo điểm đ khoản 2 Điều 5 Chương II Nghị định số 30/2020/NĐ-CP", "điểm đ khoản 2 Điều 5 Chương II"),
    ("khoản 2, 3 và 5 Điều 7 của Luật Đất đai", "khoản 2, 3 và 5 Điều 7"),
    ("các điểm a, b, đ và e khoản 1 Điều 12 Luật Nhà ở", "các điểm a, b, đ và e khoản 1 Điều 12"),
    ("tại Điều 5, khoản 2 của Quyết định số 5/QĐ-UBND", "Điều 5, khoản 2"),
    ("Điều 4a Luật Giá", "Điều 4a"),
    ("Bãi bỏ chương III Nghị định số 08/2018/NĐ-CP", "chương III"),
    ("Mục I, phần B Thông tư số 5/2004/TT-BTC", "Mục I, phần B"),
    ("Phụ lục III ban hành kèm theo Nghị định số 37/2024/NĐ-CP", "Phụ lục III"),
    ("từ Điều 5 đến Điều 9 Luật Giá", "Điều 5 đến Điều 9"),
    ("khoản 11, khoản 12 Điều 1 Luật Thủ đô", "khoản 11, khoản 12 Điều 1"),
    ("Nghị định số 30/2020/NĐ-CP, Điều 8", "Điều 8"),
    ("Nghị định số 30/2020/NĐ-CP, Điều 8 Luật Giá", None),
    ("Quy chế số 9-QC/TU ngày 28/12/2021 của Tỉnh ủy, trọng tâm là khoản 2 Điều 6", "khoản 2 Điều 6"),
    ("theo Nghị định số 30/2020/NĐ-CP tại Điều 8", "Điều 8"),
    ("Luật Giá (Điều 5, Điều 6)", "Điều 5, Điều 6"),
    ("thực hiện Luật Giá", None),
    ("Điều 5 quy định như sau. Luật Giá", None),
]


@pytest.mark.parametrize(("text", "expected"), PINPOINTS, ids=str)
def test_pinpoint(text: str, expected: str | None) -> None:
    assert full_citations(text)[0].pinpoint == expected
