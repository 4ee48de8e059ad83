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
│   └── MaybeClassified   may be stamped: set aside until a person has looked at it
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
    """The words on the command line, or a path, cannot be followed."""

    reason = "usage"


class ReadError(TrichyeuError):
    """One file could not be read."""

    reason = "unreadable"


class UnsupportedFormat(ReadError):
    """A format that no reader takes."""

    reason = "unsupported_format"


class DamagedFile(ReadError):
    """Cut off or inconsistent content."""

    reason = "damaged"


class EncryptedFile(ReadError):
    """A password protects the content."""

    reason = "encrypted"


class EmptyFile(ReadError):
    """Nothing to read."""

    reason = "empty"


class TooLarge(ReadError):
    """Beyond a limit that protects the machine."""

    reason = "too_large"


class TimedOut(ReadError):
    """Reading took longer than a file may."""

    reason = "timed_out"


class Crashed(ReadError):
    """The process that read it died."""

    reason = "crashed"


class MissingTool(ReadError):
    """A program that this format needs is not installed."""

    reason = "missing_tool"


class ClassifiedDocument(TrichyeuError):
    """A stamp of secrecy keeps the document out."""

    reason = "classified"


class MaybeClassified(ClassifiedDocument):
    """Something that may be a stamp of secrecy keeps the document out until a person has looked."""

    reason = "maybe_classified"


class StoreError(TrichyeuError):
    """The database cannot be used."""

    reason = "store"


class QueryError(TrichyeuError):
    """The question has no answer here."""

    reason = "query"
