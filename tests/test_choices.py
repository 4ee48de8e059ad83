"""Values of closed sets by what people call them."""

import pytest

from extractors.model import Indicator, Relation
from pipeline.arguments import LEVEL, RELATION
from pipeline.choices import read_choice
from pipeline.errors import UsageError
from pipeline.speech import LANGUAGES, Speech

INDICATORS = tuple(indicator.value for indicator in Indicator)
SETS = {"indicator": INDICATORS, "relation": RELATION.choices, "level": LEVEL.choices}


def test_every_relation_may_be_asked_for() -> None:
    assert set(RELATION.choices) == {relation.value for relation in Relation}


@pytest.mark.parametrize(
    ("word", "section", "value"),
    [
        ("hội nghị", "indicator", "conference"), ("hoi nghi", "indicator", "conference"),
        ("Hội Nghị", "indicator", "conference"), ("conference", "indicator", "conference"),
        ("conferences", "indicator", "conference"), ("cuộc họp", "indicator", "conference"),
        ("lớp tập huấn", "indicator", "training"), ("đối thoại", "indicator", "session"),
        ("tiền", "indicator", "money"), ("người", "indicator", "person"), ("người dự", "indicator", "attendance"),
        ("căn cứ", "relation", "legal_basis"), ("can cu", "relation", "legal_basis"),
        ("thay thế", "relation", "replaces"), ("legal_basis", "relation", "legal_basis"),
        ("tổng kết", "relation", "reviews"), ("cấp xã", "level", "commune"), ("phuong", "level", "commune"),
        ("Trung ương", "level", "central"),
    ],
    ids=repr,
)  # fmt: skip
def test_a_value_by_its_name(word: str, section: str, value: str) -> None:
    assert read_choice(word, section, SETS[section]) == value


@pytest.mark.parametrize("section", SETS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_help_shows_can_be_typed(section: str, language: str) -> None:
    speech = Speech(language)
    assert [read_choice(speech.short(section, one), section, SETS[section]) for one in SETS[section]] == list(
        SETS[section]
    )


@pytest.mark.parametrize(
    ("word", "vietnamese", "english"),
    [
        ("hội ngị", "không có giá trị “hội ngị”. Có phải: hội nghị", "there is no value “hội ngị”. Is it conferences"),
        ("người dự hội nghị", "Có phải: hội nghị, người dự, người?", "Is it conferences, attendance, persons?"),
        ("xyz", "“xyz”. Chọn trong: văn bản ban hành, hội nghị", "“xyz”. Choose one of: documents issued, conferences"),
    ],
)
def test_a_wrong_value_names_the_near_ones(word: str, vietnamese: str, english: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_choice(word, "indicator", INDICATORS)
    assert vietnamese in refused.value.said(Speech("vi"))
    assert english in refused.value.said(Speech("en"))
