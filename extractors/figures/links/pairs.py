"""Pairs of cases and persons (`64 vụ/97 bị can`): each of the two belongs to the one in the same place of its total.

A pair of households and persons (`2.150 hộ, 8.760 khẩu`) is the people of a place, of which the poor are told later.

Source: gold guidelines, role `part`; words in `figure_links.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.links.kin import fits, head_of, is_person, same_noun
from extractors.figures.words import Lexicon
from extractors.model import Measure, Role
from extractors.rulebook import load_table

_COUNT: Final = Measure.COUNT
_PART: Final = Role.PART
_SIGNS: Final = frozenset({"/", "-", "–"})
_POOR: Final = Lexicon((word, True) for word in load_table(__package__, "figure_links")["stock"]["poor"])
_FIGURES_BACK: Final = 8
_LINES_BACK: Final = 8
_WORDS: Final = frozenset({",", "với", "và"})


def head_before(draft: Draft) -> Draft | None:
    """Return the cases that the persons are told with: `64 vụ` of `97 bị can` in `64 vụ/97 bị can`."""
    sign = draft.keys[draft.at - 1] if draft.at else ""
    if sign not in _SIGNS and sign not in _WORDS:
        return None
    head = next((other for other in draft.passage.drafts if other.resume == draft.at - 1), None)
    return head if head is not None and _is_pair(head, draft, sign) else None


def mate_behind(head: Draft) -> Draft | None:
    """Return the persons that the cases are told with: `97 bị can` of `64 vụ` in `64 vụ/97 bị can`."""
    keys = head.keys
    sign = keys[head.resume] if head.resume < len(keys) else ""
    if sign not in _SIGNS and sign not in _WORDS:
        return None
    mate = next((other for other in head.passage.drafts if other.at == head.resume + 1), None)
    return mate if mate is not None and _is_pair(head, mate, sign) else None


def _is_pair(head: Draft, mate: Draft, sign: str) -> bool:
    counted = head.measure is mate.measure is _COUNT and head.bracket == mate.bracket
    if not counted or head.unit is None or mate.unit is None or same_noun(head, mate):
        return False
    cases = head_of(head.unit) == "vụ"
    return is_person(mate) and (cases or sign in _SIGNS)


def total_of_mate(mate: Draft, head: Draft) -> Draft | None:
    """Return the persons of the total that the cases beside are a part of."""
    total = mate_behind(head.parent) if head.role is _PART and head.parent is not None else None
    return total if total is not None and _told_alike(mate, total) and fits(mate, total) else None


def in_place(draft: Draft, total: Draft) -> Draft | None:
    """Return the total itself, or the one of its pair that counts what the figure does; None where neither does."""
    head = head_before(total)
    if head is not None and not _told_alike(draft, total):
        return head if same_noun(draft, head) and fits(draft, head) else None
    mate = mate_behind(total)
    if mate is not None and draft.unit is not None and not same_noun(draft, total) and _told_alike(draft, mate):
        return mate if fits(draft, mate) else None
    return total


def _told_alike(draft: Draft, other: Draft) -> bool:
    return same_noun(draft, other) or (is_person(draft) and is_person(other))


def link_households(drafts: Sequence[Draft]) -> None:
    """Link poor households to those of the place, told with its people lines before: `2.150 hộ, 8.760 khẩu`."""
    for index, draft in enumerate(drafts):
        if draft.role is not None or draft.unit != "hộ" or not _tells_of_poor(draft):
            continue
        for other in reversed(drafts[max(0, index - _FIGURES_BACK) : index]):
            near = draft.passage.line - other.passage.line <= _LINES_BACK and other.modality is draft.modality
            if near and other.role is None and _is_stock(other) and fits(draft, other):
                draft.role, draft.parent, draft.link_rule = _PART, other, "households"
                break


def _tells_of_poor(draft: Draft) -> bool:
    end = draft.told_to
    return _POOR.before(draft.keys, end - (draft.keys[end - 1 : end] == [":"])) is not None


def _is_stock(total: Draft) -> bool:
    """Tell whether households are counted with the persons in them."""
    mate = next((other for other in total.passage.drafts if total.resume < other.at <= total.resume + 2), None)
    return total.unit == "hộ" and mate is not None and mate.unit in ("khẩu", "nhân khẩu")
