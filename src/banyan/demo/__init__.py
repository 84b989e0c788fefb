"""The demonstration world: a pilot with invented people, lived through the same actions as pages."""
