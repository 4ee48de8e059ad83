"""A draft before it is signed -> what contradicts itself or the archive: beside -> find -> comments."""
