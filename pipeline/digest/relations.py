"""Citations -> each thing once, by the strongest relation in which it is cited."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from pipeline.rows import Row


def strongest(rows: Iterable[Row], key: Callable[[Row], object], order: Sequence[str]) -> list[Row]:
    """Return a row for each key, that of the relation that stands first in `order`; those that do first.

    >>> rows = [{"id": 1, "relation": "mentions"}, {"id": 2, "relation": "guides"}, {"id": 1, "relation": "amends"}]
    >>> found = strongest(rows, lambda row: row["id"], ("amends", "guides", "mentions"))
    >>> [(row["id"], row["relation"]) for row in found]
    [(1, 'amends'), (2, 'guides')]
    """

    def rank(row: Row) -> int:
        return order.index(row["relation"]) if row["relation"] in order else len(order)

    kept: dict[object, Row] = {}
    for row in rows:
        known = kept.get(key(row))
        if known is None or rank(row) < rank(known):
            kept[key(row)] = row
    return sorted(kept.values(), key=rank)
