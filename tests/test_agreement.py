"""Which titles and issuers can be of one document: what people write for one thing, and what is two."""

from __future__ import annotations

import pytest

from extractors.names.agreement import issuers_agree, names_a_body, same_title, titles_agree

ONE_TITLE = [
    ("công tác văn thư", "Về công tác văn thư"),
    ("công tác dân vận của hệ thống chính trị", "CÔNG TÁC DÂN VẬN CỦA HỆ THỐNG CHÍNH TRỊ TỈNH LÀO CAI"),
    ("ban hành Quy chế phối hợp tiếp công dân", "Quy chế phối hợp tiếp công dân"),
    ("phát triển kinh tế - xã hội vùng cao", "phát triển KT-XH vùng cao, biên giới"),
    ("hoạt động của HĐND", "chất lượng kỳ họp Hội đồng nhân dân"),
    ("đẩy mạnh học tập và làm theo tư tưởng Hồ Chí Minh", "day manh hoc tap va lam theo tu tuong Ho Chi Minh"),
    ("xây dựng nông thôn mới giai đoạn 2021-2025", "Chương trình MTQG xây dựng nông thôn mới"),
    ("sửa đổi, bổ sung Nghị định số 110/2004/NĐ-CP", "công tác văn thư"),
    ("một số nhiệm vụ trọng tâm năm 2023", "tăng cường thực hiện nhiệm vụ"),
    ("dân vận khéo", "công tác"),
]

TWO_TITLES = [
    ("công tác văn thư", "phòng cháy, chữa cháy rừng"),
    ("công tác dân vận của hệ thống chính trị", "công tác kiểm tra, giám sát"),
    ("tiếp công dân, giải quyết khiếu nại", "phát triển nông nghiệp hàng hóa"),
    ("ban hành Quy chế thi đua, khen thưởng", "phê duyệt quy hoạch sử dụng đất"),
]

ONE_ISSUER = [
    ("Tỉnh ủy", "Ban Thường vụ Tỉnh uỷ Lào Cai"),
    ("UBND tỉnh", "Chủ tịch Ủy ban nhân dân tỉnh Quảng Ngãi"),
    ("Ban Thường vụ Tỉnh ủy Bắc Kạn", "Tỉnh ủy Thái Nguyên"),
    ("Ban Chấp hành Trung ương Đảng khóa XII", "Trung ương"),
    ("Bộ trưởng Bộ Tài chính", "Bộ Tài chính"),
    ("Bộ Chính trị", "Đảng"),
    ("Bộ Chính trị", "Trung ương"),
]

TWO_ISSUERS = [
    ("Ban Bí thư", "Bộ Chính trị"),
    ("Tỉnh ủy", "UBND tỉnh"),
    ("Trung ương", "Tỉnh ủy"),
    ("Tỉnh ủy Lào Cai", "Tỉnh ủy Cao Bằng"),
    ("Bộ Nội vụ", "Bộ Tài chính"),
]


@pytest.mark.parametrize(("one", "other"), ONE_TITLE, ids=str)
def test_titles_of_one_document_agree(one: str, other: str) -> None:
    assert titles_agree(one, other)
    assert titles_agree(other, one)


@pytest.mark.parametrize(("one", "other"), TWO_TITLES, ids=str)
def test_titles_of_two_documents_do_not(one: str, other: str) -> None:
    assert not titles_agree(one, other)
    assert not titles_agree(other, one)
    assert not same_title(one, other)


@pytest.mark.parametrize(("one", "other"), ONE_ISSUER, ids=str)
def test_names_of_one_issuer_agree(one: str, other: str) -> None:
    assert issuers_agree(one, other)
    assert issuers_agree(other, one)


@pytest.mark.parametrize(("one", "other"), TWO_ISSUERS, ids=str)
def test_names_of_two_issuers_do_not(one: str, other: str) -> None:
    assert not issuers_agree(one, other)
    assert not issuers_agree(other, one)


def test_a_standing_committee_alone_names_nobody() -> None:
    assert not names_a_body("Ban Thường vụ")
    assert names_a_body("Ban Thường vụ Tỉnh ủy")
