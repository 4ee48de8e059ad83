"""A saved web page -> Reading: all its visible text in order, furniture marked, what the head says as hints."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from resiliparse.parse.html import HTMLTree

from extractors.model import BlockKind, Problem
from extractors.text.stamp_view import CANDIDATE
from pipeline.errors import DamagedFile, EmptyFile, complaint
from pipeline.readers.encodings import decode, placed
from pipeline.readers.html.furniture import mark_furniture
from pipeline.readers.html.walk import PageWalker, style_fonts
from pipeline.readers.old_fonts.decode import Decoder, encoding_hints, make_decoder, suspects
from pipeline.readers.reading import Reading, TextBuilder

_CHARSET = re.compile(rb"charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_HEAD: Final = 4096
_STYLES: Final = 1 << 18
"""Characters of a page in which its style sheets are looked for."""
_OVERFULL: Final = re.compile(r"(<[A-Za-z][A-Za-z0-9:-]{0,60})(?=[\s/])[^<>]{20000,}")
_MOST_ATTRIBUTES: Final = 5_000
"""Of one tag; 100,000 take the parser more than two minutes. A picture written into its tag is long, but one."""
_MOST_HINTS: Final = 80
_LONGEST_HINT: Final = 500
_MOST_HIDDEN: Final = 200
"""Characters of text not displayed from which a person should know: less is screen-reader labels."""


def read_html(raw: bytes, name: str) -> Reading:
    """Read a web page; EmptyFile when nothing in it is visible, DamagedFile when it is no page at all."""
    declared = _CHARSET.search(raw[:_HEAD])
    decoded = decode(raw, name, declared[1].decode("ascii") if declared else None)
    tree = HTMLTree.parse(_OVERFULL.sub(_without_attributes, decoded.text))
    if tree.body is None:
        raise DamagedFile(complaint(name, "không tìm thấy nội dung trang", "Hãy lưu lại trang web"))
    page, decoder = _walk(tree.body, decoded.text)
    builder = TextBuilder()
    marked = mark_furniture(page.lines, page.parents, page.named)
    for line, furniture in zip(page.lines, marked, strict=True):
        builder.add(line.text, BlockKind.BOILERPLATE if furniture else line.kind)
    text, blocks, cleaned = builder.finish()
    if not text:
        raise EmptyFile(complaint(name, "trang web không có chữ nào hiện ra", "Hãy lưu lại trang sau khi mở đầy đủ"))
    own = () if decoder is not None and decoder.used else placed(decoded.problems, text)
    problems = [*own, *cleaned]
    if page.hidden > _MOST_HIDDEN:
        problems.append(Problem("hidden_text", f"Trang có khoảng {page.hidden} ký tự không hiện ra, không đọc."))
    hints = (*_hints(tree, decoder), *encoding_hints(decoder))
    return Reading(text, blocks, hints=hints, problems=tuple(problems))


def _without_attributes(tag: re.Match[str]) -> str:
    """Return a tag without its attributes where they are too many: the parser compares each with all before it."""
    count = max(tag[0].count("="), len(tag[0].split()))
    return tag[0] if count <= _MOST_ATTRIBUTES else tag[1]


def _walk(body: Any, page: str) -> tuple[PageWalker, Decoder | None]:
    """Read the lines of a page; one that may hold text in old fonts twice, since all of it tells what each font is."""
    if not suspects(page):
        walker = PageWalker()
        walker.walk(body)
        return walker, None
    fonts = style_fonts(page[:_STYLES])
    first = PageWalker(fonts)
    first.walk(body)
    decoder = make_decoder(first.pieces)
    if decoder is None:
        return first, None
    second = PageWalker(fonts, decoder)
    second.walk(body)
    return second, decoder


def _hints(tree: Any, decoder: Decoder | None) -> tuple[tuple[str, str], ...]:
    """Return the title, the meta elements, the article's own data, and pictures described as a stamp may be.

    Keys are in lower case, in document order.
    """
    hints = []
    if tree.title:
        hints.append(("html.title", tree.title if decoder is None else decoder.text(tree.title)))
    for node in tree.document.query_selector_all("meta[content]"):
        key = node.getattr("name") or node.getattr("property") or node.getattr("itemprop")
        if key:
            hints.append((f"meta.{key}", node.getattr("content")))
    for node in tree.document.query_selector_all("script[type='application/ld+json']"):
        hints.extend(_linked_data(node.text or ""))
    described = (node.getattr("alt") or "" for node in tree.document.query_selector_all("img[alt]"))
    stamps = [("html.alt", words) for words in described if CANDIDATE.search(words)]
    kept = [*hints[:_MOST_HINTS], *stamps[:_MOST_HINTS]]
    found = ((key.strip().lower(), " ".join(value.split())[:_LONGEST_HINT]) for key, value in kept)
    return tuple((key, value) for key, value in found if value)


def _linked_data(text: str) -> list[tuple[str, str]]:
    """Return headline, dates and author of schema.org data; nothing from data that is not JSON of that shape."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return []
    found = []
    for item in data if isinstance(data, list) else [data]:
        if not isinstance(item, dict):
            continue
        author = item.get("author")
        named = author.get("name") if isinstance(author, dict) else author
        pairs = [(key, item.get(key)) for key in ("headline", "datePublished", "dateModified")]
        found += [(f"ld.{key}", value) for key, value in (*pairs, ("author", named)) if isinstance(value, str)]
    return found
