"""A list of units as people write it -> which bodies of the archive they are."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from extractors.text.folding import fold
from pipeline.arguments import Argument
from pipeline.errors import UsageError
from pipeline.rows import Row


def name_of(issuer: str | None) -> tuple[str, str | None]:
    """Return the key of a body's name, and the province in it; standing committees are their bodies."""
    from extractors.names.agreement import body_of

    name, province = body_of(issuer or "")
    return name.removesuffix(" tỉnh"), province


def is_unit(unit: str, body: Row) -> bool:
    """Tell whether a name of a list means a body: its own name, or that of its commune, district or province."""
    from extractors.values.places import same_jurisdiction

    name, province = name_of(unit)
    if province and body["place"] and not same_jurisdiction(province, body["place"]):
        return False
    if name and name == name_of(body["body"])[0]:
        return True
    written, issuer = fold(unit), fold(body["body"])
    local = body["commune"] or body["district"]
    if local:
        return written.endswith(fold(local)) and (written == fold(local) or issuer.endswith(f" {written}"))
    return bool(body["place"]) and written == fold(body["place"])


def units_in(word: str) -> list[str]:
    """Return the names in a text file, one a line; UsageError when it is no text or holds none."""
    file = Path(word)
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise UsageError("usage.bad_units", file=word, reason=str(error)) from error
    names = list(dict.fromkeys(" ".join(line.split()) for line in lines if line.strip()))
    if not names:
        raise UsageError("usage.no_units", file=word)
    return names


UNITS: Final = Argument("units", "units", "file", ("--units",), units_in)
