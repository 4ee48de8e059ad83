"""The house: imports run one way, and a room is entered by its doors (ARCHITECTURE.md, "Rooms")."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.code import imports_of

ROOT = Path(__file__).resolve().parent.parent

FLOORS = (
    ("extractors.source", "extractors.toml_file"),
    ("extractors.model",),
    ("extractors.rule_checks",),
    ("extractors.rulebook",),
    ("extractors.text",),
    ("extractors.values",),
    ("extractors.names",),
    ("extractors.layout",),
    ("extractors.header", "extractors.citations"),
    ("extractors.scope",),
    ("extractors.figures", "extractors.tasks"),
    ("extractors.flow",),
    ("extractors.components",),
)
"""From the ground up: a room imports from floors below its own, and from itself."""

DOORS = {
    "extractors.layout": {
        "find",
        "letterhead",
        "head_fields",
        "head_types",
        "datelines",
        "headcells",
        "furniture",
        "published",
        "outline",
    },
    "extractors.header": {"find", "secrecy"},
    "extractors.citations": {"find", "checks", "pinpoints"},
    "extractors.figures": {"find", "checks", "counting", "ratings", "conferences", "tables.heads"},
    "extractors.tasks": {"find"},
    "pipeline.readers": {"ingest", "containers", "office", "vietnamese", "patience", "scan.cache", "scan.engine"},
    "pipeline.postgres": {"address", "reading", "working"},
    "pipeline.run": {
        "at_hand",
        "batch",
        "choice",
        "columns",
        "covered",
        "discover",
        "engines.engine",
        "engines.registry",
        "holding",
        "removal",
        "roots",
        "stopping",
        "store",
        "fingerprint",
        "exports",
        "full_text",
        "identity",
        "sketch",
        "unpack",
        "write",
        "watching",
    },
    "pipeline.archive": {"resolve", "ended", "known", "disagreements"},
    "pipeline.corrections": {
        "apply",
        "gold",
        "labelstudio",
        "mark",
        "model",
        "place",
        "score",
        "store",
        "telling",
        "typed",
    },
    "pipeline.safety": {"check", "files", "rebuild", "backup"},
    "pipeline.exporting": {"format", "registry"},
    "pipeline.graph": {"graph", "export", "drawing"},
    "pipeline.digest": {"make", "block", "request", "formats.registry"},
    "pipeline.charts": {"model", "draw"},
    "pipeline.merging": {"merged", "outline", "reports", "remarks", "word", "book"},
    "pipeline.reviewing": {"find", "comments"},
    "pipeline.word": {"form", "file", "heights", "template"},
    "pipeline.questions": {
        "catalogue",
        "question",
        "status",
        "followed",
        "lineage",
        "wording",
        "facets",
        "conflicts",
        "settled",
    },
    "pipeline.forms": {
        "cellkey",
        "checking",
        "comparing",
        "concepts",
        "deciding",
        "filling",
        "keeping",
        "make",
        "model",
        "nearest",
        "notes",
        "telling",
        "word",
    },
    "pipeline.commands": {"catalogue", "command"},
    "pipeline.viewer": {"serve", "settings"},
}
"""The modules of a room that code outside it may import; of rooms not listed, all (they hold tools for every room)."""


def _imports(file: Path) -> Iterator[str]:
    for node in imports_of(file):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if _is_module(name) else node.module for name in names)


def _is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def _arrows() -> list[tuple[str, str]]:
    """Return every import of one of our modules by another, as dotted names."""
    arrows = []
    for top in ("extractors", "pipeline"):
        for file in sorted((ROOT / top).rglob("*.py")):
            here = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            arrows += [(here, there) for there in _imports(file) if there.split(".")[0] in ("extractors", "pipeline")]
    return sorted(set(arrows))


ARROWS = _arrows()


def _room(module: str) -> str:
    return ".".join(module.split(".")[:2])


def _floor(module: str) -> int | None:
    return next((floor for floor, rooms in enumerate(FLOORS) if _room(module) in rooms), None)


def test_extractors_import_nothing_from_the_pipeline() -> None:
    assert [arrow for arrow in ARROWS if arrow[0].startswith("extractors") and arrow[1].startswith("pipeline")] == []


def test_imports_run_one_way() -> None:
    upward = []
    for here, there in ARROWS:
        own, other = _floor(here), _floor(there)
        if own is not None and other is not None and _room(here) != _room(there) and other >= own:
            upward.append(f"{here} -> {there}")
    assert upward == []


def test_every_module_of_the_extractors_has_its_floor() -> None:
    homeless = {here for here, _ in ARROWS if here.startswith("extractors.") and _floor(here) is None}
    assert homeless == set()


@pytest.mark.parametrize("room", DOORS)
def test_a_room_is_entered_by_its_doors(room: str) -> None:
    inside = {room, *(f"{room}.{door}" for door in DOORS[room])}
    past = [
        f"{here} -> {there}" for here, there in ARROWS if _room(there) == room != _room(here) and there not in inside
    ]
    assert past == []


def test_a_rule_file_is_read_in_its_own_room() -> None:
    """A table of another room is that room's business: it is asked through a function."""
    reaching, loaders = [], ("load_table", "load_rules", "find_pattern")
    for file in sorted((ROOT / "extractors").rglob("*.py")):
        source = file.read_text(encoding="utf-8")
        if not any(name in source for name in loaders):
            continue
        for node in ast.walk(ast.parse(source)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
                continue
            package = node.args[0]
            if node.func.id in loaders and isinstance(package, ast.Constant):
                here, there = ".".join(file.relative_to(ROOT).with_suffix("").parts), str(package.value)
                reaching += [f"{file.name} -> {there}"] * (_room(there) != _room(here))
    assert reaching == []
