"""The pages of docs/: links lead somewhere, what they show runs, their numbers stand where they say."""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.cli import main
from tests.test_readme import ROOT, fenced

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
REMOTE = re.compile(r"""(?:src|href)=["'](?:https?:)?//[^"']+|@import|url\(["']?(?:https?:)?//[^)]+""")
PROGRAM = "import sys; from pipeline.cli import main; sys.exit(main())"
MAKE = re.compile(r"`make ([a-z-]+)")


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def anchors(page: Path) -> set[str]:
    """Return the ids that the headings of a page get: those of Python-Markdown, which mkdocs uses."""
    heads = re.findall(r"^#+ (.*)$", re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.M | re.S), re.M)
    plain = (unicodedata.normalize("NFKD", head).encode("ascii", "ignore").decode() for head in heads)
    return {re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", head).strip().lower()) for head in plain}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        file, _, anchor = target.partition("#")
        there = (page.parent / file) if file else page
        assert there.is_file() and DOCS in (there, *there.parents), target
        assert not anchor or anchor in anchors(there), target


def test_every_page_is_in_the_contents() -> None:
    listed = re.findall(r": (\S+\.md)$", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(listed) == [page.name for page in PAGES]


def test_targets_of_make_are_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {name for page in PAGES for name in MAKE.findall(page.read_text(encoding="utf-8"))}
    assert named and named <= targets


def blocks(language: str) -> Iterator[tuple[str, str]]:
    for page in PAGES:
        yield from ((page.name, block) for kind, block in fenced(page) if kind == language)


@pytest.mark.parametrize(("page", "sql"), list(blocks("sql")))
def test_sql_answers(sample_archive: Path, page: str, sql: str) -> None:
    connection = sqlite3.connect(f"file:{sample_archive}?mode=ro", uri=True)
    assert connection.execute(sql).fetchall()
    connection.close()


RUN_EACH = """
import contextlib, io, json, sys
for number, block in enumerate(json.loads(sys.argv[1])):
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        exec(compile(block, f"block {number}", "exec"), {"__name__": "__main__"})
    assert told.getvalue().strip(), block
"""
"""Each block has names of its own, and prints something; one process for all, for spaCy and pandas load slowly."""


EXPORTED = (("parquet", "tables", "tables/"), ("csv", "csv", "csv/"), ("spacy", "archive.spacy", "archive.spacy"))
"""What the pages tell to export: the format, where to, and the words of a block that reads it.

Parquet is written by a process of its own: its library reserves memory that workers of other tests may not have.
"""


@pytest.mark.slow
@pytest.mark.parametrize("page", sorted({page for page, _ in blocks("python")}))
def test_python_runs(sample_archive: Path, tmp_path: Path, page: str) -> None:
    code = [block for named, block in blocks("python") if named == page]
    (tmp_path / "outputs").mkdir()
    shutil.copy(sample_archive, tmp_path / "outputs" / "trichyeu.db")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", "")))}
    for form, output, mark in EXPORTED:
        if any(mark in block for block in code):
            words = ["export", "--format", form, "-o", str(tmp_path / output), "--db", str(sample_archive)]
            if form == "parquet":
                subprocess.run([sys.executable, "-P", "-c", PROGRAM, *words], env=environment, check=True)
            else:
                assert main(words) == 0
    command = [sys.executable, "-c", RUN_EACH, json.dumps(code)]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert code and done.returncode == 0, done.stderr


def test_licences_are_those_of_the_pinned_packages() -> None:
    """Versions and names come from the lock; a licence is told of each, and none is of the kind that asks for ours."""
    maker = script("make_licences_page")
    rows = [line.split(" | ") for line in (DOCS / "licences.md").read_text(encoding="utf-8").splitlines()]
    told = {row[0].lstrip("| "): (row[1], row[2].rstrip(" |")) for row in rows if len(row) == 3}
    pinned = {found["name"]: found["version"] for found in maker._PINNED.finditer(maker.LOCK.read_text("utf-8"))}
    told.pop("package")
    assert {name: version for name, (version, _) in told.items()} == pinned, "run: python scripts/make_licences_page.py"
    assert all(said for _, said in told.values())
    assert not [name for name, (_, said) in told.items() if re.search(r"(?<!L)GPL", said) and "Lesser" not in said]


def test_tables_and_views_are_those_of_the_schema() -> None:
    maker = script("make_tables_page")
    views = maker.VIEWS.read_text(encoding="utf-8")
    assert maker.TABLES.read_text(encoding="utf-8") == maker.tables_page(), "run: python scripts/make_tables_page.py"
    assert views == maker.views_page(views), "run: python scripts/make_tables_page.py"
    assert "| held | v_citations | integer | 1 when the archive holds it |" in views
    assert "| deadline_date | date | the day it means; null:" in maker.TABLES.read_text(encoding="utf-8")


def test_scores_are_those_of_the_last_row_of_the_gate() -> None:
    page = (DOCS / "quality.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| ([a-z.+]+) \| (\d\.\d{3}) \|$", page, re.MULTILINE))
    with (ROOT / "tests" / "locked_scores.tsv").open(encoding="utf-8", newline="") as stream:
        last = list(csv.DictReader(stream, delimiter="\t"))[-1]
    assert f"of commit `{last['commit']}`" in page
    assert told.items() == {(k, v) for k, v in last.items() if k not in ("day", "commit")}
    summary = page.partition("## ")[0]
    for what in ("figure.value", "citation"):
        assert last[what].replace(".", ",") in summary


VIETNAMESE = ("index", "gio-dau", "luu-tru", "mau-word")


def test_contents_are_vietnamese_and_no_search_box_is_shown() -> None:
    """The pages are opened from disk, where a search box finds nothing."""
    told = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    titles = re.findall(r"^ +- ([^:\n]+):", told.partition("\nnav:")[2], re.MULTILINE)
    assert len(titles) == len(PAGES) + 1
    assert [title for title in titles if title.isascii()] == []
    assert "plugins: []" in told
    assert not re.search(
        r"\b(make|pipx|wheel)\b", (DOCS / "index.md").read_text("utf-8").partition("Người phát triển")[0]
    )


@pytest.mark.slow
def test_pages_are_built_and_ask_nothing_of_the_network(tmp_path: Path) -> None:
    if importlib.util.find_spec("mkdocs") is None:
        pytest.skip("mkdocs is not installed: make docs installs it")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    made = [path for path in tmp_path.rglob("*") if path.suffix in (".html", ".css")]
    assert len(made) > len(PAGES)
    loaded = [
        (path.name, found)
        for path in made
        for found in REMOTE.findall(re.sub(r"<a [^>]*>", "", path.read_text(encoding="utf-8")))
    ]
    assert loaded == []
    for path in tmp_path.glob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert not re.findall(r"""(?:src|href)=["']/[^"']*""", page), "opened from disk it leads nowhere"
        around = re.sub(r'<script.*?</script>|role="main".*?<footer', "", page, flags=re.DOTALL)
        assert "Trước" in around and not re.findall(
            r"[>\"\s](?:Search|Previous|Next|Close|Toggle|Sizing|Scans)\b", around
        )
        assert f'<html lang="{"vi" if path.stem in VIETNAMESE else "en"}"' in page
    assert not (tmp_path / "404.html").exists() and not (tmp_path / "search").exists()
