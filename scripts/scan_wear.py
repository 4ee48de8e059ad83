"""What a scanner and a photocopier do to a page: turning, paper, noise, blur, loss. RGB image -> RGB image."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageFilter

MOST_TURN = 1.5
"""Degrees by which a sheet lies askew on the glass at the most."""


def turned(page: Image.Image, chance: Generator) -> Image.Image:
    """Return the page askew by up to MOST_TURN degrees, its size kept."""
    angle = float(chance.uniform(-MOST_TURN, MOST_TURN))
    return page.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor="white")


def scanned(page: Image.Image, chance: Generator) -> Image.Image:
    """Return the page as a worn scanner sees it: grey paper lit from one side, soft letters, noise, dust."""
    pixels = np.asarray(page.filter(ImageFilter.GaussianBlur(0.55)), dtype=np.float32)
    height, width = pixels.shape[:2]
    paper = np.array([246, 243, 234], dtype=np.float32) / 255
    light = np.linspace(float(chance.uniform(0.86, 0.95)), 1.0, width, dtype=np.float32)[None, :, None]
    pixels = pixels * paper * light
    pixels += chance.normal(0, 11, (height, width, 1)).astype(np.float32)
    pixels += chance.normal(0, 5, (height, width, 3)).astype(np.float32)
    _dust(pixels, chance, width * height // 40_000, darkest=90)
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def photocopied(page: Image.Image, chance: Generator) -> Image.Image:
    """Return a black and white copy: hard contrast, thick or broken strokes, specks, the sheet's dark edge."""
    grey = page.convert("L").filter(ImageFilter.GaussianBlur(0.7))
    pixels = np.asarray(grey, dtype=np.float32)
    height, width = pixels.shape
    pixels += chance.normal(0, 16, (height, width)).astype(np.float32)
    pixels = (pixels - float(chance.uniform(135, 160))) * 3.0 + 128
    pixels[:, : int(width * 0.008)] -= 160
    _dust(pixels[:, :, None], chance, width * height // 9_000, darkest=20)
    copy = Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.4))
    return copy.convert("RGB")


def _dust(pixels: np.ndarray, chance: Generator, count: int, darkest: int) -> None:
    """Set dark specks of one to three pixels, in place."""
    height, width = pixels.shape[:2]
    rows, columns = chance.integers(0, height - 3, count), chance.integers(0, width - 3, count)
    for row, column, size in zip(rows, columns, chance.integers(1, 4, count), strict=True):
        pixels[row : row + size, column : column + size] = darkest
