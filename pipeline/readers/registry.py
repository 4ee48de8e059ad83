"""All readers, in the order in which a file is shown to them: the one list to which a new format is added."""

from __future__ import annotations

from typing import Final

from pipeline.readers.docx.reader import DOCX
from pipeline.readers.html.reader import HTML
from pipeline.readers.pdf.reader import PDF
from pipeline.readers.reader import Reader
from pipeline.readers.scan.reader import PICTURE
from pipeline.readers.text import MARKDOWN, PLAIN
from pipeline.readers.xlsx.reader import XLSX

READERS: Final[tuple[Reader, ...]] = (DOCX, XLSX, PDF, HTML, PICTURE, PLAIN, MARKDOWN)
