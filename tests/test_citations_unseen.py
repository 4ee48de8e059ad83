"""Kinds of mention that unseen texts brought up: numbers before verbs, odd places of the year, far cues."""

from __future__ import annotations

import pytest

from extractors.model import Citation
from tests.marked import cases, full_citations, read_marked

MENTIONS = {
    "a number before a verb that begins like a counted noun": [
        ("⟦Kết luận 118⟧ điều chỉnh cách tính điểm thi đua.", ["Kết luận #118"]),
        ("⟦Nghị quyết 46⟧ điều hành ngân sách năm tới có nhiều điểm mới.", ["Nghị quyết #46"]),
        ("⟦Nghị quyết 71⟧ con số phấn đấu nào là khó nhất?", ["Nghị quyết #71"]),
        ("⟦Chỉ thị 19⟧ bước đầu đi vào cuộc sống.", ["Chỉ thị #19"]),
        ("⟦Quyết định 35⟧ điều động cán bộ giữa hai cơ quan.", ["Quyết định #35"]),
        ("⟦Chỉ thị 27⟧ lần này nhắc đến tận thôn.", ["Chỉ thị #27"]),
        ("Ban hành 35 quyết định điều động cán bộ.", []),
        ("Nghị quyết 12 điều khoản đã thông qua.", []),
    ],
    "a number before the name of a place or a body": [
        ("Tổ giúp việc ⟦Đề án 06⟧ huyện Bảo Thắng họp phiên đầu.", ["Đề án #6"]),
        ("Tổ công tác ⟦Đề án 06⟧ xã Minh Tân rà soát dữ liệu.", ["Đề án #6"]),
        ("Tổ công tác ⟦Đề án 06⟧ tỉnh Sơn La đã phân công.", ["Đề án #6"]),
        ("Ban Chỉ đạo chuyển đổi số và ⟦Đề án 06⟧ phường Tân Lập báo cáo.", ["Đề án #6"]),
        ("Tổ công tác ⟦Đề án 06⟧ Chính phủ kết luận.", ["Đề án #6"]),
        ("Triển khai Đề án 12 xã nông thôn mới.", []),
        ("Đề án 06 tỉnh miền núi phía Bắc.", []),
    ],
    "a list of kinds with their counts": [
        ("Đã ban hành 40 văn bản (chỉ thị: 02; nghị quyết: 05; kết luận: 10).", []),
        ("Trong quý ra kế hoạch: 12, hướng dẫn: 06, thông báo: 41.", []),
        ("Số văn bản: quyết định: 20; công văn: 33.", []),
        ("Nghị quyết: 14, Chương trình: 22.", []),
        ("- Kế hoạch: 15\n- Báo cáo: 27\n- Kết luận: 11", []),
        ("Thực hiện ⟦Kết luận: 14-KL/TW⟧ về bảo vệ cán bộ.", ["Kết luận 14-KL/TW"]),
    ],
    "a year behind a bracket": [
        ("Triển khai ⟦Luật Nhà ở (sửa đổi) năm 2023⟧ tại cơ sở.", ["Luật 2023"]),
        ("Góp ý ⟦Luật Công đoàn (sửa đổi) 2024⟧ trước kỳ họp.", ["Luật 2024"]),
        ("Từ khi ⟦Luật Thanh tra (sửa đổi) năm 2022⟧ có hiệu lực.", ["Luật 2022"]),
        ("Học tập ⟦Luật Thủ đô (sửa đổi) năm 2024⟧.", ["Luật 2024"]),
        ("Phổ biến ⟦Luật Bảo hiểm xã hội (sửa đổi) năm 2024⟧.", ["Luật 2024"]),
        ("Bàn về ⟦Luật Đất đai⟧ (sửa đổi) trong năm 2023.", ["Luật"]),
    ],
    "an issuer between the type and the number": [
        ("Căn cứ ⟦Nghị định của Chính phủ số 74/CP⟧ ngày 30/9/1993.", ["Nghị định 74/CP"]),
        ("Thi hành ⟦Quyết định của Thủ tướng Chính phủ số 327/TTg⟧ năm 1992.", ["Quyết định 327/TTg"]),
        ("Theo ⟦Chỉ thị của Ban Bí thư số 15-CT/TW⟧ ngày 20/5/1985.", ["Chỉ thị 15-CT/TW"]),
        ("Theo ⟦Nghị quyết của Hội đồng Bộ trưởng số 16/HĐBT⟧ ngày 8/2/1982.", ["Nghị quyết 16/HĐBT"]),
        ("Căn cứ ⟦Quyết định của Ủy ban nhân dân tỉnh số 412/QĐ-UB⟧ ngày 3/4/1997.", ["Quyết định 412/QĐ-UB"]),
    ],
    "spaces around the separators of old symbols": [
        ("Theo ⟦Chỉ thị số: 14 / UB-CT⟧ ngày 6/3/1990 của UBND tỉnh.", ["Chỉ thị 14/UB-CT"]),
        ("Theo ⟦Quyết định số 88 / QĐ-UB⟧ ngày 6/3/1992.", ["Quyết định 88/QĐ-UB"]),
        ("Theo ⟦Thông tư số 09 / TT-LB⟧ ngày 6/3/1992.", ["Thông tư 09/TT-LB"]),
        ("Theo ⟦Nghị định số 35 / CP⟧ ngày 8/7/1993.", ["Nghị định 35/CP"]),
        ("Theo ⟦Quyết định số 21 - QĐ / TU⟧ ngày 8/7/1993.", ["Quyết định 21-QĐ/TU"]),
    ],
    "no quotation of a rule is a titled document": [
        ("⟦Luật Giá⟧ quy định “mức giá bán lẻ không được cao hơn giá niêm yết tại quầy”.", ["Luật"]),
        ("Bộ kết luận “việc chi sai chế độ là có thật và phải thu hồi” trong tháng.", []),
        ("Luật này năm 2012 quy định “người lao động được nghỉ ít nhất 12 ngày làm việc”.", []),
        ("Nhà máy quy định “công nhân đeo thẻ khi vào ca làm việc”.", []),
        ("Công ty hướng dẫn “khách hàng đổi trả trong vòng bảy ngày làm việc”.", []),
        ("Thực hiện ⟦Quy định “Chuẩn mực đạo đức của cán bộ, đảng viên tỉnh”⟧.", ["Quy định (titled)"]),
    ],
    "a letter that a scan misread in số": [
        ("được quy định tại ⟦Hướng dẫn sổ 06-HD/BTCTW⟧.", ["Hướng dẫn 06-HD/BTCTW"]),
        ("Căn cứ ⟦Quyết định sổ 118/QĐ-UBND⟧ ngày 4/5/2021.", ["Quyết định 118/QĐ-UBND"]),
        ("Căn cứ ⟦Nghị quyết sồ 22-NQ/TW⟧.", ["Nghị quyết 22-NQ/TW"]),
        ("Thực hiện ⟦Chỉ thị só 12-CT/TU⟧.", ["Chỉ thị 12-CT/TU"]),
        ("Thực hiện ⟦Kế hoạch sô 51-KH/HU⟧.", ["Kế hoạch 51-KH/HU"]),
    ],
}


@pytest.mark.parametrize(("marked", "expected"), cases(MENTIONS))
def test_mention_is_found_where_it_stands(marked: str, expected: list[str]) -> None:
    found, identities = read_marked(marked)
    if "⟦" in marked or not expected:
        assert found == marked
    assert identities == expected


YEARS = [
    ("Tải file Quyết định 655/QĐ-TTg 2024 quy hoạch cảng cá", 2024),
    ("Toàn văn Nghị quyết 57-NQ/TW 2024 đột phá phát triển khoa học", 2024),
    ("Xem Kế hoạch 142/KH-UBND 2025 phòng chống thiên tai", 2025),
    ("Mẫu đơn theo Thông tư 11/TT-BTC 2022 hướng dẫn kê khai", 2022),
    ("Đã có Chỉ thị 24-CT/TW 2023 về bảo tồn", 2023),
    ("Kế hoạch 142/KH-UBND 2025 hộ tham gia", None),
]


@pytest.mark.parametrize(("text", "year"), YEARS, ids=[row[0] for row in YEARS])
def test_year_behind_the_code(text: str, year: int | None) -> None:
    assert [citation.year for citation in full_citations(text)] == [year]


RELATIONS = {
    "bám": [
        ("Các chi hội bám Nghị quyết số 21-NQ/ĐU để làm.", ["implements"]),
        ("Cán bộ luôn bám sát Kế hoạch số 30-KH/HU.", ["implements"]),
        ("Bám theo Đề án số 02-ĐA/TU, các xã vào cuộc.", ["implements"]),
        ("Ban bám chắc Chỉ thị số 40-CT/TW, Kết luận số 06-KL/TW.", ["implements", "implements"]),
        ("Huyện bám vào Quyết định số 36/QĐ-TTg để xây dựng.", ["implements"]),
        ("Các đội bám nắm địa bàn; Kế hoạch số 30-KH/HU được phổ biến.", ["mentions"]),
    ],
    "điều chỉnh, with the amending document as its subject": [
        ("Công văn 60 điều chỉnh Chỉ thị 15 về mùa vụ.", ["mentions", "amends"]),
        ("Quyết định số 91/QĐ-UBND điều chỉnh Quyết định số 80/QĐ-UBND.", ["mentions", "amends"]),
        ("Tỉnh điều chỉnh, bổ sung Kế hoạch số 80/KH-UBND.", ["amends"]),
        ("Sở trình điều chỉnh Nghị quyết số 44/NQ-HĐND.", ["amends"]),
        ("UBND huyện đã điều chỉnh Chỉ thị 16 cho sát tình hình.", ["amends"]),
        ("Điều chỉnh dự toán theo Quyết định số 80/QĐ-UBND.", ["implements"]),
    ],
    "what stands at (tại) a document is not carried out by another verb": [
        ("Sở thực hiện rà soát 12 thủ tục tại Quyết định số 51/QĐ-UBND.", ["mentions"]),
        ("Đoàn triển khai kiểm tra các nội dung nêu tại Báo cáo số 90/BC-UBND.", ["mentions"]),
        ("Ban thực hiện đánh giá bộ chỉ số tại Quyết định số 77/QĐ-BNV.", ["mentions"]),
        ("Xã triển khai đối chiếu danh sách tại Thông báo số 12/TB-SYT.", ["mentions"]),
        ("Phòng thực hiện thống kê mẫu biểu tại Công văn số 33/SNV-CCVC.", ["mentions"]),
        ("Xã thực hiện nghiêm các nội dung tại Công văn số 33/SNV-CCVC.", ["implements"]),
        ("Thực hiện nhiệm vụ tại Kế hoạch số 20-KH/TU.", ["implements"]),
    ],
    "a project in the name of a body": [
        ("Theo chỉ đạo của Tổ công tác Đề án 06 Chính phủ, huyện đã họp.", ["mentions"]),
        ("Ban Chỉ đạo chuyển đổi số và Đề án 06 huyện Tam Đường yêu cầu.", ["mentions"]),
        ("Thực hiện kết luận của Ban Điều hành Đề án 06 xã Minh Tân.", ["mentions"]),
        ("Triển khai ý kiến của Tổ giúp việc Đề án 06 huyện Bảo Thắng.", ["mentions"]),
        ("Quán triệt thông báo của Ban Chỉ đạo thực hiện Đề án 06.", ["mentions"]),
        ("Huyện triển khai Đề án 06 từ đầu năm.", ["implements"]),
    ],
    "after a document came into being": [
        ("Câu lạc bộ ra đời sau khi có Chỉ thị số 18-CT/HU.", ["mentions"]),
        ("Từ khi có Nghị quyết số 05-NQ/ĐU, thôn đổi thay.", ["mentions"]),
        ("Trước khi có Quyết định số 25/QĐ-TTg, xã chỉ đạt 5 tiêu chí.", ["mentions"]),
        ("Kể từ khi có Luật Hợp tác xã năm 2012, số lượng tăng.", ["mentions"]),
        ("Khi có Kết luận số 70-KL/TU, các ban mới họp.", ["mentions"]),
        ("Tỉnh đã có Chỉ thị số 18-CT/TU yêu cầu rà soát.", ["issues"]),
    ],
    "issued, said behind the mention": [
        ("Mọi việc bắt đầu từ Đề án số 03-ĐA/HU của Huyện ủy, ban hành cuối năm trước.", ["issues"]),
        ("Nhờ Nghị quyết số 09-NQ/ĐU, ban hành đầu nhiệm kỳ, đường đã mở.", ["issues"]),
        ("Công văn số 77/UBND-NV của UBND tỉnh ban hành hôm qua.", ["issues"]),
        ("Chỉ thị số 20-CT/TU vừa được ban hành.", ["issues"]),
        ("Kế hoạch số 64/KH-UBND của UBND huyện, ban hành hồi tháng Ba, nêu rõ.", ["issues"]),
    ],
    "what a document lays down": [
        ("Mức vay vượt quá quy định của Luật Ngân sách nhà nước.", ["mentions"]),
        ("Việc chi không đúng quy định của Luật Kế toán.", ["mentions"]),
        ("Hoạt động khoa học quy định tại Điều 6 Luật Chăn nuôi 2018;", ["mentions"]),
        ("Biểu mẫu được quy định tại Hướng dẫn số 12-HD/BTCTW.", ["mentions"]),
        ("Định mức đã quy định tại Thông tư số 08/2020/TT-BTC.", ["mentions"]),
        ("Thực hiện quy định tại Thông tư số 08/2020/TT-BTC.", ["implements"]),
        ("theo quy định tại Thông tư số 08/2020/TT-BTC", ["implements"]),
    ],
    "what is asked in a submission": [
        ("Theo đề xuất của Giám đốc Sở Y tế tại Tờ trình số 45/TTr-SYT", ["mentions"]),
        ("Theo đề nghị của Chánh Văn phòng tại Tờ trình số 12/TTr-VP", ["mentions"]),
        ("Xét đề xuất của Sở Nội vụ tại Tờ trình số 88/TTr-SNV", ["mentions"]),
        ("Trên cơ sở xem xét Tờ trình số 113/TTr-CP", ["mentions"]),
        ("theo đề xuất của UBND xã tại Công văn số 31/UBND", ["mentions"]),
    ],
    "a breach of a rule": [
        ("làm căn cứ bố trí vốn; Huy động vốn vượt mức quy định của Luật Ngân sách nhà nước", ["mentions"]),
        ("chi bổ sung ngoài dự toán không đúng quy định của Luật Ngân sách nhà nước", ["mentions"]),
        ("thu phí trái quy định của Luật Phí và lệ phí", ["mentions"]),
        ("sử dụng đất sai quy định của Luật Đất đai", ["mentions"]),
        ("đấu thầu chưa đúng quy định tại Nghị định số 63/2014/NĐ-CP", ["mentions"]),
    ],
    "years in a bracket inside a review": [
        ("Đề án tổng kết 15 năm (2002 - 2017) thực hiện Nghị quyết Trung ương 5 khóa IX", ["reviews"]),
        ("sơ kết 3 năm (2019 - 2021) thực hiện Chỉ thị số 22-CT/TU", ["reviews"]),
    ],
    "an instrument inside a bracket": [
        (
            "cho phù hợp với Luật Thực hiện dân chủ ở cơ sở (thay thế Pháp lệnh 34) và Quy chế số 12-QC/TU",
            ["mentions", "replaces", "mentions"],
        ),
        (
            "Thực hiện Nghị định số 30/2020/NĐ-CP (thay thế Nghị định số 110/2004/NĐ-CP) và Thông tư số 01/2011/TT-BNV",
            ["implements", "replaces", "implements"],
        ),
        (
            "theo Quyết định số 21/QĐ-UBND (sửa đổi Quyết định số 11/QĐ-UBND), Kế hoạch số 40/KH-UBND",
            ["implements", "amends", "implements"],
        ),
        (
            "Quán triệt Quy định số 37-QĐ/TW (thay thế Quy định số 47-QĐ/TW) và Hướng dẫn số 02-HD/UBKTTW",
            ["implements", "replaces", "implements"],
        ),
        (
            "tuyên truyền Luật Đất đai năm 2024 (thay Luật Đất đai năm 2013) và Luật Nhà ở năm 2023",
            ["mentions", "replaces", "mentions"],
        ),
    ],
    "what a relative clause amends": [
        (
            "theo Nghị định số 15/2023/NĐ-CP, sửa đổi, bổ sung một số điều trong Nghị định số 90/2016/NĐ-CP",
            ["implements", "amends"],
        ),
        (
            "theo Thông tư số 10/2021/TT-BYT sửa đổi một số điều trong Thông tư số 05/2015/TT-BYT",
            ["implements", "amends"],
        ),
        (
            "Tại Quyết định số 15/QĐ-UBND sửa đổi một số nội dung trong Quyết định số 10/QĐ-UBND",
            ["mentions", "amends"],
        ),
        ("bổ sung một số điểm trong Quy chế số 04-QC/HU", ["amends"]),
        ("sửa đổi, bổ sung một số điều tại Nghị định số 90/2016/NĐ-CP", ["amends"]),
    ],
}
RELATION_ROWS = [(text, expected) for table in RELATIONS.values() for text, expected in table]


@pytest.mark.parametrize(("text", "expected"), RELATION_ROWS, ids=[row[0] for row in RELATION_ROWS])
def test_relation_by_its_cue(text: str, expected: list[str]) -> None:
    assert [citation.relation.value for citation in full_citations(text)] == expected


def _first(text: str) -> Citation:
    return full_citations(text)[0]


ISSUERS = [
    ("Theo Thông tư số 12/2025/TT-BYT vừa được Bộ Y tế ban hành, mức phí giảm.", "Bộ Y tế"),
    ("Quyết định số 77/QĐ-BTC mới được Bộ Tài chính ban hành ngày 3/4/2024.", "Bộ Tài chính"),
    ("Nghị định số 20/2024/NĐ-CP do Chính phủ ban hành.", "Chính phủ"),
    ("Thông tư liên tịch số 11/2015/TTLT-BYT-BTC ngày 3/4/2015 của Bộ Y tế và Bộ Tài chính bước 1 áp dụng.",
     "Bộ Y tế và Bộ Tài chính"),
    ("Kế hoạch số 12-KH/HU của Huyện ủy giai đoạn 2 tiếp tục.", "Huyện ủy"),
    ("Chỉ thị số 04/CT-UBND đã được UBND tỉnh ban hành.", "UBND tỉnh"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "issuer"), ISSUERS, ids=[row[0] for row in ISSUERS])
def test_issuer(text: str, issuer: str) -> None:
    assert _first(text).issuer == issuer


TITLES = [
    ("Quyết định số 71-QĐ/HU của Huyện ủy về ban hành bộ tiêu chí chấm điểm (thang 120 điểm) được áp dụng.",
     "ban hành bộ tiêu chí chấm điểm"),
    ("Đưa nội dung Quy định số 37-QĐ/TW (25/10/2021) về những điều đảng viên không được làm vào sinh hoạt chi bộ.",
     "những điều đảng viên không được làm"),
    ("Thông tư số 06/2020/TT-BCT ngày 2/3/2020 của Bộ Công Thương quy định về đấu giá xe máy đã qua sử dụng.",
     "quy định về đấu giá xe máy đã qua sử dụng"),
    ("Nghị định số 08/2019/NĐ-CP về quản lý thiết bị y tế đã qua sử dụng.", "quản lý thiết bị y tế đã qua sử dụng"),
    ("Kế hoạch số 18-KH/TU về học tập đạo đức Hồ Chí Minh đã được triển khai.", "học tập đạo đức Hồ Chí Minh"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "title"), TITLES, ids=[row[0] for row in TITLES])
def test_title_ends_where_it_ends(text: str, title: str) -> None:
    assert _first(text).title == title
