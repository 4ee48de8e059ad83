"""Sentences -> how much each says of them all: TextRank (Mihalcea and Tarau 2004) over words that underthesea cuts.

Sentences are nodes, two are linked by the likeness of their words (cosine of tf-idf), and the rank of a sentence is
the stationary probability of a walk along the links. The matrix of the links is never made: a step of the walk goes
through the words, so that work grows with the number of words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from extractors.rulebook import load_table
from extractors.text.folding import fold

_DAMPING: Final = 0.85
_STEPS: Final = 60
_NEAR: Final = 1e-6
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_TOO_ALIKE: Final = 0.5
_EMPTY: Final = frozenset(map(fold, load_table(__package__, "naming")["empty"]))
_DEPENDENT: Final = tuple(map(fold, load_table(__package__, "naming")["dependent"]))


def stands_alone(sentence: str) -> bool:
    """Tell whether a sentence says something without the one before it.

    >>> stands_alone("Trong đó: cấp tỉnh 01 hội nghị."), stands_alone("Các cấp ủy tổ chức 312 hội nghị.")
    (False, True)
    """
    return not fold(sentence).startswith(_DEPENDENT) and sentence[:1].isupper()


def words_of(sentence: str) -> list[str]:
    """Return the words of a sentence as keys, compounds as one word, without those that tell nothing.

    >>> words_of("Các cấp ủy tổ chức hội nghị quán triệt.")
    ['tổ chức', 'hội nghị', 'quán triệt']
    """
    from underthesea import word_tokenize  # 0.5 s, for summaries alone

    return [key for word in word_tokenize(sentence) if _WORD.search(word) and (key := fold(word)) not in _EMPTY]


def best_sentences(sentences: Sequence[str], weights: Sequence[float], most: int) -> list[int]:
    """Return the places of the sentences that say most, at most so many, in their order; none too like another.

    `weights` say how likely the walk begins anew at each sentence.
    """
    if len(sentences) <= 1:
        return list(range(len(sentences)))
    matrix = _matrix([words_of(sentence) for sentence in sentences])
    ranks = _ranks(matrix, weights)
    chosen: list[int] = []
    for place in sorted(range(len(sentences)), key=lambda at: (-round(float(ranks[at]), 9), at)):
        likeness = (matrix[chosen] @ matrix[place].T).toarray().max() if chosen else 0.0
        if likeness < _TOO_ALIKE:
            chosen.append(place)
        if len(chosen) == most:
            break
    return sorted(chosen)


def _matrix(sentences: Sequence[Sequence[str]]) -> Any:
    """Return the sentences as rows of tf-idf of length 1, a column for each word."""
    import numpy as np  # with scipy 0.3 s, for summaries alone
    from scipy.sparse import csr_array

    known = {word: at for at, word in enumerate(dict.fromkeys(word for words in sentences for word in words))}
    spread = Counter(word for words in sentences for word in set(words))
    data: list[float] = []
    columns: list[int] = []
    ends = [0]
    for words in sentences:
        counts = Counter(words)
        row = {known[word]: n * float(np.log(1 + len(sentences) / spread[word])) for word, n in counts.items()}
        length = sum(value * value for value in row.values()) ** 0.5 or 1.0
        columns += row
        data += [value / length for value in row.values()]
        ends.append(len(columns))
    return csr_array((data, columns, ends), shape=(len(sentences), max(len(known), 1)))


def _ranks(matrix: Any, weights: Sequence[float]) -> Any:
    """Return the probability of each sentence in a walk along the likeness of sentences."""
    import numpy as np

    begin = np.asarray(weights, dtype=float)
    begin = begin / begin.sum() if begin.sum() else np.full(len(begin), 1 / len(begin))
    own = np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()
    out = matrix @ (matrix.T @ np.ones(len(begin))) - own
    lonely = out <= 0
    out[lonely] = 1.0
    ranks = begin.copy()
    for _ in range(_STEPS):
        flow = ranks / out
        step = matrix @ (matrix.T @ flow) - own * flow
        step[lonely] = 0.0
        new = (1 - _DAMPING) * begin + _DAMPING * (step + begin * ranks[lonely].sum())
        if float(abs(new - ranks).sum()) < _NEAR:
            return new
        ranks = new
    return ranks
