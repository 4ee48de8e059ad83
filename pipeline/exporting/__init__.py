"""The database -> files for other tools: one module a format, `registry` lists them."""
