"""What a format of a digest is: its name, the ending of its files, and what writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.digest.block import Digest
from pipeline.errors import UsageError
from pipeline.speech import Speech

Writer = Callable[[Digest, Speech], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """A format; `write` returns the file's bytes. `text` tells that a terminal can show it.

    `templated`, of a format that has one, returns what writes by a person's own template.
    """

    name: str
    ending: str
    write: Writer
    text: bool = True
    templated: Callable[[Path], Writer] | None = None

    def writer(self, template: Path | None) -> Writer:
        """Return what writes the format, by a template where one is given; UsageError where it has none."""
        if template is None:
            return self.write
        if self.templated is None:
            raise UsageError("usage.no_template", ending=self.ending)
        return self.templated(template)
