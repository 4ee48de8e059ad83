"""One module a command that is not a question (run, extract, read, digest ...); `catalogue` lists all commands."""
