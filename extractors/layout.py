"""What kind of text stands where: the two questions that every other extractor asks of a page.

`find_sections` gives the parts of the document, `find_boilerplate` what belongs to the page and not to it.
"""

from __future__ import annotations

from extractors.boilerplate import find_boilerplate
from extractors.sections import find_sections

__all__ = ["find_boilerplate", "find_sections"]
