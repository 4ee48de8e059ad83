"""Drafts with planted faults against the sample archive: every fault is found, no clean sentence is doubted.

The drafts and their truths stand in tests/reviewing, written by hand: what a paragraph begins with names its faults.
"""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest

from extractors.model import Source
from pipeline.cli import main
from pipeline.readers.ingest import read_source
from pipeline.reviewing.comments import commented
from pipeline.reviewing.find import Finding, Severity, review
from pipeline.run.store import connect
from pipeline.speech import LANGUAGES, Speech
from tests.outline_reports import Told, told, write_word
from tests.test_languages import QUOTED, VIETNAMESE

DRAFTS = sorted((Path(__file__).parent / "reviewing").glob("*.tsv"))
DECISION = next(source for source in DRAFTS if source.name.startswith("quyet-dinh"))
KINDS = {
    "ended": {"cites_ended"},
    "date": {"conflicting_dates", "year_contradicts_date"},
    "issuer": {"symbol_contradicts_issuer", "conflicting_issuers"},
    "type": {"type_contradicts_symbol"},
    "number": {"number_against_archive"},
    "year": {"year_contradicts_date"},
    "impossible": {"impossible_date"},
    "sum": {"parts_sum", "parts_exceed_total", "rating_sum", "column_sum", "row_sum"},
    "share": {"share_mismatch"},
    "change": {"change_mismatch"},
    "average": {"average_mismatch"},
    "words": {"words_contradict_digits"},
    "figure": {"figures_disagree"},
}
"""A fault as the truth names it -> the kinds of findings that tell it."""
ALSO = {("bao-cao-dan-van-lao-cai.docx", "sum"): "figure", ("bao-cao-quy-iii-quang-ngai.docx", "share"): "figure"}
"""Where the planted number is not the archive's either."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A draft, its lines with their truths, and what was found."""

    file: Path
    lines: list[Told]
    source: Source
    found: list[Finding]


@pytest.fixture(scope="module", params=DRAFTS, ids=lambda source: source.stem)
def reviewed(
    request: pytest.FixtureRequest, sample_archive: Path, tmp_path_factory: pytest.TempPathFactory
) -> Reviewed:
    file = tmp_path_factory.mktemp("du-thao") / request.param.stem
    lines = told(request.param)
    write_word(file, lines)
    source = read_source(file, file.name)
    with closing(connect(sample_archive)) as archive:
        return Reviewed(file, lines, source, review(source, archive, date(2026, 4, 20)))


def flat(text: str) -> str:
    return " ".join(text.replace("|", " ").split())


def kinds_in(reviewed: Reviewed, line: Told) -> set[str]:
    """Return the kinds of the findings whose line of the draft is the one given."""
    found = set()
    for one in reviewed.found:
        start = reviewed.source.text.rfind("\n", 0, one.start) + 1
        end = reviewed.source.text.find("\n", one.start)
        if flat(reviewed.source.text[start:end]) == flat(line.words):
            found.add(one.kind)
    return found


def test_every_planted_fault_is_found_and_nothing_else(reviewed: Reviewed) -> None:
    told_kinds = 0
    for line in reviewed.lines:
        found = kinds_in(reviewed, line)
        told_kinds += len(found)
        also = ALSO.get((reviewed.file.name, line.place))
        allowed = KINDS.get(line.place, set()) | (KINDS[also] if also else set())
        assert found <= allowed, line.text
        assert bool(found & KINDS.get(line.place, set())) == (line.place != "-"), line.text
    assert told_kinds == len({(one.kind, one.start) for one in reviewed.found})


def test_the_most_serious_stands_first(reviewed: Reviewed) -> None:
    severities = [one.severity for one in reviewed.found]
    assert severities == sorted(severities)
    assert severities[0] is Severity.WRONG


@pytest.mark.parametrize("language", LANGUAGES)
def test_comments_stand_at_their_words_and_change_none(reviewed: Reviewed, tmp_path: Path, language: str) -> None:
    copy = tmp_path / "a.docx"
    copy.write_bytes(commented(reviewed.file, reviewed.source.text, reviewed.found, Speech(language)))
    assert read_source(copy, copy.name).text == reviewed.source.text
    comments = list(docx.Document(str(copy)).comments)
    assert len(comments) == len(reviewed.found)
    if language == "en":
        told = [QUOTED.sub("", comment.text) for comment in comments]
        assert [words for words in told if VIETNAMESE.search(words)] == []
    marked = marks(copy)
    for one, words in zip(sorted(reviewed.found, key=lambda one: (one.start, one.severity)), marked, strict=True):
        assert flat(words) == flat(reviewed.source.text[one.start : one.end])


def marks(file: Path) -> list[str]:
    """Return the words between the marks of each comment, in the order of the text."""
    open_: dict[str, list[str]] = {}
    found: list[str] = []
    order: list[str] = []
    for node in docx.Document(str(file)).element.body.iter():
        name = node.tag.rpartition("}")[2]
        key = next((value for attribute, value in node.attrib.items() if attribute.endswith("}id")), "")
        if name == "commentRangeStart":
            open_[key] = []
            order.append(key)
        elif name == "commentRangeEnd":
            found.append(key)
        elif name == "t":
            for words in (open_[key] for key in open_ if key not in found):
                words.append(node.text or "")
    return ["".join(open_[key]) for key in order]


def test_the_command_says_writes_and_leaves_the_database_alone(
    sample_archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "du-thao.docx"
    write_word(draft, told(DECISION))
    before, written = sample_archive.read_bytes(), draft.read_bytes()
    beside = sorted(sample_archive.parent.iterdir())
    words = ["review", str(draft), "--db", str(sample_archive), "--as-of", "20/4/2026"]
    capsys.readouterr()
    assert main([*words, "-o", str(tmp_path / "mới" / "ban-sao.docx")]) == 0
    said = capsys.readouterr().out
    assert said.startswith("1. Cần sửa: Luật số 29/2018/QH14 được viện dẫn như còn hiệu lực")
    assert "→ Thay bằng văn bản đang có hiệu lực, hoặc bỏ viện dẫn này." in said
    assert main([*words, "--json", "--lang", "en"]) == 0
    rows: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    assert [row["kind"] for row in rows] == [
        "cites_ended",
        "cites_ended",
        "symbol_contradicts_issuer",
        "year_contradicts_date",
    ]
    assert rows[0]["advice"] == "Cite the document in force instead, or take the citation out."
    assert sample_archive.read_bytes() == before
    assert draft.read_bytes() == written
    assert sorted(sample_archive.parent.iterdir()) == beside


def test_what_cannot_be_done_is_said(sample_archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = tmp_path / "a.txt"
    draft.write_text("Toàn tỉnh tổ chức 10 hội nghị, gồm: 04 cấp tỉnh, 05 cấp huyện.\n", encoding="utf-8")
    words = ["--db", str(sample_archive)]
    assert main(["review", str(draft), *words]) == 0
    assert main(["review", str(draft), *words, "-o", str(tmp_path / "b.docx")]) == 2
    assert main(["review", str(draft), *words, "-o", str(draft)]) == 2
    assert main(["review", str(tmp_path / "c.docx"), *words]) == 2
    assert "Hãy lưu dự thảo thành .docx" in capsys.readouterr().err
    assert not (tmp_path / "b.docx").exists()


def test_a_classified_draft_is_not_reviewed(sample_archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret = Path(__file__).parent.parent / "corpus" / "lao-cai" / "2023" / "bc-31-bdvtu-tinh-hinh-nhan-dan.docx"
    assert main(["review", str(secret), "--db", str(sample_archive)]) != 0
    assert "mật" in capsys.readouterr().err
