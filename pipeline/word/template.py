"""A template and what its names stand for -> a document ready for its content, and the paragraph where that goes.

A name may stand anywhere in the body, its tables, heads and foots, in a run of its own or cut into several by Word.
A paragraph whose name has several lines is repeated; one whose name has none goes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from functools import cache
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any, Final

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.text.paragraph import Paragraph
from lxml.etree import XMLSyntaxError

from pipeline.errors import UsageError
from pipeline.steady import steady
from pipeline.word.form import Form, Sphere, values
from pipeline.word.standard import standard
from pipeline.word.styles import ensure_styles

CONTENT: Final = "noi_dung"
_NAME: Final = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def opened(form: Form, template: Path | None) -> tuple[Any, Any]:
    """Return the document with its head and foot filled in, and the empty paragraph before which the content goes.

    Raises UsageError when the template cannot be read as a Word file, or names what there is not.
    """
    document = Document(BytesIO(_standard(form.sphere))) if template is None else _read(template)
    ensure_styles(document)
    known = values(form)
    place = None
    for paragraph in list(_paragraphs(document)):
        names = _NAME.findall(paragraph.text)
        if CONTENT in names:
            place = place or paragraph
            _put(paragraph, {CONTENT: ""})
        elif names:
            _fill(paragraph, names, known, template)
    return document, place if place is not None else document.add_paragraph()


def write_standard(sphere: Sphere, file: Path) -> None:
    """Write the standard template to a file, for a person to change."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(_standard(sphere))


@cache
def _standard(sphere: Sphere) -> bytes:
    """Return the standard template; it is made once, which takes five times as long as to open it."""
    made = BytesIO()
    standard(sphere).save(made)
    return steady(made.getvalue())


def _read(template: Path) -> Any:
    try:
        return Document(str(template))
    except (OSError, ValueError, KeyError, PackageNotFoundError, XMLSyntaxError, zipfile.BadZipFile) as error:
        raise UsageError("usage.bad_template", file=template, reason=type(error).__name__) from error


def _paragraphs(document: Any) -> Iterator[Paragraph]:
    """Yield the paragraphs of the body, heads and foots, those of tables and boxes too."""
    roots = [(document.element.body, document._body)]
    for section in document.sections:
        for part in (
            section.header, section.footer, section.first_page_header, section.first_page_footer,
            section.even_page_header, section.even_page_footer,
        ):  # fmt: skip
            if not part.is_linked_to_previous:
                roots.append((part._element, part))
    for root, parent in roots:
        for element in root.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"):
            yield Paragraph(element, parent)


def _fill(paragraph: Paragraph, names: Sequence[str], known: Mapping[str, list[str]], template: Path | None) -> None:
    """Write what the names of a paragraph stand for: a paragraph for each line, none where all of them are empty."""
    for name in names:
        if name not in known:
            raise UsageError("usage.template_name", file=template, name=name, names=", ".join([*known, CONTENT]))
    lines = [known[name] for name in names]
    if not any(lines):
        _remove(paragraph)
        return
    for chosen in product(*(line or [""] for line in lines)):
        copy = Paragraph(deepcopy(paragraph._p), paragraph._parent)
        paragraph._p.addprevious(copy._p)
        _put(copy, dict(zip(names, chosen, strict=True)))
    paragraph._p.getparent().remove(paragraph._p)


def _remove(paragraph: Paragraph) -> None:
    """Take a paragraph out; a cell keeps its last one, since Word opens no cell without."""
    holder = paragraph._p.getparent()
    if len(holder.findall(paragraph._p.tag)) > 1:
        holder.remove(paragraph._p)
    else:
        for run in paragraph.runs:
            run.text = ""


def _put(paragraph: Paragraph, lines: Mapping[str, str]) -> None:
    """Write lines in the place of their names, in the look of the run where each name begins."""
    runs = paragraph.runs
    texts = [run.text for run in runs]
    for found in reversed(list(_NAME.finditer("".join(texts)))):
        start = 0
        written = False
        for number, text in enumerate(texts):
            begin, end = max(found.start() - start, 0), min(found.end() - start, len(text))
            start += len(text)
            if begin < end or (begin == end < len(text) and written):
                texts[number] = text[:begin] + ("" if written else lines[found.group(1)]) + text[end:]
                written = True
    for run, text in zip(runs, texts, strict=True):
        if run.text != text:
            run.text = text
