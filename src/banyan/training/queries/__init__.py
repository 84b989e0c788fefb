"""Reading workshops, who has a seat in them, and who came."""
