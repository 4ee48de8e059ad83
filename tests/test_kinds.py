"""One table of document types: each kind is read as a header, cited, and has a place in the record."""

from __future__ import annotations

from typing import Any

import pytest

from extractors.citations.find import find_citations
from extractors.header.find import read_metadata
from extractors.model import Citation, Metadata
from extractors.names.kinds import titled_use
from extractors.rulebook import load_table

KINDS: list[dict[str, Any]] = load_table("extractors.names", "kinds")["type"]
NAMES = [block["name"] for block in KINDS]
OWN = [block["name"] for block in KINDS if not block.get("generic")]


def cited(text: str) -> Citation:
    (citation,) = find_citations(text, Metadata(), (), ())
    return citation


def head(type_line: str) -> Metadata:
    text = (
        "ỦY BAN NHÂN DÂN              CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "TỈNH HÒA BÌNH                     Độc lập - Tự do - Hạnh phúc\n"
        "Số: 41/UBND-NC               Hòa Bình, ngày 12 tháng 3 năm 2019\n\n"
        f"{type_line}\nVề bảo vệ đập và hồ chứa\n\nTrong năm qua, địa phương đã tu bổ hồ chứa.\n"
    )
    return read_metadata(text, (), ())


@pytest.mark.parametrize("name", OWN)
def test_kind_is_read_in_the_head(name: str) -> None:
    found = head(name.upper())
    assert (found.doc_type, found.title, found.code) == (name, "Về bảo vệ đập và hồ chứa", "41/UBND-NC")


@pytest.mark.parametrize("name", NAMES)
def test_kind_is_cited(name: str) -> None:
    citation = cited(f"Thực hiện {name} số 41/UBND-NC ngày 12/3/2019, địa phương đã tu bổ hồ chứa.")
    assert (citation.doc_type, citation.code) == (name, "41/UBND-NC")


def test_no_letters_stand_for_two_kinds() -> None:
    letters = [letter for block in KINDS for letter in block["letters"]]
    assert len(letters) == len(set(letters)) and len(NAMES) == len(set(NAMES))


def test_each_block_is_complete() -> None:
    for block in KINDS:
        assert block["kind"] in ("report", "directive", "other"), block["name"]
        assert block["bare"] in ("free", "attribute", "never"), block["name"]
        assert titled_use(block["name"]) in (None, "free", "cued"), block["name"]


@pytest.mark.parametrize(
    ("text", "doc_type", "code"),
    [
        ("Trại có Giấy phép môi trường số 52/GPMT-STNMT ngày 7/8/2023.", "Giấy phép môi trường", "52/GPMT-STNMT"),
        ("Theo Giấy xác nhận số 614/GXN-PTNMT ngày 3/2/2020.", "Giấy xác nhận", "614/GXN-PTNMT"),
        ("Căn cứ Phiếu lý lịch tư pháp số 88/PLLTP-STP.", "Phiếu lý lịch tư pháp", "88/PLLTP-STP"),
        ("đã lập Phiếu yêu cầu số 07/PYC-ĐHKV ngày 1/4/2022", "Phiếu yêu cầu", "07/PYC-ĐHKV"),
        ("theo Chứng thư thẩm định giá số 31/CTTĐG-ABC ngày 5/5/2021", "Chứng thư thẩm định giá", "31/CTTĐG-ABC"),
        ("Thẻ số 31/XKQ-MNP ngày 5/5/2021 đã hết hạn", None, "31/XKQ-MNP"),
        ("Ngày 4/5, UBND tỉnh có văn bản trả lời (số 276/UBND-NCPC).", "Công văn", "276/UBND-NCPC"),
        ("Công văn hỏa tốc số 276/UBND-NCPC ngày 4/5/2021", "Công văn", "276/UBND-NCPC"),
        ("theo Công văn của Sở Nội vụ số 55/SNV-CCVC", "Công văn", "55/SNV-CCVC"),
    ],
)  # fmt: skip
def test_unknown_type_word_is_given_as_written_or_not_at_all(text: str, doc_type: str | None, code: str) -> None:
    assert (cited(text).doc_type, cited(text).code) == (doc_type, code)
