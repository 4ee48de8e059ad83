"""A server -> an open connection to it; what the server or its library says -> our errors, without a password."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from pipeline.errors import StoreError
from pipeline.postgres.address import Server

if TYPE_CHECKING:
    import psycopg

_SECONDS_TO_CONNECT: Final = 10
_SECONDS_IDLE: Final = 60
"""After which the line is tried: a run reads for hours without a word to the server."""

_STATES: Final = {
    "28": "password",
    "3D000": "no_database",
    "42501": "rights",
    "25006": "rights",
    "53": "full",
    "54": "full",
    "55P03": "busy",
    "57": "gone",
    "08": "gone",
}
"""What a state of SQL means, by its beginning (https://www.postgresql.org/docs/15/errcodes-appendix.html)."""
_WORDINGS: Final = (
    ("password authentication failed", "password"),
    ("no password supplied", "password"),
    ("authentication failed", "password"),
    ("pg_hba.conf", "password"),
    ("does not exist", "no_database"),
    ("permission denied for database", "rights"),
    ("too many", "full"),
)
"""A refused connection has no state, only the server's words, in English unless it is set up otherwise."""


def open_connection(server: Server, what: str) -> psycopg.Connection[Any]:
    """Return a connection without a transaction of its own; `what` is what the server's own lists show of it.

    Raises StoreError where psycopg is not installed, the address cannot be read, or the server refuses.
    """
    try:
        import psycopg
    except ImportError as error:
        raise StoreError("server.no_driver", path=server) from error
    try:
        psycopg.conninfo.conninfo_to_dict(server.address)
    except psycopg.Error as error:
        raise StoreError("server.address") from error
    try:
        connection: psycopg.Connection[Any] = psycopg.connect(
            server.address, autocommit=True, application_name=f"trichyeu {what}"[:63], client_encoding="UTF8",
            connect_timeout=_SECONDS_TO_CONNECT, keepalives_idle=_SECONDS_IDLE,
        )  # fmt: skip
    except psycopg.Error as error:
        raise _refused(error, server) from None
    if connection.info.parameter_status("server_encoding") != "UTF8":
        connection.close()
        raise StoreError("server.encoding", path=server)
    return connection


def _refused(error: psycopg.Error, server: Server) -> StoreError:
    """Return what a refused connection means; what psycopg raises may hold the address and goes no further."""
    reason = server.without_secrets(str(error))
    kind = next((kind for words, kind in _WORDINGS if words in reason), "unreachable")
    return StoreError(f"server.{kind}", path=server, reason=reason)


def server_error(error: psycopg.Error, server: Server, broken: bool, gone: str) -> StoreError:
    """Return what an error of an open connection means; `broken`: the connection is no more."""
    state = error.sqlstate or ""
    kind = next((kind for begin, kind in _STATES.items() if state.startswith(begin)), "gone" if broken else "other")
    kind = gone if kind == "gone" else kind
    diagnosis = error.diag.message_primary
    return StoreError(f"server.{kind}", path=server, reason=server.without_secrets(diagnosis or str(error)))


@contextmanager
def explaining(connection: psycopg.Connection[Any], server: Server, gone: str = "gone") -> Iterator[None]:
    """Turn what psycopg raises inside the block into a StoreError; `gone` is that of a connection that is lost."""
    import psycopg

    try:
        yield
    except psycopg.Error as error:
        raise server_error(error, server, connection.broken or connection.closed, gone) from None


def is_held(connection: psycopg.Connection[Any], name: str) -> bool:
    """Tell whether the database has a schema."""
    found = connection.execute("SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = %s", (name,)).fetchone()
    return found is not None
