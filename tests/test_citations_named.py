"""Mentions by name, session, congress and quoted title."""

import pytest

from tests.marked import cases, read_marked

LAWS = [
    ("thực hiện ⟦Pháp lệnh dân chủ ở cơ sở⟧", ["Pháp lệnh"]),
    ("theo ⟦Luật Đất đai năm 2013⟧ và ⟦Luật Nhà ở⟧", ["Luật 2013", "Luật"]),
    ("Căn cứ ⟦Luật tổ chức Hội đồng nhândân và Ủy ban nhân dân⟧ ngày 26/11/2003;", ["Luật"]),
    (
        "Căn cứ ⟦Luật sửa đổi, bổ sung một số điều của các Luật liên quan đến đầu tư xây dựng cơ bản⟧ ngày 19/6/2009;",
        ["Luật"],
    ),
    ("⟦Luật đất đai⟧ được sửa đổi", ["Luật"]),
    ("quy định của ⟦luật Đầu tư⟧", ["Luật"]),
    ("⟦Luật Phòng, chống tham nhũng 2018⟧, ⟦Luật Tố cáo 2018⟧", ["Luật 2018", "Luật 2018"]),
    ("⟦Luật Hôn nhân và gia đình⟧ quy định", ["Luật"]),
    ("⟦Luật Tổ chức HĐND và UBND⟧ ngày 26/11/2003", ["Luật"]),
    ("⟦Luật Bảo vệ môi trường năm 2020⟧ có hiệu lực", ["Luật 2020"]),
    ("⟦Luật Khiếu nại, tố cáo⟧; ⟦Luật Cán bộ, công chức⟧", ["Luật", "Luật"]),
    ("⟦Luật Tiếp công dân số 42/2013/QH13⟧", ["Luật 42/2013/QH13"]),
    ("⟦Luật Thuế thu nhập cá nhân (số 04/2007/QH12⟧ ngày 21/11/2007)", ["Luật 04/2007/QH12"]),
    ("⟦Luật Công nghiệp hạt nhân⟧ đang được soạn thảo", ["Luật"]),
    ("⟦Luật sửa đổi, bổ sung một số điều của Luật Báo chí⟧", ["Luật"]),
    ("⟦Luật sửa đổi, bổ sung một số điều của Luật Điện lực số 24/2012/QH13⟧", ["Luật 24/2012/QH13"]),
    ("⟦Luật PCTN 2018⟧ và ⟦Luật BHXH⟧", ["Luật 2018", "Luật"]),
    ("⟦LUẬT DOANH NGHIỆP 2020⟧", ["Luật 2020"]),
    ("⟦Luật Chuyển đổi số⟧ được trình Quốc hội", ["Luật"]),
    ("dự thảo ⟦Luật Đất đai⟧ (sửa đổi)", ["Luật"]),
    ("cho ý kiến về 4 luật gồm: ⟦Điện lực⟧, ⟦Nhà giáo⟧ và ⟦Việc làm⟧.", ["Luật", "Luật", "Luật"]),
    ("triển khai các luật: ⟦Đất đai⟧, ⟦Nhà ở⟧; đất đai được quản lý", ["Luật", "Luật"]),
    ("⟦Bộ luật Lao động 2019⟧; ⟦Bộ luật Hình sự năm 2015⟧", ["Bộ luật 2019", "Bộ luật 2015"]),
    ("⟦Bộ luật Dân sự số 91/2015/QH13⟧", ["Bộ luật 91/2015/QH13"]),
    ("khoản 1 Điều 138 ⟦BLHS⟧; ⟦BLHS năm 2015⟧", ["Bộ luật", "Bộ luật 2015"]),
    ("⟦Pháp lệnh Ưu đãi người có công với cách mạng⟧", ["Pháp lệnh"]),
    ("⟦Pháp lệnh Dân số năm 2003⟧", ["Pháp lệnh 2003"]),
    ("⟦Pháp lệnh phát hành công trái xây dựng Tổ quốc số 12/1999/PL-UBTVQH10⟧", ["Pháp lệnh 12/1999/PL-UBTVQH10"]),
    ("⟦Hiến pháp 1992⟧, ⟦Hiến pháp năm 2013⟧", ["Hiến pháp 1992", "Hiến pháp 2013"]),
    ("(trên cơ sở kế thừa ⟦Hiến pháp năm 1980⟧), ⟦Hiến pháp (năm 1992)⟧", ["Hiến pháp 1980", "Hiến pháp 1992"]),
    ("⟦Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam năm 2013⟧", ["Hiến pháp 2013"]),
    ("⟦Hiến pháp nước CHXHCN Việt Nam⟧", ["Hiến pháp"]),
    ("các luật: ⟦Luật Giá⟧, ⟦Luật Phí và lệ phí⟧", ["Luật", "Luật"]),
    ("⟦Luật Thanh niên⟧, ⟦Luật Trẻ em⟧ và ⟦Luật Người cao tuổi⟧", ["Luật", "Luật", "Luật"]),
]
CHARTERS = [
    ("nhiệm vụ do ⟦Điều lệ Đảng⟧ quy định", ["Điều lệ"]),
    ("⟦Điều lệ Đảng Cộng sản Việt Nam⟧", ["Điều lệ"]),
    ("⟦Điều lệ Công đoàn Việt Nam⟧ khóa XII", ["Điều lệ"]),
    ("chấp hành ⟦Điều lệ Hội Nông dân Việt Nam⟧", ["Điều lệ"]),
    ("⟦Điều lệ Đoàn TNCS Hồ Chí Minh⟧", ["Điều lệ"]),
    (
        "⟦Cương lĩnh xây dựng đất nước trong thời kỳ quá độ lên chủ nghĩa xã hội (bổ sung, phát triển năm 2011)⟧",
        ["Cương lĩnh 2011"],
    ),
    ("⟦Cương lĩnh năm 1991⟧", ["Cương lĩnh 1991"]),
    ("⟦Hiệp định CPTPP⟧ và ⟦Hiệp định EVFTA⟧", ["Hiệp định", "Hiệp định"]),
    ("⟦Công ước Liên hợp quốc về Luật Biển năm 1982⟧", ["Công ước 1982"]),
    ("⟦Hiệp định Đối tác toàn diện và tiến bộ xuyên Thái Bình Dương (CPTPP)⟧", ["Hiệp định"]),
    ("⟦Nghị định thư Kyoto⟧", ["Nghị định thư"]),
]
SESSIONS = [
    ("⟦Nghị quyết Đại hội VII Hội Nông dân Việt Nam⟧ được phổ biến", ["Nghị quyết (session)"]),
    ("⟦Nghị quyết Đại hội XII Hội Liên hiệp Phụ nữ Việt Nam⟧", ["Nghị quyết (session)"]),
    (
        "⟦Nghị quyết Đảng bộ tỉnh lần thứ XVIII⟧, ⟦Nghị quyết lần thứ XIX của Đảng bộ tỉnh⟧",
        ["Nghị quyết (session)"] * 2,
    ),
    ("⟦Nghị quyết Hội nghị lần thứ 7, Ban chấp hành Trung ương Đảng khóa X⟧ về nông nghiệp", ["Nghị quyết (session)"]),
    ("⟦Nghị quyết Trung ương 4 khóa XII⟧ về xây dựng Đảng", ["Nghị quyết (session)"]),
    ("⟦Nghị quyết Trung ương 4 (khóa XI)⟧", ["Nghị quyết (session)"]),
    ("⟦Nghị quyết Trung ương 4 khóa XII⟧, ⟦XIII⟧ về xây dựng", ["Nghị quyết (session)"] * 2),
    ("⟦Nghị quyết Trung ương 4 (Khóa XI⟧ và ⟦XII⟧)", ["Nghị quyết (session)"] * 2),
    ("⟦Nghị quyết Trung ương 5⟧, ⟦6 khóa XIII⟧", ["Nghị quyết (session)"] * 2),
    ("⟦NQTW4 (khóa XII)⟧; ⟦NQ Hội nghị Trung ương 4 (khóa XI)⟧", ["Nghị quyết (session)"] * 2),
    ("⟦Nghị quyết T.Ư 8 (khóa XI)⟧", ["Nghị quyết (session)"]),
    ("⟦Nghị Quyết Trung Ương 8 khóa XI⟧", ["Nghị quyết (session)"]),
    ("⟦nghị quyết TW 7 khoá X⟧", ["Nghị quyết (session)"]),
    ("⟦Nghị quyết Hội nghị lần thứ tư Ban Chấp hành Trung ương Đảng khóa XII⟧", ["Nghị quyết (session)"]),
    ("⟦Nghị quyết Hội nghị lần thứ 6, Ban Chấp hành Trung ương khóa XII⟧", ["Nghị quyết (session)"]),
    ("⟦Kết luận Hội nghị Trung ương 6 khóa XIII⟧", ["Kết luận (session)"]),
    ("⟦Nghị quyết Đại hội XIII của Đảng⟧", ["Nghị quyết (session)"]),
    ("⟦Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII của Đảng⟧", ["Nghị quyết (session)"]),
    ("⟦Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XI⟧", ["Nghị quyết (session)"]),
    ("⟦Nghị quyết Đại hội XV Đảng bộ tỉnh⟧, ⟦Nghị quyết Đại hội XIII Đảng bộ huyện⟧", ["Nghị quyết (session)"] * 2),
    ("⟦Nghị quyết Đại hội XII Công đoàn Việt Nam⟧", ["Nghị quyết (session)"]),
    ("⟦Nghị quyết Đại hội Đoàn toàn quốc lần thứ XI⟧", ["Nghị quyết (session)"]),
    ("⟦Nghị quyết Đại hội Hội Nông dân tỉnh lần thứ IX⟧, nhiệm kỳ 2018-2023", ["Nghị quyết (session)"]),
    ("⟦Nghị quyết Đại hội Đảng bộ tỉnh nhiệm kỳ 2020-2025⟧", ["Nghị quyết (session)"]),
    ("⟦Nghị quyết Đại hội Đảng lần thứ 12⟧", ["Nghị quyết (session)"]),
    ("⟦Văn kiện Đại hội XIII của Đảng⟧", ["Văn kiện (session)"]),
    ("⟦NGHỊ QUYẾT ĐẠI HỘI ĐẢNG BỘ TỈNH LẦN THỨ XVI⟧", ["Nghị quyết (session)"]),
    (
        "nghị quyết đại hội Đảng các cấp nhiệm kỳ 2020 - 2025 và ⟦Đại hội Đảng toàn quốc lần thứ XIII⟧",
        ["Nghị quyết (session)"],
    ),
    (
        "⟦Nghị quyết Đại hội XIII của Đảng⟧, ⟦Đại hội Đảng bộ tỉnh lần thứ XVI⟧ và ⟦Đại hội Đảng bộ huyện lần thứ XX⟧",
        ["Nghị quyết (session)"] * 3,
    ),
    ("⟦Nghị quyết Kỳ họp thứ 4, Quốc hội khóa XV⟧", ["Nghị quyết (session)"]),
    ("⟦Nghị quyết Trung ương 3 khóa X⟧ và ⟦Trung ương 5 khóa XI⟧", ["Nghị quyết (session)"] * 2),
]
TITLED = [
    ("phê duyệt ⟦Đề án “Đổi mới phong cách, lề lối làm việc”⟧", ["Đề án (titled)"]),
    ('thực hiện ⟦Kế hoạch "Mỗi xã một sản phẩm giai đoạn 2018-2020"⟧', ["Kế hoạch (titled)"]),
    ("⟦Nghị quyết về “Xây dựng Đảng trong sạch, vững mạnh”⟧ được thông qua", ["Nghị quyết (titled)"]),
    ("triển khai ⟦Chương trình “Sóng và máy tính cho em”⟧", ["Chương trình (titled)"]),
    ("⟦đề án “Sắp xếp ấp, khóm và tinh giản cán bộ”⟧", ["Đề án (titled)"]),
]
NONE = [
    "Căn cứ Luật này và Luật pháp hiện hành",
    "chấp hành pháp luật, kỷ luật đảng; luật sư, Hội Luật gia, Khoa Luật, Trường Đại học Luật Hà Nội",
    "Luật này quy định; Luật có hiệu lực; các luật về thuế",
    "KỶ LUẬT LAO ĐỘNG, TRÁCH NHIỆM VẬT CHẤT",
    "điều lệ công ty; Điều lệnh quản lý bộ đội",
    "nghị quyết đại hội Đảng các cấp; Nghị quyết Trung ương Đảng; nghị quyết của Trung ương",
    "hiến pháp và pháp luật; vi hiến, hợp hiến pháp",
    "phong trào “Dân vận khéo”; phương châm “Dân biết, dân bàn, dân làm, dân kiểm tra”",
    "cuộc thi “Tìm hiểu biển đảo”, chuyên đề “Học tập và làm theo”",
    "hiệp định song phương; công ước quốc tế",
    "Đại hội XIII của Đảng đã thành công; Hội nghị Trung ương 4 khóa XII họp tại Hà Nội",
    "Công ty Luật TNHH Hoàng Gia, Văn phòng Luật sư Sài Gòn",
]
TABLES = {
    "laws": LAWS,
    "charters": CHARTERS,
    "sessions": SESSIONS,
    "titled": TITLED,
}


@pytest.mark.parametrize(
    ("marked", "expected"),
    cases(TABLES),
)
def test_name_names_a_document(marked: str, expected: list[str]) -> None:
    assert read_marked(marked) == (marked, expected)


@pytest.mark.parametrize("text", NONE, ids=str)
def test_not_a_citation(text: str) -> None:
    assert read_marked(text) == (text, [])
