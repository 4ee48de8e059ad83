"""Trích yếu in Python: `import trichyeu` holds in a checkout and in what a wheel installs.

`read` a file, `annotate` what was read or a text, `connect` to the database of an archive, `load` the spaCy pipeline.
Each is described where it stands, in `pipeline.api`; it is imported when it is first asked for, so that the command
line, which stands in this package too, starts without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.api import Archive, annotate, as_dict, connect, load, read

__all__ = ["Archive", "annotate", "as_dict", "connect", "load", "read"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from pipeline import api

    return getattr(api, name)
