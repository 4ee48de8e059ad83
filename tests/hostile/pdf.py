"""PDF files that are made to hurt: bombs, circles, claims. What is made of each is written by hand."""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping
from typing import Final

from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

from tests.hostile.model import READ, Hostile, deflated

LINES: Final = b" ".join(
    b"BT /F 12 Tf 72 %d Td (Toan tinh mo 149 hoi nghi voi 6558 nguoi du) Tj ET" % y for y in range(700, 800, 20)
)
_FONT: Final = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def pdf(objects: Mapping[int, bytes], before: str = "") -> bytes:
    """Return a PDF of numbered objects with a table of their places; object 1 is the catalogue."""
    out, places = b"%PDF-1.7\n", {}
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    at, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places.get(number, 0)
    previous = before.replace("SELF", str(at)).encode()
    return out + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, previous, at)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n" % (len(data), entries) + data + b"\nendstream"


def pages(
    content: bytes, page: bytes = b"", kids: bytes = b"3 0 R", count: int = 1, **others: bytes
) -> dict[int, bytes]:
    """Return the objects of a file whose one page has this content stream."""
    return {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids),
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>" + page + b">>",
        4: content,
        5: _FONT,
        6: others.get("drawn", b"null"),
    }


def flate(data: bytes) -> bytes:
    return stream(data, b"/Filter/FlateDecode")


def twice(data: bytes) -> bytes:
    return stream(zlib.compress(data, 9), b"/Filter[/FlateDecode/FlateDecode]")


def image(width: int, height: int, data: bytes) -> bytes:
    """Return a picture in grey that says how large it is."""
    return stream(
        data,
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/FlateDecode"
        % (width, height),
    )


def locked() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=pdfencrypt.StandardEncryption("mat"))
    canvas.drawString(72, 700, "149 hoi nghi")
    canvas.save()
    return out.getvalue()


def drawing_itself() -> bytes:
    form = stream(b"/X Do " + LINES, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X 6 0 R>>>>")
    return pdf(pages(stream(LINES + b" /X Do"), drawn=form))


def lines_drawn(count: int) -> bytes:
    """Return a page with so many lines drawn on it, as a table has them."""
    rules = b"".join(b"%d %d m %d %d l S\n" % (n % 500, n % 800, n % 500 + 90, n % 800) for n in range(count))
    return flate(zlib.compress(LINES.replace(b"72", b"7") + b" " + LINES + b"\n" + rules))


WHOLE: Final = pdf(pages(stream(LINES)))
"""What names the catalogue, and so the pages, stands at the very end: without it no page can be found."""

PDF_FILES: Final[dict[str, Hostile]] = {
    **{f"cut/{n}.pdf": Hostile(WHOLE[: len(WHOLE) * n // 10], "damaged") for n in range(1, 10)},
    "pdf/bomb.pdf": Hostile(lambda: pdf(pages(flate(deflated(1_000, b" ", head=True)))), "too_large"),
    "pdf/bomb-unused.pdf": Hostile(
        lambda: pdf({**pages(stream(LINES)), 6: flate(deflated(1_000, b" ", head=True))}), "too_large"
    ),
    "pdf/large-page.pdf": Hostile(lambda: pdf(pages(flate(zlib.compress(LINES + b" " * 5_000_000)))), READ),
    "pdf/bomb-twice.pdf": Hostile(lambda: pdf(pages(twice(deflated(300, b" ", head=True)))), "too_large"),
    "pdf/bomb-picture.pdf": Hostile(
        lambda: pdf(pages(stream(LINES + b" /X Do"), drawn=image(60_000, 60_000, deflated(3_600, head=True)))),
        "too_large",
    ),
    "pdf/pages.pdf": Hostile(pdf(pages(stream(LINES), kids=b"3 0 R " * 3_000, count=3_000)), "too_large"),
    "pdf/count.pdf": Hostile(pdf(pages(stream(LINES), count=2_000_000_000)), READ),
    "pdf/circle-of-pages.pdf": Hostile(pdf(pages(stream(LINES), kids=b"2 0 R")), "damaged"),
    "pdf/circle-of-tables.pdf": Hostile(pdf(pages(stream(LINES)), "/Prev SELF"), READ),
    "pdf/circle-of-lengths.pdf": Hostile(pdf(pages(b"<</Length 4 0 R>>stream\n" + LINES + b"\nendstream")), READ),
    "pdf/circle-of-drawings.pdf": Hostile(drawing_itself, READ),
    "pdf/huge.pdf": Hostile(pdf(pages(stream(LINES), b"/MediaBox[0 0 99999999 99999999]")), READ),
    "pdf/no-size.pdf": Hostile(pdf(pages(stream(LINES), b"/MediaBox[0 0 0 0]")), READ),
    "pdf/locked.pdf": Hostile(locked, "encrypted"),
}

DEAR_PDF_FILES: Final[dict[str, Hostile]] = {
    # Enough letters without marks for the page to be read as a picture too, in which the lines leave nothing to read.
    "pdf/lines.pdf": Hostile(lambda: pdf(pages(lines_drawn(30_000))), f"{READ}: missing_letters"),
}
