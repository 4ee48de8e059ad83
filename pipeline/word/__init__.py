"""What is handed on -> a Word file in the official form: `form` is what its head and foot say, `file` writes it."""
