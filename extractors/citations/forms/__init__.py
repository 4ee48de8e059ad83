"""One module for each way in which a text names another document."""
