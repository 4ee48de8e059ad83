"""What kind of text stands where: the questions that other extractors ask of a page.

`find_sections` gives the parts of the document, `find_boilerplate` what belongs to the page and not to it,
`match_heading` the rule of the heading that a line is.
"""

from __future__ import annotations

from extractors.layout.boilerplate import find_boilerplate
from extractors.layout.sections import find_sections, match_heading

__all__ = ["find_boilerplate", "find_sections", "match_heading"]
