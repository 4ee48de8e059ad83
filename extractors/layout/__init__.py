"""Text -> what kind of text stands where: letterhead, sections, boilerplate."""
