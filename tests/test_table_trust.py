"""What suits an indicator best and is a neighbour of it is proposed only; the number itself is a value."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.forms.asking import adding_of, asked_by
from pipeline.forms.filling import fill
from pipeline.forms.model import Cell, Indicator, Span, State
from pipeline.forms.reports import reports_in
from pipeline.forms.telling import evidence_words
from pipeline.run.batch import run
from pipeline.run.store import connect
from pipeline.speech import Speech

HEAD = """ĐẢNG BỘ TỈNH QUẢNG AN\tĐẢNG CỘNG SẢN VIỆT NAM
ĐẢNG ỦY XÃ SUỐI NGHỆ
*\tSuối Nghệ, ngày 20 tháng 6 năm 2026
Số 52-BC/ĐU

BÁO CÁO
kết quả công tác quý II năm 2026

"""
CASES = [
    ("part_alike", "Số mô hình “Dân vận khéo”", "mô hình", "34",
     "Xã giữ 34 mô hình “Dân vận khéo”, trong đó 12 mô hình về môi trường.",
     "Các mô hình “Dân vận khéo” được giữ, trong đó 12 mô hình “Dân vận khéo” về môi trường."),
    ("deed_untold", "Số ý kiến, kiến nghị đã được giải quyết", "ý kiến", "51",
     "Cử tri nêu 64 ý kiến, kiến nghị; đã giải quyết 51 ý kiến.", "Cử tri nêu 64 ý kiến, kiến nghị."),
    ("deed_untold", "Kinh phí đã chi cho chuyển đổi số", "triệu đồng", "310",
     "- Kinh phí chuyển đổi số: được cấp 450 triệu đồng, đã chi cho chuyển đổi số 310 triệu đồng.",
     "- Kinh phí chuyển đổi số: được cấp 450 triệu đồng trong dự toán, đang chọn nhà thầu."),
    ("another_deed", "Số đơn thư", "đơn", "27",
     "Đơn thư: 27 đơn, trong đó 03 đơn còn trong thời hạn.", "Hiện 03 đơn còn trong thời hạn."),
    ("thing_apart", "Số lượt công dân được tiếp", "lượt", "45",
     "Tiếp 45 lượt công dân; lãnh đạo bố trí 14 ngày tiếp công dân.", "Lãnh đạo bố trí 14 ngày tiếp công dân."),
    ("one_level", "Số cuộc đối thoại với Nhân dân", "cuộc", "5",
     "Đối thoại với Nhân dân 05 cuộc.", "Đối thoại với Nhân dân ở cấp thôn 21 cuộc."),
    ("one_occasion", "Số suất quà đã trao trong kỳ", "suất", "620",
     "Xã đã trao 620 suất quà.", "Riêng dịp Trung thu, xã trao 350 suất quà."),
    ("year_begun", "Số hộ nghèo cuối kỳ", "hộ", "187",
     "Đến cuối quý xã còn 187 hộ nghèo.", "Đầu năm 2026 xã có 212 hộ nghèo."),
    ("year_begun", "Đảng viên có đến cuối kỳ", "đảng viên", "905",
     "II/ Tổ chức:\n+ Hiện ĐB có 905 ĐV.", "II/ Tổ chức:\n+ Đầu năm ĐB có 884 ĐV; trong kỳ chuyển đến 21 ĐV."),
    ("bound", "Tỷ lệ đảng viên tham gia học tập nghị quyết", "%", "97",
     "Tỷ lệ đảng viên tham gia học tập nghị quyết đạt 97%.",
     "Có 03 chi bộ có tỷ lệ đảng viên tham gia học tập nghị quyết dưới 80%."),
    ("many_quarters", "Số đảng viên được giám sát", "đảng viên", "5",
     "Giám sát 05 đảng viên.", "Hai quý cộng lại có 12 đảng viên được giám sát."),
    ("one_place", "Số hộ nghèo cuối kỳ", "hộ", "112",
     "Số hộ nghèo cuối kỳ là 112 hộ, có 09 hộ nghèo ở thôn Bàu Lội.", "Chín hộ nghèo ở thôn Bàu Lội được sửa nhà."),
    ("denies_less", "Số nhiệm vụ đã hoàn thành", "nhiệm vụ", "32",
     "Đã hoàn thành 32 nhiệm vụ được giao.", "Mức hoàn thành đạt 94%, không còn nhiệm vụ treo."),
    ("shortcoming", "Số tổ chức đảng được kiểm tra", "tổ chức", "4",
     "Kiểm tra 04 chi bộ.", "II. HẠN CHẾ\nKiểm tra 02 chi bộ còn hình thức."),
    ("no_letter", "Số đơn thư đã giải quyết", "đơn", "18", "Tiếp nhận 21 đơn, đã giải quyết 18 đơn.",
     "Tổng đài tiếp nhận 64 phản ánh của người dân, đã giải quyết 61."),
    ("one_site", "Số lượt người dự học tập, quán triệt nghị quyết", "lượt người", "640",
     "Hội nghị quán triệt nghị quyết có 640 lượt người dự.",
     "Hội nghị quán triệt nghị quyết: điểm cầu xã có 140 lượt người dự, điểm cầu các thôn chưa báo về."),
    ("one_occasion", "Số lượt người dự học tập, quán triệt nghị quyết", "lượt người", "640",
     "Hội nghị quán triệt nghị quyết có 640 lượt người dự.", "Đợt đầu có 88 lượt người dự học tập nghị quyết."),
    ("another_name", "Số mô hình “Dân vận khéo” đang duy trì", "mô hình", "26",
     "Đang duy trì 26 mô hình “Dân vận khéo”.",
     "Phong trào “Dân vận khéo” được quan tâm; đang duy trì 44 mô hình “Sạch nhà, đẹp ngõ”."),
    ("another_body", "Số văn bản do Đảng ủy, Ban Thường vụ Đảng ủy ban hành", "văn bản", "73",
     "Đảng ủy, Ban Thường vụ Đảng ủy ban hành 73 văn bản.",
     "1. Công tác của Đảng ủy, Ban Thường vụ\nTrong quý, Ủy ban nhân dân xã ban hành 112 văn bản."),
    ("not_yet", "Buổi đối thoại với Nhân dân trong quý", "cuộc", "2", "- Đối thoại: 02 cuộc.",
     "- Đối thoại: Chưa tổ chức; Bí thư Đảng ủy gặp gỡ 03 cuộc với các hộ dân vùng dự án."),
    ("computed", "Tỷ lệ nhiệm vụ hoàn thành", "%", "92", "Tỷ lệ nhiệm vụ hoàn thành đạt 92%.",
     "Hoàn thành 27/30 nhiệm vụ được giao."),
]  # fmt: skip
"""The sign, an indicator with its unit and value, a text that tells it, one that tells of a neighbour alone."""

APART = [
    ("Số lượt công dân do lãnh đạo xã tiếp", "lượt",
     "Bí thư Đảng ủy tiếp 19 lượt công dân, bộ phận tiếp dân tiếp 88 lượt công dân.", "19"),
    ("Số đảng viên được trao Huy hiệu Đảng", "đảng viên", "Trao Huy hiệu 40 năm tuổi Đảng cho 06 đảng viên.", "6"),
    ("Số ý kiến đã được trả lời", "ý kiến", "Tiếp nhận 31 ý kiến - đã trả lời 22 ý kiến - chuyển cấp trên 9 ý kiến.",
     "22"),
    ("Số đơn thư đã giải quyết", "đơn", "Giải quyết xong 17 đơn, không để phát sinh điểm nóng.", "17"),
    ("Số hồ sơ đã giải quyết", "hồ sơ",
     "Đã giải quyết 2.170 hồ sơ, trong đó đúng hạn 2.140 hồ sơ, trễ hẹn 30 hồ sơ.", "2170"),
    ("Số chi bộ trực thuộc", "chi bộ", "Đảng bộ có 41 chi bộ trực thuộc sau khi sáp nhập 02 chi bộ y tế.", "41"),
    ("Tỷ lệ giải ngân vốn đầu tư công so với kế hoạch năm", "%",
     "Vốn đầu tư công từ đầu năm giải ngân 61,5%; chương trình mục tiêu quốc gia giải ngân 44%.", "61.5"),
    ("Số nhà ở của hộ nghèo xây mới, sửa chữa xong trong kỳ", "căn",
     "Trong quý, xã bàn giao 06 căn nhà cho hộ nghèo, hộ cận nghèo.", "6"),
    ("Thu ngân sách trên địa bàn, lũy kế từ đầu năm", "triệu đồng",
     "- Thu NS trên địa bàn 6 tháng: 21,4 tỷ / DT 40 tỷ.", "21400"),
    ("Số lượt người dự học tập, quán triệt nghị quyết", "lượt người",
     "Hội nghị quán triệt nghị quyết: 02. Số người dự: ở xã 210 lượt, ở thôn 345 lượt; cộng 555 lượt người.", "555"),
    ("Tổng số đảng viên cuối kỳ", "đảng viên",
     "Tổng số đảng viên: 812.\nKết nạp trong quý: ở thôn 05, ở trường học 02; cộng 07 đảng viên.", "812"),
    ("Tổng số đảng viên cuối kỳ", "đảng viên", "Tổng số đảng viên là 903 đồng chí, tuổi bình quân 44,8.", "903"),
    ("Số đơn thư đã giải quyết", "đơn",
     "Đơn thư: kỳ trước chuyển sang 04 đơn, nhận mới 21 đơn, tổng số phải giải quyết 25 đơn; đã giải quyết 22 đơn.",
     "22"),
    ("Vốn đầu tư công đã giải ngân, lũy kế từ đầu năm", "triệu đồng",
     "Kế hoạch vốn đầu tư công năm 2026 là 31.000 triệu đồng, đã giải ngân 12.400 triệu đồng, đạt 40%.", "12400"),
    ("Số lao động được đào tạo nghề, lũy kế từ đầu năm", "người",
     "Đào tạo nghề cả năm: quý I 26 người, quý II 31 người; cộng 57 người.", "57"),
    ("Số lao động được đào tạo nghề, lũy kế từ đầu năm", "người",
     "- Đào tạo nghề từ đầu năm tới nay 47 người (2 lớp may), KH 80.", "47"),
    ("Số cuộc đối thoại với Nhân dân", "cuộc",
     "Có thêm mô hình (dự kiến từ đầu năm): “Vườn mẫu”. Đối thoại với Nhân dân 02 cuộc.", "2"),
    ("Số đảng viên mới kết nạp", "đảng viên", "Kết nạp 07/09 đảng viên, đạt 77,8% chỉ tiêu.", "7"),
    ("Số đơn thư tiếp nhận", "đơn", "Đã giải quyết 38/45 đơn tiếp nhận trong quý.", "45"),
    ("Số đơn thư đã giải quyết", "đơn", "Đã giải quyết 38/45 đơn tiếp nhận trong quý.", "38"),
    ("Số cuộc đối thoại với Nhân dân", "cuộc",
     "Bí thư Đảng ủy đối thoại 03 cuộc, Chủ tịch xã đối thoại 04 cuộc; cộng lại là 07 cuộc với 512 người dự.", "7"),
    ("Số lao động được đào tạo nghề, lũy kế từ đầu năm", "người",
     "- 6 tháng mở 05 lớp nghề cho 164 lao động nông thôn, bằng 54,7% kế hoạch năm là 300 người.", "164"),
    ("Số đảng viên được giám sát", "đảng viên", "Kiểm tra 03 chi bộ; giám sát chuyên đề một đảng viên là thủ quỹ.",
     "1"),
    ("Số đảng viên được giám sát", "đảng viên",
     "Theo chương trình, quý III sẽ kiểm tra 02 chi bộ; quý này giám sát chuyên đề 05 đảng viên.", "5"),
    ("Số căn nhà được xây mới, sửa chữa", "căn",
     "Bàn giao 14 căn nhà cho hộ khó khăn, gồm 09 căn xây mới và 05 căn sửa chữa.", "14"),
    ("Số chi bộ trực thuộc cuối kỳ", "chi bộ",
     "Về tổ chức, sau khi giải thể chi bộ Lâm trường, Đảng bộ có 38 chi bộ.", "38"),
    ("Số mô hình “Dân vận khéo” đăng ký mới trong kỳ", "mô hình",
     "Đang duy trì 30 mô hình “Dân vận khéo”; trong quý không có mô hình đăng ký mới.", "0"),
    ("Số mô hình “Dân vận khéo” đăng ký mới trong kỳ", "mô hình",
     "Trong quý ĐK mới 05 mô hình DV khéo, cùng với 21 mô hình duy trì là 26 mô hình.", "5"),
    ("Số lớp tập huấn nghiệp vụ đã mở", "lớp", "Mở 09 lớp tập huấn nghiệp vụ cho cán bộ cấp thôn.", "9"),
    ("Số tin, bài đăng trên cổng, trang thông tin điện tử", "tin, bài",
     "Trang thông tin điện tử xã đăng 210 tin, bài, 15 phóng sự ảnh.", "210"),
    ("Số cuộc đối thoại, gặp mặt lắng nghe ý kiến Nhân dân, đoàn viên, hội viên", "cuộc",
     "Tổ chức 06 cuộc đối thoại, gặp mặt giữa lãnh đạo xã với người dân.", "6"),
    ("Số đảng viên (hội viên) mới kết nạp", "người", "Trong quý kết nạp mới 215 hội viên.", "215"),
    ("Cuộc giám sát chuyên đề đã hoàn thành trong quý", "cuộc", "- Giám sát chuyên đề: Đạt 04 cuộc, bằng so cùng kỳ.",
     "4"),
    ("Đơn khiếu nại, tố cáo, kiến nghị, phản ánh nhận được trong quý", "đơn",
     "Nhận 36 đơn các loại, trong đó 20 đơn phản ánh về môi trường, 16 đơn tranh chấp đất.", "36"),
    ("Lượt người dự các hội nghị học tập nghị quyết trong quý", "lượt người",
     "- Lượt người dự học: Đạt 1.840 lượt, tăng 75 lượt so cùng kỳ.", "1840"),
    ("Lượt người dự các hội nghị học tập nghị quyết trong quý", "lượt người",
     "Người học nghị quyết ở khối đảng là 1.200 lượt, ở khối đoàn thể là 300 lượt, cộng lại 1.500 lượt người.", "1500"),
    ("Quần chúng ưu tú được kết nạp vào Đảng trong quý", "người",
     "Trong quý kết nạp 11 quần chúng ưu tú.\nQuý III, Đảng ủy xác định tổ chức 03 hội nghị, kết nạp 14 đảng viên.",
     "11"),
    ("Hồ sơ nộp trực tuyến trong quý", "hồ sơ",
     "Tiếp nhận 4.120 hồ sơ nộp trực tuyến và 960 hồ sơ nộp trực tiếp, trong đó lĩnh vực đất đai chiếm 1.500 hồ sơ.",
     "4120"),
    ("Đảng viên bị kỷ luật trong quý", "đảng viên",
     "- Kỷ luật: Trong quý không có đảng viên nào bị thi hành kỷ luật, giảm 02 so cùng kỳ.", "0"),
    ("Số cuộc giám sát chuyên đề đã hoàn thành", "cuộc",
     "Về giám sát, chưa tiến hành được cuộc giám sát chuyên đề nào vì tập trung cho đại hội.", "0"),
    ("Hộ nghèo còn lại cuối quý", "hộ", "Toàn xã còn 280 hộ nghèo, tỷ lệ 2,1%; đầu năm có 340 hộ nghèo.", "280"),
    ("Thu ngân sách, lũy kế từ đầu năm", "triệu đồng",
     "TT | Chỉ tiêu | Đơn vị tính | Nghị quyết năm 2026 | Quý II | 6 tháng\n"
     "1 | Thu ngân sách | triệu đồng | 22.400 | 5.310 | 10.870\n"
     "2 | Lao động được đào tạo nghề | người | 240 | 61 | 118", "10870"),
    ("Mô hình dân vận khéo đang duy trì", "mô hình",
     "Từ tháng 02 đến nay có 03 mô hình dừng hoạt động. Toàn xã đang duy trì 24 mô hình dân vận khéo.", "24"),
    ("Số nhiệm vụ đã hoàn thành", "nhiệm vụ", "Cấp trên giao xã 31 nhiệm vụ: đã làm xong 26, số còn lại chưa tới hạn.",
     "26"),
    ("Số nhiệm vụ đã hoàn thành", "nhiệm vụ",
     "Nhiệm vụ đã xong trên tổng nhiệm vụ do Thường trực Tỉnh ủy, Văn phòng Tỉnh ủy giao là 41/47.", "41"),
    ("Số nhiệm vụ được giao", "nhiệm vụ", "Nhiệm vụ UBND tỉnh giao trong quý: 33 NV. Đang làm: 06 NV.", "33"),
    ("Số đảng viên mới kết nạp", "đảng viên",
     "Trong quý kết nạp 06 đồng chí; tính từ đầu nhiệm kỳ, Đảng bộ kết nạp 44 đồng chí.", "6"),
    ("Số đảng viên mới kết nạp", "đảng viên",
     "Phát triển đảng vượt kế hoạch của quý: đã có 13 quần chúng được kết nạp.", "13"),
    ("Lớp tập huấn, bồi dưỡng kỹ năng số đã mở", "lớp",
     "Xã khai giảng và hoàn thành 05 lớp kỹ năng số cho hội viên nông dân; cử 03 người học 01 lớp ở tỉnh.", "5"),
    ("Lớp tập huấn, bồi dưỡng kỹ năng số đã mở", "lớp",
     "Tổ chức 02 hội nghị tập huấn chuyển đổi số và 03 lớp bồi dưỡng kỹ năng số.", "3"),
    ("Kinh phí đã chi cho chuyển đổi số", "triệu đồng",
     "Tổng kinh phí giao 900 triệu đồng, đã thực hiện chi cho chuyển đổi số 0,62 tỷ đồng.", "620"),
    ("Tỷ lệ hồ sơ giải quyết đúng hạn, trước hạn", "%", "Tỷ lệ trả kết quả đúng và trước hạn: 99,4% (KH 98%).", "99.4"),
    ("Lượt người được tập huấn, bồi dưỡng", "lượt người", "Tập huấn cho 310 lượt người, phần lớn là nữ.", "310"),
    ("Lượt nữ được tập huấn, bồi dưỡng", "lượt người",
     "III/ Tập huấn:\n+ Lớp tập huấn: 03 lớp. Tổng số người dự 210 lượt, nam 90 lượt, nữ 120 lượt.", "120"),
    ("Giải ngân vốn đầu tư công, lũy kế từ đầu năm", "triệu đồng",
     "+ GNVĐTC từ đầu năm đến 15/6/2026: 8.120 triệu đồng / KH 19.000 triệu đồng.", "8120"),
    ("Tỷ lệ hồ sơ giải quyết đúng hạn", "%",
     "Nội dung | Đơn vị | Quý II năm 2026\nHồ sơ tiếp nhận | Hồ sơ | 4.310\n"
     "Hồ sơ giải quyết đúng hạn | % | 98,7", "98.7"),
]  # fmt: skip
"""An indicator, its unit, a text that tells it and a neighbour, and what the cell holds."""


UNTOLD = [
    ("Số hồ sơ thủ tục hành chính tiếp nhận trong kỳ", "hồ sơ",
     "Hồ sơ tiếp nhận từ ngày 01/02/2026 đến nay: trực tuyến 3.100, trực tiếp 900; cộng 4.000 hồ sơ."),
    ("Số văn bản do Đảng ủy ban hành trong kỳ", "văn bản",
     "Văn bản: 6 tháng đầu năm Đảng ủy ban hành nghị quyết 05, kế hoạch 21; cộng 26 văn bản."),
    ("Số lượt người dự học tập, quán triệt nghị quyết", "lượt người",
     "Sinh hoạt chuyên đề về học tập và làm theo Bác: 40 buổi, 1.650 lượt đảng viên."),
    ("Số lượt người dự học tập, quán triệt nghị quyết", "lượt người",
     "Mở 06 lớp tập huấn cho trưởng thôn, tổng số 310 lượt người học."),
    ("Số ý kiến, kiến nghị đã tiếp nhận", "ý kiến", "Nhận được 25 ý kiến góp ý của cán bộ vào dự thảo quy chế."),
    ("Số tin, bài đăng trên cổng, trang thông tin điện tử", "tin, bài", "Phối hợp Đài tỉnh phát 12 chuyên mục."),
    ("Quần chúng ưu tú được kết nạp vào Đảng trong quý", "người",
     "- Bồi dưỡng nhận thức về Đảng: 01 lớp, 52 quần chúng ưu tú."),
    ("Lượt nữ được tập huấn, bồi dưỡng", "lượt người", "Tập huấn cho 310 lượt người, phần lớn là nữ."),
    ("Số hội nghị học tập nghị quyết", "hội nghị", "Một số chi bộ chưa tổ chức hội nghị học tập nghị quyết nào."),
    ("Số hồ sơ đã giải quyết", "hồ sơ", "Điều đáng lo là thu ngân sách thấp và 38 bộ hồ sơ trễ hẹn về đất đai."),
    ("Số hồ sơ đã giải quyết", "hồ sơ", "Tỷ lệ trả kết quả đúng hạn 98,6% (2.140/2.170 hồ sơ)."),
]  # fmt: skip
"""An indicator, its unit, a text of a like thing, or of another time."""


def cell(text: str, name: str, unit: str, folder: Path) -> Cell:
    """Return the cell of one indicator, from one report that says this."""
    (folder / "kho").mkdir(parents=True)
    (folder / "kho" / "bc-52.txt").write_text(HEAD + text + "\n", encoding="utf-8")
    run(folder / "kho", folder / "a.db", 1)
    with closing(connect(folder / "a.db")) as connection:
        quarter = Span(date(2026, 4, 1), date(2026, 6, 30))
        indicator = Indicator(name, (), unit, adding_of(name, (), unit))
        return fill(connection, [indicator], ["Xã Suối Nghệ"], reports_in(connection), quarter).cells[0, 0]


@pytest.mark.parametrize(
    ("sign", "name", "unit", "value", "text", "neighbour"), CASES, ids=[f"{case[0]}: {case[5]}" for case in CASES]
)
def test_a_neighbour_is_no_value(
    sign: str, name: str, unit: str, value: str, text: str, neighbour: str, tmp_path: Path
) -> None:
    told, beside = cell(text, name, unit, tmp_path / "told"), cell(neighbour, name, unit, tmp_path / "beside")
    assert told.value == Decimal(value)
    assert beside.state is State.DOUBT
    assert sign in beside.matches[0].unsure


@pytest.mark.parametrize(("name", "unit", "text", "value"), APART, ids=[case[2] for case in APART])
def test_a_neighbour_beside_leaves_the_number_sure(name: str, unit: str, text: str, value: str, tmp_path: Path) -> None:
    found = cell(text, name, unit, tmp_path / "told")
    assert found.value == Decimal(value)


@pytest.mark.parametrize(("name", "unit", "text"), UNTOLD, ids=[case[2] for case in UNTOLD])
def test_a_like_thing_fills_no_cell(name: str, unit: str, text: str, tmp_path: Path) -> None:
    assert cell(text, name, unit, tmp_path / "told").value is None


def test_a_head_over_documents_asks_nothing_of_tasks() -> None:
    name, head, unit = "Nhiệm vụ được cấp trên giao", ("Lãnh đạo, chỉ đạo",), "nhiệm vụ"
    asked = asked_by(Indicator(name, head, unit, adding_of(name, head, unit)))
    assert [one.name for one in asked.needed] == ["task"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_why_a_number_is_only_proposed_is_said(language: str, tmp_path: Path) -> None:
    proposed = cell("Lãnh đạo bố trí 14 ngày tiếp công dân.", "Số lượt công dân được tiếp", "lượt", tmp_path)
    told = {"vi": "Chỉ đề xuất vì đếm thứ khác", "en": "Only proposed: counts another thing"}
    assert evidence_words(proposed.matches[0], Speech(language)).startswith(told[language])
