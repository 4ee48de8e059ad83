"""What the archive holds now: ids, moved files, parts of the archive, further roots, documents that are gone."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cli import main
from pipeline.errors import UsageError
from pipeline.questions.catalogue import QUESTIONS
from pipeline.run import batch, identity
from pipeline.run.columns import relations
from pipeline.run.identity import stable_ids
from pipeline.run.store import connect
from tests.inprocess import here

HEAD = """TỈNH ỦY LÀO CAI    ĐẢNG CỘNG SẢN VIỆT NAM
BAN DÂN VẬN
*    Lào Cai, ngày {day} tháng 7 năm 2022
Số {number}-BC/BDVTU

BÁO CÁO
kết quả công tác dân vận 6 tháng đầu năm 2022

"""
CONTENTS = (
    HEAD.format(day=12, number=31)
    + "Thực hiện Quy chế số 09-QC/TU ngày 15/3/2021 của Ban Thường vụ Tỉnh ủy, toàn tỉnh mở 17 hội nghị với 1.204 lượt"
    " người dự. Trong đó có 12 hội nghị cấp huyện.\n",
    HEAD.format(day=14, number=32)
    + "Theo Quy chế số 09-QC/TU ngày 15/4/2021, toàn tỉnh mở 19 hội nghị với 1.204 lượt người dự.\n",
    HEAD.format(day=14, number=33) + "Căn cứ Báo cáo số 31-BC/BDVTU ngày 12/7/2022, đã giải quyết 45 vụ việc.\n",
    "Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ thay thế Nghị định số 110/2004/NĐ-CP.\n",
    "TỈNH ỦY LÀO CAI\nTỐI MẬT\nSố 77-BC/TU\n\nBÁO CÁO\nvề việc riêng\n",
    "",
)
"""Three reports that cite and contradict, a note, a classified document, an empty file."""
PATHS = ("a.txt", "b.txt", "2022/a.txt", "2022/c.txt", "2023/q1/d.txt", "2023/e.txt", "2023/f.TXT", "2023/g.md")
pytestmark = pytest.mark.usefixtures("no_pool")
TABLES = (
    "documents", "sections", "instruments", "citations", "acts", "figures", "ratings", "conferences", "tasks",
    "facts", "sentences", "sketches", "problems", "quarantine", "roots", "documents_fts",
)  # fmt: skip


def dump(database: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(database)) as connection:
        rows = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in TABLES}
        connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'documents_fts', 'instance')")
        rows["documents_fts"] = connection.execute("SELECT term, doc, col, offset FROM words").fetchall()
    return {name: sorted(found, key=repr) for name, found in rows.items()}


def rows(database: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(sql).fetchall()


def put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    for path, text in zip(("2021/a.txt", "2022/b.txt", "2022/c.txt"), CONTENTS, strict=False):
        put(tmp_path / "kho" / path, text)
    return tmp_path / "kho"


# --- ids -------------------------------------------------------------------------------------------------------------


def test_ids_depend_on_names_alone() -> None:
    names = [f"2022/{n}.docx" for n in range(500)]
    shuffled = random.Random(1).sample(names, len(names))
    assert stable_ids(names) == stable_ids(shuffled)
    assert len(set(stable_ids(names).values())) == len(names)
    assert max(stable_ids(names).values()) < 10**15, "Excel keeps 15 digits"


def test_two_names_of_one_hash_have_two_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "hashed", lambda name, turn=0: 7 + turn)
    assert stable_ids(["b", "c", "a"]) == {"a": 7, "b": 8, "c": 9}


def _narrow(name: str, turn: int = 0) -> int:
    """Hash all names to one number, so that every id depends on which other names there are."""
    return turn + 1


ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.sampled_from(PATHS), st.integers(0, len(CONTENTS) - 1)),
        st.tuples(st.just("move"), st.sampled_from(PATHS), st.sampled_from(PATHS)),
        st.tuples(st.just("swap"), st.sampled_from(PATHS), st.sampled_from(PATHS)),
        st.tuples(st.just("copy"), st.sampled_from(PATHS), st.sampled_from(PATHS)),
        st.tuples(st.just("remove"), st.sampled_from(PATHS), st.just(0)),
        st.tuples(st.just("run"), st.sampled_from((".", "2022", "2023", "2023/q1", "a.txt")), st.booleans()),
    ),
    min_size=4,
    max_size=24,
)


def _act(folder: Path, database: Path, action: str, one: str, other: object) -> None:
    file = folder / one
    if action == "run":
        if file.exists():
            batch.run(file, database, workers=1, prune=bool(other))
    elif action == "write":
        put(file, CONTENTS[int(str(other))])
    elif file.exists() and action == "remove":
        file.unlink()
    elif file.exists() and one != other:
        target = folder / str(other)
        target.parent.mkdir(parents=True, exist_ok=True)
        if action == "swap" and target.exists():
            held = target.read_bytes()
            shutil.move(file, target)
            file.write_bytes(held)
        elif action == "copy":
            shutil.copyfile(file, target)
        else:
            shutil.move(file, target)


def _gives_the_rows_of_one_run(hashing: object, actions: list[tuple[str, str, object]]) -> None:
    with here() as patch, TemporaryDirectory() as folder:
        home = Path(folder)
        patch.setattr(identity, "hashed", hashing)
        (home / "kho").mkdir()
        put(home / "kho" / "a.txt", CONTENTS[0])
        batch.run(home / "kho", home / "a.db", workers=1)
        for action, one, other in actions:
            _act(home / "kho", home / "a.db", action, one, other)
        put(home / "kho" / "z.txt", CONTENTS[3])  # of a folder without a file no database is made
        batch.run(home / "kho", home / "a.db", workers=1, prune=True)
        batch.run(home / "kho", home / "once.db", workers=1)
        assert dump(home / "a.db") == dump(home / "once.db")


@pytest.mark.parametrize("hashing", [identity.hashed, _narrow], ids=["wide", "narrow"])
@settings(max_examples=12, deadline=None)
@given(actions=ACTIONS)
def test_any_history_gives_the_rows_of_one_run(hashing: object, actions: list[tuple[str, str, object]]) -> None:
    _gives_the_rows_of_one_run(hashing, actions)


@pytest.mark.slow
@pytest.mark.parametrize("hashing", [identity.hashed, _narrow], ids=["wide", "narrow"])
@settings(max_examples=100, deadline=None)
@given(actions=ACTIONS)
def test_any_of_many_histories_gives_the_rows_of_one_run(
    hashing: object, actions: list[tuple[str, str, object]]
) -> None:
    _gives_the_rows_of_one_run(hashing, actions)


# --- moved files -----------------------------------------------------------------------------------------------------


def test_a_renamed_folder_is_not_read_again(archive: Path, tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    batch.run(archive, database, workers=1)
    (archive / "2022").rename(archive / "Năm 2022")
    progress = batch.run(archive, database, workers=1)
    assert (progress.read, progress.moved, progress.removed) == (0, 2, 0)
    batch.run(archive, tmp_path / "once.db", workers=1)
    assert dump(database) == dump(tmp_path / "once.db")


def test_files_that_change_places_are_not_read_again(archive: Path, tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    batch.run(archive, database, workers=1)
    for old, new in (("c", "d"), ("b", "c"), ("d", "b")):
        (archive / "2022" / f"{old}.txt").rename(archive / "2022" / f"{new}.txt")
    assert batch.run(archive, database, workers=1).moved == 2
    batch.run(archive, tmp_path / "once.db", workers=1)
    assert dump(database) == dump(tmp_path / "once.db")


def test_another_ending_is_read_again(archive: Path, tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    batch.run(archive, database, workers=1)
    (archive / "2022/b.txt").rename(archive / "2022/b.html")
    progress = batch.run(archive, database, workers=1)
    assert (progress.read, progress.moved) == (1, 0), "the ending tells how plain characters are read"


def test_what_was_declared_open_is_doubted_at_another_path(archive: Path, tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    communes = [f"Xã số {n} tổ chức {n + 2} buổi tuyên truyền với 40 người dự.\n" for n in range(30)]
    put(archive / "d.txt", "".join((CONTENTS[0], *communes[:20], "MẬT\n", *communes[20:])))
    first = batch.run(archive, database, workers=1)
    opened = batch.run(archive, database, workers=1, not_classified=["d.txt"])
    (archive / "d.txt").rename(archive / "e.txt")
    moved = batch.run(archive, database, workers=1)
    assert (first.quarantined, opened.quarantined, moved.quarantined) == (1, 0, 1)


def test_an_export_of_a_moved_document_is_still_known(archive: Path, tmp_path: Path) -> None:
    database, output = tmp_path / "a.db", tmp_path / "b.html"
    batch.run(archive, database, workers=1)
    assert main(["digest", "--db", str(database), "--doc", "2022/b.txt", "-o", str(output)]) == 0
    (archive / "2022/b.txt").rename(archive / "2022/d.txt")
    batch.run(archive, database, workers=1)
    put(archive / "2022/d.txt", CONTENTS[4])
    assert batch.run(archive, database, workers=1).exports == (str(output),)


# --- what is gone ----------------------------------------------------------------------------------------------------


def _answers(database: Path) -> dict[str, object]:
    """Ask everything that can be asked of a database without naming a document, and read its views."""
    arguments: dict[str, dict[str, Any]] = {
        "cites": {"code": "09-QC/TU"}, "lineage": {"code": "09-QC/TU"}, "search": {"words": ["dân"]}, "figures": {},
        "missing": {}, "conflicts": {}, "top": {"years": None, "place": None, "doc_type": None, "limit": 20},
    }  # fmt: skip
    with closing(connect(database)) as connection:
        told: dict[str, object] = {name: QUESTIONS[name]().ask(connection, **arguments[name]) for name in arguments}
        told["status"] = QUESTIONS["status"]().ask(connection)["counts"]
        for view in sorted(name for name, relation in relations().items() if relation.view and not relation.whole):
            told[view] = sorted((tuple(row) for row in connection.execute(f"SELECT * FROM {view}")), key=repr)
    return told


def _files(database: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """Write everything that can be written from a database, and show what is printed."""
    told = {}
    for name in ("g.json", "g.graphml", "g.svg"):
        assert main(["graph", "--db", str(database), "-o", str(folder / name)]) == 0
        told[name] = (folder / name).read_text(encoding="utf-8")
    capsys.readouterr()
    assert main(["digest", "--db", str(database)]) == 0
    return told | {"digest": capsys.readouterr().out}


@pytest.mark.parametrize("gone", ["2021/a.txt", "2022/b.txt", "2022/c.txt"])
def test_what_is_gone_is_seen_nowhere(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], gone: str
) -> None:
    database = tmp_path / "a.db"
    batch.run(archive, database, workers=1)
    (archive / gone).unlink()
    assert batch.run(archive, database, workers=1).removed == 1
    batch.run(archive, tmp_path / "once.db", workers=1)
    assert _answers(database) == _answers(tmp_path / "once.db")
    assert _files(database, tmp_path, capsys) == _files(tmp_path / "once.db", tmp_path, capsys)
    assert rows(database, "SELECT path FROM documents WHERE present = 0") == [(gone,)]
    assert main(["refs", "--db", str(database), gone]) == 1
    assert batch.run(archive, database, workers=1, prune=True).removed == 1
    assert dump(database) == dump(tmp_path / "once.db")


def test_what_comes_back_is_not_read_again(archive: Path, tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    batch.run(archive, database, workers=1)
    before = dump(database)
    (archive / "2022/b.txt").rename(tmp_path / "b.txt")
    batch.run(archive, database, workers=1)
    (tmp_path / "b.txt").rename(archive / "2022/b.txt")
    progress = batch.run(archive, database, workers=1)
    assert (progress.read, progress.unchanged) == (0, 3)
    assert dump(database) == before


# --- roots -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["2022", "2022/b.txt"])
def test_a_part_of_the_archive_is_updated_alone(archive: Path, tmp_path: Path, part: str) -> None:
    database = tmp_path / "a.db"
    batch.run(archive, database, workers=1)
    (archive / "2021/a.txt").unlink()
    put(archive / "2022/b.txt", CONTENTS[3])
    progress = batch.run(archive / part, database, workers=1)
    assert (progress.read, progress.removed) == (1, 0)
    paths = "SELECT path, present FROM documents ORDER BY path"
    assert rows(database, paths) == [("2021/a.txt", 1), ("2022/b.txt", 1), ("2022/c.txt", 1)]
    batch.run(archive / "2021", database, workers=1)
    assert rows(database, paths)[0] == ("2021/a.txt", 0)


def test_parts_one_after_another_give_the_whole(archive: Path, tmp_path: Path) -> None:
    put(archive / "d.txt", CONTENTS[3])
    batch.run(archive / "d.txt", tmp_path / "a.db", workers=1)
    for part in ("2022", "2021/a.txt"):
        batch.run(archive / part, tmp_path / "a.db", workers=1)
    batch.run(archive, tmp_path / "once.db", workers=1)
    assert dump(tmp_path / "a.db") == dump(tmp_path / "once.db")


def test_a_part_reached_by_a_link_or_from_inside_is_the_same(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "a.db"
    batch.run(archive, database, workers=1)
    (tmp_path / "link").symlink_to(archive, target_is_directory=True)
    monkeypatch.chdir(archive / "2021")
    for path in (tmp_path / "link" / "2022", Path("../2022"), Path()):
        assert batch.run(path, database, workers=1).removed == 0
    assert len(rows(database, "SELECT * FROM documents WHERE present")) == 3


def test_another_root_is_refused_and_named(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = tmp_path / "a.db"
    batch.run(archive, database, workers=1)
    before = dump(database)
    put(tmp_path / "khac" / "a.txt", CONTENTS[3])
    assert main(["run", str(tmp_path / "khac"), "--db", str(database)]) == 2
    told = capsys.readouterr().err
    assert str(archive) in told and "--add-root" in told
    assert dump(database) == before


def test_a_folder_without_a_file_becomes_no_archive(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who gave a wrong folder first gives the right one next, with the same database."""
    database, wrong = tmp_path / "out" / "a.db", tmp_path / "rỗng"
    wrong.mkdir()
    for words in ([str(wrong)], [str(archive), "--add-root", "a/b"], [str(archive), "--not-classified", "không có"]):
        assert main(["run", *words, "--db", str(database)]) != 0
        assert list(database.parent.iterdir()) == []
    assert main(["run", str(archive), "--db", str(database)]) == 0
    before = dump(database)
    assert main(["run", str(wrong), "--add-root", "rỗng", "--db", str(database)]) == 1
    assert dump(database) == before and "rỗng" in capsys.readouterr().err


def test_an_added_root_stands_under_its_name(archive: Path, tmp_path: Path) -> None:
    database, other = tmp_path / "a.db", tmp_path / "khac"
    batch.run(archive, database, workers=1)
    put(other / "x" / "d.txt", CONTENTS[3])
    assert batch.run(other, database, workers=1, add_root="huyện").removed == 0
    assert [path for (path,) in rows(database, "SELECT path FROM documents WHERE present ORDER BY path")] == [
        "2021/a.txt", "2022/b.txt", "2022/c.txt", "huyện/x/d.txt",
    ]  # fmt: skip
    assert batch.run(other / "x", database, workers=1).unchanged == 1, "its folder is known now"
    assert batch.run(archive, database, workers=1).removed == 0, "the first root does not hold the other's documents"
    (other / "x" / "d.txt").unlink()
    assert batch.run(other, database, workers=1, prune=True).removed == 1
    assert len(rows(database, "SELECT * FROM documents")) == 3


def test_roots_in_any_order_give_the_same(archive: Path, tmp_path: Path) -> None:
    put(tmp_path / "khac" / "d.txt", CONTENTS[3])
    steps = [(archive, None), (tmp_path / "khac", "huyện")]
    for name, order in (("a.db", steps), ("b.db", [(steps[1]), (archive, ".")])):
        for folder, root in order:
            batch.run(folder, tmp_path / name, workers=1, add_root=root)
    assert dump(tmp_path / "a.db") == dump(tmp_path / "b.db")


@pytest.mark.parametrize("name", ["2022", "a/b", "..", ".an", "a\\b", "a\nb"])
def test_a_name_that_no_root_can_have_is_refused(archive: Path, tmp_path: Path, name: str) -> None:
    batch.run(archive, tmp_path / "a.db", workers=1)
    put(tmp_path / "khac" / "d.txt", CONTENTS[3])
    with pytest.raises(UsageError, match="Không dùng được tên"):
        batch.run(tmp_path / "khac", tmp_path / "a.db", workers=1, add_root=name)
    assert len(rows(tmp_path / "a.db", "SELECT * FROM roots")) == 1


def test_a_root_that_moved_is_told_by_its_name(archive: Path, tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    batch.run(archive, database, workers=1)
    put(tmp_path / "khac" / "d.txt", CONTENTS[3])
    with pytest.raises(UsageError, match="vẫn còn"):
        batch.run(tmp_path / "khac", database, workers=1, add_root=".")
    archive.rename(tmp_path / "kho mới")
    progress = batch.run(tmp_path / "kho mới", database, workers=1, add_root=".")
    assert (progress.unchanged, progress.removed) == (3, 0)


def test_a_folder_that_holds_the_archive_is_no_further_root(archive: Path, tmp_path: Path) -> None:
    batch.run(archive, tmp_path / "a.db", workers=1)
    with pytest.raises(UsageError, match="nằm trong nhau"):
        batch.run(tmp_path, tmp_path / "a.db", workers=1, add_root="cha")
