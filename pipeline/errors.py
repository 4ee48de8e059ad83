"""What can go wrong, as one tree.

TrichyeuError
├── ReadError             one file could not be read; the run goes on, the file is quarantined
│   ├── UnsupportedFormat
│   ├── DamagedFile
│   ├── EncryptedFile
│   ├── EmptyFile
│   ├── TooLarge
│   ├── TimedOut
│   ├── Crashed           the worker that read it died
│   ├── MissingTool
│   └── InternalError     a fault of the program itself, found by `guarded`
├── ClassifiedDocument    stamped MẬT, TỐI MẬT or TUYỆT MẬT: skipped, its text goes nowhere
│   └── MaybeClassified   may be stamped: skipped until a person has looked at it
└── SpokenError           what a command meets, said in the language of the person who typed it
    ├── UsageError        wrong words on the command line, a path that is not there
    ├── StoreError        the database is missing, locked, full, damaged, or not ours
    ├── QueryError        a question that names nothing the database knows
    └── Failure           anything else that ends a command: memory, disk, a mistake of this program

The text of a ReadError is for people, in Vietnamese, and says what to do; the quarantine table holds it with `reason`,
a stable code. A SpokenError names a message of messages.toml, which is there in both languages.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from pipeline.speech import Message, Speech


class TrichyeuError(Exception):
    """Any error that is ours to explain."""

    reason = "error"

    def said(self, speech: Speech) -> str:
        """Return the explanation, in the language of `speech` where it exists in both."""
        return str(self)


class ReadError(TrichyeuError):
    """One file could not be read."""

    reason = "unreadable"

    def said(self, speech: Speech) -> str:
        """Return the explanation; in another language than its own the reason and what to do."""
        return speech.refusal(self.reason, str(self))


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


class InternalError(ReadError):
    """The program itself failed at this file."""

    reason = "internal_error"


class ClassifiedDocument(TrichyeuError):
    """A stamp of secrecy keeps the document out."""

    reason = "classified"

    def said(self, speech: Speech) -> str:
        """Return the explanation; in another language than its own the reason and what to do."""
        return speech.refusal(self.reason, str(self))


class MaybeClassified(ClassifiedDocument):
    """Something that may be a stamp of secrecy keeps the document out until a person has looked."""

    reason = "maybe_classified"


ANY_REASON: Final = "any"
"""Stands for whichever reason a file was skipped for."""

SECRET_REASONS: Final = frozenset({ClassifiedDocument.reason, MaybeClassified.reason})
"""Reasons of documents of which people may see the file's name, but not the folders that it stands in."""


class SpokenError(TrichyeuError):
    """An error whose words are the message `key`, its braces filled with `values`."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.message = Message(key, values)

    def said(self, speech: Speech) -> str:
        """Return the message in the language of `speech`."""
        return speech.said(self.message)

    def __str__(self) -> str:
        return self.said(Speech("vi"))


class UsageError(SpokenError):
    """The words on the command line, or a path, cannot be followed."""

    reason = "usage"


class StoreError(SpokenError):
    """The database cannot be used."""

    reason = "store"


class QueryError(SpokenError):
    """The question has no answer here."""

    reason = "query"


class Failure(SpokenError):
    """The machine or the program itself fails."""

    reason = "failure"


def complaint(name: str, reason: str, advice: str) -> str:
    """Return the message of a ReadError: the file, why it cannot be read, what to do."""
    return f"“{name}”: {reason}. {advice}."


@contextmanager
def guarded(name: str) -> Iterator[None]:
    """Turn what nobody foresaw inside the block into an InternalError, so that one file costs itself alone.

    `name` is the file, as people may see it. The message holds the exception's class and its place in our code, never
    its words, which may quote the document. Too little memory becomes TooLarge. Errors of ours pass through, and so
    do those that say that the database, not the document, is at fault (locked, full, damaged).
    """
    import sqlite3

    try:
        yield
    except (TrichyeuError, sqlite3.OperationalError):
        raise
    except MemoryError as error:
        message = f"“{name}”: cần quá nhiều bộ nhớ để đọc. Hãy tách tệp thành các phần nhỏ hơn."
        raise TooLarge(message) from error
    except Exception as error:  # the last guard: what can be named is caught where it is raised
        if type(error) is sqlite3.DatabaseError:
            raise
        where = f"{type(error).__name__}, {place_of(error)}"
        advice = "Hãy gửi dòng này cho người phát triển"
        raise InternalError(f"“{name}”: lỗi của chương trình ({where}), không phải của tệp. {advice}.") from error


def place_of(error: BaseException) -> str:
    """Return the line of our code nearest to where an exception was raised: `extractors.tasks.find:27`."""
    from traceback import walk_tb

    places = [(frame.f_globals.get("__name__", ""), line) for frame, line in walk_tb(error.__traceback__)]
    ours = [place for place in places if place[0].startswith(("extractors", "pipeline")) and place[0] != __name__]
    return ":".join(map(str, (ours or places)[-1]))
