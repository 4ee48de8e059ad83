"""An archive's folder -> the database: discover, read in workers, write."""
