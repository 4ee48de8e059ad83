"""What was held: how many, about what, by whom, who came; wherever in the sentence it stands, and in the database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from extractors.figures.conferences import find_conferences
from extractors.figures.find import find_figures
from extractors.model import Metadata
from pipeline.annotate import annotate
from pipeline.readers.ingest import read_text
from pipeline.run.store import connect
from pipeline.run.write import write_record

TOLD = [
    ("149 hội nghị quán triệt Quy chế số 22-QC/TU được tổ chức với 6.558 người dự.",
     ("quán triệt Quy chế số 22-QC/TU", None, 6558, None)),
    ("Ban Dân vận Tỉnh ủy đã tổ chức 03 hội nghị tập huấn nghiệp vụ công tác dân vận cho 420 cán bộ.",
     ("tập huấn nghiệp vụ công tác dân vận", "Ban Dân vận Tỉnh ủy", 420, None)),
    ("Với sự tham gia của 1.250 đại biểu, huyện Mai Sơn tổ chức 12 hội nghị đối thoại.",
     ("đối thoại", "huyện Mai Sơn", 1250, None)),
    ("Đã có 2.340 lượt người tham dự 25 buổi tuyên truyền biển đảo do Hội Nông dân tổ chức.",
     ("biển đảo", "Hội Nông dân", 2340, None)),
    ("Toàn tỉnh tổ chức 312 hội nghị; có 18.746 lượt người tham dự.",
     (None, "Toàn tỉnh", 18746, None)),
    ("Năm 2023, Sở Tư pháp mở 5 lớp tập huấn hòa giải ở cơ sở. Tổng số học viên tham gia là 380 người.",
     ("tập huấn hòa giải ở cơ sở", "Sở Tư pháp", 380, None)),
    ("Ủy ban MTTQ tỉnh phối hợp tổ chức 6 cuộc hội thảo, mỗi cuộc có 80 đại biểu dự.",
     (None, "Ủy ban MTTQ tỉnh", None, 80)),
    ("Ban Tuyên giáo mở 04 lớp bồi dưỡng báo cáo viên cho 280 học viên và 65 cộng tác viên.",
     ("bồi dưỡng báo cáo viên", "Ban Tuyên giáo", 345, None)),
    ("Công an tỉnh tổ chức 210 buổi tuyên truyền về phòng, chống lừa đảo trên mạng, thu hút 21.500 lượt người.",
     ("về phòng, chống lừa đảo trên mạng", "Công an tỉnh", 21500, None)),
    ("Các phường, xã họp 139 kỳ hội quán, 7.215 lượt nông dân tham gia, có kỳ tới 120 người.",
     ("hội quán", None, 7215, None)),
    ("Huyện ủy mở 3 lớp bồi dưỡng nhận thức về Đảng, 224 học viên dự, trung bình mỗi lớp gần 75 người.",
     ("bồi dưỡng nhận thức về Đảng", "Huyện ủy", 224, 75)),
    ("- Tổ chức 02 hội nghị sơ kết, tổng kết công tác dân vận trong năm.",
     ("sơ kết, tổng kết công tác dân vận", None, None, None)),
    ("- Hội nghị cấp huyện: 19 hội nghị, 1.842 người dự.",
     ("cấp huyện", None, 1842, None)),
    ("Mỗi xã mở 02 cuộc đối thoại trở lên.",
     (None, "Mỗi xã", None, None)),
    ("Đoàn các cấp tổ chức 8 hội thi, hội diễn cấp huyện với tổng số 640 thí sinh.",
     ("cấp huyện", "Đoàn các cấp", 640, None)),
    ("Đoàn các cấp tổ chức 385 buổi sinh hoạt, học tập nghị quyết, có 27.610 đoàn viên tham gia.",
     ("học tập nghị quyết", "Đoàn các cấp", 27610, None)),
    ("Mặt trận chủ trì 02 hội nghị phản biện (46 và 51 đại biểu).",
     ("phản biện", "Mặt trận", 97, None)),
    ("Các huyện ủy, thành uỷ, đảng uỷ các xã, phường, thị trấn đã tổ chức 05 hội nghị.",
     (None, "Các huyện ủy, thành uỷ, đảng uỷ các xã, phường, thị trấn", None, None)),
    ("Trong quý I, các huyện ủy, thành uỷ, đảng uỷ các xã, phường, thị trấn đã tổ chức 05 hội nghị.",
     (None, "các huyện ủy, thành uỷ, đảng uỷ các xã, phường, thị trấn", None, None)),
    ("Qua giám sát ở các xã, phường, thị trấn, Ban Dân vận đã tổ chức 03 hội nghị.",
     (None, "Ban Dân vận", None, None)),
    ("Phấn đấu 100% xã, phường, thị trấn tổ chức 01 hội nghị.",
     (None, None, None, None)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), TOLD, ids=[row[0][:50] for row in TOLD])
def test_what_was_held(text: str, told: tuple[str | None, str | None, int | None, int | None]) -> None:
    found = find_conferences(text, find_figures(text))[0]
    subject, organiser, attendees, each = told
    assert (found.subject, found.organiser) == (subject, organiser)
    assert (found.attendees, found.attendees_each) == tuple(
        None if number is None else Decimal(number) for number in (attendees, each)
    )


def test_several_kinds_in_one_sentence_each_with_its_own() -> None:
    text = (
        "Các cấp ủy tổ chức 45 hội nghị học tập nghị quyết cho 3.200 đảng viên và 26 buổi nói chuyện chuyên đề với "
        "1.890 đoàn viên tham dự."
    )
    assert [(c.subject, c.organiser, str(c.attendees)) for c in find_conferences(text, find_figures(text))] == [
        ("học tập nghị quyết", "Các cấp ủy", "3200"),
        ("chuyên đề", "Các cấp ủy", "1890"),
    ]


def test_events_of_another_body_are_not_the_first_ones() -> None:
    text = "Huyện Bắc Hà tổ chức nhiều nhất (47 cuộc đối thoại), huyện Si Ma Cai ít nhất (12 cuộc đối thoại)."
    assert [c.organiser for c in find_conferences(text, find_figures(text))] == ["Huyện Bắc Hà", None]


def test_rows_of_a_table_are_statements() -> None:
    text = "Đơn vị | Số lớp tập huấn | Số học viên\nHuyện Ba Tri | 05 | 250\nTổng số | 05 | 250\n"
    found = find_conferences(text, find_figures(text))
    assert [(c.organiser, str(c.attendees)) for c in found] == [("Huyện Ba Tri", "250"), (None, "250")]


def test_text_without_an_end_takes_no_time() -> None:
    text = "Tổ chức 5 hội nghị " + "với các phường, xã " * 20_000
    assert len(find_conferences(text, find_figures(text, metadata=Metadata(date=date(2023, 1, 1))))) == 1


def test_view_has_one_row_for_each_statement(tmp_path: Path) -> None:
    text = (
        "Tỉnh tổ chức 184 hội nghị quán triệt nghị quyết, gồm 02 hội nghị cấp tỉnh (285 đại biểu), 182 hội nghị cấp "
        "huyện (2.140 đại biểu).\n"
    )
    connection = connect(tmp_path / "t.db", create=True)
    write_record(connection, annotate(read_text(text, "bc.txt")), "test")
    rows = connection.execute(
        "SELECT held, unit, subject, attendees, attendees_written, part_of FROM v_conferences ORDER BY held DESC"
    )
    assert [tuple(row) for row in rows] == [
        (184, "hội nghị", "quán triệt nghị quyết", None, None, None),
        (182, "hội nghị", "cấp huyện", 2140, "2.140 đại biểu", "184 hội nghị"),
        (2, "hội nghị", "cấp tỉnh", 285, "285 đại biểu", "184 hội nghị"),
    ]
