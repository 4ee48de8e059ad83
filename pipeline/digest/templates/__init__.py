"""Jinja templates of the digests."""
