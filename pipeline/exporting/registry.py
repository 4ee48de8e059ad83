"""All formats of an export: the one list to which a new one is added; each is loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from pipeline.exporting.format import Format


def _parquet() -> Format:
    from pipeline.exporting.parquet import FORMAT

    return FORMAT


def _csv() -> Format:
    from pipeline.exporting.csv import FORMAT

    return FORMAT


def _jsonl() -> Format:
    from pipeline.exporting.jsonl import FORMAT

    return FORMAT


def _spacy() -> Format:
    from pipeline.exporting.docbin import FORMAT

    return FORMAT


def _datasette() -> Format:
    from pipeline.exporting.datasette import FORMAT

    return FORMAT


def _labelstudio() -> Format:
    from pipeline.exporting.labelstudio import FORMAT

    return FORMAT


def _ftm() -> Format:
    from pipeline.exporting.ftm import FORMAT

    return FORMAT


FORMATS: Final[Mapping[str, Callable[[], Format]]] = {
    "parquet": _parquet,
    "csv": _csv,
    "jsonl": _jsonl,
    "spacy": _spacy,
    "datasette": _datasette,
    "labelstudio": _labelstudio,
    "ftm": _ftm,
}
"""By the name of --format."""
