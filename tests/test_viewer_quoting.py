"""The number in a quoted sentence: marked where it stands in the text, whatever else is written alike."""

from __future__ import annotations

import pytest

from pipeline.viewer.quoting import quoted

TABLE = "Xã | Lớp | Người\nCẩm Khê |  | 5 | 50\nTổng cộng |  | 5 | 5"


@pytest.mark.parametrize(
    ("text", "sentence", "marked"),
    [
        ("Mở 5 lớp, ⟦5⟧ hội nghị.", "Mở 5 lớp, 5 hội nghị.", "Mở 5 lớp, ⟦5⟧ hội nghị."),
        ("Mở ⟦5⟧ lớp. Mở 5 lớp.", "Mở 5 lớp.", "Mở ⟦5⟧ lớp."),
        (
            "Thu 15 triệu,\n  chi  ⟦5⟧\ntriệu đồng.",
            "Thu 15 triệu, chi 5 triệu đồng.",
            "Thu 15 triệu, chi ⟦5⟧ triệu đồng.",
        ),
        (TABLE[:-1] + "⟦5⟧", "Tổng cộng | | 5 | 5", "Tổng cộng | | 5 | ⟦5⟧"),
        ("Trong kỳ⟦ không có⟧ đơn.", "Trong kỳ không có đơn.", "Trong kỳ ⟦không có⟧ đơn."),
        ("Thu ⟦40.000\ntriệu⟧ đồng.", "Thu 40.000 triệu đồng.", "Thu ⟦40.000 triệu⟧ đồng."),
        ("Câu khác có ⟦5⟧ lớp.", "Mở 5 lớp.", "Mở 5 lớp."),
    ],
)
def test_the_number_is_marked_where_it_stands(text: str, sentence: str, marked: str) -> None:
    start, end = text.index("⟦"), text.index("⟧") - 1
    plain = text.replace("⟦", "").replace("⟧", "")
    found = quoted(sentence, plain[start:end], plain, start)
    assert "".join(f"⟦{piece.text}⟧" if piece.marks else piece.text for piece in found) == marked
