"""The spaCy components keep every character, agree with the pure functions and survive serialisation."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Example

import trichyeu
from extractors.components import make_pipeline

TEXT = (
    "Thực hiện Quy chế số 22-QC/TU, ngày 30/12/2021 của Ban Thường vụ Tỉnh ủy, toàn tỉnh mở 149 hội nghị"
    " với 6.558 người dự; 36,24% hộ nghèo."
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return make_pipeline()


def test_spans_carry_their_values(nlp: Language) -> None:
    doc = nlp(TEXT)
    (citation,) = doc.spans["citations"]
    assert citation.text == "Quy chế số 22-QC/TU"
    assert citation._.citation["code"] == "22-QC/TU"
    values = {span.text: span._.figure["value"] for span in doc.spans["figures"]}
    assert values["6.558"] == "6558"
    assert values["36,24%"] == "36.24"


def test_labels_mean_something_and_rules_are_still_told(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert {span.text: span.label_ for span in doc.spans["figures"]} == {
        "149": "conference", "6.558": "attendance", "36,24%": "household",
    }  # fmt: skip
    (citation,) = doc.spans["citations"]
    assert citation.label_ == "implements"
    assert citation._.rule == citation._.citation["rule"] == "party"
    assert [span._.rule for span in doc.spans["figures"]] == ["noun_behind"] * 3
    assert doc[0:1]._.rule is None


def test_values_have_the_names_and_forms_of_the_tables(nlp: Language) -> None:
    doc = nlp("Trong quý I/2022 đã mở 12,50 lớp.")
    (figure,) = doc.spans["figures"]
    assert figure._.figure["value"] == "12.5"
    assert (figure._.figure["period_start"], figure._.figure["period_end"]) == ("2022-01-01", "2022-03-31")
    assert figure._.figure["modality"] == "actual"
    assert type(figure._.figure["indicator"]) is str


def test_entities_are_there_on_request_alone(nlp: Language) -> None:
    assert nlp(TEXT).ents == ()
    told = make_pipeline(ents=True)(TEXT)
    assert [(ent.text, ent.label_) for ent in told.ents] == [
        ("Quy chế số 22-QC/TU", "implements"), ("149", "conference"), ("6.558", "attendance"), ("36,24%", "household"),
    ]  # fmt: skip
    assert told.ents[1]._.figure["unit"] == "hội nghị"


def test_of_overlapping_spans_the_longer_is_the_entity() -> None:
    other = spacy.blank("xx")
    ruler = other.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PHRASE", "pattern": "149 hội nghị"}])  # type: ignore[attr-defined]
    other.add_pipe("vn_figures", config={"ents": True})
    ents = {ent.text: ent.label_ for ent in other(TEXT).ents}
    assert ents["149 hội nghị"] == "PHRASE"
    assert "149" not in ents and ents["6.558"] == "attendance"


def example(nlp: Language, **spans: list[tuple[str, str]]) -> Example:
    """Return an example of the text above whose truth is what is marked: words and label."""
    truth = {
        key: [(TEXT.index(words), TEXT.index(words) + len(words), label) for words, label in marked]
        for key, marked in spans.items()
    }
    return Example.from_dict(nlp.make_doc(TEXT), {"spans": truth})


def test_evaluate_scores_spans_in_all_and_by_label(nlp: Language) -> None:
    figures = [("149", "conference"), ("6.558", "person"), ("30/12/2021", "other")]
    scores = nlp.evaluate([example(nlp, figures=figures)])
    assert (scores["spans_figures_p"], scores["spans_figures_r"]) == (pytest.approx(1 / 3), pytest.approx(1 / 3))
    assert scores["spans_figures_per_type"]["conference"] == {"p": 1.0, "r": 1.0, "f": 1.0}
    assert scores["spans_figures_per_type"]["household"]["p"] == 0.0
    assert scores["spans_citations_f"] is None
    both = example(nlp, figures=figures, citations=[("Quy chế số 22-QC/TU", "implements")])
    assert nlp.evaluate([both])["spans_citations_f"] == 1.0


def test_an_example_without_a_kind_is_left_out_of_its_score(nlp: Language) -> None:
    figures = [("149", "conference"), ("6.558", "attendance"), ("36,24%", "household")]
    scores = nlp.evaluate([example(nlp, figures=figures), example(nlp, citations=[("149", "mentions")])])
    assert scores["spans_figures_f"] == 1.0
    assert scores["spans_citations_f"] == 0.0


def test_a_saved_pipeline_is_loaded_again(tmp_path: Path) -> None:
    trichyeu.load(ents=True).to_disk(tmp_path / "vn")
    again = spacy.load(tmp_path / "vn")
    assert [ent.label_ for ent in again(TEXT).ents] == ["implements", "conference", "attendance", "household"]
    assert again.evaluate([example(again, figures=[("149", "conference")])])["spans_figures_r"] == 1.0


def test_components_can_be_handed_to_another_process(nlp: Language) -> None:
    for _, component in nlp.pipeline:
        assert type(pickle.loads(pickle.dumps(component))) is type(component)


@pytest.mark.parametrize("token", ["22-QC/TU", "30/12/2021", "6.558", "36,24%"])
def test_codes_numbers_and_dates_stay_whole(nlp: Language, token: str) -> None:
    assert token in [t.text for t in nlp.make_doc(TEXT)]


@given(text=st.text(max_size=200))
def test_tokenizer_loses_nothing(nlp: Language, text: str) -> None:
    assert nlp.make_doc(text).text == text


def test_docs_survive_bytes_and_docbin(nlp: Language) -> None:
    doc = nlp(TEXT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    (stored,) = DocBin(docs=[doc], store_user_data=True).get_docs(nlp.vocab)
    for copy in (again, stored):
        assert [s.text for s in copy.spans["figures"]] == [s.text for s in doc.spans["figures"]]
        assert copy.spans["citations"][0]._.citation["code"] == "22-QC/TU"


def test_factories_are_published() -> None:
    nlp = spacy.blank("xx")
    nlp.add_pipe("vn_citations")
    assert nlp(TEXT).spans["citations"]


def test_several_processes_give_the_same(nlp: Language) -> None:
    texts = [TEXT, TEXT.replace("149", "151")]
    alone = [[s.text for s in doc.spans["figures"]] for doc in nlp.pipe(texts)]
    together = [[s.text for s in doc.spans["figures"]] for doc in nlp.pipe(texts, n_process=2)]
    assert alone == together
