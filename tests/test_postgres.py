"""A database on a PostgreSQL server answers as one in a file does, and holds nothing that it may not."""

from __future__ import annotations

import platform
import re
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest

from extractors.text.folding import search_columns
from pipeline import api
from pipeline.cli import main
from pipeline.errors import StoreError, UsageError
from pipeline.postgres.address import server_at
from pipeline.postgres.dialect import Untranslatable, translated
from pipeline.postgres.full_text import MOST_PLACES, MOST_WORDS, parts
from pipeline.postgres.schema import tables
from pipeline.postgres.working import copy_of
from pipeline.run.discover import Job
from pipeline.run.engines import local
from pipeline.run.store import connect
from tests.cluster import PASSWORD, Cluster, programs, running
from tests.start_cost import QUESTIONS

BIN = programs()
needs_server = pytest.mark.skipif(BIN is None, reason="PostgreSQL is not installed: apt-get install postgresql")

REPORT = """TỈNH ỦY LÀO CAI    ĐẢNG CỘNG SẢN VIỆT NAM
BAN DÂN VẬN
*    Lào Cai, ngày 12 tháng 7 năm 2022
Số {number}-BC/BDVTU
{stamp}
BÁO CÁO
kết quả công tác dân vận 6 tháng đầu năm 2022

Thực hiện Quy chế số 09-QC/TU ngày 15/3/2021 của Ban Thường vụ Tỉnh ủy, toàn tỉnh mở {held} hội nghị {word}
với 1.204 người dự. Kết quả xếp loại: tốt 12, khá 3.
Nơi nhận:
- Lưu VT.
TRƯỞNG BAN
Lò Văn Pao
"""
SECRET = "Quyềnhươngđôngbắc"
"""A word that only the document says that becomes classified."""
OTHERS = [
    ["search", "dan van kheo"], ["search", "dân vận", "xã hội"], ["search", "báo cáo", "xyz"],
    ["figures", "--year", "2022"],
    ["figures", "--place", "Lào Cai"], ["facts", "--place", "Lào Cai"], ["problems", "--doc", "bao cao 268"],
    ["top", "--place", "Lào Cai", "--years", "2022"],
    ["lineage", "09-QC/TU", "--place", "Lào Cai"], ["cites", "09-QC/TU", "--place", "Lào Cai"], ["refs", "bao cao 268"],
    ["digest", "--place", "Lào Cai", "--year", "2022"], ["refused"],
    ["merge", "--period", "quý IV/2025"], ["corrections"], ["refs", "không có văn bản này"],
]  # fmt: skip
DEAR = pytest.param(["table", "--period", "quý IV/2025"], marks=pytest.mark.slow, id="table")
TIMES = {"runs": {"started", "finished"}}
"""Columns that tell when, which differ from run to run."""


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Return a cluster for the tests of this module."""
    assert BIN is not None
    with running(BIN) as made:
        made.do("CREATE ROLE nobody LOGIN", f"CREATE ROLE locked LOGIN PASSWORD '{PASSWORD}'")
        yield made


@pytest.fixture(autouse=True)
def own_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep copies of servers in the folder of the test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("PGPASSWORD", raising=False)


@pytest.fixture(autouse=True)
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files in this process: the texts are harmless, and processes are dear."""

    def in_process(jobs: Iterable[Job], work: Callable[[Job], object], *_: object) -> Iterator[tuple[Job, object]]:
        yield from ((job, work(job)) for job in jobs)

    monkeypatch.setattr(local, "read_jobs", in_process)


@pytest.fixture(scope="module")
def sample(cluster: Cluster, sample_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of the sample archive on the server, sent from its file."""
    cluster.do("CREATE DATABASE sample")
    address = cluster.address("sample")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        with copy_of(server_at(address), "test") as path, closing(sqlite3.connect(path, isolation_level=None)) as copy:
            copy.execute("ATTACH ? AS held", (str(sample_archive),))
            copy.execute("PRAGMA foreign_keys = OFF")
            copy.execute("BEGIN")
            for table in tables():
                copy.execute(f"DELETE FROM {table.name}")  # what triggers noted of rows that came before
                copy.execute(f"INSERT INTO {table.name} SELECT * FROM held.{table.name}")
            copy.execute("COMMIT")
    return address


@pytest.fixture
def database(cluster: Cluster, request: pytest.FixtureRequest) -> str:
    """Return the address of a new, empty database."""
    name = f"d{abs(hash(request.node.name))}"
    cluster.do(f"CREATE DATABASE {name}")
    return cluster.address(name)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Return a folder with three reports."""
    folder = tmp_path / "kho"
    folder.mkdir()
    for number in range(1, 4):
        write(folder, number)
    return folder


def write(folder: Path, number: int, held: int = 17, word: str = "cơ sở", stamp: str = "") -> None:
    text = REPORT.format(number=number, held=held, word=word, stamp=stamp)
    (folder / f"bc-{number}.txt").write_text(text, encoding="utf-8")


def read(folder: Path, database: object, *words: str) -> int:
    return main(["run", str(folder), "--db", str(database), "--workers", "1", *words])


def said(capsys: pytest.CaptureFixture[str], database: str, *words: str) -> tuple[int, str, str]:
    """Return status, answer and messages of a command; the name of the database stands as DB in them."""
    capsys.readouterr()
    status = main([*words, "--db", database])
    told = capsys.readouterr()
    return status, told.out.replace(database, "DB"), told.err.replace(database, "DB")


def rows(database: Path | str, name: str) -> list[dict[str, object]]:
    """Return the rows of a table or a view with their types, without the times of runs."""
    place = database if isinstance(database, Path) else server_at(database)
    with closing(connect(place)) as connection:
        found = [dict(row) for row in connection.execute(f"SELECT * FROM {name}")]
    return sorted(
        ({key: (type(value), value) for key, value in row.items() if key not in TIMES.get(name, ())} for row in found),
        key=repr,
    )


def differing(one: Path, other: str) -> list[str]:
    """Return the tables and views whose rows differ."""
    with closing(connect(one)) as connection:
        views = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'view'")]
    names = [table.name for table in tables()] + views
    return [name for name in names if rows(one, name) != rows(other, name)]


# --- the same as in a file


@needs_server
def test_every_table_and_view_has_the_same_rows(sample_archive: Path, sample: str) -> None:
    assert differing(sample_archive, sample) == []
    assert rows(sample, "v_ratings")


@needs_server
def test_tables_and_columns_tell_what_they_are(cluster: Cluster, sample: str) -> None:
    told = cluster.do(
        "SELECT obj_description('trichyeu.v_figures'::regclass),"
        " col_description('trichyeu.figures'::regclass, attnum) FROM pg_attribute"
        " WHERE attrelid = 'trichyeu.figures'::regclass AND attname = 'hedge'",
        database=sample.rpartition("/")[2],
    )
    assert told[0][0]
    assert told[0][1] == "over, under, about, at_least, at_most"


@needs_server
@pytest.mark.parametrize("words", [*map(list, QUESTIONS.values()), *OTHERS, DEAR], ids=" ".join)
def test_a_question_has_the_same_answer(
    sample_archive: Path, sample: str, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert said(capsys, sample, *words, "--json") == said(capsys, str(sample_archive), *words, "--json")


@needs_server
def test_a_run_and_the_run_after_a_change_give_what_they_give_in_a_file(
    archive: Path, database: str, tmp_path: Path
) -> None:
    file = tmp_path / "a.db"
    assert read(archive, database) == read(archive, file) == 0
    assert differing(file, database) == []
    write(archive, 2, held=23)
    write(archive, 4)
    (archive / "bc-1.txt").unlink()
    assert read(archive, database, "--prune") == read(archive, file, "--prune") == 0
    assert differing(file, database) == []
    assert {(int, 17), (int, 23)} <= {row["held"] for row in rows(database, "v_conferences")}
    assert [row["path"] for row in rows(database, "documents")].count((str, "bc-1.txt")) == 0
    shutil.rmtree(tmp_path / "cache")
    (archive / "bc-3.txt").rename(archive / "bc-5.txt")
    assert read(archive, database) == read(archive, file) == 0
    assert differing(file, database) == []


@needs_server
def test_words_are_found_without_diacritics_wherever_a_long_document_is_cut(database: str, tmp_path: Path) -> None:
    folder = tmp_path / "kho"
    folder.mkdir()
    filler = " ".join(f"từ{n}" for n in range(MOST_WORDS - 2))
    (folder / "dai.txt").write_text(f"{filler} Mặt trận Tổ quốc khéo " + "và " * 1_000 + "hết", encoding="utf-8")
    (folder / "ngan.txt").write_text("Mặt trận Tổ quốc các cấp và hết", encoding="utf-8")
    assert read(folder, database) == read(folder, tmp_path / "a.db") == 0
    for wanted in (
        'bare : "mat tran to quoc"',
        'folded : "mặt trận tổ quốc khéo"',
        'bare : "va het"',
        'bare : ("va" AND "kheo")',
    ):
        found = [
            [(row[0], round(row[1], 9)) for row in connection.execute(
                "SELECT d.path, bm25(documents_fts) AS score FROM documents_fts JOIN documents d"
                " ON d.id = documents_fts.rowid WHERE documents_fts MATCH ? ORDER BY score, d.path", (wanted,))]
            for connection in (connect(tmp_path / "a.db"), connect(server_at(database)))
        ]  # fmt: skip
        assert found[0] == found[1] != []


# --- who may write, and what stays


@needs_server
def test_the_python_api_gives_the_same_rows(sample_archive: Path, sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The frames are made of these rows, in a process without pandas."""
    monkeypatch.setattr(api, "_frame", lambda rows: rows)
    names = ("documents", "figures", "citations", "conferences", "attendance", "ratings", "tasks", "facts",
             "instruments", "problems")  # fmt: skip
    with api.connect(sample) as there, api.connect(sample_archive) as here:
        for name in names:
            told = [[dict(row) for row in getattr(archive, name)()] for archive in (there, here)]
            assert told[0] and told[0] == told[1], name


@needs_server
def test_corrections_are_on_the_server_and_survive_a_lost_copy(
    archive: Path, database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert read(archive, database) == 0
    told = ("--by", "An", "--reason", "đọc bản giấy")
    assert main(["correct", "bc-2", "--db", database, "--at", "17", "--set", "value=19", *told]) == 0
    shutil.rmtree(tmp_path / "cache")
    write(archive, 2, word="tại xã")
    assert read(archive, database) == 0
    assert [row["value"] for row in rows(database, "figures") if row["text"] == (str, "17")].count((int, 19)) == 1
    assert [row["who"] for row in rows(database, "correction")] == [(str, "An")]


@needs_server
def test_one_command_writes_at_a_time_and_the_next_may_wait(
    archive: Path, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with copy_of(server_at(database), "run kho-khac"):
        assert read(archive, database) == 1
        assert "đang chạy “run kho-khac”" in capsys.readouterr().err
        waiting = Thread(target=read, args=(archive, database, "--wait"))
        waiting.start()
        time.sleep(0.2)
    waiting.join(60)
    assert len(rows(database, "documents")) == 3


@needs_server
def test_a_server_that_goes_away_keeps_the_run_before_and_gets_the_rest_later(
    cluster: Cluster, archive: Path, database: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read(archive, database) == 0
    write(archive, 4)
    with pytest.raises(StoreError, match="Mất kết nối"), copy_of(server_at(database), "run kho") as copy:
        assert read(archive, copy) == 0
        cluster.do("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'trichyeu run kho'")
    assert len(rows(database, "documents")) == 3
    assert read(archive, database) == 0
    assert "đọc 0" in capsys.readouterr().out.splitlines()[-2]
    assert len(rows(database, "documents")) == 4


@needs_server
def test_a_server_that_goes_away_from_a_question_is_told(cluster: Cluster, archive: Path, database: str) -> None:
    assert read(archive, database) == 0
    with closing(connect(server_at(database))) as reader:
        cluster.do("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'trichyeu read'")
        with pytest.raises(StoreError, match=r"Mất kết nối.*Hãy hỏi lại"):
            reader.execute("SELECT count(*) FROM documents")


@needs_server
def test_a_first_run_that_was_stopped_is_gone_on_with_and_a_broken_copy_is_made_anew(
    archive: Path, database: str, tmp_path: Path
) -> None:
    with pytest.raises(KeyboardInterrupt), copy_of(server_at(database), "run kho") as copy:
        assert read(archive, copy) == 0
        raise KeyboardInterrupt
    assert read(archive, database) == read(archive, tmp_path / "a.db") == 0
    assert len(rows(database, "runs")) == 2
    copy.write_bytes(b"no database" * 1_000)
    write(archive, 2, held=29)
    assert read(archive, database) == read(archive, tmp_path / "a.db") == 0
    assert [name for name in differing(tmp_path / "a.db", database) if name != "runs"] == []
    assert copy.with_stem("trichyeu-unusable").read_bytes().startswith(b"no database")


@needs_server
def test_a_correction_that_was_not_sent_is_kept_when_another_computer_writes(
    cluster: Cluster, archive: Path, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read(archive, database) == 0
    told = ("--by", "An", "--reason", "đọc bản giấy")
    with pytest.raises(StoreError), copy_of(server_at(database), "correct") as copy:
        assert main(["correct", "bc-2", "--db", str(copy), "--at", "17", "--set", "value=19", *told]) == 0
        cluster.do("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'trichyeu correct'")
    with monkeypatch.context() as there:
        there.setenv("XDG_CACHE_HOME", str(tmp_path / "elsewhere"))
        write(archive, 4)
        assert read(archive, database) == 0
    assert rows(database, "correction") == []
    assert read(archive, database) == 0
    assert [row["who"] for row in rows(database, "correction")] == [(str, "An")]


# --- what may not be there


def files_with(folder: Path, word: str) -> list[str]:
    keys = [word.encode(), *(column.encode() for column in search_columns(word))]
    return [
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file() and any(key in file.read_bytes() for key in keys)
    ]


@needs_server
def test_a_document_that_becomes_classified_leaves_the_server(
    cluster: Cluster, archive: Path, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    base = cluster.folder / "data" / "base"
    write(archive, 2, word=f"{SECRET} " * 40)
    assert read(archive, database) == 0
    cluster.do("VACUUM ANALYZE", "CHECKPOINT", database=database.rpartition("/")[2])
    assert files_with(base, SECRET) != []
    write(archive, 2, word=f"{SECRET} " * 40, stamp="MẬT\n")
    with closing(connect(server_at(database))) as reader:
        reader.execute("SELECT count(*) FROM documents")
        assert read(archive, database) == 0
        assert "còn sót trong tệp của các bảng" in capsys.readouterr().out
    assert read(archive, database) == 0
    assert "còn sót" not in capsys.readouterr().out
    cluster.do("CHECKPOINT", database=database.rpartition("/")[2])
    assert files_with(base, SECRET) == []
    assert [row["path"] for row in rows(database, "quarantine")] == [(str, "bc-2.txt")]


@needs_server
def test_classified_documents_are_never_let_in(
    archive: Path, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert read(archive, database, "--allow-classified") == 2
    assert "không bao giờ được đưa lên máy chủ" in capsys.readouterr().err
    write(archive, 2, stamp="MẬT\n")
    with pytest.raises(UsageError, match="không bao giờ"), copy_of(server_at(database), "run") as copy:
        assert read(archive, copy, "--allow-classified") == 0
    with pytest.raises(StoreError, match="chưa có dữ liệu"):
        connect(server_at(database))


# --- what goes wrong


def told_rights() -> list[str]:
    """Return the statements of docs/postgresql.md that make users and give rights."""
    page = (Path(__file__).parent.parent / "docs" / "postgresql.md").read_text(encoding="utf-8")
    return re.findall(r"^    ((?:CREATE|GRANT) [^;]+);$", page, re.MULTILINE)


@needs_server
def test_the_rights_that_the_page_tells_are_enough_and_no_more_than_they_say(
    cluster: Cluster, archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = [statement for statement in told_rights() if statement.startswith("CREATE")]
    *reading, noting = [statement for statement in told_rights() if statement.startswith("GRANT")]
    cluster.do(*made)
    assert read(archive, cluster.address("kho", "archivist")) == 0
    cluster.do(*reading, database="kho")
    clerk = cluster.address("kho", "clerk")
    status, answer, _ = said(capsys, clerk, "search", "dan van")
    assert (status, "dân vận" in answer) == (0, True)
    assert "Không ghi nhớ được" in said(capsys, clerk, "list", "-o", str(tmp_path / "a.csv"))[2]
    cluster.do(noting, database="kho")
    assert said(capsys, clerk, "list", "-o", str(tmp_path / "a.csv"))[2] == ""
    assert read(archive, clerk) == 1
    assert "thiếu quyền" in capsys.readouterr().err
    write(archive, 2, stamp="MẬT\n")
    assert read(archive, cluster.address("kho", "archivist")) == 0
    told = capsys.readouterr().out
    assert "còn sót" not in told
    assert f"//{platform.node()}{tmp_path / 'a.csv'}" in told


@needs_server
@pytest.mark.parametrize(
    ("user", "password", "name", "told"),
    [
        ("locked", "sai%40mat%3Akhau", "postgres", "không nhận tên hay mật khẩu"),
        ("locked", "", "postgres", "không nhận tên hay mật khẩu"),
        ("owner", "", "khong_co", "không có cơ sở dữ liệu"),
        ("nobody", "", "postgres", "thiếu quyền"),
    ],
)
def test_a_refusal_is_told_without_the_password(
    cluster: Cluster, archive: Path, capsys: pytest.CaptureFixture[str], user: str, password: str, name: str, told: str
) -> None:
    assert read(archive, cluster.address(name, user, password)) == 1
    out, err = capsys.readouterr()
    assert told in err
    assert not {"sai", "khau"} & set((out + err).replace("@", " ").replace(":", " ").split())
    assert "Traceback" not in err


@needs_server
def test_a_password_in_the_address_opens_and_is_nowhere_shown(
    cluster: Cluster, archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cluster.do("CREATE DATABASE of_locked OWNER locked")
    address = cluster.address("of_locked", "locked", "b%C3%AD%20m%E1%BA%ADt%401")
    assert read(archive, address, "--log", str(tmp_path / "log")) == 0
    told = "".join(capsys.readouterr()) + (tmp_path / "log").read_text(encoding="utf-8")
    assert "locked@127.0.0.1" in told
    assert PASSWORD not in told
    assert "%40" not in told
    kept = b"".join(file.read_bytes() for file in (tmp_path / "cache").rglob("*") if file.is_file())
    assert PASSWORD.encode() not in kept


@needs_server
def test_a_schema_of_another_and_another_version_are_left_alone(
    cluster: Cluster, archive: Path, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    name = database.rpartition("/")[2]
    cluster.do("CREATE SCHEMA trichyeu", "CREATE TABLE trichyeu.own (a int)", database=name)
    assert read(archive, database) == 1
    assert "schema “trichyeu” của chương trình khác" in capsys.readouterr().err
    cluster.do("DROP SCHEMA trichyeu CASCADE", database=name)
    assert read(archive, database) == 0
    cluster.do("UPDATE trichyeu.synchronised SET version = 1", database=name)
    for words in (["run", str(archive)], ["status"]):
        status, _, err = said(capsys, database, *words)
        assert (status, "phiên bản khác" in err) == (1, True)


def test_a_server_that_does_not_answer_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("psycopg")
    assert main(["status", "--db", "postgresql://an:matkhau@127.0.0.1:1/kho"]) == 1
    err = capsys.readouterr().err
    assert "Không kết nối được postgresql://an@127.0.0.1:1/kho" in err
    assert "matkhau" not in err


def test_a_missing_driver_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert main(["status", "--db", "postgresql://an@may/kho"]) == 1
    assert "pip install 'trichyeu[postgres]'" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["serve"], ["backup", "b.db"], ["check"], ["remove", "."]], ids=" ".join)
def test_a_command_for_files_alone_says_so(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main([*words, "--db", "postgresql://an:matkhau@may/kho"])
    err = capsys.readouterr().err
    assert "chỉ làm việc với cơ sở dữ liệu trong một tệp, không với postgresql://an@may/kho" in err
    assert "matkhau" not in err


@pytest.mark.parametrize(
    "word",
    [
        "postgresql://an:mat@khau@may/kho", "postgresql://an@may:cong/kho", "postgresql://may", "postgresql:may/kho",
        "postgresql://an@may/kho?sslmode", "postgresql://an:mat/khau@may/kho", "postgresql://an:mat#khau@may/kho",
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_read_is_refused_without_repeating_it(
    word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["status", "--db", word])
    err = capsys.readouterr().err
    assert "Không hiểu địa chỉ máy chủ" in err
    assert "khau" not in err


# --- pieces


@pytest.mark.parametrize(
    ("sql", "other"),
    [
        ("SELECT a IS b, a IS NOT NULL FROM t", "SELECT a IS NOT DISTINCT FROM b, a IS NOT NULL FROM t"),
        ("SELECT '5% ?' FROM t WHERE a LIKE ?", "SELECT '5%% ?' FROM t WHERE a ILIKE %s"),
        ("SELECT count(*) OVER (ORDER BY a) FROM t", "SELECT count(*) OVER (ORDER BY a NULLS FIRST) FROM t"),
        ("SELECT a FROM t ORDER BY b NULLS LAST, c", "SELECT a FROM t ORDER BY b NULLS LAST, c NULLS FIRST"),
        ("SELECT a FROM t LIMIT coalesce(:most, -1)", "SELECT a FROM t LIMIT %(most)s"),
        ("SELECT CAST(a AS INTEGER), min(a, b) FROM t", "SELECT CAST(a AS bigint), least(a, b) FROM t"),
        ("SELECT start, end FROM s ORDER BY end DESC", 'SELECT start, "end" FROM s ORDER BY "end" DESC NULLS LAST'),
        (
            "SELECT x FROM documents_fts WHERE documents_fts MATCH ? AND y = ?",
            "SELECT x FROM full_text(%s) AS documents_fts WHERE true AND y = %s",
        ),
    ],
)
def test_our_sql_in_the_words_of_postgresql(sql: str, other: str) -> None:
    assert translated(sql) == other


def test_a_hole_before_what_is_searched_for_is_refused() -> None:
    with pytest.raises(Untranslatable):
        translated("SELECT x FROM documents_fts JOIN d ON d.a = ? WHERE documents_fts MATCH ?")


def test_a_part_holds_no_more_places_than_a_vector() -> None:
    found = list(parts("và " * 1_000, "va " * 1_000))
    assert [own for _, own, _, _, _ in found] == [MOST_PLACES] * 5
    assert all(folded.count(",") < 256 for _, _, _, folded, _ in found)
    assert [part[:3] for part in parts("", "")] == [(0, 0, 0)]


def test_the_copy_is_for_its_user_alone(tmp_path: Path) -> None:
    server = server_at("postgresql://an:mat@may/kho")
    assert server.folder.is_relative_to(tmp_path)
    assert server.folder == server_at("postgresql://an:khac@may/kho").folder
    assert "mat" not in repr(server)
