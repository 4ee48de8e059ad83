"""What reads the files of a run: this machine (local), or a cluster (ray). One file an engine, listed in `registry`."""
