"""Letters of fonts from before Unicode: their tables, and what decodes a document by them."""
