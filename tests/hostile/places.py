"""What is no file of bytes: links, pipes, devices; and names that no person would give."""

from __future__ import annotations

import os
from pathlib import Path

from tests.hostile.model import READ, REPORT


def place(folder: Path) -> dict[str, str]:
    """Add to a folder what is no file of bytes, and files with hostile names; return what is made of each."""
    (folder / "odd").mkdir()
    odd = folder / "odd"
    (odd / "loop").symlink_to(odd / "loop")
    (odd / "gone.txt").symlink_to(folder / "nowhere.txt")
    (odd / "folder").symlink_to(folder)
    (odd / "zero.txt").symlink_to("/dev/zero")
    (odd / "terminal.txt").symlink_to("/dev/tty")
    os.mkfifo(odd / "pipe.txt")
    found = {
        "odd/loop": "unreadable", "odd/gone.txt": "unreadable", "odd/zero.txt": "unsupported_format",
        "odd/terminal.txt": "unsupported_format", "odd/pipe.txt": "unsupported_format",
    }  # fmt: skip
    names = {
        b"line\nend.txt": r"line\x0aend.txt",
        b"bytes\xff.txt": r"bytes\xff.txt",
        b"\x1b[2Jclear.txt": r"\x1b[2Jclear.txt",
        "\u202etxt.cod".encode(): r"\xe2\x80\xaetxt.cod",
        b"-o.txt": "-o.txt",
        b"a\\x41.txt": r"a\x5cx41.txt",
        b"n" * 251 + b".txt": "n" * 251 + ".txt",
        b"'; DROP TABLE documents; --.txt": "'; DROP TABLE documents; --.txt",
    }
    for raw, known in names.items():
        with open(os.fsencode(odd) + b"/" + raw, "wb") as stream:  # noqa: PTH123 - a name that is no text
            stream.write(REPORT.encode())
        found[f"odd/{known}"] = READ
    return found
