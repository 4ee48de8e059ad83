"""What people correct: kept beside the archive, placed again at every reading, stronger than the machine."""
