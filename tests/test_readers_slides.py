"""PowerPoint, new and old: the slides in order, titles as headings, letters by font."""

from __future__ import annotations

import pytest

from extractors.model import BlockKind
from pipeline.errors import DamagedFile, EmptyFile
from pipeline.readers.old_fonts.tables import Encoding
from pipeline.readers.slides.ppt import read_ppt
from pipeline.readers.slides.pptx import A, P, read_pptx
from tests.checks import kinds
from tests.oldfiles import encoded, ole_file, ppt_file
from tests.wordfiles import R, zip_file

_NAMES = f'xmlns:p="{P[1:-1]}" xmlns:a="{A[1:-1]}" xmlns:r="{R}"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def shape(text: str, place: str = "body", font: str = "") -> str:
    latin = f'<a:rPr><a:latin typeface="{font}"/></a:rPr>' if font else ""
    runs = "".join(f"<a:p><a:r>{latin}<a:t>{line}</a:t></a:r></a:p>" for line in text.split("\n"))
    return f'<p:sp><p:nvSpPr><p:nvPr><p:ph type="{place}"/></p:nvPr></p:nvSpPr><p:txBody>{runs}</p:txBody></p:sp>'


def pptx_file(*slides: str, hidden: int = -1) -> bytes:
    listed = "".join(f'<p:sldId r:id="r{number}"/>' for number in range(len(slides)))
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{R}/slide" Target="slides/s{number}.xml"/>'
        for number in range(len(slides))
    )
    files = {
        "ppt/presentation.xml": f"<p:presentation {_NAMES}><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>',
    }
    for number, slide in enumerate(slides):
        show = ' show="0"' if number == hidden else ""
        files[f"ppt/slides/s{number}.xml"] = (
            f"<p:sld {_NAMES}{show}><p:cSld><p:spTree>{slide}</p:spTree></p:cSld></p:sld>"
        )
    return zip_file(files)


def test_slides_in_order() -> None:
    cell = "<a:tc><a:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></a:txBody></a:tc>"
    rows = "".join(f"<a:tr>{''.join(map(cell.format, row))}</a:tr>" for row in (("STT", "Số"), ("1", "149")))
    table = f"<p:graphicFrame><a:graphic><a:tbl>{rows}</a:tbl></a:graphic></p:graphicFrame>"
    raw = pptx_file(
        shape("Kết quả", "title") + f"<p:grpSp>{shape('một')}</p:grpSp>" + table + shape("3", "sldNum"),
        shape("kín"), shape("b¸o c¸o", font=".VnTimeH") + shape("Kết luận"), hidden=1,
    )  # fmt: skip
    read = read_pptx(raw, "a.pptx")
    assert read.text.split("\n") == ["Kết quả", "một", "STT | Số", "1 | 149", "", "BÁO CÁO", "Kết luận"]
    assert read.pages == 2
    assert [block.page for block in read.blocks] == [1, 1, 1, 1, 2, 2]
    assert read.blocks[0].kind is BlockKind.HEADING
    assert kinds(read.problems) == ["hidden_text"]


def test_old_slides() -> None:
    old = encoded("Căn cứ Nghị định của Chính phủ về kế hoạch, thực hiện chương trình phát triển kinh tế", Encoding.VNI)
    read = read_ppt(ppt_file([["Kết quả", "một\rhai\x0bba"], [old]]), "a.ppt")
    assert read.text.split("\n") == [
        "Kết quả", "một", "hai", "ba", "",
        "Căn cứ Nghị định của Chính phủ về kế hoạch, thực hiện chương trình phát triển kinh tế",
    ]  # fmt: skip
    assert read.pages == 2


def test_refused() -> None:
    with pytest.raises(EmptyFile, match=r"a\.pptx"):
        read_pptx(pptx_file(shape(" ")), "a.pptx")
    with pytest.raises(EmptyFile, match=r"a\.ppt"):
        read_ppt(ppt_file([[" "]]), "a.ppt")
    with pytest.raises(DamagedFile, match=r"a\.ppt"):
        read_ppt(ole_file({"PowerPoint Document": b"x" * 5000})[:600], "a.ppt")
