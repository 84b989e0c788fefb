"""Other systems: calendars and meeting rooms, a folder each."""
