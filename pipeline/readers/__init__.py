"""One module a format: bytes of one file -> Source."""
