"""What of a digest is printed: at most three pages, the rows that matter, each cut told, footnotes numbered anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.digest.block import Cell, Column, Cut, Digest, Fact, Items, Paragraph, Piece, Section, Source, Table
from pipeline.digest.printed import printed
from pipeline.speech import Speech
from tests import digest_pages

VI = Speech("vi")
ROWS = 40


def table(cut: Cut | None) -> Table:
    rows = tuple((Cell(f"Chỉ tiêu {at}"), Cell(f"{at}", at, sources=(at + 1,))) for at in range(ROWS))
    return Table("figures", (Column("Chỉ tiêu"), Column("Kết quả", True)), rows, cut=cut)


def digest(*blocks: Table | Items) -> Digest:
    sources = tuple(Source(at + 1, (Piece(f"Kết quả đạt {at}."),), "31-BC/BDVTU", 7, at, None) for at in range(ROWS))
    sections = tuple(Section("figures", "Số liệu", (block,)) for block in blocks)
    return Digest("place", "Tổng hợp", "4 văn bản", (Fact("Kỳ", "năm 2022"),), sections, sources, documents=("a", "b"))


def rows_of(made: Digest) -> list[str]:
    return [row[0].text for section in made.sections for block in section.blocks if isinstance(block, Table)
            for row in block.rows]  # fmt: skip


def test_the_rows_that_matter_stand_in_their_order_and_the_cut_is_told() -> None:
    ranks = (*(at if at >= 3 else ROWS + at for at in range(ROWS - 3)), 0, 1, 2)
    made = printed(digest(table(Cut(5, 3, ranks))), VI)
    assert rows_of(made) == [f"Chỉ tiêu {at}" for at in (3, 4, 37, 38, 39)]
    (shown,) = (block for section in made.sections for block in section.blocks if isinstance(block, Table))
    assert shown.note == "Còn 35 trong 40 dòng, xem bản Excel."


def test_what_no_file_holds_is_counted_too() -> None:
    made = printed(digest(table(Cut(5, 3, beyond=100))), VI)
    (shown,) = (block for section in made.sections for block in section.blocks if isinstance(block, Table))
    assert shown.note == "Còn 135 trong 140 dòng; bản Excel có 40 dòng."


def test_long_lists_give_way_alike_and_none_falls_below_its_fewest() -> None:
    long = Items(
        "limitations", tuple(Paragraph("Việc chưa làm được ở cơ sở. " * 12) for _ in range(30)), cut=Cut(30, 2)
    )
    three, one = (printed(digest(long, long, table(Cut(30, 3))), VI, pages) for pages in (3, 1))
    counts = [len(block.lines) for section in three.sections for block in section.blocks if isinstance(block, Items)]
    assert 2 < counts[0] < 30 and abs(counts[0] - counts[1]) <= 1
    fewest = [len(block.lines) for section in one.sections for block in section.blocks if isinstance(block, Items)]
    assert fewest == [2, 2] and len(rows_of(one)) == 3


def test_a_block_that_may_not_be_cut_stays_whole() -> None:
    made = printed(digest(table(None)), VI, 1)
    assert len(rows_of(made)) == ROWS


def test_footnotes_are_those_of_what_is_left_and_stand_behind_words() -> None:
    """A footnote's small number behind a plain number would read as a power."""
    made = printed(digest(table(Cut(5, 3, tuple(ROWS - at for at in range(ROWS))))), VI)
    (shown,) = (block for section in made.sections for block in section.blocks if isinstance(block, Table))
    assert [source.number for source in made.sources] == [1, 2, 3, 4]
    assert [(row[0].sources, row[1].sources) for row in shown.rows] == [((at,), ()) for at in (1, 2, 3, 4)]
    assert "".join(piece.text for piece in made.sources[0].pieces) == "Kết quả đạt 36."


def test_a_sentence_of_the_summary_is_not_told_again_as_a_footnote() -> None:
    summary = Items("summary", (Paragraph("Kết quả đạt 0.", (1,)),))
    made = printed(digest(summary, table(Cut(2, 2))), VI)
    assert made.sources[0].pieces == () and made.sources[1].pieces


@pytest.mark.slow
@pytest.mark.skipif(not all(map(shutil.which, ("soffice", "chromium"))), reason="needs LibreOffice and Chromium")
def test_every_digest_of_the_sample_archive_has_three_pages_at_most(sample_archive: Path) -> None:
    assert digest_pages.print_all(sample_archive, None, "") <= digest_pages.MOST_PAGES
