"""SQL as SQLite takes it -> the same question to PostgreSQL.

Our SQL is written in what both understand as far as there is such a thing; the rest is put into the other's words here:
holes, comparisons that know null, the order of nulls, names that PostgreSQL reserves, the full-text index. Functions
that only SQLite has are made in the schema (`functions.sql`). The value of `json_each` is text there: a query casts it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_TOKEN: Final = re.compile(
    r"""(?P<text>'(?:[^']|'')*') | (?P<quoted>"(?:[^"]|"")*") | (?P<comment>--[^\n]*) | (?P<space>\s+)
      | (?P<hole>\?|:[a-z_]\w*) | (?P<word>[A-Za-z_]\w*) | (?P<number>\d[\d.]*) | (?P<sign><=|>=|<>|\|\||.)""",
    re.VERBOSE | re.DOTALL,
)
_WORDS: Final = {"like": "ILIKE", "integer": "bigint", "real": "double precision", "group_concat": "string_agg"}
"""LIKE of SQLite minds no case of a to z, as ILIKE on the columns of the schema, which are collated C."""
_OF_SEVERAL: Final = {"max": "greatest", "min": "least"}
_RESERVED: Final = frozenset({"end", "column"})
_ENDS_ORDER: Final = frozenset({"limit", "union", "rows", "range", "offset"})
_LIMIT: Final = re.compile(r"\bLIMIT coalesce\(([^,()]+), -1\)", re.IGNORECASE)
_FULL_TEXT: Final = "documents_fts"
_MATCH: Final = re.compile(rf"\b{_FULL_TEXT} MATCH \?")
_SCORE: Final = f"bm25({_FULL_TEXT})"


class Untranslatable(ValueError):
    """A question that is put in words which this module does not know."""


@lru_cache(maxsize=256)
def translated(sql: str) -> str:
    """Return SQL for psycopg that asks PostgreSQL what `sql` asks SQLite, with the same values for its holes.

    >>> translated("SELECT a FROM t WHERE b IS NOT ? AND c IS NULL ORDER BY d DESC, e LIMIT 3")
    'SELECT a FROM t WHERE b IS DISTINCT FROM %s AND c IS NULL ORDER BY d DESC NULLS LAST, e NULLS FIRST LIMIT 3'
    >>> translated("SELECT CASE WHEN start > :at THEN end END AS end, max(1, f.end), max(f.end) FROM figures f")
    'SELECT CASE WHEN start > %(at)s THEN "end" END AS end, greatest(1, f.end), max(f.end) FROM figures f'
    """
    return _Translation(_LIMIT.sub(r"LIMIT \1", _full_text(sql))).made()


def _full_text(sql: str) -> str:
    """Return a search of the full-text index as one of the function that answers it, with scores where they count.

    What it is asked stands in FROM then, so no other hole may stand between the two.
    """
    found = _MATCH.search(sql)
    if found is None:
        return sql
    source = f"FROM {_FULL_TEXT}"
    begin = sql.rfind(source, 0, found.start())
    if begin < 0 or "?" in sql[begin : found.end() - 1]:
        raise Untranslatable(sql)
    function = "full_text_scores" if _SCORE in sql else "full_text"
    asked = f"FROM {function}(?) AS {_FULL_TEXT}"
    sql = sql[:begin] + asked + sql[begin + len(source) : found.start()] + "true" + sql[found.end() :]
    return sql.replace(_SCORE, f"{_FULL_TEXT}.score")


class _Translation:
    def __init__(self, sql: str) -> None:
        self.tokens = [(match.lastgroup or "", match.group()) for match in _TOKEN.finditer(sql)]
        self.out: list[str] = []
        self.cases: list[int] = []
        """Depths of brackets at which a CASE is open."""
        self.depth = 0
        self.orders: list[int] = []
        """Depths of brackets at which a list of ORDER BY is open."""
        self.term: list[str] = []
        """The words of the term of the innermost such list."""

    def made(self) -> str:
        at = 0
        while at < len(self.tokens):
            at = self._next(at)
        if self.orders:
            self._end_term()
        return "".join(self.out)

    def _next(self, at: int) -> int:
        kind, token = self.tokens[at]
        if kind == "word":
            return self._word(at, token)
        if kind == "hole":
            self.out.append(f"%({token[1:]})s" if token.startswith(":") else "%s")
        elif kind == "comment":
            self.out.append(" ")
        elif kind == "sign":
            self._sign(token)
        else:
            self.out.append(token.replace("%", "%%"))
        return at + 1

    def _sign(self, sign: str) -> None:
        if sign == "(":
            self.depth += 1
        elif sign == ")":
            if self._in_order():
                self._close_order()
            self.depth -= 1
        elif sign == "," and self._in_order():
            self._end_term()
        self.out.append(sign.replace("%", "%%"))

    def _word(self, at: int, token: str) -> int:
        word = token.lower()
        if self._in_order():
            if word in _ENDS_ORDER:
                self._close_order()
            else:
                self.term.append(word)
        if word == "is":
            return self._comparison(at)
        if word == "order" and self._word_after(at) == "by":
            self.out.append("ORDER BY")
            self.orders.append(self.depth)
            self.term = []
            return self._place_after(at) + 1
        self.out.append(self._said(at, word, token))
        return at + 1

    def _said(self, at: int, word: str, token: str) -> str:
        """Return a word as PostgreSQL has it."""
        before = self.tokens[at - 1][1] if at else ""
        if word == "case":
            self.cases.append(self.depth)
        elif word == "end" and before != "." and self.cases and self.cases[-1] == self.depth and self._closes_case(at):
            self.cases.pop()
            return token
        if word in _OF_SEVERAL and self._takes_several(at):
            return _OF_SEVERAL[word]
        if word in _RESERVED and before != "." and self._word_before(at) != "as":
            return f'"{word}"'
        return _WORDS.get(word, token)

    def _closes_case(self, at: int) -> bool:
        """Tell whether END closes a CASE; behind THEN, ELSE, WHEN or a sign it is the column of that name."""
        previous = next((token for kind, token in reversed(self.tokens[:at]) if kind != "space"), "")
        return previous.lower() not in {"then", "else", "when", "and", "or", ",", "=", "<", ">", "(", "+", "-"}

    def _comparison(self, at: int) -> int:
        """Write IS, where it compares two values, as the comparison that knows null."""
        following = self._place_after(at)
        negated = following < len(self.tokens) and self.tokens[following][1].lower() == "not"
        value = self._place_after(following) if negated else following
        if self.tokens[value][1].lower() in ("null", "distinct", "true", "false"):
            self.out.append("IS")
            return at + 1
        self.out.append("IS DISTINCT FROM" if negated else "IS NOT DISTINCT FROM")
        return following + 1 if negated else at + 1

    def _place_after(self, at: int) -> int:
        return next((i for i in range(at + 1, len(self.tokens)) if self.tokens[i][0] != "space"), len(self.tokens))

    def _word_after(self, at: int) -> str:
        place = self._place_after(at)
        return self.tokens[place][1].lower() if place < len(self.tokens) else ""

    def _word_before(self, at: int) -> str:
        return next((token.lower() for kind, token in reversed(self.tokens[:at]) if kind != "space"), "")

    def _takes_several(self, at: int) -> bool:
        """Tell whether a call has a comma of its own: max and min of a row, not of a group."""
        depth = 0
        for _, sign in self.tokens[at + 1 :]:
            depth += (sign == "(") - (sign == ")")
            if depth == 0:
                return False
            if sign == "," and depth == 1:
                return True
        return False

    def _in_order(self) -> bool:
        return bool(self.orders) and self.orders[-1] == self.depth

    def _close_order(self) -> None:
        self._end_term()
        self.orders.pop()

    def _end_term(self) -> None:
        """Put nulls where SQLite has them: first, or last behind DESC."""
        if "nulls" not in self.term:
            place = len(self.out)
            while place and self.out[place - 1].isspace():
                place -= 1
            self.out.insert(place, " NULLS LAST" if self.term[-1:] == ["desc"] else " NULLS FIRST")
        self.term = []
