"""All readers, in the order in which a file is shown to them: the one list to which a new format is added."""

from __future__ import annotations

from typing import Final

from pipeline.readers.doc.reader import DOC
from pipeline.readers.docx.reader import DOCX
from pipeline.readers.html.reader import HTML
from pipeline.readers.mail.reader import EML, MHT, MSG
from pipeline.readers.odf.reader import ODF
from pipeline.readers.pdf.reader import PDF
from pipeline.readers.reader import Reader
from pipeline.readers.rtf.reader import RTF
from pipeline.readers.scan.reader import PICTURE
from pipeline.readers.slides.reader import PPT, PPTX
from pipeline.readers.text import MARKDOWN, PLAIN
from pipeline.readers.xlsx.reader import XLS, XLSX

READERS: Final[tuple[Reader, ...]] = (
    DOCX, DOC, RTF, ODF, XLSX, XLS, PPTX, PPT, PDF, PICTURE, EML, MSG, MHT, HTML, PLAIN, MARKDOWN,
)  # fmt: skip
