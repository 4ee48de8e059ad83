"""What shells complete and what the manual shows: every command and option, as shells and troff take it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.commands.catalogue import COMMANDS


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(list(words)) == 0
    return capsys.readouterr().out


@pytest.fixture
def bash(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    (tmp_path / "complete").write_text(printed(capsys, "completion", "bash"), encoding="utf-8")
    return tmp_path / "complete"


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (("tab",), ["table"]),
        (("re",), ["read", "remove", "refs", "refused", "review"]),
        (("--ver",), ["--version"]),
        (("cites", "--rel"), ["--relation"]),
        (("cites", "--relation", "thay"), ["thay\\ thế"]),
        (("figures", "--level", "x"), ["xã"]),
        (("figures", "--lang", ""), ["vi", "en"]),
        (("completion", "bash"), []),
        (("run", "--db", ""), []),
        (("run", "kho", "--allow"), ["--allow-classified"]),
    ],
)
def test_bash_offers(bash: Path, typed: tuple[str, ...], offered: list[str]) -> None:
    asked = (
        f'source "{bash}"; COMP_WORDS=(trichyeu "$@"); COMP_CWORD=$#; _trichyeu; '
        'for one in "${COMPREPLY[@]}"; do echo "$one"; done'
    )
    done = subprocess.run(
        ["bash", "-c", asked, "-", *typed], capture_output=True, encoding="utf-8", check=True, env={"LC_ALL": "C.UTF-8"}
    )
    assert done.stdout.splitlines() == offered
    assert not done.stderr


def test_bash_leaves_files_to_the_shell(bash: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f'source "{bash}"; complete -p trichyeu'], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.split()[-3:] == ["-F", "_trichyeu", "trichyeu"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_zsh_is_told_every_option(tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str) -> None:
    """`_arguments` stands here for the shell's own and prints what it was told for one command."""
    zsh = shutil.which("zsh")
    if zsh is None:
        pytest.skip("no zsh on this machine")
    (tmp_path / "complete").write_text(printed(capsys, "completion", "zsh", "--lang", language), encoding="utf-8")
    asked = f"compdef() {{ }}; _arguments() {{ print -rl -- $@ }}; source {tmp_path}/complete; "
    asked += "words=(trichyeu cites 09 --re); CURRENT=4; _trichyeu"
    done = subprocess.run([zsh, "-f", "-c", asked], capture_output=True, encoding="utf-8", check=True)
    told = done.stdout.splitlines()
    relation = next(line for line in told if line.startswith("--relation["))
    assert ("thay\\ thế" in relation) == (language == "vi") and ("replaces" in relation) == (language == "en")
    assert {line.partition("[")[0] for line in told} >= {"--relation", "--db", "--json", "-h", "--help", "--place"}
    assert not done.stderr


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_manual_tells_every_command_and_troff_takes_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    page = printed(capsys, "man", "--lang", language)
    assert [line.removeprefix(".SS ") for line in page.splitlines() if line.startswith(".SS")] == list(COMMANDS)
    for load in COMMANDS.values():
        for argument in load().arguments:
            for option in argument.options:
                assert f"\\fB{option.replace('-', chr(92) + '-')}\\fR" in page
    groff = shutil.which("groff")
    if groff is None:
        pytest.skip("no groff on this machine")
    done = subprocess.run(
        [groff, "-man", "-k", "-Tutf8", "-ww"], input=page, capture_output=True, encoding="utf-8", check=True
    )
    assert not done.stderr
    assert "TRICHYEU_LANG" in done.stdout
