"""Lần đầu mở: cài Trích yếu vào .venv cạnh tệp này từ thư mục bên, không cần mạng, nói đang đến đâu.

Run by the start scripts: makes .venv here and installs the wheels of a folder of the bundle (`linux`, `windows`) into
it. A line tells each step, and how many packages of how many are in; the standard library is all there is to use.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
PLACE: Final = HERE / ".venv"
SECONDS: Final = 3
"""Between two looks at how far it is."""


def installed(place: Path) -> int:
    """Return how many packages stand in an environment."""
    return sum(1 for _ in place.rglob("*.dist-info"))


def install(wheels: Path, place: Path) -> int:
    """Install the program from a folder of wheels into an environment that is there; return pip's status."""
    python = next(path for path in (place / "bin" / "python", place / "Scripts" / "python.exe") if path.exists())
    before, count = installed(place), len(list(wheels.glob("*.whl")))
    command = [
        str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index",
        "--find-links", str(wheels), "trichyeu",
    ]  # fmt: skip
    tell(f"2/2 Cài {count} gói / installing {count} packages ...")
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as pip:  # noqa: S603
        while pip.poll() is None:
            try:
                pip.wait(SECONDS)
            except subprocess.TimeoutExpired:
                tell(f"    {installed(place) - before}/{count} ...")
    if pip.returncode == 0:
        tell(f"    {count}/{count}. Xong / done.")
    return pip.returncode


def tell(line: str) -> None:
    """Say a line on standard error at once: standard output is the program's."""
    print(line, file=sys.stderr, flush=True)


def main(system: str) -> int:
    """Make the environment anew, install the wheels for a system, and return the exit status."""
    sys.stderr.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    tell("Lần đầu: cài vào thư mục này, mất vài phút / first time: installing here, a few minutes")
    tell("1/2 Chuẩn bị Python / preparing Python ...")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(PLACE)], check=False).returncode  # noqa: S603
    return made or install(HERE / system, PLACE)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
