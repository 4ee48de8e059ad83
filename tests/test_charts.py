"""Charts: what they tell, in colour and in black; the same bytes each time; nothing of a document is obeyed."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageColor

from pipeline.charts.arrange import MOST_ROWS, arrange
from pipeline.charts.draw import picture, svg
from pipeline.charts.look import our_look, paint
from pipeline.charts.model import COLOURS, SCALE, Chart, ChartKind, CitationMap, MapEdge, MapNode, Series, Tone
from pipeline.speech import Speech

VI = Speech("vi")
HOSTILE = 'Sa Pa <script>alert("x")</script> $x^2$ & \x1b[31m'
SCHOOL = Chart(
    ChartKind.STACKED,
    "Xếp loại Khối dân vận",
    ("Toàn tỉnh", HOSTILE),
    (
        Series("tốt", (74.0, 8.0), Tone.BEST), Series("khá", (61.0, 6.0), Tone.GOOD),
        Series("trung bình", (14.0, None), Tone.FAIR), Series("yếu", (1003.0, 0.0), Tone.WORST),
    ),
    "Toàn tỉnh: tốt 74, khá 61",
)  # fmt: skip
PERIODS = Chart(
    ChartKind.BARS,
    "Người dự",
    ("2022", "2023"),
    (Series("lượt người", (18746.0, None), Tone.NOW),),
    "alt",
    "lượt người",
)


@cache
def shown(chart: Chart | CitationMap) -> list[str]:
    """Return the words that stand in a drawing."""
    root = ElementTree.fromstring(svg(chart, VI))
    return ["".join(element.itertext()).strip() for element in root.iter() if element.tag.endswith("}text")]


def chain(nodes: int) -> CitationMap:
    """Return a map of a few reports that cite many others, half of them of the centre."""
    citing = max(1, nodes // 7)
    made = tuple(MapNode(f"i{n}", f"{n:03}-QĐ/TW", n < citing, 1, n % 2 == 0) for n in range(nodes))
    edges = tuple(MapEdge(f"i{n % citing}", f"i{n}", "mentions") for n in range(citing, nodes))
    return CitationMap("Quan hệ viện dẫn", made, edges, "alt", "i0")


def test_ratings_tell_each_count_and_the_total() -> None:
    words = shown(SCHOOL)
    assert {"74", "61", "1.003", "1.152", "8", "6", "14"} <= set(words)
    assert {"tốt", "khá", "trung bình", "yếu", "Toàn tỉnh", "Xếp loại Khối dân vận"} <= set(words)


def test_a_value_that_is_not_told_is_no_zero() -> None:
    words = shown(PERIODS)
    assert "18.746" in words and "–" in words
    assert words.count("0") == 1, "that of the axis"


@pytest.mark.parametrize("kind", [ChartKind.LINE, ChartKind.STACKED])
def test_lines_and_stacks_tell_their_values(kind: ChartKind) -> None:
    chart = Chart(kind, "Viện dẫn", ("2021", "2022"), (Series("a", (3.0, 5.0)), Series("b", (4.0, 2.0))), "alt")
    told = {"3", "5", "4", "2"} if kind is ChartKind.LINE else {"7"}
    assert told <= set(shown(chart))


def test_text_of_documents_is_only_text() -> None:
    text = svg(replace(SCHOOL, alt=HOSTILE, title=HOSTILE), VI)
    ElementTree.fromstring(text)
    assert "<script" not in text and "\x1b" not in text
    words = " ".join(shown(SCHOOL))
    assert '<script>alert("x")</script>' in words and "$x^2$" in words and "\\x1b[31m" in words


@pytest.mark.parametrize("chart", [SCHOOL, PERIODS, chain(8)], ids=["ratings", "periods", "map"])
def test_the_same_chart_gives_the_same_bytes(chart: Chart | CitationMap) -> None:
    assert svg(chart, VI) == svg(chart, VI)


@pytest.mark.parametrize("chart", [CitationMap("Sơ đồ", (), (), "alt"), replace(PERIODS, labels=(), series=())])
def test_nothing_is_drawn_as_an_empty_chart(chart: Chart | CitationMap) -> None:
    assert chart.title in shown(chart)


def test_what_xml_cannot_hold_is_left_out() -> None:
    odd = "_a\ufffe\x00\ud800b"
    drawn = replace(
        SCHOOL, title=odd, labels=(odd, odd), series=(Series(odd, (1.0, 2.0), Tone.BEST), *SCHOOL.series[1:])
    )
    assert "_a\\x00\\ud800b" in shown(drawn)


def test_a_picture_has_its_words_and_its_size() -> None:
    drawn = picture(PERIODS, VI)
    assert (
        drawn.png == picture(PERIODS, VI).png
        and drawn.png.startswith(b"\x89PNG")
        and (drawn.width, drawn.alt) == (165.0, "alt")
    )
    root = ElementTree.fromstring(svg(SCHOOL, VI))
    assert root.get("role") == "img" and root.get("aria-label") == SCHOOL.alt
    assert [child.tag.split("}")[1] for child in root][:2] == ["title", "desc"]


def grey(colour: str) -> int:
    value = Image.new("RGB", (1, 1), ImageColor.getrgb(colour)).convert("L").getpixel((0, 0))
    assert isinstance(value, int)
    return value


def test_neighbours_differ_in_black_and_white() -> None:
    for one, other in pairwise(SCALE):
        assert abs(grey(COLOURS[one]) - grey(COLOURS[other])) > 30 or paint(one).hatch != paint(other).hatch


def test_words_on_a_tone_can_be_read() -> None:
    for tone in Tone:
        look = paint(tone)
        assert look.hatch or abs(grey(look.fill) - grey(look.words)) >= 88


def test_the_font_holds_every_vietnamese_letter() -> None:
    from matplotlib.font_manager import findfont, get_font

    with our_look():
        charmap = get_font(findfont("DejaVu Sans")).get_charmap()
    letters = "ăâđêôơư" + "".join(
        tone
        for vowel in ("aăâeêioôơuưy",)
        for letter in vowel
        for tone in "áàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
    )
    assert not {letter for letter in letters + letters.upper() if ord(letter) not in charmap}


@pytest.mark.parametrize("nodes", [1, 2, 30, 150])
def test_names_of_a_map_never_share_a_place(nodes: int) -> None:
    plan = arrange(chain(nodes))
    for column in range(plan.columns):
        rows = sorted(spot.row for spot in plan.spots if spot.column == column)
        assert all(after - before >= 0.999 for before, after in pairwise(rows))
    assert plan.columns <= 5 and plan.rows <= MOST_ROWS, "a page of A4"


def test_what_the_centre_issued_stands_left_of_those_that_cite() -> None:
    drawn = chain(30)
    for node, spot in zip(drawn.nodes, arrange(drawn).spots, strict=True):
        citing = any(edge.citing == node.key for edge in drawn.edges)
        side = arrange(drawn).sides[1 if citing else 0 if node.central else 2]
        assert spot.column in side


def test_nothing_is_said_of_letters_that_the_font_lacks(
    capfd: pytest.CaptureFixture[str], recwarn: pytest.WarningsRecorder
) -> None:
    svg(replace(PERIODS, title="漢 \U0001f600"), VI)
    picture(replace(PERIODS, title="漢 \U0001f600"), VI)
    assert capfd.readouterr().err == "" and not recwarn.list


def test_matplotlib_is_loaded_by_a_picture_alone() -> None:
    code = "import sys, pipeline.charts.draw, pipeline.graph.export; sys.exit('matplotlib' in sys.modules)"
    root = Path(__file__).resolve().parent.parent
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
