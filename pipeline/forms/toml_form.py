"""A form written as TOML -> its title, its indicators and its units.

title = "BIỂU TỔNG HỢP"
units = ["Cẩm Khê", "Hạ Hòa"]
[[indicator]]
key = "don_xong"                       # by which another block names it
group = "Tiếp dân, đơn thư"            # the head above it, may be left out
name = "Tỷ lệ đơn thư đã giải quyết"
words = ["đơn đã trả lời dứt điểm"]    # other wordings for it
unit = "%"
adds = "rate"                          # flow, stock, opening, cumulative, rate; without it the name decides
of = ["don_xong", "don_nhan"]          # of a rate: the counts that it is the quotient of
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pipeline.errors import UsageError
from pipeline.forms.asking import adding_of, split_unit
from pipeline.forms.model import Adding, Form, Indicator

_KEYS: Final = frozenset({"key", "group", "name", "words", "unit", "adds", "of"})


def read_toml_form(file: Path) -> Form:
    """Return the form in a TOML file; UsageError that says which block is wrong, and how."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError("table.bad_toml", name=file.name, reason=str(error)) from error
    blocks = table.get("indicator", [])
    if not isinstance(blocks, list) or not blocks:
        raise UsageError("table.no_indicators", name=file.name)
    places = {block.get("key"): at for at, block in enumerate(blocks) if isinstance(block, dict)}
    indicators = tuple(_indicator(block, places, file.name, at) for at, block in enumerate(blocks, 1))
    return Form(table.get("title"), indicators, tuple(map(str, table.get("units", ()))))


def _indicator(block: Any, places: Mapping[Any, int], file: str, at: int) -> Indicator:
    if not isinstance(block, dict) or not isinstance(block.get("name"), str) or set(block) - _KEYS:
        wrong = ", ".join(sorted(set(block) - _KEYS)) if isinstance(block, dict) else str(block)
        raise UsageError("table.bad_block", name=file, number=at, wrong=wrong or "name")
    name, unit = split_unit(block["name"])
    unit = block.get("unit", unit)
    heads = (str(block["group"]),) if block.get("group") else ()
    try:
        adding = Adding(block["adds"]) if "adds" in block else adding_of(name, heads, unit)
        upper, lower = (places[key] for key in block["of"]) if "of" in block else (None, None)
    except (ValueError, KeyError) as error:
        raise UsageError("table.bad_block", name=file, number=at, wrong=str(error)) from error
    parts = None if upper is None or lower is None else (upper, lower)
    return Indicator(name, heads, unit, adding, tuple(block.get("words", ())), parts)
