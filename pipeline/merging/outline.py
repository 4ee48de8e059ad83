"""A file -> the heading tree that reports are merged under; what else stands in it tells writers what to write."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import docx
from docx.opc.exceptions import PackageNotFoundError

from extractors.model import BlockKind, Source
from extractors.rulebook import any_of, load_table
from pipeline.errors import UsageError
from pipeline.merging.headings import Heading, Nesting, read_heading
from pipeline.merging.report import paragraphs
from pipeline.readers.ingest import read_source

_TOML: Final = ".toml"
_STYLE: Final = re.compile(r"Heading (\d)")
_FURNITURE: Final = (BlockKind.HEADER, BlockKind.FOOTER, BlockKind.FOOTNOTE)
_GUIDANCE: Final = re.compile(
    r"\s*\((?:" + any_of(load_table(__package__, "headings")["outline"]["guidance"]) + r")\b[^()]*\)\s*$", re.IGNORECASE
)
_KEYS: Final = {"title": str, "number": str, "also": list, "heading": list}


@dataclass(eq=False, slots=True)
class Node:
    """One heading of an outline; `also` holds other titles that mean it, `parent` is None for the root alone."""

    title: str = ""
    number: str = ""
    value: int | None = None
    also: tuple[str, ...] = ()
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)

    def add(self, node: Node) -> Node:
        """Put a node at the end of the children; return it."""
        node.parent = self
        self.children.append(node)
        return node

    def walk(self) -> Iterator[Node]:
        """Yield every node below, a heading before the ones in it."""
        for child in self.children:
            yield child
            yield from child.walk()

    def path(self) -> list[Node]:
        """Return the node and those that it lies in, innermost first, without the root."""
        found: list[Node] = []
        node: Node | None = self
        while node is not None and node.parent is not None:
            found.append(node)
            node = node.parent
        return found

    @property
    def level(self) -> int:
        """How deep the node lies; 1 for the main parts."""
        return len(self.path())

    @property
    def titles(self) -> tuple[str, ...]:
        """Every title that means the node."""
        return (self.title, *self.also)

    @property
    def name(self) -> str:
        """The heading as it is printed: its number and its title."""
        return f"{self.number} {self.title}".strip()

    @property
    def key(self) -> str:
        """Where the node lies, by the numbers of the way to it: `II.2.b`."""
        return ".".join(re.sub(r"\W+$", "", node.number).split(".")[-1] or node.title for node in reversed(self.path()))


def read_outline(file: Path) -> Node:
    """Return the root of the outline in a file (TOML, or whatever the readers read).

    Of a text the headings are its numbered lines, with those that the file itself makes headings; without any number,
    every line is one, further in by its blanks. Raises UsageError where no heading is found, and what reading raises.
    """
    if not file.is_file():
        raise UsageError("usage.no_file", path=file)
    if file.suffix.lower() == _TOML:
        return _from_toml(file)
    source = read_source(file, file.name)
    headings = list(_headings(source))
    if any(heading.number for heading in headings):
        root = nested(headings)
    else:
        root = _by_level(_style_levels(file) or _indents(source))
    if not root.children:
        raise UsageError("merge.no_headings", file=file)
    return root


def _headings(source: Source) -> Iterator[Heading]:
    """Yield the headings from the first numbered one on: what is above is the title of the outline."""
    furniture = [(block.start, block.end) for block in source.blocks if block.kind in _FURNITURE]
    named = {block.start for block in source.blocks if block.kind is BlockKind.HEADING}
    numbered = False
    for part in paragraphs(source.text, furniture, named):
        heading = part.heading
        numbered = numbered or (heading is not None and bool(heading.number) and heading.firm)
        if heading and numbered and heading.firm and heading.title:
            yield heading


def nested(headings: Iterable[Heading]) -> Node:
    """Return the root of the tree that headings make in their order."""
    nesting, root, nodes = Nesting(), Node(), list[Node]()
    for heading in headings:
        parent = nesting.enter(heading, len(nodes))
        title = _GUIDANCE.sub("", heading.title)
        nodes.append((root if parent is None else nodes[parent]).add(Node(title, heading.number, heading.value)))
    return root


def _by_level(titles: Iterable[tuple[int, str]]) -> Node:
    """Return the tree of titles by how deep each lies."""
    root = Node()
    deep: list[tuple[int, Node]] = [(-1, root)]
    for level, title in titles:
        while deep[-1][0] >= level:
            deep.pop()
        deep.append((level, deep[-1][1].add(Node(_GUIDANCE.sub("", title)))))
    return root


def _style_levels(file: Path) -> list[tuple[int, str]]:
    """Return the headings of a Word file by the levels of their styles; none of another file, or without styles."""
    if file.suffix.lower() != ".docx":
        return []
    try:
        paragraphs_ = docx.Document(str(file)).paragraphs
    except (OSError, ValueError, KeyError, PackageNotFoundError):
        return []
    styled = ((_STYLE.fullmatch(one.style.name or ""), one.text.strip()) for one in paragraphs_ if one.style)
    return [(int(found[1]), text) for found, text in styled if found and text]


def _indents(source: Source) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text without numbers, and how far in each begins."""
    for line in source.text.expandtabs().splitlines():
        title = line.strip().lstrip("-–+*• ").rstrip(" .:;")
        if title:
            yield len(line) - len(line.lstrip()), title


def _from_toml(file: Path) -> Node:
    """Return the tree of `[[heading]]` blocks: title, number, also (other titles), heading (those in it)."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        root = Node()
        for block in table["heading"]:
            _take(root, block)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError("merge.bad_outline", file=file, reason=str(error)) from error
    return root


def _take(parent: Node, block: dict[str, Any]) -> None:
    for key, value in block.items():
        if not isinstance(value, _KEYS.get(key, ())):
            raise ValueError(f"{key} = {value!r}")
    number = block.get("number", "")
    read = read_heading(f"{number} {block['title']}")
    value = read.value if read and number else None
    node = parent.add(Node(block["title"], number, value, tuple(block.get("also", ()))))
    for inner in block.get("heading", ()):
        _take(node, inner)
