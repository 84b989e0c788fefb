"""Telling people: in the product and by mail, when they want it and how."""
