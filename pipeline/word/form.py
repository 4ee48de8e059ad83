"""What the head and the foot of an official document say: who issues it, its number, place and day, who signs it.

Sources: Nghị định 30/2020/NĐ-CP, annex I (State); Hướng dẫn 36-HD/VPTW (Party). What is not known yet stays open, as
in a draft: dots for a body, blanks for a number and a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

_PARTY_CODE: Final = re.compile(r"\d+[a-z]?-")
"""The Party writes 45-BC/ĐU, the State 96/BC-UBND."""


class Sphere(StrEnum):
    """Whose document it is: the heads of Party and State differ."""

    PARTY = "party"
    STATE = "state"


def sphere_of(codes: Iterable[str | None]) -> Sphere:
    """Return whose document is made of reports with these codes: that of most of them.

    >>> sphere_of(["45-BC/ĐU", "96/BC-UBND", "12-BC/ĐU"]).value, sphere_of([None]).value
    ('party', 'state')
    """
    party = [bool(_PARTY_CODE.match(code or "")) for code in codes]
    return Sphere.PARTY if 2 * sum(party) > len(party) else Sphere.STATE


@dataclass(frozen=True, slots=True)
class Form:
    """A document's head and foot; None and empty stay open for a person to fill in.

    `kind` is its type (BÁO CÁO), `abstract` its trích yếu; `authority` and `post` stand above the signature
    (T/M BAN THƯỜNG VỤ, PHÓ BÍ THƯ), `recipients` are the lines under Nơi nhận.
    """

    kind: str
    abstract: str
    sphere: Sphere = Sphere.STATE
    superior: str | None = None
    issuer: str | None = None
    symbol: str | None = None
    place: str | None = None
    day: date | None = None
    authority: str | None = None
    post: str | None = None
    signer: str | None = None
    recipients: tuple[str, ...] = ()


_OPEN: Final = "……………………"
_BLANK: Final = "\u00a0" * 6
_PADDED_MONTHS: Final = 2


def values(form: Form) -> dict[str, list[str]]:
    """Return what stands in the place of each name of a template, as lines; no line: the paragraph goes."""
    party = form.sphere is Sphere.PARTY
    number = "Số" if party else "Số:"
    return {
        "co_quan_cap_tren": _upper(form.superior),
        "co_quan": _upper(form.issuer) or [_OPEN],
        "so_ky_hieu": [f"{number} {form.symbol}" if form.symbol else f"{number}{_BLANK * 2}"],
        "dia_danh_ngay": [f"{form.place or _OPEN}, {_day(form.day)}"],
        "ten_loai": _upper(form.kind),
        "trich_yeu": [_begun(form.abstract, party)] if form.abstract else [],
        "quyen_han": _upper(form.authority),
        "chuc_vu": _upper(form.post) or [_OPEN] * (form.authority is None),
        "nguoi_ky": [form.signer or _OPEN],
        "noi_nhan": [f"- {line.rstrip(' ,;.')}{',' if party else ';'}" for line in form.recipients] + [_kept(party)],
    }


def _upper(text: str | None) -> list[str]:
    return [text.upper()] if text else []


def _begun(abstract: str, party: bool) -> str:
    """Return an abstract with its first letter as the sphere writes it: small for the Party, a capital for the State.

    >>> _begun("Kết quả công tác", True), _begun("kết quả công tác", False), _begun("UBND tỉnh", True)
    ('kết quả công tác', 'Kết quả công tác', 'UBND tỉnh')
    """
    if not party:
        return abstract[0].upper() + abstract[1:]
    short = abstract[:2].isupper()
    return abstract if short else abstract[0].lower() + abstract[1:]


def _day(day: date | None) -> str:
    """Return a day as a head tells it: one digit has a zero before it, of months only January and February."""
    if day is None:
        return f"ngày{_BLANK}tháng{_BLANK}năm{_BLANK}"
    month = f"{day.month:02}" if day.month <= _PADDED_MONTHS else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def _kept(party: bool) -> str:
    return "- Lưu." if party else "- Lưu: VT."
