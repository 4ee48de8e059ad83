"""Words, with or without diacritics -> the documents that hold them, each with the sentence that shows it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from typing import Final

from extractors.text.folding import bare, fold
from pipeline.arguments import LIMIT, Argument
from pipeline.errors import QueryError
from pipeline.lookup import typed_bare
from pipeline.questions.question import LIMITED, Question
from pipeline.questions.wording import joined, wrapped
from pipeline.rows import Row, rows_of
from pipeline.speech import Speech


def search(connection: sqlite3.Connection, words: list[str], limit: int | None = None) -> list[Row]:
    """Return documents that hold the words, best first, each with the sentence that shows it.

    Words without diacritics find words with them (đ too); words next to each other are tried first.
    Raises QueryError when there is no word to look for.
    """
    wanted = " ".join(words)
    loose, tokens = _tokens(wanted)
    rows = documents_with(connection, wanted, limit)
    for row in rows:
        row["sentence"] = _showing(row.pop("text"), tokens, loose)
    return rows


def documents_with(connection: sqlite3.Connection, wanted: str, limit: int | None = None) -> list[Row]:
    """Return the documents that hold the words, best first, with their texts; QueryError when there is no word."""
    expression = expression_of(connection, wanted)
    rows = rows_of(connection, _BEST, expression, limit)
    found = connection.execute("SELECT count(*)" + MATCHING, (expression,)).fetchone()[0] if rows else 0
    return [row | {"found": found} for row in rows]


def expression_of(connection: sqlite3.Connection, wanted: str) -> str:
    """Return what the index of full text is asked for words: next to each other, else wherever they stand.

    Raises QueryError when there is no word.
    """
    loose, tokens = _tokens(wanted)
    column = "bare" if loose else "folded"
    if not tokens:
        raise QueryError("query.no_words")
    phrase = f'{column} : "{" ".join(tokens)}"'
    if len(tokens) == 1 or connection.execute(f"SELECT 1 {MATCHING} LIMIT 1", (phrase,)).fetchone():
        return phrase
    every = " AND ".join(f'"{token}"' for token in tokens)
    return f"{column} : ({every})"


MATCHING: Final = (
    " FROM documents_fts JOIN counted_documents d ON d.id = documents_fts.rowid WHERE documents_fts MATCH ?"
)

_BEST: Final = f"""
WITH best AS (
  SELECT d.id, bm25(documents_fts) AS score, d.path {MATCHING} ORDER BY score, d.path LIMIT coalesce(?, -1))
SELECT d.id, d.name AS document, d.title, d.date, d.date_from, d.date_to, d.place, d.path, d.text
FROM best JOIN counted_documents d ON d.id = best.id ORDER BY best.score, best.path"""
"""The texts of those found are read behind the limit: words that every document holds would read the whole archive."""


def _tokens(wanted: str) -> tuple[bool, list[str]]:
    """Return whether words were typed without diacritics, and their keys."""
    loose = typed_bare(wanted)
    key = bare if loose else fold
    terms = ["".join(c if c.isalnum() else " " for c in term).split() for term in key(wanted).split()]
    return loose, [token for term in terms for token in term]


def sentence_with(text: str, wanted: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the sentence of a text that shows words best, and where in it they stand.

    >>> sentence_with("Mở đầu. Công tác dân vận được quan tâm.", "dan van")
    ('Công tác dân vận được quan tâm.', [(9, 12), (13, 16)])
    """
    loose, tokens = _tokens(wanted)
    sentence = _showing(text, tokens, loose)
    return sentence, words_in(sentence, wanted)


def words_in(text: str, wanted: str) -> list[tuple[int, int]]:
    """Return where any of the words stand in a text."""
    loose, tokens = _tokens(wanted)
    key = bare if loose else fold
    return [match.span() for match in _WORD.finditer(text) if key(match.group()) in tokens]


_WORD: Final = re.compile(r"\w+")


_TELLING: Final = 8
"""Words of a sentence that tells more than a letterhead does."""


def _showing(text: str, tokens: list[str], loose: bool) -> str:
    """Return the sentence that has the phrase, else the one with most of the words; one that tells more comes first."""
    key = bare if loose else fold
    best, score = "", (-1, False)
    from extractors.text.sentences import split_sentences

    for start, end in split_sentences(text):
        sentence = " ".join(text[start:end].split())
        folded = key(sentence)
        points = len(tokens) + 1 if " ".join(tokens) in folded else sum(token in folded for token in tokens)
        its = points, sentence.count(" ") >= _TELLING
        if its == (len(tokens) + 1, True):
            return sentence
        if its > score:
            best, score = sentence, its
    return best


def show(rows: list[Row], speech: Speech) -> Iterator[str]:
    """Yield the documents found, best first, each with the sentence that shows why."""
    if not rows:
        yield speech("show.none")
    for row in rows:
        yield joined((row["document"], row["title"], row["place"], speech.written(row)))
        yield from wrapped(f"“{row['sentence']}”", "    ")


QUESTION: Final = Question(
    "search", (Argument("words", "words", "words", many=True), LIMIT), search, show, long=LIMITED
)
