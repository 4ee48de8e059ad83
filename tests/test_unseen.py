"""The own texts whose figures were marked before the code read them keep what they reached."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.unseen import OWN, marked_texts, score

GENRES = OWN.with_name("unseen_genres.txt")
KINDS = OWN.with_name("unseen_kinds.txt")
LATER = OWN.with_name("unseen_later.txt")
SPOKEN = OWN.with_name("unseen_spoken.txt")
LAST = OWN.with_name("unseen_last.txt")
FIELDS = OWN.with_name("unseen_fields.txt")
ROUND = OWN.with_name("unseen_round.txt")
TABLES = OWN.with_name("unseen_tables.txt")
NORMS = OWN.with_name("unseen_rules.txt")
FLOORS = {
    OWN: {"figures": 0.99, "unit": 0.96, "indicator": 0.93, "modality": 0.97, "label": 0.85},
    GENRES: {"figures": 0.99, "unit": 0.97, "indicator": 0.89, "modality": 0.97, "label": 0.62, "link": 0.86},
    KINDS: {"figures": 0.98, "unit": 0.97, "indicator": 0.95, "modality": 0.98, "label": 0.85, "link": 0.91},
    LAST: {"figures": 0.98, "unit": 0.97, "indicator": 0.88, "modality": 0.97, "label": 0.73, "link": 0.91},
    SPOKEN: {"figures": 0.98, "unit": 0.97, "indicator": 0.93, "modality": 0.96, "label": 0.50, "link": 0.80},
    FIELDS: {"figures": 0.98, "unit": 0.96, "indicator": 0.88, "modality": 0.96, "label": 0.48},
    NORMS: {"figures": 0.97, "unit": 0.98, "indicator": 0.92, "modality": 0.95, "label": 0.74},
    TABLES: {"figures": 0.98, "unit": 0.96, "indicator": 0.90, "modality": 0.96, "label": 0.80},
    ROUND: {"figures": 0.98, "unit": 0.97, "indicator": 0.90, "modality": 0.91, "label": 0.87},
    LATER: {"figures": 0.98, "unit": 0.97, "indicator": 0.94, "modality": 0.94, "label": 0.84, "link": 0.91},
}


@cache
def shares(path: Path) -> dict[str, float]:
    return score(path).shares()


@pytest.mark.parametrize(("path", "name"), [(path, name) for path in FLOORS for name in FLOORS[path]])
def test_own_texts_keep_their_floor(path: Path, name: str) -> None:
    assert shares(path)[name] >= FLOORS[path][name]


@pytest.mark.parametrize("path", FLOORS)
def test_marks_leave_the_text_and_say_where_they_stood(path: Path) -> None:
    for _, text, marked in marked_texts(path):
        assert "{" not in text and not any(one.end > len(text) for one in marked)
        assert all(text[one.start : one.end].strip() == text[one.start : one.end] != "" for one in marked)


@pytest.mark.parametrize("path", FLOORS)
def test_links_name_a_figure_of_their_text(path: Path) -> None:
    for _, _, marked in marked_texts(path):
        names = {one.name for one in marked}
        assert all(one.belongs[1] in names for one in marked if one.belongs)
