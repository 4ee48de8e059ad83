"""The rows of secrecy_stamped.tsv and secrecy_open.tsv -> documents: a frame with the row's text at one place of it.

A frame is one of this module or of secrecy_heads.txt. A place is a hole of the frame (top, issuer, code, under, type,
title, below, body, end), the first or last line of a page (pagehead, pagefoot), a running head (header, footer), or
something beside the text: textbox, print, property:NAME. The wording of a row is `real`, as offices write, or `made`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from extractors.model import Block, BlockKind, Source

_HERE: Final = Path(__file__).parent
_HOLE: Final = re.compile(r"\{(?P<name>[a-z]+)(?:=(?P<default>[^}]*))?\}")
_HOLES: Final = ("top", "issuer", "code", "under", "type", "title", "below", "body", "end")
_TITLE: Final = "kết quả công tác 3 tháng đầu năm 2022"
_BODY: Final = "Sở đã tham mưu 12 văn bản, tổ chức 3 hội nghị với 214 người dự."

_STATE: Final = """{top}
UBND TỈNH LÀO CAI\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ TÀI CHÍNH{issuer}\tĐộc lập - Tự do - Hạnh phúc
Số: 215/BC-STC{code}\tLào Cai, ngày 14 tháng 3 năm 2022
{under}
BÁO CÁO{type}
{title}
{below}

Kính gửi: UBND tỉnh Lào Cai.
Thực hiện Công văn số 812/UBND-TH ngày 02/3/2022 của UBND tỉnh, Sở Tài chính báo cáo như sau:
I. KẾT QUẢ THỰC HIỆN
{body}
II. NHIỆM VỤ THỜI GIAN TỚI
Tiếp tục thực hiện các nhiệm vụ được giao.
Nơi nhận:\tGIÁM ĐỐC
- Như trên;
- Lưu: VT.\tLù Seo Páo
{end}
"""
_PARTY: Final = """{top}
TỈNH ỦY YÊN BÁI\t\tĐẢNG CỘNG SẢN VIỆT NAM
BAN NỘI CHÍNH{issuer}
*\t\tYên Bái, ngày 12 tháng 4 năm 2021
Số 31-BC/BNCTU{code}
{under}
BÁO CÁO{type}
{title}
-----
{below}
Thực hiện Công văn số 12-CV/TU, ngày 01/4/2021 của Tỉnh ủy, Ban Nội chính Tỉnh ủy báo cáo như sau:
I- TÌNH HÌNH
{body}
II- NHIỆM VỤ
Tiếp tục nắm tình hình cơ sở.
Nơi nhận:
- Thường trực Tỉnh ủy,
- Lưu Ban Nội chính.
TRƯỞNG BAN
Lò Văn Pành
{end}
"""
_LETTER: Final = """{top}
UBND HUYỆN BẮC HÀ\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
PHÒNG NỘI VỤ{issuer}\tĐộc lập - Tự do - Hạnh phúc
Số: 88/NV{code}\tBắc Hà, ngày 03 tháng 5 năm 2021
{title}
{under}

Kính gửi: Sở Nội vụ tỉnh Lào Cai
{below}
Phòng Nội vụ báo cáo như sau: {body}
Nơi nhận:
- Như trên;
- Lưu: VT.
{end}
"""
_TABLE: Final = """{top}
Biểu số 02\tĐơn vị tính: người
{under}
STT\tXã\tDân số
1\tBảo Nhai\t9.214
2\tCốc Ly\t6.118
Cộng\t\t15.332
{body}
{end}
"""
_PLAIN: Final = """{top}

Danh sách cán bộ luân chuyển
{under}
1. Sùng A Páo, Phó Bí thư Đảng ủy xã Bản Phố
2. Vàng Thị Mỷ, Phó Chủ tịch UBND xã Lùng Phình
{body}
{end}
"""
_LEGACY: Final = {
    "tcvn3": "ñy ban nh©n d©n tØnh lµo cai\nSè: 215/BC-STC\n{under}\nb¸o c¸o\n{title}\n\nI. kÕt qu¶\n{body}\n",
    "vni": "UÛY BAN NHAÂN DAÂN TÆNH LAØO CAI\nSoá: 215/BC-STC\n{under}\nBAÙO CAÙO\n{title}\n\nI. KEÁT QUAÛ\n{body}\n",
}
_FRAMES: Final = {
    "state": _STATE, "party": _PARTY, "letter": _LETTER, "table": _TABLE, "plain": _PLAIN,
    "web": f"{{menu}}\n{_STATE}", "lower": _PARTY, "bare": _STATE, **_LEGACY,
}  # fmt: skip
_HEADS: Final = dict(
    part.split("\n", 1) for part in (_HERE / "secrecy_heads.txt").read_text(encoding="utf-8").split("=== ")[1:]
)
_MENU: Final = "Trang chủ\nGiới thiệu\nTin tức - Sự kiện\nVăn bản chỉ đạo\nCông báo"


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `level` is None for an open document, `doubtful` where any reason to keep it out will do."""

    real: bool
    level: str | None
    doubtful: bool
    frame: str
    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.frame}.{self.place}: {self.text!r}"


def stamped_rows() -> list[Row]:
    """Return the documents that must be kept out."""
    rows = (line.split("\t", 4) for line in _lines("secrecy_stamped.tsv"))
    return [
        Row(_is_real(wording), level.rstrip("?"), "?" in level, frame, place, _plain(text))
        for wording, level, frame, place, text in rows
    ]


def open_rows() -> list[Row]:
    """Return the documents that only look like stamped ones."""
    rows = (line.split("\t", 3) for line in _lines("secrecy_open.tsv"))
    return [Row(_is_real(wording), None, False, frame, place, _plain(text)) for wording, frame, place, text in rows]


def _is_real(wording: str) -> bool:
    return {"real": True, "made": False}[wording]


def document(row: Row) -> Source:
    """Return the document of a row: the frame's text with a block a line, in two pages where a page is asked for."""
    holes = {} if row.frame in _HEADS else {"title": _TITLE, "body": _BODY, "menu": _MENU}
    if row.place in _HOLES:
        holes[row.place] = row.text
    if row.place in ("pagehead", "pagefoot"):
        holes["body"] = f"{_BODY}\n{row.text}\nĐã xử lý 27 kiến nghị của cử tri."
    text = _HOLE.sub(lambda hole: holes.get(hole["name"], hole["default"] or ""), (_FRAMES | _HEADS)[row.frame])
    if row.frame == "lower":
        text = text.lower()
    if row.frame == "bare":
        text = _undressed(text)
    text = unicodedata.normalize("NFC", text).strip("\n") + "\n"
    if row.place in ("header", "footer"):
        text += f"\n{row.text}\n"
    hints = ((_hint(row.place), row.text),) if row.place.startswith(("textbox", "print", "property")) else ()
    return Source(f"kho/{row.frame}.docx", "0" * 64, "docx", text, _blocks(text, row), hints=hints)


def _blocks(text: str, row: Row) -> tuple[Block, ...]:
    blocks: list[Block] = []
    at, page = 0, 1
    for line in text.split("\n"):
        kind = BlockKind.PARAGRAPH
        if row.place in ("header", "footer") and at >= len(text) - len(row.text) - 1:
            kind = BlockKind(row.place)
        if row.place == "pagehead" and line == row.text:
            page = 2
        if line:
            blocks.append(Block(at, at + len(line), kind, page if row.place.startswith("page") else None))
        if row.place == "pagefoot" and line == row.text:
            page = 2
        at += len(line) + 1
    return tuple(blocks)


def _hint(place: str) -> str:
    return f"docx.{place.removeprefix('property:')}" if place.startswith("property:") else f"docx.{place}"


def _lines(name: str) -> list[str]:
    text = (_HERE / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _plain(written: str) -> str:
    """Undo the escapes of a row: \\n, \\t and \\uXXXX; other characters stand for themselves."""
    for escape, plain in (("\\n", "\n"), ("\\t", "\t")):
        written = written.replace(escape, plain)
    first, *others = written.split("\\u")
    return first + "".join(chr(int(part[:4], 16)) + part[4:] for part in others)


def _undressed(text: str) -> str:
    """Return a text as a machine without Vietnamese writes it: without any mark on a letter."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(character for character in plain if not unicodedata.combining(character))
