"""Text as it stands -> lines, sentences, phrases and keys, position for position."""
