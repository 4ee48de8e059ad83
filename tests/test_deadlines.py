"""By when a task is to be done, as a day; whom it is for; what is no deadline and no task."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.flow import Findings
from extractors.tasks.deadlines import find_deadline

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Báo cáo kết quả trước ngày 15/12/2026.", date(2026, 12, 15)),
        ("Báo cáo trước ngày 15/12.", date(2026, 12, 15)),
        ("Trước 30/01 gửi báo cáo năm.", date(2027, 1, 30)),
        ("Trình Ban Thường vụ trong quý III.", date(2026, 9, 30)),
        ("Sơ kết vào quý IV/2027.", date(2027, 12, 31)),
        ("Hoàn thành trong tháng 4/2026.", date(2026, 4, 30)),
        ("Chậm nhất ngày 30 tháng 6 năm 2026 phải xong.", date(2026, 6, 30)),
        ("Chậm nhất 05 ngày làm việc kể từ ngày 06/3/2026 phải trả lời.", date(2026, 3, 13)),
        ("Gửi góp ý trong thời hạn 10 ngày kể từ ngày 02/3/2026.", date(2026, 3, 12)),
        ("Hoàn thành trong năm 2026.", date(2026, 12, 31)),
        ("Gửi kế hoạch trong tuần đầu tháng 4/2026.", date(2026, 4, 7)),
        ("Gửi kế hoạch trong tuần thứ hai của tháng 4/2026.", date(2026, 4, 14)),
        ("Báo cáo vào tuần cuối tháng 11/2026.", date(2026, 11, 30)),
        ("Thẩm định trong nửa đầu tháng 5.", date(2026, 5, 15)),
        ("Nộp hồ sơ trong 10 ngày đầu tháng 6/2026.", date(2026, 6, 10)),
        ("Kiện toàn Khối dân vận trước tháng 6/2026.", date(2026, 5, 31)),
        ("Kiện toàn Khối dân vận trước hết tháng 6/2026.", date(2026, 6, 30)),
        ("Sơ kết trước quý III/2026.", date(2026, 6, 30)),
    ],
)
def test_a_deadline_is_the_last_day_that_its_words_allow(words: str, day: date) -> None:
    deadline = find_deadline(words, DAY)
    assert deadline is not None
    assert deadline.day == day


@pytest.mark.parametrize(
    ("words", "recurs"),
    [
        ("Báo cáo hằng tháng trước ngày 20.", "month"),
        ("Gửi báo cáo trước ngày 10 hằng quý.", "quarter"),
        ("Định kỳ 6 tháng báo cáo Ban Thường vụ.", "half_year"),
        ("Mỗi năm chấm 02 lần: 6 tháng (trước ngày 10/6) và cả năm (trước ngày 25/11).", "year"),
    ],
)
def test_what_comes_again_has_no_one_day(words: str, recurs: str) -> None:
    deadline = find_deadline(words, DAY)
    assert deadline is not None
    assert (deadline.day, deadline.recurs) == (None, recurs)


@pytest.mark.parametrize(
    "words",
    [
        "Rà soát các văn bản ban hành trước ngày 01/7/2026.",
        "Chọn 01 điển hình để giới thiệu tại Hội nghị tổng kết (dự kiến 220 đại biểu, tổ chức trong tháng 12/2026).",
        "Thực hiện Quyết định số 12-QĐ/TU, ngày 15/12/2026 của Ban Thường vụ.",
        "Khắc phục hạn chế trước ngày 31/12/2025 đã nêu.",
        "Mở lớp 02 ngày cho cán bộ.",
    ],
)
def test_a_day_of_another_thing_is_no_deadline(words: str) -> None:
    assert find_deadline(words, DAY) is None


def test_a_deadline_that_the_text_does_not_date_keeps_its_words() -> None:
    deadline = find_deadline("Trả lời chậm nhất 05 ngày làm việc kể từ ngày nhận được văn bản.", DAY)
    assert deadline is not None
    assert (deadline.day, deadline.written[:9]) == (None, "chậm nhất")


HEAD = (
    "ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\nSố: 12/{letters}-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    "Độc lập - Tự do - Hạnh phúc\nLào Cai, ngày 02 tháng 3 năm 2026\n{type}\n{title}\n"
)


def test_a_task_tells_who_leads_with_whom_and_by_when() -> None:
    text = HEAD.format(letters="KH", type="KẾ HOẠCH", title="Thực hiện dân chủ ở cơ sở năm 2026")
    text += "V. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ chủ trì, phối hợp với Thanh tra tỉnh mở 13 lớp trong quý II.\n"
    task = next(task for task in Findings(text).tasks if task.number == "1")
    assert (task.assignee, task.joint, task.deadline_date) == ("Sở Nội vụ", "Thanh tra tỉnh", date(2026, 6, 30))


def test_results_of_a_report_are_no_tasks() -> None:
    text = HEAD.format(letters="BC", type="BÁO CÁO", title="Kết quả công tác quý I năm 2026")
    text += "Ủy ban nhân dân tỉnh báo cáo kết quả thực hiện nhiệm vụ như sau:\n"
    text += "1. Trong quý I, Ban Chỉ đạo tỉnh tổ chức 02 hội nghị với 215 đại biểu.\n"
    text += "2. Ủy ban nhân dân tỉnh đã ban hành đầy đủ các kế hoạch theo quy định.\n"
    assert [task for task in Findings(text).tasks if task.kind == "task"] == []
