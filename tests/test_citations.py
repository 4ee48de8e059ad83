"""Mentions by number: what is one, where it begins and ends, what it names."""

import pytest

from tests.marked import cases, read_marked

PARTY = [
    ("Toàn huyện thực hiện ⟦Chỉ thị số 05-CT/TW⟧ ngày 15/5/2016.", ["Chỉ thị 05-CT/TW"]),
    ("theo ⟦Quy định số 08-QĐi/TW⟧ của Ban Chấp hành Trung ương", ["Quy định 08-QĐi/TW"]),
    ("⟦Kế hoạch số 128-KH/HU⟧ của Huyện ủy Cô Tô", ["Kế hoạch 128-KH/HU"]),
    ("⟦Quyết định 231-QĐ/QU⟧ của Quận ủy", ["Quyết định 231-QĐ/QU"]),
    ("⟦Công văn số 3398-CV/BTGTU⟧ của Ban Tuyên giáo Thành ủy", ["Công văn 3398-CV/BTGTU"]),
    ("⟦Nghị quyết số 05-NQ/ĐU⟧ của Đảng ủy phường Quang Trung", ["Nghị quyết 05-NQ/ĐU"]),
    ("⟦Chương trình hành động số 06-CTr/TU⟧ ngày 12/01/2026", ["Chương trình hành động 06-CTr/TU"]),
    ("⟦Thông báo kết luận số 81-TB/TW⟧ ngày 18/7/2025", ["Thông báo kết luận 81-TB/TW"]),
    ("⟦Quy chế phối hợp số 05-QC/TU-BCSĐUBND⟧", ["Quy chế phối hợp 05-QC/TU-BCSĐUBND"]),
    ("⟦Nghị quyết số 01-NQ/ĐH⟧ của Đại hội", ["Nghị quyết 01-NQ/ĐH"]),
    ("⟦Hướng dẫn số 03-HD/BTCTW⟧, ⟦Hướng dẫn số 12-HD/UBKTTW⟧", ["Hướng dẫn 03-HD/BTCTW", "Hướng dẫn 12-HD/UBKTTW"]),
    ("⟦Kết luận số 62-KL/TW⟧ của Bộ Chính trị khóa X", ["Kết luận 62-KL/TW"]),
    ("⟦Tờ trình số 15-TTr/BTCHU⟧ ngày 02-3-2019", ["Tờ trình 15-TTr/BTCHU"]),
    ("⟦Báo cáo số 118-BC/ĐU⟧ của Đảng ủy xã", ["Báo cáo 118-BC/ĐU"]),
    ("⟦Quyết định số 219-QĐNS/TW⟧ về công tác cán bộ", ["Quyết định 219-QĐNS/TW"]),
    ("⟦Nghị quyết 26-NQ/TU⟧ ngày 16/8/1991 của Tỉnh ủy Nghệ Tĩnh", ["Nghị quyết 26-NQ/TU"]),
    ("⟦Đề án số 04-ĐA/TU⟧ và ⟦Đề án số 09-ĐA/TU⟧", ["Đề án 04-ĐA/TU", "Đề án 09-ĐA/TU"]),
    ("⟦Thông tri số 16-TT/TU⟧ ngày 04/4/2016", ["Thông tri 16-TT/TU"]),
]
MASS = [
    ("⟦Hướng dẫn số 11/HD-MTTW-BTT⟧ ngày 10/9/2025", ["Hướng dẫn 11/HD-MTTW-BTT"]),
    ("⟦Thông tri số 25/TT-MTTW-BTT⟧ của Ban Thường trực", ["Thông tri 25/TT-MTTW-BTT"]),
    ("⟦Quyết định số 317-QĐ/TWĐTN-TNTH⟧ của Trung ương Đoàn", ["Quyết định 317-QĐ/TWĐTN-TNTH"]),
    ("⟦Hướng dẫn số 47/HD-TLĐ⟧ ngày 30/12/2021", ["Hướng dẫn 47/HD-TLĐ"]),
    ("⟦Kế hoạch số 18/KH-MTTQ-BTT⟧ và ⟦Kế hoạch số 22/KH-LĐLĐ⟧", ["Kế hoạch 18/KH-MTTQ-BTT", "Kế hoạch 22/KH-LĐLĐ"]),
    ("⟦Nghị quyết số 10c/NQ-BCH⟧ của Ban Chấp hành Tổng Liên đoàn", ["Nghị quyết 10c/NQ-BCH"]),
    ("⟦Hướng dẫn 53/HD-ĐCT⟧, ⟦Hướng dẫn 60/HD-BTV⟧", ["Hướng dẫn 53/HD-ĐCT", "Hướng dẫn 60/HD-BTV"]),
    ("⟦Công văn số 8158-CV/TWĐTN-KHCN⟧", ["Công văn 8158-CV/TWĐTN-KHCN"]),
]
STATE = [
    ("⟦Nghị định số 34/2016/NĐ-CP⟧ ngày 14 tháng 5 năm 2016", ["Nghị định 34/2016/NĐ-CP"]),
    ("⟦Chỉ thị số 11/CT-CTUBND⟧ của Chủ tịch UBND tỉnh", ["Chỉ thị 11/CT-CTUBND"]),
    ("⟦Nghị quyết số 45/2024/NQ-HĐND⟧ của HĐND thành phố", ["Nghị quyết 45/2024/NQ-HĐND"]),
    ("⟦Công điện số 1322/CĐ-TTg⟧ ngày 10/10/2021", ["Công điện 1322/CĐ-TTg"]),
    ("⟦Thông báo số 263/TB-VPCP⟧ ngày 08/10/2021", ["Thông báo 263/TB-VPCP"]),
    ("⟦Công văn số 1129/TTg-KGVX⟧", ["Công văn 1129/TTg-KGVX"]),
    ("⟦Văn bản hợp nhất số 55/VBHN-VPQH⟧", ["Văn bản hợp nhất 55/VBHN-VPQH"]),
    ("⟦Quyết định số 5946/QĐ-ĐHQGHN⟧ của Giám đốc Đại học Quốc gia Hà Nội", ["Quyết định 5946/QĐ-ĐHQGHN"]),
    ("⟦Công văn số 1234/BGDĐT-GDTrH⟧ của Bộ Giáo dục và Đào tạo", ["Công văn 1234/BGDĐT-GDTrH"]),
    ("⟦Thông tư liên tịch số 163/2013/TTLT-BTC-BNV⟧", ["Thông tư liên tịch 163/2013/TTLT-BTC-BNV"]),
    ("⟦Thông tư liên tịch số 71/2007/TTLT/BTC-BNV⟧", ["Thông tư liên tịch 71/2007/TTLT/BTC-BNV"]),
    ("⟦Nghị quyết liên tịch số 01/2014/NQLT/CP-UBTƯMTTQVN⟧", ["Nghị quyết liên tịch 01/2014/NQLT/CP-UBTƯMTTQVN"]),
    ("⟦Luật số 64/2025/QH15⟧; ⟦Nghị quyết số 30/2026/QH16⟧", ["Luật 64/2025/QH15", "Nghị quyết 30/2026/QH16"]),
    ("⟦Pháp lệnh số 10/2009/PL-UBTVQH12⟧", ["Pháp lệnh 10/2009/PL-UBTVQH12"]),
    (
        "⟦Nghị quyết số 252/NQ-UBTVQH16⟧ và ⟦Nghị quyết số 70/2025/UBTVQH15⟧",
        ["Nghị quyết 252/NQ-UBTVQH16", "Nghị quyết 70/2025/UBTVQH15"],
    ),
    ("⟦Lệnh số 08/2001/L-CTN⟧ của Chủ tịch nước", ["Lệnh 08/2001/L-CTN"]),
    ("⟦Giấy phép số 303/GP-BTTTT⟧ ngày 15/7/2019", ["Giấy phép 303/GP-BTTTT"]),
    ("⟦Bản án số 12/2020/HS-ST⟧ ngày 20/5/2020 của Tòa án nhân dân huyện", ["Bản án 12/2020/HS-ST"]),
    ("⟦Kết luận thanh tra số 07/KL-TTr⟧ của Thanh tra tỉnh", ["Kết luận thanh tra 07/KL-TTr"]),
    ("⟦Tờ trình số 66/TTr-SNN⟧ của Sở Nông nghiệp", ["Tờ trình 66/TTr-SNN"]),
    ("⟦Nghị quyết số 30a/2008/NQ-CP⟧ về 61 huyện nghèo", ["Nghị quyết 30a/2008/NQ-CP"]),
    (
        "Căn cứ ⟦QCVN 01-1:2018/BYT⟧ và ⟦TCVN 5945:2005⟧",
        ["Quy chuẩn kỹ thuật quốc gia QCVN 01-1:2018/BYT", "Tiêu chuẩn quốc gia TCVN 5945:2005"],
    ),
    ("⟦Quyết định số 12/2012/QĐ-UBND⟧ của UBND huyện", ["Quyết định 12/2012/QĐ-UBND"]),
    ("⟦Quyết định số 1204/QĐ-BVHTTDL⟧", ["Quyết định 1204/QĐ-BVHTTDL"]),
    ("⟦Công văn số 3863 /UBND-ĐTXD⟧ về việc", ["Công văn 3863/UBND-ĐTXD"]),
    ("⟦Quyết định giám đốc thẩm số 05/2019/KDTM-GĐT⟧", ["Quyết định 05/2019/KDTM-GĐT"]),
]
HISTORY = [
    ("⟦Sắc lệnh số 23/SL⟧ năm 1946", ["Sắc lệnh 23/SL"]),
    ("⟦Sắc lệnh 18B/SL⟧", ["Sắc lệnh 18B/SL"]),
    ("⟦Sắc lệnh số 49⟧ ngày 12/10/1945", ["Sắc lệnh #49"]),
    ("⟦Nghị định số 322/HĐBT⟧ ngày 18/10/1991", ["Nghị định 322/HĐBT"]),
    ("⟦Quyết định số 93-CP⟧ ngày 17-6-1969 của Hội đồng Chính phủ", ["Quyết định 93-CP"]),
    ("⟦Quyết định số 327-CT⟧ của Chủ tịch Hội đồng Bộ trưởng", ["Quyết định 327-CT"]),
    ("⟦Nghị định số 15-CP⟧ ngày 02/3/1993", ["Nghị định 15-CP"]),
    ("⟦Luật số 21-LCT/HĐNN8⟧", ["Luật 21-LCT/HĐNN8"]),
    ("⟦Quyết định số 3698/QĐ-UB⟧ của UBND tỉnh Quảng Nam - Đà Nẵng", ["Quyết định 3698/QĐ-UB"]),
    ("⟦Thông tư liên bộ số 12/TT-LB⟧ ngày 18/6/1994", ["Thông tư liên bộ 12/TT-LB"]),
    ("⟦Quyết định số 1842/QĐ⟧ của Bộ Giáo dục", ["Quyết định 1842/QĐ"]),
    ("⟦Quyết định số 1141 TC/QĐ/CĐKT⟧ ngày 01/11/1995", ["Quyết định 1141-TC/QĐ/CĐKT"]),
    ("⟦Chỉ thị 202-TTg⟧ năm 1994", ["Chỉ thị 202-TTg"]),
]
NUMBER_ONLY = [
    ("việc thực hiện ⟦Nghị quyết 19⟧ còn chậm", ["Nghị quyết #19"]),
    ("theo ⟦quyết định 2898⟧ ngày 16/7/2010 của Ban Thường vụ", ["Quyết định #2898"]),
    ("⟦Pháp lệnh 34⟧ của Quốc hội", ["Pháp lệnh #34"]),
    ("⟦Pháp lệnh 34⟧ năm 2007 đã hết hiệu lực", ["Pháp lệnh #34/2007"]),
    ("⟦Nghị định 100/2019⟧ xử phạt nồng độ cồn", ["Nghị định #100/2019"]),
    ("⟦Nghị quyết 30a⟧ của Chính phủ", ["Nghị quyết #30a"]),
    ("học tập ⟦Chỉ thị 05⟧ gắn với ⟦Quy định 37⟧", ["Chỉ thị #5", "Quy định #37"]),
    ("Ban Chỉ đạo cải cách hành chính và ⟦Đề án 06⟧ họp phiên thứ ba", ["Đề án #6"]),
    ("Căn cứ ⟦Quy định thi hành Điều lệ Đảng số 23-QĐ/TW⟧ ngày 31-10-2006", ["Quy định 23-QĐ/TW"]),
    ("dạy nghề cho lao động nông thôn theo ⟦Đề án 1956⟧; Kế hoạch 2024", ["Đề án #1956"]),
    ("⟦Kế hoạch 67⟧ của Tỉnh ủy; ⟦Công văn 1234⟧ ngày 05/6/2020", ["Kế hoạch #67", "Công văn #1234"]),
    ("tiếp tục thực hiện ⟦CT05⟧, ⟦NQ18⟧ và ⟦NQ 19⟧", ["Chỉ thị #5", "Nghị quyết #18", "Nghị quyết #19"]),
    ("⟦QĐ số 2898⟧ ngày 16/7/2010", ["Quyết định #2898"]),
    ("⟦Thông tri 28⟧ của Trung ương Mặt trận Tổ quốc Việt Nam", ["Thông tri #28"]),
    ("⟦NGHỊ QUYẾT 18⟧, ⟦19⟧\nsau hai năm", ["Nghị quyết #18", "Nghị quyết #19"]),
    ("⟦Nghị quyết số 18⟧ ngày 25-10-2017 của Ban Chấp hành Trung ương", ["Nghị quyết #18"]),
]
LISTS = [
    ("các ⟦Quyết định số 217-QĐ/TW⟧, ⟦218-QĐ/TW⟧ của Bộ Chính trị", ["Quyết định 217-QĐ/TW", "Quyết định 218-QĐ/TW"]),
    ("⟦Nghị quyết số 18⟧, ⟦19-NQ/TW⟧ ngày 25/10/2017", ["Nghị quyết 18-NQ/TW", "Nghị quyết 19-NQ/TW"]),
    ("các ⟦Nghị quyết số 18⟧ và ⟦19-NQ/TW⟧", ["Nghị quyết 18-NQ/TW", "Nghị quyết 19-NQ/TW"]),
    ("⟦Quyết định 217⟧,⟦218⟧ của Bộ Chính trị", ["Quyết định #217", "Quyết định #218"]),
    ("⟦quyết định 217⟧ và ⟦218⟧ của Bộ Chính trị về giám sát", ["Quyết định #217", "Quyết định #218"]),
    ("⟦Quyết định 217⟧, ⟦218 – QĐ/TW⟧ của Bộ Chính trị", ["Quyết định 217-QĐ/TW", "Quyết định 218-QĐ/TW"]),
    (
        "⟦Luật số 43/2024/QH15⟧, số ⟦47/2024/QH15⟧ và số ⟦58/2024/QH15⟧",
        ["Luật 43/2024/QH15", "Luật 47/2024/QH15", "Luật 58/2024/QH15"],
    ),
    (
        "các ⟦Công văn số 12/UBND-VX⟧ ngày 02/3/2020, số ⟦15/UBND-VX⟧ ngày 05/3/2020",
        ["Công văn 12/UBND-VX", "Công văn 15/UBND-VX"],
    ),
    ("⟦Nghị định số 54/CP⟧, số ⟦94/1998/NĐ-CP⟧", ["Nghị định 54/CP", "Nghị định 94/1998/NĐ-CP"]),
    ("các ⟦Nghị quyết từ số 01⟧ đến số ⟦05-NQ/TU⟧", ["Nghị quyết 01-NQ/TU", "Nghị quyết 05-NQ/TU"]),
    (
        "⟦Kế hoạch số 12⟧, ⟦13⟧ và ⟦14-KH/HU⟧ của Huyện ủy",
        ["Kế hoạch 12-KH/HU", "Kế hoạch 13-KH/HU", "Kế hoạch 14-KH/HU"],
    ),
    (
        "⟦Chỉ thị số 15-CT/TU⟧; ⟦Kết luận số 20-KL/TU⟧; ⟦Quy định số 31-QĐ/TU⟧",
        ["Chỉ thị 15-CT/TU", "Kết luận 20-KL/TU", "Quy định 31-QĐ/TU"],
    ),
]
DAMAGED = [
    ("⟦Thông tư số 21/2017/TT- NHNN⟧ ngày 29/12/2017", ["Thông tư 21/2017/TT-NHNN"]),
    ("⟦Quyết định số 1716/QĐ-\nUBND⟧ ngày 03/8/2015", ["Quyết định 1716/QĐ-UBND"]),
    ("⟦Hướng dẫn Số: 16 -\nHD/BTCTW⟧ của Ban Tổ chức Trung ương", ["Hướng dẫn 16-HD/BTCTW"]),
    ("theo số⟦11-CT/TU⟧ của Tỉnh ủy", ["Chỉ thị 11-CT/TU"]),
    ("⟦Quyết định số 213-QÐ/TU⟧", ["Quyết định 213-QĐ/TU"]),
    ("⟦Thông tư số 51/2025/TT-BTС⟧", ["Thông tư 51/2025/TT-BTC"]),
    ("⟦Quyết định số 45/QD-UBND⟧, ⟦Nghị định số 28/1998/ND-CP⟧", ["Quyết định 45/QĐ-UBND", "Nghị định 28/1998/NĐ-CP"]),
    ("⟦Nghị quyết số 72-NQ-TW⟧", ["Nghị quyết 72-NQ/TW"]),
    ("⟦Kết luận số 126/KL/TW⟧", ["Kết luận 126-KL/TW"]),
    ("⟦công văn 858CV/ĐUK⟧ ngày 06/3/2019", ["Công văn 858-CV/ĐUK"]),
    ("⟦Nghị định số 121/2003/NĐCP⟧", ["Nghị định 121/2003/NĐ-CP"]),
    (
        "⟦Chương trình số 65-Ctr/TU⟧ và ⟦Chương trình số 66-CTR/TU⟧",
        ["Chương trình 65-CTr/TU", "Chương trình 66-CTr/TU"],
    ),
    ("⟦Chỉ thị số 33/ct-ttg⟧ ngày 26/11/2021", ["Chỉ thị 33/CT-TTg"]),
    (
        "⟦Đề án số O6-ĐA/TU⟧; ⟦Chỉ thị số l5-CT/TU⟧; ⟦Chỉ thị số I5-CT/TU⟧",
        ["Đề án 06-ĐA/TU", "Chỉ thị 15-CT/TU", "Chỉ thị 15-CT/TU"],
    ),
    (
        "⟦Chỉ thị số 11–CT/TU⟧, ⟦Chỉ thị số 12—CT/TU⟧, ⟦Chỉ thị số 13−CT/TU⟧",
        ["Chỉ thị 11-CT/TU", "Chỉ thị 12-CT/TU", "Chỉ thị 13-CT/TU"],
    ),
    ("⟦Quy chế\u00a0số\u00a022-QC/TU⟧", ["Quy chế 22-QC/TU"]),
    ("⟦Nghị quyết** số **18-NQ/TW⟧** ngày", ["Nghị quyết 18-NQ/TW"]),
    ("⟦Nghị quyết số <b>18-NQ/TW⟧</b>", ["Nghị quyết 18-NQ/TW"]),
    ("⟦Quyết định số 84 QĐ/TWĐTN⟧ và ⟦Thông báo số 326TB-UBND⟧", ["Quyết định 84-QĐ/TWĐTN", "Thông báo 326/TB-UBND"]),
    ("⟦Đề án số 06-DA/TU⟧ của Tỉnh ủy", ["Đề án 06-ĐA/TU"]),
    ("⟦Pháp lệnh số 34/2007/PL-UBTVQH XI⟧ về dân chủ", ["Pháp lệnh 34/2007/PL-UBTVQH11"]),
    ("⟦Nghị quyết số 30-NQ/2026/QH16⟧", ["Nghị quyết 30/2026/QH16"]),
    ("⟦Quyết định số 12/2001/QĐ.UB⟧", ["Quyết định 12/2001/QĐ-UB"]),
    ("⟦Quyết định số 15 3/2004/QĐ-TTg⟧ của Thủ tướng", ["Quyết định 153/2004/QĐ-TTg"]),
    ("⟦Chỉ thị số 15-CT/T.Ư⟧ của Ban Bí thư", ["Chỉ thị 15-CT/TW"]),
    ("⟦Công văn số 12/HDND-VP⟧ của Thường trực HĐND", ["Công văn 12/HĐND-VP"]),
    ("⟦Quyết định số 81/QĐ-UBND⟧  ngày 19/01/2022", ["Quyết định 81/QĐ-UBND"]),
    ("⟦Quyết định số 31/QĐ-TW⟧ ngày 01/10/1997", ["Quyết định 31-QĐ/TW"]),
]
MOVED = [
    ("⟦Chỉ thị của Ban Bí thư số 15-CT/TW⟧ ngày 07/7/2007", ["Chỉ thị 15-CT/TW"]),
    ("⟦Quyết định của Thủ tướng Chính phủ số 25/2000/QĐ-TTg⟧", ["Quyết định 25/2000/QĐ-TTg"]),
    ("⟦Nghị quyết của Bộ Chính trị (số 36-NQ/TW⟧ ngày 26/3/2004)", ["Nghị quyết 36-NQ/TW"]),
    (
        "⟦Công văn hỏa tốc số 276/UBND-NC⟧; ⟦Quyết định phê duyệt số 12/QĐ-SYT⟧",
        ["Công văn 276/UBND-NC", "Quyết định 12/QĐ-SYT"],
    ),
    ("⟦Quyết định phê duyệt dự án số 15/QĐ-UBND⟧", ["Quyết định 15/QĐ-UBND"]),
    ("⟦Kế hoạch hành động số 01-KH/TU⟧ ngày 01/7/2025", ["Kế hoạch hành động 01-KH/TU"]),
    ("UBND tỉnh đã có văn bản trả lời (số ⟦276/UBND-NCPC⟧)", ["Công văn 276/UBND-NCPC"]),
    ("Danh mục: 1 | ⟦30/2020/NĐ-CP⟧ | 05/3/2020 | Về công tác văn thư", ["Nghị định 30/2020/NĐ-CP"]),
    ("([⟦Nghị định 30/2020/NĐ-CP⟧](https://example.vn))", ["Nghị định 30/2020/NĐ-CP"]),
]
NONE = [
    "ban hành 02 Kế hoạch, 02 hướng dẫn, 6 công văn, 02 quyết định",
    "kỷ luật 13 đảng viên, khởi tố 8 vụ - 13 bị can",
    "24/28 doanh nghiệp, 15/19 tiêu chí, 8/8 huyện ủy",
    "Số: /QĐ-UBND ngày    tháng    năm 2023",
    "theo Quyết định số..../QĐ-UBND ngày....",
    "Chương trình 135 giai đoạn II, Dự án 661",
    "kế hoạch 5 năm 2021-2025 và Kế hoạch 6 tháng cuối năm",
    "các nghị quyết, chỉ thị của Đảng; nghị quyết đại hội Đảng các cấp, nhiệm kỳ 2020 - 2025",
    "Điện thoại: 024.6273.9468, ĐT 0276.3822.145",
    "Quyết định này có hiệu lực kể từ ngày 15/7/2020",
    "thông báo 15 người trúng tuyển; quyết định 4 đơn vị được thưởng",
    "báo cáo 6 tháng đầu năm 2022, Báo cáo 2021",
    "Kế hoạch 2023 của đơn vị đạt 102%",
    "theo mẫu số 04-ĐK-TCT ban hành kèm theo",
    "số 12/3 đường Nguyễn Trãi, số 60 Trần Phú, quận Ba Đình",
    "từ 2/3 số hộ; tỷ lệ 35.599/35.900",
    "Chỉ thị này thay cho các văn bản trước đây",
    "Kỳ họp thứ 7, Quốc hội khóa XV; Đại hội XIII của Đảng",
    "dịch cúm A/H5N1, đường 30/4, phường 1",
    "bản tin số 04/2024 và tạp chí số 12",
    "theo thông tư hướng dẫn số 05 UB-LB của liên bộ",
]
TABLES = {
    "party": PARTY,
    "mass": MASS,
    "state": STATE,
    "history": HISTORY,
    "number_only": NUMBER_ONLY,
    "lists": LISTS,
    "damaged": DAMAGED,
    "moved": MOVED,
}


@pytest.mark.parametrize(
    ("marked", "expected"),
    cases(TABLES),
)
def test_number_names_a_document(marked: str, expected: list[str]) -> None:
    assert read_marked(marked) == (marked, expected)


@pytest.mark.parametrize("text", NONE, ids=str)
def test_not_a_citation(text: str) -> None:
    assert read_marked(text) == (text, [])
