"""Rows of cells -> figures named by the heads of their row and column."""
