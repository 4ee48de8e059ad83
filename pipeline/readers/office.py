"""Runs LibreOffice without a window: one old document -> the same as .docx, for what no reader of ours takes.

Own profile in a folder that is removed, macros and links to other files off, a time limit after which the whole
process group ends. LibreOffice says that all went well where nothing was written, so the output itself is checked.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from functools import cache
from pathlib import Path
from typing import Final

from pipeline.errors import DamagedFile, MissingTool, TimedOut, complaint
from pipeline.scratch import scratch_folder

PROGRAMS: Final = ("soffice", "libreoffice", "C:/Program Files/LibreOffice/program/soffice.exe")
PACKAGE: Final = "libreoffice-writer-nogui"
"""The Debian package; it brings the program without a desktop."""
SECONDS: Final = 60
"""A conversion takes about two seconds, most of it to start."""
_OFF: Final = (
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
)
_ITEM: Final = '<item oor:path="{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
_PROFILE: Final = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(_ITEM.format(*setting) for setting in _OFF)
    + "</oor:items>"
)


@cache
def find_office() -> str | None:
    """Return the path of LibreOffice; None where it is not installed."""
    return next((found for found in map(shutil.which, PROGRAMS) if found), None)


def to_docx(raw: bytes, suffix: str, name: str) -> bytes:
    """Return a document as .docx; MissingTool without LibreOffice, TimedOut and DamagedFile where it fails."""
    program = find_office()
    if program is None:
        advice = f"Hãy cài LibreOffice (gói {PACKAGE}), hoặc mở bằng Word rồi lưu thành .docx"
        raise MissingTool(complaint(name, "văn bản đời trước Word 97, cần LibreOffice để đọc", advice))
    with scratch_folder() as place:
        source = place / f"document{suffix}"
        source.write_bytes(raw)
        settings = place / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_PROFILE, encoding="utf-8")
        _convert(program, place, source, name)
        made = place / "made" / "document.docx"
        if not made.is_file() or not made.stat().st_size:
            raise DamagedFile(complaint(name, "LibreOffice không mở được tệp này", "Hãy kiểm tra lại tệp gốc"))
        return made.read_bytes()


def _convert(program: str, place: Path, source: Path, name: str) -> None:
    words = [
        program, f"-env:UserInstallation={(place / 'profile').as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--convert-to", "docx", "--outdir", str(place / "made"), str(source),
    ]  # fmt: skip
    nowhere = {f"{scheme}_proxy": "http://127.0.0.1:9" for scheme in ("http", "https", "ftp")}
    process = subprocess.Popen(  # noqa: S603 - the program is found by name, the file is ours
        words,
        cwd=place,
        env={**os.environ, **nowhere, "HOME": str(place)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        advice = "Hãy mở bằng Word rồi lưu thành .docx"
        raise TimedOut(complaint(name, f"LibreOffice đọc quá {SECONDS} giây", advice)) from error
    finally:
        if process.poll() is None:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
            process.wait()
