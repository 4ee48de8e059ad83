"""What a wrong entry in a rule file says, tried as a newcomer would write it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractors import rulebook
from extractors.model import Indicator
from extractors.rule_checks import RuleError, check_rules
from extractors.rulebook import list_rule_files, load_table
from pipeline.failures import explained
from pipeline.speech import Speech

KEYS = {
    "words": {"is": "words", "needed": True, "once": True},
    "indicator": {"is": "Indicator", "needed": True},
    "bare": {"is": "flag"},
}


def block(**changed: Any) -> dict[str, Any]:
    """Return a right block of a noun, with some entries changed; an entry that is None is left out."""
    right = {
        "name": "book", "gloss": "sách, sổ tay", "indicator": "document", "words": ["sổ tay"],
        "examples": ["In 50 sổ tay."], "rejects": [],
    }  # fmt: skip
    return {key: value for key, value in (right | changed).items() if value is not None}


def test_a_right_block_passes() -> None:
    check_rules("nouns.toml", {"keys": KEYS, "rule": [block(bare=True)]})


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (block(exmples=[]), 'key "exmples" is not known here; known keys: bare, examples, gloss, indicator'),
        (block(indicator="birth"), 'indicator "birth" is not known; known: attendance, case'),
        (block(indicator=None), 'it has no "indicator"'),
        (block(examples=[]), "it shows no example"),
        (block(gloss=None), 'it has no "gloss"'),
        (block(words="sổ tay"), "words must be a list of words, not 'sổ tay'"),
        (block(bare="yes"), "bare must be true or false, not 'yes'"),
    ],
    ids=["unknown key", "unknown indicator", "no indicator", "no example", "no gloss", "a word for words", "no flag"],
)
def test_a_wrong_block_says_what_is_wrong(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(RuleError) as error:
        check_rules("nouns.toml", {"keys": KEYS, "rule": [wrong]})
    assert str(error.value).startswith('nouns.toml, block "book": ')
    assert told in str(error.value)


def test_a_word_in_two_blocks_names_both() -> None:
    with pytest.raises(RuleError, match='block "other": "sổ tay" stands in block "book" already'):
        check_rules("nouns.toml", {"keys": KEYS, "rule": [block(), block(name="other")]})


@pytest.mark.parametrize(
    ("words", "told"), [(["hơn", "hơn"], 'moves holds "hơn" twice'), ([""], "moves holds an empty word")]
)
def test_a_wrong_list_of_words_says_what_is_wrong(words: list[str], told: str) -> None:
    with pytest.raises(RuleError, match=rf"words.toml, \[norms\]: {told}"):
        check_rules("words.toml", {"norms": {"moves": words}})


@pytest.mark.parametrize(
    ("package", "name"), [*list_rule_files("extractors"), *list_rule_files("pipeline")], ids=lambda value: str(value)
)
def test_every_rule_file_is_right(package: str, name: str) -> None:
    load_table(package, name)


def test_the_message_says_where_a_new_indicator_goes() -> None:
    with pytest.raises(RuleError, match=r"A new one is added to Indicator in extractors/model\.py"):
        check_rules("nouns.toml", {"keys": KEYS, "rule": [block(indicator="birth")]})
    assert "birth" not in {member.value for member in Indicator}


@pytest.mark.parametrize(("language", "told"), [("vi", "Một tệp luật"), ("en", "A rule file")])
def test_a_command_says_what_is_wrong(language: str, told: str) -> None:
    failure = explained(RuleError('nouns.toml, block "book": it shows no example.'))
    said = failure.said(Speech(language))
    assert said.startswith(told) and 'nouns.toml, block "book": it shows no example.' in said


def test_a_file_that_is_no_toml_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kinds.toml").write_text("[[rule]\n", encoding="utf-8")
    monkeypatch.setattr(rulebook, "_folder", lambda package: tmp_path)
    with pytest.raises(RuleError, match=r"^ours/names/kinds\.toml: not TOML: .*line 1"):
        load_table("ours.names", "kinds")
