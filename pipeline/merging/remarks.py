"""What a person is told beside the merged words: who has not reported, what was replaced, who left a heading out."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.merging.merged import Absent
from pipeline.merging.reports import Chosen
from pipeline.speech import Speech


def remarks(chosen: Chosen, own_outline: bool, speech: Speech) -> Iterator[str]:
    """Yield what is to be known of the reports as a whole."""
    if own_outline:
        yield speech("merge.own_outline")
    if chosen.silent:
        yield speech("merge.silent", units=", ".join(chosen.silent))
    for old, new in chosen.replaced:
        yield speech("merge.replaced", old=old, new=new)


def absences(absent: Absent, speech: Speech) -> Iterator[str]:
    """Yield who left a heading out, and who wrote of it only above."""
    for key, units in (("absent", absent.units), ("above", absent.above)):
        if units:
            yield speech(f"merge.{key}", units=", ".join(units))
