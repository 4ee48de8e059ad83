"""Rating distributions: scale, order of levels, subject, year, total stated or summed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from extractors.figures.find import find_figures
from extractors.figures.ratings import class_ranks, find_ratings, kinds_named, subject_key
from extractors.model import Rating
from extractors.text.folding import fold
from pipeline.annotate import annotate
from pipeline.readers.ingest import read_text
from pipeline.run.store import connect
from pipeline.run.write import write_record

CASES = [
    (
        "Đánh giá xếp loại công đoàn bộ phận năm 2010: VMXS 6, VM 3, Khá 1.",
        "công đoàn bộ phận",
        "2010",
        [("vmxs", 6), ("vm", 3), ("khá", 1)],
        10,
        "mass_organisation",
    ),
    (
        "Chấm điểm, xếp loại Khối Dân vận cơ sở năm 2023, kết quả: 03 đơn vị xếp loại yếu; "
        "05 đơn vị xếp loại trung bình; 40 đơn vị xếp loại khá; 52 đơn vị xếp loại tốt.",
        "Khối Dân vận cơ sở",
        "2023",
        [("tốt", 52), ("khá", 40), ("trung bình", 5), ("yếu", 3)],
        100,
        "generic",
    ),
    (
        "Toàn đảng bộ có 86 chi bộ; phân loại: 45 chi bộ trong sạch vững mạnh, 36 chi bộ hoàn thành tốt nhiệm vụ, "
        "5 chi bộ yếu kém.",
        "chi bộ",
        None,
        [("trong sạch vững mạnh", 45), ("hoàn thành tốt nhiệm vụ", 36), ("yếu kém", 5)],
        86,
        "clean_strong_2014",
    ),
    (
        "Kết quả phân loại đảng viên năm 2019: hoàn thành xuất sắc nhiệm vụ 356 đồng chí (15,2%), "
        "hoàn thành tốt nhiệm vụ 1.802 đồng chí (76,9%), hoàn thành nhiệm vụ 172 đồng chí, "
        "không hoàn thành nhiệm vụ 13 đồng chí.",
        "đảng viên",
        "2019",
        [
            ("hoàn thành xuất sắc nhiệm vụ", 356),
            ("hoàn thành tốt nhiệm vụ", 1802),
            ("hoàn thành nhiệm vụ", 172),
            ("không hoàn thành nhiệm vụ", 13),
        ],
        2343,
        "task_2018",
    ),
    (
        "Lấy phiếu tín nhiệm: tín nhiệm cao 45 phiếu, tín nhiệm 4 phiếu, tín nhiệm thấp 1 phiếu.",
        "phiếu",
        None,
        [("tín nhiệm cao", 45), ("tín nhiệm", 4), ("tín nhiệm thấp", 1)],
        50,
        "trust_vote",
    ),
    (
        "Kiểm tra 19 khối, tự xếp loại: tốt 9 khối, khá 07 khối, trung bình 03.",
        "khối",
        None,
        [("tốt", 9), ("khá", 7), ("trung bình", 3)],
        19,
        "generic",
    ),
    (
        "Năm 2019, có 109 cơ sở Hội được xếp loại: vững mạnh 83 cơ sở, khá 22 cơ sở, trung bình 4 cơ sở.",
        "cơ sở Hội",
        "2019",
        [("vững mạnh", 83), ("khá", 22), ("trung bình", 4)],
        109,
        "mass_organisation",
    ),
]


def ratings_of(text: str) -> tuple[Rating, ...]:
    return find_ratings(text, find_figures(text))


@pytest.mark.parametrize(
    ("text", "subject", "period", "counts", "total", "scale"), CASES, ids=[case[0][:60] for case in CASES]
)
def test_distribution(
    text: str, subject: str, period: str | None, counts: list[tuple[str, int]], total: int, scale: str
) -> None:
    (rating,) = ratings_of(text)
    assert [(level, int(count)) for level, count in rating.counts] == counts
    assert (rating.subject, rating.period, rating.total, rating.scale) == (subject, period, Decimal(total), scale)


def test_counts_and_figures_go_together() -> None:
    text = "Xếp loại: yếu 2 đơn vị; khá 5 đơn vị; tốt 9 đơn vị."
    figures = find_figures(text)
    (rating,) = find_ratings(text, figures)
    assert [figures[index].value for index in rating.figures] == [count for _, count in rating.counts] == [9, 5, 2]


def test_each_year_is_a_distribution_of_its_own() -> None:
    text = "Có 50 xã được phân loại, gồm 30 loại tốt, 20 loại khá (năm 2021 tương ứng là 26; 24)."
    now, before = ratings_of(text)
    assert [int(count) for _, count in now.counts] == [30, 20]
    assert (before.subject, before.period) == (now.subject, "2021")
    assert [(level, int(count)) for level, count in before.counts] == [("tốt", 26), ("khá", 24)]


@pytest.mark.parametrize(
    "text",
    [
        "Có 62 đơn vị xếp loại tốt.",
        "Kỷ luật 20 đảng viên: khiển trách 15, cảnh cáo 5.",
        "Số đơn vị tốt tăng 5, số đơn vị khá giảm 3.",
        "Phấn đấu 90% đơn vị tốt, 10% đơn vị khá.",
    ],
)
def test_what_is_no_distribution(text: str) -> None:
    assert ratings_of(text) == ()


def test_rows_of_a_table_are_told_by_unit_and_row() -> None:
    text = (
        "XẾP LOẠI NĂM 2023\nXã | Số ấp | Tốt | Khá\nTân Phú | 10 | 7 | 3\nThạnh Lợi | 8 | 8 | 0\nCộng | 18 | 15 | 3\n"
    )
    told = [(rating.subject, rating.period, rating.total) for rating in ratings_of(text)]
    assert told == [
        ("ấp (Tân Phú)", "2023", Decimal(10)),
        ("ấp (Thạnh Lợi)", "2023", Decimal(8)),
        ("ấp", "2023", Decimal(18)),
    ]


@pytest.mark.parametrize(
    ("subject", "key"),
    [
        ("khối Dân vận", "khối dân vận"),
        ("Khối dân vận", "khối dân vận"),
        ("các khối dân vận", "khối dân vận"),
        ("Tổng số 109 Khối Dân vận trên địa bàn tỉnh", "khối dân vận"),
        ("khối dân vận xã", "khối dân vận xã"),
        ("khu dân cư (Bắc Sơn)", "khu dân cư"),
        ("TCCSĐ", "tổ chức cơ sở đảng"),
        ("tccsđ", "tổ chức cơ sở đảng"),
        ("tổ chức cơ sở đảng", "tổ chức cơ sở đảng"),
        ("số", "số"),
    ],
)
def test_one_kind_of_body_has_one_name(subject: str, key: str) -> None:
    assert subject_key(subject) == fold(key)


def test_a_bare_noun_is_the_kind_that_the_text_names() -> None:
    assert subject_key("khối (Long Hồ)", kinds_named("Kết quả chấm điểm Khối\nDân vận xã")) == "khối dân vận"
    assert subject_key("khối", kinds_named("Khối dân vận và Khối thi đua số 3")) == "khối"
    assert subject_key("khối", kinds_named("Các khối được xếp loại")) == "khối"


def test_classes_have_the_place_that_their_scale_gives_them() -> None:
    (whole,) = ratings_of("Kiểm tra 19 khối, tự xếp loại: khá 07 khối, tốt 9 khối, trung bình 03.")
    assert class_ranks(whole) == (2, 3, 4), "xuất sắc stands above tốt"
    (gap,) = ratings_of(
        "Đảng bộ có 86 chi bộ; phân loại: 5 chi bộ yếu kém, 45 chi bộ trong sạch vững mạnh, "
        "36 chi bộ hoàn thành tốt nhiệm vụ."
    )
    assert class_ranks(gap) == (1, 2, 4)


def test_the_view_orders_classes_by_their_scale(tmp_path: Path) -> None:
    text = "BÁO CÁO\nKiểm tra 19 Khối Dân vận, xếp loại: yếu 03 khối, tốt 9 khối, khá 07 khối.\n"
    connection = connect(tmp_path / "a.db", create=True)
    write_record(connection, annotate(read_text(text, "a.txt")), "test")
    rows = connection.execute("SELECT subject_key, class, class_rank, count FROM v_ratings ORDER BY class_rank")
    assert [tuple(row) for row in rows] == [
        ("khối dân vận", "tốt", 2, 9),
        ("khối dân vận", "khá", 3, 7),
        ("khối dân vận", "yếu", 5, 3),
    ]
    connection.close()


def test_the_time_of_a_rating_is_not_its_subject() -> None:
    (rating,) = ratings_of("Xếp loại cuối năm 2022: tốt 9 đơn vị, khá 5 đơn vị.")
    assert (rating.subject, rating.period) == ("đơn vị", "2022")
