"""A number in its sentence -> what it counts: unit, class, indicator, modality."""
