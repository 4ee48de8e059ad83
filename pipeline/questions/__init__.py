"""One module a question: its words, its answer from the database, and how the answer is shown (`catalogue` lists them)."""
