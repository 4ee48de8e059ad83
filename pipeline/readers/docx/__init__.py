"""A Word file -> Source."""
