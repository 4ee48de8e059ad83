"""Bytes of an Office file -> its parts as XML trees, within limits, without entities, macros or the network."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterable
from typing import Final

from lxml import etree

from pipeline.errors import DamagedFile, EncryptedFile, ReadError, TooLarge, complaint
from pipeline.readers.zips import ZIP_FAILURES, open_zip

MAX_PARTS: Final = 5_000
"""Parts in the package; a report with a thousand pictures stays far below."""
MAX_UNPACKED: Final = 1 << 29
"""Bytes that all parts together declare, 512 MB: pictures are never unpacked, but a bomb shows itself here."""
MAX_XML: Final = 1 << 25
"""Bytes of one XML part, 32 MB: some 1,500 pages; lxml needs ten to forty times as much memory."""
MAX_RATIO: Final = 200
"""Unpacked to packed size of an XML part over 1 MB; Word's most repetitive tables reach 60, a bomb 1,000."""
_RATIO_FROM: Final = 1 << 20

RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", RELATIONSHIPS.encode()),
    *(
        (
            f"http://purl.oclc.org/ooxml/{language}/main".encode(),
            f"http://schemas.openxmlformats.org/{language}/2006/main".encode(),
        )
        for language in ("wordprocessingml", "spreadsheetml")
    ),
)
PROPERTY_PARTS: Final = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")
_PROPERTIES: Final = frozenset(
    (
        "title", "creator", "subject", "keywords", "description", "lastModifiedBy", "created", "modified", "Company",
        "category", "contentStatus", "contentType", "Manager",
    )
)  # fmt: skip


class Package:
    """The parts of one Open Packaging file (.docx, .xlsx); each part is unpacked only when asked for.

    `program` is the one that wrote it, for the messages.
    """

    def __init__(self, raw: bytes, name: str, program: str = "Word") -> None:
        self._name = name
        self._program = program
        self._zip = open_zip(raw, name)
        self._parts = {info.filename: info for info in self._zip.infolist()}
        for info in self._zip.infolist():
            if info.CRC != self._parts[info.filename].CRC:
                raise self._damaged(f"có hai phần khác nhau cùng tên {info.filename}")
        self._check_sizes()

    def main_part(self, usual: str = "word/document.xml") -> str:
        """Return the path of the document part, where the package's relationships say it is, else `usual`."""
        for kind, target in self.relations("").values():
            if kind.endswith("/officeDocument") and target in self._parts:
                return target
        if usual in self._parts:
            return usual
        raise self._damaged(f"tệp {self._program} thiếu phần nội dung chính")

    def declared_size(self) -> int:
        """Return how many bytes all parts together declare to unpack to."""
        return sum(info.file_size for info in self._parts.values())

    def has_folder(self, prefix: str) -> bool:
        """Tell whether the package holds anything under a folder, pictures for instance."""
        return any(path.startswith(prefix) for path in self._parts)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return relationship id -> (type, path of the part); external relationships are left alone."""
        folder, base = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        if root is None:
            return {}
        found = {}
        for relation in root:
            target = relation.get("Target", "")
            if relation.get("TargetMode") == "External" or not target:
                continue
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[relation.get("Id", "")] = (relation.get("Type", ""), path)
        return found

    def xml(self, part: str) -> etree._Element | None:
        """Return the root of an XML part; None when the package has no such part."""
        info = self._parts.get(part)
        if info is None:
            return None
        data = self._unpack(info)
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise self._damaged(f"phần XML có khai báo DOCTYPE, không được phép trong tệp {self._program}")
        for strict, transitional in _STRICT:
            data = data.replace(strict, transitional)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._damaged(f"phần {part} không phải XML hợp lệ") from error
        if root.getroottree().docinfo.doctype:
            raise self._damaged(f"phần XML có khai báo DOCTYPE, không được phép trong tệp {self._program}")
        return root

    def _check_sizes(self) -> None:
        infos = self._parts.values()
        if len(infos) > MAX_PARTS or sum(info.file_size for info in infos) > MAX_UNPACKED:
            raise self._too_large("nội dung nén khai báo quá lớn")
        for info in infos:
            packed = max(info.compress_size, 1)
            if info.filename.endswith(".xml") and info.file_size > max(_RATIO_FROM, MAX_RATIO * packed):
                raise self._too_large(f"phần {info.filename} nén bất thường (có thể là “bom nén”)")

    def _unpack(self, info: zipfile.ZipInfo) -> bytes:
        if info.flag_bits & 1:
            raise EncryptedFile(complaint(self._name, "tệp có mật khẩu", "Hãy bỏ mật khẩu rồi lưu lại"))
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self._damaged(f"phần {info.filename} nén bằng cách mà {self._program} không dùng")
        try:
            with self._zip.open(info) as stream:
                data = stream.read(MAX_XML + 1)
        except ZIP_FAILURES as error:
            raise self._damaged(f"phần {info.filename} bị hỏng") from error
        if len(data) > MAX_XML:
            raise self._too_large(f"phần {info.filename} lớn hơn {MAX_XML >> 20} MB")
        return data

    def _damaged(self, reason: str) -> ReadError:
        again = f"Hãy chép lại tệp gốc, hoặc mở bằng {self._program} rồi lưu lại"
        return DamagedFile(complaint(self._name, reason, again))

    def _too_large(self, reason: str) -> ReadError:
        return TooLarge(complaint(self._name, reason, "Hãy tách thành nhiều tệp nhỏ hơn"))


def properties(roots: Iterable[etree._Element | None], prefix: str) -> tuple[tuple[str, str], ...]:
    """Return what the roots of the property parts say of the file, as hints: `docx.title`, `xlsx.custom.độ mật`."""
    nodes = [node for root in roots if root is not None for node in root]
    named = [(_property_name(node), "".join(node.itertext()).strip()) for node in nodes]
    return tuple((f"{prefix}.{key.lower()}", value) for key, value in named if key and value)


def _property_name(node: etree._Element) -> str | None:
    """Return the name of a property that is a hint; one that the office made up itself stands under `custom`."""
    name = str(etree.QName(node).localname)
    if name == "property":
        return f"custom.{node.get('name', '')}"
    return name if name in _PROPERTIES else None
