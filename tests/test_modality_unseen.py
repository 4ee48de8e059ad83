"""Modality on kinds of sentence that unseen texts brought up: rules and tariffs, earlier years, titles, directives."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.citations.find import find_citations
from extractors.figures.find import find_figures
from extractors.layout.find import find_sections
from extractors.model import Metadata, Period

RULES = {
    "a tariff": [
        ("Theo quy định mới, lệ phí cấp thẻ là 120.000 đồng/thẻ.", ["target"]),
        ("Mức phí thẩm định được áp dụng như sau: dự án nhóm A là 30 triệu đồng/dự án.", ["target"]),
        ("Giá vé vào cổng: người lớn 40.000 đồng/vé, học sinh 20.000 đồng/vé.", ["target", "target"]),
        ("Phụ cấp của trưởng thôn là 1,5 triệu đồng/tháng.", ["target"]),
        ("Người vi phạm bị phạt tiền 3 triệu đồng.", ["target"]),
        ("Đã thu lệ phí 320 triệu đồng.", ["actual"]),
        ("Trong quý, cảnh sát giao thông xử phạt 214 trường hợp, nộp ngân sách 520 triệu đồng.", ["actual", "actual"]),
    ],
    "what a rule lays down": [
        ("Nghị định quy định hộ trồng rừng được vay 90 triệu đồng/hộ, lãi suất 4%/năm.", ["target", "target"]),
        ("Thông tư quy định hộ nghèo được hỗ trợ 50% phí.", ["target"]),
        ("Luật quy định “mức đóng không thấp hơn 5% tiền lương”.", ["target"]),
        ("Theo hương ước, quỹ thôn giữ 70% tiền thuê ao, nộp xã 30%.", ["target", "target"]),
        ("Hộ gia đình được bán điện dư không vượt quá 20% sản lượng.", ["target"]),
        ("Tổ chức thu được để lại 85% số phí; phần còn lại, tương đương 15%, nộp ngân sách.", ["target", "target"]),
        ("Doanh nghiệp được miễn thuê đất và giảm 40% tiền sử dụng khu vực biển trong 9 năm.", ["target"]),
        ("Công an huyện phát hiện 12 vụ vi phạm quy định về phòng cháy.", ["actual"]),
        ("Kiểm tra 30 hộ theo quy định của Nghị định số 91/2022/NĐ-CP.", ["actual"]),
    ],
    "an article that tells a rule": [
        (
            "Theo Nghị quyết số 8/2023/NQ-HĐND, hộ nuôi ong được hỗ trợ 2 triệu đồng/đàn. Mỗi hộ được cấp 5 đàn.",
            ["target", "target"],
        ),
        (
            "Trả lời: Theo Thông tư số 11/2024/TT-BTC, người đổi bằng nộp lệ phí 90.000 đồng; cấp lại 60.000 đồng.",
            ["target", "target"],
        ),
        (
            "Theo Quyết định số 12/QĐ-UBND, trạm bơm phải trực 3 ca. Hiện huyện có 14 trạm bơm.",
            ["target", "actual"],
        ),
        ("Theo Nghị quyết số 8/2023/NQ-HĐND, đến nay tỉnh đã hỗ trợ 300 hộ, mức 2 triệu đồng/hộ.", ["actual"] * 2),
        ("Theo Thông tư số 9/2022/TT-BTC, huyện giao 40 km kênh cho 6 xã.", ["actual", "actual"]),
    ],
    "what was given is no longer told behind a deed": [
        ("Năm 2022 xã được giao 40 hộ, vận động 46 hộ.", ["target", "actual"]),
        ("Được giao 90 tỷ đồng, giải ngân 71 tỷ đồng, đạt 79%.", ["target", "actual", "actual"]),
        ("Được giao 90 tỷ đồng, trong đó vốn tỉnh 30 tỷ đồng.", ["target", "target"]),
        ("Tới năm 2030 sẽ giảm 2 xã, ông Hà cho biết hiện toàn huyện có 14 xã.", ["target", "actual"]),
        (
            "03 đơn vị chưa đạt chỉ tiêu 95%; 4 cán bộ hợp đồng phải nghỉ việc, 6 máy hỏng.",
            ["actual", "target"] + ["actual"] * 2,
        ),
        ("Đã có 9 đơn vị đạt tối đa 20 điểm.", ["actual", "actual"]),
        ("Giá sàn 2 USD/kg, cao gấp 3 lần kỳ trước (0,6 USD/kg).", ["actual", "actual", "previous"]),
    ],
    "a heading on what people asked for": [
        ("3. Về phản ánh, kiến nghị: dân gửi 12 phản ánh qua ứng dụng, đã trả lời 11 phản ánh.", ["actual", "actual"]),
        ("4. Kiến nghị: tỉnh bổ sung 15 biên chế.", ["target"]),
    ],
    "a budget that is given": [
        ("HĐND tỉnh giao dự toán thu năm 2015 là 900 tỷ đồng.", ["target"]),
        ("Dự toán chi được giao là 126 tỷ đồng, thực chi 120 tỷ đồng.", ["target", "actual"]),
        ("Tổng kinh phí dự toán 14 tỷ đồng.", ["target"]),
        ("Dự toán bố trí 42 tỷ đồng.", ["target"]),
        ("Công trình có tổng mức đầu tư dự kiến 18 tỷ đồng.", ["target"]),
        ("Thu ngân sách đạt 910 tỷ đồng, bằng 101% dự toán.", ["actual", "actual"]),
    ],
    "bands and scales of marks": [
        ("Từ 90 đến dưới 100 điểm xếp loại: Xuất sắc.", ["target"]),
        ("Sản phẩm được 90 điểm thì xếp năm sao.", ["target"]),
        ("Điểm tối đa 18 điểm.", ["target"]),
        ("Dưới 50 điểm: loại yếu.", ["target"]),
        ("Sở đạt 92 điểm, xếp loại xuất sắc.", ["actual"]),
    ],
}
PREVIOUS = {
    "the old level of a movement": [
        ("Tỷ lệ giảm dần từ mức 6,1% xuống mức 3,2%.", ["previous", "actual"]),
        ("Huyện đã sắp xếp từ 9 xã còn 4 đơn vị cấp xã.", ["previous", "actual"]),
        ("Số thôn giảm từ 120 thôn xuống còn 86 thôn.", ["previous", "actual"]),
        ("Thu nhập tăng từ 28 triệu đồng lên 35 triệu đồng.", ["previous", "actual"]),
        ("Độ phủ nâng từ mức 71% lên mức 88%.", ["previous", "actual"]),
    ],
    "the level compared with": [
        ("Giá dầu ở mức 60 USD/thùng, cao hơn nhiều so với mức 45 USD/thùng của năm 2016.", ["actual", "previous"]),
        ("Sản lượng 300 tấn, thấp hơn so với mức 340 tấn của vụ trước.", ["actual", "previous"]),
        ("Điểm bình quân đạt 84,6 điểm, trong khi năm trước là 82,3 điểm.", ["actual", "previous"]),
        ("Khởi tố 04 vụ, trong khi ba tháng này của năm 2019 là 02 vụ.", ["actual", "previous"]),
        ("Mùa này cháy 5 vụ, còn mùa khô năm 2016 là 14 vụ.", ["actual", "previous"]),
    ],
    "an earlier year in its own sentence": [
        ("Trước năm 2019, bình quân mỗi năm thị xã mở được 4 cuộc.", ["previous"]),
        ("Năm 2017, 58 tổ chức đạt trong sạch, vững mạnh.", ["previous"]),
        ("Năm 2011, 26 trạm bơm bị hỏng; nay chỉ còn 4 trạm bơm.", ["previous", "actual"]),
        ("Năm 2015 có 120 lượt khám; năm 2020 có 190 lượt khám.", ["previous", "actual"]),
        ("Đến năm 2015, toàn tỉnh có 1.200 lượt; năm 2020 có 1.500 lượt.", ["previous", "actual"]),
        ("Năm 2020, huyện mở 12 lớp.", ["actual"]),
    ],
    "an earlier year set against what was told": [
        (
            "Trong khi đó, năm 2014 khởi tố mới 256 vụ, 593 bị can; truy tố 329 vụ.",
            ["previous", "previous", "previous"],
        ),
        ("Trong khi năm 2018, huyện mở 4 lớp.", ["previous"]),
        ("Còn năm 2019 là 14 vụ.", ["previous"]),
        ("Trong khi đó, năm 2020 khởi tố mới 120 vụ.", ["actual"]),
        ("So với 15 chỉ tiêu theo nghị quyết, dự kiến vượt 4 chỉ tiêu.", ["actual", "actual"]),
    ],
    "a bracket that dates the time compared with": [
        (
            "Có 221 đơn thuộc thẩm quyền, so với cùng kỳ giảm 198 đơn (6 tháng đầu năm 2019 có 419 đơn).",
            ["actual", "actual", "previous"],
        ),
        ("Sản lượng tăng 3,5% so với cùng kỳ năm trước (cùng kỳ tăng 2,8%).", ["actual", "previous"]),
        ("Tiếp 85 lượt, tăng 10 lượt so với năm trước (năm 2019: 75 lượt).", ["actual", "actual", "previous"]),
        (
            "Thu 40 tỷ đồng, so với cùng kỳ tăng 6 tỷ đồng (quý I năm 2019 thu 34 tỷ đồng).",
            ["actual", "actual", "previous"],
        ),
        (
            "Kiểm tra 27 đảng viên, tăng 12 so với năm 2019 (trong đó có 20 cấp ủy viên).",
            ["actual", "actual", "actual"],
        ),
    ],
    "a bracket behind the year that is surpassed": [
        ("Tổ chức 214 cuộc, nhiều hơn cả năm 2018 (188 cuộc, 13.900 lượt người).", ["actual", "previous", "previous"]),
        ("Kết nạp 60 đảng viên, ít hơn năm trước (72 đảng viên).", ["actual", "previous"]),
        ("Thu 40 tỷ đồng, cao hơn cùng kỳ (34 tỷ đồng).", ["actual", "previous"]),
        ("Xảy ra 12 vụ, thấp hơn năm 2019 (15 vụ, 4 người chết).", ["actual", "previous", "previous"]),
        ("Mở 12 lớp, nhiều hơn năm 2019 (tăng 2 lớp).", ["actual", "actual"]),
    ],
    "where a way began": [
        ("Từ chỗ chỉ có 3 mô hình, đến nay toàn huyện đã có 45 mô hình.", ["previous", "actual"]),
        (
            "Từ chỗ bình quân mỗi xã chỉ đạt 2 tiêu chí năm 2010, đến nay mỗi xã đạt 15 tiêu chí.",
            ["previous", "actual"],
        ),
        ("Từ chỗ có 40% hộ nghèo, nay xã chỉ còn 5%.", ["previous", "actual"]),
        ("Từ chỗ mỗi năm kết nạp 12 đảng viên, năm nay chi bộ kết nạp 30 đảng viên.", ["previous", "actual"]),
        ("Từ chỗ 8 thôn chưa có điện, đến nay 100% thôn có điện.", ["previous", "actual"]),
    ],
    "how much more or fewer": [
        ("Có 47 hộ bị thu hồi sổ, nhiều hơn năm trước 9 hộ.", ["actual", "actual"]),
        ("Số buổi là 212 buổi, thấp hơn cùng kỳ năm ngoái 18 buổi.", ["actual", "actual"]),
        ("Kết nạp 60 đảng viên, ít hơn năm trước 5 đảng viên.", ["actual", "actual"]),
        ("Thu 40 tỷ đồng, cao hơn cùng kỳ 6 tỷ đồng.", ["actual", "actual"]),
        ("Xảy ra 12 vụ, tăng so với cùng kỳ 3 vụ.", ["actual", "actual"]),
    ],
}
NOUNS = {
    "a word of requests that is a noun": [
        ("Tổng số kiến nghị nhận được là 61 kiến nghị.", ["actual"]),
        ("Tổng số kiến nghị của cử tri là 48 kiến nghị.", ["actual"]),
        ("Số thủ tục đề nghị sửa đổi là 09 thủ tục.", ["actual"]),
        ("Số đơn đề nghị nhận được: 32 đơn.", ["actual"]),
        ("Tiếp nhận 726 phản ánh, kiến nghị; trả lời 700 kiến nghị.", ["actual", "actual"]),
        ("Các hạn chế được yêu cầu khắc phục kịp thời; 100% nội dung đã được khắc phục.", ["actual"]),
        ("Đề nghị tỉnh bổ sung 12 biên chế.", ["target"]),
        ("Đã kiến nghị thu hồi 7 tỷ đồng.", ["actual"]),
        ("Nội dung khiếu nại 12 vụ việc; kiến nghị phản ánh 40 vụ việc.", ["actual", "actual"]),
        ("Tiếp nhận đơn kiến nghị 12 đơn; các kiến nghị về đất đai 30 vụ việc.", ["actual", "actual"]),
        ("Tổng hợp kiến nghị gửi các cơ quan 45 văn bản.", ["actual"]),
        ("Số kiến nghị được trả lời là 196 kiến nghị.", ["actual"]),
    ],
    "a request told as made": [
        ("Qua giám sát, kiến nghị 12 nội dung, trong đó 8 nội dung đã được tiếp thu.", ["actual", "actual"]),
        ("Năm qua, các cấp Hội đề xuất, kiến nghị 32 nội dung với cấp ủy.", ["actual"]),
        ("Thanh tra 14 đơn vị, kiến nghị xử lý hành chính 30 người.", ["actual", "actual"]),
        ("Qua kiểm tra 24 cơ sở, đề nghị rút giấy phép 3 cơ sở.", ["actual", "actual"]),
        ("Kiểm toán kiến nghị tăng thu ngân sách 120 tỷ đồng, giảm chi 45 tỷ đồng.", ["actual", "actual"]),
        ("Đoàn kiểm tra 24 cơ sở, đề nghị Sở Y tế rút giấy phép 3 cơ sở.", ["actual", "target"]),
        ("Sau thanh tra, Bộ Nội vụ đề nghị Lai Châu thu hồi 28 quyết định.", ["target"]),
        ("Đề nghị các huyện vận động 500 hộ di dời.", ["target"]),
        ("Đề nghị bổ sung 15 biên chế.", ["target"]),
    ],
}
REACH = {
    "a border behind the word of aims": [
        ("Thành phố phải rà lại quy hoạch khi 44% diện tích đất là đô thị.", ["actual"]),
        ("Phải lo chỗ ở cho 9 vạn người, chứ không phải chỉ có 2 vạn người.", ["target", "actual"]),
        ("Đề nghị các xã quan tâm, hiện còn 15 chi bộ chưa có cấp ủy.", ["actual"]),
        ("Huyện được giao kết nạp 120 đảng viên, 9 tháng kết nạp 98 đảng viên.", ["target", "actual"]),
        ("Phấn đấu đến khi hết nhiệm kỳ có 40 xã đạt chuẩn.", ["target"]),
        ("Do nhu cầu tăng, bình quân giá tăng 1,6%.", ["actual"]),
    ],
    "an aside": [
        ("Yêu cầu làm rõ trách nhiệm tại dự án (tổng vốn hơn 700 tỷ đồng, hiện còn dang dở).", ["actual"]),
        ("Tỉnh phải phấn đấu cao hơn mức của năm 2019 (7,3%), cả năm đạt 8%.", ["actual", "target"]),
        ("Phấn đấu kết nạp 60 đảng viên (tăng 5 đảng viên).", ["target", "target"]),
        ("Dự kiến đến năm 2022 giảm 60 biên chế so với hiện nay (giảm chi 4 tỷ đồng/năm).", ["target", "target"]),
        ("Ngành phải khắc phục 7 tồn tại, hạn chế đã nêu.", ["actual"]),
    ],
    "what was done, and what would be": [
        ("Khối này sẽ giảm 70 hợp đồng có chỉ tiêu đã tồn tại nhiều năm, tinh giản 15 cán bộ.", ["target", "target"]),
        ("Nếu mỗi xã làm một cuộc thì cả tỉnh đã có 130 cuộc.", ["actual", "actual"]),
        ("Chỉ cần mỗi xã một cuộc thì cả tỉnh đã có 130 cuộc.", ["target", "target"]),
        ("So với kế hoạch 40 cuộc, đã thực hiện 44 cuộc.", ["target", "actual"]),
        ("Tỷ lệ đã đạt 79% và phấn đấu đến năm 2025 đạt 90%.", ["actual", "target"]),
    ],
    "deeds that only say which things are meant": [
        ("Phấn đấu giữ vững các xã đã đạt chuẩn, đồng thời nâng bình quân lên 12 tiêu chí/xã.", ["target"]),
        ("Cần rà soát những hộ đã thoát nghèo, hỗ trợ 40 hộ vay vốn.", ["target"]),
        ("Phấn đấu duy trì các mô hình đã có, xây dựng mới 5 mô hình.", ["target"]),
        ("Phấn đấu năm 2021 kết nạp 60 đảng viên, thực tế đã kết nạp 64 đảng viên.", ["target", "actual"]),
        ("Ngành phải xử lý các vụ đã khởi tố, không để quá 3 vụ tồn.", ["target"]),
    ],
    "a bracket that has closed": [
        (
            "Vận động 5.000 hộ ký cam kết (phấn đấu năm 2021 có 6.000 hộ), xây dựng 20 mô hình.",
            ["actual", "target", "actual"],
        ),
        ("Làm 3,7 km đường (chỉ tiêu huyện giao: 3 km), sửa 2 cống.", ["actual", "target", "actual"]),
        ("Phấn đấu mở 12 lớp (năm 2019 đã mở 9 lớp), có 400 học viên.", ["target", "previous", "target"]),
        (
            "Phấn đấu kết nạp 60 đảng viên (đến nay đã kết nạp 12 đảng viên), giới thiệu 90 quần chúng.",
            ["target", "actual", "target"],
        ),
        ("Kết nạp 12 đảng viên (mục tiêu là 15 đảng viên), giới thiệu 20 quần chúng.", ["actual", "target", "actual"]),
    ],
    "how things stand, told among aims": [
        ("Phấn đấu đến năm 2023, 100% thủ tục thực hiện trực tuyến (hiện nay đạt 48%).", ["target", "actual"]),
        ("Phấn đấu có 80 xã đạt chuẩn (đến nay có 61 xã).", ["target", "actual"]),
        ("Mục tiêu là trồng 500 ha rừng (hiện có 320 ha).", ["target", "actual"]),
        ("Phấn đấu 90% hộ dùng nước sạch (đã đạt 76%).", ["target", "actual"]),
        ("Phấn đấu kết nạp 60 đảng viên (nữ 20 đảng viên).", ["target", "target"]),
    ],
    "a list of requests": [
        ("Đề nghị tỉnh thu hồi 8 quyết định có hồ sơ nhưng sai mẫu; thu hồi 1 quyết định khác.", ["target", "target"]),
        ("Đề nghị sở bổ sung 5 biên chế mà huyện còn thiếu; cấp 2 xe.", ["target", "target"]),
        ("Đề nghị xã giao đất cho 12 hộ có đơn nhưng chưa có sổ; hỗ trợ 3 hộ nghèo.", ["target", "target"]),
        ("Chỉ tiêu là 50 đảng viên nhưng kết nạp 44 đảng viên.", ["target", "actual"]),
        ("Phấn đấu mở 12 lớp nhưng chỉ mở 9 lớp.", ["target", "actual"]),
    ],
    "shares and multiples of what is fixed": [
        ("Mức phạt tiền đối với tổ chức bằng 02 lần mức phạt tiền đối với cá nhân.", ["target"]),
        ("Số bị cáo được hưởng án treo chiếm 15,7% (tăng 3,7% so với cùng kỳ).", ["actual", "actual"]),
        ("Số hộ được hỗ trợ chiếm 40% số hộ nghèo.", ["actual"]),
        ("Người nộp thuế được giảm 50% số thuế phải nộp.", ["target"]),
        ("Mức thu tăng gấp 2 lần năm trước.", ["actual"]),
    ],
    "what a deed is to secure": [
        ("Ngành tập trung vào các giải pháp nhằm bảo đảm tốc độ tăng năm 2021 đạt 3,2%.", ["target"]),
        ("Tỉnh dồn sức nhằm đảm bảo thu ngân sách cả năm đạt 9.000 tỷ đồng.", ["target"]),
        ("Nhằm bảo đảm an toàn giao thông, lực lượng xử lý 30 vụ vi phạm.", ["actual"]),
        ("Nhằm đảm bảo vệ sinh, các xã phun thuốc 12 đợt.", ["actual"]),
        ("Kiểm tra theo kế hoạch 12 cuộc, đột xuất 3 cuộc.", ["actual", "actual"]),
    ],
    "rules told without a number before them": [
        ("Hộ nghèo được hỗ trợ 100% tiền đóng bảo hiểm y tế.", ["target"]),
        ("Năm qua, 120 hộ nghèo được hỗ trợ 50% tiền mua bò.", ["actual", "actual"]),
        ("Mức hưởng hằng tháng bằng 45% tiền lương.", ["target"]),
        ("Xã có từ 8.000 người trở lên thì được công nhận.", ["target"]),
        ("Chính sách áp dụng cho 12 xã.", ["target"]),
        ("Sở có văn bản cho phép 8 doanh nghiệp hoạt động.", ["actual"]),
        (
            "Nghị định quy định mức phạt như sau:\n- Vượt đèn đỏ: 5.000.000 đồng.\n- Tái phạm thì nộp 9.000.000 đồng.",
            ["target", "target"],
        ),
    ],
}
ROWS = [row for table in (RULES, PREVIOUS, NOUNS, REACH) for rows in table.values() for row in rows]


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_modality_of_a_sentence(text: str, expected: list[str]) -> None:
    metadata = Metadata(kind="report", date=date(2020, 12, 30), period=Period(date(2020, 1, 1), date(2020, 12, 31)))
    figures = find_figures(text, find_citations(text), metadata=metadata)
    assert [figure.modality.value for figure in figures] == expected


def _document(text: str, metadata: Metadata) -> list[str]:
    figures = find_figures(text, find_citations(text), sections=find_sections(text), metadata=metadata)
    return [f"{figure.text} {figure.modality.value}" for figure in figures]


TITLES = [
    "BÁO CÁO CÔNG TÁC THƯ VIỆN NĂM 2023 VÀ PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2024",
    "KẾT QUẢ CÔNG TÁC DÂN VẬN NĂM 2023; NHIỆM VỤ TRỌNG TÂM NĂM 2024",
    "TÌNH HÌNH KINH TẾ - XÃ HỘI QUÝ III VÀ NHIỆM VỤ QUÝ IV NĂM 2023",
    "CÔNG TÁC HỘI VÀ PHONG TRÀO NÔNG DÂN NĂM 2023, CHƯƠNG TRÌNH CÔNG TÁC NĂM 2024",
    "SƠ KẾT CÔNG TÁC 6 THÁNG, PHƯƠNG HƯỚNG 6 THÁNG CUỐI NĂM 2023",
]


@pytest.mark.parametrize("title", TITLES)
def test_a_title_decides_nothing(title: str) -> None:
    text = f"{title}\n\nI. CÔNG TÁC PHỤC VỤ\nTổng số thẻ bạn đọc còn hiệu lực là 1.836 thẻ. Đã mua 420 cuốn sách.\n"
    metadata = Metadata(kind="report", title=title, date=date(2023, 12, 1))
    assert _document(text, metadata) == ["1.836 actual", "420 actual"]


FACTS = [
    "Hiện nay, trên địa bàn tỉnh chỉ có 318 trụ sở lắp điện mặt trời.",
    "Thời gian qua, các xã đã vận động 318 hộ hiến đất.",
    "Đến nay, toàn tỉnh còn 318 hộ chưa có nhà vệ sinh.",
    "Trong năm qua, cả huyện xảy ra 318 vụ tai nạn.",
    "Qua rà soát, có 318 cơ sở chưa bảo đảm an toàn.",
    "Tính đến ngày 31/12/2020, toàn tỉnh có 318 trạm bơm chạy điện.",
    "Tính đến hết tháng 11/2020: 318 hộ lắp công tơ điện tử.",
    "Tính đến thời điểm kiểm tra, 318 cơ quan chưa lập kế hoạch.",
]


@pytest.mark.parametrize("sentence", FACTS)
def test_a_directive_tells_facts_too(sentence: str) -> None:
    text = f"CHỈ THỊ\nVề việc tiết kiệm điện\n\n{sentence}\n"
    metadata = Metadata(kind="directive", doc_type="Chỉ thị", title="Về việc tiết kiệm điện", date=date(2021, 1, 4))
    assert _document(text, metadata) == ["318 actual"]


def test_a_heading_of_a_time_ahead_announces_aims() -> None:
    text = "II. KẾT QUẢ\nKiểm tra 12 đơn vị.\n\nIII. QUÝ IV\nXét xử ít nhất 90% án thụ lý; giám sát 02 cuộc.\n"
    metadata = Metadata(kind="report", date=date(2023, 9, 22))
    assert _document(text, metadata) == ["12 actual", "90% target", "02 target"]


OPENERS = [
    ("Quý IV: giám sát 02 cuộc, xây 05 nhà.", {"target"}),
    ("IV- Năm 2024: giám sát 02 cuộc, xây 05 nhà.", {"target"}),
    ("3. Sáu tháng cuối năm: giám sát 02 cuộc; xây 05 nhà.", {"target"}),
    ("- Tháng 12/2023: giám sát 02 cuộc; xây 05 nhà.", {"target"}),
    ("Quý I năm 2024: giám sát 02 cuộc, xây 05 nhà.", {"target"}),
    ("Quý II: giám sát 02 cuộc, xây 05 nhà.", {"actual"}),
    ("- Năm 2022: giám sát 02 cuộc, xây 05 nhà.", {"actual"}),
]


@pytest.mark.parametrize(("line", "expected"), OPENERS)
def test_a_line_that_opens_with_a_time_ahead_plans(line: str, expected: set[str]) -> None:
    found = _document(f"II. KẾT QUẢ\nTổ chức 12 lớp.\n{line}\n", Metadata(kind="report", date=date(2023, 9, 22)))
    assert found[0] == "12 actual"
    assert {one.split(" ")[1] for one in found[1:]} == expected


PLAN = Metadata(kind="directive", doc_type="Kế hoạch", date=date(2020, 1, 20))
RULE = Metadata(kind="directive", doc_type="Nghị quyết", date=date(2020, 1, 20))
REPORT = Metadata(kind="report", doc_type="Báo cáo", date=date(2020, 12, 20))
HEADS = "TT | Đơn vị | Số lớp | Số học viên\n1 | An Hòa | 3 | 90\n2 | Bình Phú | 2 | 70\n"
TABLES = [
    ("KẾ HOẠCH\nMở lớp năm 2020\n\nI. CHỈ TIÊU\nPhân bổ như sau:\n\n" + HEADS, PLAN, {"target"}),
    ("KẾ HOẠCH\nMở lớp năm 2020\n\nI. KẾT QUẢ NĂM 2019\n\n" + HEADS, PLAN, {"actual"}),
    ("NGHỊ QUYẾT\n\nQUYẾT NGHỊ:\nĐiều 1. Giao số lớp\n\n" + HEADS, RULE, {"target"}),
    ("NGHỊ QUYẾT\n\nQUYẾT NGHỊ:\nĐiều 1. Công nhận\nBiểu kết quả mở lớp\n" + HEADS, RULE, {"actual"}),
    ("BÁO CÁO\n\nI. KẾT QUẢ\n\n" + HEADS, REPORT, {"actual"}),
    ("BÁO CÁO\n\nI. KẾT QUẢ\nĐã mở 12 lớp.\n\nII. NHIỆM VỤ NĂM 2021\n\n" + HEADS, REPORT, {"target"}),
    ("BÁO CÁO\n\nII. NHIỆM VỤ NĂM 2021\n\n" + HEADS.replace("lớp", "lớp kế hoạch"), REPORT, {"target", "actual"}),
]


@pytest.mark.parametrize(("text", "metadata", "expected"), TABLES, ids=[row[0] for row in TABLES])
def test_a_table_is_meant_as_the_text_around(text: str, metadata: Metadata, expected: set[str]) -> None:
    table = text.index("An Hòa")
    figures = find_figures(text, sections=find_sections(text), metadata=metadata)
    assert {figure.modality.value for figure in figures if figure.start > table} == expected


PLANNED = """UBND tỉnh vừa ban hành Kế hoạch cải cách hành chính giai đoạn 2026 - 2030.

Theo đó, 70% hồ sơ được nộp trực tuyến; trên 90% người dân hài lòng. Cấp tỉnh: Tổ chức 3 hội nghị. Thời gian 1 ngày.

Hiện toàn tỉnh đã có 58% hồ sơ nộp trực tuyến. Toàn tỉnh có 124 xã.
"""


def test_an_article_on_a_plan_just_issued_tells_aims_until_it_looks_back() -> None:
    figures = find_figures(PLANNED, metadata=Metadata(kind="news"))
    assert [(f.text, f.modality.value) for f in figures] == [
        ("70%", "target"), ("90%", "target"), ("3", "target"), ("1", "target"), ("58%", "actual"), ("124", "actual"),
    ]  # fmt: skip


def test_behind_aims_that_a_plan_sets_a_share_is_an_aim() -> None:
    text = "Kế hoạch đặt mục tiêu kinh tế số đạt trên 16%.\n\n100% xã có mạng. Hiện mới có 40% xã có mạng."
    figures = find_figures(text, metadata=Metadata(kind="news"))
    assert [f.modality.value for f in figures] == ["target", "target", "actual"]
    assert [f.modality.value for f in find_figures(text, metadata=Metadata(kind="report"))][1:] == ["actual", "actual"]


PAGES = [
    ("CÁC CHỈ TIÊU NHIỆM KỲ 2020 - 2025\n\n- Thu ngân sách: 6 tỷ đồng.\n", None, "target"),
    ("MỤC TIÊU, NHIỆM VỤ NHIỆM KỲ 2020 - 2025:\n\n1. Về kinh tế\n- Thu ngân sách: 6 tỷ đồng.\n", None, "target"),
    ("CHỈ TIÊU ĐÃ ĐẠT ĐƯỢC NHIỆM KỲ 2020 - 2025\n\n- Thu ngân sách: 6 tỷ đồng.\n", None, "actual"),
    ("HỘI NGHỊ BÀN NHIỆM VỤ NĂM 2025\n\n- Thu ngân sách: 6 tỷ đồng.\n", None, "actual"),
    ("2. Các chỉ tiêu chủ yếu\n- Thu ngân sách: 6 tỷ đồng.\n", "2. Các chỉ tiêu chủ yếu", "target"),
]


@pytest.mark.parametrize(("text", "title", "expected"), PAGES)
def test_a_page_that_begins_with_its_heading_of_aims_tells_aims(text: str, title: str | None, expected: str) -> None:
    assert _document(text, Metadata(kind="other", title=title)) == [f"6 tỷ {expected}"]
