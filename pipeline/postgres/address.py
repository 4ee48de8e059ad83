"""`postgresql://user@host/database` as a person types it -> the server, which is never shown with its password."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from pipeline.errors import UsageError

SCHEMES: Final = ("postgresql://", "postgres://")
_SECRET: Final = frozenset({"password", "sslpassword"})
_HIDDEN: Final = "***"


@dataclass(frozen=True, slots=True)
class Server:
    """A database on a server: `address` to open it with, `shown` for people, `secrets` that no message may hold."""

    address: str = field(repr=False)
    shown: str
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def __str__(self) -> str:
        return self.shown

    def without_secrets(self, text: str) -> str:
        """Return what a library or the server says, with every password in it blotted out."""
        for secret in self.secrets:
            text = text.replace(secret, _HIDDEN)
        return " ".join(text.split())

    @property
    def folder(self) -> Path:
        """The folder of this user and computer that keeps the copy at hand, with what OCR read of the archive."""
        kept = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
        base = Path(kept) if kept else Path.home() / ".cache"
        return base / "trichyeu" / hashlib.sha256(self.shown.encode()).hexdigest()[:16]


def is_address(word: str) -> bool:
    """Tell whether a word names a server and not a file."""
    return word.startswith(SCHEMES)


def server_at(word: str) -> Server:
    """Return the server that an address names; UsageError, without a word of it, when it cannot be read.

    >>> server = server_at("postgresql://an:b%C3%AD%20m%E1%BA%ADt@db.tinh.vn:5433/kho?sslmode=require")
    >>> str(server), server.without_secrets("no password bí mật")
    ('postgresql://an@db.tinh.vn:5433/kho', 'no password ***')
    """
    try:
        parts = urlsplit(word)
        port = parts.port
        asked = parse_qsl(parts.query, strict_parsing=bool(parts.query))
    except ValueError as error:
        raise UsageError("server.address") from error
    path = parts.path.removeprefix("/")
    if parts.fragment or parts.netloc.count("@") > 1 or "/" in path or not path:
        raise UsageError("server.address")
    user = f"{parts.username}@" if parts.username else ""
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    elsewhere = next((f"?host={value}" for name, value in asked if name == "host"), "")
    shown = f"postgresql://{user}{host}{f':{port}' if port else ''}/{path}{elsewhere}"
    secrets = [value for name, value in asked if name in _SECRET]
    if parts.password:
        secrets += [unquote(parts.password), parts.password]
    return Server(word, shown, tuple(sorted(filter(None, secrets), key=len, reverse=True)))
