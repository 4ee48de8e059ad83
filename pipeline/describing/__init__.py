"""What the command line takes -> the completions of shells and the page of the manual."""
