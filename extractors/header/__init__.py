"""The head and foot of a document -> its metadata."""
