"""What a person asks a digest of: a document, a place and time, a theme, an instrument, two compared, news."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.model import Period


@dataclass(frozen=True, slots=True)
class Request:
    """The words of the command; `since` is an ISO day, `compare` two places or two periods as typed.

    `mask_persons`: names of private people are left out of what is shown.
    """

    document: str | None = None
    place: str | None = None
    year: int | None = None
    period: Period | None = None
    about: str | None = None
    instrument: str | None = None
    compare: tuple[str, ...] = ()
    since: str | None = None
    mask_persons: bool = False

    @property
    def whole(self) -> bool:
        """Whether the digest is of the whole archive."""
        asked = (self.document, self.place, self.year, self.period, self.about, self.instrument, self.since)
        return not (any(asked) or self.compare)
