"""Files inside files: a path inside a container is a path, and no container fills the disk or writes beside itself."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.errors import DamagedFile, EmptyFile, MissingTool, ReadError, TooLarge
from pipeline.readers import containers
from pipeline.readers.containers import Opened, open_container
from pipeline.readers.mail.read import read_eml, read_mht, read_msg
from pipeline.run.batch import run
from pipeline.run.store import connect
from tests.oldfiles import msg_file, rar5_file, rar_file
from tests.wordfiles import paragraph, word_file, zip_file

REPORT = "Toàn tỉnh đã tổ chức 149 hội nghị với 6.558 người dự."


def message(attached: Mapping[str, bytes] | None = None, html: bool = False) -> bytes:
    made = EmailMessage()
    made["Subject"], made["From"], made["To"] = "Báo cáo quý I", "Nguyễn A <a@x.vn>", "b@x.vn"
    made.set_content("<p>Kính gửi</p>" if html else "Kính gửi", subtype="html" if html else "plain")
    for name, raw in (attached or {}).items():
        made.add_attachment(raw, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def opened(raw: bytes, folder: Path, name: str = "kho.zip") -> Opened:
    return open_container(raw, name, folder)


def paths(found: Opened) -> list[str]:
    return [member.path for member in found.members]


def test_names_inside_are_paths(tmp_path: Path) -> None:
    """No name leads out of the container; hidden files and what systems leave behind are passed over."""
    raw = zip_file(
        {
            "Năm 2022/bc.txt": REPORT, "../../ngoài.txt": REPORT, "/gốc.txt": REPORT, "a\\b.txt": REPORT,
            ".ẩn": "x", "__MACOSX/bc.txt": "x", "~$bc.docx": "x", "Thumbs.db": "x",
        }
    )  # fmt: skip
    found = opened(raw, tmp_path)
    assert paths(found) == ["kho.zip/Năm 2022/bc.txt", "kho.zip/ngoài.txt", "kho.zip/gốc.txt", "kho.zip/a/b.txt"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"00000{number}.txt" for number in range(4)]
    assert not found.is_document


def test_names_in_an_old_code_page(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("Xx.txt", REPORT)
        archive.writestr("Xx.txt".replace("Xx", "Yy"), REPORT)
    raw = out.getvalue().replace(b"Xx.txt", "á.txt".encode()).replace(b"Yy.txt", b"\xe1b.txt"[:6])
    assert paths(opened(raw, tmp_path)) == ["kho.zip/á.txt", "kho.zip/áb.txt"]


def test_containers_in_containers(tmp_path: Path) -> None:
    inner = zip_file({"cv.txt": REPORT})
    raw = zip_file(
        {"thư.eml": message({"bc.docx": word_file(paragraph(REPORT)), "nén.zip": inner}), "bc.docx": word_file("")}
    )
    assert paths(opened(raw, tmp_path)) == [
        "kho.zip/thư.eml/bc.docx", "kho.zip/thư.eml/nén.zip/cv.txt", "kho.zip/thư.eml", "kho.zip/bc.docx",
    ]  # fmt: skip


def test_depth_ends(tmp_path: Path) -> None:
    raw = zip_file({"cv.txt": REPORT})
    for _ in range(6):
        raw = zip_file({"trong.zip": raw})
    assert paths(opened(raw, tmp_path)) == ["kho.zip/trong.zip/trong.zip/trong.zip"]


def test_two_files_of_one_name(tmp_path: Path) -> None:
    out = io.BytesIO()
    with pytest.warns(UserWarning), zipfile.ZipFile(out, "w") as archive:
        archive.writestr("bc.txt", "một")
        archive.writestr("bc.txt", "hai")
    assert paths(opened(out.getvalue(), tmp_path)) == ["kho.zip/bc.txt", "kho.zip/bc (2).txt"]


@pytest.mark.parametrize("limit", ["MAX_BYTES", "MAX_FILES"])
def test_what_fills_the_disk_is_refused_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(containers, limit, 2)
    with pytest.raises(TooLarge, match=r"kho\.zip.*giải nén"):
        opened(zip_file({f"{number}.txt": REPORT for number in range(4)}), tmp_path)


def test_one_large_or_locked_file_costs_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "MAX_FILE", 1000)
    raw = bytearray(zip_file({"to.txt": "x" * 5000, "khóa.txt": REPORT, "bc.txt": REPORT}))
    at = raw.find(b"PK\x01\x02", raw.find(b"PK\x01\x02") + 1)
    raw[at + 8] |= 1
    found = opened(bytes(raw), tmp_path)
    assert paths(found) == ["kho.zip/bc.txt"]
    assert [(path, reason) for path, reason, _ in found.refused] == [
        ("kho.zip/to.txt", "too_large"), ("kho.zip/khóa.txt", "encrypted"),
    ]  # fmt: skip


def test_archives_of_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    libarchive = pytest.importorskip("libarchive")
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        info = tarfile.TarInfo("Năm 2022/bc.txt")
        info.size = len(REPORT.encode())
        archive.addfile(info, io.BytesIO(REPORT.encode()))
        archive.addfile(tarfile.TarInfo("../leo.txt"), None)
        link = tarfile.TarInfo("lối.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    assert paths(opened(out.getvalue(), tmp_path, "a.tgz")) == ["a.tgz/Năm 2022/bc.txt", "a.tgz/leo.txt"]
    empty = tmp_path / "a.7z"
    with libarchive.file_writer(str(empty), "7zip"):
        pass
    with pytest.raises(EmptyFile, match=r"a\.7z"):
        opened(empty.read_bytes(), tmp_path, "a.7z")
    with pytest.raises(DamagedFile, match=r"a\.tgz"):
        opened(out.getvalue()[:60], tmp_path, "a.tgz")
    monkeypatch.setitem(__import__("sys").modules, "libarchive", None)
    with pytest.raises(MissingTool, match="libarchive13"):
        opened(out.getvalue(), tmp_path, "a.tgz")


@pytest.mark.parametrize("make", [rar_file, rar5_file])
def test_archives_of_both_forms_of_rar(tmp_path: Path, make: Callable[[dict[str, bytes]], bytes]) -> None:
    pytest.importorskip("libarchive")
    raw = make({"Năm 2022/bc.txt": REPORT.encode(), "../leo.txt": REPORT.encode(), ".ẩn": b"x"})
    found = opened(raw, tmp_path, "a.rar")
    assert paths(found) == ["a.rar/Năm 2022/bc.txt", "a.rar/leo.txt"]
    assert found.members[0].file.read_text(encoding="utf-8") == REPORT
    with pytest.raises(DamagedFile, match=r"a\.rar"):
        opened(raw[:70], tmp_path, "a.rar")


def test_a_rar_that_ends_in_a_word_file_is_no_zip(tmp_path: Path) -> None:
    pytest.importorskip("libarchive")
    raw = rar_file({"bc.docx": word_file(paragraph("Năm 2022 mở 3 lớp."))})
    assert paths(opened(raw, tmp_path, "a.rar")) == ["a.rar/bc.docx"]


def test_locked_files_of_a_rar_are_refused(tmp_path: Path) -> None:
    pytest.importorskip("libarchive")
    found = opened(rar_file({"bc.txt": REPORT.encode()}, locked=True), tmp_path, "a.rar")
    assert found.members == []
    assert [(path, reason) for path, reason, _ in found.refused] == [("a.rar/bc.txt", "encrypted")]


def test_messages_are_read(tmp_path: Path) -> None:
    for raw, read in (
        (message(), read_eml),
        (message(html=True), read_eml),
        (msg_file("Báo cáo quý I", "Kính gửi"), read_msg),
    ):
        assert read(raw, "a").text.rstrip("\n") == "Báo cáo quý I\n\nKính gửi"
    assert dict(read_eml(message(), "a").hints)["mail.from"] == "Nguyễn A <a@x.vn>"
    found = opened(msg_file("x", "y", {"bc.txt": REPORT.encode()}), tmp_path, "a.msg")
    assert paths(found) == ["a.msg/bc.txt"]
    assert found.is_document
    assert found.members[0].file.read_bytes().rstrip(b"\x00").decode() == REPORT


def test_saved_page() -> None:
    made = EmailMessage()
    made["Subject"] = "x"
    made.set_content("<html><body><p>Hà Nội, 149 hội nghị</p></body></html>", subtype="html")
    made.add_related(b"\x89PNG", maintype="image", subtype="png", cid="<a>")
    assert read_mht(made.as_bytes(), "a.mht").text == "Hà Nội, 149 hội nghị"


def test_a_run_reads_and_skips_what_is_inside(tmp_path: Path) -> None:
    archive = tmp_path / "kho"
    archive.mkdir()
    (archive / "hồ sơ.zip").write_bytes(zip_file({"bc.txt": REPORT, "ảnh.exe": b"MZ" + bytes(100)}))
    (archive / "hỏng.zip").write_bytes(b"PK\x03\x04" + bytes(40))
    (archive / "thư.eml").write_bytes(message({"cv.txt": REPORT.encode()}))
    first = run(archive, tmp_path / "a.db", 1)
    assert (first.files, first.read, first.quarantined) == (5, 3, 2)
    second = run(archive, tmp_path / "a.db", 1)
    assert (second.read, second.unchanged, second.quarantined) == (0, 3, 2)
    connection = connect(tmp_path / "a.db")
    held = [row[0] for row in connection.execute("SELECT path FROM documents ORDER BY path")]
    assert held == ["hồ sơ.zip/bc.txt", "thư.eml", "thư.eml/cv.txt"]
    aside = connection.execute("SELECT path, reason FROM quarantine ORDER BY path").fetchall()
    assert [tuple(row) for row in aside] == [("hỏng.zip", "damaged"), ("hồ sơ.zip/ảnh.exe", "unsupported_format")]
    connection.close()
    (archive / "hồ sơ.zip").write_bytes(b"PK\x03\x04" + bytes(40))
    third = run(archive, tmp_path / "a.db", 1)
    assert third.removed == 0, "what a damaged container held is not known to be gone"
    (archive / "hồ sơ.zip").unlink()
    assert run(archive, tmp_path / "a.db", 1).removed == 1


def test_commands_follow_paths_into_containers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kho = tmp_path / "kho.zip"
    kho.write_bytes(zip_file({"bc.txt": REPORT, "cv.txt": REPORT, "hỏng.docx": b"PK\x03\x04"}))
    assert main(["read", str(kho / "bc.txt")]) == 0
    assert REPORT in capsys.readouterr().out
    assert main(["extract", str(kho)]) == 0
    out = capsys.readouterr()
    assert [json.loads(line)["id"] for line in out.out.splitlines()] == ["bc", "cv"]
    assert "hỏng.docx" in out.err
    assert main(["read", str(kho / "không.txt")]) == 2


@pytest.mark.parametrize("seed", range(40))
def test_broken_bytes_cost_a_read_error_at_most(tmp_path: Path, seed: int) -> None:
    raw = bytearray(
        zip_file({"thư.eml": message({"a.zip": zip_file({"b.txt": "x"})}), "c.msg": msg_file("a", "b", {"d": b"e"})})
    )
    state = seed * 7919 + 1
    for _ in range(8):
        state = (state * 1103515245 + 12345) % (1 << 31)
        raw[4 + state % (len(raw) - 4)] = state >> 8 & 0xFF
    try:
        opened(bytes(raw), tmp_path)
    except ReadError as error:
        assert "kho.zip" in str(error)
