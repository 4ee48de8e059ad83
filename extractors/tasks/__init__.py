"""Text -> what a directive orders and what a report admits."""
