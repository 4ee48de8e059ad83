"""Data of a chart -> a picture: what a digest, a table or a question draws."""
