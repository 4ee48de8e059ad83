"""Tasks and limitations -> what a document orders, and what it admits."""

from __future__ import annotations

from pipeline.digest.block import Items, Paragraph, Section
from pipeline.digest.maker import Maker


def tasks(maker: Maker) -> list[Section]:
    """Return what the document orders."""
    return _tasks(maker, "tasks", "task")


def limitations(maker: Maker) -> list[Section]:
    """Return what it admits."""
    return _tasks(maker, "limitations", "limitation")


def _tasks(maker: Maker, title: str, kind: str) -> list[Section]:
    lines = tuple(
        Paragraph(" ".join(filter(None, (row["number"], *row["text"].split()))))
        for row in maker.rows(
            "SELECT kind, number, text FROM tasks WHERE document_id IN ({ids}) ORDER BY document_id, ord"
        )
        if row["kind"] == kind
    )
    return [Section(title, maker.speech(f"digest.{title}"), (Items(title, lines),))] if lines else []
