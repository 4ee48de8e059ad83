"""`trichyeu.toml`: what is typed again and again stands in a file of the archive; what is typed wins over it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.arguments import ANY_DATABASE
from pipeline.cli import main
from pipeline.config import Config, config_above
from pipeline.run.store import connect
from pipeline.speech import Speech

Said = Callable[..., tuple[int, str, str]]
REPORT = (
    "TỈNH ỦY LÀO CAI\nSố 31-BC/TU\nLào Cai, ngày 12 tháng 7 năm 2022\n\nBÁO CÁO\nkết quả quý II/2022\n\nMở {n} lớp.\n"
)


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make an archive of two reports, in which a person stands."""
    folder = tmp_path / "kho"
    for year, number in ((2022, 14), (2023, 15)):
        (folder / str(year)).mkdir(parents=True)
        (folder / str(year) / "a.txt").write_text(REPORT.format(n=number), encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.delenv("TRICHYEU_LANG", raising=False)
    return folder


@pytest.fixture
def said(archive: Path, capsys: pytest.CaptureFixture[str]) -> Said:
    def say(kept: str, *words: str) -> tuple[int, str, str]:
        (archive / "trichyeu.toml").write_text(kept, encoding="utf-8")
        status = main(words)
        out, err = capsys.readouterr()
        return status, out, err

    return say


def test_a_run_and_a_question_take_what_the_file_says(archive: Path, said: Said) -> None:
    kept = 'db = "ket-qua/a.db"\nlang = "en"\nworkers = 1\n'
    status, out, _ = said(kept, "run", str(archive / "2022"))
    assert status == 0 and out.startswith("1 files: 1 read"), "the file above a part of the archive holds for it"
    status, out, err = said(kept, "status")
    assert status == 0 and out.startswith("Documents: 1\n") and not err
    with connect(archive / "ket-qua" / "a.db") as connection:
        assert [row["path"] for row in connection.execute("SELECT path FROM documents")] == ["a.txt"]


def test_the_file_itself_is_no_document(archive: Path, said: Said) -> None:
    status, out, _ = said('db = "../a.db"\nlang = "en"\nworkers = 1\n', "run", ".")
    assert status == 0 and "2 files: 2 read" in out and "0 skipped" in out


def test_what_is_typed_wins(archive: Path, said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = 'db = "khong-co.db"\nlang = "en"\nyear = 1999\n'
    assert said(kept, "run", ".", "--db", "a.db", "--workers", "1")[0] == 0
    assert not (archive / "khong-co.db").exists()
    assert "14 lớp" in said(kept, "figures", "--db=a.db", "--year=2022")[1]
    assert "14 lớp" in said(kept, "figures", "--db", "a.db", "--period", "quý II/2022")[1], "a period stands for a year"
    assert said(kept, "figures", "--db", "a.db")[1] == "No results.\n"
    assert said(kept, "figures", "--db", "a.db", "--lang", "vi")[1] == "Không có kết quả.\n"
    monkeypatch.setenv("TRICHYEU_LANG", "vi")
    assert said(kept, "figures", "--db", "a.db")[1] == "Không có kết quả.\n"
    assert "14 lớp" in said(kept, "figures", "--db", "a.db", "--no-config")[1]


def test_a_table_is_of_one_command(said: Said) -> None:
    kept = 'db = "a.db"\nlang = "en"\nworkers = 1\n[figures]\nyear = 1999\n'
    assert said(kept, "run", ".")[0] == 0
    assert said(kept, "figures")[1] == "No results.\n"
    assert "14 lớp" in said(kept, "facts")[1]


def test_what_narrows_and_what_leads_outside_is_said(archive: Path, said: Said) -> None:
    kept = 'db = "../a.db"\nlang = "en"\nworkers = 1\nplace = "Lào Cai"\n'
    status, _, err = said(kept, "run", ".")
    assert status == 0 and f"db is {archive.parent / 'a.db'}, outside of the archive" in err
    assert "place" not in err, "a run has no place"
    _, out, err = said(kept, "figures")
    assert "14 lớp" in out and "place = Lào Cai (--no-config leaves it out)" in err
    (archive / "b").symlink_to(archive.parent)
    assert "outside of the archive" in said('db = "b/a.db"\nlang = "en"\n', "status")[2], "a link leads outside, too"


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ('places = "Lào Cai"', "has the key “places”, which is none that it may have. These are: db, form,"),
        ("prune = 1", "has the key “prune”"),
        ("place = true", "“place” must be text in quotation marks"),
        ('place = ""', "“place” must be text in quotation marks"),
        ("year = 2022.5", "“year” must be text in quotation marks that is not empty, or a whole number"),
        ("year = 0", "year: must be a whole number from 1 to 9999, not “0”"),
        ('period = "quý 9"', "period: “quý 9” is no period such as"),
        ('level = "village"', "level: there is no value “village”"),
        ('lang = "fr"', "lang cannot be “fr”. Choose one of: vi, en."),
        ('[lists]\nplace = "Lào Cai"', "has a table [lists], which is the name of no command"),
        ('[list]\nlang = "en"', "“lang” is of all commands and may not stand in [list]"),
        ("db = ", "cannot be read: Invalid value (at end of document)"),
    ],
)
def test_what_is_not_understood_is_told_with_what_to_do(said: Said, kept: str, told: str) -> None:
    command = "list" if kept.startswith(("period", "level")) else "figures"
    status, out, err = said(kept, command, "--lang", "en")
    assert status == 2 and out == "" and told in err and "trichyeu.toml" in err and err.count("\n") == 1


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="a mode that keeps a reader out needs another user")
def test_a_file_that_cannot_be_opened_is_told(archive: Path, said: Said) -> None:
    (archive / "trichyeu.toml").touch(0o000)
    assert main(["status"]) == 2


def test_a_server_is_outside_and_its_password_is_not_said(archive: Path) -> None:
    (archive / "trichyeu.toml").write_text('db = "postgresql://an:bimat@may/kho"', encoding="utf-8")
    config = config_above(archive)
    assert config is not None
    (note,) = config.notes("figures", [ANY_DATABASE], [], Speech("en"))
    assert "postgresql://an@may/kho, outside of the archive" in note and "bimat" not in note
    (applied,) = config.applied("figures", [ANY_DATABASE], [])
    assert str(applied.default) == "postgresql://an@may/kho"


def test_the_nearest_file_holds(archive: Path) -> None:
    (archive / "trichyeu.toml").write_text('place = "Lào Cai"', encoding="utf-8")
    (archive / "2022" / "trichyeu.toml").write_text('place = "Phú Thọ"', encoding="utf-8")
    found = [config_above(folder) for folder in (archive / "2022", archive / "2023")]
    assert [isinstance(config, Config) and config.told[""]["place"] for config in found] == ["Phú Thọ", "Lào Cai"]
