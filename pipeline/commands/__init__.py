"""One module a command that is not a question: run, extract, schema, graph, digest; `catalogue` lists all commands."""
