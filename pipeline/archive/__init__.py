"""The whole archive -> instruments, acts, conflicts and disagreements."""
