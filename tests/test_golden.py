"""Expected records of the sample corpus: a change shows as a diff, which `make golden` then writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden import CORPUS, DOCUMENTS, expected_path, golden_text


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_record_is_the_expected_one(document: Path) -> None:
    text, expected = golden_text(document), expected_path(document)
    if text is None:
        assert not expected.exists(), "a classified document has no record"
    else:
        assert text == expected.read_text(encoding="utf-8"), "look at the change, then: make golden"


def test_no_expected_record_is_left_over() -> None:
    kept = {expected_path(document) for document in DOCUMENTS}
    assert {path for path in CORPUS.rglob("*.txt") if path.parent.name == ".expected"} <= kept
