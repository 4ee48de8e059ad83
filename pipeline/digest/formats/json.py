"""A digest -> JSON: its sections and blocks as they are, days as ISO."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any, Final

from pipeline.digest.block import Digest
from pipeline.digest.formats.format import Format
from pipeline.speech import Speech
from pipeline.terminal import json_text


def write(digest: Digest, speech: Speech) -> bytes:
    """Return the digest as JSON, without the paths of its documents and their texts, which its sources name."""
    values = asdict(digest, dict_factory=_with_days)
    del values["documents"], values["texts"]
    return (json_text(values, indent=1) + "\n").encode("utf-8")


def _with_days(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in pairs}


FORMAT: Final = Format("json", ".json", write)
