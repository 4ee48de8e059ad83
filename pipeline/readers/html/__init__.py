"""A saved page -> Source."""
