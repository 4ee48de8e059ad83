"""What documents order and what they admit."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.header.find import read_metadata
from extractors.layout.find import find_boilerplate, find_sections
from extractors.model import Metadata, Task
from extractors.tasks.find import find_tasks


def read(text: str, metadata: Metadata | None = None) -> tuple[Task, ...]:
    boilerplate = find_boilerplate(text)
    sections = find_sections(text, (), boilerplate)
    return find_tasks(text, sections, metadata or read_metadata(text, sections, boilerplate))


DIRECTIVE = """TỈNH ỦY HÀ GIANG          ĐẢNG CỘNG SẢN VIỆT NAM
*                         Hà Giang, ngày 02 tháng 3 năm 2020
Số 41-CT/TU

CHỈ THỊ
về tăng cường phòng, chống cháy rừng

Năm 2019 toàn tỉnh xảy ra 12 vụ cháy. Ban Thường vụ Tỉnh ủy yêu cầu:

1. Các huyện ủy, thành ủy lãnh đạo tuyên truyền đến 100% thôn bản, hoàn thành trước ngày 15/4/2020.
2. Phấn đấu đến năm 2025:
a) 90% diện tích rừng có chủ rừng cụ thể;
b) không để xảy ra cháy lớn.
3. Ban cán sự đảng UBND tỉnh chỉ đạo mua 40 máy bơm trong quý II/2020.
4. Giao Ban Tuyên giáo Tỉnh ủy chủ trì, phối hợp với Báo Hà Giang đưa tin, bài.

Chỉ thị này phổ biến đến chi bộ.

Nơi nhận:                 T/M BAN THƯỜNG VỤ
- Các huyện ủy,           BÍ THƯ
- Lưu Văn phòng.          Đặng Văn Chỉnh
"""
REPORT = """UBND XÃ PÀ VẦY SỦ     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 18/BC-UBND        Độc lập - Tự do - Hạnh phúc

BÁO CÁO
Kết quả thực hiện quy chế dân chủ năm 2021

Ủy ban nhân dân xã báo cáo như sau:
I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ
1. Đã tổ chức 14 cuộc họp thôn với 612 lượt người.
- Tiếp 9 lượt công dân.
II. TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN
Một số thôn họp chưa đều, ghi chép sơ sài. Còn 2 đơn chậm trả lời.
- Cán bộ kiêm nhiệm nhiều việc, kinh phí hạn hẹp.
III. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2022
- Tổ chức ít nhất 12 cuộc đối thoại, trong năm 2022.
- Công khai 100% khoản thu.
Nơi nhận:
- UBND huyện;
"""


def test_directive_orders_one_task_an_item() -> None:
    assert [(task.kind, task.number, task.assignee, task.deadline) for task in read(DIRECTIVE)] == [
        ("task", "1", "Các huyện ủy, thành ủy", "hoàn thành trước ngày 15/4/2020"),
        ("task", "a", None, None),
        ("task", "b", None, None),
        ("task", "3", "Ban cán sự đảng UBND tỉnh", "trong quý II/2020"),
        ("task", "4", "Ban Tuyên giáo Tỉnh ủy", None),
    ]


def test_report_admits_and_plans() -> None:
    assert [(task.kind, task.text) for task in read(REPORT)] == [
        ("limitation", "Một số thôn họp chưa đều, ghi chép sơ sài."),
        ("limitation", "Còn 2 đơn chậm trả lời."),
        ("limitation", "- Cán bộ kiêm nhiệm nhiều việc, kinh phí hạn hẹp."),
        ("task", "- Tổ chức ít nhất 12 cuộc đối thoại, trong năm 2022."),
        ("task", "- Công khai 100% khoản thu."),
    ]


@pytest.mark.parametrize(
    ("lead", "count"),
    [
        ("Thời gian tới, các cấp ủy cần tập trung thực hiện một số nhiệm vụ sau:", 2),
        ("Huyện ủy chỉ đạo các đơn vị:", 2),
        ("Qua đó rút ra một số bài học kinh nghiệm cần thực hiện như sau:", 0),
        ("Kết quả cụ thể:", 0),
    ],
    ids=repr,
)
def test_a_lead_decides_what_follows_it(lead: str, count: int) -> None:
    text = f"Tin ngắn\n{lead}\nMột là, tiếp tục quán triệt Chỉ thị đến chi bộ.\nHai là, kiểm tra 12 đơn vị trong quý.\n"
    found = read(text, Metadata(kind="news"))
    assert len(found) == count
    assert all(task.number in ("Một là", "Hai là") for task in found)


def test_press_admits_in_a_paragraph() -> None:
    text = (
        "Tin ngắn\nNăm qua đã mở 12 lớp tập huấn cho cán bộ.\n"
        "Tuy nhiên, công tác này vẫn còn một số hạn chế: nhiều xã chưa họp đều. Kinh phí còn thiếu so với yêu cầu.\n"
    )
    assert [(task.kind, task.text) for task in read(text, Metadata(kind="news"))] == [
        ("limitation", "Tuy nhiên, công tác này vẫn còn một số hạn chế: nhiều xã chưa họp đều."),
        ("limitation", "Kinh phí còn thiếu so với yêu cầu."),
    ]


def test_a_law_orders_only_those_it_names() -> None:
    text = (
        "CHÍNH PHỦ\nSố: 9/2021/NĐ-CP\nNGHỊ ĐỊNH\nVề vật liệu\n\nCăn cứ Luật Xây dựng;\n"
        "Điều 1. Giải thích từ ngữ\n1. Vật liệu là sản phẩm dùng trong công trình xây dựng.\n"
        "Điều 2. Trách nhiệm thi hành\n1. Bộ Xây dựng chủ trì hướng dẫn Nghị định này.\n2. Định mức theo phụ lục.\n"
    )
    assert [(task.number, task.assignee) for task in read(text)] == [("1", "Bộ Xây dựng")]


def test_a_heading_of_a_coming_year_holds_tasks() -> None:
    text = "I. Kết quả nổi bật\n- Đã làm 286 nhà cho hộ nghèo.\nII. Năm 2023\n- Vận động làm 300 nhà cho hộ nghèo.\n"
    found = read(text, Metadata(kind="report", date=date(2022, 12, 5)))
    assert [task.text for task in found] == ["- Vận động làm 300 nhà cho hộ nghèo."]


def test_a_heading_that_names_a_body_assigns_its_items() -> None:
    text = (
        "III. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ\na) Theo dõi việc thực hiện kế hoạch này.\n"
        "2. Các xã\n- Báo cáo kết quả hằng quý.\n"
    )
    assert [task.assignee for task in read(text, Metadata(kind="directive"))] == ["Sở Nội vụ", "Các xã"]


def test_principles_are_no_tasks() -> None:
    text = (
        "UBND TỈNH LÀO CAI\nSố: 5/QĐ-UBND\nQUYẾT ĐỊNH\nPhê duyệt\n\nQUYẾT ĐỊNH:\n"
        "I. QUAN ĐIỂM\n1. Coi trọng công tác dân vận ở cơ sở.\n"
    )
    assert read(text) == ()


def test_measures_and_the_force_of_a_guideline_are_no_tasks() -> None:
    text = (
        "BAN DÂN VẬN TỈNH ỦY HÀ NAM\nSố 15-HD/BDVTU\nHƯỚNG DẪN\nxếp loại tổ dân vận\n\n"
        "Ban Dân vận Tỉnh ủy hướng dẫn như sau:\n"
        "I- TIÊU CHÍ\n1. Nội dung hoạt động của tổ:\n- Có chương trình công tác năm;\n- Họp mỗi tháng một lần.\n"
        "2. Hồ sơ xét công nhận gửi về Ban trước ngày 30/11.\n"
        "II- CÁCH LÀM\n1. Tổ dân vận gửi bản tự chấm về Khối trước ngày 20/11.\n"
        "2. Loại tốt: từ 85 điểm trở lên;\n3. Nắm chắc tình hình Nhân dân: 30 điểm.\n"
        "4. Hướng dẫn này thay thế Hướng dẫn số 03-HD/BDVTU.\n"
    )
    assert [task.text[:9] for task in read(text)] == ["2. Hồ sơ ", "1. Tổ dân"]


def test_paragraphs_under_the_title_of_a_report_are_no_tasks() -> None:
    text = (
        "BÁO CÁO CÔNG TÁC DÂN VẬN NĂM 2025 VÀ PHƯƠNG HƯỚNG,\nNHIỆM VỤ NĂM 2026 TỈNH HÀ NAM\n\n"
        "I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO\n"
        "Năm 2025, công tác kiểm tra được triển khai nghiêm túc tại 42 cơ quan, đơn vị trong toàn tỉnh.\n"
        "II. NHIỆM VỤ NĂM 2026\n1. Kiểm tra 20 đơn vị về dân chủ ở cơ sở.\n"
    )
    found = read(text, Metadata(kind="report", date=date(2025, 12, 5)))
    assert [task.text for task in found] == ["1. Kiểm tra 20 đơn vị về dân chủ ở cơ sở."]


@pytest.mark.parametrize(
    ("words", "lead"),
    [
        ("Các huyện ủy, thị ủy, thành ủy gửi báo cáo trước ngày 15/11/2026.", "Các huyện ủy, thị ủy, thành ủy"),
        ("Sở Nội vụ trình Ủy ban nhân dân tỉnh ban hành quyết định.", "Sở Nội vụ"),
        ("Giao Văn phòng Tỉnh ủy đôn đốc thực hiện.", "Văn phòng Tỉnh ủy"),
        ("Đảng ủy các xã, phường tiếp tục rà soát quy chế.", "Đảng ủy các xã, phường"),
        ("Ban Quản lý chương trình mục tiêu quốc gia tham mưu kế hoạch.", "Ban Quản lý chương trình mục tiêu quốc gia"),
        ("Báo cáo kết quả gửi về Ban Dân vận Tỉnh ủy trước ngày 20/11.", None),
        ("Thủ trưởng cơ quan trực tiếp tiếp công dân đủ số ngày.", "Thủ trưởng cơ quan"),
        ("Các cấp ủy, tổ chức đảng quán triệt Quy định.", "Các cấp ủy, tổ chức đảng"),
        ("Cấp xã: khoảng 280 hội nghị tại 152 xã, phường.", "Cấp xã"),
        ("Mỗi xã, phường tổ chức ít nhất 01 cuộc đối thoại.", "Mỗi xã, phường"),
        ("Đối với Thành ủy Lào Cai: báo cáo thêm việc bàn giao mặt bằng.", "Thành ủy Lào Cai"),
        ("Đề nghị Ủy ban MTTQ Việt Nam tỉnh giám sát ít nhất 10 xã.", "Ủy ban MTTQ Việt Nam tỉnh"),
        ("Kế hoạch này thay Kế hoạch cũ. Giao Chánh Văn phòng đôn đốc việc thực hiện.", "Chánh Văn phòng"),
        ("**Ban Dân vận Tỉnh ủy** tham mưu sửa đổi Quy chế.", "Ban Dân vận Tỉnh ủy"),
        ("**Các huyện ủy, thị ủy**: 100% xã tổ chức đối thoại.", "Các huyện ủy, thị ủy"),
        ("Thành lập 02 đoàn kiểm tra việc thực hiện Quy chế.", None),
        ("Ban hành hướng dẫn chấm điểm, tổ chức tập huấn.", None),
        ("Tổng kết 05 năm thực hiện Kết luận.", None),
        ("Các ban xây dựng Đảng, Văn phòng Tỉnh ủy chủ động tham mưu.", "Các ban xây dựng Đảng, Văn phòng Tỉnh ủy"),
        ("Giao các ban xây dựng Đảng Huyện ủy thẩm định đề án.", "các ban xây dựng Đảng Huyện ủy"),
        ("Giao các ban xây dựng Đảng Huyện ủy tham mưu đề án.", "các ban xây dựng Đảng Huyện ủy"),
    ],
)
def test_the_lead_ends_before_what_it_is_to_do(words: str, lead: str | None) -> None:
    (task,) = read(f"III. TỔ CHỨC THỰC HIỆN\n1. {words}\n", Metadata(kind="directive"))
    assert (task.number, task.assignee) == ("1", lead)


@pytest.mark.parametrize(
    ("words", "joint"),
    [
        ("Sở Tư pháp chủ trì, phối hợp với Sở Nội vụ hoàn thành trước ngày 15/12/2026.", "Sở Nội vụ"),
        ("Phòng Tài chính phối hợp với UBND các xã lập danh sách hộ được hỗ trợ.", "UBND các xã"),
        ("Hội Nông dân tỉnh phối hợp với Ngân hàng Chính sách xã hội cung cấp số liệu.", "Ngân hàng Chính sách xã hội"),
        ("Công an xã phối hợp với các ban xây dựng Đảng rà soát hồ sơ.", "các ban xây dựng Đảng"),
    ],
)
def test_who_helps_ends_before_what_there_is_to_do(words: str, joint: str | None) -> None:
    (task,) = read(f"III. TỔ CHỨC THỰC HIỆN\n1. {words}\n", Metadata(kind="directive"))
    assert task.joint == joint


@pytest.mark.parametrize(
    "words",
    [
        "Công văn này thay thế Công văn số 1530/UBND-NC ngày 18/4/2017.",
        "Bãi bỏ Chỉ thị số 08/CT-UBND ngày 17 tháng 5 năm 2017 của Chủ tịch Ủy ban nhân dân tỉnh.",
        "Sửa đổi khoản 3 Điều 5 Quy định như sau: thời hạn niêm yết là 10 ngày.",
        "Kinh phí phối hợp do ngân sách tỉnh bảo đảm, không quá 250 triệu đồng/năm.",
        "Nghị quyết số 25-NQ/TW, ngày 03/6/2013 của Ban Chấp hành Trung ương khóa XI;",
        "Các Quyết định số 217-QĐ/TW, 218-QĐ/TW, ngày 12/12/2013 của Bộ Chính trị.",
    ],
)
def test_what_gives_nobody_anything_to_do(words: str) -> None:
    text = f"III. TỔ CHỨC THỰC HIỆN\n1. {words}\n2. Sở Nội vụ theo dõi việc thực hiện.\n"
    assert [task.number for task in read(text, Metadata(kind="directive"))] == ["2"]


def test_a_list_of_what_to_report_is_one_task() -> None:
    text = (
        "Ban Dân vận Tỉnh ủy đề nghị:\n1. Rà soát việc thực hiện các văn bản sau, nêu rõ chỗ khó:\n"
        "- Quy định số 11-QĐi/TW về tiếp dân, đối thoại;\n- Tiểu dự án 1 thuộc Chương trình mục tiêu quốc gia.\n"
        "2. Báo cáo theo 04 nhóm số liệu sau (tính đến hết ngày 31/8/2024):\na) Số cuộc đối thoại ở ba cấp;\n"
        "b) Kinh phí chi cho công tác dân vận cơ sở.\n3. Chọn 01 điển hình để giới thiệu.\n"
    )
    assert [task.number for task in read(text, Metadata(kind="directive"))] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("heading", "holds"),
    [
        ("7. Trọng tâm quý IV", True), ("III. CÔNG VIỆC QUÝ I/2026", True), ("D- QUÝ IV LÀM GÌ", True),
        ("5. Việc phải làm trong quý IV/2025", True), ("4. Chương trình công tác quý IV/2025", True),
        ("II. VIỆC CHƯA LÀM ĐƯỢC", False), ("2. Công việc đã làm trong quý", False),
    ],
)  # fmt: skip
def test_headings_of_the_work_to_come(heading: str, holds: bool) -> None:
    text = f"{heading}\n- Kết nạp thêm 13 người; mở 05 hội nghị quán triệt; kiểm tra 03 chi bộ.\n"
    assert ([task.kind for task in read(text, Metadata(kind="report"))] == ["task"]) == holds


def test_a_report_without_headings_plans_in_its_last_paragraph() -> None:
    text = (
        "Quý III, Đảng bộ xã dồn sức cho thu ngân sách. Kết quả như sau:\n"
        "Về lòng dân: hiện 24 mô hình còn chạy tốt, tiếp công dân 93 lượt, xử xong 09 đơn trong quý này.\n"
        "Sang quý IV, Đảng ủy đặt ra: 10 hội nghị về nghị quyết; kết nạp 10 quần chúng.\n"
    )
    (task,) = read(text, Metadata(kind="report"))
    assert task.text.startswith("Sang quý IV")


def test_rows_quotes_and_furniture_are_no_tasks() -> None:
    text = (
        "III. NHIỆM VỤ\nTT | Nội dung | Đơn vị\n1 | Mở 3 lớp tập huấn | Ban Dân vận\n"
        "“1. Sửa đổi khoản 2 như trên.”\n1. Mở 3 lớp tập huấn cho cán bộ xã.\nCác tin khác\n"
        "- Nậm Pồ làm 3 km đường bê tông\n"
    )
    assert [task.text for task in read(text, Metadata(kind="report"))] == ["1. Mở 3 lớp tập huấn cho cán bộ xã."]


def test_a_wrapped_item_is_one_task() -> None:
    text = (
        "III. NHIỆM VỤ\n1. Tổ chức đối thoại với Nhân dân ở các xã\nvùng cao, báo cáo trước 30/10.\n"
        "2. Mở 3 lớp tập huấn nghiệp vụ.\n"
    )
    first, second = read(text, Metadata(kind="report"))
    assert first.text == "1. Tổ chức đối thoại với Nhân dân ở các xã\nvùng cao, báo cáo trước 30/10."
    assert (first.deadline, second.number) == ("báo cáo trước 30/10", "2")


def test_running_prose_holds_one_task_for_each_spoken_number() -> None:
    text = (
        "III. NHIỆM VỤ\nTập trung làm tốt các việc sau. Một là, quán triệt nghị quyết ở mọi chi bộ. "
        "Hai là, xây dựng mới 30 mô hình trước ngày 30/9/2023. Ba là, kiểm tra 12 chi bộ.\n"
    )
    found = read(text, Metadata(kind="report"))
    assert [(task.number, task.deadline) for task in found] == [
        ("Một là", None),
        ("Hai là", "trước ngày 30/9/2023"),
        ("Ba là", None),
    ]
    assert found[2].text == "Ba là, kiểm tra 12 chi bộ."


def test_a_paragraph_that_names_several_bodies_is_a_task_for_each() -> None:
    text = (
        "III. TỔ CHỨC THỰC HIỆN\nCác huyện ủy xây dựng kế hoạch, báo cáo trước ngày 30/4/2021. "
        "Ban Tuyên giáo Tỉnh ủy hướng dẫn tuyên truyền. Văn phòng Tỉnh ủy theo dõi, đôn đốc.\n"
    )
    assert [task.assignee for task in read(text, Metadata(kind="directive"))] == [
        "Các huyện ủy",
        "Ban Tuyên giáo Tỉnh ủy",
        "Văn phòng Tỉnh ủy",
    ]


@given(
    st.text(alphabet="1.a)-Nhiệm vụ yêu cầu:\nGiao Ban Một là, Điều", max_size=500),
    st.sampled_from(["report", "directive", "news"]),
)
def test_spans_are_exact_and_ordered(text: str, kind: str) -> None:
    found = read(text, Metadata(kind=kind))
    assert all(text[task.start : task.end] == task.text for task in found)
    assert all(left.start < right.start for left, right in pairwise(found))


NEWS = Metadata("news", date=date(2026, 3, 10), place="Phú Thọ", title="Xã họp giao ban tháng 3")


@pytest.mark.parametrize(
    ("text", "ordered"),
    [
        (
            "Xã thu 4 tỷ đồng. Bí thư Đảng ủy xã yêu cầu các chi bộ gửi danh sách trước ngày 25/3. Hội nghị bế mạc.",
            ["Bí thư Đảng ủy xã yêu cầu các chi bộ gửi danh sách trước ngày 25/3."],
        ),
        (
            "Kết luận buổi làm việc, Chủ tịch UBND xã giao phòng Kinh tế trình phương án chậm nhất ngày 30/4/2026.",
            ["Kết luận buổi làm việc, Chủ tịch UBND xã giao phòng Kinh tế trình phương án chậm nhất ngày 30/4/2026."],
        ),
        ("Bí thư Đảng ủy xã yêu cầu các chi bộ tiếp tục làm tốt công tác dân vận.", []),
        ("Đồng chí Bí thư dự giao ban quý, trước ngày 25/3 sẽ đi cơ sở.", []),
        ("Người dân đề nghị sửa cầu trước ngày 25/3.", []),
    ],
)
def test_a_press_page_tells_orders_with_their_day(text: str, ordered: list[str]) -> None:
    tasks = find_tasks(text, (), NEWS, ())
    assert [task.text for task in tasks] == ordered
    assert all(task.deadline_date for task in tasks)
