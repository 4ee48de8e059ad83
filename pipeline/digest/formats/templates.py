"""The name of a template in pipeline/digest/templates -> what fills it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape

from pipeline.charts.model import Chart, CitationMap
from pipeline.digest.block import Block, Items, Paragraph, RatingTable, Table

_KINDS: Final[dict[type, str]] = {
    Paragraph: "paragraph", Items: "items", Table: "table", RatingTable: "ratings",
    Chart: "chart", CitationMap: "chart",
}  # fmt: skip


def kind_of(block: Block) -> str:
    """Return what a template calls a block: paragraph, items, table, ratings or chart."""
    return _KINDS[type(block)]


def template(name: str, **filters: Callable[..., Any]) -> Template:
    """Return a template; what it fills in is escaped in HTML, and it may use `kind` and the filters that are given."""
    environment = Environment(
        loader=PackageLoader("pipeline.digest"), autoescape=select_autoescape(["html"]), undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters |= {"kind": kind_of, **filters}
    return environment.get_template(name)
