"""One module a question: its words, its answer, the lines that show it (`catalogue` lists them)."""
