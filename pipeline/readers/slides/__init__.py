"""PowerPoint, new and old."""
