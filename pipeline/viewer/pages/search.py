"""The first page: words and what is chosen -> documents, each with the sentence that shows why; what is held."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from starlette.responses import Response

from pipeline.questions.facets import FACETS, found
from pipeline.questions.status import status
from pipeline.rows import Row
from pipeline.viewer.archive import Archive, State
from pipeline.viewer.marks import hit_pieces
from pipeline.viewer.visit import Visit

MOST: Final = 20
_LAST_PAGE: Final = 10_000


def search(visit: Visit) -> Response:
    """Show the search, and what it finds."""
    words = visit.given.get("words", "")
    names = (*FACETS, "indicator")
    chosen = {name: visit.given[name] for name in names if visit.given.get(name)}
    at = visit.given.get("page", "1")
    page = min(int(at), _LAST_PAGE) if at.isdecimal() and int(at) else 1
    asked = bool(words.strip() or chosen)
    answer: Row = {"count": 0, "more": False, "rows": [], "facets": {}}
    if asked:
        with visit.opened() as connection:
            answer = found(connection, words, chosen, (page - 1) * MOST, MOST)
    for row in answer["rows"]:
        row["pieces"] = hit_pieces(row["sentence"], row["hits"])
    return visit.page(
        "found.html" if visit.partial else "search.html", words=words, chosen=chosen, asked=asked, answer=answer,
        page_number=page, pages=-(-answer["count"] // MOST), names=names,
    )  # fmt: skip


def holdings(visit: Visit) -> Response:
    """Show what the archive holds, behind the first page: it is counted anew when the database has changed."""
    return visit.page("status.html", counts=_counts(visit.archive, visit.archive.state()))


@lru_cache(1)
def _counts(archive: Archive, state: State) -> Row:
    with archive.opened() as connection:
        counts: Row = status(connection)["counts"]
        return counts
