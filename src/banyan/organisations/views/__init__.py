"""Pages of places and the people in them, and of their calendars."""
