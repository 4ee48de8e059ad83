"""A database on a PostgreSQL server: read there, written by a run on a copy at hand whose changes are sent.

`address` says what a person types, `dialect` and `schema` what PostgreSQL is told, `reading` answers questions there,
`working` gives a run the copy that it writes.
"""
