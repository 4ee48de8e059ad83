"""The name of a template in pipeline/digest/templates -> what fills it."""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape

from pipeline.charts.model import Chart, CitationMap
from pipeline.digest.block import Items, Paragraph, RatingTable, Table

_KINDS = {
    Paragraph: "paragraph", Items: "items", Table: "table", RatingTable: "ratings",
    Chart: "chart", CitationMap: "chart",
}  # fmt: skip


def template(name: str, **filters: Callable[[str], str]) -> Template:
    """Return a template; what it fills in is escaped in HTML, and it may use the filters that are given."""
    environment = Environment(
        loader=PackageLoader("pipeline.digest"), autoescape=select_autoescape(["html"]), undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters |= filters
    environment.filters["kind"] = lambda block: _KINDS[type(block)]
    return environment.get_template(name)
