"""How figures are linked: the marked texts of every kind, and what holds of links in any text."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from extractors.figures.find import find_figures
from extractors.figures.links import settle
from extractors.figures.links.candidates import MOST_CANDIDATES, candidates
from extractors.figures.links.scene import look
from extractors.model import Figure, Role
from tests.linked import LinkedText, linked_texts
from tests.test_figures import ROWS, figures_alone
from tests.weights import drafts_of

TEXTS = linked_texts()
KINDS = sorted({text.kind for text in TEXTS})
LEAST_HELD = 0.6
"""The weights are a compromise among all examples: a kind holds when three of five of its texts do, five at least."""


def links_of(figures: tuple[Figure, ...]) -> dict[int, tuple[int, str]]:
    """Return parent and role of the linked figures, by their starts."""
    return {f.start: (figures[f.of_figure].start, f.role.value) for f in figures if f.role and f.of_figure is not None}


def holds(linked: LinkedText) -> bool:
    """Tell whether the links of a text are the marked ones, of the figures that are read."""
    figures = figures_alone(linked.text)
    read = {figure.start for figure in figures}
    stated = {at: link for at, link in linked.links.items() if at in read and link[0] in read}
    return links_of(figures) == stated


@pytest.mark.parametrize("kind", KINDS)
def test_kind_of_link_holds(kind: str) -> None:
    texts = [text for text in TEXTS if text.kind == kind]
    missed = [text.marked for text in texts if not holds(text)]
    held = len(texts) - len(missed)
    assert held >= max(5, LEAST_HELD * len(texts)), "\n\n".join(missed)


@pytest.mark.parametrize("text", [text.text for text in TEXTS] + [row[0] for row in ROWS])
def test_no_figure_belongs_to_itself(text: str) -> None:
    figures = figures_alone(text)
    for index in range(len(figures)):
        passed, at = set(), index
        while (parent := figures[at].of_figure) is not None:
            assert parent not in passed
            passed.add(parent)
            at = parent


def test_total_stands_behind_its_parts() -> None:
    figures = find_figures("Loại tốt có 21 chi hội, khá 9 chi hội, trung bình 4 chi hội; cộng 34 chi hội.")
    assert [figure.of_figure for figure in figures] == [3, 3, 3, None]


def test_base_stands_behind_its_change() -> None:
    figures = find_figures("Dư nợ tăng 70 tỷ đồng, đưa tổng dư nợ lên 1.240 tỷ đồng.")
    assert (figures[0].role, figures[0].of_figure, figures[0].direction) == (Role.CHANGE, 1, "up")


def test_second_of_a_pair_changes_as_the_first() -> None:
    figures = find_figures("Tòa án xét xử 4 vụ/11 bị cáo, tăng 1 vụ/3 bị cáo so với cùng kỳ năm 2018.")
    assert [(f.of_figure, f.direction) for f in figures[2:]] == [(0, "up"), (1, "up")]


def test_difference_from_an_earlier_time_is_no_earlier_value() -> None:
    figures = find_figures("Có 47 hộ bị thu hồi sổ vay, nhiều hơn năm trước 9 hộ.")
    assert (figures[1].role, figures[1].modality.value) == (Role.CHANGE, "actual")


def test_link_tells_its_heaviest_fact() -> None:
    figures = find_figures("Đội có 12 người (trong đó 3 nữ). Mở 9 lớp cho 310 học viên.")
    assert all(figure.rules.link for figure in figures if figure.role)
    assert all(figure.rules.link is None and figure.link is None for figure in figures if not figure.role)


def test_likely_link_is_told_as_such() -> None:
    told = {f.link for text in TEXTS for f in find_figures(text.text) if f.role}
    assert told == {None, "likely"}


@pytest.mark.parametrize("count", [10, 40])
def test_candidates_do_not_grow_with_the_text(count: int) -> None:
    text = " ".join(f"Xã {n} có {n + 20} hộ nghèo, trong đó {n} hộ thoát nghèo." for n in range(count))
    drafts = drafts_of(lambda: find_figures(text))
    scene = look(drafts, [None] * len(drafts))
    assert max(len({c.parent for c in candidates(scene, index, {})}) for index in range(len(scene))) <= MOST_CANDIDATES


def test_weights_are_by_role_and_heaviest_first() -> None:
    table = tomllib.loads(Path(settle.__file__).with_name("weights.toml").read_text(encoding="utf-8"))
    assert set(table) == {"margin", "none", *(role.value for role in Role)}
    for name, weights in table.items():
        values = list(weights.values())
        assert name == "margin" or values == sorted(values, reverse=True)


def test_marks_name_their_parents() -> None:
    by_kind = defaultdict(list)
    for text in TEXTS:
        by_kind[text.kind].append(text)
        assert all(0 <= parent < len(text.text) for parent, _ in text.links.values())
    assert all(len(texts) >= 5 for texts in by_kind.values())
