"""Where the Liberation fonts of version 2, which hold all Vietnamese letters, stand: Debian 12, then 13 and later."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_FOLDERS: Final = (Path("/usr/share/fonts/truetype/liberation2"), Path("/usr/share/fonts/truetype/liberation"))
LIBERATION: Final = next((folder for folder in _FOLDERS if folder.is_dir()), _FOLDERS[0])
