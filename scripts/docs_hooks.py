"""What mkdocs is told beyond mkdocs.yml: its theme speaks Vietnamese, and no page is made that works on a server alone.

mkdocs has no Vietnamese, and other languages of its themes want a further package; the few words stand in mkdocs.yml.
"""

from __future__ import annotations

import re
from typing import Any, Final

ENGLISH: Final = "Tiếng Anh"
"""The section of the contents whose pages are English."""

_SEARCH_KEY: Final = re.compile(r'<tr>(?=\s*<td class="search shortcut">)')
_NO_SEARCH: Final = (
    '<div id="mkdocs_search_modal" hidden><input id="mkdocs-search-query"><div id="mkdocs-search-results"></div></div>'
)
"""What the theme's script looks for though there is no search; without it the script ends before it lays out tables."""


def on_config(config: Any) -> Any:
    """Leave out the pages that a server shows in place of others: their links begin at its root."""
    config.theme.static_templates.clear()
    return config


def on_env(env: Any, config: Any, files: Any) -> Any:
    """Have the theme's words said in Vietnamese; a word that mkdocs.yml lacks stays as it is."""
    words: dict[str, str] = config.extra["words"]

    def said(text: str) -> str:
        return words.get(text, text)

    def counted(one: str, many: str, count: int) -> str:
        return said(one if count == 1 else many)

    env.globals |= {"gettext": said, "ngettext": counted}
    return env


def on_post_page(output: str, page: Any, config: Any) -> str:
    """Tell the language of a page, and say what the theme has no word for."""
    language = "en" if page.parent is not None and page.parent.title == ENGLISH else "vi"
    output = re.sub(r'<html lang="\w+"', f'<html lang="{language}"', output, count=1)
    output = _SEARCH_KEY.sub("<tr hidden>", output).replace("</body>", f"{_NO_SEARCH}</body>")
    said = config.extra["words"]["Toggle navigation"]
    return output.replace('aria-label="Toggle navigation"', f'aria-label="{said}"')
