"""Bytes of a MIME message -> its parts, within limits. Source: RFC 5322, RFC 2045 and RFC 2557."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage
from typing import Final

from pipeline.errors import DamagedFile, complaint

MOST_PARTS: Final = 2_000
_FAILURES: Final = (MessageError, LookupError, ValueError, AttributeError, TypeError, RecursionError)
"""What the standard library is known to raise on messages that break the format."""


@dataclass(frozen=True, slots=True)
class Attached:
    """One file that a message carries: the name that it gives it, and its bytes."""

    name: str
    raw: bytes


def parse_message(raw: bytes, name: str) -> EmailMessage:
    """Return the message; DamagedFile for bytes that are none."""
    try:
        message = email.message_from_bytes(raw, policy=email.policy.default)
    except _FAILURES as error:
        raise DamagedFile(complaint(name, "thư bị hỏng, không mở được", "Hãy lưu lại thư")) from error
    assert isinstance(message, EmailMessage)
    return message


def header(message: EmailMessage, key: str) -> str:
    """Return a header field decoded, on one line; empty where there is none or none that can be read."""
    try:
        return " ".join(str(message.get(key, "")).split())
    except _FAILURES:
        return ""


def content_of(part: EmailMessage) -> bytes:
    """Return the bytes of a part, those of text as UTF-8."""
    try:
        raw = part.get_payload(decode=True)
    except _FAILURES:
        return b""
    if not isinstance(raw, bytes):
        return b""
    charset = part.get_content_charset()
    if part.get_content_maintype() != "text" or charset is None:
        return raw
    try:
        return raw.decode(charset).encode("utf-8", errors="replace")
    except (LookupError, ValueError):
        return raw


def body_part(message: EmailMessage) -> EmailMessage | None:
    """Return the part that is the message itself: plain text before HTML; None where it has neither."""
    found: dict[str, EmailMessage] = {}
    for part in leaves(message):
        if not is_attached(part):
            found.setdefault(part.get_content_type(), part)
    return found.get("text/plain") or found.get("text/html")


def leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    """Yield the parts that hold no others, in order; a message inside the message is one of them."""
    stack: list[EmailMessage] = [message]
    met = 0
    while stack and met < MOST_PARTS:
        part = stack.pop()
        met += 1
        inner = part.get_payload() if part.get_content_maintype() == "multipart" else None
        if isinstance(inner, list):
            stack += [one for one in reversed(inner) if isinstance(one, EmailMessage)]
        else:
            yield part


def is_attached(part: EmailMessage) -> bool:
    """Tell whether a part is a file that the message carries."""
    try:
        return part.get_content_disposition() == "attachment" or bool(part.get_filename())
    except _FAILURES:
        return False


def attachments(message: EmailMessage) -> Iterator[Attached]:
    """Yield the files that a message carries; pictures that its text shows are not among them."""
    for number, part in enumerate(leaves(message), 1):
        is_message = part.get_content_maintype() == "message"
        shown = part.get_content_maintype() == "image" and "Content-ID" in part
        if (not is_attached(part) and not is_message) or shown:
            continue
        try:
            name = part.get_filename() or ""
        except _FAILURES:
            name = ""
        suffix = ".eml" if is_message else ""
        raw = _inner(part) if is_message else content_of(part)
        yield Attached(name or f"{number}{suffix}", raw)


def _inner(part: EmailMessage) -> bytes:
    payload = part.get_payload()
    try:
        return payload[0].as_bytes() if isinstance(payload, list) and isinstance(payload[0], EmailMessage) else b""
    except (*_FAILURES, IndexError, UnicodeError):
        return b""
