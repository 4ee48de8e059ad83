"""Text -> mentions of other documents, with their attributes and relations."""

from extractors.citations.find import find_citations as find_citations
