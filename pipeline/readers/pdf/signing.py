"""The box that signing software prints on a page (`Người ký: …`, `Thời gian ký: …`) -> lines set aside.

It lies over the letterhead or the signature, is no sentence of the document, and its day is not the document's day.
A table of attributes (`Người ký | Chức vụ`) is left alone: the box tells a time, an address or a certificate.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from extractors.model import BlockKind
from pipeline.readers.pdf.page import PdfLine, PdfPage

_BEGINS: Final = re.compile(
    r"(?:Người ký|(?:Được |Đã )?[Kk]ý (?:số )?bởi|Digitally signed by|Signature (?:Not )?[Vv]erified|Signature valid"
    r"|Signed by|Signer)\b"
)
_GOES_ON: Final = re.compile(
    r"(?:E-?mail|Cơ quan|Tổ chức|Đơn vị|Thời gian(?: ký)?|Ngày(?: ký)?|Giờ ký|Lý do|Vị trí|Nơi ký|DN|Date|Reason|"
    r"Location|Time|Signing time|Foxit|Adobe|Certificate)\b.{0,40}?[:=]|(?:CN|OU?|L|ST?|C|E)=|[\d./:' +TZ-]{6,}$"
)
_PROOF: Final = re.compile(r"\d{1,2}:\d\d(?::\d\d)?|\+0?7[:']|\S@\S|\bDN:|\bC=VN|\bCN=")
_MOST_LINES: Final = 12
"""Lines of one box: certificates spelt out fill ten."""
_SMALL: Final = 0.85
_NEXT: Final = 2.0
"""Heights of a letter from one line of the box to the next at the most."""
_ASIDE: Final = 40.0
"""Points by which the lines of the box begin left or right of each other."""


def set_signing_aside(page: PdfPage) -> None:
    """Mark, in place, the lines of signing boxes as furniture of the page."""
    if not any(_BEGINS.match(line.text) for line in page.lines):
        return
    usual = sorted(line.size for line in page.lines)[len(page.lines) // 2]
    for first, line in enumerate(page.lines):
        if line.kind is BlockKind.PARAGRAPH and _BEGINS.match(line.text):
            box = _box(page.lines, first, usual)
            if _PROOF.search("\n".join(page.lines[index].text for index in box)):
                for index in box:
                    page.lines[index] = replace(page.lines[index], kind=BlockKind.HEADER)


def _box(lines: list[PdfLine], first: int, usual: float) -> list[int]:
    box = [first]
    for index in range(first + 1, min(first + _MOST_LINES, len(lines))):
        above, line = lines[box[-1]], lines[index]
        near = abs(line.box[1] - above.box[1]) <= _NEXT * line.size and abs(line.box[0] - above.box[0]) <= _ASIDE
        small = line.size < _SMALL * usual and not line.text.startswith(("-", "+"))
        if not (near and (_GOES_ON.match(line.text) or _BEGINS.match(line.text) or small)):
            break
        box.append(index)
    return box
