"""What is asked -> a digest: head, sections, footnotes, texts. Nothing is told that no document says but sums of facts
that may be added, shares of a stated total, and differences between two stated values."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain

from pipeline.digest.block import Digest, Fact, Section
from pipeline.digest.blocks.head import head, is_party
from pipeline.digest.blocks.instrument import instrument_head
from pipeline.digest.contents import CONTENTS, OF_BOTH, OF_EACH
from pipeline.digest.maker import Maker
from pipeline.digest.masking import Mask
from pipeline.digest.naming import capital
from pipeline.digest.request import Request
from pipeline.digest.scope import Scope, scopes_of
from pipeline.digest.texts import texts
from pipeline.speech import Speech


def make_digest(connection: sqlite3.Connection, speech: Speech, request: Request) -> Digest:
    """Gather the digest that is asked for; of nothing in particular it is that of the archive.

    Raises QueryError when the scope holds no document, and for a place, a document or an instrument that nobody knows.
    """
    with _uncollected():
        return _made(connection, speech, request)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let nothing look for cycles among the rows of a large archive, which have none: that took a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _made(connection: sqlite3.Connection, speech: Speech, request: Request) -> Digest:
    scopes = scopes_of(connection, speech, request)
    maker = Maker(connection, speech, scopes[0], Mask(request.mask_persons))
    if len(scopes) > 1:
        lines, sections = _compared(maker, scopes[1])
    else:
        lines = instrument_head(maker) if maker.scope.instrument else head(maker)
        sections = tuple(chain.from_iterable(make(maker) for make in CONTENTS[maker.scope.kind]))
    documents = list({row["id"]: row for scope in scopes for row in scope.documents}.values())
    return Digest(
        maker.scope.kind, maker.mask(scopes[0].title), _scope(speech, len(documents)), lines, sections, maker.sources(),
        is_party(maker), texts(maker), tuple(row["path"] for row in documents),
    )  # fmt: skip


def _compared(maker: Maker, scope: Scope) -> tuple[tuple[Fact, ...], tuple[Section, ...]]:
    """Return the head and the sections of a comparison; the footnotes of both sides are those of the first maker."""
    other = maker.beside(scope)
    sections = list(chain.from_iterable(make(maker, other) for make in OF_BOTH))
    for make in OF_EACH:
        for side in (maker, other):
            sections += [replace(each, title=f"{each.title}: {side.scope.name}") for each in make(side)]
    lines = [Fact(capital(side.scope.name), _scope(side.speech, len(side.documents))) for side in (maker, other)]
    return tuple(lines), tuple(sections)


def _scope(speech: Speech, documents: int) -> str:
    return speech("digest.scope", documents=speech.number(documents))
