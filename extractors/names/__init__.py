"""Words -> what documents, bodies and persons are called, and the identity of an instrument."""
