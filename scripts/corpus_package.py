"""Writes an Office package (.docx, .xlsx) from its parts: no clock, no random ids, the same bytes each time."""

from __future__ import annotations

import html
import io
import posixpath
import zipfile
from pathlib import Path

PROLOG = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def write_package(
    path: Path, fields: dict[str, str], parts: dict[str, str], types: dict[str, str], links: list[tuple[str, str]]
) -> None:
    """Write the parts at `path`; the first is the main one, which has `links` (kind, target) to others."""
    main = next(iter(parts))
    folder, base = posixpath.split(main)
    package = [
        (f"{OFFICE}/officeDocument", main),
        (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    ]
    types = {**types, "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml"}
    members = {"[Content_Types].xml": _content_types(types), "_rels/.rels": _relations(package)}
    members |= parts | {f"{folder}/_rels/{base}.rels": _relations([(f"{OFFICE}/{k}", t) for k, t in links])}
    members["docProps/core.xml"] = _properties(fields)
    path.write_bytes(_zipped(members))


def _properties(fields: dict[str, str]) -> str:
    stamp = f"{fields['date']}T08:00:00Z"
    return (
        f'{PROLOG}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{html.escape(fields['title'], quote=False)}</dc:title><dc:creator>Văn thư</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified></cp:coreProperties>'
    )


def _relations(rows: list[tuple[str, str]]) -> str:
    written = "".join(
        f'<Relationship Id="rId{i}" Type="{kind}" Target="{target}"/>' for i, (kind, target) in enumerate(rows, 1)
    )
    return f'{PROLOG}<Relationships xmlns="{_PACKAGE}/relationships">{written}</Relationships>'


def _content_types(parts: dict[str, str]) -> str:
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return (
        f'{PROLOG}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _zipped(members: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            package.writestr(entry, content)
    return buffer.getvalue()
