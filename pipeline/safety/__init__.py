"""A database -> whether it holds together, what can be made again, a copy of it."""
