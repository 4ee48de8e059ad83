"""Hostile files and names, and what is made of each."""
