"""One module a format: a digest -> its bytes; `registry` lists them."""
