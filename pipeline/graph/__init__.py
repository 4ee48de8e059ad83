"""Who cites whom, as a graph: read from the database, searched, and written to a file."""
