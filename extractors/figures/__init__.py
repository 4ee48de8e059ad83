"""Text -> numbers with what they count, what they state and what they belong to."""

from extractors.figures.find import find_figures as find_figures
