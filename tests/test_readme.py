"""Every command line of README.md, README.vi.md and the pages of docs/ is run against the sample archive."""

from __future__ import annotations

import io
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from socket import socket

import pytest

from pipeline.cli import main

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "README.vi.md")
ALL_PAGES = (*(ROOT / page for page in PAGES), *sorted((ROOT / "docs").glob("*.md")))
FENCED = re.compile(r"^```([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
PROGRAM = re.compile(r"(?:\$ )?(?:(?P<piped>[^|]*) \| )?(?:\.venv/bin/)?trichyeu (?P<words>.*)")
ELSEWHERE = ("doctor",)
"""Commands that start other programs to ask for their versions: tests/test_tools.py runs them."""


def fenced(page: Path) -> list[tuple[str, str]]:
    """Return the fenced blocks of a page, each with its language, which is empty for what is typed into a shell."""
    return FENCED.findall(page.read_text(encoding="utf-8"))


def fenced_lines(page: Path) -> Iterator[str]:
    """Yield the lines of the fenced blocks of a page that are no Python."""
    for language, block in fenced(page):
        if language != "python":
            yield from block.splitlines()


def words_of(line: str) -> tuple[str, ...]:
    """Return the words behind the name of the program, the comment behind them taken off."""
    called = PROGRAM.match(line)
    return tuple(shlex.split(called["words"], comments=True)) if called else ()


CALLS = {words_of(line): line for page in ALL_PAGES for line in fenced_lines(page) if PROGRAM.match(line)}
"""Each call once, by its words."""


def stopped_at_once(server: object, sockets: list[socket]) -> None:
    """Stand in for a server that is stopped as soon as it listens."""
    for one in sockets:
        one.close()


@pytest.fixture(scope="module")
def place(sample_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder as a newcomer has it after `make run`: the project's files, the database in its place."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("corpus", "docs", "scripts"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "outputs").mkdir()
    shutil.copy(sample_archive, folder / "outputs" / "trichyeu.db")
    return folder


@pytest.mark.parametrize("page", PAGES)
def test_a_page_tells_its_commands(page: str) -> None:
    assert sum(bool(PROGRAM.match(line)) for line in fenced_lines(ROOT / page)) > 20


@pytest.mark.parametrize("page", ALL_PAGES, ids=lambda page: page.name)
def test_each_line_with_the_program_is_known_for_one(page: Path) -> None:
    assert [line for line in fenced_lines(page) if "trichyeu " in line and not PROGRAM.match(line)] == []


@pytest.mark.parametrize("words", CALLS, ids=" ".join)
def test_a_command_line_does_what_it_says(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    if words[0] in ELSEWHERE:
        pytest.skip("it starts other programs")
    if "ray" in words:
        pytest.skip("it needs a cluster: tests/test_ray.py reads on one")
    if "parquet" in words:
        pytest.skip("its library reserves memory that workers of other tests may not have; tests/test_docs.py runs it")
    monkeypatch.chdir(place)
    monkeypatch.setattr("uvicorn.Server.run", stopped_at_once)
    called = PROGRAM.match(CALLS[words])
    if called and called["piped"]:
        said = shlex.split(called["piped"])
        assert said[0] == "echo"
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(said[1].encode())))
    if ">" in words:
        words = words[: words.index(">")]
    assert main(list(words)) == 0
    shown = capsys.readouterr().out
    assert shown.strip() or "-o" in words
    assert "Không có kết quả" not in shown
    if "-o" in words:
        assert (place / words[words.index("-o") + 1]).stat().st_size > 0
