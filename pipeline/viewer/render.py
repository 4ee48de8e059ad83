"""The name of a template and its values -> HTML, in which text of documents is text and nothing else.

Everything that a template fills in is escaped, and what a browser or a reader would obey otherwise (control characters,
marks of direction) is spelt out, as on a terminal. Files of the package alone are templates.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipeline.terminal import legible_text

_TEMPLATES: Final = Path(__file__).with_name("templates")


def _harmless(value: Any) -> Any:
    return legible_text(value) if isinstance(value, str) and not isinstance(value, Markup) else value


_ENVIRONMENT: Final = Environment(
    loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, finalize=_harmless,
    trim_blocks=True, lstrip_blocks=True,
)  # fmt: skip


def render(name: str, **values: Any) -> str:
    """Return a filled template."""
    return _ENVIRONMENT.get_template(name).render(**values)
