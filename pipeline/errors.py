"""What can go wrong, as one tree.

TrichyeuError
├── UsageError            wrong words on the command line, a path that is not there
├── ReadError             one file could not be read; the run goes on, the file is quarantined
│   ├── UnsupportedFormat
│   ├── DamagedFile
│   ├── EncryptedFile
│   ├── EmptyFile
│   ├── TooLarge
│   ├── TimedOut
│   ├── Crashed           the worker that read it died
│   └── MissingTool
├── ClassifiedDocument    stamped MẬT, TỐI MẬT or TUYỆT MẬT: set aside, its text goes nowhere
├── StoreError            the database is damaged, locked or of another version
└── QueryError            a question that names nothing the database knows

`args[0]` is for people, in Vietnamese, and says what to do. `reason` is the stable code that
the quarantine table holds.
"""

from __future__ import annotations


class TrichyeuError(Exception):
    """Any error that is ours to explain."""

    reason = "error"


class UsageError(TrichyeuError):
    reason = "usage"


class ReadError(TrichyeuError):
    reason = "unreadable"


class UnsupportedFormat(ReadError):
    reason = "unsupported_format"


class DamagedFile(ReadError):
    reason = "damaged"


class EncryptedFile(ReadError):
    reason = "encrypted"


class EmptyFile(ReadError):
    reason = "empty"


class TooLarge(ReadError):
    reason = "too_large"


class TimedOut(ReadError):
    reason = "timed_out"


class Crashed(ReadError):
    reason = "crashed"


class MissingTool(ReadError):
    reason = "missing_tool"


class ClassifiedDocument(TrichyeuError):
    reason = "classified"


class StoreError(TrichyeuError):
    reason = "store"


class QueryError(TrichyeuError):
    reason = "query"
