"""Whatever ends a command -> what to tell the person who typed it, and the exit status: the one place for both."""

from __future__ import annotations

import errno
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.errors import Failure, TrichyeuError, UsageError, place_of
from pipeline.speech import Message, Speech
from pipeline.terminal import drop_output, say

if TYPE_CHECKING:
    from pipeline.postgres.address import Server

_SYSTEM: Final = (
    "ENOENT", "EACCES", "EPERM", "EISDIR", "ENOTDIR", "ENOSPC", "EDQUOT", "EFBIG", "EROFS", "EEXIST", "EIO",
    "ENAMETOOLONG",
)  # fmt: skip
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def explained(error: Exception, database: Path | Server | None = None) -> TrichyeuError:
    """Return the explanation of any error that reaches the command line; `database` is the one in use."""
    if isinstance(error, TrichyeuError):
        return error
    import sqlite3

    if isinstance(error, sqlite3.Error):
        from pipeline.run.store import store_error

        return store_error(error, database)
    if isinstance(error, OSError):
        kind = "full" if error.errno in _FULL else "path"
        where = Message("failure.output", {}) if error.filename is None else error.filename
        return Failure(f"failure.{kind}", path=where, reason=_reason(error))
    if isinstance(error, MemoryError):
        return Failure("failure.memory")
    from extractors.rule_checks import RuleError

    if isinstance(error, RuleError):
        return Failure("failure.rule", reason=str(error).rstrip("."))
    return Failure("failure.internal", kind=type(error).__name__, place=place_of(error))


def _reason(error: OSError) -> Message | str:
    """Return what the system says of an error, in the language of the person where it is a common one."""
    name = errno.errorcode.get(error.errno or 0, "")
    return Message(f"system.{name}", {}) if name in _SYSTEM else error.strerror or str(error)


def report(error: Exception, speech: Speech, database: Path | Server | None = None) -> int:
    """Say on standard error what went wrong, behind what was already answered; return the exit status."""
    failure = explained(error, database)
    try:
        sys.stdout.flush()
    except OSError:
        drop_output()
    with suppress(OSError):  # nobody listens any more
        say([speech("show.error", message=failure.said(speech))], sys.stderr)
    return 2 if isinstance(failure, UsageError) else 1
