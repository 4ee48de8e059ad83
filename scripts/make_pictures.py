"""Takes the pictures of docs/ anew (`make pictures`): terminals, pages of the viewer, files that the commands write.

Everything is made from the sample archive by the commands that the pages name, in a folder of its own. Chromium draws
what a browser shows, LibreOffice what Word and Excel files look like; both are Debian packages. Look at each picture
before it is committed.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import pypdfium2
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, sync_playwright

ROOT: Final = Path(__file__).resolve().parent.parent
PICTURES: Final = ROOT / "docs" / "pictures"
FORM: Final = "scripts/corpus_sources/bieu-xa.xlsx"
PERIOD: Final = ("--period", "quý III/2025", "--place", "Phú Thọ")
REPORT: Final = "corpus/lao-cai/2022/bc-268-bdvtu-6-thang-2022.docx"
COLOURS: Final = 128
_GAP: Final = 12
_WORDS: Final = re.compile(r"^[\w/.:%-]+$")


class Office:
    """A folder with the sample archive and its form under the paths that the pages name, and the program to ask."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "scripts" / "corpus_sources").mkdir(parents=True)
        shutil.copytree(ROOT / "corpus", folder / "corpus")
        shutil.copy(ROOT / FORM, folder / FORM)
        self._surroundings = os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "120", "TRICHYEU_LANG": "vi"}

    def told(self, *words: str) -> str:
        """Run `trichyeu WORDS`; return the command and what it said."""
        command = [sys.executable, "-m", "trichyeu", *words]
        done = subprocess.run(  # noqa: S603
            command, cwd=self.folder, capture_output=True, encoding="utf-8", check=True, env=self._surroundings
        )
        typed = " ".join(word if _WORDS.match(word) else f'"{word}"' for word in words)
        return f"$ trichyeu {typed}\n{done.stderr}{done.stdout}\n"

    @contextmanager
    def served(self) -> Iterator[str]:
        """Serve the database at a free port; yield its address."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "trichyeu", "serve", "--port", str(port)]
        server = subprocess.Popen(command, cwd=self.folder, env=self._surroundings)  # noqa: S603
        address = f"http://127.0.0.1:{port}"
        try:
            for _ in range(300):
                time.sleep(0.2)
                try:
                    urllib.request.urlopen(address).close()
                    break
                except OSError:
                    continue
            yield address
        finally:
            server.terminate()
            server.wait()


def keep(picture: Image.Image, name: str, width: int | None = None) -> None:
    """Write a picture with few colours, made as wide as asked."""
    image = picture.convert("RGB")
    if width is not None and image.width > width:
        image = image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)
    print(name, image.size, flush=True)


def cropped(picture: Image.Image) -> Image.Image:
    """Return a picture without the white around it."""
    image = picture.convert("RGB")
    found = ImageChops.difference(image, Image.new("RGB", image.size, "white")).getbbox()
    if found is None:
        return image
    left, top, right, bottom = found
    return image.crop((max(0, left - _GAP), max(0, top - _GAP), right + _GAP, bottom + _GAP))


def beside(pictures: list[Image.Image]) -> Image.Image:
    """Return pictures in a row."""
    whole = Image.new(
        "RGB", (sum(one.width + _GAP for one in pictures), max(one.height for one in pictures)), "#c9c9c9"
    )
    left = 0
    for one in pictures:
        whole.paste(one, (left, 0))
        left += one.width + _GAP
    return whole.crop((0, 0, left - _GAP, whole.height))


def pages(pdf: Path, most: int, scale: float = 1.6) -> list[Image.Image]:
    """Return the first pages of a PDF file."""
    document: Any = pypdfium2.PdfDocument(pdf)
    return [document[at].render(scale=scale).to_pil() for at in range(min(most, len(document)))]


def printed(file: Path, most: int, scale: float = 1.6) -> list[Image.Image]:
    """Return the first pages of an Office file as LibreOffice prints them."""
    profile = f"-env:UserInstallation=file://{file.parent}/soffice"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(file.parent), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)  # noqa: S603
    return pages(file.with_suffix(".pdf"), most, scale)


def screens(office: Office, page: Page) -> None:
    """Take what a terminal shows."""
    shown = {
        "man-hinh-run": office.told("run", "corpus") + office.told("status"),
        "man-hinh-table": office.told("table", "--form", FORM, *PERIOD, "-o", "tong-hop.xlsx"),
    }
    page.set_viewport_size({"width": 1040, "height": 600})
    for name, text in shown.items():
        style = "margin:0;padding:14px;white-space:pre-wrap;font:14px/1.35 'Liberation Mono',monospace"
        page.set_content(f'<body style="margin:0"><pre style="{style}">{escape(text.strip())}</pre>')
        shot(page, name, page.locator("pre").bounding_box())


def shot(page: Page, name: str, clip: Any = None, width: int | None = None) -> None:
    """Take the window of a browser, or a part of it."""
    file = PICTURES / f"{name}.png"
    page.screenshot(path=file, clip=clip, full_page=clip is not None)
    keep(Image.open(file), name, width)


def viewer(browser: Browser, address: str) -> None:
    """Take the pages of the viewer, as a clerk comes to them in the first hour."""
    page = browser.new_page(base_url=address, viewport={"width": 1200, "height": 900})
    report = f"/open?name={Path(REPORT).stem}"
    table = f"/table?period={quote('quý III/2025')}&place={quote('Phú Thọ')}"

    def at(where: str, height: int, width: int = 1200) -> None:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(where)
        page.wait_for_load_state("networkidle")

    at(report, 900)
    shot(page, "trinh-duyet-van-ban")
    at(report, 760)
    page.click("#text a.figure >> text=18.746")
    page.wait_for_selector("#item h2")
    page.fill("#item input[name=by]", "Lê Lan")
    page.fill("#item input[name=reason]", "đối chiếu bản ký")
    page.fill("#item input[name=field_value]", "18.476")
    shot(page, "trinh-duyet-sua")
    at(table, 860)
    shot(page, "trinh-duyet-bang")
    at("/?words=dan+van+kheo", 780, 1280)
    shot(page, "viewer/tim", width=944)
    at("/open?name=bc-57-du-yen-lap-quy-iii-2025", 780, 1280)
    page.hover("#text a.figure[data-page='1'] >> nth=4")
    page.wait_for_timeout(2000)
    shot(page, "viewer/van-ban", width=944)
    at(table, 780, 1280)
    page.locator("td.doubt a").first.click()
    page.wait_for_selector("form.cell")
    shot(page, "viewer/bang-tong-hop", width=944)
    at("/graph", 780, 1280)
    page.wait_for_timeout(1500)
    shot(page, "viewer/do-thi", width=944)
    page.close()


def files(office: Office) -> None:
    """Take the files that the commands write, as they are printed."""
    year, quarter = ("--place", "Lào Cai", "--year", "2022"), PERIOD
    wanted: dict[str, tuple[tuple[str, ...], str, int, int]] = {
        "muc-luc": (("list",), "muc-luc.xlsx", 1, 994),
        "nhiem-vu": (("tasks", "--on", "1/12/2024"), "nhiem-vu.xlsx", 1, 994),
        "tom-tat-word": (("digest", *year), "tom-tat.docx", 3, 1800),
        "merge": (("merge", *quarter), "gop.docx", 2, 1252),
        "review": (("review", REPORT), "ra-soat.docx", 2, 1500),
    }
    for name, (words, written, most, width) in wanted.items():
        office.told(*words, "-o", written)
        keep(beside(printed(office.folder / written, most)), name, width)
    sheet = cropped(printed(office.folder / "tong-hop.xlsx", 1, scale=2.4)[0])
    keep(sheet.crop((0, 0, sheet.width * 3 // 5, sheet.height)), "bang-tong-hop", 1480)
    office.told("graph", "-o", "vien-dan.png")
    keep(Image.open(office.folder / "vien-dan.png"), "vien-dan", 844)


def digests(office: Office, page: Page) -> None:
    """Take a digest as a web page, printed, and the charts of two in Word."""
    office.told("digest", *PERIOD, "-o", "quy-3.html")
    page.goto((office.folder / "quy-3.html").as_uri())
    page.pdf(path=office.folder / "quy-3.pdf", prefer_css_page_size=True)
    keep(pages(office.folder / "quy-3.pdf", 1)[0], "tong-hop-dia-phuong", 620)
    drawn = []
    for words in (("--place", "Vĩnh Long", "--year", "2023"), ("--instrument", "217-QĐ/TW")):
        office.told("digest", *words, "-o", "bieu-do.docx")
        with zipfile.ZipFile(office.folder / "bieu-do.docx") as word:
            name = next(name for name in word.namelist() if name.startswith("word/media/"))
            drawn.append(Image.open(io.BytesIO(word.read(name))).convert("RGB"))
    whole = Image.new("RGB", (max(one.width for one in drawn), sum(one.height for one in drawn)), "white")
    whole.paste(drawn[0], (0, 0))
    whole.paste(drawn[1], (0, drawn[0].height))
    keep(whole, "bieu-do", 714)


def main() -> None:
    """Take all pictures, or those of one kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=("screens", "viewer", "files", "digests"))
    only = parser.parse_args().only
    chromium = shutil.which("chromium")
    if chromium is None or shutil.which("soffice") is None:
        raise SystemExit("Chromium and LibreOffice are needed (Debian: apt-get install chromium libreoffice)")
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        office = Office(Path(place))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        if only in (None, "screens"):
            screens(office, page)
        else:
            office.told("run", "corpus")
            office.told("table", "--form", FORM, *PERIOD, "-o", "tong-hop.xlsx")
        if only in (None, "viewer"):
            with office.served() as address:
                viewer(browser, address)
        if only in (None, "files"):
            files(office)
        if only in (None, "digests"):
            digests(office, page)
        browser.close()


if __name__ == "__main__":
    main()
