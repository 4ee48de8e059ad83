"""Tests mirror the modules; gate, golden and bench are run by make."""
