"""Rows -> a digest: blocks of tables, lists and bars, each number with its sentence, as HTML or Markdown."""
