"""The pure core: text in, values out; no files, no network, no database.

The order of the flow: layout (what kind of text stands where) -> citations -> relations
-> figures -> ratings -> tasks -> checks. `components` wraps each one for spaCy.
"""
