"""What the finders of citations hand to one another while a citation is being read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from extractors.model import Form, Relation


@dataclass(slots=True)
class Mention:
    """One mention of a document on its way to a Citation.

    `tail` is the end of what belongs to it: date, issuer, title. `title_span` is where its title stands.
    `head` is the first of the list that it continues (`217-QĐ/TW, 218-QĐ/TW`), `within` the mention whose
    title it stands in. `spoken` is the type word before it, if there is one. `guessed_year` tells that
    the year of `date` was taken from the context, `same_day` that it is the date of the mention before, too
    (`cùng ngày 12/12/2013`).
    """

    start: int
    end: int
    form: Form
    doc_type: str | None
    rule: str
    number: str | None = None
    symbol: str | None = None
    year: int | None = None
    code: str | None = None
    date: date | None = None
    guessed_year: bool = False
    same_day: bool = False
    issuer: tuple[int, int] | None = None
    title_span: tuple[int, int] | None = None
    tail: int = 0
    head: Mention | None = None
    within: Mention | None = None
    spoken: bool = True
    bracket: bool = False
    pinpoint: tuple[int, int] | None = None
    name: str | None = None
    relation: Relation = Relation.MENTIONS
    cue: str | None = None
    relation_rule: str | None = None
    antecedent: Mention | None = None
    antecedents: tuple[Mention, ...] = ()
    repairs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.tail = self.tail or self.end
