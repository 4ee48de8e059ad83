"""Small Word files made part by part, so that a test holds the very XML that it is about."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Final

import pytest

from pipeline.readers.docx import opening

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES: Final = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"


def part(root: str, inner: str) -> str:
    """Return an XML part with the namespaces of Word declared."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {_NAMES}>{inner}</w:{root}>'


def paragraph(text: str, properties: str = "") -> str:
    """Return a paragraph of one run."""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def table(rows: list[list[str]], ruled: bool = True) -> str:
    """Return a table; a cell is text, one paragraph a line."""
    border = "single" if ruled else "nil"
    cells = [["".join(map(paragraph, cell.split("\n"))) for cell in row] for row in rows]
    body = "".join("<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in row) + "</w:tr>" for row in cells)
    return f'<w:tbl><w:tblPr><w:tblBorders><w:top w:val="{border}"/></w:tblBorders></w:tblPr>{body}</w:tbl>'


def word_file(body: str, parts: Mapping[str, str] | None = None, **inner: str) -> bytes:
    """Return a .docx with a body and, by name, the inner XML of styles, numbering, footnotes, endnotes, header, footer.

    `parts` adds or replaces whole parts by path.
    """
    roots = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes"}
    roots |= {"header": "hdr", "footer": "ftr"}
    files = {
        "_rels/.rels": _relations({"rId1": (f"{R}/officeDocument", "word/document.xml")}),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": _relations({name: (f"{R}/{name}", f"{name}.xml") for name in inner}),
    }
    files |= {f"word/{name}.xml": part(roots[name], xml) for name, xml in inner.items()}
    files |= parts or {}
    return zip_file(files)


def zip_file(files: Mapping[str, str | bytes]) -> bytes:
    """Return a compressed zip of the files given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return out.getvalue()


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


@pytest.fixture(scope="module", params=["python-docx", "own opener"], autouse=True)
def both_openers(request: pytest.FixtureRequest) -> Iterator[None]:
    """Run each test of a module that imports this twice: with either opener, every fixture reads alike."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "own opener":
            patch.setattr(opening, "MAX_OPENED", 0)
        yield
