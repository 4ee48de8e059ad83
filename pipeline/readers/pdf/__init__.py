"""A PDF with a text layer -> Source."""
