"""Folding by the quick way is folding: each letter and sign that is left alone, alone, in pairs and among others."""

from __future__ import annotations

import random
from itertools import product
from unicodedata import normalize

from extractors.text import folding
from extractors.text.folding import fold

SETTLED = sorted(folding._SETTLED)
OTHERS = "óòọúủụđĐƯỞ\u00d0\u00a0\u2013\u200b"


def decomposed(text: str) -> str:
    """Fold by the whole way, which asks of each letter what it is made of."""
    apart = normalize("NFD", folding.unify(text).lower())
    return " ".join(normalize("NFC", folding._OPEN_RHYME.sub(folding._place_tone, apart)).split())


def test_what_is_settled_folds_as_it_does_when_it_is_taken_apart() -> None:
    pairs = ("".join(pair) for pair in product(SETTLED, repeat=2))
    assert [text for text in pairs if fold(text) != decomposed(text)] == []


def test_any_word_folds_as_it_does_when_it_is_taken_apart() -> None:
    numbers = random.Random(8)
    words = ("".join(numbers.choices([*SETTLED, *OTHERS], k=numbers.randrange(1, 9))) for _ in range(5000))
    assert [word for word in words for text in (word, word.upper()) if fold(text) != decomposed(text)] == []


def test_the_tone_of_an_open_rhyme_has_one_place() -> None:
    assert [fold(word) for word in ("Hoá", "HÓA", "thuỷ", "thủy", "quý", "của")] == [
        "hoá", "hoá", "thuỷ", "thuỷ", "quý", "của",
    ]  # fmt: skip
