"""A folder that is followed: a turn when its files have changed and stand still, none for what we write ourselves."""

from __future__ import annotations

import os
import signal
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.commands import run as command
from pipeline.errors import UsageError
from pipeline.run.watching import turns


def test_there_is_a_turn_for_what_has_changed_and_stands_still(tmp_path: Path) -> None:
    kho, database = tmp_path / "kho", tmp_path / "kho" / "a.db"
    kho.mkdir()
    told: list[str] = []
    looks: Iterator[Callable[[], object]] = iter(
        [
            lambda: told.append("nothing"),
            lambda: (kho / "a.txt").write_text("một", encoding="utf-8"),
            lambda: (kho / "a.txt").write_text("một hai", encoding="utf-8"),  # still being copied
            lambda: told.append("still"),
            lambda: told.append("same"),
            lambda: (kho / "a.db-wal").write_text("của ta", encoding="utf-8"),
            lambda: told.append("ours"),
            lambda: (kho / "a.txt").unlink(),
            lambda: told.append("gone"),
        ]
    )

    def sleep(seconds: float) -> None:
        assert seconds == 5
        next(looks)()

    following = turns(kho, database, 5, sleep)
    next(following)
    assert told == []
    next(following)
    assert told == ["nothing", "still"]
    next(following)
    assert told == ["nothing", "still", "same", "ours", "gone"]


def test_an_archive_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        next(turns(tmp_path / "kho", tmp_path / "a.db", 1))


def test_it_goes_on_behind_a_run_that_found_nothing_until_it_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kho, database = tmp_path / "kho", tmp_path / "a.db"
    kho.mkdir()
    once, runs = command._once, []

    def counted(options: Namespace, speech: object) -> int:
        runs.append(len(list(kho.iterdir())))
        if len(runs) == 1:
            (kho / "a.txt").write_text("Trong quý I/2022, Ban đã mở 12 lớp cho 340 học viên.", encoding="utf-8")
        return once(options, speech)  # type: ignore[arg-type]

    def sleep(seconds: float) -> None:
        if len(runs) == 2:
            os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(command, "_once", counted)
    monkeypatch.setattr(command, "turns", lambda archive, db, seconds: turns(archive, db, seconds, sleep))
    assert main(["run", str(kho), "--db", str(database), "--workers", "1", "--watch"]) == 128 + signal.SIGTERM
    assert runs == [0, 1]
    told = capsys.readouterr()
    assert "đọc 1" in told.out
    assert "Thôi theo dõi" in told.err
