"""A number out of another (`27/31 đơn`) -> the number, the whole that it is out of, and the rate that both make."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from extractors.values.digits import parse_digits
from pipeline.forms.asking import Asked
from pipeline.forms.concepts import concepts, concepts_in, listed_unit
from pipeline.forms.model import Candidate

_SHARE: Final = re.compile(r"[^%.;\n]{0,60}%")
_SHARE_OF_PLAN: Final = re.compile(r"[^%.;()\n]{0,60}%\)? (?:so với )?(?:chỉ tiêu|kế hoạch|dự toán|KH)(?!\w)")
_ONE_DECIMAL: Final = Decimal("0.1")
COMPUTED: Final = "computed"
"""The role of a rate that no report states."""


def numbers_of_ratio(ratio: Candidate, right: str, behind: str) -> Iterator[Candidate]:
    """Yield what a ratio tells: its number, its whole where that is no plan, and its rate where none is told.

    `ratio` is the candidate of its number, `right` what stands behind it in its clause, `behind` the text behind it. A
    deed before a ratio is of its number, one behind it of the whole: `đã giải quyết 27/31 đơn tiếp nhận`.
    """
    parted = _exclude(concepts_in(ratio.left), concepts_in(right))
    yield replace(ratio, near=f"{ratio.left} {listed_unit(right) or ''}") if parted else ratio
    whole = _whole_of(ratio)
    if whole is None or ratio.facts["modality"] != "actual":
        return
    if not _SHARE_OF_PLAN.match(behind):
        own = right if parted else ratio.near
        yield replace(ratio, value=whole, measure="count", role="whole", written=_written(ratio), near=own)
    if not _SHARE.match(behind) and 0 < whole >= ratio.value:
        rate = (100 * ratio.value / whole).quantize(_ONE_DECIMAL)
        yield replace(ratio, value=rate.normalize() + 0, measure="percent", role=COMPUTED)


def is_told_of_whole(wanted: Asked, whole: Candidate) -> bool:
    """Tell whether the whole of a ratio may be asked for: a plain thing, or what its own noun tells.

    `giải quyết 27/31 đơn tiếp nhận` tells those received.
    """
    own = concepts_in(whole.near) if whole.near == whole.unit else frozenset()
    return bool(wanted.needed) and all(one.plain or one.name in own for one in wanted.needed)


def _written(ratio: Candidate) -> str:
    return ratio.written.partition("/")[2].strip()


def _whole_of(ratio: Candidate) -> Decimal | None:
    read = parse_digits(_written(ratio))
    return read[0] if read else None


def _exclude(before: frozenset[str], behind: frozenset[str]) -> bool:
    """Tell whether what stands before and behind a number tells two deeds of one family."""
    return bool(_families(before) & _families(behind)) and not before >= behind


def _families(told: frozenset[str]) -> set[str]:
    deeds = (concepts()[name] for name in told)
    return {one.family for one in deeds if one.kind == "act" and one.family}
