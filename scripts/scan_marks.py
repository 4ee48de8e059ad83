"""What a clerk puts on a page before it is scanned: the round red stamp, the stamp of arrival, a signature.

Marks are drawn on white, in RGB, and multiplied into the page, so that print under red ink stays as dark as it was.
"""

from __future__ import annotations

import math

import numpy as np
from font_files import LIBERATION
from numpy.random import Generator
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

RED = (205, 38, 52)
BLUE = (38, 50, 140)
STAMP_MM = 36
"""The diameter of an office's stamp (Thông tư 22/2024/TT-BCA gives 36 to 42 mm by rank)."""
_BOLD = LIBERATION / "LiberationSans-Bold.ttf"
_WORDS = "ỦY BAN NHÂN DÂN * HUYỆN HOÀNG SU PHÌ * TỈNH HÀ GIANG *"


def millimetres(length: float, dpi: int) -> float:
    """Return a length in pixels."""
    return length * dpi / 25.4


def round_stamp(dpi: int, chance: Generator) -> Image.Image:
    """Return a stamp with two rings, words around and a star, turned by up to 25° and unevenly inked."""
    size = round(millimetres(STAMP_MM, dpi))
    stamp = Image.new("RGB", (size, size), "white")
    pen = ImageDraw.Draw(stamp)
    thick = max(2, round(size / 60))
    pen.ellipse((1, 1, size - 2, size - 2), outline=RED, width=thick)
    pen.ellipse((thick * 3, thick * 3, size - thick * 3, size - thick * 3), outline=RED, width=max(1, thick // 2))
    inner = size * 0.31
    pen.ellipse((size / 2 - inner, size / 2 - inner, size / 2 + inner, size / 2 + inner), outline=RED, width=thick // 2)
    _around(stamp, size)
    pen.polygon(_star(size / 2, size * 0.16), fill=RED)
    turned = stamp.rotate(float(chance.uniform(-25, 25)), resample=Image.Resampling.BICUBIC, fillcolor="white")
    return _inked(turned, chance)


def arrival_stamp(dpi: int, chance: Generator) -> Image.Image:
    """Return the box of a registry (CÔNG VĂN ĐẾN) with its number and day, 50 by 22 mm."""
    width, height = round(millimetres(50, dpi)), round(millimetres(22, dpi))
    stamp = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(stamp)
    font = ImageFont.truetype(str(_BOLD), round(height / 5))
    pen.rectangle((2, 2, width - 3, height - 3), outline=RED, width=max(2, dpi // 60))
    number, day = int(chance.integers(100, 4000)), int(chance.integers(10, 29))
    for line, text in enumerate(("CÔNG VĂN ĐẾN", f"Số: {number}", f"Ngày {day}/6/2024")):
        pen.text((width * 0.12, height * (0.08 + 0.3 * line)), text, fill=RED, font=font)
    return _inked(stamp.rotate(float(chance.uniform(-4, 4)), expand=True, fillcolor="white"), chance)


def signature(dpi: int, chance: Generator) -> Image.Image:
    """Return strokes of a blue pen, about 45 by 18 mm."""
    width, height = round(millimetres(45, dpi)), round(millimetres(18, dpi))
    drawn = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(drawn)
    phase, loops = float(chance.uniform(0, 3)), float(chance.uniform(3, 6))
    points = []
    for step in range(160):
        t = step / 159
        x = width * (0.05 + 0.85 * t + 0.05 * math.sin(2 * math.pi * loops * t + phase))
        y = height * (0.5 - 0.4 * (1 - t) * math.sin(2 * math.pi * loops * t) - 0.1 * t)
        points.append((x, y))
    pen.line(points, fill=BLUE, width=max(2, dpi // 70), joint="curve")
    pen.line((width * 0.1, height * 0.85, width * 0.95, height * 0.6), fill=BLUE, width=max(2, dpi // 80))
    return drawn


def press(page: Image.Image, mark: Image.Image, centre: tuple[float, float]) -> None:
    """Multiply a mark into the page, in place, around a point in pixels; what falls off the page is lost."""
    left, top = round(centre[0] - mark.width / 2), round(centre[1] - mark.height / 2)
    layer = Image.new("RGB", page.size, "white")
    layer.paste(mark, (left, top))
    page.paste(ImageChops.multiply(page, layer))


def _around(stamp: Image.Image, size: int) -> None:
    font = ImageFont.truetype(str(_BOLD), round(size / 11))
    radius = size * 0.385
    for index, letter in enumerate(_WORDS):
        angle = 360 * index / len(_WORDS)
        tile = Image.new("RGB", (size // 7, size // 7), "white")
        ImageDraw.Draw(tile).text((tile.width / 2, tile.height / 2), letter, fill=RED, font=font, anchor="mm")
        tile = tile.rotate(-angle, fillcolor="white")
        x = size / 2 + radius * math.sin(math.radians(angle)) - tile.width / 2
        y = size / 2 - radius * math.cos(math.radians(angle)) - tile.height / 2
        corner = (round(x), round(y))
        box = (*corner, corner[0] + tile.width, corner[1] + tile.height)
        stamp.paste(ImageChops.multiply(stamp.crop(box), tile), corner)


def _star(centre: float, radius: float) -> list[tuple[float, float]]:
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.4
        angle = math.pi * corner / 5
        points.append((centre + reach * math.sin(angle), centre - reach * math.cos(angle)))
    return points


def _inked(mark: Image.Image, chance: Generator) -> Image.Image:
    """Return a mark whose ink is thinner here and thicker there."""
    coarse = chance.uniform(0, 110, (6, 6)).astype(np.uint8)
    thin = Image.fromarray(coarse).resize(mark.size, Image.Resampling.BICUBIC)
    lighter = ImageChops.add(mark, Image.merge("RGB", (thin, thin, thin)).point(lambda value: value // 2))
    return lighter.filter(ImageFilter.GaussianBlur(0.6))
