"""Tests mirror the modules; gate, golden and bench are run by make."""

import os
import sys

sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
"""A hundred tests start the program in a process of its own: what the first has compiled is kept for all others."""
