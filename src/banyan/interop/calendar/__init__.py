"""Calendar files, and the secret address a calendar program subscribes to."""
