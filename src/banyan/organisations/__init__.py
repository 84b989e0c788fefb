"""Nation, state, district, school; and who holds which role there, and when."""
