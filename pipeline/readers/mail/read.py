"""A message (.eml, .msg) -> Reading: its subject as a heading and its text; a saved page (.mht) as a web page.

Sender, receivers and day are hints: they are what the container says, not the document. Files that a message carries
are documents of their own, see `containers`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from extractors.model import Block, BlockKind, Problem
from pipeline.errors import EmptyFile, complaint
from pipeline.readers.html.read import read_html
from pipeline.readers.mail.msg import OutlookMessage
from pipeline.readers.mail.parts import body_part, content_of, header, leaves, parse_message
from pipeline.readers.reading import Reading, clean
from pipeline.readers.text import read_plain

_HINTS: Final = ("from", "to", "cc", "date")


def read_eml(raw: bytes, name: str) -> Reading:
    """Read a message; EmptyFile for one without subject and text, DamagedFile for what is no message."""
    message = parse_message(raw, name)
    part = body_part(message)
    hints = tuple((f"mail.{key}", value) for key in _HINTS if (value := header(message, key)))
    is_page = part is not None and part.get_content_type() == "text/html"
    body = content_of(part) if part is not None else b""
    return _with_subject(header(message, "subject"), body, is_page, hints, name)


def read_msg(raw: bytes, name: str) -> Reading:
    """Read a message that Outlook saved; EmptyFile for one without subject and text."""
    message = OutlookMessage(raw, name)
    hints = tuple((f"mail.{key}", value) for key, value in message.hints() if value)
    body, is_page = message.body()
    return _with_subject(message.subject(), body, is_page, hints, name)


def read_mht(raw: bytes, name: str) -> Reading:
    """Read a page that was saved as one file; EmptyFile for one without a page in it."""
    message = parse_message(raw, name)
    page = next((part for part in leaves(message) if part.get_content_type() == "text/html"), None)
    if page is None:
        raise EmptyFile(complaint(name, "tệp .mht không có trang nào", "Hãy lưu lại trang web"))
    return read_html(content_of(page), name)


def _with_subject(subject: str, body: bytes, is_page: bool, hints: tuple[tuple[str, str], ...], name: str) -> Reading:
    heading = clean(subject).text
    try:
        read = read_html(body, name) if is_page else read_plain(body, name)
    except EmptyFile as error:
        if not heading:
            raise EmptyFile(complaint(name, "thư không có chữ nào", "Hãy kiểm tra lại tệp gốc")) from error
        return Reading(heading, (Block(0, len(heading), BlockKind.HEADING),), hints=hints)
    return _behind(heading, read, hints) if heading else replace(read, hints=(*hints, *read.hints))


def _behind(heading: str, read: Reading, hints: tuple[tuple[str, str], ...]) -> Reading:
    """Return a reading with a heading before it: every place in the text moves by its length."""
    shift = len(heading) + 2
    moved = [replace(block, start=block.start + shift, end=block.end + shift) for block in read.blocks]
    return Reading(
        f"{heading}\n\n{read.text}",
        (Block(0, len(heading), BlockKind.HEADING), *moved),
        read.pages,
        (*hints, *read.hints),
        tuple(_moved(problem, shift) for problem in read.problems),
    )


def _moved(problem: Problem, shift: int) -> Problem:
    if problem.start is None or problem.end is None:
        return problem
    return replace(problem, start=problem.start + shift, end=problem.end + shift)
