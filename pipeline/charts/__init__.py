"""Data of a chart -> a picture: `model` is what a digest, a table or a question tells, `draw` makes the picture."""
