"""What a viewer is started with: the database, where it listens, who may ask."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Final

LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")
ANYWHERE: Final = ("0.0.0.0", "::")  # noqa: S104 - compared with, not bound to


def _secret() -> str:
    return secrets.token_urlsafe(24)


@dataclass(frozen=True, slots=True)
class Settings:
    """One viewer: `token` is asked of everybody where it listens beyond this computer, `form_token` of every form."""

    database: Path
    host: str = LOOPBACK[0]
    port: int = 8765
    language: str = "vi"
    token: str = field(default_factory=_secret)
    form_token: str = field(default_factory=_secret)

    @property
    def local(self) -> bool:
        """Whether it listens to this computer alone; only then may it read folders of it."""
        return self.host in LOOPBACK

    @property
    def address(self) -> str:
        """The address to open, with the token where one is needed."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/" + ("" if self.local else f"?token={self.token}")

    def answers_to(self, host: str) -> bool:
        """Tell whether a request that names this host (`Host`, with its port) is meant for this viewer.

        A page elsewhere that has its own name point to this computer is refused; where any address is listened to,
        the name must be an address, which no foreign page can have.

        >>> [Settings(Path("a.db")).answers_to(name) for name in ("127.0.0.1:8765", "localhost:8765", "evil.vn:8765")]
        [True, True, False]
        """
        name, separator, port = host.rpartition(":")
        if not separator or port != str(self.port):
            return False
        name = name.strip("[]").lower()
        if self.local:
            return name in LOOPBACK
        return name == self.host.lower() or (self.host in ANYWHERE and (name in LOOPBACK or _is_address(name)))


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
