"""Kinds of wording that made sums of communes differ from what a person counts, in other words than theirs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from extractors.figures.find import find_figures
from pipeline.annotate import annotate
from pipeline.archive.resolve import resolve_archive
from pipeline.readers.ingest import read_text
from pipeline.run.store import connect
from pipeline.run.write import write_record

HEAD = (
    "ĐẢNG ỦY XÃ LẠC SƠN\nSố 12-BC/ĐU\nLạc Sơn, ngày 20 tháng 12 năm 2025\nBÁO CÁO\nkết quả công tác quý IV năm 2025\n"
)
SUMMED = [
    ("Số chi bộ được giám sát ít hơn kế hoạch 03 chi bộ.", "3", "change"),
    ("Chi bộ được kiểm tra kém hơn nghị quyết 14 chi bộ.", "14", "change"),
    ("Hội nghị tuyên truyền ít hơn cùng kỳ 06 hội nghị.", "6", "change"),
    ("Đơn thư nhiều hơn quý trước 05 đơn.", "5", "change"),
    ("Lượng văn bản thấp hơn năm trước 17 văn bản.", "17", "change"),
    ("Đã giám sát 08 chi bộ.", "8", "adds"),
    ("Xã đăng 120 bài, 15 bài có hơn 1.100 lượt chia sẻ.", "1100", "rate"),
    ("Đài truyền thanh làm 45 phóng sự, 07 phóng sự có trên 2.000 lượt nghe.", "2000", "rate"),
    ("Trong các clip của Đoàn xã, 04 clip có từ 7.500 lượt xem.", "7500", "rate"),
    ("Hội Phụ nữ đăng 26 video, trong đó 11 video có hơn 5.300 lượt xem.", "5300", "rate"),
    ("Công an xã đăng 38 bản tin, 09 bản tin có trên 4.100 lượt tương tác.", "4100", "rate"),
    ("Trang của xã có trên 9.600 lượt xem.", "9600", "adds"),
    ("Có 03 đơn tranh chấp đất đai tại thôn Đồng Bãi đang xem xét.", "3", "stock"),
    ("Xã còn 02 vụ việc liên quan đến thừa kế đang xác minh.", "2", "stock"),
    ("Tòa án có 04 vụ án ly hôn của công dân trong xã đang thụ lý.", "4", "stock"),
    ("Còn 05 kiến nghị của cử tri về đường điện thôn Vàng chưa giải quyết xong.", "5", "stock"),
    ("Hai đơn về lối đi chung của các hộ xóm Trên đang chờ kết quả đo đạc.", "2", "stock"),
    ("Đã nhận 12 đơn về đất đai.", "12", "adds"),
    ("Giải quyết 07 vụ việc, hộ dân không khiếu nại.", "7", "adds"),
]
CAME = [
    ("Có 31 lượt người dân đến phản ánh việc cấp đất.", "31", False),
    ("Trong kỳ, 44 lượt người được cán bộ tiếp.", "44", False),
    ("Có 52 lượt người dân đến kiến nghị về đường thôn.", "52", False),
    ("Đã có 63 lượt người được lãnh đạo xã tiếp trực tiếp.", "63", False),
    ("Có 71 lượt người dân đến khiếu nại.", "71", False),
    ("Có 85 lượt người dân dự hội nghị.", "85", True),
    ("Mùa hè khách lên Tam Đảo đông trở lại, ước 640 nghìn lượt.", "640000", False),
    ("Khách đến đền Hùng dịp lễ đạt 120.000 lượt.", "120000", False),
    ("Lượng khách du lịch về xã ước 8.400 lượt.", "8400", False),
    ("Khu du lịch đón khách trở lại, được 3.150 lượt.", "3150", False),
    ("Số du khách tham quan hang động là 2.730 lượt.", "2730", False),
    ("Số người dự học nghị quyết là 915 lượt.", "915", True),
]
ROWS = [
    ("Buổi chính quyền đối thoại", "Người tham gia các buổi đối thoại", True),
    ("Hội nghị truyền đạt nghị quyết (hội nghị)", "Người nghe truyền đạt (lượt)", True),
    ("Số hội nghị", "Số người dự", True),
    ("Lớp bồi dưỡng lý luận", "Học viên theo học các lớp", True),
    ("Số cuộc họp thôn", "Lượt người dự họp thôn", True),
    ("Hội nghị tuyên truyền", "Người tham gia bảo hiểm y tế", False),
    ("Số văn bản", "Số người dự", False),
]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    connection = connect(tmp_path_factory.mktemp("kinds") / "a.db", create=True)
    text = HEAD + "\n".join(sentence for sentence, *_ in (*SUMMED, *CAME)) + "\n"
    write_record(connection, annotate(read_text(text, "kinds.txt")), "test")
    resolve_archive(connection)
    yield connection
    connection.close()


@pytest.mark.parametrize(("sentence", "value", "flag"), SUMMED, ids=[row[0] for row in SUMMED])
def test_a_difference_or_a_bound_is_not_added_up(
    told: sqlite3.Connection, sentence: str, value: str, flag: str
) -> None:
    query = "SELECT summing FROM v_figures WHERE value = ? AND sentence = ?"
    assert [row["summing"] for row in told.execute(query, (float(value), sentence))] == [flag]


@pytest.mark.parametrize(("sentence", "value", "came"), CAME, ids=[row[0] for row in CAME])
def test_who_came_to_be_received_or_as_tourists_came_to_no_event(
    told: sqlite3.Connection, sentence: str, value: str, came: bool
) -> None:
    query = "SELECT count(*) FROM {} WHERE {} = ? AND sentence = ?"
    (read,) = told.execute(query.format("v_figures", "value"), (float(value), sentence)).fetchone()
    (counted,) = told.execute(query.format("v_attendance", "attended"), (float(value), sentence)).fetchone()
    assert (read, counted) == (1, int(came))


@pytest.mark.parametrize(("held", "came", "linked"), ROWS, ids=[f"{row[0]} / {row[1]}" for row in ROWS])
def test_the_row_below_tells_who_came(held: str, came: str, linked: bool) -> None:
    table = f"TT | Nội dung | Số liệu\n1 | {held} | 8\n2 | {came} | 659\n3 | Hộ nghèo | 41\n"
    figures = find_figures(table)
    attended = next(figure for figure in figures if figure.value == 659)
    assert (attended.role == "attendees" and attended.of_figure == 0) is linked
