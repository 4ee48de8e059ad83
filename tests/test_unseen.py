"""The own texts whose figures were marked before the code read them keep what they reached."""

from __future__ import annotations

import pytest

from tests.unseen import OWN, marked_texts, score

FLOORS = {"figures": 0.99, "unit": 0.96, "indicator": 0.93, "modality": 0.97, "label": 0.85}


@pytest.fixture(scope="module")
def shares() -> dict[str, float]:
    return score(OWN).shares()


@pytest.mark.parametrize("name", FLOORS)
def test_own_texts_keep_their_floor(shares: dict[str, float], name: str) -> None:
    assert shares[name] >= FLOORS[name]


def test_marks_leave_the_text_and_say_where_they_stood() -> None:
    for _, text, marked in marked_texts(OWN):
        assert "{" not in text and "|" not in text
        assert all(text[one.start : one.end].strip() == text[one.start : one.end] != "" for one in marked)
