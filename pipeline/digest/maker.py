"""The scope of a digest -> its rows, its texts and its footnotes, for the blocks."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Final

from extractors.text.document import Document
from pipeline.digest.block import Block, Cell, Column, Cut, Piece, Section, Source, Table
from pipeline.digest.figure import Figure, best_statements, once, read_figures
from pipeline.digest.masking import Mask
from pipeline.digest.naming import Named, named
from pipeline.digest.scope import Scope
from pipeline.periods import period_name
from pipeline.rows import Row, rows_of
from pipeline.speech import Speech

_TEXTS_KEPT: Final = 200
"""Texts that are cut into sentences: those that footnotes come from, which a digest bounds."""
_NEAR: Final = 100
"""Characters on each side of a number in which its class stands."""
_SIGN: Final = re.compile(r"\s*[-+*•–]\s+")
"""What an item of a list begins with."""
_LONGEST_TITLE: Final = 70
"""Characters of a title that stands for a document's code."""
_OUTSIDE: Final = (
    "SELECT id, name, path, kind, doc_type, code, date, title, place, district, commune FROM documents WHERE id = ?"
)
_SHOWN_AROUND: Final = 60
"""Characters of a sentence that a footnote shows on each side of what it marks."""


class Maker:
    """What the blocks of one digest share: rows of its scope, each read once, and the sentences referred to so far."""

    def __init__(self, connection: sqlite3.Connection, speech: Speech, scope: Scope, mask: Mask) -> None:
        self.connection, self.speech, self.scope, self.mask = connection, speech, scope, mask
        self.documents: Final = scope.documents
        self._of_id = {document["id"]: document for document in scope.documents}
        self._outside: dict[int, Row] = {}
        self._documents: dict[int, Document] = {}
        self._notes: dict[tuple[int, int], tuple[int, int, set[tuple[int, int]], int | None]] = {}

    def beside(self, scope: Scope) -> Maker:
        """Return the maker of another scope, whose footnotes are numbered together with these."""
        other = Maker(self.connection, self.speech, scope, self.mask)
        other._notes = self._notes
        return other

    # --- rows

    def rows(self, sql: str) -> list[Row]:
        """Return the rows of `sql`, in which {ids} stands for the documents in scope; those outside its spans left out.

        Spans are looked at where the rows have `document_id` and `start`.
        """
        ids = ", ".join(str(int(identity)) for identity in self._of_id) or "NULL"
        rows = rows_of(self.connection, sql.format(ids=ids))
        if self.scope.spans is None or not rows or not {"document_id", "start"} <= rows[0].keys():
            return rows
        return [row for row in rows if row["start"] is None or self.scope.holds(row["document_id"], row["start"])]

    @cached_property
    def best(self) -> dict[tuple[int, int], int]:
        """The figures of the archive that tell their facts best."""
        return best_statements(self.connection)

    @cached_property
    def figures(self) -> list[Figure]:
        """The figures in scope, in the order of its documents."""
        ids = ", ".join(map(str, self._of_id)) or "NULL"
        found = read_figures(self.connection, self.best, f"f.document_id IN ({ids})")
        if self.scope.spans is not None:
            found = (each for each in found if self.scope.holds(each.document_id, each.start))
        return self.in_order(found)

    @cached_property
    def facts(self) -> list[Figure]:
        """What the figures in scope tell, each fact once."""
        return once(self.figures)

    @cached_property
    def children(self) -> dict[tuple[int, int], list[Figure]]:
        """The figures that belong to another (part, share, change, attendees), by that other."""
        found = defaultdict(list)
        for figure in self.figures:
            if figure.of_figure is not None:
                found[figure.document_id, figure.of_figure].append(figure)
        return found

    def in_order(self, figures: Iterable[Figure]) -> list[Figure]:
        """Return figures in the order of their documents in the scope."""
        place = {identity: at for at, identity in enumerate(self._of_id)}
        return sorted(figures, key=lambda each: (place.get(each.document_id, len(place)), each.ord))

    # --- documents

    def document(self, identity: int) -> Row:
        """Return the row of a document, in scope or not."""
        if identity in self._of_id:
            return self._of_id[identity]
        if identity not in self._outside:
            (self._outside[identity],) = rows_of(self.connection, _OUTSIDE, identity)
        return self._outside[identity]

    def name(self, identity: int) -> str:
        """Return how people name a document: by its code, else its title, else its file; whose it is; its day.

        Whose it is stands there where documents of several places are in scope: 24-BC/ĐU of one commune is not that of
        another.
        """
        row = self.document(identity)
        name = str(row["code"] or self._titled(row))
        place = self.place_of_document(identity) if row["code"] else None
        if place:
            name = f"{name} {place}"
        return f"{name}, {self.speech.day(row['date'])}" if row["date"] else name

    def _titled(self, row: Row) -> str:
        """Return the name of a document without a code: its kind and the beginning of its title."""
        if not row["title"]:
            return str(row["name"])
        words = " ".join(row["title"].split())
        if len(words) > _LONGEST_TITLE:
            words = f"{words[: words.rfind(' ', 0, _LONGEST_TITLE)]} …"
        kind = self.speech("digest.kind_news") if row["kind"] == "news" else row["doc_type"] or ""
        return f"{kind} “{words}”".strip()

    def place_of_document(self, identity: int) -> str | None:
        """Return the commune, district or province of a document, None where all documents in scope are of one."""
        return _place(self.document(identity)) if self._places > 1 else None

    @cached_property
    def _places(self) -> int:
        """How many places the documents in scope are of."""
        return len({_place(row) for row in self.documents})

    @cached_property
    def texts(self) -> dict[int, str]:
        """The texts of the documents in scope."""
        ids = ", ".join(map(str, self._of_id)) or "NULL"
        return dict(
            tuple(row) for row in self.connection.execute(f"SELECT id, text FROM documents WHERE id IN ({ids})")
        )

    def text(self, identity: int) -> str:
        """Return the text of a document, in scope or not."""
        if identity not in self.texts:
            row = self.connection.execute("SELECT text FROM documents WHERE id = ?", (identity,)).fetchone()
            self.texts[identity] = row[0]
        return self.texts[identity]

    def read(self, identity: int) -> Document:
        """Return a document whose sentences can be asked for."""
        if identity not in self._documents:
            if len(self._documents) >= _TEXTS_KEPT:
                self._documents.pop(next(iter(self._documents)))
            self._documents[identity] = Document(self.text(identity))
        return self._documents[identity]

    def time(self, period: tuple[str, str]) -> str:
        """Return what people call the time from one ISO day to another."""
        return period_name(date.fromisoformat(period[0]), date.fromisoformat(period[1]), self.speech)

    def named(self, figure: Figure) -> Named:
        """Return what a figure measures, and its value, as written."""
        before = [self.numbered.get((figure.document_id, figure.ord - step)) for step in (1, 2, 3)]
        return named(self.text(figure.document_id), figure, [each for each in before if each is not None])

    def label(self, figure: Figure) -> str | None:
        """Return the class of a figure as its sentence writes it; the database holds it in lower case."""
        if not figure.label:
            return None
        text = self.text(figure.document_id)
        begin = max(0, figure.start - _NEAR)
        near = text[begin : figure.end + _NEAR]
        at = near.lower().find(figure.label)
        return near[at : at + len(figure.label)] if at >= 0 else figure.label

    @cached_property
    def numbered(self) -> dict[tuple[int, int], Figure]:
        """The figures in scope by document and number."""
        return {figure.where: figure for figure in self.figures}

    # --- footnotes

    def source(self, document: int, start: int, end: int, page: int | None) -> int:
        """Keep the sentence around text[start:end] of a document and return the number of its footnote.

        An empty span marks nothing: of a sentence that is shown word for word the footnote says where it stands.
        """
        begin, stop = self.read(document).sentence_at(start)
        note = self._notes.setdefault((document, begin), (len(self._notes) + 1, max(stop, end), set(), page))
        if end > start:
            note[2].add((start, end))
        return note[0]

    def place_of(self, document: int, start: int, page: int | None = None) -> tuple[int, ...]:
        """Return the footnote that says where a sentence stands that is shown; none where there is one document."""
        return () if len(self.documents) == 1 else (self.source(document, start, start, page),)

    def source_of(self, figure: Figure) -> int:
        """Return the number of the footnote of a figure."""
        return self.source(figure.document_id, figure.start, figure.end, figure.page)

    def source_at(self, row: Row) -> int:
        """Return the number of the footnote of a row with document_id, start, end and page."""
        return self.source(row["document_id"], row["start"], row["end"], row["page"])

    def sources(self) -> tuple[Source, ...]:
        """Return the footnotes so far, in the order of their numbers."""
        made = []
        for (document, begin), (number, stop, marks, page) in self._notes.items():
            pieces = tuple(self._pieces(document, begin, stop, sorted(marks)))
            name = self.name(document) if len(self.documents) > 1 or document != self.documents[0]["id"] else ""
            made.append(Source(number, pieces, name, document, begin, page))
        return tuple(made)

    def _pieces(self, document: int, begin: int, stop: int, marks: list[tuple[int, int]]) -> Iterable[Piece]:
        if not marks:
            return
        text = self.text(document)
        at, last = begin, marks[-1][1]
        opening = _SIGN.match(text, begin, marks[0][0])
        at = opening.end() if opening else begin
        if marks[0][0] - begin > _SHOWN_AROUND:
            at = text.rfind(" ", begin, marks[0][0] - _SHOWN_AROUND) + 1 or at
            yield Piece("… ")
        for start, end in marks:
            if start < at:
                continue
            yield from self._between(text[at:start])
            yield Piece(self.mask(" ".join(text[start:end].split())), True)
            at = end
        rest = text[at:stop]
        cut = text.find(" ", last + _SHOWN_AROUND, stop)
        if cut >= 0:
            rest = f"{text[at:cut]} …"
        yield from self._between(rest)

    def _between(self, text: str) -> Iterable[Piece]:
        if text:
            words = " ".join(text.split())
            shown = f"{' ' if text[:1].isspace() else ''}{words}{' ' if words and text[-1:].isspace() else ''}"
            yield Piece(self.mask(shown))


def _place(row: Row) -> str | None:
    place: str | None = row["commune"] or row["district"] or row["place"]
    return place


def table(maker: Maker, name: str, columns: Iterable[tuple[str, bool]], rows: Sequence[tuple[Cell, ...]]) -> Table:
    """Return a table without the columns in which no row holds anything; heads are keys of [digest]."""
    heads = [Column(maker.speech(f"digest.{head}"), numeric) for head, numeric in columns]
    kept = [place for place in range(len(heads)) if any(row[place].text for row in rows)]
    return Table(
        name, tuple(heads[place] for place in kept), tuple(tuple(row[place] for place in kept) for row in rows)
    )


HELD: Final = 60
"""Rows of a block that sheets and data files hold at the most."""


def cut(block: Table, printed: tuple[int, int], every: int, ranks: Sequence[int] = ()) -> Table:
    """Return a table of which pages show at most and at least so many of its rows; `every`: how many there are."""
    return replace(block, cut=Cut(*printed, tuple(ranks), every - len(block.rows)))


def section(maker: Maker, name: str, *blocks: Block | None) -> list[Section]:
    """Return the section of these blocks, whose title is digest.NAME; none without a block."""
    held = tuple(block for block in blocks if block)
    return [Section(name, maker.speech(f"digest.{name}"), held)] if held else []


def counted(number: int | float, speech: Speech) -> Cell:
    """Return the cell of a number that we counted or added."""
    return Cell(speech.number(number), number)
