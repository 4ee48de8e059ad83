"""A field or a correction -> what people read of it: a value as they write it, what was changed, by whom and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from pipeline.corrections.model import Action, Correction, Kind, fields_of, type_of
from pipeline.speech import Speech

Choice = tuple[str, str]
_TERMS: Final = ("month", "quarter", "half_year", "year")


def choices_of(kind: Kind, name: str, speech: Speech) -> tuple[Choice, ...]:
    """Return the values of a field of a closed set, code and name; none for another field."""
    wanted = type_of(kind, name)
    if issubclass(wanted, StrEnum):
        return tuple((one.value, speech.value(wanted.__name__.lower(), one.value)) for one in wanted)
    return tuple((term, speech(f"term.{term}")) for term in _TERMS) if name == "recurs" else ()


def shown_value(kind: Kind, row: Mapping[str, object], name: str, speech: Speech) -> str:
    """Return what was read of a field as its input shows it: a day and a number as people write them."""
    value = row.get(name)
    if value is None:
        return ""
    wanted = type_of(kind, name)
    if wanted is Decimal:
        return speech.number(Decimal(str(value)))
    return speech.day(str(value)) if wanted is date else str(value)


def called_value(kind: Kind, row: Mapping[str, object], name: str, speech: Speech) -> str:
    """Return the value of a field as people call it, a dash for none."""
    shown = shown_value(kind, row, name, speech)
    return dict(choices_of(kind, name, speech)).get(shown, shown) or "–"


def changes_of(one: Correction, speech: Speech) -> list[tuple[str, str, str]]:
    """Return what a correction sets: the field, what was read, what is right, as people call them."""
    if one.action not in (Action.CORRECT, Action.ADD) or one.kind is Kind.DOCUMENTS:
        return []
    if one.kind is Kind.CELL:
        value = one.fields.get("value")
        return [(speech.short("field", "value"), "–", "–" if value is None else speech.number(Decimal(value)))]
    return [
        (speech.short("field", name), called_value(one.kind, one.item, name, speech),
         called_value(one.kind, one.fields, name, speech))
        for name in one.fields if name in fields_of(one.kind)
    ]  # fmt: skip


def outcome(one: Correction, speech: Speech) -> str:
    """Return what a correction made of its item: `thành 38; đơn vị: hộ → người`; empty where it set nothing."""
    value = called_value(one.kind, one.fields, "value", speech) if one.kind is Kind.FIGURE and _value_in(one) else None
    field = speech.short("field", "value")
    others = [f"{name}: {before} → {after}" for name, before, after in changes_of(one, speech) if name != field]
    return "; ".join([*([speech("correct.became", value=value)] if value else []), *others])


def _value_in(one: Correction) -> bool:
    return one.action in (Action.CORRECT, Action.ADD) and "value" in one.fields


def trace(one: Correction, speech: Speech) -> str:
    """Return what was done, by whom and why: `đã sửa thành 38 · Lê Thị Lan, 01/12/2026: bản ký`."""
    done = " ".join(filter(None, (speech(f"correct.was_{one.action}"), outcome(one, speech))))
    return f"{done} · {speech('correct.told', who=one.who, day=speech.day(one.made[:10]), reason=one.reason)}"
