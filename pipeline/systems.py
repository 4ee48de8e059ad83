"""Modules of Python that one operating system has and another lacks."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def if_there(name: str) -> Any:
    """Return a module of the standard library, None on a system that lacks it (`fcntl` on Windows)."""
    try:
        return import_module(name)
    except ImportError:
        return None
