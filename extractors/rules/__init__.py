"""The rule files, as data."""
