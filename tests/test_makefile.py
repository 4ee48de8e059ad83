"""`make run` takes any path: what its recipe gives the program, word for word, without running it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CALL = re.compile(r"^\S*trichyeu (.*)$", re.MULTILINE)

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def given(*variables: str) -> list[list[str]]:
    """Return the words that each call of the program in the recipe of `make run` gets from the shell."""
    made = subprocess.run(["make", "-n", "run", *variables], cwd=ROOT, capture_output=True, text=True, check=True)
    calls = CALL.findall(made.stdout)
    shell = (["sh", "-c", f"printf '%s\\n' {words}"] for words in calls)
    told = (subprocess.run(one, env={"HOME": "/nhà"}, capture_output=True, text=True, check=True) for one in shell)
    return [answer.stdout.splitlines() for answer in told]


@pytest.mark.parametrize(
    ("variables", "archive", "out"),
    [
        ((), "corpus", "outputs"),
        (("OUT=kết quả",), "corpus", "kết quả"),
        (("ARCHIVE=~/x", "OUT=~/kết quả"), "/nhà/x", "/nhà/kết quả"),
        (("ARCHIVE=~",), "/nhà", "outputs"),
        (("ARCHIVE=/kho/báo cáo của xã", "OUT=a'b"), "/kho/báo cáo của xã", "a'b"),
    ],
    ids=str,
)
def test_run_takes_any_path(variables: tuple[str, ...], archive: str, out: str) -> None:
    run, digest, metadata = given(*variables)
    assert run == ["run", archive, "--db", f"{out}/trichyeu.db"]
    assert digest == ["digest", "--db", f"{out}/trichyeu.db", "--format", "html", "-o", f"{out}/digest.html"]
    assert metadata == ["export", "--db", f"{out}/trichyeu.db", "--format", "datasette", "-o", f"{out}/metadata.json"]
