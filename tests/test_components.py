"""The spaCy components keep every character, agree with the pure functions and survive serialisation."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, DocBin

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


@pytest.mark.parametrize("token", ["22-QC/TU", "30/12/2021", "6.558", "36,24%"])
def test_codes_numbers_and_dates_stay_whole(nlp: Language, token: str) -> None:
    assert token in [t.text for t in nlp.make_doc(TEXT)]


@given(text=st.text(max_size=200))
def test_tokenizer_loses_nothing(text: str) -> None:
    assert make_pipeline().make_doc(text).text == text


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
