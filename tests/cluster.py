"""A PostgreSQL cluster for a test: made, started and thrown away; what is missing where there is no PostgreSQL."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_DEBIAN: Final = Path("/usr/lib/postgresql")
PASSWORD: Final = "bí mật@1"
"""Of the users whose name begins with `locked`; all others need none."""
_ACCESS: Final = """
local all all trust
host all locked 127.0.0.1/32 scram-sha-256
host all all 127.0.0.1/32 trust
"""
_CHEAP: Final = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "shared_buffers=16MB", "autovacuum=off")
"""What a cluster that is thrown away need not do; what a test deletes is swept by the program alone."""


def programs() -> Path | None:
    """Return the folder of initdb and pg_ctl, None where PostgreSQL is not installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = [folder for folder in _DEBIAN.glob("*/bin") if (folder / "initdb").exists()]
    return max(versions, key=lambda folder: int(folder.parent.name), default=None)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running cluster: its folder, the port it listens to on this computer."""

    folder: Path
    port: int

    def address(self, database: str, user: str = "owner", password: str = "") -> str:
        """Return the address of a database for a user."""
        return f"postgresql://{user}{password and ':' + password}@127.0.0.1:{self.port}/{database}"

    def do(self, *statements: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Do something as the owner of the cluster; return the rows of the last statement, if it has rows."""
        import psycopg

        with psycopg.connect(self.address(database), autocommit=True) as connection:
            for statement in statements:
                cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []


@contextmanager
def running(bin_: Path, cheap: bool = True) -> Iterator[Cluster]:
    """Run a cluster as long as the block does, without what one for tests need not do where it is `cheap`.

    PostgreSQL refuses to run as root, so another user runs it then.
    """
    user = {"user": _number_of("postgres")} if hasattr(os, "geteuid") and os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    if user:
        os.chown(folder, user["user"], -1)

    def call(name: str, *words: str) -> None:
        subprocess.run([bin_ / name, *words], check=True, capture_output=True, cwd="/", **user)  # type: ignore[call-overload]

    data = folder / "data"
    port = _free_port()
    settings = [f"port={port}", f"unix_socket_directories={folder}", "listen_addresses=127.0.0.1"]
    settings += _CHEAP if cheap else ()
    try:
        call(
            "initdb", "-D", str(data), "-U", "owner", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"
        )
        (data / "pg_hba.conf").write_text(_ACCESS, encoding="utf-8")
        words = " ".join(f"-c {setting}" for setting in settings)
        call("pg_ctl", "-D", str(data), "-w", "-o", words, "-l", str(folder / "log"), "start")
        try:
            yield Cluster(folder, port)
        finally:
            call("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _number_of(account: str) -> int:
    """Return the number of a user of this system, also where Python cannot ask for it (`tests/another_system`)."""
    return int(subprocess.run(["id", "-u", account], check=True, capture_output=True, text=True).stdout)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
