"""From what was typed to values, with a message for each field."""
