"""OpenDocument texts, sheets and slides: as their siblings of Word, Excel and PowerPoint."""

from __future__ import annotations

import pytest

from extractors.model import BlockKind
from pipeline.errors import DamagedFile, EmptyFile, EncryptedFile
from pipeline.readers.odf.read import read_odf
from pipeline.readers.odf.styles import _NAMES
from tests.checks import kinds
from tests.wordfiles import zip_file

_DECLARED = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _NAMES.items())


def odf_file(kind: str, body: str, styles: str = "", others: str = "", extra: dict[str, str] | None = None) -> bytes:
    content = (
        f"<office:document-content {_DECLARED}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    files = {"content.xml": content, **(extra or {})}
    if others:
        files["styles.xml"] = f"<office:document-styles {_DECLARED}>{others}</office:document-styles>"
    return zip_file(files)


def span(style: str, font: str) -> str:
    properties = f'<style:text-properties fo:font-family="{font}"/>'
    return f'<style:style style:name="{style}" style:family="text">{properties}</style:style>'


def test_text_with_lists_notes_and_tables() -> None:
    styles = (
        '<text:list-style style:name="L1"><text:list-level-style-number style:num-format="1" style:num-suffix="."/>'
        '<text:list-level-style-number style:num-format="a" style:num-suffix=")"/></text:list-style>'
    )
    body = (
        '<text:h text:outline-level="1">Mục một</text:h>'
        '<text:p>Có 12.345<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>theo báo cáo</text:p></text:note-body></text:note> ha<text:tab/>"
        'và<text:s text:c="2"/>x'
        "<text:line-break/>dòng</text:p>"
        '<text:list text:style-name="L1"><text:list-item><text:p>một</text:p><text:list><text:list-item>'
        "<text:p>con</text:p></text:list-item></text:list></text:list-item>"
        "<text:list-item><text:p>hai</text:p><text:p>tiếp</text:p></text:list-item></text:list>"
        '<table:table><table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>Gộp</text:p>'
        "</table:table-cell><table:covered-table-cell/><table:table-cell><text:p>B</text:p></table:table-cell>"
        "</table:table-row><table:table-row><table:table-cell><text:p>1</text:p></table:table-cell><table:table-cell>"
        "<text:p>2</text:p></table:table-cell><table:table-cell><text:p>3</text:p></table:table-cell></table:table-row>"
        "</table:table>"
    )
    read = read_odf(odf_file("text", body, styles), "a.odt")
    assert read.text.split("\n") == [
        "Mục một", "Có 12.345¹ ha\tvà  x", "dòng", "¹ theo báo cáo", "1. một", "a) con", "2. hai", "tiếp",
        "Gộp |  | B", "1 | 2 | 3",
    ]  # fmt: skip
    assert read.blocks[0].kind is BlockKind.HEADING


def test_fonts_frames_furniture_and_changes() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>xóa</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        '<text:p><text:span text:style-name="T1">b¸o c¸o</text:span> và '
        '<text:span text:style-name="T2">Ñaûng boä</text:span>'
        "<draw:frame><draw:text-box><text:p>trong khung</text:p></draw:text-box></draw:frame></text:p>"
    )
    footer = "<style:footer><text:p>chân trang</text:p></style:footer>"
    others = f"<office:master-styles><style:master-page>{footer}</style:master-page></office:master-styles>"
    read = read_odf(odf_file("text", body, span("T1", ".VnTimeH") + span("T2", "'VNI-Times'"), others), "a.odt")
    assert read.text.split("\n") == ["BÁO CÁO và Đảng bộ", "trong khung", "", "chân trang"]
    assert kinds(read.problems) == ["tracked_changes"]
    assert dict(read.hints)["text.encoding"] == "VNI, TCVN3"


def test_sheet_with_repeats_and_marks_of_another_language() -> None:
    def cell(text: str, value: str = "", extra: str = "") -> str:
        typed = f'office:value-type="float" office:value="{value}"' if value else ""
        return f"<table:table-cell {typed} {extra}><text:p>{text}</text:p></table:table-cell>"

    body = (
        '<table:table table:name="Biểu 1"><table:table-row>'
        + cell("STT") + cell("Nội dung") + cell("Số")
        + '<table:table-cell table:number-columns-repeated="16000"/></table:table-row><table:table-row>'
        + cell("1", "1") + cell("Thu") + cell("1,234.50", "1234.5") + "</table:table-row><table:table-row>"
        + cell("2", "2") + cell("Chi") + cell("2.345", "2345") + "</table:table-row>"
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row></table:table>'
    )  # fmt: skip
    read = read_odf(odf_file("spreadsheet", body), "a.ods")
    assert read.text.split("\n") == ["Biểu 1", "STT | Nội dung | Số", "1 | Thu | 1.234,50", "2 | Chi | 2.345"]


def test_slides() -> None:
    frame = "<draw:frame><draw:text-box><text:p>Trang {0}</text:p></draw:text-box></draw:frame>"
    page = f'<draw:page draw:name="p{{0}}">{frame}</draw:page>'
    read = read_odf(odf_file("presentation", page.format(1) + page.format(2)), "a.odp")
    assert read.text.split("\n") == ["Trang 1", "Trang 2"]


def test_refused() -> None:
    with pytest.raises(EmptyFile, match=r"a\.odt"):
        read_odf(odf_file("text", "<text:p> </text:p>"), "a.odt")
    with pytest.raises(DamagedFile, match="nội dung chính"):
        read_odf(zip_file({"content.xml": "<a/>"}), "a.odt")
    manifest = '<m:manifest xmlns:m="urn:m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    with pytest.raises(EncryptedFile, match="mật khẩu"):
        read_odf(odf_file("text", "<text:p>x</text:p>", extra={"META-INF/manifest.xml": manifest}), "a.odt")
